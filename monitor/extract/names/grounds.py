"""What tells that a capital sequence is a place: its own words, and those that stand round it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.extract.names import surroundings as around
from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import phrases, places, words
from monitor.text import fold

#: Places that somebody runs, by their last two words.
VENUES = (
    frozenset(
        f"{first} {last}"
        for first in (
            "Leisure",
            "Sports",
            "Shopping",
            "Visitor",
            "Swimming",
            "Civic",
            "Conference",
            "Recycling",
            "Arts",
        )
        for last in ("Centre", "Centres", "Pool", "Pools")
    )
    | frozenset(
        f"{kind} {last}"
        for kind in ("Removal", "Detention", "Correctional", "Holding", "Reception", "Processing")
        for last in ("Centre", "Centres", "Center", "Centers", "Facility", "Facilities", "Institution")
    )
    | frozenset(
        f"{kind} {last}"
        for kind in (
            "Tunnel",
            "Bridge",
            "Road",
            "Rail",
            "Line",
            "Metro",
            "Tram",
            "Airport",
            "Hospital",
            "Prison",
            "Sewer",
        )
        for last in ("Project", "Extension", "Upgrade", "Scheme")
    )
)

#: "the neighbouring county, Eskdale", "the city of Exbridge".
_PLACE_NOUN_BEFORE = Behind(
    r"\b(?:(?:neighbouring|nearby|adjoining|adjacent|other|home|next|largest|smallest|biggest|poorest|richest) (?:area|county|city|town|borough|district|region|island|village|parish|state|province), (?:the )?|"
    r"(?:new|first|local|nearby|neighbouring|private|existing|other) (?:prison|jail|hospital|school|academy|depot|campus|detention centre), (?:the )?|"
    r"(?:area|county|city|town|borough|district|region|island|village|parish|state|province) of (?:the )?)$"
)
#: "routes from Eskbridge", "the 29 and 31x services from Aldmere and Corfield to York", "runs between Linford and Newmere".
_ON_A_ROUTE = Behind(
    r"\b(?:(?:routes?|sections?|stretch|journeys?|corridor|road|line|trains?|buses|trams?|ferry|ferries|coaches|trips?|miles|bridge|tunnel)(?: [\dA-Z/]{1,7})?|(?:services?|route|bus) \d[\dA-Z/]*|\d[\dA-Za-z/]* services?|(?:bus|train|rail|ferry|tram|coach|hourly|daily|weekly|cross-boundary|return|direct) services?"
    r"|(?:runs?|running|ran|plies|plying|travels?|calls?|calling)(?: (?:[a-z]+ly|services|buses|trains))?) (?:from|between|linking|connecting)(?: the)? (?:[A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?:, | and | to | via |, and ))*$"
)
#: "south Linford": a side in small letters is of a place.
_SIDE_BEFORE = Behind(r"(?<![\w-])(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west|mid|downtown|inner|outer)[ -]$")
#: "in the north Acorn, in the south Beacon": with its article a side is an area itself, unless "the north Linford area" goes on.
_SIDE_ALONE = Behind(r"\b[Ii]n the [a-z-]+ $")
_NOUN_AFTER = re.compile(r" [a-z]")
#: "Acorn, from Prestwick, has": where a body comes from.
_COMES_FROM = re.compile(r"[A-Za-z)'], (?:which is |who are )?from $")
#: "The clinic at Deal moves to Marl Lane", "the one at Deal has moved to Marlow": where a house is from then on, unless it is a body's by its name.
_MOVES_TO = Behind(
    r"\b(?:centres?|offices?|clinics?|bases?|depots?|shops?|stores?|surger(?:y|ies)|librar(?:y|ies)|headquarters|premises|workshops?|receptions?|wards?|warehouses?|hubs?|cafes?|ones?)(?: (?:at|in) (?:the )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)? "
    r"(?:(?:will|is to|are to|has|have|is|are) (?:also |now |then )?)?(?:mov(?:es?|ed|ing)|relocat(?:es?|ed|ing))(?: [a-z]+ly)?(?: back)? to $"
)
_OF_A_DEAL = re.compile(
    r"\b(?:contracts?|franchise|running|management|operation|lease|work|services?) (?:for|of|at|in) [^.;]*$"
)
_WHOLE = re.compile(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
#: "will cover the Custody and ID Unit": work, and no place.
_OF_WORK = re.compile(
    r"[A-Z][\w&'-]*(?:(?: and | & | )[A-Z][\w'-]*){0,3} (?:Unit|Service|Team|Department|Office|Bureau|Programme|Act|Scheme|Squad|Desk)s?\b"
)
#: "will cover the Docks".
_COVERED_BEFORE = Behind(r"\b(?:(?:will|to|also|and) cover|covers) (?:the )?$")
#: "Cheviot, the poorest of the areas", "Tyne and Solway was won by", "The Villages go to".
_OF_PLACES = re.compile(
    r", (?:the|a|an) (?:[\w-]+ ){0,7}(?:of the (?:\w+ )?(?:areas|counties|boroughs|districts|regions|islands|towns|cities)|(?:area|county|borough|district|region|island|town|city))\b"
)
_GONE_AFTER = re.compile(
    r"(?: and (?:the )?[A-Z]\w+)? (?:(?:is|was|were|are|has been|have been) (?:won by|awarded to|let to)|goes to|go to|went to|has gone to|have gone to)\b"
)
#: "Sandmere's swimming pools": what a place has, whoever runs it.
_CIVIC_AFTER = re.compile(
    r"'s? (?:[a-z-]+ ){0,2}(?:librar(?:y|ies)|pools?|gyms?|baths|bus(?:es)?|trams?|ferr(?:y|ies)|bins|streets?|roads?|parks|schools|prisons?|hospitals?|"
    r"children's centres?|leisure centres?|museums?|theatres?|rubbish|streetlights|hostels?|refuges?|residents|commuters|ratepayers|taxpayers)\b"
)


_ENDS = frozenset({".", "!", "?", ":", "", "\n", ";"})


def begins_sentence(text: str, start: int) -> bool:
    """Whether a word has its capital from where it stands; behind the key of a line stands a name ("Kent: Harbour Trust")."""
    before = text[max(0, start - 3) : start]
    if before.endswith(": ") and is_under_key(text, start):
        return False
    last = before.rstrip(" \"'(")[-1:]
    return last in _ENDS or (last.isspace() and not before.strip())


#: What stands before the colon of a line that says who works where.
_KEY = re.compile(r"(?:^|\n)[\s\u2022*-]*((?:Lot|Package|Area|Region|Zone|CPA|Bundle) \w{1,3}|[A-Z][\w' -]{2,30}): $")
_ALONE = re.compile(r"[A-Z][\w'-]+(?: (?:(?:and|of|for|in|the|&) )*[A-Z][\w'-]+){0,5}(?:\n|$)")
_KEY_LENGTH = 40


def is_under_key(text: str, start: int) -> bool:
    """Whether a name is all that stands behind a lot or a known place and a colon in its line."""
    key = _KEY.search(text, max(0, start - _KEY_LENGTH), start)
    if key is None or not _ALONE.match(text, start):
        return False
    return key[1].split(" ")[0] in _LOTS or fold(key[1]) in places()


_LOTS = frozenset({"Lot", "Package", "Area", "Region", "Zone", "CPA", "Bundle"})


#: "Manor School (Primary), Shepmere": where what is attended stands.
_AT_SCHOOL = re.compile(r"\b[A-Z]\w+ \((?:[Pp]rimary|[Ss]econdary|[Ss]pecial|[Ii]nfants?|[Jj]unior|[Nn]ursery)\), $")
#: "of Springfield, IL": a town with its state behind it, and the letters of the state.
_OF_A_TOWN = re.compile(r"\b(?:of|in|from|at|near) $")
_BEHIND_A_TOWN = re.compile(r"(?:\b(?:of|in|from|at|near)|[\w.)],) [A-Z][\w.-]+(?: [A-Z][\w.-]+)?, $")
_LETTERS = re.compile(r"[A-Z]{2,3}(?![\w&]| [A-Z])")


@cache
def _in_its_letters() -> re.Pattern[str]:
    """The letters of a state that end an address: "ConServe, Fairport, NY"."""
    return re.compile(rf", (?:{'|'.join(sorted(words('state_letters')))})(?: \d{{5}})?(?=[.;)]|\n|$)")


def sits_in_a_state(after: str) -> bool:
    """Whether a town and its state stand behind a name and "of", so that it is a body's: " of Livermore, CA"."""
    town = _OF_TOWN.match(after)
    return town is not None and in_its_state().match(after, town.end()) is not None


