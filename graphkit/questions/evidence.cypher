// title: The evidence for an edge
// description: The words and the sentence that a relationship or a statement rests on. A derived
//   edge (SPOKE_ABOUT, PRAISES, CRITICISES, MENTIONS) gives every statement behind it.
// param id (text, required): id of a relationship or of a statement, as other questions give it
// table: type source target words sentence date document
// example: graphkit ask evidence --param id="statement:trump:69305c7082:1@courier-1"
MATCH (s:Statement {id: $id})-[:IN]->(d:Document)
OPTIONAL MATCH (speaker:Actor)-[:SAID]->(s)
WITH 'Statement' AS type, speaker.name AS source, null AS target, d, s.rule AS rule,
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
UNION ALL
MATCH (a)-[edge:SAID]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'SAID' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:ABOUT]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'ABOUT' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:ADDRESSED_TO]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'ADDRESSED_TO' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:ON_BEHALF_OF]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'ON_BEHALF_OF' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:RELAYED_BY]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'RELAYED_BY' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:PUBLISHED_ON]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'PUBLISHED_ON' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:SAID_AT]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'SAID_AT' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:REPLIES_TO]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'REPLIES_TO' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:IN]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'IN' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:PROPOSES]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'PROPOSES' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:SUPPORTS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'SUPPORTS' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:REJECTS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'REJECTS' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:DEMANDS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'DEMANDS' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:CONDITIONS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'CONDITIONS' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:OFFERS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'OFFERS' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:CONDITIONAL_ON]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'CONDITIONAL_ON' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:CONCERNS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'CONCERNS' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:PARTICIPATED_IN]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'PARTICIPATED_IN' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:HELD_AT]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'HELD_AT' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:DESCRIBED_AS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'DESCRIBED_AS' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:INCLUDES]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'INCLUDES' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:MENTIONED_IN]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'MENTIONED_IN' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:PUBLISHED_BY]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'PUBLISHED_BY' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:BASED_ON]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'BASED_ON' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:COPY_OF]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'COPY_OF' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:HOLDS]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'HOLDS' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:OF]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'OF' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:AFFILIATED_WITH]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'AFFILIATED_WITH' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:LOCATED_IN]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'LOCATED_IN' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
UNION ALL
MATCH (a)-[edge:INSTANCE_OF]->(b) WHERE edge.id = $id AND edge.start IS NOT NULL
MATCH (d:Document {id: edge.document})
WITH 'INSTANCE_OF' AS type, a.name AS source, b.name AS target, d, null AS rule,
     edge.confidence AS confidence, edge.statement AS statement, edge.start AS start, edge.end AS end
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
