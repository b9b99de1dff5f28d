"""What "of", "to" and "and" tie: a name that they stand inside, or one and what only stands behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.words.lexicon import is_common, phrases, places, words
from monitor.text import fold

#: Two places that are one district: "Holme-Pellworth".
TWIN = re.compile(r"[A-Z][a-z]+-[A-Z][a-z]+")


def is_place(ahead: Sequence[str]) -> bool:
    """Whether a place that everybody knows begins ``ahead``."""
    return any(fold(" ".join(ahead[:count])) in places() for count in range(1, min(4, len(ahead)) + 1))


def is_nation(ahead: Sequence[str]) -> bool:
    """Whether the name of a nation, a state or a province begins ``ahead``: a body that has it in its name is of all of it."""
    return any(is_wholly_nation(ahead[:count]) for count in range(1, min(3, len(ahead)) + 1))


def is_wholly_nation(ahead: Sequence[str]) -> bool:
    """Whether words are the name of a nation, a state or a province and no more."""
    said = " ".join(ahead)
    return (
        said in words("nations", "states")
        or phrases("provinces").fullmatch(said) is not None
        or phrases("countries").fullmatch(said) is not None
    )


def is_phrase(left: str, right: str) -> bool:
    """Whether two words with a small one between them make a name of their own ("Time for Teeth", "Mind the Gap")."""
    said = words("things", "procurement", "commissioners", "calendar", "legal")
    return (
        left not in said
        and left not in words("function", "titles")
        and right not in said
        and fold(right) not in places()
        and not (right.isupper() and len(right) > 1 and not is_common(left))
    )


def joins_to(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether "to" stands inside a name: "Acorns to Oaks", "Routes to Work South", and no "lost Tideway to Ravelin"."""
    last = left[-1]
    # "Bright Freedom to Travel Ltd": a trade and a legal form are nobody's whole name.
    if len(right) == _PAIR and right[1] in words("legal") and right[0] in words("heads") and is_common(last):
        return last not in words("heads", "procurement", "things", "calendar", "generic")
    if len(left) > 1 or not right:
        return False
    called = last.endswith("s") and last[1:].islower() and is_phrase(last, right[0])
    routed = last in words("to_heads") and last not in {"Home", "Access", "Return"} and not is_place(right)
    return (called or last in words("to_heads")) and (len(right) == 1 or (routed and len(right) < _LONG))


#: So many words lead nowhere.
_LONG = 5


