"""Parquet for pandas, Polars and DuckDB: nodes, relationships, and statements joined and flat.

Needs the extra `parquet` (pyarrow). Dates are dates, numbers numbers, lists lists; rows are written
in groups, so that memory does not grow with the graph.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import batched
from pathlib import Path
from typing import Any

import pyarrow  # type: ignore[import-untyped]
from pyarrow import parquet

from loaders.columns import Kind, node_columns, relationship_columns
from schemas.base import Node, Relationship
from schemas.provenance import Document
from schemas.relations import About, PublishedBy, RelayedBy, Said
from schemas.statements import Statement
from schemas.streams import Piece, Stream

type Row = Mapping[str, Any]

_GROUP = 5_000
"""Rows written together: with the texts of as many articles some 25 MB."""
_TYPES: dict[Kind, pyarrow.DataType] = {
    "text": pyarrow.string(),
    "whole": pyarrow.int64(),
    "real": pyarrow.float64(),
    "truth": pyarrow.bool_(),
    "day": pyarrow.date32(),
    "texts": pyarrow.list_(pyarrow.string()),
    "wholes": pyarrow.list_(pyarrow.int64()),
}
STATEMENT_COLUMNS: dict[str, Kind] = {
    "statement": "text",
    "date": "day",
    "speaker": "text",
    "speaker_label": "text",
    "speaker_id": "text",
    "target": "text",
    "target_label": "text",
    "target_id": "text",
    "stance": "text",
    "score": "real",
    "quote": "text",
    "cue": "text",
    "kind": "text",
    "class": "text",
    "act": "text",
    "modality": "text",
    "confidence": "real",
    "relayed_by": "texts",
    "document": "text",
    "title": "text",
    "outlet": "text",
    "url": "text",
    "published": "day",
    "start": "whole",
    "end": "whole",
}


def write_nodes(stream: Stream, path: Path) -> None:
    """A row a node: id, label, labels and every property of the schema."""
    own: dict[str, Kind] = {"id": "text", "label": "text", "labels": "texts"}
    rows = (
        {"label": node.label, "labels": list(node.labels), **node.properties()}
        for node in stream.nodes
    )
    _write(path, own | node_columns(), rows)


def write_relationships(stream: Stream, path: Path) -> None:
    """A row a relationship, derived ones included: id, type, source, target and properties."""
    own: dict[str, Kind] = {"id": "text", "type": "text", "source": "text", "target": "text"}
    rows = (
        {"type": edge.type, "source": edge.source, "target": edge.target, **edge.properties()}
        for edge in stream.relationships
    )
    _write(path, own | relationship_columns(), rows)


def write_statements(stream: Stream, path: Path) -> None:
    """A row a statement, speaker and target, as the question who-said-what counts them.

    Statements without a source, or about nothing, are there with nulls. `date` is the statement's
    own, else the document's; `start` and `end` are the characters of source, cue and content.
    """
    _write(path, STATEMENT_COLUMNS, (row for piece in stream.pieces for row in _statements(piece)))


TABLES: dict[str, Callable[[Stream, Path], None]] = {
    "nodes": write_nodes,
    "relationships": write_relationships,
    "statements": write_statements,
}
"""The files of an export; each takes its part of one stream."""


def _write(path: Path, columns: Mapping[str, Kind], rows: Iterable[Row]) -> None:
    schema = pyarrow.schema([(name, _TYPES[kind]) for name, kind in columns.items()])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in batched(rows, _GROUP):
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))


def _statements(piece: Piece) -> Iterator[Row]:
    document, nodes = piece.document, piece.nodes
    if document is None:
        return
    leaving: defaultdict[str, list[Relationship]] = defaultdict(list)
    speakers: defaultdict[str, list[Node]] = defaultdict(list)
    for edge in piece.relationships:
        leaving[edge.source].append(edge)
        if isinstance(edge, Said):
            speakers[edge.target].append(nodes[edge.source])
    outlets = [nodes[e.target].name for e in leaving[document.id] if isinstance(e, PublishedBy)]
    for statement in nodes.values():
        if isinstance(statement, Statement):
            about = [edge for edge in leaving[statement.id] if isinstance(edge, About)]
            relays = [edge for edge in leaving[statement.id] if isinstance(edge, RelayedBy)]
            relays.sort(key=lambda edge: (edge.hop, edge.target))
            shared = {
                **_of_document(document),
                **_of_statement(statement, document),
                "outlet": "; ".join(outlets) or None,
                "relayed_by": [nodes[edge.target].name for edge in relays],
            }
            for speaker in speakers[statement.id] or (None,):
                for said in about or (None,):
                    target = nodes[said.target] if said else None
                    yield {**shared, **_of_speaker(speaker), **_of_target(said, target)}


def _of_document(document: Document) -> Row:
    return {
        "document": document.id,
        "title": document.title or document.name,
        "url": document.url,
        "published": document.published,
    }


def _of_statement(statement: Statement, document: Document) -> Row:
    return {
        "statement": statement.id,
        "date": statement.date_from or document.published,
        "quote": statement.text,
        "cue": statement.cue,
        "kind": statement.kind,
        "class": statement.class_,
        "act": statement.act,
        "modality": statement.modality,
        "confidence": statement.confidence,
        "start": min((*statement.source_starts, *statement.cue_starts, *statement.starts)),
        "end": max((*statement.source_ends, *statement.cue_ends, *statement.ends)),
    }


def _of_speaker(speaker: Node | None) -> Row:
    if speaker is None:
        return {}
    return {"speaker": speaker.name, "speaker_label": speaker.label, "speaker_id": speaker.id}


def _of_target(edge: About | None, target: Node | None) -> Row:
    if edge is None or target is None:
        return {}
    return {
        "target": target.name,
        "target_label": target.label,
        "target_id": target.id,
        "stance": edge.stance,
        "score": edge.score,
    }
