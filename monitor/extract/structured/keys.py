"""What the keys of a record of a register mean: which hold who provides, where and how far it has come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.extract.structured.nested import dicts, dig, is_named, leaves
from monitor.extract.structured.subjects import buyers_among, is_of_award, speaks_of_contracts
from monitor.extract.structured.titles import are_places
from monitor.extract.structured.values import LETTER, are_of_buyers
from monitor.extract.words.area_headers import narrowest
from monitor.extract.words.lexicon import places
from monitor.extract.words.statuses import header_kind, header_words, role_in, status_in
from monitor.model import Status
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_MEANINGS = {"lead": "lead", "area": "areas", "subcontractor": "subcontractors", "partner": "partners", "owner": "owner", "status": "status", "service": "services", "unsuccessful": "unsuccessful"}  # fmt: skip


def by_meaning(entry: Mapping[str, Any], watchlist: Watchlist) -> dict[str, list[str]]:
    """A mapping guessed from the keys of a record. Empty unless a key names providers and another an area or a service."""
    found: dict[str, list[str]] = {}
    for key, value in _with_nested(entry):
        kind = _MEANINGS.get(header_kind(key.rpartition(".")[2]), "")
        if key in {"code", "id", "name", "title", "description"}:
            continue
        if not kind and stage_of_list(key, value):
            kind = "lead"
        if kind and _is_named(value):
            found.setdefault(kind, []).append(key)
    if "lead" not in found and entry.get("name") and role_in(str(entry.get("role") or "")):
        found["lead"] = ["name"]
    if "lead" in found:
        buyers = buyers_among(found["lead"])
        found["lead"] = [key for key in found["lead"] if key not in buyers]
    told = {key: [str(part) for part in leaves(dig(entry, key.split(".")))] for key in found.pop("areas", ())}
    areas = narrowest([key for key, said in told.items() if not are_of_buyers(key, said, watchlist)])
    if areas and not all(_is_coded(dig(entry, path.split("."))) for path in areas):
        found["areas"] = areas
    # Who buys has a name too, which is that of no contract.
    titles = (key for key in entry if str(key).endswith(("title", "Name", "_name", "Title")))
    title = next((key for key in titles if header_kind(str(key)) != "ignored"), "")
    described = (key for key in entry if header_words(str(key)).endswith("description") and isinstance(entry[key], str))
    title = title or next(described, "")
    if "areas" not in found and _places_only(entry.get(title)):
        found["areas"] = [title]
    elif "areas" not in found and (lot := _placed_lot(entry, watchlist)):
        found["areas"] = [lot]
    elif "areas" not in found and title and title not in found.get("lead", ()):
        found["titles"] = [title]
    placed = {"areas", "services", "status"} & set(found)
    # Who leads and who works with it are told of nothing else, unless the record is of a place or a service.
    if not placed and "name" not in entry and not any("." in key for keys in found.values() for key in keys):
        placed = {"partners", "subcontractors"} & set(found)
    if "lead" not in found or not (placed or is_of_award(map(str, entry))):
        return {}
    return found


def stage_of_list(key: str, value: Any) -> Status | None:
    """The stage at which those stand whom a record lists under no other word: ``"shortlisted": [{...}, {...}]``."""
    last = key.rpartition(".")[2]
    if not isinstance(value, list) or not dicts(value) or header_kind(last) or not all(map(is_named, dicts(value))):
        return None
    return status_in(header_words(last)) if _CONTESTANTS.fullmatch(header_words(last)) else None


_CONTESTANTS = re.compile(
    r"(?:short ?list(?:ed)?|long ?list(?:ed)?|preferred|recommended|appointed|qualified|withdrawn)"
)


#: What a directory of things to do says of each, and no register of contracts does: when it is on, what it costs, how to come.
_DIRECTORY = frozenset(
    {"schedules", "schedule", "opening times", "opening hours", "cost options", "eligibilitys", "eligibility", "accessibility", "physical addresses", "regular schedules", "service at locations", "languages", "contacts"}
)  # fmt: skip
#: And what one of events does: who speaks, where people meet and who pays for it.
_EVENTS = frozenset(
    {"organiser", "organizer", "organisers", "organizers", "speaker", "speakers", "panellists", "venue", "sponsor", "sponsors", "exhibitors", "delegates", "tickets", "ticket price", "ticket url", "booking", "booking url", "agenda", "doors", "doors open", "starts", "ends", "start time", "end time", "attendees", "capacity"}
)  # fmt: skip
_FEWEST_OF_DIRECTORY = 2
_FEWEST_OF_EVENTS = 3


def is_of_directory(entry: Mapping[str, Any]) -> bool:
    """Whether a record tells of something to go to and of no contract (as those of the Open Referral standard do, or of events)."""
    said = [header_words(str(key)) for key in entry]
    told = len(_DIRECTORY.intersection(said)) >= _FEWEST_OF_DIRECTORY
    told = told or len(_EVENTS.intersection(said)) >= _FEWEST_OF_EVENTS
    return told and not any(speaks_of_contracts(key) or "provider" in key for key in said)


def is_of_persons(key: str) -> bool:
    """Whether what stands under ``key`` are persons, whose employers are no parties: "speakers", "board_members"."""
    return bool(_PERSONS.fullmatch(header_words(key)))


_PERSONS = re.compile(
    r"(?:[a-z]+ )?(?:speakers?|panell?ists?|presenters?|trustees?|governors?|attendees|delegates|authors?|staff|people|persons?|judges|jurors|officers?|directors?|chairs?|board members|committee members|contacts?)"
)


def _is_coded(value: Any) -> bool:
    """Whether a value under "region" is a code of the register's own ("V"), which names no place to a reader, or nothing."""
    told = [str(part) for part in leaves(value) if part not in (None, "")]
    return all(LETTER.fullmatch(part) for part in told)


