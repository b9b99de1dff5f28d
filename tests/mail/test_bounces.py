"""Reports of mail servers read by their codes: full mailboxes are not dead ones, and only what is sure is permanent."""

from __future__ import annotations

import json
import os
import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.mail.bounces import read_report
from monitor.mail.outcomes import SUPPRESS_ABOVE, after_delivery, judge
from monitor.model.members import Member, MemberState

SHARED = Path(os.environ.get("TIERWATCH_SHARED", Path(__file__).parents[3] / "shared")) / "corpora"
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
MEMBER = Member(id="m", address="m@m.example", state=MemberState.CONFIRMED, created_at=NOW)


def collection(name):
    file = SHARED / name / "messages.zip"
    if not file.exists():
        pytest.skip(f"{name} is not beside the repository")
    with zipfile.ZipFile(file) as held:
        return {each: held.read(each) for each in held.namelist() if not each.endswith("/")}


def a_report(status, action="failed", diagnostic="smtp; no"):
    return (
        b"From: MAILER-DAEMON@mx.example\r\nTo: bounces+1-abc@own.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n--x\r\n\r\nSorry\r\n--x\r\n'
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        + f"Final-Recipient: rfc822; ann@member.example\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: {diagnostic}\r\n".encode()
        + b"\r\n--x--\r\n"
    )


def test_the_status_code_decides_and_not_the_word_failed():
    assert read_report(a_report("5.1.1")).permanent is True
    assert read_report(a_report("4.3.0")).permanent is False
    assert read_report(a_report("4.2.2", action="delayed")).permanent is False
    assert read_report(a_report("2.0.0", action="delivered")).kind == "other"


def test_a_general_code_gives_way_to_a_precise_one_of_its_class():
    assert read_report(a_report("5.0.0", diagnostic="smtp; 550 5.1.1 unknown")).status == "5.1.1"
    assert read_report(a_report("5.0.0", diagnostic="smtp; 452 4.2.2 full")).status == "5.0.0"


@pytest.mark.parametrize("subject", ["unsubscribe", "UNSUBSCRIBE ", "Unsubscribe me please"])
def test_check_19_a_mail_that_says_unsubscribe_is_one(subject):
    raw = f"From: Ann <ann@member.example>\r\nTo: unsubscribe+tok@own.example\r\nSubject: {subject}\r\n\r\n".encode()

    report = read_report(raw)

    assert (report.kind, report.recipients) == ("unsubscribe", ("ann@member.example",))
    assert report.token == "unsubscribe+tok@own.example"


def test_an_auto_reply_is_nothing():
    raw = b"From: ann@m.example\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nuser unknown ann@m.example 550"

    assert read_report(raw).kind == "other"


@given(st.binary(max_size=3000))
def test_any_bytes_are_read_without_an_error(raw):
    assert read_report(raw).kind in {"bounce", "complaint", "unsubscribe", "other"}


@pytest.mark.parametrize(
    "odd",
    [
        "Content-Type: text/plain; charset=iso2-8859-1\nMIME-Version: 1.0\n\n\xff\xfe",
        "Message-ID: <1/brai\r\x0bnny.examp: 8bit>\n\nx",
        '--x\nContent-Type: message/rfc822\n\nContent-Type: text/plain; charset="a\x00b"\n\n\xff',
    ],
)
def test_a_report_with_an_impossible_part_is_read_by_its_code(odd):
    raw = (
        "From: MAILER-DAEMON@relay.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\n"
        "Final-Recipient: rfc822; ann@member.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"{odd}\n\n--x--\n"
    ).encode("latin-1")

    report = read_report(raw)

    assert (report.recipients, report.status) == (("ann@member.example",), "5.1.1")


def test_flufl_no_wrong_permanent_verdict_and_nearly_all_right():
    messages = collection("bounces-flufl")
    expected = json.loads((SHARED / "bounces-flufl" / "expected.json").read_text())
    right = total = 0
    for path, raw in messages.items():
        wanted = expected.get(Path(path).name)
        if wanted is None:
            continue
        total += 1
        report = read_report(raw)
        said = {address.lower() for address in report.recipients} if report.kind == "bounce" else set()
        permanent = {address.lower() for address in wanted["permanent"]}
        temporary = {address.lower() for address in wanted["temporary"]}
        if report.permanent:
            assert said <= permanent, path
            right += said >= permanent
        elif report.kind == "bounce" and said >= permanent and not temporary:
            # The expected answers take every failure for permanent; a full mailbox and a 4.x.x code are not.
            full = re.search(rb"(?i)quota|Status: 4\.", raw)
            right += full is not None
        else:
            right += said >= temporary and not permanent
    assert right >= 0.95 * total, (right, total)


def test_sisimai_classes_line_endings_and_what_is_no_bounce():
    messages = collection("bounces-sisimai")
    answers: dict[str, set] = {}
    read = total = 0
    for path, raw in messages.items():
        report = read_report(raw)
        folder, name = path.split("/")[-2:]
        if folder == "not":
            assert not report.permanent, path
            assert report.kind != "complaint", path
            continue
        answers.setdefault(name, set()).add((report.kind, report.recipients, report.status, report.permanent))
        if name.startswith(("rfc3464-", "lhost-postfix-", "lhost-sendmail-", "lhost-exim-")):
            total += 1
            read += report.kind == "bounce" and bool(report.recipients)
            codes = re.findall(rb"(?im)^Status:\s*([245])\.\d+\.\d+", raw)
            if report.permanent and len(set(codes)) == 1:
                assert codes[0] == b"5", path
    assert [name for name, found in answers.items() if len(found) > 1] == []
    # Of every kind of server together; what answers for somebody on holiday is no report of any.
    away = {name for name in answers if name.startswith("rfc3834-")}
    assert not any(permanent for name in away for _, _, _, permanent in answers[name])
    reports = [found for name, found in answers.items() if not name.startswith(("arf-", "rfc3834-"))]
    heard = [found for found in reports if all(kind == "bounce" and whom for kind, whom, _, _ in found)]
    assert len(heard) >= 0.95 * len(reports), (len(heard), len(reports))
    assert read >= 0.95 * total, (read, total)


def test_complaints_are_apart_from_bounces():
    for path, raw in collection("bounces-sisimai").items():
        if "/arf-" in path and b"message/feedback-report" in raw and b"auth-failure" not in raw.lower():
            assert read_report(raw).kind in {"complaint", "other"}, path


def test_a_dead_address_is_suppressed_at_once_and_our_own_fault_never():
    assert judge(MEMBER, status="5.1.1", permanent=True, now=NOW).suppress
    ours = judge(MEMBER, status="5.7.26", permanent=True, now=NOW)
    assert (ours.suppress, ours.counted) == (None, False)
    assert ours.alert


def test_a_full_mailbox_counts_half_and_at_most_once_a_day():
    from dataclasses import replace

    member, days = MEMBER, 0
    while True:
        judged = judge(member, status="5.2.2", permanent=True, now=NOW + timedelta(days=days))
        member = replace(member, bounce_score=judged.score, bounced_at=NOW + timedelta(days=days))
        assert not judge(member, status="5.2.2", permanent=True, now=NOW + timedelta(days=days, hours=1)).counted
        if judged.suppress:
            break
        days += 1
    assert member.bounce_score == SUPPRESS_ABOVE + 0.5
    assert days == 6
    assert after_delivery(0.2) == 0.0
