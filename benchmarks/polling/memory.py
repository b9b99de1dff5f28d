"""How much memory a program and its children hold, looked at from outside while it works."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

_EVERY_SECONDS = 0.25


def children(of: int) -> Iterator[tuple[int, list[str]]]:
    """The children that live: their number, and what /proc/N/stat says behind the name."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(") ")[2].split()
            if int(fields[1]) == of:
                yield int(stat.parent.name), fields


def proportional(process: int) -> float:
    """Megabytes of a process and its children, a page that several share counted once over them (PSS)."""
    return sum(map(_rollup, [process, *(number for number, _ in children(process))]))


def _rollup(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


class Watch:
    """The most that a process and its children held between entering and leaving."""

    def __init__(self, process: int) -> None:
        self.most = 0.0
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()
        self.most = max(self.most, proportional(self._process))

    def _look(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            self.most = max(self.most, proportional(self._process))
