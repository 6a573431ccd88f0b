"""The speed benchmark runs and tells what it measured; how fast is no test's business."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "extraction.py"


@pytest.mark.slow
def test_the_table_has_a_row_for_each_length(tmp_path: Path) -> None:
    table = tmp_path / "speed.md"
    subprocess.run(
        [sys.executable, str(SCRIPT), "--lengths", "60", "--repetitions", "2", "--output", table],
        check=True,
        capture_output=True,
    )
    text = table.read_text(encoding="utf-8")
    row = r"^\| (\S.*) \| 60 \| [\d,]+ \| [\d,]+ \| \*\*\d\.\d\d\*\* \|"
    assert re.findall(row, text, re.MULTILINE) == ["full", "small (`--fast`)"]
    assert "one thread used" in text


@pytest.mark.slow
def test_every_choice_has_a_row(shared: Path, tmp_path: Path) -> None:
    table, script = tmp_path / "ablations.md", SCRIPT.with_name("attribution.py")
    corpus = shared / "data" / "polnear"
    subprocess.run(
        [sys.executable, script, "--corpus", corpus, "--articles", "1", "--output", table],
        check=True,
        capture_output=True,
    )
    rows = re.findall(r"^\| (.+?) \| ([\d.]+) \|", table.read_text(encoding="utf-8"), re.MULTILINE)
    assert [rows[0][0], rows[-1][0]] == ["as it is", "small model"]
    assert len(rows) > 8
