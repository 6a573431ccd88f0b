"""A real Chromium, and `graphkit serve` over a store: for the tests, benchmarks and pictures."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class NoChromium(Exception):
    """There is none; the message says what to install."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that asks nothing on its own; NoChromium where there is none."""
    found = subprocess.run(
        ["sh", str(ROOT / "tools/find_chromium.sh")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHON": sys.executable},
    )
    if found.returncode:
        raise NoChromium(found.stderr.strip())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.stdout.strip(), args=list(_ARGUMENTS)
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def serving(store: Path | str, **environment: str) -> Iterator[str]:
    """The address of `graphkit serve` over a store that is there."""
    command = [sys.executable, "-m", "graphkit", "serve", "--store", str(store)]
    command += ["--port", "0", "--no-browser"]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    ) as process:
        assert process.stderr is not None
        try:
            said = process.stderr.readline()
            assert "shown at http" in said, said + process.stderr.read()
            yield said.split()[-1]
        finally:
            process.terminate()
            process.wait(30)
