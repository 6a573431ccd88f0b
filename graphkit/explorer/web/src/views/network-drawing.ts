/** The network as an SVG that stands alone: what the canvas shows, in shapes and text. */

import type { Core, EdgeSingular, NodeSingular } from "cytoscape";
import type { Stance } from "../answers";
import { colours, STROKE } from "../stance";

const SPACE = 60;

export function drawing(core: Core): string {
  const box = core.elements().boundingBox();
  const c = colours();
  const size = [box.x1 - SPACE, box.y1 - SPACE, box.w + 2 * SPACE, box.h + 2 * SPACE].map(Math.round);
  const parts = [
    ...core.edges().map((edge) => line(edge, c[edge.data("stance") as Stance])),
    ...core.nodes().map((node) => dot(node, c)),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${size.join(" ")}" font-family="system-ui, sans-serif">` +
    `<rect x="${size[0]}" y="${size[1]}" width="${size[2]}" height="${size[3]}" fill="${c.paper}"/>` +
    `${parts.join("")}</svg>`
  );
}

function line(edge: EdgeSingular, colour: string): string {
  const from = edge.sourceEndpoint();
  const to = edge.targetEndpoint();
  const via = edge.controlPoints()?.[0];
  const path = via
    ? `M${at(from)} Q${at(via)} ${at(to)}`
    : `M${at(from)} L${at(to)}`;
  const middle = edge.midpoint();
  const dash = STROKE[edge.data("stance") as Stance];
  const end = head(via ?? from, to);
  return (
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${edge.data("width")}" stroke-dasharray="${dash}"/>` +
    `<path d="${end}" fill="${colour}"/>` +
    `<text x="${round(middle.x)}" y="${round(middle.y)}" fill="${colour}" font-size="12" font-weight="700" text-anchor="middle">${escape(edge.data("label"))}</text>`
  );
}

type Point = { x: number; y: number };

/** An arrow's head that ends at a point. */
function head(from: Point, to: Point): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const corner = (turn: number) => ({
    x: to.x - 9 * Math.cos(angle + turn),
    y: to.y - 9 * Math.sin(angle + turn),
  });
  return `M${at(to)} L${at(corner(0.4))} L${at(corner(-0.4))} Z`;
}

function dot(node: NodeSingular, c: ReturnType<typeof colours>): string {
  const { x, y } = node.position();
  const half = Number(node.data("size")) / 2;
  const dashed = node.data("unnamed") ? ' stroke-dasharray="4 3"' : "";
  const corner = node.data("shape") === "ellipse" ? half : half / 3;
  return (
    `<rect x="${round(x - half)}" y="${round(y - half)}" width="${round(2 * half)}" height="${round(2 * half)}" rx="${round(corner)}" fill="${c.paper}" stroke="${c.ink}" stroke-width="1.5"${dashed}/>` +
    `<text x="${round(x)}" y="${round(y + half + 16)}" fill="${c.ink}" font-size="13" text-anchor="middle">${escape(node.data("label"))}</text>`
  );
}

const at = (point: Point) => `${round(point.x)} ${round(point.y)}`;
const round = (n: number) => Math.round(n * 10) / 10;
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escape(text: unknown): string {
  return String(text)
    .replace(FORBIDDEN, "\ufffd")
    .replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
}
