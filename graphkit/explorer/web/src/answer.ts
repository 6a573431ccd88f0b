/** An answer of the source, asked again when what is asked for changes, and kept for "back". */

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

export interface Answer<A> {
  /** The newest answer; while the next one is on its way, still the one before. */
  value: A | null;
  error: string | null;
  waiting: boolean;
  again: () => void;
}

/** How many answers are on their way. */
export const pending = signal(0);

const KEPT = 60;
const kept = new Map<string, unknown>();

/** Asks when `key` changes; null asks nothing. */
export function useAnswer<A>(key: string | null, ask: () => Promise<A>): Answer<A> {
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState<{ key: string; value?: A; error?: string } | null>(null);
  const known = key !== null && kept.has(key) ? (kept.get(key) as A) : null;
  useEffect(() => {
    if (key === null || kept.has(key)) return;
    let wanted = true;
    pending.value += 1;
    ask().finally(() => {
      pending.value -= 1;
    }).then(
      (value) => {
        keep(key, value);
        if (wanted) setHeld({ key, value });
      },
      (error: unknown) => {
        if (wanted) setHeld({ key, error: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      wanted = false;
    };
  }, [key, turn]);
  const mine = held?.key === key ? held : null;
  const error = mine?.error ?? null;
  return {
    value: known ?? (error ? null : (held?.value ?? null)),
    error,
    waiting: key !== null && known === null && error === null,
    again: () => {
      setHeld(null);
      setTurn(turn + 1);
    },
  };
}

function keep(key: string, value: unknown): void {
  kept.delete(key);
  kept.set(key, value);
  if (kept.size > KEPT) {
    const oldest = kept.keys().next().value;
    if (oldest !== undefined) kept.delete(oldest);
  }
}
