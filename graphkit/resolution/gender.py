"""Which of "he" and "she" may stand for a person, as far as the words tell.

A female given name is told by the pipeline's word vectors (nearer to "she" than to "he"), a woman's
title by the text. Nothing is concluded from the rest: absence of a sign is no sign.
"""

from functools import cache, lru_cache
from typing import Any

import numpy as np
from spacy.vocab import Vocab

from graphkit.knowledge.names import fold
from graphkit.resolution.entities import Entity

MALE_WORDS = ("he", "him", "his", "man", "himself")
FEMALE_WORDS = ("she", "her", "hers", "woman", "herself")
FEMALE = -0.1
"""Projection of a given name on he-minus-she from which it is female: of 60 names of politicians
tried, 9 of 27 women's and none of the men's lie below (family-name-first names left out)."""
TITLES = frozenset({"mrs", "ms", "miss", "dame", "queen", "princess", "lady", "spokeswoman",
                    "chairwoman", "congresswoman", "businesswoman"})  # fmt: skip
MASCULINE = frozenset({"he", "him", "his", "himself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})


def cost(pronoun: str, entity: Entity, text: str, vocab: Vocab) -> float:
    """What taking the person for the pronoun costs, in the units of the resolver's score.

    6 for "he" where the name or a title is a woman's; 2.5 for "she" where the registry knows the
    person and no sign of a woman is there: most who govern are men.
    """
    if entity.kind != "person" or pronoun not in MASCULINE | FEMININE:
        return 0.0
    female = _is_female(entity, text, vocab)
    if pronoun in MASCULINE:
        return 6.0 if female else 0.0
    return 2.5 if entity.entry is not None and not female else 0.0


def _is_female(entity: Entity, text: str, vocab: Vocab) -> bool:
    if _is_titled(entity, text):
        return True
    given, *rest = entity.name.split()
    family = entity.entry.family_name if entity.entry else None
    if not rest or (family and fold(family).split()[0] == fold(given)):
        return False
    return _is_female_name(given, vocab)


def _is_titled(entity: Entity, text: str) -> bool:
    """Does a woman's title stand before one of the names? Each is looked at once."""
    for start, _ in entity.spans[entity.untitled :]:
        before = text[max(0, start - 30) : start].split("\n")[-1].rstrip().rstrip(".").split()
        if before and before[-1].lower() in TITLES:
            return True
        entity.untitled += 1
    return False


@lru_cache(1 << 12)
def _is_female_name(given: str, vocab: Vocab) -> bool:
    lexeme = vocab[given]
    return bool(lexeme.has_vector and float(_unit(lexeme.vector) @ _direction(vocab)) < FEMALE)


@cache
def _direction(vocab: Vocab) -> Any:
    """The unit vector from "she" to "he"; nothing where the pipeline has no vectors."""
    means = [
        np.sum([_unit(vocab[w].vector) for w in group if vocab[w].has_vector], axis=0)
        for group in (MALE_WORDS, FEMALE_WORDS)
    ]
    return _unit(_unit(means[0]) - _unit(means[1]))


def _unit(vector: Any) -> Any:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
