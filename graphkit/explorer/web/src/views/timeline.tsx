/** Swim lanes: a row a speaker, a mark a day (or month, or year) and stance; a brush chooses days. */

import { brushX, type D3BrushEvent } from "d3-brush";
import { scaleUtc } from "d3-scale";
import { select as pick } from "d3-selection";
import { useEffect, useRef, useState } from "preact/hooks";
import { useAnswer } from "../answer";
import type { Bucket, Named, Timeline } from "../answers";
import { learn } from "../names";
import { Notice } from "../parts/notice";
import { Top } from "../parts/top";
import { source } from "../source";
import { SIGN } from "../stance";
import { filter, filters, go, select, STANCES, state, stretch } from "../state";
import { save, standalone } from "../taking";
import { texts } from "../texts";

const DAY = 86_400_000;
const LANE = 30;
const HEAD = 26;
const BARS = 54;
const MARK = 20;
const NARROW = 560;

type Lane = Timeline["lanes"][number];

export function TimelineView() {
  const asked = { ...filters.value, top: state.value.top };
  const answer = useAnswer(`timeline ${JSON.stringify(asked)}`, () => source.timeline(asked));
  const timeline = answer.value;
  useEffect(() => learn(timeline?.speakers ?? []), [timeline]);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const picture = useRef<SVGSVGElement>(null);
  const empty = timeline?.lanes.length === 0;
  const svg = () => picture.current && save("timeline.svg", standalone(picture.current), "image/svg+xml");
  return (
    <section class="timeline" aria-label={texts.views.timeline}>
      <div class="bar">
        <Top total={timeline?.speakers_total ?? 0} what={texts.noun.actors} />
        {timeline && !empty && <button type="button" onClick={svg}>{texts.asSvg}</button>}
      </div>
      <Notice answer={answer} empty={empty} />
      <div class="drawn" ref={box}>
        {timeline && timeline.volume.length > 0 && width > 0 && <Bars timeline={timeline} width={width} />}
        {timeline && !empty && width > 0 && (
          <Lanes timeline={timeline} width={width} picture={picture} />
        )}
      </div>
      {timeline && timeline.undated > 0 && <p class="hint">{texts.undatedLeft(timeline.undated)}</p>}
    </section>
  );
}

/** How much was said when, whatever days are chosen; dragging over it chooses them. */
function Bars({ timeline, width }: { timeline: Timeline; width: number }) {
  const group = useRef<SVGGElement>(null);
  const { since, until } = state.value;
  const bars = timeline.volume.map((v) => ({ ...v, span: days(v.bucket) }));
  const first = Math.min(...bars.map((bar) => bar.span[0]));
  const last = Math.max(...bars.map((bar) => bar.span[1]));
  const x = scaleUtc([first, last], [left(width), width - 12]);
  const most = Math.max(...bars.map((bar) => bar.statements));
  useEffect(() => {
    if (!group.current) return;
    const brush = brushX<unknown>()
      .extent([[left(width), 2], [width - 12, BARS - 18]])
      .on("end", (event: D3BrushEvent<unknown>) => {
        if (!event.sourceEvent) return;
        const chosen = event.selection as [number, number] | null;
        if (!chosen) return filter({ since: "", until: "" });
        const [a, b] = chosen.map((at) => x.invert(at)) as [Date, Date];
        filter({ since: iso(a), until: iso(b) });
      });
    const drawn = pick(group.current).call(brush);
    const span = since || until
      ? [x(since ? Date.parse(since) : first), x(until ? Date.parse(until) + DAY : last)]
      : null;
    drawn.call(brush.move, span as [number, number] | null);
    return () => {
      drawn.on(".brush", null);
    };
  }, [width, since, until, first, last]);
  return (
    <svg width={width} height={BARS} role="img" aria-label={texts.brush} class="bars">
      {bars.map((bar) => {
        const height = (BARS - 22) * Math.sqrt(bar.statements / most);
        const wide = Math.max(2, x(bar.span[1]) - x(bar.span[0]) - 1);
        return <rect key={bar.bucket} x={x(bar.span[0])} y={BARS - 18 - height} width={wide} height={height} />;
      })}
      <text x={left(width)} y={BARS - 4} class="axis">{texts.brush}</text>
      <g ref={group} class="brush" />
    </svg>
  );
}

function Lanes(props: { timeline: Timeline; width: number; picture: preact.RefObject<SVGSVGElement | null> }) {
  const { timeline, width } = props;
  const spans = timeline.lanes.map((lane) => days(lane.bucket));
  const from = Math.min(...spans.map((span) => span[0]));
  const to = Math.max(...spans.map((span) => span[1]));
  const x = scaleUtc([from, to], [left(width), width - 12]);
  const height = HEAD + timeline.speakers.length * LANE;
  const spread = x.ticks(Math.max(2, Math.floor((width - left(width)) / 90)));
  const ticks = ticksOf(spread, timeline.bucket).filter((tick) => x(tick) < width - 40);
  return (
    <svg ref={props.picture} width={width} height={height} class="lanes" role="group" aria-label={texts.timelineLabel(texts.bucket[timeline.bucket])}>
      {ticks.map((tick) => (
        <g key={+tick} aria-hidden="true">
          <line class="grid" x1={x(tick)} x2={x(tick)} y1={HEAD - 6} y2={height} />
          <text class="axis" x={x(tick)} y={HEAD - 11} text-anchor="start">{label(tick, timeline.bucket)}</text>
        </g>
      ))}
      {timeline.speakers.map((speaker, i) => (
        <Row
          key={speaker.id}
          speaker={speaker}
          lanes={timeline.lanes.filter((lane) => lane.speaker === speaker.id)}
          y={HEAD + i * LANE}
          x={(bucket) => (x(days(bucket)[0]) + x(days(bucket)[1])) / 2}
          width={width}
        />
      ))}
    </svg>
  );
}

