"""Reading: zones, dates, outlets, pages, files, and every way an input can be bad."""

import codecs
from datetime import date
from pathlib import Path

import pytest

from graphkit.reading import (
    Reading,
    find_inputs,
    label_zones,
    read_bytes,
    read_file,
    read_html,
    read_text,
)
from graphkit.reading.datelines import find_dateline
from graphkit.reading.dates import find_dates, is_date_line
from schemas.errors import InputError

DOSSIER = Path(__file__).parents[1] / "graphkit" / "samples" / "dossier"

PROSE = (
    "The foreign minister of Ruritania said on Tuesday that her government would accept "
    "the truce if its neighbour withdrew from the valley."
)
MORE = (
    "Her colleague from Graustark replied within the hour that no soldier would move "
    "before the talks had even begun."
)


def zones_of(text: str) -> list[tuple[str, str]]:
    return [(z.kind, " ".join(text[z.start : z.end].split())) for z in label_zones(text)]


def kinds_by_line(text: str) -> list[str]:
    """The kind of the zone at the start of every line that is not blank."""
    zones = label_zones(text)
    kinds: list[str] = []
    position = 0
    for line in text.splitlines(keepends=True):
        start = position + len(line) - len(line.lstrip(" #"))
        if line.strip():
            kinds += [z.kind for z in zones if z.start <= start < z.end]
        position += len(line)
    return kinds


def assert_covered(text: str) -> None:
    """Zones are sorted, in range, do not overlap, and hold every letter and digit."""
    zones = label_zones(text)
    last = 0
    for zone in zones:
        assert last <= zone.start < zone.end <= len(text)
        assert not any(c.isalnum() for c in text[last : zone.start])
        last = zone.end
    assert not any(c.isalnum() for c in text[last:])


