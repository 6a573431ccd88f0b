"""What the page gets: plain typed data, as JSON says it. Days are ISO text, null where unknown."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from schemas.base import Model
from schemas.relations import Stance

type Bucket = Literal["day", "month", "year"]
type Role = Literal["source", "cue", "content", "evidence"]
type Counts = dict[Stance, int]
type Day = Annotated[str | None, BeforeValidator(lambda day: iso(day))]


def iso(day: date | str | None) -> str | None:
    """A day as text: a store may give a column of days as dates, however the query spells them."""
    return day.isoformat() if isinstance(day, date) else day


class Named(Model):
    """A node as the page shows it; `flag` is a country's two letters."""

    id: str
    name: str
    label: str
    kind: str | None = None
    flag: str | None = None


class Outlet(Model):
    """An outlet and how many of its reports there are."""

    outlet: Named
    documents: int


class Overview(Model):
    """How much there is; `first` and `last` are the days of reports."""

    documents: int
    statements: int
    actors: int
    concepts: int
    first: Day
    last: Day
    outlets: tuple[Outlet, ...]


class Tie(Model):
    """How often one actor spoke about another with one stance."""

    speaker: str
    target: str
    stance: Stance
    statements: int


class Network(Model):
    """The actors that speak and are spoken of most, with all ties among them.

    `actors` in order of weight, which is how many statements they made or were the target of;
    `total` is how many actors there are before the cut.
    """

    actors: tuple[Named, ...]
    weights: dict[str, int]
    ties: tuple[Tie, ...]
    total: int


class Matrix(Model):
    """Who speaks in rows, whom about in columns, both in order of how much."""

    speakers: tuple[Named, ...]
    targets: tuple[Named, ...]
    ties: tuple[Tie, ...]
    speakers_total: int
    targets_total: int


class Target(Model):
    """What a statement is about."""

    node: Named
    stance: Stance


class Report(Model):
    """A document without its text: what a citation needs."""

    id: str
    title: str
    url: str | None = None
    author: str | None = None
    published: Day = None
    language: str | None = None
    outlet: Named | None = None
    copy_of: str | None = None


class Told(Model):
    """A statement with all that a citation needs; `sentence` is what the report says around it."""

    id: str
    speakers: tuple[Named, ...]
    targets: tuple[Target, ...]
    relays: tuple[Named, ...]
    cue: str | None
    text: str
    sentence: str
    day: Day
    kind: str
    act: str
    what: str
    modality: str
    confidence: float
    rule: str
    report: Report


class Page(Model):
    """Some of the statements, newest first; `total` is how many there are."""

    statements: tuple[Told, ...]
    total: int
    skipped: int


class Mark(Model):
    """Characters that play a role; `of` is a statement, or a position on a proposal."""

    role: Role
    of: str


class Segment(Model):
    """Characters that are marked alike; marks from the outermost to the innermost."""

    text: str
    zone: str | None
    marks: tuple[Mark, ...]


class Stand(Model):
    """A position of an actor on a proposal, with the words that it rests on."""

    id: str
    actor: Named
    position: str
    proposal: str
    proposal_id: str
    concept: Named | None
    condition: str | None
    sentence: str | None
    day: Day
    statement: str | None
    document: str | None


class Article(Model):
    """A report as it was read; its text is that of its segments, one after the other."""

    report: Report
    segments: tuple[Segment, ...]
    statements: tuple[Told, ...]
    stands: tuple[Stand, ...]


class Lane(Model):
    """What one speaker said in one stretch of time with one stance."""

    speaker: str
    bucket: str
    stance: Stance
    statements: int


class Volume(Model):
    """How many statements there were in a stretch of time, whatever the day filter says."""

    bucket: str
    statements: int


class Timeline(Model):
    """A lane a speaker; `bucket` says what stretch one mark stands for."""

    bucket: Bucket
    speakers: tuple[Named, ...]
    lanes: tuple[Lane, ...]
    volume: tuple[Volume, ...]
    volume_bucket: Bucket
    speakers_total: int
    undated: int


class Held(Model):
    """An office, from when to when the registry says; null is open or not known."""

    office: Named
    of: Named | None
    since: Day
    until: Day


class Described(Model):
    """What office a report gives a person; `expected` is what the registry says instead."""

    office: str
    tense: str | None
    consistent: bool | None
    expected: str | None
    day: Day
    document: str
    title: str


class Belongs(Model):
    """Whom an actor belongs to."""

    to: Named
    kind: str | None
    since: Day
    until: Day


class Other(Model):
    """Somebody on the other side, with how often and with which stance."""

    node: Named
    counts: Counts
    statements: int


class Profile(Model):
    """An actor: who it is, in which offices, what it says and what is said of it."""

    actor: Named
    aliases: tuple[str, ...]
    wikidata: str | None
    description: str | None
    offices: tuple[Held, ...]
    described: tuple[Described, ...]
    belongs: tuple[Belongs, ...]
    says_of: tuple[Other, ...]
    said_by: tuple[Other, ...]
    stands: tuple[Stand, ...]


class ConceptCount(Model):
    """A concept of the codebook with how many positions there are on it, and of how many actors."""

    concept: Named
    positions: int
    actors: int


class Need(Model):
    """For whom which concept or proposal needs which other one."""

    actor: str | None
    actor_id: str | None
    proposal: str
    needs: str
    concept_id: str | None
    needs_id: str | None
    sentence: str | None
    day: Day
    statement: str | None
    document: str | None


class ConceptPage(Model):
    """Who stands where on a concept, oldest first, and what it needs or is needed for."""

    concept: Named
    definition: str | None
    stands: tuple[Stand, ...]
    needs: tuple[Need, ...]


class Found(Model):
    """What a search gives: names that may be meant, and how many statements hold the words."""

    actors: tuple[Named, ...]
    concepts: tuple[Named, ...]
    statements: int


class Table(Model):
    """An answer to a query as text and numbers; `more` where it was cut."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool


class AskedFor(Model):
    """A parameter of a question of the library."""

    name: str
    kind: str
    required: bool
    default: str | int | None
    meaning: str


class Listed(Model):
    """A question of the library."""

    name: str
    title: str
    description: str
    parameters: tuple[AskedFor, ...]
    cypher: str
