"""What ``config.toml`` holds beside the sources: one frozen type a table, each with its defaults and units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from monitor.clock import WeeklyAt
from monitor.config.secrets import holds_password, read_secret
from monitor.health import HealthSettings
from monitor.model import Source
from monitor.operations.settings import OperationsSettings
from monitor.sources.fetch import FetchSettings
from monitor.web.settings import WebSettings

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """``[service]``: ``state`` is the folder of everything that is kept. ``timezone`` is the place whose local time the digest's day
    and hour, the desk and the commands go by. ``contact`` (a mail address, or a page) is sent with each request, so that the owner of
    a site can write to someone. ``packs`` are folders of programme packs beside those that come with the program.
    """

    state: Path = Path("state")
    timezone: str = "Europe/London"
    contact: str = ""
    packs: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        if any(character in self.contact for character in "\r\n()"):
            raise ValueError("contact is one address, without brackets or line breaks")
        if self.timezone not in available_timezones():
            raise ValueError(
                f'timezone "{self.timezone}" is not a place of the time zone database, such as "Europe/London"'
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """``[store]``: ``url`` of a database (``postgresql://...``); empty means SQLite in the state folder.

    An address with a password in it comes from TIERWATCH_STORE_URL or from ``url_file``.
    """

    url: str = ""
    url_file: Path | None = None

    def __post_init__(self) -> None:
        if holds_password(self.url):
            raise ValueError(
                "url holds a password: put the address in TIERWATCH_STORE_URL or in a file named by url_file"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """``[digest]``: when the week ends (local time), what the bulletin is called, and who publishes it.

    ``sender`` is the address it comes from; ``identity`` is the line at the foot that says who the publisher is (its registered
    name, number and address). An issue that is not approved ``approve_within_hours`` after the end of its week is not sent.
    With ``send_at`` an approved issue leaves by itself at that local time, on the day on which the week ends or the next such day;
    without it somebody sends it. What somebody sends waits ``undo_seconds`` before the first mail leaves, so that it can be taken back.
    ``flashes_a_week`` is how many newsflashes may go out in seven days.
    """

    weekday: Weekday = "friday"
    at: time = time(7, 0)
    title: str = "Tierwatch weekly"
    publisher: str = ""
    sender: str = ""
    identity: str = ""
    send_at: time | None = None
    undo_seconds: int = 60
    flashes_a_week: int = 2
    approve_within_hours: float = 9.0

    def __post_init__(self) -> None:
        if not 0 < self.approve_within_hours <= 24 * 5:
            raise ValueError("approve_within_hours is more than 0 and at most 120, after which an issue is stale")
        if not 0 <= self.undo_seconds <= 3600:
            raise ValueError("undo_seconds is at most 3600; 0 lets the first mail leave at once")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """``[mail]``: the server that takes the mail. The password comes from TIERWATCH_SMTP_PASSWORD or ``password_file``.

    Without a ``host`` mail goes to the outbox folder of the state. ``rate`` and ``domain_rate`` are mails a second, to the server
    and to one recipient domain; 0 is no limit. ``seeds`` are addresses of your own that get each issue before any member. Reports go to ``bounces`` (it needs plus
    addresses) and are read from ``replies``: ``maildir:FOLDER`` or ``imaps://USER@HOST/INBOX``, whose password comes from
    TIERWATCH_REPLIES_PASSWORD or ``replies_password_file``. With ``dkim_selector`` and ``dkim_key_file`` mail is signed here
    rather than by the server.
    """

    host: str = ""
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: Path | None = None
    connections: int = 8
    rate: float = 0.0
    domain_rate: float = 0.0
    seeds: tuple[str, ...] = ()
    bounces: str = ""
    replies: str = ""
    replies_password_file: Path | None = None
    dkim_selector: str = ""
    dkim_key_file: Path | None = None

    def __post_init__(self) -> None:
        if self.replies and not self.replies.startswith(("maildir:", "imaps://", "imap://")):
            raise ValueError("replies is maildir:FOLDER or imaps://USER@HOST/INBOX")
        if holds_password(self.replies):
            raise ValueError("replies holds a password: put it in TIERWATCH_REPLIES_PASSWORD or replies_password_file")
        if bool(self.dkim_selector) != (self.dkim_key_file is not None):
            raise ValueError("dkim_selector and dkim_key_file belong together")
        if not 1 <= self.connections <= 256:
            raise ValueError("connections is a number from 1 to 256")
        if min(self.rate, self.domain_rate) < 0:
            raise ValueError("rate and domain_rate are no negative numbers")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSettings:
    """``[reader]``: an optional reader, off while ``url`` is empty; only sources with ``reader = true`` are shown to it.

    ``url`` is an endpoint for chat completions as OpenAI has them (``https://.../v1/chat/completions``), ``internal`` allows one
    on a private network. The key comes from TIERWATCH_READER_KEY or ``key_file``. What it finds goes to the desk, for a person
    to judge, and never into the ledger.
    """

    url: str = ""
    model: str = ""
    key_file: Path | None = None
    internal: bool = False
    seconds: float = 60.0
    most_characters: int = 30_000

    def __post_init__(self) -> None:
        if holds_password(self.url):
            raise ValueError("url holds a password: put the key in TIERWATCH_READER_KEY or in a file named by key_file")
        if self.url and not self.url.startswith(("http://", "https://")):
            raise ValueError("url begins with https:// or http://")
        if self.url and not self.model:
            raise ValueError("model is the name of the model to ask for")
        if not 1 <= self.seconds <= 600:
            raise ValueError("seconds is a number from 1 to 600")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of one ``config.toml``; paths are absolute, resolved against its folder."""

    file: Path
    service: ServiceSettings = field(default_factory=ServiceSettings)
    store: StoreSettings = field(default_factory=StoreSettings)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    health: HealthSettings = field(default_factory=HealthSettings)
    digest: DigestSettings = field(default_factory=DigestSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    web: WebSettings = field(default_factory=WebSettings)
    operations: OperationsSettings = field(default_factory=OperationsSettings)
    reader: ReaderSettings = field(default_factory=ReaderSettings)
    sources: tuple[Source, ...] = ()

    @property
    def state(self) -> Path:
        """The folder of everything that is kept."""
        return self.service.state

    @property
    def store_url(self) -> str:
        """The database: that of TIERWATCH_STORE_URL or ``[store]``, else a SQLite file in the state folder."""
        stated = read_secret("store_url", self.store.url_file) or self.store.url
        return stated or f"sqlite:///{self.state / 'tierwatch.db'}"

    @property
    def reader_key(self) -> str:
        """The key of the optional reader's endpoint, from TIERWATCH_READER_KEY or its file; empty if there is none."""
        return read_secret("reader_key", self.reader.key_file)

    @property
    def smtp_password(self) -> str:
        """The password of the mail server, from TIERWATCH_SMTP_PASSWORD or its file; empty if there is none."""
        return read_secret("smtp_password", self.mail.password_file)

    @property
    def replies_password(self) -> str:
        """The password of the mailbox of replies, from TIERWATCH_REPLIES_PASSWORD or its file; empty if there is none."""
        return read_secret("replies_password", self.mail.replies_password_file)

    @property
    def web_secret(self) -> str:
        """What sessions and links are signed with, from TIERWATCH_WEB_SECRET or its file; empty if there is none."""
        return read_secret("web_secret", self.web.secret_file)

    @property
    def metrics_token(self) -> str:
        """What shows the figures to another machine, from TIERWATCH_METRICS_TOKEN; empty if nothing does."""
        return read_secret("metrics_token", None)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is no mistake but wants doing before the service runs for others."""
        found = []
        if not self.service.contact:
            found.append("service.contact is empty: say whom the owner of a polled site can write to")
        if not self.sources:
            found.append("there are no sources yet: `tierwatch source add URL` finds out what an address is")
        return tuple(found)

    @property
    def pack_folders(self) -> tuple[Path, ...]:
        """Folders of programme packs beside the shipped ones."""
        return self.service.packs

    @property
    def weekly(self) -> WeeklyAt:
        """The weekly moment at which one digest ends and the next begins."""
        return WeeklyAt(weekday=self.digest.weekday, at=self.digest.at, zone=self.service.timezone)

    def source(self, source_id: str) -> Source | None:
        """The source of that id, if there is one."""
        return next((source for source in self.sources if source.id == source_id), None)
