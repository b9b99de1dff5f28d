"""What the values of a column look like, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.words.lexicon import places, regions, words
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

#: What stands in a column of ticks, for yes and for no.
TICK = re.compile(r"(?:yes|y|x|\u2713|\u2714|\u2022|\u25cf|\u2705|true|1)\.?", re.IGNORECASE)
NO_TICK = re.compile(r"(?:no|n|-|\u2013|\u2717|\u2718|false|0|n/?a)?\.?", re.IGNORECASE)

#: What stands in a cell that has nothing to say.
BLANK = frozenset({"", "-", "\u2013", "\u2014", "n/a", "N/A"})

#: The letter or number of a zone or lot is some programme's code too, and names no place of its own.
LETTER = re.compile(r"[A-Z0-9]{1,2}")
_CODE = re.compile(r"(?=.*\d)[A-Za-z]{0,5}[-/ .]?\d{1,8}(?:[-/.]\d{1,6})*[A-Za-z]?")
_CONTACT = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\+?[\d() -]{8,}|[\w-]+\.(?:gov|org|co|com|net)(?:\.uk)?(?:/\S*)?")


def are_codes(texts: Sequence[str]) -> bool:
    """Whether ``texts`` are short codes ("1a", "CPA 7", "WC0417"), which name nothing by themselves."""
    return bool(texts) and all(_CODE.fullmatch(text) for text in texts)


def are_names(texts: Sequence[str]) -> bool:
    """Whether most of ``texts`` begin and read as names do, and are no days."""
    named = [
        text
        for text in texts
        if re.match(r"[A-Z0-9]", text) and re.search(r"[A-Za-z]{2}", text) and not _DATE.search(text)
    ]
    return bool(texts) and len(named) >= 0.7 * len(texts) and any(len(text) > 3 for text in named)


_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}|^\d{1,2}-[A-Za-z]{3}-\d\d$")


def are_days(texts: Sequence[str]) -> bool:
    """Whether ``texts`` only say when: days, months and seasons, with or without a year, or that one is yet to be told."""
    told = [text for text in texts if not _NO_PLACE.fullmatch(text)]
    return bool(told) and all(_DAY.fullmatch(text) for text in told)


_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY = re.compile(
    r"(?:(?:from|since|until|to|by|on|in|w/?c|week (?:of|beginning)|early|mid|late|start of|end of|beginning of|due|expected)[ -]+)*"
    rf"(?:{_WEEKDAY},? )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?(?:{_MONTH}|spring|summer|autumn|winter)"
    r"(?: \d{1,2}(?:st|nd|rd|th)?)?(?:,? '?(?:(?:19|20)\d\d|\d\d))?",
    re.IGNORECASE,
)


def are_contacts(texts: Sequence[str]) -> bool:
    """Whether ``texts`` are numbers to ring, addresses to write to and links."""
    return bool(texts) and all(_CONTACT.fullmatch(text) for text in texts)


def is_bodily(surface: str, watchlist: Watchlist) -> bool:
    """Whether ``surface`` is a body's name by itself: one that is known, or one that ends as names of bodies do."""
    last = surface.rsplit(maxsplit=1)[-1].rstrip(".")
    return last in words("heads", "legal") or watchlist.organisation(surface) is not None


def are_of_buyers(header: str, texts: Sequence[str], watchlist: Watchlist) -> bool:
    """Whether under a header that speaks of authorities stand bodies that buy, and not the councils of places."""
    named = [text for text in dict.fromkeys(texts) if text]
    buyers = [
        text
        for text in named
        if not _OF_PLACE.search(text) and (_OF_CROWN.search(text) or text.isupper() or is_bodily(text, watchlist))
    ]
    return bool(_AUTHORITY.search(fold(header))) and 2 * len(buyers) >= len(named) > 0


