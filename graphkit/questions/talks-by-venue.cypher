// title: Talks by venue
// description: Talks, summits and visits, held, planned or proposed, with the place, its state and
//   who takes part.
// param venue (venue, optional): where
// table: venue states talks kind status held actors sentence
// example: graphkit ask talks-by-venue --param venue="Istanbul"
CALL () {
  WITH coalesce($venue, '') AS venue_id
  MATCH (venue:Venue {id: venue_id})<-[at:HELD_AT]-(what)
  RETURN venue, at, what
  UNION
  WITH 1 AS one
  WHERE $venue IS NULL
  MATCH (venue:Venue)<-[at:HELD_AT]-(what)
  RETURN venue, at, what
}
WITH DISTINCT venue, at, what
WHERE what.kind IN ['talks', 'summit', 'visit']
OPTIONAL MATCH (d:Document {id: at.document})
CALL (venue) {
  OPTIONAL MATCH (venue)-[:LOCATED_IN]->(state:State)
  WITH state ORDER BY state.id
  RETURN collect(state.name) AS states
}
CALL (what) {
  OPTIONAL MATCH (actor:Actor)-[:PARTICIPATED_IN|PROPOSES|OFFERS|SUPPORTS]->(what)
  WITH DISTINCT actor ORDER BY actor.id
  RETURN collect(actor.name) AS actors
}
RETURN venue.name AS venue,
       states,
       what.name AS talks,
       what.kind AS kind,
       CASE WHEN what:Event THEN what.status ELSE 'proposal' END AS status,
       toString(what.date_from) AS held,
       actors,
       null AS sentence,
       toString(d.published) AS date,
       venue.id AS venue_id,
       what.id AS talks_id,
       d.id AS document,
       at.start AS start,
       at.end AS end
ORDER BY venue_id, coalesce(held, date) IS NULL, coalesce(held, date),
         document, start, talks_id
