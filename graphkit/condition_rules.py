"""Rules that read off a sentence which proposal needs what: "no talks without a ceasefire".

Each rule takes one token, the trigger, and gives what depends and what it needs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from graphkit.clauses import (
    OBJECTS,
    SILENT,
    SUBJECTS,
    auxiliaries,
    conjuncts,
    ends_as_long_as,
    governor,
    is_infinitive,
    negated,
    prepositional,
    subject,
)
from graphkit.columns import columns
from graphkit.knowledge.lexicons import first_words, words
from graphkit.proposal_words import cores, is_demandable, kind_of, lemma, lemmas

WITHOUT = frozenset({"without", "until", "before", "absent", "pending"})
LINKS = WITHOUT | {"then"}
CLAUSES = frozenset({"advcl", "pcomp"})
EXCHANGES = frozenset({"exchange", "return"})
PROVIDED = frozenset({"provided", "providing"})
READY = frozenset({"ready", "willing", "prepared", "open"})


@dataclass(frozen=True, slots=True)
class Condition:
    """`dependent` needs `needed` (a noun, or the verb of a clause).

    `demanded`: whoever sets the condition demands what is needed, too. No actor: the speaker.
    """

    rule: str
    trigger: Token
    dependent: Token
    needed: Token
    actor: Token | None = None
    demanded: bool = False

    @property
    def needed_proposals(self) -> tuple[Token, ...]:
        """The proposals that are needed, one by one; none for "until the guns fall silent"."""
        found = cores(self.needed)
        return tuple(t for t in found if kind_of(t) or (self.demanded and is_demandable(t)))


type Rule = Callable[[Token], Iterator[Condition]]


def condition_frames(doc: Doc) -> Iterator[Condition]:
    """Every dependency that the rules find, in the order of the triggers."""
    told, triggers = columns(doc), _triggers()
    for i, word in enumerate(lemmas(doc)):
        may = word in triggers or told.lower[i] in LINKS or told.dep[i] in CLAUSES
        may = may or told.lower[told.head[i]] in PROVIDED
        if may and told.pos[i] not in SILENT:
            for rule in RULES:
                yield from rule(doc[i])


@cache
def _triggers() -> frozenset[str]:
    """The lemmas that set off a rule; the others are set off by `LINKS` and `CLAUSES`."""
    keys = ("verbs", "verb_prepositions", "nouns", "adjectives")
    lists = (first_words("positions", f"condition_{key}") for key in keys)
    return frozenset({"condition", *EXCHANGES}).union(*lists)


def without(token: Token) -> Iterator[Condition]:
    """ "No talks can be meaningful without an initial ceasefire." """
    if token.lower_ not in WITHOUT:
        return
    needed = next((c for c in token.children if c.dep_ in {"pobj", "pcomp"}), None)
    if needed is None or lemma(needed) in words("positions", "not_needed"):
        return
    for dependent, actor in _impossible(token.head):
        yield Condition("without", token, dependent, needed, actor)


def _impossible(head: Token) -> Iterator[tuple[Token, Token | None]]:
    """The proposals that the clause says will not be, with who says so by refusing."""
    if head.pos_ == "NOUN":
        if negated(head) and kind_of(head):
            yield head, _stance_holder(head)
        elif head.dep_ in {"attr", "acomp", "dobj", "pobj"} and governor(head) != head:
            yield from _impossible(governor(head))
        return
    verb = governor(head)
    for noun in _nouns_of(verb):
        if kind_of(noun) and (negated(noun) or negated(verb) or _is_futile(verb)):
            yield noun, None
    if negated(verb):
        yield from _refused(verb)


def _stance_holder(noun: Token) -> Token | None:
    """ "The republic's position is clear: no truce without a deal": whose position it is."""
    subjects = [c for c in noun.sent.root.children if c.dep_ in SUBJECTS]
    stances = [c for c in subjects if lemma(c) in words("positions", "vehicles")]
    return next((g for c in stances for g in c.children if g.dep_ == "poss"), None)


def _nouns_of(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ in SUBJECTS or child.dep_ == "attr":
            yield child


def _is_futile(verb: Token) -> bool:
    return any(lemma(c) in words("positions", "futile") for c in verb.children)


def _refused(verb: Token) -> Iterator[tuple[Token, Token | None]]:
    """ "will not negotiate", "will not lift the embargo": what the subject makes depend."""
    actor = _acting(verb)
    if actor is not None and lemma(verb) in words("positions", "consent_verbs"):
        for core in cores(verb):
            if kind_of(core):
                yield core, actor


def _acting(verb: Token) -> Token | None:
    found = subject(verb)
    if found is None or kind_of(found) or found.lower_ in {"there", "this", "that"}:
        return None
    if found.lower_ == "it" and not any(c.dep_ in OBJECTS for c in verb.children):
        return None  # "it will come to talks"; but "it could accept limits"
    return found


def subordinate(token: Token) -> Iterator[Condition]:
    """ "The embargo will be lifted only if the troops withdraw." """
    mark = next((c for c in token.children if c.dep_ in {"mark", "advmod"} and c.i < token.i
                 and c.lower_ in words("positions", "subordinators")), None)  # fmt: skip
    above = token.head
    if _is_provided(token):
        mark, above = above, above.head  # "provided that the troops withdraw"
    elif token.dep_ != "advcl" or mark is None:
        return
    main = _decided(above if above.pos_ in {"VERB", "AUX"} else governor(above))
    if not _binds(mark, main):
        return
    for dependent, actor in _dependents(main):
        if (dependent != token and not dependent.is_ancestor(token)) or dependent == main:
            yield Condition("subordinate", mark, dependent, token, actor)


def _is_provided(verb: Token) -> bool:
    """Is it a clause after "provided", which is taken for a preposition or for a verb?"""
    link = verb.head
    taken = verb.dep_ == "pcomp" or (verb.dep_ == "ccomp" and link.dep_ == "advcl")
    own = any(c.dep_ in SUBJECTS for c in link.children)  # "he provided that …"
    return taken and link.lower_ in PROVIDED and not own


def _decided(verb: Token) -> Token:
    """The verb of "is willing to sign", for "sign"."""
    adjective = verb.head
    return adjective.head if verb.dep_ == "xcomp" and _is_ready(adjective) else verb


def _is_ready(adjective: Token) -> bool:
    return adjective.dep_ == "acomp" and lemma(adjective) in READY


def _binds(mark: Token, main: Token) -> bool:
    """Does it make a condition here? "If" and "once" need a modal verb, "after" an "only".

    Who is willing to do something has as much as said that he would.
    """
    only = any(t.lower_ == "only" for t in mark.doc[max(0, mark.i - 2) : mark.i])
    helpers = {a.lower_ for a in auxiliaries(main)}
    modal = bool(helpers & words("positions", "modal")) or any(map(_is_ready, main.children))
    if modal and "have" in helpers:
        return False  # "would not have stopped if it had been paid": it did
    if mark.lower_ == "unless":
        return True
    if mark.lower_ in {"until", "till", "before"}:
        return negated(main) or any(negated(n) for n in _nouns_of(main))
    opens = ends_as_long_as(mark) or mark.lower_ in {"if", "once"} | PROVIDED
    return only or (modal and opens)


def _dependents(main: Token) -> Iterator[tuple[Token, Token | None]]:
    """The proposals whose coming about the clause tells: its subject, or what is consented to."""
    if lemma(main) in words("positions", "consent_verbs") or lemma(main) == "be":
        for noun in _nouns_of(main):
            if kind_of(noun):
                yield noun, None
    for child in main.children:
        if _is_ready(child):
            for inner in child.children:
                if inner.dep_ == "xcomp" or inner.dep_ == "prep":
                    yield from ((c, subject(main)) for c in _proposed(inner))
    actor = _acting(main)
    if actor is not None and lemma(main) in words("positions", "consent_verbs"):
        yield from ((core, actor) for core in cores(main) if kind_of(core))


def _proposed(token: Token) -> Iterator[Token]:
    inside = [g for g in token.children if g.dep_ == "pobj"] if token.dep_ == "prep" else [token]
    for one in inside:
        yield from (core for core in cores(one) if kind_of(core) or core.pos_ == "VERB")


def needed_first(token: Token) -> Iterator[Condition]:
    """ "They would need to deliver before the ministry would agree to a meeting." """
    if token.dep_ != "advcl" or not any(c.lower_ == "before" for c in token.children):
        return
    main = token.head
    while main.dep_ == "xcomp" and is_infinitive(main):
        main = main.head
    helpers = {a.lower_ for a in auxiliaries(main)}
    if lemma(main) in words("positions", "need_verbs") or helpers & {"must", "should"}:
        for dependent, actor in _dependents(token):
            yield Condition("needed_first", main, dependent, token.head, actor)


def requires(token: Token) -> Iterator[Condition]:
    """ "Lifting the embargo requires deeper concessions." "A deal depends on the vote." """
    if token.pos_ != "VERB":
        return
    needed = []
    if lemma(token) in words("positions", "condition_verbs"):
        needed = [c for c in token.children if c.dep_ in OBJECTS]
    for child in token.children:
        if f"{lemma(token)} {child.lower_}" in words("positions", "condition_verb_prepositions"):
            needed = [g for g in child.children if g.dep_ in {"pobj", "pcomp"}]
    for dependent in _required_for(token):
        for one in needed:
            yield Condition("requires", token, dependent, one, _decider(token), demanded=True)


def _required_for(verb: Token) -> Iterator[Token]:
    """Subjects, with what "in addition to" adds to them."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    gerunds = [c for c in verb.lefts if c.dep_ == "advcl" and c.tag_ == "VBG"]
    for child in verb.children:
        if child in (subjects or gerunds):
            for one in conjuncts(child):
                yield from (c for c in cores(one) if kind_of(c))
        for one in _added(child):
            yield from (c for c in cores(one) if kind_of(c))


