/** Speaker × target: rows speak, columns are spoken about; of actors, or rolled up to states. */

import { useEffect, useMemo } from "preact/hooks";
import { useAnswer } from "../answer";
import type { Matrix, Named, Stance } from "../answers";
import { learn } from "../names";
import { Notice } from "../parts/notice";
import { Top } from "../parts/top";
import { Flag, Who } from "../parts/who";
import { source } from "../source";
import { SIGN } from "../stance";
import { filters, go, select, STANCES, state, unselected } from "../state";
import { csv, save } from "../taking";
import { texts } from "../texts";

type Counts = Partial<Record<Stance, number>>;

export function MatrixView() {
  const { top, states, from, about } = state.value;
  const asked = { ...filters.value, top, states };
  const answer = useAnswer(`matrix ${JSON.stringify(asked)}`, () => source.matrix(asked));
  const matrix = answer.value;
  useEffect(() => learn([...(matrix?.speakers ?? []), ...(matrix?.targets ?? [])]), [matrix]);
  const empty = matrix?.ties.length === 0;
  // drawn again for another matrix or selection only: it has a thousand cells
  const cells = useMemo(
    () => matrix && !empty && <Cells matrix={matrix} from={from} about={about} />,
    [matrix, from, about],
  );
  return (
    <div class="matrix">
      <div class="bar">
        <Top total={matrix?.speakers_total ?? 0} what={texts.noun.actors} />
        {!source.offline && <RollUp />}
        {matrix && !empty && <button type="button" onClick={() => download(matrix)}>{texts.asCsv}</button>}
      </div>
      {states && <p class="hint">{texts.stateHint}</p>}
      <Notice answer={answer} empty={empty} />
      {cells}
    </div>
  );
}

function RollUp() {
  const { states } = state.value;
  return (
    <span class="toggles" role="group" aria-label={texts.rollUp}>
      {[false, true].map((wanted) => (
        <button
          key={String(wanted)}
          type="button"
          class="toggle"
          aria-pressed={states === wanted}
          onClick={() => go({ ...unselected(), states: wanted })}
        >
          {wanted ? texts.asStates : texts.asActors}
        </button>
      ))}
    </span>
  );
}

function Cells({ matrix, from, about }: { matrix: Matrix; from: string; about: string }) {
  const counts = byPair(matrix);
  const pressed = (speaker: Named, target: Named) => from === speaker.id && about === target.id;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={texts.views.matrix}>
      <table>
        <caption>{texts.matrixLabel}</caption>
        <thead>
          <tr>
            <td />
            {matrix.targets.map((target) => (
              <th key={target.id} scope="col">
                <span class="upright"><Flag of={target} /><bdi>{target.name}</bdi></span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.speakers.map((speaker) => (
            <tr key={speaker.id}>
              <th scope="row"><Who node={speaker} /></th>
              {matrix.targets.map((target) => (
                <td key={target.id}>
                  <Cell
                    speaker={speaker}
                    target={target}
                    counts={counts.get(`${speaker.id}|${target.id}`)}
                    pressed={pressed(speaker, target)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type CellProps = { speaker: Named; target: Named; counts: Counts | undefined; pressed: boolean };

function Cell({ speaker, target, counts, pressed }: CellProps) {
  if (!counts) return null;
  const present = STANCES.filter((stance) => counts[stance]);
  const total = present.reduce((sum, stance) => sum + (counts[stance] ?? 0), 0);
  const sign = present.length === 1 ? SIGN[present[0] as Stance] : "±";
  const parts = present.map((stance) => `${counts[stance]} ${texts.stance[stance]}`).join(", ");
  return (
    <button
      type="button"
      class="cell"
      aria-pressed={pressed}
      title={texts.cell(speaker.name, target.name, parts)}
      onClick={() => select({ from: speaker.id, about: target.id })}
    >
      <span>{sign}{total > 1 && total}</span>
      <span class="visually-hidden"> {texts.cell(speaker.name, target.name, parts)}</span>
      <svg class="shares" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <Shares counts={counts} present={present} total={total} />
      </svg>
    </button>
  );
}

function Shares({ counts, present, total }: { counts: Counts; present: Stance[]; total: number }) {
  let x = 0;
  return (
    <>
      {present.map((stance) => {
        const width = (100 * (counts[stance] ?? 0)) / total;
        const bar = <rect key={stance} class={stance} x={x} width={width} y="0" height="6" fill="currentColor" />;
        x += width;
        return bar;
      })}
    </>
  );
}

function byPair(matrix: Matrix): Map<string, Counts> {
  const pairs = new Map<string, Counts>();
  for (const tie of matrix.ties) {
    const key = `${tie.speaker}|${tie.target}`;
    pairs.set(key, { ...pairs.get(key), [tie.stance]: tie.statements });
  }
  return pairs;
}

function download(matrix: Matrix): void {
  const names = new Map([...matrix.speakers, ...matrix.targets].map((node) => [node.id, node.name]));
  const rows = matrix.ties.map((tie) => [
    names.get(tie.speaker) ?? tie.speaker,
    names.get(tie.target) ?? tie.target,
    tie.stance,
    tie.statements,
    tie.speaker,
    tie.target,
  ]);
  save("matrix.csv", csv(["speaker", "target", "stance", "statements", "speaker_id", "target_id"], rows), "text/csv");
}
