/** The page: masthead, views, filters, the view that is chosen, and what is selected in it. */

import { effect } from "@preact/signals";
import { render } from "preact";
import { pending, useAnswer } from "./answer";
import { Filters } from "./parts/filters";
import { Panel } from "./parts/panel";
import { Search } from "./parts/search";
import { To } from "./parts/who";
import { source } from "./source";
import { state, VIEWS, type View } from "./state";
import { texts } from "./texts";
import { ActorView } from "./views/actor";
import { ArticlesView } from "./views/articles";
import { ConceptsView } from "./views/concepts";
import { MatrixView } from "./views/matrix";
import { NetworkView } from "./views/network";
import { QueryView } from "./views/query";
import { StatementsView } from "./views/statements";
import { TimelineView } from "./views/timeline";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/parts.css";
import "./styles/views.css";

const SHOWN: Record<View, preact.ComponentType> = {
  network: NetworkView,
  statements: StatementsView,
  matrix: MatrixView,
  timeline: TimelineView,
  articles: ArticlesView,
  concepts: ConceptsView,
  query: QueryView,
  actor: ActorView,
};
const FILTERED: readonly View[] = ["network", "statements", "matrix", "timeline"];

function App() {
  const at = state.value;
  const Shown = SHOWN[at.view];
  return (
    <>
      <a class="skip" href="#view">{texts.skip}</a>
      <header class="masthead">
        <h1><To to={{ view: "network" }}>{texts.brand}</To> <small>{texts.tagline}</small></h1>
        <Search label={texts.search} hint={texts.searchHint} />
        <Counts />
      </header>
      <nav class="views" aria-label={texts.viewsLabel}>
        {VIEWS.filter((view) => !(source.offline && view === "query")).map((view) => <ToView key={view} view={view} />)}
      </nav>
      {FILTERED.includes(at.view) && <Filters />}
      <div class="desk">
        <main id="view" tabIndex={-1} data-view={at.view} aria-busy={pending.value > 0}><Shown /></main>
        <Panel />
      </div>
    </>
  );
}

/** Another view of the same: filters stay, and so does what is selected. */
function ToView({ view }: { view: View }) {
  const at = state.value;
  const here = at.view === view;
  return <To to={{ ...at, view, skip: 0 }} current={here}>{texts.views[view]}</To>;
}

function Counts() {
  const { value } = useAnswer("overview", () => source.overview());
  if (!value) return <p class="counts" />;
  return (
    <p class="counts">
      {texts.statements(value.statements)} · {texts.reports(value.documents)}
      {value.first && <> · {texts.span(value.first, value.last)}</>}
    </p>
  );
}

effect(() => {
  document.title = `${texts.views[state.value.view]} · ${texts.title}`;
});
const root = document.getElementById("app");
if (root) render(<App />, root);
