"""The Corrections section: what we said, when, and what is right. Each is told once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from monitor.clock import Period
from monitor.digest.changes import links_of
from monitor.digest.words import one_line, quoted
from monitor.encoding import from_json
from monitor.ledger.wording import CORRECTED, CORRECTED_ELSEWHERE, role_at
from monitor.model import (
    Digest,
    DigestItem,
    Document,
    DocumentKind,
    Event,
    EventState,
    Evidence,
    Quotation,
    Standing,
)
from monitor.store import Amended, Store
from monitor.text import fingerprint

#: A decision or a correction of a source that is older was for an issue that was never drafted; nobody waits for it now.
LOOK_BACK = timedelta(days=90)
#: Around its words a source says that it puts itself right.
_NEARBY = 240
_PUTS_RIGHT = re.compile(
    r"\bcorrections?\b|\bcorrected\b|\bin error\b|\berroneous(?:ly)?\b|\bwrongly\b|\bmistaken(?:ly)?\b|\bapologi[sz]e|\bincorrect(?:ly)?\b",
    re.IGNORECASE,
)
#: What is not brought up to date, as a page about oneself is: another version of it is another word on the same matter.
_PUBLISHED_ONCE = {DocumentKind.ENTRY, DocumentKind.STATEMENT, DocumentKind.QUESTION}
_TAKEN_BACK = "That was wrong, and we take it back."
_UNDER_REVIEW = "We have taken this back until it is checked again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """The issue in which something was said."""

    number: int
    on: date


def corrections_due(store: Store, period: Period, *, zone: str) -> tuple[DigestItem, ...]:
    """An item for each thing that an issue told, that does not stand any more, and that no issue has put right yet.

    It does not stand where a person has since rejected it, put it into other words or taken it back into review; where a
    source says that it put itself right, or withdrew the document; and where what we gave out was an address that is retired.
    That the world has moved on since is news, and no correction.
    """
    since = period.end - LOOK_BACK
    told = store.corrections.told(period.key)
    found = [
        *(
            item
            for each in store.corrections.decided_after_sending(since, period.end)
            for item in _decided(store, each, zone)
        ),
        *(item for each in store.corrections.superseded(since, period.end) for item in _superseded(store, each, zone)),
        *(item for each in store.corrections.withdrawn(since, period.end) for item in _withdrawn(store, each, zone)),
        *_contacts(store, period, zone),
    ]
    return tuple({item.id: item for item in found if item.id not in told}.values())


def _decided(store: Store, amended: Amended, zone: str) -> Iterable[DigestItem]:
    event = amended.event
    if event.state is EventState.MERGED or (event.state is EventState.ACCEPTED and event.wording == amended.said):
        return
    if event.state is EventState.ACCEPTED:
        right = event.wording
    elif event.state is EventState.REJECTED:
        right = _as_it_stands(store, event) or _TAKEN_BACK
    else:
        right = _UNDER_REVIEW
    yield _item(store, amended, right, zone, summary=amended.reason, source=event)


def _superseded(store: Store, amended: Amended, zone: str) -> Iterable[DigestItem]:
    later = amended.by
    if later is None or amended.event.state is not EventState.ACCEPTED:
        return
    if store.corrections.never_true(amended.event.id) or _is_put_right(store, amended.event, later):
        quote = later.change.evidence or later.change.evidence_before
        yield _item(store, amended, later.wording, zone, quote=quote.quote if quote else "", source=later)


def _withdrawn(store: Store, amended: Amended, zone: str) -> Iterable[DigestItem]:
    if amended.by and amended.event.state is EventState.ACCEPTED:
        yield _item(store, amended, amended.by.wording, zone, summary=amended.by.change.reason, source=amended.by)


def _contacts(store: Store, period: Period, zone: str) -> Iterable[DigestItem]:
    last = period.end.astimezone(ZoneInfo(zone)).date()
    for contact in store.contacts.list(state="retired"):
        if contact.retired_on is None or contact.retired_on > last:
            continue
        for sighting in store.contacts.sightings(contact.address):
            # However long ago the address died or the issue went out: whoever still has the issue should know.
            if sighting.where_kind != "digest" or sighting.seen_at >= period.end:
                continue
            issue = _issue(store, sighting.where_id, zone)
            use = f" Use {contact.replaced_by}." if contact.replaced_by else ""
            yield DigestItem(
                id=fingerprint("correction", "contact", contact.address, sighting.where_id),
                headline=one_line(f"{contact.address} is no longer in use.{use}"),
                summary=one_line(contact.note),
                said=one_line(sighting.quote or contact.address),
                said_on=issue.on,
                said_in=issue.number,
            )


def _item(
    store: Store, amended: Amended, right: str, zone: str, *, summary: str = "", quote: str = "", source: Event
) -> DigestItem:
    change, issue = amended.event.change, _issue(store, amended.digest_id, zone)
    return DigestItem(
        id=fingerprint("correction", amended.event.id, amended.digest_id, right, amended.at.isoformat()),
        headline=one_line(right),
        areas=(one_line(change.area),) if change.area else (),
        programme=change.programme,
        summary=one_line(summary),
        quotes=(Quotation(text=quoted(quote)),) if quote else (),
        links=links_of([(source.title, source.url, source.publisher)]),
        said=one_line(amended.said),
        said_on=issue.on,
        said_in=issue.number,
        document_ids=(source.document_id,) if source.document_id else (),
    )


def _as_it_stands(store: Store, event: Event) -> str:
    """Who has the place by what is known now, in words; empty where nobody has."""
    change = event.change
    if change.area is None:
        return ""
    day = change.occurred_on or event.detected_at.date()
    held = store.standings.as_of(day, area=change.area, programme=change.programme)
    same = [each for each in held if each.role == change.role and not each.status.is_exit]
    return _named(same, change.area) if same else ""


def _named(standings: Iterable[Standing], area: str) -> str:
    ordered = sorted(standings, key=lambda each: each.organisation)
    names = " and ".join(dict.fromkeys(each.organisation for each in ordered))
    return f"As far as we know now, {role_at(ordered[0].role, ordered[0].status)} in {area}: {names}"


def _is_put_right(store: Store, told: Event, later: Event) -> bool:
    """Whether ``later`` is the source putting itself right, and no change of the world.

    Told by the comparison of the versions; by the publisher's own note of the change, the heading or the words about it; or because a
    text that is published once, on a day, says another thing in place of the first and gives no day for it.
    """
    if later.change.reason in {CORRECTED, CORRECTED_ELSEWHERE}:
        return True
    evidence = later.change.evidence
    version = store.documents.version(later.version_id) if later.version_id else None
    if version is None:
        return bool(evidence and _PUTS_RIGHT.search(evidence.quote))
    document = version.document
    if later.document_id == told.document_id and document.kind in _PUBLISHED_ONCE:
        return later.change.occurred_on is None
    return any(_PUTS_RIGHT.search(words) for words in _words_about(document, evidence))


def _words_about(document: Document, evidence: Evidence | None) -> Iterable[str]:
    """What a publisher says of a change: its newest note, and the headings and words about ``evidence``."""
    notes = (document.record or {}).get("change_history") or [{}]
    yield str(notes[0].get("note", ""))
    if evidence is not None:
        yield document.text[max(0, evidence.start - _NEARBY) : evidence.end + _NEARBY]
        yield from (h for block in document.blocks if block.start <= evidence.start < block.end for h in block.headings)


def _issue(store: Store, digest_id: str, zone: str) -> Issue:
    stored = store.digests.get(digest_id)
    assert stored is not None, "a digest that told something is never removed"
    made = from_json(Digest, stored.body)
    return Issue(number=made.number, on=(stored.sent_at or made.made_at).astimezone(ZoneInfo(zone)).date())
