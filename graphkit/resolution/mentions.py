"""Descriptions, bodies and groups of people, denoted before anyone is asked who speaks."""

from collections.abc import Sequence

from graphkit.columns import Columns, columns
from graphkit.knowledge.lexicons import words
from graphkit.mentions import Span
from graphkit.resolution.sources import Sources
from graphkit.spans import Zones

PLACES = frozenset({"nsubj", "nsubjpass"})


def denote_descriptions(sources: Sources, skip: Sequence[Span] = ()) -> None:
    """Denote what is neither a name nor a pronoun, in the order of the text.

    "China's commerce ministry", "the former U.S. president", and groups of people ("European
    leaders remain sceptical"), so that "they" finds them.
    """
    doc, hidden = sources.resolver.doc, Zones(skip)
    told = columns(doc)
    for i, pos in enumerate(told.pos):
        if pos not in {"NOUN", "PROPN"} or sources.entities.at(i):
            continue
        if hidden.touch((told.start[i], told.start[i] + 1)):
            continue
        token = doc[i]
        if sources.described(token) is None and _group(told, i):
            sources.group(token)


def _group(told: Columns, i: int) -> bool:
    """A plural noun for people that heads a noun phrase of its own."""
    plural = told.tag[i] == "NNS" and told.dep[i] in PLACES
    return plural and told.lemma[i] in words("people", "groups")
