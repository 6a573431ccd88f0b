"""Rules that read an actor's relation to a proposal off verbs, nouns and adjectives.

Each rule takes one token, the trigger, and gives frames: relation, actor and complements. A frame
without actor is kept only where the speaker around it holds the position (`spoken`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Token

from graphkit.clauses import (
    DEEPEST,
    NOMINAL,
    OBJECTS,
    SILENT,
    SUBJECTS,
    agent,
    antecedent,
    auxiliaries,
    governor,
    is_conditional,
    is_given_up,
    is_infinitive,
    is_passive,
    negated,
    prepositional,
    subject,
    text_of,
)
from graphkit.columns import columns
from graphkit.knowledge.lexicons import first_words, table, words
from graphkit.mentions import PositionType
from graphkit.proposal_words import (
    PRONOUNS,
    cores,
    is_demandable,
    is_strong,
    kind_of,
    lemma,
    lemmas,
)

RELATIVES = frozenset({"that", "which", "whom", "what"})
WISHES = frozenset({"want", "like", "wish"})
FLIPPED: dict[PositionType, PositionType] = {
    "PROPOSES": "REJECTS",
    "SUPPORTS": "REJECTS",
    "OFFERS": "REJECTS",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A trigger with what it is about. No complement: the proposal spoken of before."""

    rule: str
    relation: PositionType
    trigger: Token
    complements: tuple[Token, ...]
    actor: Token | None
    spoken: bool = False
    scope: Token | None = None  # a further word that the evidence takes in


type Rule = Callable[[Token], Iterator[Frame]]


def frames(doc: Doc) -> Iterator[Frame]:
    """Every position that the rules find, once each trigger and complement."""
    asked, told, known = _asked(doc), columns(doc), lemmas(doc)
    triggered, needing = rules_by_lemma(), words("positions", "need_verbs")
    for i, word in enumerate(known):
        rules = triggered.get(word)
        if rules is None and told.dep[i] == "xcomp" and known[told.head[i]] in needing:
            rules = (necessity,)
        if not rules or told.pos[i] in SILENT or (i in asked and told.pos[i] != "NOUN"):
            continue
        yield from _frames_of(doc[i], rules)


def _asked(doc: Doc) -> set[int]:
    """The tokens of questions."""
    text = text_of(doc)
    return {
        i
        for s in doc.sents
        if text[s.start_char : s.end_char].rstrip(" ”\"'’\n").endswith("?")
        for i in range(s.start, s.end)
    }


def _frames_of(token: Token, rules: Sequence[Rule]) -> Iterator[Frame]:
    seen: set[int] = set()
    for rule in rules:
        for frame in rule(token):
            settled = _settled(frame)
            if settled is None:
                continue
            fresh = tuple(c for c in settled.complements if c.i not in seen)
            if fresh or not settled.complements:
                seen |= {c.i for c in fresh}
                yield replace(settled, complements=fresh)


def _settled(frame: Frame) -> Frame | None:
    """The frame after negation and mood; null where nobody takes the position."""
    if (frame.actor is None and not frame.spoken) or is_blocked(frame):
        return None
    frame = replace(frame, actor=_behind(frame.actor))
    if frame.actor is not None and (frame.actor.pos_ == "VERB" or kind_of(frame.actor)):
        return None
    if frame.actor is not None and any(c.lower_ == "no" for c in frame.actor.children):
        return None
    if _is_negated(frame.trigger):
        if frame.relation not in FLIPPED or frame.spoken:
            return None
        return replace(frame, relation=FLIPPED[frame.relation])
    return frame


def _behind(actor: Token | None) -> Token | None:
    """Whose words they are: of "the emir's response" the emir."""
    if actor is not None and lemma(actor) in words("positions", "vehicles"):
        return next((c for c in actor.children if c.dep_ == "poss"), actor)
    return actor


def _is_negated(trigger: Token) -> bool:
    copula = trigger.head if trigger.pos_ == "ADJ" and trigger.dep_ == "acomp" else trigger
    return negated(trigger) or negated(copula)


def is_blocked(frame: Frame) -> bool:
    """Hypothetical, asked, denied from above, wished of somebody else, or given up."""
    verb = governor(frame.trigger)
    if not frame.spoken and {a.lower_ for a in auxiliaries(verb)} & {"could", "might", "may"}:
        return True
    if frame.trigger.pos_ == "NOUN":
        return is_given_up(frame.trigger)
    return _is_embedded(verb)


