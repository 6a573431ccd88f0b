import io
import subprocess
import sys
from datetime import date

import pytest
from pydantic import ValidationError

from schemas import relations as r
from schemas.actors import Office, Person, State, Unnamed
from schemas.base import Node, Relationship
from schemas.catalog import NODES, RELATIONSHIPS
from schemas.errors import GraphError, SchemaError
from schemas.graph import Graph
from schemas.provenance import Document
from schemas.reading import read_node, read_relationship
from schemas.statements import Statement

TEXT = "Analyst Ada Byron said Russia lies. Byron also praised Ukraine."


def document(id_: str, published: date | None = date(2025, 5, 12)) -> Document:
    return Document(id=id_, name=id_, sha256="0" * 64, text=TEXT, published=published)


def statement(id_: str, **changes: object) -> Statement:
    fields = {"id": id_, "name": "x", "text": "Russia lies", "starts": (23,), "ends": (34,),
              "kind": "indirect", "rule": "test", "confidence": 0.5}  # fmt: skip
    return Statement.model_validate({**fields, **changes})


def article(
    id_: str, *, surface: str = "Ada Byron", stance: str = "negative", **changes: object
) -> Graph:
    """A document in which Ada Byron speaks about Russia, which holds an office's state."""
    where = {"document": id_, "start": 8, "end": 22, "confidence": 0.5}
    ada, said = "person:ada-byron", f"statement:a@{id_}"
    nodes: list[Node] = [
        document(id_), statement(said, **changes), Person(id=ada, name="Ada Byron"),
        State(id="state:RUS", name="Russia", iso3="RUS", origin="registry"),
        Person(id="person:p", name="P", origin="registry"), Office(id="office:o", name="O", kind="head_of_state"),
    ]  # fmt: skip
    edges: list[Relationship] = [
        r.Said(source=ada, target=said, **where), r.In(source=said, target=id_, **where),
        r.About(source=said, target="state:RUS", stance=stance, **where),
        r.About(source=said, target="person:p", **where),
        r.MentionedIn(source=ada, target=id_, starts=(8,), ends=(17,), surfaces=(surface,), count=1, **where),
        r.Holds(source="person:p", target="office:o", valid_from="2012"), r.Of(source="office:o", target="state:RUS"),
    ]  # fmt: skip
    return Graph(nodes, edges)


def test_merging_is_commutative_and_idempotent() -> None:
    one, two = article("d1"), article("d2", surface="Ada byron")
    assert Graph.merge(one, two) == Graph.merge(two, one, one)
    assert Graph.merge(one, one) == one


def test_a_document_taken_back_leaves_the_others_untouched() -> None:
    one, two = article("d1"), article("d2")
    both = Graph.merge(one, two)
    assert both.without("d1") == two
    assert both.without("d2").without("d1") == Graph()
    with pytest.raises(GraphError, match="no document 'd9'"):
        both.without("d9")


def test_a_shared_name_is_the_most_frequent_spelling_of_the_id() -> None:
    graph = Graph.merge(
        article("d1"),
        article("d2"),
        article("d3", surface="ADA BYRON"),
        article("d4", surface="Byron"),
    )
    ada = graph.nodes["person:ada-byron"]
    assert ada.name == "Ada Byron"
    assert ada.model_dump()["aliases"] == ("ADA BYRON", "Byron")


def test_an_office_that_leads_makes_a_leader() -> None:
    assert article("d1").nodes["person:p"].labels == ("Actor", "Person", "Leader")
    assert article("d1").nodes["person:ada-byron"].labels == ("Actor", "Person")


def test_who_spoke_about_whom_counts_by_stance_and_dates() -> None:
    graph = Graph.merge(article("d1"), article("d2", stance="positive", date_from=date(2025, 5, 9)))
    spoke = next(
        e
        for e in graph.relationships.values()
        if isinstance(e, r.SpokeAbout) and e.target == "state:RUS"
    )
    assert (spoke.statements, spoke.positive, spoke.neutral, spoke.negative) == (2, 1, 0, 1)
    assert (spoke.first, spoke.last) == (date(2025, 5, 9), date(2025, 5, 12))
    criticises = [e for e in graph.relationships.values() if isinstance(e, r.Criticises)]
    assert [e.statements for e in criticises] == [1]


@pytest.mark.parametrize(
    "change", [{"modality": "denied"}, {"modality": "hypothetical"}, {"class": "decree"}]
)
def test_what_was_not_asserted_is_not_counted(change: dict[str, str]) -> None:
    assert not [
        e for e in article("d1", **change).relationships.values() if isinstance(e, r.SpokeAbout)
    ]


def test_a_copy_is_counted_once() -> None:
    copy = r.CopyOf(source="d2", target="d1", document="d2")
    graph = Graph.merge(article("d1"), article("d2"), Graph([], [copy]))
    assert {e.statements for e in graph.relationships.values() if isinstance(e, r.SpokeAbout)} == {
        1
    }


def test_json_lines_hold_everything_but_what_is_derived() -> None:
    graph = Graph.merge(article("d1"), article("d2"))
    stream = io.StringIO()
    graph.to_jsonl(stream)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 2
    assert "SPOKE_ABOUT" not in stream.getvalue()
    assert Graph.from_jsonl(lines) == graph
    assert Graph.from_jsonl(reversed(lines)) == graph


def test_of_lines_that_tell_of_one_document_the_last_counts() -> None:
    """As after `graphkit extract` was run once more with its output appended."""
    before, other, after = article("d1", modality="denied"), article("d2"), article("d1")
    lines = [line for graph in (before, other, after) for line in graph.json_lines()]
    assert Graph.from_jsonl(lines) == Graph.merge(other, after)
    anew = Graph([n for n in before.nodes.values() if n.label != "Statement"],
                 [e for e in before.stated if e.type == "MENTIONED_IN"])  # fmt: skip
    assert not Graph.from_jsonl([*lines, *anew.json_lines()]).part_of("d1").statements


