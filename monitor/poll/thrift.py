"""Settings of the interpreter for a process that polls: fewer rounds of the collector, and threads that share their memory."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from functools import cache

#: Reading makes many small values that refer to none that refer back; looking for circles at every 700 took a tenth of a poll.
_THRESHOLDS = (20_000, 20, 20)
_M_ARENA_MAX = -8
_ARENAS = 2


@cache
def settle() -> None:
    """Apply them once. With an arena of its own each of sixteen threads keeps some megabytes that it used once."""
    gc.set_threshold(*_THRESHOLDS)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
