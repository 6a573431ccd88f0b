"""Proposals, positions on them, what depends on what, and the concepts that they are cases of."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from graphkit.assembly.parts import Parts
from graphkit.knowledge.lexicons import precision
from graphkit.mentions import ConditionMention, PositionMention, ProposalMention, Span
from graphkit.resolution.concepts import ProposalGroup
from graphkit.resolution.statements import Told
from graphkit.spans import touch
from schemas import relations as r
from schemas.base import Relationship
from schemas.catalog import RELATIONSHIPS
from schemas.identity import concept_id, entity_id
from schemas.proposals import Concept, Proposal
from schemas.relations import Stance

type Place = tuple[int, int, str]  # first character, one past the last, id

NOBODY: tuple[None] = (None,)
STANCES: dict[str, float] = {
    "PROPOSES": 1.0, "SUPPORTS": 1.0, "DEMANDS": 1.0, "OFFERS": 1.0, "REJECTS": -1.0,
}  # fmt: skip


def add_proposals(parts: Parts, statement_ids: dict[int, list[str]]) -> None:
    """Proposal nodes with mentions, concepts, positions, conditions and ABOUT edges."""
    ids: dict[ProposalMention, str] = {}
    for group in parts.analysis.proposals:
        id_ = _add(parts, group)
        ids.update(dict.fromkeys(group.mentions, id_))
    for position in parts.analysis.positions:
        if position.proposal in ids:
            _position(parts, position, ids[position.proposal], statement_ids)
    for condition in parts.analysis.conditions:
        if condition.dependent in ids and condition.needed in ids:
            _condition(parts, condition, ids, statement_ids)
    about(parts, statement_ids, ((m.start, m.end, id_) for m, id_ in ids.items()))


def _add(parts: Parts, group: ProposalGroup) -> str:
    id_ = entity_id("proposal", group.name, parts.document)
    date = group.date
    parts.add(
        Proposal(
            id=id_, name=group.name, kind=group.kind,
            date_from=date.date_from if date else None, date_to=date.date_to if date else None,
            date_precision=date.precision if date else None, date_text=date.text if date else None,
        )
    )  # fmt: skip
    spans = sorted({(m.start, m.end) for m in group.mentions})
    mentioned(parts, id_, spans)
    for party in group.parties:
        parts.edge(r.Concerns, id_, party, spans[0], precision("positions", ""))
    if group.parties or group.proper_name:
        _instance(parts, group, id_)
    return id_


def _instance(parts: Parts, group: ProposalGroup, id_: str) -> None:
    """The concept that the proposal's own slots spell, so that each document finds it alone."""
    key = concept_id(group.kind, group.parties, group.proper_name)
    name = (
        group.proper_name
        or f"{group.kind.replace('_', ' ').capitalize()}: {_names(parts, group.parties)}"
    )
    parts.add(Concept(id=key, name=name, kind=group.kind))
    parts.edge(r.InstanceOf, id_, key, None, None)


def _names(parts: Parts, parties: Iterable[str]) -> str:
    """Names that are a function of the ids alone, since documents share the concept."""
    return ", ".join(sorted(named_by_id(parts, party) for party in parties))


def named_by_id(parts: Parts, id_: str) -> str:
    """The registry's name, else the id's words."""
    entry = parts.registry.entry(id_)
    return entry.name if entry else id_.partition(":")[2].partition("@")[0].replace("-", " ")


def mentioned(parts: Parts, id_: str, spans: list[Span]) -> None:
    """MENTIONED_IN for a proposal or an event."""
    starts, ends = zip(*spans, strict=True)
    parts.edge(
        r.MentionedIn, id_, parts.document, spans[0], 1.0, starts=starts, ends=ends,
        surfaces=tuple(parts.text[a:b] for a, b in spans), count=len(spans),
    )  # fmt: skip


