"""What every store does at the end of a `with` block."""

from types import TracebackType
from typing import Self


class Closing:
    """A context manager that closes itself; a store says how."""

    def close(self) -> None:
        """Release what is held; nothing here."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
