"""The organisations named in one cell, list item or field: "Purple Alliance (led by Acme), with B and C"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.extract.structured.no_names import is_name
from monitor.extract.structured.pieces import joined_in, pieces_of
from monitor.extract.structured.values import is_bodily
from monitor.extract.words.nobody import says_nobody
from monitor.extract.words.statuses import role_in, sector_in, status_in
from monitor.model import Role, Sector, Status, organisation_id_of
from monitor.programmes.watchlist import Found, Watchlist
from monitor.text import fold

_COUNTED = re.compile(
    r"^(?:a |the )?(?:joint venture|consortium|partnership|group|alliance) of (?:[a-z]+|\d+) [^A-Z]*$|^(?:\d+|two|three|four|five|six|seven|eight|nine|ten|a number of) [^A-Z]*$"
)
#: "Acme Group, through its subsidiary Acme Homes": before the one that does the work.
_THROUGH = re.compile(
    r"^(?:(?:acting |bidding |trading )?through|via|by way of) its (?:[a-z-]+ )*(?:subsidiary|company|arm|vehicle)(?: company)?,?(?:\s+|$)",
    re.IGNORECASE,
)
_INTRODUCTIONS = (
    (re.compile(r"^(?:still )?(?:in (?:discussion|discussions|talks|negotiation|negotiations)|negotiating) with\s+", re.IGNORECASE), None, Status.IN_DISCUSSION),
    (re.compile(r"^(?:with (?:a )?)?supply chain (?:to include|including|includes|of|:)\s*:?\s*", re.IGNORECASE), Role.SUBCONTRACTOR, None),
    (re.compile(r"^(?:sub-?contract(?:ors?|ed|ing)(?: to| include| including)?:?)\s+", re.IGNORECASE), Role.SUBCONTRACTOR, None),
    (re.compile(r"^(?:led by|lead:?|prime:?)\s+", re.IGNORECASE), Role.LEAD, None),
    (re.compile(r"^(?:and )?(?:then|thereafter|afterwards|subsequently)\s+", re.IGNORECASE), None, None),
    (re.compile(r"^(?:interim|temporary|caretaker|acting)(?: providers?| operators?| contractors?| suppliers?)?:\s+", re.IGNORECASE), None, None),
    (_THROUGH, Role.LEAD, None),
    (re.compile(r"^(?:part|owned|a subsidiary|subsidiary) (?:of|by)\s+", re.IGNORECASE), Role.OWNER, None),
    (re.compile(r"^(?:(?:(?:group|joint|consortium|shared) )?(?:bid|tender|bidding|tendering)(?: (?:jointly|together))? with:?|in partnership with|together with|working with|supported by|with|partners?:|including|and)\s+", re.IGNORECASE), Role.PARTNER, None),
    (re.compile(r"^(?:a |the )?(?:joint venture|consortium|partnership|alliance) (?:of|between|made up of)\s+(?=[A-Z0-9a-z]+ ?[A-Z0-9])(?!(?:[\w-]+ ){0,3}(?:trusts|councils|charities|companies|firms|practices|surgeries|organi[sz]ations|bodies|colleges|universities|schools)\b)", re.IGNORECASE), Role.JOINT_VENTURE_MEMBER, None),
)  # fmt: skip
_NOTE_LEAD = re.compile(r"^(?:led by|lead(?: partner| provider| member)?:?|headed by|prime:?)\s+(.+)$", re.IGNORECASE)
_NOTE_OWNER = re.compile(
    r"^(?:part of|owned by|a (?:subsidiary|division|part) of|subsidiary of|parent:?)\s+(.+)$", re.IGNORECASE
)
_NOTE_WITH = re.compile(
    r"^(?:with|in partnership with|together with|(?:(?:in )?a |in )?(?:joint venture|jv) with|a (?:joint venture|partnership|consortium) (?:of|between))\s+(.+)$",
    re.IGNORECASE,
)
_NOTE_FORMER = re.compile(r"^(?:formerly|previously|was)(?: known as| called)?\s+(?:the )?([A-Z0-9].+)$", re.IGNORECASE)
_NOTE_NOW = re.compile(r"^(?:now|renamed)(?: known as| called| as)?\s+(?:the )?([A-Z0-9].+)$")
#: ", Unit 9 Tern Park, Hull HU9 9ZZ": from a number or the word of a building to a postcode.
_ADDRESS = re.compile(
    r",\s+(?:(?:unit|units|suite|floor|flat|office|c/o|po box|p\.o\. box|level|building|block)\b|\d{1,5}[A-Za-z]?\b)[^;|\n]*?"
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]{2},? \d{5}(?:-\d{4})?|[A-Z]{2,3} \d{4})\b(?:,? [A-Z][A-Z ]{1,18}(?=\s*(?:[;|\n]|$)))?",
    re.IGNORECASE,
)
#: "; Mill Lane, Hythe, CT21 4AA": a line behind a name that ends with a postcode.
_ADDRESS_LINE = re.compile(
    r"(?<=[;\n]) ?(?:[^;\n:,]+, ){1,4}(?:[^;\n:,]+ )?[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?:, ?[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)?(?= ?(?:[;\n]|$))"
)
#: "Acme, for the counties and Beacon Council": for whom a body acts.
_FOR_WHOM = re.compile(
    r",\s+(?:for|on behalf of)\s+(?=the\b|its\b|our\b|all\b|both\b|[A-Z])[^;|\n,]{0,120}(?=[;|\n,]|$)"
)
#: The name under which a body trades says nothing of who it is.
_TRADING = re.compile(r",? (?:t/?a|trading as|o/a|operating as|d/?b/?a|doing business as) .*", re.IGNORECASE)
#: What belongs to no name: an article, marks, days from and until, and others who are not named ("and many subcontractors from eight countries").
_MARKS = re.compile(
    r"^(?:the\s+(?=[A-Z]))|^[\s*\u2022\u2020\u2021\-\u2013]+|[\s*#^\u00a7\u2020\u2021\u00b9\u00b2\u00b3\u2070-\u2079;,.]+$|\s*[*\u2020\u2021]*(?:\[\w{1,2}\]|\(\d\))$|"
    r",?\s+(?:and|with|plus|&)\s+(?:many|several|various|numerous|others?|some|further|more|a (?:number|range|group|network) of|up to|\d+|two|three|four|five|six|seven|eight|nine|ten)\b[^A-Z]*$|"
    r"\s+(?:providing|delivering|covering|running|supplying)\s+(?:the|a|its|services?|support)\b.*$|"
    r"\s+(?:(?:now|currently|still|also|already)\s+)?(?:(?:provides|delivers|runs|operates|manages|supplies|handles|does|drives|cleans|collects)|(?:will|has|have|had)\s+(?:be\s+|been\s+)?[a-z]+|(?:is|are)\s+(?:the|our|its|responsible)\b)\s+(?:the|a|an|all|most|it|its|them|this|these|that|those|our|your|every|services?|support|care|for)\b.*$|"
    r",?\s+(?:until|till|up to|from|since|as of)\s+(?:the )?(?:(?:early|mid|late|end of)[ -])?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter)\b|(?:19|20)\d\d\b).*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation as a cell names it. ``start`` and ``end`` are offsets into the cell's text."""

    name: str
    id: str
    surface: str
    start: int
    end: int
    role: Role | None = None
    status: Status | None = None
    sector: Sector = Sector.UNKNOWN
    vehicle: bool = False
    part: str = "provider"
    former: str = ""
    #: Whether brackets behind the name say who leads it, so that it is a vehicle of several.
    led: bool = False


