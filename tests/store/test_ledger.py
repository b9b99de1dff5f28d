"""Standings in two times, events, decisions, digests, runs, audit: on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from monitor.clock import Period
from monitor.errors import ReviewError
from monitor.model import Decision, DigestState, EventState, EventType, Status, Verdict
from monitor.store import Teaching
from tests.store import builders as b

WEEK = Period(start=datetime(2014, 10, 24, 6, tzinfo=UTC), end=datetime(2014, 10, 31, 7, tzinfo=UTC))
MONTHS_LATER = datetime(2015, 3, 1, tzinfo=UTC)


def _names(standings):
    return [standing.organisation for standing in standings]


def _decide(store, event, verdict, *, at=b.NOON, **fields):
    return store.events.decide(Decision(event_id=event.id, verdict=verdict, by="ann", at=at, **fields))


def test_what_is_ingested_late_holds_on_its_day_but_was_not_known_then(store):
    store.record(b.a_poll("Acme", at=MONTHS_LATER))

    assert _names(store.standings.as_of(date(2014, 10, 30))) == ["Acme"]
    assert _names(store.standings.as_of(date(2014, 10, 28))) == []
    assert _names(store.standings.as_of(date(2014, 10, 30), known_at=b.NOON)) == []


def test_a_replacement_ends_one_standing_and_begins_another_and_both_views_stay(store):
    store.record(b.a_poll("Geo"))
    on, at = date(2014, 11, 6), datetime(2014, 11, 7, tzinfo=UTC)
    change = b.a_change("Geo", type=EventType.REPLACED, organisation_to="Eos", organisation_to_id="eos")
    began = b.a_standing("Eos", valid_from=on, status=Status.IN_DISCUSSION)
    document = b.a_document("Eos")
    event = b.an_event(change, document=document, at=at)
    store.record(b.a_poll("Eos", at=at, ended=(b.ended(b.a_standing("Geo"), on),), begun=(began,), events=(event,)))

    assert _names(store.standings.as_of(date(2014, 11, 5))) == ["Geo"]
    assert _names(store.standings.as_of(date(2014, 11, 6))) == ["Eos"]
    assert _names(store.standings.as_of(date(2014, 11, 10), known_at=b.NOON)) == ["Geo"]
    assert _names(store.standings.open()) == ["Eos"]


def test_rejecting_a_replacement_brings_the_replaced_back_and_accepting_it_after_all_ends_it_again(store):
    store.record(b.a_poll("Geo"))
    on, at = date(2014, 11, 6), datetime(2014, 11, 7, tzinfo=UTC)
    change = b.a_change("Geo", type=EventType.REPLACED, organisation_to="Eos", organisation_to_id="eos")
    event = b.an_event(change, document=b.a_document("Eos"), at=at)
    ended, began = b.ended(b.a_standing("Geo"), on), b.a_standing("Eos", valid_from=on)
    store.record(b.a_poll("Eos", at=at, ended=(ended,), begun=(began,), events=(event,)))

    _decide(store, event, Verdict.REJECT, at=at + timedelta(hours=1))
    assert _names(store.standings.open()) == ["Geo"]
    assert _names(store.standings.as_of(date(2014, 11, 10), known_at=at + timedelta(minutes=1))) == ["Eos"]

    _decide(store, event, Verdict.ACCEPT, at=at + timedelta(hours=2))
    assert _names(store.standings.open()) == ["Eos"]
    assert store.standings.open()[0].reviewed is True
    assert _names(store.standings.as_of(date(2014, 11, 5))) == ["Geo"]
    assert store.integrity() == ()


def test_rejecting_a_repetition_does_not_take_back_what_a_first_sight_began(store):
    store.record(b.a_poll("Acme", events=()))
    later = b.NOON + timedelta(days=1)
    document = b.a_document("Acme", "again")
    event = b.an_event(document=document, at=later)
    store.record(b.a_poll("Acme", at=later, document=document, events=(event,)))

    _decide(store, event, Verdict.REJECT, at=later)

    assert _names(store.standings.open()) == ["Acme"]


def test_a_place_stays_while_one_of_two_events_that_began_it_stands(store):
    first = store.record(b.a_poll("Acme")).events[0]
    later = b.NOON + timedelta(days=1)
    document = b.a_document("Acme", source_id="another")
    second = b.an_event(document=document, at=later)
    store.record(b.a_poll("Acme", at=later, document=document, events=(second,)))

    _decide(store, first, Verdict.REJECT, at=later)
    assert _names(store.standings.open()) == ["Acme"]
    _decide(store, second, Verdict.REJECT, at=later)
    assert _names(store.standings.open()) == []


def test_standings_are_found_by_area_organisation_programme_and_partnership(store):
    begun = (
        b.a_standing("Acme", partnership="Acme Together"),
        b.a_standing("Bond", area="Southshire"),
        b.a_standing("Cole", programme="another", area=None),
    )
    store.record(b.a_poll("Acme", begun=begun, events=()))
    read = store.standings.as_of

    assert _names(read(b.DAY, area="Southshire")) == ["Bond"]
    assert _names(read(b.DAY, organisation_id="acme")) == ["Acme"]
    assert _names(read(b.DAY, programme="another")) == ["Cole"]
    assert _names(read(b.DAY, partnership="Acme Together")) == ["Acme"]
    assert _names(store.standings.open(programmes=("another",))) == ["Cole"]
    assert len(read(b.DAY, limit=2)) == 2


def test_a_standing_begun_and_ended_in_one_visit_is_history(store):
    place = b.a_standing("Acme")
    store.record(b.a_poll("Acme", begun=(place,), ended=(b.ended(place, date(2014, 11, 6)),), events=()))

    assert _names(store.standings.open()) == []
    assert _names(store.standings.as_of(date(2014, 11, 5))) == ["Acme"]


def test_the_last_decision_counts_and_the_wording_before_and_after_are_kept(store):
    event = store.record(b.a_poll("Acme")).events[0]

    _decide(store, event, Verdict.EDIT, wording_after="Acme now leads")
    _decide(store, event, Verdict.HOLD, at=b.NOON + timedelta(hours=1), hold_until=date(2014, 11, 2))

    found = store.events.get(event.id)
    edit, hold = store.events.decisions(event.id)
    assert (found.state, found.wording) == (EventState.HELD, "Acme now leads")
    assert (edit.wording_before, edit.wording_after) == ("Acme added", "Acme now leads")
    assert hold.verdict is Verdict.HOLD
    assert store.events.queue(today=date(2014, 11, 1)) == ()
    assert [each.id for each in store.events.queue(today=date(2014, 11, 2))] == [event.id]


def test_two_reviewers_cannot_decide_over_one_another(store):
    event = store.record(b.a_poll("Acme")).events[0]
    store.events.decide(
        Decision(event_id=event.id, verdict=Verdict.ACCEPT, by="ann", at=b.NOON), expected=EventState.PENDING
    )

    with pytest.raises(ReviewError, match="accepted by now"):
        store.events.decide(
            Decision(event_id=event.id, verdict=Verdict.REJECT, by="bob", at=b.NOON), expected=EventState.PENDING
        )


def test_events_are_listed_by_time_state_area_and_organisation(store):
    store.record(b.a_poll("Acme", "Bond"))
    acme = store.events.list(organisation_id="acme")[0]
    _decide(store, acme, Verdict.ACCEPT)

    assert len(store.events.list(area="Northshire")) == 2
    assert store.events.list(state=EventState.ACCEPTED)[0].id == acme.id
    assert store.events.list(since=b.NOON + timedelta(seconds=1)) == ()
    assert store.events.list(until=b.NOON) == ()
    assert store.events.counts() == {EventState.ACCEPTED: 1, EventState.PENDING: 1}


def test_a_period_is_claimed_by_one_scheduler_only(store):
    assert store.runs.claim("digest", WEEK.key, at=b.NOON, by="one") is True
    assert store.runs.claim("digest", WEEK.key, at=b.NOON, by="two") is False
    assert store.runs.give_up("digest", WEEK.key) is True
    assert store.runs.claim("digest", WEEK.key, at=b.NOON, by="two") is True
    store.runs.finish("digest", WEEK.key, at=b.NOON, outcome="sent")
    assert store.runs.give_up("digest", WEEK.key) is False


def test_a_digest_goes_through_its_states_and_is_fixed_once_it_is_sent(store):
    event = store.record(b.a_poll("Acme")).events[0]
    digest = store.digests.draft(WEEK, "first", at=b.NOON, event_ids=[event.id])
    store.digests.move(digest.id, DigestState.APPROVED, at=b.NOON, by="ann", content_hash=digest.content_hash)
    again = store.digests.draft(WEEK, "second", at=b.NOON, event_ids=[event.id])
    assert (again.state, again.approved_by) == (DigestState.DRAFT, None)
    with pytest.raises(ReviewError, match="changed after"):
        store.digests.move(digest.id, DigestState.APPROVED, at=b.NOON, by="ann", content_hash=digest.content_hash)

    for state in (DigestState.APPROVED, DigestState.SENDING, DigestState.SENT):
        store.digests.move(digest.id, state, at=b.NOON, by="ann")

    assert store.digests.printed() == {event.id}
    with pytest.raises(ReviewError, match="already sent"):
        store.digests.draft(WEEK, "third", at=b.NOON)
    with pytest.raises(ReviewError, match="cannot become"):
        store.digests.move(digest.id, DigestState.DRAFT, at=b.NOON, by="ann")


def test_an_event_that_one_digest_prints_is_not_printed_by_the_next(store):
    event = store.record(b.a_poll("Acme")).events[0]
    store.digests.draft(WEEK, "first", at=b.NOON, event_ids=[event.id])
    later = Period(start=WEEK.end, end=WEEK.end + timedelta(days=7))

    second = store.digests.draft(later, "second", at=b.NOON, event_ids=[event.id])

    assert store.digests.event_ids(second.id) == ()


def test_the_audit_trail_shows_a_changed_a_removed_and_a_cut_off_row(store):
    for number in range(5):
        store.audit.add("decide", subject=f"event {number}", by="ann", at=b.NOON, details={"n": number})
    head = store.audit.head()
    assert store.audit.verify(head=head) == ()

    with store.database.write() as connection:
        connection.execute(text("UPDATE audit SET by = 'bob' WHERE seq = 2"))
        connection.execute(text("DELETE FROM audit WHERE seq = 4"))
    problems = " ".join(store.audit.verify())
    assert "row 2 was changed" in problems
    assert "row 4 is missing" in problems

    with store.database.write() as connection:
        connection.execute(text("DELETE FROM audit WHERE seq >= 4"))
    assert any("noted head" in problem for problem in store.audit.verify(head=head))


def test_a_teaching_can_be_taken_back_and_stays_on_record(store):
    lesson = Teaching(kind="alias", subject="acme", value={"text": "Acme Ltd"}, by="ann", at=b.NOON)
    taught = store.teachings.add(lesson)
    assert store.teachings.list("alias") == (lesson,)

    assert store.teachings.undo(taught, by="bob", at=b.NOON) is True

    assert store.teachings.list("alias") == ()
    assert store.teachings.list("alias", undone=True) == (replace(lesson, undone_at=b.NOON, undone_by="bob"),)
