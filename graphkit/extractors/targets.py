"""The speaker's stance towards what a statement is about.

Two sources: the cue ("condemned", "praised") for what it governs, and the predicates that the
content puts on the target ("X will issue ultimatums"), with negation. Everything else is neutral,
as it is in most news.
"""

from collections.abc import Container, Iterator
from functools import cache

from spacy.tokens import Token

from graphkit.deeds import is_deed, is_ill, is_suffered
from graphkit.knowledge.lexicons import lexicon, words
from schemas.relations import Stance

ENOUGH = (
    0.5  # least |score| for a stance; chosen on the gold articles' agreement, see docs/quality.md
)
NEGATING = frozenset({"neg", "det", "advmod", "preconj", "aux"})
CLAUSES = frozenset({"ccomp", "acl", "advcl"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})
FIRST = frozenset({"i", "my", "our", "we"})
OBJECTS = frozenset({"dative", "dobj"})
CONTROLLED = frozenset({"ccomp", "xcomp"})
UNGOVERNED = frozenset({"nsubj", "nsubjpass", "relcl", "advcl", "ccomp"})


def stance(
    target: Token, *, polarity: float, denied: bool = False, ours: Container[int] = ()
) -> tuple[Stance, float]:
    """(stance, score in [-1, 1]) towards the noun phrase whose head is `target`.

    `polarity` is what the cue says of the target (`carried`). What a content says of its targets is
    not the speaker's view where he denies it (`denied`); praise that is doubted is criticism,
    criticism that is doubted is none. `ours` are the words for himself and for his state.
    "Macron condemned Russia" → negative, -1; "Macron doubts that Russia will help" → negative, -1.
    """
    score = polarity
    if abs(score) < ENOUGH and not denied:
        said = sum(_said_of(target)) + sum(_tied(target, ours))
        score = max(-1.0, min(1.0, score + (-max(said, 0.0) if _is_doubted(target) else said)))
    if score <= -ENOUGH:
        return "negative", round(score, 2)
    return ("positive", round(score, 2)) if score >= ENOUGH else ("neutral", round(score, 2))


def carried(polarity: float, target: Token, cue: Container[int]) -> float:
    """What a cue of this polarity says of a target in what it governs; `cue` are its tokens.

    "Condemned Russia's strikes on Ukraine": of Russia, not of Ukraine. "Backed sanctions on Iran"
    is against Iran, "opposed the arrest of a priest" not against him. A clause is not governed.
    """
    below = target
    for token in (target, *target.ancestors):
        if token.i in cue:
            return polarity
        if token.dep_ == "prep":
            polarity = _through(polarity, token, cue)
        if polarity < 0 and token.dep_ == "poss" and is_suffered(token.head):
            return 0.0  # "regret over his death"
        told = token.pos_ == "VERB" and not _is_done_by(token, below)
        if polarity == 0 or token.dep_ in UNGOVERNED or told:
            return 0.0
        below = token
    return 0.0


def _is_done_by(participle: Token, by: Token) -> bool:
    """ "The step taken by Oslo", for which it is to blame; not "a plan criticised by Oslo"."""
    return participle.dep_ == "acl" and by.dep_ == "agent" and valence(participle) == 0


def _through(polarity: float, preposition: Token, cue: Container[int]) -> float:
    """What is left of it for what stands after a preposition."""
    word, above = preposition.lower_, preposition.head
    if above.i in cue:
        acted_on = next((c for c in above.children if c.dep_ == "dobj" and c.i not in cue), None)
        if acted_on is None or (above.lemma_, word) == ("blame", "on"):
            return polarity
        above = acted_on
    noun, of_it = above.lemma_.lower(), above == preposition.head
    if noun in lexicon("stance")["feelings"]:
        return polarity
    if is_ill(above) and word != "by":
        return -polarity if polarity > 0 else 0.0
    given = word in {"to", "for"} and noun in words("stance", "benefits")
    return polarity if given or (of_it and word in {"by", "of"}) else 0.0


def _is_doubted(target: Token) -> bool:
    """Does it stand in what somebody doubts ("doubts that …", not "has no doubt that …")?"""
    above = (token.head for token in (target, *target.ancestors) if token.dep_ in CLAUSES)
    return any(
        _doubts(word)
        for verb in above
        for word in (verb, *(c for c in verb.children if c.dep_ == "acomp"))
    )


