"""The outbox, members and rates, on both databases: what is claimed once, what waits, and who is written to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.clock import Period
from monitor.model import DigestState
from monitor.model.members import Cadence, DeliveryState, Member, MemberState, Outcome, Subscription
from monitor.store.bounces import Bounces
from monitor.store.mail import Members
from monitor.store.outbox import Outbox
from monitor.store.rates import Level, SendRates

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.fixture
def issue(store):
    return store.digests.draft(Period(start=NOW - timedelta(days=7), end=NOW), "{}", at=NOW).id


@pytest.fixture
def outbox(store, issue):
    outbox = Outbox(store.database)
    rows = [
        {"digest_id": issue, "member_id": f"m{n}", "address": f"m{n}@{'Big' if n % 2 else 'small'}.example",
         "variant": f"v{n % 2}", "message_id": f"<{n}@o.example>"}
        for n in range(6)
    ]  # fmt: skip
    assert outbox.freeze(iter(rows), at=NOW, size=4) == 6
    outbox.freeze(rows, at=NOW)
    return outbox


def test_mails_are_claimed_once_in_order_and_settled(outbox, issue):
    first, second = (outbox.claim(issue, now=NOW, limit=2) for _ in range(2))
    taken = Outcome(state=DeliveryState.ACCEPTED, code=250)
    later = Outcome(state=DeliveryState.DEFERRED, code=451, enhanced="4.2.1", reason="later")

    with outbox.together():
        outbox.settle({first[0].seq: (taken, None), first[1].seq: (later, NOW + timedelta(minutes=5))}, at=NOW)
        third = outbox.claim(issue, now=NOW, limit=9)

    assert [[each.member_id for each in group] for group in (first, second, third)] == [
        ["m0", "m1"],
        ["m2", "m3"],
        ["m4", "m5"],
    ]
    assert outbox.claim(issue, now=NOW, limit=9) == ()
    (again,) = outbox.claim(issue, now=NOW + timedelta(minutes=6), limit=9)
    assert (again.member_id, again.attempts) == ("m1", 2)
    assert outbox.get(again.seq).enhanced_code == "4.2.1"
    assert outbox.abandoned(at=NOW, digest_id=issue) == 5


def test_a_domain_that_wants_a_pause_waits_and_the_rest_can_be_cancelled(outbox, issue):
    assert outbox.postpone(issue, "big.example", until=NOW + timedelta(minutes=15), reason="421") == 3

    assert [each.member_id for each in outbox.claim(issue, now=NOW, limit=9)] == ["m0", "m2", "m4"]
    assert not outbox.is_due(issue, now=NOW)
    assert outbox.is_due(issue, now=NOW + timedelta(minutes=15))
    assert outbox.next_due(issue) == NOW + timedelta(minutes=15)
    assert outbox.cancel(issue, at=NOW, reason="cancelled") == 3
    assert outbox.counts(issue) == {DeliveryState.CLAIMED: 3, DeliveryState.SKIPPED: 3}


def test_who_got_a_variant_is_known(outbox, issue):
    claimed = outbox.claim(issue, now=NOW, limit=4)
    outbox.settle({each.seq: (Outcome(state=DeliveryState.ACCEPTED), None) for each in claimed[:3]}, at=NOW)
    outbox.abandoned(at=NOW, digest_id=issue)

    assert outbox.variants(issue) == ("v0", "v1")
    assert [each.member_id for each in outbox.receivers(issue, ["v1"])] == ["m1", "m3"]
    assert outbox.of_member(issue, "m2").state is DeliveryState.ACCEPTED
    assert outbox.first(issue, limit=2)[1].member_id == "m1"


def test_members_come_in_pages_those_of_one_wish_together(store):
    members = Members(store.database)
    for n in range(7):
        state = MemberState.PENDING if n == 6 else MemberState.CONFIRMED
        members.save(Member(id=f"m{n}", address=f"m{n}@m.example", state=state, created_at=NOW))
        cadence = Cadence.DAILY if n == 5 else Cadence.WEEKLY
        areas = ("North",) if n % 2 else ()
        members.subscribe(Subscription(id=f"s{n}", member_id=f"m{n}", created_at=NOW, cadence=cadence, areas=areas))

    found = [(member.id, wish.areas) for page in members.addressees(Cadence.WEEKLY, size=2) for member, wish in page]

    assert sorted(found) == [("m0", ()), ("m1", ("North",)), ("m2", ()), ("m3", ("North",)), ("m4", ())]
    assert [areas for _, areas in found] in ([()] * 3 + [("North",)] * 2, [("North",)] * 2 + [()] * 3)
    assert members.wants(Cadence.DAILY)
    assert not members.wants(Cadence.MONTHLY)
    assert set(members.addressees_among(["m1", "m9"])) == {"m1"}


def test_a_score_fades_only_after_a_mail_that_stayed(store, outbox, issue):
    members = Members(store.database)
    bounced = NOW - timedelta(days=3)
    for name in ("m0", "m1"):
        member = Member(
            id=name, address=f"{name}@m.example", state=MemberState.CONFIRMED, created_at=NOW, bounce_score=0.75,
            bounced_at=bounced if name == "m0" else NOW + timedelta(days=1),
        )  # fmt: skip
        members.save(member)
    claimed = outbox.claim(issue, now=NOW, limit=2)
    outbox.settle({each.seq: (Outcome(state=DeliveryState.ACCEPTED), None) for each in claimed}, at=NOW)

    members.delivered(["m0", "m1"], digest_id="the next", by=0.5)
    assert [members.get(name).bounce_score for name in ("m0", "m1")] == [0.25, 0.75]
    members.delivered(["m0"], digest_id="the next", by=0.5)
    assert members.get("m0").bounce_score == 0.0


def test_rates_reports_and_the_standing_of_a_digest_are_kept(store, issue):
    rates, bounces = SendRates(store.database), Bounces(store.database)
    rates.keep({"relay": Level(3.5, NOW)})
    rates.keep({"relay": Level(-1.0, NOW)})

    assert rates.get("relay") == Level(-1.0, NOW)
    assert rates.get("other") is None
    assert bounces.add(b"raw", kind="ours", status="5.7.1", reason="policy", at=NOW)
    assert not bounces.add(b"raw", kind="ours", status="5.7.1", reason="policy", at=NOW)
    assert bounces.knows(b"raw")
    assert bounces.alerts(since=NOW) == ("5.7.1 policy",)
    assert store.digests.standing(issue) == (DigestState.DRAFT, None)
    assert store.digests.standing("nothing") is None
