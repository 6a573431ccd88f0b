"""Names as keys: what is the same name, however an outlet spells it.

Three foldings, from strict to loose: `fold` (case, accents, script, punctuation),
`slavic` (the Latin spellings of one Cyrillic name), and `casing_fits` for abbreviations, which
are words in lower case ("us", "who", "it").
"""

import re
from functools import lru_cache

from anyascii import anyascii

_ABBREVIATION = re.compile(r"\b[A-Za-z](?:\.[A-Za-z])+\b\.?")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_QUOTES = re.compile(r"[‘’ʼʹ`´′']")
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_INITIAL = re.compile(r"[A-Z]\.")
_SEPARATOR = re.compile(r"[^0-9a-z]+")
_SLAVIC_I = re.compile(r"[iy]+j?")
_WHOLE_WORD_CASE = 3  # letters: up to here an abbreviation must be in capitals throughout


def bare(surface: str) -> str:
    """The words without leading "the" and trailing possessive: "the Kremlin's" → "Kremlin"."""
    return _POSSESSIVE.sub("", _ARTICLE.sub("", surface.strip())).strip()


@lru_cache(1 << 16)
def fold(surface: str) -> str:
    """The key of a name: lower-case ASCII words with single spaces.

    Folds case, accents and scripts; drops "the", a possessive and apostrophes; closes dotted
    abbreviations: "the U.S." → "us", "Erdoğan's" → "erdogan", "Kim Jong-un" → "kim jong un",
    "Côte d’Ivoire" → "cote divoire". Words of no letter or digit give the empty string.
    """
    if surface.isascii() and surface.replace(" ", "").isalnum():  # the same at less cost
        plain = surface.lower().split()
        return " ".join(plain[1:] if plain[0] == "the" and len(plain) > 1 else plain)
    words = bare(surface)
    if not words.isascii():
        words = anyascii(_QUOTES.sub("'", words))
    words = _ABBREVIATION.sub(lambda match: match.group().replace(".", ""), words)
    spelt = words.replace("&", " and ").replace("+", " plus ")
    return _SEPARATOR.sub(" ", spelt.replace("'", "").replace("`", "").lower()).strip()


def name_parts(surface: str) -> list[str]:
    """The folded words of a person's name without "Jr."; the last is what he is called.

    "Harry B. Harris Jr." → ["harry", "b", "harris"].
    """
    parts = fold(surface).split() or [""]
    return parts[:-1] if len(parts) > 1 and generation(surface) else parts


def generation(surface: str) -> str:
    """The "jr" or "iii" at the end of a person's name, folded; empty where there is none."""
    last = fold(surface).rpartition(" ")[2]
    return last if last in _GENERATIONS else ""


def plain_name(surface: str) -> str:
    """Without middle initials: "Sergey V. Lavrov" → "Sergey Lavrov"."""
    words = surface.split()
    return " ".join(w for i, w in enumerate(words) if i == 0 or not _INITIAL.fullmatch(w))


def initials_differ(one: str, other: str) -> bool:
    """Have both middle initials, and not the same? "George P. Bush", "George W. Bush"."""
    x, y = (_INITIAL.findall(name.partition(" ")[2]) for name in (one, other))
    return bool(x and y) and x != y


@lru_cache(1 << 16)
def slavic(key: str) -> str:
    """A folded key with the Latin spellings of Cyrillic letters made one.

    "zelenskyy", "zelenskiy", "zelensky" and "zelenskij" → "zelenski"; "alexei" → "aleksei".
    """
    return _SLAVIC_I.sub("i", key.replace("x", "ks"))


def is_abbreviation(alias: str) -> bool:
    """True for names in capitals throughout: "US", "U.N.", "NATO"; not for "X-37" or "Le Monde"."""
    letters = [c for c in alias if c.isalpha()]
    return 0 < len(letters) <= 7 and " " not in alias.strip() and all(c.isupper() for c in letters)


def casing_fits(surface: str) -> bool:
    """Whether a surface is written as an abbreviation is: "US", "U.S.", "Nato"; not "us", "Who"."""
    letters = [c for c in bare(surface) if c.isalpha()]
    if len(letters) <= _WHOLE_WORD_CASE:
        return all(c.isupper() for c in letters)
    return letters[0].isupper()
