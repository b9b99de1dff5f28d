"""Names in a text: who is mentioned, known or never seen, and what each capital sequence is taken for.

A name is found by the watch-list, or as a run of capital words whose head word, definition or surroundings say what it is. What
stays undecided is ``weak``: it counts as an organisation only where the words around it call for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.extract.lexicon import phrases, places, words
from monitor.programmes.pack import Organisation
from monitor.programmes.watchlist import Found
from monitor.text import fold


class Kind(StrEnum):
    """What a capital sequence is taken for."""

    ORGANISATION = "organisation"
    WEAK = "weak"
    BUYER = "buyer"
    PLACE = "place"
    PERSON = "person"
    THING = "thing"


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


_CAP = r"(?:St\.(?= [A-Z])|(?:(?:[A-Z]|[a-z]{1,4}(?=[A-Z][a-z])|[a-z]-(?=[A-Z])|\d{1,2}(?=[A-Z]{2}))[\w]*(?:(?:['&.]|-(?=[A-Z0-9])|-(?:on|in|upon|le|by|under|the)-(?=[A-Z])|(?<=Co)-|(?<=Re)-|(?<=Non)-|(?<=Anti)-)(?=\w)[\w]+)*(?:'(?=\s)(?<=s'))?|[A-Z]\.))"
_JOIN = r"(?:of the|of|for the|for|and the|and|&|in|to|at|on|upon|de|with)"
_RUN = re.compile(rf"(?<![\w@/#.])(?:{_CAP})(?: (?:{_JOIN} )?(?:{_CAP}|\d{{2,4}}(?= [A-Z]))){{0,11}}(?:(?<=St|Dr)\.)?")
_WORD = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"'s$|(?<=s)'$")
_LEGAL_TAIL = re.compile(r"(?: \([A-Z][\w ]{1,30}\))?,? (?:plc|Ltd|Limited|LLP|CIC|PLC|LIMITED)\b")
_DEFINITION = re.compile(r" \((?:\"|the )?([A-Z][\w&.-]{1,14}|[a-z]+[A-Z]\w+)\"?\)")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.]{1,7}$|[A-Z]+\d+[A-Z]*$|\d+[A-Z]+$")
_PERSON_AFTER = re.compile(
    r"(?:, (?:\d\d?|[^,.;]{0,60}\b(?:chief|director|manager|chair|officer|minister|leader|spokes\w+|head|secretary|founder|MP|organiser|president|professor|lecturer|trustee))\b|'s (?:deputy|successor))"
)
_PERSON_BEFORE = re.compile(
    r"(?:chief executive|chief officer|officer|director|manager|chair|chairman|chairwoman|minister|secretary|leader|spokes(?:man|woman|person)|mayor|president|"
    r"founder|head|organiser|editor|author|commissioner|professor|deputy|MP),? $"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Cc]overing|[Nn]ear|[Ff]rom|[Oo]utside|[Aa]round|[Ww]ithin|[Aa]t|[Ii]nto|[Oo]ver|"
    r"(?:commissioned|appointed|chosen|selected|named|shortlisted|recommended|providers?|operators?|contractors?|bidders?|winners?|tenders?|commissioners?) (?:for|in|of)|(?:contracts?|lots?|tranches?|areas?|regions?|services?|boroughs?|county|counties|city|cities|towns?|parts?|packages?|people|prisons|villages) (?:in|of|for|covering))"
    r"(?: the| both| all of| most of| parts of| much of| the whole of| the (?:county|city|borough|district|town|parish|region) of)? $"
)
_PLACE_AFTER = re.compile(
    r"(?: [a-z]+){0,2} (?:region|area|areas|county|borough|district|lot|prison|prisons|schools|villages|boroughs|pilot|contracts?|franchises?|routes?|tender|concession|hubs?|recovery service)"
)
_ORG_AFTER = re.compile(
    r"(?:'s (?:chief|director|bid|partners?|contract|staff|supply|board|parent|subcontractor)|, (?:a|an|the) (?:[\w-]+ ){0,5}(?:charity|company|firm|provider|operator|housing|social enterprise|consortium|business|mutual|group|subsidiary|not-for-profit|community interest|contractor|college|co-operative))"
)
_ORG_BEFORE = re.compile(
    r"(?:charit(?:y|ies)|compan(?:y|ies)|firms?|providers?|operators?|contractors?|enterprises?|consortium|associations?|mutuals?|groups?|partners?|subcontractors?|suppliers?|bidders?|"
    r"organisations?|businesses|incumbent|giant|specialists?|colleges?|agency|agencies|trusts?|subsidiary|incumbents|rivals?|by|awarded to|contract to|went to|led by|with)(?: the| called| including| include| are| is| such as| like|,|:)? $"
)


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
    ]
    sites = [
        Name(start=start, end=end, surface=text[start:end], kind=Kind.PLACE)
        for start, end in areas
        if not any(name.start < end and start < name.end for name in known)
    ]
    fixed = sorted([*known, *sites], key=lambda name: name.start)
    names: list[Name] = []
    position = 0
    lowered = set(re.findall(r"(?<![.!?:;] )(?<!^)\b[a-z]{3,}\b", text))
    for match in _RUN.finditer(text):
        inside = [name for name in fixed if name.start < match.end() and name.end > match.start()]
        for start, end in _pieces(text, match.start(), match.end(), inside, lowered):
            if start < position or any(name.start <= start and end < name.end for name in inside):
                continue
            name = _classified(text, start, end, inside, things)
            if name:
                names.append(name)
                position = name.end
    taken = [(name.start, name.end) for name in names]
    names += [name for name in fixed if not any(s < name.end and e > name.start for s, e in taken)]
    return sorted(names, key=lambda name: name.start)


def _kind_of(organisation: Organisation) -> Kind:
    return Kind.ORGANISATION if organisation.part == "provider" else Kind.BUYER


def _pieces(text: str, start: int, end: int, inside: Sequence[Name], lowered: set[str]) -> list[tuple[int, int]]:
    """The names that one run of capital words holds: split at joining words that do not belong to a name."""
    tokens = [(start + m.start(), start + m.end(), m.group()) for m in _WORD.finditer(text[start:end])]
    spans = [(name.start, name.end) for name in inside]
    pieces: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(tokens) + 1):
        if index < len(tokens) and not _parts(tokens, first, index, spans):
            continue
        piece = tokens[first:index]
        first = index
        while piece and piece[0][2] in _JOINERS:
            piece = piece[1:]
        piece = _trimmed(text, piece, lowered, spans)
        while piece and piece[-1][2] in _JOINERS:
            piece = piece[:-1]
        if piece:
            pieces.append((piece[0][0], piece[-1][1]))
    return pieces


_JOINERS = frozenset(["of", "for", "and", "&", "in", "to", "at", "on", "upon", "de", "with", "the"])


def _parts(tokens: Sequence[tuple[int, int, str]], first: int, index: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a new name begins at ``tokens[index]``."""
    start, end, word = tokens[index]
    if any(s < start < e for s, e in spans):
        return False
    before = tokens[index - 1][2]
    if (
        before in words("calendar")
        and before not in {"May", "March", "Sun", "Sat"}
        or word in words("calendar")
        and word not in {"May", "March", "Summer", "Winter", "Spring", "Easter", "Christmas"}
        or (before.isdigit() and len(before) == 4)
    ):  # noqa: PLR2004
        return True
    if any(e == tokens[index - 1][1] for s, e in spans) and word not in words("heads") | words("legal") | {"&"}:
        ahead = _until_joiner(tokens[index:])
        return not (ahead and ahead[-1] in words("heads") and index - first == 1)
    if _POSSESSIVE.search(tokens[index - 1][2]) and word not in _JOINERS:
        owner = tokens[index - 1][2]
        return not (owner.endswith(("n's", "s'", "n's")) or index - first == 1 or tokens[index - 2][2] == "St")
    if word not in _JOINERS or tokens[index - 1][2] in _JOINERS:
        return False
    left = [token[2] for token in tokens[first:index]]
    right = [token[2] for token in tokens[index + 1 :] if token[2] not in _JOINERS]
    return not _joins(word, left, right)


