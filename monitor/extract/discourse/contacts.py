"""Addresses and telephone numbers that a document gives out, and whether it says that one is retired."""

from __future__ import annotations

import re
from datetime import date

from monitor.model import Contact, Evidence

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_PHONE = re.compile(r"(?<![\d+])(?:\+44 ?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)")
_ZERO = re.compile(r"0\d\d")
_RETIRED = re.compile(
    r"no longer (?:in use|used|monitored|active|exists?|available|valid|working)|(?:has|have|is|are|will be|was|were) (?:been )?(?:closed|retired|switched off|withdrawn|discontinued|deactivated|decommissioned)|"
    r"(?:do not|don't|please stop) (?:use|write to|email)|not in use|ceased to be monitored|out of use",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"(?:replaced by|instead,? (?:use|write to|email|contact)|(?:use|write to|email|contact)) $", re.IGNORECASE
)
_NEAR = 160
#: "Update April 2015 - this address is no longer in use": the note has a date of its own, whatever that of the page.
_DATED = re.compile(
    r"\b(?:update[d]?|since|from|as of|as from|in|on)\b:? (?:the )?(?:(\d{1,2})(?:st|nd|rd|th)? )?"
    r"(january|february|march|april|may|june|july|august|september|october|november|december) (20\d\d)\b",
    re.IGNORECASE,
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def find_contacts(text: str) -> list[Contact]:
    """Every address in ``text``; ``retired`` if the words after it (or just before) say so."""
    found = []
    addresses = _ADDRESS.finditer(text) if "@" in text else ()
    matches = sorted([*addresses, *_phones(text)], key=lambda match: match.start())
    for index, match in enumerate(matches):
        line_end = text.find("\n", match.end())
        stop = min(match.end() + _NEAR, line_end if line_end != -1 else len(text))
        following = matches[index + 1] if index + 1 < len(matches) else None
        own_stop = min(stop, following.start()) if following else stop
        line_start = text.rfind("\n", 0, match.start()) + 1
        before = text[max(line_start, match.start() - 60) : match.start()]
        after = text[match.end() : own_stop]
        retired = bool(_RETIRED.search(after.split(". ")[0] if ". " in after else after)) or bool(
            re.search(r"(?:do not|don't) (?:use|write to|email) $", before)
        )
        replaced = None
        if (
            retired
            and following
            and following.start() <= stop
            and _REPLACED.search(text[match.end() : following.start()])
        ):
            replaced = following.group().rstrip(".")
        address = match.group().rstrip(".-")
        end = match.start() + len(address)
        found.append(
            Contact(
                address=address, retired=retired, replaced_by=replaced,
                retired_on=_retired_on(after) if retired else None,
                evidence=Evidence(quote=text[match.start() : end], start=match.start(), end=end),
            )
        )  # fmt: skip
    return found


def _phones(text: str) -> list[re.Match[str]]:
    """The telephone numbers; looked for where a nought begins a number, which is much quicker to find than all of them."""
    if "+44" in text:
        return list(_PHONE.finditer(text))
    found = (_PHONE.match(text, zero.start()) for zero in _ZERO.finditer(text))
    return [match for match in found if match]


def _retired_on(words: str) -> date | None:
    """The day from which an address is dead, if ``words`` give one; of a month its first day."""
    match = _DATED.search(words)
    if match is None:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1] or 1))
    except ValueError:
        return None
