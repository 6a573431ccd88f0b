/** An article with its evidence: what was said marked, sources and cues set off, zones labelled. */

import { useEffect, useRef } from "preact/hooks";
import { useAnswer } from "../answer";
import type { Article, Segment } from "../answers";
import { learn } from "../names";
import { source } from "../source";
import { select, state } from "../state";
import { webAddress } from "../taking";
import { texts } from "../texts";
import { Notice } from "./notice";
import { ToldCard } from "./told";
import { To, Who } from "./who";

const READ = new Set(["title", "caption", "body"]);

export function ArticleView({ id }: { id: string }) {
  const answer = useAnswer(`document ${id}`, () => source.document(id));
  const article = answer.value;
  return (
    <>
      <Notice answer={answer} />
      {article && article.report.id === id && <Shown article={article} />}
    </>
  );
}

function Shown({ article }: { article: Article }) {
  const text = useRef<HTMLDivElement>(null);
  const chosen = state.value.statement;
  useEffect(() => learn(article.statements.flatMap((s) => s.speakers)), [article]);
  useEffect(() => {
    if (chosen) text.current?.querySelector(".on")?.scrollIntoView({ block: "center" });
  }, [chosen, article]);
  const { report } = article;
  const titled = article.segments.some((segment) => segment.zone === "title");
  const address = webAddress(report.url);
  return (
    <article class="article" lang={report.language ?? undefined}>
      <h3 dir="auto" class={titled ? "visually-hidden" : ""}>{report.title}</h3>
      <p class="facts">
        {report.outlet && <Who node={report.outlet} />}
        {report.published && <time>{report.published}</time>}
        {report.author && <bdi>{texts.by(report.author)}</bdi>}
        {address && (
          <a href={address} rel="noreferrer noopener" target="_blank">{texts.original}</a>
        )}
        {report.copy_of && (
          <To to={{ ...state.value, document: report.copy_of, statement: "" }}>{texts.copyOf}</To>
        )}
      </p>
      <div class="text" dir="auto" ref={text}>
        <Segments article={article} />
      </div>
      {article.statements.length > 0 && (
        <>
          <h4>{texts.inThis}</h4>
          <ol class="list">
            {article.statements.map((told, i) => (
              <ToldCard key={told.id} told={told} number={i + 1} />
            ))}
          </ol>
        </>
      )}
    </article>
  );
}

function Segments({ article }: { article: Article }) {
  const numbers = new Map(article.statements.map((told, i) => [told.id, i + 1]));
  const last = new Map<string, number>();
  article.segments.forEach((segment, i) => {
    for (const mark of segment.marks) if (mark.role === "cue" || !last.has(mark.of)) last.set(mark.of, i);
  });
  let zone: string | null = null;
  return (
    <>
      {article.segments.map((segment, i) => {
        const opens = segment.zone !== zone && segment.zone !== null && !READ.has(segment.zone);
        zone = segment.zone;
        const ends = [...numbers].filter(([id]) => last.get(id) === i);
        return (
          <span key={i}>
            {opens && <span class="zone-label">{texts.zone(segment.zone ?? "")}</span>}
            <Piece segment={segment} numbers={numbers} />
            {ends.map(([id, number]) => (
              <button
                key={id}
                type="button"
                class={state.value.statement === id ? "number on" : "number"}
                aria-pressed={state.value.statement === id}
                aria-label={texts.number_of(number)}
                data-of={id}
                onClick={() => choose(id)}
              >
                {number}
              </button>
            ))}
          </span>
        );
      })}
    </>
  );
}

function Piece({ segment, numbers }: { segment: Segment; numbers: Map<string, number> }) {
  const unread = segment.zone !== null && !READ.has(segment.zone);
  const zone = unread ? "unread" : segment.zone === "title" ? "in-title" : "";
  if (!segment.marks.length) return <span class={zone}>{segment.text}</span>;
  const roles = new Set(segment.marks.map((mark) => mark.role));
  const on = segment.marks.some((mark) => mark.of === state.value.statement);
  const nested = segment.marks.filter((mark) => mark.role === "content").length > 1;
  const names = ["mark", zone, ...roles, nested ? "nested" : "", on ? "on" : ""];
  const inner = segment.marks.findLast((mark) => numbers.has(mark.of));
  return (
    <span
      class={names.filter(Boolean).join(" ")}
      data-of={inner?.of}
      title={[...roles].map((role) => texts.role[role]).join(", ")}
      onClick={inner ? () => choose(inner.of) : undefined}
    >
      {segment.text}
    </span>
  );
}

/** Selects a statement in the article, or lets it go; the article stays open. */
function choose(id: string): void {
  const at = state.value;
  const { document, from, about, as, when } = at;
  select({ document, from, about, as, when, statement: at.statement === id ? "" : id });
}
