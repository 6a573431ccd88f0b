"""What reading uses of an lxml element (lxml ships no types)."""

from collections.abc import Iterator
from typing import Any, Protocol


class Element(Protocol):
    """A node of a parsed HTML page."""

    def xpath(self, path: str, **variables: str) -> list[Any]:
        """Elements or strings that the path selects."""

    def iter(self, *tags: str) -> Iterator["Element"]:
        """The elements below with these tags, in the order of the page."""

    def text_content(self) -> str:
        """All text inside."""
