"""The demo: the sample dossier read, loaded, asked, and what to try next."""

from graphkit.cli.batch import Given, find_articles, outcomes, report
from graphkit.cli.loading import load_all
from graphkit.cli.options import REJECTED, ModelOption, StoreOption, opened, reading, settings
from graphkit.cli.output import WHO_SAID_WHAT, message, print_table

DEMO_STORE = "./graphkit-demo"
_NEXT = """
The graph is in {0}. Now try
  graphkit ask said-about-over-time --param speaker="Trump" --param target="Putin" --store {0}
  graphkit ask state-about-state --store {0}
  graphkit questions
  graphkit query "MATCH (a:Actor)-->(s:Statement) RETURN a.name, count(s) AS n" --store {0}
  graphkit export --from {0} --to graph.graphml"""


def demo(store: StoreOption = None, model: ModelOption = None) -> None:
    """Read the sample dossier and show who said what.

    The graph goes into an embedded store, ./graphkit-demo unless --store names another.
    """
    from graphkit.questions.library import question
    from graphkit.samples import dossier

    # Only the flag counts: a demo never writes into the server that the environment names.
    chosen = settings(store=store or DEMO_STORE, model=model)
    articles = find_articles([dossier()])
    asked = question("who-said-what")
    with opened(chosen, create=True) as place:
        place.prepare()
        found = outcomes(reading(chosen), articles, Given())
        failed = load_all(place, found, len(articles), REJECTED)
        rows = place.ask(asked.name)
    print_table(rows, WHO_SAID_WHAT, asked.title)
    message(_NEXT, chosen.store)
    report(failed, len(articles))
