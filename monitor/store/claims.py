"""Claims: each statement once a document, with the versions that it was first and last met in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, not_, or_, select

from monitor.encoding import from_json, to_json
from monitor.model import Claim, Completeness, Document, Reading
from monitor.store.database import Database
from monitor.store.tables import ledger as t
from monitor.store.tables import sources as s
from monitor.store.upsert import insert_missing, upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A claim with where and when it was met. ``live``: the latest version of its document still makes it.

    ``last_seen`` is when the document was last met, for a claim that is not live too.
    """

    claim: Claim
    document_id: str
    source_id: str
    url: str
    title: str
    publisher: str
    published_at: datetime | None
    first_seen: datetime
    last_seen: datetime
    version_id: str
    live: bool


#: Facts of a claim that are stated or left open, and never inferred.
FACTS = ("involvement", "payment", "services", "strategic_role", "volume")
_BATCH = 500

#: The latest reading of the document's latest version makes the claim.
_LIVE = and_(
    t.claims.c.last_version_id == s.documents.c.version_id,
    t.claims.c.extractor_revision == s.documents.c.extractor_revision,
)


class Claims:
    """What documents say, queried by organisation, area, programme or source."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def list(
        self,
        *,
        organisation_id: str | None = None,
        area: str | None = None,
        programme: str | None = None,
        source_id: str | None = None,
        live: bool | None = None,
        known_at: datetime | None = None,
        limit: int | None = None,
    ) -> tuple[Sighting, ...]:
        """The claims that are like all that is given, oldest first; ``known_at``: those first met by then."""
        c = t.claims.c
        query = _sightings().order_by(c.first_seen, c.document_id, c.id).limit(limit)
        for column, value in ((c.organisation_id, organisation_id), (c.programme, programme), (c.source_id, source_id)):
            query = query if value is None else query.where(column == value)
        if area is not None:
            a = t.claim_areas.c
            query = query.where(exists().where(a.document_id == c.document_id, a.claim_id == c.id, a.area == area))
        if live is not None:
            query = query.where(_LIVE if live else not_(_LIVE))
        if known_at is not None:
            query = query.where(c.first_seen <= known_at)
        with self._db.read() as connection:
            return tuple(_sighting(row) for row in connection.execute(query))

    def by_id(self, claim_id: str) -> tuple[Sighting, ...]:
        """Everywhere that a claim was met."""
        with self._db.read() as connection:
            query = _sightings().where(t.claims.c.id == claim_id).order_by(t.claims.c.first_seen)
            return tuple(_sighting(row) for row in connection.execute(query))

    def publishers(self, claim_ids: Collection[str]) -> dict[str, str]:
        """Who published the document in which each claim was met first; without those whose document names nobody."""
        c, d = t.claims.c, s.documents.c
        query = select(c.id, d.publisher).where(c.document_id == d.id, d.publisher != "")
        found: dict[str, str] = {}
        with self._db.read() as connection:
            for batch in _batches(claim_ids):
                for row in connection.execute(query.where(c.id.in_(batch)).order_by(c.first_seen)):
                    found.setdefault(row.id, row.publisher)
        return found

    def completeness(self, claim_ids: Collection[str]) -> dict[str, Completeness]:
        """What the list behind each claim says of itself; a claim whose list says nothing is left out."""
        c = t.claims.c
        opens, closes = (
            c.body.contains(f'"completeness":"{said.value}"', autoescape=True)
            for said in (Completeness.OPEN, Completeness.CLOSED)
        )
        found: dict[str, Completeness] = {}
        with self._db.read() as connection:
            for batch in _batches(claim_ids):
                rows = connection.execute(select(c.id, opens.label("open")).where(c.id.in_(batch), or_(opens, closes)))
                found.update({row.id: Completeness.OPEN if row.open else Completeness.CLOSED for row in rows})
        return found

    def stating(
        self, facts: Sequence[str] = FACTS, *, organisation_ids: Collection[str] | None = None,
        programme: str | None = None, since: datetime | None = None, known_at: datetime | None = None,
    ) -> tuple[Sighting, ...]:  # fmt: skip
        """The claims that state one of ``facts``, oldest first; ``since``: first met later than that."""
        c = t.claims.c
        query = _sightings().where(c.states_facts)
        if set(facts) != set(FACTS):
            # Words or a list of words, which are neither null nor empty.
            begins = [f'"{fact}":{opening}"' for fact in facts for opening in ("", "[")]
            query = query.where(or_(*(c.body.contains(each, autoescape=True) for each in begins)))
        query = query if programme is None else query.where(c.programme == programme)
        query = query if since is None else query.where(c.first_seen > since)
        query = query if known_at is None else query.where(c.first_seen <= known_at)
        queries = (
            [query]
            if organisation_ids is None
            else [query.where(c.organisation_id.in_(b)) for b in _batches(organisation_ids)]
        )
        with self._db.read() as connection:
            found = [_sighting(row) for each in queries for row in connection.execute(each)]
        return tuple(sorted(found, key=lambda each: (each.first_seen, each.document_id, each.claim.id)))


def _batches(ids: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(set(ids))
    return (ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH))


def add_claims(
    connection: Connection, document: Document, reading: Reading, *, version_id: str, revision: int, at: datetime
) -> None:
    """Keep what a version says; a claim known from an earlier version only moves its last sighting."""
    if not reading.claims:
        return
    claims: dict[str, Claim] = {claim.id: claim for claim in reading.claims}
    rows = [_row(document, claim, version_id, revision, at) for claim in claims.values()]
    upsert(connection, t.claims, rows, keep=("first_seen", "first_version_id"))
    areas: Iterable[dict[str, str]] = (
        {"document_id": document.id, "claim_id": claim_id, "area": area}
        for claim_id, claim in claims.items()
        for area in claim.areas
    )
    insert_missing(connection, t.claim_areas, list(areas))


def _row(document: Document, claim: Claim, version_id: str, revision: int, at: datetime) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "id": claim.id,
        "source_id": document.source_id,
        "organisation_id": claim.organisation_id,
        "organisation": claim.organisation,
        "role": claim.role.value,
        "status": claim.status.value,
        "mode": claim.mode.value,
        "programme": claim.programme,
        "partnership": claim.partnership,
        "contract": claim.contract,
        "layer": claim.layer.value,
        "confidence": claim.confidence,
        "event_date": claim.event_date,
        "published_at": document.published_at,
        "first_seen": at,
        "first_version_id": version_id,
        "last_version_id": version_id,
        "extractor_revision": revision,
        "body": to_json(claim),
        "states_facts": any(getattr(claim, fact) for fact in FACTS),
    }


def _sightings() -> Select[Any]:
    d = s.documents.c
    return select(t.claims, d.url, d.title, d.publisher, d.seen_at, _LIVE.label("live")).where(
        t.claims.c.document_id == d.id
    )


def _sighting(row: Row[Any]) -> Sighting:
    return Sighting(
        claim=from_json(Claim, row.body),
        document_id=row.document_id,
        source_id=row.source_id,
        url=row.url,
        title=row.title,
        publisher=row.publisher,
        published_at=row.published_at,
        first_seen=row.first_seen,
        last_seen=row.seen_at,
        version_id=row.last_version_id,
        live=bool(row.live),
    )
