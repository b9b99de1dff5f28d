"""The documentation says what the program does: reference in step with the code, links that lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import click
import pytest

from monitor.cli import MODULES, cli
from monitor.config import TABLES, keys_of
from monitor.model import EventState, EventType, Role, Status
from monitor.sources import source_types

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"])


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_reference", DOCS / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["commands.md", "configuration.md", "source-types.md", "open-data.md", "open-data.schema.json"]
)
def test_the_reference_page_is_what_the_code_says(name: str) -> None:
    assert reference(name) == generator().PAGES[name](), "run `make reference`"


def walk(command: click.Command, path: str) -> list[tuple[str, click.Command]]:
    found = [(path, command)]
    if isinstance(command, click.Group):
        for name in command.commands:
            found += walk(command.commands[name], f"{path} {name}")
    return found


def every_command() -> list[tuple[str, click.Command]]:
    context = click.Context(cli)
    found = []
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None, f"{name} is listed and not there"
        found += walk(command, f"tierwatch {name}")
    return found


def test_every_command_that_is_listed_is_there_and_says_what_it_does() -> None:
    silent = [path for path, command in every_command() if not (command.help or "").strip()]

    assert silent == []


def test_every_command_is_in_the_reference() -> None:
    headings = re.findall(r"^#+ (tierwatch .*)$", reference("commands.md"), flags=re.MULTILINE)

    assert sorted(headings) == sorted(path for path, _ in every_command())


def test_every_option_says_what_it_is_for() -> None:
    # What --format does is said once, under measured output, for all commands that have it.
    silent = [
        f"{path} {option.opts[0]}"
        for path, command in every_command()
        for option in command.params
        if isinstance(option, click.Option) and not option.help and "--format" not in option.opts and not option.hidden
    ]

    assert silent == []


def test_the_reference_has_every_key_of_the_configuration_and_no_other() -> None:
    page = reference("configuration.md")
    sections = {table: page.partition(f"## [{table}]")[2].partition("\n## ")[0] for table in TABLES}

    listed = {
        table: tuple(re.findall(r"^\| `(\w+)`", section, flags=re.MULTILINE)) for table, section in sections.items()
    }
    assert listed == {table: keys_of(table) for table in TABLES}


def test_every_key_of_a_source_is_explained() -> None:
    prose, _, table = reference("configuration.md").partition("## [[sources]]")[2].partition("| key |")

    assert [key for key in re.findall(r"^\| `(\w+)`", table, flags=re.MULTILINE) if f"`{key}`" not in prose] == []


def test_every_source_type_and_each_of_its_options_is_in_the_reference() -> None:
    page = reference("source-types.md")
    for kind, source_type in source_types().items():
        section = page.partition(f"\n## {kind}\n")[2].partition("\n## ")[0]
        assert section.strip(), kind
        assert [f.name for f in fields(source_type.options) if f"`{f.name}`" not in section] == [], kind


def test_every_kind_and_state_of_an_event_is_explained() -> None:
    page = reference("events.md")

    assert [word.value for word in [*EventType, *EventState] if f"`{word.value}`" not in page] == []


def test_every_role_and_status_is_in_the_glossary() -> None:
    page = (DOCS / "glossary.md").read_text(encoding="utf-8")

    assert [word.value for word in [*Role, *Status] if f"`{word.value}`" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_inside_the_project_lead_to_files(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    broken = [target for target in targets if target and "://" not in target and not (page.parent / target).exists()]

    assert broken == []


def test_commands_that_the_pages_show_exist() -> None:
    called = re.compile(r"(?:^|`|bin/)tierwatch (?:--config \S+ )?([a-z]+)", re.MULTILINE)
    shown = {(page.name, name) for page in PAGES for name in called.findall(page.read_text(encoding="utf-8"))}

    assert len(shown) > 10
    assert {(page, name) for page, name in shown if name not in MODULES} == set()


def test_make_targets_that_the_pages_show_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    shown = {
        target
        for page in PAGES
        for target in re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }

    assert shown <= targets


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    files = sorted(path.name for path in (DOCS / "adr").glob("0*.md"))
    index = (DOCS / "adr" / "index.md").read_text(encoding="utf-8")

    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    assert [name for name in files if f"({name})" not in index] == []
