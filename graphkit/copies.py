"""Near copies among articles: an agency's report that another outlet reprints.

A shingle is five words in a row; a document is a copy of an earlier one when most of its shingles
stand there too (containment: Broder, "On the resemblance and containment of documents", 1997).
Only what is read as the article counts, so that two pages of one outlet do not meet in their menus.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from schemas.graph import Graph
from schemas.provenance import READ_ZONES, Document
from schemas.relations import CopyOf

WORDS = 5
CONTAINED = 0.7  # of the copy's shingles; the sample dossier: 0.92 for its copy, under 0.02 else
_REPRINT = re.compile(
    r"\b(?:this|the) (?:report|article|story|dispatch|piece)\b[^.!?]{0,80}"
    r"\b(?:re-?(?:printed|published)|syndicated|(?:first|originally) (?:appeared|published|ran))\b"
    r"|\bre-?(?:printed|published) (?:by (?:arrangement|permission)|with|from|courtesy)\b",
    re.IGNORECASE,
)
FEWEST = 20  # shingles: shorter texts are alike by chance


def copies(documents: Iterable[Document]) -> Graph:
    """The documents that repeat another, with COPY_OF to the earliest one that they repeat.

    Earlier is by publication day. Of one day, whoever says that it reprints comes after who does
    not, a shorter report after a longer one: the answer does not depend on the order of reading.
    """
    known = {document.id: document for document in documents}
    ordered = sorted(known.values(), key=_place)
    owners: defaultdict[int, list[int]] = defaultdict(list)
    found: list[CopyOf] = []
    for n, document in enumerate(ordered):
        own = shingles(document)
        shared = Counter(owner for shingle in own for owner in owners.get(shingle, ()))
        first = min(
            (k for k, count in shared.items() if count >= CONTAINED * len(own)), default=None
        )
        if first is not None and len(own) >= FEWEST:
            share = shared[first] / len(own)
            copy, original = document.id, ordered[first].id
            found.append(
                CopyOf(source=copy, target=original, document=copy, confidence=round(share, 4))
            )
        for shingle in own:
            owners[shingle].append(n)
    ids = {id_ for edge in found for id_ in (edge.source, edge.target)}
    return Graph([d for d in ordered if d.id in ids], found)


def _place(document: Document) -> tuple[date, bool, int, str]:
    """What documents are sorted by, the earliest first."""
    says_so = _REPRINT.search(document.text) is not None
    length = sum(end - start for kind, (start, end) in document.zones() if kind in READ_ZONES)
    return document.published or date.max, says_so, -length, document.id


def shingles(document: Document) -> set[int]:
    """Hashes of the runs of five words in title, captions and body, case folded."""
    found: set[int] = set()
    for kind, (start, end) in document.zones():
        if kind in READ_ZONES:
            words = re.findall(r"\w+", document.text[start:end].casefold())
            found |= {hash(tuple(words[i : i + WORDS])) for i in range(len(words) - WORDS + 1)}
    return found
