// title: Statements without a source
// description: What a report lets stand without saying who said it ("is widely seen as"), with whom
//   it is about.
// param target (actor, optional): whom the statement is about
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: cue target stance sentence date
// example: graphkit ask unattributed
CALL () {
  WITH coalesce($target, '') AS target_id
  MATCH (:Actor {id: target_id})<-[:ABOUT]-(s:Statement)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $target IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (d:Document {published: day})
  MATCH (s:Statement)-[:IN]->(d)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $target IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (s:Statement {date_from: day})
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $target IS NULL AND (days IS NULL OR days > 10000)
  MATCH (s:Statement)
  RETURN s
}
WITH DISTINCT s
MATCH (s)-[:IN]->(d:Document)
WHERE NOT EXISTS { (:Actor)-[:SAID]->(s) }
OPTIONAL MATCH (s)-[about:ABOUT]->(target)
WITH s, d, about, target, coalesce(s.date_from, d.published) AS day
WHERE ($target IS NULL OR target.id = $target)
  AND ($since IS NULL OR day >= date($since))
  AND ($until IS NULL OR day <= date($until))
RETURN s.cue AS cue,
       target.name AS target,
       about.stance AS stance,
       null AS sentence,
       toString(day) AS date,
       s.text AS text,
       target.id AS target_id,
       s.id AS statement,
       d.id AS document,
       reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) |
         CASE WHEN x < at THEN x ELSE at END) AS start,
       reduce(at = s.ends[-1], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) |
         CASE WHEN x > at THEN x ELSE at END) AS end
ORDER BY date IS NULL, date, document, start, statement, target_id
