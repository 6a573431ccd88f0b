// title: Speaker × target matrix
// description: How often each actor spoke about each other actor, by stance: asserted utterances
//   and attitudes, copies of a report counted once. One row a pair; pivot it for a matrix. `edge`
//   is an id for the question evidence.
// param minimum (integer, default 1): leave out pairs with fewer statements
// table: speaker target statements positive neutral negative first_day last_day
// example: graphkit ask speaker-target-matrix --param minimum=2 --format csv
MATCH (speaker:Actor)-[edge:SPOKE_ABOUT]->(target:Actor)
WHERE edge.statements >= $minimum
RETURN speaker.name AS speaker,
       target.name AS target,
       edge.statements AS statements,
       coalesce(edge.positive, 0) AS positive,
       coalesce(edge.neutral, 0) AS neutral,
       coalesce(edge.negative, 0) AS negative,
       toString(edge.first) AS first_day,
       toString(edge.last) AS last_day,
       speaker.id AS speaker_id,
       target.id AS target_id,
       edge.id AS edge
ORDER BY statements DESC, speaker_id, target_id
