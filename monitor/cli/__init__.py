"""The command line: the composition root, where configuration, store, network and the pure steps meet.

A command's module is imported only when that command is called, so that ``tierwatch extract`` does not wait for a web server.
Exit status: 0 well, 1 findings or a fault of ours, 2 usage, 75 already running, 78 configuration (sysexits.h).
"""

from __future__ import annotations

import importlib
import sys

import click

from monitor import __version__
from monitor.cli.outlet import outlast_readers
from monitor.errors import AlreadyRunningError, ConfigError, TierwatchError, UnknownIdError

EXIT_FAULT, EXIT_USAGE, EXIT_RUNNING, EXIT_CONFIG = 1, 2, 75, 78

#: Each command and the module whose ``COMMANDS`` hold it.
MODULES = {
    "extract": "measure",
    "compare": "measure",
    "pack": "measure",
    "evaluate": "evaluate",
    "teach": "teach",
    "explain": "explain",
    "init": "setup",
    "check": "setup",
    "source": "source",
    "poll": "poll",
    "run": "service",
    "serve": "web",
    "user": "web",
    "audit": "audit",
    "doctor": "doctor",
    "upgrade": "doctor",
    "replay": "replay",
    "prune": "prune",
    "erase": "members",
    "backup": "backup",
    "restore": "backup",
    "status": "status",
    "standings": "ledger",
    "matrix": "lookup",
    "area": "lookup",
    "organisation": "lookup",
    "mergers": "lookup",
    "search": "lookup",
    "events": "ledger",
    "counts": "answers",
    "contradictions": "answers",
    "questions": "answers",
    "gaps": "answers",
    "export": "ledger",
    "override": "editing",
    "directory": "editing",
    "published": "published",
    "causes": "published",
    "unsuccessful": "bids",
    "volumes": "bids",
    "stories": "stories",
    "contacts": "contacts",
    "upkeep": "upkeep",
    "due": "upkeep",
    "advice": "upkeep",
    "promises": "upkeep",
    "links": "upkeep",
    "digest": "sending",
    "members": "members",
    "demo": "demo",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(MODULES)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(f"monitor.cli.{MODULES[cmd_name]}")
        return next((command for command in module.COMMANDS if command.name == cmd_name), None)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", "config_file", default="config.toml", show_default=True, metavar="FILE", help="The configuration file."
)
@click.version_option(__version__, prog_name="tierwatch")
@click.pass_context
def cli(context: click.Context, config_file: str) -> None:
    """Who runs what, where, in which role, and what has just changed."""
    from monitor.cli.context import Composition

    context.obj = Composition(config_file)


def main() -> None:
    """Run the command line and end the process with its exit status."""
    outlast_readers()
    try:
        status = cli.main(prog_name="tierwatch", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(EXIT_FAULT)
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_CONFIG)
    except AlreadyRunningError as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_RUNNING)
    except TierwatchError as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_USAGE if isinstance(error, UnknownIdError) else EXIT_FAULT)
    sys.exit(status if isinstance(status, int) else 0)
