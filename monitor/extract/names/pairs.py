"""Whether "and" stands inside one name or between two."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.extract.names.kinds import JOINERS, bare_of
from monitor.extract.names.ties import is_place
from monitor.extract.words.lexicon import large_places, phrases, words
from monitor.text import fold


def joins_and(left: Sequence[str], right: Sequence[str]) -> bool:
    known = large_places()
    heads, generic, last = words("heads"), words("generic"), left[-1]
    # "Central and South Sussex Citizens Advice": two sides of one stretch of country.
    # and "London Central and West Care Collaborative"
    sides = words("compass")
    beside = all(word in sides for word in left) or (last in sides and fold(" ".join(left[:-1])) in known)
    if beside and right[0] in sides and right[-1] in heads:
        return True
    # "Herbert Vane and Son"
    if right[0] in _YOUNGER:
        return True
    # "Vale Women and Children's Refuge"
    if len(left) > 1 and bare_of(last) in _KIN and bare_of(right[0]) in _KIN and right[-1] in heads:
        return True
    # "Blues and Blues Ltd", "Cullet and Co", "Sports and Leisure Management Ltd"
    if (len(left) == 1 or left[0] in words("titles")) and (
        right[0] in words("kin") or (right[0] == last and set(right[1:2]) <= words("legal", "kin"))
    ):
        return True
    if fold(" ".join([*left, "and", *right])) in known or fold(" ".join([*left, "and the", *right])) in known:
        return True
    # "Royal Devon and Exeter NHS Foundation Trust", "East Suffolk and North Essex NHS Foundation Trust"
    ground = [word for word in right if word not in words("compass")]
    if fold(last) in known and is_place(ground) and {"NHS", "FT", "Hospitals"} & set(right[:4]):
        return True
    # "Kent and Medway NHS and Social Care Partnership Trust"
    if last == "NHS" and right[-1] in {"Trust", "FT"}:
        return True
    # "Royal Liverpool and Broadgreen University Hospitals NHS Trust"
    if left[0] == "Royal" and len(left) > 1 and last not in heads and {"NHS", "Hospitals"} & set(right[1:5]):
        return True
    # "Citizens Advice Staffordshire North and Stoke-on-Trent": the branch of a body for two places.
    there = right[1:] if right[0] in words("compass") and len(right) > 1 else right
    if is_branch(left) and _is_wholly_place(there) and not set(right) & words("commissioners"):
        return True
    # "Lancaster and District Homeless Action Service", "City and County Healthcare Group"
    if right[0] in {"District", "Districts", "County"} and len(left) < 3 and set(right[1:]) & heads:
        return True
    if left[0] == "Action" and "on" in left and right[0] in generic:
        return True
    if left[0] in words("of_heads") and left[0] in words("commissioners") and right[0] in generic | words("portfolios"):
        return True
    # "Care and Fun Club": what is common alone names nobody.
    if len(left) == 1 and last in generic and right[-1] in heads and fold(right[0]) not in known:
        return True
    # "Care UK" beside another body
    if len(right) == 2 and len(left) > 1 and right[1] in words("nations"):
        return False
    tail = next((w for w in right[:4] if w in heads or w in words("commissioners")), None)
    if last in generic and (right[0] in heads or right[0] in generic):
        return True
    if fold(" ".join(left)) in known and tail is not None and fold(right[0]) in known:
        return fold(" ".join(right[:2])) not in known or len(right) > 2
    # "Ashfield and Amber Valley Family Team"
    if fold(" ".join(left)) in known and right[-1] in _CREWS and fold(" ".join(right[:2])) in known:
        return True
    if len(left) == 2 and left[0] in {"The", "the"} and len(right) == 2 and right[1] in words("heads"):
        return True
    return last in words("nationalities")


def is_of_saints(left: Sequence[tuple[int, int, str]], right: Sequence[tuple[int, int, str]]) -> bool:
    """Whether "and" stands between those whom a hospital is called after: "Guy's and St Thomas' NHS Foundation Trust"."""
    said = [token[2] for token in left if token[2] not in JOINERS]
    return (
        0 < len(said) < _LONG
        and bare_of(said[-1]) != said[-1]
        and right[0][2] in {"St", "St."}
        and any(bare_of(token[2]) != token[2] or token[2] in _SICK for token in right[1:-1])
        and right[-1][2] in words("heads")
    )


_LONG = 3
_SICK = frozenset({"NHS", "Hospital", "Hospitals"})


def _is_wholly_place(ahead: Sequence[str]) -> bool:
    """Whether words are a place that everybody knows, or several."""
    return fold(" ".join(ahead)) in large_places() or all(fold(word) in large_places() for word in ahead)


#: Who is looked after together: of two of them neither is a body's last word.
_KIN = frozenset({"Women", "Men", "Girls", "Children", "Families", "Mothers", "Babies", "Youth", "Young"})
#: Who comes after a name that "and" joins with it, however long it is.
_YOUNGER = frozenset({"Son", "Sons", "Daughter", "Daughters", "Bros", "Brothers"})
_CREWS = frozenset({"Team", "Teams"})


def is_branch(left: Sequence[str]) -> bool:
    """Whether ``left`` is the name of a body with many branches and that of a place behind it."""
    last = left[-1]
    return phrases("federations").match(" ".join(left)) is not None and (
        fold(last) in large_places() or last in words("compass")
    )
