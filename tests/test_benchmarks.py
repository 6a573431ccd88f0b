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
