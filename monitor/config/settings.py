"""What ``config.toml`` holds beside the sources: one frozen type a table, each with its defaults and units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from monitor.clock import WeeklyAt
from monitor.health import HealthSettings
from monitor.model import Source
from monitor.sources.fetch import FetchSettings

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """``[service]``: ``state`` is the folder of everything that is kept; ``contact`` is who a site's owner can write to."""

    state: Path = Path("state")
    timezone: str = "Europe/London"
    contact: str = ""
    packs: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        if self.timezone not in available_timezones():
            raise ValueError(f'timezone "{self.timezone}" is not a place of the time zone database')


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """``[store]``: ``url`` of a database (``postgresql://...``); empty means SQLite in the state folder."""

    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """``[digest]``: when the week ends (local time) and what the bulletin is called."""

    weekday: Weekday = "friday"
    at: time = time(7, 0)
    title: str = "Tierwatch weekly"
    publisher: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """``[mail]``: the server that takes the mail. The password comes from TIERWATCH_SMTP_PASSWORD or ``password_file``."""

    host: str = ""
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """``[web]``: where the pages are served. The secret comes from TIERWATCH_WEB_SECRET or ``secret_file``."""

    listen: str = "127.0.0.1:8080"
    public_url: str = ""
    secret_file: Path | None = None


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
    sources: tuple[Source, ...] = ()

    @property
    def state(self) -> Path:
        """The folder of everything that is kept."""
        return self.service.state

    @property
    def store_url(self) -> str:
        """The database: the one of ``[store]``, else a SQLite file in the state folder."""
        return self.store.url or f"sqlite:///{self.state / 'tierwatch.db'}"

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
