"""The desk's first page: what waits for somebody today."""

from __future__ import annotations

from flask import Blueprint, render_template

from monitor.digest.approval import deadline_of
from monitor.digest.issue import read_digest
from monitor.model import DigestState, SourceState, StaffRole
from monitor.review import deciding
from monitor.review.source_health import condition_of
from monitor.web.desk.counting import waiting
from monitor.web.guard import needs
from monitor.web.site import site

BLUEPRINT = Blueprint("desk", __name__, url_prefix="/desk")
_FIRST = 5


@BLUEPRINT.get("/")
@needs(StaffRole.READER)
def home() -> str:
    """What waits: changes, the issue, sources that want a look, objections."""
    here = site()
    cards = waiting()
    states = here.store.sources.all()
    unwell = [
        (source, condition)
        for source in here.sources()
        if (condition := condition_of(source, states.get(source.id) or SourceState(source_id=source.id))).wants_a_look
    ]
    # The issue of the week that has ended is the one to work on, until the next week ends.
    issue = here.store.digests.of_period(here.weekly.last_period(here.now).key)
    deadline = deadline_of(issue, hours=here.approve_within_hours) if issue else None
    return render_template(
        "desk/home.html",
        cards=cards,
        first=cards[:_FIRST],
        held=len(deciding.held(here.store)),
        unwell=unwell,
        objections=here.store.objections.count_open(),
        issue=issue,
        digest=read_digest(issue) if issue else None,
        deadline=deadline,
        late=bool(
            issue and deadline and here.now > deadline and issue.state in {DigestState.DRAFT, DigestState.IN_REVIEW}
        ),
        week_ends=here.weekly.current_period(here.now).end,
    )
