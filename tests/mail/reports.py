"""What mail servers write back about a mail."""

from __future__ import annotations

from monitor.mail.tokens import return_path
from tests.mail.issues import KEYS, NOW

__all__ = ["KEYS", "NOW", "a_bounce", "back_to"]


def back_to(delivery):
    return return_path(KEYS, str(delivery.seq), "bounces@own.example")


def a_bounce(to, status="5.1.1", words="no"):
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n--x\r\n\r\nSorry\r\n--x\r\n'
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; ann@m.example\r\nAction: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {words}\r\n\r\n--x--\r\n"
    ).encode()
