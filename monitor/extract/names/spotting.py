"""Names in a text: who is mentioned, known or never seen, and what each capital sequence is taken for.

A name is found by the watch-list, or as a run of capital words whose head word, definition or surroundings say what it is. What
stays undecided is ``weak``: it counts as an organisation only where the words around it call for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.extract.names.cutting import pieces_of
from monitor.extract.names.defined import definition
from monitor.extract.names.figures import with_figures
from monitor.extract.names.kinds import Kind, bare_of, kind_of
from monitor.extract.names.landed import with_land
from monitor.extract.names.lowered import Lowered, opens_only
from monitor.extract.names.openings import is_no_name
from monitor.extract.names.owners import VERBS
from monitor.extract.names.runs import runs_in
from monitor.extract.names.small import small_names
from monitor.extract.words.bodies import Part, bodies_in
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


_CAP = r"(?:\d\d/\d(?= [A-Z])|[A-Z]-[a-z]{3,}(?=[ .,;:')])|St\.(?= [A-Z])|(?:Corp|Inc)\.(?= of [A-Z])|(?<=[a-z] )(?<!Lot )(?<!Plan )(?<!Part )(?<!Area )(?<!Zone )(?<!Option )(?<!Phase )[A-Z]\.(?= [A-Z][a-z]+ (?:&|and) (?:Sons?|Co|Partners|Daughters?|Brothers)\b)|(?:[A-Z]\.){2,}(?![\w])|[A-Z]/[A-Z]\b|(?:(?:[A-ZÀ-ÖØ-Þ]|[a-z]{1,4}(?=[A-Z][a-z])|[a-z]-(?=[A-Z])|\d{1,2}(?=[A-Z][A-Za-z])|\d{1,2}x\d(?=\d? [A-Z])|\d(?=(?!st|nd|rd|th)[a-z] (?:Group|Infra))|\d(?=(?!st|nd|rd|th)[a-z]{3,10} (?:Trust|NHS|Group|Support|Care|Housing|Services|Partnership|Community)\b))[\w]*(?:(?:['&.]|-(?=[A-Z0-9])|-(?:on|in|upon|le|by|under|the|a|an|of|to)-(?=[A-Z])|(?<=Co)-|(?<=Re)-|(?<=Non)-|(?<=Anti)-|(?<=Sub)-|(?<=Vice)-|(?:(?<=Pre)|(?<=Self)|(?<=Multi)|(?<=Inter)|(?<=Cross)|(?<=Ex)|(?<=Drop))-(?=[a-z]+ [A-Z]))(?=\w)[\w]+)*(?:\+(?=[\s.,;:)]|'s|$))?(?:'(?=\s)(?<=s'))?|[A-Z]\.))"
_JOIN = rf"(?:of the|of|for the|for|and the|and|&|in|to|at|on|upon|de|with|the|i|yr|(?:{'|'.join(sorted(words('particles'), key=len, reverse=True))})(?: (?:la|las|los|le))?)"
_NUMBERED = "|".join(f"(?<= {word} )" for word in sorted(words("numbered")))
_RUN = re.compile(
    rf"(?<![\w@#.])(?<!(?<![A-Za-z)])/)(?:{_CAP})(?: (?:{_JOIN} )?(?:{_CAP}|(?:\d{{2,4}}|[24])(?= [A-Z]))){{0,15}}(?: (?:{_NUMBERED})\d{{1,2}}\b)?(?:(?<=St|Dr)\.|(?:(?<=Inc|Ltd)|(?<=Corp))\.(?= [a-z(]|[,;:)]|'s))?"
)
#: A capital word and a small one behind it that no name goes on with: all that most sentences begin with, told four times as fast.
_ALONE = re.compile(rf"[A-Z][a-z]+(?= (?!(?:{_JOIN}) )[a-z]+(?![\w-]))")
_LEGAL_TAIL = re.compile(
    r"(?: \([A-Z][\w ]{1,30}\)(?: [A-Z]\w+){0,2})?,? (?:plc|Ltd|LTD|Limited|LLP|CIC|PLC|LIMITED|C\.I\.C\.?|Inc|LLC|A/S|S\.?A\.?|S\.L\.?(?:U\.)?|S\.p\.A\.?|B\.V\.?|N\.V\.?|L\.P\.?|L\.L\.C\.?|DAC|ULC|Pty\.? (?:Ltd|Limited)|GmbH)(?![\w/])"
)
#: What such a tail begins with.
_LEGAL_FIRST = (",", " (", " p", " L", " C", " P", " I", " A", " S", " B", " N", " D", " U", " G")
#: Letters of several.
_LETTERS = re.compile("[A-Z]{2,5}s")
#: "site.org/News", "and/Or", "Photo: Jo Pell/PA": what stands after a stroke in an address, a choice of words or the credit of a picture.
_ADDRESS = re.compile(
    r"(?:[.:/][^\s/]*|(?<!\S)[a-z]+|\b(?:[Pp]hoto\w*|[Pp]ictures?|[Ii]mages?|[Cc]redit)\b[^\n/]*|\((?:[A-Z]\w+ ){1,2}(?!Ltd|Limited|plc|PLC|LLP|Inc|CIC)[A-Z]\w+|[A-Z]+)/$"
)
_GOVERNS = re.compile(r"'?s? (?:[Gg]overnment|[Mm]inisters?|[Cc]ouncil(?:lors?)?|[Aa]ssembly|[Pp]arliament)\b")
#: Behind its letters a name may go on: "Dunmere Partnership (DP) NHS Foundation Trust".
_GOES_ON = re.compile(r" \([A-Z]{2,6}\) NHS (?:[A-Z][a-z]+ )?Trust\b")


def find_names(
    text: str, found: Sequence[Found], areas: Sequence[tuple[int, int]] = (), things: frozenset[str] = frozenset()
) -> list[Name]:
    """Every name in ``text``, in order and apart from one another.

    ``found`` are the watch-list's finds in it, ``areas`` the stretches that name a known area, ``things`` the names of
    programmes, which are nobody's.
    """
    known = _known(text, found)
    known += _familiar(text, known)
    sites = [
        Name(start=start, end=end, surface=text[start:end], kind=Kind.PLACE)
        for start, end in areas
        if not any(name.start < end and start < name.end for name in known)
    ]
    fixed = sorted([*known, *sites], key=lambda name: name.start)
    names: list[Name] = []
    position = passed = 0
    lowered = Lowered(text)
    for match in runs_in(text, _RUN, alone=_ALONE):
        first, last = match.span()
        if text[first - 1 : first] == "/" and _ADDRESS.search(text, max(0, first - 80), first):
            continue
        while passed < len(fixed) and fixed[passed].end <= first:
            passed += 1
        beside = fixed[passed : passed + last - first] if passed < len(fixed) and fixed[passed].start < last else ()
        inside = [name for name in beside if name.start < last and name.end > first] if beside else []
        if not inside and is_no_name(text, match.group(), first, last, lowered):
            continue
        for start, end in pieces_of(text, first, last, [(name.start, name.end) for name in inside], lowered):
            within = [name for name in inside if name.start <= start and end <= name.end]
            if start < position or any((name.start, name.end) != (start, end) for name in within):
                continue
            if not inside and (start, end) == (first, last) and opens_only(match.group(), lowered):
                name: Name | None = Name(start=first, end=last, surface=match.group(), kind=Kind.THING)
            else:
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


def names_nobody(text: str, found: Sequence[Found]) -> bool:
    """Whether ``text`` has plainly no body's name: what has a capital there only opens sentences, as in most entries of feeds.

    ``found`` are the watch-list's finds in it.
    """
    if found:
        return False
    lowered = Lowered(text)
    for match in runs_in(text, _RUN, alone=_ALONE):
        if not (is_no_name(text, match.group(), *match.span(), lowered) or opens_only(match.group(), lowered)):
            return False
    return not any(True for _ in small_names(text))


def _known(text: str, found: Sequence[Found]) -> list[Name]:
    return [
        Name(
            start=f.start,
            end=f.end,
            surface=f.surface,
            kind=_kind_of(f.organisation),
            known=f.organisation,
            wary=f.wary,
        )
        for f in found
        # "Stockton" is the town, whatever else a pack calls by that word, and "the ACT government" no charity.
        if not (f.surface.isupper() and _GOVERNS.match(text, f.end))
        and (fold(f.surface) not in places() or f.surface == f.organisation.name)
    ]


def _familiar(text: str, taken: Sequence[Name]) -> list[Name]:
    """The names that everybody knows as those of bodies, apart from what is ``taken``."""
    return [
        Name(
            start=start, end=end, surface=text[start:end], kind=Kind.BUYER if part is Part.BUYER else Kind.ORGANISATION
        )
        for start, end, part in bodies_in(text)
        if not any(name.start < end and start < name.end for name in taken)
        # "Acorn Care Trust (ACT)" says what the letters stand for.
        and not (text[start - 1 : start] == "(" and text[end : end + 1] == ")")
    ]


def _kind_of(organisation: Organisation) -> Kind:
    return Kind.ORGANISATION if organisation.part == "provider" else Kind.BUYER


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
    stripped = bare_of(surface)
    if stripped != surface and _is_owner(text, start, end):
        end -= len(surface) - len(stripped)
        surface = stripped
    if surface in words("calendar") and not inside:
        return None
    for name in inside:
        if (
            name.start >= start
            and name.end <= end + 2
            and _covers(surface, name)
            and (name.known or name.end - name.start >= end - start - 4)
        ):
            # Whoever shows as a buyer is one, whatever lists say.
            buys = not name.known and _kind_here(text, name.start, name.end) is Kind.BUYER
            return replace(name, kind=Kind.BUYER if buys else name.kind, short=definition(text, name.end))
    folded = fold(surface)
    if folded in things or _ends_with(folded, things) or _LETTERS.fullmatch(surface):
        return Name(start=start, end=end, surface=surface, kind=Kind.THING)
    start, end = with_figures(text, start, end)
    if text.startswith(" (", end) and (goes_on := _GOES_ON.match(text, end)):
        end = goes_on.end()
    own, end = end, with_land(text, start, end)
    surface = text[start:end]
    if text.startswith(_LEGAL_FIRST, end) and (legal := _LEGAL_TAIL.match(text, end)):
        own = end = legal.end()
        surface = text[start:end]
    kind = _kind_here(text, start, own, whole=end)
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


def _kind_here(text: str, start: int, end: int, *, whole: int = 0) -> Kind | None:
    """What ``text[start:end]`` is taken for; ``whole`` is where it ends with its legal form."""
    low = max(0, start - _BEHIND)
    return _kind_within(text[low : (whole or end) + _AHEAD], start - low, end - low)


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
    rest = [word for word in fold(bare_of(surface)).split() if word not in fold(name.surface).split()]
    return not rest or all(word in {"the", "ltd", "limited", "plc", "cic", "llp", "inc", "uk"} for word in rest)
