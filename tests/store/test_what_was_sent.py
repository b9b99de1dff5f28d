"""What went out and does not stand any more: of which issue, from when on, by whom, and told once. On both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.clock import Period
from monitor.model import Decision, DigestState, EventState, EventType, Verdict
from monitor.store.corrections import Amended
from tests.store import builders as b

WEEK = Period(start=datetime(2014, 10, 24, 6, tzinfo=UTC), end=datetime(2014, 10, 31, 7, tzinfo=UTC))
SENT_AT = WEEK.end + timedelta(hours=1)
AFTER = WEEK.end + timedelta(days=2)
MOMENT = timedelta(seconds=1)
EVER = (WEEK.start, AFTER + timedelta(days=30))
WAY = (DigestState.APPROVED, DigestState.SENDING, DigestState.SENT)


class Press:
    """Puts accepted events on record, prints them in issues, and lets later things happen to them."""

    def __init__(self, store):
        self.store = store

    def found(self, *names, at=b.NOON, state=EventState.ACCEPTED, kind=EventType.ADDED, identity=None, **fields):
        """Events that are found on one page; those of ``added`` begin a standing."""
        document = b.a_document(*names, identity=identity or " ".join(names))
        changes = [b.a_change(name, type=kind) for name in names]
        events = tuple(b.an_event(change, document=document, at=at, state=state) for change in changes)
        begun = {"begun": tuple(map(b.a_standing, names) if kind is EventType.ADDED else ())}
        return self.store.record(b.a_poll(*names, at=at, document=document, events=events, **(begun | fields))).events

    def ended(self, name, *, on=None, at=AFTER, state=EventState.ACCEPTED):
        """The event that ended what ``name`` had begun."""
        end = b.ended(b.a_standing(name), on or b.DAY)
        fields = {"kind": EventType.REMOVED, "identity": f"end of {name}", "ended": (end,)}
        return self.found(name, at=at, state=state, **fields)[0]

    def issue(self, events, *, state=DigestState.SENT, period=WEEK, **fields):
        """An issue that tells ``events``, as far on its way as ``state``."""
        stored = self.store.digests.draft(period, "{}", at=WEEK.end, event_ids=[each.id for each in events], **fields)
        for each in WAY[: WAY.index(state) + 1] if state in WAY else ():
            self.store.digests.move(stored.id, each, at=SENT_AT, by="ann")
        return stored

    def decide(self, event, verdict, at=AFTER, **fields):
        self.store.events.decide(Decision(event_id=event.id, verdict=verdict, by="ann", at=at, **fields))


@pytest.fixture
def press(store):
    return Press(store)


@pytest.fixture
def corrections(store):
    return store.corrections


def test_what_a_person_decided_after_an_issue_left_is_told_with_its_words_then_and_the_last_reason(
    store, press, corrections
):
    events = press.found("Acme", "Beacon")
    issue = press.issue(events)
    press.decide(events[0], Verdict.EDIT, at=AFTER - MOMENT, wording_after="Otherwise", reason="a slip")
    press.decide(events[0], Verdict.EDIT, wording_after="Otherwise again", reason="a second slip")
    press.decide(events[1], Verdict.REJECT, at=AFTER + MOMENT)

    found = {each.event.change.organisation: each for each in corrections.decided_after_sending(*EVER)}

    assert found == {
        "Acme": Amended(
            event=store.events.get(events[0].id), digest_id=issue.id, sent_at=SENT_AT, said="Acme added", at=AFTER,
            reason="a second slip",
        ),
        "Beacon": Amended(
            event=store.events.get(events[1].id), digest_id=issue.id, sent_at=SENT_AT, said="Beacon added", at=AFTER + MOMENT,
        ),
    }  # fmt: skip
    assert found["Acme"].event.wording == "Otherwise again"


def test_a_decision_counts_from_the_moment_after_the_sending_and_within_the_time_asked_for(press, corrections):
    before, after = press.found("Acme", "Beacon")
    press.issue([before, after])
    press.decide(before, Verdict.REJECT, at=SENT_AT)
    press.decide(after, Verdict.REJECT, at=SENT_AT + MOMENT)

    def names(since, until):
        return [each.event.change.organisation for each in corrections.decided_after_sending(since, until)]

    assert names(*EVER) == ["Beacon"]
    assert names(SENT_AT + MOMENT, EVER[1]) == ["Beacon"]
    assert names(SENT_AT + 2 * MOMENT, EVER[1]) == []
    assert names(EVER[0], SENT_AT + MOMENT) == []
    assert names(EVER[0], SENT_AT + 2 * MOMENT) == ["Beacon"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, True),
        ({"state": DigestState.SENDING}, True),
        ({"state": DigestState.APPROVED}, False),
        ({"state": DigestState.DRAFT}, False),
        ({"audience": "board"}, False),
        ({"cadence": "daily"}, False),
    ],
)
def test_only_what_the_weekly_issue_for_all_told_and_that_went_out_is_corrected(press, corrections, fields, found):
    (event,) = press.found("Acme")
    press.issue([event], **fields)
    press.decide(event, Verdict.REJECT)

    assert [each.sent_at for each in corrections.decided_after_sending(*EVER)] == ([SENT_AT] if found else [])


def test_what_another_event_ended_is_told_with_that_event(store, press, corrections):
    told = press.found("Beacon", "Acme")
    issue = press.issue(told)
    ends = {name: press.ended(name) for name in ("Acme", "Beacon")}

    found = corrections.superseded(*EVER)

    assert set(found) == {
        Amended(
            event=store.events.get(each.id), digest_id=issue.id, sent_at=SENT_AT, said=f"{each.change.organisation} added",
            at=AFTER, by=store.events.get(ends[each.change.organisation].id),
        )
        for each in told
    }  # fmt: skip
    assert [each.event.id for each in found] == sorted(each.id for each in told)


def test_an_end_counts_once_it_is_accepted_came_after_the_sending_and_within_the_time_asked_for(press, corrections):
    events = press.found("Acme", "Beacon", "Corvus")
    press.issue(events)
    press.ended("Acme", at=SENT_AT)
    press.ended("Beacon", at=SENT_AT + MOMENT)
    waiting = press.ended("Corvus", state=EventState.PENDING)

    def names(since, until):
        return [each.event.change.organisation for each in corrections.superseded(since, until)]

    assert names(*EVER) == ["Beacon"]
    assert names(SENT_AT + MOMENT, EVER[1]) == ["Beacon"]
    assert names(SENT_AT + 2 * MOMENT, EVER[1]) == []
    assert names(EVER[0], SENT_AT + MOMENT) == []
    press.decide(waiting, Verdict.ACCEPT)
    assert sorted(names(*EVER)) == ["Beacon", "Corvus"]


def test_an_event_is_not_put_right_by_itself_nor_what_ended_a_place_by_what_ended_it_otherwise(press, corrections):
    change = b.a_change("Acme")
    both = press.found("Acme", begun=(b.a_standing(),), ended=(b.ended(b.a_standing(), b.DAY),))
    first_end = press.ended("Acme", on=b.DAY + timedelta(days=1), at=b.NOON + MOMENT)
    press.issue([*both, first_end])

    assert change.organisation == "Acme"
    assert corrections.superseded(*EVER) == ()


def test_a_withdrawn_document_takes_back_all_that_was_told_from_it_and_nothing_else(store, press, corrections):
    told = press.found("Acme", "Beacon")
    others = press.found("Corvus")
    issue = press.issue([*told, *others])
    gone = press.found("Acme", "Beacon", kind=EventType.DOCUMENT_WITHDRAWN, at=AFTER)[0]
    press.found("Corvus", kind=EventType.REMOVED, at=AFTER, identity="Corvus")

    found = corrections.withdrawn(*EVER)

    assert sorted(each.event.change.organisation for each in found) == ["Acme", "Beacon"]
    assert {(each.digest_id, each.sent_at, each.at, each.by) for each in found} <= {
        (issue.id, SENT_AT, AFTER, by)
        for by in (store.events.get(gone.id), *store.events.list(type="document_withdrawn"))
    }
    assert {each.said for each in found} == {"Acme added", "Beacon added"}
    assert corrections.withdrawn(AFTER + MOMENT, EVER[1]) == ()
    assert corrections.withdrawn(EVER[0], AFTER) == ()


def test_a_withdrawal_that_was_told_or_is_not_accepted_or_names_no_document_takes_nothing_back(press, corrections):
    told = press.found("Acme")
    document = b.a_document("Acme", identity="Acme")
    gone = b.a_change("Acme", type=EventType.DOCUMENT_WITHDRAWN)
    early = b.an_event(gone, document=document, at=b.NOON + MOMENT, state=EventState.ACCEPTED)
    nameless = b.an_event(gone, document=document, at=AFTER, state=EventState.ACCEPTED, id="nameless", document_id=None)
    waiting = b.an_event(gone, document=document, at=AFTER, state=EventState.PENDING, id="waiting")
    press.store.record(b.a_poll(at=AFTER, document=document, begun=(), events=(early, nameless, waiting)))
    press.issue([*told, early])

    assert corrections.withdrawn(*EVER) == ()


def test_more_events_than_one_question_holds_are_all_found(press, corrections):
    names = [f"Body {n}" for n in range(501)]
    press.issue(press.found(*names, identity="long", begun=()))
    press.found(names[0], identity="long", kind=EventType.DOCUMENT_WITHDRAWN, at=AFTER)

    assert len(corrections.withdrawn(*EVER)) == 501


def test_what_held_for_a_day_was_true_and_what_was_taken_back_or_ended_on_its_first_day_was_not(press, corrections):
    one, two, three = press.found("Acme", "Beacon", "Corvus")
    assert not corrections.never_true(one.id)
    ended = press.ended("Acme")
    press.ended("Beacon", on=b.DAY + timedelta(days=1))
    press.decide(three, Verdict.REJECT)

    assert corrections.never_true(one.id) is True
    assert corrections.never_true(two.id) is False
    assert corrections.never_true(three.id) is True
    assert corrections.never_true(ended.id) is False
    assert corrections.never_true("nothing") is False


def test_an_event_of_which_one_place_held_was_true(press, corrections):
    places = [b.a_standing(area=area) for area in ("Northshire", "Southshire")]
    changes = [b.a_change("Acme", area=None)]
    document = b.a_document("Acme")
    event = b.an_event(changes[0], document=document, state=EventState.ACCEPTED)
    press.store.record(b.a_poll("Acme", document=document, begun=tuple(places), events=(event,)))
    press.store.record(
        b.a_poll(at=AFTER, document=b.a_document("Nobody"), begun=(), ended=(b.ended(places[0], b.DAY),), events=())
    )
    assert corrections.never_true(event.id) is False

    press.store.record(
        b.a_poll(
            at=AFTER + MOMENT, document=b.a_document("Nobody"), begun=(), ended=(b.ended(places[1], b.DAY),), events=()
        )
    )
    assert corrections.never_true(event.id) is True


@pytest.mark.parametrize("state", [DigestState.DRAFT, *WAY])
def test_a_correction_is_told_from_its_approval_on_to_those_who_get_that_issue(press, corrections, state):
    later = Period(start=WEEK.end, end=WEEK.end + timedelta(days=7))
    press.issue([], state=state, correction_ids=["c1", "c2"])
    press.issue([], state=DigestState.SENT, correction_ids=["c3"], audience="board")
    press.issue([], state=DigestState.SENT, correction_ids=["c4"], cadence="daily")

    assert corrections.told(later.key) == ({"c1", "c2"} if state is not DigestState.DRAFT else set())
    assert corrections.told(WEEK.key) == set()
    assert corrections.told(later.key, audience="board") == {"c3"}
    assert corrections.told(later.key, cadence="daily") == {"c4"}
