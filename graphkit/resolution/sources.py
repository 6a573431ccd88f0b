"""The words of a source, an addressee or a relay to the actors that they denote."""

from collections.abc import Collection, Iterable, Iterator

from spacy.tokens import Span, Token

from graphkit.clauses import (
    OBJECTS,
    conjuncts,
    governor,
    negated,
    prepositional,
    subject,
    text_of,
)
from graphkit.knowledge.lexicons import lexicon, words
from graphkit.mentions import Span as Characters
from graphkit.resolution.bodies import Bodies
from graphkit.resolution.coreference import Resolver
from graphkit.resolution.entities import ACTING, Denotation, Entity
from graphkit.resolution.linking import outlet_id
from graphkit.resolution.pronouns import PRONOUNS, antecedent, is_people
from graphkit.resolution.unnamed import DRAFTED, EDGES, UnnamedActors, may_be_somebody, phrase_of

REPORTING = DRAFTED | {"article", "report"}
NOBODY = frozenset({"nobody", "none", "noone", "neither", "nothing"})


class Sources:
    """Resolves noun phrases to actors."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.entities = resolver.entities
        self.bodies = Bodies(resolver)
        self.unnamed = UnnamedActors(resolver.entities, resolver.context.document)
        self._offices = {o.head: o for o in resolver.context.offices if o.person is None}

    def actors(self, spans: Iterable[Characters], *, unnamed: bool = True) -> list[str]:
        """Ids of the actors that these phrases denote, in order, each once.

        "Macron and Merz" → two. `unnamed`: make an actor of a phrase that names nobody.
        """
        found: list[str] = []
        for span in spans:
            for id_ in self._phrase(span, unnamed):
                if id_ not in found:
                    found.append(id_)
        return found

    def inside(self, characters: Characters) -> tuple[str, ...]:
        """Ids of the actors named or meant by pronouns inside these characters, each once."""
        span = self.resolver.doc.char_span(*characters, alignment_mode="expand")
        found = (known for token in span or () for known in self.denoted(token))
        return tuple(dict.fromkeys(known.entity for known in found if self.acts(known.entity)))

    def denoted(self, token: Token) -> Iterator[Denotation]:
        """Whom a word denotes: one by a name or pronoun, several by "both sides"."""
        self.resolver.entity(token)
        known = self.entities.at(token.i)
        if not self._names(token) and (several := self.resolver.several(token)):
            start, end = token.left_edge.idx, token.idx + len(token)
            yield from (Denotation(start, end, token.i, id_) for id_ in several)
        elif known is not None:
            yield known

    def described(self, root: Token) -> str | None:
        """A body with its state named, or a person by office; None for other nouns."""
        office = self._offices.get(root.i)
        if office is not None and (person := self.resolver.descriptions.person(office)) is not None:
            self._remember(office.start, office.end, root, person)
            return person
        return self.bodies.with_state(root)

    def acts(self, id_: str) -> bool:
        """Is it an actor?"""
        return self.entities.by_id[id_].kind in ACTING

    def is_role(self, noun: Token) -> bool:
        """Is the noun one for people in office ("officials", "prime ministers")?"""
        return self.resolver.context.registry.role(noun.text) is not None

    def is_in_office(self, noun: Token) -> bool:
        """Is it somebody in an office of a state or body, without a name: "Iran's envoy"?"""
        office = self._offices.get(noun.i)
        named = any(c.dep_ == "appos" for c in noun.children)
        return office is not None and office.of is not None and not named

    def may_speak(self, span: Span) -> bool:
        """Does the phrase name an actor, or is its head a noun for people or a pronoun?"""
        root = span.root
        noun = is_people(root) or self.is_role(root)
        return noun or root.lower_ in PRONOUNS or any(self._names(t) for t in span)

    def _names(self, token: Token) -> bool:
        """Does the word denote anything but an unnamed source?"""
        known = self.entities.at(token.i)
        return known is not None and self.entities.by_id[known.entity].kind != "unnamed"

    def may_hear(self, characters: Characters) -> bool:
        """Is the phrase one for somebody ("lawmakers"), not for a thing ("to that end")?"""
        span = self.resolver.doc.char_span(*characters, alignment_mode="expand")
        return span is not None and self.may_speak(span)

    def named(self, span: Span) -> bool:
        """Does the phrase's head denote anything but an unnamed source?"""
        return self._names(span.root)

    def group(self, root: Token) -> str:
        """The unnamed actor of a noun phrase, whether it speaks or not."""
        return self.unnamed.of(phrase_of(root), root).id

    def offer(self, root: Token) -> None:
        """The same, for a pronoun to take up."""
        self.unnamed.of(phrase_of(root), root, self.entities.offer)

    def _phrase(self, characters: Characters, unnamed: bool) -> Iterator[str]:
        span = self.resolver.doc.char_span(*characters, alignment_mode="expand")
        if span is None or not span.text.strip(EDGES):
            return
        roots = _heads(span)
        if len(roots) == 1 and (noun := antecedent(roots[0])) is not None:
            known = self.resolver.entity(roots[0])
            if known is None:
                clause = noun.doc[noun.left_edge.i : noun.i + 1]
                yield from self._phrase((clause.start_char, clause.end_char), unnamed)
                return
        for root in roots:
            if (noun := _all_of(root)) is not None:
                for one in conjuncts(noun):
                    yield from self._phrase((one.left_edge.idx, one.idx + len(one)), unnamed)
            elif root.lower_ not in NOBODY and not _pro_form(root) and not _as_they_say(root):
                yield from self._of_root(root, roots, span, unnamed)

    def _of_root(self, root: Token, roots: list[Token], span: Span, unnamed: bool) -> Iterator[str]:
        """Whom one of a phrase's heads denotes."""
        if together := self.resolver.several(root) or self._by_name(root):
            yield from together
            return
        part = _part(span, root, roots)
        known = self._head(root, span) or (self._name_within(part) if len(roots) == 1 else None)
        known = known or self._beside(root) or self._introduced(root)
        if known is None and unnamed and may_be_somebody(root):
            known = self.unnamed.of(part, root).id
        if known is not None and self.acts(known):
            self.resolver.sources[root.i] = known
            yield known

    def _head(self, root: Token, span: Span) -> str | None:
        """A name, pronoun, apposition, office, body or text that the head word denotes."""
        beside = (c for c in root.children if c.dep_ == "appos" and c in span and not negated(c))
        for token in (root, *beside):
            known = self.entities.at(token.i)
            if known is not None and (not known.adjective or _alone(span, known)):
                return known.entity
        resolved = self.resolver.entity(root) if root.lower_ in PRONOUNS else None
        if resolved is not None:
            return resolved
        return (
            self._spoken_for(root)
            or self.described(root)
            or self._outlet_of(root)
            or self.bodies.earlier(root)
            or self._issuer(root, span)
            or self._possessed(root)
        )

    def _outlet_of(self, root: Token) -> str | None:
        """The outlet that is named before its kind: "the official Wafa news agency"."""
        if root.lemma_.lower() not in words("bodies", "outlets"):
            return None
        named = [c for c in root.lefts if c.pos_ == "PROPN" and c.dep_ in {"compound", "nmod"}]
        if not named or (root.lemma_ == "agency" and root.nbor(-1).lower_ != "news"):
            return None
        span = root.doc[named[0].left_edge.i : named[-1].i + 1]
        known = self.entities.at(named[-1].i)
        if known is not None and self.entities.by_id[known.entity].kind == "outlet":
            return known.entity
        entity = self.entities.add(Entity(outlet_id(span.text), "outlet", span.text))
        self._remember(span.start_char, span.end_char, named[-1], entity.id)
        return entity.id

    def _spoken_for(self, root: Token) -> str | None:
        """Who speaks through a nameless spokesman: "a spokesman for the United Nations".

        Himself where he is named behind a name: "a spokesman for Merz, Stefan Kornelius".
        """
        role = self.resolver.context.registry.role(root.text)
        if role is None or role.kind != "spokesperson":
            return None
        for preposition in (c for c in root.children if c.lower_ in {"for", "of"}):
            for noun in (c for c in preposition.children if c.dep_ == "pobj"):
                known = self.entities.at(noun.i)
                named = self._named_behind(noun) if known and noun.pos_ == "PROPN" else None
                return named or (known.entity if known else self.described(noun))
        return None

    def _named_behind(self, name: Token) -> str | None:
        """Who is named behind a name, without an "and"; the parser may take the two for a list."""
        listed = any(c.dep_ == "cc" for t in (name, *name.conjuncts) for c in t.children)
        return self._beside(name, {"appos"} if listed else {"appos", "conj"})

    def _beside(self, root: Token, links: Collection[str] = ("appos",)) -> str | None:
        """Whose name follows upon a phrase without it: "its envoy", then ", Ana Roa,"."""
        for token in root.children:
            known = self.entities.at(token.i) if token.dep_ in links else None
            if known is not None and self.entities.by_id[known.entity].kind == "person":
                return known.entity
        return None

    def _by_name(self, root: Token) -> list[str]:
        """Who are named one by one: "the two ministers, Ana Roa and Luis Vega, said"."""
        first = next((c for c in root.children if c.dep_ == "appos"), None)
        if first is None or root.tag_ not in {"NNS", "NNPS"}:
            return []
        known = [self.entities.at(t.i) for t in (first, *first.conjuncts)]
        people = [k.entity for k in known if k and self.entities.by_id[k.entity].kind == "person"]
        return people if 1 < len(people) == len(known) else []

    def _introduced(self, root: Token) -> str | None:
        """One introduced without a name, then named: "a career officer …. Lt. Col. X told".

        The next sentence opens with a full name never given before, under a title of that kind.
        """
        titles = lexicon("people")["titles"].get(root.lemma_.lower())
        article = next((c for c in root.children if c.lower_ in {"a", "an", "another"}), None)
        after = root.sent.end
        if titles is None or article is None or after >= len(root.doc):
            return None
        opening = root.doc[after].sent
        for known in self.entities.within(opening.start_char, opening.end_char):
            before = text_of(root.doc)[opening.start_char : known.start].lower().split()
            entity = self.entities.by_id[known.entity]
            if entity.kind == "person" and before and set(before) <= set(titles):
                first = min(entity.spans)
                return entity.id if first == (known.start, known.end) else None
        return None

    def _reporter(self, root: Token) -> str | None:
        """Who published it: "the agency released a report … the report said"."""
        first = root.doc[max(0, root.sent.start - 1)].sent.start
        for earlier in reversed(root.doc[first : root.i]):
            if earlier.lemma_ != root.lemma_ or any(c.lower_ == "the" for c in earlier.children):
                continue
            verb = governor(earlier)
            published = earlier.dep_ in OBJECTS and verb.lemma_ in words("reports", "publishing")
            inside = earlier.dep_ == "pobj" and earlier.head.lower_ == "in"
            author = subject(verb) if published or inside else None
            known = self.resolver.entity(author) if author is not None else None
            return known if known is not None and self.acts(known) else None
        return None

    def _possessed(self, root: Token) -> str | None:
        """A thing speaks for whom it belongs to: "Beijing's demands"."""
        if is_people(root) or self.is_role(root):
            return None
        owner = next((c for c in root.children if c.dep_ == "poss"), None)
        known = self.resolver.entity(owner) if owner is not None else None
        return known if known is not None and self.acts(known) else None

    def _remember(self, start: int, end: int, root: Token, id_: str) -> None:
        self.entities.denote(Denotation(start, end, root.i, id_))

    def _name_within(self, span: Span) -> str | None:
        """A person's name in the phrase whose head is a title that the parser cut off."""
        people = [
            d for d in self.entities.within(span.start_char, span.end_char)
            if self.entities.by_id[d.entity].kind == "person"
            and (self.resolver.doc[d.head].dep_ not in {"poss", "pobj"} or _closes(span, d))
            and not (span.root.i > d.head and self.is_role(span.root))  # "a Trump envoy"
        ]  # fmt: skip
        return people[0].entity if len(people) == 1 else None

    def _issuer(self, root: Token, span: Span) -> str | None:
        """Who issued it, the last source that is a body or a person: "the statement added"."""
        if root.lemma_.lower() not in words("bodies", "texts"):
            return None
        for token in root.children:
            if token.dep_ == "poss":
                return self.resolver.entity(token)
        definite = any(c.lower_ in {"the", "this"} for c in root.children)
        if root.lemma_.lower() in REPORTING or not definite:
            return self._reporter(root) if definite else None
        last = max((i for i in self.resolver.sources if i < root.i), default=None)
        if last is None:
            return None
        issuer, noun = self.resolver.sources[last], root.doc[last]
        nameless = self.entities.by_id[issuer].kind == "unnamed"
        people = is_people(noun) or self.is_role(noun)
        return issuer if people or not nameless else None


