"""Annotation by table beside spaCy's own components: the same, whatever the words."""

import random
from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from graphkit.language import pipeline
from graphkit.morphology import LemmaTable, RuleTable, by_table
from graphkit.samples import dossier

READ = ("TAG", "POS", "MORPH", "LEMMA", "DEP")
ODD = (
    "We ain't gonna do it. I gotta go, y'all. C'm on! Let's see: nothin' nuthin'.",
    "There's a man and there are\n\n  dogs. \t They haven't said it.",
    "",
    " \n",
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline()


def _compare(nlp: Language, doc: Doc) -> None:
    """Both ways over one tagged and parsed document."""
    told = doc.copy()
    for name in ("attribute_ruler", "lemmatizer"):
        component: Callable[[Doc], Doc] = nlp.get_pipe(name)
        doc, told = component(doc), by_table(component)(told)
    assert told.to_array([*READ]).tolist() == doc.to_array([*READ]).tolist()
    assert [str(token.morph) for token in told] == [str(token.morph) for token in doc]


def test_the_tables_are_used(nlp: Language) -> None:
    assert isinstance(by_table(nlp.get_pipe("attribute_ruler")), RuleTable)
    assert isinstance(by_table(nlp.get_pipe("lemmatizer")), LemmaTable)


def test_texts(nlp: Language) -> None:
    articles = [path.read_text(encoding="utf-8") for path in sorted(dossier().glob("*.txt"))]
    for text in (*articles, *ODD):
        doc = nlp.make_doc(text)
        for name in ("tok2vec", "tagger", "parser"):
            doc = nlp.get_pipe(name)(doc)
        _compare(nlp, doc)


@pytest.mark.filterwarnings("ignore:.*W108")
def test_words_of_the_rules_under_any_tag_and_dependency(nlp: Language) -> None:
    chance = random.Random(5)
    vocabulary = ["Dog", " ", "\n", "nuthin'", "n't", "y'", "Y"]
    for row in nlp.get_pipe("attribute_ruler").patterns:
        for word in (token.get("LOWER") for pattern in row["patterns"] for token in pattern):
            vocabulary += [word] if isinstance(word, str) else (word or {}).get("IN", [])
    tags, deps = nlp.get_pipe("tagger").labels, nlp.get_pipe("parser").labels
    for _ in range(40):
        words = [chance.choice(vocabulary) for _ in range(60)]
        _compare(nlp, Doc(
            nlp.vocab, words=words, heads=[0] * 60,
            tags=[chance.choice([*tags, "_SP", ""]) for _ in words],
            deps=[chance.choice([*deps, ""]) for _ in words],
        ))  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "attributes"),
    [
        ([{"LOWER": "yes", "OP": "+"}], {"POS": "INTJ"}),
        ([{"SHAPE": "xxx"}], {"POS": "INTJ"}),
        ([{"LOWER": {"FUZZY": "yes"}}], {"POS": "INTJ"}),
        ([{}], {"POS": "INTJ"}),
        ([{"LOWER": "yes"}], {"NORM": "yes"}),
    ],
)
def test_rules_that_no_table_holds_stay_with_spacy(
    pattern: list[dict[str, object]], attributes: dict[str, str]
) -> None:
    ruler = AttributeRuler(spacy.blank("en").vocab)
    ruler.add([[{"TAG": "UH"}]], {"POS": "INTJ"})
    assert isinstance(by_table(ruler), RuleTable)
    ruler.add([pattern], attributes)
    assert by_table(ruler) is ruler