def _position(
    parts: Parts, position: PositionMention, proposal: str, statement_ids: dict[int, list[str]]
) -> None:
    told = holder(parts, (position.start, position.end))
    actors = _voicing(parts, position) or actors_of(parts, position.actor, told)
    statement = statement_ids[told.index][0] if told and told.index in statement_ids else None
    extra = {}
    if position.relation == "CONDITIONS" and position.condition is not None:
        extra["condition"] = parts.text[slice(*position.condition)]
    model = RELATIONSHIPS[position.relation].model
    sure = precision("positions", position.rule) * (told.mention.confidence if told else 1.0)
    for actor in actors:
        parts.edge(
            model,
            actor,
            proposal,
            (position.start, position.end),
            sure,
            statement=statement,
            **extra,
        )


def _voicing(parts: Parts, position: PositionMention) -> list[str]:
    """Who says it, where the position's word is a statement's cue: its source is read best.

    "He thanked states that took part and urged others to follow": he urged, not the states.
    """
    if position.actor is None or position.trigger is None:
        return []
    near = (
        parts.analysis.told[n]
        for n in parts.contents.near(position.proposal.start, position.proposal.start)
    )
    voiced = [told for told in near if touch(told.mention.cue, [position.trigger])]
    return list(dict.fromkeys(told.speaker for told in voiced if told.speaker))


def _condition(
    parts: Parts,
    condition: ConditionMention,
    ids: dict[ProposalMention, str],
    statement_ids: dict[int, list[str]],
) -> None:
    told = holder(parts, (condition.start, condition.end))
    statement = statement_ids[told.index][0] if told and told.index in statement_ids else None
    source, target = ids[condition.dependent], ids[condition.needed]
    if source == target:
        return
    sure = precision("conditions", condition.rule) * (told.mention.confidence if told else 1.0)
    for actor in actors_of(parts, condition.actor, told) or NOBODY:
        parts.edge(
            r.ConditionalOn,
            source,
            target,
            (condition.start, condition.end),
            sure,
            actor=actor,
            statement=statement,
        )


def actors_of(parts: Parts, actor: Span | None, told: Told | None) -> list[str]:
    """The actors of a phrase; without one, the speaker of the statement around it."""
    if actor is not None:
        return parts.analysis.sources.actors([actor], unnamed=told is None)
    return [told.speaker] if told and told.speaker else []


def holder(parts: Parts, span: Span) -> Told | None:
    """The innermost statement whose content holds these characters."""
    near = (parts.analysis.told[n] for n in parts.contents.near(span[0], span[0]))
    holding = [
        told for told in near
        if any(a <= span[0] and span[1] <= b for a, b in told.mention.content)
    ]  # fmt: skip
    return min(holding, key=lambda t: sum(b - a for a, b in t.mention.content), default=None)


def about(parts: Parts, statement_ids: dict[int, list[str]], places: Iterable[Place]) -> None:
    """ABOUT from every statement to what its content mentions, once each, with its stance."""
    known = sorted(places)
    held: defaultdict[tuple[str | None, str], list[Relationship]] = defaultdict(list)
    for edge in parts.edges.values():
        if edge.type in STANCES:
            held[edge.source, edge.target].append(edge)
    for told in parts.analysis.told:
        seen: set[str] = set()
        for start, end, id_ in _inside(known, told.mention.content):
            if id_ not in seen:
                seen.add(id_)
                towards, score = _stance(told, held[told.speaker, id_])
                for statement in statement_ids.get(told.index, ()):
                    parts.edge(
                        r.About, statement, id_, (start, end), told.mention.confidence,
                        stance=towards, score=score,
                    )  # fmt: skip


def _inside(known: Sequence[Place], content: Iterable[Span]) -> list[Place]:
    """Those of the sorted places that lie inside the content, in their order."""
    found = {
        n
        for a, b in content
        for n in range(bisect_left(known, (a,)), bisect_left(known, (b + 1,)))
        if known[n][1] <= b
    }
    return [known[n] for n in sorted(found)]


def _stance(told: Told, positions: Iterable[Relationship]) -> tuple[Stance, float]:
    """The speaker's, where the words of this statement take one of the positions."""
    for edge in positions:
        start, end = edge.start or 0, edge.end or 0
        if any(a < end and start < b for a, b in told.mention.content):
            score = STANCES[edge.type]
            return ("positive" if score > 0 else "negative"), score
    return "neutral", 0.0
