"""Attributions: the spans of the trained reader, with what the cue and the clause say of them.

The reader (`graphkit.attribution`) finds cue, source and content; here they get kind, class, act,
modality, polarity, addressee and platform.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from graphkit.attribution.nesting import Attribution
from graphkit.attribution.reader import AttributionReader
from graphkit.clauses import text_of, tokens_in
from graphkit.knowledge.lexicons import lexicon
from graphkit.mentions import AttributionMention
from graphkit.mentions import Span as Characters
from graphkit.quotation import quoted_spans
from schemas.statements import Act, Modality, StatementClass, StatementKind

RULE = "encoder"
_WORD = re.compile(r"\w+")
_RELATIVE = frozenset({"WDT", "WP", "WRB"})
FUTURE = frozenset({"will", "would", "could", "might", "may", "shall", "'ll", "’ll", "should"})
ADDRESSED = frozenset(
    {
        "tell",
        "inform",
        "assure",
        "reassure",
        "remind",
        "notify",
        "brief",
        "advise",
        "ask",
        "urge",
        "warn",
        "promise",
        "order",
        "persuade",
        "beg",
        "invite",
        "encourage",
        "press",
        "implore",
    }
)


def attributions(
    doc: Doc, reader: AttributionReader, skip: Sequence[Characters] = ()
) -> list[AttributionMention]:
    """The attributions of a text in the order of their cues; `parent` indexes this list.

    "'We are ready,' the minister told reporters" → direct, claim, addressed to "reporters".
    """
    mentions = [_typed(doc, found) for found in _telling(doc, reader.read(doc, skip=skip))]
    return [_wished(doc, mention, mentions) for mention in mentions]


def _telling(doc: Doc, found: Sequence[Attribution]) -> list[Attribution]:
    """Those whose content says something: not only "which" in "which the envoy denied"."""
    told = [
        any(t.tag_ not in _RELATIVE and t.is_alpha for t in tokens_in(doc, one.content))
        for one in found
    ]
    kept = {i: n for n, i in enumerate(i for i, said in enumerate(told) if said)}
    return [
        replace(found[i], parent=kept.get(_above(i, found, kept)), source=_source(doc, found[i]))
        for i in kept
    ]


def _above(i: int, found: Sequence[Attribution], kept: Container[int]) -> int:
    """The nearest attribution around this one that is kept; -1 if there is none."""
    parent = found[i].parent
    while parent is not None and parent not in kept:
        parent = found[parent].parent
    return -1 if parent is None else parent


def _source(doc: Doc, one: Attribution) -> tuple[Characters, ...]:
    """The source without the "what" of "in what the envoy called a mistake"."""
    spans = []
    for start, end in one.source:
        phrase = tokens_in(doc, [(start, end)])
        if len(phrase) > 1 and phrase[0].tag_ in {"WP", "WDT"} and phrase[1].dep_ != "relcl":
            start = phrase[1].idx if phrase[0].lower_ == "what" else start
        spans.append((start, end))
    return tuple(spans)


def _wished(
    doc: Doc, mention: AttributionMention, mentions: Sequence[AttributionMention]
) -> AttributionMention:
    """What somebody asks another to say is not said yet: "demanded that Russia accept"."""
    if mention.parent is None or mention.modality != "asserted":
        return mention
    head = _cue_head(tokens_in(doc, mention.cue))
    bare = head is not None and head.tag_ == "VB"
    asked = mentions[mention.parent].act in {"demand", "urge", "ask", "offer"}
    return replace(mention, modality="hypothetical") if bare and asked else mention


def _typed(doc: Doc, found: Attribution) -> AttributionMention:
    cue = tokens_in(doc, found.cue)
    head = _cue_head(cue)
    act, class_, polarity = _sense(cue, head)
    return AttributionMention(
        cue=found.cue,
        source=found.source,
        content=found.content,
        kind=kind_of(doc, found.content),
        class_=class_,
        act=act,
        modality=_modality(head) if head is not None else "asserted",
        polarity=polarity,
        confidence=round(found.confidence, 4),
        rule=RULE if not found.depth else f"{RULE}, within a content ({found.depth})",
        parent=found.parent,
        addressee=tuple(_addressees(doc, found, head)),
    )


# --- kind ---------------------------------------------------------------------------------------


def kind_of(doc: Doc, content: Sequence[Characters]) -> StatementKind:
    """Direct: every word between quotation marks; indirect: none; mixed: some.

    Marks are matched within their paragraph; a paragraph that opens one may leave it open, since a
    quotation runs on in the next.
    """
    text = text_of(doc)
    inside = outside = False
    for start, end in content:
        quoted = quoted_spans(text, start, end)
        if not quoted:
            outside = outside or _WORD.search(text, start, end) is not None
            continue
        for word in _WORD.finditer(text, start, end):
            if any(a <= word.start() < b for a, b in quoted):
                inside = True
            else:
                outside = True
    if inside and outside:
        return "mixed"
    return "direct" if inside else "indirect"


# --- act, class, modality -----------------------------------------------------------------------


def _cue_head(cue: list[Token]) -> Token | None:
    """The word of the cue that carries its meaning: the verb that governs, else the noun."""
    wordy = [t for t in cue if t.is_alpha and t.pos_ not in {"AUX", "PART", "DET", "PRON"}]
    known = [t for t in wordy if _key(t) in lexicon("cues")]
    for pool in ([t for t in known if t.pos_ == "VERB"], known, wordy):
        if pool:
            return min(pool, key=lambda t: (len(list(t.ancestors)), t.i))
    return cue[0] if cue else None


def _key(token: Token) -> str:
    cues = lexicon("cues")
    return next(
        (form for form in (token.lemma_.lower(), token.lower_) if form in cues),
        token.lemma_.lower(),
    )


def _sense(cue: list[Token], head: Token | None) -> tuple[Act, StatementClass, float]:
    """Act, class and polarity of the cue's head; a cue of punctuation alone is a claim."""
    if head is None:
        return "claim", "utterance", 0.0
    row = lexicon("cues").get(_key(head), {})
    act: Act = row.get("act", "other" if head.pos_ == "NOUN" else "claim")
    class_: StatementClass = row.get("class", "utterance")
    if any(t.lower_ == "according" for t in cue):
        return "claim", "utterance", 0.0
    if head.lemma_ == "call" and _next_word(head) in {"for", "on", "upon"}:
        act = "urge"
    return act, class_, _polarity(head, act)


