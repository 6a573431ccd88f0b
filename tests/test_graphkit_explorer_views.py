"""What the explorer shows, against the graph that the store was loaded with."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.explorer import actors, positions, reports, views
from graphkit.explorer.answers import Tie
from graphkit.explorer.filters import Filters
from graphkit.explorer.marking import Place, Zone, cut
from graphkit.explorer.showing import Drawn, Shown, Tabled
from graphkit.questions import AskableStore
from loaders.networkx_graph import actor_network
from schemas.derivation import Utterance, utterances
from schemas.errors import StoreMissing
from schemas.graph import Graph
from schemas.relations import In, MentionedIn, Position, PublishedBy, Said
from tests.opening import new_store
from tests.six_reports import six_reports

TRUMP, PUTIN, ZELENSKYY = (
    "person:donald-trump",
    "person:vladimir-putin",
    "person:volodymyr-zelensky",
)
CEASEFIRE = "concept:ceasefire:state-rus+state-ukr"
ON_SERVERS = [pytest.param(n, marks=pytest.mark.neo4j) for n in ("neo4j-lts", "neo4j-newest")]


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The six reports, which do not say where they mention proposals."""
    told = six_reports()
    held = [edge for edge in told.stated if isinstance(edge, Position)]
    mentioned = [_mention(edge) for edge in held]
    return Graph(told.nodes.values(), [*told.stated, *mentioned]).check()


def _mention(edge: Position) -> MentionedIn:
    span: dict[str, Any] = {"start": edge.start, "end": edge.end}
    spans = {"starts": (edge.start,), "ends": (edge.end,), "surfaces": ("it",), "count": 1}
    document = str(edge.document)
    return MentionedIn(source=edge.target, target=document, document=document, **span, **spans)


@pytest.fixture(scope="module", params=["embedded", *ON_SERVERS])
def store(
    request: pytest.FixtureRequest, graph: Graph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AskableStore]:
    with AskableStore(new_store(request, tmp_path_factory.mktemp("explorer"))) as opened:
        opened.prepare()
        opened.load(graph)
        yield opened


@pytest.fixture(scope="module")
def spoken(graph: Graph) -> list[Utterance]:
    return list(utterances(graph.nodes, graph.stated))


def tied(spoken: list[Utterance]) -> Counter[tuple[str, str, str]]:
    return Counter((u.speaker, u.target, u.stance) for u in spoken)


def counted(ties: tuple[Tie, ...]) -> Counter[tuple[str, str, str]]:
    return Counter({(t.speaker, t.target, t.stance): t.statements for t in ties})


# --- how much there is --------------------------------------------------------------------------


def test_overview(store: AskableStore, graph: Graph) -> None:
    found = views.overview(store)
    days = sorted(d.published for d in graph.documents if d.published)
    assert (found.documents, found.statements) == (len(graph.documents), len(graph.statements))
    assert found.actors == sum(node.actor for node in graph.nodes.values())
    assert (found.first, found.last) == (days[0].isoformat(), days[-1].isoformat())
    published = Counter(e.target for e in graph.stated if isinstance(e, PublishedBy))
    assert {o.outlet.id: o.documents for o in found.outlets} == published


# --- network and matrix -------------------------------------------------------------------------

DAYS = (date(2025, 5, 11), date(2025, 5, 31))
CHOICES: list[tuple[Filters, Any]] = [
    (Filters(), lambda u: True),
    (Filters(since=DAYS[0], until=DAYS[1]), lambda u: u.day and DAYS[0] <= u.day <= DAYS[1]),
    (Filters(speaker=TRUMP), lambda u: u.speaker == TRUMP),
    (
        Filters(target=PUTIN, until=DAYS[1]),
        lambda u: u.target == PUTIN and u.day and u.day <= DAYS[1],
    ),
    (Filters(stance=["negative"]), lambda u: u.stance == "negative"),
    (
        Filters(stance=["negative", "positive"], since=DAYS[0]),
        lambda u: u.stance != "neutral" and u.day and u.day >= DAYS[0],
    ),
]


