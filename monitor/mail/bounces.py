"""What an incoming mail says about our mail: reports by their Status code (RFC 3464), complaints (RFC 5965), unsubscribing.

Pure. Only what is said in so many words is permanent: a full mailbox, a rule of the receiving server and anything that is not
clearly about a dead address never count as one. Reports of no known form are read by a few phrases, and only next to a code.
"""

from __future__ import annotations

import email
import email.policy
import re
from email.message import Message

from monitor.model.members import Report

_MAX_BYTES = 2_000_000
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NOT_A_PERSON = re.compile(r"(?i)^(mailer-daemon|postmaster|bounces?\b|owner-|root@)")
_AUTO = re.compile(r"(?i)out of (the )?office|auto[- ]?(reply|response|matic)|vacation|away from")


def read_report(raw: bytes) -> Report:
    """What ``raw`` says. Anything that is no report, however odd its bytes, is a report of kind ``other``."""
    raw = raw[:_MAX_BYTES].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = list(message.walk())
    token = _first(message, ("Delivered-To", "X-Original-To", "To"))
    complaint = next((part for part in parts if part.get_content_type() == "message/feedback-report"), None)
    if complaint is not None:
        return _complaint(complaint, parts, token)
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is not None:
        return _delivery_status(status, parts, token)
    subject = str(message.get("Subject", ""))
    if re.match(r"(?i)\s*unsubscribe\b", subject) or re.search(r"(?i)\+?unsubscribe\b.*@", token):
        return Report(kind="unsubscribe", recipients=_addresses(str(message.get("From", "")))[:1], token=token)
    if not _is_from_a_server(message, subject) or str(message.get("Auto-Submitted", "")).lower() == "auto-replied":
        return Report(kind="other", token=token)
    return _plain(parts, token)


def _complaint(part: Message, parts: list[Message], token: str) -> Report:
    facts = _fields(_text(part))
    if facts.get("feedback-type", "").lower() in {"auth-failure", "dmarc"}:
        return Report(kind="other", token=token, reason="a report on authentication", facts=facts)
    recipients = _addresses(facts.get("original-rcpt-to", "") + " " + facts.get("removal-recipient", ""))
    original = _original(parts)
    return Report(
        kind="complaint",
        recipients=recipients or _addresses(original.get("to", "")),
        reason=facts.get("feedback-type", "abuse"),
        token=token,
        message_id=original.get("message-id", ""),
        facts=facts,
    )


def _delivery_status(part: Message, parts: list[Message], token: str) -> Report:
    recipients, verdicts, reasons, codes = [], [], [], []
    for block in re.split(r"\n\s*\n", _status_text(part)):
        facts = _fields(block)
        address = _addresses(facts.get("final-recipient", "")) or _addresses(facts.get("original-recipient", ""))
        if not address or "action" not in facts:
            continue
        action = facts["action"].lower().split()[0] if facts["action"] else ""
        if action not in {"failed", "delayed"}:
            continue
        diagnostic = facts.get("diagnostic-code", "")
        code = _code(facts.get("status", ""), diagnostic)
        recipients.append(address[0])
        codes.append(code)
        verdicts.append(action == "failed" and code.startswith("5"))
        reasons.append(diagnostic or facts.get("status", ""))
    if not recipients:
        return Report(kind="other", token=token, reason="a report without a failed recipient")
    return Report(
        kind="bounce",
        recipients=tuple(dict.fromkeys(recipients)),
        status=codes[0],
        permanent=all(verdicts),
        reason=" ".join(reasons[0].split())[:300],
        token=token,
        message_id=_original(parts).get("message-id", ""),
    )


def _code(status: str, diagnostic: str) -> str:
    """The status code; where a server gives only a general one, a precise one of the same class in its own words."""
    stated = _STATUS.search(status)
    said = _STATUS.search(diagnostic)
    if stated is None:
        return said[0] if said else ""
    general = stated[2] == "0" and stated[3] == "0"
    return said[0] if said and general and said[1] == stated[1] else stated[0]


def _plain(parts: list[Message], token: str) -> Report:
    """A server's words without a machine-readable part: a code and an address close to each other, or nothing."""
    words = "\n".join(_text(part) for part in parts if part.get_content_type() == "text/plain")[:8000]
    head = re.split(r"(?im)^(?:-{3,}.*(?:original|copy|returned|message header).*|received: )", words)[0]
    recipients = tuple(a for a in _addresses(head) if not _NOT_A_PERSON.match(a))
    code = _STATUS.search(head)
    reply = _REPLY.search(head)
    if not recipients or not (code or reply):
        return Report(kind="other", token=token, reason="a server wrote, but of whom or why is not clear")
    first = code[1] if code else reply[1] if reply else ""
    return Report(
        kind="bounce",
        recipients=recipients[:1],
        status=code[0] if code else "",
        permanent=first == "5",
        reason=" ".join(head.split())[:300],
        token=token,
    )


def _is_from_a_server(message: Message, subject: str) -> bool:
    sender = str(message.get("From", "")).lower()
    if _AUTO.search(subject):
        return False
    return bool(
        re.search(r"mailer-daemon|postmaster|mail delivery|mdaemon|bounce", sender)
        or str(message.get("Return-Path", "")).strip() == "<>"
    )


def _status_text(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n\n".join(str(each) for each in payload)
    return _text(part)


def _text(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(str(each) for each in payload)
    try:
        decoded = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return str(payload)
    return decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else str(payload)


def _fields(block: str) -> dict[str, str]:
    unfolded = re.sub(r"\n[ \t]+", " ", block)
    found: dict[str, str] = {}
    for line in unfolded.splitlines():
        name, colon, value = line.partition(":")
        if colon and re.fullmatch(r"[A-Za-z0-9-]+", name.strip()):
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _original(parts: list[Message]) -> dict[str, str]:
    """The headers of the mail that the report is about, where it brings them."""
    for part in parts:
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822"}:
            return _fields(_text(part).split("\n\n")[0])
    return {}


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address.strip(".") for address in _ADDRESS.findall(text)))


def _first(message: Message, names: tuple[str, ...]) -> str:
    return next((str(message[name]).strip() for name in names if message[name]), "")
