"""What a store refused, as a file that can be mended and loaded."""

from collections.abc import Sequence
from pathlib import Path

from loaders.exchange import exchanged
from schemas.graph import json_line
from schemas.stores import Refused


def write_rejected(refused: Sequence[Refused], path: Path) -> None:
    """A line a graph in the interchange form, with its `reason`; the file is written anew."""
    with exchanged(path) as stream:
        stream.writelines(f"{_line(one)}\n" for one in refused)


def _line(refused: Refused) -> str:
    told = [d for d in refused.graph.documents if d.id in refused.documents]
    return json_line(told[0] if len(told) == 1 else None, refused.graph, reason=refused.reason)
