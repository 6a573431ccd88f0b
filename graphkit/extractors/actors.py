"""Proper names and national adjectives: who may be meant, before it is decided who is.

Candidates come from the registry (capitalised words that spell a name) and from the entity
recogniser; of overlapping ones the longest stands. Kinds are proposals: `resolution.linking`
decides for a whole document, since the recogniser calls one person PERSON here and ORG there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from graphkit.clauses import text_of, tokens_in
from graphkit.columns import Columns, columns
from graphkit.knowledge.lexicons import lexicon, words
from graphkit.knowledge.names import fold
from graphkit.knowledge.registry import Registry
from graphkit.knowledge.tables import Entry
from graphkit.mentions import ActorKind, NameMention

LONGEST_NAME = 7  # words
KINDS: dict[str, ActorKind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "venue", "LOC": "venue", "FAC": "venue",
    "NORP": "unknown",
}  # fmt: skip
DIRECTIONS = frozenset({"north", "south", "east", "west"})
LOCATIVE = frozenset(
    {
        "in",
        "at",
        "near",
        "to",
        "from",
        "outside",
        "inside",
        "via",
        "through",
        "across",
        "into",
        "toward",
        "towards",
    }
)
LOCATIVE_VERBS = frozenset({"visit", "leave", "reach", "enter", "tour"})
_PREFIXED = re.compile(r"[OD]['’][A-Z]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int  # tokens, half open
    end: int
    kind: ActorKind
    entries: tuple[str, ...]
    named: bool  # by the registry


def names(
    doc: Doc, registry: Registry, skip: Sequence[tuple[int, int]] = ()
) -> Iterator[NameMention]:
    """Name mentions in the order of the text, without overlap.

    "Turkish President Recep Tayyip Erdoğan" → Turkish (adjective), Recep Tayyip Erdoğan (person).
    """
    hidden = _hidden(doc, skip)
    found = [*_of_registry(doc, registry, hidden), *_of_offices(doc, registry, hidden)]
    found += _of_recogniser(doc, registry, hidden)
    found += [*_short_names(doc, found, hidden), *_directions(doc, found, hidden)]
    for candidate in _longest(found):
        yield _mention(doc[candidate.start : candidate.end], candidate, registry)


def _hidden(doc: Doc, skip: Sequence[tuple[int, int]]) -> set[int]:
    return {token.i for token in tokens_in(doc, skip)}


# --- candidates ---------------------------------------------------------------------------------


def _of_registry(doc: Doc, registry: Registry, hidden: set[int]) -> Iterator[_Candidate]:
    told, text = columns(doc), text_of(doc)
    for first, word in enumerate(told.text):
        if first in hidden or not word[0].isupper():
            continue
        if text[told.end[first] : told.end[first] + 1] == " " and not registry.may_begin(word):
            continue
        for end in range(_furthest(told, first), first, -1):
            last = told.text[end - 1]
            ends = last[0].isupper() or last.isdigit() or _is_second_half(told, end - 1, first)
            if end - 1 in hidden or not ends:
                continue
            article = told.lower[first] == "the" and end > first + 1
            if article and registry.find(text[told.start[first + 1] : told.end[end - 1]]):
                break  # the article is part of a few names only ("The Hague")
            surface = text[told.start[first] : told.end[end - 1]]
            entries = _usable(doc, first, end, registry.find(surface))
            adjective = registry.adjective(surface) if end - first <= 2 else None
            if adjective and not any(e.kind == "state" for e in entries):
                entries = (adjective,)
            if entries:
                yield _Candidate(first, end, entries[0].kind, tuple(e.id for e in entries), True)
                break


def _furthest(told: Columns, first: int) -> int:
    """Where a name that begins there must end: it does not run over a sentence's or a line's end.

    Nor over more than `LONGEST_NAME` words.
    """
    end, most = first + 1, min(first + LONGEST_NAME, len(told.text))
    while end < most and not told.opens[end] and "\n" not in told.text[end - 1]:
        end += 1
    return end


def _is_second_half(told: Columns, i: int, first: int) -> bool:
    """The "un" of "Kim Jong-un"."""
    glued = told.end[i - 2] == told.start[i - 1] and told.end[i - 1] == told.start[i]
    return i - 2 >= first and told.text[i - 1] == "-" and glued


def _usable(doc: Doc, first: int, end: int, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Without one-word outlets, platforms and bodies that spell a common word ("Time", "Signal").

    They count where the recogniser sees a name too, or in capitals of their own ("BBC").
    """
    token = doc[first]
    if not entries or end > first + 1 or (token.text.isupper() and len(token) > 1):
        return tuple(entries)
    seen = bool(token.ent_type_) or (token.pos_ == "PROPN" and not token.is_sent_start)
    return tuple(e for e in entries if seen or e.kind in {"state", "person", "venue"})


