"""Which visit the work of a thread belongs to, for the logs."""

from __future__ import annotations

from contextvars import ContextVar

#: The id of the poll that is under way in this thread, empty between polls. Its events carry the same id.
POLL: ContextVar[str] = ContextVar("poll", default="")