ZONES = {
    "a page copied from a browser": (
        ["Today: Jul 3, 2024", "Search", "Français", "", "Ministers Meet in Zenda to Save a Truce",
         "", "4 mins read", "The castle", "The castle above Zenda. Photo: The Chancellery", "",
         PROSE, "", "A Long Night", "", MORE, "",
         "This article was prepared based on materials published by The Strelsau Gazette.", "",
         "All rights to the original text belong to The Strelsau Gazette.", "", "Don't Miss", "",
         "Grain prices", "", "How the Harvest Failed and Who Paid for It", "",
         "There is unease in the markets as the autumn sowing is delayed by a second month."],
        ["navigation"] * 3 + ["title", "navigation", "caption", "caption", "body", "title", "body",
                              "notice", "notice"] + ["teaser"] * 4,
    ),
    "plain paragraphs from the first line": ([PROSE, MORE], ["body", "body"]),
    "a headline over lines without blanks": (
        ["Ruritania offers a truce to its neighbour", PROSE, "Graustark sends its refusal", MORE],
        ["title", "body", "title", "body"],
    ),
    "a headline with a full stop, every long word in capitals": (
        ["Ruritania Offers Valley Truce.", "", PROSE, "", MORE], ["title", "body", "body"],
    ),
    "a first sentence is no headline": (
        ["The guns fell silent.", "", PROSE, "", MORE], ["body", "body", "body"],
    ),
    "masthead, menu, tagline, kicker, byline": (
        ["THE ZENDA SENTINEL", "Read in the valley since 1894", "Home · World · Letters · Weather",
         "", "World", "", "Ruritania offers a truce to its neighbour", "",
         "By Flavia Elphberg and Fritz Tarlenheim", "Published: May 11, 2024, 05:10 GMT", "", PROSE],
        ["navigation"] * 4 + ["title", "byline", "byline", "body"],
    ),
    "a standfirst, then the byline": (
        ["Ruritania offers a truce to its neighbour", "", PROSE, "", "Flavia Elphberg",
         "11 May 2024", "", MORE],
        ["title", "body", "byline", "byline", "body"],
    ),
    "a dateline is cut off the body": (
        ["Ruritania offers a truce to its neighbour", "", f"ZENDA, May 12 (Newswire) — {PROSE}", MORE],
        ["title", "dateline", "body"],
    ),
    "teasers as a list in the text": (
        [PROSE, "-   Seven castles that you can visit on one ticket this summer",
         "-   King's cousin denies that he ever wore the crown", "- Advertisement", MORE],
        ["body", "teaser", "teaser", "navigation", "body"],
    ),
    "a list of the article's own": (
        [PROSE, "The plan has three points:", "- a truce of thirty days along the whole river",
         "- an exchange of all prisoners who are held", MORE],
        ["body"] * 5,
    ),
    "read also inside the article": (
        [PROSE, "", "Read also:", "Castle tickets to cost twice as much", "", MORE, "", PROSE],
        ["body", "teaser", "teaser", "body", "body"],
    ),
    "related, before the last paragraph": (
        [PROSE, "", "Related", "Castle tickets to cost twice as much", "", MORE],
        ["body", "teaser", "teaser", "body"],
    ),
    "related, before sections of one paragraph": (
        [PROSE, "", "RELATED ARTICLE", "Castle tickets to cost twice as much", "", MORE, "",
         "What happens next?", "", PROSE, "", "And then?", "", MORE],
        ["body", "teaser", "teaser", "body", "body", "body", "body", "body"],
    ),
    "related, below the notices": (
        [PROSE, "", "This article has been updated.", "", "Related", "", "Castle tickets cost more",
         "", MORE, "", "King's cousin denies that he ever wore it", "", PROSE],
        ["body", "notice", "teaser", "teaser", "teaser", "teaser", "teaser"],
    ),
    "one line of teaser": (
        [PROSE, "READ MORE: Castle tickets to cost twice as much", MORE],
        ["body", "teaser", "body"],
    ),
    "a closing block, though the article goes on": (
        [PROSE, "", "More from Zenda", "", "Castle tickets to cost twice as much", "", MORE, "",
         PROSE, "", MORE],
        ["body", "teaser", "teaser", "body", "body", "body"],
    ),
    "a heading that only sounds like teasers": (
        [PROSE, "", "Background reading", "", MORE, "", PROSE], ["body", "title", "body", "body"],
    ),
    "story continues below": (
        [PROSE, "Advertisement", "Story continues below", MORE],
        ["body", "navigation", "navigation", "body"],
    ),
    "who contributed": (
        [PROSE, "___", "Newswire writers Ann Lee and Bo Carr contributed to this report."],
        ["body", "navigation", "notice"],
    ),
    "corrections and copyright": (
        [PROSE, "Correction: An earlier version of this article misnamed the valley.",
         "© 2024 The Zenda Sentinel. All rights reserved."],
        ["body", "notice", "notice"],
    ),
    "captions": (
        ["Ruritania offers a truce to its neighbour", "FILE - The castle in 1897.", PROSE,
         "The bridge at dawn (Rupert Hentzau/Newswire via AP)", MORE],
        ["title", "caption", "body", "caption", "body"],
    ),
    "rights that are no notice": (
        ["Ruritania offers a truce to its neighbour",
         "All rights of the minority must be kept, the minister said, or there will be no deal.",
         "Based on the agreement of March, the army would leave the valley, he added on Friday."],
        ["title", "body", "body"],
    ),
    "markdown": (
        ["# Ruritania offers a truce", "", PROSE, "", "## A long night", "", MORE],
        ["title", "body", "title", "body"],
    ),
    "a speaker's name in capitals is no dateline": (
        ["WALLACE: Would you accept the truce that the minister offered you this week?",
         "PENCE: That is a question for the president, and for nobody else in this room."],
        ["body", "body"],
    ),
    "one short line": (["Ruritania offers a truce"], ["body"]),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), ZONES.values(), ids=ZONES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_zones(lines: list[str], expected: list[str], newline: str) -> None:
    text = newline.join(lines)
    assert kinds_by_line(text) == expected
    assert_covered(text)


def test_a_hard_wrapped_text_is_read_by_paragraphs() -> None:
    lines = ["The foreign minister of Ruritania said on Tuesday", "that her government would accept the truce if its",
             "neighbour, the Kingdom of", "Graustark, withdrew from the valley."]  # fmt: skip
    text = "Ruritania offers a truce\n\n" + "\n".join(lines) + "\n\n" + "\n".join(lines)
    assert [kind for kind, _ in zones_of(text)] == ["title", "body"]


def test_dateline_and_title_spans() -> None:
    text = f"Ruritania offers a truce\n\nZENDA (Newswire) — {PROSE}"
    assert zones_of(text) == [
        ("title", "Ruritania offers a truce"),
        ("dateline", "ZENDA (Newswire) —"),
        ("body", PROSE),
    ]


