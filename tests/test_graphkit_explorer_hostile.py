"""Nothing that an article says runs in the explorer, or makes it ask for anything."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

from schemas.graph import Graph
from schemas.provenance import Document
from schemas.relations import In
from tests.browsing import Seen, looking, served
from tests.explorer_hostile import ALL, PAYLOADS, hostile

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RTL = (
    "قال الرئيس: «لن نتفاوض قبل وقف إطلاق النار» في إسطنبول.\n\n"
    "הנשיא אמר: „לא ננהל משא ומתן” באיסטנבול — 30 days, he said."
)
INSIDE = """() => [...document.querySelectorAll('*')].flatMap(e => [
    ...(['SCRIPT', 'STYLE', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FORM', 'VIDEO', 'AUDIO', 'FOREIGNOBJECT']
        .includes(e.tagName.toUpperCase()) && e.closest('#app') && !e.matches('.query form')
        ? [e.outerHTML] : []),
    ...[...e.attributes].filter(a => a.name.startsWith('on')
        || (['href', 'src', 'action', 'poster', 'data', 'ping', 'srcset'].includes(a.name.replace('xlink:', ''))
            && e.closest('#app') && !/^(flags\\/[a-z]+\\.svg|\\?|\\/$|#view|https?:\\/\\/hit\\.invalid\\/)/.test(a.value)))
        .map(a => `${e.tagName} ${a.name}=${a.value}`)])"""


@pytest.fixture(scope="module")
def graph() -> Graph:
    right_to_left = Document(id="rtl", name="rtl", title="عنوان", text=RTL, sha256="2")
    return Graph.merge(hostile(), Graph([right_to_left], []))


@pytest.fixture(scope="module")
def address(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(graph, tmp_path_factory.mktemp("hostile") / "store") as at:
        yield at


@pytest.fixture
def seen(browser: Browser, address: str) -> Iterator[Seen]:
    with looking(browser, address) as page:
        page.page.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; };")
        yield page


def check(page: Page) -> None:
    assert page.evaluate("window.hits") == 0
    assert page.evaluate(INSIDE) == []


def test_there_are_many() -> None:
    assert len(PAYLOADS) >= 100


def test_the_alarm_works(browser: Browser, address: str) -> None:
    with pytest.raises(AssertionError), looking(browser, address) as seen:  # it asks for /hit
        page = seen.open(view="articles")
        page.evaluate("window.hits = 0; window.hit = () => { window.hits += 1; }")
        put = "document.getElementById('app').insertAdjacentHTML('beforeend', '<img src=/hit onerror=hit()>')"
        page.evaluate(put)
        page.wait_for_timeout(300)
        assert len(page.evaluate(INSIDE)) == 2
        assert page.evaluate("window.hits") == 0  # the policy runs nothing inline


@pytest.mark.parametrize(
    "state",
    [
        {"top": "200"},
        {"view": "statements"},
        {"view": "statements", "skip": "50"},
        {"view": "statements", "skip": "100"},
        {"view": "matrix", "top": "200"},
        {"view": "timeline", "top": "200"},
        {"view": "articles", "document": ALL},
        {"view": "concepts"},
        {"view": "query", "question": "who-said-what"},
    ],
    ids=lambda state: urlencode(state) or "network",
)
def test_views(seen: Seen, state: dict[str, str]) -> None:
    page = seen.open(**state)
    for _ in range(4):
        page.keyboard.press("Tab")
    if "question" in state:
        page.get_by_role("button", name="Run").click()
        page.wait_for_selector(".result tbody tr")
    for summary in page.locator("summary").all():
        summary.click()
    page.mouse.move(700, 500)
    check(page)


def test_every_article_and_what_hangs_on_it(seen: Seen, graph: Graph) -> None:
    shown = 0
    for edge in (e for e in graph.stated if isinstance(e, In)):
        page = seen.open(view="articles", document=edge.target, statement=edge.source)
        assert page.locator(".panel .told.on").count() == 1, edge.target
        page.locator(".article .mark").first.hover()
        check(page)
        shown += 1
    assert shown == len(PAYLOADS)


def test_actors_concepts_and_pairs(seen: Seen, graph: Graph) -> None:
    people = [n for n in graph.nodes.values() if n.label == "Person"]
    concepts = [n for n in graph.nodes.values() if n.label == "Concept"]
    for person, concept in list(zip(people, concepts, strict=True))[::4]:
        page = seen.open(view="actor", actor=person.id, **{"from": person.id, "about": person.id})
        assert page.locator("h2").first.text_content()
        check(page)
        page = seen.open(view="concepts", concept=concept.id, speaker=person.id, words=person.name)
        check(page)


def test_search_and_citation(seen: Seen) -> None:
    page = seen.open()
    page.get_by_role("combobox", name="Search").fill("<img src=x onerror")
    page.get_by_role("listbox").get_by_role("option").first.wait_for()
    check(page)
    page = seen.open(view="statements", words="hit")
    page.locator("button.quote").first.click()
    seen.settled()
    page.get_by_role("button", name="Copy citation").first.click()
    check(page)


def test_addresses_that_would_run_are_no_links(seen: Seen, graph: Graph) -> None:
    seen.open(view="articles")
    for document in graph.documents:
        if document.url and ":" in document.url and not document.url.startswith("<"):
            page = seen.open(view="articles", document=document.id)
            links = page.get_by_role("link", name="Original")
            found = links.evaluate_all("all => all.map(a => [a.protocol, a.rel])")
            assert found in ([], [["https:", "noreferrer noopener"]]), document.url


def test_what_is_taken_away(seen: Seen) -> None:
    page = seen.open(top="200")
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG").click()
    drawn = ET.parse(download.value.path())
    assert {e.tag.rpartition("}")[2] for e in drawn.iter()} == {"svg", "rect", "path", "text"}
    page = seen.open(view="statements")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "@", "+", "\t", "\r"))] == []


def test_text_from_right_to_left(seen: Seen) -> None:
    page = seen.open(view="articles", document="rtl")
    text = page.locator(".article .text")
    assert text.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert text.inner_text().split() == RTL.split()
    assert page.locator(".masthead").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_a_server_that_is_gone_is_said(seen: Seen) -> None:
    page = seen.open()
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("navigation").get_by_text("Statements").click()
    page.get_by_role("alert").get_by_text("The server does not answer").wait_for()
    page.unroute("**/api/**")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector("tbody tr")
    seen.wrong = [wrong for wrong in seen.wrong if "ERR_FAILED" not in wrong]
    assert json.dumps(seen.wrong) == "[]"
