/** Answers of a page without a server: counted here, over what stands in the file. */

import type {
  Article,
  Bucket,
  ConceptCount,
  ConceptPage,
  Found,
  Matrix,
  Named,
  Network,
  Other,
  Overview,
  Page,
  Profile,
  Report,
  Stance,
  Tie,
  Timeline,
  Told,
} from "./answers";
import { ACTORS } from "./labels";
import type { Source, Values } from "./source";
import { texts } from "./texts";

export interface Kept {
  overview: Overview;
  articles: Article[];
  profiles: Profile[];
  concepts: ConceptCount[];
  pages: ConceptPage[];
  flags: Record<string, string>;
}

/** A statement of one speaker about one actor. */
interface Spoken {
  told: Told;
  speaker: Named;
  target: Named;
  stance: Stance;
}

const WIDTHS: Record<Bucket, number> = { day: 10, month: 7, year: 4 };
const DAY = 86_400_000;

export class File implements Source {
  private readonly told: Told[];
  private readonly actors: Map<string, Profile>;

  constructor(private readonly kept: Kept) {
    this.told = kept.articles
      .flatMap((article) => article.statements)
      .sort((a, b) => (b.day ?? "").localeCompare(a.day ?? "") || a.report.id.localeCompare(b.report.id));
    this.actors = new Map(kept.profiles.map((profile) => [profile.actor.id, profile]));
  }

  readonly offline = true;
  overview = async () => this.kept.overview;
  documents = async (): Promise<Report[]> =>
    this.kept.articles
      .map((article) => article.report)
      .sort((a, b) => (b.published ?? "").localeCompare(a.published ?? ""));
  document = async (id: string) => present(this.kept.articles.find((a) => a.report.id === id), id);
  statement = async (id: string) => present(this.told.find((told) => told.id === id), id);
  concepts = async () => this.kept.concepts;
  concept = async (id: string) => present(this.kept.pages.find((page) => page.concept.id === id), id);
  questions = async () => [];
  query = () => Promise.reject(new Error(texts.unreachable));
  ask = () => Promise.reject(new Error(texts.unreachable));
  flag = (letters: string) => this.kept.flags[letters] ?? "data:,";

  async network(asked: Values): Promise<Network> {
    const spoken = this.spoken(asked);
    const weights = weigh(spoken.flatMap((one) => [one.speaker, one.target]));
    const shown = heaviest(weights, asked.top);
    const ids = new Set(shown.map((node) => node.id));
    return {
      actors: shown,
      weights: Object.fromEntries(shown.map((node) => [node.id, weights.get(node.id)?.n ?? 0])),
      ties: ties(spoken.filter((one) => ids.has(one.speaker.id) && ids.has(one.target.id))),
      total: weights.size,
    };
  }

  async matrix(asked: Values): Promise<Matrix> {
    const spoken = this.spoken(asked);
    const speaking = weigh(spoken.map((one) => one.speaker));
    const meant = weigh(spoken.map((one) => one.target));
    const speakers = heaviest(speaking, asked.top);
    const targets = heaviest(meant, asked.top);
    const rows = new Set(speakers.map((node) => node.id));
    const columns = new Set(targets.map((node) => node.id));
    return {
      speakers,
      targets,
      ties: ties(spoken.filter((one) => rows.has(one.speaker.id) && columns.has(one.target.id))),
      speakers_total: speaking.size,
      targets_total: meant.size,
    };
  }

  async timeline(asked: Values): Promise<Timeline> {
    const whole = this.spoken({ ...asked, since: undefined, until: undefined });
    const spoken = this.spoken(asked);
    const bucket = bucketOf(spoken);
    const volumeBucket = bucketOf(whole);
    const dated = spoken.filter((one) => one.told.day);
    const speakers = heaviest(weigh(distinct(dated, (one) => one.speaker.id).map((one) => one.speaker)), asked.top);
    const shown = new Set(speakers.map((node) => node.id));
    const lanes = group(
      distinct(dated, (one) => one.speaker.id + one.stance).filter((one) => shown.has(one.speaker.id)),
      (one) => [one.speaker.id, cut(one.told, bucket), one.stance].join("\u0000"),
    );
    const volume = group(
      distinct(whole.filter((one) => one.told.day), () => ""),
      (one) => cut(one.told, volumeBucket),
    );
    return {
      bucket,
      volume_bucket: volumeBucket,
      speakers,
      speakers_total: new Set(dated.map((one) => one.speaker.id)).size,
      undated: new Set(whole.filter((one) => !one.told.day).map((one) => one.told.id)).size,
      lanes: [...lanes].map(([key, list]) => {
        const [speaker = "", when = "", stance] = key.split("\u0000");
        return { speaker, bucket: when, stance: stance as Stance, statements: list.length };
      }),
      volume: [...volume].map(([when, list]) => ({ bucket: when, statements: list.length })).sort((a, b) => a.bucket.localeCompare(b.bucket)),
    };
  }

  async statements(asked: Values): Promise<Page> {
    const narrowed = asked.target || (asked.stance as string[] | undefined)?.length;
    const found = narrowed
      ? [...new Set(this.spoken(asked).map((one) => one.told))]
      : this.told.filter((told) => told.speakers.length && wanted(told, asked) && speaks(told, asked));
    const skip = Number(asked.skip ?? 0);
    return {
      statements: found.slice(skip, skip + Number(asked.limit ?? 50)),
      total: found.length,
      skipped: skip,
    };
  }

