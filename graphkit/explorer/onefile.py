"""The explorer in one file: the page and what it shows, to be opened without a server.

Nothing of it is asked of anywhere: script, style and data stand in the file, and its policy names
the script by its hash. Articles are data (JSON in which no character can end an element).
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from itertools import count
from pathlib import Path

from graphkit.explorer import actors, positions, reports, views
from graphkit.explorer.answers import (
    Article,
    ConceptCount,
    ConceptPage,
    Overview,
    Profile,
)
from graphkit.questions.linker import link
from schemas.base import Model
from schemas.errors import InputError, StoreMissing
from schemas.stores import QueryableStore

STATIC = Path(__file__).with_name("static")
MOST_DOCUMENTS = 1_000
"""What one file holds; a browser filters so much at once."""
_AT_ONCE = 500
_OF_ACTOR = """MATCH (:Actor {id: $actor})-[:SAID]->(:Statement)-[:IN]->(d:Document)
RETURN d.id AS id
UNION
MATCH (:Actor {id: $actor})<-[:ABOUT]-(:Statement)-[:IN]->(d:Document)
RETURN d.id AS id"""
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


class Kept(Model):
    """All that a file without a server shows."""

    overview: Overview
    articles: tuple[Article, ...]
    profiles: tuple[Profile, ...]
    concepts: tuple[ConceptCount, ...]
    pages: tuple[ConceptPage, ...]
    flags: dict[str, str]


def one_file(
    store: QueryableStore, *, document: str | None = None, actor: str | None = None
) -> str:
    """The page with a store in it; or one document, or those in which an actor speaks or is meant.

    Raises InputError where these are more than `MOST_DOCUMENTS`.
    """
    return _page(kept(store, _documents(store, document, actor)))


class Explorer:
    """A store as a notebook shows it: the page in a frame that reaches nothing outside of it."""

    def __init__(
        self,
        store: QueryableStore,
        *,
        document: str | None = None,
        actor: str | None = None,
        height: int = 760,
    ) -> None:
        self._page = one_file(store, document=document, actor=actor)
        self._height = height

    def save(self, path: str | Path) -> None:
        """Writes the page to a file, which opens in any browser."""
        Path(path).write_text(self._page, encoding="utf-8")

    def _repr_html_(self) -> str:
        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-popups" title="graphkit explorer"'
            f' style="width:100%;height:{self._height}px;border:1px solid #8884"'
            f' srcdoc="{escape(self._page)}"></iframe>'
        )


def kept(store: QueryableStore, documents: list[str]) -> Kept:
    """What is to be kept of these documents."""
    articles = tuple(reports.article(store, id_) for id_ in documents)
    people = {
        node.id
        for article in articles
        for told in article.statements
        for node in (*told.speakers, *told.relays, *(t.node for t in told.targets))
    }
    people |= {stand.actor.id for article in articles for stand in article.stands}
    people |= {a.report.outlet.id for a in articles if a.report.outlet}
    profiles = tuple(_profiles(store, sorted(people)))
    mine = {s.concept.id for a in articles for s in a.stands if s.concept}
    concepts = tuple(c for c in positions.concepts(store) if c.concept.id in mine)
    pages = tuple(positions.concept(store, c.concept.id) for c in concepts)
    return Kept(
        overview=views.overview(store),
        articles=articles,
        profiles=profiles,
        concepts=concepts,
        pages=pages,
        flags=_flags(profiles),
    )


def _profiles(store: QueryableStore, ids: list[str]) -> Iterator[Profile]:
    """Those of actors; a target may be a venue or an event."""
    for id_ in ids:
        try:
            yield actors.profile(store, id_)
        except StoreMissing:
            continue


def _documents(store: QueryableStore, document: str | None, actor: str | None) -> list[str]:
    if document is not None:
        return [document]
    if actor is not None:
        rows = store.query(_OF_ACTOR, actor=link(store, actor, "actor"))
        found = sorted({row["id"] for row in rows})
    else:
        found = list(_all(store))
    if len(found) > MOST_DOCUMENTS:
        raise InputError(
            f"one page holds {MOST_DOCUMENTS:,} documents, and here are more: choose with --actor "
            "or --document, or look at the whole store with `graphkit serve`"
        )
    return found


def _all(store: QueryableStore) -> Iterator[str]:
    """The ids of the documents, one more than a file holds at most."""
    for skip in count(0, _AT_ONCE):
        some = reports.reports(store, skip=skip, limit=_AT_ONCE)
        yield from (report.id for report in some)
        if len(some) < _AT_ONCE or skip > MOST_DOCUMENTS:
            return


def _flags(profiles: tuple[Profile, ...]) -> dict[str, str]:
    """The flags that are shown, as addresses of their data."""
    found = {}
    for flag in sorted({p.actor.flag for p in profiles if p.actor.flag}):
        path = STATIC / "flags" / f"{flag}.svg"
        if path.is_file():
            data = base64.b64encode(path.read_bytes()).decode()
            found[flag] = f"data:image/svg+xml;base64,{data}"
    return found


def _page(of: Kept) -> str:
    script = (STATIC / "explorer.js").read_text(encoding="utf-8")
    script = script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    style = (STATIC / "explorer.css").read_text(encoding="utf-8").replace("</style", "<\\/style")
    data = json.dumps(of.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta id="__________cytoscape_stylesheet" name="generator" content="graphkit">'
        '<link rel="icon" href="data:,"><title>graphkit explorer</title>'
        f'<style>{style}</style></head><body><div id="app"></div>'
        f'<script type="application/json" id="kept">{data.translate(_ESCAPED)}</script>'
        f'<script type="module">{script}</script></body></html>\n'
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
