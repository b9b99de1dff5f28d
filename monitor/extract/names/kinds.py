"""What a capital sequence is taken for: an organisation, a buyer, a place, a person or a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from monitor.extract.names import surroundings as around
from monitor.extract.names.capitals import spoken
from monitor.extract.names.codes import is_code, stand_for_a_thing
from monitor.extract.names.commissioners import commissions, governs, is_of_a_cause, is_of_the_nhs
from monitor.extract.names.deeds import does
from monitor.extract.names.grounds import (
    VENUES,
    begins_sentence,
    is_description,
    is_known_place,
    is_land,
    is_part_of_map,
    is_title,
    is_told_as_place,
    sits_in_a_state,
)
from monitor.extract.names.people import is_person
from monitor.extract.names.ties import TWIN, is_nation
from monitor.extract.names.unnamed import is_hidden, is_lettered, is_of_a_people, names_nothing
from monitor.extract.words.lexicon import phrases, places, words
from monitor.text import fold


class Kind(StrEnum):
    """What a capital sequence is taken for."""

    ORGANISATION = "organisation"
    WEAK = "weak"
    BUYER = "buyer"
    PLACE = "place"
    PERSON = "person"
    THING = "thing"


#: What may be an organisation of the contract: known as one, or by what is said of it.
BODIES = frozenset({Kind.ORGANISATION, Kind.WEAK})


def bare_of(name: str) -> str:
    """``name`` without the possessive at its end."""
    if "'" not in name:
        return name
    if name.endswith("s'"):
        return name[:-1]
    return name[:-2] if name.endswith(("'s", "'S")) else name


_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.]{1,7}$|[A-Z]+\d+[A-Z]*$|\d+[A-Z]+$")
_CAMEL = re.compile(r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^Fitz)(?<=[a-z])[A-Z]|[A-Za-z]{2}\d|\d[A-Za-z]{2}")


#: Words for things that end the names of bodies too, which are told so by what is given to them or done by them.
_SOFT = frozenset({"Programme", "Scheme", "Fund", "Day", "Challenge", "IT", "Lottery", "Round"})


#: The letters of a prison, of a centre for young offenders or for those who are to be removed, behind what it is called.
_CUSTODIAL = frozenset({"STC", "YOI", "IRC", "HMP", "HMYOI"})
#: What is bought, where a line begins with those who want it: "Bids for Kickstart closed at noon".
_WANTED = frozenset({"Bids", "Tenders", "Applications", "Referrals", "Competition", "Procurement"})
#: A county, borough or district council by its letters.
_COUNCIL = re.compile(r"(?:[A-Z]CC|[A-Z]{1,2}(?:MBC|MDC))$")
_BUYERS_LETTERS = frozenset({"CC", "CBC", "MBC", "MDC", "CCGs", "ICBs", "PCTs", "LEPs", "PCCs"})
#: Whoever is so styled is a person, whatever office stands before it.
_STYLES = frozenset(
    {"Dame", "Sir", "Lord", "Lady", "Mr", "Mrs", "Ms", "Dr", "Baroness", "Commodore", "Councillor", "MSP", "MP"}
)


JOINERS = frozenset(["of", "for", "and", "&", "in", "to", "at", "on", "upon", "with", "the", "i", "yr"]) | words(
    "particles"
)


def kind_of(text: str, start: int, end: int) -> Kind | None:
    """What the capital sequence ``text[start:end]`` is; ``None`` if it is no name at all (a date, a lone stop word)."""
    surface = spoken(text[start:end])
    parts = [word for word in surface.split(" ") if word not in JOINERS]
    bare = [bare_of(word.strip(".")) for word in parts]
    # No pattern reaches over the end of a line; where a line begins they have nothing to look at.
    before, after = text[max(0, start - 60, text.rfind("\n", 0, start) + 1) : start], text[end : end + 90]
    if names_nothing(bare, text, start, end):
        return None
    if all(word in words("procurement") for word in bare):
        # "led by Framework"
        led = len(bare) == 1 and not bare[0].endswith("s") and around.LED_BY.search(before)
        return Kind.ORGANISATION if led else None
    if phrases("commissioner_phrases").search(surface) and bare[-1] not in words("legal"):
        return Kind.BUYER
    if (len(bare) == 1 and len(bare[0]) == 1) or is_code(surface):
        return None
    if is_hidden(bare):
        return None
    if is_lettered(bare) or is_of_a_people(bare) or (bare[0] in _WANTED and f"{bare[0]} for " in surface):
        return Kind.THING
    if len(bare) == 1 and before.endswith(" for ") and TWIN.fullmatch(bare[0]):
        return Kind.PLACE
    if bare[-1] in words("legal"):
        # "'); DROP TABLE documents;-- Ltd": a legal form alone is nobody's name.
        return Kind.ORGANISATION if len(bare) > 1 else None
    if is_of_a_cause(bare):
        return Kind.ORGANISATION
    if told := _told_by_words(bare, before, after):
        return told
    called = bool(around.ORG_AFTER.match(after) and not around.PERSON_AFTER.match(after))
    if around.STYLED.search(before) or is_person(
        bare, surface, before, after, acts=bool(around.ACTS.match(after)), called=called
    ):
        return Kind.PERSON
    if bare[0] in {"HMP", "HMYOI", "YOI", "Isle", "Isles"} and 1 < len(bare) < 5 and bare[-1] not in words("heads"):
        return Kind.PLACE
    if len(bare) > 1 and bare[-1] in _CUSTODIAL:
        return Kind.PLACE
    if (is_part_of_map(bare) and not around.ACTS.match(after)) or is_known_place(bare_of(surface), before, after):
        return Kind.PLACE
    if commissions(bare, surface) or governs(bare, surface):
        return Kind.BUYER
    if is_description(bare) and not (called or around.ACTS.match(after) or around.ORG_BEFORE.search(before)):
        return Kind.THING
    if bare[-1] in words("heads") or (
        len(bare) > 1 and bare[0] in words("of_heads") and len(parts) < len(surface.split())
    ):
        return Kind.BUYER if set(bare) & {"Ministry", "Department", "Government"} else _headed(text, start, bare)
    if _is_of_a_nation(parts, surface):
        return Kind.ORGANISATION
    if bare[-1] in _SOFT and len(bare) > 1 and (does(text, end) or around.GIVEN_BEFORE.search(before)):
        return Kind.WEAK
    if set(bare[-1:]) & words("things") or (bare[0] in words("things") and len(bare) < 3 and not is_of_the_nhs(bare)):
        return Kind.THING
    if bare[-1] in words("sites") and (len(bare) < 2 or around.PLACE_BEFORE.search(before)):
        return Kind.THING
    return _by_context(bare, before, after, start, text)


def _told_by_words(bare: Sequence[str], before: str, after: str) -> Kind | None:
    """What single words in or beside a name say of it, whatever its head word is."""
    if "Member" in bare[:3] or set(bare[1:3]) & _STYLES:
        return Kind.PERSON
    if len(bare) > 2 and bare[-2] in words("given") and bare[0] in words("nationalities"):
        return Kind.PERSON
    if (
        len(bare) < 4
        and (around.CALLED.search(before) or around.OFFICER_OF.search(before))
        and fold(" ".join(bare)) not in places()
    ):
        return Kind.ORGANISATION
    if around.COUNCILS_OWN.match(after) and bare[-1].isupper():
        return Kind.BUYER
    if around.BASED_AFTER.match(after):
        return Kind.PLACE
    if len(bare) > 1 and " ".join(bare[-2:]) in VENUES:
        return Kind.THING
    if len(bare) > 1 and around.ROLE_BEFORE.search(before) and bare[-1] not in words("legal"):
        return Kind.THING
    if around.FAMILY_BEFORE.search(before) and around.FAMILY_AFTER.match(after):
        return Kind.PERSON
    if after.startswith(("-style ", "-type ")) or (before[-4:] in {"the ", "The "} and around.MODEL_AFTER.match(after)):
        return Kind.THING
    return _told_by_last(bare, before, after)


def _told_by_last(bare: Sequence[str], before: str, after: str) -> Kind | None:
    """What the last word of a name says of it: a street, a service that is bought, a council by its letters."""
    last = bare[-1]
    # "the South West Trains franchise" is what is run, and the area of who runs it.
    if len(bare) > 1 and before.endswith(("the ", "The ")) and after.startswith(" franchise"):
        return Kind.PLACE
    if (
        len(bare) > 1
        and last in words("streets")
        and not around.ORG_AFTER.match(after)
        and not around.ACTS.match(after)
    ):
        return Kind.THING
    if (
        len(bare) > 1
        and last in words("sought")
        and around.SOUGHT_BEFORE.search(before)
        and not around.ACTS.match(after)
    ):
        return Kind.THING
    if len(bare) > 1 and last in words("bought") and around.KEPT_BEFORE.search(before):
        return Kind.THING
    if (
        last in words("attended")
        and len(bare) > 1
        and (around.ATTENDED_BEFORE.search(before) or around.ATTENDED_AFTER.match(after))
    ):
        return Kind.THING
    # "Victim Aid for the National Homicide Service", and no "for the Vale Ambulance Service"
    if (
        last in words("worked_on")
        and len(bare) > 1
        and not set(bare) & words("of_everywhere")
        and before.endswith(" for the ")
        and around.NAME_FOR_THE.search(before)
    ):
        return Kind.THING
    if len(bare) == 1 and stand_for_a_thing(last, before):
        return Kind.THING
    if _COUNCIL.match(last) if len(bare) == 1 else last in _BUYERS_LETTERS:
        return Kind.BUYER
    # "South Devon and Torbay CCG": who buys is called after where.
    if around.BUYS_AFTER.match(after) or (bare == ["Transport"] and around.FOR_A_PLACE.match(after)):
        return Kind.BUYER
    return None


#: Of the last words of names those that say of no body what it is, so that one may be called so alone.
_OWN_HEADS = frozenset(
    {"Mind", "Refuge", "Forward", "Together", "Connect", "Catch", "Links", "Vision", "Relief", "Enterprise", "Futures"}
)


def _is_of_a_nation(parts: Sequence[str], surface: str) -> bool:
    """Whether a name that has its own last word goes on with that of a nation: "Problem Gambling Foundation of New Zealand"."""
    own, of, land = surface.rpartition(" of ")
    said = own.split(" ")
    return bool(of) and is_nation(land.split(" ")) and said[-1] in words("heads", "firms") and len(parts) > 1


def _headed(text: str, start: int, bare: Sequence[str]) -> Kind | None:
    if len(bare) > 1:
        return Kind.ORGANISATION
    # "the Trust", "the Partnership": a second mention, resolved by whoever reads the sentence.
    return (
        None
        if re.search(r"\b[Tt]he $", text[max(0, start - 4) : start])
        or (begins_sentence(text, start) and not (bare[0] in _OWN_HEADS and does(text, start + len(bare[0]))))
        or (bare[0] == "Partnership" and text.startswith(" with ", start + len(bare[0])))
        else Kind.WEAK
    )


#: "Kyloe House in Hull and the Atkinson Unit in Exeter": a list of bodies with their places.
_LISTED_WITH_PLACE = re.compile(r"\bin [A-Z][\w'-]+(?: [A-Z][\w'-]+)?,? (?:and )?(?:the )?$")
_MIXED = re.compile(r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^Fitz)(?<=[a-z])[A-Z]|\d")


def _by_context(bare: Sequence[str], before: str, after: str, start: int, text: str) -> Kind | None:
    tied = " & " in text[start : start + len(" ".join(bare)) + 2]
    # Of two conditions the one that is looked up comes before the one that is searched for.
    if len(bare) > 1 and around.PERSON_BEFORE.search(before):
        return Kind.PERSON
    if around.COUNCIL_AFTER.match(after):
        return Kind.BUYER
    if any(_CAMEL.search(word) for word in bare) or "& Co" in " ".join(bare) or bare[-1] in {"UK", "GB"}:
        return Kind.ORGANISATION
    if around.RESIDENTS_AFTER.match(after):
        return Kind.PLACE
    if (
        around.THE_BEFORE.search(before, max(0, len(before) - 5))
        and around.PLACE_AFTER.match(after)
        and not (len(bare) == 1 and bare[0].isupper())
    ):
        return Kind.THING if is_title(bare) else Kind.PLACE
    if bare[-1] in words("services"):
        return Kind.THING if around.PLACE_BEFORE.search(before) or around.PLACE_AFTER.match(after) else Kind.WEAK
    if around.GROUP_AFTER.match(after) and around.PART_OF.search(before):
        return Kind.ORGANISATION
    if after.startswith("'s ") and around.AT.search(before):
        return Kind.WEAK
    if bare[0].isdigit() and bare[-1] in words("procurement"):
        return Kind.THING
    if is_told_as_place(text, start, before, after):
        return Kind.PLACE
    if (
        around.ORG_AFTER.match(after)
        or around.ORG_BEFORE.search(before)
        or (len(bare) > 2 and tied)
        or sits_in_a_state(after)
    ):
        return Kind.ORGANISATION
    if len(bare) > 1 and around.PERSON_AFTER.match(after) and bare[0].istitle() and not around.IN_BEFORE.search(before):
        return Kind.PERSON
    if not tied and is_land(bare, acts=bool(around.ACTS.match(after))):
        return Kind.PLACE
    if around.SERVICE_BEFORE.search(before) and len(bare) < 3 and re.match(r"\.(?: |\n|$)|\n|$", after):
        return Kind.PLACE
    if after.startswith(" in ") and after[4:5].isupper() and _LISTED_WITH_PLACE.search(before):
        return Kind.WEAK
    if around.NO_PLACE_BEFORE.search(before) or around.IN_ITS_STEAD.match(after):
        return Kind.WEAK
    if around.PLACE_BEFORE.search(before) and not (
        bare[-1].isupper() and (before.endswith(" of ") or (around.AT.search(before) and len(bare) == 1))
    ):
        return Kind.PLACE
    if _ACRONYM.match("".join(bare)) or any(_MIXED.search(word) for word in bare):
        return Kind.WEAK if len(bare) == 1 and bare[0].isupper() else Kind.ORGANISATION
    return Kind.WEAK
