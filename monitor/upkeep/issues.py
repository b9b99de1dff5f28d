"""What our own bulletins give out: each address and link of an issue that went out is noted, so that it can be found again."""

from __future__ import annotations

from datetime import datetime

from monitor.encoding import from_json
from monitor.extract.discourse.contacts import find_contacts
from monitor.model import Digest, DigestItem, EventType
from monitor.store import ContactSighting, Store, StoredDigest

_RUN = "issue noted"


def note_issues(store: Store, *, now: datetime) -> int:
    """Note the contacts and links of every issue that went out and is not noted yet; how many issues that were."""
    noted = {run.period for run in store.runs.list(_RUN)}
    fresh = store.digests.sent(but=noted)
    for stored in fresh:
        with store.transaction():
            for sighting in sightings_of(stored):
                store.contacts.add(sighting)
            store.runs.claim(_RUN, stored.id, at=now, by="upkeep")
    return len(fresh)


def sightings_of(stored: StoredDigest) -> tuple[ContactSighting, ...]:
    """Every address and link that an issue gives out, once, with the words around it."""
    made = from_json(Digest, stored.body)
    title = f"{made.title} {made.number}"
    at = stored.sent_at or stored.changed_at
    found: dict[str, str] = {}
    for item in made.items:
        if item.said or any(move.type is EventType.CONTACT_RETIRED for move in item.moves):
            # It says that the address is dead, and so does not give it out.
            continue
        for text in _texts(item):
            for contact in find_contacts(text):
                found.setdefault(contact.address.casefold(), text)
        for link in item.links:
            found.setdefault(link.url, link.label)
    return tuple(
        ContactSighting(
            address=address, where_kind="digest", where_id=stored.id, url="", title=title, quote=words, seen_at=at
        )
        for address, words in found.items()
    )


def _texts(item: DigestItem) -> list[str]:
    return [
        item.headline,
        item.summary,
        *(text for quote in item.quotes for text in (quote.text, *quote.alike)),
        *(move.sentence for move in item.moves),
    ]
