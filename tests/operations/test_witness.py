"""Somebody who can write to the database changes what was found, decided or sent: it shows, and where."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from monitor.clock import Period
from monitor.mail.dispatch import resolve
from monitor.model import DigestState
from monitor.model.members import DeliveryState, Outcome
from monitor.store import Store, open_store
from monitor.store.outbox import Outbox
from tests.operations import scenario
from tests.operations.steps import LONG
from tests.site import running_site

AT = datetime(2026, 3, 20, tzinfo=UTC)
EDITS = {
    "change": "UPDATE {table} SET {column} = {column} || 'x' WHERE seq = {seq}",
    "take out": "DELETE FROM {table} WHERE seq = {seq}",
    "swap": "UPDATE {table} SET seq = -1 WHERE seq = {seq}; UPDATE {table} SET seq = {seq} WHERE seq = {other}; "
    "UPDATE {table} SET seq = {other} WHERE seq = -1",
    "cut off": "DELETE FROM {table} WHERE seq >= {seq}",
}


@pytest.fixture(scope="module")
def witnessed(tmp_path_factory) -> bytes:
    """A state with forty events and three hundred mails that were sent, all of it witnessed."""
    folder = tmp_path_factory.mktemp("witnessed")
    url = f"sqlite:///{folder}/t.db"
    with running_site() as site:
        for version in range(scenario.VERSIONS):
            scenario.publish(site, version)
            scenario.poll(site.url, url, version)
        issue = scenario.issue(site.url, url)
        with open_store(url) as store:
            # Nothing of the issue is held before it is sent.
            store.witness.hold(at=AT, by="me")
            blocks = [each.subject for each in store.audit.list() if each.action == "rows witnessed"]
        scenario.send(url, issue, str(folder / "taken"))
    with open_store(url) as store:
        # A hundred sends a block, and as many outcomes.
        assert store.witness.hold(at=AT + timedelta(days=1), by="me") == 3 + 3
        assert store.witness.hold(at=AT + timedelta(days=2), by="me") == 0
        assert store.witness.verify() == store.audit.verify() == ()
    assert blocks == ["events"]
    return (folder / "t.db").read_bytes()


@pytest.mark.slow
@pytest.mark.timeout(1800 if LONG else 120)
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_by_hand_shows_and_where(witnessed, tmp_path, edit) -> None:
    dice = random.Random(29)
    for number in range(250 if LONG else 6):
        table, column = [("events", "change"), ("deliveries", "message_id"), ("deliveries", "state")][number % 3]
        file = tmp_path / f"{number}.db"
        file.write_bytes(witnessed)
        with sqlite3.connect(file) as database:
            seqs = [row[0] for row in database.execute(f"SELECT seq FROM {table} ORDER BY seq")]
            seq, other = dice.sample(seqs, 2)
            database.execute("PRAGMA foreign_keys = OFF")
            database.executescript(EDITS[edit].format(table=table, column=column, seq=seq, other=other))
        database.close()
        with open_store(f"sqlite:///{file}") as store:
            found = store.witness.verify()
        file.unlink()

        assert found, (table, seq)
        first, last = (int(part) for part in found[0].split(" ")[1:4:2])
        assert first <= max(seq, other)
        assert last >= min(seq, other)


def test_a_decision_or_an_erased_person_is_no_tampering(witnessed, tmp_path) -> None:
    file = tmp_path / "t.db"
    file.write_bytes(witnessed)
    with open_store(f"sqlite:///{file}") as store:
        from monitor.store.mail import Members

        Members(store.database).erase("m7")
        assert store.witness.verify() == ()


def an_issue(store: Store, week: int, mails: int) -> tuple[str, list[int]]:
    """An issue whose mails are in the outbox, and their numbers."""
    end = AT + timedelta(weeks=week)
    stored = store.digests.draft(Period(start=end - timedelta(weeks=1), end=end), "{}", at=AT)
    for state in (DigestState.APPROVED, DigestState.SENDING):
        store.digests.move(stored.id, state, at=AT, by="ann")
    outbox = Outbox(store.database)
    rows = [
        {"digest_id": stored.id, "member_id": f"m{n}", "address": f"m{n}@members.example", "variant": "v",
         "message_id": f"<{week}.{n}@own.example>"} for n in range(mails)
    ]  # fmt: skip
    outbox.freeze(rows, at=AT)
    return stored.id, [each.seq for each in outbox.list(stored.id)]


def settle(store: Store, issue: str, seqs: list[int], state: DeliveryState) -> None:
    outbox = Outbox(store.database)
    assert {each.seq for each in outbox.claim(issue, now=AT, limit=len(seqs))} == set(seqs)
    outbox.settle({seq: (Outcome(state=state, code=250), None) for seq in seqs}, at=AT)


def test_what_a_person_settles_of_a_mail_is_no_tampering_and_is_held_from_then_on(tmp_path) -> None:
    file = tmp_path / "t.db"
    with open_store(f"sqlite:///{file}") as store:
        issue, (one, two, three) = an_issue(store, 0, 3)
        settle(store, issue, [one, two, three], DeliveryState.UNCERTAIN)
        store.witness.hold(at=AT, by="me")
        resolve(store, two, resend=False, by="ann", now=AT)
        resolve(store, three, resend=True, by="ann", now=AT)

        assert store.witness.verify() == ()
        assert store.witness.hold(at=AT, by="me") == 1
        settle(store, issue, [three], DeliveryState.ACCEPTED)
        assert store.witness.hold(at=AT, by="me") == 1
        assert store.witness.hold(at=AT, by="me") == 0
        assert store.witness.verify() == ()

    for seq in (two, three):
        changed = tmp_path / f"{seq}.db"
        changed.write_bytes(file.read_bytes())
        with sqlite3.connect(changed) as database:
            database.execute("UPDATE deliveries SET state = 'rejected' WHERE seq = ?", [seq])
        database.close()
        with open_store(f"sqlite:///{changed}") as store:
            assert [each.partition(" are")[0] for each in store.witness.verify()] == [f"outcomes {seq} to {seq}"]


def test_an_issue_that_was_cancelled_keeps_no_later_one_from_being_held(tmp_path) -> None:
    with open_store(f"sqlite:///{tmp_path}/t.db") as store:
        cancelled, seqs = an_issue(store, 0, 2)
        store.witness.hold(at=AT, by="me")
        untried = store.audit.list(subject="sends")
        settle(store, cancelled, seqs[:1], DeliveryState.ACCEPTED)
        store.digests.move(cancelled, DigestState.CANCELLED, at=AT, by="ann")
        Outbox(store.database).cancel(cancelled, at=AT, reason="cancelled by ann")
        sent, later = an_issue(store, 1, 2)
        settle(store, sent, later, DeliveryState.ACCEPTED)
        store.witness.hold(at=AT, by="me")
        held = {kind: store.audit.list(subject=kind) for kind in ("sends", "outcomes")}

    assert untried == ()
    for rows in held.values():
        assert f'"last": {later[-1]}' in rows[0].details
