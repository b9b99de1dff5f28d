"""Whether a name is a place's: one that is known, one that is built like one, or one that no trade and no ware has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.structured.values import LETTER
from monitor.extract.words.lexicon import is_common, places, words
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_DISTRICT = re.compile(
    r"(?:districts?|boroughs?|areas?|regions?|zones?|wards?|villages?|townships?|hamlets?|suburbs?|catchments?|parish(?:es)?|coast|count(?:y|ies)|city|towns?|"
    r"localit(?:y|ies)|valleys?|clusters?|hubs?|patch(?:es)?|sectors?|islands?|estates?|schools?|prisons?|hospitals?|depots?|routes?|sites?|courts?|corridors?|lines?|roads?|rivers?|harbours?|ports?|stations?|quarters?|docks?)"
)


def is_place(text: str, watchlist: Watchlist) -> bool:
    if LETTER.fullmatch(text):
        return False
    return watchlist.area(text) is not None or fold(text) in places()


def in_one_tongue(title: str, watchlist: Watchlist) -> str:
    """Of "Sir Fynwy / Monmouthshire", which says the same in Welsh and in English, what is English; else ``title``."""
    sides = title.split(" / ")
    english = [side for side in sides if not _WELSH.search(side)]
    if (
        len(sides) != len(("Welsh", "English"))
        or len(english) != 1
        or not all(is_place(part, watchlist) for part in _APART.split(english[0]))
    ):
        return title
    return english[0]


#: What joins and opens the names of counties there.
_WELSH = re.compile(r"^(?:Sir|Ynys|Bro|Dinas|Gogledd|De|Gorllewin|Dwyrain) (?:y )?[A-Z]| (?:a|ac|y|yr|ar) ")
_APART = re.compile(r"\s*(?:,|\band\b|&)\s*")


def is_placelike(name: str, watchlist: Watchlist) -> bool:
    """Whether ``name`` is a place that is known, or built like one, or has no word of prose in it."""
    return is_known_or_built(name, watchlist) or not may_be_a_trade(name)


def is_known_or_built(name: str, watchlist: Watchlist) -> bool:
    """Whether ``name`` is a place that is known, or built like one."""
    return is_place(name, watchlist) or is_built(name)


def is_part(name: str) -> bool:
    """Whether ``name`` is that of a part of a place, as a police or a council divides it: "Trent Division"."""
    return bool(_PART.fullmatch(name)) and not is_of_department(name)


_PART = re.compile(
    r"[A-Z][\w'-]+(?: (?:and |& )?[A-Z][\w'-]+){0,2} (?:Division|Locality|Sector|Cluster|Neighbourhood|District|Patch|Hub|Network)"
)


def is_built(name: str) -> bool:
    """Whether ``name`` is built like a place: "North Weald", "Romney Levels", "Norbury"."""
    parts = name.split()
    if name in words("grounds") - words("districts") or _OF_PLACES.match(name):
        return True
    built = len(parts) > 1 and (parts[0] in words("compass") or parts[-1].capitalize() in words("grounds"))
    return built or _SIDED.fullmatch(name) is not None or any(map(_SETTLED.fullmatch, parts))


_OF_PLACES = re.compile(
    r"(?:Vale|Isles?|Forest|Mull|Firth|Bay|Glen|Hundred|City|Borough|County|Lakes|Dale|Kyles?) of [A-Z]|"
    r"(?:(?:Land)?[Kk]reis|Bezirk|Gemeinde|D\u00e9partement|Comt\u00e9|Provinc?[ei]a?|Provinz|Comarca|Municipio) (?:d(?:e|i|u|ella?)s? |d[\u2019'])?[A-Z]"
)
#: "Rural east", "Coastal North": the side of a country that is known.
_SIDED = re.compile(
    r"(?:Rural|Coastal|Urban|Upland|Lowland|Inland|Metropolitan|Remote) (?i:(?:north|south|east|west|central|mid)(?:ern)?(?:[ -]?(?:east|west))?)"
)
#: What English places end with and hardly any other word does.
_SETTLED = re.compile(
    r"[A-Z][a-z]{2,}(?:bury|shire|mere|dale|borough|burgh|chester|mouth|worth|stead|combe|moor|wick|hampton|ington)"
)


def may_be_a_trade(name: str) -> bool:
    """Whether ``name`` has a word of prose in it, or one that ends as those of trades do ("Plumbing", "Laundry")."""
    return any(is_common(part) or _OF_TRADES.search(part) for part in re.split(r"[^\w']+", name))


_OF_TRADES = re.compile(r"(?:ing|ion|ment|ry|ity|ics|als?|ware|ies|ers?|\d)$")


def is_ground(word: str) -> bool:
    """Whether ``word`` is what a district, a building or another place is, in the singular or the plural: "pools", "Court"."""
    kinds = words("grounds", "sites", "premises")
    return bool(_DISTRICT.fullmatch(word)) or word.capitalize() in kinds or word.capitalize().removesuffix("s") in kinds


def speaks_of_ground(heading: str) -> bool:
    """Whether ``heading`` has a word of what a district or another place is."""
    return bool(_DISTRICT.search(heading.casefold()))


def placed_part(heading: str, watchlist: Watchlist) -> str:
    """The part of ``heading`` that is a place, behind the number of a unit or behind what is done there; else empty."""
    if unit := _NUMBERED_UNIT.match(heading):
        return heading[unit.end() :]
    tail = _BEHIND_WHAT.fullmatch(heading)
    if tail is None:
        return ""
    head, place = tail["head"], tail["place"]
    of_work = may_be_a_trade(head) and not is_known_or_built(head, watchlist)
    return place if is_of_service(head) or (of_work and is_place(place, watchlist)) else ""


#: "Unit 4 Harbour Flats": of the parts of a network each has a number and a name.
_NUMBERED_UNIT = re.compile(r"Unit \d{1,2}[A-Za-z]?(?:\s*[-:\u2013]\s*| )(?=[^\W\d_a-z])")
#: "Employment support, North East".
_BEHIND_WHAT = re.compile(r"(?P<head>[^,]+), (?P<place>[A-Z][^,]*)")


def says_what(heading: str) -> bool:
    """Whether ``heading`` says what is done below it, in words of prose: "Alcohol and drugs", "Repairs service (whole county)"."""
    parts = _IN_BRACKETS.sub("", heading).split()
    small = [word for word in parts[1:] if word.islower() and word not in _SMALL and not is_ground(word)]
    if (
        not small
        or words("compass") & {*parts, *(word.capitalize() for word in parts)}
        or any(map(_SIDES.match, parts))
    ):
        return False
    return bool(parts) and all(is_common(word) or is_of_service(word) for word in small) and is_common(parts[0])


_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SIDES = re.compile(r"(?:north|south|east|west|central|mid|inner|outer|upper|lower)", re.IGNORECASE)


def is_of_service(text: str) -> bool:
    """Whether ``text`` says what is done, not where."""
    return bool(_SERVICE.search(text))


#: A lot named by what is done in it, not by where.
_SERVICE = re.compile(
    r"\b(?:services?|support|training|education|supply|provision|accommodation|advice|care|works?|maintenance|management|"
    r"consultancy|programmes?|delivery|treatment|advocacy|women|men|adults?|young|children|families|cleaning|catering)\b",
    re.IGNORECASE,
)


def is_of_department(text: str) -> bool:
    """Whether ``text`` is what a part of a council or a ministry is called, or what it works on."""
    return is_of_service(text) or bool(_DEPARTMENT.search(text))


_DEPARTMENT = re.compile(
    r"\b(?:housing|highways|corporate|resources|finance|legal|ict|hr|human resources|customer|environment\w*|regeneration|planning|place|"
    r"public health|social care|asb|communities|community safety|libraries|leisure|culture|economy|assets?|property|estates|facilities|transport|waste|parks|"
    r"safeguarding|early years|schools|commercial|procurement|digital|technology|commissioning|neighbourhoods?|health|strategy|growth|democratic|revenues|benefits|licensing)\b",
    re.IGNORECASE,
)


def reads_as_place(name: str, watchlist: Watchlist) -> bool:
    """Whether a lot that is called ``name`` is called after a place: a known one, one built so, or a name that holds no ware and no trade.

    What is bought has capitals in the title of a lot too ("Paper Products", "Solar PV"), and far more lots are called after that.
    """
    if is_known_or_built(name, watchlist) or _COUNCIL.search(name):
        return True
    parts = [part for part in re.split(r"\s*(?:,|/|\band\b|&|\s[-\u2013]\s)\s*", name) if part]
    told = [is_known_or_built(part, watchlist) or _is_named(part.split(), watchlist) for part in parts]
    return all(told) or any(is_known_or_built(part, watchlist) for part in parts if not _is_plain(part))


def is_sure(name: str, watchlist: Watchlist) -> bool:
    """Whether ``name`` is a place's, or several are, whatever stands beside it: each is known, built like one, or a council's."""
    parts = [part for part in re.split(r"\s*(?:,|\band\b|&)\s*", name) if part]
    return bool(_COUNCIL.search(name)) or any(is_known_or_built(part, watchlist) for part in (name, *parts))


def is_no_word(name: str) -> bool:
    """Whether ``name`` is one word with a capital that is neither common nor a ware, though it may end as a trade does ("Stewartry")."""
    return bool(re.fullmatch(r"[A-Z][a-z]{2,}", name)) and not is_common(name) and not _is_ware(name)


def _is_named(parts: Sequence[str], watchlist: Watchlist) -> bool:
    plain = [word for word in parts if _is_plain(word)]
    first, last = parts[0], parts[-1]
    if _is_land(last):
        # "Harle Estate" and "Left bank schools" are somewhere, "Principal Roads" are a kind of many.
        return not all(map(_is_ware, parts[:-1])) or not last.endswith("s")
    if is_place(first, watchlist):
        return not _is_ware(last) and not is_of_service(last)
    return not _is_plain(last) and len(plain) * 2 <= len(parts)


def _is_plain(word: str) -> bool:
    """Whether ``word`` is one of prose, of a trade or a ware, or the letters of one ("PV")."""
    if word in words("compass") or word in _SMALL or _is_land(word):
        return False
    if word[:1].islower():
        return True
    bare = re.sub(r"^\W+|\W+$", "", word)
    return _is_ware(bare) or may_be_a_trade(bare) or bool(_OF_KINDS.search(bare))


def _is_land(word: str) -> bool:
    return is_ground(word) or is_ground(word.casefold()) or word in _LANDS


_LANDS = {
    "Sands",
    "Shore",
    "Shores",
    "Wash",
    "Strand",
    "Cliffs",
    "Hill",
    "Hills",
    "Meadows",
    "Fields",
    "Bridge",
    "Cross",
}


def _is_ware(word: str) -> bool:
    small = word.casefold()
    return bool({small, small.removesuffix("s"), small.removesuffix("es")} & words("wares"))


_SMALL = {"and", "of", "the", "on", "upon", "le", "in", "St", "St.", "Great", "Little", "Old", "New"}
#: "Clearance", "Efficiency", "PV", "NPs".
_OF_KINDS = re.compile(r"(?:[ae]nce|[ae]ncy|ture|age)$|^[A-Z]{1,5}s?$")
_COUNCIL = re.compile(r"\b(?:Council|Borough|District)\b")
