"""Words to statuses, roles and sectors: the vocabulary that tables, lists and records share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.extract.words.abroad import in_english
from monitor.model import Role, Sector, Status
from monitor.text import fold

# The first that fits decides: exits and hedged forms stand before the plain "award".
_STATUSES = (
    (Status.WITHDRAWN, r"withdr[ae]w|pulled out|no longer (?:bidding|preferred)"),
    (
        Status.UNSUCCESSFUL,
        r"unsuccessful|not (?:successful|selected|awarded|chosen|appointed)|rejected|lost|losing|eliminated|runners? up|disqualified|declined|no award|non award|not recommended|no contract awarded|non ?responsive|not responsive",
    ),
    (
        Status.TERMINATED,
        r"terminat|ended|expired|ceased|handed back|closed|cancelled|(?:gave|given|served|under) notice|notice (?:given|served|of termination)|in administration|exited|decommission|not renewed|lapsed|complete[d]?$",
    ),
    (Status.IN_DISCUSSION, r"in (?:discussion|talks|negotiation)|negotiating|under discussion"),
    (
        Status.PREFERRED_BIDDER,
        r"preferred|provisional|inten(?:tion|t) to award|intends? to award|intended award|recommended",
    ),
    (Status.SHORTLISTED, r"short ?list|reserve(?:d| list)?\b|qualified|invited to (?:tender|bid)|longlist"),
    (
        Status.AWARDED,
        r"award|success|winn|won|confirmed|appointed|active|live|current|contracted|signed|mobilis|executed|deliver|in (?:force|place|delivery|operation)|extended|operational|running",
    ),
)
_COMPILED = tuple((status, re.compile(rf"\b(?:{pattern})")) for status, pattern in _STATUSES)


def status_in(text: str) -> Status | None:
    """The status that a header, caption or status cell names, if it names one."""
    words = in_english(fold(text))
    return next((status for status, pattern in _COMPILED if pattern.search(words)), None)


#: The header of those who may yet step in.
RESERVE = re.compile(r"(?:reserve|standby|back-?up)s?\b", re.IGNORECASE)


def status_of_context(headers: Sequence[str], around: Sequence[str]) -> Status:
    """The status that holds for a whole table: by its headers, else by the words around it, nearest first; else awarded.

    Only a short line (a caption, a heading) can say that all in it are out; a sentence that ends something speaks of other things.
    """
    for header in headers:
        # A header that puts those below it out ("Providers not selected") or holds them in reserve says nothing of the others.
        if (status := status_in(header)) and not status.is_exit and not RESERVE.match(header):
            return status
    for text in around:
        status = status_in(text) if len(text) < 400 else None
        if status and (not status.is_exit or (len(text.split()) <= 8 and _OUT.search(fold(text)))):
            return status
    return Status.AWARDED


_OUT = re.compile(
    r"\b(?:unsuccessful|withdrawn|terminated|ended|expired|former) (?:bid|contract|provider|supplier|operator|tender)|"
    r"\b(?:contracts?|agreements?|providers?|suppliers?|operators?|franchises?) (?:that |which |who )?(?:have |has |had |were |was )?(?:been )?(?:already )?(?:ended|expired|lapsed|terminated|cancelled|withdrawn)"
)


_SECTORS = (
    (Sector.PUBLIC_MUTUAL, r"\bmutual\b|\bstaff (?:owned|led)\b|community interest company of .*staff"),
    (Sector.SOCIAL_ENTERPRISE, r"\bsocial enterprise|\bcommunity interest company|\bcic\b|\bco ?operative\b"),
    (Sector.CHARITY, r"\bcharit|\bvoluntary (?:sector|organisation|body)|\bnot for profit|\bthird sector"),
    (Sector.PRIVATE, r"\bprivate\b|\bcompany\b|\bcompanies\b|\bfirm\b|\bplc\b|\boutsourc|\bcontractor\b"),
    (Sector.PUBLIC_BODY, r"\bcouncil\b|\bpublic (?:sector|body)|\bnhs\b|\buniversity\b|\bcollege\b"),
)
_SECTORS_COMPILED = tuple((sector, re.compile(pattern)) for sector, pattern in _SECTORS)


def sector_in(text: str) -> Sector:
    """The sector that a description names; unknown if it says nothing."""
    words = fold(text)
    return next((sector for sector, pattern in _SECTORS_COMPILED if pattern.search(words)), Sector.UNKNOWN)


_HEADERS = (
    (
        "status",
        r"^(?:(?:contract|award|bid|tender|current|lot|procurement)\w* )?(?:status|decision|outcome|results?|stage|phase|state|position)(?: (?:of|and|as at|at|on|with) .*| (?:text|name|label|code|descriptions?|details?))?$",
    ),
    # What is asked of a supplier, with whom somebody buys, and as what a body stands in a notice.
    (
        "ignored",
        r"\b(?:suppliers?|contractors?|providers?|bidders?|tenderers?|winners?) (?:is|are) (?:an? |the )?(?!now\b|today\b)\w+|^(?:is|are) (?:an?|the) |"
        r"\b(?:procured|bought|purchased|tendered|buying|procuring|commissioning|procurement|(?:jointly|co) (?:commissioned|funded|run)|(?:commissioned|funded) (?:jointly|together)) (?:jointly |together )?with\b|"
        r"^roles? (?:of|played by) (?:this|the) |^winners? of (?:these|this|the|which) lots?$",
    ),
    # "Provider to which the relevant authority intends to award": the authority is not meant.
    (
        "lead",
        r"^(?:providers?|suppliers?|bidders?|contractors?|operators?|tenderers?)\b.* (?:intends? to|will be|is to be) award(?:ed)?\b",
    ),
    # Who answers for it at the buyer's, what kind of body it is, and who won a prize in another year.
    (
        "ignored",
        r"\b(?:lead|responsible|accountable|reporting|relevant|presiding|senior responsible) (?:officers?|members?|councillors?|directors?|cabinet|committees?|departments?|directorates?|divisions?|portfolios?|service (?:groups?|areas?)|"
        r"authors?|commissioners?|(?:local )?councils?|(?:local )?authority|clinicians?|managers?|contacts?|persons?|owners?|teams?)\b|"
        r"\b(?:types?|kinds?|forms?|nature|category|size|class) of (?:the )?(?:organi[sz]ations?|bod(?:y|ies)|compan(?:y|ies)|providers?|suppliers?|bidders?|contractors?|business(?:es)?|charit(?:y|ies)|entity)\b|"
        r"\b(?:organi[sz]ation|company|provider|supplier|bidder|contractor|business|entity) (?:types?|kind|form|category|size|class)\b|"
        r"\b(?:(?:last|previous|this) year(?: ?s)?|(?:19|20)\d\d|past|former|prize|category)\b.*\bwinners?\b",
    ),
    (
        "ignored",
        r"\b(?:award|contract|notice|procurement|tender|process|agreement) (?:types?|methods?|routes?|categor(?:y|ies)|kinds?)\b|"
        r"\bparent (?:paths?|contracts?|id|records?|categor(?:y|ies)|folders?|pages?|notices?|codes?|cn|award)\b",
    ),
    ("ignored", r"^(?:inspected|regulated|rated|accredited|registered|audited) (?:by|with)\b"),
    # Whose the house, the land or the fleet is says nothing of who owns a provider.
    (
        "ignored",
        r"\b(?:buildings?|premises|propert(?:y|ies)|land|sites?|houses?|homes?|halls?|centres?|fleet|vehicles?|buses|trains?|vessels?|ships?|depots?|equipment) (?:is |are )?(?:owners?|owned by|leased (?:from|by)|rented from)\b|^spv (?!name)|\bequity (?:share|stake|percentage)",
    ),
    # Whom to write to, and how far the choice of one has come.
    (
        "ignored",
        r"^contact(?: \w+){0,2}$|^(?:contract|project|commissioning) (?:managers?|officers?)$|\bcontact (?:names?|persons?|details?|emails?)\b|\bselection status$|^(?:submitting|nominating|entering) (?:organi[sz]ation|company|body)$|^(?:nominated|submitted|entered) by$",
    ),
    (
        "ignored",
        r"\b(?:location|site|area|premises|building|property) (?:types?|kinds?|categor(?:y|ies)|class|status)\b|"
        r"^(?:shape|st|land|floor|surface|gross|net) area\b|\barea (?:in )?(?:ha|hectares?|acres?|k?m2|sq ?(?:km|m|mi|ft)|square \w+)$",
    ),
    # Who was kept out of a contest, as other lists tell; codes of places say what kind of place it is, or repeat it.
    (
        "ignored",
        r"\b(?:excluded|debarred|barred)\b|\bcodes? types?$|\b(?:registered|head) office\b|\b(?:hq|headquarters|headquartered|based in|registered (?:in|at))\b",
    ),
    (
        "lead",
        r"^who (?:helps?|supports?|serves?)(?: you)?$|^who (?:now |currently |will )?(?:provide|run|deliver|operate|manage|supplie?|look after|clean|maintain|repair|staff)s? (?:your|our|my|their|each|this|these|that)(?: [a-z]+){1,2}$",
    ),
    (
        "lead",
        r"^(?:reserves?|standby|back ?up)(?: (?:bidders?|tenderers?|suppliers?|providers?|contractors?))?$|"
        r"^(?:intended|provisional|recommended|preferred) (?:awards?|appointments?|choice)(?: to)?(?: (?:from )?(?:[a-z]+ )?\d{4})?$",
    ),
    ("ignored", r"\b(?:previous|outgoing|incumbent|former|old|current until)\b"),
    # Those of the yearly files of the Official Journal: who buys, and what is told of a winner beside its name.
    ("ignored", r"^cae\b|^win (?!name)|^dt |^info(?:rmation)? (?:on|about) "),
    # A name with its address behind it is still a name.
    (
        "lead",
        r"\b(?:suppliers?|providers?|contractors?|bidders?|vendors?|tenderers?|winners?|operators?)(?: ?s)? names? (?:and|with|plus) (?:\w+ )?address(?:es)?$",
    ),
    # Where a supplier sits is not where it works; who appoints it is no provider.
    (
        "ignored",
        r"\b(?:sub)?(?:suppliers?|providers?|contractors?|bidders?|vendors?|recipients?|awardees?|operators?|tenderers?|winners?) (?:\w+ ){0,2}"
        r"(?:regions?|address|location|town|city|country|county|state|zip|post ?code|postal code|code|uei|duns|abn|acn|nzbn|ein|vat|id|identifier|nuts(?: ?\d)?|nationality|scale|sme|phone|telephone|tel|email|website)\b|"
        r"\b(?:appointed|awarded|chosen|nominated|approved|elected) by\b",
    ),
    (
        "area",
        r"^(?:franchise|concession)(?: area| name)?$|^where(?: (?:they|it|we|you|the service|this|each) .*)?$|^(?:covers|serves|serving|covering|area of .*)$|^(?:areas?|packages?|zones?|regions?|locations?|districts?) (?:won|awarded|held|allocated|appointed to)$",
    ),
    (
        "service",
        r"^lots? (?:won|awarded|held|allocated|appointed to|bid for)$|^what\b|\b(?<!location )(?<!area )(?<!place )(?:descriptions?|summary)(?: (?:en|eng|english|text))?$",
    ),
    # Who buys, pays or answers for a contract is no party to it here.
    (
        "ignored",
        r"\b(?:departments?|directorates?|ministry|buyers?|landlords?|freeholders?|leaseholders?|tenants?|(?:contract|budget|service|business) owners?|owner organisation|owning(?! (?:group|company|parent))|purchas\w+|commissioned by|commissioners?|clients?|customers?|funders?|"
        r"(?:contracting|award(?:ing)?|approv(?:al|ing)|delegated|buying|procuring|commissioning|funding|sponsoring) (?:sub )?(?:authority|authorities|body|bodies|entity|entities|organi[sz]ations?|agency|agencies|office)|agency name)\b",
    ),
    (
        "ignored",
        r"\b(?:date|value|amount|cost|price|number|no|reference|ref|ids?|url|link|website|email|phone|term|length|score|rank)\b|"
        r"\b(?<!end to )(?:start|end)s?$|^(?:contract )?(?:start|end)s?\b(?! to\b)",
    ),
    (
        "unsuccessful",
        r"\b(?:unsuccessful|losing|rejected|second placed|runners? up|ranked (?:second|third|2|3|2nd|3rd)|(?:second|third|2nd|3rd) (?:ranked|choice)|not (?:selected|successful|awarded|chosen|appointed)|(?:other|remaining|failed) (?:bidders?|tenderers?|maintainers?|respondents?|bids|tenders))\b",
    ),
    # "Provider and supply chain": a column that begins with the first and goes on with the others.
    (
        "lead",
        r"\b(?:providers?|primes?|leads?|suppliers?|contractors?|bidders?|operators?)\b(?: (?:and|with|plus) (?:its |their |the )?)(?:supply chain|sub ?contractors?|partners?)\b",
    ),
    (
        "subcontractor",
        r"\b(?:sub ?contract\w*|sub$|subs$|supply chain|tier ?(?:2|two|3|three)|sub ?(?:awardees?|recipients?|grantees?|consultants?|suppliers?|providers?|vendors?))\b",
    ),
    (
        "owner",
        r"\b(?:owner|equity holders?|shareholders?|parents?|owned by|ultimate|owning|holding (?:group|company))\b",
    ),
    (
        "partner",
        r"\b(?:partners?|members?|consorti(?:um|a) members?|joint venture|working with|supporting (?:organi[sz]ations?|providers?|agenc(?:y|ies)|bod(?:y|ies)|charit(?:y|ies))|(?:supported|helped|assisted) by|alongside|(?<!help )(?<!support )(?<!advice )(?<!deals )(?<!issues )with)\b",
    ),
    (
        "lead",
        r"\b(?:providers?|suppliers?|leads?|bidders?|primes?|contractors?|operators?|winners?|winning|awarded to|organi[sz]ations?|"
        r"tenderers?|respondents?|offerors?|proposers?|proponents?|vendors?|caterers?|builders?|developers?|auditors?|insurers?|awardees?|installers?|haul(?:i?ers?)|carriers?|licensees?|concessionaires?|consorti(?:um|a)|franchisees?|delivery body|"
        r"(?:delivered|run|managed|provided|operated|supplied|served|maintained|looked after|retained|kept|won|done|carried out|handled|staffed|serviced|cleaned|collected|emptied|repaired|driven|flown|sailed|cooked|catered)(?: on (?:our|its|their|the council s) behalf| for us| jointly| locally)? by|^(?:the )?(?:day )?(?:care|support|help|advice|nursing|treatment|teaching|training|tuition|cleaning|catering|cooking|meals|food|transport|security|maintenance|repairs|management|delivery|provision|operation|service|work|collections?)(?: and [a-z]+)? by$|contract holders?|company|charity|agency|"
        r"(?:system|services?|programme|scheme) managers?|managing agents?|delivery agents?|grantees?|grant ?holders?|licen[cs]e holders?|recipients?|awarded|ranked (?:first|1|1st)|(?:first|1st|top) (?:ranked|placed|choice)|^who(?: (?:now |currently |will )?(?:run|provide|deliver|operate|manage|hold|supplie?|ha|won|win|i|doe|fly|flie|sail|drive|clean|collect|cook|staff|maintain|handle|empt(?:y|ie)|teach(?:e)?|look|help|support|care|work)s?(?: doing| after| for| with| in)?(?: (?:it|them|this|that|there|you|the (?:service|contract|work|centre|prison|area)|(?:your|our|my) [a-z]+(?: [a-z]+)?))?)?$|^(?:replaced|succeeded|taken over) by$|^win(?: name)?$|^beneficiary(?: name| organisation)?$|^bids?(?: received| from)?$|^(?:legal )?(?:body|entity)(?: name)?$|^spv(?: name)?$)\b",
    ),
    (
        "area",
        r"\b(?:areas?|regions?|geograph\w+|^coverage(?: area)?$|^(?:covers|serves|covering|serving)$|^where\b|catchments?|footprint|count(?:y|ies)|localit(?:y|ies)|districts?|boroughs?|locations?|places?|depots?|cpa|packages?|sites?|"
        r"prisons?|territor(?:y|ies)|zones?|clusters?|cit(?:y|ies)|towns?|boards?|icbs?|icss?|stps?|ccgs?|integrated care systems?|(?:police )?force areas?|constituenc(?:y|ies)|wards?|authorit(?:y|ies)|establishments?|patch|hub|estates?|neighbou?rhoods?|parish(?:es)?|villages?|municipalit(?:y|ies)|provinces?|communes?|suburbs?|islands?|schools?|libraries|library|hostels?|^(?:valleys?|glens?|harbours?|stations?|campus(?:es)?|buildings?|hospitals?|car parks?)$|community safety partnerships?|csps?|policing areas?)\b",
    ),
    ("service", r"\b(?:lots?|services?|contracts?|programmes?|specialism|scheme)\b"),
)
_HEADERS_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _HEADERS)


#: "Supplier [Name|Address|Is SME]": what each value of a column is made up of.
_FIELDS = re.compile(r"\s*\[[^\[\]]*\|[^\[\]]*\]")
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
_IN_TALKS = re.compile(r"\bin (?:discussions?|talks|negotiations?) with\b")
#: "awardStatus-attributionStatut-eng": the same name in two languages, and which of them the values are in.
_TWIN = re.compile(r"([a-z]+[A-Za-z]*)-[a-z]+[A-Za-z]*(?:-(en|eng|fr|fra))?")
_AREAS = re.compile(r"(?:contract package )?areas?(?: and .*)?")


def header_kind(header: str) -> str:
    """What a column holds: ``area``, ``lead`` or another of ``ROLES``, ``status``, ``service``, ``ignored`` or empty."""
    return _kind_of_short(header) if len(header) <= _SHORT else _kind_of(header)


#: The same headers and labels come again in each row, in each record and on each page of a site.
_SHORT = 80


def _kind_of(header: str) -> str:
    twin = _TWIN.fullmatch(header)
    if twin and (twin[2] or re.search("[a-z][A-Z]", header)):
        if str(twin[2]).startswith("fr"):
            return "ignored"
        header = twin[1]
    words = header_words(header)
    if _IN_TALKS.search(words):
        return "lead"
    if _AREAS.fullmatch(words):
        return "area"
    return next((kind for kind, pattern in _HEADERS_COMPILED if pattern.search(words)), "")


_kind_of_short = lru_cache(maxsize=1024)(_kind_of)


def header_words(header: str) -> str:
    """The words of ``header``: those of "awardStatus" and of the path "Recipient Org:0:Name" parted, "org" and "(s)" written out."""
    words = fold(_RUN_TOGETHER.sub(" ", _FIELDS.sub("", _BESIDE.sub("", _PLURAL.sub(r"\1s", header)))))
    words = _TWICE.sub(r"\1", in_english(words))
    return re.sub(r"\borg\b", "organisation", re.sub(r"(?<=[a-z]) \d{1,2}(?= [a-z])", "", words))


#: "Statut / Status": the same in two languages.
_TWICE = re.compile(r"^([a-z]+(?: [a-z]+)*) \1$")
_PLURAL = re.compile(r"(\w)\(s\)")
#: "Names of subcontractors (including company numbers)": what stands beside what a column holds.
_BESIDE = re.compile(r"\s*\((?:including|incl\.?) [^()]*\)")


_ROLE_WORDS = (
    (Role.SUBCONTRACTOR, r"\bsub ?contract|\bsupply chain|\btier ?(?:2|two|3|three)\b"),
    (Role.JOINT_VENTURE_MEMBER, r"\bjoint venture|\bjv\b"),
    (Role.STAFF_MUTUAL, r"\bstaff mutual"),
    (Role.LEAD, r"\b(?:lead|prime|main|principal)\b"),
    (
        Role.PARTNER,
        r"\b(?:partner|member|consortium)\b|\b(?:support|supporting|associate|secondary) (?:provider|supplier|contractor|organisation|agency)\b",
    ),
    (Role.OWNER, r"\b(?:owner|parent)\b"),
    (
        Role.LEAD,
        r"^(?:contract )?(?:provider|supplier|bidder|operator|contractor|contract holder|franchisee|tenderer)$",
    ),
)
_ROLE_WORDS_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _ROLE_WORDS)


def role_in(text: str) -> Role | None:
    """The role that a cell of a column of roles names, if it names one."""
    words = fold(text)
    if len(words.split()) > 5:
        return None
    return next((role for role, pattern in _ROLE_WORDS_COMPILED if pattern.search(words)), None)


ROLES = {
    "lead": Role.LEAD,
    "partner": Role.PARTNER,
    "subcontractor": Role.SUBCONTRACTOR,
    "owner": Role.OWNER,
    "unsuccessful": Role.BIDDER_UNSUCCESSFUL,
}