def _doubts(token: Token) -> bool:
    if token.lemma_.lower() not in words("stance", "doubts"):
        return False
    around = {token.head.lower_, *(c.lower_ for c in token.children)}
    return around.isdisjoint(words("stance", "shifters") | words("stance", "undoubting"))


def _said_of(target: Token) -> Iterator[float]:
    """Valences of the words that the content predicates of the target, or of what it does."""
    yield from (valence(c) for c in target.children if c.dep_ == "amod")
    yield from (_described(c) for c in target.children if c.dep_ == "appos")
    if _does(target):
        yield from _of_deed(target.head)
    if target.dep_ == "pobj" and target.head.lower_ == "by":
        yield _done(target.head.head)
    if target.dep_ in OBJECTS and target.head.lemma_.lower() in words("stance", "naming"):
        for child in (c for c in target.head.children if c.i > target.i):
            yield from _complement(target.head, child, named=True)
    if target.dep_ in SUBJECTS:
        yield -1.0 if _is_blamed(target.head) else sum(_predicated(target.head))


def _of_deed(noun: Token) -> Iterator[float]:
    """What a deed, and what is said of it, say of its doer.

    An ill one stays one where it is to be stopped: "help stop Oslo's aggression".
    """
    if noun.lemma_ not in words("stance", "relations"):
        negated = any(c.lower_ in words("stance", "shifters") for c in noun.children)
        own = valence(noun)
        yield own * (not negated) if own < 0 else _signed(noun)
    if is_deed(noun):
        yield from _said_of(noun)


def _does(target: Token) -> bool:
    """Is the noun after it what it has or does? "China's policy", "Chinese policy", "EU policy".

    "The Ukraine war", "the Armenian genocide" and "the mayor's arrest" are not theirs.
    """
    if target.dep_ == "compound":
        return target.text.isupper() and is_deed(target.head)
    return target.dep_ in {"amod", "poss"} and not is_suffered(target.head)


def _tied(target: Token, ours: Container[int]) -> Iterator[float]:
    """What "we have close relations with X" and "our strained ties with X" say of X."""
    noun = target.head.head
    with_it = target.dep_ == "pobj" and target.head.lower_ == "with"
    if not with_it or noun.lemma_.lower() not in words("stance", "ties"):
        return
    subjects = (c for verb in noun.ancestors for c in verb.children if c.dep_ in SUBJECTS)
    if any(t.i in ours or t.lower_ in FIRST for t in (*noun.children, *subjects)):
        kinds = {c.lower_ for c in noun.children if c.dep_ == "amod"}
        yield 1.0 * bool(kinds & words("stance", "close")) - bool(kinds & words("stance", "cool"))


def _is_blamed(predicate: Token) -> bool:
    """ "holds Latvia responsible for the raid"."""
    held = predicate.dep_ == "ccomp" and predicate.head.lemma_ == "hold"
    return held and predicate.lower_ in {"accountable", "liable", "responsible"}


def _predicated(verb: Token) -> Iterator[float]:
    """What a clause says of its subject: its verb, complements and coordinated verbs."""
    if verb.dep_ == "relcl":
        return
    for clause in (verb, *(c for c in verb.children if _same_subject(c))):
        passive = _is_passive(clause)
        if not passive:
            yield _done(clause)
            yield from _manner(clause)
        named = passive and clause.lemma_.lower() in words("stance", "naming")
        for child in clause.children:
            yield from _complement(clause, child, named=named)


def _is_passive(verb: Token) -> bool:
    """By its own auxiliary, or by that of the verb which it is coordinated with.

    `clauses.is_passive` goes by the label of the subject too, which a verb of refusing may bear.
    """
    shared = verb.dep_ == "conj" and verb.tag_ == "VBN"
    return any(c.dep_ == "auxpass" for c in verb.children) or (shared and _is_passive(verb.head))


def _same_subject(clause: Token) -> bool:
    """A coordinated or infinitive clause without a subject of its own."""
    verbal = clause.dep_ in {"conj", "xcomp"} and clause.pos_ in {"VERB", "AUX"}
    return verbal and not any(c.dep_ in SUBJECTS for c in clause.children)


def _done(verb: Token) -> float:
    """What a deed says of its doer; what he thinks of others is no praise or blame of him."""
    return 0.0 if verb.lemma_.lower() in words("stance", "judging") else _signed(verb)


