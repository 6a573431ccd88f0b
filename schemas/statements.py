"""One attribution: a source said, wrote, believes, denies … some content."""

from html import escape
from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Node, Timed

type StatementKind = Literal["direct", "indirect", "mixed"]
type StatementClass = Literal["utterance", "attitude", "decree", "evidence"]
type Act = Literal[
    "claim",
    "deny",
    "accuse",
    "condemn",
    "praise",
    "threaten",
    "demand",
    "urge",
    "promise",
    "offer",
    "agree",
    "refuse",
    "ask",
    "other",
]
type Modality = Literal["asserted", "denied", "hypothetical"]


class Statement(Node, Timed):
    """`text` is the content without cue and source; `starts`/`ends` are its pieces in order.

    `rule` names what found it; `confidence` is in [0, 1] and calibrated where `rule` says so.
    """

    label: ClassVar[str] = "Statement"

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    cue: str | None = None
    cue_starts: tuple[int, ...] = ()
    cue_ends: tuple[int, ...] = ()
    source_starts: tuple[int, ...] = ()
    source_ends: tuple[int, ...] = ()
    kind: StatementKind
    class_: StatementClass = Field(default="utterance", alias="class")
    act: Act = "claim"
    modality: Modality = "asserted"
    rule: str
    confidence: float = Field(ge=0, le=1)

    def _repr_html_(self) -> str:
        cue = f" <b>{escape(self.cue)}</b>:" if self.cue else ""
        kind = f"<small>{self.kind}, {self.act}</small>"
        return f"<span>{cue} <mark>{escape(self.text)}</mark> {kind}</span>"
