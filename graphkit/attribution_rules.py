"""Attributions that the trained reader misses and grammar shows.

The reader was taught outermost attributions of political news: it knows little of what contents
report in turn, and of a few constructions. Each rule takes what is found and gives what is missing;
`PRECISION` says how often its pattern is annotated in PolNeAR train.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from graphkit.attribution.nesting import Attribution
from graphkit.clauses import FINITE, text_of, tokens_in
from graphkit.columns import columns
from graphkit.knowledge.lexicons import lexicon, words
from graphkit.mentions import Span
from graphkit.quotation import quoted_spans

SPOKEN = "turn in a quotation"  # its content is direct speech, though without marks
POSSESSED = "possessed noun"  # what it tells may be presupposed: "gave in to their demands"
PRECISION = {
    "as-clause": (38, 46),
    "clause in a content": (1600, 1656),
    SPOKEN: (0, 0),
    "quotation in a quotation": (0, 0),
    "coordinated cue": (76, 86),
    "participle": (71, 86),
    "signed quotation": (7, 8),
    POSSESSED: (29, 33),
}
"""(cue and source right, fired) of each rule's pattern where it is outermost, in 400 articles of
PolNeAR train. Those without a count are outside that corpus's guidelines: they are within a content
by nature."""
UNTRIED = 0.6  # confidence of a rule that no corpus measures
_SIGNED = re.compile(
    r"^(?P<content>[“\"][^\n]+[”\"])[ \t]*(?P<dash>[—–-])[ \t]*(?P<source>[A-Z][^\n]{2,80}?)\.?$",
    re.M,
)
HEDGES = frozenset({"VBP", "VB"})
FRONT = frozenset({"CCONJ", "ADV", "INTJ", "PUNCT", "SPACE", "SCONJ"})


@dataclass(frozen=True, slots=True)
class Ruled:
    """An attribution and the name of the rule that found it."""

    rule: str
    attribution: Attribution


def missed(doc: Doc, found: Sequence[Attribution], skip: Sequence[Span] = ()) -> Iterator[Ruled]:
    """What the rules add to what the reader found; no cue twice, none in a span of `skip`."""
    taken = {i for span in skip for i in range(*span)}
    taken |= {i for one in found for span in (*one.cue, *one.source) for i in range(*span)}
    known = list(found)
    for name, rule in RULES.items():
        for cue, source, content in rule(doc, known):
            if cue.idx in taken or not content:
                continue
            taken |= set(range(cue.idx, cue.idx + len(cue)))
            one = _attribution(cue, source, content, confidence(name))
            known.append(one)
            yield Ruled(name, one)


def confidence(rule: str) -> float:
    """The measured share of a rule's pattern that is right; UNTRIED where there is no measure."""
    right, fired = PRECISION[rule]
    return round((right + 1) / (fired + 2), 3) if fired else UNTRIED


type _Parts = tuple[Token, tuple[Span, ...], tuple[Span, ...]]  # cue, source, content
type _Rule = Callable[[Doc, Sequence[Attribution]], Iterator[_Parts]]


def _attribution(
    cue: Token, source: tuple[Span, ...], content: tuple[Span, ...], sure: float
) -> Attribution:
    return Attribution(
        cue=((cue.idx, cue.idx + len(cue)),),
        source=source,
        content=content,
        score=sure,
        validity=sure,
        confidence=sure,
    )


# --- the rules ------------------------------------------------------------------------------------


def as_clauses(doc: Doc, found: Sequence[Attribution]) -> Iterator[_Parts]:
    """ "As the treasurer has admitted, the fund is empty.": the rest of the sentence is content."""
    known, cues = columns(doc), lexicon("cues")
    if "as" not in known.lower:
        return
    for i, forms in enumerate(zip(known.lemma, known.lower, strict=True)):
        if cues.keys().isdisjoint(forms):
            continue
        verb = doc[i]
        if not _tells(verb) or (verb.pos_ != "VERB" and _named_before(verb) is None):
            continue
        opening, subject = verb.left_edge, _subject(verb)
        marked = opening.lower_ == "as" and opening in verb.children and opening.dep_ != "prep"
        objects = {c.lower_ for c in verb.children if c.dep_ in {"dobj", "ccomp", "xcomp", "attr"}}
        if marked and subject is not None and objects <= {"it"}:
            clause = (opening.idx, verb.right_edge.idx + len(verb.right_edge))
            yield verb, (_phrase(subject),), tuple(_around(clause, verb, found))


