"""What a JSON document is, told by its shape alone: for files on disk and for addresses that nobody has described."""

from __future__ import annotations

import importlib
from typing import Any, Literal, cast

from monitor.model import Harvest, Snapshot, Source
from monitor.sources.base import NOTHING_KNOWN, Extract, State
from monitor.sources.jsons import parse_json

Shape = Literal["ocds", "govuk", "parliament", "feed", "register"]


def shape_of(value: Any) -> Shape:
    """The kind of source that publishes such a value; a register where nothing says otherwise."""
    if isinstance(value, list):
        released = bool(value) and all(isinstance(part, dict) and "ocid" in part for part in value)
        return "ocds" if released and not all(map(_is_row, value)) else "register"
    if not isinstance(value, dict):
        return "register"
    inner = value.get("data")
    if (isinstance(inner, dict) and "tenderID" in inner) or not {"ocid", "tenderID"}.isdisjoint(value):
        return "ocds"
    if isinstance(value.get("releases"), list):
        return "ocds"
    if isinstance(value.get("records"), list) and "uri" in value:
        return "ocds"
    if "base_path" in value and ("schema_name" in value or "document_type" in value):
        return "govuk"
    if isinstance(value.get("results"), list) and "start" in value and "total" in value:
        return "govuk"
    if str(value.get("version", "")).startswith("https://jsonfeed.org/version/"):
        return "feed"
    if _is_parliament(value):
        return "parliament"
    return "register"


def _is_row(value: dict[str, Any]) -> bool:
    """Whether what has an ``ocid`` is a line of somebody's table about releases: it holds none of their parts, only words."""
    said = [part for part in value.values() if part is not None]
    return len(said) > _FEWEST_WORDS and not any(isinstance(part, dict | list) for part in said)


_FEWEST_WORDS = 3


def _is_parliament(value: dict[str, Any]) -> bool:
    inner = value.get("value")
    if isinstance(inner, dict) and "uin" in inner:
        return True
    results = value.get("results")
    return "totalResults" in value and isinstance(results, list)


def extract(snapshot: Snapshot, source: Source, state: State = NOTHING_KNOWN, /) -> Harvest:
    """The documents of a JSON answer, read as the kind that its shape shows. Raises ExtractError."""
    name = shape_of(parse_json(snapshot))
    read = cast("Extract", importlib.import_module(f"monitor.sources.{name}").extract)
    return read(snapshot, source, state)
