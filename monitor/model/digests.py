"""Digests: one period's news as an ordered list of sections, and what it looks like when rendered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, get_args

from monitor.clock import Period
from monitor.model.vocabulary import DigestState, EventType, HealthState
from monitor.text import fingerprint


class SectionKind(StrEnum):
    """The sections of a bulletin, in the order in which they are printed. Empty ones vanish."""

    TOP = "top"
    CONTRACTS = "contracts"
    ANSWERED = "answered"
    GOVERNMENT = "government"
    SECTOR = "sector"
    CONSULTATIONS = "consultations"
    FUNDING = "funding"
    OWN = "own"
    MEMBERS = "members"
    EVENTS = "events"
    PUBLICATIONS = "publications"
    VACANCIES = "vacancies"
    CORRECTIONS = "corrections"
    TO_CHECK = "to_check"


#: The sections that the news of a source may go under; the others are filled by what was found, asked or put right.
NewsSection = Literal[
    "government", "sector", "consultations", "funding", "own", "members", "events", "publications", "vacancies"
]
NEWS_SECTIONS = tuple(SectionKind(word) for word in get_args(NewsSection))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where to read it: an absolute http(s) address and words that say what is there. ``label`` is unique in its digest."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words of a source and where they stand; verbatim, but that the cells of a row are parted by a middle dot.

    ``alike`` are the words of the same place that say the same of the item's other areas.
    """

    text: str
    link: Link | None = None
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line of a change item: who (or what) it was before and is now, and the sentence that says it."""

    sentence: str
    type: EventType
    organisation: str
    before: str | None = None
    after: str | None = None
    role: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """One thing to read. A change has ``moves`` and ``quotes``; a story has ``summary``; both have links to their sources.

    ``event_ids`` are the events that it tells and ``document_ids`` the documents it stands for. ``areas`` is empty where no
    area was stated. ``closes_on`` is a deadline, ``takes_place`` the words for when and where an event is held.
    A correction has ``said``: what we told, on the day ``said_on`` in the issue ``said_in``.
    """

    id: str
    headline: str
    moves: tuple[Move, ...] = ()
    areas: tuple[str, ...] = ()
    programme: str | None = None
    partnership: str | None = None
    occurred_on: date | None = None
    published_on: date | None = None
    checked_at: datetime | None = None
    publisher: str = ""
    summary: str = ""
    quotes: tuple[Quotation, ...] = ()
    links: tuple[Link, ...] = ()
    question: str = ""
    urgent: bool = False
    event_ids: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    specialisms: tuple[str, ...] = ()
    closes_on: date | None = None
    takes_place: str = ""
    amount: str = ""
    said: str = ""
    said_on: date | None = None
    said_in: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items under one heading; never empty."""

    kind: SectionKind
    items: tuple[DigestItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """How one source fared in the period. ``section`` is where its news is printed; no ``programmes`` means all of them."""

    source_id: str
    name: str
    url: str = ""
    state: HealthState = HealthState.GOOD
    reason: str = ""
    last_good_at: datetime | None = None
    section: str = "sector"
    publisher: str = ""
    programmes: tuple[str, ...] = ()

    @property
    def is_failing(self) -> bool:
        """Whether it could not be read, so that its silence means nothing."""
        return self.state not in {HealthState.GOOD, HealthState.QUIET}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Documents from several sources that report one thing, the most trusted and earliest first."""

    id: str
    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A programme that the digest watches and the areas of it that have somebody named."""

    programme: str
    name: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietAreas:
    """The areas of one programme in which nothing changed, and the sources that could not be read while we looked."""

    programme: str
    name: str
    areas: tuple[str, ...]
    unread: tuple[str, ...] = ()

    @property
    def all_checked(self) -> bool:
        """Whether every source of the programme was read, so that "no change" may be said."""
        return not self.unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One issue, before it is rendered. Sections are in print order and none is empty.

    ``made_at`` dates the issue (never the clock at rendering). ``sections`` is what members get; ``to_check`` is for staff only.
    ``kind`` is ``digest``, ``newsflash`` or ``correction``; a correction names the digest and the item that it ``corrects``.
    ``figures`` are sentences of what the ledger adds up to.
    """

    number: int
    title: str
    period: Period
    made_at: datetime
    zone: str = "Europe/London"
    publisher: str = ""
    kind: str = "digest"
    cadence: str = "weekly"
    state: DigestState = DigestState.DRAFT
    note: str = ""
    sections: tuple[Section, ...] = ()
    to_check: tuple[DigestItem, ...] = ()
    quiet: tuple[QuietAreas, ...] = ()
    figures: tuple[str, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    corrects: str = ""
    corrects_item: str = ""

    @property
    def id(self) -> str:
        """The same for the same issue, whatever it holds by then; the store knows it by this too."""
        audience = "all" if self.kind == "digest" else self.kind
        return fingerprint("digest", audience, self.cadence, self.period.key)

    @property
    def content_hash(self) -> str:
        """The same for the same content: approval binds to it."""
        return fingerprint("content", self.kind, self.title, self.number, self.period.key, self.note, repr(self.sections), repr(self.quiet), repr(self.figures), repr(self.sources))  # fmt: skip

    @property
    def items(self) -> tuple[DigestItem, ...]:
        """Everything that members are told, in print order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def event_ids(self) -> tuple[str, ...]:
        """The events that this digest tells, each once."""
        return tuple(event_id for item in self.items for event_id in item.event_ids)

    def section(self, kind: SectionKind) -> Section | None:
        """The section of that kind, if it has anything in it."""
        return next((section for section in self.sections if section.kind is kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """What a group of members asked for; nothing chosen means everything. Equal audiences get the same bulletin."""

    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    specialisms: tuple[str, ...] = ()
    language: str = "en"
    cadence: str = "weekly"
    staff: bool = False

    @property
    def id(self) -> str:
        return fingerprint("audience", sorted(self.areas), sorted(self.themes), sorted(self.specialisms), self.language, self.cadence, self.staff)  # fmt: skip

    @property
    def wants_everything(self) -> bool:
        return not (self.areas or self.themes or self.specialisms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A digest as an audience reads it. ``text`` and ``html`` say the same thing; personal links are still marks in it."""

    subject: str
    preview: str
    text: str
    html: str
    language: str = "en"
    digest_id: str = ""
    audience_id: str = ""
    quiet: bool = False
    item_ids: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        return fingerprint("bulletin", self.subject, self.preview, self.text, self.html)
