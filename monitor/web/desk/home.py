"""The desk's first page: what waits for somebody today."""

from __future__ import annotations

from flask import Blueprint, render_template

from monitor.model import StaffRole
from monitor.web.guard import needs
from monitor.web.site import site

BLUEPRINT = Blueprint("desk", __name__, url_prefix="/desk")


@BLUEPRINT.get("/")
@needs(StaffRole.READER)
def home() -> str:
    """What waits."""
    here = site()
    waiting = here.store.events.queue(today=here.today)
    return render_template("desk/home.html", waiting=len(waiting))