def _is_embedded(verb: Token) -> bool:
    for _ in range(DEEPEST):
        if is_conditional(verb):
            return True
        above = verb.head
        if above == verb or verb.dep_ not in {"xcomp", "ccomp", "conj", "advcl"}:
            return False
        if verb.dep_ in {"xcomp", "ccomp"} and (
            negated(above) or above.lemma_ in words("positions", "blocked_above")
        ):
            return True
        verb = above
    return True


# Verbs.


def verb_object(token: Token) -> Iterator[Frame]:
    """ "The minister rejected the plan and welcomed the ceasefire." """
    relation = _particled(token) or table("positions", "verb_object").get(lemma(token))
    if relation is None or not _is_verb(token) or _is_necessary(token):
        return
    if is_passive(token):
        return
    found = [
        antecedent(c, token) if c.i < token.i and c.lower_ in RELATIVES else c
        for c in token.children
        if c.dep_ in OBJECTS
    ]
    if not found and token.dep_ == "relcl" and token.head.pos_ in NOMINAL:
        found = [token.head] if _own_subject(token) and not _is_under_which(token) else []
    yield _frame("verb_object", relation, token, found, subject(token))


def passive(token: Token) -> Iterator[Frame]:
    """ "The proposal was rejected by the ministry." """
    relation = _particled(token) or table("positions", "verb_object").get(lemma(token))
    if relation is None or not _is_verb(token) or not is_passive(token):
        return
    found = [c for c in token.children if c.dep_ == "nsubjpass"]
    if not found and token.dep_ == "acl":
        found = [token.head]
    yield _frame("passive", relation, token, found, agent(token))


def verb_preposition(token: Token) -> Iterator[Frame]:
    """ "The chancellor called for an immediate ceasefire." """
    if not _is_verb(token) or _is_necessary(token):
        return
    for child in token.children:
        if child.dep_ == "prep":
            relation = table("positions", "verb_preposition").get(f"{lemma(token)} {child.lower_}")
            if relation:
                found = [g for g in child.children if g.dep_ in {"pobj", "pcomp"}]
                yield _frame("verb_preposition", relation, token, found, subject(token))


def verb_infinitive(token: Token) -> Iterator[Frame]:
    """ "The government refused to renew the accord." """
    relation = table("positions", "verb_infinitive").get(lemma(token))
    if relation and _is_verb(token):
        found = [c for c in token.children if c.dep_ in {"xcomp", "ccomp"} and is_infinitive(c)]
        yield _frame("verb_infinitive", relation, token, found, subject(token))


def verb_gerund(token: Token) -> Iterator[Frame]:
    """ "The president proposed resuming direct talks." """
    relation = table("positions", "verb_gerund").get(lemma(token))
    if relation and _is_verb(token):
        found = [
            c for c in token.children if c.dep_ in {"xcomp", "ccomp", "dobj"} and c.tag_ == "VBG"
        ]
        yield _frame("verb_gerund", relation, token, found, subject(token))


def verb_someone_to(token: Token) -> Iterator[Frame]:
    """ "The council urged both sides to show restraint and resume talks." """
    if not _is_verb(token):
        return
    sure = lemma(token) in words("positions", "someone_to")
    if not sure and lemma(token) not in words("positions", "someone_to_if_proposal"):
        return
    found = [
        c
        for c in token.children
        if c.dep_ in {"xcomp", "ccomp", "advcl"} and is_infinitive(c) and _is_bidden(c, token)
    ]
    yield _frame("verb_someone_to", "DEMANDS", token, found, subject(token), sure=sure)


def _is_bidden(verb: Token, above: Token) -> bool:
    """Is it somebody else who shall do it? What shall not be done is no proposal."""
    if negated(verb):
        return False
    if verb.dep_ == "ccomp":
        return _own_subject(verb)
    between = [c for c in above.children if above.i < c.i < verb.i]
    return any(
        (c.dep_ in OBJECTS and not kind_of(c))
        or (c.dep_ == "prep" and c.lower_ in {"on", "to", "for"})
        for c in between
    )


def verb_clause(token: Token) -> Iterator[Frame]:
    """ "The premier demanded that the troops withdraw." """
    relation = table("positions", "that_clause").get(lemma(token))
    if relation and _is_verb(token):
        found = [c for c in token.children if c.dep_ == "ccomp" and _is_wished(c)]
        yield _frame("verb_clause", relation, token, found, subject(token), sure=True)


