"""Loads that meet a fault and are done again: the store equals a clean load's, by its hash.

Ten seeded faults a store here; `make soak` has a hundred and writes docs/faults.md.
"""

import platform
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.faulty import CLEAN, DOCUMENTS, Faulty, FaultyFolder, FaultyServer, processor, small_disk

PAGE = Path(__file__).parents[1] / "docs" / "faults.md"
SOAK = 100
RARE = {"server stopped and started": 8, "server killed and started": 8}
"""Kinds that take long, and every how many faults they have their turn."""
STORES = ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture(scope="module", params=STORES)
def faulty(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Faulty]:
    if request.param == "embedded":
        disk = tmp_path_factory.mktemp("faults") / "disk"
        with small_disk(disk) as resize:
            yield FaultyFolder(disk, resize)
    else:
        server = request.getfixturevalue("neo4j_lts")
        yield FaultyServer(server)
        server.empty()


def kind_of(fault: int, faulty: Faulty) -> str:
    """The kinds take turns; those that take long more rarely."""
    for offset, (kind, period) in enumerate(RARE.items()):
        if kind in faulty.kinds and fault % period == offset + 2:
            return kind
    usual = [kind for kind in faulty.kinds if kind not in RARE]
    return usual[fault % len(usual)]


@pytest.mark.parametrize("fault", range(10))
def test_a_load_that_met_a_fault_is_resumed(fault: int, faulty: Faulty) -> None:
    kind = kind_of(fault, faulty)
    faulty.kinds[kind](random.Random(fault))
    assert faulty.resumed() == CLEAN, kind


@pytest.mark.soak
def test_a_hundred_faults(faulty: Faulty) -> None:
    tried: Counter[str] = Counter()
    cut_off: Counter[str] = Counter()
    equal: Counter[str] = Counter()
    begin = time.monotonic()
    for fault in range(1_000, 1_000 + SOAK):
        kind = kind_of(fault, faulty)
        tried[kind] += 1
        cut_off[kind] += faulty.kinds[kind](random.Random(fault))
        equal[kind] += faulty.resumed() == CLEAN
        rows = [f"| {faulty.name} | {k} | {tried[k]} | {cut_off[k]} | {equal[k]} |" for k in tried]
        noted(faulty.name, rows, time.monotonic() - begin)
    assert equal == tried


HEAD = f"""# Faults

Written by `make soak` (`python -m pytest -m soak tests/test_loaders_faults.py`). A load of
{DOCUMENTS} documents in lots of 600 rows meets a fault at a seeded point and is done again; the
store's content hash (`graphkit verify`) is then compared with that of a clean load. *Cut off* counts
the loads that the fault reached before their end; a wire that is cut is mended for every second load,
so that the driver tries again by itself. The numbers are those of the faults that were run: a run that
is stopped before its hundredth keeps its rows.

| store | fault | faults | cut off | equal to a clean load |
|---|---|---|---|---|
"""


def noted(store: str, rows: list[str], seconds: float) -> None:
    """Writes the rows of a store into the page; those of the other one stay."""
    there = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    tables = [line for line in there if line.startswith("| ") and " fault " not in line]
    others = [line for line in tables if not line.startswith(f"| {store} ")]
    runs = [line for line in there if line.startswith("- ") and not line.startswith(f"- {store}:")]
    run = (
        f"- {store}: {date.today()}, {seconds / 60:.0f} minutes, {processor()}, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )
    body = "\n".join(sorted([*others, *rows]))
    PAGE.write_text(f"{HEAD}{body}\n\n{'\n'.join(sorted([*runs, run]))}\n", encoding="utf-8")
