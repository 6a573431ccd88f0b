"""Documents in, graphs out: reading, language, extractors, resolution, assembly. No store."""

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc

from graphkit.assembly import assemble
from graphkit.attribution.nesting import Attribution
from graphkit.attribution.network import FAST, SHIPPED
from graphkit.attribution.reader import AttributionReader
from graphkit.extractors.actors import names as find_names
from graphkit.extractors.attributions import attributions as find_attributions
from graphkit.extractors.dates import dates as find_dates
from graphkit.extractors.events import events as find_events
from graphkit.extractors.proposals import Frames
from graphkit.extractors.proposals import conditions as find_conditions
from graphkit.extractors.proposals import positions as find_positions
from graphkit.extractors.proposals import proposals as find_proposals
from graphkit.extractors.quotations import join_quotations
from graphkit.extractors.roles import offices as find_offices
from graphkit.knowledge.registry import Registry, registry
from graphkit.language import DEFAULT_MODEL, parse, parse_all, skipped
from graphkit.reading import Reading, read_file, read_text
from graphkit.resolution.analysis import Analysis
from graphkit.resolution.concepts import group_events, group_proposals
from graphkit.resolution.coreference import Resolver
from graphkit.resolution.linking import Context, link
from graphkit.resolution.mentions import denote_descriptions
from graphkit.resolution.parties import with_parties
from graphkit.resolution.sources import Sources
from graphkit.resolution.statements import statements
from schemas.errors import GraphKitError, InputError, ModelError
from schemas.graph import Graph

logger = logging.getLogger(__name__)

