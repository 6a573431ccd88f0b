/** A button that copies a citation; where the browser refuses it shows it for copying by hand. */

import { useState } from "preact/hooks";
import type { Told } from "../answers";
import { citation } from "../taking";
import { texts } from "../texts";

export function Citing({ told }: { told: Told }) {
  const [done, setDone] = useState<"" | "copied" | "refused">("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(citation(told));
      setDone("copied");
      setTimeout(() => setDone(""), 2000);
    } catch {
      setDone("refused");
    }
  };
  return (
    <>
      <button type="button" class="quiet" onClick={copy}>
        {done === "copied" ? texts.copied : texts.copy}
      </button>
      {done === "refused" && (
        <label class="by-hand">
          {texts.copyFailed}
          <textarea readOnly rows={3} value={citation(told)} onFocus={(e) => e.currentTarget.select()} />
        </label>
      )}
    </>
  );
}
