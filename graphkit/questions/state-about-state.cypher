// title: State about state, by month
// description: How states spoke about each other. A state speaks itself, through who holds one of
//   its offices on the day (by the registry, else as the same report says), or through who belongs
//   to its government; targets are mapped to states likewise. `paths` shows how each count was
//   reached. Asserted utterances and attitudes with a known day, copies counted once.
// param speaker (actor, optional): the state that speaks
// param target (actor, optional): the state spoken about
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: month speaker target statements positive neutral negative paths
// example: graphkit ask state-about-state --param speaker="Moscow" --param since=2025-05-01
CALL () {
  WITH coalesce($speaker, '') AS speaker_id, duration.inDays(date($since), date($until)).days AS days
  WHERE days IS NULL OR days > 31
  MATCH (:State {id: speaker_id})<-[:HOLDS|DESCRIBED_AS|OF|AFFILIATED_WITH*0..3]-(said_by:Actor)
  WITH DISTINCT said_by
  MATCH (said_by)-[:SAID]->(s:Statement)
  RETURN s
  UNION
  WITH coalesce($target, '') AS target_id, duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND (days IS NULL OR days > 31)
  MATCH (:State {id: target_id})<-[:HOLDS|DESCRIBED_AS|OF|AFFILIATED_WITH*0..3]-(said_of:Actor)
  WITH DISTINCT said_of
  MATCH (said_of)<-[:ABOUT]-(s:Statement)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE days <= 31 OR $speaker IS NULL AND $target IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (d:Document {published: day})
  MATCH (s:Statement)-[:IN]->(d)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE days <= 31 OR $speaker IS NULL AND $target IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (s:Statement {date_from: day})
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $target IS NULL AND (days IS NULL OR days > 10000)
  MATCH (:Actor)-[:SAID]->(s:Statement)
  RETURN s
}
WITH DISTINCT s
MATCH (s)-[:IN]->(d:Document)
WHERE s.modality = 'asserted' AND s.class IN ['utterance', 'attitude']
  AND NOT EXISTS { (d)-[:COPY_OF]->() }
WITH s, d.id AS document, toString(coalesce(s.date_from, d.published)) AS day
WHERE day IS NOT NULL AND ($since IS NULL OR day >= $since) AND ($until IS NULL OR day <= $until)
MATCH (said_by:Actor)-[:SAID]->(s)
MATCH (s)-[about:ABOUT]->(said_of:Actor)
WITH said_by.id AS actor_id, collect({of: said_of.id, statement: s.id, stance: about.stance,
     day: day, document: document}) AS told