def _seats(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether "of" says where a whole name sits ("Inkpot Translations of Leith") or whom a person belongs to."""
    if len(left) > 1 and left[-1] in words("firms") and is_place(right) and not is_nation(right):
        # "Rail Corporation of Hong Kong", and no "Corrections Corporation of America"
        return True
    if len(left) == 2 and left[0] in words("given") and left[1] not in words("heads", "of_heads"):
        # "Ruth Vane of Acorn Care"
        return True
    if (
        len(left) > 1
        and left[-1] == "Group"
        and len(right) < 3
        and not (set(right) & words("heads", "generic") or is_nation(right))
    ):
        return True
    # "Marlin Trust of Leeds"
    if (
        len(left) > 1
        and left[-1] in words("seated")
        and is_place(right)
        and not is_nation(right)
        and not all(is_common(word) or fold(word) in places() for word in left)
    ):
        return True
    if len(left) < 2 or left[-1] in words("of_heads") or len(right) != 1:
        return False
    return left[0] in words("given") or (
        left[-1] in words("heads", "firms") and right[0] not in words("heads", "generic") and not is_nation(right)
    )


def _governs(left: Sequence[str]) -> bool:
    return left[-1] in _GOVERNS and len(left) < 3


_GOVERNS = frozenset({"Borough", "Port", "States", "City"})


def _is_surname(word: str) -> bool:
    """Whether a word may be whose a firm is: no common word, no head of a name."""
    common = (
        "heads",
        "generic",
        "of_heads",
        "things",
        "procurement",
        "titles",
        "starters",
        "function",
        "services",
        "lands",
        "compass",
        "calendar",
        "nationalities",
        "nations",
        "commissioners",
        "topics",
        "described",
        "portfolios",
        "given",
        "served",
    )
    return word.istitle() and word not in words(*common) and not word.endswith(("ion", "ing", "ment", "ity", "ance"))


def joins_of(left: Sequence[str], right: Sequence[str]) -> bool:
    last = left[-1]
    # "Kirby's of Keynsham"
    if last.endswith("'s") and len(left) == 1 and fold(right[0]) in places():
        return True
    # "Isle of Sheppey", "Vale of Leven"
    if last in _GROUND_OF and len(left) == 1:
        return True
    # "Heart of Kent Hospice", "City of Winchester Trust"
    if last in words("lands") and len(left) < _LONG - 2 and is_place(right) and right[-1] in words("heads"):
        return True
    # "Keenan of Ayr", "London Borough of Merton", "Port of Leith"
    firm = len(left) == 1 and _is_surname(last) and not is_nation(right)
    if is_place(right) and (_governs(left) or firm):
        return True
    if _seats(left, right):
        return False
    # "Healthcare of New Zealand", "Providence Service Corp. of Texas"
    if is_nation(right) and (last in words("firms") or (len(left) > 1 and last in words("legal", "shortened"))):
        return True
    # "Blue Cross and Blue Shield of Oklahoma"
    if is_nation(right) and left[0] in left[1:] and "and" in left:
        return True
    if last in words("of_heads", "titles", "commissioners") or (len(left) > 1 and last in words("heads")):
        return True
    return last not in words("starters", "things", "calendar") and not is_place(right)


#: What stands before "of" and a place in the name of a place.
_GROUND_OF = frozenset({"Isle", "Isles", "Vale", "Mull", "Forest", "Kyle", "Gulf", "Bay", "Firth", "Bridge", "Mouth"})


def joins_in(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether "in" stands inside a name: "Hope in Hand", "Mind in Harrow", and no "Marlin in Connect Plus"."""
    if len(left) == 1 and left[0] in words("local") and is_place(right):
        return True
    if fold(right[0]) in places() or right[0] in _BRANDS:
        return False
    # "Partners in Canadian Veterans Rehabilitation Services"
    if left[-1] in words("in_heads") and all(is_common(word) or word in words("nationalities") for word in right):
        return True
    return right[0] in _INSIDE or right[0] in words("heads", "generic")


_INSIDE = frozenset({"Prison", "Communities", "Partnership", "Need"})
#: What ends names and begins others.
_BRANDS = frozenset({"Connect", "Forward", "Catch"})


def are_many(word: str, right: Sequence[str]) -> bool:
    """Whether "of" says whose many things are ("Houses of Acorn Care"), and is no part of a name ("Seeds of Change")."""
    many = word.endswith("s") and is_common(word) and word not in words("of_heads", "heads", "titles", "commissioners")
    return many and not all(is_common(other) for other in right)


def is_one_service(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two kinds of work are told of one service or post: "Health Improvement and Weight Management Service", "Kent Fire and Rescue Service"."""
    if (
        not right
        or right[-1] not in _ONE
        or not all(is_common(word) for word in right)
        or any(word.islower() for word in left)
    ):
        return False
    kind = left[-1]
    if len(right) == _PAIR and (kind, right[0]) in _TWINS:
        return True
    headed = kind in words("heads") and kind not in words("generic", "commissioned")
    return not headed and all(is_common(word) for word in left)


_PAIR = 2
#: What is one of its kind, whatever is told of it.
_ONE = frozenset(
    {
        "Service",
        "Services",
        "Programme",
        "Project",
        "Pathway",
        "Team",
        "Lead",
        "Scheme",
        "Strategy",
        "Officer",
        "Manager",
    }
)
#: Work that goes together in the name of one service.
_TWINS = frozenset(
    {
        ("Fire", "Rescue"),
        ("Ambulance", "Rescue"),
        ("Money", "Pensions"),
        ("Drug", "Alcohol"),
        ("Drugs", "Alcohol"),
    }
)
