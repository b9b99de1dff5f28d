"""``tierwatch doctor`` and ``upgrade``: what is wrong and what mends it; what a new version would do to the state."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict

import click

from monitor import __version__
from monitor.cli.context import Composition
from monitor.cli.relay import relay_of
from monitor.clock import utc_now
from monitor.config import Config
from monitor.errors import ConfigError
from monitor.mail.smtp import Session
from monitor.operations.doctor import Patient, examine

#: What of the configuration is read from the environment or from a file of its own.
_SECRETS = ("store_url", "web_secret", "smtp_password", "replies_password", "reader_key", "metrics_token")
_MARKS = {"good": "ok     ", "warning": "warning", "fault": "FAULT  "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_obj
def doctor(composition: Composition, *, as_json: bool) -> int:
    """Look at configuration, permissions, disk, clock, database, names, mail server, schedule and backups; say what mends each.

    Sends nothing and visits no source. Exit status 1 if there is a fault.
    """
    config = composition.config

    def greet() -> None:
        Session(relay_of(composition)).close()

    patient = Patient(
        config_file=config.file,
        state=config.state,
        sources=config.sources,
        weekly=config.weekly,
        reserve_mb=config.operations.reserve_mb,
        open_store=composition.open_store,
        now=utc_now(),
        greet=greet if config.mail.host else None,
        signs=_signs(config),
        unreadable=list(_unreadable(config)),
    )
    findings = list(examine(patient))
    if as_json:
        click.echo(json.dumps({"findings": [asdict(each) for each in findings]}, ensure_ascii=False, indent=1))
    else:
        for each in findings:
            click.echo(f"{_MARKS[each.level]} {each.topic}: {each.found}")
            if each.fix:
                click.echo(f"        do this: {each.fix}")
    return int(any(each.level == "fault" for each in findings))


def _unreadable(config: Config) -> Iterator[ConfigError]:
    for name in _SECRETS:
        try:
            getattr(config, name)
        except ConfigError as error:
            yield error


def _signs(config: Config) -> bool:
    """Whether there is a secret to sign links with, be it one that cannot be read."""
    try:
        stated = bool(config.web_secret)
    except ConfigError:
        return True
    return stated or os.access(config.state / "web-secret", os.F_OK)


@click.command("upgrade")
@click.option(
    "--check", "only_check", is_flag=True, help="Only say whether the state would have to be changed, and how."
)
@click.pass_obj
def upgrade(composition: Composition, *, only_check: bool) -> int:
    """Bring the state to this version, after a backup of it. Any other command does the same, without the backup.

    With --check: exit status 1 if the state is older than the program.
    """
    from monitor.store.backup import back_up
    from monitor.store.database import Database
    from monitor.store.schema import HEAD, revision

    config = composition.config
    database = Database(config.store_url, beside=config.state)
    if database.file is not None and not database.file.exists():
        click.echo("There is no state yet; the first poll makes one.")
        return 0
    try:
        with database.read() as connection:
            found = revision(connection)
        if found == HEAD:
            click.echo(f"Nothing to do: the state has the shape of this version ({__version__}, schema {HEAD}).")
            return 0
        click.echo(f"The state has schema {found}; this version ({__version__}) wants {HEAD}.")
        if only_check:
            click.echo(
                "`tierwatch upgrade` makes a backup and brings it up to date. There is no way back but that backup."
            )
            return 1
        file = back_up(database, config.state / "backups", at=utc_now())
    finally:
        database.close()
    with composition.open_store() as store:
        store.full_text.catch_up()
    click.echo(f"Done. The state as it was: {file}")
    return 0


COMMANDS = [doctor, upgrade]
