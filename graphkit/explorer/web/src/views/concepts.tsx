/** Concepts: who proposes, supports, rejects, makes conditional, and what depends on what. */

import { useAnswer } from "../answer";
import type { ConceptPage, Need } from "../answers";
import { Notice } from "../parts/notice";
import { Stands } from "../parts/stands";
import { To } from "../parts/who";
import { source } from "../source";
import { select, state } from "../state";
import { texts } from "../texts";

export function ConceptsView() {
  const id = state.value.concept;
  return id ? <One id={id} /> : <All />;
}

function All() {
  const answer = useAnswer("concepts", () => source.concepts());
  return (
    <section class="page" aria-label={texts.views.concepts}>
      <p class="hint">{texts.conceptsIntro}</p>
      <Notice answer={answer} empty={answer.value?.length === 0} />
      <ul class="reports">
        {answer.value?.map(({ concept, positions, actors }) => (
          <li key={concept.id}>
            <To class="row" to={{ view: "concepts", concept: concept.id }}>
              <bdi class="title">{concept.name}</bdi>
              <span class="muted">{texts.positions(positions)} · {texts.actors(actors)}</span>
            </To>
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ id }: { id: string }) {
  const answer = useAnswer(`concept ${id}`, () => source.concept(id));
  const page = answer.value;
  return (
    <section class="page" aria-label={texts.views.concepts}>
      <p><To to={{ view: "concepts" }}>← {texts.back}</To></p>
      <Notice answer={answer} />
      {page && page.concept.id === id && <Shown page={page} />}
    </section>
  );
}

function Shown({ page }: { page: ConceptPage }) {
  return (
    <>
      <header class="page-head">
        <h2><bdi>{page.concept.name}</bdi></h2>
        <p class="facts"><span>{page.concept.kind}</span>{page.definition && <bdi>{page.definition}</bdi>}</p>
      </header>
      <section>
        <h3>{texts.overTime}</h3>
        <Stands stands={page.stands} withActor />
      </section>
      <section>
        <h3>{texts.depends}</h3>
        {page.needs.length === 0 && <p class="muted">{texts.none}</p>}
        <ul class="needs">{page.needs.map((need, i) => <Needing key={i} need={need} />)}</ul>
      </section>
    </>
  );
}

function Needing({ need }: { need: Need }) {
  const named = (id: string | null, name: string) =>
    id ? <To to={{ view: "concepts", concept: id }}><bdi>{name}</bdi></To> : <bdi>{name}</bdi>;
  return (
    <li>
      <p>
        {need.actor_id ? (
          <To to={{ view: "actor", actor: need.actor_id }}><bdi>{need.actor}</bdi></To>
        ) : (
          <span class="muted">{texts.somebody}</span>
        )}
        : {named(need.concept_id, need.proposal)} <strong>{texts.needs}</strong> {named(need.needs_id, need.needs)}
      </p>
      {need.document && (
        <button
          type="button"
          class="quote"
          dir="auto"
          onClick={() => select({ document: need.document ?? "", statement: need.statement ?? "" })}
        >
          {need.sentence}
        </button>
      )}
    </li>
  );
}
