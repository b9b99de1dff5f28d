"""The ground or the building at the end of a title, which is called so in small letters or stands behind "at"."""

from __future__ import annotations

import re

from monitor.extract.structured.placelike import is_ground, is_no_word, is_place
from monitor.programmes.watchlist import Watchlist

_SIDE = r"(?:north|south|east|west)(?:[ -]?(?:east|west))?(?:ern)?|central|inner|outer|upper|lower"
#: "Mowing - Lot A northern wards", "Cleaning of toilets: Inver beaches".
_GROUND = re.compile(
    rf"\S.*?(?:\s[-\u2013\u2014]\s+|:\s+)(?:(?i:lot|area|zone|package|phase) \w{{1,2}}[:,.]? )?(?:the )?(?P<place>(?P<name>(?i:{_SIDE})|[A-Z][\w'-]+(?: [A-Z][\w'-]+)*) (?P<ground>[a-z]+))"
)
#: "Care and support at Mercy Lodge".
_AT = re.compile(r"\S.* at (?:the )?(?P<place>(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*) (?P<ground>[A-Z][a-z]+))")


def ground_in_title(title: str, watchlist: Watchlist) -> str:
    """The place that a title ends with where it is a side or a name before what a place is; empty where it is a kind of many."""
    match = _GROUND.fullmatch(title) or _AT.fullmatch(title)
    if match is None or not (is_ground(match["ground"]) or match["ground"] in _OUTDOORS):
        return ""
    name = match["name"]
    sided = re.fullmatch(_SIDE, name, re.IGNORECASE) is not None
    building = match["ground"] in _BUILDINGS and not _OF_MANY.fullmatch(name)
    return (
        match["place"] if sided or building or is_place(name, watchlist) or all(map(is_no_word, name.split())) else ""
    )


#: A word of prose before one of these makes a name of a building, before others it may be said of anything ("Better Place").
_BUILDINGS = frozenset(
    [
        "House",
        "Court",
        "Lodge",
        "Hall",
        "Tower",
        "Towers",
        "Prison",
        "School",
        "Academy",
        "College",
        "Hospital",
        "Infirmary",
        "Library",
        "Surgery",
        "Hostel",
        "Barracks",
        "Museum",
        "Theatre",
        "Farm",
        "Mill",
        "Mansions",
    ]
)
_OUTDOORS = frozenset({"beach", "beaches", "foreshore", "park", "parks", "woods", "allotments", "wetlands"})
#: What many a town has one of, which is called after no place.
_OF_MANY = re.compile(
    r"(?:(?:The|Town|City|County|Civic|Main|New|Old|Head|Leisure|Sports|Community|Youth|Day|Family|Health|Medical|Shopping|Village|Council|Public|Central|District|Primary|Secondary|High|Nursery|General|Crown) ?)+"
)
