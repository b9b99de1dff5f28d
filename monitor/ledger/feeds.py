"""Events as an Atom feed (RFC 4287) and days as a calendar (RFC 5545). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from xml.etree import ElementTree as ET

from monitor.ledger.opendata import event_row
from monitor.model import Event

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WEB = re.compile(r"^https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day in the calendar: ``id`` is the same whenever it is exported."""

    id: str
    on: date
    summary: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed: ``id`` names it for ever, ``terms`` are what it can be sorted by."""

    id: str
    title: str
    at: datetime
    url: str = ""
    summary: str = ""
    terms: tuple[str, ...] = ()


def to_atom(events: Sequence[Event], *, title: str, feed_id: str, updated: datetime) -> bytes:
    """A feed of ``events``, newest first. ``updated`` is used while there are none."""
    return feed_of([_entry_of(event) for event in events], title=title, feed_id=feed_id, updated=updated)


def feed_of(entries: Iterable[Entry], *, title: str, feed_id: str, updated: datetime) -> bytes:
    """A feed of ``entries``, newest first. ``updated`` is used while there are none."""
    newest_first = sorted(entries, key=lambda entry: entry.at, reverse=True)
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_tag("feed"))
    _add(feed, "id", f"urn:tierwatch:{quote(feed_id, safe=':')}")
    _add(feed, "title", title)
    _add(feed, "updated", _rfc3339(newest_first[0].at if newest_first else updated))
    _add(ET.SubElement(feed, _tag("author")), "name", "Tierwatch")
    for entry in newest_first:
        _add_entry(feed, entry)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def to_ics(days: Iterable[Day], *, stamp: datetime) -> str:
    """A calendar of whole days. ``stamp`` is when it was made."""
    from icalendar import Calendar
    from icalendar import Event as CalendarEntry

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Tierwatch//Tierwatch//EN")
    for day in sorted(days, key=lambda each: (each.on, each.id)):
        entry = CalendarEntry()
        entry.add("uid", f"{day.id}@tierwatch")
        entry.add("dtstamp", stamp.astimezone(UTC))
        entry.add("dtstart", day.on)
        entry.add("dtend", day.on + timedelta(days=1))
        entry.add("summary", _one_paragraph(day.summary))
        if _WEB.match(day.url):
            entry.add("url", _one_line(day.url))
        calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written.decode()


def _entry_of(event: Event) -> Entry:
    row = event_row(event)
    return Entry(
        id=f"event:{event.id}", title=row["wording"], at=event.detected_at, url=event.url,
        summary=row["quote"] or row["wording"],
        terms=tuple(str(term) for term in (row["type"], row["area"], row["programme"]) if term),
    )  # fmt: skip


def _add_entry(feed: ET.Element, entry: Entry) -> None:
    written = ET.SubElement(feed, _tag("entry"))
    _add(written, "id", f"urn:tierwatch:{entry.id}")
    _add(written, "title", entry.title)
    _add(written, "updated", _rfc3339(entry.at))
    if _WEB.match(entry.url):
        ET.SubElement(written, _tag("link"), rel="alternate", href=_NOT_XML.sub("", entry.url))
    for term in entry.terms:
        ET.SubElement(written, _tag("category"), term=_NOT_XML.sub("", term))
    _add(written, "summary", entry.summary)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, _tag(name)).text = _NOT_XML.sub("\ufffd", text)


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _one_paragraph(text: str) -> str:
    return " ".join(_NOT_XML.sub("", text).split())


def _one_line(text: str) -> str:
    return re.sub(r"\s", "", _NOT_XML.sub("", text))
