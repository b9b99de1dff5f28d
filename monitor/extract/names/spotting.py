"""Names in a text: who is mentioned, known or never seen, and what each capital sequence is taken for.

A name is found by the watch-list, or as a run of capital words whose head word, definition or surroundings say what it is. What
stays undecided is ``weak``: it counts as an organisation only where the words around it call for one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.extract.names.capitals import spoken
from monitor.extract.names.defined import defined_from, definition, is_defined
from monitor.extract.names.figures import with_figures
from monitor.extract.names.grounds import begins_sentence
from monitor.extract.names.joining import begins_anew
from monitor.extract.names.kinds import JOINERS, POSSESSIVE, Kind, kind_of
from monitor.extract.names.openings import (
    Lowered,
    begins_it_only,
    is_in_front,
    is_loud,
    is_meant,
    is_no_name,
    low_before,
)
from monitor.extract.names.owners import VERBS
from monitor.extract.names.runs import runs_in
from monitor.extract.names.small import small_names
from monitor.extract.words.lexicon import places, words
from monitor.programmes.pack import Organisation
from monitor.programmes.watchlist import Found
from monitor.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name at a place in a text. ``short`` is the abbreviation that the text defines in brackets after it."""

    start: int
    end: int
    surface: str
    kind: Kind
    known: Organisation | None = None
    wary: bool = False
    short: str = ""


_CAP = r"(?:\d\d/\d(?= [A-Z])|[A-Z]-[a-z]{3,}(?=[ .,;:')])|St\.(?= [A-Z])|(?:[A-Z]\.){2,}(?![\w])|[A-Z]/[A-Z]\b|(?:(?:[A-ZÀ-ÖØ-Þ]|[a-z]{1,4}(?=[A-Z][a-z])|[a-z]-(?=[A-Z])|\d{1,2}(?=[A-Z][A-Za-z])|\d{1,2}x\d(?=\d? [A-Z])|\d(?=(?!st|nd|rd|th)[a-z] (?:Group|Infra)))[\w]*(?:(?:['&.]|-(?=[A-Z0-9])|-(?:on|in|upon|le|by|under|the|a|an|of|to)-(?=[A-Z])|(?<=Co)-|(?<=Re)-|(?<=Non)-|(?<=Anti)-|(?<=Sub)-|(?<=Vice)-)(?=\w)[\w]+)*(?:'(?=\s)(?<=s'))?|[A-Z]\.))"
_JOIN = rf"(?:of the|of|for the|for|and the|and|&|in|to|at|on|upon|de|with|the|i|yr|(?:{'|'.join(sorted(words('particles'), key=len, reverse=True))})(?: (?:la|las|los|le))?)"
_NUMBERED = "|".join(f"(?<= {word} )" for word in sorted(words("numbered")))
_RUN = re.compile(
    rf"(?<![\w@#.])(?<!(?<![A-Za-z)])/)(?:{_CAP})(?: (?:{_JOIN} )?(?:{_CAP}|\d{{2,4}}(?= [A-Z]))){{0,11}}(?: (?:{_NUMBERED})\d{{1,2}}\b)?(?:(?<=St|Dr)\.|(?<=Inc|Ltd)\.(?= [a-z]))?"
)
_WORD = re.compile(r"\S+")
_LEGAL_TAIL = re.compile(
    r"(?: \([A-Z][\w ]{1,30}\)(?: [A-Z]\w+){0,2})?,? (?:plc|Ltd|LTD|Limited|LLP|CIC|PLC|LIMITED|C\.I\.C\.?|Inc|LLC|A/S|S\.?A\.?|GmbH)(?![\w/])"
)
#: "site.org/News", "and/Or", "Photo: Jo Pell/PA": what stands after a stroke in an address, a choice of words or the credit of a picture.
_ADDRESS = re.compile(
    r"(?:[.:/][^\s/]*|(?<!\S)[a-z]+|\b(?:[Pp]hoto\w*|[Pp]ictures?|[Ii]mages?|[Cc]redit)\b[^\n/]*|\((?:[A-Z]\w+ ){1,2}(?!Ltd|Limited|plc|PLC|LLP|Inc|CIC)[A-Z]\w+|[A-Z]+)/$"
)
#: Behind its letters a name may go on: "Dunmere Partnership (DP) NHS Foundation Trust".
_GOES_ON = re.compile(r" \([A-Z]{2,6}\) NHS (?:[A-Z][a-z]+ )?Trust\b")


