"""A store of the kind that a fixture is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.synthetic import corpus
from graphkit.questions import AskableStore
from loaders import open_store
from schemas.stores import Store

EITHER = ["embedded", pytest.param("neo4j-lts", marks=pytest.mark.neo4j)]
"""Both kinds of store, for the parameters of a fixture."""


def new_store(request: pytest.FixtureRequest, folder: Path) -> Store:
    """Embedded in a folder where the parameter says so, else of the server of that name, emptied."""
    if request.param == "embedded":
        return open_store(folder / "store")
    server = request.getfixturevalue(request.param.replace("-", "_"))
    server.empty()
    return open_store(server.url, user=server.user, password=server.password)


@contextmanager
def synthetic(
    documents: int, request: pytest.FixtureRequest, factory: pytest.TempPathFactory
) -> Iterator[AskableStore]:
    """A store of so many synthetic documents."""
    with AskableStore(new_store(request, factory.mktemp("synthetic"))) as store:
        store.load_all(corpus(documents))
        yield store
