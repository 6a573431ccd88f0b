"""Files and bytes → text: which files are articles, and how their bytes are decoded."""

import codecs
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from schemas.errors import InputError

PLAIN = frozenset({".txt", ".md", ".text"})
HTML = frozenset({".html", ".htm", ".xhtml"})

_MAGIC = (
    (b"%PDF", "a PDF", "Convert it first: pdftotext FILE.pdf FILE.txt"),
    (b"\x89PNG", "an image", "Give the article's text"),
    (b"\xff\xd8\xff", "an image", "Give the article's text"),
    (b"GIF8", "an image", "Give the article's text"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "Save it as plain text (.txt) first"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save it as plain text (.txt) first"),
    (b"{\\rtf", "a rich-text document", "Save it as plain text (.txt) first"),
    (b"\x1f\x8b", "a compressed file", "Unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a compressed file", "Unpack it first"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html\b)",
    re.IGNORECASE | re.DOTALL,
)


def find_inputs(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the articles of the folders named, sorted; each file once.

    A folder gives its .txt, .md and HTML files at any depth, without hidden ones and without
    papers in capitals (README.md, LICENSE.txt). Raises `InputError` for a missing path, a folder
    without articles, and a named file of unknown format.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _articles(path) if path.is_dir() else [_named(path)]:
            if (real := found.resolve()) not in seen:
                seen.add(real)
                yield found


def _named(path: Path) -> Path:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder. Check the path.")
    check_format(path)
    return path


def check_format(path: Path) -> None:
    """Raise `InputError` where the name's ending is of a format that is not read."""
    if path.suffix.lower() not in PLAIN | HTML | {""}:
        raise InputError(
            f"{path}: unknown format {path.suffix!r}. Articles are read from .txt, .md, .html and "
            ".htm files; save it as one of these."
        )


def _articles(folder: Path) -> list[Path]:
    found = [path for path in sorted(folder.rglob("*")) if _is_article(path, folder)]
    if not found:
        raise InputError(
            f"{folder}: no articles in this folder. Put .txt, .md, .html or .htm files there; "
            "hidden files, README, LICENSE and the like are not counted."
        )
    return found


def _is_article(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    paper = path.stem.isupper() and path.suffix.lower() in PLAIN and path.stem.isalpha()
    return not hidden and not paper and path.suffix.lower() in PLAIN | HTML and path.is_file()


def read_content(path: Path) -> bytes:
    """The bytes of a file. Raises `InputError` where it is missing, a folder or not readable."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file. Check the path.") from error
    except IsADirectoryError as error:
        raise InputError(f"{path}: is a folder. Name the files in it.") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error


def decode(content: bytes, *, source: str, encoding: str | None = None, html: bool = False) -> str:
    """The text of an input, its byte order mark dropped, its line ends kept.

    UTF-8, UTF-16 with its mark, an HTML page's declared charset; another only where `encoding`
    names it. Raises `InputError`, naming `source`, for what is empty, binary or of other encoding.
    """
    if not content.strip():
        raise InputError(f"{source}: is empty. Give the article's text.")
    declared = encoding or _marked(content)
    if declared is None:
        _refuse_binary(content, source)
    text = _decoded(content, source, declared, html=html).removeprefix("\ufeff")
    if not text.strip():
        raise InputError(f"{source}: holds nothing but white space. Give the article's text.")
    if "\x00" in text:
        raise InputError(f"{source}: holds NUL characters: a binary file, or another encoding. "
                         "Give plain text, or name the encoding: --encoding utf-16")  # fmt: skip
    return text


def looks_like_html(text: str) -> bool:
    """Does a text open as an HTML page does?"""
    return _HTML.match(text[:2000]) is not None


def _marked(content: bytes) -> str | None:
    return next((name for mark, name in _MARKS if content.startswith(mark)), None)


def _refuse_binary(content: bytes, source: str) -> None:
    for magic, what, remedy in _MAGIC:
        if content.startswith(magic):
            raise InputError(f"{source}: is {what}, not text. {remedy}.")
    if b"\x00" in content:
        raise InputError(
            f"{source}: is a binary file (or UTF-16 text without its mark). "
            "Give plain text or HTML, or name the encoding: --encoding utf-16-le."
        )


def _decoded(content: bytes, source: str, declared: str | None, *, html: bool) -> str:
    charset = _CHARSET.search(content[:4096]) if html else None
    tried = (
        [declared] if declared else ["utf-8", *([charset[1].decode("ascii")] if charset else [])]
    )
    for name in tried:
        try:
            return content.decode(name)
        except LookupError as error:
            if declared:
                raise InputError(f"{source}: no encoding is called {name!r}. "
                                 "Name one such as utf-8 or cp1252.") from error  # fmt: skip
        except UnicodeError:
            continue
    raise InputError(
        f"{source}: is not {' or '.join(tried)} text. Name its encoding with --encoding, "
        "for example --encoding cp1252, or convert it to UTF-8."
    )
