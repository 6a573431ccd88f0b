"""Attributions that tell nothing an analyst would call a statement.

The reader marks what its corpus marks, and the rules beside it what grammar shows. Of these some
have no content of their own, or are no saying, writing or believing of anybody.
"""

from collections.abc import Callable

from spacy.tokens import Doc, Token

from graphkit.attribution.nesting import Attribution
from graphkit.clauses import FINITE, OBJECTS, opens_with_infinitive, sets_terms, text_of, tokens_in
from graphkit.cues import FUTURE, cue_head, cue_key
from graphkit.event_triggers import welcomes_in_person
from graphkit.knowledge.lexicons import lexicon, words
from graphkit.quotation import CLOSING

_RELATIVE = frozenset({"WDT", "WP", "WRB"})
_TAKES_UP = frozenset({"DT", "EX", "PRP", "PRP$", "RB", *_RELATIVE})
_MARKS = {*CLOSING, "'"}  # a quotation of pronouns alone is a statement: "“Never,” he said"
_EVEN = 0.5  # what nobody is known to have said is rather no statement than one
_SHORT = 8  # words of "who asked not to be identified by name"; more give the reason
_RECIPROCAL = frozenset({"other", "another"})


def tells(doc: Doc, one: Attribution) -> bool:
    """Does an attribution tell something?"""
    if not one.source and one.confidence < _EVEN:
        return False
    content = tokens_in(doc, one.content)
    if not any(t.tag_ not in _RELATIVE and t.is_alpha for t in content):
        return False
    head = cue_head(tokens_in(doc, one.cue))
    if not _any_quotation(doc, one) and all(_takes_up(t) for t in content if t.is_alpha):
        return False
    return head is None or not any(empty(doc, one, head) for empty in _EMPTY)


def _asked(doc: Doc, one: Attribution, head: Token) -> bool:
    """The source is what a question asks for: "“Who ordered it?” she asked" names nobody.

    Nor is a question an answer: "Asked whether it would close, the mayor shrugged".
    """
    source = tokens_in(doc, one.source)
    nothing_else = len(one.content) == 1
    if (nothing_else and _is_questioned(tokens_in(doc, one.content)[0])) or (
        _is_questioned(head) and not source
    ):
        return True
    if len(source) != 1 or source[0].tag_ != "WP":
        return False
    return source[0].head == head and head.dep_ not in {"relcl", "acl"}


def _is_questioned(verb: Token) -> bool:
    """ "Asked about the dam, …", not "asked by reporters"."""
    alone = not any(c.dep_ in {"agent", "aux", "auxpass", "nsubj"} for c in verb.children)
    return verb.tag_ == "VBN" and verb.lower_ in words("reports", "questioned") and alone


def _sets_terms(doc: Doc, one: Attribution, head: Token) -> bool:
    """What depends on them is not what they say: "Oslo would sign as long as both agreed"."""
    if head.dep_ != "advcl" or not sets_terms(head):
        return False
    return not set(tokens_in(doc, one.content)).isdisjoint(head.ancestors)


def _anonymous(doc: Doc, one: Attribution, head: Token) -> bool:
    """How one may call a source: "who asked not to be named", "who requested anonymity"."""
    if cue_key(head) not in {"ask", "request", "decline"}:
        return False
    if [t.lower_ for t in tokens_in(doc, one.content)] == ["anonymity"]:
        return True
    told = tokens_in(doc, (*one.cue, *one.content))
    opening = told[:_SHORT]
    said = {t.lower_ for t in opening}
    named = any(t.lemma_.lower() in {"name", "identify", "quote"} for t in opening)
    return named and {"to", "be"} <= said and (len(told) <= _SHORT or "not" in said)


def _says_nothing(doc: Doc, one: Attribution, head: Token) -> bool:
    """Within a content: a cue that no lexicon knows, a hedge, or a noun that is nobody's.

    "“I would say that the odds are even,” she said" is one statement, not two; and so is "they
    asked if pledges to cut tariffs were enough". What everybody says stays: "it is feared that",
    but "people whom you refuse to meet" are anybody's.
    """
    if not one.depth:
        return False
    if cue_key(head) not in lexicon("cues"):
        return True
    source = {t.lower_ for t in tokens_in(doc, one.source)}
    if source == {"you"} and head.tag_ in {"VBP", "VB"}:
        return True
    helpers = {c.lower_ for c in head.children if c.dep_ in {"aux", "neg"}}
    if source and source <= {"i", "we"}:
        attitude = lexicon("cues")[cue_key(head)].get("class") == "attitude"
        if attitude and "did" in helpers:
            return True  # "“We did not seek this quarrel,” he said"
        if not helpers - FUTURE - {"do"}:
            hedge = attitude or cue_key(head) in words("reports", "hedges")
            return head.tag_ in {"VBP", "VB"} and hedge
    passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in head.children)
    clause = any(c.dep_ in {"ccomp", "csubj"} for c in head.children)
    return not one.source and not (passive and clause)


