"""Bodies unpacked under a cap: gzip and deflate (with and without its header), one inside the other at most twice.

The HTTP library's own unpacking is not used: more than once a bomb could make it fill the memory. Here no step makes more than
a small piece at a time, and the sum is counted before it is kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

_PIECE = 128 * 1024
_MOST_LAYERS = 2
_MOST_MEMBERS = 1000
_GZIP_MARK = b"\x1f\x8b"
_NAMES = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


class CodingError(Exception):
    """A content coding that was not offered, or too many of them."""


class DamagedBodyError(Exception):
    """A packed body that ends early or fails its checksum."""


class TooLargeError(Exception):
    """A body over the cap. ``packed`` says that it was a small body that unpacked to a large one."""

    def __init__(self, *, packed: bool) -> None:
        self.packed = packed
        super().__init__()


class _Layer:
    """One coding undone: bytes in, pieces of bounded size out."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._engine = zlib.decompressobj(16 + zlib.MAX_WBITS) if coding == "gzip" else None
        self._start = b""
        self._empty = True
        self._members = 1

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """Pieces of what ``packed`` and the bytes before it unpack to. Raises DamagedBodyError."""
        packed = self._start + packed
        self._start = b""
        while packed:
            self._empty = False
            if self._engine is None or self._engine.eof:
                if len(packed) < len(_GZIP_MARK):
                    self._start = packed
                    return
                self._engine = self._next_engine(packed)
                if self._engine.eof:
                    return
            try:
                piece = self._engine.decompress(packed, _PIECE)
            except zlib.error as error:
                raise DamagedBodyError(str(error)) from error
            packed = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            if piece:
                yield piece

    def _next_engine(self, packed: bytes) -> zlib._Decompress:
        if self._engine is None:
            return zlib.decompressobj(zlib.MAX_WBITS if _has_zlib_header(packed) else -zlib.MAX_WBITS)
        # gzip files may follow one another (RFC 1952 section 2.2); anything else after the end is padding.
        if self._coding != "gzip" or not packed.startswith(_GZIP_MARK) or self._members >= _MOST_MEMBERS:
            return self._engine
        self._members += 1
        return zlib.decompressobj(16 + zlib.MAX_WBITS)

    def finish(self) -> Iterator[bytes]:
        """What the engine still holds. Raises DamagedBodyError if the body ended before its end."""
        while self._engine is not None and not self._engine.eof:
            piece = self._engine.decompress(self._engine.unconsumed_tail, _PIECE)
            if not piece:
                break
            yield piece
        if not self._empty and (self._engine is None or not self._engine.eof):
            raise DamagedBodyError("it ends before its end")


def _has_zlib_header(packed: bytes) -> bool:
    # RFC 1950 section 2.2: method 8, and the two bytes are a multiple of 31. Some servers send bare RFC 1951 data.
    return packed[0] & 0x0F == 8 and (packed[0] << 8 | packed[1]) % 31 == 0


class Inflater:
    """The unpacked body of one answer, never more than ``most_bytes``.

    ``header`` is the Content-Encoding as sent. Raises CodingError at once; ``feed`` and ``body`` raise TooLargeError and
    DamagedBodyError.
    """

    def __init__(self, header: str, *, most_bytes: int, cut: bool = False) -> None:
        self._layers = [_Layer(coding) for coding in _codings(header)]
        self._most_bytes = most_bytes
        self._cut = cut
        self._pieces: list[bytes] = []
        self._size = 0
        self._wire_size = 0

    @property
    def is_full(self) -> bool:
        """Whether a body that may be cut has reached its cap."""
        return self._cut and self._size >= self._most_bytes

    def feed(self, packed: bytes) -> None:
        """Take in bytes as they came off the wire."""
        self._wire_size += len(packed)
        for piece in self._through(packed, self._layers):
            self._keep(piece)
            if self.is_full:
                return

    def body(self) -> bytes:
        """All of it, once the last bytes were fed in."""
        if not self.is_full:
            for place, layer in enumerate(self._layers):
                for piece in layer.finish():
                    for whole in self._through(piece, self._layers[place + 1 :]):
                        self._keep(whole)
        return b"".join(self._pieces)

    def _through(self, packed: bytes, layers: Sequence[_Layer]) -> Iterator[bytes]:
        if not layers:
            yield packed
            return
        for piece in layers[0].unpack(packed):
            yield from self._through(piece, layers[1:])

    def _keep(self, piece: bytes) -> None:
        room = self._most_bytes - self._size
        if len(piece) > room:
            if not self._cut:
                raise TooLargeError(packed=bool(self._layers) and self._wire_size * 8 < self._most_bytes)
            piece = piece[:room]
        self._pieces.append(piece)
        self._size += len(piece)


def _codings(header: str) -> list[str]:
    """The codings to undo, outermost first."""
    names = [name.strip().lower() for name in header.split(",")]
    named = [name for name in names if name not in {"", "identity"}]
    unknown = [name for name in named if name not in _NAMES]
    if unknown:
        raise CodingError(f'the body is packed as "{unknown[0][:20]}", which was not offered')
    if len(named) > _MOST_LAYERS:
        raise CodingError(f"the body is packed {len(named)} times over")
    return [_NAMES[name] for name in reversed(named)]
