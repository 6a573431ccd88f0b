"""Statements as a list, and an article with what was found in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from typing import Any, NamedTuple

from graphkit.explorer.answers import Article, Named, Page, Report, Target, Told
from graphkit.explorer.filters import NEWEST_FIRST, Filters, statements, total
from graphkit.explorer.marking import Place, Zone, cut
from graphkit.explorer.names import named, node
from graphkit.explorer.newest import newest
from graphkit.explorer.positions import stands_in
from graphkit.questions import ask
from graphkit.questions.sentences import Sentences
from schemas.errors import StoreMissing
from schemas.stores import QueryableStore, Rows

_AT_ONCE = 500
_AHEAD = 500
"""Statements of a list that are asked for at once: to sort them all again takes as long."""
_IDS = f"""WITH DISTINCT s.id AS id, day, d.id AS document, s.starts[0] AS start
RETURN id
{NEWEST_FIRST} SKIP $skip LIMIT $limit"""
_STATEMENTS = """UNWIND $ids AS wanted
MATCH (s:Statement {id: wanted})-[:IN]->(d:Document)
RETURN s.id AS id, s.text AS text, s.cue AS cue, s.kind AS kind, s.act AS act, s.class AS class,
       s.modality AS modality, s.confidence AS confidence, s.rule AS rule,
       toString(coalesce(s.date_from, d.published)) AS day, d.id AS document,
       s.starts AS starts, s.ends AS ends, s.cue_starts AS cue_starts, s.cue_ends AS cue_ends,
       s.source_starts AS source_starts, s.source_ends AS source_ends"""
_SAID = """UNWIND $ids AS wanted
MATCH (s:Statement {id: wanted})<-[:SAID]-(actor:Actor)
RETURN s.id AS id, actor.id AS actor ORDER BY id, actor"""
_ABOUT = """UNWIND $ids AS wanted
MATCH (s:Statement {id: wanted})-[about:ABOUT]->(target)
RETURN s.id AS statement, about.stance AS stance, target.id AS id, target.name AS name,
       labels(target) AS labels, target.kind AS kind
ORDER BY statement, about.start, id"""
_RELAYED = """UNWIND $ids AS wanted
MATCH (s:Statement {id: wanted})-[via:RELAYED_BY]->(relay:Actor)
RETURN s.id AS id, relay.id AS actor ORDER BY id, via.hop, actor"""
_DOCUMENTS = """UNWIND $ids AS wanted
MATCH (d:Document {id: wanted})
OPTIONAL MATCH (d)-[:PUBLISHED_BY]->(outlet:MediaOutlet)
OPTIONAL MATCH (d)-[:COPY_OF]->(original:Document)
RETURN d.id AS id, coalesce(d.title, d.name) AS title, d.url AS url, d.author AS author,
       toString(d.published) AS published, d.language AS language, outlet.id AS outlet,
       original.id AS copy_of
