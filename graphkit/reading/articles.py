"""An article, from a file, from text or from an HTML page → a `Reading`."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from graphkit.reading.inputs import HTML, check_format, decode, looks_like_html, read_content
from graphkit.reading.languages import detect_language
from graphkit.reading.origins import author_in_text, based_on, outlet_in_text
from graphkit.reading.pages import Page, parse_page
from graphkit.reading.publication import Published, published_in_text, published_in_url
from graphkit.reading.results import Reading
from graphkit.reading.zones import Zone, label_zones
from schemas.errors import InputError
from schemas.identity import document_id
from schemas.provenance import Document, ZoneKind

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


@dataclass(frozen=True, slots=True)
class _Given:
    """What the caller says about an input; `source` names it in errors."""

    source: str
    published: date | None = None
    id: str | None = None
    url: str | None = None


def read_file(
    path: Path, *, published: date | None = None, id: str | None = None, encoding: str | None = None
) -> Reading:
    """The article in a .txt, .md, .html or .htm file.

    Raises `InputError`, naming the file and the remedy, for what is missing, empty, binary, in an
    unknown encoding or format, and for a page without an article.
    """
    check_format(path)
    content = read_content(path)
    return read_bytes(content, source=str(path), published=published, id=id, encoding=encoding)


def read_bytes(
    content: bytes,
    *,
    source: str = "standard input",
    published: date | None = None,
    id: str | None = None,
    encoding: str | None = None,
) -> Reading:
    """The article in the bytes of a file or a pipe, plain text or HTML; errors name `source`."""
    named_html = Path(source).suffix.lower() in HTML
    opens_html = looks_like_html(content[:2000].decode("latin-1").lstrip("ï»¿"))
    text = decode(content, source=source, encoding=encoding, html=named_html or opens_html)
    given = _Given(source, published, id)
    return _page_reading(text, given) if named_html or opens_html else _text_reading(text, given)


def read_text(
    text: str,
    *,
    published: date | None = None,
    id: str | None = None,
    url: str | None = None,
    title: str | None = None,
) -> Reading:
    """The article in a plain text, which is stored unchanged.

    Raises `InputError` for a text of white space.
    """
    if not text.strip():
        raise InputError("the text: is empty. Give the article's text.")
    return _text_reading(text, _Given("the text", published, id, url), title)


def read_html(
    page: str, *, published: date | None = None, id: str | None = None, url: str | None = None
) -> Reading:
    """The article in an HTML page. Raises `InputError` where it has none."""
    if not page.strip():
        raise InputError("the page: is empty. Give the HTML of an article.")
    return _page_reading(page, _Given("the page", published, id, url))


def _text_reading(text: str, given: _Given, title: str | None = None) -> Reading:
    hints: dict[str, ZoneKind] = {" ".join(title.split()): "title"} if title else {}
    return _reading(Page(text, hints, title=title), given)


def _page_reading(page: str, given: _Given) -> Reading:
    return _reading(parse_page(page, source=given.source), given)


def _reading(page: Page, given: _Given) -> Reading:
    text = page.text
    zones = label_zones(text, page.hints)
    url = _canonical(page.url or given.url)
    published = _published(page, given, zones, url)
    span = None if page.outlet else outlet_in_text(text, zones)
    outlet = page.outlet or (text[span[0] : span[1]] if span else None)
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    title = page.title or _title(text, zones)
    identity = document_id(url, given.id, sha256)
    document = Document(
        id=identity,
        name=title or identity,
        title=title,
        url=url,
        author=page.author or author_in_text(text, zones),
        language=detect_language(text, zones) or page.language,
        published=published.day,
        section=page.section,
        type=page.type,
        sha256=sha256,
        text=text,
        zone_kinds=tuple(zone.kind for zone in zones),
        zone_starts=tuple(zone.start for zone in zones),
        zone_ends=tuple(zone.end for zone in zones),
    )
    return Reading(
        document=document,
        outlet=outlet,
        outlet_span=span,
        host=(urlsplit(url).hostname if url else None),
        based_on=based_on(text, zones, outlet),
        published_evidence=published.evidence,
    )


def _published(page: Page, given: _Given, zones: tuple[Zone, ...], url: str | None) -> Published:
    if given.published:
        return Published(given.published, "argument")
    if page.published:
        return Published(page.published, page.evidence)
    if day := published_in_url(url):
        return Published(day, "meta")
    return published_in_text(page.text, zones)


def _title(text: str, zones: tuple[Zone, ...]) -> str | None:
    """The words of the first title, where it stands above the body."""
    for zone in zones:
        if zone.kind == "title":
            return " ".join(text[zone.start : zone.end].split())
        if zone.kind == "body":
            return None
    return None


def _canonical(url: str | None) -> str | None:
    """The address without fragment and tracking parameters, its host in lower case."""
    if not url:
        return None
    parts = urlsplit(url.strip())
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True)
            if not key.lower().startswith(_TRACKING)]  # fmt: skip
    host = parts.netloc.lower()
    return urlunsplit((parts.scheme.lower(), host, parts.path, urlencode(kept), ""))
