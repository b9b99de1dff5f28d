"""Standings row by row: which hold on a day, which were known at a moment, and what a person's decision makes of them. On both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import Decision, EventState, EventType, Role, Sector, Status, Verdict
from monitor.store.standings import identity_of
from tests.store import builders as b

LATER = b.NOON + timedelta(days=1)
MOMENT = timedelta(seconds=1)
ONE_DAY = timedelta(days=1)
END = b.DAY + timedelta(days=5)
FULL = b.a_standing(
    "Acme", role=Role.PARTNER, status=Status.AWARDED, partnership="Acme Together", contract="C1", sector=Sector.CHARITY,
    quote="Acme leads", confidence=0.75, reviewed=True,
)  # fmt: skip


FULL_ID = identity_of(FULL)


class Ledger:
    """Lets things be read on one page after another. ``tells``: an event of that kind tells of the moves."""

    def __init__(self, store):
        self.store, self.pages = store, 0

    def reads(self, *, begun=(), ended=(), at=b.NOON, tells=None, name="Acme", state=EventState.ACCEPTED):
        self.pages += 1
        document = b.a_document(name, identity=f"page {self.pages}")
        change = b.a_change(name, type=tells or EventType.ADDED, area=None, programme=None)
        events = (b.an_event(change, document=document, at=at, state=state),) if tells else ()
        poll = b.a_poll(at=at, document=document, begun=tuple(begun), ended=tuple(ended), events=events)
        recorded = self.store.record(replace(poll, poll_id=f"{poll.poll_id} {self.pages}"))
        return recorded.events[0] if recorded.events else None

    def decide(self, event, verdict, at=LATER):
        self.store.events.decide(Decision(event_id=event.id, verdict=verdict, by="ann", at=at))


@pytest.fixture
def ledger(store):
    return Ledger(store)


@pytest.fixture
def standings(store):
    return store.standings


def names(found):
    return [each.organisation for each in found]


def ends(found):
    return [each.valid_to for each in found]


def test_a_standing_comes_back_as_it_went_in_known_from_then_on(ledger, standings):
    nameless = b.a_standing("Beacon", valid_from=None, area=None, programme=None, url="", source_id="", claim_id="")
    ledger.reads(begun=[FULL, nameless])

    assert standings.known() == (replace(nameless, known_from=b.NOON), replace(FULL, known_from=b.NOON))


def test_a_standing_holds_from_its_first_day_to_before_its_last(ledger, standings):
    ledger.reads(begun=[b.ended(FULL, END)])

    found = {day: len(standings.as_of(day)) for day in (b.DAY - ONE_DAY, b.DAY, END - ONE_DAY, END)}

    assert list(found.values()) == [0, 1, 1, 0]


def test_a_standing_is_known_from_its_moment_to_before_the_next(ledger, standings):
    ledger.reads(begun=[FULL])
    ledger.reads(ended=[b.ended(FULL, END)], at=LATER)

    known = {at: ends(standings.as_of(b.DAY, known_at=at)) for at in (b.NOON - MOMENT, b.NOON, LATER - MOMENT, LATER)}

    assert list(known.values()) == [[], [None], [None], [END]]
    assert ends(standings.as_of(b.DAY)) == [END]
    assert [(each.known_from, each.known_to) for each in standings.by_id(FULL_ID)] == [(b.NOON, LATER), (LATER, None)]


def test_what_held_is_found_by_every_part_of_a_place(ledger, standings):
    ledger.reads(begun=[
        FULL, b.a_standing("Beacon", area="Southshire", partnership="Other"), b.a_standing("Corvus", area=None, programme="second"),
    ])  # fmt: skip

    def held(**fields):
        return names(standings.as_of(b.DAY, **fields))

    assert held() == ["Acme", "Beacon", "Corvus"]
    assert held(area="Northshire") == ["Acme"]
    assert held(areas=["Southshire", "Northshire"]) == ["Acme", "Beacon"]
    assert held(areas=[]) == []
    assert held(roles=[Role.PARTNER]) == ["Acme"]
    assert held(roles={Role.LEAD, Role.PARTNER}, area="Southshire") == ["Beacon"]
    assert held(roles=()) == []
    assert held(organisation_id="corvus") == ["Corvus"]
    assert held(programme="second") == ["Corvus"]
    assert held(programme="round", partnership="Other") == ["Beacon"]
    assert held(area="Southshire", organisation_id="acme") == []
    assert len(held(limit=2)) == 2


def test_what_is_open_known_and_past_are_three_questions(ledger, standings):
    loose = b.a_standing("Corvus", programme=None, area="Southshire")
    ledger.reads(begun=[FULL, b.a_standing("Beacon"), loose, b.a_standing("Dover", programme="second")])
    ledger.reads(ended=[b.ended(FULL, END)], at=LATER)

    assert names(standings.open()) == ["Corvus", "Beacon", "Dover"]
    assert names(standings.open(programmes=["round"])) == ["Corvus", "Beacon"]
    assert names(standings.open(programmes=["second", "third"])) == ["Corvus", "Dover"]
    assert names(standings.open(organisation_ids=["beacon", "acme"])) == ["Beacon"]
    assert names(standings.open(organisation_ids=[])) == []
    assert names(standings.open(programmes=["second"], organisation_ids=["beacon"])) == []
    assert sorted(names(standings.known())) == ["Acme", "Beacon", "Corvus", "Dover"]
    assert sorted(names(standings.known(programmes=["round"]))) == ["Acme", "Beacon", "Corvus"]
    assert names(standings.history(programme="round")) == ["Beacon", "Acme"]


def test_history_tells_what_was_ever_true_by_its_beginning_and_on_demand_what_was_once_believed(ledger, standings):
    before = b.a_standing("Beacon", valid_from=b.DAY - ONE_DAY)
    ever = b.a_standing("Corvus", valid_from=None, area="Southshire", partnership="Other", programme="second")
    ledger.reads(begun=[FULL, before, ever])
    ledger.reads(ended=[b.ended(FULL, END)], at=LATER)

    assert names(standings.history()) == ["Corvus", "Beacon", "Acme"]
    assert set(ends(standings.history(every_knowledge=True, organisation_id="acme"))) == {None, END}
    assert ends(standings.history(organisation_id="acme")) == [END]
    assert names(standings.history(area="Northshire")) == ["Beacon", "Acme"]
    assert names(standings.history(partnership="Other")) == ["Corvus"]
    assert names(standings.history(programme="second")) == ["Corvus"]
    assert names(standings.history(organisation_ids={"acme", "corvus"})) == ["Corvus", "Acme"]
    assert names(standings.history(organisation_ids=[])) == []


def test_standings_come_in_the_order_of_the_parts_of_their_places(ledger, standings):
    base = b.a_standing("Beacon", area="B", partnership="B", contract="B", role=Role.PARTNER)
    first = [
        replace(base, programme=None),
        replace(base, area=None),
        replace(base, area="A"),
        replace(base, partnership=None),
        replace(base, partnership="A"),
        replace(base, contract=None),
        replace(base, contract="A"),
        replace(base, role=Role.LEAD),
        replace(base, organisation="Acme", organisation_id="z"),
        replace(base, organisation_id="a"),
        replace(base, valid_from=None),
        base,
    ]
    ledger.reads(begun=reversed(first))

    assert [replace(each, known_from=None) for each in standings.known()] == first


def test_the_permanent_id_of_a_place_leads_to_all_that_was_known_of_it_and_to_nothing_else(ledger, standings):
    ledger.reads(begun=[FULL, b.a_standing("Beacon")])
    ledger.reads(ended=[b.ended(FULL, END)], at=LATER)
    ledger.reads(begun=[FULL], at=LATER + MOMENT)

    assert ends(standings.by_id(FULL_ID)) == [None, END, None]
    assert [each.known_to for each in standings.by_id(FULL_ID)] == [LATER, LATER + MOMENT, None]
    assert standings.by_id("nothing") == ()


def test_reading_again_what_is_known_and_the_end_of_what_is_not_move_nothing(store, ledger, standings):
    ledger.reads(begun=[FULL])
    known = standings.history(every_knowledge=True)

    ledger.reads(begun=[replace(FULL, quote="other words", confidence=0.5)], at=LATER)
    ledger.reads(ended=[b.ended(b.a_standing("Nobody"), END)], at=LATER)

    assert standings.history(every_knowledge=True) == known
    ledger.reads(ended=[b.ended(FULL, END)], at=LATER)
    once = standings.history(every_knowledge=True)
    ledger.reads(ended=[b.ended(FULL, END)], at=LATER + MOMENT)
    assert standings.history(every_knowledge=True) == once


def test_a_place_that_goes_to_another_and_back_in_one_visit_is_ended_and_begun(ledger, standings):
    ledger.reads(begun=[FULL])

    ledger.reads(ended=[b.ended(FULL, END)], begun=[replace(FULL, valid_from=END)], at=LATER)

    assert [(each.valid_from, each.valid_to) for each in standings.history()] == [(b.DAY, END), (END, None)]


def test_an_event_has_begun_its_own_standings_and_not_those_it_ended(ledger, standings):
    beacon = b.a_standing("Beacon", valid_from=END)
    first = ledger.reads(begun=[FULL], tells=EventType.ADDED)
    second = ledger.reads(ended=[b.ended(FULL, END)], begun=[beacon], tells=EventType.REMOVED, at=LATER)

    assert ends(standings.of_event(first.id)) == [None]
    assert names(standings.of_event(first.id)) == ["Acme"]
    assert standings.of_event(second.id) == ()
    assert standings.of_event("nothing") == ()


def test_the_end_of_what_a_first_sight_began_can_be_rejected_and_accepted_after_all(ledger, standings):
    ledger.reads(begun=[FULL])
    event = ledger.reads(ended=[b.ended(FULL, END)], tells=EventType.REMOVED, at=LATER)

    found = []
    for step, verdict in enumerate((Verdict.REJECT, Verdict.ACCEPT, Verdict.REJECT, Verdict.REOPEN), start=1):
        ledger.decide(event, verdict, at=LATER + step * MOMENT)
        found.append(ends(standings.known()))

    assert found == [[None], [END], [None], [END]]
    assert [each.known_from for each in standings.by_id(FULL_ID)] == [b.NOON, *(LATER + n * MOMENT for n in range(5))]


def test_the_latest_end_that_was_not_rejected_counts(ledger, standings):
    ledger.reads(begun=[FULL])
    first = ledger.reads(ended=[b.ended(FULL, END)], tells=EventType.REMOVED, at=LATER)
    ledger.reads(begun=[FULL], at=LATER + MOMENT)
    second = ledger.reads(ended=[b.ended(FULL, END + ONE_DAY)], tells=EventType.REMOVED, at=LATER + 2 * MOMENT)
    assert ends(standings.known()) == [END + ONE_DAY]

    ledger.decide(second, Verdict.REJECT, at=LATER + 3 * MOMENT)
    after_one = ends(standings.known())
    ledger.decide(first, Verdict.REJECT, at=LATER + 4 * MOMENT)
    assert (after_one, ends(standings.known())) == ([None], [None])
    ledger.decide(second, Verdict.ACCEPT, at=LATER + 5 * MOMENT)
    assert ends(standings.known()) == [END + ONE_DAY]


def test_what_is_rejected_is_forgotten_from_that_moment_and_known_before(ledger, standings):
    event = ledger.reads(begun=[FULL, b.a_standing("Acme", area="Southshire")], tells=EventType.ADDED)
    ledger.reads(begun=[b.a_standing("Beacon")])

    ledger.decide(event, Verdict.REJECT)

    assert names(standings.known()) == ["Beacon"]
    assert [each.known_to for each in standings.by_id(FULL_ID)] == [LATER]
    assert len(standings.as_of(b.DAY, known_at=LATER - MOMENT)) == 3
    ledger.decide(event, Verdict.REOPEN, at=LATER + MOMENT)
    assert sorted(names(standings.known())) == ["Acme", "Acme", "Beacon"]
    assert [each.known_from for each in standings.by_id(FULL_ID)] == [b.NOON, LATER + MOMENT]


def test_a_decision_marks_what_the_event_moved_as_seen_and_nothing_else(ledger, standings):
    unseen = replace(FULL, reviewed=False)
    event = ledger.reads(begun=[unseen], tells=EventType.ADDED, state=EventState.PENDING)
    ledger.reads(begun=[b.a_standing("Beacon")])
    ledger.reads(ended=[b.ended(unseen, END)], at=LATER)

    ledger.decide(event, Verdict.ACCEPT)

    assert {each.organisation: each.reviewed for each in standings.known()} == {"Acme": True, "Beacon": False}
    assert [each.reviewed for each in standings.history(every_knowledge=True, organisation_id="acme")] == [True, True]
    ledger.decide(event, Verdict.REOPEN, at=LATER + MOMENT)
    assert [each.reviewed for each in standings.history(organisation_id="acme")] == [False]
