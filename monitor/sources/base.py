"""What a source type is: how one kind of source is visited and read.

A visit goes in steps. ``requests`` names the first addresses; each answer goes to ``extract``, whose Harvest may name more
(``next_urls``: the pages of a listing, the next page of an API). ``state`` is what the type remembers of a source: the poll
stores ``Harvest.cursor`` as ``state["cursor"]`` and hands it to every later call, in the same visit and the next. ``extract``
is pure: what it needs to know from before is in ``state``, what it wants known later is in the cursor. The loop over the
steps is ``monitor.sources.visit``.

To add a type, write one module in this package with a module docstring (its reference page) and a ``SOURCE_TYPE``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from monitor.model import Harvest, Request, Snapshot, Source

T = TypeVar("T")
#: What a type remembers of a source; only ``cursor`` is used so far.
State = Mapping[str, str]
NOTHING_KNOWN: State = {}


class Requests(Protocol):
    """The first addresses of a visit; never empty."""

    def __call__(self, source: Source, state: State, now: datetime, /) -> Sequence[Request]: ...


class Extract(Protocol):
    """What one answer holds. Pure. Raises ExtractError, and nothing else whatever the bytes are."""

    def __call__(self, snapshot: Snapshot, source: Source, state: State = NOTHING_KNOWN, /) -> Harvest: ...


def own_address(source: Source, _state: State, _now: datetime) -> Sequence[Request]:
    """A visit that begins, and for most types ends, with the source's own address."""
    return (request_for(source, source.url),)


def request_for(source: Source, url: str, **fields: Any) -> Request:
    """A request for ``url`` on behalf of ``source``; a source marked internal may name addresses on private networks."""
    return Request(url=url, internal=source.internal, **fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceType:
    """One kind of source.

    ``options`` is the type's own frozen dataclass, of which a default value must be possible: it is what ``Source.options``
    holds. ``in_order`` says that a step depends on the one before, so that a visit stops at the first failure (the windows
    of a release feed); otherwise the other steps go on (the pages of a listing). ``extract`` runs in a process of its own, within
    time and memory.
    """

    kind: str
    options: type
    extract: Extract
    requests: Requests = own_address
    in_order: bool = False


def remembered(state: State) -> dict[str, Any]:
    """What the cursor holds, for types that write it as a JSON object; nothing if another type wrote it."""
    try:
        found = json.loads(state.get("cursor") or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def words_in(value: Any) -> list[str]:
    """The strings of a list; none if it is no list."""
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def names_in(value: Any) -> dict[str, str]:
    """The strings of an object by their keys; none if it is no object."""
    return {key: part for key, part in value.items() if isinstance(part, str)} if isinstance(value, dict) else {}


def options_of(source: Source, expected: type[T]) -> T:
    """The options of ``source`` as the type's own value; the defaults where it has none."""
    return source.options if isinstance(source.options, expected) else expected()
