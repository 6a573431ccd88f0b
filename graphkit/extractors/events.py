"""Events between actors: who met, called, visited, attacked; where, when, and whether at all.

A noun counts with a party, a place or a day of its own; a bare "the talks" only takes up an event
told before (`rule` "anaphoric": grouping joins it or drops it).
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from graphkit.clauses import (
    NOMINAL,
    OBJECTS,
    agent,
    is_passive,
    listed,
    name_phrase,
    phrase,
    prepositional,
    subject,
    text_of,
    timing,
)
from graphkit.event_triggers import (
    NAMED,
    is_unreal,
    noun_kind,
    outcome,
    status,
    trigger_lemmas,
    undergoers,
    verb_kind,
)
from graphkit.knowledge.lexicons import lexicon, words
from graphkit.mentions import DateMention, EventMention, Participant, Span
from graphkit.proposal_words import lemma, lemmas
from graphkit.spans import SpanIndex, Zones
from schemas.events import EventKind
from schemas.relations import Role

PLACES = frozenset({"GPE", "LOC", "FAC"})


def events(
    doc: Doc, dates: Sequence[DateMention], skip: Sequence[Span] = ()
) -> Iterator[EventMention]:
    """One mention a trigger, in the order of the text, with the clause's date among `dates`."""
    days, hidden = _Days(doc, dates), Zones(skip)
    triggers = trigger_lemmas()
    for token in (doc[i] for i, word in enumerate(lemmas(doc)) if word in triggers):
        if hidden.touch((token.idx, token.idx + len(token))):
            continue
        found = _of_noun(token, days) or _of_verb(token, days)
        if found is not None:
            yield found


# Nouns.


def _of_noun(token: Token, days: "_Days") -> EventMention | None:
    """ "a July 10 meeting at the White House", "Indian strikes on the base"."""
    kind = noun_kind(token)
    if kind is None or is_unreal(token):
        return None
    verb = _carrier(token)
    parties = _without_repeats([*_noun_parties(token, kind), *_verb_parties(verb, token, kind)])
    venue = _venue(token) or (_venue(verb) if verb is not None else None) or _before(token)
    day = _date(token, verb, days)
    rule = "noun" if venue or day or _suffice(token.doc, kind, parties) else "anaphoric"
    if rule == "anaphoric" and not _is_definite(token):
        return None
    start, end = _noun_evidence(token, verb, parties, venue, day)
    return EventMention(
        start, end, token.i, kind, _name(token), status(token), tuple(parties), venue,
        outcome(token), day, rule,
    )  # fmt: skip


def _suffice(doc: Doc, kind: EventKind, parties: Sequence[Participant]) -> bool:
    """Somebody who can act on that stage; a hearing or a vote needs a place or a day besides."""
    return kind not in {"hearing", "vote"} and any(_is_named(doc, p.span) for p in parties)


def _carrier(noun: Token) -> Token | None:
    """The verb that says that it took place, or who held it: "held talks", "the talks began"."""
    verb = noun.head
    if verb.pos_ != "VERB" or timing(verb) is None:
        return None
    if noun.dep_ in OBJECTS and lemma(verb) in words("events", "holding"):
        return verb
    if noun.dep_ in {"nsubj", "nsubjpass"} and lemma(verb) in (
        words("events", "happening") | words("events", "holding")
    ):
        return verb
    return None


def _is_definite(noun: Token) -> bool:
    return any(c.lower_ in {"the", "those", "these", "this", "that"} for c in noun.children)


def _noun_parties(noun: Token, kind: EventKind) -> Iterator[Participant]:
    role: Role = "speaker" if kind in {"announcement", "hearing"} else "party"
    before = noun.doc[max(0, noun.left_edge.i - 1)]
    if before.tag_ == "POS" and before.head != noun and before.i > 0:
        yield Participant(name_phrase(noun.doc[before.i - 1]), role)
    for child in noun.children:
        if child.dep_ == "poss" and child.ent_type_ not in {"DATE", "TIME"}:
            yield from _each(child, role)
        elif child.ent_type_ in {"NORP", "GPE", "PERSON"} and child.dep_ in {
            "amod",
            "compound",
            "nmod",
        }:
            yield Participant((child.idx, child.idx + len(child)))
    for link, other in _LINKS.items():
        for found in prepositional(noun, link):
            if _may_take_part(found):
                yield Participant(name_phrase(found), _role(kind, link, other))


_SPOKEN = frozenset({"announcement", "hearing", "other"})
_LINKS: dict[str, Role] = {
    "with": "party", "between": "party", "among": "party", "by": "party", "of": "party",
    "on": "target", "against": "target", "to": "party",
}  # fmt: skip


