"""Recording one visit to one source: everything in one transaction, and nothing new when it is done twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from monitor.model import DocumentRecord, Event, PollRecord, Standing
from monitor.store import events, standings
from monitor.store.claims import add_claims
from monitor.store.contacts import add_contacts
from monitor.store.database import Database
from monitor.store.documents import add_read, mark_seen
from monitor.store.frames import add_frames
from monitor.store.fulltext import add_words
from monitor.store.numbers import add_numbers
from monitor.store.snapshots import add_snapshots
from monitor.store.sources import replace_absences, save_state
from monitor.store.tables.sources import visits
from monitor.store.upsert import insert_missing
from monitor.store.values import Recorded


def record(database: Database, poll: PollRecord) -> Recorded:
    """See :meth:`monitor.store.Store.record`."""
    with database.write() as connection:
        versions = _add_documents(connection, poll)
        add_frames(connection, poll.frames, at=poll.at)
        mark_seen(connection, [each for each in poll.seen_document_ids if each not in versions], at=poll.at)
        moved = standings.move(connection, ended=poll.ended, begun=poll.begun, at=poll.at)
        stored = _add_events(connection, poll, {document_id: version for document_id, (version, _) in versions.items()})
        for event in stored:
            standings.link(connection, event.id, _moves_of(event, poll, moved))
        replace_absences(connection, poll.source_id, poll.absences)
        # Validators belong to the claims read with them: in the same transaction, or a crash followed by 304s loses a
        # change.
        save_state(connection, poll.state)
        if poll.documents or poll.events or poll.notes or poll.outcome != "good":
            _add_visit(connection, poll)
        return Recorded(events=stored, version_ids=tuple(version for version, new in versions.values() if new))


def _add_documents(connection: Connection, poll: PollRecord) -> dict[str, tuple[str, bool]]:
    snapshots = add_snapshots(connection, poll.poll_id, poll.source_id, poll.snapshots)
    revision = poll.state.extractor_revision
    versions: dict[str, tuple[str, bool]] = {}
    for reads in _without_repeats(poll.documents):
        added = add_read(
            connection,
            reads,
            at=poll.at,
            extractor_revision=revision,
            snapshot_ids=snapshots,
            baseline=poll.state.baseline_at == poll.at,
        )
        versions |= added
        placed = {added[read.document.id]: read.document for read in reads}
        add_words(connection, {version_id: document for (version_id, is_new), document in placed.items() if is_new})
        for read in reads:
            version_id, _ = added[read.document.id]
            add_claims(connection, read.document, read.reading, version_id=version_id, revision=revision, at=poll.at)
            add_contacts(connection, read.document, read.reading, at=poll.at)
            add_numbers(connection, read.numbers, at=poll.at)
    return versions


def _without_repeats(reads: Sequence[DocumentRecord]) -> Iterator[list[DocumentRecord]]:
    """``reads`` in their order, parted where a document comes again: one visit may meet two versions of it."""
    part: dict[str, DocumentRecord] = {}
    for read in reads:
        if read.document.id in part:
            yield list(part.values())
            part = {}
        part[read.document.id] = read
    if part:
        yield list(part.values())


def _add_events(connection: Connection, poll: PollRecord, versions: dict[str, str]) -> tuple[Event, ...]:
    stored: list[Event] = []
    for event in poll.events:
        version_id = versions.get(event.document_id or "") or events.version_of(connection, event.document_id)
        placed = replace(event, version_id=version_id, poll_id=event.poll_id or poll.poll_id)
        added = events.add(connection, placed)
        if added:
            stored.append(added)
    return tuple(stored)


def _add_visit(connection: Connection, poll: PollRecord) -> None:
    notes = json.dumps(list(poll.notes), ensure_ascii=False)
    row = {
        "poll_id": poll.poll_id,
        "source_id": poll.source_id,
        "at": poll.at,
        "outcome": poll.outcome,
        "notes": notes,
    }
    insert_missing(connection, visits, [row])


def _moves_of(event: Event, poll: PollRecord, moved: dict[tuple[str, str], int]) -> Iterable[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for effect, side in (("begun", poll.begun), ("ended", poll.ended)):
        for standing in side:
            row = moved.get((effect, standings.identity_of(standing)))
            if row is not None and _concerns(event, standing):
                found.add((effect, row))
    return sorted(found)


def _concerns(event: Event, standing: Standing) -> bool:
    change = event.change
    if standing.organisation_id not in {change.organisation_id, change.organisation_to_id}:
        return False
    if change.area is not None and standing.area != change.area:
        return False
    if change.contract is not None and standing.contract not in {None, change.contract}:
        return False
    return change.programme is None or standing.programme in {None, change.programme}
