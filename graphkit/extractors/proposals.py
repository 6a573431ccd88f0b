"""Proposals, who stands where on them, and which of them depends on which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from graphkit.clauses import (
    AFTERTHOUGHTS,
    NOMINAL,
    governor,
    is_passive,
    listed,
    name_phrase,
    phrase,
    timing,
    trimmed,
)
from graphkit.condition_rules import Condition, condition_frames
from graphkit.knowledge.lexicons import words
from graphkit.mentions import ConditionMention, PositionMention, ProposalMention, Span
from graphkit.position_rules import Frame, frames
from graphkit.proposal_words import PRONOUNS, is_strong, kind_of, lemma, lemmas
from graphkit.spans import Zones
from schemas.proposals import ProposalKind

CUT = frozenset({"without", "until", "before", "unless", "if", "according", "as"})
"""Prepositions that begin what is no part of a proposal's name."""


LONGEST = 300  # characters; a longer phrase is cut after its head
YIELDING = frozenset({"OFFERS", "SUPPORTS"})
"""What a condition overrides: "ready to talk, on one condition" is no plain offer."""


@dataclass(slots=True)
class _Known:
    """The proposals so far, as later ones ask for them: lemmas, kinds, and the last one named."""

    lemmas: set[str] = field(default_factory=set)
    kinds: set[ProposalKind | None] = field(default_factory=set)
    last: Token | None = None

    def add(self, token: Token) -> None:
        kind = kind_of(token)
        self.lemmas.add(lemma(token))
        self.kinds.add(kind)
        self.last = token if kind else self.last

    def taken_up_by(self, pronoun: Token) -> ProposalKind | None:
        """The kind of the last one, where it is of the paragraph or of the sentence before."""
        if self.last is None:
            return None
        between = self.last.doc[self.last.i : pronoun.i]
        near = self.last.sent.end >= pronoun.sent.start or not any("\n" in t.text for t in between)
        return kind_of(self.last) if near else None


@dataclass(frozen=True, slots=True)
class Frames:
    """Every frame of a document by the rules: what proposals, positions and conditions rest on."""

    positions: tuple[Frame, ...]
    conditions: tuple[Condition, ...]

    @classmethod
    def of(cls, doc: Doc) -> "Frames":
        """The frames of a parsed text."""
        return cls(tuple(frames(doc)), tuple(condition_frames(doc)))


def proposals(
    doc: Doc, skip: Sequence[Span] = (), found: Frames | None = None
) -> Iterator[ProposalMention]:
    """Noun and verb phrases for what is put forward, in the order of the text.

    A noun that always names a proposal counts anywhere but in the tale of a past event; others
    count where somebody takes a position on them, and when they take up an earlier one. `found`:
    the document's frames, for callers that need them more than once.
    """
    named = _taken_up(doc, found or Frames.of(doc))
    known, hidden = _Known(), Zones(skip)
    for i, word in enumerate(lemmas(doc)):
        if i not in named and not (word in known.lemmas and _is_resumed(doc[i])):
            continue
        token = doc[i]
        kind = _kind(token, known)
        mention = _mention(token, kind, known) if kind else None
        if mention is None or hidden.touch((mention.start, mention.end)):
            continue
        if token.pos_ != "PRON":
            known.add(token)
        yield mention


def positions(
    doc: Doc,
    proposals: Sequence[ProposalMention],
    skip: Sequence[Span] = (),
    found: Frames | None = None,
) -> Iterator[PositionMention]:
    """Who proposes, supports, rejects, demands, offers, or makes depend, by the rules."""
    found = found or Frames.of(doc)
    by_head = {mention.head: mention for mention in proposals}
    hidden = Zones(skip)
    tied = [c for c in found.conditions if not hidden.touch(_characters(c.trigger))]
    bound = {c.dependent.i for c in tied if c.actor is not None}
    for frame in found.positions:
        if hidden.touch(_characters(frame.trigger)):
            continue
        for proposal, complement in _about(frame, by_head, proposals):
            if not (complement.i in bound and frame.relation in YIELDING):
                yield _position(frame, proposal, complement)
    for condition in tied:
        yield from _conditional(condition, by_head)


