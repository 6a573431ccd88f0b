"""Whom a number of actors are, where a noun only counts them: "both countries", "the two leaders".

They are the ones that the text named together before, as many as the noun counts.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from spacy.tokens import Span, Token

from graphkit.clauses import SUBJECTS
from graphkit.knowledge.lexicons import words
from graphkit.knowledge.tables import Entry
from graphkit.resolution.entities import Denotation, Entities, EntityKind

COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4}
DEFINITE = frozenset({"the", "these", "those", "both"})
REACH = 6  # sentences
STATES: frozenset[EntityKind] = frozenset({"state"})
PEOPLE: frozenset[EntityKind] = frozenset({"person"})
SIDES: frozenset[EntityKind] = frozenset({"state", "organization"})


def counted(noun: Token) -> int:
    """How many actors the noun speaks of; 0 where it tells by itself whom, or does not count.

    "Both countries", "the two warring sides"; not "the other two countries", "two Gulf states".
    """
    if noun.tag_ != "NNS" or not _kinds(noun):
        return 0
    number, definite = 0, False
    for word in noun.lefts:
        if not {word.lower_, word.lemma_.lower()} & _qualifiers():
            return 0
        number = COUNTS.get(word.lower_, number)
        definite |= word.lower_ in DEFINITE
    after = (c for c in noun.rights if c.left_edge.i == noun.i + 1)
    narrowed = any(c.dep_ in {"prep", "relcl", "acl", "appos"} for c in after)
    return number if definite and not narrowed else 0


@cache
def _qualifiers() -> frozenset[str]:
    """What may stand before such a noun without telling whom it means."""
    return DEFINITE | COUNTS.keys() | words("groups", "mutual")


def members(noun: Token, entities: Entities, state_of: Callable[[str], Entry | None]) -> list[str]:
    """Ids of the actors that the noun counts, in the order of the text; none where that is open.

    States may be meant by their people: "Trump met Xi … the two countries". Where others are told
    of by the same noun nearer, it is them: "two Peruvian ministers came. The two ministers said".
    """
    number = counted(noun)
    if not number:
        return []
    kinds = _kinds(noun)
    acting = _acting(noun)

    def meant(known: Denotation) -> str | None:
        kind = entities.by_id[known.entity].kind
        if known.locative or known.head in acting:
            return None
        if kind in kinds:
            return known.entity
        state = state_of(known.entity) if kind == "person" and kinds == STATES else None
        return state.id if state is not None and state.id in entities.by_id else None

    found: dict[str, None] = {}
    for before, mentions in _backwards(noun, entities):
        at = {d.head: id_ for d in mentions if (id_ := meant(d)) is not None}
        for together in _coordinated(noun, at):
            if len(together) == number:
                return together
        if any(t.tag_ == "NNS" and t.lemma_ == noun.lemma_ and not counted(t) for t in before):
            return []
        found |= dict.fromkeys(at.values())
        if len(found) >= number:
            return list(found) if len(found) == number else []
    return []


def _kinds(noun: Token) -> frozenset[EntityKind]:
    word = noun.lemma_.lower()
    for kinds, name in ((STATES, "states"), (PEOPLE, "leaders"), (SIDES, "sides")):
        if word in words("groups", name):
            return kinds
    return frozenset()


def _acting(noun: Token) -> set[int]:
    """Words of the subjects of the verbs above: who deals with both is neither of them."""
    subjects = (c for verb in noun.ancestors for c in verb.children if c.dep_ in SUBJECTS)
    return {t.i for subject in subjects if noun not in subject.subtree for t in subject.subtree}


def _backwards(noun: Token, entities: Entities) -> Iterator[tuple[Span, list[Denotation]]]:
    """The words before the noun and whom they denote, sentence by sentence, its own first."""
    sentence, end = noun.sent, noun.i
    for _ in range(REACH):
        yield noun.doc[sentence.start : end], entities.headed(sentence.start, end)
        if sentence.start == 0:
            return
        sentence = noun.doc[sentence.start - 1].sent
        end = sentence.end


def _coordinated(noun: Token, at: Mapping[int, str]) -> Iterator[list[str]]:
    """The actors named side by side, the last ones first; `at` has them by their heads."""
    for head in sorted(at, reverse=True):
        heads = sorted({head, *(t.i for t in noun.doc[head].conjuncts)})
        yield list(dict.fromkeys(at[h] for h in heads if h in at))
