// title: Conditions that actors set
// description: Who makes which proposal depend on what, in the words of the report.
// param actor (actor, optional): who sets the condition
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: actor proposal condition sentence date
// example: graphkit ask conditions --param actor="Zelenskyy"
CALL () {
  WITH coalesce($actor, '') AS actor_id
  MATCH (actor:Actor {id: actor_id})-[position:CONDITIONS]->(proposal:Proposal)
  RETURN actor, position, proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (d:Document {published: day})
  MATCH (proposal:Proposal)-[:MENTIONED_IN]->(d)
  MATCH (actor:Actor)-[position:CONDITIONS]->(proposal)
  RETURN actor, position, proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (s:Statement {date_from: day})
  MATCH (s)-[:IN]->(d:Document)
  MATCH (proposal:Proposal)-[:MENTIONED_IN]->(d)
  MATCH (actor:Actor)-[position:CONDITIONS]->(proposal)
  RETURN actor, position, proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND days <= 10000
  MATCH (actor:Actor)-[position:CONDITIONS]->(proposal:Proposal)
  WHERE position.date_from >= date($since) AND position.date_from <= date($until)
  RETURN actor, position, proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND days <= 10000
  MATCH (proposal:Proposal)
  WHERE NOT (proposal)-[:MENTIONED_IN]->()
  MATCH (actor:Actor)-[position:CONDITIONS]->(proposal)
  RETURN actor, position, proposal
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $actor IS NULL AND (days IS NULL OR days > 10000)
  MATCH (actor:Actor)-[position:CONDITIONS]->(proposal:Proposal)
  RETURN actor, position, proposal
}
WITH DISTINCT actor, position, proposal
OPTIONAL MATCH (s:Statement {id: coalesce(position.statement, '')})
OPTIONAL MATCH (d:Document {id: position.document})
WITH actor, position, proposal, d, coalesce(position.date_from, s.date_from, d.published) AS day
WHERE ($since IS NULL OR day >= date($since))
  AND ($until IS NULL OR day <= date($until))
RETURN actor.name AS actor,
       proposal.name AS proposal,
       position.condition AS condition,
       null AS sentence,
       toString(day) AS date,
       actor.id AS actor_id,
       position.statement AS statement,
       d.id AS document,
       position.start AS start,
       position.end AS end,
       position.id AS edge
ORDER BY date IS NULL, date, document, start, actor_id, edge
