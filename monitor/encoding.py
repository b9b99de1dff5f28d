"""Values as JSON and back: the model's frozen dataclasses, with their moments, days and words of closed lists.

What is kept and what a reading process answers with is written so: read back it makes values of the type that was asked for and
nothing else, whoever wrote it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from monitor.text import storable_throughout

T = TypeVar("T")

_encode = msgspec.json.Encoder(order="deterministic").encode
#: What :func:`from_json` raises of what was not written by :func:`to_bytes`.
NotWritten = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def to_plain(value: Any) -> Any:
    """``value`` as JSON holds it: dictionaries, lists, words and numbers."""
    return msgspec.json.decode(to_bytes(value))


def to_bytes(value: Any) -> bytes:
    """One line of JSON in UTF-8, the same for equal values. Half of a surrogate pair, which that cannot hold, becomes U+FFFD.

    Raises TypeError for what no JSON holds.
    """
    try:
        return _encode(value)
    except UnicodeEncodeError:
        return _encode(storable_throughout(msgspec.to_builtins(value)))


def to_json(value: Any) -> str:
    """The same as text."""
    return to_bytes(value).decode()


def from_json(kind: type[T], written: str | bytes) -> T:
    """The value of type ``kind`` that was written; keys that the type has no longer are passed over.

    Raises one of ``NotWritten`` for anything else.
    """
    return cast("T", _decoder(cast("Any", kind)).decode(written))


def from_plain(kind: type[T], plain: Any) -> T:
    """The value of type ``kind`` of what JSON holds of it. Raises one of ``NotWritten`` where it is none."""
    return msgspec.convert(plain, kind)


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)