def conditions(
    doc: Doc,
    proposals: Sequence[ProposalMention],
    skip: Sequence[Span] = (),
    found: Frames | None = None,
) -> Iterator[ConditionMention]:
    """Pairs of proposals of which the first needs the second."""
    found = found or Frames.of(doc)
    by_head = {mention.head: mention for mention in proposals}
    hidden = Zones(skip)
    for condition in found.conditions:
        dependent = by_head.get(condition.dependent.i)
        if dependent is None or hidden.touch(_characters(condition.trigger)):
            continue
        start, end = _evidence(condition.trigger, condition.dependent, condition.needed)
        for token in condition.needed_proposals:
            needed = by_head.get(token.i)
            if needed is not None and needed != dependent:
                yield ConditionMention(
                    start, end, dependent, needed, _actor(condition.actor), condition.rule
                )


# Which words are proposals.


def _taken_up(doc: Doc, frames: Frames) -> set[int]:
    """Indices of what somebody takes a position on or makes a condition, and of strong nouns."""
    found = {c.i for frame in frames.positions for c in frame.complements}
    for condition in frames.conditions:
        found.add(condition.dependent.i)
        found |= {t.i for t in condition.needed_proposals}
    strong = words("proposals", "strong")
    named = (doc[i] for i, word in enumerate(lemmas(doc)) if word in strong)
    return found | {t.i for t in named if is_strong(t) and not _is_told(t)}


def _is_told(token: Token) -> bool:
    """Part of the tale of an event: "the talks collapsed", "briefed on the talks"."""
    if token.dep_ in {"compound", "nmod"}:
        return True
    above = token.head
    if token.dep_ == "pobj" and lemma(above.head) in {"familiar", "brief", "during"}:
        return True
    happens = lemma(above) in words("proposals", "occurrence_verbs")
    return happens and timing(above) == "past" and token.dep_ != "pobj"


def _is_resumed(token: Token) -> bool:
    """ "the meeting", "such concessions": a definite noun, where it has been a proposal before."""
    if token.pos_ != "NOUN" or kind_of(token) is None or token.dep_ == "compound":
        return False
    determiner = next((c.lower_ for c in token.children if c.dep_ == "det"), "")
    return determiner in words("proposals", "anaphora")


def _kind(token: Token, known: _Known) -> ProposalKind | None:
    if token.lower_ in PRONOUNS and token.pos_ in {"PRON", "DET"}:
        return known.taken_up_by(token)
    return kind_of(token) or "demand"


def _mention(token: Token, kind: ProposalKind, known: _Known) -> ProposalMention | None:
    start, end = _named(token)
    if end - start > LONGEST:
        end = token.idx + len(token)
    if end - start > LONGEST or (not token.is_alpha and "-" not in token.text):
        return None
    return ProposalMention(
        start,
        end,
        token.i,
        kind,
        proper=token.pos_ == "PROPN",
        anaphoric=_is_anaphoric(token, known),
    )


def _is_anaphoric(token: Token, known: _Known) -> bool:
    """ "these talks", "it", or "the talks" when there were some before and nothing is added."""
    if token.pos_ == "PRON" or token.lower_ in PRONOUNS:
        return True
    children = [c for c in token.children if c.dep_ not in AFTERTHOUGHTS]
    determiner = next((c.lower_ for c in children if c.dep_ == "det"), "")
    if determiner in words("proposals", "strong_anaphora"):
        return True
    plain = all(c.dep_ == "det" for c in children)
    return determiner == "the" and plain and kind_of(token) in known.kinds


def _named(token: Token) -> Span:
    """The proposal's own characters: no relative clause, no condition, no "to" before a verb."""
    if token.pos_ in NOMINAL:
        cut = {i for c in token.children if _ends_name(c) for i in _indices(c)}
        return trimmed([t for t in _own(token) if t.i not in cut], around=token)
    cut = {i for c in token.children if _ends_verb_phrase(c) for i in _indices(c)}
    leading = {i for c in token.children if _leads(c, token) for i in _indices(c)}
    own = [t for t in _own(token) if t.i >= token.i or t.i in leading]
    return trimmed([t for t in own if t.i not in cut], around=token)


def _own(token: Token) -> list[Token]:
    start, end = phrase(token)
    span = token.doc.char_span(start, end, alignment_mode="expand")
    return list(span) if span is not None else [token]


def _ends_name(child: Token) -> bool:
    if child.dep_ != "prep":
        return False
    if child.lower_ == "on":
        return _is_on_condition(child)
    nowhere = child.lower_ in {"in", "at"} and not any(
        g.ent_type_ in {"GPE", "LOC", "FAC", "ORG", "DATE"} for g in child.children
    )
    return child.lower_ in CUT or (nowhere and child.head.pos_ in NOMINAL and not _eases(child))


