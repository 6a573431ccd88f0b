"""Attributions: the spans of the trained reader, with what the cue and the clause say of them.

The reader (`graphkit.attribution`) finds cue, source and content; here they get kind, class, act,
modality, polarity, addressee and platform.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from graphkit.attribution.nesting import Attribution, with_parents
from graphkit.attribution_filters import tells
from graphkit.attribution_rules import SPOKEN, missed
from graphkit.clauses import is_given_up, phrase, sets_terms, text_of, tokens_in
from graphkit.cues import FUTURE, cue_head, cue_key
from graphkit.knowledge.lexicons import lexicon, words
from graphkit.mentions import AttributionMention
from graphkit.mentions import Span as Characters
from graphkit.quotation import QUOTED, kind_of
from schemas.statements import Act, Modality, StatementClass

RULE = "encoder"
LED_IN = 2  # words that lead into an inner quotation: "me,", "that", "quote,"
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
    doc: Doc, read: Sequence[Attribution], skip: Sequence[Characters] = ()
) -> list[AttributionMention]:
    """The attributions of a text in the order of their cues; `parent` indexes this list.

    `read`: what the reader found in it; `skip`: what is no part of the article.

    "'We are ready,' the minister told reporters" → direct, claim, addressed to "reporters".
    """
    added = list(missed(doc, read, skip))
    rules = {one.attribution.cue: one.rule for one in added}
    every = with_parents([*read, *(one.attribution for one in added)])
    mentions = [_typed(doc, found, rules) for found in _telling(doc, every)]
    return _citing(doc, [_quoting(doc, _wished(doc, mention, mentions)) for mention in mentions])


def _telling(doc: Doc, found: Sequence[Attribution]) -> list[Attribution]:
    """Those that tell something."""
    telling = with_parents([one for one in found if tells(doc, one)])
    return [
        replace(
            one,
            source=_source(doc, one),
            content=_quoted_as_saying(doc, one) or _to_its_mark(doc, one),
        )
        for one in telling
    ]


def _quoted(doc: Doc, one: Attribution) -> Token | None:
    """Who "was quoted by Reuters as saying" it."""
    for verb in tokens_in(doc, one.cue):
        if verb.tag_ == "VBN" and verb.lemma_ in {"quote", "cite"}:
            return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    return None


def _quoted_as_saying(doc: Doc, one: Attribution) -> tuple[Characters, ...]:
    """What stands after "was quoted as saying"."""
    subject = _quoted(doc, one)
    if subject is None:
        return ()
    saying = next((t for t in doc[subject.i : subject.sent.end] if t.lower_ == "saying"), None)
    return one.content if saying is None else _after(doc, saying, one.content, one.place)


def _after(
    doc: Doc, saying: Token, content: Sequence[Characters], place: int
) -> tuple[Characters, ...]:
    """What stands after "saying", and before the cue's `place`: "“We won,” he was quoted as …"."""
    first = saying.idx + len(saying)
    spans = [(start, end) for start, end in content if end <= place]
    for start, end in content:
        if end > first and end > place:
            start = max(start, first)
            spans.append((start + _blank(doc, start, end), end))
    return tuple(span for span in spans if span[0] < span[1])


def _blank(doc: Doc, start: int, end: int) -> int:
    """How many characters there are blank, or a stop that ends what came before."""
    told = text_of(doc)[start:end]
    return len(told) - len(told.lstrip(" .,"))


def _to_its_mark(doc: Doc, one: Attribution) -> tuple[Characters, ...]:
    """Told within a quotation: its own marks bound it, but for a word or two before them.

    "“He told me, ‘I will never sign it,’ and left,” she recalled": from "‘I" up to "it,’".
    """
    text = text_of(doc)
    start, end = one.content[-1]
    line_end = text.find("\n", end)
    opening = text.find("‘", start, end)
    if len(one.content) > 1 or not one.depth or opening < 0:
        return one.content
    mark = QUOTED.match(text, opening, line_end if line_end >= 0 else len(text))
    few = len(text[start:opening].split()) <= LED_IN
    if mark is None or not few or "‘" in text[mark.end() : end]:
        return one.content
    return ((opening, mark.end()),)