def find_names(
    text: str, found: Sequence[Found], areas: Sequence[tuple[int, int]] = (), things: frozenset[str] = frozenset()
) -> list[Name]:
    """Every name in ``text``, in order and apart from one another.

    ``found`` are the watch-list's finds in it, ``areas`` the stretches that name a known area, ``things`` the names of
    programmes, which are nobody's.
    """
    known = [
        Name(
            start=f.start,
            end=f.end,
            surface=f.surface,
            kind=_kind_of(f.organisation),
            known=f.organisation,
            wary=f.wary,
        )
        for f in found
        # "Stockton" is the town, whatever else a pack calls by that word.
        if fold(f.surface) not in places() or f.surface == f.organisation.name
    ]
    sites = [
        Name(start=start, end=end, surface=text[start:end], kind=Kind.PLACE)
        for start, end in areas
        if not any(name.start < end and start < name.end for name in known)
    ]
    fixed = sorted([*known, *sites], key=lambda name: name.start)
    names: list[Name] = []
    position = passed = 0
    lowered = Lowered(text)
    for match in runs_in(text, _RUN):
        first, last = match.span()
        if text[first - 1 : first] == "/" and _ADDRESS.search(text, max(0, first - 80), first):
            continue
        while passed < len(fixed) and fixed[passed].end <= first:
            passed += 1
        beside = fixed[passed : passed + last - first] if passed < len(fixed) and fixed[passed].start < last else ()
        inside = [name for name in beside if name.start < last and name.end > first]
        if not inside and is_no_name(text, match.group(), first, last, lowered):
            continue
        for start, end in _pieces(text, first, last, inside, lowered):
            within = [name for name in inside if name.start <= start and end <= name.end]
            if start < position or any((name.start, name.end) != (start, end) for name in within):
                continue
            name = _classified(text, start, end, inside, things)
            if name:
                names.append(name)
                position = name.end
    others = [*names, *fixed]
    names += [
        Name(start=start, end=end, surface=text[start:end], kind=Kind.ORGANISATION)
        for start, end in small_names(text)
        if not any(other.start < end and start < other.end for other in others)
    ]
    taken = [(name.start, name.end) for name in names]
    names += [name for name in fixed if not any(s < name.end and e > name.start for s, e in taken)]
    return sorted(names, key=lambda name: name.start)


def _kind_of(organisation: Organisation) -> Kind:
    return Kind.ORGANISATION if organisation.part == "provider" else Kind.BUYER


def _pieces(text: str, start: int, end: int, inside: Sequence[Name], lowered: Lowered) -> list[tuple[int, int]]:
    """The names that one run of capital words holds: split at joining words that do not belong to a name."""
    run = spoken(text[start:end])
    tokens = [(start + m.start(), start + m.end(), m.group()) for m in _WORD.finditer(run)]
    spans = [(name.start, name.end) for name in inside]
    pieces: list[tuple[int, int]] = []
    first = 0
    whole = defined_from(text, tokens)
    for index in range(1, len(tokens) + 1):
        if index < len(tokens) and (index > whole or not begins_anew(tokens, first, index, spans, lowered)):
            continue
        piece = tokens[first:index]
        first = index
        while piece and piece[0][2] in JOINERS:
            piece = piece[1:]
        at = index - len(piece)
        if piece and at and piece[0][2] in words("headlines") and tokens[at - 1][2] not in JOINERS:
            piece = piece[1:]
        piece = _trimmed(text, piece, lowered, spans)
        while piece and (piece[-1][2] in JOINERS or _is_day(piece, tokens, index)):
            piece = piece[:-1]
        # "9 Jan 19 The work": a date before a sentence.
        if (
            len(piece) > 1
            and piece[0][2].isdigit()
            and tokens[max(0, tokens.index(piece[0]) - 1)][2] in words("calendar")
        ):
            piece = _trimmed(text, piece[1:], lowered, spans)
        # "NSL Care MD": an office behind the name of who is served.
        while len(piece) > 1 and (piece[-1][2] in words("offices") or piece[-1][2] == "I"):
            piece = piece[:-1]
        if piece:
            pieces.append((piece[0][0], piece[-1][1]))
    return pieces


def _is_day(piece: Sequence[tuple[int, int, str]], tokens: Sequence[tuple[int, int, str]], index: int) -> bool:
    """Whether the last word of ``piece`` is the day of a date that follows ("Updated 26 April")."""
    return piece[-1][2].isdigit() and index < len(tokens) and tokens[index][2] in words("calendar")


