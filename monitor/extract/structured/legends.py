"""Tables of bodies with a sign under each place, which a key explains: "● holds the contract", "○ subcontractor"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from monitor.extract.structured.columns import Column
from monitor.extract.structured.crossings import Record
from monitor.extract.structured.values import BLANK, place_told
from monitor.extract.words.statuses import ROLES, status_in
from monitor.model import Block, BlockKind, Cell, Document, Status
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_SIGN = r"[\u2190-\u21ff\u2460-\u27bf\u2b00-\u2bff\u2a00-\u2aff]\ufe0f?"
_SAID = re.compile(rf"(?<!\w)(?P<sign>{_SIGN})\s*(?:[=:\u2013-]\s*)?(?P<said>[^\s;|\n](?:(?!{_SIGN})[^|\n])*)")


def signed(
    rows: Sequence[Block], columns: Mapping[str, Column], document: Document, watchlist: Watchlist
) -> list[Record]:
    """The records of such a table: each body with each place under which it has a sign; none where no key explains the signs."""
    signs = {cell.text for row in rows for cell in row.cells if re.fullmatch(_SIGN, cell.text)}
    name = next((header for header, column in columns.items() if column.kind in ROLES), "")
    if not name or not signs:
        return []
    explained = {sign: told for sign, said in _explained(document) if (told := _cells(said)) is not None}
    key = {sign: told for sign, told in explained.items() if sign in signs}
    if len(without := signs - key.keys()) == 1 and "" in explained:
        key[without.pop()] = explained[""]
    if signs - key.keys() or not any(key.values()):
        return []
    values = {h: {cell.text for row in rows for cell in row.cells if cell.header == h} for h in columns}
    places = {h: place_told(h, watchlist) for h, texts in values.items() if texts & signs and texts <= signs | BLANK}
    return [
        [("lead", body), ("area", Cell(header="", text=place)), *key[cell.text]]
        for row in rows
        for body in row.cells
        if body.header == name and body.text
        for cell in row.cells
        if cell.text in signs and (place := places.get(cell.header)) and key[cell.text]
    ]


def _explained(document: Document) -> Iterator[tuple[str, str]]:
    """Each sign with the words that explain it: behind it in a line, in the definition or in the cell beside it."""
    for before, block in pairwise((None, *document.blocks)):
        if block is None:
            continue
        if block.kind is BlockKind.ROW:
            texts = [cell.text for cell in block.cells]
            if len(texts) == 2 and re.fullmatch(_SIGN, texts[0]):
                yield texts[0], texts[1]
        elif before is not None and before.kind is BlockKind.TERM and re.fullmatch(_SIGN, before.text):
            yield before.text, block.text
        else:
            if block.text.startswith("= "):
                # The sign at the beginning was taken for the mark of an item.
                yield "", re.split(_SIGN, block.text[2:])[0]
            yield from ((match["sign"], match["said"]) for match in _SAID.finditer(block.text))


def _cells(said: str) -> list[tuple[str, Cell]] | None:
    """What the explanation of a sign says of the body that has it; nothing at all for those that have no part, ``None`` where it says neither."""
    words = fold(said)
    if _NO_PART.search(words):
        return []
    part = next((text for text, pattern in _PARTS if pattern.search(words)), "")
    if not part:
        return None
    early = status_in(said) in {Status.PREFERRED_BIDDER, Status.SHORTLISTED, Status.TERMINATED}
    stage = "terminated" if _ENDING.search(words) else said if early else "awarded"
    return [("role", Cell(header="", text=part)), ("status", Cell(header="", text=stage))]


_NO_PART = re.compile(r"^(?:no|not|none|nothing|without|neither)\b")
_PARTS = (
    ("subcontractor", re.compile(r"\bsub ?contract|\bsupply chain\b")),
    ("partner", re.compile(r"\b(?:partner|member)\b")),
    (
        "lead",
        re.compile(
            r"\b(?:contract|contracted|contractor|operator|supplier|main|lead|prime|provider|provides|delivers|runs|operates|awarded|preferred|shortlisted|bidder|franchise)\b"
        ),
    ),
)
_ENDING = re.compile(
    r"\b(?:contract|agreement|service|provision) (?:has )?(?:end(?:s|ed|ing)?|clos(?:es|ed|ing)|stops|stopped|expire[sd]?)\b|\b(?:leaves|leaving|left|handed back|withdrawn)\b"
)
