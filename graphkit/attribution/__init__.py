"""The trained attribution component: text in, source, cue and content as character spans out.

`words` cuts a text into words with their features, `windows` lays windows over it, `network` runs
the two exported networks, `decoding` turns their labels into spans, `nesting` tells which
attribution lies in which, `reader` puts it together. Needs onnxruntime, tokenizers and numpy.
"""

from graphkit.attribution.nesting import Attribution
from graphkit.attribution.reader import AttributionReader

__all__ = ["Attribution", "AttributionReader"]