def _of_recogniser(doc: Doc, registry: Registry, hidden: set[int]) -> Iterator[_Candidate]:
    for entity in doc.ents:
        if entity.label_ not in KINDS or entity.start in hidden:
            continue
        whole = _with_family_name(entity) if entity.label_ == "PERSON" else entity
        for piece in _pieces(whole, registry):
            span = _trimmed(piece, registry, person=entity.label_ == "PERSON")
            if span is None or _is_body_noun(span) or _begins_role(span, registry):
                continue
            if any(_capital(t) for t in span):
                kind = "person" if entity.label_ == "ORG" and _is_he(span) else KINDS[entity.label_]
                yield _Candidate(span.start, span.end, kind, (), False)


def _of_offices(doc: Doc, registry: Registry, hidden: set[int]) -> Iterator[_Candidate]:
    """Whom a role introduces, whatever the recogniser takes him for: "the envoy, Ana Roa-Vega,"."""
    told = columns(doc)
    for i, dep in enumerate(told.dep):
        if dep != "appos" or told.pos[i] != "PROPN" or i in hidden:
            continue
        token = doc[i]
        role = token.head
        introduces = role.tag_ in {"NN", "NNP"} and role.dep_ != "appos" and role.i < i
        if not introduces or registry.role(role.text) is None:
            continue
        first = i
        while first - 1 > role.i and (
            told.pos[first - 1] == "PROPN" or told.text[first - 1] == "-"
        ):
            first -= 1
        span = _trimmed(doc[first : i + 1], registry, person=True)
        if span is not None and sum(_capital(t) for t in span) > 1:
            yield _Candidate(span.start, span.end, "person", (), named=False)


def _short_names(doc: Doc, found: Sequence[_Candidate], hidden: set[int]) -> Iterator[_Candidate]:
    """Parts of a full name of the document wherever they stand, recognised or not.

    Last words of people's names count everywhere, first words where they are the subject.
    """
    full = [doc[c.start : c.end] for c in found if c.kind == "person" and c.end - c.start > 1]
    last = {fold(name[-1].text) for name in full}
    first = {fold(name[0].text) for name in full} - last
    told = columns(doc)
    for i, word in enumerate(told.text):
        if i in hidden or not word[0].isupper() or told.pos[i] not in {"PROPN", "NOUN", "ADJ"}:
            continue
        key = fold(word)
        if key in last or (key in first and told.dep[i] == "nsubj"):
            yield _Candidate(i, i + 1, "person", (), True)


def _directions(doc: Doc, found: Sequence[_Candidate], hidden: set[int]) -> Iterator[_Candidate]:
    """ "The North" where the document has but one state whose name begins so: North Korea."""
    states: dict[str, set[tuple[str, ...]]] = {}
    for one in found:
        word = doc[one.start].lower_
        if one.kind == "state" and word in DIRECTIONS and one.end - one.start > 1:
            states.setdefault(word, set()).add(one.entries)
    if not states:
        return
    told = columns(doc)
    for i, word in enumerate(told.lower):
        if word in states and len(states[word]) == 1 and told.text[i] != word and i not in hidden:
            head = i > 0 and told.lower[i - 1] == "the" and told.dep[i] not in {"compound", "amod"}
            if head:
                yield _Candidate(i, i + 1, "state", next(iter(states[word])), True)


