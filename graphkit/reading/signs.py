"""The signs of page furniture: the word lists of `page_words.toml` as ready patterns."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LONGEST_SIGN = 500
"""Characters. A longer paragraph is prose; no pattern is tried on it (this bounds the work)."""

_TRIM = " \t\u00a0:.!*#–—-|›»>→▶▼·•"


@dataclass(frozen=True, slots=True)
class Signs:
    """Compiled patterns, each with one question to answer about a line."""

    menu_words: frozenset[str]
    furniture_words: frozenset[str]
    navigation: re.Pattern[str]
    menu: re.Pattern[str]
    caption_start: re.Pattern[str]
    caption_part: re.Pattern[str]
    closing_heading: re.Pattern[str]
    inline_heading: re.Pattern[str]
    teaser: re.Pattern[str]
    notice_start: re.Pattern[str]
    notice_line: re.Pattern[str]
    closing_notice: re.Pattern[str]
    byline: re.Pattern[str]
    outlet_word: re.Pattern[str]

    def is_navigation(self, line: str) -> bool:
        """A menu button, a language switch, a crawl date, a reading time, an advertisement."""
        words = line.strip(_TRIM).casefold()
        return words in self.furniture_words or self.navigation.fullmatch(line) is not None

    def is_menu(self, line: str) -> bool:
        """A section name, or several in a row, which only above the article is page furniture."""
        words = line.strip(_TRIM).casefold()
        if words in self.menu_words:
            return True
        buttons = words.split()
        known = sum(word in self.menu_words or word in self.furniture_words for word in buttons)
        return len(buttons) >= 3 and known >= 0.6 * len(buttons)

    def is_section_path(self, line: str) -> bool:
        """A menu with separators, a breadcrumb, a language switch: "World / Europe", "EN | UA"."""
        return self.menu.fullmatch(line) is not None

    def is_caption(self, line: str) -> bool:
        """A photo's caption or its credit."""
        return bool(self.caption_start.match(line) or self.caption_part.search(line))

    def is_notice(self, line: str) -> bool:
        """A source, copyright, correction or contributor notice."""
        return bool(self.notice_start.match(line) or self.notice_line.fullmatch(line))

    def heads_closing_teasers(self, line: str) -> bool:
        """A heading over teasers that close the page ("Don't Miss")."""
        return self.closing_heading.fullmatch(line.strip(_TRIM)) is not None

    def heads_inline_teasers(self, line: str) -> bool:
        """A heading over teasers inside the article ("Read also")."""
        return self.inline_heading.fullmatch(line.strip(_TRIM)) is not None


@cache
def signs() -> Signs:
    """The signs of `page_words.toml`, compiled once."""
    data: dict[str, list[str]] = tomllib.loads(
        files("graphkit.reading").joinpath("page_words.toml").read_text("utf-8")
    )
    return Signs(
        menu=_any_of(data["menu_patterns"]),
        menu_words=frozenset(data["menu"]),
        furniture_words=frozenset(data["furniture"] + data["languages"]),
        navigation=_any_of(data["navigation_patterns"]),
        caption_start=_any_of(data["caption_starts"]),
        caption_part=_any_of(data["caption_parts"]),
        closing_heading=_any_of(data["closing_headings"]),
        inline_heading=_any_of(data["inline_headings"]),
        teaser=_any_of(data["teaser_patterns"]),
        notice_start=_any_of(data["notice_starts"]),
        notice_line=_any_of(data["notice_lines"]),
        closing_notice=_any_of(data["closing_notices"]),
        byline=_any_of(data["byline_patterns"]),
        outlet_word=_any_word(data["outlet_words"]),
    )


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _any_word(words: list[str]) -> re.Pattern[str]:
    """Any of the words, capitalised as given or all in capitals."""
    spellings = (re.escape(form) for word in words for form in (word, word.upper()))
    return re.compile(rf"\b(?:{'|'.join(spellings)})\b")
