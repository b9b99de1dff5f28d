"""The tracker: who runs what, where, in which role, as of any date."""

from __future__ import annotations

from flask import Blueprint

from monitor.ledger.opendata import hold_back_addresses, standing_id
from monitor.ledger.tilemap import SECTOR_WORDS
from monitor.ledger.wording import ROLE_WORDS, STATUS_WORDS, role_at
from monitor.web.site import site
from monitor.web.tracker import area, embed, fact, home, numbers, objection, organisation, programme
from monitor.web.tracker.asof import asked_day, here
from monitor.web.tracker.directory import Directory, directory
from monitor.web.tracker.door import guard

BLUEPRINT = guard(Blueprint("tracker", __name__))
for part in (home, programme, numbers, area, organisation, fact, objection, embed):
    part.add_to(BLUEPRINT)


@BLUEPRINT.app_context_processor
def words() -> dict[str, object]:
    """What the templates of every tracker page say things with."""
    return {
        "role_words": ROLE_WORDS,
        "status_words": STATUS_WORDS,
        "sector_words": SECTOR_WORDS,
        "role_at": role_at,
        "fact_id": standing_id,
        "here": here,
        "asked_day": asked_day,
        "known": _directory,
        "today": site().today,
    }


BLUEPRINT.add_app_template_filter(hold_back_addresses, "held_back")


def _directory() -> Directory:
    return directory()
