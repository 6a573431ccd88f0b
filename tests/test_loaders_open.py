"""`open_store`: which address is which store, and what is said where there is none."""

import subprocess
import sys
from pathlib import Path

import pytest

from loaders import open_store
from loaders.files import Export, JsonLinesStore
from schemas.errors import ExportOnly, StoreError, StoreMissing, StoreUnavailable
from schemas.stores import QueryableStore, Store
from tests.loaders_samples import article


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jsonl", JsonLinesStore),
        ("a.JSONL", JsonLinesStore),
        ("a.json", JsonLinesStore),
        ("a.graphml", Export),
        ("a.csv", Export),
        ("a.csv/", Export),
    ],
)
def test_a_suffix_picks_the_file_store(tmp_path: Path, name: str, kind: type) -> None:
    with open_store(f"{tmp_path}/{name}") as store:
        assert isinstance(store, kind)
        assert isinstance(store, Store)
        assert not isinstance(store, QueryableStore)


def test_any_other_path_is_an_embedded_folder(tmp_path: Path) -> None:
    with open_store(tmp_path / "new" / "store.d") as store:
        assert isinstance(store, QueryableStore)
        assert store.read().documents == ()


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "folder"])
def test_without_create_a_store_must_be_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreMissing, match=name):
        open_store(tmp_path / name, create=False)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("url", ["http://localhost:7474", "mysql://x", "s3://bucket/x.jsonl"])
def test_an_unknown_scheme_names_the_known(url: str) -> None:
    with pytest.raises(StoreError, match=r"bolt, bolt\+s"):
        open_store(url)


def test_credentials_in_an_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(StoreError, match="NEO4J_PASSWORD") as raised:
        open_store("bolt://ada:secret-word@localhost:7687")
    assert "secret-word" not in str(raised.value)


@pytest.mark.parametrize("name", ["a.graphml", "a.csv"])
def test_exports_are_not_read(tmp_path: Path, name: str) -> None:
    store = open_store(tmp_path / name)
    store.load(article(1))
    for act in (store.read, lambda: store.remove("doc:1")):
        with pytest.raises(ExportOnly, match=r"\.jsonl"):
            act()


MISSING = """
import sys
sys.modules[{driver!r}] = None
from loaders import open_store
from schemas.errors import StoreUnavailable
try:
    open_store({url!r})
except StoreUnavailable as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("driver", "url", "remedy"),
    [
        ("arcadedb", "some-folder", 'pip install "diplomatic-graphkit[embedded]"'),
        ("neo4j", "bolt://localhost:1", "pip install neo4j"),
    ],
)
def test_a_missing_driver_says_what_to_install(driver: str, url: str, remedy: str) -> None:
    code = MISSING.format(driver=driver, url=url)
    root = Path(__file__).parents[1]
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    assert remedy in said
    assert driver in said


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, loaders\n"
        "print(sorted({'neo4j', 'arcadedb', 'networkx', 'pandas'} & sys.modules.keys()))"
    )
    root = Path(__file__).parents[1]
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "[]"


def test_unavailable_is_a_store_error() -> None:
    assert issubclass(StoreUnavailable, StoreError)