DATELINES = [
    ("WASHINGTON, May 12 (Reuters) — The president", True, "WASHINGTON, May 12 (Reuters) — "),
    ("WASHINGTON (AP) — The president", False, "WASHINGTON (AP) — "),
    ("BRUSSELS - European leaders", True, "BRUSSELS - "),
    ("BRUSSELS - European leaders", False, None),
    ("Geneva, 12 May 2024 – The envoy", True, "Geneva, 12 May 2024 – "),
    ("Kyiv, May 12 (Ukrinform) – The envoy", True, "Kyiv, May 12 (Ukrinform) – "),
    ("(Reuters) - The envoy", True, "(Reuters) - "),
    ("HEMPSTEAD, N.Y. ― If it worked", True, "HEMPSTEAD, N.Y. ― "),
    ("Ministers — all of them — agreed", True, None),
    ("Brussels-based diplomats doubt it", True, None),
    ("Putin (D) and — who knows", False, None),
]


@pytest.mark.parametrize(("words", "first", "expected"), DATELINES)
def test_datelines(words: str, first: bool, expected: str | None) -> None:
    found = find_dateline(words, first=first)
    assert (words[: found.end] if found else None) == expected


DATES = [
    ("May 11, 2024", date(2024, 5, 11)),
    ("Published: Sept. 3rd, 2024", date(2024, 9, 3)),
    ("Sunday, 11 May 2024, 05:10 GMT", date(2024, 5, 11)),
    ("2024-05-11T05:10:00Z", date(2024, 5, 11)),
    ("11.05.2024 16:40 MSK", date(2024, 5, 11)),
    ("13/05/2024", date(2024, 5, 13)),
    ("05/13/2024", date(2024, 5, 13)),
    ("05/06/2024", None),
    ("May 12, 20246:30 AM EDTUpdated 3 hours ago", date(2024, 5, 12)),
    ("05/12/2024May 12, 2024", date(2024, 5, 12)),
    ("31 June 2024", None),
    ("in May 2024", None),
]


@pytest.mark.parametrize(("words", "expected"), DATES)
def test_find_dates(words: str, expected: date | None) -> None:
    found = find_dates(words)
    assert (found[0].day if found else None) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("May 8, 2024 / 10:00 CET", True),
        ("Sunday, May 11, 2024 10:22 AM ET", True),
        ("Updated on 12 May 2024 at 9.15 pm BST", True),
        ("May 12, 20246:30 AM EDTUpdated 3 hours ago", True),
        ("Morning briefing, May 12, 2024", False),
        ("Tuesday", False),
    ],
)
def test_date_lines(words: str, expected: bool) -> None:
    assert is_date_line(words) is expected


TITLE = "Ruritania offers a truce to its neighbour"
PUBLISHED = {
    "a labelled line": ([TITLE, "Published: May 11, 2024"], date(2024, 5, 11), "byline"),
    "behind the name": ([TITLE, "By Flavia Elphberg | 11 May 2024"], date(2024, 5, 11), "byline"),
    "date and time": ([TITLE, "May 8, 2024 / 10:00 CET"], date(2024, 5, 8), "byline"),
    "published before updated": (
        [TITLE, "Updated May 13, 2024", "Published May 11, 2024"], date(2024, 5, 11), "byline",
    ),
    "a dateline with its year": ([TITLE, f"ZENDA, 12 May 2024 — {MORE}"], date(2024, 5, 12), "dateline"),
    "a dateline, its year from the crawl": (
        ["Today: Jan 18, 2025", TITLE, f"ZENDA, May 12 (Newswire) — {MORE}"],
        date(2024, 5, 12), "dateline",
    ),
    "a dateline without a year": ([TITLE, f"ZENDA, May 12 (Newswire) — {MORE}"], None, "none"),
    "byline over dateline": (
        [TITLE, "13 May 2024", f"ZENDA, 12 May 2024 — {MORE}"], date(2024, 5, 13), "byline",
    ),
    "a title that is dated": (["Morning briefing from Zenda, May 12, 2024"], date(2024, 5, 12), "text"),
    "a title that tells a day": (["Ruritania set for talks on May 12, 2024"], None, "none"),
    "a crawl date": (["Today: Jun 18, 2024", "Search", "", TITLE], None, "none"),
    "a masthead's date": (["Sunday, June 9, 2024", "Menu", "Subscribe", TITLE], None, "none"),
    "a caption": ([TITLE, "The king on May 10, 2024, in Zenda. Photo: The Court"], None, "none"),
    "a copyright year": ([TITLE, PROSE, "© 2024 The Zenda Sentinel"], None, "none"),
    "the body": ([TITLE, "On May 10, 2024, the two ministers met for the first time in Zenda castle."],
                 None, "none"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "day", "evidence"), PUBLISHED.values(), ids=PUBLISHED)
