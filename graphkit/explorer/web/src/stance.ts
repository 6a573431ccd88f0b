/** A stance is never colour alone: each has a sign, and a way to draw a line. */

import type { Stance } from "./answers";

export const SIGN: Record<Stance, string> = { positive: "+", neutral: "•", negative: "−" };
export const DASH: Record<Stance, "solid" | "dashed" | "dotted"> = {
  positive: "solid",
  neutral: "dotted",
  negative: "dashed",
};
export const STROKE: Record<Stance, string> = { positive: "", neutral: "1 4", negative: "7 4" };

const AS_STANCE: Record<string, Stance> = { REJECTS: "negative", CONDITIONS: "neutral" };

/** How a position on a proposal leans. */
export function leaning(position: string): Stance {
  return AS_STANCE[position] ?? "positive";
}

export const POSITION_SIGN: Record<string, string> = {
  PROPOSES: "+",
  SUPPORTS: "+",
  OFFERS: "+",
  DEMANDS: "!",
  REJECTS: "−",
  CONDITIONS: "if",
};

/** The colours of the page as it is now, light or dark, for what is drawn on a canvas. */
export function colours(): Record<Stance | "ink" | "muted" | "paper" | "line" | "accent", string> {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    positive: of("--positive"),
    neutral: of("--neutral"),
    negative: of("--negative"),
    ink: of("--ink"),
    muted: of("--muted"),
    paper: of("--surface"),
    line: of("--line-strong"),
    accent: of("--accent"),
  };
}
