"""What the links of a mail lead to: the issue on the web from the first mail on, the feed of issues, and days for a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from monitor.clock import Period, WeeklyAt
from monitor.digest.compile import compile_digest
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.encoding import to_json
from monitor.mail import dispatch
from monitor.mail.dispatch import PostOffice
from monitor.mail.send import Rules
from monitor.mail.smtp import Relay, Session
from monitor.model import DigestItem, DigestState, Section, SectionKind
from monitor.web.app import create_app
from monitor.web.settings import WebSettings
from monitor.web.site import Imprint, Site
from tests.mail.issues import KEYS, NOW, SECRET, an_event, join

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://own.example"


@pytest.fixture
def office(sink):
    relay = Relay(host="127.0.0.1", port=sink.port, security="none", timeout_seconds=5)
    return PostOffice(
        sender=Sender(name="N", address="b@own.example", list_id="b.own.example"),
        masthead=Masthead(title="The weekly", base_url=BASE, identity="N, EX1"), rules=Rules(connections=1),
        reports_to="bounces@own.example", connect=lambda _stored: Session(relay), undo=timedelta(seconds=60),
    )  # fmt: skip


@pytest.fixture
def client(store, office):
    weekly = WeeklyAt(weekday="friday", at=time(7), zone="Europe/London")
    imprint = Imprint(masthead=office.masthead, sender=office.sender, weekly=weekly)
    site = Site(
        store=store, settings=WebSettings(), imprint=lambda: imprint, secret=SECRET, keys=KEYS, clock=lambda: NOW,
    )  # fmt: skip
    return create_app(site).test_client()


@pytest.fixture
def stored(store):
    """An approved issue with a change and an event, for three members."""
    for n in range(3):
        join(store, f"m{n}@m.example")
    period = Period(start=NOW - timedelta(days=7), end=NOW)
    day = DigestItem(
        id="a-day-of-learning",
        headline="A day of learning",
        closes_on=date(2026, 12, 9),
        takes_place="10 to 4, Leeds, free",
    )
    written = [Section(kind=SectionKind.EVENTS, items=(day,))]
    digest = compile_digest(period=period, number=7, title="The weekly", events=[an_event()], written=written, now=NOW)
    drafted = store.digests.draft(period, to_json(digest), at=NOW, expires_at=NOW + timedelta(days=5))
    return store.digests.move(drafted.id, DigestState.APPROVED, at=NOW, by="ann")


def links_of(raw, ending):
    words = raw.replace(b"=\r\n", b"").replace(b"=3D", b"=").decode()
    return sorted({line for line in words.split() if line.startswith(BASE) and line.endswith(ending)})


def test_the_link_of_the_first_mail_works_while_the_others_still_wait(store, client, office, stored, sink):
    address = f"/archive/{stored.id[:12]}"
    seen = []
    dispatch.begin(store, KEYS, office, stored, by="ann", now=NOW, hold=True)
    held = client.get(address).status_code

    def look(_outcome):
        seen.append(client.get(address).status_code)

    begun = replace(store.digests.get(stored.id))
    dispatch.work(store, KEYS, office, begun, clock=lambda: NOW + timedelta(seconds=60), progress=look)

    assert (held, seen) == (404, [200, 200, 200])
    assert client.get(address).status_code == 200


def test_what_was_cancelled_half_way_can_still_be_read_by_who_got_it(store, client, office, stored, sink):
    dispatch.begin(store, KEYS, office, stored, by="ann", now=NOW)
    begun = store.digests.get(stored.id)

    def stop(_outcome):
        dispatch.cancel(store, stored.id, by="ann", now=NOW)

    dispatch.work(store, KEYS, office, begun, clock=lambda: NOW, progress=stop)

    assert len(sink.taken) == 1
    assert client.get(f"/archive/{stored.id[:12]}").status_code == 200
    assert stored.id[:12] not in client.get("/archive").get_data(as_text=True)


def test_the_mail_links_a_feed_of_issues_and_a_day_for_the_calendar(store, client, office, stored, sink):
    dispatch.begin(store, KEYS, office, stored, by="ann", now=NOW)
    dispatch.work(store, KEYS, office, store.digests.get(stored.id), clock=lambda: NOW)
    ((_, raw), *_) = sink.raw
    (feed,), (day, all_days) = links_of(raw, ".atom"), links_of(raw, ".ics")

    entries = ET.fromstring(client.get(feed.removeprefix(BASE)).get_data()).findall(f"{ATOM}entry")
    calendar = Calendar.from_ical(client.get(day.removeprefix(BASE)).get_data())

    (entry,) = entries
    assert entry.find(f"{ATOM}title").text == "The weekly 7"
    assert entry.find(f"{ATOM}link").get("href") == f"{BASE}/archive/{stored.id[:12]}"
    assert "A day of learning" in entry.find(f"{ATOM}summary").text
    (event,) = calendar.walk("VEVENT")
    assert (event["SUMMARY"], event["DTSTART"].dt) == ("A day of learning (10 to 4, Leeds, free)", date(2026, 12, 9))
    assert client.get(all_days.removeprefix(BASE)).mimetype == "text/calendar"
    assert b"m0@m.example" not in client.get(feed.removeprefix(BASE)).get_data()
    assert client.get(f"/archive/{stored.id[:12]}/nothing.ics").status_code == 404
    assert client.get("/archive/short/nothing.ics").status_code == 404
