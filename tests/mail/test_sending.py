"""Sending through a real SMTP server that refuses, delays and hangs up; and through kill -9."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import AlreadyRunningError, DeliveryError
from monitor.mail.outcomes import RETRY_MINUTES, next_try
from monitor.mail.send import Rules
from monitor.mail.smtp import Relay, Session
from monitor.model.members import Delivery, DeliveryState, Outcome
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
PROCESS = Path(__file__).with_name("sender_process.py")


def states(store, issue):
    return {d.address: d.state for d in Outbox(store.database).list(issue)}


def test_everybody_gets_one_mail_and_a_second_run_sends_nothing(store, issue, put, sending, sink):
    put(store, issue, 60)

    first, second = sending().run(), sending().run()

    assert first.state == second.state == "finished"
    assert first.counts == {DeliveryState.ACCEPTED: 60}
    assert len(sink.taken) == len(set(sink.taken)) == 60


def test_a_mail_is_in_the_outbox_once_however_often_it_is_put_there(store, issue, put, sending, sink):
    put(store, issue, 5)
    put(store, issue, 5)

    sending().run()

    assert len(sink.taken) == 5


def test_a_line_that_begins_with_a_dot_arrives_as_it_was(store, issue, put, sending, sink):
    put(store, issue, 1)

    sending().run()

    assert sink.raw[0][1].endswith(b"\r\n.dot\r\n")
    assert sink.raw[0][0] == "b@own.example"


def test_check_17_who_is_suppressed_before_the_claim_gets_nothing(store, issue, put, sending, sink):
    put(store, issue, 4)

    def unsubscribe_the_next(_outcome):
        Suppressions(store.database).add("m3@m.example", reason="unsubscribed", at=NOW)

    sending(progress=unsubscribe_the_next, rules=Rules(connections=1, group=1)).run()

    assert sink.recipients == ["m0@m.example", "m1@m.example", "m2@m.example"]
    assert states(store, issue)["m3@m.example"] is DeliveryState.SKIPPED


def test_check_21_each_refusal_has_its_own_end(store, issue, put, sending, sink):
    put(store, issue, 5)
    sink.rcpt |= {"m0@m.example": "550 5.1.1 nobody here", "m1@m.example": "451 4.2.1 later"}
    sink.data |= {"m2@m.example": "hang up", "m3@m.example": "554 5.7.1 policy"}

    result = sending(rules=Rules(connections=1)).run()

    found = states(store, issue)
    assert found["m0@m.example"] is DeliveryState.REJECTED
    assert found["m1@m.example"] is DeliveryState.DEFERRED
    assert found["m2@m.example"] is DeliveryState.UNCERTAIN
    assert found["m3@m.example"] is DeliveryState.REJECTED
    assert found["m4@m.example"] is DeliveryState.ACCEPTED
    assert result.state == "waiting"
    assert any("5.7.1" in alert for alert in result.alerts)
    (deferred,) = Outbox(store.database).list(issue, state=DeliveryState.DEFERRED)
    assert NOW + timedelta(minutes=3) < deferred.next_at < NOW + timedelta(minutes=7)


def test_a_deferred_mail_goes_when_it_is_due_and_not_before(store, issue, put, sending, sink):
    put(store, issue, 1)
    sink.rcpt["m0@m.example"] = "450 4.2.0 not now"
    sending().run()
    sink.rcpt.clear()

    sending(clock=lambda: NOW + timedelta(minutes=1)).run()
    assert sink.taken == []
    sending(clock=lambda: NOW + timedelta(minutes=10)).run()
    assert len(sink.taken) == 1


def test_check_21_a_421_slows_its_own_domain_only(store, issue, put, sending, sink):
    put(store, issue, 10, domain="busy.example")
    put(store, issue, 10, domain="fine.example")
    asked = []
    sink.rcpt["busy.example"] = lambda: (asked.append(1), "421 4.7.0 too many")[1]

    sending(rules=Rules(connections=1, group=1)).run()

    assert len(asked) == 1
    assert len(sink.taken) == 10
    assert set(sink.recipients) == {f"m{n}@fine.example" for n in range(10)}


def test_what_may_have_arrived_is_never_sent_again_by_itself(store, issue, put, sending, sink):
    put(store, issue, 1)
    sink.data["m0@m.example"] = "take and hang up"
    sending().run()
    sink.data.clear()

    sending(clock=lambda: NOW + timedelta(days=2)).run()

    assert len(sink.taken) == 1
    (uncertain,) = Outbox(store.database).list(issue, state=DeliveryState.UNCERTAIN)
    assert Outbox(store.database).resolve(uncertain.seq, resend=True, at=NOW, reason="ann: resend")
    sending().run()
    assert sink.taken == [uncertain.message_id] * 2


def test_too_many_dead_addresses_stop_the_run(store, issue, put, sending, sink):
    put(store, issue, 200)
    for n in range(0, 200, 4):
        sink.rcpt[f"m{n}@m.example"] = "550 5.1.1 gone"

    result = sending().run()

    assert result.state == "stopped"
    assert "refused for good" in result.why
    assert result.counts[DeliveryState.READY] > 150


def test_a_cancelled_or_expired_issue_stops_between_two_groups(store, issue, put, sending, sink):
    put(store, issue, 30)

    result = sending(
        may_go_on=lambda: "cancelled by ann" if len(sink.taken) >= 5 else None, rules=Rules(connections=1)
    ).run()

    assert (result.state, result.why) == ("stopped", "cancelled by ann")
    assert len(sink.taken) < 10


def test_check_22_two_senders_one_send(store, issue, put, sending):
    put(store, issue, 1)
    with Outbox(store.database).sole_sender(), pytest.raises(AlreadyRunningError):
        sending().run()


def test_a_relay_that_is_away_leaves_every_mail_waiting(store, issue, put, sending, sink):
    put(store, issue, 3)
    away = Relay(host="127.0.0.1", port=1, security="none", timeout_seconds=1)

    with pytest.raises(DeliveryError):
        sending(connect=lambda: Session(away)).run()

    assert set(states(store, issue).values()) <= {DeliveryState.READY, DeliveryState.DEFERRED}
    assert sending().run().counts == {DeliveryState.ACCEPTED: 3}


def test_check_25_the_seed_list_is_served_first_and_touches_no_row(store, issue, put, sending, sink):
    put(store, issue, 2)
    before = Outbox(store.database).list(issue)

    def seed(address):
        return Delivery(
            seq=0, digest_id=issue, member_id="seed", address=address, variant="v", message_id="<seed@own.example>",
            state=DeliveryState.READY,
        )  # fmt: skip

    sending().canary([seed("seed@own.example")])

    assert sink.recipients == ["seed@own.example"]
    assert Outbox(store.database).list(issue) == before
    sink.rcpt["bad@own.example"] = "550 no"
    with pytest.raises(DeliveryError, match="seed"):
        sending().canary([seed("bad@own.example")])


def test_a_mail_that_is_refused_for_now_too_often_is_given_up():
    outcome = Outcome(state=DeliveryState.DEFERRED, code=450)
    waits = [
        next_try(outcome, attempts=n, message_id="<a>", now=NOW)[1] - NOW for n in range(1, len(RETRY_MINUTES) + 1)
    ]

    assert waits == sorted(waits)
    assert (
        next_try(outcome, attempts=len(RETRY_MINUTES) + 1, message_id="<a>", now=NOW)[0].state is DeliveryState.REJECTED
    )
    assert len({next_try(outcome, attempts=1, message_id=f"<{n}>", now=NOW)[1] for n in range(50)}) == 50


def killed_until_done(url, store, issue, sink, *, kills, seed):
    """Start the sender, kill it at random moments ``kills`` times, then let it finish. How many kills hit a live process."""
    chance = random.Random(seed)
    command = [sys.executable, str(PROCESS), url, issue, str(sink.port)]
    hits = 0
    while True:
        before = len(sink.taken)
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        if hits < kills:
            while process.poll() is None and len(sink.taken) == before:
                time.sleep(0.01)
            time.sleep(chance.uniform(0.02, 0.5))
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                hits += 1
                continue
        assert process.wait(timeout=300) == 0
        if not Outbox(store.database).counts(issue).get(DeliveryState.READY):
            return hits


def assert_once(store, issue, sink, *, recipients, kills, connections):
    found = Counter(state for state in states(store, issue).values())
    assert [message for message, number in Counter(sink.taken).items() if number > 1] == []
    assert set(found) <= {DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN}
    assert sum(found.values()) == recipients
    assert found[DeliveryState.UNCERTAIN] <= kills * connections
    accepted = {d.message_id for d in Outbox(store.database).list(issue, state=DeliveryState.ACCEPTED)}
    assert accepted <= set(sink.taken)


@pytest.mark.slow
def test_check_20_kill_nine_sends_nothing_twice_and_loses_nothing_silently(store, issue, put, sink, tmp_path):
    put(store, issue, 300)

    kills = killed_until_done(f"sqlite:///{tmp_path}/s.db", store, issue, sink, kills=4, seed=1)

    assert_once(store, issue, sink, recipients=300, kills=kills, connections=2)


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.skipif(not os.environ.get("TIERWATCH_SOAK"), reason="a long proof: set TIERWATCH_SOAK=1")
def test_check_20_three_thousand_recipients_and_twenty_kills(store, issue, put, sink, tmp_path):
    put(store, issue, 3000)

    kills = killed_until_done(f"sqlite:///{tmp_path}/s.db", store, issue, sink, kills=20, seed=2)

    print("kills", kills, Counter(states(store, issue).values()))
    assert kills == 20
    assert_once(store, issue, sink, recipients=3000, kills=kills, connections=2)