LOT = 50_000  # characters of the articles that are parsed together; a longer one is parsed alone


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: its graph, or the error that stopped it."""

    path: Path
    graph: Graph | None
    error: GraphKitError | None


class Read(NamedTuple):
    """A text as spaCy parsed it, what is to be skipped in it, and what the reader found."""

    doc: Doc
    skip: tuple[tuple[int, int], ...]
    found: list[Attribution]


class Pipeline:
    """Reads articles into graphs. Models load at first use and are kept.

    `model`: an installed spaCy pipeline with parser and entity recogniser, or a folder of one.
    `weights`: a folder of attribution weights, by default the shipped ones; `fast`: the small
    model, shipped or in the subfolder `fast` of that folder, where the training writes it.
    """

    def __init__(
        self,
        model: str | None = None,
        weights: str | Path | None = None,
        *,
        fast: bool = False,
    ) -> None:
        self.model = model or DEFAULT_MODEL
        self.weights = _weights(weights, fast=fast)

    @cached_property
    def registry(self) -> Registry:
        """The shipped registry."""
        return registry()

    @cached_property
    def reader(self) -> AttributionReader:
        """The attribution networks."""
        return AttributionReader.load(self.weights)

    def read(
        self, path: str | Path, *, published: date | None = None, id: str | None = None
    ) -> Graph:
        """The graph of one file, text or HTML. Raises InputError where it cannot be read."""
        return self.graph(read_file(Path(path), published=published, id=id))

    def extract(
        self,
        text: str,
        *,
        published: date | str | None = None,
        id: str | None = None,
        url: str | None = None,
        title: str | None = None,
    ) -> Graph:
        """The graph of a text. `published`: a date, or "2025-05-12"."""
        day = date.fromisoformat(published) if isinstance(published, str) else published
        return self.graph(read_text(text, published=day, id=id, url=url, title=title))

    def read_all(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """The outcome of each file, in order; a file that fails does not stop the rest.

        Raises ModelError, which is no fault of a file.
        """
        for outcome in self.outcomes((path, _tried(path)) for path in paths):
            if outcome.error is not None:
                logger.warning("%s: %s", outcome.path, outcome.error)
            yield outcome

    def outcomes(self, found: Iterable[tuple[Path, Reading | GraphKitError]]) -> Iterator[Outcome]:
        """What becomes of each input that was read, or was not; parsed in lots, as by `graphs`."""
        for lot in _lots(found, lambda one: _length(one[1])):
            every = iter(self._read([one for _, one in lot if isinstance(one, Reading)]))
            for path, one in lot:
                if isinstance(one, Reading):
                    yield self._outcome(path, one, next(every))
                else:
                    yield Outcome(path, None, one)

    def _outcome(self, path: Path, reading: Reading, read: Read | None) -> Outcome:
        try:
            return Outcome(path, assemble(self.analyse(reading, read)), None)
        except ModelError:
            raise
        except GraphKitError as error:
            return Outcome(path, None, error)

    def graph(self, reading: Reading) -> Graph:
        """The graph of what was read."""
        return assemble(self.analyse(reading))

    def graphs(self, readings: Iterable[Reading]) -> Iterator[Graph]:
        """The graph of each, in order; faster than one by one, and with little held in memory."""
        for lot in _lots(readings, _length):
            for reading, read in zip(lot, self._read(lot), strict=True):
                yield assemble(self.analyse(reading, read))

    def _read(self, lot: Sequence[Reading]) -> Sequence[Read | None]:
        """The lot read together; nothing where one cannot be, which is to say so in its turn."""
        if not lot:
            return []
        documents = [reading.document for reading in lot]
        try:
            docs = list(parse_all(documents, self.model))
        except InputError:
            return [None] * len(lot)
        skips = [skipped(document) for document in documents]
        found = self.reader.read_all(zip(docs, skips, strict=True))
        return list(map(Read, docs, skips, found))

    def analyse(self, reading: Reading, read: Read | None = None) -> Analysis:
        """Everything found in one document, resolved, before it becomes a graph.

        `read`: the text parsed and its attributions found, where the caller has it.
        """
        document = reading.document
        if document.language not in {None, "en"}:
            logger.warning("%s: in %r; only English is read", document.name, document.language)
        if read is None:
            doc, skip = parse(document, self.model), skipped(document)
            read = Read(doc, skip, self.reader.read(doc, skip=skip))
        doc, skip, found = read
        names = list(find_names(doc, self.registry, skip))
        offices = list(find_offices(doc, names, self.registry, skip))
        dates = list(find_dates(doc, document.published, skip))
        outlets = [reading.outlet or "", *(b.name for b in reading.based_on)]
        context = Context(
            doc, self.registry, document.id, document.published, offices, [o for o in outlets if o]
        )
        entities = link(names, context)
        sources = Sources(Resolver(context, entities))
        denote_descriptions(sources, skip)
        attributions = join_quotations(doc, find_attributions(doc, found, skip), skip)
        told = statements(attributions, sources, dates)
        frames = Frames.of(doc)
        proposals = list(find_proposals(doc, skip, frames))
        positions = list(find_positions(doc, proposals, skip, frames))
        groups = group_proposals(doc, proposals, positions, sources.inside, dates)
        return Analysis(
            reading=reading,
            doc=doc,
            registry=self.registry,
            entities=entities,
            sources=sources,
            attributions=attributions,
            told=told,
            offices=offices,
            proposals=with_parties(groups, positions, sources),
            positions=positions,
            conditions=list(find_conditions(doc, proposals, skip, frames)),
            events=group_events(doc, list(find_events(doc, dates, skip)), sources.inside),
            skip=skip,
        )


def settle() -> None:
    """Tells the garbage collector that what is loaded stays, so that it never looks at it again.

    A full collection takes as long as some hundreds of words. For a program of its own once its
    models are loaded, as the command line; in somebody else's process it is not ours to say.
    """
    gc.collect()
    gc.freeze()


def _weights(folder: str | Path | None, *, fast: bool) -> Path:
    if folder is None or folder == "":
        return FAST if fast else SHIPPED
    return Path(folder) / "fast" if fast else Path(folder)


def _tried(path: Path) -> Reading | GraphKitError:
    """What was read, or why nothing was."""
    try:
        return read_file(path)
    except GraphKitError as error:
        return error


def _length(found: Reading | GraphKitError) -> int:
    """At least as if it were short: a run of failures must not wait for the end."""
    return max(LOT // 50, len(found.document.text) if isinstance(found, Reading) else 0)


def _lots[T](given: Iterable[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    """Runs of at most `LOT` characters, or of one that is longer."""
    lot: list[T] = []
    size = 0
    for one in given:
        if lot and size + length(one) > LOT:
            yield lot
            lot, size = [], 0
        lot.append(one)
        size += length(one)
    if lot:
        yield lot
