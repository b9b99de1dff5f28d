"""What the commands that ask the ledger have in common: how standings and events are chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

import click

from monitor.cli.meant import area_name, organisation_id, refuse_unknown
from monitor.cli.output import FORMATS
from monitor.clock import utc_now
from monitor.ledger.facts import Facts, values
from monitor.ledger.organisations import all_tags, tag_named, tags_in
from monitor.model import Event, EventState, Standing
from monitor.programmes import Watchlist
from monitor.programmes.pack import Denominator, Programme
from monitor.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f'"{value}" is not a date; write it as 2014-10-29') from error


def selection(command: F) -> F:
    """The options by which standings are chosen, and the format."""
    return chosen_by(click.option("--format", "form", type=FORMATS, default="table", show_default=True)(command))


def chosen_by(command: F) -> F:
    """The options by which standings are chosen."""
    for option in (
        click.option("--known-at", callback=day, metavar="DATE", help="As far as was known at the end of that day."),
        click.option("--as-of", callback=day, metavar="DATE", help="What held on that day; by default today."),
        click.option("--organisation", metavar="O", help="Only this organisation, under any of its names."),
        click.option("--area", metavar="A", help="Only this area, under any of its names or codes."),
        click.option("--programme", metavar="ID", help="Only this programme."),
    ):
        command = option(command)
    return command


def held(
    store: Store, watchlist: Watchlist, *, programme: str | None, area: str | None, organisation: str | None,
    as_of: date | None, known_at: date | None, **_others: Any,
) -> Sequence[Standing]:  # fmt: skip
    """The standings that are chosen. Raises ``TierwatchError`` for a name that nobody has ever met."""
    found = store.standings.as_of(
        as_of or utc_now().date(),
        known_at=end_of(known_at),
        area=area_name(watchlist, area, programme),
        organisation_id=organisation_id(watchlist, organisation),
        programme=programme,
    )
    if not found:
        refuse_unknown(store, watchlist, programme=programme, area=area, organisation=organisation)
    return found


def events(
    store: Store, watchlist: Watchlist, *, since: date | None, until: date | None, state: str | None,
    programme: str | None, area: str | None, organisation: str | None, sources: bool,
) -> Sequence[Event]:  # fmt: skip
    """The changes that are chosen. Raises ``TierwatchError`` for a name that nobody has ever met."""
    found = store.events.list(
        since=datetime.combine(since, time(), tzinfo=UTC) if since else None,
        until=end_of(until),
        state=EventState(state) if state else None,
        area=area_name(watchlist, area, programme),
        organisation_id=organisation_id(watchlist, organisation),
        programme=programme,
        concerns_source=None if sources else False,
    )
    if not found:
        refuse_unknown(store, watchlist, programme=programme, area=area, organisation=organisation)
    return found


def end_of(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC) if day else None


def chosen_packs(packs: Sequence[Programme], programme: str | None) -> Sequence[Programme]:
    return [pack for pack in packs if pack.id and programme in {None, pack.id}]


def published(packs: Sequence[Programme], store: Store, programme: str | None) -> dict[str, list[Denominator]]:
    """The totals that others published, by programme: those of the packs and those that staff noted."""
    found = {pack.id: list(pack.denominators) for pack in chosen_packs(packs, programme)}
    for noted in store.published.list(programme=programme):
        found.setdefault(noted.programme or "", []).append(noted.total)
    return found


def facts(store: Store, standings: Sequence[Standing], *, known_at: datetime | None = None) -> Facts:
    """What claims state of the organisations in ``standings``."""
    identities = {standing.organisation_id for standing in standings}
    found = store.claims.stating(organisation_ids=identities, known_at=known_at)
    return Facts((sighting.claim, sighting.url) for sighting in found)


def with_facts(
    standings: Sequence[Standing], facts: Facts, packs: Sequence[Programme], *, service: str | None, payment: str | None
) -> Sequence[Standing]:
    """Those of ``standings`` of which a service, and a way of payment, is stated. Raises BadParameter for an unknown service."""
    services = all_tags(packs, "services")
    tag = tag_named(service, services) if service else None
    if service and tag is None:
        raise click.BadParameter(
            f'no pack knows the service "{service}"; {", ".join(each.name for each in services)} are known'
        )

    def fits(standing: Standing) -> bool:
        stated = facts.of(standing)
        paid = values(stated, "payment")
        if tag and not any(tag.id in tags_in(words, services) for words in values(stated, "services")):
            return False
        return payment is None or (not paid if payment == "unknown" else payment in paid)

    return [standing for standing in standings if fits(standing)]


def with_evidence(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "evidence": {"quote": row["quote"], "url": row["url"]}}
