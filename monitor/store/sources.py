"""The state of the sources: health, validators, due times, and the absences waiting for a second look."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, delete, insert, select, update

from monitor.encoding import from_json, to_json
from monitor.model import Absence, Address, Change, HealthState, SourceState, Validators
from monitor.store.database import Database
from monitor.store.tables import sources as t
from monitor.store.upsert import insert_missing, upsert


class Sources:
    """What the store knows of each source. A source that was never visited has an empty state."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def state(self, source_id: str) -> SourceState:
        """The state after the last visit, with what each address answered."""
        with self._db.read() as connection:
            row = connection.execute(_STATE, {"wanted": source_id}).mappings().first()
            found = connection.execute(_ADDRESSES, {"wanted": [source_id]}).mappings()
            known = {each["url"]: _address(each) for each in found}
        return _state(row, known) if row else SourceState(source_id=source_id)

    def all(self, *, with_addresses: bool = False) -> dict[str, SourceState]:
        """Every state by source id, in one query; with the addresses in two."""
        known: dict[str, dict[str, Address]] = defaultdict(dict)
        with self._db.read() as connection:
            rows = connection.execute(select(t.sources)).mappings().all()
            if with_addresses:
                for each in connection.execute(select(t.addresses)).mappings():
                    known[each["source_id"]][each["url"]] = _address(each)
        return {row["id"]: _state(row, known.get(row["id"], {})) for row in rows}

    def save(self, state: SourceState) -> None:
        """Write a source's state whole: what it does not name (an address) is forgotten."""
        with self._db.write() as connection:
            save_state(connection, state)

    def record_unchanged(self, states: Sequence[SourceState]) -> None:
        """Write many states in one transaction: visits that brought nothing new."""
        with self._db.write() as connection:
            for start in range(0, len(states), 500):
                _save_states(connection, states[start : start + 500])

    def make_due(self, source_ids: Iterable[str], *, at: datetime) -> None:
        """Let these sources be visited at ``at``, whatever their rhythm."""
        with self._db.write() as connection:
            which = t.sources.c.id.in_(sorted(source_ids))
            connection.execute(update(t.sources).where(which).values(next_due_at=at))

    def absences(self, source_id: str) -> tuple[Absence, ...]:
        """What was missing once and waits for a second good visit."""
        return self._absences(t.absences.c.source_id == source_id).get(source_id, ())

    def all_absences(self) -> dict[str, tuple[Absence, ...]]:
        """The same of every source of which anything is missing."""
        return self._absences()

    def _absences(self, *which: ColumnElement[bool]) -> dict[str, tuple[Absence, ...]]:
        c = t.absences.c
        query = select(t.absences).where(*which).order_by(c.source_id, c.seen_at, c.document_id, c.key)
        with self._db.read() as connection:
            rows = connection.execute(query).all()
        found: dict[str, list[Absence]] = defaultdict(list)
        for row in rows:
            absence = Absence(change=from_json(Change, row.change), document_id=row.document_id, seen_at=row.seen_at)
            found[row.source_id].append(absence)
        return {source_id: tuple(missing) for source_id, missing in found.items()}

    def lease(self, source_id: str, *, until: datetime, now: datetime) -> int | None:
        """Take the source for one visit: the new epoch for :meth:`release`, or ``None`` while another holds it."""
        with self._db.write() as connection:
            insert_missing(connection, t.sources, [{"id": source_id}])
            free = (t.sources.c.leased_until.is_(None)) | (t.sources.c.leased_until < now)
            query = update(t.sources).where(t.sources.c.id == source_id, free)
            query = query.values(epoch=t.sources.c.epoch + 1, leased_until=until)
            return connection.execute(query.returning(t.sources.c.epoch)).scalar()

    def release(self, source_id: str, *, epoch: int) -> bool:
        """Give the source back; false when the lease was lost meanwhile, and then nothing of the visit may be kept."""
        with self._db.write() as connection:
            query = update(t.sources).where(t.sources.c.id == source_id, t.sources.c.epoch == epoch)
            return connection.execute(query.values(leased_until=None)).rowcount == 1

    def forget(self, source_id: str) -> None:
        """Drop the state of a source that is polled no more; what it published stays."""
        with self._db.write() as connection:
            for table, column in ((t.sources, t.sources.c.id), (t.addresses, t.addresses.c.source_id)):
                connection.execute(delete(table).where(column == source_id))
            connection.execute(delete(t.absences).where(t.absences.c.source_id == source_id))


def save_state(connection: Connection, state: SourceState) -> None:
    """Write a state; of its addresses only those that differ from what is stored."""
    _save_states(connection, [state])


def _save_states(connection: Connection, states: Sequence[SourceState]) -> None:
    upsert(connection, t.sources, [_row(state) for state in states])
    known: dict[tuple[str, str], Address] = {}
    for each in connection.execute(_ADDRESSES, {"wanted": [state.source_id for state in states]}).mappings():
        known[each["source_id"], each["url"]] = _address(each)
    present = {(state.source_id, url): each for state in states for url, each in state.addresses.items()}
    moved = [_address_row(*key, each) for key, each in present.items() if known.get(key) != each]
    upsert(connection, t.addresses, moved)
    gone = [{"gone_source": source_id, "gone_url": url} for source_id, url in known.keys() - present.keys()]
    if gone:
        connection.execute(_NO_ADDRESS, gone)


def replace_absences(connection: Connection, source_id: str, absences: Iterable[Absence]) -> None:
    """Make ``absences`` the source's whole list."""
    connection.execute(_NO_ABSENCES, {"wanted": source_id})
    rows = {
        (each.document_id, each.change.key): {
            "source_id": source_id,
            "key": each.change.key,
            "document_id": each.document_id,
            "seen_at": each.seen_at,
            "change": to_json(each.change),
        }
        for each in absences
    }
    if rows:
        connection.execute(insert(t.absences), list(rows.values()))


# Built once: with a statement made anew each time, making it costs more than running it.
_STATE = select(t.sources).where(t.sources.c.id == bindparam("wanted"))
_ADDRESSES = select(t.addresses).where(t.addresses.c.source_id.in_(bindparam("wanted", expanding=True)))
_NO_ADDRESS = delete(t.addresses).where(
    t.addresses.c.source_id == bindparam("gone_source"), t.addresses.c.url == bindparam("gone_url")
)
_NO_ABSENCES = delete(t.absences).where(t.absences.c.source_id == bindparam("wanted"))
_SAME = (
    "baseline_at", "extractor_revision", "last_polled_at", "last_good_at", "last_changed_at", "next_due_at", "failures",
    "first_failure_at", "health_since", "reason", "gap_hours", "pending",
)  # fmt: skip


def _state(row: RowMapping, addresses: Mapping[str, Address]) -> SourceState:
    state = SourceState(source_id=row["id"], addresses=addresses, **{name: row[name] for name in _SAME})
    return replace(state, health=HealthState(row["health"]), remembered=json.loads(row["remembered"]))


def _row(state: SourceState) -> dict[str, Any]:
    return {
        "id": state.source_id,
        "health": state.health.value,
        "remembered": json.dumps(dict(state.remembered), ensure_ascii=False, sort_keys=True),
        **{name: getattr(state, name) for name in _SAME},
    }


def _address(row: RowMapping) -> Address:
    return Address(
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]), body_hash=row["body_hash"]
    )


def _address_row(source_id: str, url: str, address: Address) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "url": url,
        "etag": address.validators.etag,
        "last_modified": address.validators.last_modified,
        "body_hash": address.body_hash,
    }
