"""The pages on which members subscribe, choose and leave."""

from __future__ import annotations

from flask import Blueprint

BLUEPRINT = Blueprint("subscriptions", __name__)


@BLUEPRINT.get("/enter")
def enter() -> str:
    return ""
