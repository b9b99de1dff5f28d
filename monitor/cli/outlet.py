"""Standard output and error as pipes: a reader that has seen enough (``| head``) ends the printing, and never the command."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Outlet(io.FileIO):
    """A descriptor that leads nowhere from the moment at which nobody reads it."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return super().write(data)


def outlast_readers() -> None:
    """Let the command end its work, with the exit status that is its own, where its output is no longer read."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        # Not what somebody has put in their place, nor what whoever started us has closed.
        if stream is not None and stream is getattr(sys, f"__{name}__"):
            setattr(sys, name, _wrapped(stream, _Outlet(stream.fileno(), "w", closefd=False)))


def _wrapped(stream: TextIO, outlet: _Outlet) -> TextIO:
    if stream.fileno() == 2:
        # Without a buffer: a signal's handler may log in the middle of another line, which no buffer lets it do.
        return io.TextIOWrapper(cast("BinaryIO", outlet), stream.encoding, stream.errors, write_through=True)
    lines = getattr(stream, "line_buffering", False)
    return io.TextIOWrapper(io.BufferedWriter(outlet), stream.encoding, stream.errors, line_buffering=lines)
