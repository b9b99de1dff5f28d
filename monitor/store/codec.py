"""Values to bytes and back: the model's frozen dataclasses as compact JSON, packed with Zstandard where they are large."""

from __future__ import annotations

import json
import threading
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

import zstandard

T = TypeVar("T")

_local = threading.local()
#: A stored value never unpacks to more than this, whatever its header says.
MOST_BYTES = 256 * 1024 * 1024


def to_plain(value: Any) -> Any:
    """``value`` as JSON holds it; a field that has its default is left out, which keeps stored documents small."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: to_plain(held)
            for name, default in _defaults(type(value))
            if (held := getattr(value, name)) != default or default is MISSING
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(entry) for key, entry in value.items()}
    return value


def from_plain(kind: type[T], value: Any) -> T:
    """The value of type ``kind`` that :func:`to_plain` wrote; keys that the type no longer has are passed over."""
    return cast("T", _read(kind, value))


def to_json(value: Any) -> str:
    """One line of JSON, keys in order, the same for equal values."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """The value that :func:`to_json` wrote."""
    return from_plain(kind, json.loads(text))


def pack(data: bytes) -> bytes:
    """``data`` compressed."""
    # One for each thread, since making one costs more than packing an entry of a feed.
    compressor = getattr(_local, "compressor", None)
    if compressor is None:
        compressor = _local.compressor = zstandard.ZstdCompressor(level=6)
    return compressor.compress(data)


def unpack(data: bytes) -> bytes:
    """The bytes that :func:`pack` was given."""
    return zstandard.ZstdDecompressor().decompress(data, max_output_size=MOST_BYTES)


def pack_value(value: Any) -> bytes:
    """``value`` as compressed JSON."""
    return pack(to_json(value).encode("utf-8", "surrogatepass"))


def unpack_value(kind: type[T], data: bytes) -> T:
    """The value that :func:`pack_value` wrote."""
    return from_json(kind, unpack(data).decode("utf-8", "surrogatepass"))


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (each.name, each.default_factory() if each.default_factory is not MISSING else each.default)
        for each in fields(kind)
    )


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        choices = [choice for choice in typing.get_args(kind) if choice is not type(None)]
        return None if value is None else _read(choices[0], value)
    if origin is tuple:
        inner = typing.get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_read(inner[0], entry) for entry in value)
        return tuple(_read(part, entry) for part, entry in zip(inner, value, strict=True))
    if not isinstance(kind, type):
        return value
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], held) for name, held in value.items() if name in hints})
    if issubclass(kind, Enum):
        return kind(value)
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    return value
