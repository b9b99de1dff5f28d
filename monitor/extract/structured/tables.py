"""Rows of a table to claims: columns typed by the meaning of their headers, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from monitor.extract.structured.columns import Column, columns_of
from monitor.extract.structured.crossings import Record, bodies_across, coded, crossed, stated, turned
from monitor.extract.structured.footnotes import Note, lines_below, notes_below, with_raised
from monitor.extract.structured.legends import signed
from monitor.extract.structured.lot_lines import under_lots
from monitor.extract.structured.noted_beside import beside, named_in_notes
from monitor.extract.structured.numbered import by_lots
from monitor.extract.structured.outcomes import fared
from monitor.extract.structured.placelike import is_placelike
from monitor.extract.structured.rankings import ranked
from monitor.extract.structured.rows import Frame, row_claims
from monitor.extract.structured.sideways import name_suppliers
from monitor.extract.structured.subjects import is_of_providers
from monitor.extract.structured.surroundings import Page, words_around
from monitor.extract.structured.told_beside import names_in, told_in, under_lead
from monitor.extract.structured.values import NO_TICK, TICK, is_bodily
from monitor.extract.structured.whereabouts import (
    filled_down,
    outcomes_by_place,
    parted_by_place,
    placed_headers,
    places_in_captions,
    places_in_titles,
    places_of_lots,
    places_over_tables,
    with_places,
)
from monitor.extract.structured.worth import with_worth
from monitor.extract.words.presenting import last_presented
from monitor.extract.words.statuses import ROLES, header_kind, status_in
from monitor.extract.words.statuses import status_of_context as status_around
from monitor.model import Block, BlockKind, Cell, Claim, Document
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold, plain


def claims_of_tables(document: Document, watchlist: Watchlist) -> list[Claim]:
    """The claims of every table in ``document`` whose headers name organisations."""
    found: list[Claim] = []
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW and block.cells]
    above = places_over_tables(document, watchlist) if rows else {}
    captions = places_in_captions(document, watchlist) if rows else {}
    supplied = name_suppliers(rows)
    page = Page(document, watchlist)
    for _, table in groupby(rows, key=lambda block: (block.group, block.signature.partition("records")[0])):
        lines: Sequence[Block] = list(table)
        notes = notes_below(document, lines[-1])
        lines = _with_corner(with_raised(lines, notes), watchlist)
        over = captions.get(lines[0].group) or above.get(lines[0].headings, "")
        read = _table(page, lines, notes, supplied=supplied)
        found.extend(with_worth((_within(claim, over) for claim in read), lines))
    return found


def _with_corner(rows: Sequence[Block], watchlist: Watchlist) -> Sequence[Block]:
    """``rows`` with a header over their first cells where the corner of the table is blank and places stand below it."""
    body = [
        row for row in rows if len(row.cells) > 2 and not row.cells[0].header and all(c.header for c in row.cells[1:])
    ]
    named = [row.cells[0].text for row in body]
    if len(set(named)) < max(2, len(named)) or not all(
        text[:1].isupper() and is_placelike(text, watchlist) and not is_bodily(text, watchlist) for text in named
    ):
        return rows
    starts = {row.start for row in body}
    return [
        replace(row, cells=(replace(row.cells[0], header="Area"), *row.cells[1:])) if row.start in starts else row
        for row in rows
    ]


def _within(claim: Claim, place: str) -> Claim:
    """``claim`` with the place in the heading over its table where the table gives none."""
    return replace(claim, areas=(place,)) if place and not claim.areas else claim


def _table(page: Page, rows: Sequence[Block], notes: Sequence[Note], *, supplied: bool) -> Iterator[Claim]:
    document, watchlist = page.document, page.watchlist
    around = words_around(document, rows[0])
    records, labels = turned(rows, watchlist, supplied=supplied)
    records = records or under_lots(rows, around, watchlist)
    columns = columns_of(rows, watchlist) if not records else {}
    if records := records or _otherwise(page, rows, columns, around):
        frame = page.frame(rows, notes, status_around(_leads(labels), around))
        yield from (claim for cells in records for claim in row_claims(frame, cells, labels))
        return
    columns = _under(rows[0].headings[-1:] or around[:1], columns, around[0])
    kinds = {header: column.kind for header, column in columns.items()}
    stages = {cell.text for row in rows for cell in row.cells if kinds.get(cell.header) == "status"}
    if not is_of_providers(kinds, [*around, *sorted(stages)]):
        return
    frame = page.frame(rows, notes, status_around(_leads(columns), around))
    outer = rows[0].headings
    ticked = _ticked(rows, columns)
    outcomes = outcomes_by_place(columns, watchlist)
    across = placed_headers(columns, watchlist)
    places_by_text = places_in_titles(rows, columns, watchlist)
    lots = places_of_lots(document, rows, columns, watchlist)
    over = dict(filter(None, map(_named_over, rows)))
    stages_told = fared(rows, columns, document)
    noted = named_in_notes(notes)
    names = names_in(rows)
    for row in filled_down(rows, kinds):
        if not any(cell.header for cell in row.cells):
            continue
        section = next((heading for heading in row.headings[len(outer) :][-1:]), "")
        section = section or (row.headings[-1] if row.headings != outer else "")
        cells = [told for cell in row.cells for told in with_places(kinds.get(cell.header, ""), cell, lots)]
        cells += [("area", Cell(header="", text=place)) for c in row.cells if (place := places_by_text.get(c.text))]
        cells += [over[section]] if section in over else []
        cells += [("status", stages_told[row.start])] if row.start in stages_told else []
        cells += [*beside(cells, noted), *under_lead(row)]
        for record in by_lots(cells, watchlist):
            yield from _of_row(frame, record, columns, (across, outcomes), section=section, ticks=ticked)
        for record in told_in(row, cells, names):
            yield from row_claims(frame, record, {})


def _otherwise(page: Page, rows: Sequence[Block], columns: dict[str, Column], around: Sequence[str]) -> list[Record]:
    """The records of a table without one body a row under its header, by the first way in which it can be read."""
    document, watchlist = page.document, page.watchlist
    naming = any(column.kind in ROLES for column in columns.values())
    return (
        (crossed(rows, columns, around, watchlist) if not naming else [])
        or bodies_across(rows, around, watchlist)
        or (stated(rows, columns, watchlist) if not naming else [])
        or signed(rows, columns, document, watchlist)
        or ranked(rows, columns, document, around, watchlist)
        or coded(
            rows, columns, " ".join([*around[:4], *(b.text for b in lines_below(document, rows[-1], _EXPLAINING))])
        )
    )


#: So many lines below a table may explain its signs.
_EXPLAINING = 3


def _leads(columns: Mapping[str, Column]) -> list[str]:
    return [header for header, column in columns.items() if column.kind == "lead"]


def _of_row(
    frame: Frame,
    cells: list[tuple[str, Cell]],
    columns: dict[str, Column],
    placed: tuple[Mapping[str, str], Mapping[str, str]],
    *,
    section: str,
    ticks: frozenset[str],
) -> Iterator[Claim]:
    """The claims of one record. ``placed`` are the headers that are places, those over bodies and those over stages."""
    across, outcomes = placed
    for n, (kind, cell) in enumerate(cells if not outcomes else ()):
        if kind in ROLES and (apart := parted_by_place(cell, frame.watchlist)):
            own = [each for at, each in enumerate(cells) if at != n and each[0] not in {*ROLES, "area"}]
            for place, named in apart:
                yield from row_claims(frame, [*own, ("area", Cell(header="", text=place)), (kind, named)], columns)
            cells[n] = ("", cell)
    for place in dict.fromkeys(across.values()):
        own = [(kind, cell) for kind, cell in cells if across.get(cell.header, place) == place and kind != "area"]
        yield from row_claims(frame, [*own, ("area", Cell(header="", text=place))], columns)
    if not outcomes and not across:
        yield from row_claims(frame, cells, columns, section=section, ticks=ticks)
    for head, place in outcomes.items():
        fared = [cell for _, cell in cells if cell.header == head and status_in(cell.text)]
        own = [(kind, cell) for kind, cell in cells if kind not in {"status", "area"}]
        own += [("status", cell) for cell in fared] + [("area", Cell(header="", text=place))]
        yield from row_claims(frame, own if fared else [], columns)


def _named_over(row: Block) -> tuple[str, tuple[str, Cell]] | None:
    """The body that a line across a table names with its part ("Prime: Acme"), which holds for the rows below."""
    match = _PART_OVER.fullmatch(row.cells[0].text) if len(row.cells) == 1 else None
    kind = header_kind(match["part"]) if match else ""
    if match is None or kind not in ROLES:
        return None
    cell = Cell(header=match["part"], text=match["name"], start=row.cells[0].start + match.start("name"))
    return row.cells[0].text, (kind, cell)


_PART_OVER = re.compile(r"(?P<part>[A-Z][\w /-]{2,30}?) ?[:\u2013-] (?P<name>[A-Z0-9].+)")


def _under(headings: Sequence[str], columns: dict[str, Column], before: str) -> dict[str, Column]:
    """``columns`` with the part that a heading over the table, or the text ``before`` it, gives to those under a header that says none.

    "Tier 2 subcontractors" is such a heading, "We rely on twelve subcontractors." such a text.
    """
    part = next((header_kind(text) for text in headings if len(text.split()) <= _LONGEST_HEADING), "")
    presented = last_presented(plain(before))
    part = next((kind for kind, role in ROLES.items() if role is presented), part)
    if part not in {"subcontractor", "partner", "unsuccessful"} or any(
        c.kind in ROLES and c.kind != "lead" for c in columns.values()
    ):
        return columns
    return {
        header: replace(column, kind=part)
        if column.kind == "lead" and _SAYS_NO_PART.fullmatch(fold(header))
        else column
        for header, column in columns.items()
    }


_LONGEST_HEADING = 6
_SAYS_NO_PART = re.compile(r"(?:name of )?(?:organi[sz]ations?|company|companies|charity|agency|name|who)(?: names?)?")


def _ticked(rows: Sequence[Block], columns: dict[str, Column]) -> frozenset[str]:
    """The columns that hold only ticks: their headers say where (or what for) the ticked organisation works."""
    found = set()
    for header, column in columns.items():
        texts = [cell.text for row in rows for cell in row.cells if cell.header == header]
        marked = [text for text in texts if TICK.fullmatch(text)]
        if (
            column.kind in {"", "area", "service"}
            and not _TOLD.search(fold(header))
            and marked
            and all(TICK.fullmatch(t) or NO_TICK.fullmatch(t) for t in texts)
        ):
            found.add(header)
    return frozenset(found)


#: Columns of ticks that tell of a body or its contract, not of a place.
_TOLD = re.compile(
    r"\b(?:smes?|vcses?|vcs|vcfse|charit\w+|registered|small|local|voluntary|accredited|living wage|publish\w*|exten\w*|"
    r"available|accepts?|referrals?|open|flags?|indicator|description|notes?|comments?|eauction|dps|gpa|framework|signed|complete\w*|renew\w*|compliant|certified|insured|approved|new|existing)\b"
)
