"""Where replies arrive: a Maildir of this machine, or a mailbox of an IMAP server."""

from __future__ import annotations

import contextlib
import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from monitor.errors import TierwatchError

_MOST_BYTES = 4_000_000


class MailboxError(TierwatchError):
    """A mailbox that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """A mailbox on a server. ``security`` ``none`` is for a server of this machine."""

    host: str
    port: int = 993
    user: str = ""
    password: str = ""
    folder: str = "INBOX"
    security: Literal["tls", "none"] = "tls"
    timeout_seconds: float = 30.0


class Maildir:
    """A folder of mails, one a file (``new`` and ``cur``). What was read moves to ``cur`` and is marked as seen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def mails(self) -> Iterator[bytes]:
        """The mails not seen yet. Raises MailboxError."""
        new, cur = self._folder / "new", self._folder / "cur"
        if not new.is_dir():
            raise MailboxError(f"{self._folder} is no Maildir: it has no folder new")
        unseen = [*new.iterdir(), *(file for file in cur.glob("*") if "S" not in file.name.partition(":2,")[2])]
        for file in sorted(unseen, key=lambda each: each.name):
            try:
                with file.open("rb") as opened:
                    raw = opened.read(_MOST_BYTES)
                yield raw
                name, _, flags = file.name.partition(":2,")
                cur.mkdir(exist_ok=True)
                file.rename(cur / f"{name}:2,{''.join(sorted({*flags, 'S'}))}")
            except FileNotFoundError:
                # Another program that reads this folder was first.
                continue
            except OSError as error:
                raise MailboxError(f"{file}: {error.strerror}") from error


class Imap:
    """A mailbox on a server, open. What was read is marked as seen there, and nothing is deleted."""

    def __init__(self, server: imaplib.IMAP4, folder: str) -> None:
        self._server, self._folder = server, folder

    def mails(self) -> Iterator[bytes]:
        """The mails not seen yet. Raises MailboxError."""
        for number in self._found():
            with _translated():
                _, parts = self._server.uid("FETCH", number, f"(BODY.PEEK[]<0.{_MOST_BYTES}>)")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if raw is not None:
                yield raw
            with _translated():
                self._server.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)")

    def _found(self) -> list[str]:
        with _translated():
            answer, _ = self._server.select(f'"{self._folder}"')
            if answer != "OK":
                raise MailboxError(f"the server has no mailbox {self._folder}")
            _, listed = self._server.uid("SEARCH", "UNSEEN")
        return (listed[0] or b"").decode("ascii").split()


@contextmanager
def open_imap(
    account: ImapAccount, *, tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
) -> Iterator[Imap]:
    """Log in, and out again. Raises MailboxError."""
    with _translated():
        if account.security == "tls":
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                account.host, account.port, ssl_context=tls(), timeout=account.timeout_seconds
            )
        else:
            server = imaplib.IMAP4(account.host, account.port, timeout=account.timeout_seconds)
    try:
        with _translated():
            server.login(account.user, account.password)
        yield Imap(server, account.folder)
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            server.logout()


@contextmanager
def open_mailbox(address: str, *, password: str = "") -> Iterator[Maildir | Imap]:
    """The mailbox at ``maildir:FOLDER`` or ``imaps://USER@HOST[:PORT]/FOLDER``. Raises MailboxError."""
    if address.startswith("maildir:"):
        yield Maildir(Path(address.removeprefix("maildir:")))
        return
    with open_imap(account_of(address, password)) as opened:
        yield opened


def account_of(address: str, password: str = "") -> ImapAccount:
    """What ``imaps://USER@HOST/FOLDER`` names; ``imap://`` is without TLS. Raises MailboxError."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise MailboxError(f"{address!r} names no mailbox: {error}") from error
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username or parts.password:
        raise MailboxError(f"{address!r} names no mailbox; write imaps://USER@HOST/INBOX or maildir:/a/folder")
    is_secure = parts.scheme == "imaps"
    return ImapAccount(
        host=parts.hostname, port=port or (993 if is_secure else 143), user=unquote(parts.username), password=password,
        folder=unquote(parts.path.strip("/")) or "INBOX", security="tls" if is_secure else "none",
    )  # fmt: skip


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(f"the mailbox cannot be read: {error}") from error
