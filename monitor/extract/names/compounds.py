"""Places that are one area together: the halves of a lot, the pairs of a list, all the places of a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Sequence

from monitor.extract.names.counted import counted
from monitor.extract.names.line_lots import last_joined, lots_of_lines
from monitor.extract.names.lots_of_several import as_one, listed_apart, named_again
from monitor.extract.names.place import Place
from monitor.extract.words.lexicon import places as known_places
from monitor.extract.words.lexicon import unions, words
from monitor.text import fold

_BETWEEN = re.compile(r" (?:and|&) (?:the )?")


#: "two areas (Surrey and Sussex)", "both Kent and Medway".
_TWO = re.compile(r"\b(?:two|both)\b[^.;:()]{0,20}(?:[(:,] ?| )(?:the |in |for )*$")


_PART = re.compile(r"(?:^|(?<=, )|(?<= and )).+?(?=, | and |$)")
_MORE = re.compile(r",? and |, ")


def parts_of(name: str) -> list[tuple[int, int, str]]:
    """The places that the name of several has, each with where it begins and ends in it."""
    return [(match.start(), match.end(), match.group()) for match in _PART.finditer(name)]


def parted(found: Sequence[Place], text: str) -> list[Place]:
    """``found`` with the places of a compound apart where they end a list: "Kent, Sussex and Surrey", or are counted."""
    result: list[Place] = []
    for index, (start, end, name) in enumerate(found):
        parts = parts_of(name)
        # Of an area of three the list may need the "and": "Derby, Leicester, Leicestershire and Rutland".
        several = len(parts) > (1 if fold(name) not in unions() else 2)
        whole = several and all(fold(part) in known_places() for *_, part in parts)
        listed = index and text[found[index - 1][1] : start] == ", "
        # "A, B, C and D, and E", of which "B, C and D" are one: what others follow may be an item of its own.
        alone = "," not in name or not _MORE.match(text, end)
        told = (listed and alone) or ("," not in name and _TWO.search(text[max(0, start - 30) : start]))
        if whole and name == text[start:end] and told:
            result += [(start + low, start + high, part) for low, high, part in parts]
        else:
            result.append((start, end, name))
    return result


def compounded(found: list[Place], text: str, own: Container[int]) -> list[Place]:
    """``found`` with two places that are spoken of as one area made one: "Lowther and Eskdale", of which no list knows both.

    Areas of the programme itself (they begin at ``own``), two of a longer list, two that each have their article, and two that are told apart ("both", "each") stay two.
    """
    settled: set[int] = set()
    told: list[Place] = []
    if not own:
        before = set(found)
        found, settled = counted(found, text)
        found = listed_apart(found, text, settled)
        told = [place for place in found if place not in before]
    result: list[Place] = []
    alone = _alone(found, text)
    lines = lots_of_lines(found, text, own)
    index = 0
    while index < len(found):
        start, end, name = found[index]
        if start in settled:
            result.append(found[index])
            index += 1
            continue
        if lot := lines.get(index):
            told.append(lot.place)
            result.append(lot.place)
            index = lot.last + 1
            continue
        if last := _last_of_item(found, index, text):
            told.append(as_one(found[index : last + 1], text))
            result.append(told[-1])
            index = last + 1
            continue
        if last := _last_of_pairs(found, index, text):
            result += _pairs(found, index, last, text)
            index = last + 1
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        if (
            following
            and start not in own
            and following[0] not in own
            and following[0] not in settled
            and _BETWEEN.fullmatch(text, end, following[0])
            and _is_one(found, index, text, alone)
        ):
            both = text[start : following[1]]
            result.append((start, following[1], re.sub(r"^[Tt]he ", "", both)))
            index += 2
            continue
        result.append((start, end, name))
        index += 1
    return named_again(result, told, text)


def _alone(found: Sequence[Place], text: str) -> set[str]:
    """The places that ``text`` names somewhere without another beside them."""
    tied = {
        index
        for index in range(1, len(found))
        if _BETWEEN.fullmatch(text, found[index - 1][1], found[index][0])
        or text[found[index - 1][1] : found[index][0]] == ", "
    }
    return {place[2] for index, place in enumerate(found) if index not in tied and index + 1 not in tied}


#: What stands before and behind an item of a list that semicolons part: "(Wyre, Lune & Fylde; and Powys)".
_ITEM_BEGINS, _ITEM_ENDS = (
    re.compile(r"(?P<semi>; (?:and )?|)(?:[(:] ?)?(?:in |for )?(?:the )?$"),
    re.compile(r"(?P<semi>;)|[).\n]|$"),
)


def _last_of_item(found: Sequence[Place], index: int, text: str) -> int:
    """The index of the last of several places that are an item of a list whose items semicolons part; 0 if there are none."""
    start = found[index][0]
    before = _ITEM_BEGINS.search(text, max(0, start - 14), start)
    if not before or not (before["semi"] or text[start - 1 : start] == "(" or text[start - 2 : start] == ": "):
        return 0
    last = last_joined(found, index, text)
    if last == index:
        return 0
    after = _ITEM_ENDS.match(text, found[last][1])
    return last if after and (before["semi"] or after["semi"]) else 0


#: What joins two places of one lot, and what parts the lots of a list: "A and B, C and D and E".
_WITHIN, _APART = re.compile(r" (?:and|&) "), re.compile(r", (?:and )?(?:the )?|; (?:and )?(?:the )?")


def _last_of_pairs(found: Sequence[Place], index: int, text: str) -> int:
    """The index of the last place of a list whose items are pairs; 0 if none begins at ``index``.

    An "and" that a comma follows does not end its list: it joins two places of an item.
    """
    last, joins = index, ""
    while last + 1 < len(found):
        start, end = found[last][1], found[last + 1][0]
        if _WITHIN.fullmatch(text, start, end):
            joins += "&"
        elif _APART.fullmatch(text, start, end):
            joins += ","
        else:
            break
        if joins == ",":
            # Its first item would be no pair.
            return 0
        last += 1
    if joins == "&&" and not ({",", "and"} & set(re.findall(r",|\band\b", found[last][2]))):
        return 0
    return last if _PAIRED.fullmatch(joins) else 0


_PAIRED = re.compile(r"&(?:,&)*,&(?:&|,)?|&&")


def _pairs(found: Sequence[Place], index: int, last: int, text: str) -> list[Place]:
    """The places from ``index`` to ``last``, of each two that stand together one."""
    result: list[Place] = []
    while index <= last:
        two = index < last and _WITHIN.fullmatch(text, found[index][1], found[index + 1][0])
        end = found[index + 1 if two else index][1]
        start, _, name = found[index]
        result.append((start, end, text[start:end] if two else name))
        index += 2 if two else 1
    return result


_PRISON = re.compile(r"(?:HMP|HMYOI|YOI|HMPYOI)\b")


_LOT = re.compile(r" (?:lot|contract|area|region|franchise|package|tranche|district|circuit|service)\b")


def _is_lot(both: str, text: str) -> bool:
    """Whether a text speaks of two places as of one lot somewhere, or has them alone in a line."""
    at = text.find(both)
    while at != -1:
        end = at + len(both)
        if _LOT.match(text, end) or (text[max(0, at - 1) : at] in {"", "\n"} and text[end : end + 1] in {"", "\n"}):
            return True
        at = text.find(both, at + 1)
    return False


#: "Holme and Marl have been transferred": of two something is said in the plural.
_SEVERAL = re.compile(r" (?:have|are|were|go)\b")


#: "centres for Karford and Port Hale": of things that each stand in one place there are several.
_EACH_IN_ONE = re.compile(
    r"\b(?:centres|centers|hubs|clinics|hospitals|libraries|branches|campuses|depots|hostels|refuges|surgeries|prisons|jails|towns|cities|boroughs|districts|counties|villages|pools|theatres|museums|airports|stations|schools|colleges|sites|offices|islands)(?: in| for| of| at)?(?: the)? $"
)


#: "London and the South East, which were tendered as a single lot".
_SINGLE = re.compile(
    r",? (?:which |that )?(?:(?:are|were|is|was|form|forms|formed|make|makes|make up|makes up|have been|had been) )?(?:(?:tendered|let|offered|procured|treated|taken|put out) )?(?:together )?(?:as )?(?:a single|one|a joint)(?: [a-z]+)? (?:lot|area|region|package|contract|tender|bundle)\b"
)


def _is_one(found: Sequence[Place], index: int, text: str, alone: Collection[str]) -> bool:
    (start, end, name), (other_start, other_end, other) = found[index], found[index + 1]
    before, after = text[max(0, start - 24) : start], text[other_end : other_end + 12]
    if name in words("compass") and other.split()[0] in words("compass"):
        # "Mid and South Wales"
        return True
    if _SINGLE.match(text, other_end):
        return True
    if index and re.fullmatch(r",? (?:and )?(?:the )?|, (?:in |for )?(?:the )?", text[found[index - 1][1] : start]):
        return False
    if _PRISON.match(name) and _PRISON.match(other):
        return False
    # "the Midlands and Mid and South Wales": the second is of two parts already.
    if (name.endswith(" County") and other.endswith(" County")) or " and " in other:
        return False
    if re.match(r",? (?:and|&) ", after) or re.search(r"\b(?:both|two|between|from|each of)(?: the)? $", before):
        return False
    if _EACH_IN_ONE.search(before):
        return False
    if "the " in text[end:other_start] and re.search(r"\bthe $", before):
        return False
    if re.search(r"\b(?:[Ii]n|[Aa]cross|[Tt]hroughout)(?: the)? $", before) or _SEVERAL.match(text, other_end):
        return _is_lot(text[start:other_end], text)
    if re.match(r" (?:lot|contract|area|region|franchise|package|tranche|district)\b", after):
        return True
    known = fold(name) in known_places() or fold(other) in known_places()
    return not (name in alone and other in alone) and not known
