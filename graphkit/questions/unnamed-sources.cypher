// title: Unnamed sources by affiliation
// description: Sources that a report does not name, by whom they are said to belong to, with how
//   much they are quoted and whom they speak about. Without a known affiliation last.
// param affiliation (actor, optional): the body or state that they belong to
// table: affiliation source statements about date document
// example: graphkit ask unnamed-sources
CALL () {
  WITH coalesce($affiliation, '') AS affiliation_id
  MATCH (affiliation:Actor {id: affiliation_id})<-[:AFFILIATED_WITH]-(source:Unnamed)
  RETURN source
  UNION
  WITH 1 AS one
  WHERE $affiliation IS NULL
  MATCH (source:Unnamed)
  RETURN source
}
WITH DISTINCT source
MATCH (source)-[:SAID]->(s:Statement)-[:IN]->(d:Document)
OPTIONAL MATCH (source)-[:AFFILIATED_WITH]->(affiliation:Actor)
WITH source, affiliation, s, d
WHERE $affiliation IS NULL OR affiliation.id = $affiliation
OPTIONAL MATCH (s)-[:ABOUT]->(target:Actor)
WITH source, affiliation, s, d, target
ORDER BY target.name
WITH source, affiliation, d, count(DISTINCT s) AS statements, collect(DISTINCT target.name) AS about
RETURN affiliation.name AS affiliation,
       source.description AS source,
       statements,
       about,
       toString(d.published) AS date,
       affiliation.id AS affiliation_id,
       source.id AS source_id,
       d.id AS document
ORDER BY affiliation_id IS NULL, affiliation_id, statements DESC, document, source_id
