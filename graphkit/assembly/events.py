"""Events, who took part and where, and the occurrences that they are cases of."""

from graphkit.assembly.parts import Parts
from graphkit.assembly.proposals import about, holder, mentioned, named_by_id
from graphkit.knowledge.lexicons import precision
from graphkit.resolution.concepts import EventGroup
from graphkit.resolution.entities import ACTING
from schemas import relations as r
from schemas.events import Event, Occurrence
from schemas.identity import entity_id, occurrence_id


def add_events(parts: Parts, statement_ids: dict[int, list[str]]) -> None:
    """Event nodes with participants, venues, occurrences and ABOUT edges."""
    places = []
    for group in parts.analysis.events:
        id_ = _add(parts, group, statement_ids)
        places += [(m.start, m.end, id_) for m in group.mentions]
    about(parts, statement_ids, places)


def _add(parts: Parts, group: EventGroup, statement_ids: dict[int, list[str]]) -> str:
    first = group.mentions[0]
    sure = precision("events", first.rule)
    id_ = entity_id("event", f"{group.kind} {group.name}", parts.document)
    where = (first.start, first.end)
    told = holder(parts, where)
    only_said = told is not None and all(holder(parts, (m.start, m.end)) for m in group.mentions)
    status = "claimed" if only_said and group.status == "occurred" else group.status
    date = group.date
    parts.add(
        Event(
            id=id_, name=group.name[:190], kind=group.kind, status=status, outcome=group.outcome,
            date_from=date.date_from if date else None, date_to=date.date_to if date else None,
            date_precision=date.precision if date else None, date_text=date.text if date else None,
        )
    )  # fmt: skip
    mentioned(parts, id_, sorted({(m.start, m.end) for m in group.mentions}))
    statement = (
        statement_ids[told.index][0] if only_said and told and told.index in statement_ids else None
    )
    for actor, role in group.participants:
        if parts.analysis.entities.by_id[actor].kind in ACTING:
            parts.edge(r.ParticipatedIn, actor, id_, where, sure, role=role, statement=statement)
    if group.venue is not None:
        for known in parts.analysis.entities.within(*group.venue):
            if parts.analysis.entities.by_id[known.entity].kind == "venue":
                parts.edge(r.HeldAt, id_, known.entity, group.venue, sure, statement=statement)
                break
    _occurrence(parts, group, id_)
    return id_


def _occurrence(parts: Parts, group: EventGroup, id_: str) -> None:
    """Kind, parties and day spell the occurrence; without a day there is none."""
    parties = [actor for actor, _ in group.participants]
    date = group.date
    if not parties or date is None or date.precision != "day" or date.date_from is None:
        return
    key = occurrence_id(group.kind, parties, date.date_from.isoformat())
    names = ", ".join(sorted(named_by_id(parts, p) for p in parties))
    kind = group.kind.replace("_", " ").capitalize()
    parts.add(
        Occurrence(
            id=key, name=f"{kind}: {names}, {date.date_from.isoformat()}", kind=group.kind,
            date_from=date.date_from, date_to=date.date_to, date_precision="day",
        )
    )  # fmt: skip
    parts.edge(r.InstanceOf, id_, key, None, None)
