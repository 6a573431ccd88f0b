"""The document, who published it and whose reporting it rests on."""

from graphkit.assembly.parts import Parts
from graphkit.knowledge.tables import Entry
from graphkit.mentions import Span
from graphkit.resolution.linking import outlet_id
from schemas import relations as r
from schemas.actors import MediaOutlet


def add_document(parts: Parts) -> None:
    """Document, PUBLISHED_BY (from the page or its host) and BASED_ON (from its notices)."""
    reading = parts.analysis.reading
    parts.add(reading.document)
    entry = parts.registry.outlet_of_domain(reading.host) if reading.host else None
    if reading.outlet or entry:
        outlet = _outlet(parts, reading.outlet or "", entry)
        parts.edge(r.PublishedBy, parts.document, outlet, reading.outlet_span, 1.0)
        _mention(parts, outlet, reading.outlet_span)
    for basis in reading.based_on:
        outlet = _outlet(parts, basis.name, None)
        parts.edge(r.BasedOn, parts.document, outlet, (basis.start, basis.end), 1.0)
        _mention(parts, outlet, (basis.start, basis.end))


def _outlet(parts: Parts, name: str, entry: Entry | None) -> str:
    known = [entry] if entry else [e for e in parts.registry.find(name) if e.kind == "outlet"]
    if known:
        return parts.entry(known[0])
    return parts.add(MediaOutlet(id=outlet_id(name), name=name))


def _mention(parts: Parts, outlet: str, span: Span | None) -> None:
    """An outlet that only the page names is mentioned there; a name in the article comes later."""
    if span is not None and outlet not in parts.analysis.entities.by_id:
        parts.edge(
            r.MentionedIn, outlet, parts.document, span, 1.0, starts=(span[0],), ends=(span[1],),
            surfaces=(parts.text[span[0] : span[1]],), count=1,
        )  # fmt: skip
