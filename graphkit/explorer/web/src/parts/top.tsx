/** How many of the most frequent are shown. */

import { go, state } from "../state";
import { texts } from "../texts";

const STEPS = [10, 20, 30, 50, 80, 120, 200];

export function Top({ total, what }: { total: number; what: string }) {
  const top = state.value.top;
  const steps = [...new Set([...STEPS, top])].sort((a, b) => a - b);
  return (
    <label class="top">
      {texts.most}{" "}
      <select value={String(top)} onChange={(e) => go({ top: Number(e.currentTarget.value) })}>
        {steps.map((step) => <option key={step} value={String(step)}>{step}</option>)}
      </select>{" "}
      <span class="muted">{texts.shown(Math.min(top, total), total, what)}</span>
    </label>
  );
}
