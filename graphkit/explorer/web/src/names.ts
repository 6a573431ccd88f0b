/** Names of what an id in the address stands for, remembered from every answer. */

import { signal } from "@preact/signals";
import type { Named } from "./answers";
import { source } from "./source";

const known = signal<ReadonlyMap<string, Named>>(new Map());
const asking = new Set<string>();

export function learn(nodes: Iterable<Named>): void {
  const fresh = [...nodes].filter((node) => !known.peek().has(node.id));
  if (fresh.length) known.value = new Map([...known.peek(), ...fresh.map((n) => [n.id, n] as const)]);
}

/** The node of an id; asked for where no answer has told of it yet. */
export function nameOf(id: string): Named {
  const node = known.value.get(id);
  if (node) return node;
  if (!asking.has(id)) {
    asking.add(id);
    source.actor(id).then(
      (profile) => learn([profile.actor]),
      () => undefined, // an id that the store does not hold is shown as it is
    );
  }
  return { id, name: id, label: "", kind: null, flag: null };
}
