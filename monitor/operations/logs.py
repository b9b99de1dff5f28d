"""Logs: one JSON object a line, with the poll that a record belongs to, and without anything that names a person.

Mail addresses become a short hash (the same address, the same hash, for as long as the process lives), queries of addresses, tokens
and passwords are left out, and a line break in a message cannot begin a new record.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime

from monitor.poll.trace import POLL

#: Extra fields that a record may carry; everything else is left out.
ALLOWED = ("source", "poll", "issue", "period", "seconds", "outcome", "events", "event_id", "signal")
_ADDRESS = re.compile(r"[^\s<>\"'(),;:@\[\]]+@[^\s<>\"'(),;:@\[\]]+\.[^\s<>\"'(),;:@\[\].]+", re.IGNORECASE)
_QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>)\]]+")
_LOGIN = re.compile(r"(?<=://)[^\s/@]+@")
_TOKEN = re.compile(r"\b[\w-]{1,20}\.[\w-]{8,}\.[\w-]{4,}\.[\w-]{20,}\b")
_SECRET = re.compile(r"(?i)\b(password|passwd|token|secret|authorization|cookie)(\s*[=:]\s*)(?:bearer |basic )?\S+")
_SALT = secrets.token_bytes(16)


def scrubbed(words: str) -> str:
    """``words`` without addresses, tokens, queries and passwords."""
    words = _LOGIN.sub("", words)
    words = _SECRET.sub(r"\1\2(left out)", words)
    words = _TOKEN.sub("(token)", words)
    words = _QUERY.sub("?(query)", words)
    return _ADDRESS.sub(lambda found: f"(address {_hash(found.group())})", words)


def _hash(address: str) -> str:
    return hashlib.blake2b(address.casefold().encode(), key=_SALT, digest_size=4).hexdigest()


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": scrubbed(record.getMessage()),
            "logger": record.name,
        }
        for name in ALLOWED:
            value = getattr(record, name, None)
            if value is not None:
                line[name] = scrubbed(str(value)) if isinstance(value, str) else value
        if "poll" not in line and POLL.get():
            line["poll"] = POLL.get()
        if record.exc_info:
            line["trace"] = scrubbed(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class Plain(logging.Formatter):
    """A record for a terminal, scrubbed the same way, one line but for a trace."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return scrubbed(super().format(record))


def set_up() -> None:
    """Log to standard error: JSON, or plain text where a person watches."""
    handler = logging.StreamHandler()
    plain = sys.stderr.isatty()
    handler.setFormatter(Plain("%(asctime)s %(levelname)s %(message)s") if plain else JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("apscheduler", "alembic.runtime.plugins"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
