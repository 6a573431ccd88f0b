"""Reading a dependency parse: who governs a word, in which tense, with which subject.

Works on any spaCy pipeline with ClearNLP labels (`nsubj`, `dobj`, `relcl`, …), as English has.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from spacy.tokens import Doc, Token

from graphkit.knowledge.lexicons import words
from graphkit.language import TEXT
from graphkit.mentions import Span
from graphkit.quotation import CLOSING

type Timing = Literal["past", "present", "future", "modal"]

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj", "iobj", "dative", "attr", "oprd"})
AFTERTHOUGHTS = frozenset({"relcl", "appos", "punct", "cc", "conj", "advcl", "parataxis", "ccomp"})
CAUSATIVE = frozenset({"let", "make", "help", "see"})  # "let them return" is one phrase
SETTING_OFF = frozenset({",", "–", "—", "-", "…", "..."})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
NAMES = frozenset({"PERSON", "GPE", "NORP", "ORG"})
DEEPEST = 40  # clauses that are climbed for a subject: deeper is no sentence of a person
VERBAL = frozenset({"VERB", "AUX"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
SILENT = frozenset({"PUNCT", "SPACE", "DET", "NUM", "CCONJ", "PART", "SYM"})  # trigger no rule
_OPENING = {closing: opening for opening, closing in CLOSING.items()}


def text_of(doc: Doc) -> str:
    """The text of a document as it stands; the tokens have plain apostrophes."""
    known: str | None = doc.user_data.get(TEXT)
    if known is None:
        known = doc.user_data[TEXT] = doc.text
    return known


def tokens_in(doc: Doc, spans: Iterable[Span]) -> list[Token]:
    """The tokens that lie, wholly or in part, in these characters, span by span."""
    return [
        token
        for start, end in spans
        for token in doc.char_span(start, end, alignment_mode="expand") or ()
    ]


def places_in(doc: Doc, spans: Iterable[Span]) -> list[int]:
    """The indices of `tokens_in`, for who asks the columns of a document and not its tokens."""
    found = (doc.char_span(start, end, alignment_mode="expand") for start, end in spans)
    return [i for span in found if span is not None for i in range(span.start, span.end)]


def opens_with_infinitive(doc: Doc, spans: Iterable[Span]) -> bool:
    """Do these characters begin with "to" and a verb, whose subject then stands before them?"""
    return any(t.tag_ == "TO" for t in tokens_in(doc, spans)[:1])


def token_at(doc: Doc, start: int, end: int) -> Token | None:
    """The syntactic head among the tokens that lie in those characters; null if there are none."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def governor(token: Token) -> Token:
    """The nearest verb at or above the token; the root of the sentence if there is none."""
    while token.pos_ not in VERBAL and token.head != token:
        token = token.head
    return token


def auxiliaries(verb: Token) -> list[Token]:
    """Its auxiliaries, in order ("would", "have", "been"), shared ones of a coordination too."""
    while True:
        found = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
        above = verb.head
        shares = verb.dep_ == "conj" and above.pos_ in VERBAL and verb.tag_ == above.tag_
        if found or not shares or any(c.dep_ in SUBJECTS for c in verb.children):
            return found
        verb = above


def negated(token: Token) -> bool:
    """ "not", "never", "no longer" on the verb or its auxiliary, or "no" before the noun."""
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in {"never", "neither", "nobody"}:
            return True
        if child.lower_ == "no" and child.dep_ in {"det", "advmod", "nsubj", "intj"}:
            return True
        if child.dep_ == "advmod" and any(g.lower_ == "no" for g in child.children):
            return True
    return False


def is_infinitive(verb: Token) -> bool:
    """ "to meet": a verb with the particle, or the bare form below another verb."""
    return any(a.lower_ == "to" and a.tag_ == "TO" for a in auxiliaries(verb))


def timing(verb: Token) -> Timing | None:
    """The clause's tense or mood; null for what has none of its own (an infinitive, a gerund)."""
    helpers = auxiliaries(verb)
    lowered = [a.lower_ for a in helpers]
    if set(lowered) & words("clauses", "future_auxiliaries"):
        return "modal" if set(lowered) & {"would", "'d"} else "future"
    if set(lowered) & words("clauses", "modal_auxiliaries"):
        return "modal"
    if is_infinitive(verb):
        return None
    return _of_tags([*(a.tag_ for a in helpers), verb.tag_], lowered)