_OF_TOWN = re.compile(r" of [A-Z][\w'.-]+(?: [A-Z][\w'.-]+){0,2}(?=, )")


def _is_of_state_letters(text: str, start: int) -> bool:
    letters = _LETTERS.match(text, start)
    return letters is not None and letters.group() in words("state_letters")


@cache
def in_its_state() -> re.Pattern[str]:
    """The state behind a town, as addresses have it."""
    letters = "|".join(sorted(words("state_letters")))
    return re.compile(rf", (?:{letters}|{phrases('provinces').pattern})\b")


#: "to run Tarnfold prison": a house that is run is called after where it stands.
_LOCKED_UP_AFTER = re.compile(
    r" (?:prison|jail|gaol|(?:immigration )?(?:removal|detention|remand) centre|secure training centre)(?=[.,;)]|$| (?:in|near|at|on|for|from|until|under|when|which|and|as|since|outside|after|before)\b)"
)
_RUN_BEFORE = Behind(
    r"\b(?:keep|keeps|kept|keeping|run|runs|ran|running|operate|operates|operated|operating|manage|manages|managed|managing|lose|loses|lost|losing|leave|leaves|left|leaving|(?:take|takes|took|taken|taking) (?:over|on|back)|hand(?:s|ed|ing)? (?:over|back))(?: the)? $"
)


