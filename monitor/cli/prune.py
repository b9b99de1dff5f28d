"""``tierwatch prune``: let go of what was stored long ago and that nothing rests on."""

from __future__ import annotations

from datetime import timedelta

import click

from monitor.cli.context import Composition
from monitor.clock import utc_now
from monitor.store import Keep, Pruned, Store


def prune_state(composition: Composition, store: Store, *, only_count: bool = False) -> Pruned:
    """Drop what the configuration lets go."""
    settings = composition.config.operations
    before = utc_now() - timedelta(days=settings.keep_days) if settings.keep_days else None
    return store.prune(Keep(before=before, newest=settings.keep_versions), only_count=only_count)


@click.command("prune")
@click.option("--dry-run", is_flag=True, help="Only say how much would go.")
@click.pass_obj
def prune(composition: Composition, *, dry_run: bool) -> None:
    """Drop stored answers, old versions and notes of visits that are over the age or the number that [operations] keeps.

    What a claim or an event rests on stays, and so does the latest version of every document. The service does this each night. The
    file of SQLite does not become smaller: its free pages are filled again.
    """
    with composition.open_store() as store:
        gone = prune_state(composition, store, only_count=dry_run)
    click.echo(f"{'would drop' if dry_run else 'dropped'} {gone}")


COMMANDS = [prune]
