"""``tierwatch backup`` and ``restore``: a copy while the service runs, and putting one back so that nothing is sent again."""

from __future__ import annotations

import getpass
import tempfile
from datetime import datetime
from pathlib import Path

import click

from monitor.cli.context import Composition
from monitor.clock import utc_now
from monitor.store import backup as copies
from monitor.text import plural

_CALLED = {"audit": "rows of the log"}


@click.command("backup")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Where to; default: backups in the state."
)
@click.option(
    "--keep", default=14, show_default=True, help="How many of the newest backups stay in the folder; 0 keeps all."
)
@click.pass_obj
def backup(composition: Composition, folder: Path | None, keep: int) -> None:
    """Copy the whole state into two files, also while the service runs. They hold members' addresses: encrypt what leaves the machine."""
    now, place = utc_now(), folder or composition.config.state / "backups"
    with composition.open_store() as store:
        file = copies.back_up(store.database, place, at=now)
        store.runs.claim("backup", now.isoformat(), at=now, by=getpass.getuser())
        store.runs.finish("backup", now.isoformat(), at=utc_now(), outcome=file.name)
    for old in sorted(place.glob("tierwatch-*Z.*"), reverse=True)[2 * keep :] if keep else []:
        old.unlink()
    click.echo(file)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", "only_verify", is_flag=True, help="Only say whether it is whole and could be put back.")
@click.option(
    "--by", default=getpass.getuser, help="Who does it, for the audit log; default: the user of this machine."
)
@click.pass_obj
def restore(composition: Composition, file: Path, by: str, *, only_verify: bool) -> None:
    """Put a backup back. The service must be stopped; the present state is set aside, not deleted.

    Nothing leaves by itself afterwards: mails that waited become uncertain and approved issues need approval anew, since either may
    have gone out after the backup was made.
    """
    manifest = copies.verify(file)
    counts = ", ".join(f"{number} {_CALLED.get(name, name)}" for name, number in manifest.counts.items())
    made = f"made {datetime.fromisoformat(manifest.made_at):%d %B %Y %H:%M} UTC"
    if only_verify:
        if file.name.endswith(".gz"):
            with tempfile.TemporaryDirectory() as scratch:
                copies.unpack(file, Path(scratch) / "checked.db")
        click.echo(f"{file.name}: whole, schema {manifest.schema}, {made}: {counts}")
        return
    now = utc_now()
    with composition.open_store() as store, store.sole_instance():
        aside = copies.put_back(store.database, file, at=now)
        # The lock stays held until the state that was put back is safe to start on.
        with composition.open_store() as restored:
            mails, issues = copies.hold_sends(restored.database, at=now)
            restored.audit.add("restored", subject=file.name, by=by, at=now, details={"made_at": manifest.made_at})
    click.echo(f"Put back {file.name}, {made}: {counts}.")
    if mails or issues:
        click.echo(
            f"Any of these may have left since: {plural(mails, 'mail')} uncertain now, {plural(issues, 'issue')} to be approved anew."
        )
    if aside:
        click.echo(f"The state before it is {aside}; remove it when you are content.")


COMMANDS = [backup, restore]
