"""What a run of sending owes its digest: a small beginning, a pace, the reason for each mail that did not leave, and an account."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from monitor.clock import Period
from monitor.errors import DeliveryError
from monitor.mail.send import Rules, Sent
from monitor.mail.smtp import Relay, Session
from monitor.model.members import DeliveryState, Outcome
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox
from monitor.store.rates import SendRates
from tests.mail.conftest import plain_mails

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
WEEK_BEFORE = Period(start=NOW - timedelta(days=14), end=NOW - timedelta(days=7))
ONE_LANE = Rules(connections=1)


@pytest.fixture
def outbox(store):
    return Outbox(store.database)


class Groups:
    """A writer of plain mails that remembers of which it was told, and in what groups."""

    def __init__(self):
        self.told = []

    def __call__(self, deliveries):
        self.told.append(list(deliveries))
        return plain_mails(deliveries)

    @property
    def sizes(self):
        return [len(group) for group in self.told if group]


@pytest.fixture
def connect(sink):
    """Makes sessions with the sink and counts them."""

    def one():
        one.made.append(Session(Relay(host="127.0.0.1", port=sink.port, security="none", timeout_seconds=5)))
        return one.made[-1]

    one.made = []
    return one


def dead(sink, *numbers):
    sink.rcpt.update({f"m{n}@m.example": "550 5.1.1 gone" for n in numbers})


def rows(outbox, issue):
    return {each.address.partition("@")[0]: each for each in outbox.list(issue)}


def test_where_all_arrives_a_run_is_finished_and_has_nothing_else_to_say(issue, put, store, sending):
    put(store, issue, 2)

    assert sending().run() == Sent(state="finished", counts={DeliveryState.ACCEPTED: 2})


def test_a_run_says_until_when_it_waits_and_before_that_it_connects_to_nobody(
    store, issue, put, sending, sink, outbox, connect
):
    put(store, issue, 2)
    sink.rcpt["m1@m.example"] = "450 4.2.0 not now"

    first = sending().run()
    due = rows(outbox, issue)["m1"].next_at
    second = sending(connect=connect, clock=lambda: due - timedelta(seconds=1)).run()
    assert connect.made == []
    sink.rcpt.clear()
    third = sending(clock=lambda: due).run()

    assert (
        first
        == second
        == Sent(state="waiting", counts={DeliveryState.ACCEPTED: 1, DeliveryState.DEFERRED: 1}, next_due=due)
    )
    assert third == Sent(state="finished", counts={DeliveryState.ACCEPTED: 2})


@pytest.mark.parametrize(("recipients", "group"), [(19_999, 1), (20_000, 20)])
def test_a_long_list_is_claimed_in_groups(store, issue, put, sending, sink, recipients, group):
    put(store, issue, recipients)
    groups = Groups()

    sending(writer=groups, rules=ONE_LANE, may_go_on=lambda: "enough" if sink.taken else None).run()

    assert groups.sizes[0] == group


def test_a_group_is_as_large_as_the_rules_say(store, issue, put, sending):
    put(store, issue, 20)
    groups = Groups()

    sending(writer=groups, rules=Rules(connections=1, group=8)).run()

    assert groups.sizes == [8, 8, 4]


@pytest.mark.parametrize(
    ("recipients", "share", "first"), [(21, 0.01, 20), (60, 0.424, 25), (60, 0.426, 26), (60, 0.05, 20)]
)
def test_the_first_share_goes_over_one_connection(store, issue, put, sending, connect, recipients, share, first):
    put(store, issue, recipients)
    connections = []

    sent = sending(
        connect=connect,
        rules=Rules(connections=2, first_share=share),
        progress=lambda _each: connections.append(len(connect.made)),
    ).run()

    assert sent.state == "finished"
    assert connections == [1] * first + [3] * (recipients - first)


def test_the_first_share_is_judged_before_the_rest_goes(store, issue, put, sending, sink, connect):
    put(store, issue, 30)
    dead(sink, *range(30))

    sent = sending(connect=connect, rules=Rules(connections=2)).run()

    assert len(connect.made) == 1
    assert sent == Sent(
        state="stopped",
        counts={DeliveryState.REJECTED: 20, DeliveryState.READY: 10},
        why="20 of 20 addresses are refused for good; look at the list before going on",
    )


def test_where_a_share_would_say_nothing_all_go_at_once(store, issue, put, sending, sink, connect):
    put(store, issue, 20)

    sending(connect=connect, rules=Rules(connections=2, first_share=0.9)).run()

    assert (len(connect.made), len(sink.taken)) == (2, 20)


@pytest.mark.parametrize(("gone", "state"), [(1, "finished"), (2, "stopped")])
def test_more_than_one_dead_address_in_twenty_is_too_many(store, issue, put, sending, sink, gone, state):
    put(store, issue, 30)
    dead(sink, *range(gone))

    sent = sending(rules=ONE_LANE).run()

    assert sent.state == state
    assert len(sink.taken) == (29 if state == "finished" else 18)


def test_refusals_that_are_our_own_fault_are_alerts_and_count_against_no_list(store, issue, put, sending, sink):
    put(store, issue, 25)
    sink.rcpt["m.example"] = "550 5.7.1 policy"

    sent = sending(rules=ONE_LANE).run()

    assert (sent.state, sent.counts) == ("finished", {DeliveryState.REJECTED: 25})
    assert sent.alerts == ("m.example refuses our mail (5.7.1): 5.7.1 policy",)


def test_what_nobody_answered_counts_for_no_share(store, issue, put, sending, sink):
    """Twenty mails, of which one was answered: by a refusal. That is one of one, and says nothing."""
    put(store, issue, 20)
    dead(sink, 0)
    for n in range(1, 20):
        Suppressions(store.database).add(f"m{n}@m.example", reason="unsubscribed", at=NOW)

    assert sending(rules=Rules(connections=1, least_sample=2)).run().state == "finished"


def test_an_issue_that_may_not_go_is_not_begun_not_even_for_the_seed_list(store, issue, put, sending, sink, connect):
    put(store, issue, 30)
    asked = []

    sent = sending(
        connect=connect, may_go_on=lambda: asked.append(1) or "paused", rules=Rules(seeds=("seed@own.example",))
    ).run()

    assert sent == Sent(state="stopped", counts={DeliveryState.READY: 30}, why="paused")
    assert connect.made == []


def test_seeds_get_the_first_members_version_under_an_id_of_their_own_once(store, issue, put, sending, sink, outbox):
    frozen = put(store, issue, 3)
    groups, seeds = Groups(), ("one@own.example", "two@own.example")
    sink.rcpt["m2@m.example"] = "450 4.2.0 not now"

    for _ in range(2):
        sending(writer=groups, rules=Rules(connections=1, seeds=seeds), clock=lambda: NOW).run()

    copies = [each for group in groups.told[:2] for each in group]
    assert [(each.seq, each.member_id, each.address, each.variant) for each in copies] == [
        (0, "", one, "v") for one in seeds
    ]
    assert sink.recipients == [*seeds, "m0@m.example", "m1@m.example"]
    ids = sink.taken[:2]
    assert len({*ids, frozen[0]["message_id"]}) == 3
    assert all(each.startswith("<seed.") and each.endswith("@own.example>") and each.count("@") == 1 for each in ids)
    sending().canary([outbox.first(issue)[0], copies[1]])
    sending().canary([outbox.first(issue)[0]])
    assert sink.taken[-1] == sink.taken[-3]


def test_a_seed_that_no_mail_can_be_made_for_stops_everything_and_the_connection_is_closed(
    store, issue, put, sending, sink, connect
):
    put(store, issue, 1)
    unmade = Outcome(state=DeliveryState.SKIPPED, reason="no such version")

    with pytest.raises(DeliveryError, match=r"the seed s@own\.example was not taken: no such version") as failed:
        sending(connect=connect, writer=lambda _told: lambda _each: unmade, rules=Rules(seeds=("s@own.example",))).run()

    assert not failed.value.transient
    assert not connect.made[0].is_open
    assert sink.taken == []


def test_who_is_suppressed_or_has_no_address_any_more_is_passed_over_with_the_reason(
    store, issue, put, sending, sink, outbox
):
    put(store, issue, 2)
    outbox.freeze(
        [{"digest_id": issue, "member_id": "erased", "address": "", "variant": "v", "message_id": "<e@o>"}], at=NOW
    )
    Suppressions(store.database).add("m1@m.example", reason="unsubscribed", at=NOW)
    groups, told = Groups(), {}

    sending(writer=groups, rules=Rules(connections=1, group=9), after=told.update).run()

    found = rows(outbox, issue)
    assert [(found[name].state, found[name].reason) for name in ("m1", "")] == [
        (DeliveryState.SKIPPED, "suppressed")
    ] * 2
    assert [each.member_id for each in groups.told[0]] == ["m0.m.example"]
    assert {name: outcome.state for name, outcome in told.items()} == {
        "m0.m.example": DeliveryState.ACCEPTED, "m1.m.example": DeliveryState.SKIPPED, "erased": DeliveryState.SKIPPED,
    }  # fmt: skip
    assert sink.recipients == ["m0@m.example"]


def test_what_left_before_an_older_copy_was_put_back_is_uncertain_and_does_not_leave_again(
    store, issue, put, sending, sink, outbox, tmp_path
):
    put(store, issue, 2)
    (tmp_path / "sends").mkdir()
    (tmp_path / "sends" / f"{issue}.sent").write_text(f"{outbox.first(issue)[0].message_id} 1\n")

    sent = sending().run()

    assert sent.counts == {DeliveryState.UNCERTAIN: 1, DeliveryState.ACCEPTED: 1}
    assert rows(outbox, issue)["m0"].reason == "it left before this database was put back from an older copy"
    assert sink.recipients == ["m1@m.example"]


def test_a_server_that_wants_a_pause_gets_a_quarter_of_an_hour_for_all_of_its_domain(
    store, issue, put, sending, sink, outbox
):
    put(store, issue, 3, domain="Busy.Example")
    sink.rcpt["Busy.Example"] = "421 4.7.0 too many"

    sent = sending(rules=Rules(connections=1, group=1)).run()

    found = rows(outbox, issue)
    assert found["m0"].reason == "4.7.0 too many"
    for name in ("m1", "m2"):
        assert found[name].state is DeliveryState.DEFERRED
        assert found[name].next_at == NOW + timedelta(minutes=15)
        assert found[name].reason == "busy.example asked for a pause: 4.7.0 too many"
    assert sent.alerts == ("Busy.Example refuses our mail (4.7.0): 4.7.0 too many",)


def test_only_what_this_digest_had_under_way_becomes_uncertain(store, issue, put, sending, outbox):
    other = store.digests.draft(WEEK_BEFORE, "{}", at=NOW).id
    for each in (issue, other):
        put(store, each, 1)
        outbox.claim(each, now=NOW, limit=1)

    sending().run()

    assert outbox.counts(issue) == {DeliveryState.UNCERTAIN: 1}
    assert outbox.counts(other) == {DeliveryState.CLAIMED: 1}


def test_a_writer_that_fails_leaves_what_it_did_not_make_waiting(store, issue, put, sending, sink, outbox):
    put(store, issue, 4)

    def writer(_told):
        def make(delivery):
            if delivery.address.startswith("m2"):
                raise ValueError("a template is broken")
            return plain_mails([])(delivery)

        return make

    with pytest.raises(ValueError, match="template"):
        sending(writer=writer, rules=Rules(connections=1, group=4)).run()

    found = rows(outbox, issue)
    assert found["m0"].state is DeliveryState.ACCEPTED
    assert {found[name].state for name in ("m2", "m3")} == {DeliveryState.DEFERRED}
    assert {found[name].reason for name in ("m2", "m3")} == {"the sending broke off before its turn"}
    assert {found[name].next_at for name in ("m2", "m3")} == {NOW}
    assert set(sink.recipients) <= {"m0@m.example", "m1@m.example"}


def test_a_relay_that_is_away_is_the_reason_that_mails_wait(store, issue, put, sending, outbox):
    put(store, issue, 2)
    away = Relay(host="127.0.0.1", port=1, security="none", timeout_seconds=1)

    with pytest.raises(DeliveryError):
        sending(connect=lambda: Session(away), rules=Rules(connections=1, group=2)).run()

    found = outbox.list(issue)
    assert {(each.state, each.reason, each.next_at) for each in found} == {
        (DeliveryState.DEFERRED, "the relay could not be used", NOW)
    }


def test_a_relay_that_answers_on_some_connections_is_not_away(store, issue, put, sending, sink):
    put(store, issue, 6)
    relays = iter([sink.port, 1])
    lock = threading.Lock()

    def connect():
        with lock:
            return Session(Relay(host="127.0.0.1", port=next(relays), security="none", timeout_seconds=5))

    sent = sending(connect=connect, rules=Rules(connections=2, group=1)).run()

    assert sent.state == "finished" if len(sink.taken) == 6 else "waiting"
    assert len(sink.taken) >= 5


@pytest.mark.parametrize("limit", [{"rate": 0.5}, {"domain_rate": 0.5}])
def test_a_pace_is_kept_by_sleeping_until_the_next_mail_may_go(store, issue, put, sending, sink, limit):
    put(store, issue, 4, domain="M.Example")
    slept, rates = [], SendRates(store.database)

    sending(rules=Rules(connections=1, burst=2, **limit), sleep=slept.append, rates=rates).run()

    assert len(sink.taken) == 4
    assert slept == pytest.approx([2.0, 4.0], abs=0.5)
    name = "relay" if "rate" in limit else "domain m.example"
    assert rates.get(name).tokens == -2
    assert rates.get("relay" if name != "relay" else "domain m.example") is None


def test_a_domain_that_must_wait_holds_up_no_other(store, issue, put, sending, sink):
    put(store, issue, 2, domain="a.example")
    put(store, issue, 2, domain="b.example")
    slept = []

    sending(rules=Rules(connections=2, domain_rate=1.0, burst=1), sleep=slept.append).run()

    assert len(sink.taken) == 4
    assert len(slept) <= 2
    assert all(0 < each <= 1 for each in slept)


def test_progress_hears_of_each_mail_and_after_of_each_group(store, issue, put, sending, sink):
    put(store, issue, 5)
    dead(sink, 4)
    heard, groups = [], []

    sending(rules=Rules(connections=1, group=3), progress=heard.append, after=groups.append).run()

    assert [each.state.value for each in heard] == ["accepted"] * 4 + ["rejected"]
    assert [sorted(each) for each in groups] == [
        [f"m{n}.m.example" for n in range(3)],
        ["m3.m.example", "m4.m.example"],
    ]
    assert groups[1]["m4.m.example"].enhanced == "5.1.1"
