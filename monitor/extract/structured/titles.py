"""Titles of lots and contracts to places: "Lot 3 - North West", "Home care in Dorset and Wiltshire"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from monitor.extract.structured.values import AND_ROUND, LETTER, NOTED, place_told
from monitor.extract.words.lexicon import is_common, places, words
from monitor.extract.words.statuses import header_kind, status_in
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_LOT = re.compile(
    r"^\s*(?:(?:lot|package|contract|cpa|area|region|zone)\s*)?[\w.]{1,4}\s*[-:\u2013)]\s*|"
    r"^\s*(?:lot|package|cpa|zone)\s+\d{1,3}[a-z]?(?:,|\.?)\s+",
    re.IGNORECASE,
)


def place_of_lot(title: str, watchlist: Watchlist) -> str:
    """The area in the title of a lot: the whole of it where it reads like a place, else the place that it ends with."""
    title = AND_ROUND.sub("", NOTED.sub("", _LOT.sub("", title)).rstrip(" :"))
    coded = re.fullmatch(r"(?:lot|part|package)?\s*[\w.]{1,4}", title, re.IGNORECASE) and not _is_place(
        title, watchlist
    )
    if coded and (is_common(title) or not re.fullmatch("[A-Z][a-z]{2,3}", title)):
        return ""
    known = None if LETTER.fullmatch(title) else watchlist.area(title)
    if known:
        return known.name
    parts = [part for part in re.split(r"\s*(?:,|\band\b|&)\s*", title) if part]
    if all(_is_place(part, watchlist) for part in parts):
        return title
    if tail := place_behind_comma(title):
        return tail
    behind = re.search(r"(\bin|\bfor|\bacross|\s[-\u2013]|[:(])\s*(?:the\s+)?([A-Z][^\u2013:()]*?)\)?$", title)
    if behind:
        found = watchlist.area(behind.group(2))
        if found:
            return found.name
        if (behind.group(1) != "for" and not _is_told(behind.group(2))) or _is_place(behind.group(2), watchlist):
            return behind.group(2).strip()
    if council := _OF_COUNCIL.match(title):
        return council["council"]
    found_areas = watchlist.find_areas(title)
    if found_areas:
        # "Gwent Levels" is not the whole of Gwent.
        more = _GOES_ON.match(title, found_areas[-1].end)
        return f"{found_areas[-1].surface}{more[0]}" if more else found_areas[-1].area.name
    said = title.split()
    likely = said and len(said) <= 6 and all(w[:1].isupper() or w in _SMALL or is_ground(w) for w in said)
    if likely and not _SERVICE.search(title):
        return title
    return title if _BESIDE.fullmatch(title) else ""


#: "Barrow Borough Council depots": whose of several councils a lot is.
_OF_COUNCIL = re.compile(r"(?P<council>(?:[A-Z][\w'-]+,? (?:(?:and|of|upon|on|the) )*){1,6}Council)(?= [A-Z(-])")


def _is_told(text: str) -> bool:
    """Whether ``text`` says what is bought, in whatever language: most of its words are small and none of those that names have."""
    small = [word for word in text.split()[1:] if word[:1].islower() and word not in _SMALL and not is_ground(word)]
    return len(small) > _MOST_SMALL and 2 * len(small) > len(text.split())


_MOST_SMALL = 2
#: "Primary schools, Hailsham": what it is, and where.
_BEHIND_COMMA = re.compile(
    r"\(?(?P<head>(?![^,]* (?:in|for|across|of) )[^,]*\b[a-z]\w+\b[^,]*), (?P<place>[A-Z][\w'-]+(?: (?:[A-Z][\w'-]+|and|of|on|upon|the))*)\)?"
)
_SMALL = {"and", "of", "the", "on", "&", "upon", "le", "in"}
_GOES_ON = re.compile(r"(?: [A-Z][\w'-]+)+$")
#: "North of the river".
_BESIDE = re.compile(
    r"(?:(?:North|South|East|West)(?:[ -]?(?:east|west))?|Outside|Around|Along|Beyond) of (?:the )?[\w' ]{3,30}",
    re.IGNORECASE,
)


def place_behind_comma(title: str) -> str:
    """The place behind the comma of a title that says before it what it is: "Primary schools, Hailsham"."""
    tail = _BEHIND_COMMA.fullmatch(title)
    return tail["place"] if tail and not set(re.findall(r"\b[a-z]\w+", tail["head"])) <= _SMALL else ""


def place_of_heading(heading: str, watchlist: Watchlist) -> str:
    """The area that a heading over a record or a line across a table gives to what stands below it, if it gives one.

    "Upland region" and "Lot A: Glen and Strath" do, as does the end of "Providers in Saltwick"; "Sub-contractors" and
    "Unsuccessful" say other things.
    """
    known = watchlist.area(heading)
    if known:
        return known.name
    if _NUMBERED_LOT.match(heading):
        return place_of_lot(heading, watchlist)
    where = _WHERE.fullmatch(heading)
    if where:
        known = watchlist.area(where["area"])
        return known.name if known else where["area"]
    of = _PLACE_OF.fullmatch(heading)
    if of:
        known = watchlist.area(of["area"])
        return known.name if known else of["area"]
    kind = header_kind(heading)
    if (kind and not (kind == "area" and _DISTRICT.search(heading.casefold()))) or status_in(heading):
        return ""
    return heading if len(heading.split()) <= 8 and heading[:1].isupper() and heading[-1] not in ".:;!?" else ""


#: What lists and contracts are headed with, before or behind the name of a place.
_LISTED = (
    r"(?:(?:lead|local|approved|current|commissioned|main|delivery|our|the|all|service|contracted) )*"
    r"(?:providers?|suppliers?|contractors?|operators?|contracts?|services?|partners?|teams?|bidders?)"
)
_WHERE = re.compile(rf"{_LISTED}\s+(?:in|for|across|covering|serving)\s+(?:the\s+)?(?P<area>[A-Z].*?)", re.IGNORECASE)
_PLACE_OF = re.compile(rf"(?P<area>[A-Z][\w' -]*?)\s+(?:{_LISTED})")
_NUMBERED_LOT = re.compile(
    r"(?:lot|package|contract|cpa|area|region|zone)\s+[\dA-Z]{1,3}[a-z]?\s*[-\u2013\u2014:.)(]\s*\S|"
    r"(?:lot|package|cpa)\s+\d{1,3}[a-z]?\s+[A-Z]",
    re.IGNORECASE,
)


def places_of_titles(titles: Sequence[str], watchlist: Watchlist) -> dict[str, str]:
    """The place at the end of each of the titles in one column, where it has one.

    It is a place by name, or the numbered lot's, or what alone differs from a title that is otherwise the same.
    """
    split = {title: match for title in titles if (match := _TAIL.fullmatch(title)) and not is_of_service(match["tail"])}
    heads = Counter(match["head"] for match in split.values())
    found = {}
    for title, match in split.items():
        tail = match["tail"]
        known = watchlist.area(tail)
        lot = _NUMBERED.match(tail)
        if known or fold(tail) in places():
            found[title] = known.name if known else tail
        elif lot and (place := place_of_lot(tail, watchlist)):
            found[title] = place
        elif not lot and (heads[match["head"]] > 1 or match["by"].strip() in {"in", "across"} or is_built(tail)):
            found[title] = tail
    return found


_TAIL = re.compile(
    r"(?P<head>.*\w)(?P<by>\s+[-\u2013\u2014:]\s*|:\s+|\s+\(|,\s+|\s+(?:in|across|for)\s+)(?:the\s+)?"
    r"(?P<tail>[A-Z][\w'.&-]*(?:,? (?:[A-Z\d][\w'.&-]*|and|of|the|upon|on|&|le))*)\)?"
)
_NUMBERED = re.compile(r"lot\s+\d", re.IGNORECASE)
_DISTRICT = re.compile(
    r"(?:districts?|boroughs?|areas?|regions?|zones?|wards?|villages?|parish(?:es)?|coast|count(?:y|ies)|city|towns?|"
    r"localit(?:y|ies)|valleys?|clusters?|hubs?|patch(?:es)?|sectors?|islands?|estates?|schools?|prisons?|hospitals?|depots?|routes?|sites?|courts?|corridors?|lines?|roads?|rivers?|harbours?|ports?|stations?|quarters?|docks?)"
)


def _is_place(text: str, watchlist: Watchlist) -> bool:
    if LETTER.fullmatch(text):
        return False
    return watchlist.area(text) is not None or fold(text) in places()


def are_places(header: str, titles: Sequence[str], watchlist: Watchlist) -> bool:
    """Whether the lots in a column with ``header`` are called after places: each reads like one, and half are known or built so."""
    named = [p for title in titles if (p := place_of_lot(title, watchlist)) and place_told(title, watchlist) == p]
    if not titles or len(named) < len(titles):
        return False
    if fold(header).split()[:1] in (["lot"], ["lots"]) and not any(map(_may_be_a_trade, named)):
        # "Bowland", "Stainmore": what is no word at all is a name, and a lot's is where it is.
        return True
    placed = (is_known_or_built(name, watchlist) or is_ground(name.rsplit(maxsplit=1)[-1]) for name in named)
    return 2 * sum(placed) >= len(titles)


def is_placelike(name: str, watchlist: Watchlist) -> bool:
    """Whether ``name`` is a place that is known, or built like one, or has no word of prose in it."""
    return is_known_or_built(name, watchlist) or not _may_be_a_trade(name)


def is_known_or_built(name: str, watchlist: Watchlist) -> bool:
    """Whether ``name`` is a place that is known, or built like one."""
    return _is_place(name, watchlist) or is_built(name)


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
    return built or any(map(_SETTLED.fullmatch, parts))


_OF_PLACES = re.compile(
    r"(?:Vale|Isles?|Forest|Mull|Firth|Bay|Glen|Hundred|City|Borough|County|Lakes|Dale|Kyles?) of [A-Z]"
)
#: What English places end with and hardly any other word does.
_SETTLED = re.compile(
    r"[A-Z][a-z]{2,}(?:bury|shire|mere|dale|borough|burgh|chester|mouth|worth|stead|combe|moor|wick|hampton|ington)"
)


def _may_be_a_trade(name: str) -> bool:
    """Whether ``name`` has a word of prose in it, or one that ends as those of trades do ("Plumbing", "Laundry")."""
    return any(is_common(part) or _OF_TRADES.search(part) for part in re.split(r"[^\w']+", name))


_OF_TRADES = re.compile(r"(?:ing|ion|ment|ry|ity|ics|als?|ware|ies|ers?|\d)$")


def is_ground(word: str) -> bool:
    """Whether ``word`` is what a district, a building or another place is, in the singular or the plural: "pools", "Court"."""
    kinds = words("grounds", "sites", "premises")
    return bool(_DISTRICT.fullmatch(word)) or word.capitalize() in kinds or word.capitalize().removesuffix("s") in kinds


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


def places_in_title(title: str, watchlist: Watchlist) -> list[str]:
    """The places at the end of a record's title: "... Services in Dorset and Wiltshire", "... - East of England"."""
    # The last "in" decides: "Acme - Benefit and Debt Services in Wigan"; a dash only where there is none.
    match = re.search(r".*\b(?:in|for|across)\s+(?:the\s+)?([A-Z][\w'.,&\- ]*)$", title.strip()) or re.search(
        r".*(?:\s[-\u2013]|:)\s+(?:the\s+)?([A-Z][\w'.,& ]*)$", title.strip()
    )
    if not match:
        return []
    named = match.group(1).strip()
    whole = watchlist.area(named)
    if whole:
        return [whole.name]
    known = watchlist.find_areas(named)
    covered = re.sub(r"\band\b|[&,\s]", "", "".join(named.replace(f.surface, "") for f in known[:1]))
    if len(known) > 1 or (known and (not covered or (len(covered) <= 3 and covered.isupper()))):
        return [found.area.name for found in known]
    return [] if _SERVICE.search(named) else [named]


def places_named(title: str, watchlist: Watchlist) -> list[str]:
    """The same for a title that need not name a place: one behind a dash or colon, or one that is known as a place."""
    found = places_in_title(title, watchlist)
    if re.search(r"(?:\s[-\u2013]|:)\s+[^:\u2013-]+$", title) or all(_is_place(name, watchlist) for name in found):
        return found
    return []