def _is_wished(verb: Token) -> bool:
    """Subjunctive ("that he resign", "that they be freed") or "should", "must"."""
    helpers = {a.lower_ for a in auxiliaries(verb)}
    if helpers & words("positions", "necessity"):
        return True
    bare = verb.tag_ in {"VB", "VBP"} and not helpers and not _is_of_themselves(verb)
    return _own_subject(verb) and (bare or (is_passive(verb) and helpers == {"be"}))


def _is_of_themselves(verb: Token) -> bool:
    """ "They insist that they give no arms" tells what they do, in the form of a wish."""
    above = verb.head
    plural = any(c.dep_ in SUBJECTS and c.lower_ in {"i", "they", "we"} for c in verb.children)
    not_done = negated(verb) or any(
        c.dep_ in OBJECTS and any(d.lower_ == "no" for d in c.children) for c in verb.children
    )
    state = not_done or lemma(verb) in words("clauses", "desire_verbs")
    return plural and state and lemma(above) == "insist" and above.tag_ in {"VBP", "VBZ"}


def wishes(token: Token) -> Iterator[Frame]:
    """ "The advisers would like to see the kingdom agree to large purchases." """
    if lemma(token) not in WISHES or not _is_verb(token):
        return
    for child in token.children:
        if child.dep_ == "xcomp" and lemma(child) in {"see", "have"}:
            found = [c for c in child.children if c.dep_ == "ccomp"]
            yield _frame("wishes", "DEMANDS", token, found, subject(token))
        elif child.dep_ == "xcomp" and is_infinitive(child) and lemma(token) != "like":
            found = [c for c in cores(child) if c.pos_ in NOMINAL]
            yield _frame("wishes", "SUPPORTS", token, found, subject(token))


# What the speaker holds to be necessary.


def advice(token: Token) -> Iterator[Frame]:
    """ "The republic should agree immediately." The speaker holds it, of what was spoken of."""
    relation = table("positions", "agreeing").get(lemma(token))
    if relation is None or not _is_necessary(token) or is_passive(token):
        return
    found = [c for c in token.children if c.dep_ in OBJECTS]
    found += list(prepositional(token, "to", "on"))
    frame = _frame("advice", relation, token, found, None)
    if not found or frame.complements:
        yield replace(frame, spoken=True)


