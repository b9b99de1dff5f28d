"""A JSON Feed: its title and its newest entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.errors import ExtractError
from monitor.model import Snapshot
from monitor.sources.entries import Entry
from monitor.sources.jsons import parse_json, parse_moment, text_at
from monitor.sources.urls import canonical_url


def read_json_feed(snapshot: Snapshot, limit: int) -> tuple[str, list[Entry], int]:
    """The title, the ``limit`` newest entries, and how many were left out. Raises ExtractError if it is no JSON Feed."""
    value = _parsed(snapshot)
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list) or not text_at(value, "version").startswith("https://jsonfeed.org/version/"):
        raise ExtractError(
            snapshot.url,
            "the answer is JSON but no JSON Feed",
            expected="a JSON Feed (with its version and items), RSS, Atom or RDF",
        )
    entries = [_json_entry(item, snapshot) for item in items[:limit] if isinstance(item, dict)]
    return text_at(value, "title"), entries, max(0, len(items) - limit)


def _parsed(snapshot: Snapshot) -> Any:
    try:
        return parse_json(snapshot)
    except ExtractError as error:
        if "json" in snapshot.media_type or not isinstance(error.__cause__, ValueError):
            raise
        # By its first sign it would be JSON, which nobody has said that it is: what is wrong is not a comma in it.
        told = f" though it is served as {snapshot.media_type}" if snapshot.media_type else ""
        reason = f'the answer is no feed{told}: it begins with "{{" and is neither XML nor JSON'
        raise ExtractError(snapshot.url, reason, expected="RSS, Atom, RDF or JSON Feed") from error


def _json_entry(item: Mapping[str, Any], snapshot: Snapshot) -> Entry:
    guid = item.get("id")
    address = text_at(item, "url", "external_url")
    return Entry(
        mark="",
        guid=str(guid) if isinstance(guid, str | int) else "",
        url=canonical_url(address, snapshot.url) if address else "",
        title=text_at(item, "title"),
        html=text_at(item, "content_html"),
        text=text_at(item, "content_text", "summary"),
        published_at=parse_moment(text_at(item, "date_published")),
        updated_at=parse_moment(text_at(item, "date_modified")),
        language=text_at(item, "language"),
    )