def clauses_in_contents(doc: Doc, found: Sequence[Attribution]) -> Iterator[_Parts]:
    """ "Marin said that the crew had warned her that it leaked.": a clause that reports another."""
    with_clause = _with_clause(doc)
    for one in found:
        for verb in tokens_in(doc, one.content):
            if verb.i not in with_clause:
                continue
            clause, subject = _clause_after(verb), _subject(verb)
            if verb.pos_ != "VERB" or clause is None or subject is None or _hedges(verb, subject):
                continue
            finite = _subject(clause) is not None
            if finite and _reports(verb) and subject.lower_ not in words("reports", "no_source"):
                first = min(clause.left_edge.idx, clause.idx)
                last = clause.right_edge.idx + len(clause.right_edge)
                content = _within((max(first, verb.idx + len(verb)), last), verb, one)
                yield verb, (_phrase(subject),), content


def participles(doc: Doc, found: Sequence[Attribution]) -> Iterator[_Parts]:
    """ "The palace said she had met both, stressing that time was short.": who does, says."""
    for verb in (doc[i] for i in sorted(_with_clause(doc))):
        if verb.tag_ != "VBG" or verb.dep_ != "advcl" or not _tells(verb):
            continue
        clause, subject = _clause_after(verb), _subject(_governor(verb, found))
        if clause is None or subject is None or _subject(clause) is None:
            continue
        nobody = subject.lower_ in words("reports", "no_source")
        if clause.left_edge.lower_ == "that" and not nobody:
            end = clause.right_edge.idx + len(clause.right_edge)
            yield verb, (_phrase(subject),), _within((clause.left_edge.idx, end), verb, None)


def _governor(participle: Token, found: Sequence[Attribution]) -> Token:
    """The verb whose subject it has: within what somebody said, not the one that said it."""
    above, place = participle.head, _at(participle)
    if any(above in tokens_in(above.doc, one.cue) and one.holds(place) for one in found):
        return next((c for c in above.children if c.dep_ == "ccomp"), above)
    return above


def turns_in_quotations(doc: Doc, found: Sequence[Attribution]) -> Iterator[_Parts]:
    """ "“And I asked, well, who ordered it?” Marin said.": talk told in talk, without marks."""
    tags = columns(doc).tag
    for one in found:
        for verb in tokens_in(doc, one.content):
            if tags[verb.i] != "VBD" or not _tells(verb):
                continue
            subject = _subject(verb)
            if subject is None:
                continue
            quotation = _quotation_of(verb)
            comma = next((t for t in doc[verb.i + 1 : verb.i + 3] if t.text == ","), None)
            before = doc[verb.sent.start : subject.left_edge.i]
            alone = all(t.pos_ in FRONT for t in before if quotation and t.idx > quotation[0])
            if quotation is None or comma is None or not alone or comma.i + 1 >= len(doc):
                continue
            if all(t in subject.subtree or t.dep_ in {"aux", "advmod", "neg"} or t.is_punct
                   for t in doc[subject.i : verb.i]):  # fmt: skip
                start = doc[comma.i + 1].idx
                end = min(quotation[1] - 1, verb.sent.end_char)
                yield verb, (_phrase(subject),), _stripped(doc, start, end)


def quotations_in_quotations(doc: Doc, found: Sequence[Attribution]) -> Iterator[_Parts]:
    """ "“I heard the president ask, quote, ‘Who signed it?’” the aide said.": marks in marks."""
    text = text_of(doc)
    for one in found:
        for start, end in one.content:
            for outer in quoted_spans(text, start, end):
                for a, b in quoted_spans(text[outer[0] + 1 : outer[1]], 0, 0):
                    inner = (outer[0] + 1 + a, outer[0] + 1 + b)
                    verb = _verb_before(doc, inner[0])
                    if verb is not None and verb.idx > outer[0]:
                        subject = _subject(verb)
                        if subject is not None and text[inner[0]] in "‘'“\"":
                            yield verb, (_phrase(subject),), (inner,)


