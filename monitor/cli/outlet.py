"""Standard output and error as pipes: a reader that has seen enough (``| head``) ends the printing, and never the command."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

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
            buffer = io.BufferedWriter(_Outlet(stream.fileno(), "w", closefd=False))
            lines = stream.line_buffering
            setattr(sys, name, io.TextIOWrapper(buffer, stream.encoding, stream.errors, line_buffering=lines))
