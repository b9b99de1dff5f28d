"""One run over the sources: visit, read, compare, record. A source is one transaction; a host is one line of sources.

What crashes between two sources loses nothing: what was not recorded is found again, because validators are stored only
together with the claims that they belong to. What fails in one source costs that source alone.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor import health as rules
from monitor.errors import SourceError, StoreError
from monitor.health import Health, Notice
from monitor.ledger.reconcile import FLOOD_QUESTION, RESET_QUESTION
from monitor.model import Address, EventType, PollRecord, Source, SourceState
from monitor.poll.doorway import Doorway
from monitor.poll.nameless import refuse_the_nameless
from monitor.poll.notices import health_of, notice_event, with_health
from monitor.poll.outcome import Outcome, Tools
from monitor.poll.thrift import settle
from monitor.poll.trace import POLL
from monitor.poll.visited import EXTRACTOR_REVISION, Visited
from monitor.sources.visit import Visit, visit
from monitor.text import fingerprint

__all__ = ["EXTRACTOR_REVISION", "Outcome", "Tools", "poll_source", "poll_sources"]

log = logging.getLogger(__name__)
WORKERS = 16
#: Waiting for servers is done by many threads, thinking by one at a time: two would hand the interpreter to and fro and each hold its documents.
_AT_WORK = threading.BoundedSemaphore(1)
_OURS = "not counted, our own network seems to be gone"
_TRY_AGAIN = timedelta(minutes=10)
_GAP = (
    "nothing in common with the last visit: what came and went in between was not seen; `every_hours` may be too long"
)


def poll_sources(
    sources: Sequence[Source], tools: Tools, *, clock: Callable[[], datetime], workers: int = WORKERS
) -> Iterator[Outcome]:
    """Poll ``sources`` and yield each outcome as it comes. Sources of one host are visited one after the other.

    A failing source is an outcome. A fault of our own lets the other sources finish and is raised at the end, all faults
    together, as an ExceptionGroup.
    """
    settle()
    hosts: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        hosts[urlsplit(source.url).netloc].append(source)
    states = tools.store.sources.all(with_addresses=True)
    faults: list[Exception] = []
    with ThreadPoolExecutor(max_workers=max(1, min(workers, len(hosts)))) as pool:
        waiting = [pool.submit(_poll_host, line, tools, clock, states) for line in hosts.values()]
        for done in as_completed(waiting):
            outcomes, broken = done.result()
            faults.extend(broken)
            yield from outcomes
    if faults:
        raise ExceptionGroup("faults while polling", faults)


def _poll_host(
    line: Sequence[Source], tools: Tools, clock: Callable[[], datetime], states: Mapping[str, SourceState]
) -> tuple[list[Outcome], list[Exception]]:
    outcomes: list[Outcome] = []
    faults: list[Exception] = []
    for source in line:
        try:
            state = states.get(source.id) or SourceState(source_id=source.id)
            outcomes.append(_poll(source, state, tools, clock()))
        except StoreError as fault:
            # A full disk or a lost database: its message says all, and a later source may still find room.
            fault.add_note(f"source {source.id}")
            faults.append(fault)
        except Exception as fault:
            # A bug: logged with its source, the rest of the line goes on, and poll_sources raises it when all are done.
            log.exception("fault while polling", extra={"source": source.id})
            fault.add_note(f"source {source.id}")
            faults.append(fault)
    quiet = [outcome.state for outcome in outcomes if outcome.state]
    if quiet:
        try:
            tools.store.sources.record_unchanged(quiet)
        except StoreError as fault:
            fault.add_note(f"sources {', '.join(state.source_id for state in quiet)}")
            faults.append(fault)
    return outcomes, faults


def poll_source(source: Source, tools: Tools, *, now: datetime) -> Outcome:
    """Visit ``source``, compare what it says with what is known, and record it in one transaction.

    A source that cannot be read is an outcome with ``failure``, and a matter of its health only.
    """
    outcome = _poll(source, tools.store.sources.state(source.id), tools, now)
    if outcome.state:
        tools.store.sources.record_unchanged([outcome.state])
    return outcome


def _poll(source: Source, state: SourceState, tools: Tools, now: datetime) -> Outcome:
    under_way = POLL.set(fingerprint("poll", source.id, now.isoformat()))
    try:
        return replace(_polled(source, state, tools, now), poll_id=POLL.get())
    finally:
        POLL.reset(under_way)


def _polled(source: Source, state: SourceState, tools: Tools, now: datetime) -> Outcome:
    doorway = Doorway(tools.fetch, state)
    try:
        found = visit(
            source,
            fetch=doorway.fetch,
            state=state.remembered,
            now=now,
            wary=True,
            validators=lambda url: state.addresses.get(url, Address()).validators,
        )
        _refuse_emptiness(source, state, found)
        refuse_the_nameless(source, found, tools.watchlist)
    except SourceError as error:
        if tools.reach.is_gone(source, health_of(state), error):
            return Outcome(source=source, failure=f"{_OURS}: {error.reason}", due_at=now + _TRY_AGAIN)
        return _failed(source, state, error, tools, now)
    tools.reach.heard()
    # Whoever asks the optional reader waits for a server in the midst of it.
    with nullcontext() if source.reader and tools.reader else _AT_WORK:
        return _succeeded(source, state, found, doorway, tools, now)


def _refuse_emptiness(source: Source, state: SourceState, found: Visit) -> None:
    if found.is_empty and state.baseline_at:
        raise SourceError(source.url, "the source answered, but held nothing where it used to hold something")


def _failed(source: Source, state: SourceState, error: SourceError, tools: Tools, now: datetime) -> Outcome:
    health, notice = rules.after_failure(health_of(state), error, now=now, settings=tools.health)
    retry_after = getattr(error, "retry_after_seconds", None)
    due = rules.next_due_after(
        health, every_hours=source.every_hours, now=now, settings=tools.health, retry_after_seconds=retry_after
    )
    poll_id = fingerprint("poll", source.id, now.isoformat())
    events = tuple(notice_event(turn, source, now, poll_id) for turn in [notice] if turn)
    tools.store.record(
        PollRecord(
            poll_id=poll_id,
            source_id=source.id,
            at=now,
            state=with_health(replace(state, last_polled_at=now, next_due_at=due), health),
            events=events,
            absences=tools.store.absences(source.id) if state.pending else (),
            outcome="failed",
            notes=(error.reason,),
        )
    )
    return Outcome(source=source, events=events, failure=error.reason, due_at=due)


def _health_after(
    source: Source, state: SourceState, found: Visit, tools: Tools, now: datetime, *, changed: bool
) -> tuple[Health, Notice | None]:
    before = health_of(state)
    if found.own_failure:
        # A list whose linked pages still answer tells nothing new: read as good, it would be silent for ever.
        return rules.after_failure(before, found.own_failure, now=now, settings=tools.health)
    return rules.after_success(
        before, changed=changed, now=now, settings=tools.health, quiet_after_days=source.quiet_after_days
    )


def _turns(visited: Visited, notice: Notice | None, *, missed: bool) -> list[Notice]:
    """What staff are told of the source after a good visit."""
    turns = [notice] if notice else []
    if visited.flooded or visited.reset:
        reason = FLOOD_QUESTION if visited.flooded else RESET_QUESTION
        turns.append(Notice(type=EventType.RESTRUCTURED, reason=reason))
    if missed:
        turns.append(Notice(type=EventType.GAP, reason=_GAP))
    return turns


def _baseline_of(state: SourceState, found: Visit, now: datetime) -> datetime | None:
    """Since when the source is known. What an answer that broke off left out at the very first visit is no news at the next."""
    if state.baseline_at or found.own_failure:
        return state.baseline_at
    return None if found.degraded and state.last_good_at is None else now


def _succeeded(
    source: Source, state: SourceState, found: Visit, doorway: Doorway, tools: Tools, now: datetime
) -> Outcome:
    poll_id = fingerprint("poll", source.id, now.isoformat())
    visited = Visited(source=source, state=state, tools=tools, now=now, poll_id=poll_id)
    visited.read(found.documents)
    visited.reread()
    if not found.own_failure:
        visited.confirm_absences()
    visited.hold_a_flood()
    # What is only read better than before, after a lesson of staff, is nothing new of the source.
    changed = any(record.document.id in visited.fresh for record in visited.records)
    health, notice = _health_after(source, state, found, tools, now, changed=changed)
    turns = _turns(visited, notice, missed=found.gap and bool(state.baseline_at))
    events = (*visited.events, *(notice_event(turn, source, now, poll_id) for turn in turns))
    due = rules.next_due_after(
        health, every_hours=source.every_hours, now=now, settings=tools.health, retry_after_seconds=None
    )
    after = replace(
        with_health(state, health),
        addresses=doorway.addresses_after(found),
        remembered=found.state,
        baseline_at=_baseline_of(state, found, now),
        extractor_revision=visited.revision,
        last_polled_at=now,
        next_due_at=due,
        pending=len(visited.absences),
    )
    notes = (*found.notes, *visited.notes, *(f"{failure.url}: {failure.reason}" for failure in found.failures))
    failure = "; ".join(f"{part.url}: {part.reason}" for part in found.failures)
    # Without a document there is nothing that the validators belong to: they may be written with those of other visits.
    if not (found.documents or visited.records or events or notes or state.pending):
        return Outcome(source=source, unchanged=True, state=after, due_at=due)
    recorded = tools.store.record(
        PollRecord(
            poll_id=poll_id,
            source_id=source.id,
            at=now,
            state=after,
            snapshots=found.snapshots if visited.records else (),
            documents=tuple(visited.records),
            frames=tuple(visited.frames),
            seen_document_ids=tuple(dict.fromkeys(document.id for document in found.documents)),
            ended=tuple(visited.ended),
            begun=tuple(visited.begun),
            events=events,
            absences=tuple(visited.absences),
            notes=notes,
        )
    )
    return Outcome(
        source=source,
        events=recorded.events,
        documents=len(visited.records),
        unchanged=not visited.records,
        notes=notes,
        failure=failure,
        due_at=due,
    )
