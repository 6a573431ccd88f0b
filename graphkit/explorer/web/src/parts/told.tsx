/** One statement: who, about whom, in which words, where. */

import type { Told } from "../answers";
import { select, state } from "../state";
import { texts } from "../texts";
import { Citing } from "./citing";
import { StanceMark, Who, Whos } from "./who";

/** The sentence with the words of the statement set off, where it has them as they are. */
export function Sentence({ told }: { told: Told }) {
  const at = told.sentence.indexOf(told.text);
  if (at < 0) return <>{told.sentence}</>;
  return (
    <>
      {told.sentence.slice(0, at)}
      <em>{told.text}</em>
      {told.sentence.slice(at + told.text.length)}
    </>
  );
}

export function Targets({ told }: { told: Told }) {
  if (!told.targets.length) return <span class="muted">{texts.noTarget}</span>;
  return (
    <span class="targets">
      {distinct(told).map((target) => (
        <span class="target" key={target.node.id + target.stance}>
          <StanceMark stance={target.stance} />
          <Who node={target.node} />
        </span>
      ))}
    </span>
  );
}

export function ToldCard({ told, number }: { told: Told; number?: number }) {
  const at = state.value;
  const on = at.statement === told.id;
  const modality = texts.modality[told.modality];
  const open = () => select({ ...group(), document: told.report.id, statement: told.id });
  return (
    <li class={on ? "told on" : "told"} data-statement={told.id}>
      <p class="line">
        {number !== undefined && <span class="number">{number}</span>}
        <Whos nodes={told.speakers} none={texts.nobody} />
        {told.relays.length > 0 && (
          <span class="muted">
            {" "}
            {texts.via} <Whos nodes={told.relays} none="" />
          </span>
        )}
        <span class="muted"> {texts.about} </span>
        <Targets told={told} />
      </p>
      <blockquote dir="auto">
        <Sentence told={told} />
      </blockquote>
      <p class="facts">
        <time>{told.day ?? texts.undated}</time>
        {told.report.outlet && <bdi>{told.report.outlet.name}</bdi>}
        <span>{told.act}</span>
        {modality && <strong>{modality}</strong>}
        <span>{texts.sure(told.confidence)}</span>
      </p>
      <p class="acts">
        <button type="button" class="quiet" aria-pressed={on} onClick={open}>{texts.inArticle}</button>
        <Citing told={told} />
      </p>
    </li>
  );
}

/** What one report calls by one name twice is shown once. */
function distinct(told: Told): Told["targets"] {
  const key = (target: Told["targets"][number]) =>
    `${target.node.label} ${target.node.name} ${target.stance}`;
  return [...new Map(told.targets.map((target) => [key(target), target])).values()];
}

/** The group of statements that is selected, to be kept while one of them is read. */
function group() {
  const { from, about, as, when } = state.value;
  return { from, about, as, when };
}
