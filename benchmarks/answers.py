"""The answers to the questions of the library, worked out in plain Python from `benchmarks.facts`.

An oracle: it shares no line and no Cypher with `graphkit.questions`. A function a question gives
its rows, in no order, by the columns of the answer; `sentence` is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from benchmarks.facts import Facts, Report, Told
from schemas import relations as r
from schemas.base import Relationship
from schemas.derivation import STANCE_EDGES
from schemas.identity import relationship_id
from schemas.relations import Criticises, SpokeAbout

type Row = dict[str, Any]
type Answer = Callable[..., Iterator[Row]]

_STANCES = ("positive", "neutral", "negative")
_GOVERNMENT = {"government", "spokesperson", "part_of"}
_STEPS = 3  # to a state at most


def answer(facts: Facts, question: str, **parameters: Any) -> Counter[tuple[Any, ...]]:
    """The rows of a question as `comparable` gives them."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return comparable(ANSWERS[question](facts, **given))


def comparable(rows: Iterable[Mapping[str, Any]]) -> Counter[tuple[Any, ...]]:
    """How often there is which row: columns by name, lists as tuples, without `sentence`."""
    return Counter(
        tuple(_fixed(row[column]) for column in sorted(row) if column != "sentence") for row in rows
    )


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _or_null(ids: Collection[str]) -> list[str | None]:
    """What an OPTIONAL MATCH gives: at least one row."""
    return [*ids] if ids else [None]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _within(day: date | None, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    return day is not None and (since or "") <= day.isoformat() <= (until or "9999")


# --- statements -----------------------------------------------------------------------------------


def _place(told: Told) -> Row:
    return {
        "statement": told.id, "document": told.document, "start": told.start, "end": told.end
    }  # fmt: skip


def _speakers(told: Told) -> list[str | None]:
    return _or_null(told.speakers)


def _name(facts: Facts, id_: str | None) -> str | None:
    return None if id_ is None else facts.names[id_]


def _relays(facts: Facts, told: Told) -> list[str]:
    return [facts.names[id_] for _, id_ in sorted(told.relays)]


def _dated(facts: Facts, since: str | None, until: str | None) -> Iterator[tuple[Told, str | None]]:
    for told in facts.told.values():
        day = facts.day(told)
        if _within(day, since, until):
            yield told, _iso(day)


def _targets(facts: Facts, told: Told, target: str | None) -> Iterator[tuple[str | None, Row]]:
    """Each target that is asked for with its columns; null where there is none at all."""
    if not told.about and target is None:
        yield None, {"target": None, "stance": None, "target_id": None}
    for about in told.about:
        if target in {None, about.target}:
            name = facts.names[about.target]
            yield name, {"target": name, "stance": about.stance, "target_id": about.target}


def who_said_what(
    facts: Facts,
    speaker: str | None = None,
    target: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Iterator[Row]:
    """A row a statement, speaker and target."""
    for told, day in _dated(facts, since, until):
        for said_by in told.speakers:
            if speaker in {None, said_by}:
                for _, columns in _targets(facts, told, target):
                    yield {
                        **columns, **_place(told), "speaker": facts.names[said_by],
                        "speaker_id": said_by, "cue": told.cue, "date": day, "kind": told.kind,
                        "class": told.class_, "act": told.act, "modality": told.modality,
                        "confidence": told.confidence, "text": told.text,
                        "relayed_by": _relays(facts, told),
                    }  # fmt: skip


def first_hand_only(facts: Facts, **parameters: Any) -> Iterator[Row]:
    """The same without relays and copies, in fewer columns."""
    kept = (
        *("speaker", "cue", "target", "stance", "date", "text", "speaker_id", "target_id"),
        *("statement", "document", "start", "end"),
    )
    for row in who_said_what(facts, **parameters):
        told = facts.told[row["statement"]]
        if not told.relays and not facts.is_copy(told):
            yield {column: row[column] for column in kept}


def said_about_over_time(
    facts: Facts, speaker: str, target: str, since: str | None = None, until: str | None = None
) -> Iterator[Row]:
    """A row a statement and ABOUT of one pair."""
    for told, day in _dated(facts, since, until):
        for about in told.about:
            if speaker in told.speakers and about.target == target:
                yield {
                    **_place(told), "date": day, "speaker": facts.names[speaker], "cue": told.cue,
                    "target": facts.names[target], "stance": about.stance, "score": about.score,
                    "act": told.act, "modality": told.modality, "text": told.text,
                }  # fmt: skip


def relayed_statements(
    facts: Facts,
    speaker: str | None = None,
    relay: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Iterator[Row]:
    """A row a relayed statement and speaker."""
    for told, day in _dated(facts, since, until):
        if not told.relays or (relay and relay not in {id_ for _, id_ in told.relays}):
            continue
        for said_by in _speakers(told):
            if speaker in {None, said_by}:
                yield {
                    **_place(told), "speaker": _name(facts, said_by), "speaker_id": said_by,
                    "cue": told.cue, "relayed_by": _relays(facts, told), "date": day,
                    "text": told.text,
                }  # fmt: skip


def replies(
    facts: Facts, speaker: str | None = None, since: str | None = None, until: str | None = None
) -> Iterator[Row]:
    """A row a reply, its speakers and those of what it answers."""
    for told, day in _dated(facts, since, until):
        for edge, id_ in told.replies:
            earlier = facts.told[id_]
            for said_by in _speakers(told):
                for answered in _speakers(earlier):
                    if speaker in {None, said_by}:
                        yield {
                            **_place(told), "speaker": _name(facts, said_by), "cue": told.cue,
                            "text": told.text, "answered": _name(facts, answered),
                            "earlier": earlier.text, "date": day, "speaker_id": said_by,
                            "answered_id": answered, "earlier_statement": id_, "edge": edge,
                        }  # fmt: skip


def speakers_on_platform(
    facts: Facts,
    platform: str | None = None,
    speaker: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Iterator[Row]:
    """A row a platform, statement, speaker and target."""
    for told, day in _dated(facts, since, until):
        for where in told.platforms:
            for said_by in _speakers(told):
                if platform in {None, where} and speaker in {None, said_by}:
                    for _, columns in _targets(facts, told, None):
                        yield {
                            **columns, **_place(told), "platform": facts.names[where],
                            "speaker": _name(facts, said_by), "speaker_id": said_by,
                            "cue": told.cue, "date": day, "text": told.text,
                        }  # fmt: skip


def unattributed(
    facts: Facts, target: str | None = None, since: str | None = None, until: str | None = None
) -> Iterator[Row]:
    """A row a statement without a source, and target."""
    for told, day in _dated(facts, since, until):
        if not told.speakers:
            for _, columns in _targets(facts, told, target):
                yield {
                    **columns, **_place(told), "cue": told.cue, "date": day, "text": told.text
                }  # fmt: skip


def unnamed_sources(facts: Facts, affiliation: str | None = None) -> Iterator[Row]:
    """A row an unnamed source, its affiliation and document."""
    found: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    for told in facts.told.values():
        for speaker in told.speakers:
            if speaker in facts.descriptions:
                found[speaker, told.document].append(told)
    for (source, document), said in found.items():
        about = {a.target for told in said for a in told.about if a.target in facts.actors}
        for body in _affiliations(facts, source):
            if affiliation in {None, body}:
                yield {
                    "affiliation": _name(facts, body), "source": facts.descriptions[source],
                    "statements": len(said), "about": sorted({facts.names[id_] for id_ in about}),
                    "date": _iso(facts.reports[document].published), "affiliation_id": body,
                    "source_id": source, "document": document,
                }  # fmt: skip


def _affiliations(facts: Facts, source: str) -> list[str | None]:
    return _or_null({e.target for e in facts.leaving[source] if isinstance(e, r.AffiliatedWith)})


def search_statements(
    facts: Facts,
    words: str,
    speaker: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Iterator[Row]:
    """A row a statement that has all the words, and speaker; for texts of plain words."""
    wanted = {word.casefold() for word in words.split()}
    for told, day in _dated(facts, since, until):
        if wanted <= {word.casefold() for word in told.text.split()}:
            for said_by in _speakers(told):
                if speaker in {None, said_by}:
                    yield {
                        **_place(told), "speaker": _name(facts, said_by), "cue": told.cue,
                        "date": day, "act": told.act, "modality": told.modality,
                        "text": told.text, "speaker_id": said_by,
                    }  # fmt: skip


# --- counts ---------------------------------------------------------------------------------------


def _pairs(facts: Facts) -> dict[tuple[str, str], list[tuple[str, date | None]]]:
    """(stance, day) of every statement that counts, by speaker and target."""
    found: defaultdict[tuple[str, str], list[tuple[str, date | None]]] = defaultdict(list)
    for told in facts.told.values():
        if told.counts and not facts.is_copy(told):
            stances = {a.target: a.stance for a in sorted(told.about) if a.target in facts.actors}
            for speaker in told.speakers:
                for target, stance in stances.items():
                    found[speaker, target].append((stance, facts.day(told)))
    return found


def _extent(days: Iterable[date | None]) -> Row:
    known = sorted(day for day in days if day)
    first, last = (known[0], known[-1]) if known else (None, None)
    return {"first_day": _iso(first), "last_day": _iso(last)}


def speaker_target_matrix(facts: Facts, minimum: int = 1) -> Iterator[Row]:
    """A row a pair."""
    for (speaker, target), said in _pairs(facts).items():
        if len(said) >= minimum:
            counts = Counter(stance for stance, _ in said)
            yield {
                **_pair(facts, speaker, target, SpokeAbout), "statements": len(said),
                **{stance: counts[stance] for stance in _STANCES},
                **_extent(day for _, day in said),
            }  # fmt: skip


def who_criticises_whom(
    facts: Facts, speaker: str | None = None, target: str | None = None
) -> Iterator[Row]:
    """A row a pair with anything negative."""
    for (said_by, about), said in _pairs(facts).items():
        days = [day for stance, day in said if stance == "negative"]
        if days and speaker in {None, said_by} and target in {None, about}:
            yield {
                **_pair(facts, said_by, about, Criticises),
                "statements": len(days),
                **_extent(days),
            }


def _pair(facts: Facts, speaker: str, target: str, model: type[Relationship]) -> Row:
    return {
        "speaker": facts.names[speaker], "target": facts.names[target], "speaker_id": speaker,
        "target_id": target, "edge": model.model_construct(source=speaker, target=target).id,
    }  # fmt: skip


def state_about_state(
    facts: Facts,
    speaker: str | None = None,
    target: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Iterator[Row]:
    """A row a month and pair of states."""
    found: defaultdict[tuple[str, str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for told, day in _dated(facts, since, until):
        if day is None or not told.counts or facts.is_copy(told):
            continue
        targets = {a.target: _states(facts, a.target, day, told.document) for a in told.about}
        for said_by in told.speakers:
            for state, words in _states(facts, said_by, day, told.document).items():
                for about in told.about:
                    for other, theirs in targets[about.target].items():
                        if state != other and speaker in {None, state} and target in {None, other}:
                            path = f"{words} | about | {theirs}"
                            found[day[:7], state, other].append((told.id, about.stance, path))
    for (month, state, other), said in found.items():
        yield {
            "month": month, "speaker": facts.names[state], "target": facts.names[other],
            "statements": len({id_ for id_, _, _ in said}),
            **{s: len({id_ for id_, stance, _ in said if stance == s}) for s in _STANCES},
            "paths": sorted({path for _, _, path in said}),
            "evidence": [*dict.fromkeys(id_ for _, id_ in sorted((p, id_) for id_, _, p in said))],
            "speaker_id": state, "target_id": other,
        }  # fmt: skip


def _states(facts: Facts, actor: str, day: str, document: str) -> dict[str, str]:
    """The states that an actor speaks for on a day, each with the best way to it in words."""
    ways: dict[str, tuple[bool, int, str]] = {}
    for nodes, edges in _ways(facts, actor, day, document):
        words = facts.names[actor] + "".join(
            f" –{edge.type}→ {facts.names[edge.target]}" for edge in edges
        )
        way = not any(isinstance(edge, r.Holds) for edge in edges), len(edges), words
        ways[nodes[-1]] = min(way, ways.get(nodes[-1], way))
    return {state: words for state, (_, _, words) in ways.items()}


def _ways(
    facts: Facts, actor: str, day: str, document: str
) -> Iterator[tuple[list[str], list[Relationship]]]:
    todo: list[tuple[list[str], list[Relationship]]] = [([actor], [])]
    while todo:
        nodes, edges = todo.pop()
        if facts.actors.get(nodes[-1]) == "State":
            yield nodes, edges
        elif len(edges) < _STEPS:
            todo += [
                ([*nodes, edge.target], [*edges, edge])
                for edge in facts.leaving[nodes[-1]]
                if edge not in edges and _speaks_for(edge, day, document)
            ]


def _speaks_for(edge: Relationship, day: str, document: str) -> bool:
    match edge:
        case r.DescribedAs():
            here = edge.document == document and edge.tense == "present"
            return here and edge.consistent is not False
        case r.AffiliatedWith() | r.Holds():
            if isinstance(edge, r.AffiliatedWith) and edge.kind not in _GOVERNMENT:
                return False
            begun = edge.valid_from is None or edge.valid_from <= day[: len(edge.valid_from)]
            return begun and (edge.valid_to is None or edge.valid_to >= day[: len(edge.valid_to)])
        case _:
            return True


# --- positions and talks --------------------------------------------------------------------------


def _position(facts: Facts, edge: r.Position) -> tuple[Row, date | None]:
    """The columns that positions share, and the day."""
    report = facts.reports[edge.document or ""]
    told = facts.told.get(edge.statement or "")
    day = edge.date_from or (told.day if told else None) or report.published
    return {
        "actor": facts.names[edge.source], "proposal": facts.names[edge.target],
        "condition": getattr(edge, "condition", None), "date": _iso(day), "actor_id": edge.source,
        "statement": edge.statement, **_edge_place(edge),
    }, day  # fmt: skip


def _edge_place(edge: Relationship) -> Row:
    return {
        "document": edge.document, "start": edge.start, "end": edge.end, "edge": edge.id
    }  # fmt: skip


def conditions(
    facts: Facts, actor: str | None = None, since: str | None = None, until: str | None = None
) -> Iterator[Row]:
    """A row a CONDITIONS."""
    for edge in facts.positions.values():
        row, day = _position(facts, edge)
        asked = edge.type == "CONDITIONS" and actor in {None, edge.source}
        if asked and _within(day, since, until):
            yield row


def positions_on_concept(
    facts: Facts,
    concept: str | None = None,
    kind: str | None = None,
    actor: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Iterator[Row]:
    """A row a position and concept."""
    for edge in facts.positions.values():
        if kind not in {None, facts.proposals[edge.target].kind} or actor not in {
            None,
            edge.source,
        }:
            continue
        row, day = _position(facts, edge)
        for found in _concepts(facts, edge.target):
            if concept in {None, found} and _within(day, since, until):
                yield {
                    **row, "position": edge.type, "concept": _name(facts, found),
                    "confidence": edge.confidence,
                }  # fmt: skip


def _concepts(facts: Facts, proposal: str) -> list[str | None]:
    return _or_null(facts.concepts[proposal])


def dependencies(facts: Facts, actor: str | None = None) -> Iterator[Row]:
    """A row a dependency and pair of concepts."""
    for edge in facts.needs.values():
        if actor not in {None, edge.actor}:
            continue
        for concept in _concepts(facts, edge.source):
            for needed in _concepts(facts, edge.target):
                yield {
                    **_edge_place(edge), "actor": _name(facts, edge.actor),
                    "actor_id": edge.actor, "proposal": facts.names[edge.source],
                    "needs": facts.names[edge.target], "concept": _name(facts, concept),
                    "needed_concept": _name(facts, needed), "proposal_id": edge.source,
                    "needs_id": edge.target, "statement": edge.statement,
                    "date": _iso(facts.reports[edge.document or ""].published),
                }  # fmt: skip


def deadlocks(facts: Facts) -> Iterator[Row]:
    """A row a circle of two dependencies of different actors."""
    by_needed: defaultdict[str, set[str]] = defaultdict(set)
    for edge in facts.needs.values():
        for key in _meeting(facts, edge.target):
            by_needed[key].add(edge.id)
    for first in facts.needs.values():
        meeting = {id_ for key in _meeting(facts, first.source) for id_ in by_needed[key]}
        for second in (facts.needs[id_] for id_ in meeting):
            meets = _meeting(facts, second.source) & _meeting(facts, first.target)
            if first.id < second.id and meets and (first.actor or "") != (second.actor or ""):
                yield _deadlock(facts, first, second)


def _meeting(facts: Facts, proposal: str) -> set[str]:
    """What a proposal may meet another one in: itself, or a concept."""
    return {proposal, *facts.concepts[proposal]}


def _deadlock(facts: Facts, first: r.ConditionalOn, second: r.ConditionalOn) -> Row:
    actors = [_name(facts, edge.actor) or "somebody" for edge in (first, second)]
    a, b = facts.names[first.source], facts.names[first.target]
    return {
        "deadlock": f"{actors[0]}: {a} needs {b}; {actors[1]}: {b} needs {a}", "actors": actors,
        "proposals": [a, b], "documents": [first.document, second.document],
        "edges": [first.id, second.id],
    }  # fmt: skip


def talks_by_venue(facts: Facts, venue: str | None = None) -> Iterator[Row]:
    """A row a HELD_AT of talks, a summit or a visit."""
    for edge in facts.held.values():
        what = facts.things[edge.source]
        if what.kind in {"talks", "summit", "visit"} and venue in {None, edge.target}:
            yield {
                "venue": facts.names[edge.target],
                "states": [facts.names[id_] for id_ in sorted(facts.located[edge.target])],
                "talks": what.name, "kind": what.kind, "status": what.status,
                "held": _iso(what.day),
                "actors": [facts.names[id_] for id_ in sorted(facts.takers[edge.source])],
                "date": _iso(facts.reports[edge.document or ""].published),
                "venue_id": edge.target, "talks_id": edge.source, "document": edge.document,
                "start": edge.start, "end": edge.end,
            }  # fmt: skip


def wrong_offices(facts: Facts, person: str | None = None) -> Iterator[Row]:
    """A row a DESCRIBED_AS that the registry contradicts."""
    for edge in facts.described.values():
        if edge.consistent is False and person in {None, edge.source}:
            yield {
                **_edge_place(edge), "person": facts.names[edge.source],
                "described_as": facts.names[edge.target], "tense": edge.tense,
                "expected": edge.expected, "person_id": edge.source,
                "date": _iso(facts.reports[edge.document or ""].published),
            }  # fmt: skip


# --- reports and evidence -------------------------------------------------------------------------


def documents(
    facts: Facts, outlet: str | None = None, since: str | None = None, until: str | None = None
) -> Iterator[Row]:
    """A row a report and outlet."""
    for report in facts.reports.values():
        for published_by in _or_null(report.outlets):
            if outlet in {None, published_by} and _within(report.published, since, until):
                said = [facts.told[id_] for id_ in report.statements]
                yield {
                    "date": _iso(report.published), "outlet": _name(facts, published_by),
                    "title": report.title, "statements": len(said),
                    "speakers": len({id_ for told in said for id_ in told.speakers}),
                    "copy_of": sorted(report.copy_of), "url": report.url, "document": report.id,
                }  # fmt: skip


def evidence(facts: Facts, id: str) -> Iterator[Row]:
    """A row a statement's speaker, a relationship, or a statement behind a derived one."""
    if told := facts.told.get(id):
        for speaker in _speakers(told):
            yield _evidence(facts, told, "Statement", _name(facts, speaker), None)
    elif edge := facts.edges.get(id):
        yield _evidence_of_edge(facts, edge)
    else:
        yield from _evidence_of_derived(facts, id)


def _evidence_of_derived(facts: Facts, id_: str) -> Iterator[Row]:
    for told in facts.told.values():
        if not told.counts or facts.is_copy(told):
            continue
        for speaker in told.speakers:
            for about in told.about:
                for type_ in ("SPOKE_ABOUT", STANCE_EDGES[about.stance].type):
                    if relationship_id(type_, speaker, about.target) == id_:
                        names = facts.names[speaker], facts.names[about.target]
                        yield _evidence(facts, told, type_, *names)


def _evidence(facts: Facts, told: Told, type_: str, source: str | None, target: str | None) -> Row:
    report = facts.reports[told.document]
    return {
        **_place(told), "type": type_, "source": source, "target": target,
        "words": report.text[told.start : told.end], **_of_report(report), "rule": told.rule,
        "confidence": told.confidence,
    }  # fmt: skip


def _evidence_of_edge(facts: Facts, edge: Relationship) -> Row:
    report = facts.reports[edge.document or ""]
    return {
        "type": edge.type, "source": facts.names[edge.source], "target": facts.names[edge.target],
        "words": report.text[edge.start : edge.end], **_of_report(report), "rule": None,
        "confidence": edge.confidence, "statement": getattr(edge, "statement", None),
        "document": edge.document, "start": edge.start, "end": edge.end,
    }  # fmt: skip


def _of_report(report: Report) -> Row:
    return {"date": _iso(report.published), "url": report.url}


ANSWERS: Mapping[str, Answer] = {
    "conditions": conditions,
    "deadlocks": deadlocks,
    "dependencies": dependencies,
    "documents": documents,
    "evidence": evidence,
    "first-hand-only": first_hand_only,
    "positions-on-concept": positions_on_concept,
    "relayed-statements": relayed_statements,
    "replies": replies,
    "said-about-over-time": said_about_over_time,
    "search-statements": search_statements,
    "speaker-target-matrix": speaker_target_matrix,
    "speakers-on-platform": speakers_on_platform,
    "state-about-state": state_about_state,
    "talks-by-venue": talks_by_venue,
    "unattributed": unattributed,
    "unnamed-sources": unnamed_sources,
    "who-criticises-whom": who_criticises_whom,
    "who-said-what": who_said_what,
    "wrong-offices": wrong_offices,
}
