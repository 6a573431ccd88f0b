"""What is put forward for others to accept or refuse."""

from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Node, Timed

type ProposalKind = Literal[
    "talks",
    "ceasefire",
    "peace_plan",
    "agreement",
    "sanctions",
    "aid",
    "demand",
    "initiative",
    "other",
]


class Proposal(Node, Timed):
    """What one document tells of a proposal; its `name` is short (under 190 characters)."""

    label: ClassVar[str] = "Proposal"

    name: str = Field(min_length=1, max_length=190)
    kind: ProposalKind = "other"
    summary: str | None = None


class Concept(Node):
    """The same proposal across documents: the analyst's codebook entry."""

    label: ClassVar[str] = "Concept"

    kind: ProposalKind = "other"
    definition: str | None = None
