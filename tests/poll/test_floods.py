"""Very much at once is one thing for a person to look at: a list whose entries all have new names, and ten pages redesigned in one night."""

from __future__ import annotations

from datetime import timedelta

from monitor.model import EventState, EventType
from monitor.poll import poll_source
from tests.poll.published import bidders

NAMES = ["Amber", "Birch", "Cedar", "Dover", "Elder", "Fern", "Garnet", "Hazel"]


def feed(numbers: range, mark: str) -> str:
    items = "".join(
        f"<item><guid>{mark}{n}</guid><title>Award {mark} {n}</title><link>https://example.org/{mark}/{n}</link>"
        f"<description>The council has awarded the contract for {NAMES[n % 8]}shire to {NAMES[n % 8]} {NAMES[n // 8 % 8]} Trust.</description></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title>{items}</channel></rss>'


def news(events) -> list:
    return [event for event in events if not event.type.concerns_source]


def test_a_list_that_begins_anew_is_held_as_one_item_and_the_next_visit_is_quiet(site, poller, store) -> None:
    site.put("/feed", feed(range(3), "old"), content_type="application/rss+xml")
    watched = poller("/feed", "feed")
    watched.poll()
    site.put("/feed", feed(range(64), "new"), content_type="application/rss+xml")

    events = watched.poll()

    assert len(news(events)) > 50
    assert {event.state for event in news(events)} == {EventState.HELD}
    assert [event.type for event in events if event.type is EventType.RESTRUCTURED] == [EventType.RESTRUCTURED]
    assert "begin anew" in news(events)[0].reason
    assert watched.poll() == []


def test_some_news_at_once_is_not_held(site, poller) -> None:
    site.put("/feed", feed(range(3), "old"), content_type="application/rss+xml")
    watched = poller("/feed", "feed")
    watched.poll()
    site.put("/feed", feed(range(20), "old"), content_type="application/rss+xml")

    assert {event.state for event in news(watched.poll())} == {EventState.PENDING}


def test_ten_pages_redesigned_in_one_night_are_ten_held_items_and_nothing_to_print(site, poller, store) -> None:
    many = [(f"{name}shire", f"{name} Harbour Trust", "Lantern") for name in NAMES]
    first = poller("/0")
    sources = []
    for n in range(10):
        site.put(f"/{n}", bidders(*many))
        page = poller(f"/{n}")
        page.source = page.source.__class__(id=f"p{n}", kind="page", url=page.source.url, internal=True)
        sources.append(page.source)
    for source in sources:
        poll_source(source, first.tools, now=first.now)
    for n in range(10):
        site.put(f"/{n}", bidders(many[0]))
    outcomes = [poll_source(source, first.tools, now=first.now + timedelta(days=1)) for source in sources]

    assert all([event.type for event in each.events].count(EventType.RESTRUCTURED) <= 1 for each in outcomes)
    lost = [event for each in outcomes for event in news(each.events)]
    assert {event.state for event in lost} <= {EventState.HELD}
    assert lost
    again = [poll_source(source, first.tools, now=first.now + timedelta(days=2)) for source in sources]
    assert [event for each in again for event in news(each.events)] == []
