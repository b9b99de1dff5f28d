"""Rows of a table to claims: columns typed by the meaning of their headers, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from monitor.extract.names.areas import programmes_of
from monitor.extract.structured.columns import Column, columns_of
from monitor.extract.structured.crossings import bodies_across, crossed, turned
from monitor.extract.structured.parties import Party, parties_in
from monitor.extract.structured.subjects import is_of_providers
from monitor.extract.structured.titles import place_of_heading
from monitor.extract.structured.values import NO_TICK, TICK, place_told
from monitor.extract.structured.whereabouts import (
    areas_of,
    filled_down,
    outcomes_by_place,
    parted_by_place,
    placed_headers,
    places_in_captions,
    places_in_titles,
    places_of_lots,
    places_over_tables,
    speak_of_lots,
    with_places,
)
from monitor.extract.structured.worth import with_worth
from monitor.extract.words.statuses import ROLES, header_kind, role_in, status_in
from monitor.extract.words.statuses import status_of_context as status_around
from monitor.model import Block, BlockKind, Cell, Claim, Completeness, Document, Evidence, Layer, Role, Status, Zone
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds the rows of one table: the document, the list of known names, the status where a row gives none."""

    document: Document
    watchlist: Watchlist
    default: Status
    about: frozenset[str] = frozenset()
    confidence: float = 0.95
    layer: Layer = Layer.TABLE
    vouched: frozenset[str] = frozenset()
    #: The mark behind a name that a legend of the document gives to leads.
    mark: str = ""


def claims_of_tables(document: Document, watchlist: Watchlist) -> list[Claim]:
    """The claims of every table in ``document`` whose headers name organisations."""
    found: list[Claim] = []
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW and block.cells]
    above = places_over_tables(document, watchlist) if rows else {}
    captions = places_in_captions(document, watchlist) if rows else {}
    for _, table in groupby(rows, key=lambda block: (block.group, block.signature.partition("records")[0])):
        lines = list(table)
        over = captions.get(lines[0].group) or above.get(lines[0].headings, "")
        found.extend(with_worth((_within(claim, over) for claim in _table(document, lines, watchlist)), lines))
    return found


def _within(claim: Claim, place: str) -> Claim:
    """``claim`` with the place in the heading over its table where the table gives none."""
    return replace(claim, areas=(place,)) if place and not claim.areas else claim


def _table(document: Document, rows: Sequence[Block], watchlist: Watchlist) -> Iterator[Claim]:
    around = _around(document, rows[0])
    records, labels = turned(rows, watchlist)
    if records:
        leads = [label for label, column in labels.items() if column.kind == "lead"]
        frame = _frame(document, rows, watchlist, status_around(leads, around))
        yield from (claim for cells in records for claim in row_claims(frame, cells, labels))
        return
    columns = columns_of(rows, watchlist)
    records = crossed(rows, columns, around, watchlist) if not _names_bodies(columns) else []
    records = records or bodies_across(rows, around, watchlist)
    if records:
        frame = _frame(document, rows, watchlist, status_around([], around))
        yield from (claim for cells in records for claim in row_claims(frame, cells, {}))
        return
    kinds = {header: column.kind for header, column in columns.items()}
    stages = {cell.text for row in rows for cell in row.cells if kinds.get(cell.header) == "status"}
    if not is_of_providers(kinds, [*around, *sorted(stages)]):
        return
    frame = _frame(
        document, rows, watchlist, status_around([h for h, c in columns.items() if c.kind == "lead"], around)
    )
    outer = rows[0].headings
    ticked = _ticked(rows, columns)
    outcomes = outcomes_by_place(columns, watchlist)
    across = placed_headers(columns, watchlist)
    places_by_text = places_in_titles(rows, columns, watchlist)
    lots = places_of_lots(document, rows, watchlist) if speak_of_lots(columns) else {}
    for row in filled_down(rows, kinds):
        if not any(cell.header for cell in row.cells):
            continue
        section = next((heading for heading in row.headings[len(outer) :][-1:]), "")
        section = section or (row.headings[-1] if row.headings != outer else "")
        cells = [told for cell in row.cells for told in with_places(kinds.get(cell.header, ""), cell, lots)]
        cells += [("area", Cell(header="", text=place)) for c in row.cells if (place := places_by_text.get(c.text))]
        for n, (kind, cell) in enumerate(cells if not outcomes else ()):
            if kind in ROLES and (apart := parted_by_place(cell, watchlist)):
                own = [each for at, each in enumerate(cells) if at != n and each[0] not in {*ROLES, "area"}]
                for place, named in apart:
                    yield from row_claims(frame, [*own, ("area", Cell(header="", text=place)), (kind, named)], columns)
                cells[n] = ("", cell)
        for place in dict.fromkeys(across.values()):
            own = [(kind, cell) for kind, cell in cells if across.get(cell.header, place) == place and kind != "area"]
            yield from row_claims(frame, [*own, ("area", Cell(header="", text=place))], columns)
        if not outcomes and not across:
            yield from row_claims(frame, cells, columns, section=section, ticks=ticked)
        for head, place in outcomes.items():
            fared = [cell for _, cell in cells if cell.header == head and status_in(cell.text)]
            own = [(kind, cell) for kind, cell in cells if kind not in {"status", "area"}]
            own += [("status", cell) for cell in fared] + [("area", Cell(header="", text=place))]
            yield from row_claims(frame, own if fared else [], columns)


