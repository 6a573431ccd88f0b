"""Who said what about whom in a graph that is in no store yet."""

from collections import defaultdict

from graphkit.questions.sentences import Sentences
from schemas.graph import Graph
from schemas.relations import About, In, Said
from schemas.statements import Statement
from schemas.stores import Rows

COLUMNS = ("speaker", "cue", "target", "stance", "sentence", "document")


def who_said_what(graph: Graph) -> Rows:
    """One row a statement and target, in the order of the documents and of their text."""
    speakers: defaultdict[str, list[str]] = defaultdict(list)
    targets: defaultdict[str, list[About]] = defaultdict(list)
    places: dict[str, str] = {}
    for edge in graph.stated:
        match edge:
            case Said():
                speakers[edge.target].append(graph.nodes[edge.source].name)
            case About():
                targets[edge.source].append(edge)
            case In():
                places[edge.source] = edge.target
    texts = {document.id: Sentences(document.text) for document in graph.documents}
    found = sorted(graph.statements, key=lambda s: (places[s.id], s.starts, s.id))
    return Rows(
        COLUMNS,
        tuple(
            {
                "speaker": ", ".join(speakers[statement.id]) or None,
                "cue": statement.cue,
                "target": graph.nodes[about.target].name if about else None,
                "stance": about.stance if about else None,
                "sentence": _sentence(texts[places[statement.id]], statement),
                "document": places[statement.id],
            }
            for statement in found
            for about in targets[statement.id] or (None,)
        ),
    )


def _sentence(text: Sentences, statement: Statement) -> str:
    starts = (*statement.source_starts, *statement.cue_starts, *statement.starts)
    ends = (*statement.source_ends, *statement.cue_ends, *statement.ends)
    return text.around(min(starts), max(ends))