def _manner(clause: Token) -> Iterator[float]:
    """How it is done: "falsely accused", "bravely defended"; not how it is not done."""
    if not _shifted(clause):
        manners = (c for c in clause.children if c.dep_ == "advmod" and c.lower_.endswith("ly"))
        yield from map(valence, manners)


def _complement(clause: Token, child: Token, *, named: bool) -> Iterator[float]:
    """What "is a reliable partner", "has shown restraint", "see it as a disgrace" say.

    `named`: of whom a verb of naming has for its object, or for the subject of its passive.
    """
    verb, word = clause.lemma_.lower(), child.lemma_.lower()
    blamed = word == "responsible" or (verb, word) == ("bear", "responsibility")
    if blamed and (thing := _for_what(child)) is not None:
        yield -1.0 * (_is_harm(thing) and not _shifted(clause))
        return
    sign = -1.0 if _shifted(clause) else 1.0
    of_another = not named and any(c.dep_ in OBJECTS for c in clause.children)
    carried = child.dep_ == "dobj" and (named or verb in words("stance", "carriers"))
    if child.dep_ in {"acomp", "attr"} or carried or (child.dep_ == "oprd" and not of_another):
        yield sign * _described(child)
    if child.dep_ == "prep" and child.lower_ == "as" and not of_another:
        nouns = [n for c in child.children for n in (c, *c.children) if n.dep_ != "prep"]
        yield sum(valence(n) for n in nouns)
    if not _is_passive(clause):
        yield from (sign * own for own in _idioms(clause, child))


def _idioms(clause: Token, child: Token) -> Iterator[float]:
    """What "crossed a red line", "kept its word", "on the pretext of" say of who did it."""
    verb, word = clause.lemma_.lower(), child.lemma_.lower()
    said = {word, *(f"{c.lower_} {word}" for c in child.children if c.dep_ in {"advmod", "amod"})}
    for idioms, own in ((lexicon("stance")["faults"], -1.0), (lexicon("stance")["merits"], 1.0)):
        if not said.isdisjoint(idioms.get(verb, ())):
            yield own
    if child.dep_ == "prep" and child.lower_ in {"on", "under"}:
        pretexts = words("stance", "pretexts")
        yield from (-1.0 for c in child.children if c.lemma_.lower() in pretexts)


def _for_what(blame: Token) -> Token | None:
    """ "Responsible for the crash": for something, unlike "a responsible partner"."""
    prepositions = (c for c in blame.children if c.lower_ == "for")
    return next((c for p in prepositions for c in p.children), None)


def _is_harm(thing: Token) -> bool:
    """Is one to blame for it? "Responsible for trade" is a duty."""
    return valence(thing) < 0 or is_ill(thing)


def _described(noun: Token) -> float:
    """ "A menace", "a reliable partner", "a rogue state"; not "an aide responsible for files"."""
    kinds = (c for c in noun.children if c.dep_ == "amod" and _for_what(c) is None)
    names = (c for c in noun.children if c.dep_ == "compound")
    said = sum(map(valence, kinds)) + sum(min(0.0, valence(c)) for c in names)
    return valence(noun) or said


def _signed(token: Token) -> float:
    return valence(token) * (-1.0 if _shifted(token) else 1.0)


def _shifted(token: Token) -> bool:
    """Negated ("isn't shutting the door"), or what a verb like "stop" or "avoid" governs."""
    negated = any(
        c.dep_ in NEGATING and c.lower_ in words("stance", "shifters") for c in token.children
    )
    above = token.head
    governed = token.dep_ in {"xcomp", "pcomp", "dobj"} and not _should_cease(above)
    return negated or (governed and above.lemma_.lower() in words("stance", "shifters"))


def _should_cease(verb: Token) -> bool:
    """Who "must stop shelling" shells."""
    if verb.lemma_.lower() not in words("stance", "ceasing"):
        return False
    told = verb.dep_ in CONTROLLED and verb.head.lemma_.lower() in words("stance", "demanding")
    return told or any(c.lower_ in words("stance", "obliging") for c in verb.children)


def valence(token: Token) -> float:
    """-1, 0 or 1 by the lexicon, for the word or its lemma."""
    table = _valences()
    word = token.lower_
    return table[word] if word in table else table.get(token.lemma_.lower(), 0.0)


@cache
def _valences() -> dict[str, float]:
    scored = (("positive", 1.0), ("negative", -1.0), ("neutral", 0.0))
    return {word: score for name, score in scored for word in lexicon("stance")[name]}
