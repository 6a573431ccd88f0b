"""What `graphkit doctor` asks of a Cypher engine: set-up, contents, and whether the evidence holds.

Everything is read as a stream; kept are documents' ids and lengths, and nodes of the registry.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched

from loaders import cypher
from loaders.transactions import Row
from schemas.catalog import NODES, RELATIONSHIPS
from schemas.graph import NO_EVIDENCE
from schemas.stores import Check

type Ask = Callable[..., Iterable[Row]]

_SHOWN = 3
_PAGE = 50  # documents whose texts are in memory together
_MAKE = "load or ingest an article: what is missing is made anew"
_AGAIN = "remove the document and ingest it again"


@dataclass
class _Faults:
    """How many there are, and the first few by name."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, id_: str) -> None:
        self.count += 1
        if len(self.first) < _SHOWN:
            self.first.append(id_)

    def check(self, name: str, remedy: str) -> Check:
        """A check that is healthy where none was found."""
        if not self.count:
            return Check(name, True, "none")
        more = " …" if self.count > len(self.first) else ""
        return Check(name, False, f"{self.count:,}: {', '.join(self.first)}{more}", remedy)


def engine(ask: Ask) -> Check:
    """Name, version and edition as the engine gives them."""
    parts = ask("CALL dbms.components() YIELD name, versions, edition")
    found = [f"{row['name']} {', '.join(row['versions'])}, {row['edition']}" for row in parts]
    return Check("engine", True, "; ".join(found))


def examine(ask: Ask, full_text: cypher.SetUp) -> Iterator[Check]:
    """Every check of a store; each runs real queries."""
    yield _schema(ask)
    yield _set_up(ask, "constraints", cypher.SHOW_CONSTRAINTS, cypher.constraints())
    yield _set_up(ask, "indexes", cypher.SHOW_INDEXES, [*cypher.indexes(), full_text])
    yield _counted(ask, "nodes", NODES, "MATCH (n:{}) RETURN count(n) AS n")
    yield _counted(ask, "relationships", RELATIONSHIPS, "MATCH ()-[r:{}]->() RETURN count(r) AS n")
    yield _orphans(ask)
    yield from _evidence(ask)
    yield _unsettled(ask)
    yield _unfinished(ask)


def _schema(ask: Ask) -> Check:
    found = [str(row["version"]) for row in ask(cypher.VERSION)]
    if not found:
        return Check("schema version", False, "no record of it", _MAKE)
    return Check("schema version", True, ", ".join(found))


def _set_up(ask: Ask, name: str, show: str, steps: list[cypher.SetUp]) -> Check:
    """Which constraints or indexes are there, by what they are on: engines name them their way."""
    states = {
        (on, key): row.get("state")
        for row in ask(show)
        for on in row["labelsOrTypes"] or ()
        for key in row["properties"] or ()
    }
    missing = [step.name for step in steps if (step.on, step.key) not in states]
    failed = [step.name for step in steps if states.get((step.on, step.key)) == "FAILED"]
    said = [
        f"{what}: {', '.join(names)}"
        for what, names in (("missing", missing), ("failed", failed))
        if names
    ]
    if said:
        return Check(name, False, "; ".join(said), _MAKE)
    return Check(name, True, f"all {len(steps)}")


def _counted(ask: Ask, name: str, kinds: Iterable[str], query: str) -> Check:
    counts = {kind: row["n"] for kind in kinds for row in ask(query.format(kind))}
    each = ", ".join(f"{kind} {n:,}" for kind, n in counts.items() if n)
    return Check(name, True, f"{sum(counts.values()):,}: {each}" if each else "none")


def _orphans(ask: Ask) -> Check:
    """Nodes that no document supports, nor the registry from a node that one does."""
    bare = {
        row["id"] for label in NODES if label != "Document" for row in ask(cypher.bare_ids(label))
    }
    leaving: defaultdict[str, list[str]] = defaultdict(list)
    for row in ask(cypher.REGISTERED):
        leaving[row["source"]].append(row["target"])
    todo = [source for source in leaving if source not in bare]
    while todo:
        for target in leaving[todo.pop()]:
            if target in bare:
                bare.remove(target)
                todo.append(target)
    found = _Faults()
    for id_ in sorted(bare):
        found.add(id_)
    return found.check(
        "nodes that no document supports", "export the store and load it into a new one"
    )


def _evidence(ask: Ask) -> Iterator[Check]:
    """The evidence of relationships against the texts, and the words of statements."""
    lengths: dict[str, int] = {}
    reworded = _Faults()
    ids = [row["id"] for row in ask(cypher.ids("Document"))]
    for page in batched(ids, _PAGE):
        texts = {row["id"]: row["text"] for row in ask(cypher.TEXTS, ids=list(page))}
        lengths |= {id_: len(text) for id_, text in texts.items()}
        for row in ask(cypher.QUOTED, ids=list(page)):
            text, spans = texts[row["document"]], zip(row["starts"], row["ends"], strict=False)
            if row["text"] != " ".join(text[start:end] for start, end in spans):
                reworded.add(row["id"])
    stray, outside = _Faults(), _Faults()
    for type_ in cypher.STATED:
        for row in ask(cypher.evidence(type_)):
            if row["document"] is None and type_ in cypher.REGISTRY:
                continue
            if row["document"] not in lengths:
                stray.add(row["id"])
            elif not _within(row, lengths[row["document"]], type_):
                outside.add(row["id"])
    yield stray.check("relationships without their document", "load the document again")
    yield outside.check("evidence outside the text", _AGAIN)
    yield reworded.check("statements that are not in the text", _AGAIN)


def _within(row: Row, length: int, type_: str) -> bool:
    start, end = row["start"], row["end"]
    if start is None or end is None:
        return type_ in NO_EVIDENCE
    return bool(0 <= start < end <= length)


def _unsettled(ask: Ask) -> Check:
    found = _Faults()
    for row in ask(cypher.UNSETTLED):
        for id_ in row["people"] or ():
            found.add(id_)
    return found.check(
        "people left unsettled by a crash", "close the store everywhere and open it once"
    )


def _unfinished(ask: Ask) -> Check:
    if any(row["marks"] for row in ask(cypher.LOADING)):
        said = "a load is at work or was cut off"
        remedy = "load or ingest again: what was cut off is finished first"
        return Check("names and derived relationships", False, said, remedy)
    return Check("names and derived relationships", True, "settled")
