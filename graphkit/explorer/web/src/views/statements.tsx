/** Statements as a list, newest first, some at a time. */

import { useEffect } from "preact/hooks";
import { useAnswer } from "../answer";
import type { Told } from "../answers";
import { learn } from "../names";
import { Notice } from "../parts/notice";
import { Sentence, Targets } from "../parts/told";
import { Whos } from "../parts/who";
import { source } from "../source";
import { filters, go, select, state } from "../state";
import { csv, save, statementRows } from "../taking";
import { texts } from "../texts";

const AT_ONCE = 50;
const IN_FILE = 500;

export function StatementsView() {
  const skip = state.value.skip;
  const asked = { ...filters.value, skip, limit: AT_ONCE };
  const answer = useAnswer(`statements ${JSON.stringify(asked)}`, () => source.statements(asked));
  const page = answer.value;
  useEffect(() => learn(page?.statements.flatMap((s) => s.speakers) ?? []), [page]);
  const empty = page?.statements.length === 0;
  return (
    <div class="statements">
      <div class="bar">
        <Pager total={page?.total ?? 0} skip={skip} />
        {page && !empty && <button type="button" onClick={download}>{texts.asCsv}</button>}
      </div>
      <Notice answer={answer} empty={empty} />
      {page && !empty && (
        <div class="scroll" tabIndex={0} role="region" aria-label={texts.views.statements}>
          <table class="rows">
            <thead>
              <tr>
                {Object.values(texts.columns).filter((c) => c !== texts.columns.stance).map((column) => (
                  <th key={column} scope="col">{column}</th>
                ))}
              </tr>
            </thead>
            <tbody>{page.statements.map((told) => <Row key={told.id} told={told} />)}</tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Row({ told }: { told: Told }) {
  const on = state.value.statement === told.id;
  const modality = texts.modality[told.modality];
  return (
    <tr class={on ? "on" : ""} data-statement={told.id}>
      <td class="day"><time>{told.day ?? texts.undated}</time></td>
      <td><Whos nodes={told.speakers} none={texts.nobody} /></td>
      <td><Targets told={told} /></td>
      <td class="said">
        <button
          type="button"
          class="quote"
          dir="auto"
          aria-pressed={on}
          onClick={() => select({ document: told.report.id, statement: told.id })}
        >
          <Sentence told={told} />
        </button>
        {modality && <strong class="flagged">{modality}</strong>}
      </td>
      <td class="report" dir="auto">{told.report.outlet?.name ?? told.report.title}</td>
    </tr>
  );
}

function Pager({ total, skip }: { total: number; skip: number }) {
  const last = Math.min(skip + AT_ONCE, total);
  return (
    <span class="pager">
      <button type="button" disabled={skip === 0} onClick={() => go({ skip: Math.max(0, skip - AT_ONCE) })}>
        {texts.earlier}
      </button>
      <span role="status">{texts.range(Math.min(skip + 1, total), last, total)}</span>
      <button type="button" disabled={last >= total} onClick={() => go({ skip: skip + AT_ONCE })}>
        {texts.later}
      </button>
    </span>
  );
}

/** What the filters want as a file, the first ones of it. */
async function download(): Promise<void> {
  const page = await source.statements({ ...filters.value, limit: IN_FILE });
  save("statements.csv", csv(...statementRows(page.statements)), "text/csv");
}
