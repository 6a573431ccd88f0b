// title: Deadlocks
// description: Circles of conditions: for one actor A needs B, for another B needs A, and neither
//   can begin. Proposals of different reports meet in their concept. Each circle is listed once.
// table: deadlock documents
// example: graphkit ask deadlocks
MATCH (a:Proposal)-[first:CONDITIONAL_ON]->(b:Proposal)
MATCH (b)-[:INSTANCE_OF*0..2]-(b2:Proposal)-[second:CONDITIONAL_ON]->(a2:Proposal)-[:INSTANCE_OF*0..2]-(a)
WHERE first.id < second.id
  AND coalesce(first.actor, '') <> coalesce(second.actor, '')
WITH DISTINCT [first, second] AS needs, [a.name, b.name] AS proposals
CALL (needs) {
  UNWIND range(0, size(needs) - 1) AS i
  OPTIONAL MATCH (actor:Actor {id: coalesce(needs[i].actor, '')})
  WITH i, needs[i] AS need, actor ORDER BY i
  RETURN collect(coalesce(actor.name, 'somebody')) AS actors,
         collect(need.id) AS edges,
         collect(need.document) AS documents
}
RETURN actors[0] + ': ' + proposals[0] + ' needs ' + proposals[1] + '; '
         + actors[1] + ': ' + proposals[1] + ' needs ' + proposals[0] AS deadlock,
       actors,
       proposals,
       documents,
       edges
ORDER BY deadlock, edges[0], edges[1]
