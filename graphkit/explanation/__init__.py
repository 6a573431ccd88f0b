"""An article with what was found in it: for an analyst who asks why, and what was missed.

`layout` makes the marked text and its rows, `gold` reads what people found, `comparison` sets one
against the other, `terminal` and `page` show it.
"""

from graphkit.explanation.comparison import Tally, compare
from graphkit.explanation.gold import Gold, GoldStatement, read_gold
from graphkit.explanation.layout import Explanation, Row, explain
from graphkit.explanation.page import page
from graphkit.explanation.terminal import print_explanation

__all__ = [
    "Explanation",
    "Gold",
    "GoldStatement",
    "Row",
    "Tally",
    "compare",
    "explain",
    "page",
    "print_explanation",
    "read_gold",
]
