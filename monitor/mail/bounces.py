"""What an incoming mail says about our mail: reports by their Status code (RFC 3464), complaints (RFC 5965), unsubscribing.

Pure. Only what is said in so many words is permanent: a full mailbox, a rule of the receiving server and anything that is not
clearly about a dead address never count as one. Reports of no known form are read by a few phrases, and only next to a code.
"""

from __future__ import annotations

import email
import email.policy
import re
from contextlib import suppress
from email.header import decode_header, make_header
from email.message import Message

from monitor.model.members import Report

_MAX_BYTES = 2_000_000
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NOT_A_PERSON = re.compile(r"(?i)^(mailer-daemon|postmaster|bounces?\b|owner-|root@)")
_READABLE = {"text/plain", "text/html"}
#: Where a report stops speaking and a copy of the mail begins.
_COPY = re.compile(
    r"(?im)^(?:[-=+ ]{2,}.*(?:original|copy of|returned|message header|unsent|below this line|message text|headers? follow).*"
    r"|received: .*|return-path: .*|message-id: .*|the header.*follow.*|.*copy of (?:the|your) (?:original )?message.*)$"
)
_PLACED = re.compile(
    r"(?im)(?:^[\s>*-]*[<'\"]?|<|(?<!accept )(?<!reply )\bto\s+[<'\"]?|\bfor\s+<?|recipient:?\s+[<\[]?(?:SMTP:)?|error-for:\s+|mailbox\s+<?|user:?\s+<?|address:?\s+<?|rfc822;\s*|SMTP[=:])"
    r"([A-Z0-9!#$%&*+/=?^_`{|}~.-]+@[A-Z0-9-]+(?:\.[A-Z0-9-]+)+)"
)
#: Addresses that a report names and that are not whom it is about.
_SENDER_LINES = re.compile(r"(?im)^\s*(?:to|cc|from|sent|reply-to):.*$|\bfrom:?\s+\S+@\S+")
_TO_LINE = re.compile(r"(?im)^to:(.*)$")
_HELPERS = re.compile(
    r"(?i)\b(?:contact|help|assistance|questions|mail to|write to|postmaster)\W+(?:\w+\W+){0,3}?<?\S+@\S+"
)
_FAILED = re.compile(
    r"(?i)could ?n[o']t be (?:delivered|sent)|undeliver|not delivered|delivery (?:has )?failed|failed to deliver|failure|"
    r"did not receive|could not be reached|was aborted|encountered an error|cannot be delivered|unable to deliver|returned mail|rejected|refused|not able to deliver|did not reach"
)
#: Words that say that there is nobody there.
_DEAD = re.compile(
    r"(?i)user (?:is )?unknown|unknown (?:user|recipient|address|account)|no such (?:user|mailbox|address|recipient|account|person)|"
    r"(?:does|do|did) ?n[o']t exist|not exist|invalid (?:recipient|mailbox|user|address)|no mailbox|not (?:a )?(?:known|valid|listed)|"
    r"mailbox (?:is )?(?:unavailable|not found|inactive|disabled)|account (?:has been |is )?(?:disabled|closed|inactive|suspended)|"
    r"does ?n[o']t have an? [\w.]* ?account|unroute?able|not found|no longer (?:valid|in use|on|works)|permanent(?:ly)? (?:fatal )?(?:error|fail)|failed permanently|"
    r"address (?:is )?(?:rejected|incorrect)|giving up|cannot find your recipient|unknown or illegal|not our customer"
)
#: Words that say that it may work another day, and so never count as a dead address.
_TEMPORARY = re.compile(
    r"(?i)quota|mailbox (?:is )?(?:over)?full|over.?(?:the )?(?:storage|limit|quota)|full mailbox|temporar|will (?:be )?(?:keep|continue|retr|try)|"
    r"still (?:being|trying)|no need to resend|has been delayed|delivery delayed|warning message|deferred|greylist|too many|spam|blacklist|blocklist|"
    r"virus|policy|authenticat|relay(?:ing)? (?:access )?(?:denied|not)|too (?:large|big)|size limit|exceed"
)
_SERVER = re.compile(
    r"mailer-daemon|postmaster|mail.?delivery|delivery (?:sub)?system|mdaemon|bounce|mail.?system|maildeliver|mailadmin|mailer"
)
_SAYS_FAILED = re.compile(
    r"(?i)undeliver|delivery (?:status|failure|notif|problem)|failure notice|returned mail|mail fail|not delivered"
)
#: A status part that lost its parts: the fields stand in the text.
_INLINE = re.compile(r"(?ims)^final-recipient:.*^action:|^action:.*^final-recipient:")
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
    if re.search(r"(?i)^\s*complaint about message from", str(message.get("Subject", ""))):
        # Hotmail's own form, older than RFC 5965.
        original = _original(parts)
        recipients = _addresses(original.get("x-hmxmroriginalrecipient", ""))
        return Report(
            kind="complaint",
            recipients=recipients,
            reason="abuse",
            token=token,
            message_id=original.get("message-id", ""),
        )
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    inline = next((text for part in parts if _is_readable(part) and _INLINE.search(text := _text(part))), None)
    if status is not None or inline is not None:
        return _delivery_status(_status_text(status) if status is not None else inline or "", parts, token)
    subject = _subject(message)
    if re.match(r"(?i)\s*unsubscribe\b", subject) or re.search(r"(?i)\+?unsubscribe\b.*@", token):
        return Report(kind="unsubscribe", recipients=_addresses(str(message.get("From", "")))[:1], token=token)
    # Exim marks its reports "auto-replied" like a holiday notice, but names whom it could not reach.
    named = tuple(
        a for name in ("X-Failed-Recipients", "X-Actual-Recipient") for a in _addresses(str(message.get(name, "")))
    )
    holiday = str(message.get("Auto-Submitted", "")).lower().startswith("auto-replied")
    if not named and not _is_from_a_server(message, subject, holiday=holiday):
        return Report(kind="other", token=token)
    return _plain(parts, token, named=named)


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


