"""Values to bytes and back: the model's frozen dataclasses as compact JSON, packed with Zstandard where they are large."""

from __future__ import annotations

import json
import threading
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast

import zstandard

T = TypeVar("T")

_compressor = zstandard.ZstdCompressor(level=3)
_packing = threading.Lock()
#: A stored value never unpacks to more than this, whatever its header says.
MOST_BYTES = 256 * 1024 * 1024
#: Without a look for circles: what a frozen value holds was there before it.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")).encode


def to_plain(value: Any) -> Any:
    """``value`` as JSON holds it; a field that has its default is left out, which keeps stored documents small."""
    kind: Any = type(value)
    return value if kind in _SIMPLE else _writers[kind](value)


def from_plain(kind: type[T], value: Any) -> T:
    """The value of type ``kind`` that :func:`to_plain` wrote; keys that the type no longer has are passed over."""
    return cast("T", _reader(cast("Any", kind))(value))


def to_json(value: Any) -> str:
    """One line of JSON, keys in order, the same for equal values."""
    return _encode(to_plain(value))


def from_json(kind: type[T], text: str) -> T:
    """The value that :func:`to_json` wrote."""
    return from_plain(kind, json.loads(text))


def pack(data: bytes) -> bytes:
    """``data`` compressed."""
    # One for all threads: what each keeps for itself is a megabyte and more, and a transaction packs alone anyway.
    with _packing:
        return _compressor.compress(data)


def unpack(data: bytes) -> bytes:
    """The bytes that :func:`pack` was given."""
    return zstandard.ZstdDecompressor().decompress(data, max_output_size=MOST_BYTES)


def pack_value(value: Any) -> bytes:
    """``value`` as compressed JSON."""
    return pack(to_json(value).encode("utf-8", "surrogatepass"))


def unpack_value(kind: type[T], data: bytes) -> T:
    """The value that :func:`pack_value` wrote."""
    return from_json(kind, unpack(data).decode("utf-8", "surrogatepass"))


_SIMPLE = frozenset({str, int, float, bool, type(None)})
#: Makes what JSON holds of a value.
_Writer = Callable[[Any], Any]


class _Writers(dict[type, _Writer]):
    """What writes values of each type, made when the first of them is met: a page is hundreds of values."""

    def __missing__(self, kind: type) -> _Writer:
        self[kind] = write = _writer(kind)
        return write


_writers = _Writers()


def _writer(kind: type) -> _Writer:
    if is_dataclass(kind):
        return _writer_of_dataclass(kind)
    if issubclass(kind, Enum):
        # Straight: ``value`` is found through three calls.
        return attrgetter("_value_")
    if issubclass(kind, datetime | date):
        return lambda value: value.isoformat()
    if issubclass(kind, tuple | list):
        return lambda value: [each if type(each) in _SIMPLE else _writers[type(each)](each) for each in value]
    if issubclass(kind, Mapping):
        return lambda value: {str(key): to_plain(entry) for key, entry in value.items()}
    return _as_it_is


def _writer_of_dataclass(kind: type) -> _Writer:
    names = tuple(each.name for each in fields(kind))
    named = tuple(
        (each.name, each.default_factory() if each.default_factory is not MISSING else each.default)
        for each in fields(kind)
    )
    # One call for all fields; with a single one it would not answer with a tuple.
    held_by = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def write(value: Any) -> dict[str, Any]:
        return {
            name: held if type(held) in _SIMPLE else _writers[type(held)](held)
            for (name, default), held in zip(named, held_by(value), strict=True)
            if held is not default and (default is MISSING or held != default)
        }

    return write


#: Makes a value of what JSON holds.
_Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> _Reader:
    """What reads values of ``kind``; looked up once a type, since thousands of values are read for one page."""
    origin = typing.get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        held = _reader(next(choice for choice in typing.get_args(kind) if choice is not type(None)))
        return lambda value: None if value is None else held(value)
    if origin is tuple:
        return _reader_of_tuple(typing.get_args(kind))
    if not isinstance(kind, type):
        return _as_it_is
    if is_dataclass(kind):
        return _reader_of_dataclass(kind)
    if issubclass(kind, Enum):
        return kind
    if issubclass(kind, datetime | date):
        return kind.fromisoformat
    return _as_it_is


def _reader_of_tuple(inner: tuple[Any, ...]) -> _Reader:
    if len(inner) == 2 and inner[1] is Ellipsis:
        one = _reader(inner[0])
        return tuple if one is _as_it_is else lambda value: tuple([one(entry) for entry in value])
    parts = [_reader(part) for part in inner]
    return lambda value: tuple([read(entry) for read, entry in zip(parts, value, strict=True)])


def _reader_of_dataclass(kind: type) -> _Reader:
    readers: dict[str, _Reader] = {}

    def read(value: Mapping[str, Any]) -> Any:
        if not readers:
            # Only now, since a type may hold values of its own type.
            readers.update({name: _reader(hint) for name, hint in typing.get_type_hints(kind).items()})
        return kind(**{name: readers[name](held) for name, held in value.items() if name in readers})

    return read


def _as_it_is(value: Any) -> Any:
    return value
