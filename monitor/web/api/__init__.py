"""The JSON API."""

from __future__ import annotations

from flask import Blueprint

BLUEPRINT = Blueprint("api", __name__, url_prefix="/api/v1")
