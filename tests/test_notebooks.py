"""The notebooks: valid, stripped, and running from the first cell to the last."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
KERNEL = "graphkit-tests"


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A kernel of this very interpreter, which finds the packages of this very folder."""
    spec = tmp_path / "jupyter" / "kernels" / KERNEL / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    path = {"PYTHONPATH": str(ROOT)}
    spec.write_text(
        json.dumps({"argv": argv, "display_name": KERNEL, "language": "python", "env": path})
    )
    monkeypatch.setenv("JUPYTER_PATH", str(spec.parents[2]))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")  # else Jupyter warns of its own change of mind
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return KERNEL


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code_of(notebook: NotebookNode) -> Iterator[NotebookNode]:
    return (cell for cell in notebook.cells if cell.cell_type == "code")


def test_there_is_a_notebook() -> None:
    assert [path.name for path in NOTEBOOKS] == ["01_who_said_what.ipynb"]


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
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name=kernel,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    outputs = [output for cell in code_of(notebook) for output in cell.outputs]
    warned = [o.text for o in outputs if o.get("name") == "stderr" and "Warning" in o.text]
    pictures = [o for o in outputs if "image/png" in o.get("data", {})]
    assert (warned, len(pictures)) == ([], 1)
    assert list(folder.iterdir()) == []
