"""An empty store of the kind that a fixture is asked for."""

from pathlib import Path

import pytest

from loaders import open_store
from schemas.stores import Store


def new_store(request: pytest.FixtureRequest, folder: Path) -> Store:
    """Embedded in a folder where the parameter says so, else of the server of that name, emptied."""
    if request.param == "embedded":
        return open_store(folder / "store")
    server = request.getfixturevalue(request.param.replace("-", "_"))
    server.empty()
    return open_store(server.url, user=server.user, password=server.password)
