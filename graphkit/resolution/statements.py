"""Attributions with their actors: who speaks, through whom, to whom, where, about whom."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from graphkit.clauses import governor, is_set_off, places_in, text_of, token_at, tokens_in
from graphkit.columns import columns
from graphkit.mentions import AttributionMention, DateMention
from graphkit.mentions import Span as Characters
from graphkit.quotation import kind_of, quoted_spans
from graphkit.resolution.coreference import Said
from graphkit.resolution.entities import Denotation
from graphkit.resolution.relays import relay, speaks_for_itself
from graphkit.resolution.sources import Sources
from graphkit.resolution.targets import targets
from graphkit.spans import SpanIndex

BOUNDS = frozenset({"from", "until", "till", "by", "for", "since", "before", "after", "within"})
JOINED = re.compile(r"[\s,]*(?:and|&|as well as|or)?[\s,]*")
REPLY_VERBS = frozenset({"respond", "reply", "answer", "counter", "retort", "rebut", "react"})
REPLY_OPENERS = re.compile(
    r"^\W*(in (response|reply|reaction|answer)\b|responding to|reacting to)", re.I
)
SAME_CONTENT = 0.7  # share of characters from which two contents are one
MOST = 0.6  # what is left may be "even …" or "…, at least for now", which is the inner one’s too
type Near = Callable[[int, int], list[DateMention]]  # dates about these characters
NOBODY: tuple[None] = (None,)
CLIMBED = frozenset({"advcl", "xcomp", "conj", "acl", "relcl", "pcomp", "prep"})
SPEAKING = frozenset({"speak", "talk", "address", "appear", "testify", "tell", "say", "write"})
SPOKESPERSON = frozenset({"spokesman", "spokeswoman", "spokesperson"})


@dataclass(slots=True)
class Told:
    """One statement of one speaker. `about` are denotations inside the content, one an actor."""

    mention: AttributionMention
    index: int
    speaker: str | None
    relay: tuple[str, ...] = ()
    on_behalf_of: str | None = None
    addressees: tuple[tuple[str, Characters], ...] = ()
    platform: Denotation | None = None
    place: Denotation | None = None
    date: DateMention | None = None
    replies_to: int | None = None
    about: list[Denotation] = field(default_factory=list)


def statements(
    attributions: Sequence[AttributionMention], sources: Sources, dates: Sequence[DateMention]
) -> list[Told]:
    """The statements of a document, one a speaker, in the order of the text."""
    speakers = _speakers(attributions, sources)
    contents = SpanIndex(m.content for m in attributions)
    days = SpanIndex([(d.start, d.end)] for d in dates)
    told: list[Told] = []

    def near(start: int, end: int) -> list[DateMention]:
        return [dates[n] for n in days.near(start, end)]

    for n, mention in enumerate(attributions):
        if _label(mention, sources) or _headlinese(mention, sources):
            continue
        again = _said_by_another(n, attributions, contents)
        if again or _is_only_a_frame(n, attributions, speakers, sources):
            continue
        for speaker in speakers[n] or NOBODY:
            told.append(_told(n, mention, speaker, attributions, speakers, sources, near))
    _link_replies(told, sources.resolver.doc)
    return told


def _speakers(attributions: Sequence[AttributionMention], sources: Sources) -> dict[int, list[str]]:
    """Actors of each attribution; outer ones first, since they say the "I" of the inner ones."""
    found: dict[int, list[str]] = {}
    doc = sources.resolver.doc
    for mention in attributions:
        sources.resolver.said |= dict.fromkeys(places_in(doc, mention.source), _said(mention, doc))
    order = sorted(
        range(len(attributions)), key=lambda n: (depth(n, attributions), _start(attributions[n]))
    )
    order.sort(key=lambda n: _start(attributions[_root(n, attributions)]))
    for n in order:
        mention = attributions[n]
        found[n] = sources.actors(_one_source(mention, text_of(sources.resolver.doc))) or _implied(
            mention, sources
        )
        if len(found[n]) == 1:
            _speaks(mention, found[n][0], sources)
    return found


def _said(mention: AttributionMention, doc: Doc) -> Said:
    """Where a source's words stand; none after it behind "as": "As she said, Merkel agrees"."""
    text, cue = text_of(doc), _cue_token(mention, doc)
    inserted = cue is not None and any(c.dep_ == "mark" and c.lower_ == "as" for c in cue.children)
    last = max((end for _, end in mention.source), default=len(text))
    after = tuple(span for span in mention.content if span[0] >= last and not inserted)
    return Said(
        tuple(
            (max(a, start), min(b, end))
            for start, end in mention.content
            for a, b in quoted_spans(text, start, end)
            if a < end and start < b
        ),
        after,
        tuple(span for span in mention.content if after and span[1] <= last),
    )


