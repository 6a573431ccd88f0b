// title: Who replies to whom
// description: Statements that answer another statement, with both sources and both texts.
// param speaker (actor, optional): who replies
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: speaker text answered earlier date
// example: graphkit ask replies
CALL () {
  WITH coalesce($speaker, '') AS speaker_id
  MATCH (:Actor {id: speaker_id})-[:SAID]->(s:Statement)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (d:Document {published: day})
  MATCH (s:Statement)-[:IN]->(d)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (s:Statement {date_from: day})
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND (days IS NULL OR days > 10000)
  MATCH (s:Statement)-[:REPLIES_TO]->(:Statement)
  RETURN s
}
WITH DISTINCT s
MATCH (s)-[reply:REPLIES_TO]->(earlier:Statement)
MATCH (s)-[:IN]->(d:Document)
OPTIONAL MATCH (speaker:Actor)-[:SAID]->(s)
OPTIONAL MATCH (answered:Actor)-[:SAID]->(earlier)
WITH s, reply, earlier, d, speaker, answered, coalesce(s.date_from, d.published) AS day
WHERE ($speaker IS NULL OR speaker.id = $speaker)
  AND ($since IS NULL OR day >= date($since))
  AND ($until IS NULL OR day <= date($until))
RETURN speaker.name AS speaker,
       s.cue AS cue,
       s.text AS text,
       answered.name AS answered,
       earlier.text AS earlier,
       null AS sentence,
       toString(day) AS date,
       speaker.id AS speaker_id,
       answered.id AS answered_id,
       s.id AS statement,
       earlier.id AS earlier_statement,
       d.id AS document,
       reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) |
         CASE WHEN x < at THEN x ELSE at END) AS start,
       reduce(at = s.ends[-1], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) |
         CASE WHEN x > at THEN x ELSE at END) AS end,
       reply.id AS edge
ORDER BY date IS NULL, date, document, start, statement, earlier_statement, speaker_id, answered_id
