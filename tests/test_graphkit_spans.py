"""The index of spans answers as the plain scan does."""

import random

import pytest

from graphkit.spans import SpanIndex, Zones, touch

type Spans = list[tuple[int, int]]


def _spans(seed: int, count: int) -> Spans:
    chance = random.Random(seed)
    starts = [chance.randrange(5_000) for _ in range(count)]
    return [(start, start + chance.choice([0, 1, 40, 511, 512, 3_000])) for start in starts]


@pytest.mark.parametrize("seed", range(5))
def test_near_leaves_out_nothing_that_touches(seed: int) -> None:
    spans = _spans(seed, 60)
    index = SpanIndex([span] for span in spans)
    for start, end in _spans(seed + 100, 60):
        near = index.near(start, end)
        touching = [n for n, (a, b) in enumerate(spans) if a <= end and start <= b]
        assert near == sorted(set(near))
        assert set(touching) <= set(near)


@pytest.mark.parametrize("seed", range(5))
def test_zones_touch_what_shares_a_character(seed: int) -> None:
    spans = _spans(seed, 20)
    zones = Zones(spans)
    for start, end in _spans(seed + 100, 200):
        shared = any(a < end and start < b for a, b in spans)
        assert zones.touch((start, end)) == shared


def test_no_spans_touch_nothing() -> None:
    assert SpanIndex().near(0, 10_000) == []
    assert not Zones([]).touch((0, 10_000))


@pytest.mark.parametrize(
    ("some", "others", "expected"),
    [
        ([(0, 3)], [(2, 5)], True),
        ([(0, 3)], [(3, 5)], False),
        ([(8, 9), (0, 2)], [(4, 5), (1, 2)], True),
        ([], [(0, 5)], False),
    ],
)
def test_spans_touch_where_they_share_a_character(
    some: list[tuple[int, int]], others: list[tuple[int, int]], expected: bool
) -> None:
    assert touch(some, others) is expected
