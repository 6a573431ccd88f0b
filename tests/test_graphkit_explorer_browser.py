"""The explorer's page in a real Chromium: what it shows, how its views are linked, who can use it."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from graphkit.explorer.filters import STANCES
from loaders import open_store
from schemas.actors import State
from schemas.base import Node, Relationship
from schemas.derivation import utterances
from schemas.graph import Graph
from schemas.provenance import Document
from schemas.relations import About, In, Said
from schemas.statements import Statement
from tests.browsing import NARROW, WIDE, Seen, looking, served
from tests.six_reports import six_reports
from tools.chromium import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TRUMP, PUTIN, ZELENSKYY = (
    "person:donald-trump",
    "person:vladimir-putin",
    "person:volodymyr-zelensky",
)
CEASEFIRE = "concept:ceasefire:state-rus+state-ukr"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return six_reports().check()


@pytest.fixture(scope="module")
def address(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(graph, tmp_path_factory.mktemp("browsed") / "store") as at:
        yield at


@pytest.fixture
def seen(browser: Browser, address: str) -> Iterator[Seen]:
    with looking(browser, address) as page:
        yield page


def brave(graph: Graph) -> str:
    """The id of “Zelenskyy is a brave man”."""
    return next(s.id for s in graph.statements if "brave" in s.text)


def read(page: Page) -> str:
    """The text of the open article, without what the page adds to it."""
    return str(
        page.eval_on_selector(
            ".article .text",
            """text => { const copy = text.cloneNode(true);
                copy.querySelectorAll('button, .zone-label').forEach(e => e.remove());
                return copy.textContent; }""",
        )
    )


# --- each view shows what the store holds -------------------------------------------------------


def test_network(seen: Seen, graph: Graph) -> None:
    page = seen.open()
    spoken = list(utterances(graph.nodes, graph.stated))
    actors = {end for u in spoken for end in (u.speaker, u.target)}
    assert page.get_attribute(".canvas", "data-ready") == str(len(actors))
    page.get_by_text("Ties as a list").click()
    ties = {(u.speaker, u.target, u.stance) for u in spoken}
    expect(page.locator(".ties li")).to_have_count(len(ties))
    names = page.locator(".ties li").all_inner_texts()
    assert any("Donald Trump about Volodymyr Zelenskyy" in " ".join(n.split()) for n in names)


def test_statements(seen: Seen, graph: Graph) -> None:
    page = seen.open(view="statements", everything="1")
    said = {e.target for e in graph.stated if isinstance(e, Said)}
    expect(page.locator("tbody tr")).to_have_count(len(said))
    row = page.locator("tbody tr", has_text="brave man")
    expect(row).to_contain_text("2025-05-10")
    expect(row).to_contain_text("Donald Trump")
    expect(row.locator("em")).to_have_text("Zelenskyy is a brave man")


def test_matrix_of_actors_and_of_states(seen: Seen) -> None:
    page = seen.open(view="matrix")
    cell = page.get_by_role("button", name="Donald Trump about Volodymyr Zelenskyy")
    expect(cell).to_have_accessible_name(
        "±2 Donald Trump about Volodymyr Zelenskyy: 1 positive, 1 negative"
    )
    page.get_by_role("button", name="States").click()
    expect(page.get_by_role("button", name="United States about Ukraine")).to_be_visible()
    assert seen.state() == {"view": "matrix", "states": "1"}


def test_timeline(seen: Seen, graph: Graph) -> None:
    page = seen.open(view="timeline")
    spoken = utterances(graph.nodes, graph.stated)
    marks = {(u.speaker, u.day, u.stance) for u in spoken if u.day}
    expect(page.locator("svg .mark")).to_have_count(len(marks))


def test_articles_are_shown_unchanged(seen: Seen, graph: Graph) -> None:
    page = seen.open(view="articles")
    expect(page.locator(".reports li")).to_have_count(len(graph.documents))
    for document in graph.documents:
        seen.open(view="articles", document=document.id)
        assert read(page) == document.text
        own = [e for e in graph.stated if isinstance(e, In) and e.target == document.id]
        expect(page.locator(".article .list .told")).to_have_count(len(own))


def test_actor(seen: Seen) -> None:
    page = seen.open(view="actor", actor=TRUMP)
    expect(page.locator("h2").first).to_have_text("Donald Trump")
    expect(page.locator("main")).to_contain_text("President of the United States")
    page.get_by_role("button", name="Volodymyr Zelenskyy").first.click()
    expect(page.locator(".panel h2")).to_have_text("Donald Trump about Volodymyr Zelenskyy")
    expect(page.locator(".panel .told")).to_have_count(2)


def test_concepts(seen: Seen) -> None:
    page = seen.open(view="concepts")
    page.locator(f"a.row[href*='{CEASEFIRE.replace(':', '%3A').replace('+', '%2B')}']").click()
    seen.settled()
    expect(page.locator("table.rows tbody tr").first).to_be_visible()
    expect(page.locator(".needs li").first).to_contain_text("needs")
    page.locator("table.rows button.quote").first.click()
    expect(page.locator(".panel .article")).to_be_visible()


def test_questions_and_cypher(seen: Seen) -> None:
    page = seen.open(view="query")
    page.get_by_label("Cypher", exact=True).fill(
        "MATCH (d:Document) RETURN d.id AS document ORDER BY d.id"
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator(".result tbody tr")).to_have_count(6)
    page.get_by_role("button", name="courier-1").click()
    expect(page.locator(".panel .article")).to_contain_text("brave man")
    page.get_by_label("Cypher", exact=True).fill("MATCH (n) DETACH DELETE n")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("only reads")
    page.get_by_label("Question").select_option("who-said-what")
    page.get_by_role("textbox", name="speaker").fill("Trump")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".result tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Open as Cypher").click()
    assert "// title: Who said what" in page.get_by_label("Cypher", exact=True).input_value()


# --- views are linked ---------------------------------------------------------------------------


def test_from_the_matrix_to_the_article_and_on(seen: Seen, graph: Graph) -> None:
    page = seen.open(view="matrix")
    page.get_by_role("button", name="Donald Trump about Volodymyr Zelenskyy").click()
    told = page.locator(".panel .told", has_text="brave man")
    told.get_by_role("button", name="Show in the article").click()
    chosen = page.locator(".article .mark.on").first
    expect(chosen).to_be_in_viewport()
    assert read(page) == graph.document("courier-1").text
    assert seen.state()["statement"] == brave(graph)
    expect(page.locator(".matrix .cell[aria-pressed=true]")).to_have_count(1)
    page.get_by_role("navigation").get_by_text("Statements").click()
    expect(page.locator("main tr.on")).to_contain_text("brave man")
    other = next(s.id for s in graph.statements if "no talks" in s.text)
    page.locator(f".article .content[data-of='{other}']").first.click()
    expect(page.locator("main tr.on")).to_contain_text("There can be no talks")


def test_from_the_network_to_statements(seen: Seen) -> None:
    page = seen.open()
    point = page.evaluate(
        """([speaker, target]) => { const canvas = document.querySelector('.canvas');
            const edge = canvas._cyreg.cy.edges().filter(e => e.data('source') === speaker
                && e.data('target') === target && e.data('stance') === 'positive')[0];
            const p = edge.renderedMidpoint(), box = canvas.getBoundingClientRect();
            return [p.x + box.x, p.y + box.y]; }""",
        [TRUMP, ZELENSKYY],
    )
    page.mouse.click(*point)
    expect(page.locator(".panel .told")).to_have_count(1)
    assert seen.state() == {"from": TRUMP, "about": ZELENSKYY, "as": "positive"}
    dimmed = "document.querySelector('.canvas')._cyreg.cy.nodes('.dim').length"
    shown = "document.querySelector('.canvas')._cyreg.cy.nodes().length"
    page.wait_for_function(f"{shown} - {dimmed} === 2")


def test_from_the_timeline_to_statements(seen: Seen) -> None:
    page = seen.open(view="timeline")
    page.get_by_role("button", name="2025-05-10, Donald Trump: 1 statement, positive").press(
        "Enter"
    )
    expect(page.locator(".panel .told")).to_contain_text("brave man")
    assert seen.state()["when"] == "2025-05-10"


def test_a_brush_chooses_days(seen: Seen) -> None:
    page = seen.open(view="timeline")
    box = page.locator(".brush .overlay").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 3, y, steps=5)
    page.mouse.up()
    seen.settled()
    state = seen.state()
    assert state["since"] == "2025-05-10"
    assert state["until"] < "2025-06-01"
    assert page.get_by_label("Until").input_value() == state["until"]
    days = page.locator("svg .mark").evaluate_all("m => m.map(e => e.ariaLabel.slice(0, 10))")
    assert days
    assert max(days) <= state["until"]


# --- the address --------------------------------------------------------------------------------


def test_back_is_undo_and_a_link_shows_the_same(seen: Seen, browser: Browser, address: str) -> None:
    page = seen.open(view="statements")
    all_rows = page.locator("tbody tr").count()
    page.get_by_role("button", name="negative").click()
    seen.settled()
    assert 0 < page.locator("tbody tr").count() < all_rows
    page.get_by_label("From").fill("2025-05-16")
    seen.settled()
    page.locator("button.quote").first.click()
    seen.settled()
    with looking(browser, address) as other:
        other.page.goto(page.url)
        other.settled()
        assert other.page.locator("main").inner_text() == page.locator("main").inner_text()
        assert other.page.locator(".panel").inner_text() == page.locator(".panel").inner_text()
    page.go_back()
    expect(page.locator(".panel")).to_have_count(0)
    page.go_back()
    expect(page.get_by_label("From")).to_have_value("")
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(all_rows)
    assert seen.state() == {"view": "statements"}
    page.go_forward()
    assert seen.state()["stance"] == "negative"
    page.get_by_role("button", name="Reset").click()
    assert seen.state() == {"view": "statements"}


@pytest.mark.parametrize(
    "search", ["?view=nonsense&top=-5&since=x&stance=loud", "?top=1e9&skip=abc"]
)
def test_an_address_that_makes_no_sense_still_shows_something(seen: Seen, search: str) -> None:
    seen.page.goto(seen.address + search)
    expect(seen.settled().locator(".canvas")).to_be_visible()


def test_what_is_not_there_is_said(seen: Seen) -> None:
    page = seen.open(view="actor", actor="person:nobody")
    expect(page.get_by_role("alert")).to_contain_text("there is no actor 'person:nobody'")
    page = seen.open(view="statements", speaker="person:nobody")
    expect(page.locator("main")).to_contain_text("Nothing in the store matches")


# --- search, keyboard, taking away --------------------------------------------------------------


def test_search_by_keyboard(seen: Seen) -> None:
    page = seen.open()
    page.get_by_role("combobox", name="Search").fill("trump")
    expect(page.get_by_role("option").first).to_contain_text("Donald Trump")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert seen.settled() is page
    assert seen.state() == {"view": "actor", "actor": TRUMP}
    page.get_by_role("combobox", name="Search").fill("brave man")
    page.get_by_role("option", name="1 statement with “brave man”").click()
    seen.settled()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_filter_by_speaker(seen: Seen) -> None:
    page = seen.open(view="statements")
    page.get_by_role("combobox", name="Speaker").fill("putin")
    page.get_by_role("option", name="Vladimir Putin").click()
    seen.settled()
    assert seen.state()["speaker"] == PUTIN
    page.get_by_role("button", name="Remove Speaker").click()
    assert seen.state() == {"view": "statements"}


def test_everything_is_reached_by_the_keyboard(seen: Seen) -> None:
    page = seen.open(view="matrix")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.className || document.activeElement.tagName")
        )
        if "cell" in reached[-1]:
            break
    assert reached[0] == "skip"
    assert "cell" in reached[-1]
    page.keyboard.press("Enter")
    expect(page.locator(".panel .told").first).to_be_visible()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_a_citation(seen: Seen) -> None:
    page = seen.open(view="statements", **{"from": TRUMP, "about": ZELENSKYY, "as": "positive"})
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    said = page.evaluate("navigator.clipboard.readText()")
    assert said.startswith("“Zelenskyy is a brave man” — Donald Trump, in “")
    assert "2025-05-10" in said


def saved(page: Page, button: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_lists_as_csv(seen: Seen, graph: Graph) -> None:
    page = seen.open(view="statements", everything="1")
    rows = list(csv.DictReader(io.StringIO(saved(page, "CSV"))))
    assert {row["statement"] for row in rows} == {
        e.target for e in graph.stated if isinstance(e, Said)
    }
    page = seen.open(view="matrix")
    rows = list(csv.DictReader(io.StringIO(saved(page, "CSV"))))
    assert sum(int(row["statements"]) for row in rows) == len(
        {(u.speaker, u.target, u.statement) for u in utterances(graph.nodes, graph.stated)}
    )


@pytest.mark.parametrize("view", ["network", "timeline"])
def test_pictures_as_svg(seen: Seen, view: str) -> None:
    drawn = ET.fromstring(saved(seen.open(view=view), "SVG"))
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert any("Trump" in (text or "") for text in drawn.itertext())


def test_network_as_png(seen: Seen) -> None:
    page = seen.open()
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


# --- everybody can use it -----------------------------------------------------------------------

STATES = {
    "network": {},
    "pair": {"from": TRUMP, "about": ZELENSKYY},
    "statements": {"view": "statements", "stance": "negative", "speaker": TRUMP},
    "matrix": {"view": "matrix"},
    "states": {"view": "matrix", "states": "1"},
    "timeline": {"view": "timeline"},
    "articles": {"view": "articles", "document": "courier-1"},
    "actor": {"view": "actor", "actor": TRUMP},
    "no-actor": {"view": "actor"},
    "concepts": {"view": "concepts"},
    "concept": {"view": "concepts", "concept": CEASEFIRE},
    "query": {"view": "query"},
    "question": {"view": "query", "question": "who-said-what"},
}


@pytest.mark.parametrize(
    ("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide, light", "narrow, dark"]
)
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(
    browser: Browser, address: str, name: str, size: tuple[int, int], dark: bool
) -> None:
    with looking(browser, address, size, dark=dark, bypass=True) as seen:
        page = seen.open(**STATES[name])
        assert json.dumps(seen.offences(), indent=1) == "[]"
        too_wide = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(too_wide) <= 0


# --- on paper, and over another store -----------------------------------------------------------


def test_print_is_of_what_was_found(seen: Seen) -> None:
    page = seen.open(view="articles", document="courier-1")
    page.emulate_media(media="print")
    for gone in (page.locator("nav.views"), page.locator("main"), page.get_by_label("Close")):
        expect(gone).to_be_hidden()
    expect(page.locator(".article .text")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.panel-body')).overflow") == (
        "visible"
    )
    page.emulate_media(media="screen")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_print_of_a_list_has_no_tools(seen: Seen) -> None:
    page = seen.open(view="statements")
    page.emulate_media(media="print")
    expect(page.get_by_role("combobox", name="Search")).to_be_hidden()
    expect(page.get_by_role("button", name="CSV")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("brave")


def everybody_about_everybody(count: int) -> Graph:
    """States of which each says something of each, itself too, with each stance."""
    report = Document(id="report", name="report", sha256="0", text="They all spoke.")
    states = [State(id=f"state:{k}", name=f"Land {k}") for k in range(count)]
    where: dict[str, Any] = {"document": report.id, "start": 0, "end": 4}
    nodes: list[Node] = [report, *states]
    edges: list[Relationship] = []
    for speaker, target, stance in product(states, states, STANCES):
        id_ = f"statement:{speaker.name}:{target.name}:{stance}"
        told = {"name": "spoke", "text": "spoke", "starts": (9,), "ends": (14,)}
        nodes.append(
            Statement.model_validate(
                {"id": id_, **told, "kind": "indirect", "rule": "test", "confidence": 1}
            )
        )
        edges += [
            Said(source=speaker.id, target=id_, **where),
            In(source=id_, target=report.id, **where),
            About(source=id_, target=target.id, stance=stance, **where),
        ]
    return Graph(nodes, edges)


def test_of_very_many_ties_the_strongest_are_drawn(browser: Browser, tmp_path: Path) -> None:
    with (
        served(everybody_about_everybody(12), tmp_path / "store") as at,
        looking(browser, at) as seen,
    ):
        page = seen.open()
        expect(page.locator(".network .bar")).to_contain_text("400 of 432 ties")
        expect(page.get_by_role("img", name="Network of 12 actors and 400 ties")).to_be_visible()


ALIKE = [name for name in STATES if name not in {"question"}]


@pytest.fixture(scope="module")
def on_neo4j(request: pytest.FixtureRequest, graph: Graph) -> Iterator[str]:
    server = request.getfixturevalue("neo4j_lts")
    server.empty()
    with open_store(server.url, user=server.user, password=server.password) as store:
        store.prepare()
        store.load(graph)
    login = {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
    with serving(server.url, **login) as at:
        yield at


@pytest.mark.neo4j
@pytest.mark.parametrize("name", ALIKE)
def test_both_stores_show_the_same(seen: Seen, browser: Browser, on_neo4j: str, name: str) -> None:
    here = seen.open(**STATES[name]).locator("main, .panel").all_inner_texts()
    with looking(browser, on_neo4j) as other:
        there = other.open(**STATES[name]).locator("main, .panel").all_inner_texts()
    assert there == here
    assert any(text.strip() for text in here)
