"""Pictures of the explorer for README and docs: the sample dossier, served, in a real Chromium.

    python tools/picture_explorer.py --store graphkit-demo    # a store that `make demo` wrote

Each picture is named by what it shows and links to the state of the page that it was taken of.
"""

import argparse
import sys
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # started as a script

from playwright.sync_api import Browser

from tools.chromium import ROOT, NoChromium, chromium, serving

IMAGES = ROOT / "docs/images"
WIDE, NARROW = (1440, 900), (420, 860)
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
    given = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    with serving(Path(given.store).absolute()) as address, chromium() as browser:
        document = _first_document(browser, address)
        beside: dict[str, Shot] = {
            "network": ({"document": document}, WIDE, False),
            "article": ({"view": "articles", "document": document}, WIDE, False),
        }
        for name, shot in {**SHOTS, **beside}.items():
            picture(browser, address, IMAGES / f"explorer-{name}.png", shot)


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


if __name__ == "__main__":
    try:
        main()
    except NoChromium as error:
        sys.exit(str(error))