def _all_of(root: Token) -> Token | None:
    """The noun that is meant in "two senators, both of whom opposed the deal"."""
    if root.lower_ not in {"all", "both", "each"}:
        return None
    relatives = (t for t in prepositional(root, "of") if t.lower_ == "whom")
    return next((noun for t in relatives if (noun := antecedent(t)) is not None), None)


def _as_they_say(root: Token) -> bool:
    """An idiom's "they": "as they say in baseball"."""
    verb = root.head
    marked = any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children)
    return root.lower_ == "they" and marked and verb.lower_ == "say"


def _pro_form(root: Token) -> bool:
    """Stands for a thing named before, not for a person: "an insufficient one"."""
    return root.lower_ in {"one", "ones"} and any(c.dep_ == "amod" for c in root.children)


def _alone(span: Span, known: Denotation) -> bool:
    """Is the name the whole phrase?"""
    named = span.doc.char_span(known.start, known.end, alignment_mode="expand")
    return named is not None and span.text.strip(EDGES) == named.text


def _closes(span: Span, known: Denotation) -> bool:
    """Does the name end the phrase, after a comma ("Another diplomat, former envoy to X Y Z")?"""
    before = text_of(span.doc)[span.start_char : known.start]
    return "," in before and not text_of(span.doc)[known.end : span.end_char].strip(EDGES)


