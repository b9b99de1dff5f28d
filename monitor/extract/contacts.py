"""Addresses and telephone numbers that a document gives out, and whether it says that one is retired."""

from __future__ import annotations

import re

from monitor.model import Contact, Evidence

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_PHONE = re.compile(r"(?<![\d+])(?:\+44 ?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)")
_RETIRED = re.compile(
    r"no longer (?:in use|used|monitored|active|exists?|available|valid|working)|(?:has|have|is|are|will be|was|were) (?:been )?(?:closed|retired|switched off|withdrawn|discontinued|deactivated|decommissioned)|"
    r"(?:do not|don't|please stop) (?:use|write to|email)|not in use|ceased to be monitored|out of use",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"(?:replaced by|instead,? (?:use|write to|email|contact)|(?:use|write to|email|contact)) $", re.IGNORECASE
)
_NEAR = 160


def find_contacts(text: str) -> list[Contact]:
    """Every address in ``text``; ``retired`` if the words after it (or just before) say so."""
    found = []
    matches = sorted([*_ADDRESS.finditer(text), *_PHONE.finditer(text)], key=lambda match: match.start())
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
                evidence=Evidence(quote=text[match.start() : end], start=match.start(), end=end),
            )
        )  # fmt: skip
    return found
