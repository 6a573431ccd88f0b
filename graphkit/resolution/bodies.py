"""National bodies and companies by description: "China's commerce ministry", "the company"."""

import re
from functools import cache

from spacy.tokens import Token

from graphkit.clauses import SUBJECTS, prepositional, text_of
from graphkit.columns import columns
from graphkit.knowledge.lexicons import lexicon, words
from graphkit.knowledge.names import fold
from graphkit.knowledge.tables import Entry
from graphkit.mentions import Span as Characters
from graphkit.resolution.coreference import Resolver
from graphkit.resolution.entities import Denotation, Entity
from schemas.identity import entity_id

FIELDED = frozenset({"ministry", "department", "agency"})
DEFINITE = frozenset({"the", "his", "her", "their", "its"})
LIGHT = re.compile(r"(?:the|its|their|his|her|our|this|that)\s", re.I)


class Bodies:
    """Finds, or makes, the organization that a common noun denotes."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.entities = resolver.entities

    def with_state(self, root: Token) -> str | None:
        """The body of a state that the phrase itself names: "Indian forces", "his government".

        Or the state: "his country".
        """
        if root.lemma_.lower() in words("bodies", "countries"):
            return self._country(root)
        start, noun = _body_noun(root)
        if noun is None:
            return None
        (owner, first), last = self._owner(start), root
        if owner is None:
            (owner, last), first = self._governed_from(root), root.left_edge.i
        if owner is None:
            return None
        doc = self.resolver.doc
        return self._composite(noun, owner, (doc[first].idx, last.idx + len(last)), root)

    def _governed_from(self, root: Token) -> tuple[Entry | None, Token]:
        """The state in whose capital they sit, and its word: "the government in Beijing"."""
        national = words("bodies", "national") & {root.lower_, root.lemma_.lower()}
        told_apart = {
            c.lower_ for c in root.lefts if c.dep_ in {"amod", "compound", "nmod", "poss"}
        }
        if national and told_apart <= words("bodies", "ruling"):
            for place in prepositional(root, "in"):
                if state := self.resolver.context.registry.capital_of(place.text):
                    return state, place
        return None, root

    def earlier(self, root: Token) -> str | None:
        """A body named before, or of the last state: "the committee", "the government"."""
        if root.pos_ not in {"NOUN", "PROPN"}:
            return None
        _, noun = _body_noun(root)
        if noun is not None and noun.endswith(" ministry"):
            return self._earlier_ministry(noun, root)
        if noun in words("bodies", "national"):
            if any(place.pos_ == "PROPN" for place in prepositional(root, "in")):
                return None  # "the government in Benghazi" need not be the state's
            return self._of_last_state(root, noun) or self._earlier_body(root)
        return self._earlier_body(root) or self._earlier_company(root)

    def _country(self, root: Token) -> str | None:
        """The state of whom it is said to be the country; no other than he: "their countries"."""
        owner, first = self._possessor(root.i - 1, root.i)
        if owner is None or root.tag_ != "NN":
            return None
        span = self.resolver.doc[first].idx, root.idx + len(root)
        return self._itself(owner, span, root)

    def _itself(self, owner: Entry, span: Characters, root: Token) -> str:
        state = self.entities.add(Entity(owner.id, "state", owner.name, owner))
        self._denote(*span, root, state.id)
        return state.id

    def _composite(self, noun: str, owner: Entry, span: Characters, root: Token) -> str:
        if noun in words("bodies", "itself"):
            return self._itself(owner, span, root)
        surface = text_of(self.resolver.doc)[span[0] : span[1]]
        known = self._listed_body(surface, noun, owner)
        if known is not None:
            entity = Entity(known.id, "organization", known.name, known)
        else:
            name = f"{_plain(noun).title()} of {owner.name}"
            entity = Entity(entity_id("organization", name), "organization", name)
        entity = self.entities.add(entity)
        if entity.entry is None and not any(a == owner.id for a, _ in entity.affiliations):
            self.entities.add(Entity(owner.id, "state", owner.name, owner))
            entity.affiliations.append((owner.id, span))
        self._denote(*span, root, entity.id)
        return entity.id

    def _listed_body(self, surface: str, noun: str, owner: Entry) -> Entry | None:
        """The registry's body of these words, or of its state and another word for the same."""
        nouns = (noun, *same_body(noun))
        names = [f"{owner.name}'s {word}" for word in nouns]
        if not LIGHT.match(surface):
            stem = surface[: len(surface) - len(noun)]
            names = [surface, *(stem + word for word in nouns), *names]
        for name in names:
            found = self.resolver.context.registry.find(name, {"organization"})
            if found:
                return found[0]
        return None

    def _owner(self, start: int) -> tuple[Entry | None, int]:
        """The state before token `start` ("Chinese", "China's") and the phrase's first token."""
        doc = self.resolver.doc
        i = start - 1
        while i >= 0 and (
            doc[i].tag_ == "POS"
            or (doc[i].pos_ == "ADJ" and self.entities.at(i) is None and i > start - 3)
        ):
            i -= 1
        known = self.entities.at(i) if i >= 0 else None
        if known is None:
            return self._possessor(i, start)
        entry = self.entities.by_id[known.entity].entry
        first = doc.char_span(known.start, known.end, alignment_mode="expand")
        if entry is None or entry.kind != "state" or first is None:
            return None, start
        return entry, first.start

    def _possessor(self, i: int, start: int) -> tuple[Entry | None, int]:
        """Whose "his government" is: of the state of his office, by the text or the registry."""
        token = self.resolver.doc[i] if i >= 0 else None
        if token is None or token.tag_ != "PRP$":
            return None, start
        owner = self.resolver.entity(token)
        state = self.resolver.descriptions.state_of(owner) if owner is not None else None
        return (state, i) if state is not None else (None, start)

    def _earlier_body(self, root: Token) -> str | None:
        """The last body whose name holds the noun: "the ministry", "the energy committee"."""
        definite = any(c.lower_ in {"the", "this", "that"} for c in root.children)
        if not definite or root.lemma_.lower() not in words("bodies", "anaphoric"):
            return None
        noun = root.lemma_.lower()
        fields = (c for c in root.lefts if c.dep_ == "compound" and c.tag_ == "NN")
        wanted = {noun, *(fold(c.text) for c in fields)}
        for known in self.entities.before(root.idx):
            entity = self.entities.by_id[known.entity]
            body = entity.kind in {"organization", "outlet"}
            if body and wanted <= set(fold(entity.name).split()):
                self._denote(root.idx, root.idx + len(root), root, entity.id)
                return entity.id
        return None

    def _earlier_company(self, root: Token) -> str | None:
        """The last body that is no part of a government: "the company"."""
        definite = any(c.lower_ in {"the", "this", "that"} for c in root.children)
        told_apart = any(c.dep_ in {"compound", "amod", "nmod"} for c in root.lefts)
        if not definite or told_apart or root.lemma_.lower() not in words("bodies", "private"):
            return None
        for known in self.entities.before(root.idx):
            entity = self.entities.by_id[known.entity]
            kind = entity.entry.subkind if entity.entry else None
            private = entity.kind == "organization" and kind not in {"government_body", "igo"}
            if private and not entity.affiliations:
                self._denote(root.idx, root.idx + len(root), root, entity.id)
                return entity.id
        return None

    def _earlier_ministry(self, noun: str, root: Token) -> str | None:
        """The last one that does this, else that of the last state: "the finance ministry".

        None where it may be one of no state: "the health ministry in Gaza".
        """
        if not any(c.lower_ in DEFINITE for c in root.children):
            return None
        for known in self.entities.before(root.idx):
            entity = self.entities.by_id[known.entity]
            if entity.kind == "unnamed" and noun in entity.name.lower():
                return None
            if entity.kind == "organization" and self._does(noun, entity):
                self._denote(root.left_edge.idx, root.idx + len(root), root, entity.id)
                return entity.id
        return self._of_last_state(root, noun)

    def _does(self, noun: str, body: Entity) -> bool:
        """Is it such a ministry, by its name or as the registry has it for its state?"""
        named = set(fold(body.name).split())
        if any(set(one.split()) <= named for one in (noun, *same_body(noun))):
            return True
        registry = self.resolver.context.registry
        targets = body.entry.affiliations if body.entry else ()
        owners = [e for a in targets if (e := registry.entry(a.target)) and e.kind == "state"]
        listed = (self._listed_body(f"the {noun}", noun, owner) for owner in owners)
        return any(one is not None and one.id == body.id for one in listed)

    def _of_last_state(self, root: Token, noun: str) -> str | None:
        """Of the state that the text spoke of last: "The government said".

        Rather not of the one whose envoy they deal with: "Peru summoned Chile's ambassador, the
        ministry said".
        """
        if not any(c.lower_ in DEFINITE for c in root.children):
            return None
        last: Entry | None = None
        for known in self.entities.before(root.idx):
            entry = self.entities.by_id[known.entity].entry
            if entry is None or entry.kind != "state" or known.adjective:
                continue
            last = last or entry
            if not self._sent_an_envoy(known):
                last = entry
                break
        span = root.left_edge.idx, root.idx + len(root)
        return self._composite(noun, last, span, root) if last else None

    def _sent_an_envoy(self, known: Denotation) -> bool:
        """Does it stand before its envoy, who does not act here himself?"""
        state = self.resolver.doc[known.head]
        if state.dep_ != "poss" or state.head.dep_ in SUBJECTS:
            return False
        role = self.resolver.context.registry.role(state.head.text)
        return role is not None and role.kind == "envoy"

    def _denote(self, start: int, end: int, root: Token, id_: str) -> None:
        """What is somebody's ("our army") is no name of it."""
        possessed = any(c.tag_ == "PRP$" and c.idx >= start for c in root.lefts)
        self.entities.denote(Denotation(start, end, root.i, id_), pronoun=possessed)


