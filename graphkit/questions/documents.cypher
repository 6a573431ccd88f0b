// title: Reports in the store
// description: Every report with its outlet, day and what was found in it; oldest first, undated
//   last.
// param outlet (actor, optional): who published it
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: date outlet title statements speakers copy_of document
// example: graphkit ask documents
CALL () {
  WITH coalesce($outlet, '') AS outlet_id
  MATCH (:MediaOutlet {id: outlet_id})<-[:PUBLISHED_BY]-(d:Document)
  RETURN d
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $outlet IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (d:Document {published: day})
  RETURN d
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $outlet IS NULL AND (days IS NULL OR days > 10000)
  MATCH (d:Document)
  RETURN d
}
WITH DISTINCT d
WHERE ($since IS NULL OR d.published >= date($since))
  AND ($until IS NULL OR d.published <= date($until))
OPTIONAL MATCH (d)-[:PUBLISHED_BY]->(outlet:MediaOutlet)
WITH d, outlet
WHERE $outlet IS NULL OR outlet.id = $outlet
CALL (d) {
  OPTIONAL MATCH (s:Statement)-[:IN]->(d)
  RETURN count(s) AS statements
}
CALL (d) {
  OPTIONAL MATCH (d)<-[:IN]-(:Statement)<-[:SAID]-(speaker:Actor)
  RETURN count(DISTINCT speaker) AS speakers
}
CALL (d) {
  OPTIONAL MATCH (d)-[:COPY_OF]->(original:Document)
  WITH original ORDER BY original.id
  RETURN collect(original.id) AS copy_of
}
RETURN toString(d.published) AS date,
       outlet.name AS outlet,
       coalesce(d.title, d.name) AS title,
       statements,
       speakers,
       copy_of,
       d.url AS url,
       d.id AS document
ORDER BY date IS NULL, date, document, outlet
