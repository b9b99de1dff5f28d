"""Line breaks within a block of a page: what each line is, and which of them only wrap a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Stands for a line break in gathered text; pages do not hold it, as white space is squashed.
BREAK = "\u2028"


def pieces(text: str) -> Iterator[str]:
    """The lines of a text with line breaks (``BREAK``), joined again where a break only wraps a sentence."""
    gathered = ""
    for line in text.split(BREAK):
        words = line.strip()
        if not words:
            yield gathered
            gathered = ""
        elif gathered and (_STARTS_LINE.match(words) and not _GOES_ON.search(gathered)):
            yield gathered
            gathered = words
        else:
            gathered = f"{gathered} {words}" if gathered else words
    yield gathered


_STARTS_LINE = re.compile(r"[A-Z0-9\u2022\u00b7*\u2013-]")
_GOES_ON = re.compile(r"(?:,|\b(?:and|or|of|the|a|an|in|for|with|to|by|at|from|is|are|was|were))$", re.IGNORECASE)