  async actor(id: string): Promise<Profile> {
    const profile = present(this.actors.get(id), id);
    return {
      ...profile,
      says_of: others(this.spoken({ speaker: id }), (one) => one.target),
      said_by: others(this.spoken({ target: id }), (one) => one.speaker),
    };
  }

  async search(words: string): Promise<Found> {
    const part = words.trim().toLowerCase();
    if (!part) return { actors: [], concepts: [], statements: 0 };
    const called = this.kept.profiles.filter((profile) =>
      [profile.actor.name, ...profile.aliases].some((name) => name.toLowerCase().includes(part)),
    );
    const weights = weigh(this.spoken({ everything: true }).map((one) => one.speaker));
    const actors = called
      .map((profile) => profile.actor)
      .sort((a, b) => (weights.get(b.id)?.n ?? 0) - (weights.get(a.id)?.n ?? 0));
    const concepts = this.kept.concepts.map((c) => c.concept).filter((c) => c.name.toLowerCase().includes(part));
    const { total } = await this.statements({ words, everything: true });
    return { actors: actors.slice(0, 8), concepts: concepts.slice(0, 8), statements: total };
  }

  private spoken(asked: Values): Spoken[] {
    const stances = (asked.stance as Stance[] | undefined) ?? [];
    return this.told
      .filter((told) => wanted(told, asked))
      .flatMap((told) => told.speakers.flatMap((speaker) => told.targets.map(({ node, stance }) => ({ told, speaker, target: node, stance }))))
      .filter(
        (one) =>
          ACTORS.has(one.target.label) &&
          (!asked.speaker || one.speaker.id === asked.speaker) &&
          (!asked.target || one.target.id === asked.target) &&
          (!stances.length || stances.includes(one.stance)),
      );
  }
}

function present<A>(found: A | undefined, id: string): A {
  if (!found) throw new Error(texts.notInFile(id));
  return found;
}

/** What no filter of days, outlet, words or kind leaves out. */
function wanted(told: Told, asked: Values): boolean {
  const counts = told.modality === "asserted" && ["utterance", "attitude"].includes(told.what) && !told.report.copy_of;
  const words = String(asked.words ?? "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const text = told.text.toLowerCase();
  return (
    (asked.everything === true || counts) &&
    (!asked.since || (told.day !== null && told.day >= String(asked.since))) &&
    (!asked.until || (told.day !== null && told.day <= String(asked.until))) &&
    (!asked.outlet || told.report.outlet?.id === asked.outlet) &&
    (!asked.words || (words.length > 0 && words.every((word) => text.includes(word))))
  );
}

const speaks = (told: Told, asked: Values) =>
  !asked.speaker || told.speakers.some((speaker) => speaker.id === asked.speaker);

type Weights = Map<string, { node: Named; n: number }>;

function weigh(nodes: Named[]): Weights {
  const weights: Weights = new Map();
  for (const node of nodes) {
    const before = weights.get(node.id);
    weights.set(node.id, { node, n: (before?.n ?? 0) + 1 });
  }
  return weights;
}

function heaviest(weights: Weights, top: Values[string]): Named[] {
  return [...weights.values()]
    .sort((a, b) => b.n - a.n || (a.node.id < b.node.id ? -1 : 1))
    .slice(0, Number(top ?? 30))
    .map((one) => one.node);
}

function ties(spoken: Spoken[]): Tie[] {
  const groups = group(spoken, (one) => [one.speaker.id, one.target.id, one.stance].join("\u0000"));
  return [...groups].map(([key, list]) => {
    const [speaker = "", target = "", stance] = key.split("\u0000");
    return { speaker, target, stance: stance as Stance, statements: new Set(list.map((one) => one.told.id)).size };
  });
}

function others(spoken: Spoken[], other: (one: Spoken) => Named): Other[] {
  const groups = group(spoken, (one) => other(one).id);
  return [...groups.values()]
    .map((list) => {
      const counts: Partial<Record<Stance, number>> = {};
      for (const one of list) counts[one.stance] = (counts[one.stance] ?? 0) + 1;
      return { node: other(list[0] as Spoken), counts, statements: list.length };
    })
    .sort((a, b) => b.statements - a.statements || (a.node.id < b.node.id ? -1 : 1))
    .slice(0, 25);
}

/** Each statement once for each key. */
function distinct(spoken: Spoken[], key: (one: Spoken) => string): Spoken[] {
  return [...new Map(spoken.map((one) => [one.told.id + key(one), one])).values()];
}

function group<A>(list: A[], key: (one: A) => string): Map<string, A[]> {
  const groups = new Map<string, A[]>();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

const cut = (told: Told, bucket: Bucket) => (told.day ?? "").slice(0, WIDTHS[bucket]);

/** The stretch of time that a mark stands for, as the server chooses it. */
function bucketOf(spoken: Spoken[]): Bucket {
  const days = spoken.flatMap((one) => (one.told.day ? [Date.parse(one.told.day)] : []));
  const span = days.length ? (Math.max(...days) - Math.min(...days)) / DAY : 0;
  return span <= 92 ? "day" : span <= 366 * 8 ? "month" : "year";
}
