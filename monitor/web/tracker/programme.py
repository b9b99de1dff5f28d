"""A programme: who runs what on a day, as a map, a table beside it, and a matrix of areas and roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, render_template, request

from monitor.ledger.lots import by_lot
from monitor.ledger.matrix import Row, matrix
from monitor.ledger.tilemap import Colouring, tile_maps
from monitor.model import Role, Standing
from monitor.programmes.pack import Area, Programme
from monitor.web.kept import kept_page
from monitor.web.site import site
from monitor.web.tracker.asof import asked_knowledge, line_of_days
from monitor.web.tracker.directory import Directory, directory
from monitor.web.tracker.home import LEADING
from monitor.web.tracker.pages import page_of
from monitor.web.tracker.saved import facts_of

#: The columns of the matrix: a heading, and the roles under it.
COLUMNS = (
    ("Lead", frozenset({Role.LEAD})),
    ("Owner or contract holder", frozenset({Role.OWNER, Role.CONTRACT_HOLDER})),
    ("Partners", frozenset({Role.PARTNER, Role.JOINT_VENTURE_MEMBER, Role.STAFF_MUTUAL})),
    ("Subcontractors", frozenset({Role.SUBCONTRACTOR})),
)
#: Who stands in an area under each heading.
Cells = dict[str, dict[str, list[Standing]]]
AREAS_A_PAGE = 25
#: With more facts than this on a page each is a link to its own page rather than a thing to open in place.
_MOST_TO_OPEN = 200


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/programmes/<programme_id>", view_func=programme)


@kept_page
def programme(programme_id: str) -> str:
    """Who runs what in a programme on a day."""
    here, known = site(), directory()
    pack = known.programme(programme_id)
    line = line_of_days(programme_id)
    by = Colouring(chosen) if (chosen := request.args.get("colour", "")) in set(Colouring) else Colouring.PROVIDER
    whole = with_all_areas(pack, known)
    known_at = asked_knowledge()
    leads = here.store.standings.as_of(line.chosen, programme=programme_id, roles=LEADING, known_at=known_at)
    # Where a lead is named comes first; within that, the order of the pack.
    lead_rows = sorted(matrix(leads, [whole]), key=lambda row: not row.leads)
    page = page_of([row.area for row in lead_rows], AREAS_A_PAGE)
    held = here.store.standings.as_of(line.chosen, programme=programme_id, areas=page.shown, known_at=known_at)
    stated = here.store.claims.completeness({standing.claim_id for standing in held})
    found = {row.area: row for row in matrix(held, [whole], stated)}
    rows = [found[area] for area in page.shown]
    maps = tile_maps(pack, lead_rows, known.organisations, by=by)
    by_lots = len(pack.lots) > 1 and request.args.get("columns") == "lots"
    is_crowded = len(held) > _MOST_TO_OPEN
    cells = _cells_by_lot(rows, pack) if by_lots else _cells_by_role(rows)
    return render_template(
        "tracker/programme.html",
        programme=pack,
        line=line,
        by=by,
        maps=[each for number, each in enumerate(maps) if each.named or not number],
        lead_rows=[row for row in lead_rows if row.area in set(page.shown)],
        led=sum(bool(row.leads) for row in lead_rows),
        areas=len(lead_rows),
        rows=rows,
        cells=cells,
        by_lot=by_lots,
        empty_lots=[lot for lot in pack.lots if by_lots and cells and lot not in next(iter(cells.values()))],
        is_crowded=is_crowded,
        publishers={} if is_crowded else here.store.claims.publishers({standing.claim_id for standing in held}),
        columns=list(next(iter(cells.values()), {})),
        page=page,
        named=len({each.organisation_id for each in held if not each.status.is_exit}) if page.pages == 1 else None,
    )


def _cells_by_role(rows: Sequence[Row]) -> Cells:
    """By area and heading; only headings under which anybody stands."""
    held = {row.area: [each for each in row.standings if not each.status.is_exit] for row in rows}
    roles = {each.role for standings in held.values() for each in standings}
    columns = [column for column in COLUMNS if column[1] & roles] or COLUMNS[:1]
    return {
        area: {heading: [each for each in standings if each.role in under] for heading, under in columns}
        for area, standings in held.items()
    }


def _cells_by_lot(rows: Sequence[Row], pack: Programme) -> Cells:
    held = {row.area: [each for each in row.standings if not each.status.is_exit] for row in rows}
    found = {
        area: by_lot(standings, pack.lots, facts_of(pack.id, asked_knowledge())) for area, standings in held.items()
    }
    # A column for each lot that somebody is named for; the page says of the others that nobody is.
    named = {lot for cells in found.values() for lot, standings in cells.items() if standings} or set(pack.lots[:1])
    return {area: {lot: cells[lot] for lot in cells if lot in named} for area, cells in found.items()}


def with_all_areas(pack: Programme, known: Directory) -> Programme:
    """``pack`` with the areas that the ledger alone knows, so that an empty one has its row too."""
    own = {area.name for area in pack.areas}
    others = [place for place in known.places_of(pack.id) if place.name not in own]
    return replace(pack, areas=(*pack.areas, *(Area(id=place.slug, name=place.name) for place in others)))
