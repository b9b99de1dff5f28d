"""One run over the sources: visit, read, compare, record. A source is one transaction; a host is one line of sources.

What crashes between two sources loses nothing: what was not recorded is found again, because validators are stored only
together with the claims that they belong to. What fails in one source costs that source alone.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor import health as rules
from monitor.errors import FetchError, SourceError
from monitor.extract.claims import find_claims
from monitor.health import Health, HealthSettings, Notice
from monitor.ledger.moves import moves
from monitor.ledger.reconcile import FLOOD_QUESTION, reconcile, still_absent
from monitor.ledger.wording import describe
from monitor.model import (
    Absence,
    Address,
    Change,
    Document,
    DocumentRecord,
    Event,
    EventState,
    EventType,
    Fetch,
    PollRecord,
    Request,
    Snapshot,
    Source,
    SourceState,
    Standing,
    Unchanged,
    Validators,
)
from monitor.programmes.watchlist import Watchlist
from monitor.sources.blocked import why_blocked
from monitor.sources.decode import decode_text
from monitor.sources.visit import Visit, visit
from monitor.text import fingerprint

if TYPE_CHECKING:
    from monitor.store import Store

log = logging.getLogger(__name__)
#: Raised when the reading rules change what a stored page says: the next visit then sets a new baseline, in silence.
EXTRACTOR_REVISION = 1
CONFIRM_AFTER = timedelta(hours=6)
WORKERS = 16
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a poll works with."""

    fetch: Fetch
    store: Store
    watchlist: Watchlist
    health: HealthSettings = field(default_factory=HealthSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one visit came to: ``events`` recorded, or the ``failure`` in words."""

    source: Source
    events: tuple[Event, ...] = ()
    documents: int = 0
    unchanged: bool = False
    failure: str = ""
    notes: tuple[str, ...] = ()


def poll_sources(
    sources: Sequence[Source], tools: Tools, *, clock: Callable[[], datetime], workers: int = WORKERS
) -> Iterator[Outcome]:
    """Poll ``sources`` and yield each outcome as it comes. Sources of one host are visited one after the other.

    A failing source is an outcome. A fault of our own lets the other sources finish and is raised at the end, all faults
    together, as an ExceptionGroup.
    """
    hosts: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        hosts[urlsplit(source.url).netloc].append(source)
    faults: list[Exception] = []
    with ThreadPoolExecutor(max_workers=min(workers, len(hosts)) or 1) as pool:
        waiting = [pool.submit(_poll_host, line, tools, clock) for line in hosts.values()]
        for done in as_completed(waiting):
            for result in done.result():
                if isinstance(result, Exception):
                    faults.append(result)
                else:
                    yield result
    if faults:
        raise ExceptionGroup("faults while polling", faults)


def _poll_host(line: Sequence[Source], tools: Tools, clock: Callable[[], datetime]) -> list[Outcome | Exception]:
    results: list[Outcome | Exception] = []
    for source in line:
        try:
            results.append(poll_source(source, tools, now=clock()))
        except Exception as fault:
            # A bug: logged with its source, the rest of the line goes on, and poll_sources raises it when all are done.
            log.exception("fault while polling", extra={"source": source.id})
            fault.add_note(f"source {source.id}")
            results.append(fault)
    return results


def poll_source(source: Source, tools: Tools, *, now: datetime) -> Outcome:
    """Visit ``source``, compare what it says with what is known, and record it in one transaction.

    A source that cannot be read is an outcome with ``failure``, and a matter of its health only.
    """
    state = tools.store.sources.state(source.id)
    fetched: dict[str, str] = {}
    try:
        found = visit(
            source,
            fetch=_known_bodies_are_unchanged(tools.fetch, state, fetched),
            state=state.remembered,
            now=now,
            validators=lambda url: state.addresses.get(url, Address()).validators,
        )
        if found.is_empty and state.baseline_at:
            raise SourceError(source.url, "the source answered, but held nothing where it used to hold something")
    except SourceError as error:
        return _failed(source, state, error, tools, now)
    return _succeeded(source, state, found, fetched, tools, now)


def _known_bodies_are_unchanged(fetch: Fetch, state: SourceState, fetched: dict[str, str]) -> Fetch:
    """``fetch``, answering Unchanged for the bytes of last time, and refusing pages that only pretend to be the source."""

    def guarded(request: Request) -> Snapshot | Unchanged:
        answer = fetch(request)
        if isinstance(answer, Unchanged):
            return answer
        body_hash = hashlib.blake2b(answer.body, digest_size=16).hexdigest()
        if state.addresses.get(request.url, Address()).body_hash == body_hash:
            return Unchanged(url=answer.url, fetched_at=answer.fetched_at, validators=answer.validators)
        if answer.content_type.startswith(_PAGES):
            text = decode_text(answer.body, content_type=answer.content_type, charset=answer.charset)
            reason = why_blocked(answer.url, text, content_type=answer.content_type)
            if reason:
                raise FetchError(request.url, reason, kind="blocked", transient=True, status=answer.status)
        fetched[request.url] = body_hash
        return answer

    return guarded


def _failed(source: Source, state: SourceState, error: SourceError, tools: Tools, now: datetime) -> Outcome:
    health, notice = rules.after_failure(_health_of(state), error, now=now, settings=tools.health)
    retry_after = getattr(error, "retry_after_seconds", None)
    due = rules.next_due_after(
        health, every_hours=source.every_hours, now=now, settings=tools.health, retry_after_seconds=retry_after
    )
    changed = _with_health(replace(state, last_polled_at=now, next_due_at=due), health)
    poll_id = fingerprint("poll", source.id, now.isoformat())
    events = tuple(_notice_event(notice, source, now, poll_id) for notice in [notice] if notice)
    record = PollRecord(
        poll_id=poll_id,
        source_id=source.id,
        at=now,
        state=changed,
        events=events,
        absences=tuple(tools.store.absences(source.id)) if state.pending else (),
        outcome="failed",
        notes=(error.reason,),
    )
    tools.store.record(record)
    return Outcome(source=source, events=events, failure=error.reason)


def _succeeded(
    source: Source, state: SourceState, found: Visit, fetched: dict[str, str], tools: Tools, now: datetime
) -> Outcome:
    poll_id = fingerprint("poll", source.id, now.isoformat())
    day = _Day(source=source, state=state, tools=tools, now=now, poll_id=poll_id)
    for document in found.documents:
        day.read(document)
    day.confirm_absences()
    changed = bool(day.records)
    health, notice = rules.after_success(
        _health_of(state), changed=changed, now=now, settings=tools.health, quiet_after_days=source.quiet_after_days
    )
    if notice:
        day.events.append(_notice_event(notice, source, now, poll_id))
    if day.flooded and not any(event.type is EventType.RESTRUCTURED for event in day.events):
        day.events.append(
            _notice_event(Notice(type=EventType.RESTRUCTURED, reason=FLOOD_QUESTION), source, now, poll_id)
        )
    due = rules.next_due_after(
        health, every_hours=source.every_hours, now=now, settings=tools.health, retry_after_seconds=None
    )
    after = replace(
        _with_health(state, health),
        addresses=_addresses_after(state, found, fetched),
        remembered=found.state,
        baseline_at=state.baseline_at or now,
        extractor_revision=EXTRACTOR_REVISION,
        last_polled_at=now,
        next_due_at=due,
        pending=len(day.absences),
    )
    notes = (*found.notes, *(f"{failure.url}: {failure.reason}" for failure in found.failures))
    tools.store.record(
        PollRecord(
            poll_id=poll_id,
            source_id=source.id,
            at=now,
            state=after,
            snapshots=found.snapshots,
            documents=tuple(day.records),
            seen_document_ids=tuple(document.id for document in found.documents),
            ended=tuple(day.ended),
            begun=tuple(day.begun),
            events=tuple(day.events),
            absences=tuple(day.absences),
            notes=notes,
        )
    )
    return Outcome(
        source=source,
        events=tuple(day.events),
        documents=len(day.records),
        unchanged=not changed,
        notes=notes,
        failure="; ".join(f"{failure.url}: {failure.reason}" for failure in found.failures),
    )


def _addresses_after(state: SourceState, found: Visit, fetched: dict[str, str]) -> dict[str, Address]:
    # Only what was read without error is remembered; a page that could not be read must be asked for in full again.
    read = {snapshot.requested_url: snapshot.validators for snapshot in found.snapshots}
    fresh = {url: Address(validators=read[url], body_hash=fetched[url]) for url in read if url in fetched}
    return {**state.addresses, **fresh}


class _Day:
    """One visit's documents read one after the other, each against what the ones before it left."""

    def __init__(self, *, source: Source, state: SourceState, tools: Tools, now: datetime, poll_id: str) -> None:
        self.source, self.state, self.tools, self.now, self.poll_id = source, state, tools, now, poll_id
        self.records: list[DocumentRecord] = []
        self.events: list[Event] = []
        self.ended: list[Standing] = []
        self.begun: list[Standing] = []
        self.flooded = False
        self.absences: list[Absence] = list(tools.store.absences(source.id)) if state.pending else []
        self._standings: list[Standing] | None = None
        self._latest: dict[str, DocumentRecord] = {}

    def read(self, document: Document) -> None:
        """Read one document, if it is new or says something else than before."""
        before = self._latest.get(document.id) or self.tools.store.documents.latest(document.id)
        outdated = self.state.extractor_revision not in {0, EXTRACTOR_REVISION}
        if before and before.document.content_hash == document.content_hash and not outdated:
            return
        reading = find_claims(document, self.tools.watchlist)
        record = DocumentRecord(document=document, reading=reading)
        self.records.append(record)
        self._latest[document.id] = record
        on = (document.updated_at or document.published_at or self.now).date() if before is None else self.now.date()
        if before and outdated:
            # A newer extractor reads the stored version first, so that better reading is no news.
            before = replace(before, reading=find_claims(before.document, self.tools.watchlist))
        known = self._known()
        findings = reconcile(
            document,
            reading,
            before=before.reading if before else None,
            standings=known,
            complete=document.complete or self.source.complete,
            on=on,
        )
        first_sight = self.state.baseline_at is None and before is None
        moved = moves(
            known,
            reading,
            findings.changes,
            on=on,
            known_at=self.now,
            url=document.url,
            source_id=self.source.id,
        )
        self.ended.extend(moved.ended)
        self.begun.extend(moved.begun)
        self._standings = _after(known, moved.ended, moved.begun)
        if first_sight:
            return
        self.flooded = self.flooded or findings.flooded
        waiting = {(absence.document_id, absence.change.key) for absence in self.absences}
        self.absences.extend(
            Absence(document_id=document.id, change=change, seen_at=self.now)
            for change in findings.absent
            if (document.id, change.key) not in waiting
        )
        self.events.extend(self._event(change, document) for change in findings.changes)

    def confirm_absences(self) -> None:
        """Make a removal of each name that was missing at an earlier good visit and is missing still."""
        waiting: list[Absence] = []
        for absence in self.absences:
            latest = self._latest.get(absence.document_id) or self.tools.store.documents.latest(absence.document_id)
            if latest is None or not still_absent(absence.change, latest.reading):
                continue
            if self.now - absence.seen_at < CONFIRM_AFTER:
                waiting.append(absence)
                continue
            change = replace(absence.change, occurred_on=absence.change.occurred_on or absence.seen_at.date())
            self.events.append(self._event(change, latest.document))
            gone = [standing for standing in self._known() if _is_of(change, standing)]
            ended = [replace(standing, valid_to=change.occurred_on) for standing in gone]
            self.ended.extend(ended)
            self._standings = _after(self._known(), ended, [])
        self.absences = waiting

    def _known(self) -> list[Standing]:
        if self._standings is None:
            self._standings = list(self.tools.store.standings.open(programmes=self.source.programmes))
        return self._standings

    def _event(self, change: Change, document: Document) -> Event:
        return Event(
            id=fingerprint("event", self.source.id, document.id, change.key, document.content_hash),
            change=change,
            source_id=self.source.id,
            document_id=document.id,
            version_id=document.content_hash,
            url=document.url,
            title=document.title,
            publisher=document.publisher or self.source.publisher or self.source.name,
            detected_at=self.now,
            published_at=document.published_at,
            state=EventState.HELD if change.question else EventState.PENDING,
            reason=change.question,
            wording=describe(change),
            poll_id=self.poll_id,
        )


def _after(known: Sequence[Standing], ended: Sequence[Standing], begun: Sequence[Standing]) -> list[Standing]:
    closed = {(standing.slot, standing.partnership, standing.claim_id) for standing in ended}
    kept = [s for s in known if (s.slot, s.partnership, s.claim_id) not in closed]
    return kept + [standing for standing in begun if standing.valid_to is None]


def _is_of(change: Change, standing: Standing) -> bool:
    return standing.organisation_id == change.organisation_id and (change.area is None or standing.area == change.area)


def _notice_event(notice: Notice, source: Source, now: datetime, poll_id: str) -> Event:
    change = Change(
        type=notice.type,
        organisation=source.name or source.id,
        organisation_id=f"source:{source.id}",
        reason=notice.reason,
        occurred_on=now.date(),
    )
    return Event(
        id=fingerprint("notice", source.id, notice.type, now.isoformat()),
        change=change,
        source_id=source.id,
        document_id=None,
        version_id=None,
        url=source.url,
        title=source.name or source.id,
        publisher=source.publisher,
        detected_at=now,
        wording=f"{source.name or source.id}: {notice.type.value} ({notice.reason})",
        poll_id=poll_id,
    )


def _health_of(state: SourceState) -> Health:
    return Health(
        state=state.health,
        reason=state.reason,
        since=state.health_since,
        failures=state.failures,
        first_failure_at=state.first_failure_at,
        last_good_at=state.last_good_at,
        last_changed_at=state.last_changed_at,
        gap_hours=state.gap_hours,
    )


def _with_health(state: SourceState, health: Health) -> SourceState:
    return replace(
        state,
        health=health.state,
        health_since=health.since,
        reason=health.reason,
        failures=health.failures,
        first_failure_at=health.first_failure_at,
        last_good_at=health.last_good_at,
        last_changed_at=health.last_changed_at,
        gap_hours=health.gap_hours,
    )
