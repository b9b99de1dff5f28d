"""``tierwatch init`` and ``check``: a configuration to begin with, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.context import Composition
from monitor.errors import TierwatchError

STARTER = """# Tierwatch configuration. Each key is described in docs/reference/configuration.md.
# Secrets never stand here: TIERWATCH_SMTP_PASSWORD and TIERWATCH_WEB_SECRET come from the environment or from a file.

[service]
state = "state"
timezone = "Europe/London"
contact = ""  # an address that the owner of a polled site can write to

[digest]
weekday = "friday"
at = 07:00:00
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
    file.write_text(STARTER, encoding="utf-8")
    click.echo(f"Wrote {file}. Next: `tierwatch source add URL`, then `tierwatch poll`.")


@click.command()
@click.pass_obj
def check(composition: Composition) -> None:
    """Read the configuration and the packs and report every problem, with where it is and what to write instead."""
    config = composition.config
    packs = [pack for pack in composition.packs() if pack.id]
    paused = sum(source.paused for source in config.sources)
    click.echo(
        f"{config.file.name}: good. {len(config.sources)} sources ({paused} paused), {len(packs)} programme packs, "
        f"state in {config.state}."
    )


COMMANDS = [init, check]
