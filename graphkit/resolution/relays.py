"""Who passed a statement on: the chain of those through whom the article has it, nearest first.

- *around it*: whoever says the content that holds it. "Le Monde reports that allies advised …"
- *named beside it*: an outlet that a participle names. "… he said in remarks carried by Reuters"
- *heard of it*: a nameless source right after what an outlet tells. "According to Le Monde, …. As
  one diplomat put it, …"
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from graphkit.attribution_rules import POSSESSED
from graphkit.clauses import agent, token_at, tokens_in
from graphkit.knowledge.lexicons import words
from graphkit.mentions import AttributionMention
from graphkit.resolution.sources import Sources

PRESUPPOSING = frozenset({"agree", "refuse", "praise", "condemn"})
"""Acts towards what another said, which the article tells itself: "He gave in to their demands"."""
ANSWERING = PRESUPPOSING | {"deny"}
ONE_OF_MANY = frozenset({"a", "an", "one", "another", "some", "several", "two", "three", "many"})


def relay(
    n: int,
    speaker: str | None,
    attributions: Sequence[AttributionMention],
    speakers: dict[int, list[str]],
    sources: Sources,
) -> tuple[str, ...]:
    """Ids of those who passed on attribution `n`, the nearest first."""
    chain: list[str] = []
    found = [
        *sources.actors(attributions[n].relay),
        *_beside(attributions[n], sources),
        *_around(n, attributions, speakers, sources),
        *_before(n, speaker, attributions, speakers, sources),
    ]
    for actor in found:
        if actor != speaker and actor not in chain:
            chain.append(actor)
    return tuple(chain)


def speaks_for_itself(
    n: int,
    speaker: str,
    attributions: Sequence[AttributionMention],
    speakers: dict[int, list[str]],
    sources: Sources,
) -> bool:
    """Within a quotation: are its words those of the speaker himself, or of his own body?

    "“Peru opposes the levy,” its envoy said": the envoy's words are Peru's.
    """
    parent = attributions[n].parent
    if parent is None or len(speakers[parent]) != 1:
        return False
    outer, entities = speakers[parent][0], sources.entities.by_id
    if outer == speaker:
        return True
    if entities[speaker].kind not in {"state", "organization"} or entities[outer].kind != "person":
        return False
    own = {outer, *_bodies(outer, attributions, speakers, sources)}
    return bool(own & {speaker, *_owners(speaker, sources)})


def _bodies(
    person: str,
    attributions: Sequence[AttributionMention],
    speakers: dict[int, list[str]],
    sources: Sources,
) -> Iterator[str]:
    """Whom a person speaks for: his office's state, and bodies named where he is a source."""
    state = sources.resolver.descriptions.state_of(person)
    if state is not None:
        yield state.id
    for k, mention in enumerate(attributions):
        if speakers[k] == [person]:
            for start, end in mention.source:
                for known in sources.entities.within(start, end):
                    yield known.entity
                    yield from _owners(known.entity, sources)


def _owners(id_: str, sources: Sources) -> Iterator[str]:
    """The states and bodies that a body belongs to."""
    entry = sources.entities.by_id[id_].entry
    if entry is not None and sources.entities.by_id[id_].kind == "organization":
        yield from (a.target for a in entry.affiliations)


def _around(
    n: int,
    attributions: Sequence[AttributionMention],
    speakers: dict[int, list[str]],
    sources: Sources,
) -> Iterator[str]:
    parent, noun = attributions[n].parent, attributions[n].rule.startswith(POSSESSED)
    while parent is not None:
        outer = attributions[parent]
        presupposed = noun and outer.act in PRESUPPOSING
        if not (presupposed or _answers(outer, sources)):
            yield from speakers[parent]
        parent, noun = outer.parent, False


def _answers(outer: AttributionMention, sources: Sources) -> bool:
    """Is it taken up as what somebody answers: "She accused them, a charge the union denied"?"""
    if outer.act not in ANSWERING or not (outer.cue and outer.content):
        return False
    said, answered = outer.content[-1][1], outer.cue[0][0]
    between = tokens_in(sources.resolver.doc, [(said, answered)]) if said < answered else []
    return any(
        noun.lemma_.lower() in words("reports", "telling_nouns")
        and any(t.lower_ in {"a", "an"} for t in (noun.nbor(-1), *noun.children))
        for noun in between
    )


def _beside(mention: AttributionMention, sources: Sources) -> Iterator[str]:
    """The outlet of "in remarks carried by Reuters" or "as reported by Reuters"."""
    cue = token_at(sources.resolver.doc, *mention.cue[0]) if mention.cue else None
    if cue is None:
        return
    content = {t.i for t in tokens_in(sources.resolver.doc, mention.content)}
    for verb in cue.sent:
        if verb.tag_ == "VBN" and verb.lemma_ in words("reports", "passing_on"):
            by = agent(verb)
            if by is not None and not _reported(verb, by, content):
                named = by.doc[by.left_edge.i : by.i + 1]  # "the Tasnim news agency"
                for known in sources.entities.within(named.start_char, named.end_char):
                    if sources.entities.by_id[known.entity].kind == "outlet":
                        yield known.entity


def _reported(verb: Token, by: Token, content: set[int]) -> bool:
    """Is it part of what is said ("the poll published by X is wrong")?"""
    return verb.i in content and by.i in content


def _before(
    n: int,
    speaker: str | None,
    attributions: Sequence[AttributionMention],
    speakers: dict[int, list[str]],
    sources: Sources,
) -> Iterator[str]:
    """The outlet of the sentence before, for a nameless source of the same paragraph."""
    mention = attributions[n]
    doc = sources.resolver.doc
    if speaker is None or mention.parent is not None or not mention.cue or not mention.source:
        return
    cue = token_at(doc, *mention.cue[0])
    first = doc.char_span(*mention.source[0], alignment_mode="expand")
    nameless = sources.entities.by_id[speaker].kind == "unnamed"
    if cue is None or first is None or not nameless or first[0].lower_ not in ONE_OF_MANY:
        return
    opening = cue.sent.start
    if opening == 0 or "\n" in doc[opening - 1].text_with_ws or "\n" in doc[opening - 1].text:
        return
    before = doc[opening - 1].sent
    for k, other in enumerate(attributions):
        if other.cue and before.start_char <= other.cue[0][0] < before.end_char:
            for actor in speakers[k]:
                if sources.entities.by_id[actor].kind == "outlet":
                    yield actor