def test_published(lines: list[str], day: date | None, evidence: str) -> None:
    reading = read_text("\n".join([*lines, "", PROSE, "", MORE]))
    assert (reading.document.published, reading.published_evidence) == (day, evidence)


def test_published_by_argument_and_by_address() -> None:
    text = f"{TITLE}\nPublished: May 11, 2024\n\n{PROSE}"
    given = read_text(text, published=date(2020, 1, 2))
    assert (given.document.published, given.published_evidence) == (date(2020, 1, 2), "argument")
    by_url = read_text(text, url="https://zenda.example/2024/05/09/truce")
    assert (by_url.document.published, by_url.published_evidence) == (date(2024, 5, 9), "meta")


OUTLETS = {
    "agency": ([f"ZENDA (Newswire) — {PROSE}"], "Newswire"),
    "masthead of the trade": (["THE ZENDA SENTINEL", "", TITLE, "", PROSE], "THE ZENDA SENTINEL"),
    "masthead that a credit repeats": (
        ["Zenda Lantern", "", TITLE, "The bridge. Photo: Zenda Lantern", "", PROSE], "Zenda Lantern",
    ),
    "masthead over agency": (
        ["The Zenda Sentinel", "", TITLE, "", f"ZENDA (Newswire) — {PROSE}"], "The Zenda Sentinel",
    ),
    "byline": ([TITLE, "By Flavia Elphberg, The Zenda Times", "", PROSE], "The Zenda Times"),
    "behind the title": ([f"{TITLE} | The Zenda Times", "", PROSE], "The Zenda Times"),
    "copyright": ([TITLE, "", PROSE, "© 2024 Zenda Lantern. All rights reserved."], "Zenda Lantern"),
    "nothing": ([TITLE, "", PROSE], None),
    "an outlet that is only quoted": ([TITLE, "", f"{PROSE} The Strelsau Times agreed."], None),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), OUTLETS.values(), ids=OUTLETS)
def test_outlet(lines: list[str], expected: str | None) -> None:
    reading = read_text("\n".join(lines))
    assert reading.outlet == expected
    if reading.outlet_span:
        start, end = reading.outlet_span
        assert reading.document.text[start:end] == expected


BASED_ON = [
    ("This article was prepared based on materials published by\u00a0 Le Monde. The author is brief.",
     ["Le Monde"]),
    ("This article is based on reporting by The Strelsau Gazette.", ["The Strelsau Gazette"]),
    ("This article is based on reports by Reuters, AFP and the Zenda Times.",
     ["Reuters", "AFP", "the Zenda Times"]),
    ("The original article can be found at the following link: Le Monde.", ["Le Monde"]),
    ("Originally published in The Strelsau Gazette.", ["The Strelsau Gazette"]),
    ("This report by The Meridian Wire was reprinted by arrangement.", ["The Meridian Wire"]),
    ("Source: Strelsau.info", ["Strelsau.info"]),
    ("(Reporting by Ann Lee; Editing by Bo Carr)", []),
    ("This article has been updated on Monday.", []),
    ("© 2024 The Zenda Sentinel. All rights reserved.", []),
]  # fmt: skip


@pytest.mark.parametrize(("notice", "expected"), BASED_ON)
def test_based_on(notice: str, expected: list[str]) -> None:
    reading = read_text(f"{TITLE}\n\n{PROSE}\n\n{MORE}\n\n{notice}")
    assert [hit.name for hit in reading.based_on] == expected
    text = reading.document.text
    assert [" ".join(text[h.start : h.end].split()) for h in reading.based_on] == expected


