"""Handing in and approving at the command line: the desk's own rules, and a password for each of the two people."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.clock import utc_now
from monitor.digest.edits import KIND
from monitor.model import DigestState, StaffRole
from monitor.store import Teaching, open_store
from monitor.web import onetime, passwords

PASSWORD = "lantern meadow copper thirteen"
SECRET = "s" * 40
AUTHENTICATOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STAFF = {"edith": StaffRole.EDITOR, "april": StaffRole.APPROVER, "ada": StaffRole.ADMINISTRATOR}


class Office:
    """A state with three people, and the command on it."""

    def __init__(self, folder):
        self.config = folder / "config.toml"
        (folder / "secret").write_text(SECRET)
        self.hours(100)
        kept = passwords.hashed(PASSWORD)
        with self.store() as store:
            for name, role in STAFF.items():
                store.users.add(name, role=role, password_hash=kept, at=utc_now())

    def hours(self, approve_within):
        # The week always ended yesterday.
        weekday = f"{utc_now() - timedelta(days=1):%A}".lower()
        self.config.write_text(
            f'[service]\nstate = "{self.config.parent}"\ntimezone = "UTC"\n[web]\nsecret_file = "secret"\n[digest]\n'
            f'title = "The weekly"\nweekday = "{weekday}"\nat = 00:00:00\napprove_within_hours = {approve_within}\n'
        )

    def store(self):
        return open_store(f"sqlite:///{self.config.parent / 'tierwatch.db'}")

    def digest(self, *arguments, password=PASSWORD):
        """What ``tierwatch digest`` says, and how it ended."""
        done = CliRunner().invoke(cli, ["--config", str(self.config), "digest", *arguments], input=f"{password}\n")
        return str(done.exception or "") + done.output, done.exit_code

    def drafted(self):
        said, status = self.digest("draft")
        assert status == 0, said

    def handed_in(self):
        self.drafted()
        said, status = self.digest("submit", "--by", "edith", "--password-stdin", "--reason", "a quiet week")
        assert status == 0, said

    @property
    def issue(self):
        with self.store() as store:
            (found,) = store.digests.list()
            return found


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def approve(office, name, *more, password=PASSWORD):
    return office.digest("approve", "--by", name, "--password-stdin", *more, password=password)


def test_an_issue_is_handed_in_by_one_and_approved_by_another_and_then_may_go(office) -> None:
    office.handed_in()
    said, status = approve(office, "april")

    assert status == 0, said
    assert (office.issue.state, office.issue.approved_by) == (DigestState.APPROVED, "april")
    said, status = office.digest("send", "--to-folder")
    assert status == 0, said
    assert office.issue.state is DigestState.SENT


def test_whoever_edited_last_may_not_approve_here_either(office) -> None:
    office.drafted()
    fields = {"section": "own", "headline": "A meeting", "summary": "In the hall.", "publisher": "The board"}
    with office.store() as store:
        value = {"number": 1, "step": "write", "item": "item1", "fields": fields}
        subject = office.issue.period.key
        store.teachings.add(Teaching(kind=KIND, subject=subject, value=value, by="april", at=utc_now()))
    office.handed_in()
    said, status = approve(office, "april")

    assert status == 1
    assert "you were the last to edit" in said
    assert office.issue.state is DigestState.IN_REVIEW
    assert approve(office, "ada")[1] == 0


@pytest.mark.parametrize(
    ("who", "why"),
    [("edith", "your role does not allow"), ("nobody-here", "no user"), ("ada-wrong", "do not fit together")],
)
def test_who_may_not_approve_at_the_desk_may_not_here(office, who, why) -> None:
    office.handed_in()
    said, status = approve(office, who.removesuffix("-wrong"), password="wrong" if "wrong" in who else PASSWORD)

    assert status == 1
    assert why in said
    assert office.issue.state is DigestState.IN_REVIEW


def test_a_draft_that_nobody_handed_in_is_not_approved(office) -> None:
    office.drafted()
    said, status = approve(office, "april")

    assert status == 1
    assert "only an issue in review is approved" in said


def test_an_error_of_the_checks_and_a_warning_without_a_reason_keep_it_back(office) -> None:
    office.drafted()
    said, status = office.digest("submit", "--by", "edith", "--password-stdin")

    assert status == 1
    assert "say why the warnings do not matter" in said
    assert "warning: Nobody would get it" in said


def test_after_the_deadline_an_administrator_approves_against_the_rules_and_the_log_tells(office) -> None:
    office.handed_in()
    office.hours(0.001)
    assert "deadline has passed" in approve(office, "april")[0]
    assert "only an administrator" in approve(office, "april", "--against-the-rules", "It is urgent")[0]
    said, status = approve(office, "ada", "--against-the-rules", "The contract ends tonight")

    assert status == 0, said
    with office.store() as store:
        (entry,) = [row for row in store.audit.list(subject=office.issue.id) if "against the rules" in row.action]
    assert "The contract ends tonight" in entry.details


def test_whoever_has_one_time_codes_needs_one_here_too_and_each_works_once(office) -> None:
    office.handed_in()
    with office.store() as store:
        april = store.users.named("april")
        onetime.switch(store, april, AUTHENTICATOR, key=SECRET, at=utc_now())
    code = pyotp.TOTP(AUTHENTICATOR).at(utc_now())
    assert approve(office, "april")[1] == 1
    said, status = approve(office, "april", "--code", code)

    assert status == 0, said
    with office.store() as store:
        april = store.users.named("april")
        assert not onetime.accepts(store, april, code, key=SECRET, now=utc_now() - timedelta(seconds=1))


def test_an_approval_that_did_not_come_from_the_desks_rules_sends_nothing(office) -> None:
    office.drafted()
    with office.store() as store:
        store.digests.move(office.issue.id, DigestState.APPROVED, at=utc_now(), by="somebody")
    said, status = office.digest("send", "--to-folder")

    assert status == 1
    assert "approve it again" in said
    assert office.issue.state is DigestState.IN_REVIEW
