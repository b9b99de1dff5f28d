"""The state: everything seen, claimed, changed, decided and sent, in SQLite or PostgreSQL. Only this package speaks SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.errors import StoreError
from monitor.model import Absence, PollRecord
from monitor.store.audit import Audit, AuditEntry
from monitor.store.claims import Claims, Sighting
from monitor.store.contacts import Contacts, ContactSighting, KnownContact
from monitor.store.corrections import Amended, Corrections
from monitor.store.database import Database
from monitor.store.digests import Digests, StoredDigest
from monitor.store.documents import Documents
from monitor.store.dump import dump, integrity
from monitor.store.events import Events
from monitor.store.frames import Frames
from monitor.store.fulltext import FullText, Passage
from monitor.store.instance import sole_instance
from monitor.store.notices import Notices
from monitor.store.numbers import Numbers
from monitor.store.objections import Objection, Objections
from monitor.store.overview import KnownArea, KnownOrganisation, Overview
from monitor.store.paging import Paging
from monitor.store.published import Noted, PublishedCounts
from monitor.store.questions import Answer, Questions, Registered
from monitor.store.record import record
from monitor.store.reminders import Reminder, Reminders
from monitor.store.retention import Keep, Pruned, prune
from monitor.store.runs import Run, Runs
from monitor.store.schema import ensure
from monitor.store.search import Hit, Search
from monitor.store.snapshots import body_hash_of
from monitor.store.sources import Sources
from monitor.store.standings import Standings
from monitor.store.teachings import Teaching, Teachings
from monitor.store.users import Sessions, Users
from monitor.store.values import Outline, ReadVersion, Recorded, Version
from monitor.store.witness import Witness

__all__ = [
    "Amended",
    "Answer",
    "AuditEntry",
    "ContactSighting",
    "Hit",
    "Keep",
    "KnownArea",
    "KnownContact",
    "KnownOrganisation",
    "Noted",
    "Objection",
    "Outline",
    "Passage",
    "Pruned",
    "ReadVersion",
    "Recorded",
    "Registered",
    "Reminder",
    "Run",
    "Sighting",
    "Store",
    "StoredDigest",
    "Teaching",
    "Version",
    "body_hash_of",
    "open_store",
]


def open_store(url: str, *, create: bool = True, beside: Path | None = None) -> Store:
    """The state at ``url`` (``sqlite:///FILE`` or ``postgresql://...``), brought up to this program's schema.

    ``create`` makes a new state (and the folder of a SQLite file) where there is none. ``beside`` is the folder of what is kept
    in files; by default that of a SQLite file. Raises StoreError when the state is
    absent and not wanted, unreadable, read-only, damaged, of another program, or written by a newer version.
    """
    database = Database(url, beside=beside)
    try:
        _make_folder(database, create=create)
        ensure(database, create=create)
    except BaseException:
        database.close()
        raise
    return Store(database)


class Store:
    """The state, noun by noun. Safe for several threads; close it, or use it in ``with``."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.sources = Sources(database)
        self.documents = Documents(database)
        self.frames = Frames(database)
        self.notices = Notices(database)
        self.claims = Claims(database)
        self.standings = Standings(database)
        self.events = Events(database)
        self.numbers = Numbers(database)
        self.digests = Digests(database)
        self.runs = Runs(database)
        self.audit = Audit(database)
        self.witness = Witness(database, self.audit)
        self.teachings = Teachings(database)
        self.contacts = Contacts(database)
        self.corrections = Corrections(database)
        self.questions = Questions(database)
        self.published = PublishedCounts(database)
        self.reminders = Reminders(database)
        self.search = Search(database)
        self.full_text = FullText(database)
        self.overview = Overview(database)
        self.paging = Paging(database)
        self.objections = Objections(database)
        self.users = Users(database)
        self.sessions = Sessions(database)

    def record(self, poll: PollRecord) -> Recorded:
        """Keep all of one visit to one source in one transaction, or nothing.

        What is known already is left: recording the same visit twice adds no version, claim, standing or event. The events
        returned are those that were new, with the version that they were read in.
        """
        return record(self.database, poll)

    def absences(self, source_id: str) -> tuple[Absence, ...]:
        """What was missing from the source once and waits for a second good visit."""
        return self.sources.absences(source_id)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction over several calls of this thread; an error undoes all of them."""
        with self.database.write():
            yield

    def sole_instance(self) -> AbstractContextManager[None]:
        """Hold the state for this process; AlreadyRunningError, naming the other process, while another holds it."""
        return sole_instance(self.database)

    def prune(self, keep: Keep, *, only_count: bool = False) -> Pruned:
        """Drop what no claim and no event rests on and is older, or more, than is to be kept."""
        return prune(self.database, keep, only_count=only_count)

    def check_place(self) -> None:
        """Raise SupersededError where another process has taken the place that this one held; StoreError where that cannot be told."""
        if not self.database.is_sqlite:
            with self.database.write():
                pass

    def dump(self) -> str:
        """The state without its clocks, as text: equal for equal histories."""
        return dump(self.database)

    def integrity(self) -> tuple[str, ...]:
        """What is wrong with the state, in words; empty when it is sound."""
        return integrity(self.database)

    def close(self) -> None:
        """Let go of every connection."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _make_folder(database: Database, *, create: bool) -> None:
    file: Path | None = database.file
    if file is None:
        return
    if not create and not file.exists():
        raise StoreError(f"{file} does not exist; run `tierwatch poll` first, or check the address of the store")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{file.parent}: the folder of the state cannot be made ({error.strerror})") from error
