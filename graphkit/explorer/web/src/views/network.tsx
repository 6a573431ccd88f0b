/** The network: who spoke about whom. Laid out in the browser, cut to the most frequent before. */

import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from "cytoscape";
import fcose from "cytoscape-fcose";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useAnswer } from "../answer";
import type { Network, Tie } from "../answers";
import { learn } from "../names";
import { Notice } from "../parts/notice";
import { Top } from "../parts/top";
import { StanceMark } from "../parts/who";
import { source } from "../source";
import { colours, DASH, SIGN, STROKE } from "../stance";
import { filters, go, select, STANCES, state } from "../state";
import { save } from "../taking";
import { texts } from "../texts";
import { drawing } from "./network-drawing";

cytoscape.use(fcose);

const SHAPES: Record<string, cytoscape.Css.NodeShape> = {
  Person: "ellipse",
  State: "round-rectangle",
  Organization: "round-hexagon",
  MediaOutlet: "round-diamond",
  Unnamed: "ellipse",
};
const LISTED = 60;
const DRAWN = 400; // more arrows nobody can tell apart, and each frame takes long to draw

export function NetworkView() {
  const asked = { ...filters.value, top: state.value.top };
  const answer = useAnswer(`network ${JSON.stringify(asked)}`, () => source.network(asked));
  const network = answer.value;
  const strong = useMemo(() => network && { ...network, ties: strongest(network.ties) }, [network]);
  const [core, setCore] = useState<Core | null>(null);
  useEffect(() => learn(network?.actors ?? []), [network]);
  const empty = network?.actors.length === 0;
  const cut = network && strong && strong.ties.length < network.ties.length;
  return (
    <section class="network" aria-label={texts.views.network}>
      <div class="bar">
        <Top total={network?.total ?? 0} what={texts.noun.actors} />
        {cut && <span class="muted">{texts.shown(strong.ties.length, network.ties.length, texts.noun.ties)}</span>}
        {core && !empty && <Tools core={core} />}
      </div>
      <Notice answer={answer} empty={empty} />
      {strong && !empty && (
        <>
          <Canvas network={strong} onCore={setCore} />
          <Legend network={strong} />
          <Ties network={strong} />
        </>
      )}
    </section>
  );
}

/** The ties of most statements, and the strongest of each actor, so that nobody stands alone. */
function strongest(ties: readonly Tie[]): Tie[] {
  const met = new Set<string>();
  return ties
    .toSorted((a, b) => b.statements - a.statements)
    .filter((tie, rank) => {
      const ends = [tie.speaker, tie.target];
      const first = ends.some((end) => !met.has(end));
      ends.forEach((end) => met.add(end));
      return rank < DRAWN || first;
    });
}

function Tools({ core }: { core: Core }) {
  const zoom = (by: number) =>
    core.zoom({ level: core.zoom() * by, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } });
  const png = () => {
    const picture = core.png({ output: "blob", full: true, scale: 2, bg: colours().paper });
    save("network.png", picture);
  };
  return (
    <span class="tools">
      <button type="button" class="icon" aria-label={texts.zoomOut} onClick={() => zoom(1 / 1.3)}>−</button>
      <button type="button" class="icon" aria-label={texts.zoomIn} onClick={() => zoom(1.3)}>+</button>
      <button type="button" onClick={() => core.fit(undefined, 30)}>{texts.fit}</button>
      <button type="button" onClick={() => save("network.svg", drawing(core), "image/svg+xml")}>{texts.asSvg}</button>
      <button type="button" onClick={png}>{texts.asPng}</button>
    </span>
  );
}