def _heads(span: Span) -> list[Token]:
    """The root of the phrase and those coordinated with it inside it."""
    root = span.root
    if root.pos_ in {"ADP", "VERB", "AUX", "SCONJ", "PART", "ADV"}:
        nouns = [
            t
            for t in span
            if t.pos_ in {"NOUN", "PROPN", "PRON"} and t.dep_ not in {"compound", "poss"}
        ]
        root = nouns[0] if nouns else root
    while root.dep_ == "appos" and root.head in span:
        root = root.head
    heads = sorted(
        {t.i: t for t in [*_joined_before(root), root, *root.conjuncts] if t in span}.values(),
        key=lambda t: t.i,
    )
    if len(heads) > 1 and not any(
        t.dep_ == "cc" or t.text == "&" for t in span[: heads[-1].i - span.start]
    ):
        return [
            next((t for t in heads if t.pos_ == "PROPN"), heads[0])
        ]  # an apposition, read as a list
    return heads


def _joined_before(root: Token) -> list[Token]:
    """A name that "and" joins to a title, which the parser puts below the second name.

    "Ruto and Trade Minister Lee Kinyanjui": Ruto.
    """
    return [
        c for c in root.lefts
        if c.pos_ == "PROPN" and c.dep_ in {"nmod", "compound"}
        and any(g.dep_ == "cc" and g.i > c.i for g in c.children)
    ]  # fmt: skip


def _part(span: Span, root: Token, roots: list[Token]) -> Span:
    """The words of the phrase that belong to one of its coordinated heads."""
    if len(roots) == 1:
        return span
    n = roots.index(root)
    start = span.start if n == 0 else max(span.start, min(root.left_edge.i, root.i))
    end = roots[n + 1].left_edge.i if n + 1 < len(roots) else span.end
    end = max(end, root.i + 1)
    while end > root.i + 1 and span.doc[end - 1].lower_ in {"and", "or", ",", "as", "well"}:
        end -= 1
    return span.doc[start:end]
