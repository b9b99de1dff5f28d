"""Names of what is bought: of contracts, programmes and benefits that a text calls by a name, which nobody bears."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.names.buying import given_or_sold
from monitor.extract.names.kinds import BODIES, Kind, bare_of
from monitor.extract.names.marking import marked
from monitor.extract.names.premises import without_premises
from monitor.extract.names.spotting import Name
from monitor.extract.words.behind import Behind
from monitor.extract.words.vocabulary import Vocabulary

_WARE = r"(?:contracts?|programmes?|programs?|schemes?|initiatives?|frameworks?|pilots?|benefits?|payments?|allowances?|services?|arrangements?|agreements?|system|project|projects|pathway|procurement|competition|lots?)"
#: "six contracts, known together as BASTION", "a scheme called Aspire".
_CALLED = Behind(
    rf"\b{_WARE},?(?: \(| -| \u2013)?(?: (?:which|that|is|are|was|were|will be|has been|had been|also|now|then|collectively|together|officially|formally|better|commonly|jointly|formerly|previously))*? ?\b"
    r"(?:(?:known|referred to)(?: (?:collectively|together|officially|formally|jointly|simply))? as|called|titled|entitled|dubbed|branded)(?: the)? [\"'\u2018\u201c]?$"
)
#: "to manage Brook House": a house that is run, and runs nothing itself.
_HOUSE = re.compile(r"(?:House|Lodge|Court|Grange|Manor|Villa|Villas)")
_RUN_BEFORE = Behind(
    r"\b(?:r[ua]ns?|running|manag(?:e|es|ed|ing)|operat(?:e|es|ed|ing)|(?:take|takes|taking|took|taken) over)(?: (?:managing|running|operating))?(?: (?:both|the|nearby|and))* (?:[A-Z]\w+ House(?: and|,) )?$"
)
_MAY_CALL = Vocabulary(r"known|referred|called|titled|entitled|dubbed|branded|operated")
#: "the existing Fenland and Great Marsh franchise (operated as Fen Trains)": what is run has its own name.
_FRANCHISE = re.compile(
    r"(?: and (?:the )?[A-Z]\w+(?: [A-Z]\w+){0,2})?(?: \([A-Z]{2,6}\))? (?:(?:rail |train )?franchises?|frameworks?(?: agreement)?|dynamic purchasing systems?)\b(?! (?:holder|operator|owner|bidder|winner|provider|supplier|partner|manager))"
)
_ITS_FRANCHISE = re.compile(r"\b(?:[Tt]he|an?|both|its|their) (?:[a-z-]+ ){0,3}(?:[A-Z][\w, ]{2,40}? and )?$")
_OPERATED_AS = Behind(
    r"\b(?:franchise|services?|routes|network|line)[^.;:\n]{0,20} \((?:currently |now |formerly )?(?:operated|run|branded|known|trading) as $"
)
#: "under the brand of Swift Lines", "under the Swift Lines brand": what passengers read on the bus.
_BRAND_OF = Behind(
    r"\b(?:under|using|in|with) (?:the |its |their )?(?:brand(?: names?)?|branding|trading name|livery|colours)(?: of)?(?: the)? [\"'\u2018\u201c]?$"
)
_UNDER = Behind(r"\b(?:under|using|in|with) (?:the|its|their) [\"'\u2018\u201c]?$")
_BRAND = re.compile(r"['\"\u2019\u201d]? (?:brand(?:ing)?|brand name|trading name|livery|colours)\b")
#: "the Workahead providers", "both PAB contracts": of many or for many, no body's own.
_OF_MANY = re.compile(
    r" (?:[a-z-]+ )?(?:providers|contracts|claimants|participants|applicants|referrals|assessments?|payments?|programmes?|programs?|schemes?|regions|benefits?|tenders|rounds?|procurement|competition|model|areas)\b"
)
#: What only letters of a benefit stand before: "PAB assessments", "FIP claimants".
_OF_A_BENEFIT = re.compile(
    r" (?:assessments?|assessors?|claimants?|recipients?|payments?|benefits?|decisions|reassessments?|claims(?! (?:that|it|to)\b))\b"
)
#: "Kindle, a programme developed with schools": what somebody runs beside the contract.
_IS = re.compile(
    r"(?: \([^)]{2,30}\))?, (?:which (?:is|was) )?(?:an?|the|its|their|our) [\"'\u2018\u201c]?(?:(?!(?:and|of|for|by|that|which|who)\b)[\w-]+ ){0,4}?(?:programme|program|scheme|initiative|service(?= for (?:people|those|anyone|anybody|adults|children|young|families|victims|offenders|jobseekers)\b)|app|platform|website|campaign|course|tool|helpline|pilot|benefit|qualification|booklet|toolkit|natural extension|extension|festival|exhibition)(?= (?:that|which|for|to|run|developed|designed|aimed|of|in|with|it|offering|helping|created|launched|where|by|from|set up|backed|funded)\b|[.,;)]|$)"
)
#: "Work First, delivered by A and B": what has those who deliver it delivers nothing.
_DELIVERED = re.compile(
    r"(?: \([^)]{2,30}\))?,? (?:which (?:is|was) |(?:is|was|will be|has been) )?(?:now |currently |also )?delivered (?:[a-z]+ )?by\b"
)
#: "those who tendered for Workahead", "phase one of Workahead".
_SOUGHT = Behind(
    r"\b(?:tender(?:s|ed|ing)?|applied|competition|prequalif\w+) (?:for|of)(?: the)? $|\b(?:phase|stage|round|wave) (?:one|two|three|four|five|\d|[IV]+) (?:of|for)(?: the)? $",
    re.IGNORECASE,
)
#: "the Targeted Entry Support scheme".
_SCHEME = re.compile(r"(?: \([^)]{2,12}\))? (?:scheme|programme|program|initiative)\b(?!'s| (?:said|says|has|will)\b)")
_THE = Behind(r"\b[Tt]he $")
_LETTERS = re.compile(r"[A-Z]{2,5}")
_SERVED = frozenset({"Service", "Services", "Support", "Assessments"})
#: "the intended providers of the Functional Assessment Service".
_PROVIDED = _SERVED | {"Programme", "Program", "Scheme", "Framework", "Pilot"}
_PROVIDERS_OF = Behind(
    r"\b(?:providers?|suppliers?|operators?|bidders?|tenderers?) (?:of|for)(?: the| its| their)?(?: new)? $"
)
_ACTS = re.compile(
    r"(?: \([^)]{2,30}\))?(?:, an? [^.;:,]{2,60})?,? (?:(?:which|who|that) )?(?:(?:has|have|had|will|would|is to|are to|also|now|already) )*(?:runs?|provides?|delivers?|operates?|manages?|bids?|w[io]ns?|lost|loses|took|takes|holds?|held|said|says|told|tendered|withdr[ae]w\w*|pulled|handed|been (?:awarded|chosen|appointed|selected|given))\b"
)


def without_wares(names: Sequence[Name], text: str) -> list[Name]:
    """``names`` with those as things that ``text`` calls contracts, programmes or benefits and never shows acting."""
    names = without_premises(names, text)
    mentions: dict[str, list[Name]] = {}
    for name in names:
        if name.kind in BODIES and not name.known:
            mentions.setdefault(_bare(name), []).append(name)
    calls = _MAY_CALL.is_in(text)
    bought = {bare for bare, each in mentions.items() if _is_bought(each, text, calls=calls)}
    return marked(names, bought, _bare, Kind.THING) if bought else list(names)


def _is_bought(mentions: Sequence[Name], text: str, *, calls: bool) -> bool:
    """Whether the words beside these mentions of one name say so; ``calls``: whether the text has any word of calling."""
    bare = _bare(mentions[0])
    weak = all(name.kind is Kind.WEAK for name in mentions) or bare.rpartition(" ")[2] in _SERVED
    called = calls and any(_CALLED.search(text, max(0, name.start - 90), name.start) for name in mentions)
    paid = _LETTERS.fullmatch(bare) and any(_OF_A_BENEFIT.match(text, name.end) for name in mentions)
    shown = any(_IS.match(text, name.end) or _DELIVERED.match(text, name.end) for name in mentions)
    sought = (weak or " " not in bare) and any(_is_sought(name, text) for name in mentions)
    run = any(_is_franchise(name, text, calls=calls) or _is_operated(name, text) for name in mentions)
    housed = _HOUSE.fullmatch(bare.rpartition(" ")[2]) and any(
        _RUN_BEFORE.search(text, max(0, name.start - 60), name.start) for name in mentions
    )
    provided = bare.rpartition(" ")[2] in _PROVIDED and any(
        _PROVIDERS_OF.search(text, max(0, name.start - 40), name.start) for name in mentions
    )
    if not (
        called
        or paid
        or shown
        or sought
        or run
        or housed
        or provided
        or (weak and all(_OF_MANY.match(text, name.end) for name in mentions))
    ):
        return False
    return not any(
        _ACTS.match(text, name.end)
        or given_or_sold(text[max(0, name.start - 90) : name.start], text[name.end : name.end + 130].partition("\n")[0])
        for name in mentions
    )


def _is_sought(name: Name, text: str) -> bool:
    """Whether one mention stands where what is bid for does, or is called a scheme."""
    if _SOUGHT.search(text, max(0, name.start - 40), name.start):
        return True
    scheme = " " in bare_of(name.surface) and _SCHEME.match(text, name.end)
    return bool(scheme) and _THE.search(text, max(0, name.start - 5), name.start) is not None


def _is_franchise(name: Name, text: str, *, calls: bool) -> bool:
    """Whether one mention names what an operator runs, or the brand that it runs it under."""
    if calls and _OPERATED_AS.search(text, max(0, name.start - 60), name.start):
        return True
    before = (text, max(0, name.start - 40), name.start)
    if _BRAND_OF.search(*before) or (_BRAND.match(text, name.end) and _UNDER.search(*before)):
        return True
    return bool(_FRANCHISE.match(text, name.end) and _ITS_FRANCHISE.search(text, max(0, name.start - 60), name.start))


#: "runs the Hull Lines and Wold Express": what somebody runs, one of a list perhaps.
_OPERATES = Behind(
    r"\b(?:operat(?:es|e|ing|ed)|(?:which|that|also|it|currently|already) r[ua]ns?|running of|operation of)(?: also| both)?(?: the| its)? (?:[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3}(?: (?:rail |bus )?(?:franchises?|services?|operations?|lines?|routes?|networks?))?(?:, | and |, and )(?:the )?)*$"
)


def _is_operated(name: Name, text: str) -> bool:
    """Whether one mention stands where what is run does."""
    low = max(text.rfind("\n", 0, name.start) + 1, name.start - 90)
    return bool(_OPERATES.search(text, low, name.start))


def _bare(name: Name) -> str:
    return bare_of(name.surface)
