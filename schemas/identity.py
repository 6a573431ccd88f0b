"""Ids, made in one place: deterministic, readable, stable across runs and load orders.

Rules of identity: `docs/schema.md`. No id depends on what a better resolver would change.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_UNFOLDED = str.maketrans(
    {
        "ß": "ss",
        "ł": "l",
        "Ł": "l",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "ı": "i",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
    }
)
_SEPARATORS = re.compile(r"[^\w]+|_+")
_POSSESSIVE = re.compile(r"['’]s\b|['’]")
_KEPT = 1 << 13  # answers: a document asks for the same ones several times
_LONGEST = 80  # characters of a slug: an id stays readable in a table


@lru_cache(_KEPT)
def slug(words: str) -> str:
    """Lower-case words joined by hyphens, accents folded; letters of other scripts stay.

    "Recep Tayyip Erdoğan" → "recep-tayyip-erdogan". Empty input gives "x".
    """
    folded = unicodedata.normalize("NFKD", words.translate(_UNFOLDED))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    parts = _SEPARATORS.sub("-", _POSSESSIVE.sub("", plain)).strip("-")
    return shortened(parts) or "x"


def shortened(parts: str) -> str:
    """A slug of at most 80 characters; a longer one keeps its head and a digest of the whole."""
    return (
        parts
        if len(parts) <= _LONGEST
        else f"{parts[: _LONGEST - 9].strip('-')}-{digest(parts, 8)}"
    )


def digest(text: str, length: int = 12) -> str:
    """The first `length` hex digits of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def document_id(url: str | None, given: str | None, sha256: str) -> str:
    """The canonical URL, else the id given by the user, else `sha256:` and 16 hex digits."""
    return url or given or f"sha256:{sha256[:16]}"


def entity_id(kind: str, name: str, document: str | None = None) -> str:
    """`person:volodymyr-fesenko`; with a document, for what only that document tells apart."""
    return f"{kind}:{slug(name)}" + (f"@{document}" if document else "")


def is_of(document: str | None, id_: str) -> bool:
    """Is it an id of what only that document tells apart?"""
    return document is not None and id_.endswith(f"@{document}")


def statement_id(document: str, source_words: str, content: str, ordinal: int) -> str:
    """Document, content (white space folded), the source mention's words, ordinal among equals.

    The resolved speaker is not part of it: better coreference must not change the id.
    """
    key = digest(" ".join(content.split()).casefold(), 10)
    return f"statement:{slug(source_words)[:24].strip('-')}:{key}:{ordinal}@{document}"


def concept_id(kind: str, parties: Iterable[str], proper_name: str | None = None) -> str:
    """`concept:talks:state-rus+state-ukr`, or by its proper name: `concept:black-sea-grain-…`."""
    if proper_name:
        return f"concept:{slug(proper_name)}"
    return f"concept:{kind}:{_joined(parties)}"


def occurrence_id(kind: str, parties: Iterable[str], day: str) -> str:
    """`occurrence:call:person-emmanuel-macron+…:2025-05-11`."""
    return f"occurrence:{kind}:{_joined(parties)}:{day}"


def relationship_id(type_: str, *key: object) -> str:
    """Type in lower case and a digest of the key: source, target, document, start, end."""
    return f"{type_.lower()}:{digest('|'.join(['' if k is None else str(k) for k in key]), 20)}"


def _joined(parties: Iterable[str]) -> str:
    return (
        shortened("+".join(sorted({p.split("@")[0].replace(":", "-").lower() for p in parties})))
        or "open"
    )
