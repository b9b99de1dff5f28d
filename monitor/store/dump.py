"""The state without its clocks, for comparing two histories; and whether the state is sound."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select, text

from monitor.store.database import Database
from monitor.store.tables import desk, ledger, mail
from monitor.store.tables import sources as s
from monitor.store.types import FOREVER


def dump(database: Database) -> str:
    """Claims, standings, events, decisions, digests and deliveries as text, without moments, order of writing or poll ids.

    Two runs over the same published versions give the same text, wherever one of them was cut off and started again.
    """
    with database.read() as connection:
        parts = {
            name: sorted(json.dumps(list(row), default=str, ensure_ascii=False) for row in connection.execute(query))
            for name, query in _queries().items()
        }
    return json.dumps(parts, ensure_ascii=False, indent=1, sort_keys=True)


def _queries() -> dict[str, Any]:
    c, g, e = ledger.claims.c, ledger.standings.c, ledger.events.c
    d, v, b = s.documents.c, s.versions.c, mail.deliveries.c
    return {
        "documents": select(d.source_id, d.identity, d.url, d.title, d.version_id, d.ordinal),
        "versions": select(v.id, v.document_id, v.ordinal, v.content_hash, v.baseline),
        "claims": select(c.document_id, c.id, c.first_version_id, c.last_version_id, c.body),
        "standings": select(
            g.programme, g.area, g.contract, g.organisation_id, g.role, g.status, g.partnership, g.valid_from, g.valid_to,
            g.claim_id, g.reviewed,
        ).where(g.known_to >= FOREVER),
        "events": select(e.type, e.change, e.source_id, e.document_id, e.version_id, e.state, e.wording),
        "decisions": select(ledger.decisions.c.event_id, ledger.decisions.c.verdict, ledger.decisions.c.wording_after),
        "digests": select(desk.digests.c.audience, desk.digests.c.period_key, desk.digests.c.state, desk.digests.c.content_hash),
        "deliveries": select(b.digest_id, b.member_id, b.message_id, b.state),
        "validators": select(s.addresses.c.source_id, s.addresses.c.url, s.addresses.c.etag, s.addresses.c.body_hash),
    }  # fmt: skip


def integrity(database: Database) -> tuple[str, ...]:
    """What is wrong with the state, in words; empty when it is sound."""
    problems: list[str] = []
    with database.read() as connection:
        if database.is_sqlite:
            found = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            problems += [f"the file is damaged: {line}" for line in found if line != "ok"]
            problems += [
                f"a row of {row[0]} points nowhere" for row in connection.execute(text("PRAGMA foreign_key_check"))
            ]
        for words, query in _SOUND.items():
            count = connection.execute(text(query)).scalar() or 0
            problems += [f"{count} {words}"] if count else []
    return tuple(problems)


_SOUND = {
    "documents name a version that is not stored": (
        "SELECT count(*) FROM documents d LEFT JOIN versions v ON v.id = d.version_id WHERE v.id IS NULL"
    ),
    "versions have no reading": (
        "SELECT count(*) FROM versions v LEFT JOIN readings r ON r.version_id = v.id WHERE r.version_id IS NULL"
    ),
    "standings end before they begin": "SELECT count(*) FROM standings WHERE valid_to < valid_from",
    "events name a version that is not stored": (
        "SELECT count(*) FROM events e LEFT JOIN versions v ON v.id = e.version_id "
        "WHERE e.version_id IS NOT NULL AND v.id IS NULL"
    ),
}
