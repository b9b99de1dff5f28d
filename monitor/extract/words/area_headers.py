"""Headers of columns of areas: which of several has what a row is about, and not where that lies or of what it is made up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.text import fold

#: Wider than a place, and narrower than a region.
_SYSTEM = re.compile(r"\b(?:icbs?|icss?|stps?|integrated care (?:systems?|boards?))\b")
_WIDE = re.compile(r"\b(?:regions?|state|country|nation|province|government office)\b")
#: "Areas contained": what an area is made up of, where another column has its name.
_PARTS = re.compile(
    r"\b(?:contain\w*|cover(?!age)\w*|compris\w*|includ\w*|made up|consist\w*|constituent|within|takes in)\b"
)


def tells_parts(header: str) -> bool:
    """Whether a header says that its column holds what areas are made up of, not what they are called."""
    return bool(_PARTS.search(fold(header)))


#: Where something stands that another column names.
_STANDS_AT = re.compile(
    r"(?:where|where (?:it|this) is|where to find (?:it|us)|location|(?:centre|center|office|hub|clinic|branch|shop) locations?|(?:site )?address|venue|premises|depots?|garages?|based (?:at|in))"
)


def is_wide(header: str) -> bool:
    """Whether a header of areas only says in which wider part what a row is about lies."""
    return bool(_WIDE.search(fold(header)))


def narrowest(headers: Sequence[str]) -> list[str]:
    """Of several headers of areas those that do not only say in which wider part the others lie, of what they are made up, or where they stand."""
    names = [header for header in headers if not tells_parts(header)] or list(headers)
    names = [header for header in names if not _STANDS_AT.fullmatch(fold(header))] or names
    narrow = [header for header in names if not is_wide(header)] or names
    return [header for header in narrow if not _SYSTEM.search(fold(header))] or narrow
