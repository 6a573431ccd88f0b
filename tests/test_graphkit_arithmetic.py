"""spaCy's networks multiplied out faster: they say what they said."""

import numpy as np
import pytest
from thinc.api import NumpyOps

from graphkit.arithmetic import Prediction
from graphkit.language import DEFAULT_MODEL, load, pipeline
from graphkit.samples import dossier

PLAIN = load()
ASKED = ["TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "LEMMA", "POS"]


@pytest.mark.parametrize("name", sorted(path.name for path in dossier().glob("*.txt")))
def test_the_pipeline_annotates_as_spacy_does(name: str) -> None:
    text = (dossier() / name).read_text(encoding="utf-8")
    assert (pipeline()(text).to_array(ASKED) == PLAIN(text).to_array(ASKED)).all()


def test_vectors_of_words_differ_by_rounding_alone() -> None:
    text = "The minister said that talks with Norway would go on in May."
    ours, theirs = (
        nlp.get_pipe("tok2vec").predict([nlp.make_doc(text)])[0] for nlp in (pipeline(), PLAIN)
    )
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-4)
    assert np.abs(theirs).max() > 0.1


def test_the_largest_unit_counts() -> None:
    given = np.random.default_rng(3).standard_normal((7, 5, 3)).astype(np.float32)
    ours, theirs = Prediction().maxout(given)[0], NumpyOps().maxout(given)[0]
    np.testing.assert_array_equal(ours, theirs)


def test_a_pipeline_is_loaded_once_and_spacys_own_is_left_alone() -> None:
    assert pipeline() is pipeline(DEFAULT_MODEL)
    assert load() is not PLAIN
    kinds = {type(node.ops) for node in PLAIN.get_pipe("tok2vec").model.walk()}
    assert kinds == {NumpyOps}


def test_a_quick_pipeline_cannot_be_trained() -> None:
    nodes = pipeline().get_pipe("tok2vec").model.walk()
    norm = next(node for node in nodes if node.name == "layernorm")
    normed, learn = norm.begin_update(np.ones((2, norm.get_dim("nI")), np.float32))
    with pytest.raises(NotImplementedError, match="cannot be trained"):
        learn(normed)
