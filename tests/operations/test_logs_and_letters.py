"""Logs that name nobody, a poll id that can be followed, one alert a cause, and a letter each week."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime, timedelta

import pytest

from monitor.clock import Period
from monitor.model import HealthState, Source, SourceState
from monitor.operations.logs import JsonLines, scrubbed
from monitor.operations.watch import alerts, staff_letter
from monitor.poll import Tools, poll_source
from monitor.poll.trace import POLL
from monitor.programmes import Watchlist, load_packs
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store.figures import Figures

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
WEEK = Period(start=NOW - timedelta(days=7), end=NOW)
CANARIES = [
    "canary.person@members.example", "o'canary+tag@sub.members.example", "CANARY@MEMBERS.EXAMPLE", "kanarie@bücher.example",
]  # fmt: skip


def line(message: str, *arguments: object, **marks: object) -> dict[str, object]:
    record = logging.getLogger("t").makeRecord("t", logging.INFO, "f", 1, message, arguments, None, extra=marks or None)
    written = JsonLines().format(record)
    assert "\n" not in written
    return json.loads(written)


@pytest.mark.parametrize("address", CANARIES)
def test_no_address_reaches_a_line_of_the_log(address) -> None:
    said = json.dumps(line("mail to %s <%s>: refused", address, address, source=f"x {address}"), ensure_ascii=False)

    assert "canary" not in said.casefold()
    assert "kanarie" not in said
    assert "@" not in said


def test_queries_tokens_passwords_and_logins_are_left_out() -> None:
    token = "k1.Imxvbmcgc2VjcmV0Ig.Zabc12.AAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    said = scrubbed(
        f"GET https://ann:pass@site.example/x?key=1234&a=b then /u/{token} password=hunter2 Authorization: Bearer abcdefghijklmnop"
    )

    for secret in ("ann:pass", "1234", "AAAAAAAA", "hunter2", "abcdefghijklmnop"):
        assert secret not in said
    assert "site.example/x" in said


def test_a_line_break_begins_no_record_and_unknown_fields_are_left_out() -> None:
    found = line('one\ntwo\r\n{"level": "error"}', source="s", password="x", body="y")

    assert found["event"].startswith("one\ntwo")
    assert set(found) == {"time", "level", "event", "logger", "source"}


def test_a_trace_is_one_line_and_scrubbed() -> None:
    try:
        int("canary.person@members.example")
    except ValueError:
        record = logging.getLogger("t").makeRecord("t", logging.ERROR, "f", 1, "fault", (), sys.exc_info())
    # The line of this very file that raised it is quoted too.
    written = JsonLines().format(record)

    assert "canary" not in written
    assert "ValueError" in json.loads(written)["trace"]


def test_a_poll_id_can_be_followed_from_the_fetch_to_the_event(site, tierwatch) -> None:
    from tests.poll.published import bidders

    seen: list[str] = []
    source = Source(id="p", kind="page", url=f"{site.url}/b", internal=True)
    with tierwatch.store() as store, Fetcher(FetchSettings(delay_seconds=0, obey_robots=False)) as fetcher:

        def fetch(request):
            seen.append(str(line("asked")["poll"]))
            return fetcher.fetch(request)

        tools = Tools(fetch=fetch, store=store, watchlist=Watchlist.of(load_packs()))
        site.put("/b", bidders(("Northvale", "Harbour Trust", "Lantern")))
        poll_source(source, tools, now=NOW)
        site.put("/b", bidders(("Northvale", "Harbour Trust", "Lantern, Open Door")))
        outcome = poll_source(source, tools, now=NOW + timedelta(days=1))
        (event,) = store.events.list()

    assert seen[-1] == outcome.poll_id == event.poll_id
    assert seen[0] != seen[-1]
    assert POLL.get() == ""


def some(number: int, *, failing: int) -> tuple[list[Source], dict[str, SourceState]]:
    sources = [Source(id=f"s{n}", kind="page", url=f"https://s{n}.example/") for n in range(number)]
    states = {
        each.id: SourceState(
            source_id=each.id, failures=3 if n < failing else 0, last_good_at=NOW - timedelta(days=1),
            health=HealthState.FAILING if n < failing else HealthState.GOOD, reason="no answer" if n < failing else "",
        ) for n, each in enumerate(sources)
    }  # fmt: skip
    return sources, states


def test_sources_that_fail_together_are_one_cause_and_few_are_one_a_host() -> None:
    sources, states = some(10, failing=8)
    assert [each.cause for each in alerts(sources, states, Figures(), not_ready=None, now=NOW)] == ["network"]
    sources, states = some(10, failing=2)
    few = alerts(sources, states, Figures(), not_ready=None, now=NOW)
    assert [each.cause for each in few] == ["host s0.example", "host s1.example"]


def test_what_wants_a_person_is_an_alert_each() -> None:
    found = Figures(deliveries={"uncertain": 2}, backup_at=NOW - timedelta(days=9))

    causes = [each.cause for each in alerts([], {}, found, not_ready="the disk has 3 MB free", now=NOW)]

    assert causes == ["not ready", "uncertain mails", "backup"]


def test_the_letter_comes_for_an_empty_week_too_and_carries_the_head_of_the_log() -> None:
    sources, states = some(3, failing=1)

    subject, text = staff_letter(WEEK, sources, states, Figures(), audit_head="ab" * 32, zone_name="Europe/London")

    assert "27 November 2026" in subject
    assert "3 watched, 3 read well in the week, 1 in need of a look" in text
    assert "s0: failing: no answer" in text
    assert "ab" * 32 in text
    assert "If it does not come, Tierwatch has stopped" in text


def test_staff_are_written_to_once_a_week_and_told_once_a_day_of_a_cause(tierwatch) -> None:
    from monitor.cli.context import Composition
    from monitor.cli.vigil import tell_alerts, write_to_staff
    from monitor.operations.vitals import Vitals

    composition = Composition(str(tierwatch.config))
    with composition.open_store() as store:
        vitals = Vitals(store, tierwatch.state, reserve_mb=10**9)
        assert write_to_staff(composition, store, by="a")
        assert not write_to_staff(composition, store, by="b")
        assert tell_alerts(composition, store, vitals, by="a") == 1
        assert tell_alerts(composition, store, vitals, by="b") == 0


def test_every_week_that_was_missed_is_drafted_once(tierwatch) -> None:
    from monitor.cli.context import Composition
    from monitor.cli.drafting import draft_missed
    from monitor.clock import utc_now

    composition = Composition(str(tierwatch.config))
    weekly, period = composition.config.weekly, composition.config.weekly.last_period(utc_now())
    weeks = [period]
    for _ in range(3):
        weeks.append(weekly.last_period(weeks[-1].start))
    with composition.open_store() as store:
        store.digests.draft(weeks[3], "{}", at=utc_now())

    for _ in range(2):
        draft_missed(composition, by="me")

    with composition.open_store() as store:
        assert [each.period.key for each in store.digests.list()] == [each.key for each in weeks]
