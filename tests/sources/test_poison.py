"""A reader that crashes, hangs, grows or forks costs its own source and nothing else: not the service, not the other sources."""

from __future__ import annotations

import ctypes
import os
import pickle
import re
import sys
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

import pytest

from monitor.errors import ExtractError, PoisonError
from monitor.model import EventType, Harvest, HealthState, Snapshot, Source
from monitor.poll import Tools, poll_sources
from monitor.programmes import Watchlist
from monitor.sources import source_types
from monitor.sources.base import SourceType
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.guarded import Limits, extract_guarded
from monitor.sources.page import PageOptions
from monitor.store import open_store
from tests.site import running_site

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def leaves(*_: object) -> Harvest:
    os._exit(0)


def crashes(*_: object) -> Harvest:
    ctypes.string_at(0)
    return Harvest()


def digs(*_: object) -> Harvest:
    sys.setrecursionlimit(10**8)

    nested: list[object] = []
    for _ in range(300_000):
        nested = [nested]
    repr(nested)
    return Harvest()


def spins(*_: object) -> Harvest:
    # In C, with the interpreter's lock held: no thread and no handler of a signal would ever get a turn.
    re.match(r"(a+)+$", "a" * 40 + "b")
    return Harvest()


def grows(*_: object) -> Harvest:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def forks(*_: object) -> Harvest:
    if os.fork() == 0:
        time.sleep(300)
    time.sleep(300)
    return Harvest()


def is_wrong(*_: object) -> Harvest:
    raise KeyError("a bug")


def poison(extract: object) -> SourceType:
    return SourceType(kind="poison", options=PageOptions, extract=extract)


@pytest.mark.parametrize(
    ("extract", "said", "seconds"),
    [
        (leaves, "ended", 30), (crashes, "SIGSEGV", 30), (digs, "SIGSEGV|memory", 30), (grows, "memory", 30),
        (spins, "took longer than 0.5 s", 0.5), (forks, "took longer than 0.5 s", 0.5),
    ],
)  # fmt: skip
def test_whatever_a_reader_does_to_its_process_it_is_an_error_of_the_source(
    extract, said, seconds, an_answer, a_source
) -> None:
    limits = Limits(seconds=seconds, megabytes=300)

    with pytest.raises(Exception, match=said) as caught:
        extract_guarded(poison(extract), an_answer(b"x"), a_source("page"), {}, limits=limits)

    assert isinstance(caught.value, PoisonError) or "memory" in str(caught.value)


def test_a_bug_of_a_reader_is_told_with_its_place(an_answer, a_source) -> None:
    with pytest.raises(RuntimeError, match="is_wrong"):
        extract_guarded(poison(is_wrong), an_answer(b"x"), a_source("page"), {})


def test_a_child_is_kept_for_the_next_answer_and_sees_no_secret(an_answer, a_source, monkeypatch) -> None:
    monkeypatch.setenv("TIERWATCH_WEB_SECRET", "hush")
    first, second = (extract_guarded(poison(looks), an_answer(b"x"), a_source("page"), {}).notes for _ in range(2))

    assert first == second
    assert first[1] == "None"


def looks(*_: object) -> Harvest:
    return Harvest(notes=(str(os.getpid()), str(os.environ.get("TIERWATCH_WEB_SECRET"))))


def says(snapshot: Snapshot, *_: object) -> Harvest:
    return Harvest(notes=(snapshot.body.decode(),))


def test_a_process_that_was_forked_off_has_children_of_its_own(an_answer, a_source) -> None:
    def read(words: str) -> str:
        return extract_guarded(poison(says), an_answer(words.encode()), a_source("page"), {}).notes[0]

    read("before")
    other = os.fork()
    if other == 0:
        os._exit(read("theirs") != "theirs")
    mine = [read(f"mine {n}") for n in range(20)]
    _, status = os.waitpid(other, 0)

    assert mine == [f"mine {n}" for n in range(20)]
    assert os.waitstatus_to_exitcode(status) == 0


def answers_with_bytes(snapshot: Snapshot, *_: object) -> object:
    Connection(int(sys.argv[1])).send_bytes(snapshot.body)
    os._exit(0)


class _Call:
    """Is pickled as a call."""

    def __reduce__(self) -> object:
        return os.mkdir, ("taken-over",)


