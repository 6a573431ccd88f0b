"""Who passed a statement on, and whose words are quoted within a quotation."""

from functools import cache

import pytest

from graphkit.pipeline import Pipeline
from schemas.graph import Graph

PIPELINE = Pipeline()


@cache
def read(text: str) -> Graph:
    return PIPELINE.extract(text, published="2025-05-12", id="d")


def relays(text: str, speaker: str) -> list[str]:
    """The relays of that speaker's statements, the nearest first; a document's own ids cut short."""
    graph = read(text)
    said = {
        e.target
        for e in graph.stated
        if e.type == "SAID" and e.source.removesuffix("@d") == speaker
    }
    found = [e for e in graph.stated if e.type == "RELAYED_BY" and e.source in said]
    return [e.target.removesuffix("@d") for e in sorted(found, key=lambda e: e.hop)]


@pytest.mark.parametrize(
    ("text", "speaker", "expected"),
    [
        pytest.param("Le Monde reports that Kenya has warned the company of new fines.",
                     "state:KEN", ["outlet:le-monde"], id="around it"),
        pytest.param("As Le Monde notes, Kenya sees the port as a gateway to the interior.",
                     "state:KEN", ["outlet:le-monde"], id="around it, in an as-clause"),
        pytest.param("Le Monde reported that Ana Braganza told senators that Kenya believed the deal was dead.",
                     "state:KEN", ["person:ana-braganza", "outlet:le-monde"], id="two around it"),
        pytest.param("“Kenya will pay,” Ana Braganza said in remarks carried by Reuters.",
                     "person:ana-braganza", ["outlet:reuters"], id="named beside it"),
        pytest.param("Le Monde quoted Ana Braganza as saying that the mine would close.",
                     "person:ana-braganza", ["outlet:le-monde"], id="who quotes"),
        pytest.param("Ana Braganza, quoted by the Reuters news agency, said that the mine would close.",
                     "person:ana-braganza", ["outlet:reuters"], id="an agency beside it"),
        pytest.param("According to Le Monde, the mine will close in March. As one diplomat put it, nobody else wants it.",
                     "unnamed:one-diplomat", ["outlet:le-monde"], id="heard of it"),
        pytest.param("According to Le Monde, the mine will close in March.\nOne diplomat said nobody else wants it.",
                     "unnamed:one-diplomat", [], id="not in another paragraph"),
        pytest.param("Two diplomats say Ana Braganza gave in to Kenya’s demands to reopen the port.",
                     "state:KEN", ["unnamed:two-diplomats"], id="who gives in passes nothing on"),
        pytest.param("Ana Braganza accused the ministry of having misled parliament about the port, "
                     "a charge the union denied.",
                     "person:ana-braganza", [], id="who denies it passes nothing on"),
    ],
)  # fmt: skip
def test_relays(text: str, speaker: str, expected: list[str]) -> None:
    assert relays(text, speaker) == expected


def test_an_envoy_quotes_his_own_state() -> None:
    text = "“Kenya opposes the levy,” Kenyan President William Ruto said."
    kinds = {s.cue: s.kind for s in read(text).statements}
    assert kinds["opposes"] == "direct"


def test_a_trade_representative_is_nobodys_voice() -> None:
    text = "Kenya and U.S. Trade Representative Jamieson Greer said that the levy would stay."
    assert not [e for e in read(text).stated if e.type == "ON_BEHALF_OF"]
