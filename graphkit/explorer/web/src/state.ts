/** What is looked at. It lives in the address: a link shows the same, and "back" is undo. */

import { computed, signal } from "@preact/signals";
import type { Stance } from "./answers";
import type { Values } from "./source";

export const VIEWS = [
  "network",
  "statements",
  "matrix",
  "timeline",
  "articles",
  "concepts",
  "query",
  "actor",
] as const;
export type View = (typeof VIEWS)[number];
export const STANCES: readonly Stance[] = ["positive", "neutral", "negative"];

export interface State {
  view: View;
  // filters
  speaker: string;
  target: string;
  stance: Stance[];
  since: string;
  until: string;
  outlet: string;
  words: string;
  everything: boolean;
  // how a view shows it
  top: number;
  skip: number;
  states: boolean;
  // what is selected
  actor: string;
  concept: string;
  document: string;
  statement: string;
  from: string;
  about: string;
  as: Stance | "";
  when: string;
  question: string;
}

export const START: State = {
  view: "network",
  speaker: "",
  target: "",
  stance: [],
  since: "",
  until: "",
  outlet: "",
  words: "",
  everything: false,
  top: innerWidth < 640 ? 15 : 30, // a small screen shows less
  skip: 0,
  states: false,
  actor: "",
  concept: "",
  document: "",
  statement: "",
  from: "",
  about: "",
  as: "",
  when: "",
  question: "",
};
const FILTERS = [
  "speaker",
  "target",
  "stance",
  "since",
  "until",
  "outlet",
  "words",
  "everything",
] as const satisfies readonly (keyof State)[];
const SELECTED = ["document", "statement", "from", "about", "as", "when"] as const satisfies readonly (keyof State)[];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A file and a frame keep their state behind the hash: their address is not theirs to change. */
const hashed = !location.protocol.startsWith("http");
const here = () => (hashed ? location.hash.slice(1) : location.search);

export const state = signal<State>(read(here()));
addEventListener("popstate", () => {
  state.value = read(here());
});

/** Changes what is looked at, as a step that "back" undoes. */
export function go(change: Partial<State>): void {
  const next = { ...state.value, skip: 0, ...change };
  const address = link(next);
  if (address === link(state.value)) return;
  state.value = next;
  try {
    history.pushState(null, "", address);
  } catch {
    // a frame without an address of its own has no history
  }
}

/** Other filters; what was selected under the old ones is let go. */
export function filter(change: Partial<Pick<State, (typeof FILTERS)[number]>>): void {
  go({ ...unselected(), ...change });
}

/** Selects statements of a pair, or one statement, or an article. */
export function select(change: Partial<Pick<State, (typeof SELECTED)[number]>>): void {
  go({ ...unselected(), ...change });
}

export function unselected(): Partial<State> {
  return pick(START, SELECTED);
}

export function reset(): void {
  go({ ...pick(START, FILTERS), ...unselected() });
}

/** The address of a state: only what differs from the start. */
export function link(of: Partial<State>): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(START) as (keyof State)[]) {
    const value = of[key];
    if (value !== undefined && String(value) !== String(START[key])) {
      query.set(key, value === true ? "1" : String(value));
    }
  }
  const said = query.toString();
  if (hashed) return `#?${said}`;
  return said ? `?${said}` : location.pathname;
}

/** The state of an address; what makes no sense is left out. */
export function read(search: string): State {
  const query = new URLSearchParams(search);
  const text = (key: keyof State) => query.get(key) ?? "";
  const day = (key: keyof State) => (DAY.test(text(key)) ? text(key) : "");
  const whole = (key: "top" | "skip", most: number) => {
    const given = Number.parseInt(text(key), 10);
    return Number.isFinite(given) ? Math.min(Math.max(given, 0), most) : START[key];
  };
  return {
    view: VIEWS.find((view) => view === text("view")) ?? START.view,
    speaker: text("speaker"),
    target: text("target"),
    stance: STANCES.filter((stance) => text("stance").split(",").includes(stance)),
    since: day("since"),
    until: day("until"),
    outlet: text("outlet"),
    words: text("words").slice(0, 200),
    everything: text("everything") === "1",
    top: Math.max(1, whole("top", 200)),
    skip: whole("skip", 10_000_000),
    states: text("states") === "1",
    actor: text("actor"),
    concept: text("concept"),
    document: text("document"),
    statement: text("statement"),
    from: text("from"),
    about: text("about"),
    as: STANCES.find((stance) => stance === text("as")) ?? "",
    when: text("when"),
    question: text("question"),
  };
}

/** The filters as the server takes them. */
export const filters = computed<Values>(() => asked(state.value));

export function asked(of: State): Values {
  return {
    speaker: of.speaker || undefined,
    target: of.target || undefined,
    stance: of.stance,
    since: of.since || undefined,
    until: of.until || undefined,
    outlet: of.outlet || undefined,
    words: of.words || undefined,
    everything: of.everything || undefined,
  };
}

/** The filters, narrowed to what is selected; null where that is no group of statements. */
export const selected = computed<Values | null>(() => {
  const at = state.value;
  if (!at.from && !at.about) return null;
  const days = at.when ? stretch(at.when) : null;
  return {
    ...asked(at),
    speaker: at.from || at.speaker || undefined,
    target: at.about || at.target || undefined,
    stance: at.as ? [at.as] : at.stance.length ? at.stance : [...STANCES],
    since: days ? days[0] : at.since || undefined,
    until: days ? days[1] : at.until || undefined,
    states: (at.view === "matrix" && at.states) || undefined,
  };
});

export const isFiltered = computed(() =>
  FILTERS.some((key) => String(state.value[key]) !== String(START[key])),
);

/** First and last day of a day, month or year. */
export function stretch(bucket: string): [string, string] {
  const [year, month, day] = bucket.split("-");
  if (day) return [bucket, bucket];
  if (!month) return [`${year}-01-01`, `${year}-12-31`];
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return [`${bucket}-01`, `${bucket}-${String(last).padStart(2, "0")}`];
}

function pick<K extends keyof State>(from: State, keys: readonly K[]): Pick<State, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<State, K>;
}
