"""JSON from strangers: parsed within bounds, cleaned of what no store can hold, and laid out as blocks that can be quoted."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.errors import ExtractError
from monitor.model import Block, BlockKind, Snapshot
from monitor.text import storable_throughout

MAX_DEPTH = 60
MAX_LEAVES = 200_000
_ESCAPED = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def parse_json(snapshot: Snapshot) -> Any:
    """The value that the bytes hold (RFC 8259; a byte order mark and UTF-16 or UTF-32 are read too).

    Bytes that are no characters become U+FFFD, as one bad byte in one notice must not hide a hundred others. Raises
    ExtractError if it is no JSON, is nested deeper than 60 or holds more than 200,000 values.
    """
    body = snapshot.body
    text = body.decode(json.detect_encoding(body[:4]) if len(body) > 3 else "utf-8", "replace").removeprefix("\ufeff")
    try:
        value = _loaded(text)
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else f"is not JSON ({error})"
        raise ExtractError(snapshot.url, f"the answer {reason}", expected="JSON") from error
    _check_size(value, snapshot.url)
    return storable_throughout(value) if _ESCAPED.search(text) or "\x00" in text else value


def _number(written: str) -> float | str:
    """A number; as it is written where it is beyond what a computer counts to ("1e400"), for then it is infinite, which no JSON holds."""
    number = float(written)
    return number if math.isfinite(number) else written


def _loaded(text: str) -> Any:
    """The value of ``text``, or the list of those that it holds one a line (JSON Lines)."""
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_number)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if not error.msg.startswith("Extra data") or len(lines) < 2:
            raise
        return [json.loads(line, parse_constant=_refuse, parse_float=_number) for line in lines]


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")


def _check_size(value: Any, url: str) -> None:
    waiting, count = [(value, 0)], 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_LEAVES:
            raise ExtractError(
                url, "the answer is nested too deeply or holds too many values", expected="JSON of ordinary size"
            )
        children = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        waiting += [(child, depth + 1) for child in children]


def dig(value: Any, path: str) -> Any:
    """What stands at the dotted ``path`` (``providers.codes.0``); a list asked for a name gives the list of its parts' values."""
    for key in path.split(".") if path else ():
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list) and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        elif isinstance(value, list):
            value = [part[key] for part in value if isinstance(part, Mapping) and key in part] or None
        else:
            return None
    return value


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every scalar with its path, in the order of the document; ``null`` is left out."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from leaves(part, (*path, str(key)))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from leaves(part, (*path, str(number)))
    elif value is not None:
        yield path, value


def record_blocks(record: Mapping[str, Any]) -> list[Block]:
    """Each leaf of ``record`` as a block ``name: value``, so that a claim can quote it; ``signature`` is the dotted path."""
    return [
        Block(
            kind=BlockKind.RECORD,
            text=f"{_label(path)}: {_written(value)}",
            headings=tuple(part for part in path[:-1] if not part.isdigit()),
            signature=".".join(path),
        )
        for path, value in leaves(record)
    ]


def _label(path: tuple[str, ...]) -> str:
    return next((part for part in reversed(path) if not part.isdigit()), "value")


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def text_at(value: Any, *paths: str) -> str:
    """The first non-empty string at one of ``paths``, else an empty one."""
    for path in paths:
        found = dig(value, path)
        if isinstance(found, str) and found.strip():
            return found
    return ""


def moment_at(value: Any, *paths: str) -> datetime | None:
    """The first readable date or moment (ISO 8601) at one of ``paths``, aware and in UTC; a bare date is its midnight."""
    for path in paths:
        found = parse_moment(text_at(value, path))
        if found is not None:
            return found
    return None


def parse_moment(text: str) -> datetime | None:
    """An ISO 8601 date or moment, in UTC where it names no offset; ``None`` where it is not one, never "now"."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
