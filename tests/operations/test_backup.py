"""A backup made while the state is written is whole; what is put back sends nothing again; what is damaged or newer is refused."""

from __future__ import annotations

import gzip
import json
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clock import Period
from monitor.errors import StoreError
from monitor.mail.send import Rules, Sending
from monitor.mail.wire import Envelope
from monitor.model import DigestState
from monitor.model.members import DeliveryState, Outcome
from monitor.store import backup as copies
from monitor.store import open_store
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox
from tests.operations.steps import LONG

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
WEEK = Period(start=NOW - timedelta(days=7), end=NOW)


def made_backup(tierwatch) -> Path:
    done = tierwatch("backup")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


class Carrier:
    """Takes everything and keeps who it was for."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def send(self, message, *, sender, recipient, ahead=None):
        self.taken.append(recipient)
        return Outcome(state=DeliveryState.ACCEPTED, code=250)

    def close(self) -> None:
        """Nothing is open."""


def approved_issue(store, recipients: int) -> str:
    issue = store.digests.draft(WEEK, "{}", at=NOW)
    store.digests.move(issue.id, DigestState.APPROVED, at=NOW, by="ann")
    store.digests.move(issue.id, DigestState.SENDING, at=NOW, by="ann")
    rows = [
        {"digest_id": issue.id, "member_id": f"m{n}", "address": f"m{n}@members.example", "variant": "v",
         "message_id": f"<{issue.id[:8]}.m{n}@own.example>"} for n in range(recipients)
    ]  # fmt: skip
    Outbox(store.database).freeze(rows, at=NOW)
    return issue.id


def send(store, issue: str, carrier: Carrier, *, most: int | None = None):
    def may_go_on() -> str | None:
        return "paused" if most is not None and len(carrier.taken) >= most else None

    return Sending(
        issue,
        outbox=Outbox(store.database),
        suppressions=Suppressions(store.database),
        hash_of=str,
        writer=lambda _them: lambda _each: Envelope(message=b"x", return_path="b@own.example"),
        connect=lambda: carrier,
        may_go_on=may_go_on,
        clock=lambda: NOW,
        rules=Rules(connections=1),
    ).run()


@pytest.mark.timeout(3000 if LONG else 120)
def test_a_backup_made_while_others_write_is_whole_and_verifies(tierwatch) -> None:
    with tierwatch.store() as store:
        stop = threading.Event()

        def write() -> None:
            number = 0
            while not stop.is_set():
                store.audit.add("count", subject=str(number), by="writer", at=NOW)
                number += 1

        writer = threading.Thread(target=write)
        writer.start()
        files = [
            copies.back_up(store.database, tierwatch.folder / "b", at=NOW + timedelta(seconds=n))
            for n in range(200 if LONG else 5)
        ]
        stop.set()
        writer.join()

    for file in files:
        done = tierwatch("restore", "--verify", file)
        assert (done.returncode, "whole" in done.stdout) == (0, True), done.stderr
        copies.unpack(file, tierwatch.folder / "copy.db")
        with open_store(f"sqlite:///{tierwatch.folder / 'copy.db'}") as copy:
            assert copy.integrity() == ()
            assert copy.audit.verify() == ()
        (tierwatch.folder / "copy.db").unlink()


def test_what_is_put_back_is_what_was_backed_up_and_the_former_state_is_kept(tierwatch) -> None:
    with tierwatch.store() as store:
        approved_issue(store, 3)
        store.audit.add("one", subject="s", by="ann", at=NOW)
    file = made_backup(tierwatch)
    with tierwatch.store() as store:
        store.audit.add("two", subject="s", by="ann", at=NOW)

    done = tierwatch("restore", file)

    assert done.returncode == 0, done.stderr
    with tierwatch.store() as store:
        assert [entry.action for entry in store.audit.list()] == ["restored", "one"]
        assert store.audit.verify() == ()
    assert len(list(tierwatch.state.glob("tierwatch.db.before-*"))) == 1


def test_an_older_copy_that_is_put_back_sends_nothing_again(tierwatch) -> None:
    carrier = Carrier()
    with tierwatch.store() as store:
        issue = approved_issue(store, 30)
    file = made_backup(tierwatch)
    with tierwatch.store() as store:
        assert send(store, issue, carrier).state == "finished"
    assert len(carrier.taken) == 30

    assert tierwatch("restore", file).returncode == 0
    with tierwatch.store() as store:
        send(store, issue, carrier)
        assert Outbox(store.database).counts(issue) == {DeliveryState.UNCERTAIN: 30}
    assert len(carrier.taken) == 30


def test_even_a_copy_put_back_by_hand_sends_again_only_what_never_left(tierwatch) -> None:
    carrier = Carrier()
    with tierwatch.store() as store:
        issue = approved_issue(store, 30)
    shutil.copy(tierwatch.state / "tierwatch.db", tierwatch.folder / "old.db")
    with tierwatch.store() as store:
        send(store, issue, carrier, most=12)
    sent = list(carrier.taken)
    assert len(sent) == 12
    shutil.copy(tierwatch.folder / "old.db", tierwatch.state / "tierwatch.db")

    with tierwatch.store() as store:
        send(store, issue, carrier)
        counts = Outbox(store.database).counts(issue)

    assert len(carrier.taken) == len(set(carrier.taken)) == 30
    assert counts == {DeliveryState.UNCERTAIN: 12, DeliveryState.ACCEPTED: 18}


def test_an_approved_issue_needs_approval_anew_after_a_restore(tierwatch) -> None:
    with tierwatch.store() as store:
        issue = store.digests.draft(WEEK, "{}", at=NOW)
        store.digests.move(issue.id, DigestState.APPROVED, at=NOW, by="ann")
    assert tierwatch("restore", made_backup(tierwatch)).returncode == 0

    with tierwatch.store() as store:
        found = store.digests.get(issue.id)
    assert (found.state, found.approved_by) == (DigestState.IN_REVIEW, None)


@pytest.mark.parametrize("place", [0.0, 0.3, 0.7, 0.999])
def test_one_wrong_byte_is_refused_and_the_state_is_left_alone(tierwatch, place) -> None:
    with tierwatch.store() as store:
        store.audit.add("one", subject="s", by="ann", at=NOW)
    file = made_backup(tierwatch)
    content = bytearray(file.read_bytes())
    content[int(place * len(content))] ^= 1
    file.write_bytes(content)
    before = (tierwatch.state / "tierwatch.db").read_bytes()

    done = tierwatch("restore", file)

    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert (tierwatch.state / "tierwatch.db").read_bytes() == before


def test_the_whole_bytes_of_another_backup_are_refused_as_well(tierwatch) -> None:
    with tierwatch.store() as store:
        store.audit.add("one", subject="s", by="ann", at=NOW)
    file = made_backup(tierwatch)
    with gzip.open(file) as packed:
        whole = gzip.compress(packed.read(), compresslevel=1)
    file.write_bytes(whole)

    done = tierwatch("restore", file)

    assert done.returncode == 1
    assert "not those that its manifest names" in done.stderr


def test_a_damaged_database_with_a_fitting_manifest_is_refused_too(tierwatch) -> None:
    import hashlib

    file = made_backup(tierwatch)
    with gzip.open(file) as packed:
        plain = bytearray(packed.read())
    plain[4096:12288] = b"\xff" * 8192
    file.write_bytes(gzip.compress(bytes(plain)))
    manifest = copies.manifest_of(file)
    said = json.loads(manifest.read_text()) | {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    manifest.write_text(json.dumps(said))

    assert "damaged" in tierwatch("restore", "--verify", file).stderr
    assert "damaged" in tierwatch("restore", file).stderr


def test_a_backup_of_a_newer_version_is_refused(tierwatch) -> None:
    file = made_backup(tierwatch)
    manifest = copies.manifest_of(file)
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"schema": "9999"}))

    done = tierwatch("restore", file)

    assert done.returncode == 1
    assert "newer Tierwatch" in done.stderr


def test_a_restore_is_refused_while_the_service_runs(tierwatch) -> None:
    file = made_backup(tierwatch)

    with tierwatch.store() as running, running.sole_instance():
        assert tierwatch("restore", file).returncode == 75


def test_a_backup_is_readable_by_its_owner_alone_and_old_ones_go(tierwatch) -> None:
    with tierwatch.store() as store:
        for second in range(4):
            copies.back_up(store.database, tierwatch.state / "backups", at=NOW.replace(year=2020, second=second))
    file = made_backup(tierwatch)
    assert file.stat().st_mode & 0o077 == 0

    tierwatch("backup", "--keep", "2")
    assert len(list((tierwatch.state / "backups").glob("*.gz"))) == 2
    assert [p for p in (tierwatch.state / "backups").iterdir() if p.name.startswith(".")] == []


def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(tierwatch) -> None:
    (tierwatch.folder / "here").write_text("a file, not a folder")
    with tierwatch.store() as store, pytest.raises(StoreError, match="cannot be written"):
        copies.back_up(store.database, tierwatch.folder / "here", at=NOW)


def test_a_postgresql_state_is_backed_up_and_put_back_as_well(tierwatch, postgres_server, monkeypatch) -> None:
    url = postgres_server.new_database()
    monkeypatch.setenv("TIERWATCH_STORE_URL", url)
    with open_store(url, beside=tierwatch.state) as store:
        store.audit.add("one", subject="s", by="ann", at=NOW)
    file = made_backup(tierwatch)
    with open_store(url, beside=tierwatch.state) as store:
        store.audit.add("two", subject="s", by="ann", at=NOW)

    done = tierwatch("restore", file)

    assert done.returncode == 0, done.stderr
    with open_store(url, beside=tierwatch.state) as store:
        assert [entry.action for entry in store.audit.list()] == ["restored", "one"]