def _is_he(span: Span) -> bool:
    """A name that the recogniser takes for a body, and its paragraph for a person.

    "Thailand’s Sihasak Phuangketkeow said that it had failed. “Talk to them,” he argued.": the
    subject, of two or three plain capitalised words; "he" or "she" follows, and no other person.
    """
    plain = all(t.is_alpha and t.is_title for t in span)
    if not 2 <= len(span) <= 3 or not plain or span.root.dep_ != "nsubj":
        return False
    if any(t.lower_ in words("bodies", "bodies") for t in span):
        return False
    first = span.root.sent.start
    if any(e.label_ == "PERSON" for e in span.doc[first : span.start].ents):
        return False
    for token in span.doc[span.end :]:
        if "\n" in token.text or token.ent_type_ == "PERSON":
            return False
        if token.lower_ in {"he", "she"} and token.dep_ == "nsubj":
            return token.sent.start != first
    return False


def _begins_role(span: Span, registry: Registry) -> bool:
    """ "Supreme" of "Supreme Leader"."""
    more = span.doc[span.start : span.end + 1]
    return len(more) > len(span) and registry.role(more.text) is not None


def _is_body_noun(span: Span) -> bool:
    """Whose, the words around it tell (`resolution.sources`): "Foreign Ministry", "Parliament"."""
    word = span.text.lower()
    return word in words("bodies", "bodies") or word in words("bodies", "departments")


def _with_family_name(person: Span) -> Span:
    """With the "O’Malley", "D’Souza" that the recogniser leaves off."""
    doc, end = person.doc, person.end
    follows = end < len(doc) and doc[end].ent_type_ == "" and _PREFIXED.match(doc[end].text)
    return doc[person.start : end + 1] if follows and doc[end - 1].is_alpha else person


def _pieces(entity: Span, registry: Registry) -> Iterator[Span]:
    """A recognised name never runs over a line or a dash: "Putin–Zelensky" are two."""
    start = entity.start
    for token in entity:
        parts = token.text in {"–", "—", "-", "/", "&"} and entity.label_ == "PERSON"
        if (parts and not _joins(token, entity, registry)) or "\n" in token.text:
            if start < token.i:
                yield entity.doc[start : token.i]
            start = token.i + 1
    if start < entity.end:
        yield entity.doc[start : entity.end]


def _joins(hyphen: Token, name: Span, registry: Registry) -> bool:
    """Is it within one name ("Lee Jae-myung", "Jean-Luc Picard"), not between two ("Xi-Trump")?"""
    doc = hyphen.doc
    before, after = doc[name.start : hyphen.i], doc[hyphen.i + 1 : name.end]
    if hyphen.text != "-" or hyphen.whitespace_ or not before or not after:
        return False
    if before[-1].whitespace_:
        return False
    if after[0].text[0].islower():
        return True
    known = any(e.kind == "person" for half in (before, after) for e in registry.find(half.text))
    return len(before) + len(after) > 2 and not known


def _trimmed(span: Span, registry: Registry, *, person: bool) -> Span | None:
    """Without determiner, titles, roles and adjectives before it and a possessive after it."""
    start, end = span.start, span.end
    while end > start and (
        span.doc[end - 1].tag_ == "POS" or not span.doc[end - 1].text[0].isalnum()
    ):
        end -= 1
    while start < end and _prefix(span.doc[start], registry, person=person):
        start += 1
    return span.doc[start:end] if start < end else None


def _prefix(token: Token, registry: Registry, *, person: bool) -> bool:
    word = token.text
    if word.lower() in {"the", "a", "an", "its", "their", "his", "her"} or not word[0].isalnum():
        return True
    if word.rstrip(".").lower() in words("titles", "courtesy"):
        return True
    if not person:
        return False
    return is_title(word) or registry.role(word) is not None or registry.adjective(word) is not None


