"""Who buys: bodies that a text shows letting contracts are commissioners in it, whatever they are called.

A council or a ministry is known by its name; a landlord, a hospital or a railway that lets a contract is known only by what the text
has it do. What it is shown doing once holds for the whole text, unless the text also has it win or be chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.names.marking import marked, words_beside
from monitor.extract.names.spotting import Name
from monitor.extract.words.behind import Behind
from monitor.extract.words.vocabulary import Vocabulary

#: How far the words beside a name are looked at.
_BEHIND, _AHEAD = 150, 190

_DEAL = r"(?:contracts?|deals?|lots?|franchises?|concessions?|tenders?|agreements?|frameworks?|commissions?)"
_FIRM = (
    r"(?:contractors?|providers?|operators?|suppliers?|bidders?|tenderers?|firms?|compan(?:y|ies)|charit(?:y|ies)|consorti(?:um|a)|caterers?|social enterprises?|outsourcers?|specialists?|"
    r"landlords?|joint venture|alliance|trusts?|associations?|hauliers?|agency|agencies|co-operative|mutual)"
)
_SHORT = r"(?:'s?)?(?: \([^)]{1,40}\))?"
_ASIDE = r"(?:,? (?:which|who|that) (?!will|won|bid|provides|delivers)(?:[^,.;:]|,\d){2,80},|, (?:a|an|the|one|which|based|part)\b(?:[^,.;:]|,\d){2,80},| (?:in|of) (?:[a-z-]+ )?[A-Z]\w+(?: [A-Z]\w+)?(?= (?:has|have|is|are|will)\b)|(?P<joint>,? (?:in (?:partnership|association|conjunction|collaboration|consultation)|together|along|jointly) with [^,.;:]{2,80},))?"
_THEN = r" (?:(?:said|says|confirmed|announced|explained)(?: \w+)?(?: that)? (?:it|they|we) )?(?:(?:has|have|had) )?(?:(?:also|now|today|just|recently|again|formally|finally|since|already|this week|yesterday|jointly|unanimously|provisionally) )*"
#: Verbs of choosing somebody, and of letting something, as a buyer does them: never "been chosen".
_CHOOSES = r"(?:re-?)?(?:appoint(?:s|ed)?|select(?:s|ed)?|choos(?:es?)|chose(?:n)?|pick(?:s|ed)?|hire[sd]?|name[sd]?|contract(?:s|ed)?(?: with)?|commission(?:s|ed)?|engage[sd]?|opt(?:s|ed) for|settle[sd] on|plump(?:s|ed) for|went with|turn(?:s|ed) to|awards?|hands?|gives?|grants?|bring(?:s)? in|brought in|take[ns]? on|took on|confirm(?:s|ed)?)"
_LETS = r"(?:(?:has|have|had) (?:(?!been|not|never)[a-z]+ ){0,2}?(?:awarded|handed|given|granted|let|outsourced|tendered|re-?let|re-?tendered|procured|commissioned|advertised|extended|placed)|awards|hands|grants|lets|outsources|tenders|re-?lets|re-?tenders|procures|commissions|awarded|handed|gave|granted|let|outsourced|extended)"
_ANY = r"[^.;:!?]"
_NOT_BACK = r"(?! (?:back|over|in|up|down|out|on|notice)\b)"
_OPENS = (
    rf"(?:(?:will |is to |is |are )?(?:put|puts|putting)(?! in){_ANY}{{0,60}} (?:out to (?:tender|bid|competition|the market)|up for (?:tender|grabs))|"
    rf"(?:is|are|was|were) (?:now )?(?:looking for|seeking|re-?tendering|tendering|re-?procuring|procuring) (?:a |an |its |new |another |somebody |someone |bids )|"
    rf"(?:is |are )?(?:invit\w+|call\w* for|advertis\w+ for|s[eo]\w+ught|seeks?) (?:bids|tenders|expressions of interest|proposals|offers|providers|suppliers|bidders|contractors|operators)|"
    rf"(?:received|evaluated|scored|considered|had|drew|attracted) (?:\w+ ){{0,3}}(?:bids|tenders|proposals|offers)\b|"
    rf"(?:launched|ran|began|opened|started|completed|concluded|held|carried out|undertook) (?:an? |its |the )?(?:\w+ ){{0,3}}(?:procurement|tender(?:ing)?|re-?tender(?:ing)?|competition|competitive)\b)"
)
#: What only who lets a contract does to bids and bidders, and what it will do with them.
_MANY = r"(?:(?:the|its|all|both|a|an|\w+|[\w-]+-[\w-]+) ){1,4}?(?:bids?|bidders?|tenders?|tenderers?|teams?|consorti(?:um|a)|proposals|submissions|proponents?|applicants?|candidates|firms|companies|providers|suppliers|operators|contractors|groups|organisations|contenders|vendors)\b"
_SIFTS = (
    rf"(?:short[ -]?list(?:s|ed)|down-?select(?:s|ed)|pre-?qualif(?:ies|ied)|whittle[sd]|narrow(?:s|ed)(?: down)?|invite[sd]|disqualif(?:ies|ied)|eliminate[sd]) {_MANY}"
    rf"| (?:will|would|must|to|(?:is|are) (?:due |expected |set )?to|(?:plans?|intends?|expects?|hopes?|aims?|wants?) to) (?:now |then |next |also )?(?:(?:evaluate|assess|score|mark|shortlist|rank) {_MANY}|"
    r"(?:select|choose|appoint|name|pick|announce) (?:a|an|the|its|one|two) (?:[a-z-]+ ){0,2}?(?:bidder|proponent|tenderer|operator|provider|contractor|supplier|winner)\b)"
)
_BUYS = re.compile(
    rf"{_SHORT}{_ASIDE}(?:{_THEN}{_CHOOSES}{_NOT_BACK} (?:(?P<named>\w)|{_ANY}{{0,60}}?\b(?:as|to be) (?:its|their|the|a|our|preferred|an)\b{_ANY}{{0,60}}?\b{_FIRM})"
    rf"|{_THEN}(?:{_CHOOSES}) (?:a|an|its|two|three|four|five|new|another)\b{_ANY}{{0,40}}?\b(?<!sub)(?:contractor|provider|operator|supplier|bidder|caterer)s?\b"
    rf"| {_LETS}{_NOT_BACK} (?!to\b){_ANY}{{0,60}}?\b{_DEAL}\b{_ANY}{{0,90}}? to (?=(?:[a-z-]+ ){{0,6}}[A-Z])"
    rf"| (?:has|have|had) (?:(?!been|not|never)[a-z]+ ){{0,2}}?(?:awarded|granted|let|procured|outsourced)\b {_ANY}{{0,60}}?\b(?:{_DEAL}|services?)\b"
    rf"|{_THEN}(?:ended|terminated|cancell?ed|scrapped|axed|torn up|ripped up|ends|terminates|cancels|scraps|axes) (?:its|their|the|a) {_ANY}{{0,50}}?\b{_DEAL} with (?:the )?(?P<ended>\w)"
    rf"|(?P<plain> {_LETS}{_NOT_BACK} (?!to\b){_ANY}{{0,60}}?\b{_DEAL}\b{_ANY}{{0,60}}? to (?:a|an|one|two|several|another)\b{_ANY}{{0,40}}?\b{_FIRM}\b|{_THEN}{_SIFTS})"
    rf"|(?: (?:has|have|had) (?:confirmed|announced|said|decided|agreed) (?:that )?(?:it|they) (?:is|are|was|were|will be|would be))?{_THEN}(?:is |are |will be |was |were )?(?:bring(?:s|ing)?|brought|tak(?:es?|ing|en)|took) (?:its|their|the) {_ANY}{{0,50}}?\b(?:back )?in[- ]house"
    rf"|{_THEN}{_OPENS})"
)
#: Two that do it together: "Y" of "X and Y will assess the bids", "X, in partnership with Y, has invited bids".
_AND = re.compile(
    r",? and (?:the )?|,? (?:in (?:partnership|association|conjunction|collaboration)|together|along|jointly) with (?:the )?"
)
_BEGINS = re.compile(r"(?:^|[.!?:;] [\"']?|\b(?:that|as|when|after|while|because|and|but) )(?:[Tt]he )?$")
#: "won a contract with X", "chosen by X": before a name, the words that make it the one who lets.
_SOLD_TO = Behind(
    rf"\b(?:w[io]ns?|winning|secur(?:e[sd]?|ing)|land(?:s|ed|ing)|clinch(?:es|ed|ing)|gain(?:s|ed|ing)|scoop(?:s|ed|ing)?|pick(?:s|ed|ing) up|been (?:awarded|given|handed|offered|granted)|(?:was|were|is|are) (?:awarded|given|handed|granted)|"
    rf"retain(?:s|ed|ing)) (?:(?:a|an|two|three|four|five|six|new|another|further|more|major|its|\d+) ){_ANY}{{0,70}}?\b{_DEAL} (?:with|from|for|by)(?: the)? $"
    rf"|\b(?:awarded|appointed|selected|chosen|commissioned|picked|hired|let|tendered|procured|outsourced|re-?appointed|shortlisted|invited to \w+|framework (?:agreement )?(?:that (?:was|is) |which (?:was|is) )?(?:set up|run|managed|established|operated|created)|approved|named(?: as)?(?: the| its)?(?: [a-z]+){{0,3}}|approached|tasked|asked|estimated|valued|put) by(?: the)? $"
    rf"|\b(?:{_FIRM}|organi[sz]ations?|bodies|others|agents)(?: that| which| who)?(?: are| is| works?| working)? under (?:an? )?(?:[a-z-]+ )?(?:contracts?|agreements?) (?:with|to)(?: the)? $"
)
#: "X has signed a contract with Y": one of the two buys; which, only the rest of the text says.
_SIGNS_WITH = re.compile(
    rf"{_SHORT}{_ASIDE}{_THEN}(?:sign(?:s|ed)|agree[sd]|renew(?:s|ed)|extend(?:s|ed)|enter(?:s|ed) into|struck|strikes|conclude[sd]|finalise[sd]|negotiated) {_ANY}{{0,70}}?\b{_DEAL} with (?:the )?(?P<other>\w)"
)
#: "won X's repairs contract", "the contract with X was won by Y": the name stands inside what is bought.
_IN_DEAL = Behind(
    r"\b(?:w[io]ns?|winning|secure[sd]?|land(?:s|ed)|awarded|given|handed|lost|loses|(?:bid|bids|bidding|bidders?|competition|race|battle|tender(?:ed|s)?) for|(?:provider|supplier|contractor|operator) (?:of|for))(?: the)? $"
)
#: "appointed as the X catering provider": whose provider it is.
_AS_ITS = Behind(r"\b(?:appointed|chosen|selected|named|confirmed|picked) as (?:the )?(?:new )?$")
_PROVIDER = re.compile(r"(?:'s)? (?:[a-z-]+ ){1,3}(?:provider|contractor|caterer|operator|supplier)\b")
#: "takes over X's repairs from Y": it was X's to let.
_TAKEN = Behind(r"\b(?:tak(?:es?|ing)|took|inherit(?:s|ed|ing)?|pick(?:s|ed|ing)) (?:over |on |up )?(?:the )?$")
_FROM = re.compile(
    rf"'s? (?:(?!and\b)[\w-]+ ){{0,4}}?(?:{_DEAL}|work|services?) (?:[a-z]+ ){{0,2}}?from (?:the )?[A-Z]"
)
_ITS_DEAL = re.compile(rf"'s? (?:(?!and\b)[\w\u00a3.-]+ ){{0,5}}?{_DEAL}\b")
_DEAL_WITH = Behind(rf"\b{_DEAL} with(?: the)? $")
_WAS_WON = re.compile(r" (?:was|were|has been|have been) (?:won|awarded|secured|let)\b")
_OWN_DEAL = re.compile(
    r"'s? (?:(?:own|new|current|next|latest|entire|whole|main) )?(?:[a-z-]+ ){0,3}(?:procurement|tendering|re-?tender|stock|tenants|residents|estate|homes|patients|students|passengers)\b"
)
#: What only one who bids or provides is told to do, after its name and before it.
_SELLS = re.compile(
    rf"{_SHORT}{_ASIDE}(?:{_THEN}(?:been |be )?(?:won|wins|win|secured|landed|bid|tendered for|clinched|beat|lost|scooped)\b|,? (?:which |who )?(?:(?:(?:has|have|had|will|is|are)? ?(?:[a-z]+ )?(?:been|be)|is|are|was|were) )(?:[a-z]+ ){{0,2}}?(?:awarded|appointed|selected|chosen|named|picked|commissioned|given|handed|shortlisted|preferred)\b"
    rf"|{_THEN}(?:been |be )?(?:gone|went|goes|going|fallen|falls?|fell|entered|enters|placed|put|plunged) (?:in)?to (?:administration|liquidation|receivership)|{_THEN}(?:collapsed?s?|ceased trading|gone bust|went bust|goes bust|gone under|went under|folded)\b"
    rf"| (?:awarded|appointed|selected|chosen|named|picked|given|handed|shortlisted) (?:to|as|for|by|preferred|(?:the )?(?:[a-z-]+ ){{0,3}}{_DEAL}(?! to (?:(?:an?|the|one|two|its|another|several)\b|[A-Z])))\b)"
)
_GIVEN_TO = Behind(
    rf"(?:\b(?:awarded|handed|given|let|granted|offered|goes|go|went|gone) (?:{_ANY}{{0,60}} )?to|\b(?:won|run|operated|provided|delivered) by|\b(?:beaten|pipped|outbid) (?:{_ANY}{{0,60}} )?by|\bin (?:partnership|consortium) with|\bsub-?contractors?,?(?: to| of| for)?)(?: the)? $"
)
#: A lead that takes on others does not let the contract.
_CHAIN = re.compile(
    r"sub-?(?:contract|let)|supply[ -]chain|\binstallers?\b|partner|joint venture|consorti|solicitor|lawyer|chief|director|manager|trustee|\bchair|administrators?\b|advis(?:e|o)r|bank",
    re.IGNORECASE,
)
_WORTH_LOOKING = Vocabulary(
    r"award\w*|appoint\w*|select\w*|chos\w+|choos\w+|pick\w*|hir\w+|commission\w*|contract\w*|tender\w*|procur\w+|behalf|bids|let|lets|outsourc\w+|deal|deals|short[ -]?listed|pre-?qualified|proposals|bidders?|teams"
)


def with_buyers(names: list[Name], text: str, key_of: Callable[[Name], str]) -> list[Name]:
    """``names`` with those as buyers that the text shows letting a contract and never winning one."""
    if not _WORTH_LOOKING.is_in(text):
        return names
    starts = {name.start: name for name in names if name.kind in BODIES}
    buying: set[str] = set()
    selling: set[str] = set()
    joining: set[int] = set()
    signed: list[tuple[str, str]] = []
    for index, name in enumerate(names):
        if name.kind not in BODIES or name.known:
            continue
        before, after = words_beside(name, text, _BEHIND, _AHEAD)
        key = key_of(name)
        if index in joining:
            buying.add(key)
        elif given_or_sold(before, after):
            selling.add(key)
        elif _is_buyer(name, before, after, starts):
            buying.add(key)
            joining |= _joining(names, index, text)
            buying |= {key_of(names[other]) for other in joining}
        if (match := _SIGNS_WITH.match(after)) and (other := starts.get(name.end + match.start("other"))):
            signed.append((key, key_of(other)))
    for one, other_key in signed:
        if (one in selling) != (other_key in selling):
            buying |= {one, other_key}
    found = buying - selling
    return _with_who_works_under(marked(names, found, key_of, Kind.BUYER) if found else names, text)


#: "Kent County Council is now a sub-contractor to X", "is in as a delivery partner": who buys elsewhere works here.
_WORKS_UNDER = re.compile(
    r" (?:is|was|will be|becomes?|became|has become|has been) (?:now |also |itself |then |in )*(?:(?:as )?(?:a|an|one of the) (?:[a-z-]+ )?sub-?contractors?\b|as (?:a|an|one of the) (?:delivery|lead|supply chain) partners?\b)"
)
#: "In Kent, where Kent County Council is the provider".
_PROVIDES_WHERE = re.compile(r" is (?:itself |now )?the (?:lead |main |sole )?(?:provider|contractor|operator)\b")
_WHERE = Behind(r"\bwhere(?: the)? $")


def _with_who_works_under(names: list[Name], text: str) -> list[Name]:
    return [
        replace(name, kind=Kind.ORGANISATION)
        if name.kind is Kind.BUYER and (_WORKS_UNDER.match(text, name.end) or _provides_there(name, text))
        else name
        for name in names
    ]


def _provides_there(name: Name, text: str) -> bool:
    return bool(_PROVIDES_WHERE.match(text, name.end) and _WHERE.search(text, max(0, name.start - 12), name.start))


def _joining(names: Sequence[Name], index: int, text: str) -> set[int]:
    """Which of ``names`` let it together with the one numbered ``index``, which is told to: before "and", or behind "with"."""
    name, found = names[index], set[int]()
    earlier = names[index - 1] if index else None
    if (
        earlier
        and _AND.fullmatch(text, earlier.end, name.start)
        and _BEGINS.search(text, max(0, earlier.start - 12, text.rfind("\n", 0, earlier.start) + 1), earlier.start)
    ):
        found.add(index - 1)
    tie = _AND.fullmatch(text, name.end, names[index + 1].start) if index + 1 < len(names) else None
    if tie and "with" in tie.group():
        found.add(index + 1)
    return {other for other in found if names[other].kind in BODIES and not names[other].known}


@lru_cache(maxsize=256)
def given_or_sold(before: str, after: str) -> bool:
    """Whether the words beside a name tell what only one who bids or provides is told to do, or to be given."""
    return bool(_SELLS.match(after) or _GIVEN_TO.search(before))


def _is_buyer(name: Name, before: str, after: str, starts: Collection[int]) -> bool:
    match = _BUYS.match(after)
    if match and not _CHAIN.search(_said_in(match, after)):
        at = max(match.start("named"), match.start("ended"))
        return (
            at < 0
            or _begins_body(name.end + at, starts)
            or bool(_DESCRIBED.match(after, at) and match.start("named") >= 0)
        )
    if _OWN_DEAL.match(after) or (_IN_DEAL.search(before) and _ITS_DEAL.match(after)):
        return True
    if _AS_ITS.search(before) and _PROVIDER.match(after):
        return True
    if _TAKEN.search(before) and _FROM.match(after):
        return True
    if _DEAL_WITH.search(before) and _WAS_WON.match(after):
        return True
    match = _SOLD_TO.search(before)
    return match is not None and not _CHAIN.search(match.group() + re.split(r"[,.]", after[:60])[0])


def _said_in(match: re.Match[str], after: str) -> str:
    """What a sentence says of whom it has buy something, without who joins in; where it is plain, without what follows."""
    said = match.group().replace(match["joint"] or "\n", "")
    return said if match["plain"] else said + after[match.end() : match.end() + 60].partition(". ")[0]


#: "the charity X", "contractor X": what stands before the name of who is chosen.
_DESCRIBED = re.compile(rf"(?:the |a |an |local |national )?(?:[a-z-]+ ){{0,4}}?{_FIRM}\b")


def _begins_body(at: int, starts: Collection[int]) -> bool:
    return at in starts or at + len("the ") in starts