def _added(token: Token) -> Iterator[Token]:
    for inner in (token, *token.children, *(g for c in token.children for g in c.children)):
        if inner.dep_ == "prep" and inner.lower_ == "in":
            for noun in inner.children:
                if noun.lower_ == "addition":
                    yield from prepositional(noun, "to")


def _decider(verb: Token) -> Token | None:
    """ "has decided that …": whose decision it is."""
    above = verb.head
    decides = verb.dep_ == "ccomp" and lemma(above) in words("positions", "deciding")
    return subject(above) if decides else None


def in_turn(token: Token) -> Iterator[Condition]:
    """ "First negotiations about the causes, only then a truce." """
    if token.lower_ != "then":
        return
    sentence = token.sent
    firsts = [t for t in sentence if t.lower_ == "first" and t.i < token.i]
    only = token.i > sentence.start and token.nbor(-1).lower_ == "only"
    if not firsts or not (only or firsts[-1].dep_ != "amod"):
        return
    needed = next((t for t in token.doc[firsts[-1].i + 1 : token.i] if _is_proposal(t)), None)
    dependent = next((t for t in token.doc[token.i + 1 : sentence.end] if _is_proposal(t)), None)
    if needed is not None and dependent is not None:
        yield Condition("in_turn", token, dependent, needed)


