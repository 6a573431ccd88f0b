"""What an engine gives to the merging: one open transaction, and what a change touches in it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, Protocol

from loaders import cypher
from schemas.errors import StoreError

type Row = dict[str, Any]
type Pair = tuple[str, str]

_CHUNK = 1_000


class Session(Protocol):
    """An open transaction of an engine."""

    def run(self, query: str, **parameters: Any) -> list[Row]:
        """The rows of one statement, with Python values."""
        ...

    def contribution(self, documents: Sequence[str]) -> list[Row]:
        """Nodes at the ends of the relationships of documents: id, labels."""
        ...

    def forget(self, documents: Sequence[str]) -> None:
        """Take the relationships of these documents away."""
        ...

    def relabel(self, people: Sequence[str]) -> None:
        """Give people the label Leader or take it as their offices say, by the end of the change.

        Whether in this transaction or in one right after it is the engine's matter.
        """
        ...


type InTransaction = Callable[[Callable[[Session], None]], None]
"""Runs work in one transaction, and rolls back when it fails."""


@dataclass
class Touched:
    """What a change may have altered: nodes by the label that finds them, speakers and targets."""

    nodes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pairs: set[Pair] = field(default_factory=set)

    def add(self, id_: str, labels: Sequence[str]) -> None:
        """Note one node; one that is not ours is left alone."""
        if label := cypher.end_of(labels):
            self.nodes[label].add(id_)


def write_edges(session: Session, type_: str, query: str, rows: Sequence[object]) -> None:
    """Write relationships by a query that returns nothing of its own.

    Raises StoreError where an end is not there, instead of losing the relationship.
    """
    if not rows:
        return
    written = session.run(f"{query} RETURN count(*) AS n", rows=rows)
    count = written[0]["n"] if written else 0
    if count != len(rows):
        raise StoreError(
            f"{len(rows) - count} of {len(rows)} relationships {type_} have an end that is not "
            "in the store: another program removed it meanwhile; load again"
        )


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """Ids, sorted, in lists that one statement takes."""
    for chunk in batched(sorted(ids), _CHUNK):
        yield list(chunk)


def by_label(
    labels: Mapping[str, str], ids: Iterable[str], *, only: frozenset[str] | None = None
) -> Iterator[tuple[str, list[str]]]:
    """Ids grouped by their label, in chunks; `only` some labels where given."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        grouped[labels[id_]].append(id_)
    for label, members in sorted(grouped.items()):
        if only is not None and label not in only:
            continue
        for chunk in chunks(members):
            yield label, chunk