@pytest.mark.parametrize(
    ("filters", "wanted"), CHOICES, ids=lambda f: "" if callable(f) else str(f)
)
def test_network_and_matrix_count_what_the_graph_says(
    store: AskableStore, spoken: list[Utterance], filters: Filters, wanted: Any
) -> None:
    expected = tied([u for u in spoken if wanted(u)])
    assert expected
    network = views.network(store, filters, top=100)
    assert counted(network.ties) == expected
    weights: Counter[str] = Counter()
    for (speaker, target, _), number in expected.items():
        weights.update({speaker: number})
        weights.update({target: number})
    assert network.weights == weights
    assert network.total == len(weights)
    matrix = views.matrix(store, filters, top=100)
    assert counted(matrix.ties) == expected
    assert {n.id for n in matrix.speakers} == {speaker for speaker, _, _ in expected}
    assert matrix.targets_total == len({target for _, target, _ in expected})


def test_network_is_cut_to_the_heaviest(store: AskableStore) -> None:
    whole = views.network(store, Filters(), top=100)
    some = views.network(store, Filters(), top=3)
    assert some.actors == whole.actors[:3]
    assert some.total == whole.total > 3
    ids = {actor.id for actor in some.actors}
    assert counted(some.ties) == counted(
        tuple(t for t in whole.ties if {t.speaker, t.target} <= ids)
    )


@pytest.mark.parametrize("top", [1, 3, 15, 40])
def test_a_small_screen_is_shown_what_a_query_for_so_few_gives(
    store: AskableStore, top: int
) -> None:
    shown = Shown(store)
    assert shown.network(Drawn(top=top)) == views.network(store, Filters(), top=top)
    assert shown.matrix(Tabled(top=top)) == views.matrix(store, Filters(), top=top)
    lanes = views.lanes(store, Filters(), views.period(store), top=top)
    found = shown.timeline(Drawn(top=top))
    assert (found.speakers, found.lanes, found.speakers_total) == (
        lanes.speakers,
        lanes.lanes,
        lanes.total,
    )


def test_network_of_an_outlet(store: AskableStore, graph: Graph, spoken: list[Utterance]) -> None:
    edge = next(e for e in graph.stated if isinstance(e, PublishedBy))
    own = {e.source for e in graph.stated if isinstance(e, PublishedBy) and e.target == edge.target}
    found = views.network(store, Filters(outlet=edge.target), top=100)
    assert counted(found.ties) == tied([u for u in spoken if u.document in own])


def test_everything_counts_what_was_denied_too(store: AskableStore) -> None:
    usual = counted(views.network(store, Filters(), top=100).ties)
    everything = counted(views.network(store, Filters(everything=True), top=100).ties)
    assert everything[PUTIN, ZELENSKYY, "positive"] + everything[PUTIN, ZELENSKYY, "neutral"] > (
        usual[PUTIN, ZELENSKYY, "positive"] + usual[PUTIN, ZELENSKYY, "neutral"]
    )
    assert everything.total() > usual.total()


def test_states_are_those_of_the_network_view(store: AskableStore, graph: Graph) -> None:
    found = Shown(store).matrix(Tabled(states=True, top=100))
    drawn = actor_network(graph, states=True)
    expected = {
        (s, t, stance): data[stance]
        for s, t, data in drawn.edges(data=True)
        for stance in ("positive", "neutral", "negative")
        if data[stance]
    }
    assert counted(found.ties) == Counter(expected)
    tie = found.ties[0]
    page = reports.between_states(store, Filters(speaker=tie.speaker, target=tie.target))
    same = [t.statements for t in found.ties if (t.speaker, t.target) == (tie.speaker, tie.target)]
    assert page.total == len(page.statements) == sum(same)


def test_flags(store: AskableStore) -> None:
    flags = {a.name: a.flag for a in views.network(store, Filters(), top=100).actors}
    assert flags["Donald Trump"] == "us"
    assert flags["Russia"] == flags["Dmitry Peskov"] == "ru"


# --- time ---------------------------------------------------------------------------------------


