/** Where answers come from: the server, or the file itself that works offline. */

import type {
  Article,
  ConceptCount,
  ConceptPage,
  Found,
  Matrix,
  Network,
  Overview,
  Page,
  Profile,
  Question,
  Report,
  Table,
  Timeline,
  Told,
} from "./answers";
import { File, type Kept } from "./kept";
import { texts } from "./texts";

export type Values = Record<string, string | number | boolean | string[] | undefined>;

export interface Source {
  /** Whether there is no store behind it: no Cypher then, and no roll-up to states. */
  readonly offline: boolean;
  overview(): Promise<Overview>;
  network(asked: Values): Promise<Network>;
  matrix(asked: Values): Promise<Matrix>;
  timeline(asked: Values): Promise<Timeline>;
  statements(asked: Values): Promise<Page>;
  statement(id: string): Promise<Told>;
  documents(): Promise<Report[]>;
  document(id: string): Promise<Article>;
  actor(id: string): Promise<Profile>;
  concepts(): Promise<ConceptCount[]>;
  concept(id: string): Promise<ConceptPage>;
  search(words: string): Promise<Found>;
  questions(): Promise<Question[]>;
  query(cypher: string): Promise<Table>;
  ask(name: string, parameters: Record<string, string>): Promise<Table>;
  flag(letters: string): string;
}

/** The server that the page came from. */
export class Server implements Source {
  readonly offline = false;
  overview = () => get<Overview>("overview");
  network = (asked: Values) => get<Network>("network", asked);
  matrix = (asked: Values) => get<Matrix>("matrix", asked);
  timeline = (asked: Values) => get<Timeline>("timeline", asked);
  statements = (asked: Values) => get<Page>("statements", asked);
  statement = (id: string) => get<Told>("statement", { id });
  documents = () => get<Report[]>("documents", { limit: 500 });
  document = (id: string) => get<Article>("document", { id });
  actor = (id: string) => get<Profile>("actor", { id });
  concepts = () => get<ConceptCount[]>("concepts");
  concept = (id: string) => get<ConceptPage>("concept", { id });
  search = (words: string) => get<Found>("search", { words });
  questions = () => get<Question[]>("questions");
  query = (cypher: string) => post<Table>("query", { cypher });
  ask = (name: string, parameters: Record<string, string>) =>
    post<Table>("ask", { name, parameters });
  flag = (letters: string) => `flags/${letters}.svg`;
}

function get<A>(name: string, values: Values = {}): Promise<A> {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== "") query.append(key, String(one));
    }
  }
  return answer<A>(`api/${name}?${query}`);
}

function post<A>(name: string, body: object): Promise<A> {
  return answer<A>(`api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function answer<A>(address: string, request?: RequestInit): Promise<A> {
  let response: Response;
  try {
    response = await fetch(address, request);
  } catch {
    throw new Error(texts.unreachable);
  }
  const said: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const told = said && typeof said === "object" && "error" in said ? String(said.error) : null;
    throw new Error(told ?? texts.failed(response.status));
  }
  return said as A;
}

const kept = document.getElementById("kept")?.textContent;
export const source: Source = kept ? new File(JSON.parse(kept) as Kept) : new Server();
