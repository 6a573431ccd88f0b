/** The question library, and a box for Cypher; both only read. */

import { useState } from "preact/hooks";
import { useAnswer } from "../answer";
import type { Cell, Question, Table } from "../answers";
import { source } from "../source";
import { go, select, state } from "../state";
import { csv, save } from "../taking";
import { texts } from "../texts";

const FIRST = "MATCH (a:Actor)-[:SAID]->(s:Statement)\nRETURN a.name AS speaker, count(s) AS statements\nORDER BY statements DESC, speaker";
const OWN = "cypher";

interface Ran {
  table?: Table;
  error?: string;
  running: boolean;
}

export function QueryView() {
  const answer = useAnswer("questions", () => source.questions());
  const [cypher, setCypher] = useState(FIRST);
  const [ran, setRan] = useState<Ran>({ running: false });
  const name = state.value.question || OWN;
  const question = answer.value?.find((one) => one.name === name) ?? null;
  const run = (asked: () => Promise<Table>) => {
    setRan({ running: true });
    asked().then(
      (table) => setRan({ table, running: false }),
      (error: unknown) => setRan({ error: error instanceof Error ? error.message : String(error), running: false }),
    );
  };
  const choose = (chosen: string) => {
    setRan({ running: false });
    go({ question: chosen === OWN ? "" : chosen });
  };
  return (
    <div class="query">
      <p class="hint">{texts.queryIntro}</p>
      <label class="field">
        <span>{texts.question}</span>
        <select value={name} onChange={(e) => choose(e.currentTarget.value)}>
          <option value={OWN}>{texts.ownCypher}</option>
          {answer.value?.map((one) => <option key={one.name} value={one.name}>{one.title}</option>)}
        </select>
      </label>
      {question ? (
        <Asking
          key={question.name}
          question={question}
          running={ran.running}
          run={(values) => run(() => source.ask(question.name, values))}
          open={() => {
            setCypher(question.cypher);
            choose(OWN);
          }}
        />
      ) : (
        <Writing cypher={cypher} set={setCypher} running={ran.running} run={() => run(() => source.query(cypher))} />
      )}
      {ran.error && <p class="notice error" role="alert">{ran.error}</p>}
      {ran.table && <Result table={ran.table} name={question?.name ?? "query"} />}
    </div>
  );
}

function Writing(props: { cypher: string; set: (text: string) => void; running: boolean; run: () => void }) {
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      props.run();
    }
  };
  return (
    <form onSubmit={(e) => { e.preventDefault(); props.run(); }}>
      <label class="field wide">
        <span>{texts.ownCypher}</span>
        <textarea
          class="code"
          rows={Math.min(24, Math.max(5, props.cypher.split("\n").length + 1))}
          spellcheck={false}
          autocapitalize="off"
          value={props.cypher}
          onInput={(e) => props.set(e.currentTarget.value)}
          onKeyDown={press}
        />
      </label>
      <Run running={props.running} hint={texts.runHint} />
    </form>
  );
}

/** Days are chosen in a calendar, numbers counted up. */
function shape(kind: string) {
  if (kind === "date") return { type: "date" } as const;
  return kind === "integer" ? ({ type: "number" } as const) : ({ type: "text" } as const);
}

function Asking(props: {
  question: Question;
  running: boolean;
  run: (values: Record<string, string>) => void;
  open: () => void;
}) {
  const { question } = props;
  const [values, setValues] = useState<Record<string, string>>({});
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        props.run(values);
      }}
    >
      <p class="hint">{question.description}</p>
      <div class="asked">
        {question.parameters.map((parameter) => (
          <label class="field" key={parameter.name}>
            <span>
              {parameter.name} <small>{parameter.required ? texts.required : parameter.meaning}</small>
            </span>
            <input
              {...shape(parameter.kind)}
              required={parameter.required}
              placeholder={parameter.default === null ? "" : String(parameter.default)}
              value={values[parameter.name] ?? ""}
              onInput={(e) => setValues({ ...values, [parameter.name]: e.currentTarget.value })}
            />
          </label>
        ))}
      </div>
      <Run running={props.running} />
      <button type="button" class="quiet" onClick={props.open}>{texts.toCypher}</button>
    </form>
  );
}

function Run({ running, hint }: { running: boolean; hint?: string }) {
  return (
    <>
      <button type="submit" class="primary" disabled={running}>{running ? texts.running : texts.run}</button>
      {hint && <small class="muted"> {hint}</small>}
    </>
  );
}

function Result({ table, name }: { table: Table; name: string }) {
  return (
    <>
      <div class="bar">
        <span role="status">{texts.rows(table.rows.length, table.more)}</span>
        <button type="button" onClick={() => save(`${name}.csv`, csv(table.columns, table.rows), "text/csv")}>
          {texts.asCsv}
        </button>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={texts.views.query}>
        <table class="rows result">
          <thead>
            <tr>{table.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr>
          </thead>
          <tbody>
            {table.rows.map((row, i) => (
              <tr key={i}>
                {row.map((value, j) => <td key={j} dir="auto"><Value value={value} column={table.columns[j] ?? ""} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A cell; an id of a statement or document leads to the article. */
function Value({ value, column }: { value: Cell; column: string }) {
  if (value === null) return <span class="muted">{texts.empty}</span>;
  const text = Array.isArray(value) ? value.join("; ") : String(value);
  if (column === "statement" || column === "document") {
    return <button type="button" class="quote id" onClick={() => select({ [column]: text })}>{text}</button>;
  }
  return <>{text}</>;
}
