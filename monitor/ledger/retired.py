"""Contacts that a later version says are no longer in use."""

from __future__ import annotations

from monitor.model import Change, EventType, Reading


def retired(before: Reading, after: Reading) -> list[Change]:
    """The contacts that ``after`` says are retired and ``before`` did not."""
    known = {contact.address for contact in before.contacts if contact.retired}
    return [
        Change(
            type=EventType.CONTACT_RETIRED,
            organisation=contact.address,
            organisation_id=f"contact:{contact.address}",
            before=contact.address,
            after=contact.replaced_by,
            evidence=contact.evidence,
            occurred_on=contact.retired_on,
        )
        for contact in after.contacts
        if contact.retired and contact.address not in known
    ]
