/** An actor: in which offices when, about whom it speaks, who speaks about it, where it stands. */

import { useEffect } from "preact/hooks";
import { useAnswer } from "../answer";
import type { Other, Profile } from "../answers";
import { learn } from "../names";
import { Notice } from "../parts/notice";
import { Stands } from "../parts/stands";
import { Flag, StanceMark, To, Who } from "../parts/who";
import { source } from "../source";
import { select, STANCES, START, state } from "../state";
import { texts } from "../texts";

export function ActorView() {
  const id = state.value.actor;
  const answer = useAnswer(id ? `actor ${id}` : null, () => source.actor(id));
  const profile = answer.value;
  useEffect(() => {
    if (profile) learn([profile.actor, ...[...profile.says_of, ...profile.said_by].map((o) => o.node)]);
  }, [profile]);
  if (!id) return <p class="notice">{texts.actorIntro}</p>;
  return (
    <section class="page" aria-label={texts.views.actor}>
      <Notice answer={answer} />
      {profile && profile.actor.id === id && <Shown profile={profile} />}
    </section>
  );
}

function Shown({ profile }: { profile: Profile }) {
  const { actor } = profile;
  return (
    <>
      <header class="page-head">
        <h2><Flag of={actor} /><bdi>{actor.name}</bdi></h2>
        <p class="facts">
          <span>{texts.label[actor.label] ?? actor.label}</span>
          {profile.aliases.length > 0 && (
            <span>{texts.aliases} <bdi>{profile.aliases.slice(0, 6).join(", ")}</bdi></span>
          )}
        </p>
        <p class="acts">
          <To class="button" to={{ ...START, view: "statements", speaker: actor.id }}>{texts.filterSpeaker}</To>
          <To class="button" to={{ ...START, view: "statements", target: actor.id }}>{texts.filterTarget}</To>
        </p>
      </header>
      <div class="columns">
        <Others title={texts.saysOf} others={profile.says_of} pick={(id) => select({ from: actor.id, about: id })} />
        <Others title={texts.saidBy} others={profile.said_by} pick={(id) => select({ from: id, about: actor.id })} />
      </div>
      <Offices profile={profile} />
      <section>
        <h3>{texts.stands}</h3>
        <Stands stands={profile.stands} withActor={false} />
      </section>
    </>
  );
}

function Others(props: { title: string; others: Other[]; pick: (id: string) => void }) {
  const { from, about } = state.value;
  const most = Math.max(1, ...props.others.map((other) => other.statements));
  return (
    <section>
      <h3>{props.title}</h3>
      {props.others.length === 0 && <p class="muted">{texts.none}</p>}
      <ul class="others">
        {props.others.map((other) => (
          <li key={other.node.id}>
            <button
              type="button"
              class="row"
              aria-pressed={other.node.id === from || other.node.id === about}
              onClick={() => props.pick(other.node.id)}
            >
              <Flag of={other.node} />
              <bdi>{other.node.name}</bdi>
              <span class="parts">
                {STANCES.filter((stance) => other.counts[stance]).map((stance) => (
                  <span key={stance}>
                    <StanceMark stance={stance} />
                    {other.counts[stance]}
                  </span>
                ))}
              </span>
              <meter min={0} max={most} value={other.statements} aria-label={texts.statements(other.statements)} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Offices({ profile }: { profile: Profile }) {
  const { offices, described, belongs } = profile;
  if (!offices.length && !described.length && !belongs.length) return null;
  return (
    <div class="columns">
      {offices.length > 0 && (
        <section>
          <h3>{texts.offices}</h3>
          <ul class="plain">
            {offices.map((held, i) => (
              <li key={i}>
                <span class="span">{texts.inOffice(held.since, held.until)}</span> {held.office.name}
                {held.of && <span class="muted"> <Who node={held.of} /></span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {belongs.length > 0 && (
        <section>
          <h3>{texts.belongs}</h3>
          <ul class="plain">
            {belongs.map((one, i) => (
              <li key={i}><Who node={one.to} /> <span class="muted">{one.kind} {one.since && texts.inOffice(one.since, one.until)}</span></li>
            ))}
          </ul>
        </section>
      )}
      {described.length > 0 && (
        <section>
          <h3>{texts.described}</h3>
          <ul class="plain">
            {described.map((one, i) => (
              <li key={i}>
                <button type="button" class="quote" onClick={() => select({ document: one.document })}>
                  <time class="span">{one.day ?? texts.undated}</time> {one.tense !== "present" && one.tense} <bdi>{one.office}</bdi>
                </button>
                {one.consistent === false && <strong class="flagged">{texts.wrong(one.expected)}</strong>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
