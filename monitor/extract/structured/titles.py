"""Titles of lots and contracts to places: "Lot 3 - North West", "Home care in Dorset and Wiltshire"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from monitor.extract.structured.grounds import ground_in_title
from monitor.extract.structured.placelike import (
    in_one_tongue,
    is_built,
    is_ground,
    is_known_or_built,
    is_no_word,
    is_of_service,
    is_place,
    is_sure,
    may_be_a_trade,
    placed_part,
    reads_as_place,
    says_what,
    speaks_of_ground,
)
from monitor.extract.structured.values import AND_ROUND, LETTER, NOTED, place_told
from monitor.extract.words.lexicon import is_common, places, words
from monitor.extract.words.statuses import header_kind, status_in
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

#: "East (DG1-4, DG16)": what an area takes in, by its postcodes.
_POSTCODES = re.compile(r" ?\((?:postcodes? )?[A-Z]{1,2}\d[^()]*\)$", re.IGNORECASE)
_COUNTED = r"(?:[\w.]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_LOT = re.compile(
    rf"^\s*(?:lot|los|lote|lotto|perceel|package|contract|cpa|area|region|zone)\s*{_COUNTED}\s*[-:\u2013)]\s*|"
    r"^\s*[\w.]{1,4}(?:\s*[:\u2013)]|-\s|\s+-|(?<=\d)-|(?<=\d[a-z])-)\s*|"
    r"^\s*(?:lot|package|cpa)\s+\d{1,3}(?:\.\d{1,3})?[a-z]?\.?\s+|^\s*\d{1,3}\.\d{1,3}[a-z]?\s+(?=[A-Z])|^\s*(?:lot|zone|area)\s+\d{1,3}[a-z]?,\s+",
    re.IGNORECASE,
)


def place_of_lot(title: str, watchlist: Watchlist) -> str:
    """The area in the title of a lot: the whole of it where it reads like a place, else the place that it ends with."""
    title = AND_ROUND.sub("", NOTED.sub("", _POSTCODES.sub("", _LOT.sub("", title))).rstrip(" :"))
    coded = re.fullmatch(r"(?:lot|part|package)?\s*[\w.]{1,4}", title, re.IGNORECASE) and not is_place(title, watchlist)
    if coded and title not in words("compass") and (is_common(title) or not re.fullmatch("[A-Z][a-z]{2,3}", title)):
        return ""
    title = in_one_tongue(title, watchlist)
    known = None if LETTER.fullmatch(title) else watchlist.area(title)
    if known:
        return known.name
    parts = [part for part in re.split(r"\s*(?:,|\band\b|&)\s*", title) if part]
    if all(is_place(part, watchlist) for part in parts):
        return title
    if tail := place_behind_comma(title):
        return tail
    if parted := _parted(title, watchlist):
        return parted
    behind = re.search(
        r"(\bin|\bfor|\bacross|\s[-\u2013]|[:(])\s*(?:the\s+)?([A-Z](?:(?! - )[^\u2013:()])*?)\)?$", title
    )
    if behind:
        by, named = behind.group(1), _LOT.sub("", behind.group(2).strip())
        found = watchlist.area(named)
        if found:
            return found.name
        told = by in {"in", "across"} and not _is_told(named)
        if told or (by != "for" and reads_as_place(named, watchlist)) or is_place(named, watchlist):
            return named
    if council := _OF_COUNCIL.match(title):
        return council["council"]
    if (side := _SIDE_BEHIND.fullmatch(title)) and is_place(side["of"], watchlist):
        return title
    found_areas = watchlist.find_areas(title)
    if found_areas:
        # "Gwent Levels" is not the whole of Gwent.
        more = _GOES_ON.match(title, found_areas[-1].end)
        return f"{found_areas[-1].surface}{more[0]}" if more else found_areas[-1].area.name
    said = title.split()
    likely = said and len(said) <= 6 and all(_may_name(word) for word in said)
    if likely and not is_of_service(title) and reads_as_place(title, watchlist):
        return title
    return title if _BESIDE.fullmatch(title) else ""


def _may_name(word: str) -> bool:
    """Whether ``word`` may stand in the name of a place: "Vale", "of", "catchment", "east"."""
    return (
        word[:1].isupper()
        or word in _SMALL
        or is_ground(word)
        or word.partition("-")[0].capitalize() in words("compass")
    )


def _parted(title: str, watchlist: Watchlist) -> str:
    """The place in a title of several parts: the places of a route together, or the part that is one where the end is none."""
    pieces = [piece for piece in re.split(r"\s+[-\u2013\u2014]\s+|:\s+", title) if piece]
    if len(pieces) > _ENDS and all(reads_as_place(_ROUTE.sub("", piece), watchlist) for piece in pieces):
        return _ROUTE.sub("", title)
    if len(pieces) < _ENDS or reads_as_place(pieces[-1], watchlist) or watchlist.area(pieces[-1]):
        return ""
    placed = [place for piece in pieces[:-1] if (place := _LOT.sub("", piece)) and is_known_or_built(place, watchlist)]
    return placed[-1] if placed else ""


_ENDS = 2
#: "A713 Monifieth": the number of a route before where it begins.
_ROUTE = re.compile(r"^[A-Z]{0,2}\d{1,4}[A-Z]?\s+")


def places_of_lots(titles: Sequence[str], watchlist: Watchlist) -> dict[str, str]:
    """The place in each of the titles of the lots of one tender, which are all called after places or all after what is done.

    Where most have one, a name that might be a trade's is a place too; where few have, only those that are known or built so are.
    """
    found = {title: place for title in dict.fromkeys(titles) if (place := place_of_lot(title, watchlist))}
    named = [title for title in titles if title]
    # The only lot of a tender is called as the tender is.
    alone = len(named) == 1 and found.get(named[0]) == named[0]
    if alone or 2 * len(found) < len(dict.fromkeys(named)):
        return {title: place for title, place in found.items() if is_sure(place, watchlist)}
    for title in named if found else ():
        place = _LOT.sub("", title)
        if title not in found and is_no_word(place):
            found[title] = place
    return found


#: "Barrow Borough Council depots": whose of several councils a lot is.
_OF_COUNCIL = re.compile(r"(?P<council>(?:[A-Z][\w'-]+,? (?:(?:and|of|upon|on|the) )*){1,6}Council)(?= [A-Z(-])")


def _is_told(text: str) -> bool:
    """Whether ``text`` says what is bought, in whatever language: most of its words are small and none of those that names have."""
    small = [word for word in text.split()[1:] if word[:1].islower() and word not in _SMALL and not is_ground(word)]
    return len(small) > _MOST_SMALL and 2 * len(small) > len(text.split())


_MOST_SMALL = 2
#: "Cornwall South West": a side of a place behind its name.
_SIDE_BEHIND = re.compile(
    r"(?P<of>[A-Z][\w' ]+?) (?:(?:North|South|East|West|Central|Mid|Inner|Outer)(?:[ -]?(?:East|West))?|Coastal|Rural)"
)
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
    if rest := placed_part(heading, watchlist):
        return place_of_heading(rest, watchlist)
    if where := _WHERE.fullmatch(heading) or _PLACE_OF.fullmatch(heading):
        known = watchlist.area(where["area"])
        return known.name if known else where["area"]
    kind = header_kind(heading)
    if (kind and not (kind == "area" and speaks_of_ground(heading))) or status_in(heading) or says_what(heading):
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
    found = {
        title: match["place"] for title in titles if (match := _REGION_TOLD.search(title) or _ROUTE_TOLD.search(title))
    }
    found |= {title: place for title in titles if title not in found and (place := ground_in_title(title, watchlist))}
    for title, match in split.items():
        tail = match["tail"]
        known = watchlist.area(tail)
        lot = _NUMBERED.match(tail)
        if known or fold(tail) in places():
            found[title] = known.name if known else tail
        elif (unit := _UNIT.fullmatch(tail)) and is_known_or_built(unit["place"], watchlist):
            found[title] = unit["place"]
        elif lot and (place := place_of_lot(tail, watchlist)):
            found[title] = place
        elif not lot and (
            (heads[match["head"]] > 1 and reads_as_place(tail, watchlist))
            or match["by"].strip() in {"in", "across"}
            or is_built(tail)
        ):
            found[title] = tail
    parted = [title for title, match in split.items() if match["by"] == ", "]
    if len(parted) >= _FEWEST_PARTED and 2 * sum(title in found for title in parted) >= len(parted):
        # "Lift maintenance, Sutherland": what stands so in most titles stands so in all.
        found.update((title, split[title]["tail"]) for title in parted if title not in found)
    return found


_FEWEST_PARTED = 4


_TAIL = re.compile(
    r"(?P<head>.*\w)(?P<by>\s+[-\u2013\u2014:]\s*|:\s+|\s+\(|,\s+|\s+(?:in|across|for)\s+)(?:the\s+)?"
    r"(?P<tail>[A-Z][\w'.&-]*(?:,? (?:[A-Z\d][\w'.&-]*|and|of|the|upon|on|&|le))*)\)?"
)
#: "Mentoring - Employment Region: Mid North Coast".
_REGION_TOLD = re.compile(
    r"\b(?:Region|Area|District|Catchment|Locality|Zone|Territory|County|Borough): (?P<place>[A-Z][\w'& -]*)$"
)
#: "Country buses - Route 17 Keldwick to Murrow".
_ROUTE_TOLD = re.compile(
    r"\b(?:[Rr]oute|[Ll]ine|[Ss]ervice|[Bb]us) [A-Z]{0,2}\d{1,4}[A-Z]?:? (?P<place>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*(?: (?:to|via) [A-Z][\w'-]+(?: [A-Z][\w'-]+)*)+)$"
)
#: "CHO 4 North Lee": the letters and number of a part of whoever buys, before what it is called.
_UNIT = re.compile(r"(?!LOT\b)[A-Z]{2,5} \d{1,2} (?P<place>[A-Z].*)")
_NUMBERED = re.compile(r"lot\s+\d", re.IGNORECASE)


def are_places(header: str, titles: Sequence[str], watchlist: Watchlist) -> bool:
    """Whether the lots in a column with ``header`` are called after places: each reads like one, and half are known or built so."""
    named = [p for title in titles if (p := place_of_lot(title, watchlist)) and place_told(title, watchlist) == p]
    if not titles or len(named) < len(titles):
        return False
    if fold(header).split()[:1] in (["lot"], ["lots"]) and not any(map(may_be_a_trade, named)):
        # "Bowland", "Stainmore": what is no word at all is a name, and a lot's is where it is.
        return True
    placed = (is_known_or_built(name, watchlist) or is_ground(name.rsplit(maxsplit=1)[-1]) for name in named)
    return 2 * sum(placed) >= len(titles)


def places_in_title(title: str, watchlist: Watchlist) -> list[str]:
    """The places at the end of a record's title: "... Services in Dorset and Wiltshire", "... - East of England"."""
    title = _STAGED.sub("", title.strip()).rstrip(" .")
    # The last "in" decides: "Acme - Benefit and Debt Services in Wigan"; a dash only where there is none.
    match = re.search(r".*\b(?:in|for|across)\s+(?:the\s+)?([A-Z][\w'.,&\- ]*)$", title.strip()) or re.search(
        r".*(?:\s[-\u2013]|:)\s+(?:the\s+)?([A-Z](?:[\w'.,&/ ]|(?<=\w)-(?=\w))*)$", title.strip()
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
    return [named] if not is_of_service(named) and reads_as_place(named, watchlist) else []


#: "Flooring contract - AWARD": what the notice is, behind the title of what was bought.
_STAGED = re.compile(
    r"\s*[-\u2013(]\s*(?:contract )?(?:award(?:ed)?|extension|variation|re-?tender|direct award)\)?$", re.IGNORECASE
)


def places_named(title: str, watchlist: Watchlist) -> list[str]:
    """The same for a title that need not name a place: one behind a dash or colon, or one that is known as a place."""
    found = places_in_title(title, watchlist)
    if re.search(r"(?:\s[-\u2013]|:)\s+(?:[^:\u2013-]|(?<=\w)-(?=\w))+$", title) or all(
        is_place(name, watchlist) for name in found
    ):
        return found
    return []
