// title: Who criticises whom
// description: Asserted negative statements counted by speaker and target, copies of a report
//   counted once; most first. `edge` is an id for the question evidence.
// param speaker (actor, optional): who criticises
// param target (actor, optional): who is criticised
// table: speaker target statements first_day last_day edge
// example: graphkit ask who-criticises-whom --param target="Kremlin"
CALL () {
  WITH coalesce($speaker, '') AS speaker_id
  MATCH (speaker:Actor {id: speaker_id})-[edge:CRITICISES]->(target:Actor)
  WHERE $target IS NULL OR target.id = $target
  RETURN speaker, edge, target
  UNION ALL
  WITH coalesce($target, '') AS target_id
  WHERE $speaker IS NULL
  MATCH (target:Actor {id: target_id})<-[edge:CRITICISES]-(speaker:Actor)
  RETURN speaker, edge, target
  UNION ALL
  WITH 1 AS one
  WHERE $speaker IS NULL AND $target IS NULL
  MATCH (speaker:Actor)-[edge:CRITICISES]->(target:Actor)
  RETURN speaker, edge, target
}
RETURN speaker.name AS speaker,
       target.name AS target,
       edge.statements AS statements,
       toString(edge.first) AS first_day,
       toString(edge.last) AS last_day,
       speaker.id AS speaker_id,
       target.id AS target_id,
       edge.id AS edge
ORDER BY statements DESC, speaker_id, target_id