WITH actor_id, told, CASE WHEN size(told) <= 500 THEN [row IN told | row.document] END AS documents
CALL (actor_id, told, documents) {
  CALL (actor_id, told, documents) {
    UNWIND told AS row
    RETURN row.document AS document, row, null AS way
    UNION ALL
    MATCH (actor:Actor {id: actor_id})-[described:DESCRIBED_AS]->(office:Office)
    WHERE described.tense = 'present' AND coalesce(described.consistent, true)
      AND (documents IS NULL OR described.document IN documents)
    MATCH path = (office)-[:OF|AFFILIATED_WITH*1..2]->(state:State)
    WITH described.document AS document, [described] + relationships(path) AS steps,
         [actor] + nodes(path) AS passed
    WHERE all(step IN steps WHERE
        coalesce(step.kind, 'government') IN ['government', 'spokesperson', 'part_of'])
      AND none(node IN passed[0..-1] WHERE node:State)
    RETURN document, null AS row,
           {state: passed[-1].id, rank: 'b' + toString(size(steps)),
            words: reduce(text = passed[0].name, i IN range(0, size(steps) - 1) |
              text + ' –' + type(steps[i]) + '→ ' + passed[i + 1].name),
            spans: [step IN steps | [step.valid_from, step.valid_to]]} AS way
    UNION ALL
    MATCH (actor:Actor {id: actor_id})-[belongs:AFFILIATED_WITH]->(person:Person)
    WHERE coalesce(belongs.kind, 'government') IN ['government', 'spokesperson', 'part_of']
      AND NOT actor:State
    WITH DISTINCT actor, person, documents, belongs.valid_from AS since, belongs.valid_to AS until
    MATCH (person)-[described:DESCRIBED_AS]->(office:Office)-[:OF]->(state:State)
    WHERE described.tense = 'present' AND coalesce(described.consistent, true)
      AND (documents IS NULL OR described.document IN documents)
    RETURN described.document AS document, null AS row,
           {state: state.id, rank: 'b3',
            words: actor.name + ' –AFFILIATED_WITH→ ' + person.name + ' –DESCRIBED_AS→ '
              + office.name + ' –OF→ ' + state.name,
            spans: [[since, until]]} AS way
  }
  WITH document, collect(row) AS here, collect(way) AS described
  UNWIND here AS row
  RETURN collect([row, described]) AS rows
}
CALL (actor_id) {
  MATCH path = (:Actor {id: actor_id})-[:HOLDS|OF|AFFILIATED_WITH*0..3]->(state:State)
  WITH relationships(path) AS steps, nodes(path) AS passed
  WHERE all(step IN steps WHERE
      coalesce(step.kind, 'government') IN ['government', 'spokesperson', 'part_of'])
    AND none(node IN passed[0..-1] WHERE node:State)
  WITH DISTINCT passed[-1].id AS state,
       CASE WHEN any(step IN steps WHERE type(step) = 'HOLDS') THEN 'a' ELSE 'b' END
         + toString(size(steps)) AS rank,
       reduce(text = passed[0].name, i IN range(0, size(steps) - 1) |
         text + ' –' + type(steps[i]) + '→ ' + passed[i + 1].name) AS words,
       [step IN steps | [step.valid_from, step.valid_to]] AS spans
  RETURN collect({state: state, rank: rank, words: words, spans: spans}) AS lasting
}
WITH rows, lasting
UNWIND rows AS found
WITH found[0] AS row, lasting + found[1] AS ways
WITH row, [way IN ways WHERE all(span IN way.spans WHERE
    (span[0] IS NULL OR span[0] <= substring(row.day, 0, size(span[0])))
    AND (span[1] IS NULL OR span[1] >= substring(row.day, 0, size(span[1]))))] AS ways
UNWIND [way IN ways WHERE ($speaker IS NULL OR way.state = $speaker)
  AND none(better IN ways WHERE better.state = way.state
    AND better.rank + better.words < way.rank + way.words)] AS way
WITH row.of AS actor_id, collect({from: way.state, words: way.words, statement: row.statement,
     stance: row.stance, day: row.day, document: row.document}) AS told