#: In mid-sentence each of these has its capital from a name ("Premier, Four Corners said").
_MEANT_WITHIN = frozenset({"The", "A", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"})


def _trimmed(
    text: str, piece: list[tuple[int, int, str]], lowered: Container[str], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """``piece`` without the first words that are capital only because a sentence begins there."""
    while piece:
        start, _, word = piece[0]
        if any(s <= start < e for s, e in spans):
            return piece
        if is_loud(text, piece[0]):
            piece = [*itertools.dropwhile(lambda token: token[2] in JOINERS, piece[1:])]
            continue
        bare = POSSESSIVE.sub("", word)
        # "Help & Care": no sentence goes on so.
        if len(piece) > 2 and piece[1][2] == "&":
            return piece
        if (
            len(piece) > 1
            and piece[1][2] in words("heads")
            and word not in words("function")
            and bare not in words("starters")
        ):
            return piece
        if len(piece) > 1 and is_defined(text, piece):
            return piece
        begins = begins_sentence(text, start)
        if begins and len(piece) > 1 and is_meant(text, piece):
            return piece
        if len(piece) > 1 and is_in_front(piece, begins=begins):
            piece = piece[1:]
            continue
        if (
            begins
            and len(piece) > 1
            and (bare in words("starters") or bare in {"Neighbouring", "Nearby", "Rural", "Urban"})
            and fold(" ".join(token[2] for token in piece[1:])) in places()
        ):
            return piece[1:]
        if word in words("function") and not (
            not begins and len(piece) > 1 and (word in _MEANT_WITHIN or low_before(text, start))
        ):
            piece = piece[1:]
            continue
        if begins and len(piece) == 1 and begins_it_only(text, piece[0], lowered):
            return []
        return piece
    return piece


#: After "Arden's", what Arden has; no verb of which Arden's is the subject.
_OWNS = re.compile(rf" ?(?!{VERBS})[a-z]| [A-Z]")
#: After "Arden's" that is the whole name: nobody has an "and".
_OWNS_NOT = re.compile(r" (?:and|or|but|with|to|in|for|by|at|on|from|as|which|who|that|gets|got|came|goes|went)\b")
#: "the centre was Arden's,": what belongs to Arden.
_BELONGS = re.compile(
    r"\b(?:is|are|was|were|be|been|becomes?|became|remains?) (?:(?:also|now|still|all|once) )?(?:the )?$"
)


def _classified(text: str, start: int, end: int, inside: Sequence[Name], things: frozenset[str]) -> Name | None:
    surface = text[start:end]
    stripped = POSSESSIVE.sub("", surface)
    if stripped != surface and _is_owner(text, start, end):
        end -= len(surface) - len(stripped)
        surface = stripped
    for name in inside:
        if (
            name.start >= start
            and name.end <= end + 2
            and _covers(surface, name)
            and (name.known or name.end - name.start >= end - start - 4)
        ):
            return replace(name, short=definition(text, name.end))
    folded = fold(surface)
    if folded in things or _ends_with(folded, things) or re.fullmatch(r"[A-Z]{2,5}s", surface):
        return Name(start=start, end=end, surface=surface, kind=Kind.THING)
    start, end = with_figures(text, start, end)
    if goes_on := _GOES_ON.match(text, end):
        end = goes_on.end()
    surface = text[start:end]
    legal = _LEGAL_TAIL.match(text, end)
    if legal:
        end = legal.end()
        surface = text[start:end]
    low = max(0, start - _BEHIND)
    kind = _kind_within(text[low : end + _AHEAD], start - low, end - low)
    if kind is None:
        return None
    return Name(start=start, end=end, surface=surface, kind=kind, short=definition(text, end))


def _is_owner(text: str, start: int, end: int) -> bool:
    """Whether the "'s" or apostrophe at the end of a name is no part of it."""
    if text.startswith(("St ", "St. "), start):
        return False
    if text[end - 1] in "sS":
        if _BELONGS.search(text, max(0, start - 24), start):
            return True
        if _OWNS_NOT.match(text, end):
            return False
    return _OWNS.match(text, end) is not None


#: So much of a text round a name says what it is. What the cards of a page repeat is judged once.
_BEHIND, _AHEAD = 64, 96
_kind_within = lru_cache(maxsize=512)(kind_of)


def _ends_with(folded: str, things: frozenset[str]) -> bool:
    """Whether a name is the plural of one of ``things``, or ends with one."""
    if folded.rpartition(" ")[2].removesuffix("s") not in _last_words(things):
        return False
    return any(folded.endswith((f" {thing}", f" {thing}s")) or folded == f"{thing}s" for thing in things)


@lru_cache(maxsize=8)
def _last_words(things: frozenset[str]) -> frozenset[str]:
    return frozenset(thing.rpartition(" ")[2].removesuffix("s") for thing in things)


def _covers(surface: str, name: Name) -> bool:
    """Whether the known name is what the run of words names, not a part of another name (``Harbour Scotland``)."""
    rest = [word for word in fold(POSSESSIVE.sub("", surface)).split() if word not in fold(name.surface).split()]
    return not rest or all(word in {"the", "ltd", "limited", "plc", "cic", "llp", "inc", "uk"} for word in rest)