ORDER BY id, outlet, copy_of"""
_TEXTS = """MATCH (d:Document) WHERE d.id IN $ids
RETURN d.id AS id, d.text AS text, d.zone_kinds AS zone_kinds, d.zone_starts AS zone_starts,
       d.zone_ends AS zone_ends"""
_IN_DOCUMENT = """MATCH (s:Statement)-[:IN]->(:Document {id: $document})
RETURN s.id AS id ORDER BY s.starts[0], id"""
_LISTED = """MATCH (d:Document)
RETURN d.id AS id ORDER BY d.published IS NULL, d.published DESC, id SKIP $skip LIMIT $limit"""


class Listing(NamedTuple):
    """The ids of the first statements of a list, and how many there are in all."""

    ids: tuple[str, ...]
    total: int


def listing(
    store: QueryableStore, filters: Filters, *, number: int | None = None, last: date | None = None
) -> Listing:
    """The statements that the filters want, newest first, undated last.

    `number`: how many there are, where that is known; `last`: the last day of one, where words
    alone are asked for and the newest are to be found by going back from it.
    """
    if number is not None and (ids := newest(store, filters, last, _AHEAD)):
        return Listing(ids, number)
    ids = _ids(store, filters, 0, _AHEAD)
    if len(ids) < _AHEAD:
        return Listing(ids, len(ids))
    return Listing(ids, counted(store, filters) if number is None else number)


def counted(store: QueryableStore, filters: Filters) -> int:
    """How many statements the filters want; none for words that are no words."""
    text = total(filters, about_actors=_about_actors(filters))
    number: int = store.query(text, **filters.parameters())[0]["total"]
    return number


def page(
    store: QueryableStore,
    filters: Filters,
    *,
    skip: int = 0,
    limit: int = 50,
    of: Listing | None = None,
) -> Page:
    """Some of a list of statements; `of`: its `listing`, where that is known."""
    of = of or listing(store, filters)
    if skip + limit <= len(of.ids) or len(of.ids) == of.total:
        ids = of.ids[skip : skip + limit]
    else:
        ids = _ids(store, filters, skip, limit)
    return Page(statements=tuple(_told(store, ids)), total=of.total, skipped=skip)


def _ids(store: QueryableStore, filters: Filters, skip: int, limit: int) -> tuple[str, ...]:
    text = statements(filters, about_actors=_about_actors(filters)) + _IDS
    rows = store.query(text, skip=skip, limit=limit, **filters.parameters())
    return tuple(row["id"] for row in rows)


def _about_actors(filters: Filters) -> bool:
    return bool(filters.target or filters.stance)


def between_states(
    store: QueryableStore, filters: Filters, *, skip: int = 0, limit: int = 50
) -> Page:
    """The statements behind a cell of the matrix of states; needs `speaker` and `target`."""
    rows = ask(
        store,
        "state-about-state",
        speaker=filters.speaker,
        target=filters.target,
        since=filters.since,
        until=filters.until,
    )
    ids = [id_ for row in reversed(rows) for id_ in row["evidence"]]
    shown = tuple(_told(store, ids[skip : skip + limit]))
    return Page(statements=shown, total=len(ids), skipped=skip)


def statement(store: QueryableStore, id_: str) -> Told:
    """One statement; StoreMissing where there is none of that id."""
    found = list(_told(store, [id_]))
    if not found:
        raise StoreMissing(f"there is no statement {id_!r} in this store")
    return found[0]


def reports(store: QueryableStore, *, skip: int = 0, limit: int = 100) -> tuple[Report, ...]:
    """Some of the documents, newest first, undated last."""
    ids = [row["id"] for row in store.query(_LISTED, skip=skip, limit=limit)]
    found = _reports(store, ids)
    return tuple(found[id_] for id_ in ids)


def article(store: QueryableStore, id_: str) -> Article:
    """A document with its text cut into segments; StoreMissing where there is none of that id."""
    found = _reports(store, [id_])
    if id_ not in found:
        raise StoreMissing(f"there is no document {id_!r} in this store")
    ids = [row["id"] for row in store.query(_IN_DOCUMENT, document=id_)]
    rows = list(in_lots(store, _STATEMENTS, ids))
    row = store.query(_TEXTS, ids=[id_])[0]
    stands = list(stands_in(store, id_))
    places = [*_places(rows), *(place for _, place in stands if place)]
    zones = zip(
        row["zone_starts"] or (), row["zone_ends"] or (), row["zone_kinds"] or (), strict=True
    )
    return Article(
        report=found[id_],
        segments=tuple(cut(row["text"], places, [Zone(*zone) for zone in zones])),
        statements=tuple(_told(store, ids)),
        stands=tuple(stand for stand, _ in stands),
    )


def _told(store: QueryableStore, ids: Sequence[str]) -> Iterator[Told]:
    """The statements of these ids in their order; unknown ones are left out."""
    rows = {row["id"]: row for row in in_lots(store, _STATEMENTS, ids)}
    said, relayed = _of_each(store, _SAID, ids), _of_each(store, _RELAYED, ids)
    about: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in in_lots(store, _ABOUT, ids):
        about[row["statement"]].append(row)
    people = [id_ for found in (said, relayed) for some in found.values() for id_ in some]
    people += [row["id"] for some in about.values() for row in some if "Actor" in row["labels"]]
    names = named(store, people)
    documents = sorted({row["document"] for row in rows.values()})
    found = _reports(store, documents)
    texts = {r["id"]: Sentences(r["text"]) for r in in_lots(store, _TEXTS, documents)}
    for id_ in ids:
        if id_ in rows:
            row = rows[id_]
            yield Told(
                **{k: row[k] for k in ("id", "cue", "text", "day", "kind", "act", "modality")},
                what=row["class"],
                confidence=row["confidence"],
                rule=row["rule"],
                speakers=tuple(names[actor] for actor in said[id_]),
                relays=tuple(names[actor] for actor in relayed[id_]),
                targets=tuple(_targets(about[id_], names)),
                sentence=_sentence(texts[row["document"]], row),
                report=found[row["document"]],
            )


def _targets(rows: Iterable[Mapping[str, Any]], names: Mapping[str, Named]) -> Iterator[Target]:
    seen = set()
    for row in rows:
        if (row["id"], row["stance"]) not in seen:
            seen.add((row["id"], row["stance"]))
            yield Target(node=names.get(row["id"]) or node(row), stance=row["stance"])


def _sentence(text: Sentences, row: Mapping[str, Any]) -> str:
    starts = [at for name in ("source_starts", "cue_starts", "starts") for at in row[name] or ()]
    ends = [at for name in ("source_ends", "cue_ends", "ends") for at in row[name] or ()]
    return text.around(min(starts), max(ends))


def _places(rows: Iterable[Mapping[str, Any]]) -> Iterator[Place]:
    for row in rows:
        for role, name in (("content", ""), ("source", "source_"), ("cue", "cue_")):
            spans = zip(row[f"{name}starts"] or (), row[f"{name}ends"] or (), strict=True)
            for start, end in spans:
                yield Place(start, end, role, row["id"])  # type: ignore[arg-type]


def _reports(store: QueryableStore, ids: Sequence[str]) -> dict[str, Report]:
    rows = list(in_lots(store, _DOCUMENTS, ids))
    outlets = named(store, [row["outlet"] for row in rows if row["outlet"]])
    return {
        row["id"]: Report(**{**row, "outlet": outlets.get(row["outlet"])}) for row in reversed(rows)
    }


def _of_each(store: QueryableStore, text: str, ids: Sequence[str]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in in_lots(store, text, ids):
        if row["actor"] not in found[row["id"]]:
            found[row["id"]].append(row["actor"])
    return found


def in_lots(store: QueryableStore, text: str, ids: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """The rows of a query that is given `ids`, asked some at a time."""
    for some in batched(ids, _AT_ONCE):
        rows: Rows = store.query(text, ids=list(some))
        yield from rows
