"""Reading ``[[sources]]``: the keys that all kinds share, and the rest as the kind's own options."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from monitor.config.secrets import holds_password, secret_parameter
from monitor.errors import Problem
from monitor.model import NewsSection, Source
from monitor.sources import SourceType, source_types
from monitor.sources.options import UNKNOWN_KEY, closest, read_options, suggestion
from monitor.text import slug


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """``kind``: what is found there (see [source types](source-types.md)). ``id``: the word by which commands and pages name the
    source; by default made of ``name``, else of ``url``. ``publisher``: whose words they are, where that is not the name.
    ``every_hours``: how often it is visited, at most every quarter of an hour. ``trust``: 1 for an official publisher, 2 for the
    organisation itself or an established outlet, 3 for anyone else. ``programmes``: the ids of the packs that it is read for; all
    where empty. ``section``: where the bulletin puts its news (``government``, ``sector``, ``consultations``, ``funding``, ``own``,
    ``members``, ``events``, ``publications``, ``vacancies``); what changed stands under contracts and partners, whoever says it.

    ``complete``: it lists everyone, so that a name which is missing at two visits has left. ``internal``: it may have an address
    on a private network, or another port than those of the web. ``quiet_after_days``: call it quiet after so many days without
    anything new; by default that is learned. ``paused``: it is not visited. ``reader``: its documents may be shown to the optional
    reader of ``[reader]``.
    """

    kind: str
    url: str
    id: str = ""
    name: str = ""
    publisher: str = ""
    every_hours: float = 24.0
    trust: Literal[1, 2, 3] = 2
    programmes: tuple[str, ...] = ()
    section: NewsSection = "sector"
    complete: bool = False
    internal: bool = False
    quiet_after_days: int | None = None
    paused: bool = False
    reader: bool = False

    def __post_init__(self) -> None:
        if self.every_hours < 0.25:
            raise ValueError("every_hours is below a quarter of an hour, which no publisher deserves")


_COMMON_KEYS = frozenset(field.name for field in fields(_Common))


def read_sources(tables: Sequence[Any]) -> tuple[tuple[Source, ...], list[Problem]]:
    """The sources of ``tables`` in order, and everything that is wrong with them."""
    sources: list[Source] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for number, table in enumerate(tables):
        path = f"sources[{number}]"
        if not isinstance(table, dict):
            problems.append(Problem(path, "is not a table", "write [[sources]] above it"))
            continue
        source, wrong = read_source(table, path)
        problems += [replace(problem, named=_name_of(table)) for problem in wrong]
        # A block with another fault keeps its written id in mind, so that both faults are told at once.
        source_id = source.id if source else str(table.get("id", ""))
        if source_id and source_id in seen:
            problems.append(Problem(f"{path}.id", f'"{source_id}" is also the id of {seen[source_id]}'))
        seen.setdefault(source_id, path)
        if source is not None:
            sources.append(source)
    return tuple(sources), problems


def read_source(table: Mapping[str, Any], path: str) -> tuple[Source | None, list[Problem]]:
    """One source of its table, or ``None`` and everything that is wrong with it."""
    source_type, problems = _type_of(table, path)
    own = {key: value for key, value in table.items() if key not in _COMMON_KEYS}
    common, wrong = read_options(_Common, {key: table[key] for key in table if key in _COMMON_KEYS}, path)
    problems += [problem for problem in wrong if problem.path != f"{path}.kind"]
    options: object = None
    # Of a kind that is misspelt, only its unknown keys are told: with another kind in mind more would be guesswork.
    if meant := source_type or _meant(table.get("kind")):
        options, wrong = read_options(meant.options, own, path)
        problems += [_widen(each, path) for each in wrong if source_type or each.message == UNKNOWN_KEY]
    problems += _address_problems(table.get("url"), path)
    if common is None or problems:
        return None, problems
    values = {field.name: getattr(common, field.name) for field in fields(_Common)}
    values["id"] = common.id or slug(common.name) or slug(common.url.partition("://")[2].replace(".", " "))
    return replace(Source(id="", kind="", url=""), **values, options=options), []


def unknown_programmes(tables: Any, known: Collection[str]) -> list[Problem]:
    """The programmes that sources name and no pack is: such a source would be read against nothing, in silence."""
    return [
        Problem(
            f"sources[{number}].programmes",
            f'"{name}" is no programme pack',
            suggestion(name, known) or f"one of {', '.join(sorted(known))}",
            _name_of(table),
        )
        for number, table in enumerate(tables if isinstance(tables, list) else [])
        for name in _names(table)
        if name not in known
    ]


def _name_of(table: Any) -> str:
    """What a person knows a block by, however wrong the rest of it is."""
    written = (table.get(key) for key in ("id", "name", "url")) if isinstance(table, dict) else ()
    named = next((words for words in written if words and isinstance(words, str)), "")
    return f"source {json.dumps(named, ensure_ascii=False)}" if named else ""


def _names(table: Any) -> list[str]:
    named = table.get("programmes") if isinstance(table, dict) else None
    return [name for name in named if isinstance(name, str)] if isinstance(named, list) else []


def _type_of(table: Mapping[str, Any], path: str) -> tuple[SourceType | None, list[Problem]]:
    kinds = source_types()
    kind = table.get("kind")
    if kind is None:
        return None, [Problem(f"{path}.kind", "is missing", f"one of {', '.join(kinds)}")]
    if not isinstance(kind, str) or kind not in kinds:
        hint = suggestion(str(kind), kinds) or f"one of {', '.join(kinds)}"
        return None, [Problem(f"{path}.kind", f'"{kind}" is not a kind of source', hint)]
    return kinds[kind], []


def _meant(kind: Any) -> SourceType | None:
    """The kind that a misspelt one is close to."""
    kinds = source_types()
    found = closest(str(kind), kinds)
    return kinds[found] if found else None


def _widen(problem: Problem, path: str) -> Problem:
    """A key that no option is may be a misspelt common key."""
    key = problem.path.removeprefix(f"{path}.")
    if problem.suggestion or problem.message != UNKNOWN_KEY:
        return problem
    return replace(problem, suggestion=suggestion(key, _COMMON_KEYS))


def _address_problems(url: Any, path: str) -> list[Problem]:
    if not isinstance(url, str):
        return []
    if holds_password(url):
        return [Problem(f"{path}.url", "holds a password, which does not belong in this file", "leave it out")]
    if secret_parameter(url) or _is_usable(url):
        # A secret in it is told with all others, and not repeated.
        return []
    return [Problem(f"{path}.url", f'"{url}" is not a web address', _meant_address(url))]


def _is_usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


#: How an address begins that was meant to begin with "https://".
_BEGINNING = re.compile(r"([A-Za-z]+)(?::/*|/+)")


def _meant_address(url: str) -> str:
    """The address that ``url`` is a slip for, if it is near one: "htps:/example.org" and "example.org" are."""
    begun = _BEGINNING.match(url)
    rest = url[begun.end() :] if begun and closest(begun[1].lower(), ("http", "https")) else url.lstrip("/")
    meant = f"https://{rest}"
    host = rest.partition("/")[0]
    is_near = "." in host and "://" not in rest and not re.search(r"\s", rest) and not holds_password(meant)
    return meant if is_near and _is_usable(meant) else "an address begins with https://"
