// title: Positions on a concept over time
// description: Who proposes, supports, rejects, demands, conditions or offers what, gathered over
//   all reports: under one concept of the codebook, or all proposals of one kind (ceasefire, talks,
//   …); oldest first, undated last.
// param concept (concept, optional): the concept's id or words of its name
// param kind (text, optional): kind of proposal, whether it has a concept or not
// param actor (actor, optional): whose position
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: date actor position proposal condition sentence
// example: graphkit ask positions-on-concept --param concept="ceasefire"
CALL () {
  WITH coalesce($actor, '') AS actor_id
  MATCH (:Actor {id: actor_id})-[:PROPOSES|SUPPORTS|REJECTS|DEMANDS|CONDITIONS|OFFERS]->(proposal:Proposal)
  RETURN proposal
  UNION
  WITH coalesce($concept, '') AS concept_id
  WHERE $actor IS NULL
  MATCH (:Concept {id: concept_id})<-[:INSTANCE_OF]-(proposal:Proposal)
  RETURN proposal
  UNION
  WITH coalesce($kind, '') AS wanted
  WHERE $actor IS NULL AND $concept IS NULL
  MATCH (proposal:Proposal {kind: wanted})
  RETURN proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND $concept IS NULL AND $kind IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (d:Document {published: day})
  MATCH (proposal:Proposal)-[:MENTIONED_IN]->(d)
  RETURN proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND $concept IS NULL AND $kind IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (s:Statement {date_from: day})
  MATCH (s)-[:IN]->(d:Document)
  MATCH (proposal:Proposal)-[:MENTIONED_IN]->(d)
  RETURN proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND $concept IS NULL AND $kind IS NULL AND days <= 10000
  MATCH (:Actor)-[position:PROPOSES|SUPPORTS|REJECTS|DEMANDS|CONDITIONS|OFFERS]->(proposal:Proposal)
  WHERE position.date_from >= date($since) AND position.date_from <= date($until)
  RETURN proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND $concept IS NULL AND $kind IS NULL AND days <= 10000
  MATCH (proposal:Proposal)
  WHERE NOT (proposal)-[:MENTIONED_IN]->()
  RETURN proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND $concept IS NULL AND $kind IS NULL AND (days IS NULL OR days > 10000)
  MATCH (proposal:Proposal)
  RETURN proposal
}
WITH DISTINCT proposal
WHERE $kind IS NULL OR proposal.kind = $kind
OPTIONAL MATCH (proposal)-[:INSTANCE_OF]->(concept:Concept)
WITH proposal, concept
WHERE $concept IS NULL OR concept.id = $concept
MATCH (actor:Actor)-[position:PROPOSES|SUPPORTS|REJECTS|DEMANDS|CONDITIONS|OFFERS]->(proposal)
WHERE $actor IS NULL OR actor.id = $actor
OPTIONAL MATCH (s:Statement {id: coalesce(position.statement, '')})
OPTIONAL MATCH (d:Document {id: position.document})
WITH concept, proposal, actor, position, s, d,
     coalesce(position.date_from, s.date_from, d.published) AS day
WHERE ($since IS NULL OR day >= date($since))
  AND ($until IS NULL OR day <= date($until))
RETURN toString(day) AS date,
       actor.name AS actor,
       type(position) AS position,
       proposal.name AS proposal,
       position.condition AS condition,
       concept.name AS concept,
       null AS sentence,
       position.confidence AS confidence,
       actor.id AS actor_id,
       position.statement AS statement,
       d.id AS document,
       position.start AS start,
       position.end AS end,
       position.id AS edge
ORDER BY date IS NULL, date, document, start, actor_id, position, edge, concept