def _source(doc: Doc, one: Attribution) -> tuple[Characters, ...]:
    """The source without the "what" of "in what the envoy called a mistake", or "as he said".

    Of "the minister was quoted by Reuters as saying" it is the minister.
    """
    if (subject := _quoted(doc, one)) is not None:
        return (phrase(subject),)
    spans = []
    for start, end in one.source:
        named = tokens_in(doc, [(start, end)])
        if len(named) > 1 and named[0].tag_ in {"WP", "WDT"} and named[1].dep_ != "relcl":
            start = named[1].idx if named[0].lower_ == "what" else start
        elif len(named) > 1 and named[0].lower_ == "as" and named[0].dep_ == "mark":
            start = named[1].idx
        if len(named) > 1 and named[-1].tag_ == "POS":  # "the general’s claim": the general
            end = named[-1].idx
        spans.append((start, end))
    return tuple(spans)


def _wished(
    doc: Doc, mention: AttributionMention, mentions: Sequence[AttributionMention]
) -> AttributionMention:
    """What somebody asks another to say is not said yet: "demanded that Russia accept"."""
    if mention.parent is None or mention.modality != "asserted":
        return mention
    head = cue_head(tokens_in(doc, mention.cue))
    bare = head is not None and head.tag_ == "VB"
    asked = mentions[mention.parent].act in {"demand", "urge", "ask", "offer"}
    return replace(mention, modality="hypothetical") if bare and asked else mention


def _quoting(doc: Doc, mention: AttributionMention) -> AttributionMention:
    """Who is quoted says it: "Tasnim quoted the envoy as saying that the talks had failed"."""
    head = cue_head(tokens_in(doc, mention.cue))
    if head is None or head.lemma_ not in {"quote", "cite"}:
        return mention
    told = next((c for c in head.children if c.dep_ == "dobj" and c.i > head.i), None)
    if told is None:
        return mention
    governors = {head.i, *(t.i for t in told.subtree)}
    saying = next(
        (
            t for t in doc[told.i : told.sent.end]
            if t.tag_ == "VBG" and t.head.lower_ == "as" and t.head.head.i in governors
        ),
        None,
    )  # fmt: skip
    if saying is None:
        return mention
    content = _after(doc, saying, mention.content, head.idx)
    end = told.right_edge.idx + len(told.right_edge)
    source = (told.left_edge.idx, min(end, saying.head.idx))
    if not content:
        return mention
    return replace(
        mention,
        source=((source[0], source[0] + len(text_of(doc)[slice(*source)].rstrip(" ,"))),),
        content=content,
        relay=mention.relay or mention.source,
        kind=kind_of(text_of(doc), content, mention.cue),
    )


def _citing(doc: Doc, mentions: list[AttributionMention]) -> list[AttributionMention]:
    """Who is cited says it: "The mine will close, Reuters reported, citing two officials"."""
    heads = [cue_head(tokens_in(doc, m.cue)) for m in mentions]
    by_head = {head.i: n for n, head in reversed(list(enumerate(heads))) if head is not None}
    told, dropped = list(mentions), set()
    for n, (mention, verb) in enumerate(zip(mentions, heads, strict=True)):
        if verb is None:
            continue
        if verb.lower_ == "citing":
            cited, by = _people(doc, mention.content), by_head.get(verb.head.i, n)
            if cited and by != n and by not in dropped:
                told[by] = _heard_from(told[by], cited)
                dropped.add(n)
        elif cited := _people(doc, list(_unread(verb, by_head))):
            told[n] = _heard_from(told[n], cited)
    if not dropped:
        return told
    kept = {n: place for place, n in enumerate(n for n in range(len(told)) if n not in dropped)}
    return [replace(told[n], parent=kept.get(_kept_above(n, told, dropped))) for n in kept]


