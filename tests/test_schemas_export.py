"""The exported schema accepts what is written, refuses what is not, and its page is current."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.catalog import NODES, RELATIONSHIPS
from schemas.export import json_schema, markdown

HERE = Path(__file__).parent
LINES = (HERE / "data" / "six_reports.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_page_in_docs_is_current() -> None:
    page = HERE.parent / "docs" / "schema.md"
    assert page.read_text(encoding="utf-8") == markdown(), (
        "write it anew: graphkit schema --format markdown > docs/schema.md"
    )


def test_the_page_has_every_label_and_type() -> None:
    page = markdown()
    assert [label for label in NODES if f"### {label}\n" not in page] == []
    assert [type_ for type_ in RELATIONSHIPS if f"| `{type_}` |" not in page] == []


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_the_json_schema_accepts_what_is_written(
    validator: Draft202012Validator, line: str
) -> None:
    assert [error.message for error in validator.iter_errors(json.loads(line))] == []


def _of_label(entry: dict[str, Any], label: str) -> dict[str, Any]:
    found: dict[str, Any] = next(n for n in entry["nodes"] if label in n["labels"])
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry["nodes"].append({"id": "x", "labels": ["Spy"], "properties": {}}),
        lambda entry: _of_label(entry, "Statement")["properties"].update(colour="red"),
        lambda entry: _of_label(entry, "Statement")["properties"].update(kind="sung"),
        lambda entry: entry["relationships"][0].update(type="LIKES"),
        lambda entry: entry["relationships"][0].pop("source"),
        lambda entry: entry.pop("document"),
        lambda entry: entry["document"].update(published="yesterday", sha256=None),
    ],
)
def test_the_json_schema_refuses_what_it_does_not_know(
    validator: Draft202012Validator, change: Any
) -> None:
    entry = json.loads(LINES[0])
    change(entry)
    assert not validator.is_valid(entry)
