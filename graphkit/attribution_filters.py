"""Attributions that tell nothing an analyst would call a statement.

The reader marks what its corpus marks, and the rules beside it what grammar shows. Of these some
have no content of their own, or are no saying, writing or believing of anybody.
"""

from collections.abc import Callable

from spacy.tokens import Doc, Token

from graphkit.attribution.nesting import Attribution
from graphkit.clauses import tokens_in
from graphkit.cues import FUTURE, cue_head, cue_key
from graphkit.knowledge.lexicons import lexicon, words

_RELATIVE = frozenset({"WDT", "WP", "WRB"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_TAKES_UP = frozenset({"DT", "EX", "PRP", "PRP$", "RB", *_RELATIVE})
_RECIPROCAL = frozenset({"other", "another"})


def tells(doc: Doc, one: Attribution) -> bool:
    """Does an attribution tell something?"""
    content = tokens_in(doc, one.content)
    said = any(t.tag_ not in _RELATIVE and t.is_alpha for t in content)
    return said and not any(empty(doc, one) for empty in _EMPTY)


def _asked(doc: Doc, one: Attribution) -> bool:
    """The source is what a question asks for: "“Who ordered it?” she asked" names nobody."""
    source, head = tokens_in(doc, one.source), cue_head(tokens_in(doc, one.cue))
    if len(source) != 1 or source[0].tag_ != "WP" or head is None:
        return False
    return source[0].head == head and head.dep_ not in {"relcl", "acl"}


def _says_nothing(doc: Doc, one: Attribution) -> bool:
    """Within a content: a cue that no lexicon knows, a hedge, or a noun that is nobody's.

    "“I would say that the odds are even,” she said" is one statement, not two; and so is "they
    asked if pledges to cut tariffs were enough". What everybody says stays: "it is feared that".
    """
    if not one.depth:
        return False
    head = cue_head(tokens_in(doc, one.cue))
    if head is None or cue_key(head) not in lexicon("cues"):
        return head is not None
    source = {t.lower_ for t in tokens_in(doc, one.source)}
    helpers = {c.lower_ for c in head.children if c.dep_ in {"aux", "neg"}}
    if source <= {"i", "we"} and source and not helpers - FUTURE - {"do"}:
        attitude = lexicon("cues")[cue_key(head)].get("class") == "attitude"
        hedge = attitude or cue_key(head) in words("reports", "hedges")
        return head.tag_ in {"VBP", "VB"} and hedge
    passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in head.children)
    clause = any(c.dep_ in {"ccomp", "csubj"} for c in head.children)
    return not one.source and not (passive and clause)


def _perceived(doc: Doc, one: Attribution) -> bool:
    """A thing seen or heard: "he could hear the minister’s voice"; not "he saw that it failed"."""
    head = cue_head(tokens_in(doc, one.cue))
    if head is None or head.lemma_.lower() not in words("reports", "perception"):
        return False
    judged = any(t.lower_ == "as" for t in tokens_in(doc, one.content))  # "is seen as a threat"
    return not judged and not any(t.tag_ in _FINITE for t in tokens_in(doc, one.content))


def _glossed(doc: Doc, one: Attribution) -> bool:
    """The journalist explains a word: "“They knew,” she said, referring to the auditors"."""
    head = cue_head(tokens_in(doc, one.cue))
    return (
        head is not None
        and head.tag_ == "VBG"
        and head.dep_ == "advcl"
        and head.lemma_.lower() in words("reports", "glosses")
    )


def _only_taken_up(doc: Doc, one: Attribution) -> bool:
    """Nothing but pronouns and adverbs: "he recalled it vividly", "the two sides hate each other".

    A quotation of such words is a statement: "“Never,” he said".
    """
    content = [t for t in tokens_in(doc, one.content) if t.is_alpha]
    if any(doc.text[start] in "\"“‘'«" for start, _ in one.content):
        return False
    return all(t.tag_ in _TAKES_UP or _reciprocal(t) for t in content)


def _enabled(doc: Doc, one: Attribution) -> bool:
    """Within a content: what something would let others say is not said, nor told to be.

    "She thinks a truce would allow both sides to claim a victory"; "urged them to say" is told.
    """
    head = cue_head(tokens_in(doc, one.cue))
    if not one.depth or head is None or head.tag_ != "VB":
        return False
    governor, to = head.head, any(c.tag_ == "TO" for c in head.children)
    return (
        to
        and head.dep_ in {"ccomp", "xcomp"}
        and governor.pos_ == "VERB"
        and cue_key(governor) in words("reports", "enabling")
    )


def _reciprocal(token: Token) -> bool:
    return token.lower_ in _RECIPROCAL and token.i > 0 and token.nbor(-1).lower_ in {"each", "one"}


_EMPTY: tuple[Callable[[Doc, Attribution], bool], ...] = (
    _says_nothing,
    _asked,
    _perceived,
    _glossed,
    _only_taken_up,
    _enabled,
)
