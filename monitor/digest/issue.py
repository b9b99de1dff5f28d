"""One issue through its life: compiled from the store, kept, approved, handed out. The pure steps are next door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.clock import Period
from monitor.digest.answered import answered_items
from monitor.digest.clusters import stories_of
from monitor.digest.compile import compile_digest
from monitor.digest.corrections import corrections_due
from monitor.digest.edits import KIND as EDITED
from monitor.digest.edits import Edit, apply_edits
from monitor.digest.figures import figures_of
from monitor.digest.fresh import new_mentions, news_of
from monitor.digest.message import Sender
from monitor.digest.outbox import write_bulletin
from monitor.digest.quoting import quoted_whole
from monitor.digest.render import render
from monitor.digest.tagging import tagged
from monitor.encoding import from_json, to_json
from monitor.errors import ReviewError
from monitor.ledger.organisations import organisations
from monitor.model import (
    Coverage,
    Digest,
    DigestItem,
    DigestState,
    HealthState,
    Section,
    Source,
    SourceLine,
    SourceState,
)
from monitor.programmes.pack import Programme
from monitor.store import Store, StoredDigest

#: A digest that was not sent within this time of its period is stale: a restored backup must not send it.
EXPIRES_AFTER = timedelta(days=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What the bulletin is called, who publishes it, in which zone its week ends, and where its pages are."""

    title: str
    publisher: str = ""
    zone: str = "Europe/London"
    base_url: str = ""
    identity: str = ""


def draft_digest(
    store: Store,
    *,
    period: Period,
    sources: Sequence[Source],
    masthead: Masthead,
    now: datetime,
    programmes: Mapping[str, str] | None = None,
    written: Sequence[Section] = (),
    top: str | None = None,
    note: str = "",
    cadence: str = "weekly",
    packs: Sequence[Programme] = (),
) -> tuple[Digest, StoredDigest]:
    """Compile the digest of ``period`` from what the store holds and keep it as a draft.

    ``programmes`` are the names of the watched programmes by id, ``packs`` what the figures are counted by. Compiling a period
    again while nothing changed keeps the draft, its date and its approval; a digest that is being sent or was sent is never
    compiled again (ReviewError).
    """
    present = store.digests.of_period(period.key, cadence=cadence)
    corrections = corrections_of(store, period, zone=masthead.zone, cadence=cadence)
    digest = compile_issue(
        store,
        period=period,
        sources=sources,
        masthead=masthead,
        now=now,
        programmes=programmes,
        written=written,
        top=top,
        note=note,
        cadence=cadence,
        packs=packs,
        corrections=corrections,
    )
    if present is not None:
        before = from_json(Digest, present.body)
        if replace(digest, made_at=before.made_at) == before:
            return before, present
    printed = {item.id for item in digest.items}
    kept = store.digests.draft(
        period, to_json(digest), at=now, event_ids=digest.event_ids,
        correction_ids=[each.id for each in corrections if each.id in printed], expires_at=period.end + EXPIRES_AFTER,
        cadence=cadence,
    )  # fmt: skip
    return digest, kept


def compile_issue(
    store: Store,
    *,
    period: Period,
    sources: Sequence[Source],
    masthead: Masthead,
    now: datetime,
    programmes: Mapping[str, str] | None = None,
    written: Sequence[Section] = (),
    top: str | None = None,
    note: str = "",
    cadence: str = "weekly",
    packs: Sequence[Programme] = (),
    corrections: Sequence[DigestItem] | None = None,
) -> Digest:
    """The digest of ``period`` as the store now has it, with what staff did to it. Keeps nothing."""
    if corrections is None:
        corrections = corrections_of(store, period, zone=masthead.zone, cadence=cadence)
    last = period.end.astimezone(ZoneInfo(masthead.zone)).date()
    states = store.sources.all()
    versions = store.documents.first_seen_between(period.start, period.end)
    news = news_of(store, versions)
    digest = compile_digest(
        period=period,
        number=1 + store.digests.number_before(period.end, cadence=cadence),
        title=masthead.title,
        publisher=masthead.publisher,
        zone=masthead.zone,
        events=quoted_whole(store.events.to_tell(period.key, period.end, cadence=cadence), store),
        news=[version.document for version in news],
        mentions=new_mentions(store, versions),
        stories=stories_of(news, sources),
        sources=[source_line(source, states.get(source.id), period) for source in sources],
        coverage=_coverage(store, programmes or {}),
        corrections=corrections,
        answered=answered_items(store, period),
        figures=figures_of(store, packs, organisations(packs, store.teachings.overrides(), as_of=last), day=last),
        written=written,
        top=top,
        note=note,
        now=now,
    )
    return tagged(apply_edits(replace(digest, cadence=cadence), edits_of(store, period)), packs)