def _until_joiner(tokens: Sequence[tuple[int, int, str]]) -> list[str]:
    ahead = []
    for _, _, word in tokens:
        if word in _JOINERS:
            break
        ahead.append(word)
    return ahead


def _joins(word: str, left: Sequence[str], right: Sequence[str]) -> bool:
    heads, generic = words("heads"), words("generic")
    last = left[-1]
    if word == "&":
        return True
    if not right:
        return False
    if word == "and":
        if fold(" ".join([*left, "and", *right])) in places() or fold(" ".join([*left, "and the", *right])) in places():
            return True
        tail = next((w for w in right[:4] if w in heads or w in words("commissioners")), None)
        if last in generic and (right[0] in heads or right[0] in generic):
            return True
        if fold(" ".join(left)) in places() and tail is not None and fold(right[0]) in places():
            return fold(" ".join(right[:2])) not in places() or len(right) > 2
        return last in words("nationalities")
    if word in {"of", "on", "upon"} and right and fold(" ".join([*left, word, right[0]])) in places():
        return True
    if word == "of":
        return (
            last in words("of_heads")
            or last in words("titles")
            or last in words("commissioners")
            or (len(left) > 1 and last in heads)
        )
    if word in {"for", "on"}:
        return last in words("of_heads") or last in {
            "Action",
            "Advice",
            "Support",
            "Network",
            "Citizens",
            "Homes",
            "Housing",
        }
    if word == "in":
        return fold(right[0]) not in places() and right[0] in heads | generic | {
            "Prison",
            "Communities",
            "Partnership",
            "Need",
        }
    if word == "to":
        return len(left) == 1 and len(right) == 1 and last not in words("starters")
    return word in {"at", "de", "upon"} and (last in {"Hub", "Place", "House", "Centre", "Newcastle"} or right[0] in {"Work", "Home", "Heart", "Play"})