function Row(props: { speaker: Named; lanes: Lane[]; y: number; x: (bucket: string) => number; width: number }) {
  const { speaker, lanes, y, width } = props;
  const space = left(width);
  const open = () => go({ view: "actor", actor: speaker.id });
  return (
    <g>
      <line class="rule" x1="0" x2={width} y1={y + LANE} y2={y + LANE} />
      <g role="link" tabindex={0} class="lane-name" onClick={open} onKeyDown={onEnter(open)}>
        {speaker.flag && <image href={source.flag(speaker.flag)} x="4" y={y + 8} width="14" height="14" />}
        <text x={24} y={y + 20} aria-hidden="true">{shortened(speaker.name, space - 30)}</text>
        <title>{speaker.name}</title>
      </g>
      {grouped(lanes).map(([bucket, here]) =>
        here.map((lane, k) => (
          <Mark
            key={bucket + lane.stance}
            lane={lane}
            speaker={speaker}
            x={Math.min(props.x(bucket) + (k - (here.length - 1) / 2) * (MARK + 10), width - MARK)}
            y={y + LANE / 2}
          />
        )),
      )}
    </g>
  );
}

const pen = document.createElement("canvas").getContext("2d");

/** A name, or as much of its beginning as so many pixels hold. */
function shortened(name: string, room: number): string {
  if (!pen) return name;
  pen.font = `500 13px ${getComputedStyle(document.body).fontFamily}`; // as .lane-name has it
  const fits = (text: string) => pen.measureText(text).width <= room;
  const letters = [...name];
  let shown = name;
  while (letters.length > 1 && !fits(shown)) {
    letters.pop();
    shown = `${letters.join("").trimEnd()}…`;
  }
  return shown;
}

function Mark({ lane, speaker, x, y }: { lane: Lane; speaker: Named; x: number; y: number }) {
  const at = state.value;
  const on = at.from === speaker.id && at.when === lane.bucket && (!at.as || at.as === lane.stance);
  const open = () => select({ from: speaker.id, as: lane.stance, when: lane.bucket });
  const wide = lane.statements > 1 ? MARK + 8 : MARK;
  const said = texts.mark(speaker.name, lane.bucket, texts.stance[lane.stance], lane.statements);
  return (
    <g
      role="button"
      tabindex={0}
      class={`mark ${lane.stance}${on ? " on" : ""}`}
      aria-pressed={on}
      aria-label={said}
      onClick={open}
      onKeyDown={onEnter(open)}
    >
      <title>{said}</title>
      <rect x={x - wide / 2} y={y - MARK / 2} width={wide} height={MARK} rx="4" />
      <text x={x} y={y + 4} text-anchor="middle" aria-hidden="true">
        {SIGN[lane.stance]}
        {lane.statements > 1 && lane.statements}
      </text>
    </g>
  );
}

const onEnter = (act: () => void) => (event: KeyboardEvent) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  act();
};

function grouped(lanes: Lane[]): [string, Lane[]][] {
  const groups = new Map<string, Lane[]>();
  for (const stance of STANCES) {
    for (const lane of lanes) {
      if (lane.stance === stance) groups.set(lane.bucket, [...(groups.get(lane.bucket) ?? []), lane]);
    }
  }
  return [...groups];
}

/** The first and the last moment of a stretch of time. */
function days(bucket: string): [number, number] {
  const [first, last] = stretch(bucket);
  return [Date.parse(first), Date.parse(last) + DAY];
}

const iso = (day: Date) => day.toISOString().slice(0, 10);
const left = (width: number) => (width < NARROW ? 116 : 220);

/** Ticks on whole days, months or years. */
function ticksOf(ticks: Date[], bucket: Bucket): Date[] {
  const seen = new Set<string>();
  return ticks.filter((tick) => {
    const said = label(tick, bucket);
    const fresh = !seen.has(said);
    seen.add(said);
    return fresh;
  });
}

const FORMATS: Record<Bucket, Intl.DateTimeFormat> = {
  day: new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" }),
  month: new Intl.DateTimeFormat("en", { month: "short", year: "numeric", timeZone: "UTC" }),
  year: new Intl.DateTimeFormat("en", { year: "numeric", timeZone: "UTC" }),
};
const label = (day: Date, bucket: Bucket) => FORMATS[bucket].format(day);

function useWidth(box: preact.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return width;
}
