import pytest

from schemas.identity import (
    concept_id,
    document_id,
    entity_id,
    occurrence_id,
    relationship_id,
    slug,
    statement_id,
)  # fmt: skip
from schemas.relations import Said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("Donald Tusk's", "donald-tusk"),
        ("Élysée Palace", "elysee-palace"),
        ("Øystein Łukasiewicz", "oystein-lukasiewicz"),
        ("U.S. Congress", "u-s-congress"),
        ("Зеленский", "зеленскии"),
        ("  ", "x"),
        ("—", "x"),
    ],
)
def test_slug(words: str, expected: str) -> None:
    assert slug(words) == expected


def test_a_long_slug_keeps_its_head_and_differs_in_its_tail() -> None:
    one, two = slug("a" * 200 + "b"), slug("a" * 200 + "c")
    assert len(one) <= 80
    assert one != two
    assert one.startswith("aaaa")


def test_document_ids_prefer_the_canonical_url() -> None:
    assert document_id("https://a.example/x", "mine", "f" * 64) == "https://a.example/x"
    assert document_id(None, "mine", "f" * 64) == "mine"
    assert document_id(None, None, "0123456789abcdef" * 4) == "sha256:0123456789abcdef"


def test_a_surname_alone_belongs_to_its_document() -> None:
    assert entity_id("person", "Fesenko", "d1") == "person:fesenko@d1"
    assert entity_id("person", "Volodymyr Fesenko") == "person:volodymyr-fesenko"


def test_statement_ids_fold_white_space_and_count_equals() -> None:
    one = statement_id("d", "the minister", "We  are\nready", 1)
    assert one == statement_id("d", "the minister", "we are ready", 1)
    assert one != statement_id("d", "the minister", "we are ready", 2)
    assert one != statement_id("d", "another minister", "we are ready", 1)


def test_concepts_do_not_depend_on_the_order_of_parties() -> None:
    assert concept_id("talks", ["state:UKR", "state:RUS"]) == concept_id(
        "talks", ["state:RUS", "state:UKR"]
    )
    assert concept_id("talks", ["state:RUS", "state:UKR"]) == "concept:talks:state-rus+state-ukr"
    assert (
        concept_id("agreement", [], "Black Sea Grain Initiative")
        == "concept:black-sea-grain-initiative"
    )
    assert (
        occurrence_id("call", ["person:b", "person:a"], "2025-05-11")
        == "occurrence:call:person-a+person-b:2025-05-11"
    )


def test_relationship_ids_tell_nothing_apart_but_their_key() -> None:
    assert relationship_id("SAID", "a", "b", "d", 0, 5) == relationship_id(
        "SAID", "a", "b", "d", 0, 5
    )
    assert relationship_id("SAID", "a", "b", "d", 0, 5) != relationship_id(
        "SAID", "a", "b", "d", 0, 6
    )
    assert relationship_id("SAID", "a", "b", None, 0) != relationship_id(
        "SAID", "a", "b", "", 0, None
    )


def test_a_changed_copy_of_a_relationship_has_an_id_of_its_own() -> None:
    edge = Said(source="person:a", target="statement:b", document="d", start=1, end=2)
    assert edge.model_copy(update={"start": 3}).id != edge.id
    assert edge.model_copy().id == edge.id
    assert edge.model_copy() == edge
