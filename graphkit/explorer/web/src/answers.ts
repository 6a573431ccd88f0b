/** What the server answers: `graphkit/explorer/answers.py`, in TypeScript. */

export type Stance = "positive" | "neutral" | "negative";
export type Bucket = "day" | "month" | "year";
export type Role = "source" | "cue" | "content" | "evidence";

export interface Named {
  id: string;
  name: string;
  label: string;
  kind: string | null;
  flag: string | null;
}

export interface Overview {
  documents: number;
  statements: number;
  actors: number;
  concepts: number;
  first: string | null;
  last: string | null;
  outlets: { outlet: Named; documents: number }[];
}

export interface Tie {
  speaker: string;
  target: string;
  stance: Stance;
  statements: number;
}

export interface Network {
  actors: Named[];
  weights: Record<string, number>;
  ties: Tie[];
  total: number;
}

export interface Matrix {
  speakers: Named[];
  targets: Named[];
  ties: Tie[];
  speakers_total: number;
  targets_total: number;
}

export interface Report {
  id: string;
  title: string;
  url: string | null;
  author: string | null;
  published: string | null;
  language: string | null;
  outlet: Named | null;
  copy_of: string | null;
}

export interface Told {
  id: string;
  speakers: Named[];
  targets: { node: Named; stance: Stance }[];
  relays: Named[];
  cue: string | null;
  text: string;
  sentence: string;
  day: string | null;
  kind: string;
  act: string;
  what: string;
  modality: string;
  confidence: number;
  rule: string;
  report: Report;
}

export interface Page {
  statements: Told[];
  total: number;
  skipped: number;
}

export interface Segment {
  text: string;
  zone: string | null;
  marks: { role: Role; of: string }[];
}

export interface Stand {
  id: string;
  actor: Named;
  position: string;
  proposal: string;
  proposal_id: string;
  concept: Named | null;
  condition: string | null;
  sentence: string | null;
  day: string | null;
  statement: string | null;
  document: string | null;
}

export interface Article {
  report: Report;
  segments: Segment[];
  statements: Told[];
  stands: Stand[];
}

export interface Timeline {
  bucket: Bucket;
  speakers: Named[];
  lanes: { speaker: string; bucket: string; stance: Stance; statements: number }[];
  volume: { bucket: string; statements: number }[];
  volume_bucket: Bucket;
  speakers_total: number;
  undated: number;
}

export interface Other {
  node: Named;
  counts: Partial<Record<Stance, number>>;
  statements: number;
}

export interface Profile {
  actor: Named;
  aliases: string[];
  wikidata: string | null;
  description: string | null;
  offices: { office: Named; of: Named | null; since: string | null; until: string | null }[];
  described: {
    office: string;
    tense: string | null;
    consistent: boolean | null;
    expected: string | null;
    day: string | null;
    document: string;
    title: string;
  }[];
  belongs: { to: Named; kind: string | null; since: string | null; until: string | null }[];
  says_of: Other[];
  said_by: Other[];
  stands: Stand[];
}

export interface ConceptCount {
  concept: Named;
  positions: number;
  actors: number;
}

export interface Need {
  actor: string | null;
  actor_id: string | null;
  proposal: string;
  needs: string;
  concept_id: string | null;
  needs_id: string | null;
  sentence: string | null;
  day: string | null;
  statement: string | null;
  document: string | null;
}

export interface ConceptPage {
  concept: Named;
  definition: string | null;
  stands: Stand[];
  needs: Need[];
}

export interface Found {
  actors: Named[];
  concepts: Named[];
  statements: number;
}

export type Cell = string | number | boolean | null | Cell[];

export interface Table {
  columns: string[];
  rows: Cell[][];
  more: boolean;
}

export interface Question {
  name: string;
  title: string;
  description: string;
  parameters: {
    name: string;
    kind: string;
    required: boolean;
    default: string | number | null;
    meaning: string;
  }[];
  cypher: string;
}
