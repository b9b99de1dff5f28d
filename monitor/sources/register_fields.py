"""The fields of a register's records: whether what is mapped is there, and what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitor.errors import ExtractError
from monitor.sources.jsons import dig
from monitor.text import plural

#: So many names of what is there are told where a field is not.
_MOST_NAMED = 15
#: Who, and where: what nearly every record must say. Partners, owners, dates and the rest are absent by nature.
_ESSENTIAL = ("lead", "listed", "areas")


def check_fields(url: str, fields: Mapping[str, str | list[str]], records: Sequence[Any]) -> None:
    """Raise ExtractError where a fact of ``fields`` is mapped to what no record has."""
    for fact, paths in fields.items():
        if not any(_has(record, path) for record in records for path in _paths(paths)):
            raise ExtractError(
                url,
                f'no record has the field of "{fact}"',
                expected=f"{' or '.join(_paths(paths))}, and the records have {keys_of(records)}: "
                f"mend fields.{fact} of the source",
            )


def lacking(fields: Mapping[str, str | list[str]], records: Sequence[Any]) -> Iterator[str]:
    """A note for each essential fact whose field is not there in fewer than half of the records; where it is not in most, it is
    one that records may lack.
    """
    for fact in _ESSENTIAL:
        paths = _paths(fields.get(fact, ()))
        without = sum(not any(_has(record, path) for path in paths) for record in records) if paths else 0
        if 0 < without * 2 < len(records):
            many = f"{without:,} of {plural(len(records), 'record')} {'lacks' if without == 1 else 'lack'}"
            yield f'{many} the field of "{fact}" ({" or ".join(paths)})'


def keys_of(records: Sequence[Any]) -> str:
    """The names of what the records have, in their order, for a person to read."""
    there = dict.fromkeys(f'"{key}"' for record in records[:20] if isinstance(record, Mapping) for key in record)
    # They come from outside: nothing in them moves the cursor of a terminal or begins a line.
    return "".join(filter(str.isprintable, ", ".join(list(there)[:_MOST_NAMED])))[:400]


def _paths(paths: str | Sequence[str]) -> Sequence[str]:
    return [paths] if isinstance(paths, str) else paths


def _has(record: Any, path: str) -> bool:
    """Whether the last key of ``path`` is there, be its value empty: a register may say ``null``."""
    parent, _, key = path.rpartition(".")
    holder = dig(record, parent)
    if isinstance(holder, list):
        return key.isdigit() or any(isinstance(part, Mapping) and key in part for part in holder)
    return isinstance(holder, Mapping) and key in holder
