"""What the pages work with: the state, the settings, the clock, and what the configuration says of sources and bulletins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from flask import current_app

from monitor.clock import Clock, WeeklyAt, utc_now
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.errors import DeliveryError
from monitor.mail.dispatch import PostOffice
from monitor.mail.members import Membership
from monitor.mail.tokens import Keys
from monitor.model import Source
from monitor.operations.vitals import Vitals
from monitor.programmes.pack import Programme
from monitor.sources.discover import Discovery
from monitor.store import Store
from monitor.web.settings import WebSettings

EXTENSION = "tierwatch"


class Keeper(Protocol):
    """Who looks after the sources: visits them and keeps their configuration."""

    def visit(self, source_id: str) -> bool:
        """Ask for a visit now, in the background; false when one is under way already."""

    def is_visiting(self, source_id: str) -> bool:
        """Whether a visit that was asked for is under way."""

    def pause(self, source_id: str, *, paused: bool) -> None:
        """Visit a source no more, or again."""

    def look_at(self, url: str, *, kind: str = "") -> Discovery:
        """What an address is and what would be read there. Raises SourceError."""

    def add(self, block: str) -> None:
        """Write the block of a source into the configuration. Raises ConfigError."""

    def try_links(self, urls: Sequence[str]) -> None:
        """Ask for these addresses in the background."""

    def link_faults(self) -> Mapping[str, str | None]:
        """What is wrong with each address that was tried in the last day; ``None`` where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What the configuration says of the bulletin: its name, who it comes from, when it appears.

    An issue has to be approved ``approve_within_hours`` after the end of its week, or it is not sent.
    """

    masthead: Masthead
    sender: Sender
    weekly: WeeklyAt
    approve_within_hours: float = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Handed to ``create_app``; views ask for it with ``site()``. ``sources`` reads the configured sources as they now are, and
    ``imprint`` what is configured of the bulletin.

    ``keys`` sign the links of members (default: one made of ``secret``); ``post`` hands over one mail of the service itself
    (address, subject, text) and raises DeliveryError where it cannot.
    """

    store: Store
    settings: WebSettings
    imprint: Callable[[], Imprint]
    secret: str
    programmes: Sequence[Programme] = ()
    sources: Callable[[], Sequence[Source]] = field(default=tuple)
    keeper: Keeper | None = None
    keys: Keys | None = None
    post: Callable[[str, str, str], None] | None = None
    #: How mail to members leaves.
    office: Callable[[], PostOffice] | None = None
    #: The vital signs of this process, and the token that shows the figures to another machine.
    vitals: Vitals | None = None
    metrics_token: str = ""
    clock: Clock = utc_now

    @property
    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.clock()

    @property
    def masthead(self) -> Masthead:
        """What the bulletin is called, and who publishes it."""
        return self.imprint().masthead

    @property
    def sender(self) -> Sender:
        """Who the bulletin comes from."""
        return self.imprint().sender

    @property
    def weekly(self) -> WeeklyAt:
        """When the bulletin appears."""
        return self.imprint().weekly

    @property
    def approve_within_hours(self) -> float:
        """How long after the end of its week an issue may still be approved."""
        return self.imprint().approve_within_hours

    @property
    def today(self) -> date:
        """The present day where the bulletin is published."""
        return self.now.astimezone(ZoneInfo(self.masthead.zone)).date()

    @property
    def membership(self) -> Membership:
        """The members of the store, with the keys of their links."""
        return Membership(self.store, self.keys or Keys.of(self.secret))

    def send_mail(self, address: str, subject: str, text: str) -> None:
        """Hand over one mail of the service itself. Raises DeliveryError where it cannot be."""
        if self.post is None:
            raise DeliveryError("no way to send mail is set up", transient=False)
        self.post(address, subject, text)

    @property
    def organisations(self) -> list[str]:
        """The names of every organisation that a pack knows."""
        return sorted({each.name for pack in self.programmes for each in pack.organisations})

    def source(self, source_id: str) -> Source | None:
        """The configured source of that id."""
        return next((source for source in self.sources() if source.id == source_id), None)

    def programme_name(self, programme_id: str | None) -> str:
        """What people call a programme; its id where no pack names it."""
        return next((each.name for each in self.programmes if each.id == programme_id), programme_id or "")


def site() -> Site:
    """The site of the running application."""
    return cast("Site", current_app.extensions[EXTENSION])
