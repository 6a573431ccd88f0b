"""Count how often each rule for positions and events is right on annotated articles.

    python -m tools.measure_rules GOLD_DIR SCORER > graphkit/knowledge/lexicons/precision.json

A position is right with its relation on overlapping evidence, a condition where CONDITIONS is
annotated, an event with its kind; the scorer says what overlaps enough.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from graphkit.evaluation.scripts import load_script
from graphkit.pipeline import Pipeline
from graphkit.reading import read_file
from graphkit.resolution.analysis import Analysis

type Counts = defaultdict[str, list[int]]


def main(gold: Path, scorer_file: Path) -> None:
    """Print right and found of each rule, by family."""
    scorer = load_script(scorer_file, "load", "from_interchange", "dice", "chars", "MIN_EVIDENCE")
    pipeline = Pipeline()
    families: dict[str, Counts] = {
        name: defaultdict(lambda: [0, 0]) for name in ("positions", "conditions", "events")
    }
    for path in sorted((gold / "gold").glob("*.json")):
        text_file = gold / "text" / f"{path.stem}.txt"
        analysis = pipeline.analyse(read_file(text_file))
        wanted = scorer.load(path, text_file.read_text(encoding="utf-8"))
        _count(scorer, wanted, analysis, families)
    tables = {name: dict(sorted(counts.items())) for name, counts in families.items()}
    sys.stdout.write(json.dumps(tables, indent=1) + "\n")


def _count(
    scorer: ModuleType, wanted: dict[str, Any], analysis: Analysis, families: dict[str, Counts]
) -> None:
    def overlap(mention: Any, gold: set[int]) -> bool:
        found = set(range(mention.start, mention.end))
        return bool(scorer.dice(found, gold) >= scorer.MIN_EVIDENCE or found <= gold)

    for position in analysis.positions:
        gold = [p for p in wanted["P"] if p["rel"] == position.relation]
        right = any(overlap(position, p["chars"]) for p in gold)
        _add(families["positions"], position.rule, right)
    for condition in analysis.conditions:
        gold = [p for p in wanted["P"] if p["rel"] == "CONDITIONS"]
        right = any(overlap(condition, p["chars"]) for p in gold)
        _add(families["conditions"], condition.rule, right)
    for group in analysis.events:
        gold = [v for v in wanted["V"] if v["type"] == group.kind]
        right = any(overlap(m, v["chars"]) for m in group.mentions for v in gold)
        _add(families["events"], group.mentions[0].rule, right)


def _add(counts: Counts, rule: str, right: bool) -> None:
    counts[rule][0] += right
    counts[rule][1] += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
