"""The explorer in a real Chromium: a served store, and pages that notice what should not happen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from loaders import open_store
from schemas.graph import Graph
from tools.chromium import ROOT, NoChromium, serving
from tools.chromium import chromium as any_chromium

AXE = ROOT / "graphkit/explorer/web/node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = (1440, 900), (420, 900)
_TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_OWN = ("/", "/explorer.js", "/explorer.css")
_OWN_FOLDERS = ("/api/", "/flags/")


@contextmanager
def served(graph: Graph, folder: Path) -> Iterator[str]:
    """The address of `graphkit serve` over a new embedded store with the graph."""
    with open_store(folder) as store:
        store.prepare()
        store.load(graph)
    with serving(folder) as address:
        yield address


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; the test fails, and says what to install, where there is none."""
    if not AXE.is_file():
        pytest.fail("the explorer's node modules are not there: run `make explorer` (Node and npm)")
    try:
        with any_chromium() as browser:
            yield browser
    except NoChromium as error:
        pytest.fail(str(error))


@dataclass
class Seen:
    """A page of the explorer, and everything that went wrong in it."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, **state: str) -> Page:
        """Opens a state by its address and waits until every answer is there."""
        if self.address.startswith("file:"):  # its state stands behind the hash
            self.page.goto("about:blank")
            self.page.goto(f"{self.address}#?{urlencode(state)}")
        else:
            self.page.goto(f"{self.address}?{urlencode(state)}")
        return self.settled()

    def settled(self) -> Page:
        """Waits until nothing is asked any more, and the network is laid out."""
        self.page.evaluate(_TWO_FRAMES)
        self.page.wait_for_selector("main[aria-busy=false]")
        self.page.evaluate(_TWO_FRAMES)
        self.page.wait_for_selector("main[aria-busy=false]")
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('.canvas')].every(c => c.dataset.ready)"
        )
        return self.page

    def state(self) -> dict[str, str]:
        """What the address says is looked at."""
        query = "Object.fromEntries(new URLSearchParams(location.search || location.hash.slice(1)))"
        found: dict[str, str] = self.page.evaluate(query)
        return found

    def offences(self) -> list[dict[str, Any]]:
        """What axe-core finds wrong, by rule with the first elements."""
        if not self.page.evaluate("'axe' in window"):
            self.page.add_script_tag(path=str(AXE))
        found: list[dict[str, Any]] = self.page.evaluate(
            """async tags => (await axe.run(document, {runOnly: tags})).violations.map(v => (
                {rule: v.id, elements: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)), why: v.nodes[0].failureSummary}))""",
            WCAG,
        )
        return found


@contextmanager
def looking(
    browser: Browser,
    address: str,
    size: tuple[int, int] = WIDE,
    *,
    dark: bool = False,
    bypass: bool = False,
) -> Iterator[Seen]:
    """A new page; it fails where a script was wrong, or anything was asked of elsewhere."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        bypass_csp=bypass,
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    if address.startswith("http"):
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address.rstrip("/"))
    seen = Seen(context.new_page(), address)
    own = urlsplit(address).netloc

    def asked(request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in {"data", "blob", "about"} or request.url.partition("#")[0] == address:
            return
        inside = url.path in _OWN or url.path.startswith(_OWN_FOLDERS)
        if url.netloc != own or not inside:
            seen.wrong.append(f"asked for {request.url}")

    context.on("request", asked)
    seen.page.on("pageerror", lambda error: seen.wrong.append(str(error)))
    seen.page.on("dialog", lambda dialog: (seen.wrong.append("a dialog"), dialog.dismiss()))
    seen.page.on(
        "console",
        lambda m: (
            seen.wrong.append(m.text) if m.type == "error" and "status of 4" not in m.text else None
        ),
    )
    try:
        yield seen
    finally:
        context.close()
    assert seen.wrong == []
