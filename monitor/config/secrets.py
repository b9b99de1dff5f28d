"""Secrets: from the environment or from a file of their own, never from ``config.toml``, which people show one another."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.errors import ConfigError, Problem

#: Keys that would hold a secret, by the key that may name a file with it instead and the variable that may hold it.
_SECRET_KEYS: Mapping[str, str] = {
    "password": "TIERWATCH_SMTP_PASSWORD or a file named by mail.password_file",
    "smtp_password": "TIERWATCH_SMTP_PASSWORD or a file named by mail.password_file",
    "secret": "TIERWATCH_WEB_SECRET or a file named by web.secret_file",
    "secret_key": "TIERWATCH_WEB_SECRET or a file named by web.secret_file",
    "token": "the environment",
    "api_key": "the environment",
    "apikey": "the environment",
}


def read_secret(name: str, file: Path | None) -> str:
    """The secret in ``TIERWATCH_<NAME>``, else the first line of ``file``, else of the unit's credential of that name (with dashes).

    Empty if none of them is there. Raises ConfigError if a file is named, or a credential given, and cannot be read.
    """
    stated = os.environ.get(f"TIERWATCH_{name.upper()}")
    if stated:
        return stated
    file = file or _credential(name.replace("_", "-"))
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        hint = f"mend it, or put the secret into TIERWATCH_{name.upper()}"
        raise ConfigError(str(file), [Problem("(file)", f"a secret cannot be read from it: {error}", hint)]) from error


def _credential(name: str) -> Path | None:
    """The file in which systemd hands over ``LoadCredential=name:...``."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    file = Path(folder, name) if folder else None
    return file if file and file.exists() else None


def holds_password(url: str) -> bool:
    """Whether an address carries a password (``scheme://user:password@host``)."""
    try:
        return bool(urlsplit(url).password)
    except ValueError:
        return False


def secrets_in(tables: Mapping[str, Any], path: str = "") -> Iterator[Problem]:
    """A problem for each key that holds a secret, wherever it stands."""
    for key, value in tables.items():
        place = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from secrets_in(value, place)
        elif isinstance(value, list):
            for number, part in enumerate(value):
                if isinstance(part, Mapping):
                    yield from secrets_in(part, f"{place}[{number}]")
        elif key.lower() in _SECRET_KEYS:
            yield Problem(place, "is a secret, which does not belong in this file", f"use {_SECRET_KEYS[key.lower()]}")
