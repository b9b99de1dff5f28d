"""What staff do to an issue after it was compiled: order, wording, items of their own. Kept as steps, applied anew each time. Pure.

The compiled issue stays what the rules made of the events; the steps are kept beside it (as lessons of the kind ``edit``), each
with its author, and an issue that is compiled again keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from monitor.digest.labels import with_unique_labels
from monitor.digest.words import host_of, one_line, safe_url
from monitor.model import Digest, DigestItem, Link, Section, SectionKind

KIND = "edit"
STEPS = ("note", "lead", "drop", "word", "place", "write")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One step. ``item`` names what it is about; ``events`` and ``documents`` find it again when the issue is compiled anew.

    ``note`` (``text``), ``lead`` (an item to the front), ``drop`` (left for a later issue), ``word`` (``headline``, ``summary``),
    ``place`` (``section``, ``before``: the item that it goes before; none is the end), ``write`` (an item of staff's own: ``section``
    and its fields).
    """

    id: str
    step: str
    by: str
    at: datetime
    item: str = ""
    events: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    fields: dict[str, Any] = field(default_factory=dict)


def apply_edits(digest: Digest, edits: Iterable[Edit]) -> Digest:
    """``digest`` after every step, in their order. A step about an item that is no longer there does nothing."""
    edits = list(edits)
    if not edits:
        return digest
    sections = [(section.kind, list(section.items)) for section in digest.sections]
    note = digest.note
    for edit in edits:
        if edit.step == "note":
            note = one_line(str(edit.fields.get("text", "")), limit=600)
        else:
            _apply(edit, sections)
    kept = tuple(Section(kind=kind, items=tuple(items)) for kind, items in sections if items)
    return with_unique_labels(replace(digest, note=note, sections=kept))


def authors_of(digest: Digest, edits: Iterable[Edit]) -> frozenset[str]:
    """Who was the last to edit the note, the order, or an item that is in ``digest``."""
    last: dict[str, str] = {}
    present = {item.id for item in digest.items}
    for edit in edits:
        found = _found_in(digest.items, edit)
        where = found.id if found else edit.item
        if edit.step == "note":
            last["note"] = edit.by
        elif where in present or edit.step == "drop":
            last[where] = edit.by
    return frozenset(last.values())


def written_item(edit_id: str, fields: dict[str, Any]) -> DigestItem:
    """The item that a ``write`` step makes."""
    url = safe_url(str(fields.get("url", "")))
    label = one_line(str(fields.get("label", "")), limit=110) or (host_of(url) if url else "")
    closes = fields.get("closes_on")
    return DigestItem(
        id=edit_id,
        headline=one_line(str(fields.get("headline", "")), limit=160),
        summary=one_line(str(fields.get("summary", "")), limit=900),
        publisher=one_line(str(fields.get("publisher", "")), limit=80),
        areas=tuple(one_line(str(area)) for area in fields.get("areas", ())),
        themes=tuple(one_line(str(theme)) for theme in fields.get("themes", ())),
        links=(Link(label=label, url=url),) if url else (),
        closes_on=date.fromisoformat(closes) if closes else None,
        takes_place=one_line(str(fields.get("takes_place", "")), limit=200),
        amount=one_line(str(fields.get("amount", "")), limit=80),
    )


def _apply(edit: Edit, sections: list[tuple[SectionKind, list[DigestItem]]]) -> None:
    if edit.step == "write":
        _section(sections, SectionKind(edit.fields["section"])).append(written_item(edit.item, edit.fields))
        return
    for _kind, items in sections:
        found = _found_in(items, edit)
        if found is None:
            continue
        at = items.index(found)
        if edit.step == "word":
            given = edit.fields
            items[at] = replace(
                found,
                headline=one_line(str(given.get("headline", found.headline)), limit=900),
                summary=one_line(str(given.get("summary", found.summary)), limit=900),
            )
        else:
            del items[at]
        if edit.step == "lead":
            _section(sections, SectionKind.TOP).insert(0, found)
        elif edit.step == "place":
            _put(_section(sections, SectionKind(edit.fields["section"])), found, str(edit.fields.get("before") or ""))
        return


def _put(items: list[DigestItem], item: DigestItem, before: str) -> None:
    place = next((number for number, each in enumerate(items) if each.id == before), len(items))
    items.insert(place, item)


def _section(sections: list[tuple[SectionKind, list[DigestItem]]], wanted: SectionKind) -> list[DigestItem]:
    for kind, items in sections:
        if kind is wanted:
            return items
    order = list(SectionKind)
    place = next((n for n, (kind, _) in enumerate(sections) if order.index(kind) > order.index(wanted)), len(sections))
    made: list[DigestItem] = []
    sections.insert(place, (wanted, made))
    return made


def _found_in(items: Sequence[DigestItem], edit: Edit) -> DigestItem | None:
    exact = next((item for item in items if item.id == edit.item), None)
    if exact is not None or edit.step in {"note", "write"}:
        return exact
    # Compiled anew, the item may have gained or lost an event; what it was about tells which it is.
    return next(
        (
            item
            for item in items
            if edit.events.intersection(item.event_ids)
            or (not item.event_ids and edit.documents.intersection(item.document_ids))
        ),
        None,
    )
