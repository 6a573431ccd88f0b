"""`graphkit verify`: what a store holds as one number, and what two of them differ in."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkit.cli.options import (
    DatabaseOption,
    PasswordOption,
    SourceOption,
    UserOption,
    opened,
    settings,
)
from graphkit.cli.output import message, print_table, write

if TYPE_CHECKING:
    from schemas.stores import Fingerprint

_DIFFERENT = 1  # exit code


class VerifyFormat(StrEnum):
    """How the result is printed."""

    TABLE = "table"
    JSON = "json"


def verify(
    store: SourceOption = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="FILE|URL", help="A graph file or another store to compare with."
        ),
    ] = None,
    form: Annotated[
        VerifyFormat, typer.Option("--format", "-f", help="How the result is printed.")
    ] = VerifyFormat.TABLE,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
) -> None:
    """Print the content hash of a store.

    The same graph has the same hash in a file, an embedded store and Neo4j, however it came there.
    With --against it leaves with 1 where the two differ, and says in which labels and types.
    """
    login = {"user": user, "password": password, "database": database}
    chosen = settings(store=store, **login)
    with opened(chosen) as place:
        here = place.fingerprint()
    there = None
    if against is not None:
        with opened(settings(store=against, **login)) as other:
            there = other.fingerprint()
    if form is VerifyFormat.JSON:
        write(json.dumps(_object(chosen.store, here, against, there), indent=2))
    else:
        _print(here, there)
    if there is None:
        return
    if differing := here.differing(there):
        kinds = ", ".join(differing)
        message("[bold red]different:[/] {} and {}, in {}", chosen.store, against, kinds)
        raise typer.Exit(_DIFFERENT)
    message("{} and {} hold the same graph", chosen.store, against)


def _print(here: "Fingerprint", there: "Fingerprint | None") -> None:
    """The hash and the counts; of two stores both hashes, and what they differ in."""
    write(here.digest)
    ours = here.tallies
    if there is None:
        rows: list[dict[str, Any]] = [{"kind": k, "here": tally.count} for k, tally in ours.items()]
        print_table(rows, {"kind": "label or type", "here": "here"})
        return
    write(there.digest)
    theirs = there.tallies
    rows = [
        {
            "kind": kind,
            "here": ours[kind].count if kind in ours else 0,
            "there": theirs[kind].count if kind in theirs else 0,
        }
        for kind in here.differing(there)
    ]
    if rows:
        print_table(rows, {"kind": "content differs in", "here": "here", "there": "there"})


def _object(
    store: str, here: "Fingerprint", against: str | None, there: "Fingerprint | None"
) -> dict[str, Any]:
    found: dict[str, Any] = {"store": store, **_summary(here)}
    if there is not None:
        found["against"] = {"store": against, **_summary(there)}
        found["differing"] = list(here.differing(there))
    return found


def _summary(content: "Fingerprint") -> dict[str, Any]:
    return {
        "digest": content.digest,
        "nodes": content.nodes,
        "relationships": content.relationships,
        "counts": {kind: tally.count for kind, tally in content.tallies.items()},
    }
