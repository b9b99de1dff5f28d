"""The minute after "send": nothing has left yet, and whoever sent it can take it back."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.cli.context import Composition
from monitor.cli.digest import letterhead_of
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.errors import ReviewError
from monitor.mail import dispatch
from monitor.mail.dispatch import PostOffice
from monitor.mail.send import Rules
from monitor.mail.smtp import Relay, Session
from monitor.model import DigestState
from monitor.store import open_store
from monitor.store.outbox import Outbox
from tests.mail.issues import KEYS, NOW, SECRET, approved, drafted, join, sealed


@pytest.fixture
def office(sink):
    relay = Relay(host="127.0.0.1", port=sink.port, security="none", timeout_seconds=5)
    return PostOffice(
        sender=Sender(name="N", address="b@own.example", list_id="b.own.example"),
        masthead=Masthead(title="The weekly", base_url="https://own.example", identity="N, EX1"),
        reports_to="bounces@own.example", connect=lambda _stored: Session(relay), undo=timedelta(seconds=60),
        rules=Rules(connections=2, seeds=("seed@own.example",)),
    )  # fmt: skip


def sent_by_ann(store, office):
    for n in range(3):
        join(store, f"m{n}@m.example")
    stored = approved(store)
    dispatch.begin(store, KEYS, office, stored, by="ann", now=NOW, hold=True)
    return store.digests.get(stored.id)


def at(seconds):
    return NOW + timedelta(seconds=seconds)


def work(store, office, stored, seconds):
    return dispatch.work(store, KEYS, office, stored, clock=lambda: at(seconds))


def test_nothing_leaves_in_the_first_minute_not_even_to_the_seed_list(store, office, sink):
    stored = sent_by_ann(store, office)

    held = work(store, office, stored, 59)

    assert (held.state, held.next_due, sink.recipients) == ("waiting", at(60), [])
    assert dispatch.unfinished(store, now=at(59)) == ()
    assert [each.id for each in dispatch.unfinished(store, now=at(60))] == [stored.id]
    assert work(store, office, stored, 60).state == "finished"
    assert sorted(sink.recipients) == ["m0@m.example", "m1@m.example", "m2@m.example", "seed@own.example"]


def test_what_is_taken_back_is_in_review_again_and_can_be_sent_anew(store, office, sink):
    stored = sent_by_ann(store, office)

    back = dispatch.take_back(store, stored.id, by="ann", now=at(30))

    assert (back.state, Outbox(store.database).list(stored.id)) == (DigestState.IN_REVIEW, ())
    with pytest.raises(ReviewError, match="approve it first"):
        dispatch.begin(store, KEYS, office, back, by="ann", now=at(40))
    again = store.digests.move(stored.id, DigestState.APPROVED, at=at(50), by="bea")
    dispatch.begin(store, KEYS, office, again, by="ann", now=at(60), hold=True)
    assert work(store, office, store.digests.get(stored.id), 120).state == "finished"
    assert len(sink.taken) == len(set(sink.taken)) == 4
    assert "digest taken back" in {each.action for each in store.audit.list()}


def test_once_a_mail_has_left_nothing_is_taken_back(store, office, sink):
    stored = sent_by_ann(store, office)
    sink.rcpt["m1@m.example"] = "451 4.2.1 later"
    work(store, office, stored, 60)

    with pytest.raises(ReviewError, match="left already"):
        dispatch.take_back(store, stored.id, by="ann", now=at(61))

    assert store.digests.get(stored.id).state is DigestState.SENDING
    assert len(Outbox(store.database).list(stored.id)) == 3


CONFIG = """
[service]
state = "state"
[digest]
sender = "bulletin@own.example"
undo_seconds = {undo}
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
"""


@pytest.fixture
def tierwatch(tmp_path, sink, monkeypatch):
    """The command, with a draft in its state and a relay to send by."""
    monkeypatch.setenv("TIERWATCH_WEB_SECRET", SECRET)

    def run(*arguments, undo=60):
        (tmp_path / "config.toml").write_text(CONFIG.format(port=sink.port, undo=undo))
        done = CliRunner().invoke(cli, ["--config", str(tmp_path / "config.toml"), *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    (tmp_path / "state").mkdir()
    run("check")
    with open_store(f"sqlite:///{tmp_path}/state/tierwatch.db") as store:
        join(store, "ann@m.example")
        stored = drafted(store, end=datetime.now(UTC).replace(microsecond=0))
        sealed(letterhead_of(Composition(str(tmp_path / "config.toml"))), store, stored)
    return run


@pytest.mark.parametrize("undo", [0, 1])
def test_the_command_says_until_when_and_waits(tierwatch, sink, undo):
    told = tierwatch("digest", "send", undo=undo)

    assert ("Ctrl-C or `tierwatch digest undo`" in told) is bool(undo)
    assert "finished: 1 accepted" in told
    assert sink.recipients == ["ann@m.example"]


def test_another_command_takes_it_back_while_this_one_waits(tierwatch, sink, tmp_path):
    told = []
    waiting = threading.Thread(target=lambda: told.append(tierwatch("digest", "send")))
    waiting.start()
    with open_store(f"sqlite:///{tmp_path}/state/tierwatch.db") as store:
        while not store.digests.list(state=DigestState.SENDING):
            waiting.join(0.05)
        (sending,) = store.digests.list(state=DigestState.SENDING)
        dispatch.take_back(store, sending.id, by="ann", now=datetime.now(UTC))
    waiting.join(20)

    assert "the digest is in review; nothing has left" in told[0]
    assert sink.taken == []
