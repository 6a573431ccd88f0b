"""Six made-up reports, told by hand: the graph that questions and the explorer are tested on."""

from pathlib import Path

from schemas.graph import Graph

ROOT = Path(__file__).parents[1]
REPORTS = Path(__file__).parent / "data" / "six_reports.jsonl"


def six_reports() -> Graph:
    """The graph of the file."""
    with REPORTS.open(encoding="utf-8") as lines:
        return Graph.from_jsonl(lines)
