// title: First-hand statements only
// description: Who said what about whom without anything that reached the report through others and
//   without copies of a report.
// param speaker (actor, optional): who spoke
// param target (actor, optional): whom the statement is about
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: speaker cue target stance sentence date
// example: graphkit ask first-hand-only --param speaker="Putin"
CALL () {
  WITH coalesce($speaker, '') AS speaker_id, coalesce($target, '') AS target_id
  MATCH (speaker:Actor {id: speaker_id})
  OPTIONAL MATCH (target:Actor {id: target_id})
  WITH speaker, target
  WHERE target IS NULL OR COUNT { (speaker)-[:SAID]->() } <= COUNT { (target)<-[:ABOUT]-() }
  MATCH (speaker)-[:SAID]->(s:Statement)
  RETURN s
  UNION
  WITH coalesce($target, '') AS target_id, coalesce($speaker, '') AS speaker_id
  MATCH (target:Actor {id: target_id})
  OPTIONAL MATCH (speaker:Actor {id: speaker_id})
  WITH speaker, target
  WHERE speaker IS NULL OR COUNT { (speaker)-[:SAID]->() } > COUNT { (target)<-[:ABOUT]-() }
  MATCH (target)<-[:ABOUT]-(s:Statement)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $target IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (d:Document {published: day})
  MATCH (s:Statement)-[:IN]->(d)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $target IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (s:Statement {date_from: day})
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $target IS NULL AND (days IS NULL OR days > 10000)
  MATCH (:Actor)-[:SAID]->(s:Statement)
  RETURN s
}
WITH DISTINCT s
MATCH (speaker:Actor)-[:SAID]->(s)
WHERE $speaker IS NULL OR speaker.id = $speaker
MATCH (s)-[:IN]->(d:Document)
WHERE NOT EXISTS { (s)-[:RELAYED_BY]->() }
  AND NOT EXISTS { (d)-[:COPY_OF]->() }
OPTIONAL MATCH (s)-[about:ABOUT]->(target)
WITH speaker, s, d, about, target, coalesce(s.date_from, d.published) AS day
WHERE ($target IS NULL OR target.id = $target)
  AND ($since IS NULL OR day >= date($since))
  AND ($until IS NULL OR day <= date($until))
RETURN speaker.name AS speaker,
       s.cue AS cue,
       target.name AS target,
       about.stance AS stance,
       null AS sentence,
       toString(day) AS date,
       s.text AS text,
       speaker.id AS speaker_id,
       target.id AS target_id,
       s.id AS statement,
       d.id AS document,
       reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) |
         CASE WHEN x < at THEN x ELSE at END) AS start,
       reduce(at = s.ends[-1], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) |
         CASE WHEN x > at THEN x ELSE at END) AS end
ORDER BY date IS NULL, date, document, start, statement, speaker_id, target_id
