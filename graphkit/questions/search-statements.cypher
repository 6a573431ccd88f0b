// title: Statements that contain words
// description: Full-text search over what was said: statements that contain every one of the words,
//   in any order, in small or large letters; oldest first, undated last. Signs are no operators.
// param words (words, required): what to look for
// param speaker (actor, optional): who spoke
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: speaker cue sentence date
// example: graphkit ask search-statements --param words="peace talks" --param speaker="Trump"
CALL db.index.fulltext.queryNodes('statement_text', $words) YIELD node AS s
MATCH (s)-[:IN]->(d:Document)
OPTIONAL MATCH (speaker:Actor)-[:SAID]->(s)
WITH s, d, speaker, coalesce(s.date_from, d.published) AS day
WHERE ($speaker IS NULL OR speaker.id = $speaker)
  AND ($since IS NULL OR day >= date($since))
  AND ($until IS NULL OR day <= date($until))
RETURN speaker.name AS speaker,
       s.cue AS cue,
       null AS sentence,
       toString(day) AS date,
       s.act AS act,
       s.modality AS modality,
       s.text AS text,
       speaker.id AS speaker_id,
       s.id AS statement,
       d.id AS document,
       reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) |
         CASE WHEN x < at THEN x ELSE at END) AS start,
       reduce(at = s.ends[-1], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) |
         CASE WHEN x > at THEN x ELSE at END) AS end
ORDER BY date IS NULL, date, document, start, statement, speaker_id
