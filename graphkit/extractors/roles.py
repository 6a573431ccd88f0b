"""Offices as the text says them: beside a name, or as a description that stands for one."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Token

from graphkit.clauses import text_of
from graphkit.columns import columns
from graphkit.knowledge.registry import Registry
from graphkit.knowledge.tables import Kind
from graphkit.mentions import NameMention, OfficeMention, Span
from schemas.relations import Tense

LONGEST_ROLE = 5  # words: "Deputy Prime Minister", "vice president for foreign affairs"
FORMER = frozenset(
    {"former", "ex", "ex-", "then", "late", "onetime", "outgoing", "deposed", "ousted", "previous"}
)
FUTURE = frozenset({"incoming", "future", "designate", "elect", "next", "designated"})
type _RoleSpan = tuple[int, int, str]  # first token, one past the last, role noun
DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "his", "her", "their", "its", "our", "my"}
)


def offices(
    doc: Doc, names: Sequence[NameMention], registry: Registry, skip: Sequence[Span] = ()
) -> Iterator[OfficeMention]:
    """Office mentions, those beside a name first, each description once.

    "Turkish President Recep Tayyip Erdoğan": beside a name. "Fiona Hill, the former adviser":
    apposition. "the British and Polish prime ministers, Keir Starmer and Donald Tusk": in step.
    "the former U.S. president": a description (`person` is null).
    """
    people = [
        n for n in names if n.kind in {"person", "unknown", "organization"} and not n.adjective
    ]
    spans = [*_role_spans(doc, registry)]
    found = [*_in_step(doc, people, spans, registry)]
    done = {mention.person for mention in found}
    beside = [*_before(doc, people, registry), *_after(doc, people, registry)]
    found += [mention for mention in beside if mention.person not in done]
    yield from found
    covered = {i for m in found for i in range(m.start, m.end)} | {
        i for a, b in skip for i in range(a, b)
    }
    yield from (m for m in _descriptions(doc, spans, registry) if m.start not in covered)


# --- beside a name ------------------------------------------------------------------------------


def _before(doc: Doc, people: Iterable[NameMention], registry: Registry) -> Iterator[OfficeMention]:
    """Offices before names: "Turkish President X", "former White House adviser X"."""
    for name in people:
        first = _token_at(doc, name.start)
        end = first.i
        while end and doc[end - 1].is_space:
            end -= 1
        mention = _office(doc, end, registry, first.sent.start, (name.start, name.end))
        if mention is not None:
            yield mention


def _after(doc: Doc, people: Iterable[NameMention], registry: Registry) -> Iterator[OfficeMention]:
    """The role noun heads what follows the comma: "X, president of the Carnegie Corporation,"."""
    starts = {name.start for name in people}
    for name in people:
        last = _token_at(doc, name.end - 1)
        if last.i + 2 >= len(doc) or doc[last.i + 1].text not in {",", "("}:
            continue
        stop = min(last.i + 10, last.sent.end)
        for i in range(last.i + 2, stop):
            if (
                doc[i].text in {",", ";", ")"}
                or doc[i].pos_ in {"VERB", "AUX"}
                or doc[i].lower_ in {"who", "and"}
            ):
                break
            mention = _office(doc, i + 1, registry, last.i + 2, (name.start, name.end))
            if mention is not None and not _continues(doc, i, registry):
                if doc[i].idx + len(doc[i]) + 1 not in starts:  # that office is the next name's
                    yield mention
                break


def _continues(doc: Doc, i: int, registry: Registry) -> bool:
    """Is the word the first half of a longer role ("prime" of "prime minister")?"""
    following = doc[i + 1] if i + 1 < len(doc) else None
    return (
        following is not None
        and following.is_alpha
        and registry.role(doc[i : i + 2].text) is not None
    )


def _in_step(
    doc: Doc, people: Sequence[NameMention], spans: Sequence[_RoleSpan], registry: Registry
) -> Iterator[OfficeMention]:
    """First to first, second to second: "the British and Polish prime ministers, X and Y"."""
    begins = [name.start for name in people]
    for start, end, noun in spans:
        if not doc[end - 1].tag_.endswith("S"):
            continue
        states = [t for t in doc[max(0, start - 4) : start] if registry.adjective(t.text)]
        after = bisect_right(begins, doc[end - 1].idx)
        following = people[after : after + len(states)]
        if len(states) < 2 or len(following) < len(states):
            continue
        between = text_of(doc)[doc[end - 1].idx + len(doc[end - 1]) : following[0].start]
        if between.strip() not in {",", "", ":", "—", "–"}:
            continue
        for state, name in zip(states, following, strict=True):
            yield OfficeMention(
                start=state.idx, end=_end(doc[end - 1]), head=end - 1, role=noun, tense="present",
                person=(name.start, name.end), of=(state.idx, _end(state)),
            )  # fmt: skip


# --- descriptions -------------------------------------------------------------------------------


def _descriptions(
    doc: Doc, spans: Sequence[_RoleSpan], registry: Registry
) -> Iterator[OfficeMention]:
    """Definite and singular: "the former U.S. president", "Pakistan's leader"."""
    for start, end, noun in spans:
        head = doc[end - 1]
        if head.tag_ in {"NNS", "NNPS"} or head.dep_ in {"compound", "amod", "nmod"}:
            continue
        mention = _office(doc, end, registry, head.sent.start, None)
        if mention is None or mention.role != noun:
            continue
        first = _token_at(doc, mention.start)
        before = doc[first.i - 1] if first.i > head.sent.start else None
        definite = (
            before is not None and before.lower_ in {"the", "this", "that"}
        ) or first.tag_ == "POS"
        owned = mention.of is not None and any(t.tag_ == "POS" for t in doc[first.i : start])
        if definite or owned or (head.text[0].isupper() and mention.of is not None):
            yield mention


# --- the noun phrase ----------------------------------------------------------------------------


def _role_spans(doc: Doc, registry: Registry) -> Iterator[_RoleSpan]:
    """The longest role that ends at each noun."""
    told = columns(doc)
    for i, pos in enumerate(told.pos):
        if pos not in {"NOUN", "PROPN"}:
            continue
        token = doc[i]
        if registry.ends_role(told.text[i]) or token.is_punct:
            found = _role_ending(doc, token.i + 1, registry, token.sent.start)
            if found is not None and not _continues(doc, token.i, registry):
                yield found


def _role_ending(doc: Doc, end: int, registry: Registry, floor: int) -> _RoleSpan | None:
    told, text = columns(doc), text_of(doc)
    last = end - 2 if end > floor + 1 and doc[end - 1].is_punct else end - 1
    if not registry.ends_role(told.text[last]):
        return None
    for start in range(max(floor, end - LONGEST_ROLE), end):
        if told.lower[start] in DETERMINERS or told.tag[start] == "POS":
            continue
        role = registry.role(text[told.start[start] : told.end[end - 1]])
        if role is not None:
            return start, end, role.noun
    return None


def _office(
    doc: Doc, end: int, registry: Registry, floor: int, person: Span | None
) -> OfficeMention | None:
    """The office whose role noun ends right before token `end`, with its body and tense."""
    found = _role_ending(doc, end, registry, floor)
    if found is None:
        return None
    start, _, noun = found
    tense, of, first = _modifiers(doc, start, floor, registry)
    if not _is_sent(doc, end, noun, registry):
        of = _of_phrase(doc, end, registry) or of
    return OfficeMention(
        start=doc[first].idx,
        end=_end(doc[end - 1]),
        head=end - 1,
        role=noun,
        tense=tense,
        person=person,
        of=of,
    )


def _modifiers(
    doc: Doc, start: int, floor: int, registry: Registry
) -> tuple[Tense, Span | None, int]:
    """What stands before the role noun: (tense, characters of the state or body, first token)."""
    tense: Tense = "present"
    of: Span | None = None
    i = start - 1
    while i >= floor:
        token = doc[i]
        word = token.lower_.strip("-")
        if word in FORMER:
            tense = "former"
        elif word in FUTURE:
            tense = "future"
        elif token.tag_ == "POS" or token.text == "-":
            i -= 1
            continue
        elif not token.text[0].isalnum():
            break
        elif of is None and (body := _body_ending(doc, i + 1, floor, registry)) is not None:
            of = (doc[body].idx, _end(token))
            i = body
        elif not (token.pos_ == "ADJ" and i == start - 1 and not registry.adjective(token.text)):
            break
        start = i
        i -= 1
    return tense, of, start


def _body_ending(doc: Doc, end: int, floor: int, registry: Registry) -> int | None:
    """First token of a state, adjective or body that ends before token `end`."""
    for start in range(max(floor, end - 4), end):
        if not doc[start].text[0].isupper() or doc[start].lower_ in DETERMINERS:
            continue  # a name is found with its "The" too
        words = doc[start:end].text
        if registry.adjective(words) or registry.find(words, BODIES):
            return start
    return None


BODIES: frozenset[Kind] = frozenset({"state", "organization", "outlet"})


def _is_sent(doc: Doc, end: int, noun: str, registry: Registry) -> bool:
    """To whom an envoy is sent is not whose he is: "the American ambassador to Syria"."""
    role = registry.role(noun)
    envoy = role is not None and role.kind == "envoy"
    return envoy and end < len(doc) and doc[end].lower_ in {"to", "for", "at", "in"}


def _of_phrase(doc: Doc, end: int, registry: Registry) -> Span | None:
    """The body after the role: "president of the World Bank", "adviser to Macron"."""
    if end + 1 >= len(doc) or doc[end].lower_ not in {"of", "to", "at", "for"}:
        return None
    start = end + 1
    while start < len(doc) and doc[start].lower_ in DETERMINERS:
        start += 1
    stop = start
    while stop < len(doc) and (
        doc[stop].text[0].isupper() or (stop > start and doc[stop].lower_ == "of")
    ):
        stop += 1
    if stop < len(doc) and doc[stop].pos_ == "NOUN":
        stop += 1  # "head of the Ukrainian delegation" heads no state
    return (doc[start].idx, _end(doc[stop - 1])) if stop > start else None


def _token_at(doc: Doc, character: int) -> Token:
    span = doc.char_span(character, character + 1, alignment_mode="expand")
    assert span is not None  # every character of a mention lies in a token
    return span[0]


def _end(token: Token) -> int:
    return token.idx + len(token)
