"""Packs from TOML to values. Every problem of a file is reported at once, each with its path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitor.errors import ConfigError, Problem
from monitor.model import Sector
from monitor.programmes.pack import (
    Alias,
    Area,
    Cause,
    Denominator,
    Merger,
    Organisation,
    Programme,
    Register,
    Series,
    Supporting,
    Tag,
)

SHIPPED = Path(__file__).parent
_ID = re.compile(r"""^id\s*=\s*["']([^"']+)["']""", re.MULTILINE)
#: A file with organisations alone, shared by all packs of its folder.
SHARED = "organisations.toml"


def load_packs(folders: Sequence[Path] = ()) -> tuple[Programme, ...]:
    """The shipped packs and those of ``folders``; the shared organisations come as a programme without areas.

    Raises ConfigError with every problem of the first file that has any.
    """
    return tuple(load_pack(file) for file in pack_files((SHIPPED, *folders)))


def pack_files(folders: Sequence[Path]) -> tuple[Path, ...]:
    """The packs of ``folders``, each folder's in the order of their names."""
    return tuple(file for folder in folders for file in sorted(Path(folder).glob("*.toml")))


def pack_ids(folders: Sequence[Path] = ()) -> frozenset[str]:
    """The ids of all packs that ``load_packs`` finds, without reading them whole; a file that cannot be read has none."""
    found = set()
    for file in pack_files((SHIPPED, *folders)):
        with suppress(OSError, UnicodeDecodeError):
            head, _, _ = file.read_text(encoding="utf-8").partition("\n[")
            found.update(_ID.findall(head))
    return frozenset(found)


