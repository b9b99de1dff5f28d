"""Standings in two times: what held on a day, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, or_, select, update

from monitor.model import EventState, Role, Sector, Standing, Status
from monitor.store.database import Database
from monitor.store.tables import ledger as t
from monitor.store.types import FOREVER, LAST_DAY, closed, day_or_none, moment_or_none, opened
from monitor.text import fingerprint

#: What an event did to a row. ``restored`` is a row that a decision put back as it was before; it says nothing of its own.
_BEGUN, _ENDED, _RESTORED = "begun", "ended", "restored"


class Standings:
    """Who holds what. Rows are added; only ``known_to`` and ``reviewed`` of a row ever move."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def as_of(
        self,
        day: date,
        *,
        known_at: datetime | None = None,
        area: str | None = None,
        organisation_id: str | None = None,
        programme: str | None = None,
        partnership: str | None = None,
        areas: Collection[str] | None = None,
        roles: Collection[Role] | None = None,
        limit: int | None = None,
    ) -> tuple[Standing, ...]:
        """What held on ``day`` as far as was known at ``known_at`` (``None``: as far as is known now)."""
        c = t.standings.c
        query = select(t.standings).where(c.valid_from <= day, c.valid_to > day)
        if known_at is None:
            query = query.where(c.known_to >= FOREVER)
        else:
            query = query.where(c.known_from <= known_at, c.known_to > known_at)
        query = _of_place(
            query, area=area, organisation_id=organisation_id, programme=programme, partnership=partnership
        )
        query = query if areas is None else query.where(c.area.in_(sorted(areas)))
        query = query if roles is None else query.where(c.role.in_(sorted(role.value for role in roles)))
        return self._read(query.limit(limit))

    def open(
        self, *, programmes: Collection[str] = (), organisation_ids: Collection[str] | None = None
    ) -> tuple[Standing, ...]:
        """What is known now and has no end; with ``programmes`` only theirs and what belongs to no known programme."""
        c = t.standings.c
        query = _known_now(programmes).where(c.valid_to >= LAST_DAY)
        if organisation_ids is not None:
            query = query.where(c.organisation_id.in_(sorted(organisation_ids)))
        return self._read(query)

    def by_id(self, standing_id: str) -> tuple[Standing, ...]:
        """The place of a permanent id as it was known from time to time, the latest knowledge last."""
        query = select(t.standings).where(t.standings.c.identity == standing_id).order_by(t.standings.c.seq)
        return tuple(self._numbered(query).values())

    def known(self, *, programmes: Collection[str] = ()) -> tuple[Standing, ...]:
        """What is known now, ended or not: what news is compared with. ``programmes`` as in ``open``."""
        return self._read(_known_now(programmes))

    def history(
        self, *, area: str | None = None, organisation_id: str | None = None,
        organisation_ids: Collection[str] | None = None, programme: str | None = None,
        partnership: str | None = None, every_knowledge: bool = False,
    ) -> tuple[Standing, ...]:  # fmt: skip
        """Everything ever true in an area or of an organisation, by beginning; with ``every_knowledge`` also what was corrected."""
        c = t.standings.c
        query = select(t.standings)
        if not every_knowledge:
            query = query.where(c.known_to >= FOREVER)
        query = _of_place(
            query, area=area, organisation_id=organisation_id, programme=programme, partnership=partnership
        )
        if organisation_ids is not None:
            query = query.where(c.organisation_id.in_(sorted(organisation_ids)))
        return tuple(sorted(self._read(query), key=lambda each: (each.valid_from or date.min, *_order(each))))

    def of_event(self, event_id: str) -> tuple[Standing, ...]:
        """The standings that an event began."""
        link = t.standing_events.c
        query = select(t.standings).where(
            t.standings.c.seq == link.standing_seq, link.event_id == event_id, link.effect == _BEGUN
        )
        return self._read(query)

    def _read(self, query: Select[Any]) -> tuple[Standing, ...]:
        return tuple(sorted(self._numbered(query).values(), key=_order))

    def _numbered(self, query: Select[Any]) -> dict[int, Standing]:
        with self._db.read() as connection:
            return {row[0]: standing_of(row) for row in connection.execute(query).all()}


