"""Which words name something put forward for others to accept or refuse, and of what kind."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from graphkit.clauses import NOMINAL, OBJECTS, conjuncts, prepositional
from graphkit.columns import Columns, columns
from graphkit.knowledge.lexicons import table, words
from schemas.proposals import ProposalKind

_LEMMAS = "graphkit.lemmas"  # where a document keeps those of its tokens
PRONOUNS = frozenset({"it", "this", "that", "them", "these", "those"})


def lemma(token: Token) -> str:
    """The lower-case lemma; of a hyphened compound ("cease-fire") all of it."""
    return lemmas(token.doc)[token.i]


def lemmas(doc: Doc) -> list[str]:
    """`lemma` of each token of a document, which keeps them."""
    known: list[str] | None = doc.user_data.get(_LEMMAS)
    if known is None:
        known = doc.user_data[_LEMMAS] = list(_lemmas(columns(doc)))
    return known


def _lemmas(told: Columns) -> Iterator[str]:
    for i, word in enumerate(told.lemma):
        if i >= 2 and told.lower[i - 1] == "-" and told.head[i - 2] == i:
            yield f"{told.lower[i - 2]}-{word}"
        else:
            yield word


def kind_of(token: Token) -> ProposalKind | None:
    """The kind of proposal that a noun or a verb names; null where it names none."""
    if token.pos_ == "VERB":
        return _verb_kind(token)
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    return _noun_kind(token)


def _noun_kind(token: Token) -> ProposalKind | None:
    word = lemma(token)
    kind = table("proposals", "heads").get(word)
    if word == "talk" and token.tag_ not in {"NNS", "NNPS"}:
        return None
    if word in {"end", "halt", "pause", "stop"} and _of_hostilities(token):
        return "ceasefire"
    if kind in {"agreement", "initiative", "peace_plan"} and _modified(token, "peace"):
        return "peace_plan" if kind != "agreement" else "agreement"
    if kind == "agreement" and _modified(token, "ceasefire"):
        return "ceasefire"
    return kind  # type: ignore[return-value]


def _verb_kind(token: Token) -> ProposalKind | None:
    word = lemma(token)
    kind = table("proposals", "verb_kinds").get(word)
    objects = [c for c in token.children if c.dep_ in OBJECTS]
    if kind == "ceasefire":
        return (
            "ceasefire"
            if any(o.lemma_ in words("proposals", "hostilities") for o in objects)
            else None
        )
    for noun in objects:
        if (of_object := kind_of(noun)) is not None:
            return of_object
    return kind  # type: ignore[return-value]


def _of_hostilities(token: Token) -> bool:
    return any(
        t.lemma_ in words("proposals", "hostilities")
        for t in prepositional(token, "to", "of", "in")
    )


def _modified(token: Token, word: str) -> bool:
    return any(c.lower_ == word and c.dep_ in {"compound", "amod", "nmod"} for c in token.children)


def is_strong(token: Token) -> bool:
    """A noun that hardly ever names anything but a proposal: "ceasefire", "negotiations"."""
    named = token.pos_ in {"NOUN", "PROPN"} and lemma(token) in words("proposals", "strong")
    return named and kind_of(token) is not None


def is_demandable(token: Token) -> bool:
    """A noun of action, which a verb of demanding makes a proposal: "denazification".

    Not a body, of which something is demanded: "urged the government to stay".
    """
    if token.pos_ not in {"NOUN", "PROPN"} or lemma(token) in words("bodies", "bodies"):
        return False
    endings = tuple(words("proposals", "demand_endings"))
    return len(token) > 7 and token.lemma_.lower().endswith(endings)


def cores(token: Token) -> Iterator[Token]:
    """What a complement comes down to: "engage in direct dialogue" → dialogue.

    Light verbs and containers ("the option of a deal") give way to the proposal in them;
    coordinated complements come one by one.
    """
    for one in conjuncts(token) if token.dep_ != "conj" else [token]:
        if one == token or not _is_alternative(one):
            yield from _core(one)


def _is_alternative(token: Token) -> bool:
    """ "accept the truce or face sanctions": the second is a threat."""
    return token.pos_ == "VERB" and any(c.lower_ == "or" for c in token.head.children)


def _core(token: Token) -> Iterator[Token]:
    if token.pos_ in {"VERB", "AUX"} and lemma(token) in words("proposals", "light_verbs"):
        inside = [t for t in _objects(token) if kind_of(t) or t.lower_ in PRONOUNS]
        if inside:
            for one in inside:
                yield from _core(one)
            return
    if token.pos_ in NOMINAL and lemma(token) in words("proposals", "containers"):
        links = ("of", "to") if lemma(token) == "return" else ("of",)
        inside = [t for t in prepositional(token, *links) if kind_of(t) or t.pos_ == "VERB"]
        if inside and kind_of(token) is None:
            for one in inside:
                yield from _core(one)
            return
    yield token


def _objects(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        passive = child.dep_ == "nsubjpass" and child.tag_ not in {"WDT", "WP"}
        if child.dep_ in OBJECTS or passive:
            yield from conjuncts(child)
    yield from prepositional(verb, "in", "into", "to", "on", "at", "for")
