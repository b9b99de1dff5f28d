"""When the service does what: cadence, clock changes, a stop that finishes what is in flight."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.clock import WeeklyAt
from monitor.model import Source
from monitor.schedule import Due, Duties, build_scheduler, first_run, follow_due_times, follow_sources, spread

LONDON = WeeklyAt(weekday="friday", at=time(7, 0), zone="Europe/London")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_source(**fields) -> Source:
    return Source(**{"id": "news", "kind": "feed", "url": "https://example.org/feed", **fields})


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # 07:00 in London is 06:00 UTC in summer and 07:00 UTC in winter: the wall time holds over both changes.
        (datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 3, 27, 7, tzinfo=UTC)),
        (datetime(2026, 4, 3, 12, tzinfo=UTC), datetime(2026, 4, 3, 6, tzinfo=UTC)),
        (datetime(2026, 10, 23, 12, tzinfo=UTC), datetime(2026, 10, 23, 6, tzinfo=UTC)),
        (datetime(2026, 10, 30, 12, tzinfo=UTC), datetime(2026, 10, 30, 7, tzinfo=UTC)),
        (datetime(2026, 10, 30, 6, 59, tzinfo=UTC), datetime(2026, 10, 23, 6, tzinfo=UTC)),
    ],
)
def test_the_week_ends_at_the_same_wall_time_on_both_sides_of_a_clock_change(moment, expected) -> None:
    assert LONDON.last_before(moment) == expected


def test_the_weeks_of_a_clock_change_are_an_hour_shorter_and_longer() -> None:
    spring = LONDON.period_ending(datetime(2026, 4, 3, 6, tzinfo=UTC))
    autumn = LONDON.period_ending(datetime(2026, 10, 30, 7, tzinfo=UTC))

    assert spring.end - spring.start == timedelta(hours=167)
    assert autumn.end - autumn.start == timedelta(hours=169)


@given(st.datetimes(min_value=datetime(2014, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_every_moment_lies_in_exactly_one_week(moment) -> None:
    week = LONDON.current_period(moment)

    assert moment in week
    assert LONDON.last_period(week.end) == week
    assert LONDON.current_period(week.end).start == week.end


#: Clocks that change by half an hour, that never change, that change on other days, and that lie on the other side of the date line.
ZONES = ["Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("weekday", ["sunday", "friday"])
# Half past one is an hour that London has twice in October and not at all in March; a quarter to two is Lord Howe's.
@pytest.mark.parametrize("at", [time(0, 0), time(1, 30), time(1, 45), time(7, 0)])
def test_sixteen_years_of_weeks_follow_one_another_in_every_zone_and_each_has_its_job_once(zone, weekday, at) -> None:
    weekly = WeeklyAt(weekday=weekday, at=at, zone=zone)
    jobs = build_scheduler([], _duties(), weekly=weekly, due_at={}, now=NOW).get_jobs()
    trigger = next(job for job in jobs if job.id == "digest").trigger
    # With five leap days and the years of fifty-three weeks, 2015, 2020 and 2026.
    week, keys = weekly.last_period(datetime(2014, 1, 1, tzinfo=UTC)), set()
    while week.end < datetime(2030, 1, 1, tzinfo=UTC):
        after = weekly.last_period(week.end + timedelta(days=6, hours=22))
        following = weekly.current_period(week.end)
        fired = trigger.get_next_fire_time(None, week.end + timedelta(minutes=61))

        assert after == week
        assert following.start == week.end
        assert timedelta(days=6, hours=23) <= following.end - following.start <= timedelta(days=7, hours=1)
        # Where the hour comes twice the job comes with the first or the second, and never with neither.
        assert abs(fired - following.end) <= timedelta(hours=1)
        assert week.key not in keys
        keys.add(week.key)
        week = following


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_the_digest_job_fires_once_on_a_clock_change_sunday(day) -> None:
    weekly = WeeklyAt(weekday="sunday", at=time(8, 0), zone="Europe/London")
    scheduler = build_scheduler([], _duties(), weekly=weekly, due_at={}, now=NOW)
    trigger = next(job for job in scheduler.get_jobs() if job.id == "digest").trigger

    first = trigger.get_next_fire_time(None, day - timedelta(hours=12))
    second = trigger.get_next_fire_time(first, first + timedelta(seconds=1))

    assert (first.date(), first.hour, first.tzinfo.key) == (day.date(), 8, "Europe/London")
    assert second.date() == day.date() + timedelta(days=7)


def _duties(**fields) -> Duties:
    nothing = {"poll": lambda _source: None, "publish": lambda: None, "heartbeat": lambda: None}
    return Duties(**{**nothing, **fields})


def test_late_jobs_are_run_once_and_never_dropped() -> None:
    scheduler = build_scheduler([a_source()], _duties(), weekly=LONDON, due_at={}, now=NOW)
    scheduler.start(paused=True)
    try:
        jobs = scheduler.get_jobs()
        assert all(job.coalesce and job.misfire_grace_time is None and job.max_instances == 1 for job in jobs)
    finally:
        scheduler.shutdown()


def test_a_paused_source_has_no_job() -> None:
    scheduler = build_scheduler([a_source(paused=True)], _duties(), weekly=LONDON, due_at={}, now=NOW)

    assert {job.id for job in scheduler.get_jobs()} == {"digest", "heartbeat", "mail", "remind", "upkeep"}


def test_a_restart_is_no_stampede() -> None:
    firsts = {first_run(a_source(id=f"s{number}"), None, NOW, sources=2000) for number in range(200)}

    assert len(firsts) == 200
    assert all(NOW <= moment <= NOW + timedelta(minutes=15) for moment in firsts)


def test_a_source_that_is_not_due_waits_for_its_time() -> None:
    due = NOW + timedelta(hours=5)

    assert first_run(a_source(), due, NOW) == due


@given(st.text(min_size=1, max_size=30), st.floats(min_value=0.1, max_value=200))
def test_the_place_of_a_source_in_its_interval_is_fixed_and_inside_it(source_id, hours) -> None:
    place = spread(source_id, hours)

    assert timedelta(0) <= place <= timedelta(hours=hours)
    assert place == spread(source_id, hours)


def test_a_stop_finishes_what_is_in_flight() -> None:
    begun, let_go, finished = threading.Event(), threading.Event(), threading.Event()

    def poll(_source: Source) -> None:
        begun.set()
        let_go.wait(timeout=10)
        finished.set()

    scheduler = build_scheduler(
        [a_source()], _duties(poll=poll), weekly=LONDON, due_at={}, now=NOW - timedelta(days=9999)
    )
    scheduler.start()
    assert begun.wait(timeout=10)
    threading.Timer(0.2, let_go.set).start()
    scheduler.shutdown(wait=True)

    assert finished.is_set()


def test_a_source_that_is_put_off_or_wanted_sooner_is_visited_then() -> None:
    soon, late = (a_source(id=name, every_hours=24) for name in ("soon", "late"))
    due = {"soon": NOW + timedelta(hours=24), "late": NOW + timedelta(hours=24)}
    duties = _duties()
    scheduler = build_scheduler([soon, late], duties, weekly=LONDON, due_at=due, now=NOW)
    scheduler.start(paused=True)
    try:
        for name, wait in (("soon", timedelta(minutes=10)), ("late", timedelta(hours=48)), ("gone", timedelta(0))):
            duties.due_again.put(Due(job_id=f"poll:{name}", at=NOW + wait, wall=NOW, steady=100))
        follow_due_times(scheduler, duties, now=NOW, steady=100)

        assert scheduler.get_job("poll:soon").next_run_time == NOW + timedelta(minutes=10)
        assert scheduler.get_job("poll:late").next_run_time == NOW + timedelta(hours=48)
    finally:
        scheduler.shutdown(wait=False)


def test_a_week_that_ends_while_the_service_starts_is_drafted_then_and_not_a_week_later() -> None:
    before = datetime(2020, 11, 27, 6, 59, 59, tzinfo=UTC)
    scheduler = build_scheduler([], _duties(), weekly=LONDON, due_at={}, now=before)
    # Long after.
    scheduler.start(paused=True)
    try:
        assert scheduler.get_job("digest").next_run_time == datetime(2020, 11, 27, 7, tzinfo=UTC)
    finally:
        scheduler.shutdown(wait=False)


@pytest.mark.parametrize(
    ("set_by", "due_in"),
    [
        (timedelta(0), timedelta(hours=6)),
        (timedelta(hours=-3), timedelta(hours=6)),
        (timedelta(days=-9131), timedelta(hours=6)),
        (timedelta(hours=2), timedelta(hours=4)),
        (timedelta(days=9131), timedelta(days=-9131, hours=6)),
    ],
)
def test_a_clock_that_was_set_during_a_visit_makes_nobody_wait_for_longer(set_by, due_in) -> None:
    due = Due(job_id="poll:news", at=NOW + timedelta(hours=6, seconds=30), wall=NOW, steady=100)
    # Half a minute after the visit began.
    now = NOW + timedelta(seconds=30) + set_by

    assert due.by(now, 130) == now + due_in


def test_the_jobs_follow_what_the_configuration_says_now() -> None:
    scheduler = build_scheduler(
        [a_source(id="stays"), a_source(id="goes"), a_source(id="rests")], _duties(), weekly=LONDON, due_at={}, now=NOW
    )
    scheduler.start(paused=True)
    try:
        now_configured = [a_source(id="stays"), a_source(id="rests", paused=True), a_source(id="comes")]
        follow_sources(scheduler, now_configured, _duties(), due_at={}, now=NOW)

        assert {job.id for job in scheduler.get_jobs() if job.id.startswith("poll:")} == {"poll:stays", "poll:comes"}
    finally:
        scheduler.shutdown()
