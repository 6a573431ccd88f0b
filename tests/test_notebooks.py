"""The notebooks: valid, stripped, and running from the first cell to the last."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
KERNEL = "graphkit-tests"
PICTURES = {"01_who_said_what": 1, "02_positions_and_turns": 1, "03_networks": 2}
GUARD = """
import sys

HERE = {"127.0.0.1", "::1", "localhost", "", None}

def guard(event, args):
    name = {"socket.connect": 1, "socket.getaddrinfo": 0}.get(event)
    if name is None:
        return
    asked = args[name]
    host = asked[0] if isinstance(asked, tuple) else asked if name == 0 else None
    if host not in HERE:
        raise ConnectionRefusedError(f"a notebook asks the network: {event} {host!r}")

sys.addaudithook(guard)
"""
"""Run by the kernel before the first cell; a path in place of an address is a socket of this machine."""


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A kernel of this interpreter, with the packages of this folder and this machine alone."""
    spec = tmp_path / "jupyter" / "kernels" / KERNEL / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    path = {"PYTHONPATH": str(ROOT)}
    spec.write_text(
        json.dumps({"argv": argv, "display_name": KERNEL, "language": "python", "env": path})
    )
    monkeypatch.setenv("JUPYTER_PATH", str(spec.parents[2]))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")  # else Jupyter warns of its own change of mind
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "guard.py").write_text(GUARD)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return KERNEL


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code_of(notebook: NotebookNode) -> Iterator[NotebookNode]:
    return (cell for cell in notebook.cells if cell.cell_type == "code")


def run(notebook: NotebookNode, kernel: str, folder: Path) -> None:
    """Execute it in the folder; a cell that fails raises CellExecutionError."""
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=600, kernel_name=kernel, resources=resources).execute()


def test_there_are_three() -> None:
    assert [path.stem for path in NOTEBOOKS] == list(PICTURES)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_valid_and_stripped(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert [cell.id for cell in code_of(notebook) if cell.outputs or cell.execution_count] == []
    assert [cell.id for cell in notebook.cells if cell.metadata] == []
    assert notebook.metadata.language_info == {"name": "python"}  # no version of whoever ran it


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_leaves_nothing(path: Path, kernel: str, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    notebook = read(path)
    run(notebook, kernel, folder)
    outputs = [output for cell in code_of(notebook) for output in cell.outputs]
    warned = [o.text for o in outputs if o.get("name") == "stderr" and "Warning" in o.text]
    pictures = [o for o in outputs if "image/png" in o.get("data", {})]
    failed = [o for o in outputs if o.output_type == "error"]
    assert (warned, failed, len(pictures)) == ([], [], PICTURES[path.stem])
    assert list(folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "asks",
    [
        "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)",
        "import urllib.request; urllib.request.urlopen('http://example.org', timeout=1)",
    ],
)
def test_a_notebook_reaches_this_machine_alone(asks: str, kernel: str, tmp_path: Path) -> None:
    notebook = new_notebook(cells=[new_code_cell(asks)])
    with pytest.raises(CellExecutionError, match="a notebook asks the network"):
        run(notebook, kernel, tmp_path)
