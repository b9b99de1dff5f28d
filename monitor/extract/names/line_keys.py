"""What the lines of a text say of places by how they are written: keys that say that they are places, what lies in one, and where the doors are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from monitor.extract.names.place import Place
from monitor.extract.words.scans import Scan

#: "Central region: ", "Region of Peel: ": the key of a line that says itself that it is a place.
_SAID_PLACE = re.compile(
    r"(?:The )?(?P<key>(?:Region|County|City|District|Borough|Province|Municipality) of [A-Z][\w'-]+(?: [A-Z][\w'-]+)?"
    r"|[A-Z][\w'-]*(?:,? (?:(?:and|of|the|&) )*[A-Z][\w'-]*){0,4}(?= (?:region|zone|area)\b))"
    r"(?: (?:region|zone|area))?(?: \([^()\n]*\))?: (?=[A-Z])",
)


def keys_of_lines(text: str) -> list[Place]:
    """The places that keys of lines say to be such, or that are sides alone: "Central region: Acme", "Lot 3 (West and North West)"."""
    keys = [match for at in _keyed_lines(text) if (match := _SAID_PLACE.match(text, at))]
    sides = _SIDES.finditer(text) if " (" in text else ()
    return [(match.start("key"), match.end("key"), match["key"]) for match in (*keys, *sides)]


def _keyed_lines(text: str) -> Iterator[int]:
    """Where the lines of ``text`` begin that have a colon before more words: few do, and only those may have a key."""
    at = text.find(": ")
    while at != -1:
        yield text.rfind("\n", 0, at) + 1
        following = text.find("\n", at)
        at = text.find(": ", following) if following != -1 else -1


_SIDE = r"(?:(?:North|South|East|West|Mid|Central)(?:ern)?(?:[ -](?:East|West|Mid|Central))?)"
_SIDES = Scan(
    rf"\b(?:[Ll]ot|[Pp]ackage|[Zz]one|[Aa]rea|CPA) \w{{1,3}} \((?:the )?(?P<key>{_SIDE}(?: and (?:the )?{_SIDE})?)\)"
)


#: "North region (Scotland and the Borders): ": the key of a line, with what lies in it.
_KEY = re.compile(r" (?:regions?|areas?|zones?|lots?) \((?P<inside>[^()\n]+)\)(?=: | - |\n|$)")


#: "Hubs: Maidstone, Tonbridge.": where people go, not where somebody has the work.
_DOORS = Scan(
    r"(?:^|[.;\n] ?)(?:(?:Our|Main|Local) )?(?:[Hh]ubs?|[Oo]ffices?|[Cc]linics?|[Vv]enues?|[Aa]ddress(?:es)?|[Dd]rop-ins?|[Ww]alk-in (?:centres?|clinics?)|[Bb]ranches|[Ff]ind us(?: at)?): [^.;\n]+"
)


_TAKEN_IN = (
    r"(?:It )?(?:[Cc]overs|[Cc]overing|[Ii]ncludes|[Ii]ncluding|[Tt]akes in|[Mm]ade up of|[Ss]erves|[Ss]erving) [^.\n]"
)
#: A line that begins so, which is found far faster than the one before it.
_TAKES_IN = re.compile(rf"\n{_TAKEN_IN}")
#: What an area takes in, told first below its heading.
_COVERS = re.compile(rf"(?:^|\n)(?P<head>[^\n]{{2,40}})\n+(?P<all>{_TAKEN_IN}+)")


def without_explained(found: Sequence[Place], text: str) -> list[Place]:
    """``found`` without the places that only say what lies in the one that a line begins with, in brackets, or where the doors are."""
    result: list[Place] = []
    until = 0
    doors = [match.span() for match in _DOORS.finditer(text)] if ": " in text else []
    if _TAKES_IN.search(text):
        heads = {text[start:end] for start, end, _ in found}
        doors += [match.span("all") for match in _COVERS.finditer(text) if match["head"] in heads]
    doors.sort()
    starts, reach = [start for start, _ in doors], list(accumulate((end for _, end in doors), max))
    for place in found:
        if place[0] < until:
            continue
        before = bisect_right(starts, place[0])
        if before and place[0] < reach[before - 1]:
            continue
        start, end, _ = place
        if text[max(0, start - 1) : start] in {"", "\n"} and (key := _KEY.match(text, end)):
            until = key.end("inside")
        result.append(place)
    return result
