/** The filters: who, about whom, with which stance, when, in which outlet. */

import { useState } from "preact/hooks";
import { pending, useAnswer } from "../answer";
import type { Stance } from "../answers";
import { nameOf } from "../names";
import { source } from "../source";
import { SIGN } from "../stance";
import { filter, isFiltered, reset, state, STANCES } from "../state";
import { texts } from "../texts";
import { Search } from "./search";
import { Flag } from "./who";

export function Filters() {
  const at = state.value;
  const [open, setOpen] = useState(false);
  return (
    <section class={open ? "filters open" : "filters"} aria-label={texts.filters}>
      <button type="button" class="filters-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {texts.filters}
        {isFiltered.value && <span class="dot" aria-hidden="true" />}
      </button>
      <div class="filters-body">
        <Person label={texts.speaker} id={at.speaker} set={(speaker) => filter({ speaker })} />
        <Person label={texts.target} id={at.target} set={(target) => filter({ target })} />
        <Stances />
        <Days />
        <Outlets />
        {at.words && (
          <Chip label={texts.words} remove={() => filter({ words: "" })}>
            <bdi>“{at.words}”</bdi>
          </Chip>
        )}
        <label class="check" title={texts.everythingHint}>
          <input
            type="checkbox"
            checked={at.everything}
            onChange={(e) => filter({ everything: e.currentTarget.checked })}
          />
          {texts.everything}
        </label>
        <button type="button" class="quiet" disabled={!isFiltered.value} onClick={() => (forget(), reset())}>
          {texts.reset}
        </button>
      </div>
    </section>
  );
}

function Person(props: { label: string; id: string; set: (id: string) => void }) {
  if (!props.id) {
    return <Search label={props.label} hint={texts.anyone} onActor={(node) => props.set(node.id)} />;
  }
  const node = nameOf(props.id);
  return (
    <Chip label={props.label} remove={() => props.set("")}>
      <Flag of={node} />
      <bdi>{node.name}</bdi>
    </Chip>
  );
}

function Chip(props: { label: string; remove: () => void; children: preact.ComponentChildren }) {
  return (
    <div class="field">
      <span>{props.label}</span>
      <span class="chip">
        {props.children}
        <button type="button" class="icon" aria-label={texts.remove(props.label)} onClick={props.remove}>
          ×
        </button>
      </span>
    </div>
  );
}

function Stances() {
  const chosen = state.value.stance;
  const toggle = (stance: Stance) =>
    filter({
      stance: STANCES.filter((one) => (one === stance ? !chosen.includes(one) : chosen.includes(one))),
    });
  return (
    <div class="field" role="group" aria-label={texts.stanceLabel}>
      <span aria-hidden="true">{texts.stanceLabel}</span>
      <span class="toggles">
        {STANCES.map((stance) => (
          <button
            key={stance}
            type="button"
            class={`toggle ${stance}`}
            aria-pressed={chosen.includes(stance)}
            onClick={() => toggle(stance)}
          >
            <span class="sign" aria-hidden="true">{SIGN[stance]}</span>
            {texts.stance[stance]}
          </button>
        ))}
      </span>
    </div>
  );
}

const WHILE_TYPING = 400; // milliseconds

/** Days are typed one after the other: what is asked for waits until both are there. */
let typed: { since?: string; until?: string } | null = null;
let timer = 0;

function soon(change: { since: string } | { until: string }) {
  if (!typed) pending.value += 1;
  typed = { ...typed, ...change };
  clearTimeout(timer);
  timer = setTimeout(() => {
    const days = typed ?? {};
    typed = null;
    filter(days);
    pending.value -= 1;
  }, WHILE_TYPING);
}

/** Days that were typed and not yet asked for are let go. */
function forget() {
  if (!typed) return;
  clearTimeout(timer);
  typed = null;
  pending.value -= 1;
}

function Days() {
  const at = { ...state.value, ...typed };
  return (
    <>
      <label class="field">
        <span>{texts.from}</span>
        <input type="date" value={at.since} max={at.until} onChange={(e) => soon({ since: e.currentTarget.value })} />
      </label>
      <label class="field">
        <span>{texts.until}</span>
        <input type="date" value={at.until} min={at.since} onChange={(e) => soon({ until: e.currentTarget.value })} />
      </label>
    </>
  );
}

function Outlets() {
  const answer = useAnswer("overview", () => source.overview());
  const outlets = answer.value?.outlets ?? [];
  return (
    <label class="field">
      <span>{texts.outlet}</span>
      <select value={state.value.outlet} onChange={(e) => filter({ outlet: e.currentTarget.value })}>
        <option value="">{texts.anyOutlet}</option>
        {outlets.map(({ outlet, documents }) => (
          <option key={outlet.id} value={outlet.id}>
            {outlet.name} ({documents})
          </option>
        ))}
      </select>
    </label>
  );
}
