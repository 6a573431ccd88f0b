"""What people decided about a document's contribution: it outlasts the document's replacement.

A judgement is an INSTANCE_OF of origin `judgement`: this proposal is that concept. It goes with its
proposal or event, where a new extraction finds that no more, and with the document.
"""

from collections import defaultdict
from collections.abc import Container, Sequence

from loaders import cypher
from loaders.transactions import Row, Session
from schemas.relations import InstanceOf


def judgements(session: Session, documents: Sequence[str]) -> list[Row]:
    """Those about what the documents contribute."""
    return session.run(cypher.JUDGED, documents=list(documents)) if documents else []


def restore(session: Session, judged: Sequence[Row], there: Container[str]) -> None:
    """Write those again whose proposal or event is there again; the last word is theirs."""
    kinds: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in judged:
        if row["source"] in there:
            ends = (cypher.end_of(row["source_labels"]), cypher.end_of(row["target_labels"]))
            kinds[ends].append(row)
    for (source, target), rows in sorted(kinds.items()):
        named = {row["target"]: row["target_properties"] for row in rows}
        nodes = [{"id": id_, "properties": own} for id_, own in sorted(named.items())]
        session.run(cypher.make_nodes(target), rows=nodes)
        edges = [
            {
                "id": row["properties"]["id"],
                **{k: row[k] for k in ("source", "target", "properties")},
            }
            for row in rows
        ]
        session.run(cypher.merge_relationships(InstanceOf.type, source, target), rows=edges)
