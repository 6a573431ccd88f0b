"""Actors without a name: "two senior officials", one node a description and document."""

import re
from collections.abc import Callable

from spacy.tokens import Span, Token

from graphkit.knowledge.lexicons import words
from graphkit.mentions import Span as Characters
from graphkit.proposal_words import kind_of
from graphkit.resolution.entities import Denotation, Entities, Entity
from graphkit.resolution.pronouns import PRONOUNS
from schemas.identity import entity_id

EDGES = " \t\n,;:—–-“”\"'‘’()[]"
DRAFTED = frozenset({"text", "document"})  # which may be anybody's, not the last speaker's
_FOCUS = re.compile(r"^(?:that|even|also|only|just|now|but|and|while|as)\s+", re.I)
_DATELINE = re.compile(r".*[—–]\s*|^[A-Z][A-Z.,\s]*(?:\(\w+\)\s*)?-+\s", re.S)
_CUT = re.compile(r"\s*(?:[,;(—–]|-\s).*", re.S)


class UnnamedActors:
    """Makes them, or finds them again."""

    def __init__(self, entities: Entities, document: str) -> None:
        self.entities = entities
        self._document = document

    def of(
        self, part: Span, root: Token, denote: Callable[[Denotation], None] | None = None
    ) -> Entity:
        """One node a description and document; "the officials" joins earlier "US officials"."""
        part = timeless(part, root)
        before, named = part.text[: root.idx - part.start_char], root.text
        named += _CUT.sub("", part.text[len(before) + len(root) :])
        before = _DATELINE.sub("", before)
        text = _FOCUS.sub("", (before + named).strip(EDGES)) or root.text
        earlier = self._earlier(root, text)
        if earlier is not None:
            return earlier
        id_ = entity_id("unnamed", text, self._document)
        plural = root.tag_ in {"NNS", "NNPS"} or root.lemma_.lower() in {
            "people",
            "police",
            "staff",
        }
        entity = self.entities.add(Entity(id_, "unnamed", text, plural=plural))
        start = part.start_char + max(part.text.find(text), 0)
        (denote or self.entities.denote)(Denotation(start, start + len(text), root.i, id_))
        if not entity.affiliations:
            entity.affiliations += self._affiliations(part)
        return entity

    def _earlier(self, root: Token, text: str) -> Entity | None:
        """One named before: "the officials" after "US officials"."""
        definite = text.lower().startswith(("the ", "these ", "those ", "both "))
        if len(text.split()) != 1 + definite or (root.tag_ != "NNS" and not definite):
            return None
        for known in self.entities.before(root.idx):
            entity = self.entities.by_id[known.entity]
            if entity.kind != "unnamed":
                continue
            head = root.doc[known.head]
            modifiers = {c.lemma_.lower() for c in head.children if c.dep_ == "amod"}
            if (definite and head.lemma_ == root.lemma_) or root.lemma_.lower() in modifiers:
                return entity
        return None

    def _affiliations(self, part: Span) -> list[tuple[str, Characters]]:
        """Whom they belong to: "Russian commentators" to Russia, "UN inspectors" to the UN."""
        found = []
        for known in self.entities.within(part.start_char, part.end_char):
            if self.entities.by_id[known.entity].kind in {"state", "organization", "outlet"}:
                found.append((known.entity, (known.start, known.end)))
        return found[:1]


def phrase_of(root: Token) -> Span:
    """A noun with what stands before it, and what follows at once ("officials in Beijing")."""
    end = root.i + 1
    for child in root.rights:
        if child.dep_ in {"prep", "acl"} and child.left_edge.i == end:
            end = child.right_edge.i + 1
    return root.doc[root.left_edge.i : end]


def timeless(part: Span, root: Token) -> Span:
    """Without a date at the end ("leaders on Wednesday")."""
    end = part.end
    while end > root.i + 1 and (
        part.doc[end - 1].ent_type_ in {"DATE", "TIME"}
        or part.doc[end - 1].lower_ in {"on", "in", "at", "early", "late"}
    ):
        end -= 1
    return part.doc[part.start : end]


def may_be_somebody(root: Token) -> bool:
    """A noun, number or "some"; no pronoun ("you"), and nothing put forward ("a meeting").

    Nor "the enemy": somebody whom the speaker need not name is no actor of his own; nor what is
    uttered ("the remarks showed that …").
    """
    if root.lemma_.lower() in words("reports", "telling_nouns") | DRAFTED:
        return False
    if root.lemma_.lower() in words("people", "rivals") and root.tag_ == "NN":
        return False
    if root.lower_ in PRONOUNS or root.tag_ in {"EX", "IN", "WDT", "DT", "TO", "RB", "PRP"}:
        return root.lower_ in {"some", "many", "both", "all", "another"}
    return kind_of(root) is None
