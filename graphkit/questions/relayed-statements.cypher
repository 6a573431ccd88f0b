// title: Statements that came through others
// description: What somebody is said to have said, with the chain of those who passed it on, the
//   one nearest to the speaker first.
// param speaker (actor, optional): the original speaker
// param relay (actor, optional): anybody in the chain
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: speaker cue relayed_by sentence date
// example: graphkit ask relayed-statements --param speaker="Putin"
CALL () {
  WITH coalesce($relay, '') AS relay_id
  MATCH (:Actor {id: relay_id})<-[:RELAYED_BY]-(s:Statement)
  RETURN s
  UNION
  WITH coalesce($speaker, '') AS speaker_id
  WHERE $relay IS NULL
  MATCH (:Actor {id: speaker_id})-[:SAID]->(s:Statement)-[:RELAYED_BY]->(:Actor)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $relay IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (d:Document {published: day})
  MATCH (d)<-[:IN]-(s:Statement)-[:RELAYED_BY]->(:Actor)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $relay IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (s:Statement {date_from: day})-[:RELAYED_BY]->(:Actor)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $relay IS NULL AND (days IS NULL OR days > 10000)
  MATCH (s:Statement)-[:RELAYED_BY]->(:Actor)
  RETURN s
}
WITH DISTINCT s
MATCH (s)-[:IN]->(d:Document)
WITH s, d, coalesce(s.date_from, d.published) AS day
WHERE ($since IS NULL OR day >= date($since))
  AND ($until IS NULL OR day <= date($until))
OPTIONAL MATCH (speaker:Actor)-[:SAID]->(s)
WITH s, d, day, speaker
WHERE $speaker IS NULL OR speaker.id = $speaker
CALL (s) {
  OPTIONAL MATCH (s)-[via:RELAYED_BY]->(relay)
  WITH via.hop AS hop, relay ORDER BY hop, relay.id
  RETURN collect(relay.name) AS relayed_by
}
RETURN speaker.name AS speaker,
       s.cue AS cue,
       relayed_by,
       null AS sentence,
       toString(day) AS date,
       s.text AS text,
       speaker.id AS speaker_id,
       s.id AS statement,
       d.id AS document,
       reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) |
         CASE WHEN x < at THEN x ELSE at END) AS start,
       reduce(at = s.ends[-1], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) |
         CASE WHEN x > at THEN x ELSE at END) AS end
ORDER BY date IS NULL, date, document, start, statement, speaker_id