def _perceived(doc: Doc, one: Attribution, head: Token) -> bool:
    """A thing seen or heard: "he could hear the minister’s voice"; not "he saw that it failed"."""
    if head.lemma_.lower() not in words("reports", "perception"):
        return False
    judged = any(t.lower_ == "as" for t in tokens_in(doc, one.content))  # "is seen as a threat"
    return not judged and not any(t.tag_ in FINITE for t in tokens_in(doc, one.content))


def _glossed(_doc: Doc, _one: Attribution, head: Token) -> bool:
    """The journalist explains a word: "“They knew,” she said, referring to the auditors"."""
    return (
        head.tag_ == "VBG"
        and head.dep_ == "advcl"
        and head.lemma_.lower() in words("reports", "glosses")
    )


def _answered_otherwise(_doc: Doc, _one: Attribution, head: Token) -> bool:
    """Silence or a deed: "Delhi did not respond", "they responded by downing two jets".

    "She responded by saying" tells something, and so does who declines to comment.
    """
    if head.lemma_.lower() not in words("reports", "answering"):
        return False
    deeds = (c for by in head.children if by.lower_ == "by" for c in by.children)
    return any(c.dep_ == "neg" for c in head.children) or any(
        deed.tag_ == "VBG" and cue_key(deed) not in lexicon("cues") for deed in deeds
    )


def _received(_doc: Doc, _one: Attribution, head: Token) -> bool:
    """Told by others: "he received reports of a fire"."""
    verb = head.head if head.dep_ in {"dobj", "obj"} else head
    return verb.lemma_.lower() in words("reports", "receiving")


def _enabled(doc: Doc, one: Attribution, head: Token) -> bool:
    """Who lets others do something has not said so: "the guards did not allow us to enter".

    Within a content neither is said what it lets others say: "she thinks a truce would allow both
    sides to claim a victory"; "urged them to say" is told. (A fifth of the corpus's permissions are
    annotated, as decrees.)
    """
    if cue_key(head) in words("reports", "enabling"):
        return True
    if not one.depth or head.tag_ != "VB":
        return False
    governor, to = head.head, any(c.tag_ == "TO" for c in head.children)
    return (
        to
        and head.dep_ in {"ccomp", "xcomp"}
        and governor.pos_ == "VERB"
        and cue_key(governor) in words("reports", "enabling")
    )


def _gathered(doc: Doc, one: Attribution, head: Token) -> bool:
    """Who comes somewhere for a purpose has not spoken yet: "they met to evaluate the plan"."""
    gathers = head.lemma_.lower() in words("reports", "gathering")
    return gathers and opens_with_infinitive(doc, one.content)


def _to_blame(_doc: Doc, _one: Attribution, head: Token) -> bool:
    """Who is at fault says nothing: "Oslo is to blame for the delay"."""
    return head.lower_ == "blame" and head.dep_ == "xcomp" and head.head.lemma_ == "be"


def _received_in_person(_doc: Doc, _one: Attribution, head: Token) -> bool:
    """Who welcomes a guest somewhere has not spoken yet: "welcomed the king to the palace"."""
    praised = any(c.lower_ == "as" for c in head.children)  # "welcomed him as a friend"
    return head.lemma_ in words("events", "welcoming") and not praised and welcomes_in_person(head)


def _consists(doc: Doc, one: Attribution, head: Token) -> bool:
    """What a list holds, nobody says: "They include trade"; an agreement "includes a pledge"."""
    source = tokens_in(doc, one.source)
    return head.lemma_ == "include" and all(t.lower_ in {"they", "these"} for t in source)


def _took(_doc: Doc, _one: Attribution, head: Token) -> bool:
    """By force or chance: "the army claimed more land", "the flood claimed ten lives"."""
    objects = {c.lemma_.lower() for c in head.children if c.dep_ in OBJECTS}
    told = words("reports", "taken") if head.tag_ in {"VBD", "VBN"} else {"life", "victim"}
    return head.lemma_ == "claim" and not objects.isdisjoint(told)


def _any_quotation(doc: Doc, one: Attribution) -> bool:
    text = text_of(doc)
    return any(text[start] in _MARKS for start, _ in one.content)


def _takes_up(token: Token) -> bool:
    """A word that stands for others: "he recalled it vividly", "the two sides hate each other"."""
    if token.lower_ in _RECIPROCAL and token.i > 0:
        return token.nbor(-1).lower_ in {"each", "one"}
    return token.tag_ in _TAKES_UP


_EMPTY: tuple[Callable[[Doc, Attribution, Token], bool], ...] = (
    _says_nothing,
    _anonymous,
    _asked,
    _sets_terms,
    _perceived,
    _glossed,
    _answered_otherwise,
    _received,
    _enabled,
    _to_blame,
    _gathered,
    _received_in_person,
    _consists,
    _took,
)
