"""``tierwatch unsuccessful`` and ``volumes``: who was in the running and did not come through, and how much work is stated."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.output import FORMATS, print_rows
from monitor.ledger.facts import values
from monitor.ledger.partnerships import shortlisted_not_awarded
from monitor.ledger.volumes import Volume, sum_of, volume_of

_UNSUCCESSFUL_COLUMNS = {
    "programme": "commissioning round",
    "organisation": "who was in the running",
    "status": "what is known of the bid",
    "since": "first day on which that held",
    "quote": "the words of the source",
    "url": "where it says so",
}
_VOLUME_COLUMNS = {
    "programme": "commissioning round",
    "area": "contract area; empty in a total",
    "organisation": "organisation; empty in a total",
    "volume": "what is stated, or the total of one unit and period",
    "unit": "pounds, people ...; totals never mix two",
    "period": "each year, each month; empty where none is stated",
    "low": "least",
    "high": "most",
}


@click.command("unsuccessful")
@click.option("--programme", metavar="ID", help="Only this programme.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def unsuccessful(composition: Composition, programme: str | None, form: str) -> None:
    """Print who was shortlisted, or bid in vain, and never came to be a preferred bidder or holder in that programme."""
    with composition.open_store() as store:
        found = shortlisted_not_awarded(store.standings.history(programme=programme))
    rows = [
        {
            "programme": each.programme, "organisation": each.organisation, "status": each.status.value,
            "since": each.valid_from.isoformat() if each.valid_from else None, "quote": each.quote, "url": each.url,
        }
        for each in found
    ]  # fmt: skip
    layout: dict[str, Any] = {
        "group": ("programme",),
        "shown": ("organisation", "status", "since"),
        "below": ("quote",),
    }
    print_rows("unsuccessful", _UNSUCCESSFUL_COLUMNS, rows, form=form, **layout)


@click.command("volumes")
@select.selection
@click.pass_obj
def volumes(composition: Composition, /, *, form: str, **chosen: Any) -> None:
    """Print the volumes of work that sources state, and a total for each unit and period: pounds and people are not mixed."""
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
        facts = select.facts(store, held, known_at=select.end_of(chosen["known_at"]))
    kinds: dict[tuple[str, str], list[Volume]] = defaultdict(list)
    rows: list[dict[str, Any]] = []
    for standing in held:
        for words in values(facts.of(standing), "volume"):
            volume = volume_of(words)
            if volume:
                kinds[volume.unit, volume.period].append(volume)
                where = {"programme": standing.programme, "area": standing.area, "organisation": standing.organisation}
                rows.append({**where, "volume": words, **_numbers(volume)})
    for listed in kinds.values():
        total = sum_of(listed)
        shown = {"programme": chosen["programme"], "area": None, "organisation": None}
        rows.append({**shown, "volume": f"total of {len(listed)}", **_numbers(total)})
    layout: dict[str, Any] = {"group": ("unit", "period"), "shown": ("area", "organisation", "volume", "low", "high")}
    ordered = sorted(rows, key=lambda row: (row["unit"], row["period"], row["organisation"] is None))
    print_rows("volumes", _VOLUME_COLUMNS, ordered, form=form, **layout)


def _numbers(volume: Volume) -> dict[str, Any]:
    return {"unit": volume.unit, "period": volume.period, "low": volume.low, "high": volume.high}


COMMANDS = [unsuccessful, volumes]