def test_a_printed_agency_is_what_the_article_is_based_on() -> None:
    reading = read_text(f"The Zenda Sentinel\n\n{TITLE}\n\nZENDA (Newswire) — {PROSE}")
    assert [hit.name for hit in reading.based_on] == ["Newswire"]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Flavia Elphberg and Fritz Tarlenheim", "Flavia Elphberg and Fritz Tarlenheim"),
        ("By Flavia Elphberg, Political Editor, in Zenda", "Flavia Elphberg"),
        ("By Flavia Elphberg | 11 May 2024", "Flavia Elphberg"),
        ("Flavia Elphberg, The Zenda Times", "Flavia Elphberg"),
        ("11 May 2024", None),
    ],
)
def test_author(line: str, author: str | None) -> None:
    assert read_text(f"{TITLE}\n\n{line}\n12 May 2024\n\n{PROSE}").document.author == author


def test_plain_text_is_stored_unchanged(tmp_path: Path) -> None:
    text = f"\r\n{TITLE}\r\n\r\n  {PROSE}\u2028{MORE}\r\n😀 “fin”"
    path = tmp_path / "a.txt"
    path.write_bytes(codecs.BOM_UTF8 + text.encode())
    document = read_file(path).document
    assert document.text == text
    assert (document.title, document.name) == (TITLE, TITLE)
    assert document.id == f"sha256:{document.sha256[:16]}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_tell_themselves(encoding: str) -> None:
    assert read_bytes(f"{PROSE} Élysée".encode(encoding)).document.text == f"{PROSE} Élysée"


def test_ids() -> None:
    assert read_text(PROSE, id="mine").document.id == "mine"
    url = "HTTPS://Zenda.example/a?utm_source=x&id=3#top"
    reading = read_text(PROSE, id="mine", url=url)
    assert reading.document.id == reading.document.url == "https://zenda.example/a?id=3"
    assert reading.host == "zenda.example"


def test_a_given_title_is_found_in_the_text() -> None:
    reading = read_text(f"The guns fall silent.\n\n{PROSE}", title="The guns fall silent.")
    assert reading.document.title == "The guns fall silent."
    assert reading.document.zone_kinds == ("title", "body")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"{PROSE} {MORE}", "en"),
        ("Le ministre des affaires étrangères a déclaré mardi que son pays acceptera la trêve.", "fr"),
        ("Министр иностранных дел заявил во вторник, что страна согласится на перемирие.", "ru"),
        ("12 34", None),
    ],
)  # fmt: skip
def test_language(text: str, language: str | None) -> None:
    assert read_text(text).document.language == language


PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{TITLE} | The Zenda Times</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Zenda Times">
<meta property="article:published_time" content="2024-05-11T23:30:00+02:00">
<meta name="author" content="Flavia Elphberg"><meta property="article:section" content="World">
<link rel="canonical" href="https://www.zenda-times.example/world/truce?utm_source=feed">
LINKED</head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>{TITLE}</h1><figure><img src="c.jpg" alt="castle"><figcaption>The castle above Zenda.
</figcaption></figure><p>ZENDA (Newswire) — {PROSE}</p><p>{MORE} {PROSE}</p>
<h2>A long night in the castle</h2><p>{MORE}</p><p>{PROSE} {MORE}</p>
<p>This article is based on reporting by The Strelsau Gazette.</p></article>
<aside><h3>Most read</h3><a href="/x">Castle tickets to cost twice as much</a></aside>
<footer><p>Imprint and contact</p></footer></body></html>"""

LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "2024-05-10T08:00:00Z",
"publisher": {"@type": "Organization", "name": "Zenda Media"}}]}</script>"""


def page_of(linked: str = "") -> Reading:
    return read_html(PAGE.replace("LINKED", linked))


def test_html() -> None:
    reading = page_of()
    document = reading.document
    assert document.id == document.url == "https://www.zenda-times.example/world/truce"
    assert (document.title, document.author, document.section) == (
        TITLE,
        "Flavia Elphberg",
        "World",
    )
    assert (document.published, reading.published_evidence) == (date(2024, 5, 11), "meta")
    assert (reading.outlet, reading.outlet_span) == ("The Zenda Times", None)
    assert [hit.name for hit in reading.based_on] == ["Newswire", "The Strelsau Gazette"]
    assert document.zone_kinds == (
        "title",
        "caption",
        "dateline",
        "body",
        "title",
        "body",
        "notice",
    )
    assert "Castle tickets" not in document.text
    assert_covered(document.text)