def _one_source(mention: AttributionMention, text: str) -> list[Characters]:
    """The source nearest to the cue, with those that only "and" or a comma parts from it.

    In "Russia, said X, was playing games" the reader may take Russia for a second source.
    """
    if len(mention.source) < 2 or not mention.cue:
        return list(mention.source)
    start, end = mention.cue[0]
    nearest = min(mention.source, key=lambda s: min(abs(s[1] - start), abs(s[0] - end)))

    def between(span: Characters) -> str:
        return text[min(span[1], nearest[1]) : max(span[0], nearest[0])]

    return [s for s in mention.source if s == nearest or JOINED.fullmatch(between(s))]


def _implied(mention: AttributionMention, sources: Sources) -> list[str]:
    """Without a source of its own the cue's verb has its clause's subject: "…, stressing that".

    Who was "asked whether it would hold" has not asked, and who "is expected to come" not expected.
    """
    verb = _agreeing(_cue_token(mention, sources.resolver.doc))
    if verb is not None and (_undergone(verb) or _is_suffered(verb)):
        return []
    while verb is not None and verb.dep_ in CLIMBED:
        if verb.dep_ in {"acl", "relcl"} and not is_set_off(verb):
            return sources.actors([(verb.head.idx, verb.head.idx + len(verb.head))], unnamed=False)
        verb = governor(verb.head) if verb.dep_ == "acl" else verb.head
        for child in verb.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                return sources.actors([(child.idx, child.idx + len(child))], unnamed=False)
    return []


def _is_suffered(verb: Token) -> bool:
    """In the passive, by itself or with the verb before it: "is Kenya's ally and seen as fair"."""
    if any(c.dep_ == "auxpass" for c in verb.children):
        return True
    joined = verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.lemma_ == "be"
    return joined and not any(c.dep_ == "aux" for c in verb.children)


def _undergone(verb: Token) -> bool:
    """A participle of what was done to its noun: "Asked about the dam, she said that it holds"."""
    alone = not any(c.dep_ in {"aux", "auxpass"} for c in verb.children)
    return verb.tag_ == "VBN" and verb.dep_ in {"advcl", "acl"} and alone


def _agreeing(verb: Token | None) -> Token | None:
    """The verb, or where the parser coordinates it with one of another form, the next that agrees.

    "X scoffed at the demand that Y come and called Z pathetic": "called" goes with "scoffed".
    """
    if verb is None or verb.dep_ != "conj" or verb.head.tag_ == verb.tag_:
        return verb
    return next((a for a in verb.ancestors if a.tag_ == verb.tag_ and a.pos_ == "VERB"), verb.head)


def _speaks(mention: AttributionMention, speaker: str, sources: Sources) -> None:
    """Mark the quoted words of a content as the speaker's: their "I" and "we" are his.

    So is what is theirs: "Our country has done enough", he said. They are an outlet's only where
    nobody else says them: "We wait", he said, according to Xinhua.
    """
    resolver, doc = sources.resolver, sources.resolver.doc
    first = columns(doc).start
    outermost = mention.parent is None and sources.entities.by_id[speaker].kind != "outlet"
    for start, end in mention.content:
        quoted = quoted_spans(text_of(doc), start, end)
        if not quoted:
            continue
        for i in places_in(doc, [(start, end)]):
            inside = any(a <= first[i] < b for a, b in quoted)
            known = resolver.speakers.get(i)
            free = known is None or sources.entities.by_id[known].kind == "outlet"
            if inside and (free or outermost):
                resolver.speakers[i] = speaker
                owned = doc[i].head
                if doc[i].tag_ == "PRP$" and sources.entities.at(owned.i) is None:
                    sources.described(owned)


def _label(mention: AttributionMention, sources: Sources) -> bool:
    """A colon after a thing that cannot speak: "Caption: …", "Update: …"."""
    doc = sources.resolver.doc
    if not mention.cue or any(c.isalpha() for a, b in mention.cue for c in text_of(doc)[a:b]):
        return False
    spans = [doc.char_span(a, b, alignment_mode="expand") for a, b in mention.source]
    return bool(spans) and not any(s is not None and sources.may_speak(s) for s in spans)


