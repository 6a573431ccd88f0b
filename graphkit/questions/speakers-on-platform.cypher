// title: Who speaks on a platform
// description: Statements that were made on a platform (Truth Social, Telegram, …), with speaker
//   and target.
// param platform (actor, optional): the platform
// param speaker (actor, optional): who spoke
// param since (date, optional): first day, included
// param until (date, optional): last day, included
// table: platform speaker cue target stance sentence date
// example: graphkit ask speakers-on-platform --param platform="Truth Social"
CALL () {
  WITH coalesce($platform, '') AS platform_id, coalesce($speaker, '') AS speaker_id
  MATCH (platform:MediaOutlet {id: platform_id})
  OPTIONAL MATCH (speaker:Actor {id: speaker_id})
  WITH speaker, platform
  WHERE speaker IS NULL
    OR COUNT { (speaker)-[:SAID]->() } > COUNT { (platform)<-[:PUBLISHED_ON]-() }
  MATCH (platform)<-[:PUBLISHED_ON]-(s:Statement)
  RETURN s
  UNION
  WITH coalesce($speaker, '') AS speaker_id, coalesce($platform, '') AS platform_id
  MATCH (speaker:Actor {id: speaker_id})
  OPTIONAL MATCH (platform:MediaOutlet {id: platform_id})
  WITH speaker, platform
  WHERE platform IS NULL
    OR COUNT { (speaker)-[:SAID]->() } <= COUNT { (platform)<-[:PUBLISHED_ON]-() }
  MATCH (speaker)-[:SAID]->(s:Statement)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $platform IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (d:Document {published: day})
  MATCH (s:Statement)-[:IN]->(d)
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $platform IS NULL AND days <= 10000
  UNWIND range(0, days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (s:Statement {date_from: day})
  RETURN s
  UNION
  WITH duration.inDays(date($since), date($until)).days AS days
  WHERE $speaker IS NULL AND $platform IS NULL AND (days IS NULL OR days > 10000)
  MATCH (s:Statement)-[:PUBLISHED_ON]->(:MediaOutlet)
  RETURN s
}
WITH DISTINCT s
MATCH (platform:MediaOutlet)<-[:PUBLISHED_ON]-(s)
WHERE $platform IS NULL OR platform.id = $platform
MATCH (s)-[:IN]->(d:Document)
WITH platform, s, d, coalesce(s.date_from, d.published) AS day
WHERE ($since IS NULL OR day >= date($since))
  AND ($until IS NULL OR day <= date($until))
OPTIONAL MATCH (speaker:Actor)-[:SAID]->(s)
WITH platform, s, d, day, speaker
WHERE $speaker IS NULL OR speaker.id = $speaker
OPTIONAL MATCH (s)-[about:ABOUT]->(target)
RETURN platform.name AS platform,
       speaker.name AS speaker,
       s.cue AS cue,
       target.name AS target,
       about.stance AS stance,
       null AS sentence,
       toString(day) AS date,
       s.text AS text,
       speaker.id AS speaker_id,
       target.id AS target_id,
       s.id AS statement,
       d.id AS document,
       reduce(at = s.starts[0], x IN coalesce(s.source_starts, []) + coalesce(s.cue_starts, []) |
         CASE WHEN x < at THEN x ELSE at END) AS start,
       reduce(at = s.ends[-1], x IN coalesce(s.source_ends, []) + coalesce(s.cue_ends, []) |
         CASE WHEN x > at THEN x ELSE at END) AS end
ORDER BY platform, date IS NULL, date, document, start, statement, speaker_id, target_id
