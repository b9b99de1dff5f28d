"""Where one name ends and the next begins within a run of capital words, and which small words belong to a name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from monitor.extract.names.couples import is_one_of_text
from monitor.extract.names.following import LEADS_ON, is_behind_its_place, is_what_it_works_on, sits_in_its_state
from monitor.extract.names.kinds import JOINERS, bare_of
from monitor.extract.names.owners import Seen, parts_from_owner
from monitor.extract.names.pairs import is_branch, is_of_saints, joins_and
from monitor.extract.names.ties import (
    TWIN,
    are_many,
    is_one_service,
    is_phrase,
    is_place,
    is_wholly_nation,
    joins_in,
    joins_of,
    joins_to,
)
from monitor.extract.words.lexicon import is_common, large_places, words
from monitor.text import fold

#: What is a season or a month, and a word of names too.
_NO_DATES = frozenset({"May", "March", "Sun", "Sat", "Summer", "Winter", "Spring", "Autumn", "Easter", "Christmas"})
_MONTHS = frozenset({"May", "March"})
#: "From 19th May", "late March".
_DATES = re.compile(r"(?:\b\d{1,2}(?:st|nd|rd|th)?|\b(?:[Ee]arly|[Ll]ate|[Mm]id)[ -]?) $")


def _is_dated(start: int, text: str) -> bool:
    """Whether the month that begins at ``start`` has its day before it, so that it is no word of a name."""
    return _DATES.search(text, max(0, start - 8), start) is not None


def begins_anew(
    tokens: Sequence[tuple[int, int, str]], first: int, index: int, spans: Sequence[tuple[int, int]], seen: Seen
) -> bool:
    """Whether a new name begins at ``tokens[index]``; ``seen`` says what stands alone elsewhere."""
    start, _end, word = tokens[index]
    if any(s < start < e for s, e in spans):
        return False
    if is_behind_its_place(tokens, first, index, spans, seen.text):
        return True
    if word in JOINERS and all(token[2] in JOINERS for token in tokens[index + 1 :]):
        # A line in capitals may end with a small word: it joins nothing.
        return True
    before = tokens[index - 1][2]
    if (
        (
            before in words("calendar")
            and (before not in _NO_DATES or (before in _MONTHS and _is_dated(tokens[index - 1][0], seen.text)))
        )
        or (word in words("calendar") and word not in _NO_DATES)
        or (before.isdigit() and len(before) == 4)
        or (word.isdigit() and _numbers_a_new(tokens, first, index))
        or word in words("headlines")
        or (word in TIES and _is_headline(tokens, index))
    ):
        return True
    if (
        any(e == tokens[index - 1][1] for s, e in spans)
        and word != "&"
        and word not in JOINERS
        and word not in words("heads", "legal")
    ):
        return _begins_behind(tokens, first, index, spans)
    if word not in JOINERS and bare_of(tokens[index - 1][2]) != tokens[index - 1][2]:
        return parts_from_owner(tokens, first, index, seen)
    if word not in JOINERS or tokens[index - 1][2] in JOINERS:
        return False
    if word == "for" and is_what_it_works_on(tokens, first, index):
        return True
    if word == "and" and is_of_saints(tokens[first:index], tokens[index + 1 :]):
        return False
    if word == "and" and (one := is_one_of_text(seen.text, tokens, first, index, spans)) is not None:
        return not one
    return _parts_at_joiner(tokens, first, index, seen)


def _parts_at_joiner(tokens: Sequence[tuple[int, int, str]], first: int, index: int, seen: Seen) -> bool:
    """Whether the small word ``tokens[index]`` stands between two names and inside none."""
    word = tokens[index][2]
    while first < index - 1 and tokens[first][2] in JOINERS:
        first += 1
    if word == "of" and sits_in_its_state(tokens, index, seen.text):
        return True
    if word == "and" and _begins_another(tokens, index):
        return True
    left = [token[2] for token in tokens[first:index]]
    if not left or (word == "the" and fold(" ".join(left)) in large_places()):
        # "in Devon the Salvation Army"
        return True
    ahead = tokens[index + 1 :]
    if word == "and":
        ahead = [
            *itertools.takewhile(lambda token: token[2] not in LEADS_ON and token[2] not in words("headlines"), ahead)
        ]
    right = [token[2] for token in ahead if token[2] not in JOINERS]
    if right:
        right[-1] = bare_of(right[-1])
    # "the boroughs of the London consortium"
    if (
        word == "of"
        and len(left) == 1
        and tokens[index + 1][2] == "the"
        and is_place(right)
        and left[0] not in words("of_heads", "titles")
    ):
        return True
    # "Marlin Fellowship in Partnership with Acorn Care"
    if word == "in" and [token[2] for token in tokens[index + 1 : index + 3]] == ["Partnership", "with"]:
        return True
    if (
        word == "of"
        and len(left) == 1
        and right
        and (
            (tokens[index + 1][2] != "the" and are_many(left[0], right))
            or (is_place(right) and not is_common(left[0]) and left[0] not in words("given") and seen.stands(left[0]))
        )
    ):
        return True
    if (
        word == "and"
        and tokens[index + 1][2] != "the"
        and right
        and is_one_service(left, _until_joiner(tokens[index + 1 :]))
    ):
        return False
    if word == "to":
        return not joins_to(left, _until_joiner(tokens[index + 1 :], of="and"))
    return not _joins(word, left, right)


def _begins_another(tokens: Sequence[tuple[int, int, str]], index: int) -> bool:
    """Whether the words behind the "and" that is ``tokens[index]`` are how a name begins and how none goes on."""
    following, then = [*(token[2] for token in tokens[index + 1 : index + 3]), "", ""][:2]
    # "CFE Research and the University of Leeds"
    if following == "the" and tokens[index - 1][2] in words("heads", "generic"):
        return True
    # "Citizen's Advice and Action for Blind People"
    if then in {"for", "of", "on"} and (following == "Action" or following in words("of_heads")):
        return True
    # "Serco Leisure and Mind in Croydon"
    return following in words("local") and then == "in"


def _begins_behind(
    tokens: Sequence[tuple[int, int, str]], first: int, index: int, spans: Sequence[tuple[int, int]]
) -> bool:
    """Whether a new name begins at ``tokens[index]``, before which a place or a name ends that a list knows."""
    word = tokens[index][2]
    ahead = _until_joiner(tokens[index:])
    # "Abellio Essex Thameside Ltd": of what ends in a legal form all is the name.
    if ahead and ahead[-1] in words("legal"):
        return False
    # "Royal Free London NHS Foundation Trust": what the service calls all of its trusts names none.
    if word == "NHS" and ahead[-1] in {"Trust", "FT"} and index > first:
        return False
    before = [token[2] for token in tokens[first:index]]
    # "Marlin North and Thirteen Homes"
    sided = len(ahead) == 1 and not (is_place(before) or before[0] in words("compass"))
    last_start = next((s for s, e in spans if e == tokens[index - 1][1]), 0)
    # "Homes Tasmania", whatever name a list knows before the nation
    known = fold(" ".join(token[2] for token in tokens[first:index] if token[0] >= last_start))
    if is_wholly_nation(ahead) and known not in large_places():
        return False
    if word in words("compass") and word != "Greater" and (is_branch(before) or sided):
        return False
    # "Leicestershire Council for Voluntary Service"
    if word == "Council" and len(ahead) == 1 and [token[2] for token in tokens[index + 1 : index + 2]] == ["for"]:
        return False
    low = first
    while (
        low < index - 1
        and (tokens[low][2] in JOINERS or tokens[low][2] in words("function", "starters"))
        and not any(s <= tokens[low][0] < e for s, e in spans)
    ):
        low += 1
    # "East Cambridgeshire Trading Company", of which a list knows Cambridgeshire.
    # and "Central & North West London NHS FT", of which it knows London.
    # and "Royal Surrey County Hospital", of which it knows Surrey.
    while (
        low < index - 1
        and tokens[low][0] < last_start
        and (
            tokens[low][2] in {"&", "and", "Royal"}
            or tokens[low][2] in words("compass")
            or fold(tokens[low][2]) in large_places()
        )
    ):
        low += 1
    whole = any(s == tokens[low][0] and e == tokens[index - 1][1] for s, e in spans)
    if len(ahead) == 1 and index - low > 1 and ahead[0] not in words("heads"):
        return True
    if any(fold(" ".join(ahead[:count])) in large_places() for count in range(1, len(ahead) + 1)):
        return not (ahead and ahead[-1] in words("heads") and whole)
    return not (ahead and (ahead[-1] in words("heads") or _goes_on(ahead)) and whole)


def _numbers_a_new(tokens: Sequence[tuple[int, int, str]], first: int, index: int) -> bool:
    """Whether a number begins a name behind a whole one: "the Commissioning Support Service 365 Response"; "Solutions 4 Health" is one."""
    if len(tokens[index][2]) == 1 and index + 1 < len(tokens):
        said = words("lettered", "procurement", "calendar", "things", "titles", "commissioners")
        ahead = tokens[index + 1][2]
        return tokens[index - 1][2] in said or ahead not in words("generic", "served", "heads") or index - first > 2
    return index - first > 2 and index + 1 < len(tokens) and tokens[index - 1][2] in {"Service", "Services"}


#: Small words that a headline in capitals has between names ("Council Awards Contract To Acorn Care").
TIES = words("ties")


def _is_headline(tokens: Sequence[tuple[int, int, str]], index: int) -> bool:
    """Whether a verb or a deal of a headline stands before ``tokens[index]``, so that no name goes on over it."""
    return tokens[index - 1][2] in words("procurement") or any(
        token[2] in words("headlines") for token in tokens[:index]
    )


#: "Neither the X", "Currently the X": what only begins a sentence joins nothing.
def _opens(word: str) -> bool:
    return word not in _DEEDS and (word in words("starters") or word.endswith("ly"))


#: "Save the Children", "Help the Aged".
_DEEDS = frozenset({"Save", "Help", "Stop", "Change"})


def _goes_on(ahead: Sequence[str]) -> bool:
    """Whether the capital words after a place or a known name are part of a longer name ("the Kent Play Bus")."""
    said = words("titles", "procurement", "things", "calendar", "commissioners")
    return ahead[0] not in said and ahead[-1] not in said


def _until_joiner(tokens: Sequence[tuple[int, int, str]], of: str = "") -> list[str]:
    """The words up to the next small one, or up to the small word ``of``."""
    ahead = []
    for _, _, word in tokens:
        if word == of or (word in JOINERS and not of):
            break
        ahead.append(word)
    return ahead


def _joins(word: str, left: Sequence[str], right: Sequence[str]) -> bool:
    last = left[-1]
    if word == "&":
        return True
    if not right:
        return False
    if word == "and":
        return joins_and(left, right)
    if any(fold(" ".join([*left, word, *right[:count]])) in large_places() for count in (1, 2, 3)):
        return True
    if word in {"of", "for"} and last in words("legal"):
        return False
    if word == "for" and right[0] in {"Lot", "Lots", "Package", "Contract", "Tranche"}:
        return False
    if word == "of" and (left[0] in words("officers") or (left[-1] in words("officers") and "of" not in left)):
        return False
    if word == "of":
        return joins_of(left, right)
    if word in words("particles") or word in {"i", "yr"}:
        return True
    if word == "for" and last in words("of_heads") and last in words("commissioners"):
        return True
    if (
        word == "for"
        and right[0] in words("served")
        and last not in words("things", "procurement", "titles", "calendar")
    ):
        # "Time Out for Carers"
        return True
    if word in {"for", "the"} and len(left) == 1 and right and last[1:].islower():
        return not (word == "the" and _opens(last)) and is_phrase(last, right[0])
    twin = len(right) == 1 and TWIN.fullmatch(right[0])
    if word == "for" and len(left) > 1 and left[-2] not in words("generic") and (is_place(right) or twin):
        # "Harbour Trust for Kent, Mill Homes for Surrey", "Alder College for Holme-Pellworth": who does it where.
        return False
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
        return joins_in(left, right)
    return word in {"at", "upon"} and (
        last in {"Hub", "Place", "House", "Centre", "Newcastle"} or right[0] in {"Work", "Home", "Heart", "Play"}
    )