def _ends_verb_phrase(child: Token) -> bool:
    return _is_on_condition(child) or (child.dep_ == "prep" and child.lower_ in CUT)


def _is_on_condition(child: Token) -> bool:
    """ "On one condition", "on Monday": no part of a name, as "limits on enrichment" is."""
    return child.lower_ == "on" and any(
        lemma(g) == "condition" or g.ent_type_ in {"DATE", "TIME"} for g in child.children
    )


def _eases(preposition: Token) -> bool:
    """ "a role in easing tensions": what the noun itself asks for."""
    return any(g.dep_ == "pcomp" for g in preposition.children)


def _leads(child: Token, verb: Token) -> bool:
    """The verb's subject; with a passive what stands between too ("the envoys be freed")."""
    if is_passive(verb):
        return child.dep_ in {"nsubjpass", "aux", "auxpass", "neg"}
    return child.dep_ == "nsubj"


def _indices(token: Token) -> Iterator[int]:
    return (t.i for t in token.subtree)


# Positions.


def _about(
    frame: Frame, by_head: Mapping[int, ProposalMention], known: Sequence[ProposalMention]
) -> Iterator[tuple[ProposalMention, Token]]:
    """The frame's proposals; without complement the last one spoken of."""
    for complement in frame.complements:
        if complement.i in by_head:
            yield by_head[complement.i], complement
    if not frame.complements and frame.rule == "advice":
        before = [m for m in known if m.head < frame.trigger.i]
        if before:
            yield before[-1], frame.trigger


def _position(frame: Frame, proposal: ProposalMention, complement: Token) -> PositionMention:
    around = [t for t in (frame.actor, frame.scope) if t is not None]
    start, end = _evidence(frame.trigger, complement, *around)
    word = frame.trigger
    return PositionMention(
        start,
        end,
        frame.relation,
        proposal,
        _actor(frame.actor),
        rule=frame.rule,
        trigger=(word.idx, word.idx + len(word)),
    )


def _conditional(
    condition: Condition, by_head: Mapping[int, ProposalMention]
) -> Iterator[PositionMention]:
    """CONDITIONS for what depends; DEMANDS for what is needed, where the rule implies it."""
    actor = _actor(condition.actor)
    parts = [condition.trigger, condition.dependent, condition.needed]
    start, end = _evidence(*parts, *([condition.actor] if condition.actor is not None else []))
    dependent = by_head.get(condition.dependent.i)
    if dependent is not None:
        yield PositionMention(
            start, end, "CONDITIONS", dependent, actor, _needed(condition), condition.rule
        )
    if condition.demanded:
        for token in condition.needed_proposals:
            if token.i in by_head:
                yield PositionMention(
                    start, end, "DEMANDS", by_head[token.i], actor, rule=condition.rule
                )


def _needed(condition: Condition) -> Span:
    """The characters of what is needed: a noun phrase, or a clause without its conjunction."""
    token = condition.needed
    if token.pos_ in NOMINAL:
        return phrase(token)
    apart = {
        t.i
        for c in token.children
        if c.is_ancestor(condition.dependent) or _is_what_follows(c)
        for t in c.subtree
    }
    own = [t for t in token.subtree if t.i not in apart and (t.dep_ != "mark" or t.head != token)]
    return trimmed(own, around=token)


def _is_what_follows(child: Token) -> bool:
    """ "…, opening a rift with its neighbour": what the whole sentence leads to."""
    return child.dep_ == "advcl" and child.tag_ == "VBG" and child.i > child.head.i


def _actor(token: Token | None) -> Span | None:
    """The characters of the actor's noun phrase, with what is coordinated with it."""
    if token is None:
        return None
    spans = [name_phrase(one) for one in listed(token)]
    return min(a for a, _ in spans), max(b for _, b in spans)


def _evidence(*parts: Token) -> Span:
    """The characters from the first to the last of the parts' phrases."""
    spans = [_extent(part) for part in parts]
    return min(a for a, _ in spans), max(b for _, b in spans)


def _extent(token: Token) -> Span:
    if token.pos_ in NOMINAL:
        return _named(token)
    right = (
        [t for t in token.subtree if t.i >= token.i]
        if token.dep_ in {"csubj", "advcl"}
        else [token]
    )
    if token.pos_ == "VERB":
        right = [t for t in _own(token) if t.i >= token.i]
    return trimmed(right, around=token)


def _characters(token: Token) -> Span:
    verb = governor(token)
    return min(token.idx, verb.idx), max(token.idx + len(token), verb.idx + len(verb))
