// title: The evidence for an edge
// description: The words and the sentence that a relationship or a statement rests on. A derived
//   edge (SPOKE_ABOUT, PRAISES, CRITICISES, MENTIONS) gives every statement behind it.
// param id (text, required): id of a relationship or of a statement, as other questions give it
// table: type source target words sentence date document
// example: graphkit ask evidence --param id="statement:trump:69305c7082:1@courier-1"
CALL () {
  MATCH (s:Statement {id: $id})-[:IN]->(d:Document)
  OPTIONAL MATCH (speaker:Actor)-[:SAID]->(s)
  RETURN 'Statement' AS type, speaker.name AS source, null AS target, d,
         coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) + s.starts AS starts,
         coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) + s.ends AS ends,
         s.id AS statement, s.rule AS rule, s.confidence AS confidence
  UNION ALL
  WITH $id AS id
  WHERE NOT id STARTS WITH 'statement:'
  MATCH (a)-[edge]->(b)
  WHERE edge.id = id AND edge.start IS NOT NULL
  MATCH (d:Document {id: edge.document})
  RETURN type(edge) AS type, a.name AS source, b.name AS target, d,
         [edge.start] AS starts, [edge.end] AS ends,
         edge.statement AS statement, null AS rule, edge.confidence AS confidence
  UNION ALL
  WITH $id AS id
  WHERE NOT id STARTS WITH 'statement:'
  MATCH (a:Actor)-[edge:SPOKE_ABOUT|PRAISES|CRITICISES|MENTIONS]->(b:Actor)
  WHERE edge.id = id
  MATCH (a)-[:SAID]->(s:Statement)-[about:ABOUT]->(b)
  MATCH (s)-[:IN]->(d:Document)
  WHERE s.modality = 'asserted' AND s.class IN ['utterance', 'attitude']
    AND NOT EXISTS { (d)-[:COPY_OF]->() }
    AND (type(edge) = 'SPOKE_ABOUT' OR about.stance =
      CASE type(edge) WHEN 'PRAISES' THEN 'positive' WHEN 'CRITICISES' THEN 'negative'
        ELSE 'neutral' END)
  RETURN type(edge) AS type, a.name AS source, b.name AS target, d,
         coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) + s.starts AS starts,
         coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) + s.ends AS ends,
         s.id AS statement, s.rule AS rule, s.confidence AS confidence
}
WITH type, source, target, d, statement, rule, confidence,
     reduce(at = starts[0], x IN starts | CASE WHEN x < at THEN x ELSE at END) AS start,
     reduce(at = ends[0], x IN ends | CASE WHEN x > at THEN x ELSE at END) AS end
RETURN type,
       source,
       target,
       substring(d.text, start, end - start) AS words,
       null AS sentence,
       toString(d.published) AS date,
       rule,
       confidence,
       statement,
       d.id AS document,
       d.url AS url,
       start,
       end
ORDER BY date IS NULL, date, document, start, end, statement