def _names_bodies(columns: dict[str, Column]) -> bool:
    return any(column.kind in ROLES for column in columns.values())


def _frame(document: Document, rows: Sequence[Block], watchlist: Watchlist, default: Status) -> Frame:
    # A table beside the main text may be as good as one in it: it is read, and trusted less.
    confidence = 0.6 if rows[0].zone is Zone.CHROME else 0.95
    alone = frozenset(
        fold(party.surface) for row in rows for cell in row.cells for party in _alone(cell, row, watchlist)
    )
    areas = watchlist.find_areas(document.text)
    about = programmes_of(document.text, watchlist, areas, known=bool(areas))
    legend = _LEGEND.search(document.text)
    return Frame(
        document=document, watchlist=watchlist, default=default, about=about, confidence=confidence, vouched=alone,
        mark=legend[1] if legend else "",
    )  # fmt: skip


#: "* denotes lead organisation"
_LEGEND = re.compile(
    r"(?<!\w)([*#^\u2020\u2021])+ ?(?:(?:denotes?|indicates?|means|signifies|marks|shows|is|=|:|-) ?)?(?:the |a )?(?:lead|prime|accountable) (?:organi[sz]ation|provider|partner|body|contractor|member|agency|bidder)"
)


def _alone(cell: Cell, row: Block, watchlist: Watchlist) -> list[Party]:
    """The bodies in a cell whose names hold no "and", of more than a word: they vouch for their like in other cells."""
    if len(cell.text) > _LONGEST_LIST or not {header_kind(cell.header), header_kind(row.cells[0].text)} & ROLES.keys():
        return []
    return [
        p for p in parties_in(cell.text, watchlist) if " " in p.surface and not re.search(r" (?:and|&) ", p.surface)
    ]


_LONGEST_LIST = 400


def _around(document: Document, first: Block) -> list[str]:
    """The words that say what a table is, nearest first: caption, lines before it, headings, title."""
    before = [block for block in document.blocks if block.start < first.start][-4:]
    near = [b.text for b in reversed(before) if b.group == first.group or b.kind is not BlockKind.ROW]
    return [*near, *reversed(first.headings), document.title]


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
    r"available|accepts?|referrals?|open|framework|signed|complete\w*|renew\w*|compliant|certified|insured|approved|new|existing)\b"
)