def parties_in(text: str, watchlist: Watchlist, vouched: frozenset[str] = frozenset()) -> list[Party]:
    """The organisations that ``text`` names; none for "none listed", "to be confirmed" or a mere count of bodies.

    ``vouched`` are folded names that stand alone elsewhere in the same table: an "and" beside one parts two names.
    """
    if says_nobody(text) or _COUNTED.match(text.strip()):
        return []
    # An address behind a name gives way to a mark that parts names, and the rest stays where it is.
    text = _ADDRESS.sub(lambda match: ";" + " " * (len(match[0]) - 1), text)
    text = _ADDRESS_LINE.sub(lambda match: ";" * len(match[0]), text)
    text = _FOR_WHOM.sub(lambda match: ";" * len(match[0]), text)
    found: list[Party] = []
    role: Role | None = None
    status: Status | None = None
    if ventured := joined_in(text, watchlist):
        each = (p for span in ventured for p in _piece(text, *span, watchlist, Role.JOINT_VENTURE_MEMBER, None))
        return list(each)
    for start, end in pieces_of(text, watchlist, vouched):
        begin, piece_role, piece_status = (
            (start, None, None) if _opens_known(text[start:end], watchlist) else _introduced(text, start, end)
        )
        role, status = piece_role or role, piece_status or status
        if found and _THROUGH.match(text[start:end]):
            found[-1] = replace(found[-1], role=Role.OWNER)
        found.extend(_piece(text, begin, end, watchlist, role, status))
    return _beside_a_lead(found, text)


