"""The explorer in one file: the same as the served one, without a server and without a request."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from graphkit import Explorer
from graphkit.cli import main
from graphkit.explorer import onefile
from graphkit.questions import AskableStore
from loaders import open_store
from schemas.errors import InputError, QuestionError, StoreMissing
from schemas.graph import Graph
from tests.browsing import Seen, looking, served
from tests.explorer_hostile import hostile
from tests.six_reports import six_reports

TRUMP, ZELENSKYY = "person:donald-trump", "person:volodymyr-zelensky"
CEASEFIRE = "concept:ceasefire:state-rus+state-ukr"
DATA = re.compile(r'<script type="application/json" id="kept">(.*?)</script>', re.S)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return six_reports().check()


@pytest.fixture(scope="module")
def store(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskableStore]:
    with AskableStore(open_store(tmp_path_factory.mktemp("kept") / "store")) as opened:
        opened.prepare()
        opened.load(graph)
        yield opened


@pytest.fixture(scope="module")
def page(store: AskableStore) -> str:
    return onefile.one_file(store)


def test_the_policy_names_script_and_style_by_their_hashes(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    for element in ('script type="module"', "style"):
        body = re.search(rf"<{element}>(.*?)</{element.split()[0]}>", page, re.S)
        assert body
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]
    assert "connect-src" not in policy[1]  # the default is none


def test_the_data_can_end_no_element(page: str, graph: Graph) -> None:
    data = DATA.search(page)
    assert data
    assert not re.search("[<>&\u2028\u2029]", data[1])
    kept = json.loads(data[1])
    texts = {"".join(s["text"] for s in article["segments"]) for article in kept["articles"]}
    assert texts == {document.text for document in graph.documents}


def test_a_part_of_a_store(store: AskableStore) -> None:
    def held(**part: str) -> set[str]:
        data = DATA.search(onefile.one_file(store, **part))  # type: ignore[arg-type]
        assert data
        return {article["report"]["id"] for article in json.loads(data[1])["articles"]}

    assert held(document="wire-2") == {"wire-2"}
    assert held(actor="Macron") == {"wire-2"}
    with pytest.raises(StoreMissing):
        held(document="nowhere")
    with pytest.raises(QuestionError):
        held(actor="Nobody Atall")


def test_too_much_for_one_file(store: AskableStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onefile, "MOST_DOCUMENTS", 3)
    with pytest.raises(InputError, match=r"--actor.*graphkit serve"):
        onefile.one_file(store)


def test_a_notebook_shows_it_in_a_frame_of_its_own(store: AskableStore, page: str) -> None:
    shown = Explorer(store, height=500)._repr_html_()
    assert "allow-same-origin" not in shown
    srcdoc = re.search(r'srcdoc="([^"]*)"', shown)
    assert srcdoc
    assert html.unescape(srcdoc[1]) == page


# --- in a browser -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def both(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The same store, served and in a file that the command line wrote."""
    folder = tmp_path_factory.mktemp("both")
    with served(graph, folder / "store") as address:
        written = folder / "explorer.html"
        with pytest.raises(SystemExit) as left:
            main(["export", "--from", str(folder / "store"), "--to", str(written)])
        assert left.value.code == 0
        yield address, written.as_uri()


STATES = (
    {},
    {"stance": "negative", "from": TRUMP, "about": ZELENSKYY},
    {"view": "statements", "everything": "1"},
    {"view": "statements", "speaker": TRUMP, "since": "2025-05-11"},
    {"view": "statements", "words": "brave man"},
    {"view": "statements", "outlet": "outlet:meridian-wire"},
    {"view": "timeline"},
    {"view": "timeline", "since": "2025-05-11", "until": "2025-05-20"},
    {"view": "articles", "document": "courier-1"},
    {"view": "actor", "actor": TRUMP},
    {"view": "concepts"},
    {"view": "concepts", "concept": CEASEFIRE},
)


def shown(seen: Seen, state: dict[str, str]) -> list[str]:
    """Everything that a state shows, ties as a list too."""
    page = seen.open(**state)
    for summary in page.locator("summary").all():
        summary.click()
    words = page.locator("#view, .panel").all_inner_texts()
    lines = [line for text in words for line in text.split("\n")]
    return sorted(lines) if "view" not in state else lines  # ties of one weight in any order


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_file_shows_what_the_server_does(
    browser: Browser, both: tuple[str, str], state: dict[str, str]
) -> None:
    address, written = both
    with looking(browser, address) as there, looking(browser, written) as here:
        assert shown(here, state) == shown(there, state)


@pytest.mark.browser
@pytest.mark.slow
def test_links_and_back_work_in_a_file(browser: Browser, both: tuple[str, str]) -> None:
    with looking(browser, both[1]) as seen:
        page = seen.open(view="matrix")
        cell = page.get_by_role("button", name="Donald Trump about Volodymyr Zelenskyy")
        cell.click()
        page.get_by_role("button", name="Show in the article").first.click()
        expect(page.locator(".article .mark.on").first).to_be_in_viewport()
        page.go_back()
        page.go_back()
        expect(page.locator(".panel")).to_have_count(0)
        page.get_by_role("combobox", name="Search").fill("trump")
        page.get_by_role("option", name="Donald Trump").click()
        seen.settled()
        assert seen.state() == {"view": "actor", "actor": TRUMP}
        expect(page.get_by_role("navigation").get_by_text("Query")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.slow
def test_a_frame_and_hostile_words(browser: Browser, tmp_path: Path) -> None:
    with AskableStore(open_store(tmp_path / "store")) as store:
        store.prepare()
        store.load(hostile())
        frame = Explorer(store)._repr_html_()
    written = tmp_path / "notebook.html"
    written.write_text(
        f"<!doctype html><meta charset=utf-8><title>notebook</title>{frame}", encoding="utf-8"
    )
    with looking(browser, written.as_uri()) as seen:
        seen.page.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; };")
        seen.page.goto(written.as_uri())
        inside = seen.page.frame_locator("iframe")
        for view in ("Statements", "Matrix", "Timeline", "Articles", "Concepts", "Network"):
            inside.get_by_role("navigation").get_by_text(view).click()
            inside.locator("main[aria-busy=false]").wait_for()
            seen.page.wait_for_timeout(300)
        inside.get_by_role("navigation").get_by_text("Articles").click()
        for row in inside.locator(".reports .row").all()[:20]:
            row.click()
            inside.locator(".panel .article").wait_for()
        own = next(f for f in seen.page.frames if f.parent_frame)
        assert own.evaluate("window.hits") == 0
