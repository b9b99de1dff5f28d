"""A change as one plain sentence."""

from __future__ import annotations

from monitor.digest.words import humanised
from monitor.model import Change, EventType


def describe(change: Change) -> str:
    """``change`` in words, such as "EOS replaces GEO Group UK as preferred bidder in Warwickshire and West Mercia"."""
    who, to = change.organisation, change.organisation_to or change.after or "another organisation"
    before, after = humanised(change.before), humanised(change.after)
    as_what, where, within = _as_what(change), _where(change), _within(change)
    return {
        EventType.ADDED: f"{who} is named{as_what}{within}{where}",
        EventType.REMOVED: f"{who} is no longer named{as_what}{within}{where}",
        EventType.REPLACED: f"{to} replaces {who}{as_what}{where}",
        EventType.ROLE_CHANGED: f"{who} is now {after or 'in another role'}{_was(before)}{where}",
        EventType.STATUS_CHANGED: f"{who} is now {after or 'at another stage'}{_was(before)}{where}",
        EventType.RENAMED: f"{who} is now called {to}",
        EventType.AREA_ADDED: f"{who} now also works in {change.area or after}",
        EventType.AREA_REMOVED: f"{who} no longer works in {change.area or before}",
        EventType.VALUE_CHANGED: f"{who}: the stated value is now {after}{_was(before)}{where}",
        EventType.CONTACT_RETIRED: f"{who}: {before or 'an address'} is no longer in use"
        + (f"; use {after}" if after else ""),
        EventType.DOCUMENT_WITHDRAWN: f"A document about {who} was withdrawn",
    }.get(change.type, f"{who}: {humanised(change.type)}")


def _was(before: str) -> str:
    return f" (before: {before})" if before else ""


def _as_what(change: Change) -> str:
    words = humanised(change.status if change.type is EventType.REPLACED else change.role or change.status)
    return f" as {words}" if words else ""


def _within(change: Change) -> str:
    return f" with {change.partnership}" if change.partnership and change.partnership != change.organisation else ""


def _where(change: Change) -> str:
    return f" in {change.area}" if change.area else ""
