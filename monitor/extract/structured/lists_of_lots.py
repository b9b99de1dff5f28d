"""Lists of bodies that stand each under the heading of a lot, on a page that says once what is listed below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.structured.values import is_bodily
from monitor.model import Block, BlockKind, Document, Role, Status
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold


def told_of_lot(
    above: Block, items: Sequence[Block], document: Document, watchlist: Watchlist
) -> tuple[Role, Status] | None:
    """What a sentence near the top that points below says of the bodies listed under the heading of a lot."""
    headed = above.kind is BlockKind.HEADING and _LOT.match(above.text)
    if not headed or not all(is_bodily(item.text, watchlist) for item in items):
        return None
    said = [b.text for b in document.blocks if b.kind is BlockKind.PARAGRAPH and b.start < above.start]
    pointed = (sentence for text in said for sentence in _SENTENCES.split(text) if _POINTS.search(sentence))
    return (Role.LEAD, Status.AWARDED) if any(_PLACED.search(fold(sentence)) for sentence in pointed) else None


_LOT = re.compile(r"(?:Lot|Category|Part) (?:\d{1,2}|[A-Z])\b[ .:\u2013-]*\S")
_SENTENCES = re.compile(r"(?<=[.!?]) ")
_POINTS = re.compile(r"\b(?:below|following|listed)\b")
#: "The suppliers below have been awarded a place".
_PLACED = re.compile(
    r"\b(?:suppliers?|providers?|contractors?|companies|firms|organi[sz]ations|bidders|tenderers)\b(?: [a-z]+){0,3} (?:ha(?:s|ve) been|were|was|are) "
    r"(?:now |all |each )?(?:awarded|appointed|admitted|given|granted|accepted (?:on ?to|to)|successful)\b"
)
