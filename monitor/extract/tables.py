"""Rows of a table to claims: columns typed by the meaning of their headers, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from monitor.extract.parties import Party, parties_in
from monitor.extract.statuses import ROLES, header_kind, status_in
from monitor.model import Block, BlockKind, Cell, Claim, Completeness, Document, Evidence, Layer, Role, Status, Zone
from monitor.programmes.watchlist import Watchlist

_COUNTS = re.compile(r"[\d\s,.\u00a3%-]+")


def claims_of_tables(document: Document, watchlist: Watchlist) -> list[Claim]:
    """The claims of every table in ``document`` whose headers name organisations."""
    found: list[Claim] = []
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW and block.cells]
    for group, table in groupby(rows, key=lambda block: block.group):
        listed = list(table)
        before = [block for block in document.blocks if block.start < listed[0].start][-4:]
        context = [block.text for block in before if block.group == group or block.kind is not BlockKind.ROW]
        found.extend(_table(document, listed, [*listed[0].headings, *context, document.title], watchlist))
    return found


def _table(document: Document, rows: Sequence[Block], context: Sequence[str], watchlist: Watchlist) -> Iterator[Claim]:
    kinds = _columns(rows, watchlist)
    if "lead" not in kinds.values() and not {"partner", "subcontractor"} & set(kinds.values()):
        return
    default = _status_of_context(
        [header for header, kind in kinds.items() if kind in {"lead", "unsuccessful"}], context
    )
    for row in rows:
        if row.zone is Zone.CHROME or not any(cell.header for cell in row.cells):
            continue
        yield from _row(document, row, kinds, default, watchlist)


def _columns(rows: Sequence[Block], watchlist: Watchlist) -> dict[str, str]:
    """Each header and what its column holds. A column of numbers holds no organisations, whatever it is called."""
    headers = list(dict.fromkeys(cell.header for row in rows for cell in row.cells if cell.header))
    values = {h: [c.text for row in rows for c in row.cells if c.header == h and c.text] for h in headers}
    kinds = {header: header_kind(header) for header in headers}
    for header, texts in values.items():
        if texts and all(_COUNTS.fullmatch(text) for text in texts):
            kinds[header] = "ignored"
    if list(kinds.values()).count("lead") > 1:
        _keep_best_lead(kinds, values, watchlist)
    if "area" not in kinds.values():
        _guess_area(kinds, values)
    return kinds


def _keep_best_lead(kinds: dict[str, str], values: dict[str, list[str]], watchlist: Watchlist) -> None:
    # "Supplier" and "Company": the one that names more organisations is meant; equal counts keep the first.
    leads = [header for header, kind in kinds.items() if kind == "lead"]
    score = {h: sum(bool(watchlist.find_organisations(text)) for text in values[h]) for h in leads}
    best = max(leads, key=lambda header: (score[header], -leads.index(header)))
    for header in leads:
        if header != best:
            kinds[header] = "ignored"


def _guess_area(kinds: dict[str, str], values: dict[str, list[str]]) -> None:
    # A list of places with their suppliers often calls its first column only "name" or "lot".
    for header, kind in kinds.items():
        texts = values[header]
        if kind in {"", "service"} and texts and len(set(texts)) == len(texts) and all(t[:1].isupper() for t in texts):
            if kind == "service" and not all(re.search(r"[A-Z]", text) and len(text.split()) <= 6 for text in texts):
                continue
            if kind == "service":
                continue
            kinds[header] = "area"
            return


def _status_of_context(headers: Sequence[str], context: Sequence[str]) -> Status:
    for text in (*headers, *reversed(context)):
        status = status_in(text) if len(text) < 400 else None
        if status:
            return status
    return Status.AWARDED


def _row(
    document: Document, row: Block, kinds: dict[str, str], default: Status, watchlist: Watchlist
) -> Iterator[Claim]:
    cells: dict[str, list[Cell]] = {}
    for cell in row.cells:
        cells.setdefault(kinds.get(cell.header, ""), []).append(cell)
    areas, programme = _areas(cells.get("area", ()), watchlist)
    said = next((cell for cell in cells.get("status", ()) if cell.text), None)
    status = (status_in(said.text) if said else None) or default
    services = tuple(cell.text for cell in cells.get("service", ()) if cell.text)
    named = [
        (kind, cell, party)
        for kind in ROLES
        for cell in cells.get(kind, ())
        for party in parties_in(cell.text, watchlist)
    ]
    leads = [party.name for kind, _, party in named if kind == "lead"]
    partnership = leads[0] if leads and len(named) > 1 else None
    for kind, cell, party in named:
        if party.part == "commissioner":
            continue
        yield _claim(document, kind, cell, party, areas, programme, party.status or status, partnership, services)


def _areas(cells: Sequence[Cell], watchlist: Watchlist) -> tuple[tuple[str, ...], str | None]:
    names: list[str] = []
    programme = None
    for cell in cells:
        for text in re.split(r"\s*[;\n]\s*", cell.text):
            whole = watchlist.area(text)
            known = watchlist.find_areas(text)
            if whole is None and len(known) > 1 and _covers(text, [(f.start, f.end) for f in known]):
                names.extend(found.area.name for found in known)
                programme = known[0].programme
                continue
            exact = next((found for found in known if (found.start, found.end) == (0, len(text))), None)
            if exact:
                programme = exact.programme
            if text:
                names.append(whole.name if whole else text)
    return tuple(dict.fromkeys(names)), programme


def _covers(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    rest = text
    for start, end in reversed(spans):
        rest = rest[:start] + rest[end:]
    return not re.sub(r"\band\b|[&,;\s]", "", rest)


def _claim(
    document: Document,
    kind: str,
    cell: Cell,
    party: Party,
    areas: tuple[str, ...],
    programme: str | None,
    status: Status,
    partnership: str | None,
    services: tuple[str, ...],
) -> Claim:
    role = party.role if party.role and kind in {"lead", "partner"} else ROLES[kind]
    if role is Role.LEAD and kind == "partner" and party.role is None:
        role = Role.PARTNER
    if kind == "unsuccessful" or (status is Status.UNSUCCESSFUL and role is Role.LEAD):
        role, status = Role.BIDDER_UNSUCCESSFUL, Status.UNSUCCESSFUL
    if status is Status.WITHDRAWN and role is Role.LEAD:
        role = Role.WITHDRAWN
    start = cell.start + party.start
    return Claim(
        organisation=party.name,
        organisation_id=party.id,
        surface=party.surface,
        role=role,
        status=status,
        evidence=Evidence(
            quote=document.text[start : start + len(party.surface)], start=start, end=start + len(party.surface)
        ),
        partnership=partnership,
        areas=areas,
        programme=programme,
        sector=party.sector,
        confidence=0.95,
        layer=Layer.TABLE,
        rule=f"table column {cell.header!r}",
        services=services,
        completeness=_completeness(cell.text),
    )


def _completeness(text: str) -> Completeness:
    return (
        Completeness.OPEN
        if re.search(r"not limited to|among others|and others|include", text, re.IGNORECASE)
        else Completeness.UNKNOWN
    )
