"""What was handed to the mail server, noted beside the database as well, so that an older copy of it cannot send it again.

A file a digest in the folder ``sends``: a line for each mail and try, written before the mail leaves. A database that was put
back from a backup knows nothing of the sends since; this folder does, and it is no part of a backup. The lines are not synced
one by one, which would halve the pace of sending: a power cut may take the last seconds of them, a kill takes none.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from monitor.errors import StoreError
from monitor.model.members import Delivery


class Handed:
    """The notes of one state. ``folder`` is ``None`` where there is no place beside the database: then nothing is noted."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[str, dict[str, int]] = {}
        self._lock = threading.Lock()

    def note(self, digest_id: str, deliveries: Iterable[Delivery]) -> frozenset[int]:
        """Note that these are about to leave; the numbers of those that left before, in a time this database knows nothing of."""
        if self._folder is None:
            return frozenset()
        with self._lock:
            known = self._read(digest_id)
            wanted = list(deliveries)
            again = frozenset(each.seq for each in wanted if known.get(each.message_id, 0) >= each.attempts)
            lines = [f"{each.message_id} {each.attempts}\n" for each in wanted if each.seq not in again]
            self._append(digest_id, "".join(lines))
            known.update({each.message_id: each.attempts for each in wanted if each.seq not in again})
            return again

    def _read(self, digest_id: str) -> dict[str, int]:
        if digest_id not in self._known:
            found: dict[str, int] = {}
            file = self._file(digest_id)
            try:
                text = file.read_text(encoding="utf-8") if file.exists() else ""
            except OSError as error:
                raise StoreError(f"{file}: cannot be read ({error.strerror}); nothing is sent without it") from error
            for line in text.splitlines():
                message_id, _, attempt = line.rpartition(" ")
                # A line that a power cut left half-written was never followed by a mail.
                if message_id and attempt.isdigit():
                    found[message_id] = max(found.get(message_id, 0), int(attempt))
            self._known[digest_id] = found
        return self._known[digest_id]

    def _append(self, digest_id: str, lines: str) -> None:
        if not lines:
            return
        file = self._file(digest_id)
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with file.open("ab") as handle:
                # Begun on a new line: one that a power cut left half-written must not swallow the first of these.
                handle.write(f"\n{lines}".encode())
        except OSError as error:
            raise StoreError(f"{file}: cannot be written ({error.strerror}); nothing is sent without it") from error

    def _file(self, digest_id: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{digest_id}.sent"