def same_body(noun: str) -> tuple[str, ...]:
    """Other words for a national body: "forces" for "armed forces" and "military"."""
    return next((tuple(g) for g in lexicon("bodies")["same"] if noun in g), ())


def _plain(noun: str) -> str:
    """The first of the words for the same body, so that each has one id."""
    return next(iter(same_body(noun)), noun)


def _body_noun(root: Token) -> tuple[int, str | None]:
    """(first token, noun): the longest body noun that ends at the head ("air force")."""
    doc, told = root.doc, columns(root.doc)
    if told.lower[root.i] not in _endings() and told.lemma[root.i] not in _endings():
        return root.i, None
    for start in range(max(root.sent.start, root.i - 2), root.i + 1):
        for noun in (doc[start : root.i + 1].text.lower(), doc[start : root.i + 1].lemma_.lower()):
            if noun in words("bodies", "bodies"):
                return _with_its_field(start, noun, root)
    return root.i, None


def _with_its_field(start: int, noun: str, root: Token) -> tuple[int, str]:
    """With the nouns for what it does, where no list has the whole: "irrigation ministry"."""
    first = start
    while noun in FIELDED and first > root.left_edge.i:
        before = root.doc[first - 1]
        if before.dep_ not in {"compound", "nmod"} or before.tag_ != "NN" or before.ent_type_:
            break
        first -= 1
    return (first, root.doc[first : root.i + 1].text.lower()) if first < start else (start, noun)


@cache
def _endings() -> frozenset[str]:
    """Every ending of a body noun: its last token is one of them, however spaCy splits the noun."""
    nouns = words("bodies", "bodies")
    return frozenset(noun[at:] for noun in nouns for at in range(len(noun) + 1))
