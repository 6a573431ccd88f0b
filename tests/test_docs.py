"""The pages: links lead somewhere, and the plan of the house shows every room there is."""

import re
from pathlib import Path

import pytest

from loaders import EXPORT_SUFFIXES
from loaders.parquet_files import STATEMENT_COLUMNS, TABLES

ROOT = Path(__file__).parents[1]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted(p for p in (ROOT / "graphkit").rglob("*.md") if "node_modules" not in p.parts),
]
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
OUTSIDE = ("http://", "https://", "mailto:")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_resolve(page: Path) -> None:
    links = LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    broken = []
    for link in links:
        if link.startswith(OUTSIDE):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def rooms() -> list[str]:
    """`graphkit.reading`, `graphkit.clauses`, `schemas`, …: every package and module that is one."""
    house = ROOT / "graphkit"
    packages = [init.parent.name for init in house.glob("*/__init__.py")]
    modules = [module.stem for module in house.glob("[!_]*.py")]
    return ["schemas", "loaders", *sorted(f"graphkit.{name}" for name in (*packages, *modules))]


PLAN = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("room", rooms())
def test_the_plan_names_every_room(room: str) -> None:
    assert f"`{room}`" in PLAN


def test_the_plan_names_no_room_that_is_gone() -> None:
    assert set(re.findall(r"`(graphkit\.\w+)`", PLAN)) <= set(rooms())


@pytest.mark.parametrize(
    "folder", ["graphkit/extractors", "loaders"], ids=["extractors", "loaders"]
)
def test_the_plan_names_every_extractor_and_store(folder: str) -> None:
    modules = {path.stem for path in (ROOT / folder).glob("[!_]*.py")} - {"arcade_values"}
    assert [module for module in sorted(modules) if f"`{module}`" not in PLAN] == []


def test_the_page_of_exports_names_every_ending() -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert [ending for ending in EXPORT_SUFFIXES if f"--to graph{ending}" not in page] == []


@pytest.mark.parametrize("table", TABLES)
def test_the_page_of_exports_names_every_column_of_statements(table: str) -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert f"graph.{table}.parquet" in page
    assert [name for name in STATEMENT_COLUMNS if f"`{name}`" not in page] == []
