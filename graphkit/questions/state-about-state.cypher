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
MATCH (said_by:Actor)-[:SAID]->(s)
MATCH (s)-[about:ABOUT]->(said_of:Actor)
WHERE s.modality = 'asserted' AND s.class IN ['utterance', 'attitude']
  AND NOT EXISTS { (d)-[:COPY_OF]->() }
WITH said_by, s, d, about, said_of, coalesce(s.date_from, d.published) AS date
WHERE date IS NOT NULL
  AND ($since IS NULL OR date >= date($since))
  AND ($until IS NULL OR date <= date($until))
WITH said_by, s, about, said_of, toString(date) AS day, d.id AS document
CALL (said_by, day, document) {
  CALL (said_by, document) {
    MATCH path = (said_by)-[:HOLDS|OF|AFFILIATED_WITH*0..3]->(state:State)
    RETURN relationships(path) AS steps, nodes(path) AS passed
    UNION ALL
    MATCH (said_by)-[described:DESCRIBED_AS]->(office:Office)
    WHERE described.document = document
    MATCH path = (office)-[:OF|AFFILIATED_WITH*1..2]->(state:State)
    RETURN [described] + relationships(path) AS steps, [said_by] + nodes(path) AS passed
    UNION ALL
    MATCH (said_by)-[belongs:AFFILIATED_WITH]->(person:Person)-[described:DESCRIBED_AS]->(office:Office)
    WHERE described.document = document
    MATCH (office)-[of:OF]->(state:State)
    RETURN [belongs, described, of] AS steps, [said_by, person, office, state] AS passed
  }
  WITH steps, passed
  WHERE all(step IN steps WHERE
      coalesce(step.kind, 'government') IN ['government', 'spokesperson', 'part_of']
      AND (step.tense IS NULL OR step.tense = 'present' AND coalesce(step.consistent, true))
      AND (step.valid_from IS NULL OR step.valid_from <= substring(day, 0, size(step.valid_from)))
      AND (step.valid_to IS NULL OR step.valid_to >= substring(day, 0, size(step.valid_to))))
    AND none(node IN passed[0..-1] WHERE node:State)
  WITH passed[-1] AS state, size(steps) AS length,
       any(step IN steps WHERE type(step) = 'HOLDS') AS in_office,
       reduce(text = passed[0].name, i IN range(0, size(steps) - 1) |
         text + ' –' + type(steps[i]) + '→ ' + passed[i + 1].name) AS words
  ORDER BY in_office DESC, length, words
  RETURN state AS speaking, head(collect(words)) AS from_path
}
CALL (said_of, day, document) {
  CALL (said_of, document) {
    MATCH path = (said_of)-[:HOLDS|OF|AFFILIATED_WITH*0..3]->(state:State)
    RETURN relationships(path) AS steps, nodes(path) AS passed
    UNION ALL
    MATCH (said_of)-[described:DESCRIBED_AS]->(office:Office)
    WHERE described.document = document
    MATCH path = (office)-[:OF|AFFILIATED_WITH*1..2]->(state:State)
    RETURN [described] + relationships(path) AS steps, [said_of] + nodes(path) AS passed
    UNION ALL
    MATCH (said_of)-[belongs:AFFILIATED_WITH]->(person:Person)-[described:DESCRIBED_AS]->(office:Office)
    WHERE described.document = document
    MATCH (office)-[of:OF]->(state:State)
    RETURN [belongs, described, of] AS steps, [said_of, person, office, state] AS passed
  }
  WITH steps, passed
  WHERE all(step IN steps WHERE
      coalesce(step.kind, 'government') IN ['government', 'spokesperson', 'part_of']
      AND (step.tense IS NULL OR step.tense = 'present' AND coalesce(step.consistent, true))
      AND (step.valid_from IS NULL OR step.valid_from <= substring(day, 0, size(step.valid_from)))
      AND (step.valid_to IS NULL OR step.valid_to >= substring(day, 0, size(step.valid_to))))
    AND none(node IN passed[0..-1] WHERE node:State)
  WITH passed[-1] AS state, size(steps) AS length,
       any(step IN steps WHERE type(step) = 'HOLDS') AS in_office,
       reduce(text = passed[0].name, i IN range(0, size(steps) - 1) |
         text + ' –' + type(steps[i]) + '→ ' + passed[i + 1].name) AS words
  ORDER BY in_office DESC, length, words
  RETURN state AS target, head(collect(words)) AS to_path
}
WITH speaking, target, substring(day, 0, 7) AS month, s, about.stance AS stance,
     from_path + ' | about | ' + to_path AS path
WHERE speaking.id <> target.id
  AND ($speaker IS NULL OR speaking.id = $speaker)
  AND ($target IS NULL OR target.id = $target)
WITH speaking, target, month, s, stance, path ORDER BY path, s.id
WITH speaking, target, month,
     count(DISTINCT s.id) AS statements,
     count(DISTINCT CASE WHEN stance = 'positive' THEN s.id END) AS positive,
     count(DISTINCT CASE WHEN stance = 'neutral' THEN s.id END) AS neutral,
     count(DISTINCT CASE WHEN stance = 'negative' THEN s.id END) AS negative,
     collect(DISTINCT path) AS paths,
     collect(DISTINCT s.id) AS evidence
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
