/** Beside the view: the statements that are selected, or the article that one of them stands in. */

import { useEffect, useRef } from "preact/hooks";
import { useAnswer } from "../answer";
import { learn, nameOf } from "../names";
import { source } from "../source";
import { go, select, selected, state, unselected } from "../state";
import { texts } from "../texts";
import { ArticleView } from "./article";
import { Notice } from "./notice";
import { StanceMark } from "./who";
import { ToldCard } from "./told";

export function Panel() {
  const at = state.value;
  const group = selected.value;
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = at.document || at.statement || JSON.stringify(group);
  useEffect(() => {
    heading.current?.scrollIntoView({ block: "nearest" });
  }, [shown]);
  const reading = at.document !== "" || at.statement !== "";
  if (!reading && !group) return null;
  return (
    <aside class="panel" aria-label={reading ? texts.reading : texts.selection}>
      <header class="panel-head">
        <h2 ref={heading}>{reading ? texts.reading : <Heading />}</h2>
        {reading && group && (
          <button type="button" class="quiet" onClick={() => select({ from: at.from, about: at.about, as: at.as, when: at.when })}>
            ← {texts.selection}
          </button>
        )}
        <button type="button" class="icon" aria-label={texts.close} onClick={() => go(unselected())}>×</button>
      </header>
      <div class="panel-body" tabIndex={0} role="region" aria-label={reading ? texts.reading : texts.selection}>
        {at.document ? <ArticleView id={at.document} /> : at.statement ? <Alone id={at.statement} /> : <Group />}
      </div>
    </aside>
  );
}

function Heading() {
  const at = state.value;
  const speaker = at.from || at.speaker;
  const target = at.about || at.target;
  return (
    <>
      <bdi>
        {speaker && target
          ? texts.pair(nameOf(speaker).name, nameOf(target).name)
          : speaker
            ? texts.onlySpeaker(nameOf(speaker).name)
            : nameOf(target).name}
      </bdi>
      {at.as && <> <StanceMark stance={at.as} word /></>}
      {at.when && <time class="muted"> {at.when}</time>}
    </>
  );
}

function Group() {
  const values = { ...selected.value, limit: 100 };
  const answer = useAnswer(`statements ${JSON.stringify(values)}`, () => source.statements(values));
  const page = answer.value;
  useEffect(() => learn(page?.statements.flatMap((s) => s.speakers) ?? []), [page]);
  return (
    <>
      <Notice answer={answer} empty={page?.total === 0} />
      {page && page.total > 0 && (
        <>
          <p class="muted">{texts.shown(page.statements.length, page.total, texts.noun.statements)}</p>
          <ol class="list">
            {page.statements.map((told) => <ToldCard key={told.id} told={told} />)}
          </ol>
        </>
      )}
    </>
  );
}

/** A statement whose article is not named in the address: find it. */
function Alone({ id }: { id: string }) {
  const answer = useAnswer(`statement ${id}`, () => source.statement(id));
  return answer.value ? <ArticleView id={answer.value.report.id} /> : <Notice answer={answer} />;
}