def _known_now(programmes: Collection[str]) -> Select[Any]:
    c = t.standings.c
    return _NOW.where(or_(c.programme.in_(sorted(programmes)), c.programme.is_(None))) if programmes else _NOW


#: Built once: each visit to a source asks for it.
_NOW = select(t.standings).where(t.standings.c.known_to >= FOREVER)


def _of_place(query: Select[Any], **parts: str | None) -> Select[Any]:
    return query.where(*(t.standings.c[name] == part for name, part in parts.items() if part is not None))


def move(
    connection: Connection, *, ended: Iterable[Standing], begun: Iterable[Standing], at: datetime
) -> dict[tuple[str, str], int]:
    """Write the moves of one poll. The rows touched, by (effect, identity). A move that is known already moves nothing."""
    touched: dict[tuple[str, str], int] = {}
    # A visit that reads several documents can begin a place and end it again; any other end comes before the beginnings.
    late = [standing for standing in ended if not _end(connection, standing, at, touched)]
    for standing in begun:
        identity, known = identity_of(standing), _known(connection, key_of(standing))
        if known is None:
            for seq in _known_of(connection, identity):
                _forget(connection, seq, at)
            touched[_BEGUN, identity] = _add(connection, standing, at)
        elif _has_event(connection, identity):
            # Begun by this event too: it stays while any of its events does. What a first sight began needs none.
            touched[_BEGUN, identity] = known
    for standing in late:
        _end(connection, standing, at, touched)
    return touched


def _end(connection: Connection, standing: Standing, at: datetime, touched: dict[tuple[str, str], int]) -> bool:
    was = _known(connection, key_of(replace(standing, valid_to=None)))
    if was is None:
        return False
    _forget(connection, was, at)
    known = _known(connection, key_of(standing))
    touched[_ENDED, identity_of(standing)] = _add(connection, standing, at) if known is None else known
    return True


def link(connection: Connection, event_id: str, rows: Iterable[tuple[str, int]]) -> None:
    """Remember that an event caused these moves: (effect, row)."""
    links = [{"event_id": event_id, "standing_seq": seq, "effect": effect} for effect, seq in rows]
    if links:
        connection.execute(insert(t.standing_events), links)


def settle(connection: Connection, event_id: str, *, at: datetime) -> None:
    """Bring the standings that an event moved to what its state, and that of every other event about them, makes of them."""
    for identity in sorted({row.identity for row in _caused(connection, event_id)}):
        rows = connection.execute(select(t.standings).where(t.standings.c.identity == identity)).all()
        wanted = _wanted(connection, rows)
        known = [row for row in rows if row.known_to >= FOREVER]
        for row in known:
            if wanted is None or row.key != wanted.key:
                _forget(connection, row.seq, at)
        if wanted is not None and all(row.key != wanted.key for row in known):
            link(connection, event_id, [(_RESTORED, _add(connection, standing_of(wanted), at))])


