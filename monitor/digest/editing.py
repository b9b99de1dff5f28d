"""Editing an issue that is kept: each step is put on record, the issue is compiled anew, and an approval it had is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from monitor.clock import Period
from monitor.digest.edits import KIND, STEPS, written_item
from monitor.digest.issue import edits_of, read_digest
from monitor.errors import ReviewError
from monitor.model import Digest, DigestItem, DigestState, SectionKind
from monitor.store import Store, StoredDigest, Teaching
from monitor.text import fingerprint

#: A change takes an issue back to the approver, however far it had come.
_REVIEWED = {DigestState.IN_REVIEW, DigestState.APPROVED}
_CLOSED = {DigestState.SENDING, DigestState.PAUSED, DigestState.SENT, DigestState.CANCELLED}

#: Compiles the issue of a period anew and keeps it.
Compile = Callable[[Period], tuple[Digest, StoredDigest]]


def edit(
    store: Store,
    stored: StoredDigest,
    step: str,
    *,
    compiled: Compile,
    by: str,
    now: datetime,
    item: str = "",
    fields: dict[str, Any] | None = None,
) -> StoredDigest:
    """Do one step to ``stored``. Raises ReviewError when it is sent, or the step makes no sense."""
    if step not in STEPS or stored.state in _CLOSED:
        raise ReviewError(f"an issue that is {stored.state.value} cannot be edited")
    fields = fields or {}
    if step == "write":
        item = fingerprint("written", stored.id, by, now.isoformat(), sorted(fields.items(), key=str))
        _check_written(fields)
    target = _item(read_digest(stored), item) if step not in {"write", "note"} else None
    lessons = store.teachings.list(KIND, subject=stored.period.key, undone=True)
    value: dict[str, Any] = {"number": len(lessons) + 1, "step": step, "item": item, "fields": fields}
    if target:
        value |= {"events": list(target.event_ids), "documents": list(target.document_ids)}
    with store.transaction():
        store.teachings.add(Teaching(kind=KIND, subject=stored.period.key, value=value, by=by, at=now))
        _, kept = compiled(stored.period)
        what = target.headline if target else str(fields.get("headline") or fields.get("text") or "")
        store.audit.add(f"digest edited: {step}", subject=stored.id, by=by, at=now, details={"item": what, **fields})
        if stored.state in _REVIEWED and kept.state is DigestState.DRAFT:
            kept = store.digests.move(kept.id, DigestState.IN_REVIEW, at=now, by=by)
    return kept


def undo_last(store: Store, stored: StoredDigest, *, compiled: Compile, by: str, now: datetime) -> StoredDigest:
    """Take the last step back. Raises ReviewError when there is none."""
    steps = edits_of(store, stored.period)
    if not steps or stored.state in _CLOSED:
        raise ReviewError("there is nothing to take back")
    with store.transaction():
        store.teachings.undo(steps[-1].id, by=by, at=now)
        _, kept = compiled(stored.period)
        store.audit.add("digest edited: undone", subject=stored.id, by=by, at=now, details={"step": steps[-1].step})
        if stored.state in _REVIEWED and kept.state is DigestState.DRAFT:
            kept = store.digests.move(kept.id, DigestState.IN_REVIEW, at=now, by=by)
    return kept


def move_item(digest: Digest, item_id: str, *, down: bool) -> dict[str, str]:
    """The fields of the ``place`` step that takes an item one place up or down in its section."""
    for section in digest.sections:
        ids = [item.id for item in section.items]
        if item_id in ids:
            at = ids.index(item_id)
            rest = ids[:at] + ids[at + 1 :]
            place = min(len(rest), at + 1) if down else max(0, at - 1)
            before = rest[place] if place < len(rest) else ""
            return {"section": section.kind.value, "before": before}
    raise ReviewError("that item is not in this issue any more")


def _item(digest: Digest, item_id: str) -> DigestItem:
    found = next((item for item in digest.items if item.id == item_id), None)
    if found is None:
        raise ReviewError("that item is not in this issue any more")
    return found


def _check_written(fields: dict[str, Any]) -> None:
    if not str(fields.get("headline", "")).strip():
        raise ReviewError("an item needs a headline")
    if fields.get("section") not in set(SectionKind) - {SectionKind.TO_CHECK}:
        raise ReviewError("that is no section of a bulletin")
    if fields.get("closes_on"):
        try:
            date.fromisoformat(fields["closes_on"])
        except ValueError as error:
            raise ReviewError("the closing date is no date") from error
    if fields.get("url") and not written_item("", fields).links:
        raise ReviewError("the address begins with https://")
