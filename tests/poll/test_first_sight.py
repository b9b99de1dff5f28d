"""What is first seen of a source is no news, however the first answer came; what comes after it is."""

from __future__ import annotations

import pytest

from monitor.model import HealthState
from tests.poll.test_floods import feed, news


def put(site, text: str) -> None:
    site.put("/feed", text, content_type="application/rss+xml")


@pytest.mark.parametrize("share", [0.15, 0.4, 0.7, 0.95])
def test_what_a_feed_that_broke_off_left_out_at_first_sight_is_no_news(site, poller, store, share) -> None:
    whole = feed(range(6), "old")
    put(site, whole[: int(len(whole) * share)])
    watched = poller("/feed", "feed")
    first = watched.poll()
    put(site, whole)
    second = watched.poll()
    put(site, feed(range(7), "old"))
    third = watched.poll()

    assert news(first) == news(second) == []
    assert [event.change.organisation for event in news(third)] == ["Garnet Amber Trust"]


def test_a_feed_that_is_always_a_little_broken_has_its_news_from_the_third_visit_on(site, poller) -> None:
    def broken(numbers: range) -> str:
        return feed(numbers, "old").replace("<title>Notes</title>", "<title>Notes & more</title>")

    watched = poller("/feed", "feed")
    found = []
    for numbers in (range(3), range(3), range(4)):
        put(site, broken(numbers))
        found.append(news(watched.poll()))

    assert [len(each) for each in found] == [0, 0, 1]


def test_a_feed_that_breaks_off_before_its_first_entry_is_no_empty_feed(site, poller, store) -> None:
    put(site, feed(range(3), "old"))
    watched = poller("/feed", "feed")
    watched.poll()
    put(site, feed(range(3), "old").partition("<item>")[0])
    watched.poll()

    assert "not well-formed" in watched.last.failure
    assert store.sources.state(watched.source.id).health is HealthState.GOOD


def test_half_a_name_at_the_end_of_a_feed_that_breaks_off_is_nobody(site, poller) -> None:
    put(site, feed(range(3), "old"))
    watched = poller("/feed", "feed")
    watched.poll()
    # The fourth entry is whole, the fifth ends within the second word of its name.
    put(site, feed(range(5), "old").partition("Elder Amber")[0] + "Elder Am")

    assert [event.change.organisation for event in news(watched.poll())] == ["Dover Amber Trust"]