def is_title(word: str) -> bool:
    """Words before a name that are no part of it: "Mr", "Dame", "Col."."""
    return word.rstrip(".").lower() in lexicon("titles")["titles"]


def _capital(token: Token) -> bool:
    return token.text[0].isupper()


def _longest(found: Iterable[_Candidate]) -> list[_Candidate]:
    """The longest of overlapping candidates, the registry's first; in the order of the text."""
    taken: set[int] = set()
    kept = []
    for candidate in sorted(found, key=lambda c: (c.start - c.end, not c.named, c.start)):
        places = range(candidate.start, candidate.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


# --- mentions -----------------------------------------------------------------------------------


def _mention(span: Span, candidate: _Candidate, registry: Registry) -> NameMention:
    adjective = _is_adjective(span, candidate, registry)
    kind: ActorKind = "state" if adjective and candidate.kind != "organization" else candidate.kind
    return NameMention(
        start=span.start_char,
        end=span.end_char,
        head=span.root.i,
        surface=span.text,
        kind=kind,
        entries=candidate.entries,
        adjective=adjective,
        locative=candidate.kind in {"state", "venue", "organization"}
        and _is_locative(span, named_body=candidate.kind == "organization"),
    )


def _is_adjective(span: Span, candidate: _Candidate, registry: Registry) -> bool:
    """A nation that modifies a noun ("U.S. officials"), not one that acts ("the Americans")."""
    head = span.root
    if not candidate.entries:
        return False
    if not candidate.entries[0].startswith("state:"):
        return _names_members(span, candidate, registry) and _are_some(span)
    if registry.adjective(span.text) and not registry.is_demonym(span.text) and head.pos_ == "ADJ":
        return True
    modifies = head.dep_ in {"amod", "compound", "nmod"} and head.head.i >= span.end
    if modifies and head.head.pos_ in {"NOUN", "PROPN", "ADJ"}:
        return True
    return registry.is_demonym(span.text) and _are_some(span)


def _names_members(span: Span, candidate: _Candidate, registry: Registry) -> bool:
    """Are they a party's people: "Republicans"? Not "Revolutionary Guards", a body by that name."""
    entry = registry.entry(candidate.entries[0])
    party = entry is not None and entry.subkind == "party"
    return party and len(span) == 1 and span.root.tag_ in {"NNS", "NNPS"}


def _are_some(span: Span) -> bool:
    """Some of a people or party, who do not act for it: "many Iranians", "ordinary Americans"."""
    before = [c for c in span.root.lefts if c.i < span.start]
    counted = any(c.dep_ == "nummod" or c.lower_ in words("people", "some_of") for c in before)
    return span.root.tag_ in {"NNS", "NNPS"} and (counted or any(_tells_apart(c) for c in before))


def _tells_apart(word: Token) -> bool:
    """ "Ordinary Iranians", "House Democrats"; not "the opposition Conservatives"."""
    return word.dep_ == "amod" or (word.dep_ == "compound" and word.pos_ == "PROPN")


def _is_locative(span: Span, *, named_body: bool) -> bool:
    """Stands for the place, not for who governs there: "in Kyiv", "visited Kyiv"."""
    head = span.root
    if head.dep_ == "pobj" and head.head.lower_ in LOCATIVE:
        return not (head.head.lower_ in {"to", "from"} and named_body) and not _is_meant(head.head)
    return head.dep_ == "dobj" and head.head.lemma_ in LOCATIVE_VERBS


def _is_meant(preposition: Token) -> bool:
    """Is it for whom something is meant: "anger at India", "lashed out at Iran", "aid to Mali"?"""
    above, word = preposition.head, preposition.lower_
    given = {"to": words("stance", "benefits"), "at": words("stance", "aimed")}
    if word not in given:
        return False
    nouns = (above, *(c for c in above.children if c.dep_ == "dobj"))
    feelings = lexicon("stance")["feelings"]
    return any(noun.lemma_ in given[word] or noun.lemma_ in feelings for noun in nouns)