@pytest.mark.parametrize("turn", [1, -1])
def test_a_document_that_a_line_merely_names_is_as_its_own_line_has_it(turn: int) -> None:
    told = article("d1")
    named = document("d1", published=None)
    copy = Graph([*article("d2").nodes.values(), named],
                 [*article("d2").stated, r.CopyOf(source="d2", target="d1", document="d2")])  # fmt: skip
    lines = [*told.json_lines(), *copy.json_lines()]
    assert Graph.from_jsonl(lines[::turn]).document("d1") == told.document("d1")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 1 is not a graph"),
        ('{"document": null, "nodes": [{"id": "a", "labels": ["Spy"], "properties": {}}], "relationships": []}', "Spy"),
        ('{"document": null, "nodes": [{"id": "a", "labels": ["State"], "properties": {"name": "A", "size": 3}}], '
         '"relationships": []}', "size"),
        ('{"document": null, "nodes": [], "relationships": [{"type": "HATES", "source": "a", "target": "b", '
         '"properties": {}}]}', "HATES"),
    ],
)  # fmt: skip
def test_bad_lines_are_named(line: str, says: str) -> None:
    with pytest.raises(GraphError, match=says):
        Graph.from_jsonl([line])


@pytest.mark.parametrize(
    ("edge", "says"),
    [
        (
            r.Said(source="person:nobody", target="statement:a@d1", document="d1", start=0, end=1),
            "has no node",
        ),
        (
            r.Said(source="office:o", target="statement:a@d1", document="d1", start=0, end=1),
            "may not join Office",
        ),
        (
            r.Said(source="person:p", target="statement:a@d1", document="d1", start=0, end=999),
            "out of range",
        ),
        (r.Said(source="person:p", target="statement:a@d1", document="d1"), "has no evidence"),
        (r.Said(source="person:p", target="statement:a@d1"), "names no document"),
        (
            r.Said(source="person:p", target="statement:a@d1", document="d7", start=0, end=1),
            "not there",
        ),
    ],
)
def test_a_broken_contract_is_named(edge: Relationship, says: str) -> None:
    graph = article("d1").check()
    with pytest.raises(GraphError, match=says):
        Graph.merge(graph, Graph([], [edge])).check()


def test_a_statement_stands_in_no_second_document() -> None:
    graph, other = article("d1"), article("d2")
    (statement,) = (n for n in graph.nodes.values() if isinstance(n, Statement))
    twice = r.In(source=statement.id, target="d2", document="d2", start=0, end=1)
    moved = r.In(source=statement.id, target="d1", document="d1", start=1, end=2)
    Graph.merge(graph, Graph([], [moved])).check()
    with pytest.raises(GraphError, match="stands in 2 documents"):
        Graph.merge(graph, other, Graph([], [twice])).check()


def test_models_are_frozen_and_closed() -> None:
    with pytest.raises(ValidationError):
        State(id="state:X", name="X", mood="bad")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        State(id="state:X", name="X").name = "Y"  # type: ignore[misc]
    edge = r.Said(source="person:p", target="statement:a", document="d", start=0, end=1)
    assert edge.id
    with pytest.raises((AttributeError, ValidationError)):
        edge.id = "said:x"  # type: ignore[misc]
    assert r.Said(**dict(edge)) == edge


def test_nodes_and_relationships_survive_their_properties() -> None:
    graph = article("d1")
    for node in graph.nodes.values():
        assert read_node(list(reversed(node.labels)), node.properties()) == node
    for edge in graph.relationships.values():
        assert read_relationship(edge.type, edge.source, edge.target, edge.properties()) == edge
    with pytest.raises(SchemaError, match="not a node"):
        read_node(["Actor"], {"id": "a", "name": "A"})


def test_the_catalog_names_every_model_once() -> None:
    def subclasses(model: type) -> set[type]:
        return {c for s in model.__subclasses__() for c in (s, *subclasses(s))}

    nodes = {m for m in subclasses(Node) if "label" in vars(m)}
    edges = {m for m in subclasses(Relationship) if "type" in vars(m)}
    assert nodes == set(NODES.values())
    assert edges == {row.model for row in RELATIONSHIPS.values()}
    assert {
        label for row in RELATIONSHIPS.values() for label in (*row.sources, *row.targets)
    } <= set(NODES)


def test_the_page_shows_text_as_text() -> None:
    told = statement("s", text="<script>alert(1)</script>", cue="said & done")
    html = Graph([document("d1"), told])._repr_html_()
    assert "<script>" not in html
    assert "said &amp; done" in html


def test_a_notebook_sees_the_evidence_marked() -> None:
    html = article("d1")._repr_html_()
    assert "<mark>Russia lies</mark>" in html
    assert "Ada Byron" in html


def test_importing_schemas_costs_pydantic_and_nothing_more() -> None:
    code = "import sys, schemas; print(sorted({m.split('.')[0] for m in sys.modules}))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    heavy = {
        "spacy",
        "neo4j",
        "networkx",
        "arcadedb",
        "pandas",
        "numpy",
        "rich",
        "typer",
        "graphkit",
        "loaders",
    }
    assert not heavy & set(eval(out))


def test_an_unnamed_source_is_an_actor() -> None:
    source = Unnamed(id="unnamed:one-diplomat@d1", name="one diplomat", description="one diplomat")
    assert source.labels == ("Actor", "Unnamed")