def _delivery_status(text: str, parts: list[Message], token: str) -> Report:
    recipients, verdicts, reasons, codes = [], [], [], []
    for block in re.split(r"\n\s*\n", text):
        facts = _fields(block)
        # Whom we wrote to comes first: the final recipient may be where that address was forwarded.
        address = _addresses(facts.get("original-recipient", "")) or _addresses(facts.get("final-recipient", ""))
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
        good = re.search(r"(?im)^action:\s*(delivered|relayed|expanded|delayed)", text)
        return Report(kind="other", token=token, reason="nobody failed") if good else _plain(parts, token)
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


def _plain(parts: list[Message], token: str, *, named: tuple[str, ...] = ()) -> Report:
    """A server's words without a machine-readable part: somebody named as not reached, and what is said of the reason."""
    subject = _subject(parts[0])
    words = "\n".join(_text(part) for part in parts if _is_readable(part))[:20_000]
    # What the mail was called says nothing about why it came back.
    head = re.sub(r"(?im)^\s*subject:.*$", "", _COPY.split(words)[0])
    recipients = named or _failed_recipients(head)
    phrase = _DEAD.search(head)
    failed = bool(phrase or named or _FAILED.search(head) or _SAYS_FAILED.search(subject))
    if not recipients or not (failed or _TEMPORARY.search(head)):
        return Report(kind="other", token=token, reason="a server wrote, but of whom or why is not clear")
    stated = re.search(r"(?im)^status:\s*([245]\.\d+\.\d+)", "\n".join(_status_text(p) for p in parts if _is_status(p)))
    code, reply = (_STATUS.search(stated[1]) if stated else _STATUS.search(head)), _REPLY.search(head)
    # A report of failure without any code is final for that mail; without a code it never counts as a dead address.
    first = code[1] if code else reply[1] if reply else "5" if failed else ""
    permanent = first == "5" and not _TEMPORARY.search(head)
    return Report(
        kind="bounce",
        recipients=recipients,
        status=code[0] if code else "",
        permanent=permanent,
        reason=" ".join(head.split())[:300],
        token=token,
    )


def _is_status(part: Message) -> bool:
    return part.get_content_type() == "message/delivery-status"


def _subject(message: Message) -> str:
    raw = str(message.get("Subject", ""))
    try:
        return str(make_header(decode_header(raw)))
    except (ValueError, LookupError):
        return raw


def _is_readable(part: Message) -> bool:
    # A report whose parts are not where its head says they are arrives as one string.
    return part.get_content_type() in _READABLE or (
        part.is_multipart() is False and part.get_content_maintype() == "multipart"
    )


def _failed_recipients(head: str) -> tuple[str, ...]:
    """The addresses that stand where servers name whom they could not reach: a line's start, angle brackets, after "to"."""
    head = _HELPERS.sub("", head)
    placed = [found[1] for found in _PLACED.finditer(head)]
    named = (
        placed or list(_addresses(_SENDER_LINES.sub("", head))) or list(_addresses(" ".join(_TO_LINE.findall(head))))
    )
    return tuple(dict.fromkeys(address for address in named if not _NOT_A_PERSON.match(address)))[:5]


def _is_from_a_server(message: Message, subject: str, *, holiday: bool) -> bool:
    if _AUTO.search(subject):
        return False
    if _SERVER.search(str(message.get("From", "")).lower()):
        return True
    from_nobody = str(message.get("Return-Path", "")).strip() == "<>"
    return not holiday and bool(_SAYS_FAILED.search(subject) or from_nobody)


def _status_text(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n\n".join(_written(each) for each in payload)
    return _text(part)


def _written(part: Message | str) -> str:
    """The fields of a part and its text, as they are: putting them in order would fail on the odd ones."""
    if isinstance(part, str):
        return part
    fields = "\n".join(f"{name}: {value}" for name, value in part.items())
    return f"{fields}\n\n{_text(part)}"


def _text(part: Message) -> str:
    if part.is_multipart():
        return "\n".join(_written(each) for each in part.get_payload())
    # A character set that no codec can have the name of is a ValueError, one that none has a LookupError.
    with suppress(ValueError, LookupError):
        decoded = part.get_payload(decode=True)
        return decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else str(part.get_payload())
    with suppress(ValueError, LookupError):
        return str(part.get_payload())
    return ""


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
