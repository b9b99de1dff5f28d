"""``tierwatch audit``: whether the log of who did what is whole, and the log as a table."""

from __future__ import annotations

import csv
import sys

import click

from monitor.cli.context import Composition


@click.group()
def audit() -> None:
    """The log of who did what: rows are only added, each with the hash of the one before."""


@audit.command("verify")
@click.option("--head", metavar="HASH", help="A head noted before: rows that were cut off at the end show against it.")
@click.pass_obj
def verify(composition: Composition, head: str | None) -> int:
    """Go through the whole log, and the events, decisions, sends and outcomes that it holds. Exit status 1 if a row was changed, moved or taken out."""
    with composition.open_store() as store:
        faults = (*store.audit.verify(head=head), *store.witness.verify())
        last, present = next(iter(store.audit.list(limit=1)), None), store.audit.head()
    for fault in faults:
        click.echo(fault, err=True)
    if not faults:
        click.echo(f"The log is whole: {last.seq if last else 0} rows, head {present}")
    return 1 if faults else 0


@audit.command("list")
@click.option("--limit", default=50, show_default=True, help="How many rows, the newest first.")
@click.option("--format", "form", type=click.Choice(["table", "csv"]), default="table", show_default=True)
@click.pass_obj
def list_rows(composition: Composition, limit: int, form: str) -> None:
    """List what was done."""
    with composition.open_store() as store:
        rows = store.audit.list(limit=limit)
    if form == "csv":
        table = csv.writer(sys.stdout)
        table.writerow(["number", "at", "by", "action", "subject", "details", "previous hash", "hash"])
        for row in rows:
            table.writerow(
                [row.seq, row.at.isoformat(), row.by, row.action, row.subject, row.details, row.previous_hash, row.hash]
            )
        return
    for row in rows:
        click.echo(f"{row.at:%Y-%m-%d %H:%M}  {row.by:20} {row.action:32} {row.subject}")


COMMANDS = [audit]