def coordinated_cues(doc: Doc, found: Sequence[Attribution]) -> Iterator[_Parts]:
    """ "Peru opposes the levy and calls on both sides to drop it.": the second verb's content."""
    for one in found:
        for head in tokens_in(doc, one.cue):
            for verb in head.conjuncts if head.pos_ == "VERB" else ():
                same = verb.tag_ == head.tag_ and verb.i > head.i and _subject(verb) is None
                if not same or not _tells(verb) or one.holds(_at(verb)):
                    continue
                content = _complement(verb)
                if content is not None and one.source:
                    yield verb, one.source, _within(content, verb, None)


def possessed_nouns(doc: Doc, found: Sequence[Attribution]) -> Iterator[_Parts]:
    """ "Oslo yielded to Moscow’s demands to cut the cable.": a noun that tells, and whose it is."""
    known, telling = columns(doc), words("reports", "telling_nouns")
    for i, (pos, lemma) in enumerate(zip(known.pos, known.lemma, strict=True)):
        if pos != "NOUN" or lemma not in telling:
            continue
        noun = doc[i]
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        clause = next(
            (c for c in noun.children if c.dep_ in {"acl", "ccomp"} and c.i > noun.i), None
        )
        if owner is None or clause is None or owner.lower_ in words("reports", "no_source"):
            continue
        if any(c.tag_ == "TO" or c.lower_ == "that" for c in clause.children):
            end = clause.right_edge.idx + len(clause.right_edge)
            content = _within((clause.left_edge.idx, end), noun, None)
            yield noun, (_phrase(owner),), content


def signed_quotations(doc: Doc, _found: Sequence[Attribution]) -> Iterator[_Parts]:
    """A paragraph of its own: "“It was the longest night of my life.” — Marta Kovac, survivor"."""
    for line in _SIGNED.finditer(text_of(doc)):
        dash = doc.char_span(*line.span("dash"), alignment_mode="expand")
        source = doc.char_span(*line.span("source"), alignment_mode="expand")
        if dash and source and not any(token.tag_ in FINITE for token in source):
            yield dash[0], (line.span("source"),), (line.span("content"),)


RULES: dict[str, _Rule] = {
    "signed quotation": signed_quotations,
    "as-clause": as_clauses,
    POSSESSED: possessed_nouns,
    "coordinated cue": coordinated_cues,
    "participle": participles,
    "quotation in a quotation": quotations_in_quotations,
    SPOKEN: turns_in_quotations,
    "clause in a content": clauses_in_contents,
}


# --- words ----------------------------------------------------------------------------------------


def _row(verb: Token) -> dict[str, str] | None:
    cues = lexicon("cues")
    row: dict[str, str] | None = cues.get(verb.lemma_.lower(), cues.get(verb.lower_))
    return row


def _tells(verb: Token) -> bool:
    """Is it a verb for uttering something ("admit"), not for talking at large ("speak")?"""
    row = _row(verb)
    small = verb.lemma_.lower() in words("reports", "small_talk")
    return row is not None and row.get("class", "utterance") == "utterance" and not small


def _reports(verb: Token) -> bool:
    """May its finite clause be what somebody says or thinks? Not after "make" or "know"."""
    return _row(verb) is not None and verb.lemma_.lower() not in words("reports", "no_report")


def _hedges(verb: Token, subject: Token) -> bool:
    """A speaker's own "I think" or "I would say" is no statement of its own."""
    return subject.lower_ in {"i", "we"} and verb.tag_ in HEDGES


def _with_clause(doc: Doc) -> set[int]:
    """The words on which a complement clause hangs."""
    known = columns(doc)
    return {head for head, dep in zip(known.head, known.dep, strict=True) if dep == "ccomp"}


def _clause_after(verb: Token) -> Token | None:
    """The head of the complement clause behind a verb."""
    return next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)


def _subject(verb: Token) -> Token | None:
    own = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    return own or _named_before(verb)