def _is_proposal(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} and kind_of(token) is not None


def is_condition(token: Token) -> Iterator[Condition]:
    """ "Removing tariffs is an important condition to any deal." """
    if lemma(token) not in words("positions", "condition_nouns") or token.dep_ != "attr":
        return
    needed = next((c for c in token.head.children if c.dep_ in SUBJECTS), None)
    for one in prepositional(token, "to", "for", "of"):
        for dependent in cores(one):
            if kind_of(dependent) and needed is not None:
                yield Condition("is_condition", token, dependent, needed, None, demanded=True)


def on_condition(token: Token) -> Iterator[Condition]:
    """ "He is ready to meet the king on one condition: a lasting ceasefire." """
    if lemma(token) != "condition" or token.head.lower_ not in {"on", "under"}:
        return
    needed = [c for c in token.children if c.dep_ in {"appos", "acl", "ccomp", "relcl"}]
    needed += list(prepositional(token, "of"))
    verb = governor(token)
    for dependent, actor in _dependents(verb):
        for one in needed:
            yield Condition("on_condition", token, dependent, one, actor, demanded=True)


def in_exchange(token: Token) -> Iterator[Condition]:
    """ "The king would accept limits in exchange for the lifting of the embargo." """
    if lemma(token) not in EXCHANGES or token.head.lower_ != "in" or token.dep_ != "pobj":
        return
    verb = governor(token.head)
    for dependent, actor in _dependents(verb):
        for one in prepositional(token, "for"):
            if dependent not in (one, token):
                yield Condition("in_exchange", token, dependent, one, actor, demanded=True)


def conditional(token: Token) -> Iterator[Condition]:
    """ "The aid is conditional on reforms." """
    if lemma(token) not in words("positions", "condition_adjectives"):
        return
    noun = subject(governor(token)) if token.dep_ in {"acomp", "conj", "oprd"} else token.head
    if noun is None or not kind_of(noun):
        return
    links = [*prepositional(token, "on", "upon"), *prepositional(token.head, "on", "upon")]
    for needed in links:
        yield Condition("conditional", token, noun, needed, _decider(governor(token)))


RULES: tuple[Rule, ...] = (
    in_turn,
    without,
    subordinate,
    needed_first,
    requires,
    is_condition,
    on_condition,
    in_exchange,
    conditional,
)
