"""What in a name says that its bearer commissions, regulates or comments, and what says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.extract.words.lexicon import places, words
from monitor.text import fold


def commissions(bare: Sequence[str], surface: str) -> bool:
    """Whether a word of a name says that it commissions, regulates or comments, and the others do not say otherwise."""
    # A union comments; a credit union lends.
    if bare[-1] == "Union" and len(bare) > 1 and not set(bare) & {"Credit", "Rugby"}:
        return True
    # "the Province", whatever it is called.
    if len(bare) == 1 and bare[0] in words("realms"):
        return True
    if list(bare[:2]) == ["Public", "Health"] and len(bare) > _OF_A_PLACE:
        return True
    found = set(bare) & words("commissioners")
    if not found or bare[-1] in words("heads"):
        return False
    if found == {"Crown"}:
        # "Crown & Cole" commissions nothing, nor does "Crown Fine Storage".
        return " & " not in surface and (len(bare) == 1 or bare[-1] in words("crown"))
    # "Court Cavendish" judges nobody.
    if found == {"Court"} and bare[-1] != "Court" and bare[0] == "Court" and " of " not in surface:
        return False
    if found == {"Council"} and " Council on " in surface:
        return False
    return not (found == {"Executive"} and "'s " in surface)


#: "Public Health Dorset": the part of councils that buys.
_OF_A_PLACE = 2


def is_of_a_cause(bare: Sequence[str]) -> bool:
    """Whether a council is no place's but a cause's: "Refugee Council", "Wolverhampton Voluntary Sector Council"."""
    return bare[-1] == "Council" and len(bare) > 1 and bare[-2] in words("causes")


#: "London Borough of Merton", "States of Guernsey", "Port of Leith".
_GOVERNS = frozenset({"Borough", "Port", "States", "City"})


def governs(bare: Sequence[str], surface: str) -> bool:
    """Whether a name says of which place its bearer is the council or the harbour, or for what it is an office of state."""
    if bare[0] == "Office" and len(bare) > 1 and (" for " in surface or " of " in surface):
        return True
    return " of " in surface and (bare[0] in _GOVERNS or bare[1] == "Borough") and bare[-1] not in words("heads")


def is_of_the_nhs(bare: Sequence[str]) -> bool:
    """Whether a body of the health service is named by more than where it is: "NHS Direct"."""
    last = bare[-1]
    return bare[0] == "NHS" and last.istitle() and last not in words("compass") and fold(last) not in places()
