"""Another process that holds an embedded store open, as a notebook does."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOLD = """
import sys
from loaders import embedded, open_store
embedded.OTHERS_SECONDS = float(sys.argv[3])
with open_store(sys.argv[1], share=sys.argv[2] == "share"):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(
    path: Path, *, share: bool = True, others_seconds: float = 120.0
) -> Iterator[subprocess.Popen[str]]:
    """A process that has opened the store; it closes it at the end of the block."""
    command = [sys.executable, "-c", HOLD, str(path), "share" if share else "alone"]
    command.append(str(others_seconds))
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.stdin.close()
                process.wait(60)
