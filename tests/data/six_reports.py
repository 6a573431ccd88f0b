"""Makes `six_reports.jsonl`: a small hand-made graph that every question is asked of.

The reports and their outlets are invented. Run `python tests/data/six_reports.py` after a change.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from schemas import Document, Graph, Node, Relationship, Statement
from schemas import relations as r
from schemas.actors import MediaOutlet, Office, Organization, Person, State, Unnamed
from schemas.events import Event
from schemas.identity import statement_id
from schemas.places import Venue
from schemas.proposals import Concept, Proposal

TEXTS = {
    "courier-1": (
        date(2025, 5, 10),
        "Praise, then terms\n\n"
        "The U.S. president was in a good mood on Saturday 🙂. “Zelenskyy is a brave man,” Trump "
        "wrote on Truth Social. The post was read by millions.\n\n"
        "There can be no talks without a ceasefire, Zelenskyy said in Kyiv. One European official "
        "said Moscow was stalling.",
    ),
    "wire-1": (
        date(2025, 5, 11),
        "The reply\n\n"
        "Kremlin spokesman Dmitry Peskov said there would be no ceasefire before talks. Putin "
        "accused Ukraine of breaking promises, Meridian Wire reported, citing a diplomat. U.S. "
        "President Joe Biden made no comment.",
    ),
    "echo-1": (
        date(2025, 5, 12),
        "Putin accused Ukraine of breaking promises, Meridian Wire reported.",
    ),
    "courier-2": (
        date(2025, 5, 16),
        "Delegations of Russia and Ukraine held talks in Istanbul on Friday. Putin is afraid, "
        "Zelenskyy said after the talks. Oleh Kovalenko, an analyst, doubted that Putin wanted "
        "peace. Maria Kovalenko, a lawmaker, praised Erdogan.",
    ),
    "wire-2": (
        date(2025, 6, 2),
        "Trump said Zelenskyy had made a mistake. Macron backed a ceasefire and told Trump so. "
        "Zelenskyy is no president, Dmitry Peskov said. Former president Biden called Putin weak.",
    ),
    "undated": (
        None,
        "Putin has not said that Zelenskyy would be welcome. He is widely seen as isolated.",
    ),
}

ACTORS: tuple[Node, ...] = (
    Person(id="person:donald-trump", name="Donald Trump", aliases=("Trump",), origin="registry"),
    Person(
        id="person:volodymyr-zelensky",
        name="Volodymyr Zelenskyy",
        aliases=("Zelensky", "Zelenskyy"),
        origin="registry",
    ),
    Person(
        id="person:vladimir-putin", name="Vladimir Putin", aliases=("Putin",), origin="registry"
    ),
    Person(id="person:emmanuel-macron", name="Emmanuel Macron", origin="registry"),
    Person(id="person:recep-tayyip-erdogan", name="Recep Tayyip Erdoğan", origin="registry"),
    Person(id="person:joe-biden", name="Joe Biden", origin="registry"),
    Person(id="person:dmitry-peskov", name="Dmitry Peskov"),
    Person(id="person:oleh-kovalenko", name="Oleh Kovalenko"),
    Person(id="person:maria-kovalenko", name="Maria Kovalenko"),
    State(id="state:RUS", name="Russia", iso3="RUS", origin="registry"),
    State(id="state:UKR", name="Ukraine", iso3="UKR", origin="registry"),
    State(id="state:USA", name="United States", iso3="USA", origin="registry"),
    State(id="state:TUR", name="Turkey", iso3="TUR", origin="registry"),
    Organization(
        id="organization:kremlin", name="Kremlin", kind="government_body", origin="registry"
    ),
    Organization(
        id="organization:european-union", name="European Union", kind="igo", origin="registry"
    ),
    MediaOutlet(id="outlet:truth-social", name="Truth Social", kind="platform", origin="registry"),
    MediaOutlet(id="outlet:meridian-wire", name="Meridian Wire"),
    MediaOutlet(id="outlet:northgate-courier", name="Northgate Courier"),
    MediaOutlet(id="outlet:morning-echo", name="Morning Echo"),
    Unnamed(
        id="unnamed:one-european-official@courier-1",
        name="one European official",
        description="one European official",
    ),
    Unnamed(id="unnamed:a-diplomat@wire-1", name="a diplomat", description="a diplomat"),
)

OFFICES: tuple[Node, ...] = (
    Office(id="office:president-of-russia", name="President of Russia", kind="head_of_state"),
    Office(id="office:president-of-ukraine", name="President of Ukraine", kind="head_of_state"),
    Office(
        id="office:president-of-the-united-states",
        name="President of the United States",
        kind="head_of_state",
    ),
    Office(id="office:president-of-turkey", name="President of Turkey", kind="head_of_state"),
    Office(id="office:lawmaker-of-ukraine", name="Lawmaker of Ukraine", kind="other"),
)

VENUES: tuple[Node, ...] = (
    Venue(id="venue:istanbul", name="Istanbul", kind="city", origin="registry"),
    Venue(id="venue:kyiv", name="Kyiv", kind="city", origin="registry"),
)

REGISTRY: tuple[Relationship, ...] = (
    r.Holds(
        source="person:vladimir-putin", target="office:president-of-russia", valid_from="2012-05-07"
    ),
    r.Holds(
        source="person:volodymyr-zelensky",
        target="office:president-of-ukraine",
        valid_from="2019-05",
    ),
    r.Holds(
        source="person:joe-biden",
        target="office:president-of-the-united-states",
        valid_from="2021-01-20",
        valid_to="2025-01-20",
    ),
    r.Holds(
        source="person:donald-trump",
        target="office:president-of-the-united-states",
        valid_from="2025-01-20",
    ),
    r.Holds(
        source="person:recep-tayyip-erdogan",
        target="office:president-of-turkey",
        valid_from="2014-08-28",
    ),
    r.Of(source="office:president-of-turkey", target="state:TUR"),
    r.Of(source="office:lawmaker-of-ukraine", target="state:UKR"),
    r.Of(source="office:president-of-russia", target="state:RUS"),
    r.Of(source="office:president-of-ukraine", target="state:UKR"),
    r.Of(source="office:president-of-the-united-states", target="state:USA"),
    r.AffiliatedWith(source="organization:kremlin", target="state:RUS", kind="government"),
    r.LocatedIn(source="venue:istanbul", target="state:TUR"),
    r.LocatedIn(source="venue:kyiv", target="state:UKR"),
)

OUTLETS = {
    "courier": "outlet:northgate-courier",
    "wire": "outlet:meridian-wire",
    "echo": "outlet:morning-echo",
}


class Report:
    """One document and what stands in it, by words of its text."""

    def __init__(self, id_: str) -> None:
        published, text = TEXTS[id_]
        self.id, self.text = id_, text
        self.nodes: list[Node] = [
            Document(
                id=id_,
                name=text.splitlines()[0][:60],
                title=text.splitlines()[0][:60],
                published=published,
                text=text,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
            )
        ]
        self.edges: list[Relationship] = []
        outlet = OUTLETS.get(id_.split("-")[0])
        if outlet:
            self.edges.append(r.PublishedBy(source=id_, target=outlet, document=id_))

    def span(self, words: str) -> tuple[int, int]:
        """The first place of the words; with brackets, "[Zelenskyy] said", of what they hold."""
        before, mark, rest = words.partition("[")
        if not mark:
            return self.text.index(words), self.text.index(words) + len(words)
        start = self.text.index(words.replace("[", "").replace("]", "")) + len(before)
        return start, start + rest.index("]")

    def edge(
        self, model: type[Relationship], source: str, target: str, at: str, **more: Any
    ) -> None:
        start, end = self.span(at)
        self.edges.append(
            model(source=source, target=target, document=self.id, start=start, end=end, **more)
        )

    def node(self, node: Node) -> str:
        self.nodes.append(node)
        return node.id

    def statement(
        self, speaker: str | None, source: str, cue: str, content: str, **more: Any
    ) -> str:
        start, end = self.span(content)
        cue_start, cue_end = self.span(cue)
        spans: dict[str, Any] = {}
        words = ""
        if source:
            source_start, source_end = self.span(source)
            words = self.text[source_start:source_end]
            spans = {"source_starts": (source_start,), "source_ends": (source_end,)}
        statement = Statement(
            id=statement_id(self.id, words, content, 1),
            name=content,
            text=content,
            starts=(start,),
            ends=(end,),
            cue=self.text[cue_start:cue_end],
            cue_starts=(cue_start,),
            cue_ends=(cue_end,),
            **spans,
            **{"kind": "indirect", "rule": "by hand", "confidence": 0.9, **more},
        )
        self.nodes.append(statement)
        self.edge(r.In, statement.id, self.id, content)
        if speaker:
            self.edge(r.Said, speaker, statement.id, source)
        return statement.id


def praise() -> Report:
    report = Report("courier-1")
    brave = report.statement(
        "person:donald-trump", "[Trump] wrote", "wrote", "Zelenskyy is a brave man", kind="direct"
    )
    report.edge(
        r.About, brave, "person:volodymyr-zelensky", "Zelenskyy", stance="positive", score=0.8
    )
    report.edge(r.PublishedOn, brave, "outlet:truth-social", "Truth Social")
    terms = report.statement(
        "person:volodymyr-zelensky",
        "[Zelenskyy] said",
        "[said] in Kyiv",
        "There can be no talks without a ceasefire",
        act="refuse",
    )
    report.edge(r.SaidAt, terms, "venue:kyiv", "Kyiv")
    talks = report.node(Proposal(id="proposal:talks@courier-1", name="talks", kind="talks"))
    ceasefire = report.node(
        Proposal(id="proposal:ceasefire@courier-1", name="a ceasefire", kind="ceasefire")
    )
    condition = "no talks without a ceasefire"
    for model, proposal, more in (
        (r.Demands, ceasefire, {}),
        (r.Conditions, talks, {"condition": "without a ceasefire"}),
    ):
        report.edge(
            model, "person:volodymyr-zelensky", proposal, condition, statement=terms, **more
        )
    report.edge(
        r.ConditionalOn,
        talks,
        ceasefire,
        condition,
        actor="person:volodymyr-zelensky",
        statement=terms,
    )
    report.edge(r.About, terms, talks, "talks", stance="neutral")
    _concepts(report, talks, ceasefire)
    official = "unnamed:one-european-official@courier-1"
    stalling = report.statement(
        official, "One European official", "[said] Moscow", "Moscow was stalling", act="accuse"
    )
    report.edge(r.About, stalling, "state:RUS", "Moscow", stance="negative", score=-0.6)
    report.edge(
        r.AffiliatedWith,
        official,
        "organization:european-union",
        "European",
        kind="other",
        origin="courier-1",
    )
    return report


def reply() -> Report:
    report = Report("wire-1")
    no = report.statement(
        "person:dmitry-peskov",
        "Dmitry Peskov",
        "said",
        "there would be no ceasefire before talks",
        act="refuse",
    )
    report.edge(r.OnBehalfOf, no, "organization:kremlin", "Kremlin")
    report.edge(
        r.AffiliatedWith,
        "person:dmitry-peskov",
        "organization:kremlin",
        "Kremlin spokesman",
        kind="spokesperson",
        origin="wire-1",
    )
    report.edge(
        r.RepliesTo,
        no,
        statement_id("courier-1", "Zelenskyy", "There can be no talks without a ceasefire", 1),
        "The reply",
    )
    talks = report.node(Proposal(id="proposal:talks@wire-1", name="talks", kind="talks"))
    ceasefire = report.node(
        Proposal(id="proposal:ceasefire@wire-1", name="ceasefire", kind="ceasefire")
    )
    report.edge(r.Rejects, "person:dmitry-peskov", ceasefire, "no ceasefire", statement=no)
    report.edge(
        r.ConditionalOn,
        ceasefire,
        talks,
        "no ceasefire before talks",
        actor="person:dmitry-peskov",
        statement=no,
    )
    report.edge(r.About, no, ceasefire, "ceasefire", stance="negative", score=-0.4)
    _concepts(report, talks, ceasefire)
    promises = _promises(report)
    report.edge(r.RelayedBy, promises, "outlet:meridian-wire", "Meridian Wire", hop=2)
    report.edge(r.RelayedBy, promises, "unnamed:a-diplomat@wire-1", "a diplomat", hop=1)
    report.edge(
        r.DescribedAs,
        "person:joe-biden",
        "office:president-of-the-united-states",
        "U.S. President",
        consistent=False,
        expected="Donald Trump",
    )
    return report


def echo() -> Report:
    report = Report("echo-1")
    promises = _promises(report)
    report.edge(r.RelayedBy, promises, "outlet:meridian-wire", "Meridian Wire", hop=1)
    report.edges.append(r.CopyOf(source="echo-1", target="wire-1", document="echo-1"))
    return report


def talks_held() -> Report:
    report = Report("courier-2")
    talks = report.node(
        Event(
            id="event:talks@courier-2",
            name="talks in Istanbul",
            kind="talks",
            status="occurred",
            date_from=date(2025, 5, 16),
            date_to=date(2025, 5, 16),
            date_precision="day",
            date_text="on Friday",
        )
    )
    for state, words in (("state:RUS", "Russia"), ("state:UKR", "Ukraine")):
        report.edge(r.ParticipatedIn, state, talks, words)
    report.edge(r.HeldAt, talks, "venue:istanbul", "Istanbul")
    afraid = report.statement(
        "person:volodymyr-zelensky",
        "[Zelenskyy] said",
        "said",
        "Putin is afraid",
        date_from=date(2025, 5, 17),
        date_precision="day",
        date_text="after the talks",
    )
    report.edge(r.About, afraid, "person:vladimir-putin", "Putin", stance="negative", score=-0.5)
    report.edge(r.SaidAt, afraid, talks, "after the talks")
    doubt = report.statement(
        "person:oleh-kovalenko",
        "Oleh Kovalenko",
        "doubted",
        "that Putin wanted peace",
        **{"class": "attitude"},
    )
    report.edge(r.About, doubt, "person:vladimir-putin", "that Putin", stance="negative")
    report.edge(r.DescribedAs, "person:maria-kovalenko", "office:lawmaker-of-ukraine", "a lawmaker")
    praised = report.statement("person:maria-kovalenko", "Maria Kovalenko", "praised", "Erdogan")
    report.edge(
        r.About, praised, "person:recep-tayyip-erdogan", "Erdogan", stance="positive", score=0.7
    )
    return report


def mistake() -> Report:
    report = Report("wire-2")
    wrong = report.statement(
        "person:donald-trump", "Trump", "said", "Zelenskyy had made a mistake", act="accuse"
    )
    report.edge(
        r.About, wrong, "person:volodymyr-zelensky", "Zelenskyy", stance="negative", score=-0.6
    )
    ceasefire = report.node(
        Proposal(id="proposal:ceasefire@wire-2", name="a ceasefire", kind="ceasefire")
    )
    backed = report.statement(
        "person:emmanuel-macron", "Macron", "backed", "a ceasefire", act="agree"
    )
    report.edge(r.About, backed, ceasefire, "ceasefire", stance="positive", score=0.5)
    denied = report.statement(
        "person:dmitry-peskov", "Dmitry Peskov", "Peskov [said]", "Zelenskyy is no president"
    )
    report.edge(
        r.About,
        denied,
        "person:volodymyr-zelensky",
        "[Zelenskyy] is",
        stance="negative",
        score=-0.8,
    )
    weak = report.statement("person:joe-biden", "Biden", "called", "Putin weak")
    report.edge(r.About, weak, "person:vladimir-putin", "Putin", stance="negative", score=-0.4)
    report.edge(r.AddressedTo, backed, "person:donald-trump", "told [Trump] so")
    report.edge(r.Supports, "person:emmanuel-macron", ceasefire, "backed", statement=backed)
    _concepts(report, None, ceasefire)
    return report


def undated() -> Report:
    report = Report("undated")
    welcome = report.statement(
        "person:vladimir-putin", "Putin", "said", "Zelenskyy would be welcome", modality="denied"
    )
    report.edge(r.About, welcome, "person:volodymyr-zelensky", "Zelenskyy", stance="positive")
    seen = report.statement(None, "", "is widely seen", "as isolated")
    report.edge(r.About, seen, "person:vladimir-putin", "He", stance="negative")
    return report


def graph() -> Graph:
    reports = (praise(), reply(), echo(), talks_held(), mistake(), undated())
    nodes: Iterator[Node] = (node for report in reports for node in report.nodes)
    edges = [edge for report in reports for edge in report.edges]
    shared = (*ACTORS, *OFFICES, *VENUES, *CONCEPTS)
    return Graph([*shared, *nodes], [*REGISTRY, *edges]).check()


CONCEPTS: tuple[Node, ...] = (
    Concept(
        id="concept:talks:state-rus+state-ukr", name="talks of Russia and Ukraine", kind="talks"
    ),
    Concept(
        id="concept:ceasefire:state-rus+state-ukr",
        name="ceasefire of Russia and Ukraine",
        kind="ceasefire",
    ),
)


def _concepts(report: Report, talks: str | None, ceasefire: str) -> None:
    for proposal, concept in zip((talks, ceasefire), CONCEPTS, strict=True):
        if proposal:
            report.edges.append(
                r.InstanceOf(source=proposal, target=concept.id, document=report.id)
            )


def _promises(report: Report) -> str:
    promises = report.statement(
        "person:vladimir-putin", "Putin", "accused", "Ukraine of breaking promises", act="accuse"
    )
    report.edge(r.About, promises, "state:UKR", "Ukraine", stance="negative", score=-0.7)
    return promises


if __name__ == "__main__":
    with (Path(__file__).parent / "six_reports.jsonl").open("w", encoding="utf-8") as stream:
        graph().to_jsonl(stream)
