"""How lists are printed: a table for people, JSON, CSV or a workbook for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from monitor.cli.tables import print_table
from monitor.errors import TierwatchError
from monitor.ledger.opendata import to_csv, to_xlsx

FORMATS = click.Choice(["table", "csv", "json", "xlsx"])


def print_rows(
    name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]], *, form: str, shown: Sequence[str] = (),
    group: Sequence[str] = (), below: Sequence[str] = (),
) -> None:  # fmt: skip
    """Print ``rows``: as JSON under ``name``, as CSV or a workbook of ``columns``, or as a table for people.

    The table has the columns ``shown``, under headings of what the rows share (``group``); ``below`` stands under each row.
    """
    if form == "json":
        click.echo(json.dumps({name: list(rows)}, ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(to_csv(columns, rows), nl=False)
    elif form == "xlsx":
        write_bytes(to_xlsx({name: (columns, rows)}, about=[f"Tierwatch: {name}"]))
    else:
        print_table(shown or list(columns), rows, group=group, below=below)


def print_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Aligned columns without a frame and without cuts, two blanks apart; a cell may carry ``click.style``."""
    if not rows:
        return
    widths = [max(len(click.unstyle(row[index])) for row in [headings, *rows]) for index in range(len(headings))]
    for row in ([click.style(heading, bold=True) for heading in headings], *rows):
        padded = (cell + " " * (width - len(click.unstyle(cell))) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def write_bytes(content: bytes) -> None:
    """Write bytes to standard output; refused on a terminal, which they would confuse."""
    if sys.stdout.isatty():
        raise click.UsageError("this format is not for a terminal; give --output FILE or redirect the output")
    sys.stdout.buffer.write(content)


def raise_all(faults: Sequence[TierwatchError]) -> None:
    """Say each of ``faults`` on standard error and end with the last, if there is any."""
    for fault in faults[:-1]:
        click.echo(str(fault), err=True)
    if faults:
        raise faults[-1]
