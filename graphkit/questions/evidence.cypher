// title: The evidence for an edge
// description: The words and the sentence that a relationship or a statement rests on. A derived
//   edge (SPOKE_ABOUT, PRAISES, CRITICISES, MENTIONS) gives every statement behind it.
// param id (text, required): id of a relationship or of a statement, as other questions give it
// table: type source target words sentence date document
// example: graphkit ask evidence --param id="statement:trump:69305c7082:1@courier-1"
// An edge is found by its id where an index on its type is asked, and on the embedded store only where
// a statement begins: so there is a part for each type.
MATCH (s:Statement {id: $id})-[:IN]->(d:Document)
OPTIONAL MATCH (speaker:Actor)-[:SAID]->(s)
WITH 'Statement' AS type, speaker.name AS source, null AS target, d, s.rule AS rule,
     s.confidence AS confidence, s.id AS statement,
     reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) + s.starts |
       CASE WHEN x < at THEN x ELSE at END) AS start,
     reduce(at = s.ends[0], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) + s.ends |
       CASE WHEN x > at THEN x ELSE at END) AS end
RETURN type, source, target, substring(d.text, start, end - start) AS words, null AS sentence,
       toString(d.published) AS date, rule, confidence, statement, d.id AS document, d.url AS url,
       start, end
ORDER BY date IS NULL, date, document, start, end, statement
UNION ALL
MATCH (a)-[edge:SAID]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'SAID' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:ABOUT]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'ABOUT' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:ADDRESSED_TO]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'ADDRESSED_TO' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:ON_BEHALF_OF]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'ON_BEHALF_OF' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:RELAYED_BY]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'RELAYED_BY' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:PUBLISHED_ON]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'PUBLISHED_ON' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:SAID_AT]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'SAID_AT' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:REPLIES_TO]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'REPLIES_TO' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:IN]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'IN' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:PROPOSES]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'PROPOSES' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:SUPPORTS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'SUPPORTS' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:REJECTS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'REJECTS' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:DEMANDS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'DEMANDS' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:CONDITIONS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'CONDITIONS' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:OFFERS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'OFFERS' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:CONDITIONAL_ON]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'CONDITIONAL_ON' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:CONCERNS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'CONCERNS' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:PARTICIPATED_IN]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'PARTICIPATED_IN' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:HELD_AT]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'HELD_AT' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:DESCRIBED_AS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'DESCRIBED_AS' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:INCLUDES]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'INCLUDES' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:MENTIONED_IN]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'MENTIONED_IN' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:PUBLISHED_BY]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'PUBLISHED_BY' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:BASED_ON]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'BASED_ON' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:COPY_OF]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'COPY_OF' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:HOLDS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'HOLDS' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:OF]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'OF' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:AFFILIATED_WITH]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'AFFILIATED_WITH' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:LOCATED_IN]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'LOCATED_IN' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:INSTANCE_OF]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
RETURN 'INSTANCE_OF' AS type, a.name AS source, b.name AS target,
       substring(d.text, edge.start, edge.end - edge.start) AS words, null AS sentence,
       toString(d.published) AS date, null AS rule, edge.confidence AS confidence,
       edge.statement AS statement, d.id AS document, d.url AS url,
       edge.start AS start, edge.end AS end
UNION ALL
MATCH (a)-[edge:SPOKE_ABOUT]->(b) WHERE edge.id = $id
CALL (a, b) {
  WITH a, b
  WHERE COUNT { (a)-[:SAID]->() } <= COUNT { (b)<-[:ABOUT]-() }
  MATCH (a)-[:SAID]->(s:Statement)-[about:ABOUT]->(other)
  WHERE other.id = b.id
  RETURN s, about
  UNION ALL
  WITH a, b
  WHERE COUNT { (a)-[:SAID]->() } > COUNT { (b)<-[:ABOUT]-() }
  MATCH (b)<-[about:ABOUT]-(s:Statement)<-[:SAID]-(other)
  WHERE other.id = a.id
  RETURN s, about
}
MATCH (s)-[:IN]->(d:Document)
WHERE s.modality = 'asserted' AND s.class IN ['utterance', 'attitude']
  AND NOT EXISTS { (d)-[:COPY_OF]->() }
WITH 'SPOKE_ABOUT' AS type, a.name AS source, b.name AS target, d, s.rule AS rule,
     s.confidence AS confidence, s.id AS statement,
     reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) + s.starts |
       CASE WHEN x < at THEN x ELSE at END) AS start,
     reduce(at = s.ends[0], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) + s.ends |
       CASE WHEN x > at THEN x ELSE at END) AS end
RETURN type, source, target, substring(d.text, start, end - start) AS words, null AS sentence,
       toString(d.published) AS date, rule, confidence, statement, d.id AS document, d.url AS url,
       start, end
