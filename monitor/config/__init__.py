"""``config.toml`` read into the settings that each module owns: every problem at once, each with its path and a suggestion."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from monitor.config.secrets import ALSO_CALLED, holders_of_secrets, secrets_in
from monitor.config.settings import (
    Config,
    DigestSettings,
    MailSettings,
    ReaderSettings,
    ServiceSettings,
    StoreSettings,
)
from monitor.config.sources import read_source, read_sources, unknown_programmes
from monitor.errors import ConfigError, Problem
from monitor.health import HealthSettings
from monitor.operations.settings import OperationsSettings
from monitor.programmes import pack_ids
from monitor.sources.fetch import FetchSettings
from monitor.sources.options import UNKNOWN_KEY, read_options, suggestion
from monitor.web.settings import WebSettings

__all__ = ["Config", "load_config", "missing_files", "parse_config", "read_source"]

#: Each table and the type that its keys fill.
TABLES: Mapping[str, type] = {
    "service": ServiceSettings,
    "store": StoreSettings,
    "fetch": FetchSettings,
    "health": HealthSettings,
    "digest": DigestSettings,
    "mail": MailSettings,
    "web": WebSettings,
    "operations": OperationsSettings,
    "reader": ReaderSettings,
}
#: Settings that nobody needs to turn, or that stand elsewhere, and what to say of them.
FIXED: Mapping[str, Mapping[str, str]] = {
    "fetch": {
        "contact": "it stands in [service]",
        "idle_seconds": "",
        "max_delay_seconds": "",
        "max_header_bytes": "",
        "max_open_hosts": "",
        "max_redirects": "",
        "max_wait_seconds": "",
        "retry_seconds": "",
        "robots_hours": "",
        "robots_retry_minutes": "",
    }
}


def keys_of(table: str) -> tuple[str, ...]:
    """The keys that a table may have."""
    return tuple(field.name for field in fields(TABLES[table]) if field.name not in FIXED.get(table, {}))


def load_config(path: Path) -> Config:
    """The configuration in the file at ``path``. Raises ConfigError with every problem of the file."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError(str(path), [Problem("(file)", "is not there", "`tierwatch init` writes one")]) from error
    except UnicodeDecodeError as error:
        problem = Problem("(file)", "cannot be read: it is not in UTF-8", "save it as UTF-8")
        raise ConfigError(str(path), [problem]) from error
    except OSError as error:
        raise ConfigError(str(path), [Problem("(file)", f"cannot be read: {error}")]) from error
    return parse_config(text, path)


def parse_config(text: str, path: Path) -> Config:
    """The configuration that ``text`` holds, as if it stood in the file at ``path``. Raises ConfigError."""
    try:
        # Some editors put a mark of the order of bytes before everything else.
        tables = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), [Problem("(file)", f"is not TOML: {error}")]) from error
    settings, problems = _read_tables(tables)
    sources, wrong = _sources(tables)
    wrong += unknown_programmes(tables.get("sources"), pack_ids(_pack_folders(tables, path.absolute().parent)))
    problems = _told_once([*secrets_in(tables), *problems, *wrong], known=frozenset(holders_of_secrets(tables)))
    if problems:
        raise ConfigError(str(path), problems)
    config = _resolved(Config(file=path.absolute(), **settings, sources=sources))
    return replace(config, fetch=replace(config.fetch, contact=config.service.contact))


def missing_files(config: Config) -> Iterator[Problem]:
    """The files and folders that ``config`` names and that are not there: each is missed only when it is first needed."""
    for table in TABLES:
        settings = getattr(config, table)
        for field in fields(settings):
            named = getattr(settings, field.name)
            if field.name.endswith("_file") and named and not Path(named).is_file():
                yield Problem(f"{table}.{field.name}", f"{named} is not there", "make it, or leave the key out")
    for number, folder in enumerate(config.pack_folders):
        if not folder.is_dir():
            yield Problem(f"service.packs[{number}]", f"{folder} is no folder", "make it, or leave it out")


def _told_once(problems: Sequence[Problem], *, known: AbstractSet[str]) -> list[Problem]:
    """The problems, without "no key here" where something more telling is said of the same place, or of all that is in it (``known``)."""
    told = known | {problem.path for problem in problems if problem.message != UNKNOWN_KEY}
    return [problem for problem in problems if problem.message != UNKNOWN_KEY or problem.path not in told]


def _read_tables(tables: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    settings: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, table in tables.items():
        if name == "sources":
            continue
        if name not in TABLES:
            meant = f'did you mean "{ALSO_CALLED[name]}"?' if name in ALSO_CALLED else ""
            problems.append(Problem(name, "is not a table here", meant or suggestion(name, [*TABLES, "sources"])))
        elif not isinstance(table, dict):
            problems.append(Problem(name, "is not a table", f"write [{name}]"))
        else:
            settings[name], wrong = read_options(TABLES[name], table, name)
            problems += wrong
            problems += [
                Problem(f"{name}.{key}", UNKNOWN_KEY, hint) for key, hint in FIXED.get(name, {}).items() if key in table
            ]
    return settings, problems


def _sources(tables: Mapping[str, Any]) -> tuple[Any, list[Problem]]:
    listed = tables.get("sources", [])
    if not isinstance(listed, list):
        return (), [Problem("sources", "is not a list of tables", "write [[sources]]")]
    return read_sources(listed)


def _pack_folders(tables: Mapping[str, Any], folder: Path) -> tuple[Path, ...]:
    """The folders of packs as they are written, whatever else is wrong with their table."""
    service = tables.get("service")
    named = service.get("packs") if isinstance(service, dict) else None
    written = [Path(name) for name in named if isinstance(name, str)] if isinstance(named, list) else []
    return tuple(_absolute(path, folder) for path in written)


def _resolved(config: Config) -> Config:
    """``config`` with its paths made absolute, relative ones from the folder of its file."""
    folder = config.file.parent
    changed = {}
    for field in fields(config):
        value = getattr(config, field.name)
        if field.name not in TABLES:
            continue
        paths = {part.name: _absolute(getattr(value, part.name), folder) for part in fields(value)}
        if field.name == "fetch" and value.ca_file:
            paths["ca_file"] = str(folder / value.ca_file)
        changed[field.name] = replace(value, **paths)
    return replace(config, **changed)


def _absolute(value: Any, folder: Path) -> Any:
    if isinstance(value, Path):
        return folder / value.expanduser()
    if isinstance(value, tuple):
        return tuple(_absolute(part, folder) for part in value)
    return value