function Canvas({ network, onCore }: { network: Network; onCore: (core: Core | null) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<Core | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const core = cytoscape({ container: box.current, minZoom: 0.15, maxZoom: 4, style: look() });
    held.current = core;
    onCore(core);
    core.on("tap", "edge", (event) => {
      const { source: from, target: about, stance } = event.target.data();
      select({ from, about, as: stance });
    });
    core.on("tap", "node", (event) => go({ view: "actor", actor: event.target.id() }));
    core.on("mouseover", "node", (event) => dim(core, event.target.closedNeighborhood()));
    core.on("mouseout", "node", () => dim(core, chosen(core)));
    core.on("mouseover", "node, edge", () => box.current?.classList.add("pointing"));
    core.on("mouseout", "node, edge", () => box.current?.classList.remove("pointing"));
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const recolour = () => core.style(look());
    dark.addEventListener("change", recolour);
    const sized = new ResizeObserver(() => {
      core.resize();
      core.fit(undefined, 30);
    });
    sized.observe(box.current);
    return () => {
      sized.disconnect();
      dark.removeEventListener("change", recolour);
      onCore(null);
      core.destroy();
    };
  }, []);
  useEffect(() => {
    if (held.current) lay(held.current, network);
  }, [network]);
  const { from, about, as } = state.value;
  useEffect(() => {
    if (held.current) dim(held.current, chosen(held.current));
  }, [network, from, about, as]);
  const label = texts.networkLabel(network.actors.length, network.ties.length);
  return <div class="canvas" ref={box} role="img" aria-label={label} data-ready="" />;
}

function lay(core: Core, network: Network): void {
  const before = new Map(core.nodes().map((node) => [node.id(), { ...node.position() }]));
  core.batch(() => {
    core.elements().remove();
    core.add(elements(network));
    core.nodes().forEach((node) => {
      const place = before.get(node.id());
      if (place) node.position(place);
    });
  });
  const kept = core.nodes().filter((node) => before.has(node.id())).length;
  const options = {
    name: "fcose",
    animate: false,
    randomize: kept < core.nodes().length / 2,
    quality: core.nodes().length > 120 ? "default" : "proof",
    nodeSeparation: 90,
    idealEdgeLength: () => 95,
    nodeRepulsion: () => 9000,
    gravity: 0.4,
    nodeDimensionsIncludeLabels: true,
    packComponents: true,
  };
  core.layout(options as cytoscape.LayoutOptions).run();
  core.fit(undefined, 30);
  core.container()?.setAttribute("data-ready", String(core.nodes().length));
}

function elements({ actors, weights, ties }: Network): ElementDefinition[] {
  const most = Math.max(1, ...Object.values(weights));
  const nodes = actors.map((actor) => ({
    data: {
      id: actor.id,
      label: actor.name,
      shape: SHAPES[actor.label] ?? "ellipse",
      unnamed: actor.label === "Unnamed" ? 1 : 0,
      size: 26 + 30 * Math.sqrt((weights[actor.id] ?? 0) / most),
      ...(actor.flag ? { flag: source.flag(actor.flag) } : {}),
    },
  }));
  const edges = ties.map((tie) => ({
    data: {
      id: `${tie.speaker}|${tie.target}|${tie.stance}`,
      source: tie.speaker,
      target: tie.target,
      stance: tie.stance,
      statements: tie.statements,
      width: Math.min(9, 1.6 + Math.log2(tie.statements) * 1.6),
      dash: DASH[tie.stance],
      label: tie.statements > 1 ? `${SIGN[tie.stance]} ${tie.statements}` : SIGN[tie.stance],
    },
  }));
  return [...nodes, ...edges];
}

/** What is selected in the address, as elements: its ties, or whom it is of where these are not drawn. */
function chosen(core: Core): cytoscape.CollectionReturnValue {
  const { from, about, as } = state.value;
  const none = core.collection();
  if (!from && !about) return none;
  const edges = core.edges().filter((edge) => {
    const data = edge.data();
    return (!from || data.source === from) && (!about || data.target === about) && (!as || data.stance === as);
  });
  const ends = core.nodes().filter((node) => node.id() === from || node.id() === about);
  return edges.empty() ? ends : edges.union(edges.connectedNodes());
}

function dim(core: Core, kept: cytoscape.CollectionReturnValue): void {
  core.batch(() => {
    core.elements().removeClass("dim");
    if (kept.nonempty()) core.elements().not(kept).addClass("dim");
  });
}

