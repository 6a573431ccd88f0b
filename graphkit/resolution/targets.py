"""Whom a statement is about: the actors that its content speaks of, once each.

Who only tells whose something is, or where, is left out: "U.S. goods", "Iran's president", "on
Kenyan soil".
"""

from collections.abc import Iterator

from spacy.tokens import Token

from graphkit.clauses import opens_with_infinitive, places_in
from graphkit.columns import columns
from graphkit.deeds import is_deed
from graphkit.knowledge.lexicons import words
from graphkit.mentions import AttributionMention
from graphkit.resolution.coreference import BODIES
from graphkit.resolution.entities import Denotation
from graphkit.resolution.pronouns import PLURAL, PRONOUNS
from graphkit.resolution.sources import Sources


def targets(
    mention: AttributionMention, speaker: str | None, sources: Sources
) -> Iterator[Denotation]:
    """The actors that the content speaks of, each once; the speaker is left out.

    Who is called upon is spoken of: "urged Kyiv to agree", "told Kyiv to agree".
    """
    doc = sources.resolver.doc
    seen = {speaker}
    called_upon = mention.addressee if opens_with_infinitive(doc, mention.content) else ()
    for i in places_in(doc, (*called_upon, *mention.content)):
        found = list(_denoted(i, sources))
        if any(known.entity == speaker for known in found):
            continue  # "they" of those who speak together
        for known in found:
            acts = known.entity not in seen and sources.acts(known.entity)
            if acts and not _is_only_named(known, sources):
                seen.add(known.entity)
                yield known


def _denoted(i: int, sources: Sources) -> Iterator[Denotation]:
    """Whom a word denotes; most denote nobody, as the columns tell without a look at the token."""
    told = columns(sources.resolver.doc)
    known = sources.entities.at(i)
    if known is not None or told.lower[i] in PRONOUNS or told.tag[i] == "NNS":
        yield from sources.denoted(sources.resolver.doc[i])


def _is_only_named(known: Denotation, sources: Sources) -> bool:
    """Does the word only tell where, or whose somebody or something else is?

    Nor is a plural pronoun of a single body, which is more often somebody else's.
    """
    token = sources.resolver.doc[known.head]
    return (
        known.locative
        or sources.entities.was_offered(known.head)
        or _lies_there(token)
        or (token.dep_ == "compound" and known.adjective and not _acts_there(token.head))
        or (token.lower_ in PLURAL and sources.entities.by_id[known.entity].kind in BODIES)
        or _modifies_actor(known, sources)
    )


def _acts_there(noun: Token) -> bool:
    """Is it a deed or a force of whom is named before it? "U.S. strikes", not "U.S. goods"."""
    return is_deed(noun) or noun.lemma_.lower() in words("bodies", "arms")


def _lies_there(token: Token) -> bool:
    """A place by its state: "on Kenyan soil", "the border between Kenya and Uganda"."""
    if token.dep_ == "npadvmod" and token.head.lower_ in words("bodies", "holding"):
        return True
    while token.dep_ == "conj":
        token = token.head
    between = token.dep_ == "pobj" and token.head.lower_ in {"between", "of"}
    noun = token.head.head if between else token.head
    modifies = between or token.dep_ in {"amod", "compound", "poss"}
    return modifies and noun.lemma_.lower() in words("bodies", "grounds")


def _modifies_actor(known: Denotation, sources: Sources) -> bool:
    """In "Indian officials" and "India's army" they act; "Indian airstrikes" are India's."""
    token = sources.resolver.doc[known.head]
    if not (known.adjective or token.dep_ == "poss"):
        return False
    head = token.head
    while head.dep_ == "compound":
        head = head.head
    other = sources.entities.at(head.i)
    if other is not None:
        return other.entity != known.entity and sources.acts(other.entity)
    return known.adjective and (sources.is_role(head) or head.pos_ == "PROPN")
