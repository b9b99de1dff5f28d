"""Somebody who can write to the database changes what was found, decided or sent: it shows, and where."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from monitor.store import open_store
from tests.operations import scenario
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
        assert store.witness.hold(at=AT + timedelta(days=1), by="me") == 3
        assert store.witness.hold(at=AT + timedelta(days=2), by="me") == 0
        assert store.witness.verify() == store.audit.verify() == ()
    assert blocks == ["events"]
    return (folder / "t.db").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_by_hand_shows_and_where(witnessed, tmp_path, edit) -> None:
    dice = random.Random(29)
    for number in range(6):
        table, column = [("events", "change"), ("deliveries", "message_id")][number % 2]
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