_AUTHORITY = re.compile(r"authorit")
_OF_PLACE = re.compile(r"\b(?:council|borough|county|district|parish|city)\b", re.IGNORECASE)
_OF_CROWN = re.compile(
    r"\b(?:ministry|department|office|agency|highways|executive|commission|nhs|university|college|school|trust|procurement|services?|group|housing|homes|police|centre|museum|limited|ltd|plc|llp)\b",
    re.IGNORECASE,
)
#: Where no place is told, or none but the country as a whole.
_NO_PLACE = re.compile(
    r"n ?/? ?a|none|nil|various|unknown|others?|elsewhere|(?:the )?(?:rest|remainder)|multiple|tb[acd]|to be (?:confirmed|announced|decided|agreed)|not (?:applicable|specified|stated|known|given|yet known|disclosed|available)|(?:see|refer to|as (?:in|per|set out|listed|stated|described|shown|above|below))\b.*|[-\u2013\u2014?.]*|"
    r"(?:the )?(?:whole|all) (?:of )?(?:the )?(?:uk|united kingdom|country|england|great britain)|(?:(?:across|throughout) )?(?:the )?(?:uk|gb|united kingdom|great britain|england|england (?:and|&) wales|england, scotland and wales)(?:[ -]?wide)?|"
    r"(?:(?:all|whole) of )?(?:aotearoa )?new zealand(?:[ -]?wide)?|(?:all|whole) of (?:australia|canada|ireland)|(?:australia|canada|ireland)[ -]?wide|"
    r"(?:any|all)(?: of)?(?: the)?(?: \d{1,3})?(?: uk| english)? (?:areas?|regions?|locations?|wards|districts|boroughs|localities|parishes|neighbourhoods|zones|towns|councils|counties|campuses|sites|schools|hospitals|premises|buildings|depots|lots|offices|establishments|prisons|stations|services)|national(?:ly)?|national (?:coverage|service|contract)|nation-?wide|country-?wide|"
    r"(?:across (?:the )?)?(?:borough|force|county|council|trust|district|state|region|area|city)(?:[ -]?wide)|"
    # How large it is.
    r"(?:about |some |over |nearly |approx\.? )?\d[\d,.]* ?(?:acres?|hectares?|ha|km2|km\u00b2|m2|m\u00b2|sq\.? ?(?:km|m|mi|ft|miles?|met(?:re|er)s?|feet)|square (?:kilomet(?:re|er)s?|met(?:re|er)s?|miles?|feet|yards?)|miles?|kilomet(?:re|er)s?)",
    re.IGNORECASE,
)
_LOT = r"(?:lot|los|lote|lotto|perceel|package|contract(?: area| package)?|cpa|area|region|zone|bundle|tranche|cluster|group|number|no\.?)"
_NUMBER = r"(?:\d{1,3}[a-z]?|[A-Z])"
_DASH = r"[-\u2013\u2014:.)]"
#: "1 - Glasgow", "CPA 4: Forth Valley", "UKI33 - Kensington": a number or a code before the name of a place.
_KEY = re.compile(
    rf"^(?:(?:(?i:{_LOT}) ?)?{_NUMBER} ?{_DASH} ?|\(\d{{1,3}}[a-z]?\) ?|(?:UK(?:[A-Z]\d{{0,3}})?|[EWSN]\d{{8}})(?: ?{_DASH} ?| ))(?=(?:the )?[A-Z])"
)
#: "Tayside (Lot 3)", "West Midlands (England)": the same behind it, and the country that tells it from its like elsewhere.
_KEY_BEHIND = re.compile(
    rf"(?: ?[-\u2013,] | ?\()(?:(?i:{_LOT}) ?{_NUMBER}|UK[A-Z]\d{{0,3}}|[EWSN]\d{{8}}|(?<=\()(?:England|UK|United Kingdom))\)?$"
)
#: "Thames Valley (without Milton Keynes)": what an area leaves out is no part of what it is called.
_WITHOUT = re.compile(
    r" \((?:without|excluding|excl\.?|except(?: for)?|not including|other than|minus) [^()]+\)$", re.IGNORECASE
)
#: "Longford (two hostels)", "Central (Wales, the Midlands)": how many there are, or what lies in it. A bracket with one name tells it from its like.
_GLOSSED = re.compile(r" ?\((?:[a-z\d][^()]*|[^(),;]+[,;][^()]*)\)$")
_SIDE = r"(?:North|South|East|West|Central|Mid)(?:ern)?(?:[ -](?:East|West|Central))?"
#: "Network, Central and South": what is done before the sides of the country where it is.
_SIDE_OF_WORK = re.compile(rf"(?P<work>[A-Z][a-z]+(?: [a-z]+)*), (?P<side>{_SIDE}(?: and {_SIDE})?)")
#: "North (Scotland and the north of England)": what lies in a side of the country.
#: That a bracket closes it is seen first: of a long cell that goes on each "and" would be tried to its end.
_SIDE_GLOSSED = re.compile(rf"^({_SIDE}(?: [Rr]egion)?) \((?=[^()]+\)$)[^()]+? and [^()]+\)$")
#: What points to a note below.
NOTED = re.compile(r"(?<=\w)\s*(?:[*\u2020\u2021\u00a7\u00b9\u00b2\u00b3\u2070-\u2079#^]+|\[\w{1,2}\])$")
#: "3 Sperrins": the number of a lot before its name.
COUNT = re.compile(r"^\d{1,2}[a-z]? (?=[A-Z])")
#: "4 Forth Valley", "CPA 4 Forth Valley": where only a blank parts them, before a place that is known.
_COUNT = re.compile(rf"(?:(?i:{_LOT}) ?{_NUMBER}(?:\.\d{{1,3}})?|\d{{1,3}}(?:\.\d{{1,3}})?[a-z]?) (?=[A-Z])")