def load_pack(file: Path) -> Programme:
    """The pack in ``file``. Raises ConfigError with every problem of the file."""
    try:
        stat = file.stat()
    except OSError as error:
        raise ConfigError(str(file), [Problem("(file)", f"cannot be read: {error}")]) from error
    return _read(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _read(file: Path, _changed_ns: int, _size: int) -> Programme:
    """The pack, read once while its file is the same."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), [Problem("(file)", f"cannot be read: {error}")]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), [Problem("(file)", f"is not TOML: {error}")]) from error
    if file.name == SHARED:
        table = {"id": "", "name": "", **table}
    problems: list[Problem] = []
    programme = _programme(table, problems)
    if problems:
        raise ConfigError(str(file), problems)
    return programme


def _words(table: Mapping[str, Any], key: str, problems: list[Problem]) -> tuple[str, ...]:
    found = table.get(key, [])
    if isinstance(found, list) and all(isinstance(word, str) for word in found):
        return tuple(found)
    problems.append(Problem(key, "is no list of words", f'write {key} = ["..."]'))
    return ()


def _programme(table: Mapping[str, Any], problems: list[Problem]) -> Programme:
    known = {field.name for field in fields(Programme)}
    problems.extend(
        Problem(key, "is not a key of a pack", f"one of {', '.join(sorted(known))}")
        for key in table
        if key not in known
    )
    problems.extend(Problem(key, "is missing") for key in ("id", "name") if key not in table)
    programme = Programme(
        id=str(table.get("id", "")),
        name=str(table.get("name", "")),
        aliases=_words(table, "aliases", problems),
        starts_on=table.get("starts_on"),
        ends_on=table.get("ends_on"),
        lots=_words(table, "lots", problems),
        terms={key: tuple(words) for key, words in table.get("terms", {}).items()},
        notes=_words(table, "notes", problems),
        areas=_rows(table, "areas", _area, problems),
        organisations=_rows(table, "organisations", _organisation, problems),
        registers=_rows(table, "registers", _register, problems),
        denominators=_rows(table, "denominators", _denominator, problems),
        former_areas=_rows(table, "former_areas", _area, problems),
        specialisms=_rows(table, "specialisms", _tag, problems),
        services=_rows(table, "services", _tag, problems),
        series=_rows(table, "series", _series, problems),
        causes=_rows(table, "causes", _cause, problems),
        mergers=_rows(table, "mergers", _merger, problems),
        size_bands=table.get("size_bands", {}),
    )
    listed: tuple[tuple[str, Sequence[Area | Organisation]], ...] = (
        ("areas", programme.areas),
        ("former_areas", programme.former_areas),
        ("organisations", programme.organisations),
    )
    for kind, rows in listed:
        seen: dict[str, int] = {}
        for number, row in enumerate(rows):
            if row.id in seen:
                problems.append(Problem(f"{kind}[{number}].id", f'"{row.id}" is the id of {kind}[{seen[row.id]}] too'))
            seen[row.id] = number
    return programme


def _rows(table: Mapping[str, Any], key: str, make: Callable[[dict[str, Any]], Any], problems: list[Problem]) -> Any:
    made = []
    for number, row in enumerate(table.get(key, ())):
        try:
            made.append(make(dict(row)))
        except KeyError as error:
            problems.append(Problem(f"{key}[{number}].{error.args[0]}", "is missing"))
        except (TypeError, ValueError) as error:
            problems.append(Problem(f"{key}[{number}]", str(error)))
    return tuple(made)


def _left(row: dict[str, Any]) -> None:
    if row:
        raise ValueError(f"has unknown keys: {', '.join(sorted(row))}")


def _area(row: dict[str, Any]) -> Area:
    tile = row.pop("tile", None)
    area = Area(
        id=row.pop("id"),
        name=row.pop("name"),
        scheme=row.pop("scheme", ""),
        aliases=tuple(row.pop("aliases", ())),
        codes=tuple(row.pop("codes", ())),
        region=row.pop("region", None),
        predecessors=tuple(row.pop("predecessors", ())),
        successors=tuple(row.pop("successors", ())),
        tile=(int(tile[0]), int(tile[1])) if tile else None,
        source=row.pop("source", ""),
    )
    _left(row)
    return area


def _organisation(row: dict[str, Any]) -> Organisation:
    aliases = [Alias(text=text) for text in row.pop("aliases", ())]
    aliases += [Alias(text=text, kind="former") for text in row.pop("former_names", ())]
    aliases += [Alias(text=text, kind="code") for text in row.pop("codes", ())]
    aliases += [Alias(**alias) for alias in row.pop("dated_aliases", ())]
    wary = set(row.pop("needs_context_names", ()))
    organisation = Organisation(
        id=row.pop("id"),
        name=row.pop("name"),
        aliases=tuple(replace(alias, kind="wary") if alias.text in wary else alias for alias in aliases),
        sector=Sector(row.pop("sector", "unknown")),
        legal_form=row.pop("legal_form", ""),
        size_band=row.pop("size_band", ""),
        size_band_at=row.pop("size_band_at", None),
        size_band_source=row.pop("size_band_source", ""),
        income=row.pop("income", None),
        income_at=row.pop("income_at", None),
        income_source=row.pop("income_source", ""),
        identifiers=row.pop("identifiers", {}),
        part=row.pop("part", "provider"),
        vehicle=row.pop("vehicle", False),
        needs_context=row.pop("needs_context", False),
        contested=row.pop("contested", ""),
        renamed_to=row.pop("renamed_to", None),
        renamed_on=row.pop("renamed_on", None),
        specialisms=tuple(row.pop("specialisms", ())),
        source=row.pop("source", ""),
    )
    if organisation.part not in {"provider", "commissioner", "commentator"}:
        raise ValueError(f'part "{organisation.part}" is not provider, commissioner or commentator')
    _left(row)
    return organisation


def _register(row: dict[str, Any]) -> Register:
    return Register(id=row.pop("id"), codes=row.pop("codes", {}), fields=row)


def _tag(row: dict[str, Any]) -> Tag:
    tag = Tag(id=row.pop("id"), name=row.pop("name"), words=tuple(row.pop("words", ())))
    _left(row)
    return tag


def _denominator(row: dict[str, Any]) -> Denominator:
    _dated(row)
    for key in ("overlaps", "apart_from"):
        row[key] = tuple(row.get(key, ()))
    denominator = Denominator(**row)
    if not denominator.source:
        raise ValueError("a denominator without a source is never printed; name it")
    if denominator.bound not in BOUNDS:
        raise ValueError(f'bound "{denominator.bound}" is not {", ".join(BOUNDS)}')
    return denominator


def _series(row: dict[str, Any]) -> Series:
    _dated(row)
    return Series(**{**row, "rows": tuple((str(label), str(value)) for label, value in row.get("rows", ()))})


def _cause(row: dict[str, Any]) -> Cause:
    evidence = tuple(Supporting(**item) for item in row.pop("evidence", ()))
    if not evidence:
        raise ValueError("a cause that nobody has offered is ours alone; name who says it under evidence")
    return Cause(**row, evidence=evidence)


def _merger(row: dict[str, Any]) -> Merger:
    _dated(row)
    merger = Merger(**{**row, "of": tuple(row["of"])})
    for value, known in ((merger.known_to, ("day", "month", "year")), (merger.kind, ("merger", "takeover"))):
        if value not in known:
            raise ValueError(f'"{value}" is not {" or ".join(known)}')
    if not merger.of or not merger.source:
        raise ValueError("a merger needs the bodies that went into it (of) and a source")
    return merger


def _dated(row: Mapping[str, Any]) -> None:
    if not isinstance(row.get("on"), date):
        raise TypeError("on is not a date (write 2014-10-29)")


#: How a published total is meant.
BOUNDS = ("exact", "about", "at_least", "more_than")