def _beside_a_lead(found: list[Party], text: str) -> list[Party]:
    """``found`` with those as partners of whom a mark says nothing, where one of several is marked as the lead: "Acme (lead); Beacon"."""
    marked = [party.role is Role.LEAD and _LED_BY.match(text, party.end) is not None for party in found]
    if sum(marked) != 1 or any(party.led or party.vehicle for party in found):
        return found
    return [party if party.role else replace(party, role=Role.PARTNER) for party in found]


def _opens_known(piece: str, watchlist: Watchlist) -> bool:
    """Whether ``piece`` begins with a known name, whose first words introduce nothing ("Alliance of ...", "With ...")."""
    return any(found.start == 0 and not found.wary for found in watchlist.find_organisations(piece))


def _introduced(text: str, start: int, end: int) -> tuple[int, Role | None, Status | None]:
    for pattern, role, status in _INTRODUCTIONS:
        match = pattern.match(text[start:end])
        if match:
            return start + match.end(), role, status
    return start, None, None


def _piece(
    text: str, start: int, end: int, watchlist: Watchlist, role: Role | None, status: Status | None
) -> Iterator[Party]:
    raw = text[start:end]
    whole = watchlist.find_organisations(raw.strip())
    if whole and (whole[0].start, whole[0].end) == (0, len(raw.strip())):
        yield _known_party(text.find(raw.strip(), start), whole[0], role, status)
        return
    note = re.search(r"\s*\(([^()]*)\)[\s*\u2020\u2021\u00b9\u00b2\u00b3]*$", raw)
    bracket = note.group(1).strip() if note else ""
    name = raw[: note.start()] if note else raw
    apposition = re.search(r"\s+[-\u2013\u2014]\s+(.*)$|,\s+((?:an?|the)\s.*)$", name)
    described = bracket
    if apposition:
        described = f"{described} {apposition.group(1) or apposition.group(2)}"
        name = name[: apposition.start()]
    if note and bracket.casefold() in {"uk", "gb", "wales", "england", "scotland", "north", "south"} and not apposition:
        name, described = raw, ""
    lead_mark = _LED_BY.search(raw)
    name = _LED_BY.sub("", name)
    offset = len(name) - len(name.lstrip())
    shown = _MARKS.sub("", name.strip())
    if not is_name(shown, watchlist):
        return
    former, now = _former(bracket), _NOTE_NOW.match(bracket)
    if now:
        shown, former = now.group(1).strip(), shown
    begin = text.find(shown, start + offset if offset < len(raw) else start)
    members = _members(name, note, start, watchlist)
    known = watchlist.organisation(shown)
    if known is None and bracket and watchlist.organisation(bracket):
        known = watchlist.organisation(bracket)
    if known is None:
        inside = [found for found in watchlist.find_organisations(shown) if not found.wary]
        if (
            len(inside) == 1
            and inside[0].start == 0
            and len(inside[0].surface) > 5
            and not re.search(r"\b(?:and|for|of)\b", shown)
        ):
            known = inside[0].organisation if fold(inside[0].surface) == fold(shown) else None
    sector = known.sector if known and known.sector is not Sector.UNKNOWN else sector_in(described)
    if sector is Sector.PUBLIC_MUTUAL and role is None:
        role = Role.STAFF_MUTUAL
    yield Party(
        name=known.name if known else shown,
        id=known.id if known else organisation_id_of(_TRADING.sub("", shown)),
        surface=shown,
        start=begin,
        end=begin + len(shown),
        role=Role.LEAD if lead_mark else _role_noted(bracket) or role,
        status=(status_in(bracket) if bracket and _is_status_note(bracket) else None) or status,
        sector=sector,
        vehicle=bool(known and known.vehicle),
        part=known.part if known else "provider",
        former=former,
        led=bool(members or (_NOTE_LEAD.match(bracket) and not lead_mark)),
    )
    yield from _noted(text, bracket, start, watchlist, status)
    yield from (replace(member, status=status) for member in members)


#: "Acme (lead)", "Acme [lead partner]".
_LED_BY = re.compile(
    r"\s*[(\[]lead(?: partner| provider| member| body| bidder| contractor| organi[sz]ation)?[)\]]", re.IGNORECASE
)


