"""What several pages work out of the whole ledger, kept until it moves, so that each does not read all of it again."""

from __future__ import annotations

from monitor.ledger.facts import Facts
from monitor.web.kept import kept_value, large
from monitor.web.site import site


def facts_of(programme_id: str) -> Facts:
    """What claims state of every organisation in a programme: how it is paid, which services, how much work."""

    def read() -> Facts:
        found = site().store.claims.stating(programme=programme_id)
        return Facts((sighting.claim, sighting.url) for sighting in found)

    return kept_value("facts", large(read), programme_id)
