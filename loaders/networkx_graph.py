"""A graph as a NetworkX MultiDiGraph, and the networks that analysts make of it.

The views (`actor_network`, `position_network`, `time_slices`) take a `Graph`, or a store, of which
they ask only what they count. Their attributes are text and numbers that outlive GraphML and GEXF:
a node has `label` (the schema's), `name` and, where there is one, `kind`; dates are ISO text and
not there where nothing is dated.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal

import networkx  # type: ignore[import-untyped]

from loaders.observations import (
    POSITIONS,
    Named,
    Source,
    Stand,
    States,
    concepts,
    named,
    spoken,
    stands,
)
from loaders.plain import lasting, lasting_plain
from schemas.base import Value
from schemas.derivation import Utterance
from schemas.graph import Graph

type Over = Literal["concept", "proposal"]
type View = Literal["actors", "states", "concepts", "proposals"]
type Period = Literal["day", "week", "month", "year"]
type Pair = tuple[str, str]


def to_networkx(graph: Graph, *, plain: bool = False) -> networkx.MultiDiGraph:
    """Nodes by id with `label`, `labels` and their properties; edges keyed by relationship id.

    Edges carry `type` and their properties, derived ones included. With `plain` every attribute is
    a string, number or truth value, as GraphML wants them: dates as ISO text, lists as JSON,
    characters that XML forbids as U+FFFD.
    """
    network = networkx.MultiDiGraph()
    for node in graph.nodes.values():
        network.add_node(
            node.id,
            **_attributes(
                {"label": node.label, "labels": list(node.labels), **node.properties()}, plain
            ),
        )
    for edge in graph.relationships.values():
        network.add_edge(
            edge.source,
            edge.target,
            key=edge.id,
            **_attributes({"type": edge.type, **edge.properties()}, plain),
        )
    return network


def _attributes(properties: dict[str, Value], plain: bool) -> dict[str, Any]:
    return {key: lasting_plain(value) if plain else value for key, value in properties.items()}


# --- views ----------------------------------------------------------------------------------------


def actor_network(
    source: Source, *, states: bool = False, since: date | None = None, until: date | None = None
) -> networkx.DiGraph:
    """Who spoke about whom: an edge a pair, from asserted utterances and attitudes, copies once.

    Edges have `statements`, `positive`, `neutral`, `negative` (counts), `weight` (the statements,
    as a float), `balance` = (positive − negative) / statements, `sign` of it (−1, 0, 1), `first`,
    `last`. With `states` actors are those for whom they spoke on the day, as in the question
    `state-about-state`: undated statements, those without a state on either side and those of a
    state about itself are left out. `since` and `until` are included and leave out what is undated.
    """
    found = _within(_utterances(source, states=states), since, until)
    return _actors(found, named(source, _ends(found)))


def position_network(
    source: Source,
    *,
    over: Over = "concept",
    states: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> networkx.DiGraph:
    """Who stands where: actors (`bipartite` 0) → concepts or proposals (`bipartite` 1).

    Edges count each position (`proposes`, `supports`, `rejects`, `demands`, `conditions`, `offers`)
    and have `positions` (their sum), `weight` (the same, as a float), `balance` = (all but rejects
    and conditions − rejects) / positions, `sign`, `first`, `last`. A proposal without a concept
    stands for itself. Positions in copies of a report are left out; `states`, `since` and `until`
    are those of `actor_network`.
    """
    found = _within(_stands(source, over, states=states), since, until)
    return _positions(found, named(source, _ends(found)))


def time_slices(
    source: Source, *, view: View = "actors", by: Period = "month"
) -> Iterator[tuple[str, networkx.DiGraph]]:
    """(period, network) in the order of time: 2025-05-12, 2025-W20 (ISO week), 2025-05 or 2025.

    `view` says what each network is: `actor_network` of actors or of states, `position_network`
    over concepts or over proposals. Periods in which nothing was said, and what is undated, are
    left out.
    """
    match view:
        case "actors" | "states":
            return _sliced(source, _utterances(source, states=view == "states"), by, _actors)
        case "concepts":
            return _sliced(source, _stands(source, "concept"), by, _positions)
        case "proposals":
            return _sliced(source, _stands(source, "proposal"), by, _positions)


def _utterances(source: Source, *, states: bool) -> Iterator[Utterance]:
    """What is counted of actors, or of the states that they spoke for."""
    if not states:
        yield from spoken(source)
        return
    of = States(source).of
    for said in spoken(source):
        if said.day is not None:
            for speaker in of(said.speaker, said.day, said.document):
                for target in of(said.target, said.day, said.document) - {speaker}:
                    yield said._replace(speaker=speaker, target=target)


def _stands(source: Source, over: Over, *, states: bool = False) -> Iterator[Stand]:
    """Positions on concepts or proposals, of actors or of the states that they spoke for."""
    grouped = concepts(source) if over == "concept" else {}
    of = States(source).of if states else None
    for stand in stands(source):
        actors: Iterable[str] = (stand.actor,)
        if of is not None:
            actors = of(stand.actor, stand.day, stand.document) if stand.day else ()
        for actor in actors:
            for thing in grouped.get(stand.proposal, (stand.proposal,)):
                yield stand._replace(actor=actor, proposal=thing)


def _within[O: (Utterance, Stand)](
    found: Iterable[O], since: date | None, until: date | None
) -> list[O]:
    first, last = since or date.min, until or date.max
    dated = since is not None or until is not None
    return [o for o in found if (first <= o.day <= last if o.day else not dated)]


def _sliced[O: (Utterance, Stand)](
    source: Source,
    found: Iterable[O],
    by: Period,
    drawn: Callable[[list[O], Mapping[str, Named]], networkx.DiGraph],
) -> Iterator[tuple[str, networkx.DiGraph]]:
    slices: defaultdict[str, list[O]] = defaultdict(list)
    for o in found:
        if o.day is not None:
            slices[_PERIODS[by](o.day)].append(o)
    names = named(source, {end for part in slices.values() for end in _ends(part)})
    for period, part in sorted(slices.items()):
        yield period, drawn(part, names)


_PERIODS: dict[Period, Callable[[date], str]] = {
    "day": date.isoformat,
    "week": lambda day: "{0.year:04}-W{0.week:02}".format(day.isocalendar()),
    "month": lambda day: f"{day:%Y-%m}",
    "year": lambda day: f"{day:%Y}",
}


def _ends(found: Iterable[Utterance | Stand]) -> set[str]:
    return {end for o in found for end in o[:2]}


# --- drawing --------------------------------------------------------------------------------------


def _actors(found: list[Utterance], names: Mapping[str, Named]) -> networkx.DiGraph:
    network = networkx.DiGraph()
    pairs: defaultdict[Pair, list[Utterance]] = defaultdict(list)
    for said in found:
        pairs[said.speaker, said.target].append(said)
    for end in sorted(_ends(found)):
        network.add_node(lasting(end), **_shown(names[end]))
    for (speaker, target), own in sorted(pairs.items()):
        stances = Counter(stance for stance, _ in {(u.stance, u.statement) for u in own})
        counts = {stance: stances[stance] for stance in ("positive", "neutral", "negative")}
        statements = len({u.statement for u in own})
        network.add_edge(
            lasting(speaker),
            lasting(target),
            statements=statements,
            **counts,
            **_weight(statements, counts["positive"] - counts["negative"]),
            **_extent(own),
        )
    return network


_FOR = frozenset({"PROPOSES", "SUPPORTS", "DEMANDS", "OFFERS"})


def _positions(found: list[Stand], names: Mapping[str, Named]) -> networkx.DiGraph:
    network = networkx.DiGraph()
    pairs: defaultdict[Pair, list[Stand]] = defaultdict(list)
    for stand in found:
        pairs[stand.actor, stand.proposal].append(stand)
    sides = ({stand.actor for stand in found}, {stand.proposal for stand in found})
    for side, ends in enumerate(sides):
        for end in sorted(ends):
            network.add_node(lasting(end), bipartite=side, **_shown(names[end]))
    for (actor, thing), own in sorted(pairs.items()):
        kinds = Counter(kind for kind, _ in {(stand.position, stand.id) for stand in own})
        signed = sum(kinds[kind] for kind in _FOR) - kinds["REJECTS"]
        network.add_edge(
            lasting(actor),
            lasting(thing),
            positions=kinds.total(),
            **{kind.lower(): kinds[kind] for kind in POSITIONS},
            **_weight(kinds.total(), signed),
            **_extent(own),
        )
    return network


def _shown(node: Named) -> dict[str, str]:
    return {key: lasting(text) for key, text in node._asdict().items() if text is not None}


def _weight(total: int, signed: int) -> dict[str, int | float]:
    sign = (signed > 0) - (signed < 0)
    return {"weight": float(total), "balance": signed / total, "sign": sign}


def _extent(found: Iterable[Utterance | Stand]) -> dict[str, str]:
    days = sorted(o.day for o in found if o.day is not None)
    return {"first": days[0].isoformat(), "last": days[-1].isoformat()} if days else {}
