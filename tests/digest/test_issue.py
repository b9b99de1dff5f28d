"""An issue from the store to the folder: drafted, approved, written out once."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest

from monitor.digest.issue import Masthead, draft_digest, read_digest, send_to_folder, source_line
from monitor.digest.message import Sender
from monitor.errors import ReviewError, StoreError
from monitor.model import DigestState, HealthState, Source, SourceState
from monitor.store import open_store
from tests.approving import approve

MASTHEAD = Masthead(title="The weekly", publisher="The Network", base_url="https://network.example")
SENDER = Sender(name="The Network", address="b@network.example", list_id="weekly.network.example")


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/s.db") as opened:
        yield opened


def drafted(store, build, **over):
    return draft_digest(store, period=build.week, sources=[], masthead=MASTHEAD, now=build.now, **over)


def test_a_digest_is_kept_and_read_back_as_it_was_made(store, build):
    made, stored = drafted(store, build, note="A note.")

    assert stored.id == made.id
    assert read_digest(store.digests.get(stored.id)) == made


def test_drafting_again_while_nothing_changed_keeps_the_approval(store, build):
    _, stored = drafted(store, build)
    approve(store, stored, masthead=MASTHEAD, now=build.now)

    _, again = draft_digest(store, period=build.week, sources=[], masthead=MASTHEAD, now=build.now + timedelta(hours=1))

    assert again.state is DigestState.APPROVED


def test_a_change_after_approval_needs_approval_anew(store, build):
    _, stored = drafted(store, build)
    approve(store, stored, masthead=MASTHEAD, now=build.now)

    _, again = drafted(store, build, note="Something else.")

    assert again.state is DigestState.DRAFT


def test_an_approved_digest_is_written_as_mail_and_page_and_then_is_sent(store, build, tmp_path):
    _, stored = drafted(store, build)
    stored = approve(store, stored, masthead=MASTHEAD, now=build.now)

    mail, page = send_to_folder(
        store, stored, folder=tmp_path / "outbox", sender=SENDER, masthead=MASTHEAD, by="ann", now=build.now
    )

    parsed = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert parsed["Date"].datetime == build.now
    assert "The weekly" in page.read_text()
    assert store.digests.get(stored.id).state is DigestState.SENT
    assert sorted(path.name for path in (tmp_path / "outbox").iterdir()) == sorted([mail.name, page.name])
    with pytest.raises(ReviewError):
        drafted(store, build, note="Too late.")


def test_a_digest_that_nobody_approved_is_not_sent(store, build, tmp_path):
    _, stored = drafted(store, build)

    with pytest.raises(ReviewError, match="approve"):
        send_to_folder(store, stored, folder=tmp_path, sender=SENDER, masthead=MASTHEAD, by="ann", now=build.now)


def test_check_24_a_restored_backup_does_not_send_a_stale_issue(store, build, tmp_path):
    _, stored = drafted(store, build)
    stored = approve(store, stored, masthead=MASTHEAD, now=build.now)

    with pytest.raises(ReviewError, match="expired"):
        send_to_folder(
            store,
            stored,
            folder=tmp_path,
            sender=SENDER,
            masthead=MASTHEAD,
            by="ann",
            now=build.now + timedelta(days=40),
        )


def test_a_send_that_was_cut_off_can_be_finished_with_the_same_bytes(store, build, tmp_path):
    _, stored = drafted(store, build)
    stored = approve(store, stored, masthead=MASTHEAD, now=build.now)
    cut_off = store.digests.move(stored.id, DigestState.SENDING, at=build.now, by="ann")
    arguments = {"folder": tmp_path, "sender": SENDER, "masthead": MASTHEAD, "by": "ann", "now": build.now}

    mail, _ = send_to_folder(store, cut_off, **arguments)

    assert mail.exists()


def test_a_folder_that_cannot_be_written_is_named(store, build, tmp_path):
    _, stored = drafted(store, build)
    stored = approve(store, stored, masthead=MASTHEAD, now=build.now)
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreError, match="file"):
        send_to_folder(
            store, stored, folder=tmp_path / "file" / "x", sender=SENDER, masthead=MASTHEAD, by="ann", now=build.now
        )


def test_a_source_counts_as_read_only_if_its_last_visit_went_well_in_the_period(build):
    source = Source(id="s", kind="page", url="https://s.example/")

    def state(**over):
        return source_line(
            source,
            SourceState(source_id="s", **({"health": HealthState.GOOD, "last_good_at": build.noon} | over)),
            build.week,
        )

    assert not state().is_failing
    assert state(failures=1).is_failing
    assert state(last_good_at=build.week.start - timedelta(days=1)).is_failing
    assert source_line(source, None, build.week).is_failing
