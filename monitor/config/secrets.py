"""Secrets: from the environment or from a file of their own, never from ``config.toml``, which people show one another."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from monitor.errors import ConfigError, Problem

#: Keys that would hold a secret, and parameters of an address that do.
_SECRET_KEYS = frozenset(
    [
        "password",
        "passwd",
        "pwd",
        "smtp_password",
        "replies_password",
        "secret",
        "secret_key",
        "client_secret",
        "token",
        "access_token",
        "auth_token",
        "metrics_token",
        "api_key",
        "apikey",
        "subscription_key",
    ]
)
_SMTP = "use TIERWATCH_SMTP_PASSWORD or a file named by mail.password_file"
_REPLIES = "use TIERWATCH_REPLIES_PASSWORD or a file named by mail.replies_password_file"
_WEB = "use TIERWATCH_WEB_SECRET or a file named by web.secret_file"
_READER = "use TIERWATCH_READER_KEY or a file named by reader.key_file"
_STORE = "put the whole address in TIERWATCH_STORE_URL or in a file named by store.url_file"
_METRICS = "use TIERWATCH_METRICS_TOKEN"
#: What to use instead, by table and key.
_INSTEAD: Mapping[str, Mapping[str, str]] = {
    "mail": {"password": _SMTP, "smtp_password": _SMTP, "replies_password": _REPLIES},
    "web": {"secret": _WEB, "secret_key": _WEB, "metrics_token": _METRICS},
    "reader": {"api_key": _READER, "apikey": _READER, "token": _READER, "url": _READER},
    "store": {"password": _STORE, "url": _STORE},
    "operations": {"metrics_token": _METRICS},
}
_OF_A_SOURCE = "leave it out: no source is asked with one, and the addresses of sources are shown to members"
_ANYWHERE = (
    "leave it out: the environment holds TIERWATCH_STORE_URL, TIERWATCH_SMTP_PASSWORD, TIERWATCH_REPLIES_PASSWORD, "
    "TIERWATCH_WEB_SECRET, TIERWATCH_READER_KEY and TIERWATCH_METRICS_TOKEN, and no other secret is read"
)
#: What people call a table by, which is not near its name.
ALSO_CALLED: Mapping[str, str] = {"smtp": "mail", "imap": "mail", "email": "mail", "database": "store", "desk": "web"}


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


def secret_parameter(url: str) -> str:
    """The parameter of an address that holds a secret (``?api_key=...``), if one does."""
    try:
        parameters = parse_qsl(urlsplit(url).query)
    except ValueError:
        return ""
    return next((name for name, value in parameters if value and _is_secret(name)), "")


def secrets_in(tables: Mapping[str, Any]) -> Iterator[Problem]:
    """A problem for each key that holds a secret, and each address that has one in it, wherever it stands."""
    for place, key, value in _entries(tables):
        if isinstance(value, Mapping | list):
            continue
        if _is_secret(key):
            yield Problem(place, "is a secret, which does not belong in this file", _instead(place))
        else:
            yield from _in_address(value, place)


def holders_of_secrets(tables: Mapping[str, Any]) -> Iterator[str]:
    """The places of tables that hold secrets and nothing else: with the secret the table is told."""
    return (
        place
        for place, _, value in _entries(tables)
        if isinstance(value, Mapping) and value and all(map(_is_secret, value))
    )


def _entries(tables: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Everything in ``tables``, at whatever depth, with its place and its key; what only stands in a list has no key."""
    for key, value in tables.items():
        place = f"{path}.{key}" if path else key
        yield place, key, value
        if isinstance(value, Mapping):
            yield from _entries(value, place)
        for number, part in enumerate(value if isinstance(value, list) else ()):
            inner = f"{place}[{number}]"
            if isinstance(part, Mapping):
                yield from _entries(part, inner)
            else:
                yield inner, "", part


def _is_secret(key: str) -> bool:
    return key.lower().replace("-", "_") in _SECRET_KEYS


def _in_address(value: Any, place: str) -> Iterator[Problem]:
    # The address that alerts are posted to is a secret as a whole, by whichever part of it, and has no other place.
    if not isinstance(value, str) or "://" not in value or place.startswith("operations."):
        return
    if name := secret_parameter(value):
        yield Problem(place, f'holds a secret ("{name}"), which does not belong in this file', _instead(place))


def _instead(place: str) -> str:
    """Where a secret stands that was found at ``place``."""
    table, _, rest = place.partition(".")
    if table.startswith("sources["):
        return _OF_A_SOURCE
    return _INSTEAD.get(ALSO_CALLED.get(table, table), {}).get(rest.rpartition(".")[2].lower(), _ANYWHERE)