@pytest.mark.parametrize(
    "written",
    [
        pickle.dumps((1, _Call(), True)),
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"number": "one"}',
        b'{"number": 1, "harvest": {"documents": [{"source_id": 4}]}}',
        b'{"number": 9, "harvest": {}}',
    ],
    ids=["a pickle", "nothing", "no text", "a pit", "another type", "another type within", "another turn"],
)
def test_what_no_reader_answers_is_nothing_but_an_error(written, an_answer, a_source, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(PoisonError, match=r"no reader answers|out of turn"):
        extract_guarded(poison(answers_with_bytes), an_answer(written), a_source("page"), {})

    assert list(tmp_path.iterdir()) == []


def answers_with_code(*_: object) -> object:
    return Harvest(notes=(print,))


def answers_with_halves(*_: object) -> Harvest:
    return Harvest(notes=("\ud83d and \udc9a",), cursor="\ud83d")


def test_what_cannot_be_written_is_a_fault_of_the_reader(an_answer, a_source) -> None:
    with pytest.raises(RuntimeError, match="unsupported"):
        extract_guarded(poison(answers_with_code), an_answer(b"x"), a_source("page"), {})


def answers_with_itself(snapshot: Snapshot, *_: object) -> object:
    return snapshot


def answers_with_very_many(*_: object) -> Harvest:
    return Harvest(notes=tuple(f"note {number}" for number in range(4_000_000)))


def test_a_reader_that_gives_no_harvest_is_a_bug_and_no_empty_page(an_answer, a_source) -> None:
    with pytest.raises(RuntimeError, match="not Snapshot"):
        extract_guarded(poison(answers_with_itself), an_answer(b"x"), a_source("page"), {})


def test_an_answer_too_large_to_be_written_is_an_error_of_the_source_and_no_poison(an_answer, a_source) -> None:
    with pytest.raises(ExtractError, match="memory"):
        extract_guarded(poison(answers_with_very_many), an_answer(b"x"), a_source("page"), {})


def test_half_of_a_surrogate_pair_costs_itself_alone(an_answer, a_source) -> None:
    found = extract_guarded(poison(answers_with_halves), an_answer(b"x"), a_source("page"), {})

    assert (found.notes, found.cursor) == (("\ufffd and \ufffd",), "\ufffd")


def crashes_on_the_word(snapshot: Snapshot, source: Source, state: object = None) -> Harvest:
    if b"poison" in snapshot.body:
        ctypes.string_at(0)
    return source_types()["page"].extract(snapshot, source, {})


def test_a_poisonous_source_is_in_quarantine_and_the_others_go_on(tmp_path, monkeypatch) -> None:
    known = {**source_types(), "poison": poison(crashes_on_the_word)}
    monkeypatch.setattr("monitor.sources.visit.source_types", lambda: known)
    with (
        running_site() as site,
        open_store(f"sqlite:///{tmp_path}/state/t.db") as store,
        Fetcher(FetchSettings(delay_seconds=0, retries=0, obey_robots=False)) as fetcher,
    ):
        sources = [Source(id=f"s{n}", kind="page", url=f"{site.url}/{n}", internal=True) for n in range(3)]
        sources.append(Source(id="bad", kind="poison", url=f"{site.url}/bad", internal=True, every_hours=1))
        tools = Tools(fetch=fetcher.fetch, store=store, watchlist=Watchlist.of([]))

        def poll(words: str, hours: int) -> dict[str, object]:
            for path in ("0", "1", "2", "bad"):
                text = words if path == "bad" else f"round {hours}"
                site.put(
                    f"/{path}", f"<html><body><main><h1>News</h1><p>The board met, {text}.</p></main></body></html>"
                )
            at = NOW + timedelta(hours=hours)
            return {outcome.source.id: outcome for outcome in poll_sources(sources, tools, clock=lambda: at)}

        poll("well", 0)
        ended, again = poll("poison", 1), poll("poison more", 25)
        state = store.sources.state("bad")
        healed = poll("well again", 50)

    assert all(not round_[f"s{n}"].failure for round_ in (ended, again) for n in range(3))
    assert [event.type for event in ended["bad"].events] == [EventType.FAILING]
    assert "in quarantine" in ended["bad"].events[0].wording
    assert again["bad"].events == ()
    assert state.health is HealthState.QUARANTINED
    assert state.next_due_at >= NOW + timedelta(hours=25 + 24)
    assert [event.type for event in healed["bad"].events] == [EventType.RECOVERED]
