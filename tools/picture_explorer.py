"""Pictures of the explorer for README and docs: the sample dossier, served, in a real Chromium.

    python tools/picture_explorer.py --store graphkit-demo    # a store that `make demo` wrote

Each picture is named by what it shows and links to the state of the page that it was taken of.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/images"
WIDE, NARROW = (1440, 900), (420, 860)
_BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_QUIET = """() => document.querySelector('main[aria-busy=false]')
  && [...document.querySelectorAll('.canvas')].every(canvas => canvas.dataset.ready)"""
_SETTLE_MS = 800  # fonts and flags are drawn after the layout
type Shot = tuple[dict[str, str], tuple[int, int], bool]  # state, size, dark

SHOTS: dict[str, Shot] = {
    "tie": ({"from": "person:donald-trump", "about": "person:vladimir-putin"}, WIDE, False),
    "matrix": ({"view": "matrix", "top": "12"}, WIDE, False),
    "timeline": ({"view": "timeline", "top": "15"}, WIDE, False),
    "actor": ({"view": "actor", "actor": "person:volodymyr-zelensky"}, WIDE, True),
    "narrow": ({"view": "statements"}, NARROW, False),
}


def main() -> None:
    """Takes every picture anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", default="graphkit-demo")
    parser.add_argument("--chromium", default=_chromium())
    given = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    with served(given.store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=list(_BROWSER))
        document = _first_document(browser, address)
        beside: dict[str, Shot] = {
            "network": ({"document": document}, WIDE, False),
            "article": ({"view": "articles", "document": document}, WIDE, False),
        }
        for name, shot in {**SHOTS, **beside}.items():
            picture(browser, address, IMAGES / f"explorer-{name}.png", shot)
        browser.close()


@contextmanager
def served(store: str) -> Iterator[str]:
    """The address of `graphkit serve` over a store."""
    command = [sys.executable, "-m", "graphkit", "serve", "--store", store, "--port", "0"]
    with subprocess.Popen([*command, "--no-browser"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        if "http" not in said:
            raise SystemExit(said + process.stderr.read())
        try:
            yield said.split()[-1]
        finally:
            process.terminate()


def picture(browser: Browser, address: str, path: Path, shot: Shot) -> None:
    """Writes one picture."""
    state, (width, height), dark = shot
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}?{urlencode(state)}")
    page.wait_for_selector("main")
    page.wait_for_timeout(_SETTLE_MS)
    page.wait_for_function(_QUIET)
    page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=path)
    context.close()


def _first_document(browser: Browser, address: str) -> str:
    """The newest document of the store."""
    page = browser.new_page()
    answer = page.request.get(f"{address}api/documents?limit=1").json()
    page.close()
    return str(answer[0]["id"])


def _chromium() -> str:
    finder = ["sh", str(ROOT / "tools/find_chromium.sh")]
    return subprocess.run(finder, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    main()
