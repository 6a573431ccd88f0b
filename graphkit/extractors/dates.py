"""Dates and spans of days: an interval grammar over the words, resolved by tense.

A weekday or a month without a year means the last one where the verb is past and the next one
where it points ahead. What the words leave open stays null: never a made-up day.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from spacy.tokens import Doc, Token

from graphkit.calendars import Direction
from graphkit.clauses import (
    DEEPEST,
    NOMINAL,
    auxiliaries,
    governor,
    is_infinitive,
    text_of,
    timing,
)
from graphkit.date_grammar import OPENING, Clock, Resolver, matches, opened
from graphkit.knowledge.lexicons import words
from graphkit.mentions import DateMention, Span
from graphkit.spans import Zones


def dates(doc: Doc, published: date | None, skip: Sequence[Span] = ()) -> Iterator[DateMention]:
    """Every dated expression, in the order of the text; open ones with one bound ("since 2018")."""
    end, hidden = 0, Zones(skip)
    for match, resolve in matches(text_of(doc)):
        if match.start() < end or hidden.touch(match.span()):
            continue
        token = _token(doc, match)
        if token is None or not _is_date(doc, match, token):
            continue
        mention = _mention(doc, match, resolve, token, published)
        end = mention.end
        yield mention


def _token(doc: Doc, match: re.Match[str]) -> Token | None:
    span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
    return span.root if span is not None else None


def _is_date(doc: Doc, match: re.Match[str], token: Token) -> bool:
    """Bare months and years are also words and numbers: ask the tagger what these are."""
    kind = match.re.groupindex
    if "bare_month" in kind:
        return token.tag_ in {"NNP", "NNPS"} and (
            token.ent_type_ == "DATE" or (token.i > 0 and doc[token.i - 1].pos_ == "ADP")
        )
    if "bare_year" in kind:
        return _reads_as_year(doc, token)
    return True


def _reads_as_year(doc: Doc, token: Token) -> bool:
    before = doc[token.i - 1] if token.i else None
    if before is None or (_counts(token) and before.pos_ not in {"DET", "ADP", "PRON"}):
        return before is None and token.ent_type_ == "DATE"
    if token.ent_type_ == "DATE":
        return True
    if before.lower_ in words("dates", "before_years"):
        return token.ent_type_ not in {"MONEY", "PERCENT", "QUANTITY"} and not _counts(token)
    return before.pos_ in {"DET", "PRON"} and token.ent_type_ in {"", "EVENT"}


def _counts(token: Token) -> bool:
    return token.dep_ == "nummod" and token.head.tag_ == "NNS" and token.head.i > token.i


def _mention(
    doc: Doc, match: re.Match[str], resolve: Resolver, token: Token, published: date | None
) -> DateMention:
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    opening = _opening(doc, match, token)
    towards = _direction(token)
    if towards is None and opening and opening.group(1).lower() in words("dates", "ahead_from"):
        towards = "future"
    if opening and opening.group(1).lower() == "since":
        towards = "past"
    interval = resolve(groups, Clock(published, towards))
    begin = match.start()
    if opening:
        begin = opening.start(1)
        interval = opened(opening.group(1).lower(), interval)
    return DateMention(begin, match.end(), text_of(doc)[begin : match.end()], *interval)


def _opening(doc: Doc, match: re.Match[str], token: Token) -> re.Match[str] | None:
    """The word that leaves one end open ("since"), unless a noun follows the date."""
    if "closed" in match.re.groupindex:
        return None
    after = text_of(doc)[match.end() : match.end() + 2]
    modifies = token.dep_ in {"poss", "nmod", "compound", "amod", "nummod"}
    if after[:1] in {"'", "’"} or (modifies and token.head.idx >= match.end()):
        return None
    return OPENING.search(text_of(doc), max(0, match.start() - 20), match.start())


# Where the verbs around a date point.


def _direction(token: Token) -> Direction | None:
    """Past or ahead, by the clauses around the date, from the inside out."""
    inside = token
    while inside != inside.head and inside.pos_ not in {"VERB", "AUX"}:
        if inside.lower_ in words("dates", "ahead"):
            return "future"
        if inside.lower_ in words("clauses", "forward_participles"):
            return "future"
        inside = inside.head
        if any(c.lower_ in words("clauses", "forward_participles") for c in inside.lefts):
            return "future"
    verb = governor(token)
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    found = _by_verb(verb, complement=_within_object(token, verb))
    above = _clause_above(verb)
    for _ in range(DEEPEST):
        if found or above is None or timing(verb) or verb.tag_ == "VBN":
            break
        verb, found, above = above, _by_verb(above, complement=True), _clause_above(above)
    return found


def _within_object(token: Token, verb: Token) -> bool:
    while token.head != verb and token.head != token:
        token = token.head
        if token.pos_ in NOMINAL and token.dep_ in {"dobj", "attr", "oprd", "pobj"}:
            return True
    return False


def _by_verb(verb: Token, *, complement: bool) -> Direction | None:
    """`complement`: the date lies in what the verb is about, not in when it is done."""
    forward = verb.lemma_ in words("clauses", "forward_verbs")
    if verb.lower_ in words("clauses", "forward_participles") and not _is_active_past(verb):
        return "future"
    if (complement and forward) or verb.lemma_ in words("clauses", "desire_verbs"):
        return "future"
    tense = timing(verb)
    if tense in {"future", "modal"}:
        perfect = any(a.lower_ in {"have", "'ve"} for a in auxiliaries(verb))
        return "past" if perfect else "future"
    if tense == "past" or (tense is None and verb.tag_ == "VBN"):
        return "past"
    if tense == "present":
        return None if complement else _by_present(verb)
    return "future" if is_infinitive(verb) and not _clause_above(verb) else None


def _clause_above(verb: Token) -> Token | None:
    above = governor(verb.head)
    return above if verb.head != verb and above.pos_ in {"VERB", "AUX"} else None


def _by_present(verb: Token) -> Direction | None:
    """ "meets on Thursday" is a plan; "says on Tuesday" is a report."""
    return "past" if verb.lemma_ in words("dates", "reporting_verbs") else "future"


def _is_active_past(verb: Token) -> bool:
    return verb.tag_ == "VBD" and verb.dep_ not in {"acl", "amod"}
