"""What several pages work out of the whole ledger, kept until it moves, so that each does not read all of it again."""

from __future__ import annotations

from datetime import datetime

from monitor.ledger.facts import Facts
from monitor.web.kept import kept_value, large
from monitor.web.site import site


def facts_of(programme_id: str, known_at: datetime | None = None) -> Facts:
    """What claims state of every organisation in a programme: how it is paid, which services, how much work.

    With ``known_at`` only what was first met by then, which few ask for and nobody keeps.
    """

    def read() -> Facts:
        found = site().store.claims.stating(programme=programme_id, known_at=known_at)
        return Facts((sighting.claim, sighting.url) for sighting in found)

    if known_at is not None:
        return read()
    return kept_value("facts", large(read), programme_id)
