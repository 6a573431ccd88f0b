"""Pronouns to entities of the document.

Own rules (no English coreference weights ship as a wheel): recency by sentence, subjects first,
agreement in number, gender and kind, who is speaking, and of whom.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from graphkit.clauses import places_in, text_of
from graphkit.columns import columns
from graphkit.knowledge.lexicons import words
from graphkit.mentions import Span as Characters
from graphkit.quotation import quoted_spans
from graphkit.resolution.descriptions import Descriptions
from graphkit.resolution.entities import Denotation, Entities, Entity, EntityKind
from graphkit.resolution.gender import FEMININE, OTHER, cost
from graphkit.resolution.groups import members
from graphkit.resolution.linking import Context
from graphkit.resolution.pronouns import (
    FIRST,
    NEUTER,
    PLURAL,
    RELATIVE,
    SINGULAR,
    THIRD,
    antecedent,
    clause,
    is_embedded,
    is_people,
    is_subject,
    number,
    refers,
    verb_of,
)

UNLIKELY = -4.0  # a score at which "she" is somebody further up, and "it" no state at all
REACH = 4  # sentences that a pronoun looks back
BODIES: frozenset[EntityKind] = frozenset({"organization", "state"})
OF_TEXTS = frozenset({"clause", "content", "provision", "text", "wording"})
KINDS: dict[str, frozenset[EntityKind]] = {
    "singular": frozenset({"person", "unnamed"}),
    "neuter": frozenset({"state", "organization", "outlet", "unnamed"}),
    "plural": frozenset({"unnamed", "organization", "state", "person"}),
}


class Said(NamedTuple):
    """The characters of what a source says.

    `quoted`: those in quotation marks; `after`: those that follow upon the source; `before`: those
    that it parts from these ("Iran, she said, had agreed").
    """

    quoted: tuple[Characters, ...] = ()
    after: tuple[Characters, ...] = ()
    before: tuple[Characters, ...] = ()


class Resolver:
    """Who a pronoun, a relative or a description denotes, given what is known so far.

    `speakers` maps token indices inside a quotation to the entity that says it, `said` those of a
    source to what it says; sources that are found make later pronouns easier, so statements are to
    be resolved in the order of the text.
    """

    def __init__(self, context: Context, entities: Entities) -> None:
        self.context = context
        self.entities = entities
        self.speakers: dict[int, str] = {}
        self.sources: dict[int, str] = {}
        self.said: dict[int, Said] = {}
        self._is_she: dict[str, bool] = {}
        """Who was "she" before, and who "he"."""
        self._followed = 0  # before it every pronoun that is a subject is resolved
        sentences, text = list(context.doc.sents), text_of(context.doc)
        self._sentence = {i: n for n, s in enumerate(sentences) for i in range(s.start, s.end)}
        self._openings = [s.start for s in sentences]
        self._quoted = set(places_in(context.doc, quoted_spans(text, 0, len(text))))
        self.descriptions = Descriptions(context, entities)

    @property
    def doc(self) -> Doc:
        """The parsed text."""
        return self.context.doc

    def entity(self, token: Token) -> str | None:
        """The id that this word denotes as a name, a pronoun or a relative; None if it is none."""
        known = self.entities.at(token.i)
        if known is not None:
            return known.entity
        word = token.lower_
        if word in NEUTER and not refers(token):
            return None
        if word in RELATIVE and token.tag_ in {"WP", "WDT", "WP$", "IN"}:
            return self._relative(token)
        if word in FIRST and token.pos_ in {"PRON", "DET"}:
            return self.speakers.get(token.i)
        if word in THIRD:
            return self._third(token)
        return None

    def _relative(self, token: Token) -> str | None:
        noun = antecedent(token)
        return self.entity(noun) if noun is not None else None

    # --- third person -------------------------------------------------------------------------

    def _third(self, token: Token) -> str | None:
        if token.tag_ == "PRP$" and token.lower_ in NEUTER and self._is_elses(token):
            return None
        scored = self._scored(token)
        if not scored:
            return None
        score, head, found = max(scored)
        if token.lower_ in PLURAL and self._together(head):
            return None
        if self._is_unlikely(token, score, head, found):
            return None
        if self._is_reports_own(token, head):
            return None
        if token.i in self.said:
            self.entities.take_up(head)
        elif self.entities.at(head) is None:
            return None
        known = Denotation(
            token.idx, token.idx + len(token), token.i, found, certainty=_certainty(scored)
        )
        self.entities.denote(known, pronoun=True)
        if token.lower_ in SINGULAR:
            self._is_she.setdefault(found, token.lower_ in FEMININE)
        return found

    def _is_unlikely(self, token: Token, score: float, head: int, found: str) -> bool:
        """Is it too far for a "she" whom nothing tells to be a woman, or for "it"?"""
        if token.lower_ not in FEMININE | NEUTER or score >= UNLIKELY:
            return False
        woman = self._gender_cost(token, self.entities.by_id[found], self.doc[head]) < 0
        return not (woman or self._is_she.get(found, False))

    def _is_reports_own(self, token: Token, head: int) -> bool:
        """Is it a quoted "he" for a source whom the report alone calls "a diplomat"?

        Who is quoted means somebody else, and nobody knows whom.
        """
        known = self.entities.at(head)
        if known is None or token.lower_ not in SINGULAR or token.i not in self.speakers:
            return False
        unnamed = self.entities.by_id[known.entity].kind == "unnamed"
        outside = known.head in self.sources and known.head not in self.speakers
        role = self.context.registry.role(self.doc[known.head].text)
        return unnamed and outside and role is not None

    def _is_elses(self, token: Token) -> bool:
        """Is what it has a text's, or its clause's subject's, a body that nobody names?

        "The party demanded that the government recall its ambassador": not the party's.
        """
        if token.head.lemma_.lower() in OF_TEXTS:
            return True
        acting = next((c for v in token.ancestors for c in v.children if is_subject(c)), None)
        return (
            acting is not None
            and acting.i < token.i
            and acting.lemma_.lower() in words("bodies", "bodies")
            and self.entities.at(acting.i) is None
        )

    def _candidates(self, token: Token, kinds: Iterable[str]) -> Iterator[Denotation]:
        first = self._openings[max(0, self._sentence[token.i] - REACH)]
        speaker = self.speakers.get(token.i)
        for known in self.entities.headed(first, token.i):
            entity = self.entities.by_id[known.entity]
            fits = entity.kind in kinds and not known.adjective and entity.id != speaker
            agrees = not (entity.plural and token.lower_ in SINGULAR | NEUTER)
            if not (fits and agrees) or self._bound(token, known):
                continue
            if self._may_be(token, known) and not self._is_spoken_of(token, known.head, entity):
                yield known

    def _is_spoken_of(self, token: Token, head: int, entity: Entity) -> bool:
        """Is one named in what the pronoun says? He who says "Trump will win" is not Trump.

        A person in a quotation; anybody in what follows: "it said that Iran had agreed".
        """
        said = self.said.get(token.i)
        if said is None or token.tag_ == "PRP$":
            return False
        if entity.kind == "unnamed":
            place = self.doc[head].idx
            return any(start <= place < end for start, end in (*said.quoted, *said.after))
        return self._is_named(entity, said.after, _whole) or (
            entity.kind not in BODIES and self._is_named(entity, said.quoted, _by_name)
        )

    def _is_named(
        self, entity: Entity, spans: Iterable[Characters], fits: Callable[[Token], bool]
    ) -> bool:
        return any(
            known.entity == entity.id and not known.adjective and fits(self.doc[known.head])
            for start, end in spans
            for known in self.entities.within(start, end)
        )

    def _may_be(self, token: Token, known: Denotation) -> bool:
        """ "He" is no report, "it" no outlet merely named, "them" nobody where things are nearer.

        "In an interview with the daily, she said her country did not want charity, it wanted
        fairness"; "the ministry praised the contacts. Its envoy called them serious".
        """
        entity, head = self.entities.by_id[known.entity], self.doc[known.head]
        if entity.kind == "unnamed" and (head.lemma_.lower() in _things()) != (
            token.lower_ in NEUTER
        ):
            return False
        if self._gender_cost(token, entity, head) >= OTHER:
            return False
        called = self._is_she.get(entity.id) if token.lower_ in SINGULAR else None
        if called is not None and called != (token.lower_ in FEMININE):
            return False
        if token.lower_ in NEUTER and entity.kind == "outlet":
            return is_subject(head) or known.head in self.sources
        if token.lower_ == "them":
            body = not entity.plural and entity.kind in BODIES
            return not any(
                body or self._sentence[t.i] > self._sentence[known.head]
                for t in self.doc[known.head + 1 : token.i]
                if t.tag_ == "NNS" and (t.dep_ == "dobj" or is_subject(t)) and not is_people(t)
            )
        return True

    def several(self, token: Token) -> list[str]:
        """Who "they" or "both" are of those named together: "Xi and Putin pledged … they said"."""
        if token.lower_ not in PLURAL:
            return members(token, self.entities, self.descriptions.state_of)
        scored = self._scored(token)
        together = self._together(max(scored)[1]) if scored else []
        if token.i in self.said:
            for known in together:
                self.entities.take_up(known.head)
        return [known.entity for known in together if self.entities.at(known.head)]

    def _scored(self, token: Token) -> list[tuple[float, int, str]]:
        """(score, head word, entity) of each name that the pronoun may stand for."""
        self._follow(token)
        found = [
            (self._score(token, d), d.head, d.entity)
            for d in self._candidates(token, KINDS[number(token)])
        ]
        if token.lower_ not in PLURAL:
            return found
        return [s for s in found if self._may_be_many(s[2]) or self._together(s[1])]

    def _follow(self, token: Token) -> None:
        """Resolves "he" and "she" as subjects before it: who that is there is likely meant here.

        Not in quotations, whose speaker may not be known yet.
        """
        lower = columns(self.doc).lower
        while self._followed < token.i:
            place, self._followed = self._followed, self._followed + 1
            word = self.doc[place] if lower[place] in {"he", "she"} else None
            if word is not None and place not in self._quoted and is_subject(word):
                self.entity(word)

    def _together(self, head: int) -> list[Denotation]:
        """Those coordinated with the one named here, itself too; empty if it stands alone."""
        name = self.doc[head]
        for pronoun in (t for t in name.conjuncts if t.lower_ in SINGULAR):
            self.entity(pronoun)  # "talks between him, Ana Roa and other envoys"
        heads = sorted((name, *name.conjuncts), key=lambda t: t.i)
        found = [known for t in heads if (known := self.entities.offered(t.i))]
        return found if len(found) > 1 else []

    def _score(self, token: Token, known: Denotation) -> float:
        """Sentences away cost 3; a subject or source gains 3; quoted on one side only costs 2."""
        head = self.doc[known.head]
        distance = self._sentence[token.i] - self._sentence[known.head]
        score = -3.0 * distance - 0.001 * (token.i - known.head)
        acting = is_subject(head)
        score += 3.0 * (acting or known.head in self.sources)
        above = acting and verb_of(head) in token.ancestors  # "the king said he would go"
        score -= 2.0 * (acting and not above and is_embedded(head))
        score += 1.0 * (head.dep_ == "poss" and distance == 0)
        score -= 1.5 * (head.dep_ in {"pobj", "dobj"} and (is_subject(token) or distance > 0))
        entity = self.entities.by_id[known.entity]
        score -= 2.0 * (entity.kind == "unnamed" and token.i in self.speakers)
        score -= self._gender_cost(token, entity, head)
        score -= 2.0 * (self._is_quoted(known.head) != self._is_quoted(token.i))
        parted = self.said.get(token.i, Said()).before
        score -= 4.0 * self._is_named(entity, parted, _whole)
        return score - known.locative

    def _is_quoted(self, place: int) -> bool:
        return place in self._quoted or place in self.speakers

    def _gender_cost(self, token: Token, entity: Entity, head: Token) -> float:
        return cost(token.lower_, entity, head.lemma_.lower(), text_of(self.doc))

    def _bound(self, token: Token, known: Denotation) -> bool:
        """A pronoun that is no possessive is not its own clause's subject ("Putin praised him").

        Nor whom its clause describes ("the envoys whom they sent").
        """
        head = self.doc[known.head]
        if token.tag_ == "PRP$" or token.lower_.endswith(("self", "selves")):
            return False
        if is_subject(token):
            return token.head.dep_ == "relcl" and token.head.head == head
        return is_subject(head) and head.head in clause(token)

    def _may_be_many(self, id_: str) -> bool:
        """A group, a body or a state; a person only beside others (see `several`)."""
        entity = self.entities.by_id[id_]
        return entity.plural or entity.kind in BODIES


@cache
def _things() -> frozenset[str]:
    """Nouns for what speaks or is spoken for and is no person."""
    bodies = words("bodies", "anaphoric") | words("bodies", "texts")
    return bodies | words("reports", "speaking_things")


def _by_name(token: Token) -> bool:
    return token.pos_ == "PROPN"


def _whole(token: Token) -> bool:
    """A name that stands for whom it names; not "a Rubio sign"."""
    return _by_name(token) and token.dep_ not in {"compound", "nmod", "amod"}


def _certainty(scored: Sequence[tuple[float, int, str]]) -> float:
    """The winner's share when each entity's best score is taken as a log-odds."""
    best: dict[str, float] = {}
    for score, _, entity in scored:
        best[entity] = max(score, best.get(entity, -math.inf))
    top = max(best.values())
    return round(1 / sum(math.exp(score - top) for score in best.values()), 3)
