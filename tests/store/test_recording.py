"""A visit is recorded whole, once, and can be read back as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import Absence, Address, EventType, Validators
from tests.store import builders as b


def test_a_document_and_its_reading_come_back_as_they_went_in(store):
    poll = b.a_poll("Acme", "Bond")
    store.record(poll)

    found = store.documents.latest(poll.documents[0].document.id)

    assert found.document == poll.documents[0].document
    assert found.reading == poll.documents[0].reading


def test_recording_the_same_visit_twice_changes_nothing(store):
    poll = b.a_poll("Acme", "Bond")
    first = store.record(poll)
    before = store.dump()

    again = store.record(poll)

    assert len(first.events) == 2
    assert again.events == ()
    assert again.version_ids == ()
    assert store.dump() == before
    assert store.integrity() == ()


def test_a_visit_that_breaks_half_way_leaves_nothing(store):
    poll = b.a_poll("Acme")
    store.record(poll)
    before = store.dump()
    naive = b.NOON.replace(tzinfo=None)
    later = b.a_poll("Acme", "Bond", at=b.NOON + timedelta(days=1))
    broken = replace(later, state=replace(later.state, next_due_at=naive))

    with pytest.raises(Exception, match="time zone"):
        store.record(broken)

    assert store.dump() == before


def test_a_text_that_comes_back_is_a_new_version_and_its_events_are_news_again(store):
    for day, names in enumerate([("Acme",), ("Acme", "Bond"), ("Acme",), ("Acme", "Bond")]):
        document = b.a_document(*names)
        at = b.NOON + timedelta(days=day)
        kind = EventType.ADDED if "Bond" in names else EventType.REMOVED
        events = (b.an_event(b.a_change("Bond", type=kind), document=document, at=at),) if day else ()
        recorded = store.record(b.a_poll(*names, at=at, events=events, begun=()))
        assert len(recorded.events) == len(events)

    history = store.documents.history(b.a_document().id)

    assert [version.ordinal for version in history] == [1, 2, 3, 4]
    assert [event.type.value for event in store.events.list()] == ["added", "removed", "added"]
    assert len({event.id for event in store.events.list()}) == 3


def test_a_claim_is_kept_once_over_the_versions_that_repeat_it_and_lives_while_the_latest_makes_it(store):
    store.record(b.a_poll("Acme", "Bond"))
    store.record(b.a_poll("Acme", at=b.NOON + timedelta(days=1), events=(), begun=()))

    live = store.claims.list(live=True)
    every = store.claims.list(area="Northshire")

    assert [sighting.claim.organisation for sighting in live] == ["Acme"]
    assert sorted(sighting.claim.organisation for sighting in every) == ["Acme", "Bond"]
    assert live[0].first_seen == b.NOON
    assert live[0].claim == b.a_claim("Acme")


def test_a_newer_extractor_adds_a_reading_to_the_same_version_and_ends_claims_it_no_longer_makes(store):
    store.record(b.a_poll("Acme", "Bond"))
    poll = b.a_poll("Acme", "Bond", at=b.NOON + timedelta(days=1), events=(), begun=())
    reread = replace(poll.documents[0], reading=b.a_reading("Acme"))
    recorded = store.record(replace(poll, documents=(reread,), state=replace(poll.state, extractor_revision=2)))

    version = store.documents.latest_version(reread.document.id)

    assert recorded.version_ids == ()
    assert version.ordinal == 1
    assert version.extractor_revision == 2
    assert version.reading == b.a_reading("Acme")
    assert [sighting.claim.organisation for sighting in store.claims.list(live=True)] == ["Acme"]


def test_validators_are_stored_verbatim_and_with_the_visit(store):
    odd = 'W/"a b;\\"é"'
    state = b.a_state()
    addresses = {b.URL: Address(validators=Validators(etag=odd, last_modified="Thu, 30 Oct 2014"), body_hash="ab")}
    store.record(
        b.a_poll("Acme", state=replace(state, addresses=addresses, remembered={"page": "2"}, baseline_at=b.NOON))
    )

    found = store.sources.state("list")

    assert found == replace(state, addresses=addresses, remembered={"page": "2"}, baseline_at=b.NOON)


def test_an_address_that_a_state_no_longer_names_is_forgotten(store):
    store.sources.save(b.a_state())
    store.sources.save(replace(b.a_state(), addresses={}))

    assert store.sources.state("list").addresses == {}


def test_many_unchanged_visits_are_one_transaction(store):
    states = [b.a_state(f"s{number}") for number in range(50)]

    store.sources.record_unchanged(states)

    assert store.sources.all(with_addresses=True) == {state.source_id: state for state in states}


def test_absences_wait_and_are_replaced_by_the_next_visit(store):
    change = b.a_change("Bond", type=EventType.REMOVED)
    absence = Absence(document_id=b.a_document().id, change=change, seen_at=b.NOON)
    store.record(b.a_poll("Acme", absences=(absence,)))
    assert store.absences("list") == (absence,)

    store.record(b.a_poll("Acme", at=b.NOON + timedelta(days=1)))

    assert store.absences("list") == ()


def test_the_bytes_of_an_answer_are_kept_once_and_can_be_replayed(store):
    store.record(b.a_poll("Acme"))
    store.record(b.a_poll("Acme", at=b.NOON + timedelta(days=1), events=()))

    snapshots = store.documents.snapshots("list")

    assert [snapshot.body for snapshot in snapshots] == [b.a_document("Acme").text.encode()] * 2
    assert snapshots[0] == b.a_snapshot(snapshots[0].body)


def test_text_that_a_database_cannot_hold_does_not_break_a_visit(store):
    document = b.a_document("Ac\x00me", identity="a\x00b")
    claim = replace(b.a_claim("Ac\x00me \ud800"), organisation_id="odd")

    poll = b.a_poll("Acme", document=document)
    reading = replace(poll.documents[0].reading, claims=(claim,))
    store.record(replace(poll, documents=(replace(poll.documents[0], reading=reading),)))

    assert store.documents.latest(document.id).document == document
    assert store.claims.list()[0].claim.organisation_id == "odd"


def test_a_lease_is_held_by_one_and_lost_when_it_runs_out(store):
    first = store.sources.lease("list", until=b.NOON + timedelta(minutes=2), now=b.NOON)
    assert store.sources.lease("list", until=b.NOON + timedelta(minutes=3), now=b.NOON) is None

    later = b.NOON + timedelta(minutes=5)
    second = store.sources.lease("list", until=later + timedelta(minutes=2), now=later)

    assert second == first + 1
    assert store.sources.release("list", epoch=first) is False
    assert store.sources.release("list", epoch=second) is True


def test_several_calls_are_one_transaction_when_asked(store):
    def both_and_a_fault():
        with store.transaction():
            store.record(b.a_poll("Acme"))
            store.runs.claim("digest", "2014-W44", at=b.NOON, by="me")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        both_and_a_fault()

    assert store.events.list() == ()
    assert store.runs.claim("digest", "2014-W44", at=b.NOON, by="me") is True