def _next_word(head: Token) -> str:
    """The word after the verb, adverbs left out: "called again for"."""
    following = (t for t in head.doc[head.i + 1 : head.i + 4] if t.pos_ != "ADV")
    return next((t.lower_ for t in following), "")


def _polarity(head: Token, act: Act) -> float:
    by_word = lexicon("stance")["cues"].get(head.lemma_.lower())
    return float(by_word if by_word is not None else lexicon("stance")["acts"].get(act, 0.0))


def _modality(head: Token) -> Modality:
    """Denied: "did not say"; hypothetical: "he'll accuse them", "if the country would announce"."""
    verb = head if head.pos_ in {"VERB", "AUX"} else head.head
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if any(c.dep_ == "neg" for c in verb.children) or _never(verb):
        return "denied"
    if auxiliaries & FUTURE and not _politely(verb):
        return "hypothetical"
    conditional = any(
        c.dep_ == "mark" and c.lower_ in {"if", "whether", "unless"} for c in verb.children
    )
    return "hypothetical" if conditional else "asserted"


def _never(verb: Token) -> bool:
    subject_negated = any(
        c.dep_ in {"nsubj", "nsubjpass"}
        and (
            c.lower_ in {"nobody", "none"} or any(d.lower_ in {"no", "neither"} for d in c.children)
        )
        for c in verb.children
    )
    return subject_negated or any(c.lower_ in {"never", "hardly"} for c in verb.children)


def _politely(verb: Token) -> bool:
    """A wish that is uttered, not a prediction: "would like to see", "would prefer"."""
    return verb.lemma_ in {"like", "prefer", "love", "want", "hope", "welcome"}


# --- addressee ----------------------------------------------------------------------------------


def _addressees(doc: Doc, found: Attribution, head: Token | None) -> Iterator[Characters]:
    """The noun phrases in "told lawmakers", "urged Kyiv to agree", "said to reporters"."""
    if head is None or head.pos_ != "VERB":
        return
    source = {i for a, b in found.source for i in range(a, b)}
    for child in head.children:
        phrase: Token | None = None
        if (child.dep_ == "dative" and child.pos_ in {"NOUN", "PROPN", "PRON"}) or (
            child.dep_ == "dobj" and head.lemma_ in ADDRESSED
        ):
            phrase = child
        elif (
            child.dep_ in {"prep", "dative"} and child.lower_ in {"to", "with"} and child.i > head.i
        ):
            phrase = (
                next((c for c in child.children if c.dep_ == "pobj"), None)
                if child.lower_ == "to"
                else None
            )
        elif child.dep_ in {"ccomp", "xcomp"} and head.lemma_ in ADDRESSED:
            phrase = next(
                (c for c in child.children if c.dep_ == "nsubj" and c.i < child.i and _to(child)),
                None,
            )
        if phrase is not None and phrase.idx not in source:
            yield from (noun_phrase(t) for t in (phrase, *phrase.conjuncts))


def _to(verb: Token) -> bool:
    return any(c.tag_ == "TO" for c in verb.children)


def noun_phrase(token: Token) -> Characters:
    """The characters of a noun with what stands before it: no relative clause, no coordination."""
    left = min(
        (c.left_edge.i for c in token.lefts if c.dep_ not in {"punct", "cc"}), default=token.i
    )
    span: Span = token.doc[left : token.i + 1]
    return span.start_char, span.end_char