def _of_tags(tags: list[str], helpers: list[str]) -> Timing | None:
    if "VBD" in tags or set(helpers) & {"was", "were", "had", "did"}:
        return "past"
    if "VBN" in tags and set(helpers) & {"has", "have", "'ve", "having"}:
        return "past"
    if tags[-1] in {"VBZ", "VBP"} or set(helpers) & {"is", "are", "am", "'s", "'re", "do", "does"}:
        return "present"
    return None


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it, in the order of the text."""
    return sorted([token, *token.conjuncts], key=lambda t: t.i)


def subject(verb: Token) -> Token | None:
    """Who does it: the verb's own subject, or the one that it shares with the clause above.

    A relative pronoun gives its antecedent; an infinitive gives what controls it ("urged X to
    stop" → X; "X agreed to stop" → X); a participle gives the noun that it modifies.
    """
    at: Token | None = verb
    found: Token | None = None
    for _ in range(DEEPEST):
        if at is None:
            break
        own = next((c for c in at.children if c.dep_ in SUBJECTS), None)
        if own is not None:
            return antecedent(own, at) if own.tag_ in {"WP", "WDT"} else own
        found, at = _shared_subject(at)
    return found


def _shared_subject(verb: Token) -> tuple[Token | None, Token | None]:
    """The subject, or the verb above whose subject it is."""
    above = verb.head
    if above == verb:
        return None, None
    if verb.dep_ == "conj":
        return None, above if above.pos_ in VERBAL else None
    if verb.dep_ == "acl" and is_set_off(verb):
        return None, governor(above)
    if verb.dep_ in {"acl", "relcl"}:
        return _subject_of_modifier(verb, above), None
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and above.pos_ in {*VERBAL, "ADJ"}:
        return _controller(verb, above)
    if verb.dep_ == "pcomp" or (above.dep_ == "prep" and verb.dep_ == "pobj"):
        governing = governor(above)
        if lemma_in(governing, "object_of"):
            return next((c for c in governing.children if c.dep_ in OBJECTS), None), None
        return None, governing if governing.pos_ in VERBAL and governing != verb else None
    return None, None


def lemma_in(token: Token, key: str) -> bool:
    """Is the token's lemma in that list of the lexicon of clauses?"""
    return token.lemma_.lower() in words("clauses", key)


def is_set_off(participle: Token) -> bool:
    """ "It spoke with both sides … urging calm": who spoke urges.

    A text speaks for itself: "hailed a statement by Oslo, calling for calm".
    """
    first, noun = participle.left_edge.i, participle.head.lemma_.lower()
    if participle.tag_ != "VBG" or first == 0 or participle.doc[first - 1].text not in SETTING_OFF:
        return False
    return noun not in words("bodies", "texts") and noun not in words("reports", "telling_nouns")


def _subject_of_modifier(verb: Token, noun: Token) -> Token | None:
    """ "the envoy leading the talks" → envoy; "the king's efforts to get a deal" → king."""
    if noun.pos_ not in NOMINAL:
        return None
    if is_infinitive(verb):
        return next((c for c in noun.children if c.dep_ == "poss"), None)
    return noun if verb.tag_ == "VBG" else None


def _controller(verb: Token, above: Token) -> tuple[Token | None, Token | None]:
    if verb.dep_ == "xcomp" and lemma_in(above, "object_control"):
        objects = [c for c in above.children if c.dep_ in OBJECTS and c.i < verb.i]
        if objects:
            return objects[0], None
    if above.pos_ == "ADJ":
        return None, above.head if above.head.pos_ in VERBAL else None
    return None, above


def antecedent(pronoun: Token, verb: Token) -> Token:
    """The noun that a relative clause hangs on; the pronoun itself where there is none."""
    clause = verb
    while clause.dep_ in {"conj", "xcomp", "ccomp"} and clause.head != clause:
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else pronoun


def agent(verb: Token) -> Token | None:
    """The by-phrase of a passive or of a participle."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((g for g in child.children if g.dep_ == "pobj"), None)
    return None


def is_passive(verb: Token) -> bool:
    """ "was rejected", "the offer rejected by …"."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children):
        return True
    return verb.tag_ == "VBN" and (verb.dep_ == "acl" or _shares_passive(verb))


def _shares_passive(verb: Token) -> bool:
    return (
        verb.dep_ == "conj"
        and not any(c.dep_ in SUBJECTS for c in verb.children)
        and any(c.dep_ == "auxpass" for c in verb.head.children)
    )


def listed(token: Token) -> list[Token]:
    """The coordinated nouns; in a list of names also those that the parser put elsewhere.

    "spoke with A, President B, and C": a name follows a comma, and "and" comes before the last.
    """
    found = conjuncts(token) if token.dep_ != "conj" else [token]
    if token.ent_type_ not in NAMES:
        return found
    names, joined = [token], False
    at = _after_name(token)
    while at < len(token.doc) and token.doc[at].lower_ in {",", "and", "&"}:
        joined = joined or token.doc[at].lower_ in {"and", "&"}
        at += 1
        while at < len(token.doc) and token.doc[at].pos_ == "PROPN":
            last = token.doc[at]
            at += 1
            if last.ent_type_ == token.ent_type_ and _after_name(last) == at:
                names.append(last)
                break
    return sorted({*found, *names}, key=lambda t: t.i) if joined else found


def _after_name(token: Token) -> int:
    """The index after the entity that the token stands in."""
    at: int = token.i + 1
    while at < len(token.doc) and token.doc[at].ent_iob_ == "I":
        at += 1
    return at


def prepositional(token: Token, *prepositions: str) -> Iterator[Token]:
    """Objects of the token's phrases with one of those prepositions, coordinated ones too."""
    for child in token.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.lower_ in prepositions:
            for grandchild in child.children:
                if grandchild.dep_ in {"pobj", "pcomp"}:
                    yield from conjuncts(grandchild)


def inner(token: Token, *, within: bool = False) -> Iterator[Token]:
    """The token with what belongs to its phrase: no relative clause, apposition or afterthought.

    What is coordinated with the token itself stays out; below it coordinations are kept whole:
    "talks between A and B".
    """
    waiting = [(token, within)]
    while waiting:
        one, below = waiting.pop()
        yield one
        for child in one.children:
            joined = below and child.dep_ in {"conj", "cc", "punct"}
            before = child.dep_ == "punct" and child.i < one.i
            let = child.dep_ == "ccomp" and child.tag_ == "VB" and one.lemma_ in CAUSATIVE
            if joined or before or let or child.dep_ not in AFTERTHOUGHTS:
                waiting.append((child, True))


def phrase(token: Token) -> Span:
    """The characters of the token's own phrase, trimmed: no relative clause, no coordination."""
    return trimmed(sorted(inner(token), key=lambda t: t.i), around=token)


def name_phrase(token: Token) -> Span:
    """The characters of a noun phrase; after a name only "of …" belongs to it, not "on Monday"."""
    if token.pos_ != "PROPN":
        return phrase(token)
    kept = [t for t in inner(token) if t.i <= token.i or _is_of(t, token)]
    return trimmed(sorted(kept, key=lambda t: t.i), around=token)


def _is_of(token: Token, name: Token) -> bool:
    return any(c.lower_ == "of" and (c == token or c.is_ancestor(token)) for c in name.children)


def trimmed(tokens: Sequence[Token], around: Token) -> Span:
    """Characters of the contiguous run of those tokens that holds `around`, without edge marks."""
    chosen = {t.i for t in tokens}
    first = last = around.i
    doc = around.doc
    while first - 1 in chosen:
        first -= 1
    while last + 1 in chosen or (last + 2 in chosen and _is_quoting(doc[last + 1], first)):
        last += 1
    while first < around.i and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > around.i and (doc[last].is_punct or doc[last].is_space or doc[last].tag_ == "POS"):
        last -= 1
    if last + 1 < len(doc) and _closes(doc[last + 1], first):
        last += 1
    return doc[first].idx, doc[last].idx + len(doc[last])


def is_conditional(verb: Token) -> bool:
    """Does "if", "whether" or "unless" open its clause?"""
    return any(c.dep_ == "mark" and c.lower_ in {"if", "whether", "unless"} for c in verb.children)


def is_given_up(noun: Token) -> bool:
    """Is it what somebody drops: "dropped its demand", "backed down from its demand"?

    Not where it is negated, asked of him, a condition or merely possible: "refused to drop it".
    """
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ == "from":
        verb = verb.head
    elif noun.dep_ not in {"dobj", "nsubjpass"}:
        return False
    given_up = verb.lemma_ in words("positions", "giving_up") or any(
        f"{verb.lemma_} {c.lower_}" in words("positions", "giving_up_particles")
        for c in verb.children
        if c.dep_ in {"prt", "advmod"}
    )
    return given_up and _comes_true(verb)


def _comes_true(verb: Token) -> bool:
    """Is it told as a fact, or as what somebody agreed to do?"""
    while True:
        helped = {a.lower_ for a in auxiliaries(verb)}
        if negated(verb) or sets_terms(verb) or helped & {"could", "might", "may", "should"}:
            return False
        if verb.dep_ != "xcomp":
            return verb.tag_ != "VB" or bool(helped & {"will", "would", "'ll", "’ll"})
        verb = verb.head
        if verb.lemma_ not in words("positions", "undertaking"):
            return False


def ends_as_long_as(word: Token) -> bool:
    """The last word of "as long as they agree"."""
    return word.lower_ == "as" and word.i > 0 and word.nbor(-1).lower_ == "long"


def sets_terms(verb: Token) -> bool:
    """Is its clause a condition: "if", "whether", "unless" or "as long as they agree"?"""
    return is_conditional(verb) or any(
        c.dep_ == "mark" and ends_as_long_as(c) for c in verb.children
    )


def _is_quoting(mark: Token, first: int) -> bool:
    """A quotation mark in a phrase that begins with word `first`: it opens, or closes what did."""
    return mark.text in CLOSING or _closes(mark, first)


def _closes(mark: Token, first: int) -> bool:
    """Does the mark end a quotation that begins between word `first` and it?"""
    opening = _OPENING.get(mark.text)
    if opening is None:
        return False
    before = [t.text for t in mark.doc[first : mark.i]]
    if opening == mark.text:
        return before.count(opening) % 2 == 1
    return before.count(opening) > before.count(mark.text)
