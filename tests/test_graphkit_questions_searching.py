"""Full-text search: a statement is found by its own words, and no sign is more than a sign."""

from collections.abc import Iterator

import pytest

from graphkit.questions import AskableStore
from graphkit.questions.searching import full_text, holds_all, words_in
from schemas.errors import QuestionError
from schemas.graph import Graph
from schemas.provenance import Document
from schemas.relations import In
from schemas.statements import Statement
from tests.opening import new_store

TEXTS = (
    "A cease-fire in Port Iri",
    "The U.S. won't sign; it is over",
    "He said: don’t sign the peace plan now",
    "A plan for peace",
    "AND OR NOT the fire",
    "L'Élysée refuse l’accord",
    "3.5 percent of 10,000 troops, resolution 1701",
    "foo/bar baz:qux user@example.com [a TO z] v1.2 B52's snake_case",
    '"quoted" words (here) + more \\ back',
    "Київ і Москва",
    "停火 谈判",
    "हिन्दी में युद्धविराम",
    "e\u0301lan decomposed",
    "קָמָץ וְשָׁלוֹם",
    "İzmir, ΟΔΥΣΣΕΥΣ, Straße",
)
HOSTILE = (
    *(
        "*",
        "*:*",
        "peace*",
        "pea?e",
        "/.*/",
        "/peace/",
        "pease~",
        "peace~2",
        "text:peace",
        "-peace",
    ),
    *("!peace", "peace^99", '"peace', '"', "((peace", "peace))", "[a TO z]", "{a TO z}", "\\", "+"),
    *(
        "&&",
        "||",
        "peace || fire",
        "peace OR fire",
        "fire AND NOT peace",
        "NOT nothing",
        "_exists_:id",
    ),
    *('x" OR "peace', "') RETURN 1 //", "\x00", "\u202epeace", "$words", "peace\n\tOR\nfire"),
)


@pytest.fixture(
    scope="module",
    params=[
        "embedded",
        *(pytest.param(name, marks=pytest.mark.neo4j) for name in ("neo4j-lts", "neo4j-newest")),
    ],
)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AskableStore]:
    with AskableStore(new_store(request, tmp_path_factory.mktemp("searched"))) as store:
        store.load(_graph())
        yield store


def _graph() -> Graph:
    text = "\n".join(TEXTS)
    nodes: list[Statement | Document] = [Document(id="doc", name="doc", sha256="0", text=text)]
    edges = []
    for number, words in enumerate(TEXTS):
        start = text.index(words)
        place = {"starts": (start,), "ends": (start + len(words),)}
        nodes.append(
            Statement(
                id=f"statement:{number}",
                name=words,
                text=words,
                kind="direct",
                rule="test",
                confidence=1.0,
                **place,
            )
        )
        edges.append(
            In(
                source=f"statement:{number}",
                target="doc",
                document="doc",
                start=start,
                end=start + len(words),
                confidence=1.0,
            )
        )
    return Graph(nodes, edges).check()


def found(store: AskableStore, words: str) -> list[int]:
    return [
        int(row["statement"].partition(":")[2])
        for row in store.ask("search-statements", words=words)
    ]


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_statement_is_found_by_all_its_words(store: AskableStore, number: int) -> None:
    assert found(store, TEXTS[number]) == [number]
    large = TEXTS[number].replace("ß", "ẞ").upper()
    assert found(store, large) == [number]
    assert holds_all(words_in(large), TEXTS[number])


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("peace", [2, 3]),
        ("peace plan", [2, 3]),
        ("plan PEACE now", [2]),
        ('"peace plan"', [2, 3]),
        ("fire", [0, 4]),
        ("cease-fire", [0]),
        ("fire—cease", [0]),
        ("fire and", [4]),
        ("u.s", [1]),
        ("US", []),
        ("don’t", [2]),
        ("1701 resolution", [6]),
        ("10,000", [6]),
        ("bar", [7]),
        ("火", [10]),
        ("izmir", [14]),
        ("οδυσσευσ", [14]),
        ("STRASSE", []),
        ("peace nowhere", []),
    ],
)
def test_all_words_are_asked_for(store: AskableStore, words: str, numbers: list[int]) -> None:
    assert found(store, words) == numbers
    assert [k for k, text in enumerate(TEXTS) if holds_all(words_in(words), text)] == numbers


@pytest.mark.parametrize("words", HOSTILE)
def test_a_sign_neither_fails_nor_finds_everything(store: AskableStore, words: str) -> None:
    try:
        asked = tokens(words)
    except QuestionError:
        with pytest.raises(QuestionError, match="no word to look for"):
            found(store, words)
        return
    rows = found(store, words)
    assert len(rows) < len(TEXTS) / 2
    assert [number for number in rows if not asked <= tokens(TEXTS[number])] == []


def tokens(words: str) -> set[str]:
    """The words that are looked for, in small letters."""
    return {part.strip('+"') for part in full_text(words, "here").lower().split()}
