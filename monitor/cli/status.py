"""``tierwatch status``: each source's last good poll, last change, next due and health, in one screen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from monitor.cli.context import Composition
from monitor.cli.output import print_columns
from monitor.model import HealthState, Source, SourceState
from monitor.text import plural

_NEW, _NEVER_READ = "never polled", "never read"
_WORDS = {
    HealthState.NEW: _NEW,
    HealthState.GOOD: "good",
    HealthState.FAILING: "failing",
    HealthState.QUIET: "quiet",
    HealthState.RESTRUCTURED: "restructured",
    HealthState.GONE: "gone",
    HealthState.QUARANTINED: "quarantined",
    HealthState.PAUSED: "paused",
}
_COLOURS = {
    "good": "green", "failing": "red", "gone": "red", "quarantined": "red", "restructured": "yellow", "quiet": "yellow",
}  # fmt: skip


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def status(composition: Composition, form: str) -> None:
    """Show each source: last good poll, last change, next due, and its health with the reason in words."""
    config = composition.config
    with composition.open_store() as store:
        states = store.sources.all()
        waiting = {state.value: count for state, count in store.events.counts().items()}
    rows = [_row(source, states) for source in config.sources]
    if form == "json":
        click.echo(json.dumps({"sources": rows, "events": waiting}, ensure_ascii=False, indent=1, default=str))
        return
    if rows:
        _print(rows, ZoneInfo(config.service.timezone))
    click.echo(f"{plural(len(rows), 'source')}, {_in_need(rows)} in need of a look. Events: {_counted(waiting)}.")


def _in_need(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(row["health"] not in {"good", _NEW, "paused"} for row in rows)


def _counted(waiting: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in waiting.items()) or "none"


def _row(source: Source, states: Mapping[str, SourceState]) -> dict[str, Any]:
    state = states.get(source.id, SourceState(source_id=source.id))
    health = "paused" if source.paused else _WORDS[state.health]
    reason = state.reason
    if state.failures and state.health in {HealthState.GOOD, HealthState.NEW, HealthState.QUIET}:
        visits = f"{state.failures} failed visit{'s' if state.failures > 1 else ''}"
        reason = f"{visits}{' since' if state.last_good_at else ''}: {state.reason}"
        # Visited in vain from the first: that is no source which waits for its turn, and a person should look at it.
        health = _NEVER_READ if health == _NEW else health
    return {
        "id": source.id,
        "kind": source.kind,
        "health": health,
        "reason": reason,
        "last_good_poll": state.last_good_at,
        "last_change": state.last_changed_at,
        "next_due": state.next_due_at,
    }


def _print(rows: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> None:
    """One line a source; what there is to say of one follows in full below."""
    print_columns(
        ("Source", "Health", "Last good poll", "Last change", "Next due"),
        [
            (
                row["id"],
                click.style(row["health"], fg=_COLOURS.get(row["health"])),
                *(_local(row[key], zone) for key in ("last_good_poll", "last_change", "next_due")),
            )
            for row in rows
        ],
    )
    told = [row for row in rows if row["reason"]]
    if told:
        click.echo()
    for row in told:
        click.echo(f"{row['id']} ({row['health']}): {row['reason']}")
    click.echo()


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%d %b %Y %H:%M}".lstrip("0") if moment else "-"


COMMANDS = [status]