def _members(name: str, note: re.Match[str] | None, start: int, watchlist: Watchlist) -> list[Party]:
    """The members that brackets behind the name of a joint venture list: "Hillfoot JV (Acme Ltd / Beacon Ltd)"."""
    if note is None or not _VENTURE.search(name) or not _SEVERAL.search(note[1]):
        return []
    role = Role.PARTNER if _LOOSE.search(name) else Role.JOINT_VENTURE_MEMBER
    at = start + note.start(1)
    named = [replace(p, start=at + p.start, end=at + p.end, role=role) for p in parties_in(note[1], watchlist)]
    return named if len(named) > 1 and all(is_bodily(p.surface, watchlist) for p in named) else []


_VENTURE = re.compile(r"\b(?:JV|Joint Venture|Consortium|Alliance|Partnership|Collaborative)\b")
_LOOSE = re.compile(r"\b(?:Alliance|Partnership|Collaborative)\b")
_SEVERAL = re.compile(r"[/,;+&]|\band\b")


def _known_party(begin: int, found: Found, role: Role | None, status: Status | None) -> Party:
    known = found.organisation
    mutual = known.sector is Sector.PUBLIC_MUTUAL and role is None
    return Party(
        name=known.name, id=known.id, surface=found.surface, start=begin, end=begin + len(found.surface),
        role=Role.STAFF_MUTUAL if mutual else role, status=status, sector=known.sector, vehicle=known.vehicle, part=known.part,
    )  # fmt: skip


_LONGEST_NOTE = 5


def _is_status_note(bracket: str) -> bool:
    return len(_DATED.sub("", bracket).split()) <= _LONGEST_NOTE and bool(_STAGE_NOTE.match(bracket))


_DATED = re.compile(
    r"[\s,]*\b(?:(?:on|from|since|in|by) )?(?:\d{1,2}(?:st|nd|rd|th)? )?(?:[A-Z][a-z]{2,8} )?(?:19|20)\d\d|[\s,]*\d{1,2}/\d{1,2}/\d{2,4}"
)
_STAGE_NOTE = re.compile(
    r"(?:(?:now|has|have|contract|agreement|bid|lot|service) )*(?:withdr|pulled out|left\b|preferred|provisional|terminated|ended|expired|ceased|closed|handed back|in administration|"
    r"unsuccessful|not (?:awarded|successful)|in (?:talks|discussion)|awarded|shortlisted|reserve)",
    re.IGNORECASE,
)


def _role_noted(bracket: str) -> Role | None:
    """The role that brackets behind a name give to it, where they say nothing else: "(subcontractor)", "(holds all shares in Acme)"."""
    if _OWNS.match(bracket):
        return Role.OWNER
    return role_in(bracket) if _ROLE_NOTE.fullmatch(bracket) else None


_OWNS = re.compile(
    r"(?:(?:which|who|that) )?(?:holds|owns|holding|owning) (?:(?:all|most|half|the|a majority|\d[\d.]* ?(?:%|per cent)) )*(?:of )?(?:the )?(?:issued )?(?:shares?|equity|stock|capital)\b|"
    r"(?:the )?(?:(?:sole|majority|ultimate|only) )*(?:owner|shareholder|parent(?: company)?|holding company) of\b|(?:which|who) owns \w",
    re.IGNORECASE,
)


_ROLE_NOTE = re.compile(
    r"(?:the )?(?:(?:delivery|consortium|project|main|key|associate) )?(?:sub-?contractor|partner|member|prime(?: contractor| provider)?|joint venture(?: partner| member)?|jv(?: partner| member)?)",
    re.IGNORECASE,
)


def _former(bracket: str) -> str:
    match = _NOTE_FORMER.match(bracket)
    return match.group(1).strip() if match else ""


def _noted(text: str, bracket: str, start: int, watchlist: Watchlist, status: Status | None) -> Iterator[Party]:
    """Organisations named in the brackets behind a name: who leads it, owns it, works with it."""
    for pattern, role in ((_NOTE_LEAD, Role.LEAD), (_NOTE_OWNER, Role.OWNER), (_NOTE_WITH, Role.PARTNER)):
        match = pattern.match(bracket)
        if not match:
            continue
        begin = text.find(match.group(1), start)
        for party in parties_in(match.group(1), watchlist):
            yield Party(
                name=party.name, id=party.id, surface=party.surface, start=begin + party.start, end=begin + party.end,
                role=role, status=status, sector=party.sector, part=party.part, vehicle=party.vehicle,
            )  # fmt: skip
        return