WITH actor_id, told, CASE WHEN size(told) <= 500 THEN [row IN told | row.document] END AS documents
CALL (actor_id, told, documents) {
  CALL (actor_id, told, documents) {
    UNWIND told AS row
    RETURN row.document AS document, row, null AS way
    UNION ALL
    MATCH (actor:Actor {id: actor_id})-[described:DESCRIBED_AS]->(office:Office)
    WHERE described.tense = 'present' AND coalesce(described.consistent, true)
      AND (documents IS NULL OR described.document IN documents)
    MATCH path = (office)-[:OF|AFFILIATED_WITH*1..2]->(state:State)
    WITH described.document AS document, [described] + relationships(path) AS steps,
         [actor] + nodes(path) AS passed
    WHERE all(step IN steps WHERE
        coalesce(step.kind, 'government') IN ['government', 'spokesperson', 'part_of'])
      AND none(node IN passed[0..-1] WHERE node:State)
    RETURN document, null AS row,
           {state: passed[-1].id, rank: 'b' + toString(size(steps)),
            words: reduce(text = passed[0].name, i IN range(0, size(steps) - 1) |
              text + ' –' + type(steps[i]) + '→ ' + passed[i + 1].name),
            spans: [step IN steps | [step.valid_from, step.valid_to]]} AS way
    UNION ALL
    MATCH (actor:Actor {id: actor_id})-[belongs:AFFILIATED_WITH]->(person:Person)
    WHERE coalesce(belongs.kind, 'government') IN ['government', 'spokesperson', 'part_of']
      AND NOT actor:State
    WITH DISTINCT actor, person, documents, belongs.valid_from AS since, belongs.valid_to AS until
    MATCH (person)-[described:DESCRIBED_AS]->(office:Office)-[:OF]->(state:State)
    WHERE described.tense = 'present' AND coalesce(described.consistent, true)
      AND (documents IS NULL OR described.document IN documents)
    RETURN described.document AS document, null AS row,
           {state: state.id, rank: 'b3',
            words: actor.name + ' –AFFILIATED_WITH→ ' + person.name + ' –DESCRIBED_AS→ '
              + office.name + ' –OF→ ' + state.name,
            spans: [[since, until]]} AS way
  }
  WITH document, collect(row) AS here, collect(way) AS described
  UNWIND here AS row
  RETURN collect([row, described]) AS rows
}
CALL (actor_id) {
  MATCH path = (:Actor {id: actor_id})-[:HOLDS|OF|AFFILIATED_WITH*0..3]->(state:State)
  WITH relationships(path) AS steps, nodes(path) AS passed
  WHERE all(step IN steps WHERE
      coalesce(step.kind, 'government') IN ['government', 'spokesperson', 'part_of'])
    AND none(node IN passed[0..-1] WHERE node:State)
  WITH DISTINCT passed[-1].id AS state,
       CASE WHEN any(step IN steps WHERE type(step) = 'HOLDS') THEN 'a' ELSE 'b' END
         + toString(size(steps)) AS rank,
       reduce(text = passed[0].name, i IN range(0, size(steps) - 1) |
         text + ' –' + type(steps[i]) + '→ ' + passed[i + 1].name) AS words,
       [step IN steps | [step.valid_from, step.valid_to]] AS spans
  RETURN collect({state: state, rank: rank, words: words, spans: spans}) AS lasting
}
WITH rows, lasting
UNWIND rows AS found
WITH found[0] AS row, lasting + found[1] AS ways
WITH row, [way IN ways WHERE all(span IN way.spans WHERE
    (span[0] IS NULL OR span[0] <= substring(row.day, 0, size(span[0])))
    AND (span[1] IS NULL OR span[1] >= substring(row.day, 0, size(span[1]))))] AS ways
UNWIND [way IN ways WHERE ($target IS NULL OR way.state = $target)
  AND none(better IN ways WHERE better.state = way.state
    AND better.rank + better.words < way.rank + way.words)] AS way
WITH row.from AS from_state, way.state AS to_state, substring(row.day, 0, 7) AS month,
     row.statement AS statement, row.stance AS stance,
     row.words + ' | about | ' + way.words AS path
WHERE from_state <> to_state
WITH from_state, to_state, month, statement, stance, path ORDER BY path, statement
WITH from_state, to_state, month,
     count(DISTINCT statement) AS statements,
     count(DISTINCT CASE WHEN stance = 'positive' THEN statement END) AS positive,
     count(DISTINCT CASE WHEN stance = 'neutral' THEN statement END) AS neutral,
     count(DISTINCT CASE WHEN stance = 'negative' THEN statement END) AS negative,
     collect(DISTINCT path) AS paths,
     collect(DISTINCT statement) AS evidence
MATCH (speaking:State {id: from_state})
MATCH (target:State {id: to_state})
RETURN month,
       speaking.name AS speaker,
       target.name AS target,
       statements,
       positive,
       neutral,
       negative,
       paths,
       evidence,
       speaking.id AS speaker_id,
       target.id AS target_id
ORDER BY month, speaker_id, target_id