def _kept_above(n: int, told: Sequence[AttributionMention], dropped: Container[int]) -> int:
    """The nearest mention around this one that is not dropped; -1 if there is none."""
    parent = told[n].parent
    while parent is not None and parent in dropped:
        parent = told[parent].parent
    return -1 if parent is None else parent


def _unread(verb: Token, read: Container[int]) -> Iterator[Characters]:
    """Whom a "citing" beside the verb cites that is the head of no cue."""
    for citing in verb.children:
        if citing.lower_ == "citing" and citing.i not in read:
            yield from (phrase(noun) for noun in citing.children if noun.dep_ == "dobj")


def _heard_from(mention: AttributionMention, cited: tuple[Characters, ...]) -> AttributionMention:
    """The mention with those cited as its source; who cited them before are relays."""
    again = mention.relay  # it cites others as well
    return replace(
        mention,
        source=(*mention.source, *cited) if again else cited,
        relay=again or mention.source,
    )


def _people(doc: Doc, cited: Sequence[Characters]) -> tuple[Characters, ...]:
    """What is cited where it is people, not a thing ("a lack of funds"); else nothing."""
    span = doc.char_span(*cited[0], alignment_mode="expand") if len(cited) == 1 else None
    people = span is not None and span.root.lemma_.lower() in words("people", "nouns")
    return tuple(cited) if people else ()


def _typed(
    doc: Doc, found: Attribution, rules: Mapping[tuple[Characters, ...], str]
) -> AttributionMention:
    cue = tokens_in(doc, found.cue)
    head = cue_head(cue)
    if head is not None and head.lower_ in words("reports", "yet_to_come"):
        head = _infinitive(cue, head)
    act, class_, polarity = _sense(cue, head)
    within = f", within a content ({found.depth})" if found.depth else ""
    return AttributionMention(
        cue=found.cue,
        source=found.source,
        content=found.content,
        kind="direct"
        if rules.get(found.cue) == SPOKEN
        else kind_of(text_of(doc), found.content, found.cue),
        class_=class_,
        act=act,
        modality=_modality(_infinitive(cue, head)) if head is not None else "asserted",
        polarity=polarity,
        confidence=round(found.confidence, 4),
        rule=rules.get(found.cue, RULE) + within,
        parent=found.parent,
        addressee=tuple(_addressees(doc, found, head)),
    )


# --- act, class, modality -----------------------------------------------------------------------


def _sense(cue: list[Token], head: Token | None) -> tuple[Act, StatementClass, float]:
    """Act, class and polarity of the cue's head; a cue of punctuation alone is a claim."""
    if head is None:
        return "claim", "utterance", 0.0
    row = lexicon("cues").get(cue_key(head), {})
    act: Act = row.get("act", "other" if head.pos_ == "NOUN" else "claim")
    class_: StatementClass = row.get("class", "utterance")
    if any(t.lower_ == "according" for t in cue):
        return "claim", "utterance", 0.0
    if head.lemma_ == "call" and _next_word(head) in {"for", "on", "upon"}:
        act = "urge"
    if is_given_up(head):
        return act, class_, 0.0
    return act, class_, _polarity(head, act) or _felt(head) or _toned(head)


def _next_word(head: Token) -> str:
    """The word after the verb, adverbs left out: "called again for"."""
    following = (t for t in head.doc[head.i + 1 : head.i + 4] if t.pos_ != "ADV")
    return next((t.lower_ for t in following), "")


def _polarity(head: Token, act: Act) -> float:
    by_word = lexicon("stance")["cues"].get(head.lemma_.lower())
    return float(by_word if by_word is not None else lexicon("stance")["acts"].get(act, 0.0))


def _felt(head: Token) -> float:
    """What a verb voices: "expressed its support for Iran", "put the blame on China"."""
    feelings: dict[str, float] = lexicon("stance")["feelings"]
    return next((feelings.get(c.lemma_, 0.0) for c in head.children if c.dep_ == "dobj"), 0.0)


