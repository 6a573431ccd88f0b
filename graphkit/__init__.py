"""From news text to a typed graph of who said what about whom.

    from graphkit import Pipeline, open_store

    graph = Pipeline().read("article.html")
    with open_store("./graphkit-store") as store:
        store.load(graph)
        store.ask("who-said-what", speaker="Trump").to_pandas()

Names are imported when they are first used: `import graphkit` costs nothing.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphkit.copies import copies
    from graphkit.explorer.onefile import Explorer
    from graphkit.pipeline import Outcome, Pipeline
    from graphkit.questions import AskableStore, ask, part_around, part_of_answer, questions
    from loaders import open_export, to_networkx
    from loaders.networkx_graph import actor_network, position_network, time_slices
    from schemas import Document, Graph, GraphKitError, Limits, Rows, Statement

__all__ = [
    "AskableStore",
    "Document",
    "Explorer",
    "Graph",
    "GraphKitError",
    "Limits",
    "Outcome",
    "Pipeline",
    "Rows",
    "Statement",
    "actor_network",
    "ask",
    "copies",
    "open_export",
    "open_store",
    "part_around",
    "part_of_answer",
    "position_network",
    "questions",
    "time_slices",
    "to_networkx",
]

_HOMES = {
    "AskableStore": "graphkit.questions",
    "Document": "schemas",
    "Explorer": "graphkit.explorer.onefile",
    "Graph": "schemas",
    "GraphKitError": "schemas",
    "Limits": "schemas",
    "Outcome": "graphkit.pipeline",
    "Pipeline": "graphkit.pipeline",
    "Rows": "schemas",
    "Statement": "schemas",
    "actor_network": "loaders.networkx_graph",
    "ask": "graphkit.questions",
    "copies": "graphkit.copies",
    "open_export": "loaders",
    "part_around": "graphkit.questions",
    "part_of_answer": "graphkit.questions",
    "position_network": "loaders.networkx_graph",
    "questions": "graphkit.questions",
    "time_slices": "loaders.networkx_graph",
    "to_networkx": "loaders",
}
_COMPANIONS = ("schemas", "loaders")  # top-level packages of this distribution


def open_store(
    url: str | Path,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    create: bool = True,
    share: bool = True,
) -> "AskableStore":
    """The store behind a URL, a folder or a file, with `ask` beside `load`, `query` and the rest.

    `bolt://`, `neo4j://`, `neo4j+s://` are Neo4j; a folder is the embedded store, made if it is not
    there and `create`; `.jsonl` is a file, and other files are only written. Close it, or use
    it with `with`. While an embedded store is open here, other programs of this user (a notebook,
    the command line) work with it through this one, on a loopback port with a password of its own;
    not so with `share=False`. Raises StoreError where it cannot be opened.
    """
    from graphkit.questions import AskableStore
    from loaders import open_store as opened

    return AskableStore(
        opened(
            str(url), user=user, password=password, database=database, create=create, share=share
        )
    )


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


def _refuse_strangers(home: Path) -> None:
    """ImportError where `schemas` or `loaders` is somebody else's package.

    Their names are common; without this a stranger's package in the way would fail with a message
    that leads nowhere.
    """
    for package in _COMPANIONS:
        spec = find_spec(package)
        found = Path(spec.origin).resolve().parent.parent if spec and spec.origin else None
        if found != home:
            where = f"found in {found}" if found else "missing"
            raise ImportError(
                f"graphkit needs its own package {package!r} beside it in {home}, but {package!r} "
                f"is {where}. Remove the other package or folder from the Python path, or install "
                "diplomatic-graphkit into a fresh virtual environment"
            )


_refuse_strangers(Path(__file__).resolve().parent.parent)