def test_timeline(store: AskableStore, spoken: list[Utterance]) -> None:
    found = Shown(store).timeline(Drawn(top=100))
    assert found.bucket == found.volume_bucket == "day"
    dated = [u for u in spoken if u.day]
    expected = {(u.speaker, str(u.day), u.stance): set() for u in dated}
    for u in dated:
        expected[u.speaker, str(u.day), u.stance].add(u.statement)
    assert {(m.speaker, m.bucket, m.stance): m.statements for m in found.lanes} == {
        key: len(ids) for key, ids in expected.items()
    }
    assert sum(v.statements for v in found.volume) == len({u.statement for u in dated})
    assert found.undated == len({u.statement for u in spoken if not u.day})


def test_volume_is_of_all_days(store: AskableStore) -> None:
    whole = Shown(store).timeline(Drawn(top=25))
    some = Shown(store).timeline(Drawn(since=date(2025, 5, 16), until=date(2025, 5, 16), top=25))
    assert some.volume == whole.volume
    assert {lane.bucket for lane in some.lanes} == {"2025-05-16"}


@pytest.mark.parametrize(
    ("first", "last", "bucket"),
    [
        ("2025-05-01", "2025-06-30", "day"),
        ("2025-01-01", "2025-12-31", "month"),
        ("1990-01-01", "2025-12-31", "year"),
        (None, None, "day"),
    ],
)
def test_a_mark_stands_for_a_stretch_that_fits(
    first: str | None, last: str | None, bucket: str
) -> None:
    assert views._bucket(first, last) == bucket


# --- statements and articles --------------------------------------------------------------------


def test_every_statement_once_over_all_pages(store: AskableStore, graph: Graph) -> None:
    wanted = Filters(everything=True)
    ids, total = [], reports.page(store, wanted, limit=1).total
    for skip in range(0, total, 4):
        ids += [t.id for t in reports.page(store, wanted, skip=skip, limit=4).statements]
    assert sorted(ids) == sorted({e.target for e in graph.stated if isinstance(e, Said)})
    assert len(ids) == total


def test_newest_first_and_undated_last(store: AskableStore) -> None:
    days = [t.day for t in reports.page(store, Filters(everything=True)).statements]
    dated = [day for day in days if day]
    assert dated == sorted(dated, reverse=True)
    assert days[len(dated) :] == [None] * (len(days) - len(dated)) != []


def test_a_statement_has_what_a_citation_needs(store: AskableStore) -> None:
    (told,) = [
        t for t in reports.page(store, Filters(speaker=TRUMP)).statements if t.cue == "wrote"
    ]
    assert told.sentence == "“Zelenskyy is a brave man,” Trump wrote on Truth Social."
    assert [s.name for s in told.speakers] == ["Donald Trump"]
    assert [(t.node.id, t.stance) for t in told.targets] == [(ZELENSKYY, "positive")]
    assert told.report.id == "courier-1"
    assert told.report.published == told.day == "2025-05-10"
    assert reports.statement(store, told.id) == told


def test_words(store: AskableStore) -> None:
    found = reports.page(store, Filters(words="no president")).statements
    assert found
    assert all("president" in told.text.lower() for told in found)
    assert reports.page(store, Filters(words='+-&&||!(){}[]^"~*?:\\/ AND OR NOT')).total == 0


@pytest.mark.parametrize(
    "words", ["BRAVE man", '"brave" +man', "brave/man", "man, brave; a", "brave*"]
)
def test_words_are_no_operators(store: AskableStore, words: str) -> None:
    found = reports.page(store, Filters(words=words)).statements
    assert found
    assert all("brave man" in told.text for told in found)
    assert reports.page(store, Filters(words="NOT brave")).total == 0


