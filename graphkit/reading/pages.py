"""An HTML page → the text of its article, and what its metadata say.

Main text by trafilatura (Barbaresi 2021, ACL Demo); dates by JSON-LD, then by the page's metadata.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

import trafilatura
from trafilatura.settings import Document as Extracted

from graphkit.reading.linked_data import LinkedArticle, linked_article
from graphkit.reading.paragraphs import paragraphs
from graphkit.reading.results import PublishedEvidence
from graphkit.reading.trees import Element
from schemas.errors import InputError
from schemas.provenance import ZoneKind


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page. `hints`: the kinds of paragraphs that the mark-up tells, by words."""

    text: str
    hints: dict[str, ZoneKind] = field(default_factory=dict)
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    section: str | None = None
    type: str | None = None
    published: date | None = None
    evidence: PublishedEvidence = "none"


def parse_page(page: str, *, source: str) -> Page:
    """The article of an HTML page: title, blank line, paragraphs.

    Raises `InputError`, naming `source`, where the page has no article.
    """
    tree = trafilatura.load_html(page)
    extracted = None if tree is None else _extracted(page)
    lines = [line.strip() for line in (extracted.text or "").splitlines()] if extracted else []
    if (
        tree is None
        or extracted is None
        or not any(p.is_prose for p in paragraphs("\n".join(lines)))
    ):
        raise InputError(
            f"{source}: no article found in this HTML page. Save the article's own page (not "
            "a front page, and after its scripts have run), or paste the article into a .txt file."
        )
    linked = linked_article(tree)
    title = _folded(extracted.title)
    captions = list(_captions(tree))
    text, shown = _text(title, [_folded(line) or "" for line in lines], captions, _order(tree))
    published, evidence = _published(linked, extracted)
    url = _web_address(extracted.url)
    return Page(
        text=text,
        hints={**dict.fromkeys(shown, "caption"), **({title: "title"} if title else {})},
        title=title,
        url=url,
        outlet=_outlet(_meta(tree, "og:site_name"), linked.publisher, url),
        author=_folded(extracted.author) or linked.author,
        language=_language(tree),
        section=_meta(tree, "article:section") or linked.section,
        type=linked.type or _meta(tree, "og:type"),
        published=published,
        evidence=evidence,
    )


def _extracted(page: str) -> Extracted | None:
    found = trafilatura.bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    return found if isinstance(found, Extracted) else None


def _text(
    title: str | None, lines: list[str], captions: list[str], order: list[str]
) -> tuple[str, list[str]]:
    """The text, and the captions that found their place: before the next paragraph of the page."""
    kept = [line for line in lines if line and line != title]
    places = {words: index for index, words in reversed(list(enumerate(order)))}
    following: dict[str, list[str]] = {}
    for caption in captions:
        behind = order[places[caption] + 1 :] if caption in places and caption not in kept else []
        if anchor := next((words for words in behind if words in set(kept)), None):
            following.setdefault(anchor, []).append(caption)
    parts = [title] if title else []
    for line in kept:
        parts += [*following.pop(line, []), line]
    return "\n\n".join(parts), [c for c in captions if c in parts]


def _captions(tree: Element) -> Iterator[str]:
    """Captions of the figures that stand in the article, not in a list of other articles."""
    wanted = "//article//figcaption | //main//figcaption | //h1/following::figcaption"
    seen: set[str] = set()
    for element in tree.xpath(wanted):
        inside = element.xpath("ancestor::aside | ancestor::nav | ancestor::footer | ancestor::a")
        words = _folded(element.text_content())
        if words and not inside and words not in seen:
            seen.add(words)
            yield words


def _order(tree: Element) -> list[str]:
    """Paragraphs and captions in the order of the page."""
    found = (_folded(e.text_content()) for e in tree.iter("p", "figcaption", "h2", "h3", "li"))
    return [words for words in found if words]


def _published(
    linked: LinkedArticle, extracted: Extracted
) -> tuple[date | None, PublishedEvidence]:
    if linked.published:
        return linked.published, "json-ld"
    if extracted.date:
        return date.fromisoformat(extracted.date), "meta"
    return None, "none"


def _outlet(site: str | None, publisher: str | None, url: str | None) -> str | None:
    """The site's name, unless it is only a piece of the host's ("nationalpost", "Hosted")."""
    labels = (urlsplit(url).hostname or "").split(".") if url else []
    piece = site and (site in labels or site.casefold() in labels[:-2])
    return publisher if piece else site or publisher


def _meta(tree: Element, name: str) -> str | None:
    values = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return _folded(values[0]) if values else None


def _language(tree: Element) -> str | None:
    values = tree.xpath("/html/@lang | //meta[@property='og:locale']/@content")
    code = str(values[0]).strip().lower()[:2] if values else ""
    return code if len(code) == 2 and code.isalpha() else None


def _web_address(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _folded(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None