def _trimmed(
    text: str, piece: list[tuple[int, int, str]], lowered: set[str], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """``piece`` without the first words that are capital only because a sentence begins there."""
    while piece:
        start, _, word = piece[0]
        if any(s <= start < e for s, e in spans):
            return piece
        bare = _POSSESSIVE.sub("", word)
        if len(piece) > 1 and piece[1][2] in words("heads") and word not in _FUNCTION and bare not in words("starters"):
            return piece
        begins = _begins_sentence(text, start)
        if begins and len(piece) > 1 and (bare in words("starters") or bare in {"Neighbouring", "Nearby", "Rural", "Urban"}) and fold(" ".join(token[2] for token in piece[1:])) in places():
            return piece[1:]
        if word in _FUNCTION and not (word in {"The", "A"} and not begins):
            piece = piece[1:]
            continue
        if begins and len(piece) == 1 and (bare in words("starters") or bare.casefold() in lowered or _ordinary(text, piece[0])):
            return []
        return piece
    return piece


def _ordinary(text: str, token: tuple[int, int, str]) -> bool:
    """Whether a word at the head of a sentence has the ending of an ordinary word and a small word after it."""
    _, end, word = token
    return bool(re.search(r"(?:ing|ed|ly|ions?|ments?|ances?|ity|ities|ness|ers|als|ors|ages)$", word)) and bool(re.match(r" [a-z]", text[end : end + 2]))


_FUNCTION = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "By",
        "For",
        "From",
        "To",
        "With",
        "And",
        "But",
        "Or",
        "Nor",
        "If",
        "When",
        "While",
        "As",
        "After",
        "Before",
        "Since",
        "Until",
        "Both",
        "Its",
        "Their",
        "His",
        "Her",
        "Our",
        "My",
        "Your",
        "It",
        "He",
        "She",
        "They",
        "We",
        "You",
        "I",
        "This",
        "That",
        "These",
        "Those",
        "There",
        "Here",
        "What",
        "Which",
        "Who",
        "Why",
        "How",
        "Where",
        "All",
        "Some",
        "Many",
        "Most",
        "Each",
        "Every",
        "No",
        "Not",
        "Yes",
        "Is",
        "Are",
        "Was",
        "Were",
        "Will",
        "Would",
        "Could",
        "Can",
        "May",
        "Might",
        "Should",
        "Did",
        "Do",
        "Does",
        "Has",
        "Have",
        "Had",
        "Under",
        "Over",
        "Across",
        "During",
        "Between",
        "Among",
        "Meanwhile",
        "However",
        "Also",
        "Then",
        "So",
        "Now",
        "Last",
        "Next",
        "Of",
        "About",
        "Into",
        "Only",
        "Once",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "One",
        "Instead",
        "Although",
        "Though",
        "Because",
        "Unlike",
        "Like",
        "Led",
    ]
)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start]
    return (
        not before.strip()
        or before.endswith("\n")
        or before.rstrip(" \"'(")[-1:] in {".", "!", "?", ":", "", "\n", ";"}
    )


def _classified(text: str, start: int, end: int, inside: Sequence[Name], things: frozenset[str]) -> Name | None:
    surface = text[start:end]
    stripped = _POSSESSIVE.sub("", surface)
    if stripped != surface and not surface.startswith("St ") and re.match(r" ?[a-z]", text[end : end + 2]):
        end -= len(surface) - len(stripped)
        surface = stripped
    for name in inside:
        if (
            name.start >= start
            and name.end <= end + 2
            and _covers(surface, name)
            and (name.known or name.end - name.start >= end - start - 4)
        ):
            return replace(name, short=_definition(text, name.end))
    folded = fold(surface)
    if (
        folded in things
        or any(folded.endswith((" " + thing, " " + thing + "s")) or folded == thing + "s" for thing in things)
        or re.fullmatch(r"[A-Z]{2,5}s", surface)
    ):
        return Name(start=start, end=end, surface=surface, kind=Kind.THING)
    legal = _LEGAL_TAIL.match(text, end)
    if legal:
        end = legal.end()
        surface = text[start:end]
    kind = kind_of(text, start, end)
    if kind is None:
        return None
    return Name(start=start, end=end, surface=surface, kind=kind, short=_definition(text, end))


