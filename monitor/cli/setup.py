"""``tierwatch init`` and ``check``: a configuration to begin with, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from monitor.cli.context import Composition
from monitor.cli.output import raise_all
from monitor.config import missing_files
from monitor.errors import ConfigError, TierwatchError
from monitor.model import Source
from monitor.programmes.check import faults_of
from monitor.programmes.loader import pack_files
from monitor.text import plural

STARTER = """# Tierwatch configuration. Each key is described in docs/reference/configuration.md.
# Secrets never stand here: TIERWATCH_SMTP_PASSWORD and TIERWATCH_WEB_SECRET come from the environment or from a file.

[service]
state = "state"
timezone = "Europe/London"
contact = ""  # an address that the owner of a polled site can write to

[digest]
weekday = "friday"
at = "07:00"
title = "Who runs what"

# `tierwatch source add URL` looks at an address and writes such a block.
# [[sources]]
# id = "ministry-news"
# kind = "feed"
# url = "https://www.example.org/news.atom"
# every_hours = 6
# trust = 1
"""


@click.command()
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@click.pass_obj
def init(composition: Composition, *, force: bool) -> None:
    """Write a configuration file to begin with, beside nothing else: no state is made yet."""
    file: Path = composition.config_file
    if file.exists() and not force:
        raise TierwatchError(f"{file} is there already; --force replaces it")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(STARTER, encoding="utf-8")
    except OSError as error:
        raise TierwatchError(
            f"{file} cannot be written ({error.strerror}): name another place with --config"
        ) from error
    click.echo(f"Wrote {file}. Next: `tierwatch source add URL`, then `tierwatch poll`.")


@click.command()
@click.pass_obj
def check(composition: Composition) -> None:
    """Read the configuration and the packs and report every problem, with where it is and what to write instead."""
    config = composition.config
    missing = list(missing_files(config))
    faults = [ConfigError(str(composition.config_file), missing)] if missing else []
    raise_all(faults + faults_of(pack_files(config.pack_folders), config.pack_folders))
    packs = [pack for pack in composition.packs() if pack.id]
    paused = sum(source.paused for source in config.sources)
    click.echo(
        f"{config.file.name}: good. {plural(len(config.sources), 'source')} ({paused} paused), "
        f"{plural(len(packs), 'programme pack')}, state in {config.state}."
    )
    for warning in (*config.warnings, *_watched_twice(config.sources)):
        click.echo(f"to do: {warning}")


def _watched_twice(sources: Sequence[Source]) -> Iterator[str]:
    """Sources at an address that one before them has: everything there would be read, and told, as if two had said it."""
    first: dict[str, str] = {}
    for source in sources:
        known = first.setdefault(source.url, source.id)
        if known != source.id:
            yield f"{source.id} has the address of {known}: leave one of them out ({source.url})"


COMMANDS = [init, check]
