"""Names that small words or commas cut in pieces: letters in brackets that stand for all of it, and what an office is for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.names.kinds import Kind, kind_of
from monitor.extract.names.listlike import listlike
from monitor.extract.names.spotting import Name
from monitor.extract.names.ties import is_place
from monitor.extract.words.lexicon import is_common, places, words
from monitor.extract.words.scans import Scan
from monitor.text import fold

_LETTERS = re.compile(
    r"(?<=[\w']) \((?:hereafter |hereinafter |known as |called )?(?:the )?[\"']?([A-Z][A-Za-z&]{2,9})[\"']?\)"
)
_TIE = re.compile(r",? (?:and|&|of|for|in|to|with|on|at)(?: the)? |, ")
#: So many names may be pieces of one.
_MOST_PIECES = 4


def whole(names: Sequence[Name], text: str) -> list[Name]:
    """``names`` with pieces of one name made one, and what only an office or a ministry is for as nobody's name."""
    if not names:
        return []
    joined = _after_places(listlike(_under_letters(list(names), text), text), text)
    return _without_portfolios(_without_called(_without_first(joined, text), text), text)


#: "First Harbour Trust and then Mill Homes": a word that counts them is no part of a name.
_FIRST, _AND_THEN = "First ", re.compile(r" and then | and later |, then ")


def _without_first(names: list[Name], text: str) -> list[Name]:
    """``names`` without the word that says in which order they come."""
    if not any(name.surface.startswith(_ORDERED) for name in names):
        return names
    return [
        replace(name, start=name.start + len(_FIRST), surface=name.surface.removeprefix(_FIRST))
        if name.surface.startswith(_FIRST) and not name.known and _AND_THEN.match(text, name.end)
        else _without_order(name, text)
        for name in names
    ]


#: "Ring Migrant Help, ...": what the reader is told to do, before the name of whom.
_ORDER = re.compile(r"(?:Ring|Phone|Ask|Tell|Email) (?=[A-Z][\w'-]+ [A-Z])")
_ORDERED = (_FIRST, "Ring ", "Phone ", "Ask ", "Tell ", "Email ")
_OPENS = re.compile(r"(?:^|[.!?:;\n\u201c\"(] ?)$")


def _without_order(name: Name, text: str) -> Name:
    match = _ORDER.match(name.surface) if not name.known else None
    if not match or not _OPENS.search(text, max(0, name.start - 2), name.start):
        return name
    return replace(name, start=name.start + match.end(), surface=name.surface[match.end() :])


#: "a contract called Care Closer to Home": a lone word at the end of what something is called.
_CALLED = re.compile(
    r"\b(?:called|entitled|titled) (?:the )?[\"']?(?:[A-Z][\w'-]+ ){1,4}(?:to|for|of|in|at) (?:the )?$"
)
_CALLS = 80


def _without_called(names: list[Name], text: str) -> list[Name]:
    """``names`` without the last words of titles."""
    if "called " not in text and "titled " not in text:
        return names
    return [
        name
        for name in names
        if name.known
        or " " in name.surface
        or not is_common(name.surface)
        or not _CALLED.search(text, max(0, name.start - _CALLS), name.start)
    ]


#: Before a list of places, what makes it say where; else it may be a list of those whom a body is called after.
_WHERE = re.compile(
    r"(?:\b(?:in|across|for|covering|of|between|(?<!awarded )(?<!given )(?<!handed )(?<!contract )(?<!goes )(?<!went )(?<!contracted )(?<!-contracted )(?<!passed )(?<!passes )(?<!moves )(?<!transfers )(?<!transferred )(?<!subcontractor )(?<!sub-contractor )(?<!over )(?<!lost )to|from|serving|at|near|throughout)(?: the)?|,) $"
)


def _after_places(names: list[Name], text: str) -> list[Name]:
    """A body that is called after several places as one: "Barnet, Enfield and Haringey Mental Health NHS Trust"."""
    last = len(names) - 1
    while last > 0:
        first = _first_place(names, last, text)
        if first < last:
            names[first : last + 1] = [_as_one(names[first : last + 1], names[last].short, text)]
        last = min(first, last) - 1
    return names


def _first_place(names: Sequence[Name], last: int, text: str) -> int:
    """Which of ``names`` the list begins with that ends inside the one numbered ``last``, itself if there is none."""
    name = names[last]
    if name.known or name.kind not in _CALLED_AFTER or name.surface.split()[-1] not in words("heads", "commissioners"):
        return last
    first, between = last, text[names[last - 1].end : name.start]
    ahead = name.surface.split(" and ")[0].split()
    if between == " and " and is_place(name.surface.split()) and _is_where(names[last - 1]):
        first -= 1
    elif len(ahead) > len(_TWO) or fold(" ".join(ahead)) not in places() or " and " not in name.surface:
        return last
    start = first
    while first and _is_where(names[first - 1]) and text[names[first - 1].end : names[first].start] == ", ":
        first -= 1
    where = _WHERE.search(text, max(0, names[first].start - 16), names[first].start)
    alone = first == start and not names[first].surface.startswith("NHS ")
    return last if alone or where else first


