"""Whatever is recorded, rejected and taken back: the ledger of the past stays as it was known, and no place is known twice."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from monitor.model import Decision, EventState, EventType, Verdict
from monitor.store import open_store
from tests.store import builders as b

NAMES = ("Acme", "Bond", "Cole")


class TwoTimes(RuleBasedStateMachine):
    """The model is a picture of every day's answer, taken at each moment; no later step may change a picture."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(f"sqlite:///{self.folder.name}/t.db")
        self.at = b.NOON
        self.last = None
        self.pictures = {}

    def teardown(self):
        self.store.close()
        self.folder.cleanup()

    def _step(self):
        self.pictures[self.at] = self._picture(self.at)
        self.at += timedelta(days=1)

    def _picture(self, known_at):
        days = [b.DAY + timedelta(days=n) for n in range(0, 40, 8)]
        return [
            [
                replace(each, known_to=None, reviewed=False)
                for each in self.store.standings.as_of(day, known_at=known_at)
            ]
            for day in days
        ]

    @rule(name=st.sampled_from(NAMES), back=st.integers(0, 3))
    def begins(self, name, back):
        self._step()
        begun = b.a_standing(name, valid_from=self.at.date() - timedelta(days=back))
        self._record(b.a_change(name), begun=(begun,), names=(name,))

    @precondition(lambda self: self.store.standings.open())
    @rule(pick=st.integers(0, 9))
    def ends(self, pick):
        self._step()
        present = self.store.standings.open()
        standing = present[pick % len(present)]
        gone = replace(standing, valid_to=max(self.at.date(), standing.valid_from))
        self._record(b.a_change(standing.organisation, type=EventType.REMOVED), ended=(gone,), names=("Nobody",))

    def _record(self, change, *, names, **moves):
        document = b.a_document(*names, str(self.at))
        events = (b.an_event(change, document=document, at=self.at),)
        values = {"begun": (), "ended": ()} | moves
        self.last = b.a_poll(*names, at=self.at, document=document, events=events, **values)
        self.store.record(self.last)

    @precondition(lambda self: self.last)
    @rule()
    def is_recorded_again(self):
        before = self.store.dump()
        self.store.record(self.last)
        assert self.store.dump() == before

    @precondition(lambda self: self.store.events.list())
    @rule(pick=st.integers(0, 50), verdict=st.sampled_from([Verdict.ACCEPT, Verdict.REJECT, Verdict.REOPEN]))
    def is_decided(self, pick, verdict):
        self._step()
        self.last = None
        events = self.store.events.list()
        event = events[pick % len(events)]
        self.store.events.decide(Decision(event_id=event.id, verdict=verdict, by="ann", at=self.at))

    @invariant()
    def the_past_is_known_as_it_was(self):
        for moment, picture in self.pictures.items():
            assert self._picture(moment) == picture

    @invariant()
    def no_place_is_known_twice_at_one_time_and_the_state_is_sound(self):
        rows = [(each.slot, each.role, each.valid_from) for each in self.store.standings.open()]
        assert len(rows) == len(set(rows))
        assert self.store.integrity() == ()

    @invariant()
    def what_only_rejected_events_began_is_not_known(self):
        events = self.store.events.list()
        if events and all(event.state is EventState.REJECTED for event in events):
            assert self.store.standings.as_of(date(2100, 1, 1)) == ()


TestTwoTimes = TwoTimes.TestCase
TestTwoTimes.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
