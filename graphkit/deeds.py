"""Nouns for what somebody does, and for what befalls him: whose deed, and whose loss, it is."""

from spacy.tokens import Token

from graphkit.knowledge.lexicons import words

_UPON = frozenset({"against", "of", "on"})


def is_deed(noun: Token) -> bool:
    """Something done, for which its doer is praised or blamed: "Iran's brutal raid"."""
    return _is_one_of(noun, "harms", "deeds")


def is_ill(noun: Token) -> bool:
    """Something that is done to somebody, or befalls him."""
    return _is_one_of(noun, "harms", "misfortunes")


def is_suffered(noun: Token) -> bool:
    """Is who stands before it its victim? "The mayor's arrest", not "Iran's arrest of a mayor"."""
    befalls = _is_one_of(noun, "suffered", "misfortunes")
    return befalls and not any(c.dep_ == "prep" and c.lower_ in _UPON for c in noun.children)


def _is_one_of(noun: Token, *kinds: str) -> bool:
    lemma = noun.lemma_.lower()
    return any(lemma in words("stance", kind) for kind in kinds)
