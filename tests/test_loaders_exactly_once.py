"""A load that was cut off anywhere and is done again ends as a clean one."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.synthetic import corpus
from loaders import open_store
from loaders.embedded import EmbeddedStore
from loaders.fingerprint import fingerprint_of
from loaders.neo4j_server import Neo4jStore
from schemas.actors import Person
from schemas.errors import StoreError
from schemas.graph import Graph
from schemas.relations import Said
from schemas.stores import Fingerprint
from tests.conftest import Neo4j

DOCUMENTS = 40
FAULTS = range(5)  # of each store; `make soak` has ten times as many
CHILD = """
import sys
from functools import partial
from benchmarks.synthetic import corpus
from loaders import bulk, lots, open_store
bulk.lots = partial(lots.lots, rows=600)
address, *login = sys.argv[1:]
with open_store(address, **dict(zip(("user", "password"), login))) as store:
    store.prepare()
    print("begins", flush=True)
    print(store.load_all(corpus({documents})), flush=True)
"""

type Address = tuple[str, ...]


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Address:
    if request.param == "embedded":
        return (str(tmp_path_factory.mktemp("store") / "store"),)
    server = request.getfixturevalue("neo4j_lts")
    server.empty()
    return server.url, server.user, server.password


def opened(address: Address) -> EmbeddedStore | Neo4jStore:
    store = open_store(address[0], **dict(zip(("user", "password"), address[1:], strict=False)))
    assert isinstance(store, EmbeddedStore | Neo4jStore)
    return store


def loading(address: Address) -> subprocess.Popen[str]:
    """A second process that has begun to load."""
    root = Path(__file__).parents[1]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD.format(documents=DOCUMENTS), *address],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begins\n"
    return child


def emptied(address: Address) -> None:
    if len(address) == 1:
        shutil.rmtree(address[0], ignore_errors=True)
    else:
        Neo4j(*address).empty()


@pytest.fixture(scope="module")
def clean(address: Address) -> tuple[Fingerprint, float]:
    """What a load leaves that nothing disturbs, and how many seconds it takes."""
    emptied(address)
    begin = time.monotonic()
    child = loading(address)
    assert "unchanged=0" in child.communicate()[0]
    seconds = time.monotonic() - begin
    with opened(address) as store:
        return store.fingerprint(), seconds


def test_the_clean_load_is_what_merging_gives(
    address: Address, clean: tuple[Fingerprint, float]
) -> None:
    assert clean[0] == fingerprint_of(Graph.merge(*corpus(DOCUMENTS)))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_killed_load_is_resumed(
    fault: int, address: Address, clean: tuple[Fingerprint, float]
) -> None:
    expected, seconds = clean
    emptied(address)
    child = loading(address)
    time.sleep(random.Random(fault).uniform(0.02, 0.9) * seconds)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    with opened(address) as store:
        report = store.load_all(corpus(DOCUMENTS))
        assert report.documents + report.unchanged == DOCUMENTS
        assert store.fingerprint() == expected


def test_what_is_there_is_left_alone(address: Address, clean: tuple[Fingerprint, float]) -> None:
    with opened(address) as store:
        store.load_all(corpus(DOCUMENTS))
        report = store.load_all(corpus(DOCUMENTS))
        assert (report.documents, report.unchanged) == (0, DOCUMENTS)
        assert store.fingerprint() == clean[0]


def test_one_that_is_not_sound_stops_no_other(
    address: Address, clean: tuple[Fingerprint, float]
) -> None:
    good = list(corpus(3))
    nobody = Person(id="person:nobody", name="Nobody")
    dangling = Said(source=nobody.id, target="gone", document=good[1].documents[0].id)
    bad = Graph([*good[1].nodes.values(), nobody], [*good[1].stated, dangling])
    emptied(address)
    with opened(address) as store:
        report = store.load_all([good[0], bad, good[2]])
        assert report.documents == 2
        (refused,) = report.refused
        assert refused.documents == bad.told
        assert "gone" in refused.reason
        assert {d.id for d in store.read().documents} == {*good[0].told, *good[2].told}


def test_a_fault_of_the_store_is_no_fault_of_a_document(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.prepare()
    store.close()
    with pytest.raises(StoreError):
        store.load_all(corpus(2))
