// title: What depends on what
// description: For whom which proposal needs which other one ("no talks without a ceasefire"), with
//   the concepts that both belong to.
// param actor (actor, optional): for whom
// table: actor proposal needs sentence date
// example: graphkit ask dependencies
MATCH (proposal)-[needs:CONDITIONAL_ON]->(other)
WHERE needs.actor = $actor
OPTIONAL MATCH (actor:Actor {id: coalesce(needs.actor, '')})
OPTIONAL MATCH (proposal)-[:INSTANCE_OF]->(concept:Concept)
OPTIONAL MATCH (other)-[:INSTANCE_OF]->(needed:Concept)
OPTIONAL MATCH (d:Document {id: needs.document})
RETURN actor.name AS actor,
       proposal.name AS proposal,
       other.name AS needs,
       null AS sentence,
       toString(d.published) AS date,
       concept.name AS concept,
       needed.name AS needed_concept,
       needs.actor AS actor_id,
       proposal.id AS proposal_id,
       other.id AS needs_id,
       needs.statement AS statement,
       d.id AS document,
       needs.start AS start,
       needs.end AS end,
       needs.id AS edge
ORDER BY date IS NULL, date, document, start, edge, concept, needed_concept
UNION ALL
WITH 1 AS one
WHERE $actor IS NULL
MATCH (proposal:Proposal)-[needs:CONDITIONAL_ON]->(other:Proposal)
OPTIONAL MATCH (actor:Actor {id: coalesce(needs.actor, '')})
OPTIONAL MATCH (proposal)-[:INSTANCE_OF]->(concept:Concept)
OPTIONAL MATCH (other)-[:INSTANCE_OF]->(needed:Concept)
OPTIONAL MATCH (d:Document {id: needs.document})
RETURN actor.name AS actor,
       proposal.name AS proposal,
       other.name AS needs,
       null AS sentence,
       toString(d.published) AS date,
       concept.name AS concept,
       needed.name AS needed_concept,
       needs.actor AS actor_id,
       proposal.id AS proposal_id,
       other.id AS needs_id,
       needs.statement AS statement,
       d.id AS document,
       needs.start AS start,
       needs.end AS end,
       needs.id AS edge
ORDER BY date IS NULL, date, document, start, edge, concept, needed_concept
