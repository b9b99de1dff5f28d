"""What comes back on a day: advice whose facts move, promises whose time is over, links that are dead, closing dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.errors import TierwatchError
from monitor.model import EventType
from monitor.programmes import Watchlist
from monitor.programmes.pack import Area, Organisation, Programme
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store import Reminder
from monitor.upkeep.advice import add_advice, mark_advice, reviewed
from monitor.upkeep.coming_back import close, is_due, put_off
from monitor.upkeep.documents import calendar_days, note_documents
from monitor.upkeep.issues import note_issues
from monitor.upkeep.links import DEAD_AFTER, check_links, dead_links, gather_links
from tests.site import running_site

ROUND = Programme(
    id="round", name="Round", starts_on=date(2014, 10, 29), areas=(Area(id="essex", name="Essex", aliases=("the East",)),),
    organisations=(Organisation(id="acme", name="Acme"),),
)  # fmt: skip
NOW = datetime(2014, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def watchlist():
    return Watchlist.of([ROUND])


def advise(store, watchlist, *depends_on, title="How to register", url="https://us.test/register"):
    return add_advice(
        store, watchlist, title=title, url=url, review_by=date(2015, 5, 1), depends_on=depends_on, by="ann", now=NOW
    )


class TestAdvice:
    @pytest.mark.parametrize("fact", ["area:the East", "organisation:Acme", "programme:round"])
    def test_an_item_comes_back_when_a_fact_that_it_rests_on_moves(self, store, desk, build, watchlist, fact):
        advise(store, watchlist, fact)
        desk.visit("x", at=NOW + timedelta(days=1), changes=[build.change(occurred_on=date(2014, 12, 5))])

        (marked,) = mark_advice(store)

        assert marked.outcome == "check: Acme added in Essex (2014-12-05)"
        assert is_due(marked, NOW.date())

    def test_what_moved_before_it_was_read_or_concerns_another_place_leaves_it_be(self, store, desk, build, watchlist):
        desk.visit("x", at=NOW - timedelta(days=1), changes=[build.change()])
        advise(store, watchlist, "area:Essex")
        desk.visit(
            "y",
            at=NOW + timedelta(days=1),
            changes=[build.change("Beacon", area="Kent")],
            url="https://ministry.test/k",
        )

        assert mark_advice(store) == ()

    def test_a_person_who_reads_it_sets_it_right_until_the_next_change(self, store, desk, build, watchlist):
        advise(store, watchlist, "area:Essex")
        desk.visit("x", at=NOW + timedelta(days=1), changes=[build.change()])
        (marked,) = mark_advice(store)
        reviewed(store, marked, review_by=date(2015, 9, 1), by="ann", now=NOW + timedelta(days=2))

        assert mark_advice(store) == ()
        assert store.reminders.list("advice")[0].due_on == date(2015, 9, 1)
        assert [entry.action for entry in store.audit.list()] == ["advice reviewed", "advice added"]

    def test_it_comes_back_on_its_day_though_nothing_moved(self, store, watchlist):
        item = advise(store, watchlist)

        assert not is_due(item, date(2015, 4, 30))
        assert is_due(item, date(2015, 5, 1))

    def test_it_comes_back_when_an_address_in_it_is_retired(self, store, watchlist):
        advise(store, watchlist, "contact:Register@Ministry.test")
        store.contacts.know("register@ministry.test", at=NOW)
        store.contacts.retire("register@ministry.test", on=date(2015, 4, 1))

        assert mark_advice(store)[0].outcome == "check: register@ministry.test is retired"

    @pytest.mark.parametrize("fact", ["weather:rain", "area:", "organisation:Nobody we know"])
    def test_a_fact_that_can_never_move_is_refused(self, store, watchlist, fact):
        with pytest.raises(TierwatchError):
            advise(store, watchlist, fact)


class TestPromises:
    WORDS = "We will also be re-launching our legal support offer in the coming weeks."

    def test_a_vague_promise_comes_back_when_its_time_is_over(self, store, desk):
        desk.visit(self.WORDS, at=NOW, baseline=True)
        note_documents(store, now=NOW + timedelta(days=1))

        (promise,) = store.reminders.list("promise")

        assert promise.subject == self.WORDS
        assert not is_due(promise, NOW.date() + timedelta(weeks=5))
        assert is_due(promise, NOW.date() + timedelta(weeks=6))

    def test_the_same_sentence_read_again_is_the_same_promise_and_stays_closed(self, store, desk):
        desk.visit(self.WORDS, at=NOW)
        note_documents(store, now=NOW + timedelta(days=1))
        close(store, store.reminders.list("promise")[0].id[:8], outcome="kept", by="ann", now=NOW + timedelta(days=2))
        desk.visit(self.WORDS + " More.", at=NOW + timedelta(days=3))

        assert note_documents(store, now=NOW + timedelta(days=4)) == 0
        assert store.reminders.list("promise") == ()

    def test_it_can_be_put_off(self, store, desk):
        desk.visit(self.WORDS, at=NOW)
        note_documents(store, now=NOW + timedelta(days=1))
        moved = put_off(store, store.reminders.list("promise")[0].id, weeks=10, by="ann", now=NOW)

        assert moved.due_on == NOW.date() + timedelta(weeks=10)

    @pytest.mark.parametrize(
        "words",
        [
            "We may re-launch it in the coming weeks.", "It was re-launched last week.", "Will it open soon?",
            "They will not publish it shortly.", "The service will open on 3 May.",
        ],
    )  # fmt: skip
    def test_what_is_possible_denied_past_or_dated_promises_nothing_vague(self, store, desk, words):
        desk.visit(words, at=NOW)
        note_documents(store, now=NOW + timedelta(days=1))

        assert store.reminders.list("promise") == ()

    def test_an_old_page_that_is_read_for_the_first_time_promises_nothing(self, store, desk):
        desk.visit(self.WORDS, at=datetime(2010, 1, 1, tzinfo=UTC))
        note_documents(store, now=NOW)

        assert store.reminders.list("promise") == ()


class TestClosingDates:
    def test_a_closing_date_ahead_stands_in_the_calendar_and_one_that_is_over_does_not(self, store, desk):
        desk.visit("Apply by 18 November.", at=NOW)
        note_documents(store, now=NOW + timedelta(days=1))

        ahead = calendar_days(store, [ROUND], today=date(2014, 11, 18))
        over = calendar_days(store, [ROUND], today=date(2014, 11, 19))

        assert [(day.on, day.summary) for day in ahead] == [
            (date(2014, 10, 29), "Round starts"), (date(2014, 11, 18), "Closes: Ministry: The list"),
        ]  # fmt: skip
        assert [day.summary for day in over] == ["Round starts"]


@pytest.fixture(scope="module")
def site():
    with running_site() as running:
        yield running


class TestLinks:
    @pytest.fixture
    def fetch(self):
        """The fetcher of the poller, allowed onto loopback."""
        with Fetcher(FetchSettings(delay_seconds=0, retries=0)) as fetcher:
            yield lambda request: fetcher.fetch(replace(request, internal=True))

    def keep(self, store, url):
        store.reminders.add(Reminder(kind="link", subject=url, url=url, due_on=NOW.date(), created_at=NOW))

    def check(self, store, fetch, *, days=0):
        return check_links(store, fetch, now=NOW + timedelta(days=days))

    def test_a_link_is_dead_after_three_failures_on_different_days(self, store, site, fetch):
        self.keep(store, site.url + "/nowhere")

        for day in range(DEAD_AFTER - 1):
            assert self.check(store, fetch, days=day)[0].outcome == ""
            assert self.check(store, fetch, days=day) == ()
        assert dead_links(store) == ()
        (last,) = self.check(store, fetch, days=DEAD_AFTER - 1)

        assert last.outcome.startswith("dead:")
        assert dead_links(store) == (last,)

    def test_a_link_that_answers_again_is_alive_and_is_left_alone_for_a_month(self, store, site, fetch):
        self.keep(store, site.url + "/page")
        self.check(store, fetch)
        site.put("/page", "<p>Here</p>")
        (back,) = self.check(store, fetch, days=1)

        assert (back.attempts, back.outcome) == (0, "")
        assert self.check(store, fetch, days=29) == ()

    def test_a_site_that_asks_not_to_be_read_is_not_asked_and_its_link_not_dead(self, store, site, fetch):
        site.put("/robots.txt", "User-agent: *\nDisallow: /private", content_type="text/plain")
        self.keep(store, site.url + "/private/x")
        (checked,) = self.check(store, fetch)

        assert (checked.attempts, checked.outcome) == (0, "")
        assert not any(path.startswith("/private") for path, _ in site.requests)

    def test_the_links_of_advice_and_of_issues_that_went_out_are_looked_after(self, store, desk, build, watchlist):
        advise(store, watchlist, url="https://us.test/Advice?A=B")
        desk.visit("x", at=datetime(2014, 10, 30, 12, tzinfo=UTC), changes=[build.change()])
        desk.issue(desk.first)

        assert gather_links(store, now=NOW) == 2
        assert gather_links(store, now=NOW) == 0
        assert {each.url for each in store.reminders.list("link")} == {
            "https://us.test/Advice?A=B", "https://ministry.test/list",
        }  # fmt: skip

    def test_an_issue_that_tells_of_a_dead_address_does_not_give_it_out(self, store, desk, build):
        gone = build.change("old@ministry.test", type=EventType.CONTACT_RETIRED, before="old@ministry.test", area=None)
        desk.visit("x", at=datetime(2014, 10, 30, 12, tzinfo=UTC), changes=[gone])
        desk.issue(desk.first)
        note_issues(store, now=NOW)

        assert [each.address for each in store.contacts.given_out("digest")] == []
