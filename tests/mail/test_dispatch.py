"""An issue on its way: begun once, paused, taken up again, cancelled; newsflashes, corrections, and the service's own rounds."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from monitor.cli.context import Composition
from monitor.cli.digest import letterhead_of
from monitor.cli.post_round import go_round
from monitor.clock import WeeklyAt, last_period_of
from monitor.digest.issue import Masthead, read_digest
from monitor.digest.message import Sender
from monitor.digest.newsflash import draft_newsflash
from monitor.errors import DeliveryError, ReviewError
from monitor.mail import dispatch
from monitor.mail.corrections import draft_correction
from monitor.mail.dispatch import PostOffice
from monitor.mail.limits import Pace
from monitor.mail.members import Membership
from monitor.mail.send import Rules
from monitor.mail.smtp import Relay, Session
from monitor.mail.trial import send_trial
from monitor.model import DigestState
from monitor.model.members import Cadence, DeliveryState
from monitor.operations.logs import JsonLines
from monitor.operations.vitals import Vitals
from monitor.store.events import add
from monitor.store.outbox import Outbox
from monitor.store.rates import SendRates
from tests.mail.issues import KEYS, NOW, SECRET, an_event, approved, drafted, join, sealed


@pytest.fixture
def office(sink):
    def make(**over):
        relay = Relay(host="127.0.0.1", port=sink.port, security="none", timeout_seconds=5)
        fields = {
            "sender": Sender(name="N", address="b@own.example", list_id="b.own.example"),
            "masthead": Masthead(title="The weekly", base_url="https://own.example", identity="N, EX1"),
            "reports_to": "bounces@own.example", "connect": lambda _stored: Session(relay), "rules": Rules(connections=2),
        }  # fmt: skip
        return PostOffice(**(fields | over))

    return make


def send(store, office, stored, now=NOW):
    return dispatch.work(store, KEYS, office, store.digests.get(stored.id), clock=lambda: now)


def test_an_issue_begins_whole_or_not_at_all(store, office):
    join(store, "ann@m.example")
    stored = approved(store)
    broken = replace(office(), masthead=None)
    with pytest.raises(AttributeError):
        dispatch.begin(store, KEYS, broken, stored, by="ann", now=NOW)

    assert store.digests.get(stored.id).state is DigestState.APPROVED
    assert Outbox(store.database).list(stored.id) == ()
    dispatch.begin(store, KEYS, office(), stored, by="ann", now=NOW)
    with pytest.raises(ReviewError, match="sending"):
        dispatch.begin(store, KEYS, office(), store.digests.get(stored.id), by="ann", now=NOW)


def test_check_24_a_restored_backup_sends_no_stale_issue_neither_begun_nor_half_way(store, office, sink):
    for n in range(3):
        join(store, f"m{n}@m.example")
    stored, late = approved(store), NOW + timedelta(days=40)

    with pytest.raises(ReviewError, match="expired"):
        dispatch.begin(store, KEYS, office(), stored, by="ann", now=late)
    dispatch.begin(store, KEYS, office(), stored, by="ann", now=NOW)
    sent = send(store, office(), stored, now=late)

    assert (sent.state, "expired" in sent.why, sink.taken) == ("stopped", True, [])


def test_a_paused_issue_goes_on_where_it_was_and_a_cancelled_one_never(store, office, sink):
    for n in range(30):
        join(store, f"m{n:02}@m.example")
    stored = approved(store)
    dispatch.begin(store, KEYS, office(), stored, by="ann", now=NOW)

    def pause_at(count, act):
        def heard(_outcome):
            if len(sink.taken) == count:
                act(store, stored.id, by="ann", now=NOW, reason="a wrong name")

        return heard

    small = office(rules=Rules(connections=1))
    first = dispatch.work(
        store, KEYS, small, store.digests.get(stored.id), clock=lambda: NOW, progress=pause_at(8, dispatch.pause)
    )
    assert (first.state, first.why, len(sink.taken)) == ("stopped", "the digest is paused", 8)
    with pytest.raises(ReviewError):
        send(store, small, stored)
    dispatch.resume(store, stored.id, by="ann", now=NOW)
    second = dispatch.work(
        store, KEYS, small, store.digests.get(stored.id), clock=lambda: NOW, progress=pause_at(15, dispatch.cancel)
    )

    assert (second.state, len(sink.taken), len(set(sink.taken))) == ("stopped", 15, 15)
    assert Outbox(store.database).counts(stored.id) == {DeliveryState.ACCEPTED: 15, DeliveryState.SKIPPED: 15}
    with pytest.raises(ReviewError):
        dispatch.resume(store, stored.id, by="ann", now=NOW)


def test_the_seed_list_comes_first_and_a_seed_that_is_refused_stops_everything(store, office, sink):
    for n in range(3):
        join(store, f"m{n}@m.example")
    stored = approved(store)
    dispatch.begin(store, KEYS, office(), stored, by="ann", now=NOW)
    sink.rcpt["seed@own.example"] = "550 5.7.1 we do not like this"
    with pytest.raises(DeliveryError, match="seed"):
        send(store, office(rules=Rules(seeds=("seed@own.example",))), stored)
    assert sink.taken == []
    sink.rcpt.clear()

    send(store, office(rules=Rules(seeds=("seed@own.example",))), stored)

    assert sink.recipients[0] == "seed@own.example"
    assert Counter(sink.recipients) == dict.fromkeys(
        ["seed@own.example", "m0@m.example", "m1@m.example", "m2@m.example"], 1
    )
    assert len(set(sink.taken)) == 4


def test_a_newsflash_goes_to_those_who_want_news_at_once_and_is_capped(store, office, sink):
    join(store, "now@m.example", cadence=Cadence.IMMEDIATE, areas=("North",))
    join(store, "other@m.example", cadence=Cadence.IMMEDIATE, areas=("West",))
    join(store, "weekly@m.example", areas=("North",))
    post = office(flashes_a_week=1)
    keep_event(store, an_event(urgent=True))
    flash = draft_newsflash(store, "eNorth", masthead=post.masthead, now=NOW)
    with pytest.raises(ReviewError, match="approve"):
        dispatch.begin(store, KEYS, post, flash, by="ann", now=NOW)
    flash = store.digests.move(flash.id, DigestState.APPROVED, at=NOW, by="ann")

    dispatch.begin(store, KEYS, post, flash, by="ann", now=NOW)
    send(store, post, flash)

    assert sink.recipients == ["now@m.example"]
    keep_event(store, an_event("South"))
    later = NOW + timedelta(days=2)
    second = draft_newsflash(store, "eSouth", masthead=post.masthead, now=later)
    second = store.digests.move(second.id, DigestState.APPROVED, at=later, by="ann")
    with pytest.raises(ReviewError, match="seven days"):
        dispatch.begin(store, KEYS, post, second, by="ann", now=later)
    assert "eNorth" in {event.id for event in store.events.to_tell("other", NOW + timedelta(days=1))}


def test_a_correction_goes_to_exactly_those_who_got_the_wrong_item(store, office, sink):
    join(store, "all@m.example")
    join(store, "north@m.example", areas=("North",))
    join(store, "south@m.example", areas=("South",))
    gone = join(store, "gone@m.example", areas=("North",))
    sink.rcpt["never@m.example"] = "550 5.1.1 nobody"
    join(store, "never@m.example", areas=("North",))
    stored = approved(store)
    dispatch.begin(store, KEYS, office(), stored, by="ann", now=NOW)
    send(store, office(), stored)
    Membership(store, KEYS).end(gone, reason="unsubscribed", by="x", now=NOW)
    join(store, "new@m.example", areas=("North",))
    sink.recipients.clear()
    later = NOW + timedelta(days=1)
    item = next(each for each in compile_items(store, stored) if each.areas == ("North",))

    fix = draft_correction(
        store, store.digests.get(stored.id), item_id=item.id, headline="It was Org Nord", words="We are sorry.",
        masthead=office().masthead, now=later,
    )  # fmt: skip
    fix = store.digests.move(fix.id, DigestState.APPROVED, at=later, by="ann")
    dispatch.begin(store, KEYS, office(), fix, by="ann", now=later)
    send(store, office(), fix, now=later)

    assert sorted(sink.recipients) == ["all@m.example", "north@m.example"]
    assert b"It was Org Nord" in sink.raw[-1][1]


def compile_items(store, stored):
    return read_digest(store.digests.get(stored.id)).items


def keep_event(store, event):
    with store.database.write() as connection:
        add(connection, replace(event, document_id=None))


def test_check_25_a_test_of_an_issue_says_so_and_touches_nothing(store, office, sink):
    join(store, "ann@m.example")
    stored, before = approved(store), store.dump()

    send_trial(office(), stored, address="me@own.example", language="cy")

    assert sink.recipients == ["me@own.example"]
    assert b"Subject: [Prawf]" in sink.raw[0][1] or b"Subject: =?utf-8?" in sink.raw[0][1]
    assert store.dump() == before
    assert store.digests.get(stored.id).state is DigestState.APPROVED


def test_rates_outlive_the_run(store):
    def pace(at):
        return Pace(SendRates(store.database), relay=1.0, domain=0.5, burst=2, clock=lambda: at)

    first = pace(NOW)
    slept = [first.wait("m.example") for _ in range(4)]
    first.keep()

    assert slept == [0.0, 0.0, 2.0, 4.0]
    assert pace(NOW).wait("m.example") == 6.0
    assert pace(NOW + timedelta(seconds=60)).wait("m.example") == 0.0
    assert pace(NOW).wait("other.example") == 3.0


def test_members_of_other_cadences_get_their_own_issue(store, office, sink):
    join(store, "daily@m.example", cadence=Cadence.DAILY)
    join(store, "weekly@m.example")
    stored = approved(store, cadence="daily")

    dispatch.begin(store, KEYS, office(), stored, by="ann", now=NOW)
    send(store, office(), stored)

    assert sink.recipients == ["daily@m.example"]


def test_an_uncertain_mail_is_resent_under_the_same_id_only_when_a_person_says_so(store, office, sink):
    join(store, "ann@m.example")
    sink.data["ann@m.example"] = "take and hang up"
    stored = approved(store)
    dispatch.begin(store, KEYS, office(), stored, by="ann", now=NOW)
    send(store, office(), stored)
    sink.data.clear()
    (uncertain,) = Outbox(store.database).list(stored.id, state=DeliveryState.UNCERTAIN)
    assert store.digests.get(stored.id).state is DigestState.SENT

    dispatch.resolve(store, uncertain.seq, resend=True, by="ann", now=NOW)
    send(store, office(), stored)

    assert sink.taken == [uncertain.message_id] * 2
    with pytest.raises(ReviewError):
        dispatch.resolve(store, uncertain.seq, resend=False, by="ann", now=NOW)


CONFIG = """
[service]
state = "state"
[digest]
weekday = "sunday"
at = 07:00:00
send_at = 08:00:00
sender = "bulletin@own.example"
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
"""


@pytest.fixture
def service(tmp_path, sink, monkeypatch):
    monkeypatch.setenv("TIERWATCH_WEB_SECRET", SECRET)
    (tmp_path / "config.toml").write_text(CONFIG.format(port=sink.port))
    return Composition(str(tmp_path / "config.toml"))


def to_send(service, store, end):
    return sealed(letterhead_of(service), store, drafted(store, end=end), at=end)


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 3, 29), 7), (date(2026, 10, 25), 8)])
def test_check_23_an_issue_leaves_at_eight_in_london_on_both_switch_days(service, sink, day, hour):
    eight = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    with service.open_store() as store:
        join(store, "ann@m.example")
        stored = to_send(service, store, service.config.weekly.last_before(eight))

    assert go_round(service, by="t", now=eight - timedelta(minutes=1)) == ()
    (sent,) = go_round(service, by="t", now=eight)

    assert (sent.state, sink.recipients) == ("finished", ["ann@m.example"])
    assert go_round(service, by="t", now=eight + timedelta(hours=1)) == ()
    assert stored.period.end == eight - timedelta(hours=1)


def test_a_round_goes_on_with_what_was_deferred_and_drafts_for_daily_members(service, sink):
    eight = datetime(2026, 11, 29, 8, tzinfo=UTC)
    with service.open_store() as store:
        join(store, "ann@m.example")
        join(store, "dee@m.example", cadence=Cadence.DAILY)
        to_send(service, store, service.config.weekly.last_before(eight))
    sink.rcpt["ann@m.example"] = "451 4.2.1 later"
    (first,) = go_round(service, by="t", now=eight)
    sink.rcpt.clear()

    (second,) = go_round(service, by="t", now=eight + timedelta(minutes=10))

    assert (first.state, second.state, sink.recipients) == ("waiting", "finished", ["ann@m.example"])
    with service.open_store() as store:
        daily = [each for each in store.digests.list() if each.cadence == "daily"]
    assert [(each.period.end, each.state) for each in daily] == [(eight - timedelta(hours=1), DigestState.DRAFT)]


def test_no_address_is_in_the_log_at_its_wordiest_nor_in_the_figures(service, sink, caplog):
    # Before the state is opened: at this level the statements themselves are logged, with their values.
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="sqlalchemy.engine")
    eight = datetime(2026, 11, 29, 8, tzinfo=UTC)
    answers = {
        "canary.taken@m.example": None, "canary.later@m.example": "451 4.2.1 later", "o'canary@m.example": None,
        "canary.dead@m.example": "550 5.1.1 <canary.dead@m.example>: unknown", "canary.left@m.example": None,
    }  # fmt: skip
    sink.rcpt |= {address: answer for address, answer in answers.items() if answer}
    sink.data["canary.taken@m.example"] = "take and hang up"
    with service.open_store() as store:
        for address in answers:
            join(store, address)
        Membership(store, KEYS).erase("canary.left@m.example", now=NOW, by="ann")
        to_send(service, store, service.config.weekly.last_before(eight))
    go_round(service, by="t", now=eight)
    with service.open_store() as store:
        figures = Vitals(store, service.config.state).metrics().decode()
    # The server that takes the mail logs too, and is none of ours.
    written = "\n".join(JsonLines().format(record) for record in caplog.records if record.name != "mail.log")

    assert sink.recipients
    assert "INSERT INTO members" in written
    assert [line for line in written.splitlines() if "canary" in line] == []
    assert "canary" not in figures
    assert "@" not in figures


def test_check_22_two_services_started_by_mistake_send_once(service, sink, tmp_path):
    friday = datetime.now(UTC)
    with service.open_store() as store:
        for n in range(40):
            join(store, f"m{n}@m.example")
        to_send(service, store, service.config.weekly.last_before(friday))
    program = (
        "import sys; from datetime import UTC, datetime; from monitor.cli.context import Composition; "
        "from monitor.cli.post_round import go_round; "
        "go_round(Composition(sys.argv[1]), by=sys.argv[2], now=datetime.fromisoformat(sys.argv[3]))"
    )
    at = (service.config.weekly.last_before(friday) + timedelta(hours=1)).isoformat()
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "config.toml"), f"service {n}", at])
        for n in range(2)
    ]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    go_round(service, by="after", now=datetime.fromisoformat(at))

    assert Counter(sink.recipients) == {f"m{n}@m.example": 1 for n in range(40)}


@pytest.mark.parametrize(
    ("cadence", "moment", "start", "end"),
    [
        ("daily", "2026-11-27T08:00+00:00", "2026-11-26T07:00+00:00", "2026-11-27T07:00+00:00"),
        ("daily", "2026-11-27T06:00+00:00", "2026-11-25T07:00+00:00", "2026-11-26T07:00+00:00"),
        ("daily", "2026-03-29T06:30+00:00", "2026-03-28T07:00+00:00", "2026-03-29T06:00+00:00"),
        ("monthly", "2026-11-27T08:00+00:00", "2026-10-01T06:00+00:00", "2026-11-01T07:00+00:00"),
        ("monthly", "2026-01-01T06:00+00:00", "2025-11-01T07:00+00:00", "2025-12-01T07:00+00:00"),
        ("weekly", "2026-11-27T08:00+00:00", "2026-11-20T07:00+00:00", "2026-11-27T07:00+00:00"),
    ],
)
def test_days_weeks_and_months_end_at_the_same_local_time(cadence, moment, start, end):
    found = last_period_of(
        cadence, WeeklyAt(weekday="friday", at=time(7), zone="Europe/London"), datetime.fromisoformat(moment)
    )

    assert (found.start, found.end) == (datetime.fromisoformat(start), datetime.fromisoformat(end))