#: "All London boroughs": what is all of a place is that place.
_ALL_OF = re.compile(
    r"(?:all|every|each)(?: of)?(?: the)?(?: \d{1,3})? (?P<place>[A-Z]\w+(?: [A-Z]\w+)*?)(?:'s)? (?:areas?|regions?|districts?|boroughs?|wards?|council areas?|local authorit(?:y|ies)|councils?|parishes|towns|localities|neighbourhoods)",
    re.IGNORECASE,
)


#: "Elmford and around": the country about a place is told by it.
AND_ROUND = re.compile(
    r",? (?:and|&) (?:around|beyond|environs|(?:the )?surrounding(?: (?:areas?|districts?|towns|villages|counties|communities))?|(?:the )?(?:nearby|neighbouring) (?:areas?|towns|villages))$",
    re.IGNORECASE,
)


def place_told(text: str, watchlist: Watchlist) -> str:
    """The place that a value under "Area" or "Location" names, without number and code, or that its code alone does; nothing where it names none, or the whole country."""
    if LETTER.fullmatch(text):
        return text
    text = regions().get(text.strip(), text)
    known = watchlist.area(text)
    if known:
        return known.name
    whole = _ALL_OF.fullmatch(text.strip())
    if whole and fold(whole["place"]) in places():
        text = whole["place"]
    text = AND_ROUND.sub("", text.strip())
    named = _KEY_BEHIND.sub("", _KEY.sub("", _GLOSSED.sub("", _WITHOUT.sub("", NOTED.sub("", text.strip()))), count=1))
    count = _COUNT.match(named)
    if count and (named[:3].casefold() == "lot" or "." in count[0] or fold(named[count.end() :]) in places()):
        named = named[count.end() :]
    named = _SIDE_GLOSSED.sub(r"\1", named)
    if (sided := _SIDE_OF_WORK.fullmatch(named)) and fold(sided["work"]) not in places():
        named = sided["side"]
    known = watchlist.area(named)
    return known.name if known else "" if _NO_PLACE.fullmatch(named) else named


_TOLD = re.compile(r"[a-z][^.;:]* (?:will|is|are|was|were|has|have) (?:be |been )?[a-z]+")


def is_told(text: str) -> bool:
    """Whether what stands behind a label is told and no value ("part of the work will go to Acme")."""
    return bool(_TOLD.match(text))
