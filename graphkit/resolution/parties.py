"""Between whom talks and a ceasefire are, where the words leave it out.

"Putin proposed direct talks with Kyiv … Kyiv wants a truce first": both are between Russia and
Ukraine. A document's pair of states is taken from what its proposals name, from who proposes talks
with whom, and from the states named together beside them; without one clear pair nothing is added.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graphkit.mentions import PositionMention
from graphkit.resolution.concepts import ProposalGroup
from graphkit.resolution.sources import Sources

MUTUAL = frozenset({"talks", "ceasefire"})
PROPOSING = frozenset({"PROPOSES", "OFFERS"})
NAMED, PROPOSED, TOGETHER = 3, 2, 1  # weights of the three kinds of evidence

type Pair = frozenset[str]


def with_parties(
    groups: Sequence[ProposalGroup], positions: Sequence[PositionMention], sources: Sources
) -> list[ProposalGroup]:
    """The proposals, with the document's pair as the parties of its mutual ones that name fewer."""
    votes: Counter[Pair] = Counter()
    for pair, weight in _evidence(groups, positions, sources):
        votes[pair] += weight
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return list(groups)
    pair = ranked[0][0]
    return [_completed(group, pair) for group in groups]


def _completed(group: ProposalGroup, pair: Pair) -> ProposalGroup:
    people = any(p.startswith("person:") for p in group.parties)
    if group.kind not in MUTUAL or people or not _states(group) <= pair:
        return group
    others = tuple(p for p in group.parties if not p.startswith("state:"))
    return replace(group, parties=(*others, *sorted(pair)))


def _evidence(
    groups: Sequence[ProposalGroup], positions: Sequence[PositionMention], sources: Sources
) -> Iterator[tuple[Pair, int]]:
    for group in groups:
        states = _states(group)
        if group.kind in MUTUAL and len(states) == 2:
            yield states, NAMED
        elif group.kind == "talks" and len(states) == 1:
            for proposer in _proposers(group, positions, sources):
                if proposer not in states:
                    yield states | {proposer}, PROPOSED
    for group in groups:
        if group.kind in MUTUAL:
            yield from ((pair, TOGETHER) for pair in _coordinated(group, sources))


def _states(group: ProposalGroup) -> Pair:
    return frozenset(p for p in group.parties if p.startswith("state:"))


def _proposers(
    group: ProposalGroup, positions: Sequence[PositionMention], sources: Sources
) -> Iterator[str]:
    """The states of those who put the proposal forward."""
    for position in positions:
        if position.proposal in group.mentions and position.relation in PROPOSING:
            for actor in sources.inside(position.actor) if position.actor else ():
                state = sources.resolver.descriptions.state_of(actor)
                if state is not None:
                    yield state.id


def _coordinated(group: ProposalGroup, sources: Sources) -> Iterator[Pair]:
    """The states named together in the proposal's sentences: "Moscow and Kyiv resume talks"."""
    doc = sources.resolver.doc
    for sentence in {doc[m.head].sent.start: doc[m.head].sent for m in group.mentions}.values():
        for known in sources.entities.within(sentence.start_char, sentence.end_char):
            for token in doc[known.head].children:
                other = sources.entities.at(token.i) if token.dep_ == "conj" else None
                pair = {known.entity, other.entity} if other else set()
                if len(pair) == 2 and all(id_.startswith("state:") for id_ in pair):
                    yield frozenset(pair)