function look(): StylesheetJson {
  const c = colours();
  const font = "system-ui, sans-serif";
  return [
    {
      selector: "node",
      style: {
        shape: "data(shape)" as cytoscape.Css.NodeShape,
        width: "data(size)",
        height: "data(size)",
        "background-color": c.line,
        "background-opacity": 0.25,
        "border-width": 1.5,
        "border-color": c.line,
        label: "data(label)",
        color: c.ink,
        "font-family": font,
        "font-size": 15,
        "font-weight": 500,
        "text-valign": "bottom",
        "text-margin-y": 5,
        "text-wrap": "wrap",
        "text-max-width": "120px",
        "text-background-color": c.paper,
        "text-background-opacity": 0.85,
        "text-background-padding": "2px",
        "text-background-shape": "round-rectangle",
        "min-zoomed-font-size": 7,
      },
    },
    { selector: "node[flag]", style: { "background-opacity": 1, "background-image": "data(flag)", "background-fit": "cover" } },
    { selector: "node[unnamed = 1]", style: { "border-style": "dashed", "border-width": 2, "border-color": c.muted } },
    {
      selector: "edge",
      style: {
        "curve-style": "bezier",
        "control-point-step-size": 34,
        width: "data(width)",
        "line-style": "data(dash)" as cytoscape.Css.LineStyle,
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.9,
        label: "data(label)",
        "font-family": font,
        "font-size": 12,
        "font-weight": 700,
        "text-background-color": c.paper,
        "text-background-opacity": 0.9,
        "text-background-padding": "1px",
        "min-zoomed-font-size": 8,
        "overlay-padding": 6,
        opacity: 0.9,
      },
    },
    ...STANCES.map((stance) => ({
      selector: `edge[stance = "${stance}"]`,
      style: {
        "line-color": c[stance],
        "target-arrow-color": c[stance],
        color: c[stance],
        ...(stance === "neutral" ? { opacity: 0.6 } : {}),
      },
    })),
    { selector: ".dim", style: { opacity: 0.25 } },
  ] as StylesheetJson;
}

function Legend({ network }: { network: Network }) {
  const present = new Set(network.actors.map((actor) => actor.label));
  return (
    <ul class="legend" aria-label={texts.legend}>
      {STANCES.map((stance) => (
        <li key={stance}>
          <svg width="30" height="10" aria-hidden="true" class={stance}>
            <line x1="1" x2="29" y1="5" y2="5" stroke-width="3" stroke="currentColor" stroke-dasharray={STROKE[stance]} />
          </svg>
          <span aria-hidden="true">{SIGN[stance]}</span> {texts.stance[stance]}
        </li>
      ))}
      {Object.entries(texts.shapes)
        .filter(([label]) => present.has(label))
        .map(([label, word]) => (
          <li key={label}>
            <span class={`shape ${label}`} aria-hidden="true" /> {word}
          </li>
        ))}
    </ul>
  );
}

/** The same as a list, for the keyboard and for those who do not see the picture. */
function Ties({ network }: { network: Network }) {
  const names = new Map(network.actors.map((actor) => [actor.id, actor]));
  const ties = network.ties.slice(0, LISTED);
  const name = (id: string) => names.get(id)?.name ?? id;
  const { from, about, as } = state.value;
  const on = (tie: Tie) => tie.speaker === from && tie.target === about && (!as || tie.stance === as);
  return (
    <details class="ties">
      <summary>{texts.strongest}</summary>
      <ol>
        {ties.map((tie) => (
          <li key={`${tie.speaker}|${tie.target}|${tie.stance}`}>
            <button
              type="button"
              class="row"
              aria-pressed={on(tie)}
              onClick={() => select({ from: tie.speaker, about: tie.target, as: tie.stance })}
            >
              <StanceMark stance={tie.stance} />
              <bdi>{name(tie.speaker)}</bdi> {texts.about} <bdi>{name(tie.target)}</bdi>
              <span class="n">{tie.statements}</span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