def _wanted(connection: Connection, rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """Of one place's rows the one that the latest event says that was not rejected; ``None`` if its beginning was."""
    link = t.standing_events.c
    query = select(link.standing_seq, link.effect, t.events.c.state).where(
        link.event_id == t.events.c.id, link.standing_seq.in_([row.seq for row in rows])
    )
    by_seq = {row.seq: row for row in rows}
    told = [(by_seq[seq], effect, state != EventState.REJECTED) for seq, effect, state in connection.execute(query)]
    restored = {row.seq for row, effect, _stands in told if effect == _RESTORED}
    caused = [each for each in told if each[0].seq not in restored]
    begun = [stands for _row, effect, stands in caused if effect == _BEGUN]
    if begun and not any(begun):
        return None
    linked = {row.key for row, _effect, _stands in caused}
    # Rows of a first sight have no event.
    first_seen = [row for row in rows if row.key not in linked and row.seq not in restored]
    lasting = first_seen + [row for row, _effect, stands in caused if stands]
    return max(lasting, key=lambda row: int(row.seq), default=None)


def review(connection: Connection, event_id: str, *, reviewed: bool) -> None:
    """Mark the standings that an event began, and their later ends, as seen by a person."""
    for row in _caused(connection, event_id):
        connection.execute(update(t.standings).where(t.standings.c.identity == row.identity).values(reviewed=reviewed))


def identity_of(standing: Standing) -> str:
    """A place with the day it began: the same before and after its end becomes known."""
    return fingerprint(
        "standing", *standing.slot, standing.partnership, standing.role, standing.status, opened(standing.valid_from)
    )


def key_of(standing: Standing) -> str:
    """A place with both its days."""
    return fingerprint("key", identity_of(standing), closed(standing.valid_to))


def standing_of(row: Row[Any]) -> Standing:
    """A row of the table, columns in its order, as a value."""
    # Taken apart by place: a whole matrix is thousands of rows, and a look-up by name costs more than all else together.
    (_seq, _key, _identity, programme, area, contract, organisation_id, organisation, role, status, partnership, sector,
     valid_from, valid_to, known_from, known_to, quote, url, claim_id, source_id, confidence, reviewed) = row[:_WIDTH]  # fmt: skip
    return Standing(
        organisation=organisation,
        organisation_id=organisation_id,
        role=_ROLES[role],
        status=_STATUSES[status],
        area=area,
        partnership=partnership,
        programme=programme,
        contract=contract,
        sector=_SECTORS[sector],
        valid_from=day_or_none(valid_from),
        valid_to=day_or_none(valid_to),
        known_from=known_from,
        known_to=moment_or_none(known_to),
        quote=quote,
        url=url,
        claim_id=claim_id,
        source_id=source_id,
        confidence=confidence,
        reviewed=reviewed,
    )


_WIDTH = len(t.standings.columns)
_ROLES = {role.value: role for role in Role}
_STATUSES = {status.value: status for status in Status}
_SECTORS = {sector.value: sector for sector in Sector}


def _caused(connection: Connection, event_id: str) -> Sequence[Row[Any]]:
    link = t.standing_events.c
    query = select(t.standings).where(t.standings.c.seq == link.standing_seq, link.event_id == event_id)
    return connection.execute(query).all()


def _known(connection: Connection, key: str) -> int | None:
    query = select(t.standings.c.seq).where(t.standings.c.key == key, t.standings.c.known_to >= FOREVER)
    return connection.execute(query).scalar()


def _known_of(connection: Connection, identity: str) -> list[int]:
    query = select(t.standings.c.seq).where(t.standings.c.identity == identity, t.standings.c.known_to >= FOREVER)
    return list(connection.execute(query).scalars())


def _has_event(connection: Connection, identity: str) -> bool:
    link = t.standing_events.c
    query = select(link.event_id).where(link.standing_seq == t.standings.c.seq, t.standings.c.identity == identity)
    return connection.execute(query.limit(1)).first() is not None


def _forget(connection: Connection, seq: int, at: datetime) -> None:
    connection.execute(update(t.standings).where(t.standings.c.seq == seq).values(known_to=at))


def row_of(standing: Standing, *, at: datetime) -> dict[str, Any]:
    """A standing as a row that is known from ``at`` on."""
    return {
        "key": key_of(standing),
        "identity": identity_of(standing),
        **{name: getattr(standing, name) for name in _SAME},
        "role": standing.role.value,
        "status": standing.status.value,
        "sector": standing.sector.value,
        "valid_from": opened(standing.valid_from),
        "valid_to": closed(standing.valid_to),
        "known_from": at,
        "known_to": FOREVER,
    }


def _add(connection: Connection, standing: Standing, at: datetime) -> int:
    query = insert(t.standings).values(row_of(standing, at=at)).returning(t.standings.c.seq)
    return int(connection.execute(query).scalar_one())


_SAME = (
    "programme", "area", "contract", "organisation_id", "organisation", "partnership", "quote", "url", "claim_id",
    "source_id", "confidence", "reviewed",
)  # fmt: skip


def _order(standing: Standing) -> tuple[object, ...]:
    return (
        standing.programme or "", standing.area or "", standing.partnership or "", standing.contract or "", standing.role,
        standing.organisation, standing.organisation_id, standing.valid_from or date.min,
    )  # fmt: skip