def corrections_of(store: Store, period: Period, *, zone: str, cadence: str) -> tuple[DigestItem, ...]:
    """What the weekly issue puts right; the others would say it a second time."""
    return corrections_due(store, period, zone=zone) if cadence == "weekly" else ()


def edits_of(store: Store, period: Period) -> tuple[Edit, ...]:
    """What staff did to the issue of ``period``, in the order in which they did it."""
    lessons = sorted(store.teachings.list(EDITED, subject=period.key), key=lambda lesson: int(lesson.value["number"]))
    return tuple(
        Edit(
            id=lesson.id,
            step=str(lesson.value["step"]),
            by=lesson.by,
            at=lesson.at,
            item=str(lesson.value.get("item", "")),
            events=frozenset(lesson.value.get("events", ())),
            documents=frozenset(lesson.value.get("documents", ())),
            fields=dict(lesson.value.get("fields", {})),
        )
        for lesson in lessons
    )


def read_digest(stored: StoredDigest) -> Digest:
    """The digest that was kept, in the state that it has by now."""
    return replace(from_json(Digest, stored.body), state=stored.state)


def send_to_folder(
    store: Store, stored: StoredDigest, *, folder: Path, sender: Sender, masthead: Masthead, by: str, now: datetime
) -> tuple[Path, Path]:
    """Write the approved issue into ``folder`` and mark it sent. Raises ReviewError unless it is approved and fresh.

    A crash between the two leaves it ``sending``; sending again then writes the same bytes over the same files.
    """
    if stored.state is DigestState.APPROVED:
        if stored.expires_at is not None and now > stored.expires_at and not is_replay(stored, now):
            raise ReviewError(f"this digest expired on {stored.expires_at:%d %B %Y}; draft and approve it again")
        stored = store.digests.move(stored.id, DigestState.SENDING, at=now, by=by, content_hash=stored.content_hash)
    if stored.state is not DigestState.SENDING:
        raise ReviewError(f"a digest that is {stored.state.value} is not sent; approve it first")
    digest = read_digest(stored)
    bulletin = render(digest, base_url=masthead.base_url, identity=masthead.identity or masthead.publisher)
    files = write_bulletin(folder, digest, bulletin, sender=sender, base_url=masthead.base_url)
    store.digests.keep_rendering(stored.id, "html", subject=bulletin.subject, content=bulletin.html.encode())
    store.digests.keep_rendering(stored.id, "text", subject=bulletin.subject, content=bulletin.text.encode())
    store.digests.move(stored.id, DigestState.SENT, at=now, by=by)
    store.audit.add("digest sent to a folder", subject=stored.id, by=by, at=now, details={"folder": folder.name})
    return files


def is_replay(stored: StoredDigest, now: datetime) -> bool:
    """Whether the digest was made long after its own week, from history: then its week says nothing about its freshness."""
    return stored.created_at > stored.period.end + EXPIRES_AFTER and now - stored.created_at <= EXPIRES_AFTER


def source_line(source: Source, state: SourceState | None, period: Period) -> SourceLine:
    """How ``source`` fared in ``period``: it counts as read only if its last visit went well and lies in the period."""
    state = state or SourceState(source_id=source.id)
    health, reason = state.health, state.reason
    if source.paused:
        health, reason = HealthState.PAUSED, "paused by staff"
    elif health in {HealthState.GOOD, HealthState.QUIET}:
        if state.failures:
            health, reason = HealthState.FAILING, state.reason or "its last visit failed"
        elif state.last_good_at is None or state.last_good_at < period.start:
            health, reason = HealthState.FAILING, "not visited in this period"
    return SourceLine(
        source_id=source.id,
        name=source.name or source.publisher or source.id,
        url=source.url,
        state=health,
        reason=reason,
        last_good_at=state.last_good_at,
        section=source.section,
        publisher=source.publisher,
        programmes=source.programmes,
    )


def _coverage(store: Store, programmes: Mapping[str, str]) -> list[Coverage]:
    areas: dict[str, set[str]] = defaultdict(set)
    for standing in store.standings.open():
        if standing.programme and standing.area and not standing.status.is_exit:
            areas[standing.programme].add(standing.area)
    return [
        Coverage(programme=each, name=programmes.get(each, each), areas=tuple(sorted(areas[each])))
        for each in sorted(areas)
    ]
