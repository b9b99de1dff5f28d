"""``tierwatch standings``, ``events`` and ``export``: what the ledger holds, and what changed in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.output import FORMATS, print_rows, write_bytes
from monitor.clock import utc_now
from monitor.ledger.facts import PAYMENTS
from monitor.ledger.feeds import to_atom, to_ics
from monitor.ledger.opendata import (
    EVENT_COLUMNS,
    STANDING_COLUMNS,
    event_row,
    json_schema,
    standing_row,
    to_csv,
    to_xlsx,
)
from monitor.model import EventState
from monitor.store import Store
from monitor.upkeep.documents import calendar_days

_KINDS = click.Choice(["json", "csv", "xlsx", "atom", "ics", "schema"])


@click.command()
@select.selection
@click.option(
    "--service", metavar="S", help="Only those of whom this kind of service is stated, under any of its wordings."
)
@click.option(
    "--payment",
    type=click.Choice([*PAYMENTS, "unknown"]),
    help="Only those who are paid so; unknown: of whom nobody states it.",
)
@click.option("--members", is_flag=True, help="Only organisations on our own directory.")
@click.pass_obj
def standings(
    composition: Composition, /, *, form: str, service: str | None, payment: str | None, members: bool, **chosen: Any
) -> None:
    """Print who holds which role where, as of any day."""
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
        directory = store.teachings.directory()
        if service or payment:
            facts = select.facts(store, held, known_at=select.end_of(chosen["known_at"]))
            held = select.with_facts(held, facts, composition.packs(), service=service, payment=payment)
    held = [each for each in held if not members or each.organisation_id in directory]
    rows = [
        {
            **(select.with_evidence(standing_row(each)) if form == "json" else standing_row(each)),
            "our_member": each.organisation_id in directory,
        }
        for each in held
    ]
    columns = (
        {**STANDING_COLUMNS, "our_member": "whether it is on our own directory"} if directory else STANDING_COLUMNS
    )
    shown = ("organisation", "role", "status", "since", "partnership", "our_member")
    layout: dict[str, Any] = {"shown": shown, "group": ("area", "programme"), "below": ("quote",)}
    print_rows("standings", columns, [_quoting(row) for row in rows] if form == "table" else rows, form=form, **layout)


def _quoting(row: dict[str, Any]) -> dict[str, Any]:
    """``row`` with its quotation told from our own words; one that is but the name says nothing that is not there."""
    said = str(row["quote"] or "").strip()
    return {**row, "quote": f"\u201c{said}\u201d" if said and said != row["organisation"] else ""}


@click.command()
@click.option("--since", callback=select.day, metavar="DATE", help="Found on that day or later.")
@click.option("--until", callback=select.day, metavar="DATE", help="Found on that day or earlier.")
@click.option("--state", type=click.Choice([state.value for state in EventState]), help="Only those in this state.")
@click.option("--programme", metavar="ID", help="Only this programme.")
@click.option("--area", metavar="A", help="Only this area.")
@click.option("--organisation", metavar="O", help="Only this organisation.")
@click.option("--sources", is_flag=True, help="Also what happened to the sources themselves.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def events(composition: Composition, /, *, form: str, sources: bool, **chosen: Any) -> None:
    """Print the changes that were found."""
    with composition.open_store() as store:
        found = select.events(store, composition.watchlist(store), sources=sources, **chosen)
    rows = [select.with_evidence(event_row(event)) if form == "json" else event_row(event) for event in found]
    shown = ("detected_at", "state", "wording", "publisher")
    print_rows("events", EVENT_COLUMNS, rows, form=form, shown=shown, below=("url",))


@click.command()
@select.chosen_by
@click.option(
    "--format",
    "form",
    type=_KINDS,
    default="json",
    show_default=True,
    help="csv: the standings; atom: the events; ics: the days of the programmes and the closing dates ahead; schema: the JSON Schema of json.",
)
@click.option("--all", "unreviewed", is_flag=True, help="Also events that nobody has accepted.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.pass_obj
def export(composition: Composition, /, *, form: str, unreviewed: bool, output: Path | None, **chosen: Any) -> None:
    """Write open data: every fact with a permanent id; addresses of people are held back."""
    if form == "schema":
        content = json.dumps(json_schema(), ensure_ascii=False, indent=1).encode()
    else:
        with composition.open_store() as store:
            content = _exported(composition, store, form, unreviewed=unreviewed, **chosen)
    if output:
        output.write_bytes(content)
    elif form == "xlsx":
        write_bytes(content)
    else:
        click.echo(content.decode(), nl=False)


def _exported(composition: Composition, store: Store, kind: str, *, unreviewed: bool, **chosen: Any) -> bytes:
    watchlist, now = composition.watchlist(store), utc_now()
    if kind == "ics":
        packs = select.chosen_packs(composition.packs(), chosen["programme"])
        return to_ics(calendar_days(store, packs, today=now.date()), stamp=now).encode()
    where = {name: chosen[name] for name in ("programme", "area", "organisation")}
    state = None if unreviewed else EventState.ACCEPTED.value
    found = select.events(store, watchlist, sources=False, since=None, until=chosen["known_at"], state=state, **where)
    if kind == "atom":
        about = " ".join(str(value) for value in where.values() if value) or "all"
        return to_atom(found, title=f"Tierwatch: changes ({about})", feed_id=about, updated=now)
    held = [standing_row(standing) for standing in select.held(store, watchlist, **chosen)]
    if kind == "csv":
        return to_csv(STANDING_COLUMNS, held).encode()
    rows = [event_row(event) for event in found]
    as_of = (chosen["as_of"] or now.date()).isoformat()
    if kind == "xlsx":
        about_lines = (f"Tierwatch open data, as of {as_of}", "Every row quotes its source. Empty means: not stated.")
        sheets = {"standings": (STANDING_COLUMNS, held), "events": (EVENT_COLUMNS, rows)}
        return to_xlsx(sheets, about=about_lines)
    return json.dumps({"as_of": as_of, "standings": held, "events": rows}, ensure_ascii=False, indent=1).encode()


COMMANDS = [standings, events, export]
