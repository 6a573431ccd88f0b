"""What the page shows of a store, by what it asks for.

Whatever counts or sorts the whole store is kept for as long as that stays as it is, and may be
worked out before anybody opens the page (`Shown.prepare`).
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from heapq import nlargest
from itertools import chain
from operator import attrgetter
from threading import Event
from typing import Annotated

from pydantic import Field

from graphkit.explorer import actors, answers, daily, frequent, newest, positions, reports, views
from graphkit.explorer.filters import Filters
from graphkit.explorer.keeping import Keeper
from schemas.base import Model
from schemas.errors import GraphKitError
from schemas.stores import QueryableStore

_log = logging.getLogger(__name__)

_LOOKED_AFTER = 5.0  # seconds between two looks at the store's revision
_SILENT = 24  # looks without a revision after which somebody is told
TIES = 60
"""Ties whose statements are worked out beforehand: as many as the page lists (network.tsx)."""
_CUT_OFF = (
    "a load is at work, or one was cut off: until it ends, nothing that the page asks is kept, and "
    "it is slower. Where no load is at work, run it again"
)

type Top = Annotated[int, Field(ge=1, le=200)]


class Drawn(Filters):
    """What a picture is asked for: filters, and how many actors at most."""

    top: Top = 30


class Tabled(Drawn):
    """What the matrix is asked for; with `states` actors are rolled up to states."""

    states: bool = False


class Paged(Filters):
    """What a list of statements is asked for."""

    states: bool = False
    skip: int = Field(default=0, ge=0, le=10_000_000)
    limit: int = Field(default=50, ge=1, le=500)


class Some(Model):
    """What the list of documents is asked for."""

    skip: int = Field(default=0, ge=0, le=10_000_000)
    limit: int = Field(default=500, ge=1, le=500)


class Shown:
    """The views over a store, which stays the caller's to close; safe to ask in many threads."""

    def __init__(self, store: QueryableStore) -> None:
        self._store = store
        self._keeper = Keeper(store)

    def prepare(self, stopped: Event) -> None:
        """Works out what the page shows first, and what that leads to, until it is stopped.

        What fails is told in the log, and left.
        """
        for view in chain(self._first(), self._linked()):
            if stopped.is_set():
                return
            try:
                view()
            except (GraphKitError, LookupError) as error:
                # a node that went away between two queries is missed by its id
                _log.warning("not worked out beforehand: %s", error)

    def keep_prepared(self, stopped: Event) -> None:
        """Prepares, and again after each change of the store, until it is stopped."""
        known: str | None = None
        silent = 0
        while not stopped.is_set():
            revision = self._revision()
            silent = silent + 1 if revision is None else 0
            if silent == _SILENT:
                _log.warning("%s", _CUT_OFF)
            if revision is not None and revision != known:
                self.prepare(stopped)
                known = revision
            stopped.wait(_LOOKED_AFTER)

    def _revision(self) -> str | None:
        try:
            return self._store.revision()
        except GraphKitError as error:
            _log.warning("the store does not answer: %s", error)
            return None

    def overview(self) -> answers.Overview:
        """How much there is."""
        return self._keeper.get(views.overview)

    def network(self, asked: Drawn) -> answers.Network:
        """Who spoke about whom."""
        wanted = _filters(asked)
        if (told := self._by_day(wanted)) is not None:
            return views.network_of(self._store, told, top=asked.top)
        whole = self._keeper.get(views.network, wanted, top=max(asked.top, Drawn().top))
        return views.smaller_network(whole, asked.top)

    def matrix(self, asked: Tabled) -> answers.Matrix:
        """Speakers by targets."""
        wanted = _filters(asked)
        if asked.states:
            told = self._keeper.get(views.between_states, views.of_states(wanted))
            return views.matrix_of(self._store, views.of_stances(told, wanted), top=asked.top)
        if (summed := self._by_day(wanted)) is not None:
            return views.matrix_of(self._store, summed, top=asked.top)
        whole = self._keeper.get(views.matrix, wanted, top=max(asked.top, Tabled().top))
        return views.smaller_matrix(whole, asked.top)

    def timeline(self, asked: Drawn) -> answers.Timeline:
        """Who spoke when."""
        wanted = _filters(asked)
        reports = self._keeper.get(views.period)
        over = self._keeper.get(views.bars, wanted.on_any_day, reports)
        return views.under(over, self._lanes(wanted, asked.top, reports))

    def statements(self, asked: Paged) -> answers.Page:
        """Statements, some at a time; with `states` those behind a cell of that matrix."""
        wanted, some = _filters(asked), {"skip": asked.skip, "limit": asked.limit}
        if asked.states and asked.speaker and asked.target:
            return reports.between_states(self._store, wanted, **some)
        return reports.page(self._store, wanted, **some, of=self._listing(wanted))

    def documents(self, asked: Some) -> tuple[answers.Report, ...]:
        """Documents, some at a time."""
        return self._keeper.get(reports.reports, skip=asked.skip, limit=asked.limit)

    def concepts(self) -> tuple[answers.ConceptCount, ...]:
        """What positions are about."""
        return self._keeper.get(positions.concepts)

    def actor(self, id_: str) -> answers.Profile:
        """An actor's page."""
        return self._keeper.get(actors.profile, id_)

    def search(self, words: str) -> answers.Found:
        """Whom and what the words may mean, and how many statements hold them."""
        wanted = Filters(words=words, everything=True)
        return actors.search(self._store, words, self._number(wanted) if wanted.full_text else 0)

    def _listing(self, wanted: Filters) -> reports.Listing:
        if not wanted.words_alone:
            return self._keeper.get(reports.listing, wanted)
        number = self._number(wanted)
        # of very many the newest are sooner found by going back in time
        last = self._keeper.get(newest.last_day) if number >= frequent.VERY_MANY else None
        return self._keeper.get(reports.listing, wanted, number=number, last=last)

    def _number(self, wanted: Filters) -> int:
        """How many statements hold the words, which alone are asked for."""
        known = self._keeper.known(frequent.frequent)
        number = known.count(wanted) if known else None
        return self._keeper.get(reports.counted, wanted) if number is None else number

    def _lanes(self, wanted: Filters, top: int, reports: views.Period) -> views.Lanes:
        counted = self._keeper.known(daily.speakers)
        prepared = wanted == Filters() and top <= Drawn().top
        if counted is None or prepared or wanted.target or not daily.holds(wanted):
            whole = self._keeper.get(views.lanes, wanted, reports, top=max(top, Drawn().top))
            return views.fewer_lanes(whole, top)
        bucket = views.bucket_of(wanted, reports)
        marks = daily.marks_between(counted, wanted, width=views.WIDTHS[bucket])
        return views.lanes_of(self._store, marks, bucket=bucket, top=top)

    def _by_day(self, wanted: Filters) -> Counter[views.Pair] | None:
        """Numbers by day, summed, where days are asked for: SPOKE_ABOUT has those of all days."""
        if not (wanted.since or wanted.until) or not daily.holds(wanted):
            return None
        counted = self._keeper.known(daily.pairs)
        return None if counted is None else daily.pairs_between(counted, wanted)

    def _first(self) -> Iterator[Callable[[], object]]:
        """What the page asks for where nobody chose anything, or only days."""
        yield self.overview
        yield lambda: self.network(Drawn())
        yield lambda: self.statements(Paged())
        yield lambda: self.matrix(Tabled())
        yield lambda: self.timeline(Drawn())
        yield lambda: self.documents(Some())
        yield self.concepts
        yield lambda: self._keeper.get(newest.last_day)
        yield lambda: self._keeper.get(daily.speakers)
        yield lambda: self._keeper.get(daily.pairs)
        yield lambda: self.matrix(Tabled(states=True))
        yield lambda: self._keeper.get(frequent.frequent)

    def _linked(self) -> Iterator[Callable[[], object]]:
        """What the network leads to: its actors have most statements, which take long to sort."""
        found: list[answers.Network] = []
        yield lambda: found.append(self.network(Drawn()))
        for network in found:
            for actor in network.actors:
                yield partial(self.actor, actor.id)
                yield partial(self.statements, Paged(speaker=actor.id))
                yield partial(self.timeline, Drawn(speaker=actor.id))
            for tie in nlargest(TIES, network.ties, key=attrgetter("statements")):
                between = {"speaker": tie.speaker, "target": tie.target, "stance": [tie.stance]}
                yield partial(self.statements, Paged.model_validate(between))


def _filters(asked: Filters) -> Filters:
    """The filters alone, without how much is asked for."""
    return Filters(**asked.model_dump(include=set(Filters.model_fields)))