def necessity(token: Token) -> Iterator[Frame]:
    """ "A truce must come first." "They will have to make a deal." The speaker demands it."""
    if not _is_verb(token):
        return
    helpers = {a.lower_ for a in auxiliaries(token)}
    if helpers & {"must", "should"} and lemma(token) in words("positions", "coming_about"):
        found = [c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"} and is_strong(c)]
        yield replace(_frame("necessity", "DEMANDS", token, found, None), spoken=True)
    needed = token.dep_ == "xcomp" and lemma(token.head) in words("positions", "need_verbs")
    if is_infinitive(token) and needed:
        found = [c for c in cores(token) if c.pos_ in NOMINAL]
        frame = _frame("necessity", "DEMANDS", token, found, None)
        yield replace(frame, spoken=True, scope=subject(token))


# Adjectives and nouns.


def adjective(token: Token) -> Iterator[Frame]:
    """ "The king is ready to host the talks and open to a deal." """
    relation = table("positions", "adjective").get(lemma(token))
    if relation is None or token.dep_ not in {"acomp", "conj", "ROOT", "oprd", "amod"}:
        return
    found = [c for c in token.children if c.dep_ in {"xcomp", "ccomp"} and is_infinitive(c)]
    found += list(prepositional(token, "to", "for", "of"))
    yield _frame("adjective", relation, token, found, subject(governor(token)))


def noun_of(token: Token) -> Iterator[Frame]:
    """ "The emir's rejection of the plan and his call for a truce stunned the council." """
    relation = table("positions", "noun_of").get(lemma(token))
    if relation is None or token.pos_ != "NOUN":
        return
    found = [c for c in token.children if c.dep_ in {"acl", "xcomp", "relcl"} and is_infinitive(c)]
    found += list(prepositional(token, "of", *_LINKS.get(relation, ())))
    yield _frame("noun_of", relation, token, found, holder(token))


_LINKS: dict[str, tuple[str, ...]] = {
    "REJECTS": ("to",),
    "SUPPORTS": ("for", "to"),
    "DEMANDS": ("for", "on"),
    "OFFERS": ("for",),
}


def possessed(token: Token) -> Iterator[Frame]:
    """ "The union's initiative for an end to hostilities", "a proposal from the emir"."""
    if lemma(token) not in words("positions", "possessed") or token.pos_ != "NOUN":
        return
    about = any(c.dep_ in {"prep", "acl", "relcl"} for c in token.children)
    if any(f.complements for f in noun_of(token)):
        return
    if about or token.dep_ in {"dobj", "pobj"}:
        yield Frame("possessed", "PROPOSES", token, (token,), _possessor(token))


def holder(noun: Token) -> Token | None:
    """Whose call, offer or rejection it is: who voices it, else the possessor, else by or from."""
    verb = noun.head
    if noun.dep_ == "dobj" and lemma(verb) in words("positions", "voicing"):
        return subject(verb)
    return _possessor(noun)


def _possessor(noun: Token) -> Token | None:
    found = next((c for c in noun.children if c.dep_ == "poss" and c.ent_type_ != "DATE"), None)
    found = found or next(prepositional(noun, "by", "from"), None)
    return found or next((c for c in noun.lefts if c.ent_type_ == "NORP"), None)


# Parts that rules share.


def _frame(
    rule: str,
    relation: str,
    trigger: Token,
    found: list[Token],
    actor: Token | None,
    *,
    sure: bool = False,
) -> Frame:
    """The frame with those complements that come down to a proposal; `sure` takes any verb."""
    complements = [
        core
        for one in found
        for core in cores(one)
        if kind_of(core)
        or core.lower_ in PRONOUNS
        or (sure and core.pos_ in {"VERB", "AUX"})
        or (relation == "DEMANDS" and is_demandable(core))
    ]
    return Frame(rule, relation, trigger, tuple(complements), actor)  # type: ignore[arg-type]


def _is_verb(token: Token) -> bool:
    return token.pos_ == "VERB" or (
        token.dep_ == "ROOT" and any(c.dep_ == "nsubj" for c in token.children)
    )


def _own_subject(verb: Token) -> bool:
    return any(
        c.dep_ in {"nsubj", "nsubjpass"} and c.tag_ not in {"WP", "WDT"} for c in verb.children
    )


def _is_under_which(verb: Token) -> bool:
    """ "A deal under which they would endorse the vote": the deal is not what they endorse."""
    return any(
        g.tag_ in {"WDT", "WP"} for c in verb.children if c.dep_ == "prep" for g in c.children
    )


def _is_necessary(verb: Token) -> bool:
    return any(a.lower_ in words("positions", "necessity") for a in auxiliaries(verb))


def _particled(token: Token) -> str | None:
    for child in token.children:
        if child.dep_ in {"prt", "advmod"}:
            relation = table("positions", "particle_verbs").get(f"{lemma(token)} {child.lower_}")
            if relation:
                return relation
    return None


RULES: Mapping[Rule, tuple[str, ...]] = {
    advice: ("agreeing",),
    verb_object: ("verb_object", "particle_verbs"),
    passive: ("verb_object", "particle_verbs"),
    verb_preposition: ("verb_preposition",),
    verb_infinitive: ("verb_infinitive",),
    verb_gerund: ("verb_gerund",),
    verb_someone_to: ("someone_to", "someone_to_if_proposal"),
    verb_clause: ("that_clause",),
    wishes: (),
    necessity: ("coming_about",),
    adjective: ("adjective",),
    noun_of: ("noun_of",),
    possessed: ("possessed",),
}
"""The rules in their order, with the lists of the lexicon whose words set them off: those of
`wishes` are `WISHES`, and `necessity` is also set off by the verb above (`need_verbs`)."""


@cache
def rules_by_lemma() -> Mapping[str, tuple[Rule, ...]]:
    """The rules that a token of a lemma may set off, in their order."""
    found: dict[str, tuple[Rule, ...]] = {}
    for word in {word for rule in RULES for word in _triggers(rule)}:
        rules = (r for r in RULES if r is necessity or word in _triggers(r))
        found[word] = tuple(rules)
    return found


def _triggers(rule: Rule) -> Iterable[str]:
    if rule is wishes:
        return WISHES
    return frozenset(w for key in RULES[rule] for w in first_words("positions", key))
