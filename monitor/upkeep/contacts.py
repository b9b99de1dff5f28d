"""Retiring a contact: every page and past issue that repeats it, and the correction to send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.store import ContactSighting, Store
from monitor.upkeep.issues import note_issues


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """What a retirement concerns: pages and issues that give the contact out, and the words that put it right."""

    address: str
    pages: tuple[ContactSighting, ...]
    issues: tuple[ContactSighting, ...]
    correction: str


def retire_contact(
    store: Store, address: str, *, on: date, replaced_by: str | None, reason: str, by: str, now: datetime
) -> Retirement:
    """Mark ``address`` (of mail, telephone or the web) as retired. The next digest corrects the issues that gave it out."""
    note_issues(store, now=now)
    with store.transaction():
        store.contacts.know(address, at=now)
        places = store.contacts.retire(address, on=on, replaced_by=replaced_by, note=reason)
        details = {"on": on.isoformat(), "replaced_by": replaced_by, "reason": reason, "places": len(places)}
        store.audit.add("contact retired", subject=address.casefold(), by=by, at=now, details=details)
    issues = tuple(place for place in places if place.where_kind == "digest")
    return Retirement(
        address=address,
        pages=tuple(place for place in places if place.where_kind != "digest"),
        issues=issues,
        correction=correction_of(address, issues, on=on, replaced_by=replaced_by, reason=reason),
    )


def correction_of(
    address: str, issues: Sequence[ContactSighting], *, on: date, replaced_by: str | None, reason: str
) -> str:
    """The draft of a correction, in plain words."""
    lines = [f"{address} has not been in use since {on.day} {on:%B %Y}."]
    if reason:
        lines.append(reason.rstrip(".") + ".")
    lines.append(f"Please use {replaced_by} instead." if replaced_by else "Please do not use it.")
    if issues:
        named = ", ".join(f"{each.title} of {each.seen_at.day} {each.seen_at:%B %Y}" for each in issues)
        lines.append(f"We gave it out in {named}. We are sorry for the trouble.")
    return " ".join(lines)
