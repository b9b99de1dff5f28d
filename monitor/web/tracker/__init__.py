"""The tracker: who runs what, where, in which role, as of any date."""

from __future__ import annotations

from flask import Blueprint, render_template

BLUEPRINT = Blueprint("tracker", __name__)


@BLUEPRINT.get("/")
def home() -> str:
    """Who runs what."""
    return render_template("tracker/home.html")
