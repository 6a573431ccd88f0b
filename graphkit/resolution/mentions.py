"""Descriptions, bodies and groups of people, denoted before anyone is asked who speaks."""

from collections.abc import Sequence

from spacy.tokens import Token

from graphkit.columns import Columns, columns
from graphkit.knowledge.lexicons import words
from graphkit.mentions import Span
from graphkit.resolution.sources import Sources
from graphkit.spans import Zones

ACTING = frozenset({"nsubj", "nsubjpass"})
NAMED = frozenset({"dobj", "pobj", "conj", "attr"})


def denote_descriptions(sources: Sources, skip: Sequence[Span] = ()) -> None:
    """Denote what is neither a name nor a pronoun, in the order of the text.

    "China's commerce ministry", "the former U.S. president", and groups of people ("European
    leaders remain sceptical"), so that "they" finds them. "Iran's envoy", and groups that do not
    act, are only offered: "it alarms many analysts" is not about them, but "they" may be.
    """
    doc, hidden = sources.resolver.doc, Zones(skip)
    told = columns(doc)
    for i, pos in enumerate(told.pos):
        if pos not in {"NOUN", "PROPN"} or sources.entities.at(i):
            continue
        if hidden.touch((told.start[i], told.start[i] + 1)):
            continue
        token = doc[i]
        if sources.described(token) is not None:
            continue
        if _is_group(told, i):
            if told.dep[i] in ACTING and not _is_anybody(token):
                sources.group(token)
            elif told.dep[i] in ACTING | NAMED:
                sources.offer(token)
        elif told.dep[i] in ACTING and sources.is_in_office(token):
            sources.offer(token)


def _is_anybody(noun: Token) -> bool:
    """ "So few people live there"; not "people close to the talks", "Ruto's people"."""
    told_apart = {"prep", "acl", "relcl", "compound", "poss"}
    return noun.lower_ == "people" and all(c.dep_ not in told_apart for c in noun.children)


def _is_group(told: Columns, i: int) -> bool:
    """A plural noun for people."""
    return told.tag[i] == "NNS" and told.lemma[i] in words("people", "groups")
