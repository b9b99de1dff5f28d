"""Tables of bodies with their rank or a letter under each lot, which a note explains: "U = tender not successful"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from monitor.extract.structured.columns import Column
from monitor.extract.structured.crossings import Record
from monitor.extract.structured.subjects import is_of_providers
from monitor.extract.structured.titles import place_of_lot
from monitor.extract.structured.values import BLANK
from monitor.extract.words.statuses import status_in
from monitor.model import Block, BlockKind, Cell, Document, Status
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

#: What may stand in such a column: a letter or two that a note explains, or a rank.
_CODED = re.compile(r"[A-Z]{1,3}|\d{1,2}(?:st|nd|rd|th)?")
_RANK = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
#: "U = tender not successful", "R: reserve".
_EXPLAINED = re.compile(
    r"(?<![\w-])(?P<code>[A-Z]{1,3}|\d{1,2})\s*(?:=|:|\u2013|\bmeans\b|\bdenotes\b|\bindicates\b)\s*(?P<said>[^.;,|\n=]+)"
)
_RANKED = re.compile(r"\b(?:rank(?:s|ed|ing|ings)?|order of (?:merit|preference))\b")
#: What tells that those who were ranked have a part, and did not only bid for one.
_APPOINTED = re.compile(
    r"\b(?:appointed|awarded|admitted|successful (?:suppliers|bidders|tenderers|providers)|call offs?)\b"
)
#: Ranks of how well somebody works are none of a contest.
_RATED = re.compile(r"\b(?:rate[ds]?|survey\w*|satisf\w+|performance|league|complaints?)\b")
_NO_PART = re.compile(r"\b(?:no|not|did not|none|without)\b")
_FEWEST = 2


def ranked(
    rows: Sequence[Block],
    columns: Mapping[str, Column],
    document: Document,
    around: Sequence[str],
    watchlist: Watchlist,
) -> list[Record]:
    """The records of such a table, each body with how it fared in each lot; none where not all that stands there is explained."""
    names = [header for header, column in columns.items() if column.kind == "lead"]
    values = {
        h: {c.text for row in rows for c in row.cells if c.header == h} - BLANK for h in columns if h not in names
    }
    coded = [header for header, texts in values.items() if texts and all(map(_CODED.fullmatch, texts))]
    if len(names) != 1 or len(coded) < _FEWEST:
        return []
    notes = [*around, *(b.text for b in document.blocks if b.kind is not BlockKind.ROW or len(b.cells) < _FEWEST)]
    key = {code: stage for note in notes for code, stage in _explained(note)}
    told = fold(" ".join(notes))
    ranks = bool(_RANKED.search(told) and _APPOINTED.search(told) and not _RATED.search(told))
    stages = {text: _stage(text, key, ranks=ranks) for header in coded for text in values[header]}
    lots = [header for header in coded if all(text in key or stages[text] for text in values[header])]
    places = {header: place for header in lots if (place := place_of_lot(header, watchlist))}
    if len(set(places.values())) < max(_FEWEST, len(lots)):
        return []
    if not is_of_providers({names[0]: "lead"}, notes):
        return []
    return [
        [
            ("lead", body),
            ("status", Cell(header="", text=stage.value)),
            ("area", Cell(header="", text=places[cell.header])),
        ]
        for row in rows
        for body in row.cells
        if body.header == names[0] and body.text
        for cell in row.cells
        if cell.header in places and (stage := stages.get(cell.text))
    ]


def _explained(note: str) -> Iterator[tuple[str, Status | None]]:
    """Each code that ``note`` explains with the stage that it stands for; no stage for those that did not take part."""
    for match in _EXPLAINED.finditer(note):
        stage = status_in(match["said"])
        if stage or _NO_PART.search(fold(match["said"])):
            yield match["code"], stage


def _stage(text: str, key: Mapping[str, Status | None], *, ranks: bool) -> Status | None:
    return key.get(text) if text in key else Status.AWARDED if ranks and _RANK.fullmatch(text) else None