def _headlinese(mention: AttributionMention, sources: Sources) -> bool:
    """A headline without the article of one whom the body names: "Think tank warns of …"."""
    doc = sources.resolver.doc
    spans = [doc.char_span(a, b, alignment_mode="expand") for a, b in mention.source]
    return any(span is not None and _bare(span, sources) and _in_headline(span) for span in spans)


def _bare(span: Span, sources: Sources) -> bool:
    """A singular noun without article or number that names nobody."""
    head = span[-1] if span.root.pos_ == "VERB" else span.root
    determined = any(t.pos_ in {"DET", "NUM", "PRON"} for t in span)
    return head.tag_ in {"NN", "NNP"} and not determined and not sources.named(span)


def _in_headline(span: Span) -> bool:
    """Does its line end without a full stop?"""
    text = text_of(span.doc)
    line = text[text.rfind("\n", 0, span.start_char) + 1 :].partition("\n")[0].rstrip()
    return not line.endswith((".", "!", "?", "”", '"'))


def _said_by_another(
    n: int, attributions: Sequence[AttributionMention], contents: SpanIndex
) -> bool:
    """Without a source, and the same content has one elsewhere."""
    if attributions[n].source:
        return False
    own = {i for a, b in attributions[n].content for i in range(a, b)}
    for other in (attributions[k] for a, b in attributions[n].content for k in contents.near(a, b)):
        theirs = {i for a, b in other.content for i in range(a, b)} if other.source else set()
        if len(own & theirs) > SAME_CONTENT * max(len(own), len(theirs)):
            return True
    return False


def _is_only_a_frame(
    n: int,
    attributions: Sequence[AttributionMention],
    speakers: dict[int, list[str]],
    sources: Sources,
) -> bool:
    """An outlet that reports one statement only relays it: "Le Monde says allies advised …"."""
    outlets = [s for s in speakers[n] if sources.entities.by_id[s].kind == "outlet"]
    if not outlets:
        return False
    inner = [m for m in attributions if m.parent == n]
    return any(_covered(attributions[n], m) for m in inner)


def _covered(outer: AttributionMention, inner: AttributionMention) -> bool:
    """Do the inner one’s source, cue and content make up most of the outer content?"""
    whole = {i for a, b in outer.content for i in range(a, b)}
    parts = {
        i
        for spans in (inner.cue, inner.source, inner.content)
        for a, b in spans
        for i in range(a, b)
    }
    return bool(whole) and len(whole & parts) >= MOST * len(whole)


def _told(
    n: int,
    mention: AttributionMention,
    speaker: str | None,
    attributions: Sequence[AttributionMention],
    speakers: dict[int, list[str]],
    sources: Sources,
    dates_near: Near,
) -> Told:
    addressees = _addressees(mention, speaker, sources)
    cue = _cue_token(mention, sources.resolver.doc)
    outside = _outside(mention, cue, sources) if cue is not None else []
    if speaker is not None and speaks_for_itself(n, speaker, attributions, speakers, sources):
        text = text_of(sources.resolver.doc)
        mention = replace(mention, kind=kind_of(text, mention.content, mention.cue, own=True))
    return Told(
        mention=mention,
        index=n,
        speaker=speaker,
        relay=relay(n, speaker, attributions, speakers, sources),
        on_behalf_of=_on_behalf(mention, speaker, sources),
        addressees=addressees,
        platform=_platform(outside, speaker, sources),
        place=_place(outside, cue, sources),
        date=_date(mention, cue, dates_near),
        about=list(targets(mention, speaker, sources)),
    )


def depth(n: int, attributions: Sequence[AttributionMention]) -> int:
    """How many statements stand around this one."""
    parent, steps = attributions[n].parent, 0
    while parent is not None:
        parent, steps = attributions[parent].parent, steps + 1
    return steps


def _root(n: int, attributions: Sequence[AttributionMention]) -> int:
    while (parent := attributions[n].parent) is not None:
        n = parent
    return n


def _start(mention: AttributionMention) -> int:
    return min(
        start for spans in (mention.cue, mention.source, mention.content) for start, _ in spans
    )


# --- around the statement -------------------------------------------------------------------------


