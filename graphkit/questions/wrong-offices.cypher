// title: Offices that a report got wrong
// description: Who is given an office that, by the registry and on the report's day, somebody else
//   held; `expected` is what the registry says.
// param person (actor, optional): who is described
// table: person described_as expected sentence date
// example: graphkit ask wrong-offices
CALL () {
  WITH coalesce($person, '') AS person_id
  MATCH (person:Person {id: person_id})-[described:DESCRIBED_AS]->(office:Office)
  RETURN person, described, office
  UNION
  WITH 1 AS one
  WHERE $person IS NULL
  MATCH (person:Person)-[described:DESCRIBED_AS]->(office:Office)
  RETURN person, described, office
}
WITH DISTINCT person, described, office
WHERE described.consistent = false
OPTIONAL MATCH (d:Document {id: described.document})
RETURN person.name AS person,
       office.name AS described_as,
       described.tense AS tense,
       described.expected AS expected,
       null AS sentence,
       toString(d.published) AS date,
       person.id AS person_id,
       d.id AS document,
       described.start AS start,
       described.end AS end,
       described.id AS edge
ORDER BY date IS NULL, date, document, start, edge
