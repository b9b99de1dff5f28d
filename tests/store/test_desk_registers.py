"""Questions, published totals, reminders, contacts and corrections: on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.clock import Period
from monitor.ledger.questions import Question
from monitor.model import (
    Contact,
    Decision,
    DigestState,
    DocumentRecord,
    EventState,
    EventType,
    Evidence,
    Reading,
    Verdict,
)
from monitor.programmes.pack import Denominator
from monitor.store import Answer, ContactSighting, Reminder
from tests.store import builders as b

WEEK = Period(start=datetime(2014, 10, 24, 6, tzinfo=UTC), end=datetime(2014, 10, 31, 7, tzinfo=UTC))
AFTER = WEEK.end + timedelta(days=2)
FOREVER = (WEEK.start, WEEK.end + timedelta(days=30))


@pytest.fixture
def sent(store):
    """A digest that went out and told that Acme came in; the event that it told."""
    (event,) = store.record(b.a_poll("Acme")).events
    store.events.decide(Decision(event_id=event.id, verdict=Verdict.ACCEPT, by="ann", at=b.NOON))
    stored = store.digests.draft(WEEK, "{}", at=WEEK.end, event_ids=[event.id])
    for state in (DigestState.APPROVED, DigestState.SENDING, DigestState.SENT):
        store.digests.move(stored.id, state, at=WEEK.end, by="ann")
    return event


def test_a_decision_after_sending_is_found_with_what_was_said_and_one_before_is_not(store, sent):
    assert store.corrections.decided_after_sending(*FOREVER) == ()
    edit = Decision(event_id=sent.id, verdict=Verdict.EDIT, by="ann", at=AFTER, wording_after="Otherwise")
    store.events.decide(edit)
    store.events.decide(
        replace(edit, verdict=Verdict.REJECT, at=AFTER + timedelta(hours=1), reason="wrong", wording_after="")
    )

    (amended,) = store.corrections.decided_after_sending(*FOREVER)

    assert (amended.said, amended.reason, amended.event.state) == ("Acme added", "wrong", EventState.REJECTED)
    assert store.corrections.decided_after_sending(AFTER + timedelta(days=1), FOREVER[1]) == ()


def test_what_another_event_ended_after_it_was_sent_is_found_and_so_is_what_never_held(store, sent):
    was = b.a_standing("Acme")
    ending = b.a_change("Acme", type=EventType.REMOVED)
    store.record(b.a_poll(at=AFTER, document=b.a_document("Nobody"), begun=(), ended=(b.ended(was, b.DAY),),
                          events=(b.an_event(ending, at=AFTER, document=b.a_document("Nobody")),)))  # fmt: skip
    (later,) = store.events.list(type="removed")
    assert store.corrections.superseded(*FOREVER) == ()
    store.events.decide(Decision(event_id=later.id, verdict=Verdict.ACCEPT, by="ann", at=AFTER))

    (amended,) = store.corrections.superseded(*FOREVER)

    assert (amended.event.id, amended.by.id) == (sent.id, later.id)
    assert store.corrections.never_true(sent.id)


def test_a_withdrawn_document_finds_what_was_told_from_it(store, sent):
    gone = b.a_change("Who leads", type=EventType.DOCUMENT_WITHDRAWN, area=None)
    store.record(b.a_poll(at=AFTER, begun=(), events=(b.an_event(gone, at=AFTER, state=EventState.ACCEPTED),)))

    (amended,) = store.corrections.withdrawn(*FOREVER)

    assert amended.event.id == sent.id


def test_a_correction_is_kept_with_its_issue_and_told_once(store):
    later = Period(start=WEEK.end, end=WEEK.end + timedelta(days=7))
    stored = store.digests.draft(WEEK, "{}", at=WEEK.end, correction_ids=["c1"])
    assert store.corrections.told(later.key) == frozenset()
    store.digests.move(stored.id, DigestState.APPROVED, at=WEEK.end, by="ann")

    assert store.corrections.told(later.key) == {"c1"}
    assert store.corrections.told(WEEK.key) == frozenset()


def test_a_digest_is_offered_what_no_other_issue_tells_and_what_waits(store, sent):
    (other,) = store.record(b.a_poll("Beacon", document=b.a_document("Beacon", identity="other"))).events
    later = Period(start=WEEK.end, end=WEEK.end + timedelta(days=7))

    assert [event.id for event in store.events.to_tell(later.key, later.end)] == [other.id]
    assert {event.id for event in store.events.to_tell(WEEK.key, later.end)} == {sent.id, other.id}
    assert store.events.to_tell(later.key, b.NOON) == ()


def test_a_question_opens_once_closes_with_its_answer_and_opens_anew(store):
    asked = Question(programme="round", subject="Essex", field="lead", words="Who leads in Essex?", since=b.DAY)
    store.questions.settle([asked], {}, at=b.NOON)
    store.questions.settle([asked], {}, at=AFTER)
    (opened,) = store.questions.open(programme="round")
    store.questions.settle([], {asked.id: Answer(at=AFTER, words="Acme", claim_id="c")}, at=AFTER)
    (answered,) = store.questions.answered(b.NOON, FOREVER[1])
    store.questions.settle([asked], {}, at=FOREVER[1])

    assert (opened.question, opened.opened_at) == (asked, b.NOON)
    assert (answered.answer, answered.answered_at) == ("Acme", AFTER)
    assert store.questions.open()[0].opened_at == FOREVER[1]
    assert store.questions.open(programme="other") == ()


def test_a_published_total_comes_back_as_it_went_in_is_one_however_often_and_can_be_taken_back(store):
    total = Denominator(
        id="", label="charities", value=14, unit="organisations", on=b.DAY, source="https://a.test", publisher="A",
        counts="voluntary-distinct", bound="about", quote="by my count",
    )  # fmt: skip
    identity = store.published.add(total, programme="round", at=b.NOON)
    store.published.add(total, programme="round", at=AFTER)
    (noted,) = store.published.list(programme="round")

    assert replace(noted.total, id="") == total
    assert store.published.list(programme="other") == ()
    assert store.published.remove(identity[:12])
    assert not store.published.remove(identity)


def test_a_reminder_is_one_by_what_it_is_about_and_moves(store):
    reminder = Reminder(
        kind="advice", subject="A", url="u", due_on=b.DAY, created_at=b.NOON, depends_on=("area:Essex",)
    )

    assert store.reminders.add(reminder)
    assert not store.reminders.add(replace(reminder, due_on=None))
    store.reminders.add(replace(reminder, subject="B", due_on=None))
    assert [each.subject for each in store.reminders.list("advice")] == ["A", "B"]
    assert store.reminders.get(reminder.id[:10]) == reminder
    store.reminders.move(replace(reminder, done_at=AFTER, outcome="done"))
    assert [each.subject for each in store.reminders.list("advice")] == ["B"]
    assert len(store.reminders.list("advice", done=True)) == 2


def test_a_contact_is_known_by_its_area_its_places_and_the_day_that_a_page_gives(store):
    document = b.a_document("Acme")
    dead = Contact(
        address="Old@a.test", retired=True, retired_on=date(2014, 4, 1), replaced_by="new@a.test",
        evidence=Evidence(quote="Old@a.test", start=0, end=10),
    )  # fmt: skip
    reading = Reading(claims=(b.a_claim(),), contacts=(dead,))
    store.record(b.a_poll(document=document, documents=(DocumentRecord(document=document, reading=reading),)))
    link = ContactSighting(
        address="https://a.test/Page?A=b",
        where_kind="digest",
        where_id="g",
        url="",
        title="1",
        quote="",
        seen_at=b.NOON,
    )
    store.contacts.add(link)

    (contact,) = store.contacts.of_area("Northshire")
    assert (contact.address, contact.state, contact.retired_on, contact.replaced_by) == (
        "old@a.test", "retired", date(2014, 4, 1), "new@a.test",
    )  # fmt: skip
    assert [each.address for each in store.contacts.given_out("digest")] == ["https://a.test/Page?A=b"]
    assert [each.where_kind for each in store.contacts.sightings("OLD@a.test")] == ["document"]


def test_the_notice_before_is_that_of_the_same_process(store):
    def notice(id_, day, process="ocds-1"):
        at = datetime(2025, 7, day, tzinfo=UTC)
        document = b.a_document("Acme", identity=f"{process} {id_}", published_at=at)
        store.record(b.a_poll(at=at, document=document, begun=(), events=()))
        return document

    first, second = notice("1", 1), notice("2", 8)
    notice("x", 5, process="ocds-10")

    assert store.notices.earlier(second).identity == first.identity
    assert store.notices.earlier(first) is None
