"""One record, given as cells of which each is known to hold a name, a place, a stage or a role, to claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.extract.structured.columns import Column
from monitor.extract.structured.footnotes import mark_behind
from monitor.extract.structured.parties import Party, parties_in
from monitor.extract.structured.stages import unmarked_stage
from monitor.extract.structured.titles import place_of_heading
from monitor.extract.structured.values import TICK, place_told
from monitor.extract.structured.whereabouts import areas_of
from monitor.extract.words.statuses import ROLES, role_in, status_in
from monitor.model import EXITS, Cell, Claim, Completeness, Document, Evidence, Layer, Role, Status
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
    #: The stages that notes below give to those behind whose names a mark stands.
    noted: Mapping[str, Status] = field(default_factory=dict)


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
    for cell in cells.get("mark", ()):
        said = said or (columns[cell.header].status if TICK.fullmatch(cell.text) else unmarked_stage(cell.header))
    services = tuple(cell.text for cell in cells.get("service", ()) if cell.text)
    role = next((said_role for cell in cells.get("role", ()) if (said_role := role_in(cell.text))), None)
    named = [
        (kind, cell, party)
        for kind in ROLES
        for cell in cells.get(kind, ())
        for party in parties_in(cell.text, frame.watchlist, frame.vouched)
        if party.part != "commissioner"
    ]
    first = next((party for kind, _, party in named if kind == "lead" and party.role is not Role.OWNER), None)
    partnership = (
        first.name if first and (first.vehicle or any(kind in _BESIDE for kind, _, _ in named) or first.led) else None
    )
    stays = {p.id for _, cell, p in named if (c := columns.get(cell.header)) and c.status is not Status.TERMINATED}
    succeeded = any(p.status is not Status.PREFERRED_BIDDER for p in _others(named, columns))
    stages = [cell.text.strip() for cell in cells.get("status", ())]
    over = said is Status.TERMINATED and bool(stages) and all(map(_COMPLETE.fullmatch, stages))
    for kind, cell, party in named:
        column = columns.get(cell.header)
        if column and column.status is Status.TERMINATED and party.id in stays:
            continue
        # Where a column says to whom it was awarded, it is the tender that is complete.
        stated = None if over and column and column.status is Status.AWARDED else said
        behind = cell.text[party.start + len(party.surface) :]
        noted = frame.noted.get(mark_behind(behind))
        said_of_all = stated or parted or (column.status if column else None) or frame.default
        if column and column.yields and not succeeded:
            said_of_all = Status.AWARDED
        status = party.status or noted or said_of_all
        own = role if role and kind in {"lead", "partner"} else None
        if frame.mark and behind.lstrip().startswith(frame.mark):
            own = Role.LEAD
        yield _claim(frame, kind, cell, replace(party, role=own or party.role), areas, status, partnership, services)


def _others(named: Sequence[tuple[str, Cell, Party]], columns: Mapping[str, Column]) -> Iterator[Party]:
    """Of the leads of a row those that are not in a column of who has it only until others do."""
    for kind, cell, party in named:
        if kind == "lead" and not ((column := columns.get(cell.header)) and column.yields):
            yield party


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
        partnership=partnership if role not in EXITS else None,
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