def _named_before(verb: Token) -> Token | None:
    """The subject of a verb read as a noun: "As Le Monde notes,", "I heard Mr. Reyl ask,"."""
    name = verb.doc[verb.i - 1] if verb.i else None
    misread = verb.tag_ in {"NN", "NNS"} and verb.i + 1 < len(verb.doc)
    if name is None or not misread or verb.doc[verb.i + 1].text not in {",", ":"}:
        return None
    return name if name.dep_ == "compound" and name.pos_ == "PROPN" else None


def _verb_before(doc: Doc, at: int) -> Token | None:
    """The verb that introduces what begins here: "replied that", "ask, quote,", "told me,"."""
    mark = doc.char_span(at, at + 1, alignment_mode="expand")
    if mark is None:
        return None
    for token in reversed(doc[max(0, mark.start - 4) : mark.start]):
        verb = token.pos_ in {"VERB", "AUX"} or _named_before(token) is not None
        if verb and token.lower_ != "quote":
            return token if _tells(token) else None
        if token.text in {".", "!", "?", "”"}:
            return None
    return None


# --- spans ----------------------------------------------------------------------------------------


def _at(token: Token) -> Attribution:
    return _attribution(token, (), ((token.idx, token.idx + 1),), 1.0)


def _phrase(noun: Token) -> Span:
    """The noun phrase without what follows its first comma or its relative clause."""
    end = noun.i
    for token in noun.doc[noun.i + 1 : noun.right_edge.i + 1]:
        if token.text in {",", "(", "—", "–"} or token.dep_ == "relcl" or token.tag_ == "POS":
            break
        if token.tag_ in {"WP", "WDT"}:
            break
        end = token.i
    last = noun.doc[end]
    return noun.left_edge.idx, last.idx + len(last)


def _quotation_of(token: Token) -> Span | None:
    """The quotation that the word stands in."""
    spans = quoted_spans(text_of(token.doc), token.idx, token.idx + 1)
    return next((s for s in spans if s[0] <= token.idx < s[1]), None)


def _within(span: Span, cue: Token, holder: Attribution | None) -> tuple[Span, ...]:
    """The span without blanks and end marks, cut where the cue's quotation or its holder ends."""
    start, end = span
    end = min(end, cue.sent.end_char)
    quotation = _quotation_of(cue)
    if quotation is not None:
        end = min(end, quotation[1] - 1)
    if holder is not None:
        end = min(end, max(b for a, b in holder.content if a <= cue.idx))
    return _stripped(cue.doc, start, end)


def _stripped(doc: Doc, start: int, end: int) -> tuple[Span, ...]:
    text = text_of(doc)
    while start < end and text[start] in " \n\t,":
        start += 1
    while start < end and text[end - 1] in " \n\t,;.:":
        end -= 1
    return ((start, end),) if start < end else ()


def _around(clause: Span, cue: Token, found: Sequence[Attribution]) -> Iterator[Span]:
    """The sentence without the clause; of a sentence that is reported, what its content holds."""
    sentence = cue.sent
    bounds = (sentence.start_char, sentence.end_char)
    for one in found:
        for start, end in one.content:
            if start <= cue.idx < end:
                bounds = (max(bounds[0], start), min(bounds[1], end))
    yield from _stripped(cue.doc, bounds[0], clause[0])
    yield from _stripped(cue.doc, clause[1], bounds[1])


def _complement(verb: Token) -> Span | None:
    """What a verb says: its clause, its object, or what it calls for."""
    told = verb.lemma_ in words("reports", "telling")  # its object is who hears it
    said = {"ccomp", "xcomp", "oprd"} if told else {"ccomp", "xcomp", "oprd", "dobj"}
    for child in verb.children:
        if child.i > verb.i and child.dep_ in said:
            last = verb.right_edge
            return child.left_edge.idx, last.idx + len(last)
        if child.i > verb.i and child.dep_ == "prep" and verb.lemma_ == "call":
            first = next((c.left_edge for c in child.children if c.dep_ == "pobj"), None)
            return (first.idx, verb.right_edge.idx + len(verb.right_edge)) if first else None
    return None