def _role(kind: EventKind, link: str, other: Role) -> Role:
    if kind == "attack" and link in {"of", "to"}:
        return "target"
    if kind in {"hearing", "announcement"} and link in {"of", "by"}:
        return "speaker"
    return "host" if kind == "visit" and link == "to" else other


def _may_take_part(token: Token) -> bool:
    if token.pos_ not in NOMINAL or lemma(token) in words("events", "not_parties"):
        return False
    return token.ent_type_ not in {"DATE", "TIME", "MONEY", "CARDINAL", "ORDINAL", "PERCENT"}


def _verb_parties(verb: Token | None, noun: Token, kind: EventKind) -> Iterator[Participant]:
    if kind in _SPOKEN and noun.dep_ == "pobj" and noun.head.head.pos_ == "VERB":
        speaker = subject(noun.head.head)  # "in a speech to parliament, A said"
        if speaker is not None and _may_take_part(speaker):
            yield from _each(speaker, "speaker")
    if verb is None:
        return
    actor = agent(verb) if is_passive(verb) else subject(verb)
    if actor is not None and actor != noun and _may_take_part(actor):
        yield from _each(actor, _holding_role(verb))
    for found in prepositional(verb, "with", "between"):
        if _may_take_part(found):
            yield Participant(name_phrase(found))


def _holding_role(verb: Token) -> Role:
    for role, verbs in lexicon("events")["hosting"].items():
        if lemma(verb) in verbs:
            return role  # type: ignore[no-any-return]
    return "party"


def _each(token: Token, role: Role = "party") -> Iterator[Participant]:
    for one in listed(token):
        yield Participant(name_phrase(one), role)


def _noun_evidence(
    noun: Token,
    verb: Token | None,
    parties: Sequence[Participant],
    venue: Span | None,
    day: DateMention | None,
) -> Span:
    spans = [phrase(noun), *(p.span for p in parties[:1] if p.span[1] + 3 > phrase(noun)[0])]
    if verb is not None:
        spans += [(verb.idx, verb.idx + len(verb)), *(p.span for p in parties)]
        spans += [venue] if venue else []
        spans += [(day.start, day.end)] if day else []
    elif day is not None and 0 <= day.start - spans[0][1] < 3:
        spans.append((day.start, day.end))
    return _cover(spans, noun)


# Verbs.


def _of_verb(token: Token, days: "_Days") -> EventMention | None:
    """ "The envoy met the king in Doha on Monday", "It fired missiles into the valley"."""
    kind = verb_kind(token)
    if kind is None or is_unreal(token):
        return None
    parties = _without_repeats(_parties_of(token, kind))
    if not any(_is_named(token.doc, p.span) for p in parties) and kind != "sanctions":
        return None
    venue, day = _venue(token) or _visited(token, kind), _date(token, token, days)
    if kind == "hearing" and venue is None and day is None:
        return None
    if kind == "talks" and len(parties) < 2 and not _is_plural(subject(token)):
        return None
    near = [p.span for p in parties if _is_near(token, p.span)]
    spans = [(token.idx, token.idx + len(token)), *near]
    spans += [phrase(o) for o in undergoers(token)]
    spans += [venue] if venue else []
    spans += [(day.start, day.end)] if day else []
    start, end = _cover(spans, token)
    return EventMention(
        start, end, token.i, kind, _clause_name(token), status(token), tuple(parties), venue,
        None, day, "verb",
    )  # fmt: skip


def _is_near(verb: Token, span: Span) -> bool:
    """In the verb's own clause, or right before it: not the subject of a clause far above."""
    own = verb.left_edge.idx <= span[0] and span[1] <= verb.right_edge.idx + len(verb.right_edge)
    return own or verb.tag_ in {"VBD", "VBZ", "VBP", "VBN"} or verb.dep_ in {"xcomp", "conj"}


def _is_plural(token: Token | None) -> bool:
    return token is not None and (token.tag_ in {"NNS", "NNPS"} or token.lower_ in {"they", "we"})


def _parties_of(verb: Token, kind: EventKind) -> Iterator[Participant]:
    actor = agent(verb) if is_passive(verb) else subject(verb)
    if actor is not None and _may_take_part(actor):
        yield from _each(actor, "speaker" if kind == "hearing" else "party")
    for noun in undergoers(verb):
        for one in listed(noun):
            yield from _object_party(one, kind)
    target: Role = "target" if kind in {"attack", "sanctions"} else "party"
    for found in prepositional(verb, "with", "to", "against", "into", "on"):
        for one in listed(found):
            if _may_take_part(one) and one.ent_type_ in NAMED | {""}:
                yield Participant(name_phrase(one), target)


