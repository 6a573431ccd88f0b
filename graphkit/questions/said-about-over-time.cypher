// title: What X said about Y over time
// description: One speaker on one target, oldest first, undated last, with stance and source
//   sentence.
// param speaker (actor, required): who spoke
// param target (actor, required): whom the statements are about
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: date speaker cue target stance sentence
// example: graphkit ask said-about-over-time --param speaker="Trump" --param target="Zelenskyy"
CALL () {
  MATCH (speaker:Actor {id: $speaker}), (target:Actor {id: $target})
  WHERE COUNT { (speaker)-[:SAID]->() } <= COUNT { (target)<-[:ABOUT]-() }
  MATCH (speaker)-[:SAID]->(s:Statement)-[about:ABOUT]->(other)
  WHERE other.id = $target
  RETURN speaker, s, about, target
  UNION ALL
  MATCH (speaker:Actor {id: $speaker}), (target:Actor {id: $target})
  WHERE COUNT { (speaker)-[:SAID]->() } > COUNT { (target)<-[:ABOUT]-() }
  MATCH (target)<-[about:ABOUT]-(s:Statement)<-[:SAID]-(other)
  WHERE other.id = $speaker
  RETURN speaker, s, about, target
}
MATCH (s)-[:IN]->(d:Document)
WITH speaker, s, d, about, target, coalesce(s.date_from, d.published) AS day
WHERE ($since IS NULL OR day >= date($since))
  AND ($until IS NULL OR day <= date($until))
RETURN toString(day) AS date,
       speaker.name AS speaker,
       s.cue AS cue,
       target.name AS target,
       about.stance AS stance,
       about.score AS score,
       null AS sentence,
       s.act AS act,
       s.modality AS modality,
       s.text AS text,
       s.id AS statement,
       d.id AS document,
       reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) |
         CASE WHEN x < at THEN x ELSE at END) AS start,
       reduce(at = s.ends[-1], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) |
         CASE WHEN x > at THEN x ELSE at END) AS end
ORDER BY date IS NULL, date, document, start, statement
