"""The turns of a source's health as events for staff, and the stored state as a health value and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.health import Health, Notice
from monitor.model import Change, Event, Source, SourceState
from monitor.text import fingerprint


def notice_event(notice: Notice, source: Source, now: datetime, poll_id: str) -> Event:
    change = Change(
        type=notice.type,
        organisation=source.name or source.id,
        organisation_id=f"source:{source.id}",
        reason=notice.reason,
        occurred_on=now.date(),
    )
    return Event(
        id=fingerprint("notice", source.id, notice.type, now.isoformat()),
        change=change,
        source_id=source.id,
        document_id=None,
        version_id=None,
        url=source.url,
        title=source.name or source.id,
        publisher=source.publisher,
        detected_at=now,
        wording=f"{source.name or source.id}: {notice.type.value} ({notice.reason})",
        poll_id=poll_id,
    )


def health_of(state: SourceState) -> Health:
    return Health(
        state=state.health,
        reason=state.reason,
        since=state.health_since,
        failures=state.failures,
        first_failure_at=state.first_failure_at,
        last_good_at=state.last_good_at,
        last_changed_at=state.last_changed_at,
        gap_hours=state.gap_hours,
    )


def with_health(state: SourceState, health: Health) -> SourceState:
    return replace(
        state,
        health=health.state,
        health_since=health.since,
        reason=health.reason,
        failures=health.failures,
        first_failure_at=health.first_failure_at,
        last_good_at=health.last_good_at,
        last_changed_at=health.last_changed_at,
        gap_hours=health.gap_hours,
    )
