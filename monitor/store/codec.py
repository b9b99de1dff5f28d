"""Bytes packed with Zstandard, and large values packed as JSON."""

from __future__ import annotations

import json
import threading
from typing import Any, TypeVar

import zstandard

from monitor.encoding import NotWritten, from_json, from_plain, to_bytes
from monitor.text import storable

T = TypeVar("T")

_compressor = zstandard.ZstdCompressor(level=3)
_packing = threading.Lock()
#: A stored value never unpacks to more than this, whatever its header says.
MOST_BYTES = 256 * 1024 * 1024


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
    return pack(to_bytes(value))


def unpack_value(kind: type[T], data: bytes) -> T:
    """The value that :func:`pack_value` wrote."""
    written = unpack(data)
    try:
        return from_json(kind, written)
    except NotWritten:
        # Until November 2026 halves of surrogate pairs and infinite numbers were written as Python has them.
        return from_plain(kind, json.loads(storable(written.decode("utf-8", "surrogatepass"))))
