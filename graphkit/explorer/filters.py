"""What a view is about: the filters of the page, and the Cypher that they stand for.

Texts are put together from static pieces; every value is a parameter.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from graphkit.questions.searching import all_of, words_in
from schemas.base import Model
from schemas.relations import Stance

STANCES: tuple[Stance, ...] = ("positive", "neutral", "negative")

_BETWEEN = """CALL () {
  UNWIND range(0, $days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (:Document {published: day})<-[:IN]-(s:Statement)
  RETURN s
  UNION
  UNWIND range(0, $days) AS n
  WITH date($since) + duration({days: n}) AS day
  MATCH (s:Statement {date_from: day})
  RETURN s
}
"""
"""Statements of some days, and a few more, by the indexes on days."""
_FEW_DAYS = 800
NEWEST_FIRST = "ORDER BY day IS NULL, day DESC, document, start, id"
"""How lists of statements are ordered, by their day, document and first character."""
_TOTAL = "RETURN count(DISTINCT s) AS total"
_COUNTED = "s.modality = 'asserted' AND s.class IN ['utterance', 'attitude']"
_NO_COPY = "NOT EXISTS { (d)-[:COPY_OF]->() }"
COUNTS = f"{_COUNTED} AND {_NO_COPY}"
"""Whether a statement `s` of a report `d` is among those that are meant without `everything`."""


type Id = Annotated[str | None, BeforeValidator(lambda given: given or None)]
"""The id of a node; empty is none."""


class Filters(Model):
    """What statements to look at; what is not given leaves all in.

    Days are included. By default only asserted utterances and attitudes count, and copies of a
    report not at all, as in SPOKE_ABOUT; `everything` counts what was denied or copied too.
    """

    since: date | None = None
    until: date | None = None
    speaker: Id = None
    target: Id = None
    stance: list[Stance] = Field(default_factory=list)
    outlet: Id = None
    words: str | None = Field(default=None, max_length=200)
    everything: bool = False

    def parameters(self) -> dict[str, Any]:
        """Values for the pieces of Cypher that these filters use."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "days": self.days,
            "speaker": self.speaker,
            "target": self.target,
            "stances": self.stances,
            "outlet": self.outlet,
            "words": self.full_text,
        }

    @property
    def full_text(self) -> str:
        """The full-text query for all of the words; empty for none."""
        return all_of(words_in(self.words or ""))

    @property
    def words_alone(self) -> bool:
        """Whether words are all that is asked for."""
        return bool(self.full_text) and self == Filters(
            words=self.words, everything=self.everything
        )

    @property
    def days(self) -> int | None:
        """How many days lie between the first and the last; null where either is open."""
        return (self.until - self.since).days if self.since and self.until else None

    @property
    def on_any_day(self) -> "Filters":
        """The same without the days."""
        return self.model_copy(update={"since": None, "until": None})

    @property
    def stances(self) -> list[Stance]:
        """The stances that count, all where none is chosen."""
        return self.stance or list(STANCES)

    @property
    def as_counted(self) -> bool:
        """Whether SPOKE_ABOUT holds the answer already: its counts know no day, outlet or word."""
        return not (self.since or self.until or self.outlet or self.words or self.everything)


def statements(filters: Filters, *, about_actors: bool) -> str:
    """Cypher that binds `s`, its `d` and `day`, for each speaker and target that the filters want.

    Binds `speaker` too, and with `about_actors` also `about` and `target`. A statement may come in
    several rows: count it DISTINCT.
    """
    text = _start(filters)
    about = _about(filters) if about_actors and "about:ABOUT" not in text else ""
    if "(d:Document)" in text:
        text += about
    else:
        counted = _unless(filters.everything, _COUNTED)
        # what leaves few comes first
        text += about + counted if filters.target else counted + about
        text += "MATCH (s)-[:IN]->(d:Document)\n" + _unless(filters.everything, _NO_COPY)
    kept = "speaker, s, d, about, target" if about_actors else "speaker, s, d"
    text += f"WITH {kept}, coalesce(s.date_from, d.published) AS day\n"
    return text + _where(*_conditions(filters, about_actors=about_actors))


def total(filters: Filters, *, about_actors: bool) -> str:
    """Cypher that returns `total`, how many statements the filters want."""
    narrowed = about_actors or any(_conditions(filters, about_actors=about_actors))
    if filters.full_text and filters.everything and not narrowed:
        return _start(filters) + _TOTAL  # nothing is asked of the report: it need not be found
    return statements(filters, about_actors=about_actors) + _TOTAL


def _start(filters: Filters) -> str:
    """Binds `s` and `speaker`, from where the fewest are; the target too where it starts there."""
    speaker = f"MATCH {_end('speaker', filters.speaker)}-[:SAID]->"
    if filters.full_text:
        found = "CALL db.index.fulltext.queryNodes('statement_text', $words) YIELD node AS s\n"
        return f"{found}{speaker}(s)\n"
    if _are_few(filters):
        return f"{_BETWEEN}{speaker}(s)\n"
    if filters.speaker:
        return f"{speaker}(s:Statement)\n"
    if filters.target:
        about = f"MATCH {_end('target', filters.target)}<-[about:ABOUT]-(s:Statement)\n"
        return f"{about}{speaker}(s)\n"
    # all there are: the embedded engine reads them a third faster by their documents
    original = f"MATCH (d:Document)\n{_unless(filters.everything, _NO_COPY)}"
    counted = _unless(filters.everything, _COUNTED)
    return f"{original}MATCH (d)<-[:IN]-(s:Statement)\n{counted}{speaker}(s)\n"


def _about(filters: Filters) -> str:
    return f"MATCH (s)-[about:ABOUT]->{_end('target', filters.target)}\n"


def _unless(everything: bool, condition: str) -> str:
    return "" if everything else _where(condition)


def _where(*conditions: str) -> str:
    return f"WHERE {' AND '.join(conditions)}\n" if conditions else ""


def _are_few(filters: Filters) -> bool:
    """Whether the days are where to begin."""
    narrower = filters.speaker or filters.target
    return not narrower and filters.days is not None and filters.days <= _FEW_DAYS


def _end(name: str, id_: str | None) -> str:
    return f"({name}:Actor {{id: ${name}}})" if id_ else f"({name}:Actor)"


def _conditions(filters: Filters, *, about_actors: bool) -> list[str]:
    wanted = {
        "about.stance IN $stances": about_actors and bool(filters.stance),
        "EXISTS { (d)-[:PUBLISHED_BY]->(:MediaOutlet {id: $outlet}) }": bool(filters.outlet),
        "day >= date($since)": filters.since is not None,
        "day <= date($until)": filters.until is not None,
        "false": bool(filters.words) and not filters.full_text,  # signs alone are no word
    }
    return [condition for condition, holds in wanted.items() if holds]


def pairs(filters: Filters) -> str:
    """Cypher that binds `speaker`, `target`, `stance` and `statements`, their number.

    Read off SPOKE_ABOUT where it has them, counted anew where a filter wants it.
    """
    if filters.as_counted:
        return (
            f"MATCH {_end('speaker', filters.speaker)}-[edge:SPOKE_ABOUT]->"
            f"{_end('target', filters.target)}\n"
            "UNWIND [['positive', edge.positive], ['neutral', edge.neutral], "
            "['negative', edge.negative]] AS part\n"
            "WITH speaker, target, part[0] AS stance, part[1] AS statements\n"
            "WHERE statements > 0 AND stance IN $stances\n"
        )
    return (
        statements(filters, about_actors=True)
        + "WITH speaker, target, about.stance AS stance, count(DISTINCT s) AS statements\n"
    )