def _object_party(noun: Token, kind: EventKind) -> Iterator[Participant]:
    """The object itself where it can act, or whose it is: "shot down Indian aircraft"."""
    role: Role = "target" if kind in {"attack", "sanctions"} else "party"
    if kind == "visit":
        role = "host" if lemma(noun.head) == "visit" else "party"
    if _is_actor(noun):
        yield Participant(name_phrase(noun), role)
        return
    for child in noun.children:
        if child.ent_type_ in {"NORP", "GPE"} and child.dep_ in {
            "amod",
            "compound",
            "poss",
            "nmod",
        }:
            yield Participant((child.idx, child.idx + len(child)), role)
    for found in prepositional(noun, "with", "between", "on", "against", "to", "for"):
        if found.ent_type_ in NAMED:
            yield Participant(name_phrase(found), role)


def _is_named(doc: Doc, span: Span) -> bool:
    """A name, a pronoun, or a common noun for people who act for a state."""
    tokens = doc.char_span(*span, alignment_mode="expand")
    return tokens is not None and any(_is_actor(t) for t in tokens)


def _is_actor(token: Token) -> bool:
    return (
        token.ent_type_ in NAMED
        or token.pos_ == "PRON"
        or lemma(token) in words("events", "people")
    )


# Place, day, words.


def _venue(token: Token) -> Span | None:
    """The place in "in Doha", "at the White House"; the first one at the trigger or its objects."""
    near = [token, *(c for c in token.children if c.dep_ in OBJECTS or c.dep_ in {"prep", "prt"})]
    for place in near:
        for found in prepositional(place, "in", "at", "along", "near"):
            if found.ent_type_ in PLACES or (found.ent_type_ == "ORG" and found.pos_ == "PROPN"):
                return phrase(found)
    return None


def _before(noun: Token) -> Span | None:
    """ "the Istanbul talks": a place before the noun, or a state: linking knows."""
    found = (c for c in noun.lefts if c.ent_type_ in PLACES and c.dep_ in {"compound", "nmod"})
    return next((name_phrase(t) for t in found), None)


def _visited(verb: Token, kind: EventKind) -> Span | None:
    """ "flew to Doha", "visited the palace": the place that the visit leads to."""
    if kind != "visit":
        return None
    reached = [*(c for c in verb.children if c.dep_ in OBJECTS), *prepositional(verb, "to")]
    return next((name_phrase(t) for t in reached if t.ent_type_ in PLACES), None)


class _Days:
    """The dates of a document, by place and by the words that they hang on; the first one wins."""

    def __init__(self, doc: Doc, dates: Sequence[DateMention]) -> None:
        self._dates = dates
        self._places = SpanIndex([(day.start, day.end)] for day in dates)
        self._hanging: dict[int, DateMention] = {}
        for day in dates:
            span = doc.char_span(day.start, day.end, alignment_mode="expand")
            for above in _hangs_on(span.root) if span is not None else ():
                self._hanging.setdefault(above.i, day)

    def within(self, start: int, end: int) -> DateMention | None:
        """The first one inside these characters."""
        near = (self._dates[n] for n in self._places.near(start, end))
        return next((day for day in near if start <= day.start and day.end <= end), None)

    def on(self, word: Token) -> DateMention | None:
        """The first one that is an adverbial of the word."""
        return self._hanging.get(word.i)


def _date(noun: Token, verb: Token | None, days: _Days) -> DateMention | None:
    """The day said of the noun itself, else of the verb that carries it."""
    return days.within(*phrase(noun)) or days.on(noun) or (days.on(verb) if verb else None)


def _hangs_on(word: Token) -> Iterator[Token]:
    """What a date is an adverbial of: its head, and further up by a preposition or a participle."""
    head = word.head
    for _ in range(2):
        yield head
        if head.pos_ != "ADP" and head.lower_ not in {"starting", "scheduled", "set", "planned"}:
            return
        head = head.head
    yield head


def _cover(spans: Sequence[Span], around: Token) -> Span:
    """From the first to the last span of the trigger's own sentence."""
    sentence = around.sent
    inside = [s for s in spans if sentence.start_char <= s[0] and s[1] <= sentence.end_char]
    return min(a for a, _ in inside), max(b for _, b in inside)


def _name(noun: Token) -> str:
    start, end = phrase(noun)
    return " ".join(text_of(noun.doc)[start:end].split())


def _clause_name(verb: Token) -> str:
    """The verb with its objects: "fired missiles", "spoke with the king"."""
    spans = [(verb.idx, verb.idx + len(verb)), *(phrase(o) for o in undergoers(verb))]
    spans += [phrase(t) for t in prepositional(verb, "with", "to")][:1]
    start, end = _cover(spans, verb)
    return " ".join(text_of(verb.doc)[start:end].split())[:120]


def _without_repeats(parties: Iterator[Participant] | Sequence[Participant]) -> list[Participant]:
    seen: dict[Span, Participant] = {}
    for one in parties:
        seen.setdefault(one.span, one)
    return list(seen.values())