def test_articles_keep_their_text_and_mark_what_is_said(store: AskableStore, graph: Graph) -> None:
    listed = reports.reports(store)
    assert [r.id for r in listed] == [
        d.id
        for d in sorted(
            graph.documents, key=lambda d: (-(d.published or date.min).toordinal(), d.id)
        )
    ]
    for document in graph.documents:
        article = reports.article(store, document.id)
        assert "".join(segment.text for segment in article.segments) == document.text
        own = {e.source for e in graph.stated if isinstance(e, In) and e.target == document.id}
        assert {told.id for told in article.statements} == own
        for statement in (s for s in graph.statements if s.id in own):
            marked = "".join(
                segment.text
                for segment in article.segments
                if any(m.of == statement.id and m.role == "content" for m in segment.marks)
            )
            spans = zip(statement.starts, statement.ends, strict=True)
            assert marked == "".join(document.text[a:b] for a, b in spans)
        held = {e.id for e in graph.stated if isinstance(e, Position) and e.document == document.id}
        assert {stand.id for stand in article.stands} == held


@pytest.mark.parametrize(
    "read",
    [reports.article, reports.statement, actors.profile, positions.concept],
    ids=lambda read: read.__name__,
)
def test_what_is_not_there(store: AskableStore, read: Any) -> None:
    with pytest.raises(StoreMissing, match="'nowhere'"):
        read(store, "nowhere")


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=8),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3),
)
def test_cutting_loses_nothing(
    text: str, spans: list[tuple[int, int]], zones: list[tuple[int, int]]
) -> None:
    places = [Place(a, b, "content", str(n)) for n, (a, b) in enumerate(spans)]
    pieces = list(cut(text, places, [Zone(a, b, "body") for a, b in zones]))
    assert "".join(piece.text for piece in pieces) == text
    for place in places:
        marked = "".join(p.text for p in pieces if any(m.of == place.of for m in p.marks))
        assert marked == text[place.start : place.end]


def test_offsets_are_code_points() -> None:
    text = "🙂 “Yes,” she said."
    pieces = list(cut(text, [Place(2, 8, "content", "s")], [Zone(0, len(text), "title")]))
    assert [p.text for p in pieces if p.marks] == ["“Yes,”"]
    assert {p.zone for p in pieces} == {"title"}


# --- actors and concepts ------------------------------------------------------------------------


def test_profile(store: AskableStore, spoken: list[Utterance]) -> None:
    found = actors.profile(store, TRUMP)
    assert found.actor.name == "Donald Trump"
    assert [(h.office.name, h.of and h.of.name) for h in found.offices] == [
        ("President of the United States", "United States")
    ]
    said = Counter(u.target for u in spoken if u.speaker == TRUMP)
    assert {o.node.id: o.statements for o in found.says_of} == said
    heard = Counter(u.speaker for u in spoken if u.target == TRUMP)
    assert {o.node.id: o.statements for o in found.said_by} == heard


def test_a_wrong_office_is_shown(store: AskableStore) -> None:
    wrong = [d for d in actors.profile(store, "person:joe-biden").described if not d.consistent]
    assert [d.document for d in wrong] == ["wire-1"]


def test_concept(store: AskableStore) -> None:
    listed = positions.concepts(store)
    page = positions.concept(store, CEASEFIRE)
    assert CEASEFIRE in {c.concept.id for c in listed}
    assert next(c.positions for c in listed if c.concept.id == CEASEFIRE) == len(page.stands)
    days = [stand.day for stand in page.stands if stand.day]
    assert days == sorted(days)
    assert all(stand.sentence for stand in page.stands)
    assert page.needs
    assert all(CEASEFIRE in (need.concept_id, need.needs_id) for need in page.needs)


@pytest.mark.parametrize(
    ("words", "first"),
    [("Trump", TRUMP), ("the Kremlin", "organization:kremlin"), ("putin", PUTIN)],
)
def test_search_finds_names(store: AskableStore, words: str, first: str) -> None:
    assert Shown(store).search(words).actors[0].id == first


def test_search_finds_words_and_concepts(store: AskableStore) -> None:
    found = Shown(store).search("ceasefire")
    assert CEASEFIRE in {concept.id for concept in found.concepts}
    page = reports.page(store, Filters(words="ceasefire", everything=True))
    assert found.statements == page.total > 0
    assert Shown(store).search("  ").statements == 0