def _covers(surface: str, name: Name) -> bool:
    """Whether the known name is what the run of words names, not a part of another name (``Harbour Scotland``)."""
    rest = [word for word in fold(surface).split() if word not in fold(name.surface).split()]
    return not rest or all(word in {"the", "ltd", "limited", "plc", "cic", "llp", "inc", "uk"} for word in rest)


def _definition(text: str, end: int) -> str:
    match = _DEFINITION.match(text, end)
    return match.group(1) if match else ""


def kind_of(text: str, start: int, end: int) -> Kind | None:
    """What the capital sequence ``text[start:end]`` is; ``None`` if it is no name at all (a date, a lone stop word)."""
    surface = text[start:end]
    parts = [word for word in re.split(r"[ ]", surface) if word not in _JOINERS]
    bare = [_POSSESSIVE.sub("", word.strip(".")) for word in parts]
    before, after = text[max(0, start - 60) : start], text[end : end + 90]
    if not bare or all(
        word.isdigit() or word in words("calendar") | words("nationalities") or not word[:1].isalnum() for word in bare
    ):
        return None
    if all(word in words("starters") for word in bare) and _begins_sentence(text, start):
        return None
    if all(word in words("procurement") for word in bare):
        return None
    if any(phrase in surface for phrase in phrases("commissioner_phrases")):
        return Kind.BUYER
    if len(bare[-1]) == 1 and len(bare) == 1:
        return None
    if bare[-1] in words("legal"):
        return Kind.ORGANISATION
    if bare[0] in words("titles") or (
        len(bare) > 1 and bare[0] in words("given") and bare[-1] not in words("heads") and "&" not in bare
    ):
        return Kind.PERSON
    if re.search(r"\b(?:Mr|Mrs|Ms|Dr|Sir|Cllr|Lord|Lady|Dame)\.? $", before):
        return Kind.PERSON
    if fold(surface) in places() and not _ORG_AFTER.match(after):
        return Kind.PLACE
    if set(bare) & words("commissioners") and bare[-1] not in words("heads"):
        return Kind.BUYER
    if bare[-1] in words("heads") or (
        len(bare) > 1 and bare[0] in words("of_heads") and len(parts) < len(surface.split())
    ):
        return Kind.BUYER if set(bare) & {"Ministry", "Department", "Government"} else _headed(text, start, bare)
    if set(bare[-1:]) & words("things") or (bare[0] in words("things") and len(bare) < 3):
        return Kind.THING
    return _by_context(bare, before, after, start, text)


def _headed(text: str, start: int, bare: Sequence[str]) -> Kind | None:
    if len(bare) > 1:
        return Kind.ORGANISATION
    # "the Trust", "the Partnership": a second mention, resolved by whoever reads the sentence.
    return (
        None
        if re.search(r"\b[Tt]he $", text[max(0, start - 4) : start]) or _begins_sentence(text, start)
        else Kind.WEAK
    )


def _by_context(bare: Sequence[str], before: str, after: str, start: int, text: str) -> Kind | None:
    if _PERSON_BEFORE.search(before) and len(bare) > 1:
        return Kind.PERSON
    if re.match(r"(?: and [A-Z]\w+)? (?:[Cc]ouncils?|[Cc]ouncil's|MPs?|councillors?|residents|ministers)\b", after):
        return Kind.BUYER
    if re.search(r"\bthe $", before) and _PLACE_AFTER.match(after) and not (len(bare) == 1 and bare[0].isupper()):
        return Kind.PLACE
    if _ORG_AFTER.match(after) or _ORG_BEFORE.search(before):
        return Kind.ORGANISATION
    if len(bare) > 1 and _PERSON_AFTER.match(after) and bare[0].istitle():
        return Kind.PERSON
    if _PLACE_BEFORE.search(before) or (_PLACE_AFTER.match(after) and re.search(r"\bthe $", before)):
        return Kind.PLACE
    if _ACRONYM.match("".join(bare)) or any(re.search(r"[a-z][A-Z]|\d", word) for word in bare):
        return Kind.WEAK if len(bare) == 1 and bare[0].isupper() else Kind.ORGANISATION
    return Kind.WEAK
