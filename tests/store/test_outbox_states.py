"""The outbox row by row: which mails a step takes, what it writes of them, and which it leaves alone. On both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from monitor.clock import Period
from monitor.errors import AlreadyRunningError
from monitor.model.members import Delivery, DeliveryState, Outcome
from monitor.store.outbox import Outbox
from monitor.store.tables import mail as t

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)
TAKEN = Outcome(state=DeliveryState.ACCEPTED, code=250)


@pytest.fixture
def digests(store):
    """Two digests; the second is the bystander of every test."""
    ends = (NOW, NOW - timedelta(days=7))
    return [store.digests.draft(Period(start=end - timedelta(days=7), end=end), "{}", at=NOW).id for end in ends]


@pytest.fixture
def issue(digests):
    return digests[0]


@pytest.fixture
def outbox(store, digests):
    """Four mails of each digest, to the same members."""
    outbox = Outbox(store.database)
    for number, digest in enumerate(digests):
        assert outbox.freeze(mails(digest, number), at=NOW) == 4
    return outbox


def mails(digest, number=0, domain="m.example"):
    return [
        {"digest_id": digest, "member_id": f"m{n}", "address": f"m{n}@{domain}", "variant": f"v{n % 2}",
         "message_id": f"<{number}.{n}@o.example>"}
        for n in range(4)
    ]  # fmt: skip


@pytest.fixture
def bystander(outbox, digests):
    """What is known of the other digest; the same at the end of the test as at its beginning."""
    before = outbox.list(digests[1])
    yield digests[1]
    assert outbox.list(digests[1]) == before


@pytest.fixture
def columns(store):
    """The columns of one mail that nobody is given: clocks of the table."""

    def of(seq):
        with store.database.read() as connection:
            return connection.execute(select(t.deliveries).where(t.deliveries.c.seq == seq)).one()

    return of


def names(deliveries):
    return [each.member_id for each in deliveries]


def test_a_mail_is_put_there_as_it_is_ready_at_once_or_from_its_day(store, outbox, issue, bystander, columns):
    first = outbox.list(issue)[0]

    assert first == Delivery(
        seq=first.seq, digest_id=issue, member_id="m0", address="m0@m.example", variant="v0", message_id="<0.0@o.example>",
        state=DeliveryState.READY, next_at=NOW,
    )  # fmt: skip
    assert columns(first.seq).created_at == NOW
    third = store.digests.draft(Period(start=NOW, end=LATER), "{}", at=NOW).id
    outbox.freeze(mails(third, 3), at=NOW, due=LATER, size=1)
    assert (outbox.next_due(third), outbox.claim(third, now=LATER - timedelta(seconds=1), limit=9)) == (LATER, ())
    assert names(outbox.claim(third, now=LATER, limit=9)) == ["m0", "m1", "m2", "m3"]


def test_a_long_list_is_taken_in_pieces_and_an_empty_one_is_nothing(store, outbox, issue):
    third = store.digests.draft(Period(start=NOW, end=LATER), "{}", at=NOW).id

    def rows():
        for number, each in enumerate(mails(third, 3)):
            # Of what went before, all but the piece in hand is in the outbox by now.
            held.append(number - len(outbox.list(third)))
            yield each

    held = []
    with outbox.together():
        assert outbox.freeze(rows(), at=NOW, size=2) == 4
        assert outbox.freeze([], at=NOW) == 0
    assert held == [0, 1, 0, 1]


def test_a_claim_takes_what_is_due_in_order_and_counts_the_try(outbox, issue, bystander, columns):
    assert outbox.claim(issue, now=NOW - timedelta(seconds=1), limit=9) == ()
    (claimed,) = outbox.claim(issue, now=NOW, limit=1)

    assert claimed == Delivery(
        seq=claimed.seq, digest_id=issue, member_id="m0", address="m0@m.example", variant="v0", message_id="<0.0@o.example>",
        state=DeliveryState.CLAIMED, attempts=1,
    )  # fmt: skip
    kept = outbox.get(claimed.seq)
    assert (kept.state, kept.attempts, kept.claimed_at) == (DeliveryState.CLAIMED, 1, NOW)
    assert columns(claimed.seq).epoch == 1
    assert names(outbox.claim(issue, now=NOW, limit=9)) == ["m1", "m2", "m3"]


def test_what_was_never_tried_goes_before_what_is_due_again(outbox, issue, bystander):
    first, second = outbox.claim(issue, now=NOW, limit=2)
    outbox.settle({each.seq: (Outcome(state=DeliveryState.DEFERRED), LATER) for each in (second, first)}, at=NOW)

    assert names(outbox.claim(issue, now=LATER, limit=9)) == ["m2", "m3"]
    assert outbox.claim(issue, now=LATER - timedelta(seconds=1), limit=9) == ()
    assert names(outbox.claim(issue, now=LATER, limit=1)) == ["m0"]
    (again,) = outbox.claim(issue, now=LATER, limit=9)
    assert (again.member_id, again.attempts) == ("m1", 2)


def test_what_became_of_a_mail_is_kept_whole_but_for_words_without_end(outbox, issue, bystander, columns):
    one, two, three = (each.seq for each in outbox.claim(issue, now=NOW, limit=3))
    outcomes = {
        one: (Outcome(state=DeliveryState.ACCEPTED, code=250, enhanced="2.0.0", reason="taken"), None),
        two: (Outcome(state=DeliveryState.DEFERRED, code=451, reason="x" * 501), LATER),
        three: (Outcome(state=DeliveryState.UNCERTAIN), None),
    }

    outbox.settle(outcomes, at=LATER)

    found = [outbox.get(seq) for seq in (one, two, three)]
    assert [(each.state, each.smtp_code, each.enhanced_code, each.reason, each.next_at) for each in found] == [
        (DeliveryState.ACCEPTED, 250, "2.0.0", "taken", None),
        (DeliveryState.DEFERRED, 451, None, "x" * 500, LATER),
        (DeliveryState.UNCERTAIN, None, None, "", None),
    ]
    assert [columns(each.seq).finished_at for each in found] == [LATER, None, LATER]


def test_only_what_is_claimed_can_be_settled(outbox, issue, bystander):
    before = outbox.list(issue)

    outbox.settle({each.seq: (TAKEN, None) for each in before}, at=NOW)
    outbox.settle({}, at=NOW)

    assert outbox.list(issue) == before


def test_a_pause_is_for_one_domain(outbox, issue, bystander):
    before = outbox.list(issue)
    for other in ("example", "m_example", "m%", "%", "", "a.m.example"):
        assert outbox.postpone(issue, other, until=LATER, reason="421") == 0
    assert outbox.list(issue) == before

    assert outbox.postpone(issue, "M.example", until=LATER, reason="421") == 4

    assert {(each.state, each.next_at, each.reason) for each in outbox.list(issue)} == {
        (DeliveryState.DEFERRED, LATER, "421")
    }


def test_a_pause_is_for_addresses_however_they_are_written_and_for_what_was_not_tried(store, outbox, issue, bystander):
    third = store.digests.draft(Period(start=NOW, end=LATER), "{}", at=NOW).id
    outbox.freeze(mails(third, 3, "A_B.Example"), at=NOW)
    outbox.claim(third, now=NOW, limit=1)

    assert outbox.postpone(third, "a_b.example", until=LATER, reason="421") == 3
    assert outbox.counts(third) == {DeliveryState.CLAIMED: 1, DeliveryState.DEFERRED: 3}
    assert outbox.postpone(third, "a_b.example", until=LATER, reason="421") == 0


def test_what_a_dead_process_had_claimed_is_uncertain_of_one_digest_or_of_all(outbox, digests, columns):
    for digest in digests:
        outbox.claim(digest, now=NOW, limit=2)

    assert outbox.abandoned(at=LATER, digest_id=digests[0]) == 2
    assert [outbox.counts(digest) for digest in digests] == [
        {DeliveryState.UNCERTAIN: 2, DeliveryState.READY: 2}, {DeliveryState.CLAIMED: 2, DeliveryState.READY: 2},
    ]  # fmt: skip
    assert outbox.abandoned(at=LATER) == 2
    assert outbox.counts(digests[1]) == {DeliveryState.UNCERTAIN: 2, DeliveryState.READY: 2}
    first = outbox.list(digests[0])[0]
    assert first.reason == "the process stopped between handing it over and hearing that it was taken"
    assert columns(first.seq).finished_at == LATER


def test_a_person_decides_once_what_becomes_of_an_uncertain_mail(outbox, issue, bystander, columns):
    for resend, state in ((False, DeliveryState.SKIPPED), (True, DeliveryState.READY)):
        (claimed,) = outbox.claim(issue, now=NOW, limit=1)
        assert not outbox.resolve(claimed.seq, resend=resend, at=LATER, reason="ann")
        outbox.abandoned(at=NOW, digest_id=issue)

        assert outbox.resolve(claimed.seq, resend=resend, at=LATER, reason="ann") is True
        assert outbox.resolve(claimed.seq, resend=resend, at=LATER, reason="ann") is False

        found = outbox.get(claimed.seq)
        assert (found.state, found.reason, found.message_id) == (state, "ann", claimed.message_id)
        assert (found.attempts, found.next_at) == (1, LATER if resend else NOW)
        assert columns(claimed.seq).finished_at == (None if resend else LATER)
    assert outbox.counts(issue) == {DeliveryState.READY: 3, DeliveryState.SKIPPED: 1}


def test_a_digest_of_which_nothing_was_tried_can_be_taken_out_again_whatever_became_of_others(outbox, digests):
    issue, other = digests
    outbox.claim(other, now=NOW, limit=1)

    assert outbox.withdraw(issue) is True

    assert (outbox.list(issue), len(outbox.list(other))) == ((), 4)


@pytest.mark.parametrize("step", ["claimed", "postponed", "resent"])
def test_a_digest_of_which_a_mail_was_tried_stays(outbox, issue, bystander, step):
    if step == "postponed":
        outbox.postpone(issue, "m.example", until=LATER, reason="421")
    else:
        (claimed,) = outbox.claim(issue, now=NOW, limit=1)
    if step == "resent":
        outbox.abandoned(at=NOW, digest_id=issue)
        outbox.resolve(claimed.seq, resend=True, at=NOW, reason="ann")
    before = outbox.list(issue)

    assert outbox.withdraw(issue) is False

    assert outbox.list(issue) == before
    assert outbox.has_begun(issue) == (step != "postponed")


def test_a_cancelled_digest_loses_what_waits_and_keeps_what_is_under_way(outbox, issue, bystander, columns):
    one, two = outbox.claim(issue, now=NOW, limit=2)
    outbox.settle({one.seq: (Outcome(state=DeliveryState.DEFERRED), LATER)}, at=NOW)

    assert outbox.cancel(issue, at=LATER, reason="by ann") == 3

    assert [(each.state.value, each.reason) for each in outbox.list(issue)] == [
        ("skipped", "by ann"), ("claimed", ""), ("skipped", "by ann"), ("skipped", "by ann"),
    ]  # fmt: skip
    assert (columns(one.seq).finished_at, columns(two.seq).finished_at) == (LATER, None)
    assert outbox.next_due(issue) is None
    assert not outbox.is_due(issue, now=LATER)


def test_mails_are_found_by_digest_state_member_and_number(outbox, digests, bystander):
    issue, other = digests
    (claimed,) = outbox.claim(issue, now=NOW, limit=1)

    assert names(outbox.list(issue)) == ["m0", "m1", "m2", "m3"]
    assert names(outbox.list(issue, state=DeliveryState.READY)) == ["m1", "m2", "m3"]
    assert names(outbox.first(issue)) == ["m0"]
    assert names(outbox.first(issue, limit=3)) == ["m0", "m1", "m2"]
    assert outbox.of_member(issue, "m0") == outbox.get(claimed.seq)
    assert outbox.of_member(other, "m0").digest_id == other
    assert outbox.of_member(issue, "nobody") is None
    assert [each.digest_id for each in outbox.to_member("m1")] == [issue, other]
    assert outbox.to_member("nobody") == ()
    assert outbox.get(0) is None
    assert outbox.variants(issue) == ("v0", "v1")
    assert outbox.variants("nothing") == ()
    assert (outbox.has_begun(issue), outbox.has_begun(other)) == (True, False)
    assert outbox.counts(issue) == {DeliveryState.CLAIMED: 1, DeliveryState.READY: 3}


def test_who_got_a_version_are_those_whose_mail_was_taken_or_may_have_been(outbox, issue, bystander):
    states = (DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN, DeliveryState.REJECTED)
    claimed = outbox.claim(issue, now=NOW, limit=3)
    outbox.settle({each.seq: (Outcome(state=state), None) for each, state in zip(claimed, states, strict=True)}, at=NOW)

    assert names(outbox.receivers(issue, ["v0", "v1"])) == ["m0", "m1"]
    assert names(outbox.receivers(issue, {"v1"})) == ["m1"]
    assert outbox.receivers(issue, []) == ()


def test_a_digest_is_due_from_the_moment_of_its_next_mail(outbox, issue, bystander):
    assert outbox.next_due(issue) == NOW
    assert outbox.is_due(issue, now=NOW) is True
    assert outbox.is_due(issue, now=NOW - timedelta(seconds=1)) is False
    claimed = outbox.claim(issue, now=NOW, limit=9)
    assert (outbox.next_due(issue), outbox.is_due(issue, now=LATER)) == (None, False)

    deferred = Outcome(state=DeliveryState.DEFERRED)
    moments = (LATER + timedelta(hours=1), LATER)
    outbox.settle({each.seq: (deferred, at) for each, at in zip(claimed, moments, strict=False)}, at=NOW)

    assert outbox.next_due(issue) == LATER
    assert outbox.is_due(issue, now=LATER)


def test_what_left_before_an_older_copy_was_put_back_is_known_where_the_state_is_a_folder(store, outbox, issue, kind):
    claimed = outbox.claim(issue, now=NOW, limit=2)
    assert outbox.about_to_leave(issue, claimed) == frozenset()

    again = Outbox(store.database).about_to_leave(issue, claimed[:1])

    assert again == ({claimed[0].seq} if kind == "sqlite" else frozenset())
    if kind == "sqlite":
        assert (store.database.folder / "sends" / f"{issue}.sent").is_file()


def test_one_process_sends_at_a_time_and_leaves_the_place_when_it_is_done(outbox):
    with outbox.sole_sender(), pytest.raises(AlreadyRunningError), outbox.sole_sender():
        pass

    with outbox.sole_sender():
        pass


def test_steps_taken_together_are_undone_together(outbox, issue):
    def broken_off():
        with outbox.together():
            outbox.claim(issue, now=NOW, limit=1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert outbox.counts(issue) == {DeliveryState.READY: 4}