ORDER BY date IS NULL, date, document, start, end, statement
UNION ALL
MATCH (a)-[edge:PRAISES]->(b) WHERE edge.id = $id
CALL (a, b) {
  WITH a, b
  WHERE COUNT { (a)-[:SAID]->() } <= COUNT { (b)<-[:ABOUT]-() }
  MATCH (a)-[:SAID]->(s:Statement)-[about:ABOUT]->(other)
  WHERE other.id = b.id
  RETURN s, about
  UNION ALL
  WITH a, b
  WHERE COUNT { (a)-[:SAID]->() } > COUNT { (b)<-[:ABOUT]-() }
  MATCH (b)<-[about:ABOUT]-(s:Statement)<-[:SAID]-(other)
  WHERE other.id = a.id
  RETURN s, about
}
MATCH (s)-[:IN]->(d:Document)
WHERE s.modality = 'asserted' AND s.class IN ['utterance', 'attitude']
  AND NOT EXISTS { (d)-[:COPY_OF]->() }
  AND about.stance = 'positive'
WITH 'PRAISES' AS type, a.name AS source, b.name AS target, d, s.rule AS rule,
     s.confidence AS confidence, s.id AS statement,
     reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) + s.starts |
       CASE WHEN x < at THEN x ELSE at END) AS start,
     reduce(at = s.ends[0], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) + s.ends |
       CASE WHEN x > at THEN x ELSE at END) AS end
RETURN type, source, target, substring(d.text, start, end - start) AS words, null AS sentence,
       toString(d.published) AS date, rule, confidence, statement, d.id AS document, d.url AS url,
       start, end
ORDER BY date IS NULL, date, document, start, end, statement
UNION ALL
MATCH (a)-[edge:CRITICISES]->(b) WHERE edge.id = $id
CALL (a, b) {
  WITH a, b
  WHERE COUNT { (a)-[:SAID]->() } <= COUNT { (b)<-[:ABOUT]-() }
  MATCH (a)-[:SAID]->(s:Statement)-[about:ABOUT]->(other)
  WHERE other.id = b.id
  RETURN s, about
  UNION ALL
  WITH a, b
  WHERE COUNT { (a)-[:SAID]->() } > COUNT { (b)<-[:ABOUT]-() }
  MATCH (b)<-[about:ABOUT]-(s:Statement)<-[:SAID]-(other)
  WHERE other.id = a.id
  RETURN s, about
}
MATCH (s)-[:IN]->(d:Document)
WHERE s.modality = 'asserted' AND s.class IN ['utterance', 'attitude']
  AND NOT EXISTS { (d)-[:COPY_OF]->() }
  AND about.stance = 'negative'
WITH 'CRITICISES' AS type, a.name AS source, b.name AS target, d, s.rule AS rule,
     s.confidence AS confidence, s.id AS statement,
     reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) + s.starts |
       CASE WHEN x < at THEN x ELSE at END) AS start,
     reduce(at = s.ends[0], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) + s.ends |
       CASE WHEN x > at THEN x ELSE at END) AS end
RETURN type, source, target, substring(d.text, start, end - start) AS words, null AS sentence,
       toString(d.published) AS date, rule, confidence, statement, d.id AS document, d.url AS url,
       start, end
ORDER BY date IS NULL, date, document, start, end, statement
UNION ALL
MATCH (a)-[edge:MENTIONS]->(b) WHERE edge.id = $id
CALL (a, b) {
  WITH a, b
  WHERE COUNT { (a)-[:SAID]->() } <= COUNT { (b)<-[:ABOUT]-() }
  MATCH (a)-[:SAID]->(s:Statement)-[about:ABOUT]->(other)
  WHERE other.id = b.id
  RETURN s, about
  UNION ALL
  WITH a, b
  WHERE COUNT { (a)-[:SAID]->() } > COUNT { (b)<-[:ABOUT]-() }
  MATCH (b)<-[about:ABOUT]-(s:Statement)<-[:SAID]-(other)
  WHERE other.id = a.id
  RETURN s, about
}
MATCH (s)-[:IN]->(d:Document)
WHERE s.modality = 'asserted' AND s.class IN ['utterance', 'attitude']
  AND NOT EXISTS { (d)-[:COPY_OF]->() }
  AND about.stance = 'neutral'
WITH 'MENTIONS' AS type, a.name AS source, b.name AS target, d, s.rule AS rule,
     s.confidence AS confidence, s.id AS statement,
     reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) + s.starts |
       CASE WHEN x < at THEN x ELSE at END) AS start,
     reduce(at = s.ends[0], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) + s.ends |
       CASE WHEN x > at THEN x ELSE at END) AS end
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
