"""Sample data that ships in the package."""

from pathlib import Path

__all__ = ["dossier"]


def dossier() -> Path:
    """Return the folder of the sample dossier.

    It holds twelve short news reports of fictional outlets, dated 8 to 16 May 2025, as ``.txt``
    and ``.html`` files, with ``README.md`` and ``BASIS.md`` (what each stated fact rests on).
    """
    return Path(__file__).resolve().parent / "dossier"
