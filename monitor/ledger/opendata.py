"""Open data: standings and events as rows, with permanent ids, safe cells and personal addresses held back. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from monitor.ledger.wording import describe
from monitor.model import Event, EventState, EventType, Role, Sector, Standing, Status
from monitor.text import fingerprint

Row = Mapping[str, Any]

#: Each column with what it means: the data dictionary of every export.
STANDING_COLUMNS = {
    "id": "permanent identifier of this fact",
    "programme": "commissioning round",
    "area": "contract area; empty where the source names none",
    "organisation": "organisation, under its present name",
    "role": "what the organisation is in the contract",
    "partnership": "bidding vehicle, where there is one",
    "status": "how far the bid or contract has come",
    "since": "first day on which this holds, as published",
    "until": "first day on which it no longer holds; empty while it does",
    "contract": "contract or lot reference, where the source gives one",
    "sector": "whose body it is",
    "known_from": "when this service learnt of it (UTC)",
    "reviewed": "whether a person has checked it",
    "confidence": "how sure the reader is, from 0 to 1",
    "quote": "the words of the source",
    "url": "where the source says so",
}
EVENT_COLUMNS = {
    "id": "permanent identifier of this change",
    "type": "kind of change",
    "state": "pending, accepted, held, rejected or merged",
    "programme": "commissioning round",
    "area": "contract area",
    "organisation": "organisation that the change is about",
    "organisation_to": "organisation that takes its place, or its new name",
    "from": "value before",
    "to": "value after",
    "occurred_on": "day of the change, as published; empty where no day is",
    "detected_at": "when this service found it (UTC)",
    "wording": "the change as a sentence",
    "publisher": "who published the source",
    "url": "where the source says so",
    "quote": "the words of the source",
}
# A spreadsheet takes a cell that begins so for a formula, also with the full-width forms and behind a tab or line break.
_FORMULA = re.compile(r"^[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
_ADDRESS = re.compile(r"([\w.+%'-]+)@([\w-]+(?:\.[\w-]+)+)")
_OFFICES = frozenset(
    [
        "admin",
        "careers",
        "communications",
        "comms",
        "complaints",
        "contact",
        "enquiries",
        "enquiry",
        "finance",
        "foi",
        "general",
        "hello",
        "help",
        "helpdesk",
        "helpline",
        "hr",
        "info",
        "information",
        "mail",
        "media",
        "news",
        "newsdesk",
        "office",
        "post",
        "press",
        "pressoffice",
        "procurement",
        "reception",
        "recruitment",
        "sales",
        "service",
        "services",
        "support",
        "team",
        "tenders",
        "training",
        "webmaster",
    ]
)


def standing_row(standing: Standing) -> dict[str, Any]:
    """A standing as a row of :data:`STANDING_COLUMNS`."""
    return {
        "id": standing_id(standing),
        "programme": standing.programme,
        "area": standing.area,
        "organisation": standing.organisation,
        "role": standing.role.value,
        "partnership": standing.partnership,
        "status": standing.status.value,
        "since": _day(standing.valid_from),
        "until": _day(standing.valid_to),
        "contract": standing.contract,
        "sector": standing.sector.value,
        "known_from": _moment(standing.known_from),
        "reviewed": standing.reviewed,
        "confidence": round(standing.confidence, 2),
        "quote": hold_back_addresses(standing.quote),
        "url": standing.url,
    }


def event_row(event: Event) -> dict[str, Any]:
    """An event as a row of :data:`EVENT_COLUMNS`."""
    change = event.change
    evidence = change.evidence or change.evidence_before
    return {
        "id": event.id,
        "type": change.type.value,
        "state": event.state.value,
        "programme": change.programme,
        "area": change.area,
        # A retired contact is told as a change of that contact, and may be somebody's own.
        "organisation": hold_back_addresses(change.organisation),
        "organisation_to": _held_back(change.organisation_to),
        "from": _held_back(change.before),
        "to": _held_back(change.after),
        "occurred_on": _day(change.occurred_on),
        "detected_at": _moment(event.detected_at),
        "wording": hold_back_addresses(event.wording or describe(change)),
        "publisher": event.publisher,
        "url": event.url,
        "quote": hold_back_addresses(evidence.quote if evidence else ""),
    }


def standing_id(standing: Standing) -> str:
    """The same for the same place from the same day, whatever is learnt of its end."""
    return fingerprint(
        "standing",
        *standing.slot,
        standing.partnership,
        standing.role,
        standing.status,
        standing.valid_from or date.min,
    )


def hold_back_addresses(text: str) -> str:
    """``text`` without the mail addresses of people; those of an office (``press@``) stay."""
    return _ADDRESS.sub(lambda found: found[0] if _is_office(found[1]) else "[address held back]", text)


def is_personal(address: str) -> bool:
    """Whether ``address`` is the mail address of a person rather than of an office; telephone numbers and links are not."""
    found = _ADDRESS.fullmatch(address)
    return found is not None and not _is_office(found[1])


def safe_cell(value: Any) -> Any:
    """``value`` for a spreadsheet: words that would be taken for a formula begin with an apostrophe."""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return "" if value is None else value


def to_csv(columns: Iterable[str], rows: Sequence[Row]) -> str:
    """RFC 4180 text with a header line; every cell is safe to open in a spreadsheet."""
    names = list(columns)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([safe_cell(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def to_xlsx(sheets: Mapping[str, tuple[Mapping[str, str], Sequence[Row]]], *, about: Sequence[str]) -> bytes:
    """A workbook: a README sheet with ``about`` and the data dictionary, then a sheet for each of ``sheets``."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    readme = book.create_sheet("README")
    for line in about:
        readme.append([_printable(line)])
    for title, (columns, _rows) in sheets.items():
        readme.append([])
        readme.append([title])
        for name, meaning in columns.items():
            readme.append([name, meaning])
    for title, (columns, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(list(columns))
        for row in rows:
            sheet.append([_printable(safe_cell(row.get(name))) for name in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


#: What is not words, or has a form of its own. Everything else is words, or null where no source states it.
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "organisation": {"type": "string"},
    "role": {"enum": [role.value for role in Role]},
    "status": {"enum": [status.value for status in Status]},
    "sector": {"enum": [sector.value for sector in Sector]},
    "type": {"enum": [kind.value for kind in EventType]},
    "state": {"enum": [state.value for state in EventState]},
    "since": {"type": ["string", "null"], "format": "date"},
    "until": {"type": ["string", "null"], "format": "date"},
    "occurred_on": {"type": ["string", "null"], "format": "date"},
    "known_from": {"type": ["string", "null"], "format": "date-time"},
    "detected_at": {"type": "string", "format": "date-time"},
    "reviewed": {"type": "boolean"},
    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of what ``tierwatch export --format json`` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:tierwatch:open-data",
        "title": "Tierwatch open data",
        "type": "object",
        "required": ["as_of", "standings", "events"],
        "properties": {
            "as_of": {"type": "string", "format": "date"},
            "standings": _schema_of(STANDING_COLUMNS),
            "events": _schema_of(EVENT_COLUMNS),
        },
    }


def _schema_of(columns: Mapping[str, str]) -> dict[str, Any]:
    words = {"type": ["string", "null"]}
    properties = {name: {**_FORMS.get(name, words), "description": meaning} for name, meaning in columns.items()}
    entry = {"type": "object", "required": list(columns), "properties": properties, "additionalProperties": False}
    return {"type": "array", "items": entry}


def _printable(value: Any) -> Any:
    # A workbook is XML: control characters cannot be written into it at all.
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", value) if isinstance(value, str) else value


def _held_back(text: str | None) -> str | None:
    return None if text is None else hold_back_addresses(text)


def _is_office(name: str) -> bool:
    return any(part in _OFFICES for part in re.split(r"[.\-_+]", name.lower()))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
