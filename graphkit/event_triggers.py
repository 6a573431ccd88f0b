"""Words that tell of an event of international politics: its kind, and whether it came about."""

from functools import cache

from spacy.tokens import Token

from graphkit.clauses import (
    NOMINAL,
    OBJECTS,
    auxiliaries,
    governor,
    is_conditional,
    is_infinitive,
    is_passive,
    negated,
    prepositional,
    text_of,
    timing,
)
from graphkit.knowledge.lexicons import first_words, lexicon, table, words
from graphkit.proposal_words import lemma
from schemas.events import EventKind, EventOutcome, EventStatus

NAMED = frozenset({"PERSON", "GPE", "NORP", "ORG", "LOC", "FAC"})


@cache
def trigger_lemmas() -> frozenset[str]:
    """The lemmas of all nouns and verbs that may tell of an event."""
    lists = (first_words("events", key) for key in ("nouns", "verbs", "verb_prepositions"))
    by_object = (table["verbs"] for table in lexicon("events")["verb_objects"].values())
    compounds = lexicon("events")["compounds"]
    return words("events", "welcoming").union(compounds, *by_object, *lists)


def noun_kind(token: Token) -> EventKind | None:
    """The kind of event that a noun names in its phrase; null for any other noun."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "nmod", "npadvmod"}:
        return None
    word, modifiers = lemma(token), _modifiers(token)
    for modifier, kind in lexicon("events")["compounds"].get(word, {}).items():
        if modifier in modifiers:
            return kind or None
    if word == "talk" and token.tag_ not in {"NNS", "NNPS"}:
        return None
    if word == "call" and not _is_phoned(token, modifiers):
        return None
    needed = lexicon("events")["only_with"].get(word)
    if word != "call" and needed and not modifiers & set(needed):
        return None
    if modifiers & words("events", "figurative"):
        return None
    return table("events", "nouns").get(word)  # type: ignore[return-value]


def _modifiers(token: Token) -> set[str]:
    found = {c.lower_ for c in token.children if c.dep_ in {"compound", "amod", "nmod"}}
    text = text_of(token.doc)[token.left_edge.idx : token.idx].lower()
    return found | {w for w in ("one-on-one", "face-to-face") if w in text}


def _is_phoned(token: Token, modifiers: set[str]) -> bool:
    """ "a phone call", "the call with the king"; not "the call for a truce", "his call to end"."""
    if modifiers & set(lexicon("events")["only_with"]["call"]):
        return True
    if any(True for _ in prepositional(token, "for", "on", "to")):
        return False
    if any(c.dep_ in {"acl", "xcomp"} for c in token.children):
        return False
    return any(True for _ in prepositional(token, "with", "between")) or any(
        c.ent_type_ == "DATE" for c in token.children
    )


def verb_kind(token: Token) -> EventKind | None:
    """The kind of event that a verb tells of with its objects; null for any other verb."""
    if token.pos_ != "VERB" or token.dep_ in {"amod", "compound"}:
        return None
    word = lemma(token)
    if word in words("events", "intransitive") and any(_is_shown(c) for c in token.children):
        return None
    if word == "meet" and _is_figurative(token):
        return None
    kind = (
        table("events", "verbs").get(word)
        or _by_object(token, word)
        or _by_preposition(token, word)
    )
    if kind is None and word in words("events", "welcoming") and welcomes_in_person(token):
        kind = "visit"
    return kind  # type: ignore[return-value]


def _is_figurative(meeting: Token) -> bool:
    """ "Met the deadline", "was met with doubt"."""
    things = words("events", "not_met")
    return is_passive(meeting) or any(lemma(c) in things for c in undergoers(meeting))


def _is_shown(child: Token) -> bool:
    """ "Demonstrated restraint", "demonstrate to Peru that": that is no protest."""
    return child.dep_ in {*OBJECTS, "ccomp"} or (child.lower_ == "to" and child.dep_ == "prep")


def undergoers(verb: Token) -> list[Token]:
    """Objects of an active verb, subjects of a passive one, the noun that a participle modifies."""
    if is_passive(verb):
        found = [c for c in verb.children if c.dep_ == "nsubjpass"]
        return found or (_modified(verb.head) if verb.dep_ == "acl" else [])
    return [c for c in verb.children if c.dep_ in OBJECTS]


def _modified(noun: Token) -> list[Token]:
    """The noun before a participle and those that it belongs to: "tariffs on goods imposed"."""
    found = [noun]
    while noun.dep_ in {"pobj", "prep"} and len(found) < 4:
        noun = noun.head
        if noun.pos_ in NOMINAL:
            found.append(noun)
    return found


def _by_object(verb: Token, word: str) -> str | None:
    for kind, lists in lexicon("events")["verb_objects"].items():
        if word in lists["verbs"]:
            for noun in undergoers(verb):
                if lemma(noun) in lists["objects"] and not noun_kind(noun):
                    return "military_exercise" if _at_nobody(verb) else str(kind)
    return None


def _at_nobody(verb: Token) -> bool:
    """A test: "fired a missile into the sea", "launched a rocket into space"."""
    aims = prepositional(verb, "in", "into", "off", "over", "toward", "towards")
    return any(
        lemma(aim) in words("events", "open_waters")
        or (lemma(aim) in words("events", "open_spaces") and not _is_somebodys(aim))
        for aim in aims
    )


def _is_somebodys(space: Token) -> bool:
    """ "Israeli air space", "the air over the capital"."""
    return any(t.ent_type_ in NAMED for t in space.subtree)


def _by_preposition(verb: Token, word: str) -> str | None:
    for child in verb.children:
        kind = table("events", "verb_prepositions").get(f"{word} {child.lower_}")
        if (
            kind
            and child.dep_ == "prep"
            and any(_is_party(t) for t in prepositional(verb, child.lower_))
        ):
            return kind
    return None


def _is_party(token: Token) -> bool:
    return (
        token.ent_type_ in NAMED
        or token.pos_ == "PRON"
        or token.lower_ in {"another", "one", "other"}
    ) and lemma(token) not in words("events", "not_parties")


def welcomes_in_person(verb: Token) -> bool:
    """ "welcomes the chancellor in Kyiv": people, and a place or a day with it, no "statement"."""
    leaders = words("events", "people")
    people = [t for t in undergoers(verb) if t.ent_type_ == "PERSON" or lemma(t) in leaders]
    if any(lemma(t) in words("bodies", "texts") for t in prepositional(verb, "in")):
        return False
    return bool(people) and any(c.lower_ in {"in", "at", "on", "to"} for c in verb.subtree)


def is_unreal(token: Token) -> bool:
    """Told as not having happened: "did not meet", "no talks"."""
    verb = governor(token)
    if verb.dep_ == "ccomp" and lemma(verb.head) in {"deny", "dispute", "refute"}:
        return True
    return negated(token) or (
        verb.pos_ in {"VERB", "AUX"} and _reaches(token, verb) and negated(verb)
    )


def _reaches(token: Token, verb: Token) -> bool:
    return token == verb or (token.head == verb and token.dep_ not in {"npadvmod", "advcl"})


def status(token: Token) -> EventStatus:
    """Whether it occurred, is planned, proposed, cancelled, or only thought of."""
    if token.pos_ in NOMINAL:
        found = _by_modifier(token)
        if found:
            return found
        if noun_kind(token) == "attack" and _is_known(token):
            return "occurred"
    return _by_clause(token)


def _is_known(noun: Token) -> bool:
    """ "the attack", "its strikes": spoken of as known to have been."""
    return any(c.dep_ == "poss" or c.lower_ in {"the", "this", "these"} for c in noun.children)


def _by_modifier(token: Token) -> EventStatus | None:
    for child in token.children:
        if child.dep_ in {"amod", "acl", "relcl"}:
            found = table("events", "status_adjectives").get(child.lower_)
            found = found or table("events", "status_verbs").get(_past_participle(child))
            if found:
                return found  # type: ignore[return-value]
    return None


def _past_participle(token: Token) -> str:
    wanted = token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VBN")
    return lemma(token) if wanted else ""


def _by_clause(token: Token) -> EventStatus:
    verb = governor(token)
    inside = token != verb and not (_is_told_to_end(token, verb) or _is_setting(token, verb))
    while verb.pos_ in {"VERB", "AUX"}:
        found = _of_verb(verb, inside=inside)
        if found:
            return found
        above = governor(verb.head) if verb.head != verb else verb
        if above == verb:
            break
        if verb.dep_ in {"advcl", "relcl"} and timing(verb) in {"past", "present"}:
            break
        inside, verb = verb.dep_ in {"xcomp", "ccomp", "pcomp", "acl", "dobj"}, above
    return "occurred"


def _is_told_to_end(noun: Token, verb: Token) -> bool:
    """Talks that "failed to end the siege" were held; not if they "failed to take place"."""
    ended = table("events", "outcomes").get(lemma(verb))
    begun = words("events", "coming_about")
    if any(c.dep_ == "xcomp" and lemma(c) in begun for c in verb.children):
        return False
    return ended is not None and noun.dep_ == "nsubj" and noun.head == verb


def _is_setting(noun: Token, verb: Token) -> bool:
    """Whatever was urged "at a conference", that was held."""
    at = noun.head
    return noun.dep_ == "pobj" and at.head == verb and at.lower_ in {"after", "at", "during"}


def _of_verb(verb: Token, *, inside: bool) -> EventStatus | None:
    """What this verb says of what lies below it; null where it leaves that open."""
    if is_conditional(verb):
        return "hypothetical"
    if _is_subjunctive(verb):
        return None
    if inside:
        named = lemma(verb)
        adjective = next((c.lower_ for c in verb.children if c.dep_ == "acomp"), "")
        found = table("events", "status_verbs")
        hit = found.get(named) or found.get(adjective)
        if hit and not (hit == "planned" and named == "agree" and timing(verb) == "past"):
            return hit  # type: ignore[return-value]
    return _of_tense(verb)


def _is_subjunctive(verb: Token) -> bool:
    """ "proposed that they resume talks": a bare form below a verb that puts forward."""
    above = table("events", "status_verbs").get(lemma(verb.head))
    return (
        verb.dep_ == "ccomp"
        and above in {"proposed", "planned"}
        and verb.tag_ in {"VB", "VBP"}
        and not auxiliaries(verb)
    )


def _of_tense(verb: Token) -> EventStatus | None:
    helpers = {a.lower_ for a in auxiliaries(verb)}
    tense = timing(verb)
    if tense == "future":
        return "planned"
    if tense == "modal":
        if "have" in helpers:
            return "hypothetical"
        return "proposed" if helpers & {"could", "should", "must", "may"} else "hypothetical"
    if tense in {"past", "present"}:
        return "occurred"
    return None if is_infinitive(verb) or verb.tag_ == "VBG" else "occurred"


def outcome(token: Token) -> EventOutcome | None:
    """How it ended, if the verb tells: "the talks failed", "the deal collapsed"."""
    verb = token.head
    if token.dep_ not in {"nsubj", "nsubjpass"} or timing(verb) != "past" or negated(verb):
        return None
    return table("events", "outcomes").get(lemma(verb))  # type: ignore[return-value]
