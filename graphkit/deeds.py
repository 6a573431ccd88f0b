"""Nouns for what somebody does, and for what befalls him: whose deed, and whose loss, it is."""

from spacy.tokens import Token

from graphkit.knowledge.lexicons import words

_UPON = frozenset({"against", "of", "on"})


def is_deed(noun: Token) -> bool:
    """Something done, for which its doer is praised or blamed: "Iran's brutal raid"."""
    lemma = noun.lemma_.lower()
    return lemma in words("stance", "harms") or lemma in words("stance", "deeds")


def is_ill(noun: Token) -> bool:
    """Something that is done to somebody, or befalls him."""
    return noun.lemma_.lower() in words("stance", "harms") | words("stance", "misfortunes")


def is_suffered(noun: Token) -> bool:
    """Is who stands before it its victim? "The mayor's arrest", not "Iran's arrest of a mayor"."""
    if noun.lemma_.lower() not in words("stance", "suffered") | words("stance", "misfortunes"):
        return False
    return not any(c.dep_ == "prep" and c.lower_ in _UPON for c in noun.children)