def row_claims(
    frame: Frame,
    typed: Sequence[tuple[str, Cell]],
    columns: dict[str, Column],
    *,
    section: str = "",
    ticks: frozenset[str] = frozenset(),
) -> Iterator[Claim]:
    """The claims of one record, given as cells with what each holds (``lead``, ``area``, ``status`` ...).

    ``section`` is the line above the row that parts the table: its area, or how those below it fared. ``ticks`` are headers of
    columns in which the row may have a tick.
    """
    cells: dict[str, list[Cell]] = {}
    for kind, cell in typed:
        if cell.header not in ticks:
            cells.setdefault(kind, []).append(cell)
    areas = areas_of(cells.get("area", ()), frame.watchlist, frame.about)
    ticked = [cell.header for _, cell in typed if cell.header in ticks and TICK.fullmatch(cell.text)]
    areas = areas or tuple(filter(None, (place_told(header, frame.watchlist) for header in ticked)))
    parted = status_in(section) if section else None
    if section and not areas and (place := place_of_heading(section, frame.watchlist)):
        areas = areas_of([Cell(header="", text=place)], frame.watchlist, frame.about)
    said = next((status for cell in cells.get("status", ()) if cell.text and (status := status_in(cell.text))), None)
    services = tuple(cell.text for cell in cells.get("service", ()) if cell.text)
    role = next((said_role for cell in cells.get("role", ()) if (said_role := role_in(cell.text))), None)
    named = [
        (kind, cell, party)
        for kind in ROLES
        for cell in cells.get(kind, ())
        for party in parties_in(cell.text, frame.watchlist, frame.vouched)
        if party.part != "commissioner"
    ]
    first = next((party for kind, _, party in named if kind == "lead"), None)
    partnership = (
        first.name if first and (first.vehicle or any(kind in _BESIDE for kind, _, _ in named) or first.led) else None
    )
    stays = {p.id for _, cell, p in named if (c := columns.get(cell.header)) and c.status is not Status.TERMINATED}
    over = said is Status.TERMINATED and all(_COMPLETE.fullmatch(cell.text.strip()) for cell in cells["status"])
    for kind, cell, party in named:
        column = columns.get(cell.header)
        if column and column.status is Status.TERMINATED and party.id in stays:
            continue
        # Where a column says to whom it was awarded, it is the tender that is complete.
        stated = None if over and column and column.status is Status.AWARDED else said
        status = party.status or stated or parted or (column.status if column else None) or frame.default
        own = role if role and kind in {"lead", "partner"} else None
        if frame.mark and cell.text[party.start + len(party.surface) :].lstrip().startswith(frame.mark):
            own = Role.LEAD
        yield _claim(frame, kind, cell, replace(party, role=own or party.role), areas, status, partnership, services)


_COMPLETE = re.compile(r"completed?", re.IGNORECASE)
_BESIDE = {"partner", "subcontractor", "owner"}


def _claim(
    frame: Frame,
    kind: str,
    cell: Cell,
    party: Party,
    areas: tuple[str, ...],
    status: Status,
    partnership: str | None,
    services: tuple[str, ...],
) -> Claim:
    role = party.role if party.role and kind in {"lead", "partner"} else ROLES[kind]
    if role is Role.PARTNER and _JOINT.search(fold(cell.header)):
        role = Role.JOINT_VENTURE_MEMBER
    if kind == "unsuccessful" or (status is Status.UNSUCCESSFUL and role is Role.LEAD):
        role, status = Role.BIDDER_UNSUCCESSFUL, Status.UNSUCCESSFUL
    if status is Status.WITHDRAWN and role is Role.LEAD:
        role = Role.WITHDRAWN
    start = cell.start + party.start
    end = start + len(party.surface)
    return Claim(
        organisation=party.name,
        organisation_id=party.id,
        surface=party.surface,
        role=role,
        status=status,
        evidence=Evidence(quote=frame.document.text[start:end], start=start, end=end),
        partnership=partnership if role not in {Role.BIDDER_UNSUCCESSFUL, Role.WITHDRAWN} else None,
        areas=areas,
        sector=party.sector,
        confidence=frame.confidence,
        layer=frame.layer,
        rule=f"table column {cell.header!r}",
        services=services,
        completeness=_completeness(cell.text),
    )


_JOINT = re.compile(r"\b(?:joint venture|jv)\b")


def _completeness(text: str) -> Completeness:
    is_open = re.search(r"not limited to|among others|and others|\binclud(?:e|es|ing)\b", text, re.IGNORECASE)
    return Completeness.OPEN if is_open else Completeness.UNKNOWN
