"""What a capital sequence is taken for: an organisation, a buyer, a place, a person or a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from monitor.extract.names.capitals import spoken
from monitor.extract.names.codes import is_code, stand_for_a_thing
from monitor.extract.names.commissioners import commissions, governs, is_of_a_cause, is_of_the_nhs
from monitor.extract.names.grounds import begins_sentence, is_description, is_land, is_title, is_told_as_place
from monitor.extract.names.people import is_person
from monitor.extract.words.behind import Behind
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
POSSESSIVE = re.compile(r"'[sS]$|(?<=s)'$")


_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.]{1,7}$|[A-Z]+\d+[A-Z]*$|\d+[A-Z]+$")
_CAMEL = re.compile(r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^Fitz)(?<=[a-z])[A-Z]|[A-Za-z]{2}\d|\d[A-Za-z]{2}")
_PERSON_AFTER = re.compile(
    r"(?:, (?:\d\d?(?=[,.;)](?!\d)|$)|(?!whose|which|where|while|and|but|with)[^,.;]{0,60}\b(?i:chief|director|manager|chair|officer|minister|leader|spokes\w+|head|secretary|founder|MP|organiser|president|professor|lecturer|trustee))\b|'s (?:deputy|successor))"
)
_PERSON_BEFORE = Behind(
    r"\b(?:chief executive|chief officer|officer|director|manager|chair|chairman|chairwoman|minister|secretary|leader|spokes(?:man|woman|person)|mayor|president|"
    r"founder|head|organiser|editor|author|commissioner|professor|deputy|MP),? $"
    r"|\b(?:[Ww]ritten|[Pp]osted|[Rr]eported|[Pp]resented|[Ii]ntroduced|[Cc]haired|[Ww]elcomed) by $"
)
_PLACE_BEFORE = Behind(
    r"(?:\b(?:[Ll]ot|[Bb]undle|[Ff]ranchise|[Pp]ackage|[Tt]ranche|[Aa]rea|[Rr]egion|[Zz]one) \w{1,3} \($)|\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Cc]overing|[Nn]ear|[Oo]utside|[Aa]round|[Ww]ithin|[Aa]t|[Ii]nto|"
    r"(?:commissioned|appointed|chosen|selected|named|shortlisted|recommended|providers?|operators?|contractors?|bidders?|winners?|tenders?|commissioners?) (?:for|in)|contracts? (?:in|for|covering)|(?:services?|lots?|tranches?|areas?|regions?|boroughs?|county|counties|city|cities|towns?|parts|packages?|people|prisons|villages|councils|districts?|municipalit(?:y|ies)|suburbs?|communities|shires?) (?:in|of|for|covering)|(?:[Rr]esidents|inhabitants|citizens|tenants|pupils|commuters|taxpayers|families|carers|children|households|homes|streets|communities|parents) (?:of|in|across))"
    r"(?: the| both| all of| most of| parts of| much of| the whole of| the (?:county|city|borough|district|town|parish|region) of)? $"
)


#: What a name may begin with, though a sentence may as well.
MEANT = frozenset(
    {"Your", "One", "All", "Every", "Everyone", "Each", "Only", "With", "Now", "Next", "Once", "Under", "Over"}
)
#: "part of the Boucherie group", "a subsidiary of Rotala,".
_PART_OF = Behind(r"\b(?:part|subsidiary|arm|division|owner|brand|trading name) of (?:the )?$")
_GROUP_AFTER = re.compile(r"(?:'s)? [Gg]roup\b|[,.;)]|$")
#: "At Meridian's regional office": where somebody is received is a body.
_AT = re.compile(r"\b[Aa]t $")
_IN_BEFORE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Aa]cross) (?:the )?$")
#: "brings in Acorn Care", "the team at Acorn Care": what has "in" or "at" before it and is no place for that.
_NO_PLACE_BEFORE = Behind(
    r"\b(?:(?:brings?|brought|bringing|calls?|called|calling|drafts?|drafted|drafting|ropes?|roped|buys|bought) in"
    r"|(?:friends|colleagues|counterparts|team|teams|staff|people|lot|boss|bosses|trustees|volunteers|workers|nurses|drivers|managers?|officers?|co-?ordinators?|workers?|organisers?|counsellors?|clients?|strikes?|walkouts?|redundancies|bankruptcy|collapse) (?:over )?at)(?: the)? $"
)
_IN_ITS_STEAD = re.compile(r"'s? (?:place|stead|absence|favour|view|opinion|case|hands|wake|defence|name)\b")
#: "Service: urgent treatment centre, Kingsmere."
_SERVICE_BEFORE = Behind(
    r"\b(?:centre|service|services|contract|framework|clinic|hostels?|outreach|care|programme|accommodation|collections?|cleaning|catering|transport|buses|libraries|pools|repairs|maintenance|healthcare|training|advice), $"
)
_PLACE_AFTER = re.compile(
    r"(?: [a-z]+){0,2} (?:region|area|areas|county|borough|district|lot|prison|prisons|schools|villages|boroughs|pilot|contracts?|franchises?|routes?|tender|concession|hubs?|services?)\b"
)
_ORG_AFTER = re.compile(
    r"(?:'s (?:chief|director|bid|partners?|contract|staff|supply|board|parent|subcontractor|founder|trustees|spokes\w+|shareholders?)|, of [A-Z][\w-]+(?: [A-Z][\w-]+)?,|, (?:a|an|the) (?:[\w-]+ ){0,5}(?:charity|company|firm|provider|operator|housing|social enterprise|consortium|business|mutual|group|subsidiary|not-for-profit|community interest|contractor|college|co-operative))"
)


#: "Kent's contract": what a known place has, as a body may.
_OF_A_PLACE = re.compile(r"'s (?:(?:new|current|present|next|first) )?(?:contract|partner|provider|operator)")
_ORG_BEFORE = Behind(
    r"(?:charit(?:y|ies)|compan(?:y|ies)|firms?|providers?|operators?|contractors?|enterprises?|consortium|associations?|mutuals?|groups?|partners?|subcontractors?|suppliers?|bidders?|"
    r"organisations?|businesses|incumbent|giant|specialists?|colleges?|agency|agencies|trusts?|subsidiary|incumbents|rivals?|by|(?:awarded|given|handed|let|passed|goes|go|went|moves?|offered) to|contract to|led by|with)(?: the| called| including| include| are| is| such as| like|,|:)? $"
)
_LED_BY = Behind(r"\b(?:led|run|managed|operated|delivered|provided) by $")
#: "the charity Chapter Two": whatever the words, somebody called it a body.
_CALLED = Behind(r"\b(?:charity|company|firm|contractor|consortium|co-operative|social enterprise)(?:,? called)? $")
#: "managing director at Marlin": where an officer sits is a body.
_OFFICER_OF = Behind(
    r"\b(?:managing director|director|chief executive|chief operating officer|CEO|spokes(?:man|woman|person)) (?:at|of|for) $"
)
#: "the Workwell model": what is run, not who runs it.
_MODEL_AFTER = re.compile(r" (?:model|scheme|programme|program|initiative|system|policy|agenda)\b")
#: "the existing Outreach Service": what is commissioned anew had a name, and it is nobody's.
_KEPT_BEFORE = Behind(r"\b(?:existing|current|new|previous|former|present|[a-z]+'s) [\"']?$")
#: "from Northumberland to the Weald": what begins at a place ends at one.
_REACHES_FROM = re.compile(r"\bfrom (?:the )?(?P<place>[A-Z][\w' -]*?) to(?: the)? $")
#: Places that somebody runs, by their last two words.
_VENUES = frozenset(
    f"{first} {last}"
    for first in ("Leisure", "Sports", "Shopping", "Visitor", "Swimming", "Civic", "Conference", "Recycling", "Arts")
    for last in ("Centre", "Centres", "Pool", "Pools")
)

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
    bare = [POSSESSIVE.sub("", word.strip(".")) for word in parts]
    # No pattern reaches over the end of a line; where a line begins they have nothing to look at.
    before, after = text[max(0, start - 60, text.rfind("\n", 0, start) + 1) : start], text[end : end + 90]
    if _names_nothing(bare, text, start, end):
        return None
    if all(word in words("procurement") for word in bare):
        # "led by Framework"
        led = len(bare) == 1 and not bare[0].endswith("s") and _LED_BY.search(before)
        return Kind.ORGANISATION if led else None
    if phrases("commissioner_phrases").search(surface) and bare[-1] not in words("legal"):
        return Kind.BUYER
    if (len(bare) == 1 and len(bare[0]) == 1) or is_code(surface):
        return None
    if (
        len(bare) == 2
        and len(bare[-1]) == 1
        and bare[0] in {"Bundle", "Package", "Region", "Area", "Zone", "Cluster", "Group"}
    ):
        return Kind.THING
    if bare[-1] in words("legal"):
        # "'); DROP TABLE documents;-- Ltd": a legal form alone is nobody's name.
        return Kind.ORGANISATION if len(bare) > 1 else None
    if is_of_a_cause(bare):
        return Kind.ORGANISATION
    if told := _told_by_words(bare, before, after):
        return told
    called = bool(_ORG_AFTER.match(after) and not _PERSON_AFTER.match(after))
    if _STYLED.search(before) or is_person(bare, surface, before, acts=bool(_ACTS.match(after)), called=called):
        return Kind.PERSON
    if bare[0] in {"HMP", "HMYOI", "YOI", "Isle", "Isles"} and 1 < len(bare) < 4 and bare[-1] not in words("heads"):
        return Kind.PLACE
    if fold(POSSESSIVE.sub("", surface)) in places() and (not _ORG_AFTER.match(after) or _OF_A_PLACE.match(after)):
        return Kind.PLACE
    if (
        before.endswith((" to ", " to the "))
        and (reach := _REACHES_FROM.search(before))
        and fold(reach["place"]) in places()
    ):
        return Kind.PLACE
    if commissions(bare, surface) or governs(bare, surface):
        return Kind.BUYER
    if is_description(bare) and not (called or _ACTS.match(after) or _ORG_BEFORE.search(before)):
        return Kind.THING
    if bare[-1] in words("heads") or (
        len(bare) > 1 and bare[0] in words("of_heads") and len(parts) < len(surface.split())
    ):
        return Kind.BUYER if set(bare) & {"Ministry", "Department", "Government"} else _headed(text, start, bare)
    if set(bare[-1:]) & words("things") or (bare[0] in words("things") and len(bare) < 3 and not is_of_the_nhs(bare)):
        return Kind.THING
    if bare[-1] in words("sites") and (len(bare) < 2 or _PLACE_BEFORE.search(before)):
        return Kind.THING
    return _by_context(bare, before, after, start, text)


def _names_nothing(bare: Sequence[str], text: str, start: int, end: int) -> bool:
    """Whether words are a date, or only such as begin a sentence; "Save the Children" does not."""
    if not bare or all(
        word.isdigit() or word in words("calendar", "nationalities") or not word[:1].isalnum() for word in bare
    ):
        return True
    begins = all(word in words("starters") for word in bare) and bare[0] not in MEANT
    return begins and begins_sentence(text, start) and not re.search(" (?:the|&) ", text[start:end])


def _told_by_words(bare: Sequence[str], before: str, after: str) -> Kind | None:
    """What single words in or beside a name say of it, whatever its head word is."""
    if "Member" in bare[:3] or set(bare[1:3]) & _STYLES:
        return Kind.PERSON
    if len(bare) > 2 and bare[-2] in words("given") and bare[0] in words("nationalities"):
        return Kind.PERSON
    if (
        len(bare) < 4
        and (_CALLED.search(before) or _OFFICER_OF.search(before))
        and fold(" ".join(bare)) not in places()
    ):
        return Kind.ORGANISATION
    if _COUNCILS_OWN.match(after) and bare[-1].isupper():
        return Kind.BUYER
    if after.startswith(("-based ", "-listed ", "-headquartered ", "-born ")):
        return Kind.PLACE
    if (len(bare) > 1 and " ".join(bare[-2:]) in _VENUES) or (
        before.endswith(("the ", "The ")) and _MODEL_AFTER.match(after)
    ):
        return Kind.THING
    return _told_by_last(bare, before, after)


def _told_by_last(bare: Sequence[str], before: str, after: str) -> Kind | None:
    """What the last word of a name says of it: a street, a service that is bought, a council by its letters."""
    last = bare[-1]
    # "the South West Trains franchise" is what is run, and the area of who runs it.
    if len(bare) > 1 and before.endswith(("the ", "The ")) and after.startswith(" franchise"):
        return Kind.PLACE
    if len(bare) > 1 and last in words("streets") and not _ORG_AFTER.match(after) and not _ACTS.match(after):
        return Kind.THING
    if len(bare) > 1 and last in words("bought") and _KEPT_BEFORE.search(before):
        return Kind.THING
    if len(bare) == 1 and stand_for_a_thing(last, before):
        return Kind.THING
    if _COUNCIL.match(last) if len(bare) == 1 else last in _BUYERS_LETTERS:
        return Kind.BUYER
    # "South Devon and Torbay CCG": who buys is called after where.
    return Kind.BUYER if _BUYS_AFTER.match(after) else None


_BUYS_AFTER = re.compile(r"(?: \([^)]{1,20}\))? (?:CCGs?|ICBs?|PCTs?|PCCs?|LEPs?)\b")
_ACTS = re.compile(
    r",? (?:which |who )?(?:(?:was|were|is|are) (?:appointed|chosen|selected|named|picked|shortlisted|founded|formed|set up)|keeps?|will|has|have|had|won|wins|takes?|runs?|gets?|bid|said|says|lost|holds?|delivers?|provides?)\b"
)


def _headed(text: str, start: int, bare: Sequence[str]) -> Kind | None:
    if len(bare) > 1:
        return Kind.ORGANISATION
    # "the Trust", "the Partnership": a second mention, resolved by whoever reads the sentence.
    return (
        None
        if re.search(r"\b[Tt]he $", text[max(0, start - 4) : start])
        or begins_sentence(text, start)
        or (bare[0] == "Partnership" and text.startswith(" with ", start + len(bare[0])))
        else Kind.WEAK
    )


_STYLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sir|Cllr|Lord|Lady|Dame)\.? (?:[A-Z]\. ?)*$")
_COUNCILS_OWN = re.compile(r"'s? (?:cabinet|portfolio holder|councillors?|ward)\b")
_COUNCIL_AFTER = re.compile(r"(?: and [A-Z]\w+)? (?:[Cc]ouncils?|[Cc]ouncil's|MPs?|councillors?|ministers)\b")
_RESIDENTS_AFTER = re.compile(r" (?:residents|taxpayers|ratepayers|commuters|tenants)\b")
_THE_BEFORE = re.compile(r"\b[Tt]he $")
_MIXED = re.compile(r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^Fitz)(?<=[a-z])[A-Z]|\d")


def _by_context(bare: Sequence[str], before: str, after: str, start: int, text: str) -> Kind | None:
    tied = " & " in text[start : start + len(" ".join(bare)) + 2]
    # Of two conditions the one that is looked up comes before the one that is searched for.
    if len(bare) > 1 and _PERSON_BEFORE.search(before):
        return Kind.PERSON
    if any(_CAMEL.search(word) for word in bare) or "& Co" in " ".join(bare) or bare[-1] in {"UK", "GB"}:
        return Kind.ORGANISATION
    if _COUNCIL_AFTER.match(after):
        return Kind.BUYER
    if _RESIDENTS_AFTER.match(after):
        return Kind.PLACE
    if (
        _THE_BEFORE.search(before, max(0, len(before) - 5))
        and _PLACE_AFTER.match(after)
        and not (len(bare) == 1 and bare[0].isupper())
    ):
        return Kind.THING if is_title(bare) else Kind.PLACE
    if bare[-1] in words("services"):
        return Kind.THING if _PLACE_BEFORE.search(before) or _PLACE_AFTER.match(after) else Kind.WEAK
    if _GROUP_AFTER.match(after) and _PART_OF.search(before):
        return Kind.ORGANISATION
    if after.startswith("'s ") and _AT.search(before):
        return Kind.WEAK
    if bare[0].isdigit() and bare[-1] in words("procurement"):
        return Kind.THING
    if is_told_as_place(text, start, before, after):
        return Kind.PLACE
    if _ORG_AFTER.match(after) or _ORG_BEFORE.search(before) or (len(bare) > 2 and tied):
        return Kind.ORGANISATION
    if len(bare) > 1 and _PERSON_AFTER.match(after) and bare[0].istitle() and not _IN_BEFORE.search(before):
        return Kind.PERSON
    if not tied and is_land(bare, acts=bool(_ACTS.match(after))):
        return Kind.PLACE
    if _SERVICE_BEFORE.search(before) and len(bare) < 3 and re.match(r"\.(?: |\n|$)|\n|$", after):
        return Kind.PLACE
    if _NO_PLACE_BEFORE.search(before) or _IN_ITS_STEAD.match(after):
        return Kind.WEAK
    if _PLACE_BEFORE.search(before) and not (
        bare[-1].isupper() and (before.endswith(" of ") or (_AT.search(before) and len(bare) == 1))
    ):
        return Kind.PLACE
    if _ACRONYM.match("".join(bare)) or any(_MIXED.search(word) for word in bare):
        return Kind.WEAK if len(bare) == 1 and bare[0].isupper() else Kind.ORGANISATION
    return Kind.WEAK
