"""Tables and pages that tell who won prizes, was nominated for one or pays for the evening: none of them has a contract."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.extract.words.statuses import header_words
from monitor.model import Document
from monitor.text import fold


def is_of_prizes(headers: Iterable[str], near: str) -> bool:
    """Whether a table with ``headers`` tells of prizes by the words ``near`` it, folded, and none of its headers speaks of contracts."""
    return bool(_NEAR.search(near)) and not any(map(_OF_CONTRACTING.search, map(header_words, headers)))


_OF_CONTRACTING = re.compile(
    r"\b(?:contracts?|agreements?|tenders?|tenderers?|bidders?|frameworks?|lots?|procure\w*|providers?|suppliers?|operators?|contractors?)\b"
)
_SIGNS = r"(?:finalists?|nominees?|prize ?winners?|prizes?|medals?|trophy|trophies)"
_NEAR = re.compile(
    r"\bawards? (?:night|ceremony|dinner|gala|evening|lunch|nominations?|judges|judging|categor(?:y|ies))\b|"
    rf"\b{_SIGNS}\b(?: \w+){{0,8}} awards?\b|\bawards?\b(?: \w+){{0,8}} {_SIGNS}\b|"
    r"\bawards(?: (?:19|20)\d\d)?(?: the| our)? (?:winners|shortlist)\b|"
    r"\b(?:partners|sponsors|supporters|hosts|friends) of (?:the|our) (?:awards?|prizes?|festival|show|gala|conference|games)\b"
)


def tells_of_prizes(document: Document) -> bool:
    """Whether ``document`` is headed with prizes, tells how they are won, and has no word of bids and contracts at all."""
    head = f"{document.title} {document.text[:_HEAD]}".lower()
    if not any(word in head for word in _HEADED):
        return False
    text = fold(document.text)
    return bool(_WON.search(text)) and not _DEALS.search(text)


_HEAD = 200
_HEADED = ("awards", "prizes", "medals")
_WON = re.compile(
    r"\b(?:finalists?|nominees?|nominat\w+|trophy|trophies|medals?|judges|judging|ceremony|gala|dinner|runners? up)\b"
)
_DEALS = re.compile(
    r"\b(?:contract\w*|tender\w*|procure\w*|bids?|bidders?|lots?|franchises?|concessions?|commissioned|commissioners?|suppliers?|preferred)\b"
)
