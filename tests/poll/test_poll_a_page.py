"""A page that is polled day by day: what makes an event, and what does not."""

from __future__ import annotations

import re
from datetime import timedelta

from monitor.model import EventType, HealthState
from tests.poll.published import bidders

NORTH = ("Northvale", "Harbour Trust", "Quayside Housing, Lantern")
SOUTH = ("Southmere", "Beacon Group Ltd", "Lantern")
EAST = ("Eastmere", "Copperfield CIC", "none")


def kinds(events) -> list[tuple[str, str, str | None]]:
    return sorted((event.type.value, event.change.organisation, event.change.area) for event in events)


def test_the_first_sight_of_a_source_is_a_baseline_and_no_news(site, poller, store) -> None:
    site.put("/bidders", bidders(NORTH, SOUTH))
    page = poller("/bidders")

    assert page.poll() == []
    standings = store.standings.as_of(page.now.date())
    assert {(s.area, s.organisation, s.role.value) for s in standings} == {
        ("Northvale", "Harbour Trust", "lead"),
        ("Northvale", "Quayside Housing", "partner"),
        ("Northvale", "Lantern", "partner"),
        ("Southmere", "Beacon Group Ltd", "lead"),
        ("Southmere", "Lantern", "partner"),
    }


def test_a_new_partner_is_one_event_with_the_words_that_say_so(site, poller) -> None:
    site.put("/bidders", bidders(NORTH))
    page = poller("/bidders")
    page.poll()
    site.put("/bidders", bidders(("Northvale", "Harbour Trust", "Quayside Housing, Lantern, Open Door")))

    (event,) = page.poll()

    assert (event.type, event.change.organisation, event.change.area) == (EventType.ADDED, "Open Door", "Northvale")
    assert event.change.evidence.quote == "Open Door"
    assert event.wording == "Open Door joins as a partner of Harbour Trust in Northvale"


def test_a_lead_that_another_takes_the_place_of_is_one_replacement(site, poller, store) -> None:
    site.put("/bidders", bidders(NORTH, SOUTH))
    page = poller("/bidders")
    page.poll()
    site.put("/bidders", bidders(NORTH, ("Southmere", "Copperfield CIC", "Lantern")))

    (event,) = page.poll()

    assert event.type is EventType.REPLACED
    assert (event.change.organisation, event.change.organisation_to) == ("Beacon Group Ltd", "Copperfield CIC")
    leads = {s.organisation for s in store.standings.as_of(page.now.date(), area="Southmere") if s.role.value == "lead"}
    assert leads == {"Copperfield CIC"}


def test_a_missing_name_is_removed_only_when_a_second_visit_misses_it_too(site, poller) -> None:
    site.put("/bidders", bidders(NORTH, SOUTH))
    page = poller("/bidders")
    page.poll()
    site.put("/bidders", bidders(("Northvale", "Harbour Trust", "Lantern"), SOUTH))

    assert page.poll() == []
    assert page.poll(after=timedelta(hours=1)) == []
    assert kinds(page.poll(after=timedelta(hours=6))) == [("removed", "Quayside Housing", "Northvale")]
    assert page.poll() == []


def test_a_name_that_comes_back_was_never_gone(site, poller) -> None:
    site.put("/bidders", bidders(NORTH, SOUTH))
    page = poller("/bidders")
    page.poll()
    site.put("/bidders", bidders(("Northvale", "Harbour Trust", "Lantern"), SOUTH))
    page.poll()
    site.put("/bidders", bidders(NORTH, SOUTH))

    assert page.poll() == []
    assert page.poll() == []


def test_furniture_and_order_raise_nothing(site, poller) -> None:
    site.put("/bidders", bidders(NORTH, SOUTH))
    page = poller("/bidders")
    page.poll()
    site.put("/bidders", bidders(SOUTH, NORTH, menu="Latest (3 new)"))

    assert page.poll() == []
    assert page.poll() == []


def test_a_page_that_loses_most_of_its_names_is_held_and_called_restructured(site, poller) -> None:
    many = [(f"Area {letter}", f"Body {letter} Trust", "Lantern") for letter in "ABCDEFGH"]
    site.put("/bidders", bidders(*many))
    page = poller("/bidders")
    page.poll()
    site.put("/bidders", bidders(many[0]))

    events = page.poll()

    lost = [event for event in events if event.type is not EventType.RESTRUCTURED]
    assert len(events) == len(lost) + 1
    assert {event.type for event in lost} == {EventType.REMOVED, EventType.AREA_REMOVED}
    assert {event.state.value for event in lost} == {"held"}


def test_an_unchanged_page_is_answered_by_304_and_not_read(site, poller) -> None:
    site.put("/bidders", bidders(NORTH))
    page = poller("/bidders")
    page.poll()
    page.poll()

    assert page.last.unchanged
    first, second = (tag for path, tag in site.requests if path == "/bidders")
    assert first is None
    assert second


def test_a_consent_wall_is_a_matter_of_health_and_the_last_good_state_stays(site, poller, store) -> None:
    site.put("/bidders", bidders(NORTH, SOUTH))
    page = poller("/bidders")
    page.poll()
    before = store.dump()
    wall = "<html><title>Before you continue</title><body><p>We value your privacy.</p><button>Accept all cookies</button></body></html>"
    site.put("/bidders", wall)

    (turned,) = [event for _ in range(4) for event in page.poll()]

    assert turned.type is EventType.FAILING
    assert "consent wall" in page.last.failure
    assert store.sources.state("page").health is HealthState.FAILING
    site.put("/bidders", bidders(NORTH, SOUTH))
    (recovered,) = page.poll()
    assert recovered.type is EventType.RECOVERED
    # Both notices name the day of the first visit in vain.
    (day,) = re.findall(r"without success since (\d+ \w+ \d{4})$", turned.change.reason)
    assert recovered.change.reason.endswith(f"had been failing since {day}")
    assert before.count("Harbour Trust") == store.dump().count("Harbour Trust")


def test_a_change_made_behind_an_outage_is_found_after_it(site, poller) -> None:
    site.put("/bidders", bidders(NORTH))
    page = poller("/bidders")
    page.poll()
    site.put("/bidders", "down", status=503, content_type="text/plain")
    page.poll()
    site.put("/bidders", bidders(("Northvale", "Harbour Trust", "Quayside Housing, Lantern, Open Door")))

    assert kinds(page.poll()) == [("added", "Open Door", "Northvale")]


def test_a_page_that_is_gone_is_called_gone(site, poller, store) -> None:
    site.put("/bidders", bidders(NORTH))
    page = poller("/bidders")
    page.poll()
    del site.pages["/bidders"]

    assert [event.type for _ in range(5) for event in page.poll()] == [EventType.GONE]
    assert store.standings.as_of(page.now.date(), area="Northvale")


def test_polling_twice_at_one_moment_records_nothing_twice(site, poller, store) -> None:
    site.put("/bidders", bidders(NORTH))
    page = poller("/bidders")
    page.poll()
    site.put("/bidders", bidders(NORTH, EAST))
    page.poll()
    once = store.dump()
    page.poll(after=timedelta(0))

    assert store.dump() == once
