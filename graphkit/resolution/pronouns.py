"""What grammar tells of a pronoun: its number, whose clause it stands in, whether it refers."""

from spacy.tokens import Token

from graphkit.clauses import OBJECTS
from graphkit.knowledge.lexicons import words

SINGULAR = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
THIRD = SINGULAR | NEUTER | PLURAL
PRONOUNS = FIRST | THIRD | RELATIVE


def is_people(noun: Token) -> bool:
    """A noun for people, or for those who act together: "minister", "ministry"."""
    return noun.lemma_.lower() in words("people", "nouns")


def clause(token: Token) -> tuple[Token, ...]:
    """The verb that a pronoun hangs on, and the one above whose subject it shares.

    "Putin spoke with him", "Putin tried to reach him"; not "Putin said that it had cost him much",
    nor "Roa invited Berg to visit her".
    """
    verb = token.head if token.head.pos_ != "ADP" else token.head.head
    own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children) or (
        verb.dep_ in {"xcomp", "ccomp"} and any(c.dep_ in OBJECTS for c in verb.head.children)
    )
    return (verb,) if own else (verb, verb.head)


def number(token: Token) -> str:
    """A key of KINDS for a third-person pronoun."""
    if token.lower_ in SINGULAR:
        return "singular"
    return "neuter" if token.lower_ in NEUTER else "plural"


def antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun's clause hangs on."""
    if token.lower_ not in RELATIVE or token.tag_ not in {"WP", "WDT", "WP$", "IN"}:
        return None
    verb = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
    noun = verb.head if verb is not None and verb.head.i < token.i else None
    noun = _described(noun)
    if noun is None or token.tag_ == "WDT" or _may_be_who(noun):
        return noun
    nearest = next((t for t in reversed(token.doc[: token.i]) if not t.is_punct), token)
    return _described(nearest) if _may_be_who(nearest) and noun in nearest.ancestors else noun


def _described(noun: Token | None) -> Token | None:
    """Whom an apposition describes: "Ana Roa, the minister"; a "minister" describes no thing."""
    while noun is not None and noun.dep_ == "appos":
        if is_people(noun) and not _may_be_who(noun.head):
            break
        noun = noun.head
    return noun


def _may_be_who(noun: Token) -> bool:
    """A noun for people or a name: "no talks with officials who knew"."""
    return noun.pos_ == "PROPN" or is_people(noun)


def refers(token: Token) -> bool:
    """May "it" be a state or a body? As a subject or a possessor, and not "it was his duty to"."""
    if token.tag_ == "PRP$":
        return True
    verb = token.head
    if verb.lemma_ in {"appear", "seem", "happen", "turn"} or _passive_modal(verb):
        return False
    predicate = [c for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"}]
    clause = any(
        c.dep_ in {"ccomp", "xcomp", "csubj", "advcl"} for c in verb.children
    ) or any(
        g.dep_ in {"acl", "relcl"} and g.tag_ == "VB"  # "a mistake to think so"
        for c in predicate if c.pos_ == "NOUN" for g in c.children
    )  # fmt: skip
    return token.dep_ in {"nsubj", "nsubjpass"} and not (
        verb.lemma_ == "be" and clause and bool(predicate)
    )


def _passive_modal(verb: Token) -> bool:
    """What "could be arranged" is no state."""
    helpers = {c.dep_: c for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    return "auxpass" in helpers and "aux" in helpers


def verb_of(subject: Token) -> Token:
    """The verb of a subject, or of what it is coordinated with or stands beside."""
    while subject.dep_ in {"conj", "appos"}:
        subject = subject.head
    return subject.head


def is_embedded(token: Token) -> bool:
    """Is it the subject of a subordinate clause only ("enable leaders to understand")?"""
    verb = verb_of(token)
    while verb.dep_ in {"conj", "aux"}:
        verb = verb.head
    return verb.dep_ != "ROOT"


def is_subject(token: Token) -> bool:
    """A clause's subject, or coordinated with it, or beside it."""
    return token.dep_ in {"nsubj", "nsubjpass"} or (
        token.dep_ in {"conj", "appos"} and token.head.dep_ in {"nsubj", "nsubjpass"}
    )
