// title: Offices that a report got wrong
// description: Who is given an office that, by the registry and on the report's day, somebody else
//   held; `expected` is what the registry says.
// param person (actor, optional): who is described
// table: person described_as expected sentence date
// example: graphkit ask wrong-offices
MATCH (person:Person)-[described:DESCRIBED_AS]->(office:Office)
WHERE described.consistent = false
  AND ($person IS NULL OR person.id = $person)
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