def test_json_ld_outranks_meta() -> None:
    reading = page_of(LINKED)
    assert (reading.document.published, reading.published_evidence) == (
        date(2024, 5, 10),
        "json-ld",
    )
    assert (reading.outlet, reading.document.type) == ("The Zenda Times", "NewsArticle")


@pytest.mark.parametrize("linked", ["{", "[[[[[[[[1]]]]]]]]", '{"@type": ["NewsArticle"]}', "null"])
def test_broken_json_ld_is_passed_over(linked: str) -> None:
    reading = page_of(f'<script type="application/ld+json">{linked}</script>')
    assert reading.published_evidence == "meta"


def test_a_declared_charset_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.replace("utf-8", "iso-8859-1").replace("night", "nuît").replace("—", "--")
                     .encode("latin-1"))  # fmt: skip
    assert "nuît" in read_file(path).document.text


BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \r\n\t \xc2\xa0\n", "white space"),
    "marked.txt": (codecs.BOM_UTF8, "white space"),
    "paper.txt": (b"%PDF-1.7 ...", "PDF"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n", "image"),
    "office.txt": (b"PK\x03\x04rest", "ZIP"),
    "noise.txt": (b"abc\x00\x01\x02def", "binary"),
    "old.txt": ("Élysée café".encode("cp1252"), "--encoding"),
    "front.html": (b"<html><body><a href='/a'>One</a><a href='/b'>Two</a></body></html>", "no article"),
    "data.xyz": (PROSE.encode(), "unknown format"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), [(k, *v) for k, v in BAD.items()])
def test_bad_files(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        read_file(path)
    assert str(path) in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        read_file(tmp_path)
    with pytest.raises(InputError, match="empty"):
        read_text(" \n")
    with pytest.raises(InputError, match="empty"):
        read_html("")


def test_encoding_by_argument(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(f"{PROSE} Élysée – café".encode("cp1252"))
    assert read_file(path, encoding="cp1252").document.text.endswith("Élysée – café")
    with pytest.raises(InputError, match="no encoding is called"):
        read_file(path, encoding="klingon")
    with pytest.raises(InputError, match="is not ascii text"):
        read_file(path, encoding="ascii")


def test_find_inputs(tmp_path: Path) -> None:
    names = ["b.txt", "a.md", "sub/c.html", "README.md", "BASIS.md", ".hidden.txt", ".git/x.txt",
             "LICENSE", "photo.jpg"]  # fmt: skip
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = list(find_inputs([tmp_path, tmp_path / "b.txt"]))
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.md", "b.txt", "sub/c.html"]
    assert list(find_inputs([tmp_path / "README.md"])) == [tmp_path / "README.md"]


@pytest.mark.parametrize(("name", "words"), [("photo.jpg", "unknown format"), ("none", "no such"),
                                             ("empty", "no articles")])  # fmt: skip
def test_find_inputs_refuses(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=words) as caught:
        list(find_inputs([tmp_path / name]))
    assert name in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["word ", "A", "Aa, ", "a | ", "WASHINGTON - ", "1", " ", "\n", "<"]
)
def test_ten_megabytes_in_one_line(unit: str) -> None:
    text = "x" + unit * (10_000_000 // len(unit)) + "y"
    document = read_text(text).document  # a pattern that backtracks would not come back
    assert document.zone_starts[0] == 0
    assert document.zone_ends[-1] == len(text)


@pytest.mark.parametrize("path", sorted(DOSSIER.glob("*2025*")), ids=lambda path: path.stem)
def test_the_dossier(path: Path) -> None:
    reading = read_file(path)
    document = reading.document
    assert document.published == date.fromisoformat(path.name[:10])
    assert document.title and document.language == "en" and reading.outlet
    assert reading.outlet.casefold().replace(" ", "-").removeprefix("the-").removeprefix(
        "le-"
    ) in path.name.replace(" ", "-")
    assert "body" in document.zone_kinds
    assert_covered(document.text)


def test_shared_texts_are_covered_and_mostly_body(shared: Path) -> None:
    paths = [
        *(shared / "gold/text").glob("*.txt"),
        *(shared / "data/polnear/dev/text").glob("*.txt"),
    ]
    assert paths
    for path in paths:
        document = read_file(path).document
        assert_covered(document.text)
        read = sum(
            e - s for kind, (s, e) in document.zones() if kind in ("body", "title", "caption")
        )
        assert read > 0.75 * len(document.text.strip()), path.name
