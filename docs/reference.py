"""Writes the reference pages that follow from the code: commands, configuration and source types (`make reference`)."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator
from dataclasses import MISSING, Field, fields
from inspect import cleandoc, getdoc
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import click

FOLDER = Path(__file__).parent / "reference"
_MADE = "<!-- Made by `make reference`; what it says is in the code. -->\n"


def commands_page() -> str:
    """Every command and subcommand with its help and its options."""
    from monitor.cli import cli

    lines = [
        "# Commands",
        "",
        _MADE,
        "Every command takes `--help`. `--config FILE` stands before the command and defaults to `config.toml`.",
        "",
    ]
    lines += [
        "| exit status | meaning |", "|---|---|", "| 0 | well; a source that failed is named and costs only itself |",
        "| 1 | findings, or a fault in Tierwatch |", "| 2 | the command line was not understood, or nothing has an id that it names |",
        "| 75 | another instance works on the same state |", "| 78 | the configuration or a pack is wrong |", "",
    ]  # fmt: skip
    context = click.Context(cli, info_name="tierwatch")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None, name
        lines += _command(command, f"tierwatch {name}", level=2)
    return "\n".join(lines).rstrip() + "\n"


def _command(command: click.Command, path: str, *, level: int) -> Iterator[str]:
    usage = " ".join(
        parameter.make_metavar(click.Context(command))
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    )
    yield f"{'#' * level} {path}"
    yield ""
    yield cleandoc(command.help or "").replace("\b\n", "").replace("\f", "")
    yield ""
    if usage:
        yield f"`{path} {usage}`"
        yield ""
    options = [
        parameter for parameter in command.params if isinstance(parameter, click.Option) and not parameter.hidden
    ]
    if options:
        yield "| option | meaning |"
        yield "|---|---|"
        for option in options:
            yield f"| `{_names(option)}` | {_meaning(option)} |"
        yield ""
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _command(command.commands[name], f"{path} {name}", level=level + 1)


def _names(option: click.Option) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    return (
        names
        if option.is_flag or option.count
        else f"{names} {option.make_metavar(click.Context(click.Command('x')))}".replace("|", "\\|")
    )


def _meaning(option: click.Option) -> str:
    default = option.default
    shown = option.show_default and isinstance(default, str | int | float) and not isinstance(default, bool)
    return f"{option.help or ''}{f' Default: `{default}`.' if shown else ''}".replace("|", "\\|").strip()


def configuration_page() -> str:
    """Every table and key of ``config.toml`` with its default."""
    from monitor.config import TABLES, keys_of
    from monitor.config.sources import _Common  # the keys that all sources share have no other home

    lines = [
        "# Configuration", "", _MADE,
        "`config.toml` is TOML. Paths are relative to its folder. An unknown key is an error, and all problems are reported at",
        "once, each with its path (`sources[2].url`) and a suggestion. Secrets are never in it: they come from the environment or",
        "from a file.", "",
    ]  # fmt: skip
    for name, settings in TABLES.items():
        lines += [f"## [{name}]", "", _prose(settings), "", *_keys(settings, keys_of(name)), ""]
    lines += [
        "## [[sources]]", "", "One table a source. These keys are shared by all kinds; each kind adds [its own](source-types.md).", "",
        _prose(_Common), "", *_keys(_Common), "",
    ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def source_types_page() -> str:
    """Every source type: its module's docstring and its options."""
    from monitor.sources import source_types

    lines = [
        "# Source types",
        "",
        _MADE,
        "The `kind` of a `[[sources]]` table. Each kind has the options listed here, beside the keys that",
        "[all sources share](configuration.md).",
        "",
    ]
    for kind, source_type in source_types().items():
        module: ModuleType = sys.modules[source_type.extract.__module__]  # type: ignore[attr-defined]
        lines += [f"## {kind}", "", _markdown(cleandoc(module.__doc__ or "")), ""]
        if fields(source_type.options):
            lines += [_prose(source_type.options), "", *_keys(source_type.options), ""]
    return "\n".join(lines).rstrip() + "\n"


def _keys(settings: type, names: Collection[str] = ()) -> Iterator[str]:
    """A line for each key, or for those of ``names``: what the code alone sets is nothing to write into a file."""
    yield "| key | type | default |"
    yield "|---|---|---|"
    for field in (each for each in fields(settings) if not names or each.name in names):
        yield f"| `{field.name}` | {_type_of(settings, field)} | {_default_of(field)} |"


def _type_of(settings: type, field: Field[Any]) -> str:
    hint = get_type_hints(settings)[field.name]
    written = field.type if isinstance(field.type, str) else getattr(field.type, "__name__", str(field.type))
    if get_origin(hint) is Literal:
        written = f"Literal[{', '.join(map(repr, get_args(hint)))}]"
    return f"`{written}`".replace("|", "\\|")


def _default_of(field: Field[Any]) -> str:
    default = (
        field.default
        if field.default is not MISSING
        else field.default_factory()
        if field.default_factory is not MISSING
        else MISSING
    )  # type: ignore[misc]
    if default is MISSING:
        return "needed"
    if default in ("", (), None, {}):
        return ""
    return f"`{default}`".replace("|", "\\|")


def _prose(thing: object) -> str:
    return _markdown(getdoc(thing) or "")


def _markdown(text: str) -> str:
    return text.replace("``", "`")


def open_data_page() -> str:
    """The data dictionary of the exports."""
    from monitor.ledger.opendata import EVENT_COLUMNS, STANDING_COLUMNS

    lines = [
        "# Open data", "", _MADE,
        "What `tierwatch export` writes, as CSV, XLSX or JSON, and what each column means. The JSON is described by",
        "[a JSON Schema](open-data.schema.json). How to publish it: [open data](../howto/open-data.md).", "",
    ]  # fmt: skip
    for name, columns in (("standings", STANDING_COLUMNS), ("events", EVENT_COLUMNS)):
        lines += [f"## {name}", "", "| column | meaning |", "|---|---|"]
        lines += [f"| `{column}` | {meaning} |" for column, meaning in columns.items()] + [""]
    return "\n".join(lines).rstrip() + "\n"


def open_data_schema() -> str:
    """The JSON Schema of the JSON export."""
    from monitor.ledger.opendata import json_schema

    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


PAGES = {
    "commands.md": commands_page,
    "configuration.md": configuration_page,
    "source-types.md": source_types_page,
    "open-data.md": open_data_page,
    "open-data.schema.json": open_data_schema,
}


def main() -> None:
    """Write all pages."""
    for name, made in PAGES.items():
        (FOLDER / name).write_text(made(), encoding="utf-8")
        sys.stdout.write(f"{FOLDER.name}/{name}\n")


if __name__ == "__main__":
    main()
