"""What each question is asked with: actors, places and days drawn from what a corpus says of them.

Narrow draws are such that about twenty rows answer them whatever the size of the corpus, so that
what they cost must not grow with it. Wide ones ask for the most frequent, or for everything: their
answers grow.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any, NamedTuple

from benchmarks.facts import Facts, Told
from schemas.identity import relationship_id

ROWS = 20
"""Of a narrow answer, about."""
DRAWS = 5
"""Of each way of asking."""


class Draw(NamedTuple):
    """One way of asking a question: which parameters are given, whether the answer grows."""

    wide: bool
    parameters: Mapping[str, Any]

    @property
    def asked(self) -> str:
        """The names of the parameters given, and whether the most frequent is asked for."""
        names = " ".join(self.parameters) or "everything"
        return f"{names}, the most frequent" if self.wide and self.parameters else names


def draws(facts: Facts, question: str) -> list[Draw]:
    """Narrow and wide draws of a question; the same for the same corpus."""
    return [*DRAWN[question](facts)]


def _near[K: Hashable](counted: Counter[K], wanted: int = ROWS) -> list[K]:
    """Keys whose count is nearest to `wanted`."""
    ordered = sorted(counted.items(), key=lambda item: (abs(item[1] - wanted), str(item[0])))
    return [key for key, _ in ordered[:DRAWS]]


def _by(name: str, counted: Counter[str], *, wide: bool = False) -> Iterator[Draw]:
    """One parameter: near `ROWS`, and where `wide` says so the most frequent too."""
    for id_ in _near(counted):
        yield Draw(False, {name: id_})
    if wide:
        for id_, _ in counted.most_common(1):
            yield Draw(True, {name: id_})


def _by_two(names: tuple[str, str], counted: Counter[tuple[str, str]]) -> Iterator[Draw]:
    """Two parameters of which one alone is frequent: a narrow answer out of much."""
    for place in (0, 1):
        single: Counter[str] = Counter()
        for pair, count in counted.items():
            single[pair[place]] += count
        for most, _ in single.most_common(1):
            some = Counter({p: n for p, n in counted.items() if p[place] == most})
            for pair in _near(some)[:3]:
                yield Draw(False, dict(zip(names, pair, strict=True)))


def _by_days(facts: Facts, in_all: int, **others: str) -> Iterator[Draw]:
    """As many days as bring about `ROWS` of so many rows."""
    days = sorted(report.published for report in facts.reports.values() if report.published)
    length = timedelta(ROWS * (days[-1] - days[0]).days // max(in_all, 1))
    for since in days[len(days) // 7 :: max(len(days) // 6, 1)][:DRAWS]:
        until = since + length
        given = {**others, "since": since.isoformat(), "until": until.isoformat()}
        yield Draw(False, given)


def _named(facts: Facts, ids: Iterable[str]) -> Iterator[str]:
    """Those that are no unnamed source: nobody asks for one by its id."""
    return (id_ for id_ in ids if id_ not in facts.descriptions)


def _speakers(facts: Facts, said: Iterable[Told]) -> Counter[str]:
    return Counter(_named(facts, (id_ for told in said for id_ in told.speakers)))


def _targets(said: Iterable[Told]) -> Counter[str]:
    return Counter(about.target for told in said for about in told.about)


def _pairs(facts: Facts, said: Iterable[Told]) -> Counter[tuple[str, str]]:
    return Counter(
        (speaker, about.target)
        for told in said
        for speaker in _named(facts, told.speakers)
        for about in told.about
    )


# --- by question ----------------------------------------------------------------------------------


def _who_said_what(facts: Facts) -> Iterator[Draw]:
    said = facts.told.values()
    yield from _by("speaker", _speakers(facts, said), wide=True)
    yield from _by("target", _targets(said), wide=True)
    yield from _by_two(("speaker", "target"), _pairs(facts, said))
    yield from _by_days(facts, len(said))


def _first_hand_only(facts: Facts) -> Iterator[Draw]:
    yield from _who_said_what(facts)


def _said_about_over_time(facts: Facts) -> Iterator[Draw]:
    pairs = _pairs(facts, facts.told.values())
    yield from _by_two(("speaker", "target"), pairs)
    for (speaker, target), _ in pairs.most_common(1):
        yield Draw(True, {"speaker": speaker, "target": target})


def _relayed_statements(facts: Facts) -> Iterator[Draw]:
    said = [told for told in facts.told.values() if told.relays]
    yield from _by("speaker", _speakers(facts, said))
    yield from _by("relay", Counter(_named(facts, (r for t in said for _, r in t.relays))))
    yield from _by_days(facts, len(said))


def _replies(facts: Facts) -> Iterator[Draw]:
    said = [told for told in facts.told.values() if told.replies]
    yield from _by("speaker", _speakers(facts, said))
    yield from _by_days(facts, len(said))


def _speakers_on_platform(facts: Facts) -> Iterator[Draw]:
    said = [told for told in facts.told.values() if told.platforms]
    yield from _by_two(
        ("platform", "speaker"),
        Counter((p, s) for t in said for p in t.platforms for s in _named(facts, t.speakers)),
    )
    yield from _by("speaker", _speakers(facts, said))
    yield from _by_days(facts, len(said))


def _unattributed(facts: Facts) -> Iterator[Draw]:
    said = [told for told in facts.told.values() if not told.speakers]
    yield from _by("target", _targets(said))
    yield from _by_days(facts, len(said))


def _unnamed_sources(facts: Facts) -> Iterator[Draw]:
    bodies = Counter(edge.target for id_ in facts.descriptions for edge in facts.leaving[id_])
    yield from _by("affiliation", bodies)


def _search_statements(facts: Facts) -> Iterator[Draw]:
    said = facts.told.values()
    words = Counter(word for told in said for word in set(told.text.split()) if word.isdecimal())
    yield from _by("words", Counter({f"resolution {word}": n for word, n in words.items()}))
    for draw in islice(_by_days(facts, len(said)), 2):
        yield Draw(True, {"words": "ceasefire talks", **draw.parameters})


def _speaker_target_matrix(facts: Facts) -> Iterator[Draw]:
    pairs = _pairs(facts, (told for told in facts.told.values() if told.counts))
    counts = sorted(pairs.values(), reverse=True)
    yield Draw(True, {"minimum": counts[min(ROWS, len(counts) - 1)]})
    yield Draw(True, {})


def _who_criticises_whom(facts: Facts) -> Iterator[Draw]:
    pairs = Counter(
        {
            (speaker, about.target): 1
            for told in facts.told.values()
            if told.counts and not facts.is_copy(told)
            for speaker in _named(facts, told.speakers)
            for about in told.about
            if about.stance == "negative"
        }
    )
    yield from _by("speaker", Counter(speaker for speaker, _ in pairs))
    yield from _by("target", Counter(target for _, target in pairs))
    yield from _by_two(("speaker", "target"), pairs)
    yield Draw(True, {})


def _state_about_state(facts: Facts) -> Iterator[Draw]:
    states = Counter(
        id_ for told in facts.told.values() for id_ in told.speakers if "state:" in id_
    )
    said = sum(told.counts for told in facts.told.values())
    yield from _by_days(facts, said)
    for id_ in _near(states):
        yield Draw(False, {"speaker": id_})
    for id_, _ in states.most_common(1):
        yield from _by_days(facts, said, speaker=id_)
    yield Draw(True, {})


def _conditions(facts: Facts) -> Iterator[Draw]:
    edges = [edge for edge in facts.positions.values() if edge.type == "CONDITIONS"]
    yield from _by("actor", Counter(edge.source for edge in edges))
    yield from _by_days(facts, len(edges))


def _positions_on_concept(facts: Facts) -> Iterator[Draw]:
    edges = facts.positions.values()
    yield from _by("actor", Counter(edge.source for edge in edges))
    yield from _by("concept", Counter(c for e in edges for c in facts.concepts[e.target]))
    yield from _by_days(facts, len(edges))
    yield Draw(True, {"kind": "ceasefire"})


def _dependencies(facts: Facts) -> Iterator[Draw]:
    yield from _by("actor", Counter(edge.actor for edge in facts.needs.values() if edge.actor))
    yield Draw(True, {})


def _deadlocks(facts: Facts) -> Iterator[Draw]:
    yield Draw(True, {})


def _talks_by_venue(facts: Facts) -> Iterator[Draw]:
    yield from _by("venue", Counter(edge.target for edge in facts.held.values()))


def _wrong_offices(facts: Facts) -> Iterator[Draw]:
    wrong = [edge for edge in facts.described.values() if edge.consistent is False]
    yield from _by("person", Counter(edge.source for edge in wrong))
    yield Draw(True, {})


def _documents(facts: Facts) -> Iterator[Draw]:
    reports = facts.reports.values()
    yield from _by("outlet", Counter(id_ for report in reports for id_ in report.outlets))
    yield from _by_days(facts, len(reports))


def _evidence(facts: Facts) -> Iterator[Draw]:
    for id_ in islice(facts.told, DRAWS):
        yield Draw(False, {"id": id_})
    for type_ in ("SAID", "ABOUT", "CONDITIONS", "MENTIONED_IN", "DESCRIBED_AS"):
        edge = next(edge for edge in facts.edges.values() if edge.type == type_)
        yield Draw(False, {"id": edge.id})
    pairs = _pairs(facts, (t for t in facts.told.values() if t.counts and not facts.is_copy(t)))
    for type_ in ("SPOKE_ABOUT", "MENTIONS"):
        for speaker, target in _near(pairs)[:2]:
            yield Draw(False, {"id": relationship_id(type_, speaker, target)})


DRAWN: Mapping[str, Callable[[Facts], Iterator[Draw]]] = {
    "conditions": _conditions,
    "deadlocks": _deadlocks,
    "dependencies": _dependencies,
    "documents": _documents,
    "evidence": _evidence,
    "first-hand-only": _first_hand_only,
    "positions-on-concept": _positions_on_concept,
    "relayed-statements": _relayed_statements,
    "replies": _replies,
    "said-about-over-time": _said_about_over_time,
    "search-statements": _search_statements,
    "speaker-target-matrix": _speaker_target_matrix,
    "speakers-on-platform": _speakers_on_platform,
    "state-about-state": _state_about_state,
    "talks-by-venue": _talks_by_venue,
    "unattributed": _unattributed,
    "unnamed-sources": _unnamed_sources,
    "who-criticises-whom": _who_criticises_whom,
    "who-said-what": _who_said_what,
    "wrong-offices": _wrong_offices,
}
