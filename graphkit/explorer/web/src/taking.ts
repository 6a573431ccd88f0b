/** What is taken away: citations, CSV, pictures. */

import type { Cell, Told } from "./answers";
import { texts } from "./texts";

const FORMULA = /^[=+\-@\t\r]/;
const WEB = /^https?:\/\//i;

/** An address that may be opened: the web's, and nothing that would run. */
export function webAddress(url: string | null): string | null {
  if (!url || !WEB.test(url)) return null;
  try {
    return new URL(url).href;
  } catch {
    return null;
  }
}

/** “Quote” — speaker, “Title”, outlet, date. Address. */
export function citation(told: Told): string {
  const speakers = told.speakers.map((s) => s.name).join(", ") || texts.nobody;
  const report = told.report;
  const where = [`“${report.title}”`, report.outlet?.name, report.published ?? told.day]
    .filter(Boolean)
    .join(", ");
  const link = webAddress(report.url) ?? report.id;
  return `“${told.text}” — ${speakers}, in ${where}. ${link}`;
}

/** Rows as CSV in which no spreadsheet finds a formula. */
export function csv(columns: string[], rows: Cell[][]): string {
  const lines = [columns, ...rows].map((row) => row.map(cell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

function cell(value: Cell): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = value === null ? "" : Array.isArray(value) ? value.join("; ") : value;
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Statements as the columns of a table. */
export function statementRows(list: Told[]): [string[], Cell[][]] {
  const columns = "date speaker cue text targets stances sentence title outlet url statement".split(" ");
  const rows = list.map((told): Cell[] => [
    told.day,
    told.speakers.map((s) => s.name),
    told.cue,
    told.text,
    told.targets.map((t) => t.node.name),
    told.targets.map((t) => t.stance),
    told.sentence,
    told.report.title,
    told.report.outlet?.name ?? null,
    told.report.url,
    told.id,
  ]);
  return [columns, rows];
}

/** Offers a file to the browser's downloads. */
export function save(name: string, content: Blob | string, type = "text/plain"): void {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

/** A drawing of the page with its colours written into it, to stand alone. */
export function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  const to = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  const wanted = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-family", "font-weight", "opacity", "text-anchor"];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of wanted) to[i]?.setAttribute(name, style.getPropertyValue(name));
    to[i]?.removeAttribute("class");
    to[i]?.removeAttribute("tabindex");
    to[i]?.removeAttribute("role");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}
