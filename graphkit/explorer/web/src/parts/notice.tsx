/** What stands where an answer is not there yet, or will not come. */

import type { Answer } from "../answer";
import { texts } from "../texts";

export function Notice<A>({ answer, empty }: { answer: Answer<A>; empty?: boolean }) {
  if (answer.error) {
    return (
      <div class="notice error" role="alert">
        <p>{answer.error}</p>
        <button type="button" onClick={answer.again}>{texts.tryAgain}</button>
      </div>
    );
  }
  if (answer.waiting && !answer.value) return <p class="notice" role="status">{texts.loading}</p>;
  if (empty && answer.value) return <p class="notice" role="status">{texts.nothing}</p>;
  return null;
}