def _placed_lot(entry: Mapping[str, Any], watchlist: Watchlist) -> str:
    """The key of a lot that is called after a place, if ``entry`` has one."""
    named = [
        str(key) for key, value in entry.items() if isinstance(value, str) and _LOT.fullmatch(header_words(str(key)))
    ]
    return next((key for key in named if are_places("lot", [entry[key]], watchlist)), "")


_LOT = re.compile(r"lots?(?: ?(?:name|title))?")


def _places_only(title: Any) -> bool:
    """Whether the title of a record is a place and nothing else."""
    return isinstance(title, str) and fold(title) in places()


def _is_keyed(entry: Mapping[str, Any]) -> bool:
    """Whether the values of ``entry`` are records of one form, each under its own name: they group nothing."""
    records = [value for value in entry.values() if isinstance(value, Mapping)]
    shared = set(records[0]).intersection(*records[1:]) if len(records) > 1 else set()
    others = [value for value in entry.values() if not isinstance(value, str)]
    return len(records) == len(others) and any(header_kind(str(key)) == "lead" for key in shared)


def _with_nested(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields of ``entry``, and those of the values that only group some ("providers": {"prime": ..., "partners": ...})."""
    keyed = _is_keyed(entry)
    for key, value in entry.items():
        yield str(key), value
        parts = value if isinstance(value, list) and header_kind(str(key)) == "area" else []
        if parts and all(isinstance(part, Mapping) and not is_named(part) for part in parts):
            # Areas that are records without names, of what they hold.
            yield from ((f"{key}.{inner}", part) for inner, part in parts[0].items())
        aside = _SEAT.search(fold(str(key))) or header_kind(str(key)) == "ignored"
        if keyed or not isinstance(value, Mapping) or is_named(value) or aside:
            continue
        yield from ((f"{key}.{inner}", part) for inner, part in value.items() if _is_named(part))


def _is_named(value: Any) -> bool:
    """Whether ``value`` is a record of one thing with its name, a list in which one is, or no record at all."""
    if isinstance(value, list):
        return not value or any(_is_named(part) for part in value)
    return not isinstance(value, Mapping) or is_named(value)


#: Where somebody sits, and whom to write to: nothing in it says where the work is done.
_SEAT = re.compile(r"address|office|contact|headquarters|buyer")
