"""What the benchmark of questions compares: answers of a store and those worked out in Python."""

from collections.abc import Iterator

import pytest

from benchmarks.answers import ANSWERS, answer, comparable
from benchmarks.draws import draws
from benchmarks.facts import Facts
from benchmarks.synthetic import corpus
from graphkit.questions import AskableStore, questions
from tests.opening import EITHER, synthetic

DOCUMENTS = 120


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts.of(corpus(DOCUMENTS))


@pytest.fixture(scope="module", params=EITHER)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AskableStore]:
    with synthetic(DOCUMENTS, request, tmp_path_factory) as store:
        yield store


def test_every_question_has_an_answer_in_python() -> None:
    assert set(ANSWERS) == set(questions())


@pytest.mark.parametrize("name", ANSWERS)
def test_a_store_gives_the_rows_that_python_works_out(
    store: AskableStore, facts: Facts, name: str
) -> None:
    found = 0
    for draw in draws(facts, name):
        rows = store.ask(name, **draw.parameters)
        assert comparable(rows) == answer(facts, name, **draw.parameters), draw
        found += len(rows)
    assert found, f"nothing in the corpus answers {name}"