def is_told_as_place(text: str, start: int, before: str, after: str) -> bool:
    """Whether the words round a name say that it is a place, whatever else bears it."""
    return bool(
        (_CIVIC_AFTER.match(after) and not text.startswith("The ", start))
        or _PLACE_NOUN_BEFORE.search(before)
        or (_COVERED_BEFORE.search(before) and not _OF_WORK.match(text, start))
        or (_SIDE_BEFORE.search(before) and not (_SIDE_ALONE.search(before) and not _NOUN_AFTER.match(after)))
        or (after.startswith(",") and _COMES_FROM.search(before))
        or _ON_A_ROUTE.search(before)
        or (_MOVES_TO.search(before) and not (_OF_A_DEAL.search(before) or _is_called_as_body(text, start)))
        or _OF_PLACES.match(after)
        or (_LOCKED_UP_AFTER.match(after) and _RUN_BEFORE.search(before))
        or _AT_SCHOOL.search(before)
        or (_OF_A_TOWN.search(before) and in_its_state().match(after))
        or (before.endswith(", ") and _in_its_letters().match(after))
        or (before.endswith(", ") and _BEHIND_A_TOWN.search(before) and _is_of_state_letters(text, start))
        or (begins_sentence(text, start) and _GONE_AFTER.match(after))
    )


def _is_called_as_body(text: str, start: int) -> bool:
    """Whether the capital words at ``start`` end as the name of a body does."""
    name = _WHOLE.match(text, start)
    return name is None or name.group().rpartition(" ")[2] in words("heads", "legal", "firms")


def is_part_of_map(bare: Sequence[str]) -> bool:
    """Whether words end with what divides a map, as the name of no body does: "Pacific Region"."""
    return 1 < len(bare) < 4 and bare[-1] in {"Region", "Zone", "Province"}


def _are_known(surface: str) -> bool:
    """Whether everybody knows the place that ``surface`` names, or both of two: "London & South East"."""
    return fold(surface) in places() or (
        " & " in surface and all(fold(part) in places() or is_ground(part.split()) for part in surface.split(" & "))
    )


@cache
def _sits() -> re.Pattern[str]:
    """Before where a firm sits: "Marlin Security of "."""
    return re.compile(rf"[A-Z][\w&']* (?:{'|'.join(sorted(words('firms', 'seated')))}) of $")


def is_known_place(surface: str, before: str, after: str) -> bool:
    """Whether a name is that of a place that everybody knows, or of one where what begins at such a place ends."""
    if (
        before.endswith(" of ")
        and surface.rsplit(" ", maxsplit=1)[-1] not in words("heads", "legal")
        and _sits().search(before)
    ):
        return True
    if _are_known(surface):
        return (
            (before.endswith(", ") and _BEHIND_A_TOWN.search(before) is not None)
            or not around.ORG_AFTER.match(after)
            or around.IN_BEFORE.search(before) is not None
            or around.OF_A_PLACE.match(after) is not None
        )
    reach = around.REACHES_FROM.search(before) if before.endswith((" to ", " to the ")) else None
    return reach is not None and fold(reach["place"]) in places()


def is_ground(bare: Sequence[str]) -> bool:
    """Whether words name a stretch of country or a part of one: "Stour Valley", "Upper March"."""
    last = bare[-1]
    if last.endswith("shire"):
        # "Healthwatch Wiltshire" is no county.
        return all(word in words("compass") or word in _PARTS or fold(word) in places() for word in bare[:-1])
    return (
        1 < len(bare) < 4
        and bare[0] != "First"
        and "&" not in bare
        and not any(word in words("heads") or (word.isupper() and len(word) > 1) for word in bare[:-1])
        and (last in words("grounds") or (bare[0] in words("compass") and _is_known(bare[1:])))
    )


def is_land(bare: Sequence[str], *, acts: bool) -> bool:
    """The same, ``acts`` saying that something is done by what they name: then only a shire, and a side of a nation, is a place still."""
    return is_ground(bare) and (not acts or bare[-1].endswith("shire") or bare[-1] in words("nations"))


_PARTS = frozenset({"Rural", "Old", "New", "Royal", "Mid"})


def _is_known(bare: Sequence[str]) -> bool:
    if bare[0] in words("compass") and len(bare) > 1:
        return _is_known(bare[1:])
    return fold(" ".join(bare)) in places() or bare[-1] in words("compass")


def is_title(bare: Sequence[str]) -> bool:
    """Whether the words of a name are those of a programme ("Stepping Up", "Complex OT") or say what is done, not where ("Housing")."""
    if len(bare) == 1:
        return bare[0] in words("generic", "services") or phrases("federations").fullmatch(bare[0]) is not None
    return any(
        word in words("titled")
        or (word.endswith("ing") and len(word) > len("Tring"))
        or (len(word) > 1 and word.isupper())
        for word in bare
    )


def is_description(bare: Sequence[str]) -> bool:
    """Whether common words alone say what is done, with no word of a body's own ("School Nursing", "Local Employment Service")."""
    return (
        len(bare) > 1
        and bare[-1] in words("described_heads")
        and all(word in words("described", "described_heads") for word in bare[:-1])
    )
