/** Positions on proposals, as a table. */

import type { Stand } from "../answers";
import { leaning, POSITION_SIGN } from "../stance";
import { select, state } from "../state";
import { texts } from "../texts";
import { Who } from "./who";

export function Position({ stand }: { stand: Stand }) {
  return (
    <span class={`stance ${leaning(stand.position)} word`}>
      <span class="sign" aria-hidden="true">{POSITION_SIGN[stand.position] ?? "·"}</span>
      {texts.position[stand.position] ?? stand.position}
    </span>
  );
}

export function Stands({ stands, withActor }: { stands: Stand[]; withActor: boolean }) {
  if (!stands.length) return <p class="muted">{texts.none}</p>;
  const columns = texts.positionColumns;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={texts.stands}>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{columns.day}</th>
            {withActor && <th scope="col">{columns.actor}</th>}
            <th scope="col">{columns.position}</th>
            <th scope="col">{columns.sentence}</th>
          </tr>
        </thead>
        <tbody>{stands.map((stand) => <Row key={stand.id} stand={stand} withActor={withActor} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ stand, withActor }: { stand: Stand; withActor: boolean }) {
  const on = stand.statement !== null && state.value.statement === stand.statement;
  return (
    <tr class={on ? "on" : ""}>
      <td class="day"><time>{stand.day ?? texts.undated}</time></td>
      {withActor && <td><Who node={stand.actor} /></td>}
      <td>
        <Position stand={stand} />{" "}
        {stand.concept && !withActor ? <Who node={stand.concept} /> : <bdi>{stand.proposal}</bdi>}
      </td>
      <td class="said">
        {stand.document ? (
          <button
            type="button"
            class="quote"
            dir="auto"
            aria-pressed={on}
            onClick={() => select({ document: stand.document ?? "", statement: stand.statement ?? "" })}
          >
            {stand.sentence ?? stand.proposal}
          </button>
        ) : (
          <bdi>{stand.sentence}</bdi>
        )}
      </td>
    </tr>
  );
}
