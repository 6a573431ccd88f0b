"""Reading: a file, a folder, text or an HTML page → `Document`, its zones labelled.

`read_file`, `read_bytes`, `read_text` and `read_html` give a `Reading`; `find_inputs` lists the
articles among paths; `label_zones` tells title, byline, body, teaser … apart.
"""

from graphkit.reading.articles import read_bytes, read_file, read_html, read_text
from graphkit.reading.inputs import find_inputs
from graphkit.reading.results import BasedOn, PublishedEvidence, Reading
from graphkit.reading.zones import Zone, label_zones

__all__ = [
    "BasedOn",
    "PublishedEvidence",
    "Reading",
    "Zone",
    "find_inputs",
    "label_zones",
    "read_bytes",
    "read_file",
    "read_html",
    "read_text",
]
