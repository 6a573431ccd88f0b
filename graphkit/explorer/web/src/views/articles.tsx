/** The reports in the store; one is read in the panel. */

import { useAnswer } from "../answer";
import { Notice } from "../parts/notice";
import { source } from "../source";
import { select, state } from "../state";
import { texts } from "../texts";

export function ArticlesView() {
  const answer = useAnswer("documents", () => source.documents());
  const reports = answer.value;
  return (
    <section class="articles" aria-label={texts.views.articles}>
      <Notice answer={answer} empty={reports?.length === 0} />
      <ul class="reports">
        {reports?.map((report) => (
          <li key={report.id}>
            <button
              type="button"
              class="row"
              aria-pressed={state.value.document === report.id}
              onClick={() => select({ document: report.id })}
            >
              <time>{report.published ?? texts.undated}</time>
              <span class="title" dir="auto">{report.title}</span>
              <bdi class="muted">{report.outlet?.name}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