def _toned(head: Token) -> float:
    """How it is said: "spoke highly of Oslo", "gave a scathing account of the raid"."""
    tones: dict[str, float] = lexicon("stance")["tones"]
    objects = [c for c in head.children if c.dep_ == "dobj"]
    beside = (c.lower_ for word in (head, *objects) for c in word.children)
    return next((tones[word] for word in beside if word in tones), 0.0)


def _infinitive(cue: list[Token], head: Token) -> Token:
    """The verb of "is expected to announce" or "declined to say" that tells, if the cue has it."""
    waits = head.lower_ in words("reports", "yet_to_come")
    if not waits and head.lemma_ not in words("reports", "unsaid"):
        return head
    return next((t for t in cue if t.head == head and t.dep_ == "xcomp"), head)


def _modality(head: Token) -> Modality:
    """Denied: "did not say"; hypothetical: "he'll accuse them", "is expected to announce"."""
    if is_given_up(head):
        return "denied"
    if head.pos_ == "NOUN" and any(c.dep_ == "poss" for c in head.children):
        return "asserted"  # "nobody believed her claim": she made it
    verb = head if head.pos_ in {"VERB", "AUX"} else head.head
    if verb.dep_ == "xcomp" and verb.tag_ == "VB":
        governor = verb.head
        if governor.lemma_.lower() in words("reports", "unsaid"):
            return "denied"
        if governor.lower_ in words("reports", "yet_to_come") and governor.tag_ != "VBD":
            return "hypothetical"
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if any(c.dep_ == "neg" for c in verb.children) or _never(verb):
        return "denied"
    if auxiliaries & FUTURE and not _politely(verb):
        return "hypothetical"
    return "hypothetical" if sets_terms(verb) else "asserted"


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
    yield from (noun_phrase(t) for t in _written_to(head))
    for child in head.children:
        phrase: Token | None = None
        if (child.dep_ == "dative" and child.pos_ in {"NOUN", "PROPN", "PRON"}) or (
            child.dep_ == "dobj" and head.lemma_ in ADDRESSED and not _goes_on(child)
        ):
            phrase = child
        elif child.dep_ in {"prep", "dative"} and child.lower_ == "to" and child.i > head.i:
            phrase = next((c for c in child.children if c.dep_ == "pobj"), None)
        elif child.dep_ in {"ccomp", "xcomp"} and head.lemma_ in ADDRESSED:
            phrase = next(
                (c for c in child.children if c.dep_ == "nsubj" and c.i < child.i and _to(child)),
                None,
            )
        if phrase is not None and phrase.idx not in source:
            yield from (noun_phrase(t) for t in (phrase, *phrase.conjuncts))


def _goes_on(noun: Token) -> bool:
    """The beginning of a name that the parser cut: "told EU", "policy chief Ana Roa"."""
    later = (c for c in noun.head.children if c.dep_ == "dobj" and c.i > noun.i)
    return any(c.left_edge.i == noun.i + 1 for c in later)


def _written_to(head: Token) -> Iterator[Token]:
    """To whom a letter or a speech goes: "In a letter to the court, X complained …"."""
    for preposition in (c for c in head.children if c.dep_ == "prep" and c.lower_ == "in"):
        for noun in (c for c in preposition.children if c.dep_ == "pobj"):
            if noun.lemma_.lower() in words("reports", "addressed_texts"):
                yield from (
                    c for to in noun.children if to.lower_ == "to"
                    for c in to.children if c.dep_ == "pobj"
                )  # fmt: skip


def _to(verb: Token) -> bool:
    return any(c.tag_ == "TO" for c in verb.children)


def noun_phrase(token: Token) -> Characters:
    """The characters of a noun with what stands before it: no relative clause, no coordination."""
    left = min(
        (c.left_edge.i for c in token.lefts if c.dep_ not in {"punct", "cc"}), default=token.i
    )
    span: Span = token.doc[left : token.i + 1]
    return span.start_char, span.end_char
