"""Staff are told once of a cause, by mail and by webhook, and told again later where nobody could be; our own network's end is one cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.cli.context import Composition
from monitor.cli.drafting import draft_missed
from monitor.cli.duties import Service
from monitor.cli.vigil import tell_alerts, write_to_staff
from monitor.errors import FetchError
from monitor.model import HealthState, PollRecord, Source, SourceState
from monitor.model.people import StaffRole
from monitor.operations.vitals import Vitals
from monitor.operations.watch import Alert, alerts, over
from monitor.poll import Tools, poll_source
from monitor.programmes import Watchlist
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store.figures import Figures
from tests.site import Endpoint, running_endpoint

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def hook() -> Iterator[Endpoint]:
    with running_endpoint() as found:
        yield found


def composed(tierwatch, text: str) -> Composition:
    tierwatch.configure(text)
    return Composition(str(tierwatch.config))


def full(store, composition) -> Vitals:
    """The signs of a service whose disk is too full."""
    return Vitals(store, composition.config.state, reserve_mb=10**9)


def test_an_alert_goes_to_the_webhook_once_a_day(tierwatch, hook) -> None:
    composition = composed(tierwatch, f'[operations]\nwebhook_url = "{hook.url}"')
    with composition.open_store() as store:
        for _ in range(3):
            tell_alerts(composition, store, full(store, composition), by="a")

    assert [each["cause"] for each in hook.told] == ["not ready"]
    assert "MB free" in hook.told[0]["text"]


def test_where_nobody_could_be_told_the_next_turn_tries_again(tierwatch, hook) -> None:
    # A port on which nobody takes mail.
    composition = composed(
        tierwatch, f'[mail]\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\n[operations]\nwebhook_url = "{hook.url}"'
    )
    hook.status = 500
    with composition.open_store() as store:
        store.users.add("ann", role=StaffRole.ADMINISTRATOR, email="ann@staff.example", password_hash="x", at=NOW)
        assert not write_to_staff(composition, store, by="a")
        tell_alerts(composition, store, full(store, composition), by="a")
        hook.status = 200
        tell_alerts(composition, store, full(store, composition), by="a")
        tell_alerts(composition, store, full(store, composition), by="a")
        composition.config = replace(composition.config, mail=replace(composition.config.mail, host=""))
        assert write_to_staff(composition, store, by="a")
        assert not write_to_staff(composition, store, by="a")

    assert len(hook.told) == 2
    assert len(list((tierwatch.state / "outbox").glob("*.eml"))) == 1


def test_what_a_process_was_cut_off_in_is_done_at_the_next_start(tierwatch, hook) -> None:
    composition = composed(tierwatch, f'[operations]\nwebhook_url = "{hook.url}"')
    now = datetime.now(UTC)
    week = composition.config.weekly.last_period(now).key
    with composition.open_store() as store, composition.fetcher() as fetcher:
        begun = {"digest": week, "staff letter": week, "alert: not ready": f"{now:%Y-%m-%d}"}
        assert all(
            store.runs.claim(kind, period, at=now, by="a process that was killed") for kind, period in begun.items()
        )
        draft_missed(composition, by="me")
        before = (store.digests.list(), write_to_staff(composition, store, by="me"))
        told_before = tell_alerts(composition, store, full(store, composition), by="me")

        Service(composition, store, fetcher, notify=str).take_over()
        drafted = [each.period.key for each in store.digests.list()]
        written = write_to_staff(composition, store, by="me")
        told = tell_alerts(composition, store, full(store, composition), by="me")
        (letter,) = store.runs.list("staff letter")

    assert before == ((), False)
    assert (told_before, told) == (0, 1)
    assert drafted == [week]
    assert letter.finished_at
    assert not written


def test_staff_are_told_when_what_they_were_told_of_is_over_and_once(tierwatch, hook) -> None:
    composition = composed(tierwatch, f'[operations]\nwebhook_url = "{hook.url}"')
    with composition.open_store() as store:
        store.users.add("ann", role=StaffRole.READER, email="ann@staff.example", password_hash="x", at=NOW)
        well = Vitals(store, composition.config.state, reserve_mb=0)
        assert tell_alerts(composition, store, well, by="a") == 0
        assert [tell_alerts(composition, store, full(store, composition), by="a") for _ in range(2)] == [1, 0]
        assert [tell_alerts(composition, store, well, by="a") for _ in range(2)] == [1, 0]

    mails = [file.read_text() for file in (tierwatch.state / "outbox").glob("*.eml")]
    assert [(each["kind"], each["cause"]) for each in hook.told] == [("alert", "not ready"), ("over", "not ready")]
    assert len(mails) == 2
    assert sum("Subject: Tierwatch does its work again" in mail for mail in mails) == 1


def test_the_first_turn_of_a_state_tells_of_nothing_that_ended_before_it(tierwatch, hook) -> None:
    composition = composed(tierwatch, f'[operations]\nwebhook_url = "{hook.url}"')
    with composition.open_store() as store:
        well = Vitals(store, composition.config.state, reserve_mb=0)
        # As a version left it that never told of an end.
        for cause, day in (("backup", "2026-01-05"), ("not ready", "2026-01-06"), ("host a.example", "2025-11-01")):
            store.runs.claim(f"alert: {cause}", day, at=NOW, by="an earlier version")
            store.runs.finish(f"alert: {cause}", day, at=NOW, outcome="told 1")
        told = [tell_alerts(composition, store, each, by="a") for each in (well, well, full(store, composition), well)]

    assert told == [0, 0, 1, 1]
    assert [(each["kind"], each["cause"]) for each in hook.told] == [("alert", "not ready"), ("over", "not ready")]


def test_a_host_that_can_be_read_again_is_over_but_not_while_nothing_can_be_reached() -> None:
    before = {"host a.example": "then", "network": "2026-03-02", "backup": "2026-03-01"}
    network = Alert(cause="network", subject="No site can be reached", text="", period="2026-03-02")

    assert {each.cause: each.period for each in over(before, [])} == before
    assert [each.cause for each in over(before, [network])] == ["backup"]


def test_the_sources_of_one_host_are_one_cause_told_once_a_turn() -> None:
    sources = [Source(id=f"s{n}", kind="page", url=f"https://{'a' if n < 2 else 'b'}.example/{n}") for n in range(12)]
    bad = {"health": HealthState.FAILING, "failures": 4, "reason": "no answer"}
    states = {
        each.id: SourceState(source_id=each.id, **(bad if n < 2 else {"health": HealthState.GOOD}), health_since=NOW)
        for n, each in enumerate(sources)
    }

    def told(day: int, states: dict[str, SourceState]) -> list[tuple[str, str]]:
        found = alerts(sources, states, Figures(), not_ready=None, now=NOW + timedelta(days=day))
        return [(each.cause, each.period) for each in found]

    assert told(0, states) == told(3, states) == [("host a.example", NOW.isoformat())]
    turned_again = states | {"s0": replace(states["s0"], health_since=NOW + timedelta(days=9))}
    assert told(9, turned_again) != told(0, states)
    assert alerts(sources, states, Figures(), not_ready=None, now=NOW, offline=True)[0].cause == "network"


def test_when_our_own_network_is_gone_nothing_is_counted_against_any_source(tierwatch, site) -> None:
    sources = [Source(id=f"s{n}", kind="page", url=f"https://s{n}.example/", every_hours=24) for n in range(8)]
    gone = "unreachable"
    with tierwatch.store() as store, Fetcher(FetchSettings(delay_seconds=0, obey_robots=False)) as fetcher:
        site.put("/", "<html><body><main><h1>Board</h1><p>The board met in the old town hall.</p></main></body></html>")

        def fetch(request):
            if gone:
                raise FetchError(request.url, "no route to it", kind=gone, transient=True)
            return fetcher.fetch(replace(request, url=f"{site.url}/", internal=True))

        tools = Tools(fetch=fetch, store=store, watchlist=Watchlist.of([]))
        for each in sources:
            store.record(
                PollRecord(
                    poll_id=each.id,
                    source_id=each.id,
                    at=NOW,
                    state=SourceState(source_id=each.id, health=HealthState.GOOD, last_good_at=NOW),
                )
            )
        lost = [poll_source(each, tools, now=NOW + timedelta(hours=n + 1)) for n, each in enumerate(sources)]
        counted = [state.failures for _, state in sorted(store.sources.all().items())]
        was_down = tools.reach.is_down
        gone = ""
        poll_source(sources[0], tools, now=NOW + timedelta(hours=20))
        gone = "refused"
        alone = poll_source(sources[7], tools, now=NOW + timedelta(hours=21))

    assert counted == [1, 1, 1, 0, 0, 0, 0, 0]
    assert was_down
    assert "our own network" in lost[-1].failure
    assert lost[-1].due_at == NOW + timedelta(hours=8, minutes=10)
    assert "our own network" not in alone.failure
