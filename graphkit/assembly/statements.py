"""Statements and what hangs on them."""

from collections import Counter

from graphkit.assembly.parts import Parts
from graphkit.clauses import places_in
from graphkit.extractors.targets import carried, stance
from graphkit.mentions import AttributionMention, Span
from graphkit.resolution.statements import Told
from schemas import relations as r
from schemas.identity import statement_id
from schemas.statements import Statement

NAME_LENGTH = 80


def add_statements(parts: Parts) -> dict[int, list[str]]:
    """Statement nodes with SAID, ABOUT and the rest; their ids by attribution index."""
    ids: dict[int, list[str]] = {}
    ordinals: Counter[str] = Counter()
    for told in parts.analysis.told:
        node = _node(parts, told, ordinals)
        parts.add(node)
        ids.setdefault(told.index, []).append(node.id)
        _hang(parts, told, node.id)
    for told in parts.analysis.told:
        if told.replies_to is not None and told.index in ids:
            for reply in ids[told.index]:
                for earlier in ids.get(told.replies_to, [])[:1]:
                    parts.edge(
                        r.RepliesTo, reply, earlier, evidence(told.mention), told.mention.confidence
                    )
    return ids


def evidence(mention: AttributionMention) -> Span:
    """The characters that say who speaks: source and cue, else the content."""
    spans = [*mention.source, *mention.cue] or list(mention.content)
    return min(a for a, _ in spans), max(b for _, b in spans)


def _node(parts: Parts, told: Told, ordinals: Counter[str]) -> Statement:
    mention = told.mention
    text = " ".join(parts.text[a:b] for a, b in mention.content)
    source = " ".join(parts.text[a:b] for a, b in mention.source) or "nobody"
    if told.speaker is not None and source == "nobody":
        source = "implied"
    key = statement_id(parts.document, source, text, 0)
    ordinals[key] += 1
    date = told.date
    return Statement(
        id=statement_id(parts.document, source, text, ordinals[key]),
        name=text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1].rstrip() + "…",
        text=text,
        starts=tuple(a for a, _ in mention.content),
        ends=tuple(b for _, b in mention.content),
        cue=" … ".join(parts.text[a:b] for a, b in mention.cue) or None,
        cue_starts=tuple(a for a, _ in mention.cue),
        cue_ends=tuple(b for _, b in mention.cue),
        source_starts=tuple(a for a, _ in mention.source),
        source_ends=tuple(b for _, b in mention.source),
        kind=mention.kind,
        class_=mention.class_,
        act=mention.act,
        modality=mention.modality,
        rule=mention.rule,
        confidence=mention.confidence,
        date_from=date.date_from if date else None,
        date_to=date.date_to if date else None,
        date_precision=date.precision if date else None,
        date_text=date.text if date else None,
    )


def _hang(parts: Parts, told: Told, id_: str) -> None:
    """SAID, IN, relays, addressees, platform, place and targets of one statement."""
    mention, where = told.mention, evidence(told.mention)
    sure = mention.confidence
    parts.edge(r.In, id_, parts.document, mention.content[0], 1.0)
    if told.speaker is not None:
        parts.edge(r.Said, told.speaker, id_, where, sure * _certainty(parts, mention))
    for hop, relay in enumerate(told.relay, 1):
        parts.edge(r.RelayedBy, id_, relay, where, sure, hop=hop)
    for actor, span in told.addressees:
        parts.edge(r.AddressedTo, id_, actor, span, sure)
    if told.on_behalf_of is not None:
        parts.edge(r.OnBehalfOf, id_, told.on_behalf_of, where, sure)
    for model, known in ((r.PublishedOn, told.platform), (r.SaidAt, told.place)):
        if known is not None:
            parts.edge(model, id_, known.entity, (known.start, known.end), sure)
    _about(parts, told, id_)


def _certainty(parts: Parts, mention: AttributionMention) -> float:
    """How sure it is whom the source's words denote: that of its surest word."""
    found = [d.certainty for a, b in mention.source for d in parts.analysis.entities.within(a, b)]
    return max(found, default=1.0)


def _about(parts: Parts, told: Told, id_: str) -> None:
    """ABOUT each target, with the speaker's stance towards it."""
    if not told.about:
        return
    doc, mention = parts.analysis.doc, told.mention
    cue, ours = set(places_in(doc, mention.cue)), _ours(parts, told)
    for known in told.about:
        towards, score = stance(
            doc[known.head],
            denied=mention.act == "deny",
            polarity=carried(mention.polarity, doc[known.head], cue),
            ours=ours,
        )
        sure, span = mention.confidence * known.certainty, (known.start, known.end)
        parts.edge(r.About, id_, known.entity, span, sure, stance=towards, score=score)


def _ours(parts: Parts, told: Told) -> set[int]:
    """The words of the content for the speaker, or for his state."""
    if told.speaker is None:
        return set()
    own = {told.speaker}
    if (state := parts.analysis.sources.resolver.descriptions.state_of(told.speaker)) is not None:
        own.add(state.id)
    found = (d for a, b in told.mention.content for d in parts.analysis.entities.within(a, b))
    return {known.head for known in found if known.entity in own}
