"""Other writers of graphs to Neo4j, each given the same graph; `benchmarks/loading.py` runs it.

    pip install -r benchmarks/rivals.txt            # into an environment of its own
    python benchmarks/rivals.py neo4j-graphrag < GRAPH

It runs in an environment without graphkit, so it imports none of it. Standard input is JSON: the
address of the server and the parts of the graph, each document's or the whole as one. Standard
output is JSON: seconds of writing, the package's version, and how many nodes and relationships the
database holds afterwards.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from itertools import batched
from typing import Any

from neo4j import GraphDatabase

_ITEMS = 5_000  # of one call, where there is no document
type Given = dict[str, Any]


def neo4j_graphrag(given: Given) -> Callable[[], None]:
    """`Neo4jWriter`, a run for each part, as its pipeline does for each document.

    It creates a node once a run: where a constraint stands against that, it is given one part.
    """
    from neo4j_graphrag.components.kg_writer import Neo4jWriter
    from neo4j_graphrag.components.types import (
        Neo4jGraph,
        Neo4jNode,
        Neo4jRelationship,
    )

    graphs = [
        Neo4jGraph(
            nodes=[
                Neo4jNode(id=node["id"], label=node["label"], properties=node["properties"])
                for node in part["nodes"]
            ],
            relationships=[
                Neo4jRelationship(
                    start_node_id=edge["source"],
                    end_node_id=edge["target"],
                    type=edge["type"],
                    properties=edge["properties"],
                )
                for edge in part["relationships"]
            ],
        )
        for part in given["parts"]
    ]
    writer = Neo4jWriter(_driver(given), neo4j_database="neo4j", batch_size=_ITEMS)

    async def write() -> None:
        for graph in graphs:
            done = await writer.run(graph)
            if done.status != "SUCCESS":
                raise RuntimeError(str(done.metadata))

    return lambda: asyncio.run(write())


def langchain_neo4j(given: Given) -> Callable[[], None]:
    """`Neo4jGraph.add_graph_documents` of all parts; of a single one first nodes, then the rest."""
    from langchain_neo4j import Neo4jGraph
    from langchain_neo4j.graphs.graph_document import GraphDocument, Node, Relationship

    documents = []
    for part in given["parts"]:
        nodes = {
            node["id"]: Node(id=node["id"], type=node["label"], properties=node["properties"])
            for node in part["nodes"]
        }
        edges = [
            Relationship(
                source=nodes[edge["source"]],
                target=nodes[edge["target"]],
                type=edge["type"],
                properties=edge["properties"],
            )
            for edge in part["relationships"]
        ]
        if len(given["parts"]) > 1:
            documents.append(GraphDocument(nodes=list(nodes.values()), relationships=edges))
            continue
        for some in batched(nodes.values(), _ITEMS):
            documents.append(GraphDocument(nodes=list(some), relationships=[]))
        for lot in batched(edges, _ITEMS):
            documents.append(GraphDocument(nodes=[], relationships=list(lot)))
    graph = Neo4jGraph(given["url"], given["user"], given["password"], refresh_schema=False)
    return lambda: graph.add_graph_documents(documents)


WRITERS = {"neo4j-graphrag": neo4j_graphrag, "langchain-neo4j": langchain_neo4j}


def main() -> None:
    """Writes once and says how long it took."""
    name = sys.argv[1]
    given = json.load(sys.stdin)
    write = WRITERS[name](given)
    begin = time.perf_counter()
    write()
    seconds = time.perf_counter() - begin
    with _driver(given) as driver, driver.session(database="neo4j") as session:
        counts = session.run(
            "MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r) AS edges"
        ).single(strict=True)
    held = {"nodes": counts["nodes"], "relationships": counts["edges"]}
    print(json.dumps({"seconds": seconds, "version": version(name), **held}))


def _driver(given: Given) -> Any:
    return GraphDatabase.driver(given["url"], auth=(given["user"], given["password"]))


if __name__ == "__main__":
    main()
