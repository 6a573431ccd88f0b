"""How a change is made in ArcadeDB, in this process or through the port of another one."""

from collections.abc import Callable, Sequence

from loaders import cypher, settling
from loaders.transactions import Row, Session

type Run = Callable[..., list[Row]]
type Transact = Callable[[Callable[[Run], None]], None]
"""Runs work in one transaction and rolls back when it fails; in a conflict it runs it again."""


class _Session:
    """A `Session` over the statements of an open transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.unsettled: set[str] = set()
        """People to relabel: the engine moves a record for that, and trips over it where the record
        or a relationship of it was made in the same transaction."""

    def run(self, query: str, **parameters: object) -> list[Row]:
        return self._run(query, **parameters)

    def contribution(self, documents: Sequence[str]) -> list[Row]:
        found = {
            row["id"]: row
            for type_ in cypher.STATED
            for row in self._run(cypher.contribution(type_), documents=list(documents))
        }
        return list(found.values())

    def forget(self, documents: Sequence[str]) -> None:
        for type_ in cypher.STATED:
            self._run(cypher.forget(type_), documents=list(documents))

    def relabel(self, people: Sequence[str]) -> None:
        self.unsettled |= set(people)


def change(work: Callable[[Session], None], transact: Transact) -> None:
    """Work in one transaction, and the Leader labels that follow from it in one of their own."""
    people: list[str] = []

    def noted(run: Run) -> None:
        session = _Session(run)
        work(session)
        people[:] = sorted(session.unsettled)
        if people:
            run(cypher.NOTE_UNSETTLED, people=people)

    transact(noted)
    relabel(people, transact)


def relabel(people: Sequence[str], transact: Transact) -> None:
    """Set Leader labels in one transaction; until then a note in the store survives a crash."""

    def settled(run: Run) -> None:
        settling.relabel(_Session(run), people)
        run(cypher.NOTE_SETTLED, people=list(people))

    if people:
        transact(settled)
