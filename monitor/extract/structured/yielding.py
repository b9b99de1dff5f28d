"""Columns that give way to others: codes to the names beside them, where bidders sit to where they bid, and a wide region to what is run in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.extract.structured.values import are_codes, are_names
from monitor.extract.words.area_headers import is_wide
from monitor.extract.words.statuses import header_words
from monitor.text import fold


def giving_way(kinds: Mapping[str, str], values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What becomes of columns that hold codes of what another names or where those who bid have their seat, and of those that say where in other ways."""
    bid = any(kind == "lead" and _BIDDING.search(header_words(header)) for header, kind in kinds.items())
    seats = [header for header, kind in kinds.items() if bid and kind == "area" and _SEAT.fullmatch(fold(header))]
    found = _without_codes(kinds, values) | dict.fromkeys(seats, "ignored")
    return found | _by_routes_and_lots({**kinds, **found}, values)


#: Those who are only bidding stand with their address.
_BIDDING = re.compile(r"\b(?:bidders?|proposers?|tenderers?|offerors?|respondents?|vendors?|applicants?)\b")
_SEAT = re.compile(r"(?:city|town)(?: and)? (?:state|st|province|prov|country|zip)(?: zip(?: code)?)?")


def _without_codes(kinds: Mapping[str, str], values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What becomes of columns that hold codes: of two of one kind they go, and areas ("AC", "0417") give way to a mere "Name"."""
    found: dict[str, str] = {}
    for header, kind in kinds.items():
        beside = [other for other in kinds if other != header and kinds[other] == kind]
        if kind and are_codes(values[header]) and any(not are_codes(values[other]) for other in beside):
            found[header] = "ignored"
    named = [header for header, kind in kinds.items() if not kind and _is_of_names(header, values[header])]
    coded = [header for header, kind in kinds.items() if kind == "area" and _are_short_codes(values[header])]
    return found | ({**dict.fromkeys(coded, "ignored"), named[0]: "area"} if len(named) == 1 and coded else {})


def _is_of_names(header: str, texts: Sequence[str]) -> bool:
    return fold(header) in _NAMES and len(set(texts)) == len(texts) and are_names(texts)


def _are_short_codes(texts: Sequence[str]) -> bool:
    return len(texts) > 1 and len(set(texts)) == len(texts) and all(_SHORT.fullmatch(text) for text in texts)


_SHORT = re.compile(r"[A-Z\d]{1,4}")
_NAMES = {"name", "title", "full name", "official name"}


def _by_routes_and_lots(kinds: Mapping[str, str], values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A column of links that go each from one place to another ("Oban to Tiree"), or of lots ("Lot 2 Harbour"), says where, beside one of who has them."""
    run = any(kind in {"lead", "unsuccessful"} for kind in kinds.values())
    going = [
        header
        for header, texts in values.items()
        if _ROUTES.fullmatch(fold(header)) and texts and all(map(_GOING.fullmatch, texts))
    ]
    if not run or "area" in kinds.values():
        return {}
    # "Awarded" over "Lot 2 Harbour" beside a column of those who were awarded it.
    lots = [h for h, kind in kinds.items() if kind == "lead" and values[h] and all(map(_LOTS.match, values[h]))]
    told = going if len(going) == 1 else lots
    return {told[0]: "area"} if len(told) == 1 and {"lead"} & {kinds[h] for h in kinds if h != told[0]} else {}


_LOTS = re.compile(r"lots? ?\d{1,3}[a-z]?\b", re.IGNORECASE)


_MODE = r"(?:air|sea|ferry|bus|rail|coach|train|lifeline|island)"
_ROUTES = re.compile(
    rf"(?:{_MODE} )?(?:links?|routes?|crossings?|connections?)(?: names?)?|{_MODE} (?:lines?|services?)"
)
_END = r"[A-Z][\w'.-]+(?: (?:(?:and|of|on|upon|the|le) )*[A-Z][\w'.-]+){0,4}"
_GOING = re.compile(rf"{_END}(?:,? (?:to|via|-|\u2013|\u2014) (?:the )?{_END})+")


def by_what_is_run(kinds: Mapping[str, str], values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Where operators stand beside names and regions, each name is what is run, and where: a prison, a pool, a depot."""
    run = any(kind == "lead" and _RUNNING.search(fold(header)) for header, kind in kinds.items())
    areas = [header for header, kind in kinds.items() if kind == "area"]
    first = next(iter(kinds), "")
    named = (
        bool(first) and not kinds[first] and (_is_of_names(first, values[first]) or bool(_HOUSE.fullmatch(fold(first))))
    )
    return (
        {**dict.fromkeys(areas, "ignored"), first: "area"}
        if run and named and areas and all(map(_is_around, areas))
        else {}
    )


def _is_around(header: str) -> bool:
    return is_wide(header) or bool(_AROUND.fullmatch(fold(header)))


#: Where a house lies is told beside what it is called.
_AROUND = re.compile(r"(?:location|nearest town|town|town or city)")
_HOUSE = re.compile(
    r"(?:(?:leisure|removal|day|training|detention|sports) )?(?:centres?|facilit(?:y|ies)|venues?|pools?|garages?|terminals?)"
)
_RUNNING = re.compile(r"\boperators?\b|\b(?:operated|run|managed) by\b")