def _is_where(name: Name) -> bool:
    """Whether a name is that of a place or a side, or of the health service there."""
    bare = [word for word in name.surface.split() if word != "NHS"]
    return name.kind is Kind.PLACE or (
        bool(bare) and (all(word in words("compass") for word in bare) or fold(" ".join(bare)) in places())
    )


_CALLED_AFTER = frozenset({Kind.ORGANISATION, Kind.WEAK, Kind.BUYER})
_TWO = range(2)


def _under_letters(names: list[Name], text: str) -> list[Name]:
    """Pieces as one where the letters in brackets stand for all: "Rights and Equalities in Newham (REIN)"."""
    matches = list(_LETTERS.finditer(text)) if " (" in text else []
    ends = {name.end: number for number, name in enumerate(names)} if matches else {}
    # From the last on, so that the numbers of those before stay true.
    for match in reversed(matches):
        last = ends.get(match.start(), -1)
        if last < 1:
            continue
        short = match.group(1)
        first = _first_piece(names, last, short, text)
        if first < last:
            names[first : last + 1] = [_as_one(names[first : last + 1], short, text)]
    return names


def _first_piece(names: Sequence[Name], last: int, short: str, text: str) -> int:
    """Which of ``names`` the name begins with that ends with the one numbered ``last``."""
    for first in range(last, max(-1, last - _MOST_PIECES), -1):
        if first < last and not _TIE.fullmatch(text, names[first].end, names[first + 1].start):
            break
        if any(name.known for name in names[first : last + 1]):
            break
        if _stands_for(short, text[names[first].start : names[last].end]):
            return first
    return last


def _stands_for(short: str, surface: str) -> bool:
    """Whether ``short`` has the first letter of each capital word in order; those of small words it may have."""
    letters = [word[0] for word in re.split(r"[\s-]+", surface) if word[:1].isalpha()]
    rest = short.upper().replace("&", "")
    for letter in letters:
        if rest[:1] == letter.upper():
            rest = rest[1:]
        elif letter.isupper():
            return False
    return not rest


def _as_one(pieces: Sequence[Name], short: str, text: str) -> Name:
    start, end = pieces[0].start, pieces[-1].end
    kinds = {piece.kind for piece in pieces}
    if kinds != {Kind.PLACE}:
        kind = kind_of(text, start, end) or Kind.WEAK
        kinds = {Kind.WEAK if kind in {Kind.PLACE, Kind.PERSON} else kind}
    return replace(pieces[-1], start=start, surface=text[start:end], kind=kinds.pop(), short=short)


#: "the Cabinet Member for Housing, Health and Wellbeing", "Executive Director, Neighbourhoods, Communities & Housing".
_OFFICE = Scan(
    r"\b(?:Department|Ministry|Secretary of State|(?:[Cc]abinet|[Ee]xecutive|[Ll]ead|[Pp]olicy) [Mm]embers?|[Pp]ortfolio [Hh]older|[Mm]inisters?|[Dd]irectors?|Head|Deputy Leader|[Cc]ommittees?|spokes(?:man|woman|person)|(?:Federal|National|State|Government|Executive) (?:Agency|Office|Bureau|Authority|Commission)(?= for))"
    r"(?:(?: of| for| -| \()(?: the)?|,|:) "
)
_ON = re.compile(r",? (?:and|&)(?: the)? |, | (?:and|&|,) ?")


def _without_portfolios(names: list[Name], text: str) -> list[Name]:
    """``names`` with those as nobody's that only say what an office is for ("Culture" of "Culture, Media and Sport")."""
    starts = [name.start for name in names]
    for office in _OFFICE.finditer(text):
        # A ministry's own name begins before what it is for, and ends with the first of it.
        index = bisect_left(starts, office.end())
        position = office.end()
        if index and names[index - 1].start <= office.start() and names[index - 1].end >= office.end():
            position = names[index - 1].end
            tie = _ON.match(text, position)
            position = tie.end() if tie else position
        if (first := _TOPIC.match(text, position)) and all(word in words(*_TOPICS) for word in first[1].split()):
            # "Environment" of "Director, Environment and Regeneration" may be no name at all.
            position = first.end() if index < len(names) and names[index].start == first.end() else position
        while (
            index < len(names)
            and names[index].start == position
            and (_is_portfolio(names[index]) or (_AGENCY.search(office.group()) and _is_plain(names[index])))
        ):
            names[index] = replace(names[index], kind=Kind.THING)
            tie = _ON.match(text, names[index].end)
            position = tie.end() if tie else -1
            index += 1
    return names


_TOPIC = re.compile(r"((?:[A-Z]\w+ ?)+)(?<! )(?:,? (?:and|&)(?: the)? |, )")
_TOPICS = ("generic", "portfolios", "described", "described_heads", "services", "topics")


#: An agency that is of no place is for whatever stands behind it.
_AGENCY = re.compile(r"\b(?:Agency|Office|Bureau|Authority|Commission) for ")


def _is_plain(name: Name) -> bool:
    return not name.known and all(is_common(word) for word in name.surface.split())


def _is_portfolio(name: Name) -> bool:
    return (
        name.kind in {Kind.WEAK, Kind.ORGANISATION, Kind.BUYER, Kind.THING}
        and not name.known
        and all(word in words(*_TOPICS) or word in {"and", "&", "of", "the", "for"} for word in name.surface.split())
    )
