"""Pages that only pretend to be the source, with status 200: a matter of its health, never of the ledger, and over by itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from monitor.model import Event, EventType, HealthState, Source
from monitor.poll import Tools, poll_source
from monitor.programmes import Watchlist, load_packs
from monitor.sources import source_types
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store import Store, open_store
from tests.poll.published import bidders

NORTH = ("Northvale", "Harbour Trust", "Quayside Housing, Lantern")
SOUTH = ("Southmere", "Beacon Group Ltd", "Lantern")
GROWN = ("Northvale", "Harbour Trust", "Quayside Housing, Lantern, Open Door")
START = datetime(2014, 10, 28, 9, 0, tzinfo=UTC)
PDF = Path(__file__).parents[1] / "sources" / "pdf" / "plain-two-pages" / "d.pdf"
TURNS_BAD = {EventType.FAILING, EventType.RESTRUCTURED, EventType.GONE}
OF_HEALTH = {*TURNS_BAD, EventType.RECOVERED, EventType.QUIET}
SENTENCE = "The council has awarded the contract for {area} to {lead}."

OWN = {
    "consent": "<title>Before you continue</title><h1>Before you continue</h1><p>We and our partners use cookies.</p><button>Accept all</button>",
    "login": "<title>Sign in</title><form><label>Password <input type=password name=p></label><button>Sign in</button></form>",
    "parked": "<title>This domain is for sale</title><h1>This domain is for sale</h1><p>Make an offer today.</p>",
    "maintenance": "<title>Down for maintenance</title><h1>We will be back soon</h1><p>The site is being maintained.</p>",
    "empty": "<title></title><body></body>",
    "shell": "<title>Bidders</title><div id=root></div><noscript>Please turn on JavaScript to use this site.</noscript>",
    "challenge": "<title>Just a moment...</title><p>Checking your browser before you continue.</p><script>run()</script>",
}


def feed(*facts: tuple[str, str]) -> str:
    items = "".join(
        f"<item><guid>{area}</guid><title>{area}</title><link>https://notes.example/{area}</link>"
        f"<description>{SENTENCE.format(area=area, lead=lead)}</description></item>"
        for area, lead in facts
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title>{items}</channel></rss>'


def register(*facts: tuple[str, str]) -> str:
    return json.dumps([{"id": area, "lead": lead, "region": area} for area, lead in facts])


@dataclass
class Rehearsal:
    """A store, a real fetcher and a clock that goes on by a day a visit; each source has a path of its own."""

    site: object
    tools: Tools
    store: Store
    now: datetime = START
    numbers: Iterator[int] = field(default_factory=count)

    def source(
        self, body: str, *, kind: str = "page", content_type: str = "text/html; charset=utf-8", **own: object
    ) -> Source:
        path = f"/{kind}-{next(self.numbers)}"
        self.site.put(path, body, content_type=content_type)
        options = source_types()[kind].options(**own)
        return Source(id=path[1:], kind=kind, url=self.site.url + path, internal=True, options=options)

    def publish(
        self, source: Source, body: bytes, content_type: str = "text/html; charset=utf-8", status: int = 200
    ) -> None:
        self.site.put("/" + source.id, "", content_type=content_type, status=status)
        self.site.pages["/" + source.id].body = body

    def visit(self, source: Source, times: int = 1) -> list[Event]:
        events: list[Event] = []
        for _ in range(times):
            self.now += timedelta(days=1)
            events.extend(poll_source(source, self.tools, now=self.now).events)
        return events


@pytest.fixture(scope="module")
def watchlist():
    return Watchlist.of(load_packs())


@pytest.fixture
def rehearsal(site, tmp_path, watchlist):
    settings = FetchSettings(delay_seconds=0, retries=0, obey_robots=False)
    with (
        open_store(f"sqlite:///{tmp_path / 'state' / 'tierwatch.db'}") as store,
        Fetcher(settings, sleep=lambda _seconds: None, clock=lambda: rehearsed.now) as fetcher,
    ):
        tools = Tools(fetch=fetcher.fetch, store=store, watchlist=watchlist)
        rehearsed = Rehearsal(site, tools, store)
        yield rehearsed


def blocked(shared) -> list[tuple[str, bytes]]:
    saved = sorted((shared / "corpora" / "block-pages").glob("*/*.html"))
    assert len(saved) > 20
    return [(file.name, file.read_bytes()) for file in saved]


def ledger(store: Store, now: datetime) -> list[tuple[object, ...]]:
    return sorted(
        (s.area or "", s.organisation, s.role.value, s.status.value) for s in store.standings.as_of(now.date())
    )


def shown(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.type.value, event.change.organisation) for event in events]


def goes_through_a_block(rehearsal: Rehearsal, name: str, body: bytes, *, status: int = 200) -> None:
    """Three good visits, three of the block, the good page again, then a true change."""
    # An area of its own for each, or an earlier source would have told of the true change.
    area = f"Northvale {next(rehearsal.numbers)}"
    source = rehearsal.source(bidders((area, *NORTH[1:]), SOUTH))
    rehearsal.visit(source, 3)
    before = ledger(rehearsal.store, rehearsal.now)
    rehearsal.publish(source, body, status=status)

    while_blocked = rehearsal.visit(source, 3)

    assert {event.type for event in while_blocked} <= TURNS_BAD, (name, shown(while_blocked))
    assert len(while_blocked) == 1, (name, shown(while_blocked))
    assert while_blocked[0].change.reason, name
    assert ledger(rehearsal.store, rehearsal.now) == before, name

    rehearsal.publish(source, bidders((area, *NORTH[1:]), SOUTH).encode())
    back = rehearsal.visit(source)
    assert [event.type for event in back] == [EventType.RECOVERED], (name, shown(back))
    assert rehearsal.store.sources.state(source.id).health is HealthState.GOOD, name
    assert ledger(rehearsal.store, rehearsal.now) == before, name

    rehearsal.publish(source, bidders((area, *GROWN[1:]), SOUTH).encode())
    changed = rehearsal.visit(source)
    assert shown(changed) == [("added", "Open Door")], name


@pytest.mark.parametrize("name", OWN)
def test_a_wall_with_status_200_raises_one_notice_and_heals_by_itself(rehearsal, name) -> None:
    goes_through_a_block(rehearsal, name, OWN[name].encode())


def test_no_saved_block_page_moves_the_ledger_and_a_true_change_is_found_after_it(rehearsal, shared) -> None:
    for name, body in blocked(shared):
        goes_through_a_block(rehearsal, name, body)


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_block_page_with_an_honest_status_does_the_same(rehearsal, status) -> None:
    goes_through_a_block(rehearsal, str(status), OWN["challenge"].encode(), status=status)


@pytest.mark.parametrize("kind", ["feed", "register", "listing", "pdf"])
def test_a_block_page_in_the_place_of_any_kind_of_source_is_never_read(rehearsal, kind) -> None:
    good, content_type, own = {
        "feed": (feed(("Northvale", "Harbour Trust")), "application/rss+xml", {}),
        "register": (
            register(("Northvale", "Harbour Trust")),
            "application/json",
            {"fields": {"lead": "lead", "areas": "region"}},
        ),
        "listing": (
            "<main><h2><a href='/news/one'>Harbour Trust takes the north</a></h2></main>",
            "text/html",
            {},
        ),
        "pdf": ("", "application/pdf", {}),
    }[kind]
    rehearsal.site.put(
        "/news/one", f"<main><h1>One</h1><p>{SENTENCE.format(area='Northvale', lead='Harbour Trust')}</p></main>"
    )
    source = rehearsal.source(good, kind=kind, content_type=content_type, **own)
    if kind == "pdf":
        rehearsal.publish(source, PDF.read_bytes(), content_type)
    rehearsal.visit(source, 2)
    assert rehearsal.store.sources.state(source.id).health is HealthState.GOOD
    before = ledger(rehearsal.store, rehearsal.now)
    events: list[Event] = []
    for body in OWN.values():
        rehearsal.publish(source, body.encode())
        events += rehearsal.visit(source)

    assert Counter(event.type in TURNS_BAD for event in events) == Counter({True: 1}), shown(events)
    assert ledger(rehearsal.store, rehearsal.now) == before


def test_twenty_visits_to_a_wall_are_still_one_notice(rehearsal) -> None:
    source = rehearsal.source(bidders(NORTH, SOUTH))
    rehearsal.visit(source, 3)
    before = ledger(rehearsal.store, rehearsal.now)
    rehearsal.publish(source, OWN["consent"].encode())

    assert [event.type for event in rehearsal.visit(source, 20)] == [EventType.FAILING]
    assert ledger(rehearsal.store, rehearsal.now) == before


def test_one_bad_visit_is_no_news_and_a_change_made_behind_the_wall_is_found(rehearsal) -> None:
    source = rehearsal.source(bidders(NORTH, SOUTH))
    rehearsal.visit(source, 3)
    rehearsal.publish(source, OWN["maintenance"].encode())
    assert rehearsal.visit(source) == []
    rehearsal.publish(source, bidders(GROWN, SOUTH).encode())

    assert shown(rehearsal.visit(source)) == [("added", "Open Door")]


@pytest.mark.parametrize(
    "shrunken",
    [
        "<html><head><title>Bidders</title></head><body><main><h1>Preferred bidders</h1></main></body></html>",
        "<html><head><title>Bidders</title></head><body><main><h1>Preferred bidders</h1><p>The list will be shown here shortly.</p></main></body></html>",
        bidders(),
    ],
    ids=["heading only", "one sentence", "table without rows"],
)
def test_an_emptied_page_takes_no_partner_away_before_a_person_has_looked(rehearsal, shrunken) -> None:
    source = rehearsal.source(
        bidders(*((f"Area {letter}", f"Body {letter} Trust", "Lantern") for letter in "ABCDEFGH"))
    )
    rehearsal.visit(source, 3)
    rehearsal.publish(source, shrunken.encode())

    events = [event for event in rehearsal.visit(source, 3) if event.type not in OF_HEALTH]

    assert {event.state.value for event in events} <= {"held"}, shown(events)


def test_a_register_first_seen_after_its_list_of_codes_is_still_a_baseline_and_no_news(rehearsal) -> None:
    rehearsal.site.put("/codes", '[{"code": "HT", "name": "Harbour Trust"}]', content_type="application/json")
    source = rehearsal.source(
        OWN["maintenance"],
        kind="register",
        fields={"lead": "lead", "areas": "region"},
        codes_url=rehearsal.site.url + "/codes",
    )
    rehearsal.visit(source)
    rehearsal.publish(source, register(("Northvale", "HT"), ("Southmere", "HT")).encode(), "application/json")

    assert rehearsal.visit(source) == []
    assert len(ledger(rehearsal.store, rehearsal.now)) == 2
