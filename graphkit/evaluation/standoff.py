"""Attributions in brat's stand-off format, as PolNeAR publishes them.

Offsets count the characters of the text with its line ends as they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphkit.attribution.words import Span

_ROLE = re.compile(r"(Source|Cue|Content)\d*$")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotated attribution: half-open character spans; source and cue may be empty.

    `outermost`: not within the content of another one of the article. `complete`: all that its
    content reports is annotated as well (a corpus of outermost attributions leaves that open).
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    outermost: bool = True
    complete: bool = False


def annotations_of(lines: Sequence[str]) -> Iterator[Annotation]:
    """The attributions of the lines of a stand-off file; those without content are left out."""
    spans: dict[str, list[Span]] = {}
    events: list[list[str]] = []
    for line in lines:
        name, *fields = line.split("\t")
        if name.startswith("T") and fields:
            spans[name] = [_span(part) for part in fields[0].split(" ", 1)[1].split(";")]
        elif name.startswith("E") and fields and fields[0].startswith("Attribution"):
            events.append(fields[0].split()[1:])
    for arguments in events:
        roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for argument in arguments:
            role, _, name = argument.partition(":")
            if known := _ROLE.match(role):
                roles[known.group(1)].extend(spans[name])
        if roles["Content"]:
            source, cue, content = (tuple(sorted(spans)) for spans in roles.values())
            yield Annotation(source, cue, content)


def _span(text: str) -> Span:
    start, end = text.split()
    return int(start), int(end)
