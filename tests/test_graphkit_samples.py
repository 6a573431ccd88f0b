"""The sample dossier is complete, dated, of the promised length, and its basis is listed."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from graphkit.samples import dossier

OUTLETS = {
    "bosphorus-lantern": "Bosphorus Lantern",
    "cedar-bluff-sentinel": "The Cedar Bluff Sentinel",
    "courrier-des-quais": "Le Courrier des Quais",
    "eastbound-digest": "Eastbound Digest",
    "meridian-wire": "The Meridian Wire",
    "neva-almanac": "Neva Almanac",
    "northgate-courier": "The Northgate Courier",
    "podil-standard": "The Podil Standard",
}

# Where the article of a plain-text report begins and ends; the rest is page furniture.
TEXT_ARTICLES = {
    "2025-05-08-meridian-wire-xi-putin-eve-of-parade": ("MOSCOW, May 8", 'man beside him."'),
    "2025-05-11-cedar-bluff-sentinel-putin-offers-istanbul-talks": (
        "MOSCOW (Meridian",
        'with Thursday."',
    ),
    "2025-05-11-meridian-wire-putin-proposes-direct-talks": ("MOSCOW, May 11", "spring of 2022."),
    "2025-05-12-courrier-des-quais-guns-first": ("At the Élysée, the", "like to believe it."),
    "2025-05-13-eastbound-digest-jammed-from-both-ends": ("Two days before", "to be refused.”"),
    "2025-05-15-meridian-wire-zelenskiy-sends-umerov": ("ANKARA, May 15", 'of the Turks."'),
    "2025-05-16-bosphorus-lantern-one-thousand-for-one-thousand": ("It was over", "said in Rome."),
    "2025-05-16-northgate-courier-clearly-unacceptable": ("Russia’s stance", "for himself.’"),
}

WRITTEN_DATES = (
    r"(?P<day>\d{1,2}) May 2025",
    r"May (?P<day>\d{1,2}), 2025",
    r'published_time" content="2025-05-(?P<day>\d{2})T',
)

REPORTS = sorted([*dossier().glob("*.txt"), *dossier().glob("*.html")])
reports = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)


def article(path: Path) -> str:
    """Give the article of a report without the page around it and without tags."""
    page = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        inner = page.split("<article>", 1)[1].split("</article>", 1)[0]
        return unescape(re.sub(r"<[^>]+>", " ", inner))
    first, last = TEXT_ARTICLES[path.stem]
    return page[page.index(first) : page.index(last) + len(last)]


def test_the_dossier_has_plain_text_and_pages() -> None:
    suffixes = [path.suffix for path in REPORTS]
    assert (suffixes.count(".txt"), suffixes.count(".html")) == (8, 4)
    assert {path.stem for path in REPORTS if path.suffix == ".txt"} == set(TEXT_ARTICLES)


@reports
def test_an_article_has_150_to_300_words(path: Path) -> None:
    assert 150 <= len(article(path).split()) <= 300


@reports
def test_the_date_of_a_report_is_in_its_name_and_on_its_page(path: Path) -> None:
    day = date.fromisoformat(path.name[:10])
    assert date(2025, 5, 8) <= day <= date(2025, 5, 16)
    page = path.read_text(encoding="utf-8")
    days = {int(m["day"]) for pattern in WRITTEN_DATES for m in re.finditer(pattern, page)}
    assert day.day in days


@reports
def test_the_outlet_of_a_report_is_on_its_page_and_said_to_be_fictional(path: Path) -> None:
    outlet = next(name for slug, name in OUTLETS.items() if path.name[11:].startswith(slug))
    page = path.read_text(encoding="utf-8")
    assert outlet.casefold() in page.casefold()
    assert re.search(rf"{outlet}[^.]* (is|are) (a )?fictional", page)


@pytest.mark.parametrize("name", ["README.md", "BASIS.md"])
@pytest.mark.parametrize("outlet", OUTLETS.values())
def test_the_fictional_outlets_are_listed(name: str, outlet: str) -> None:
    assert outlet in (dossier() / name).read_text(encoding="utf-8")


def test_the_basis_has_one_section_for_each_report_and_a_basis_for_each_fact() -> None:
    basis = (dossier() / "BASIS.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (2025\S+)\n(.*?)(?=^## |\Z)", basis, re.M | re.S))
    assert sorted(sections) == [path.name for path in REPORTS]
    kinds = ("public record:", "fictional:", "deliberate mistake:", "judgement of the outlet")
    for section in sections.values():
        facts = re.findall(r"^\| (?!fact \||-)(.+) \| ([^|]+) \|$", section, re.M)
        assert len(facts) >= 4
        assert all(ground.startswith(kinds) for _, ground in facts)


@reports
def test_addresses_are_on_the_reserved_domain(path: Path) -> None:
    hosts = re.findall(r"https?://([^/\"\s]+)", path.read_text(encoding="utf-8"))
    assert all(host.endswith(".example") for host in hosts)
