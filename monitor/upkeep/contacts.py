"""Retiring a contact: every page and past issue that repeats it, and the correction to send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.model import Document
from monitor.sources.urls import address_key
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
    note_places(store, address, now=now)
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


def note_places(store: Store, address: str, *, now: datetime) -> None:
    """Note where ``address`` is given out now: in our own issues and, where it is a link, in the documents.

    Addresses of mail and telephone numbers are noted as documents are read. Links are many, so they are looked for when asked for.
    """
    note_issues(store, now=now)
    key = address_key(address)
    if not key:
        return
    found = [
        ContactSighting(
            address=address, where_kind="document", where_id=document.id, url=document.url, title=document.title,
            quote=words, seen_at=now,
        )
        for document in store.full_text.linking(key)
        for words in _links_to(document, key)
    ]  # fmt: skip
    with store.transaction():
        for sighting in found:
            store.contacts.add(sighting)


def _links_to(document: Document, key: str) -> list[str]:
    """The words of the first link in ``document`` to the page of ``key``, or those in which its address stands."""
    linked = [words or url for block in document.blocks for words, url in block.links if address_key(url) == key]
    named = [block.text for block in document.blocks if key in {address_key(word) for word in _URL.findall(block.text)}]
    return [*linked, *named][:1]


_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


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
