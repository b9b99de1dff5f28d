"""Whatever sites and machine do in between, every change is found once: a machine of publishing, failing, crashing and visiting.

The model is what was published. After each round the ledger holds the events of what was on the sites at good visits, each once, and
those of one source in the order in which they came.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event

from monitor.poll import Tools, poll_sources
from monitor.programmes import Watchlist
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store import open_store
from tests.operations import scenario
from tests.site import running_site

LONG = "TIERWATCH_SOAK" in os.environ
#: A page, a feed and a register of scenario S.
WATCHED = (0, 6, 10)
MOST = 6


class _CrashError(Exception):
    """The process ended here."""


class Service(RuleBasedStateMachine):
    site: object = None

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tierwatch-"))
        self.hour = 0
        self.joined = dict.fromkeys(WATCHED, 0)
        self.edits = dict.fromkeys(WATCHED, 0)
        self.answers = dict.fromkeys(WATCHED, "well")
        #: How many had joined at the last good visit, and at the first, which is the silent one.
        self.seen: dict[int, int] = {}
        self.first: dict[int, int] = {}
        #: How often an answer that broke off was all that had been seen of a source.
        self.cut = dict.fromkeys(WATCHED, 0)
        #: How many may have been seen in answers that broke off: the whole entries of a feed are read.
        self.glimpsed = dict.fromkeys(WATCHED, 0)
        self.fetcher = Fetcher(FetchSettings(delay_seconds=0, retries=0, obey_robots=False))
        self.store = self.opened()
        for number in WATCHED:
            self.publish(number)

    def opened(self):
        return open_store(f"sqlite:///{self.folder}/state/t.db")

    def publish(self, number: int) -> None:
        text, kind = scenario._WRITERS[scenario.KINDS[number]](number, self.joined[number], self.edits[number])
        answer = self.answers[number]
        status = {"down": 503, "gone": 404}.get(answer, 200)
        self.site.put(
            f"/{number}", text[: len(text) // 3] if answer == "short" else text, content_type=kind, status=status
        )

    @rule(number=st.sampled_from(WATCHED))
    def one_joins(self, number: int) -> None:
        self.joined[number] = min(MOST, self.joined[number] + 1)
        self.publish(number)

    @rule(number=st.sampled_from(WATCHED))
    def furniture_moves(self, number: int) -> None:
        self.edits[number] += 1
        self.publish(number)

    @rule(number=st.sampled_from(WATCHED), answer=st.sampled_from(["well", "well", "down", "gone", "short"]))
    def the_site_answers(self, number: int, answer: str) -> None:
        self.answers[number] = answer
        self.publish(number)

    @rule()
    def the_service_is_started_anew(self) -> None:
        self.store.close()
        self.store = self.opened()

    @rule(hours=st.sampled_from([-30, 0, 1, 24, 24 * 40]))
    def the_clock_jumps(self, hours: int) -> None:
        self.hour += hours

    @rule(statements=st.integers(0, 60))
    def it_crashes_in_the_midst_of_a_round(self, statements: int) -> None:
        left = [statements]

        def count(*_: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise _CrashError

        event.listen(self.store.database.engine, "before_cursor_execute", count)
        try:
            self.visit_all(quiet=True)
        finally:
            event.remove(self.store.database.engine, "before_cursor_execute", count)
        # What was recorded before the end is recorded; the model learns of it at the next good round.
        self.the_service_is_started_anew()
        self.visit()

    @rule()
    def visit(self) -> None:
        self.visit_all()
        for number in WATCHED:
            if self.answers[number] == "well":
                self.seen[number] = self.joined[number]
                self.first.setdefault(number, self.joined[number])

    def visit_all(self, *, quiet: bool = False) -> None:
        self.hour += 1
        for number in WATCHED:
            if self.answers[number] == "short":
                self.cut[number] += number not in self.first
                self.glimpsed[number] = self.joined[number]
        at = scenario.START + timedelta(hours=self.hour)
        tools = Tools(fetch=self.fetcher.fetch, store=self.store, watchlist=Watchlist.of([]))
        for source in scenario.sources(self.site.url):
            if int(source.id[1:]) in WATCHED:
                try:
                    list(poll_sources([source], tools, clock=lambda: at, workers=1))
                except (ExceptionGroup, _CrashError):
                    if not quiet:
                        raise

    @invariant()
    def each_change_is_found_once_and_in_order(self) -> None:
        if not hasattr(self, "store"):
            return
        found: dict[int, list[str]] = {number: [] for number in WATCHED}
        for each in self.store.events.list():
            if not each.type.concerns_source:
                found[int(each.source_id[1:])].append(each.change.organisation)
        for number in self.seen:
            first, seen = self.first[number], self.seen[number]
            # What breaks off at the same place twice is what the source says; the rest of it is news when it comes.
            earliest = 0 if self.cut[number] >= 2 else 1 + first
            must = {scenario.body(number, each) for each in range(1 + first, 1 + seen)}
            may = {scenario.body(number, each) for each in range(earliest, 1 + max(seen, self.glimpsed[number]))}
            assert must <= set(found[number]) <= may, (number, found[number], must, may)
            assert len(set(found[number])) == len(found[number]), (number, found[number])

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.fetcher.close()
            shutil.rmtree(self.folder)


@pytest.mark.slow
@pytest.mark.timeout(6000 if LONG else 240)
def test_every_change_is_found_once_whatever_happens_in_between() -> None:
    with running_site() as site:
        machine = type("Watched", (Service,), {"site": site})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=200 if LONG else 8, stateful_step_count=40 if LONG else 20, deadline=None,
                suppress_health_check=list(HealthCheck), derandomize=not LONG, database=None,
            ),
        )  # fmt: skip
