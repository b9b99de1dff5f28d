"""The first page: the programmes at a glance, and what changed last."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from monitor.ledger.matrix import matrix
from monitor.ledger.tilemap import Colouring, TileMap, tile_maps
from monitor.model import Event, EventState, Role
from monitor.programmes.pack import Programme
from monitor.web.kept import kept_page
from monitor.web.site import site
from monitor.web.tracker.directory import Directory, directory

LEADING = frozenset({Role.LEAD, Role.OWNER, Role.CONTRACT_HOLDER})
_LATEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A programme in a few figures. ``map`` is its first tile map, if it has any."""

    programme: Programme
    areas: int
    led: int
    organisations: int
    map: TileMap | None


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/", view_func=home)


@kept_page
def home() -> str:
    """Who runs what."""
    here, known = site(), directory()
    glances = [glance for each in known.programmes.values() if (glance := _glance(known, each)).organisations]
    quiet = [each for each in known.programmes.values() if each.id not in {one.programme.id for one in glances}]
    glances.sort(key=lambda each: str(each.programme.starts_on or ""), reverse=True)
    return render_template(
        "tracker/home.html", glances=glances, quiet=quiet, changes=latest_changes(_LATEST), masthead=here.masthead
    )


def latest_changes(most: int) -> tuple[Event, ...]:
    """The changes accepted by a person that were found last, the newest first."""
    found = site().store.events.list(state=EventState.ACCEPTED, concerns_source=False, newest_first=True, limit=most)
    return tuple(found)


def _glance(known: Directory, programme: Programme) -> Glance:
    here = site()
    leads = here.store.standings.as_of(here.today, programme=programme.id, roles=LEADING)
    rows = matrix(leads, [programme])
    maps = tile_maps(programme, rows, known.organisations, by=Colouring.PROVIDER)
    return Glance(
        programme=programme,
        areas=len(known.places_of(programme.id)),
        led=sum(bool(row.leads) for row in rows),
        organisations=here.store.overview.named_on(here.today, programme=programme.id),
        map=maps[0] if maps else None,
    )