def _on_behalf(mention: AttributionMention, speaker: str | None, sources: Sources) -> str | None:
    """A spokesperson speaks for the body named: "Chinese Foreign Ministry spokesperson X"."""
    if speaker is None:
        return None
    for start, end in mention.source:
        phrase = tokens_in(sources.resolver.doc, [(start, end)])
        if not any(t.lemma_.lower() in SPOKESPERSON or _represents(t) for t in phrase):
            continue
        for known in sources.entities.within(start, end):
            kind = sources.entities.by_id[known.entity].kind
            noun = sources.resolver.doc[known.head].head
            described = known.adjective and noun.lemma_.lower() not in SPOKESPERSON
            if known.entity == speaker or described:  # "for Somali President X": for X
                continue
            if kind in {"organization", "state", "person"}:
                return known.entity
    return None


def _represents(noun: Token) -> bool:
    """ "a representative of the tribe", not "the Trade Representative"."""
    return noun.lemma_.lower() == "representative" and any(
        c.lower_ in {"of", "for"} for c in noun.children
    )


def _addressees(
    mention: AttributionMention, speaker: str | None, sources: Sources
) -> tuple[tuple[str, Characters], ...]:
    return tuple(
        (actor, span)
        for span in mention.addressee
        if sources.may_hear(span)
        for actor in sources.actors([span])
        if actor != speaker
    )


def _outside(mention: AttributionMention, cue: Token, sources: Sources) -> list[Denotation]:
    """Denotations in the cue's sentence that are not part of the content or the source."""
    taken = (*mention.content, *mention.source)
    sentence = cue.sent
    return [
        d
        for d in sources.entities.within(sentence.start_char, sentence.end_char)
        if not any(start <= d.start < end for start, end in taken)
    ]


def _platform(
    outside: Sequence[Denotation], speaker: str | None, sources: Sources
) -> Denotation | None:
    """A platform beside the cue: "wrote on Telegram", "using his Truth Social platform"."""
    near = [d for d in outside if sources.entities.by_id[d.entity].kind == "platform"]
    return near[0] if near and near[0].entity != speaker else None


def _place(outside: Sequence[Denotation], cue: Token | None, sources: Sources) -> Denotation | None:
    """A place that hangs on the cue: "said during a briefing in Beijing".

    Where something else happened is not: "said so hours after talks in Beijing had failed".
    """
    for known in outside:
        venue = known.locative and sources.entities.by_id[known.entity].kind == "venue"
        if venue and cue is not None and _hangs_on(sources.resolver.doc[known.head], cue):
            return known
    return None


def _hangs_on(token: Token, cue: Token) -> bool:
    """Through nouns and prepositions alone, or a verb of speaking ("speaking in Beijing, …")."""
    for above in token.ancestors:
        if above == cue:
            return True
        if above.pos_ in {"VERB", "AUX"} and above.lemma_ not in SPEAKING:
            return False
    return False


def _date(mention: AttributionMention, cue: Token | None, dates_near: Near) -> DateMention | None:
    """A date that hangs on the cue, outside the content: "said on Wednesday"."""
    if cue is None:
        return None
    sentence = range(cue.sent.start_char, cue.sent.end_char)
    for date in dates_near(sentence.start, sentence.stop):
        if date.start not in sentence or any(a <= date.start < b for a, b in mention.content):
            continue
        span = cue.doc.char_span(date.start, date.end, alignment_mode="expand")
        if span is None:
            continue
        if BOUNDS & {span[0].lower_, span.root.head.lower_}:
            continue
        if span.root.sent == cue.sent and _hangs_on(span.root, cue):
            return date
    return None


def _cue_token(mention: AttributionMention, doc: Doc) -> Token | None:
    return token_at(doc, *mention.cue[0]) if mention.cue else None


def _link_replies(told: list[Told], doc: Doc) -> None:
    """To the statement before it by somebody else: "In response, X stated"."""
    for n, statement in enumerate(told):
        cue = _cue_token(statement.mention, doc)
        if cue is None or not (cue.lemma_ in REPLY_VERBS or _opens_reply(cue)):
            continue
        for earlier in reversed(told[:n]):
            if earlier.speaker not in {None, statement.speaker} and earlier.mention.parent is None:
                statement.replies_to = earlier.index
                break


def _opens_reply(cue: Token) -> bool:
    sentence = cue.sent
    opening = text_of(cue.doc)[sentence.start_char : sentence.end_char]
    return REPLY_OPENERS.match(opening) is not None
