"""What a table is about, by its headers and the words around it: who provides, or staff, payments, events and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from monitor.extract.structured.prizes import is_of_prizes
from monitor.extract.words.statuses import header_kind, header_words
from monitor.text import fold

#: Headers that name bodies of any sort. Alone they do not make a table one of providers.
WEAK = re.compile(
    r"\b(?:company|charity|agency|body|bodies|entity|organi[sz]ations?|vendors?|members?|with|partners?|name|number|suppliers?)\b"
)
#: "Agency under contract", "Commissioned organisation".
_ENGAGED = re.compile(r"\b(?:under contract|contracted|commissioned|appointed|awarded)\b")
ABOUT_PERSONS = re.compile(
    r"(?<!contract )(?<!project )(?<!tender )(?<!award )(?<!notice )(?<!scheme )(?<!agreement )\b(?:job|title|post|role|person|contact|surname|first name|staff|director|chair|author|speaker|trustee|representatives?|delegates?|nominees?)\b"
)
_OF_PROVIDERS = re.compile(
    r"\b(?:bidders?|bids?|providers?|contract\w*|award\w*|suppliers?|deliver\w*|run by|runs|operators?|consorti\w*|partnerships?|"
    r"subcontract\w*|supply chain|who to (?:call|contact|ring|phone|ask)|who (?:has run|have run|ran)|franchise\w*|commission\w*|framework|lots?|winners?|tender(?:s|ed)?|procure\w*)\b"
)
_OF_SPENDING = re.compile(
    r"\b(?:spend\w*|spent|(?<!direct )payments?|paid|invoices?|transactions?|expenditure|expenses?|donations?|sponsors?|merchants?)\b"
)


def is_of_providers(kinds_of: Mapping[str, str], around: Sequence[str]) -> bool:
    """Whether a table says who bids, provides or partners, by its headers and by the words around it.

    A list of staff with their employers, of payments or of an association's members names bodies too and says nothing of the sort.
    """
    kinds = set(kinds_of.values())
    near = _near(around)
    if is_of_prizes(kinds_of, near):
        return False
    if not kinds & {"lead", "partner", "subcontractor", "unsuccessful"}:
        # "Owner" over those who own whoever has the contracts of which the words before the table speak.
        return {"owner", "area"} <= kinds and bool(_OF_OWNED.search(near))
    folded = [header_words(header) for header in kinds_of]
    spent = any(_OF_SPENDING.search(h) and not _OF_CONTRACTS.search(h) for h in folded)
    # Who bid or won stands in no list of payments: there "Payment terms" are those of its contract.
    spent = spent and not any(map(_OF_CONTESTS.search, folded))
    termed = any(map(_TERM.fullmatch, folded)) and any(map(_OF_CONTRACTS.search, folded))
    placed = any(map(_names_who_does, folded)) and "area" in kinds and not any(map(_OF_SUMS.search, folded))
    if (
        (_is_of_spending(_near(around, telling=True)) and not (termed or placed))
        or spent
        or (_OF_FAIRS.search(near) and not any(map(_OF_CONTRACTS.search, folded)))
    ):
        return False
    if any(_OF_ORDERS.search(h) for h in folded) and not any(_OF_CONTRACTS.search(h) for h in folded):
        return False
    if any(map(_OF_FIGURES.search, folded)) and not any(map(_LET.search, [*folded, near])):
        return False
    other = any(_OF_OTHER.fullmatch(h) and not _names_who_does(h) for h in folded)
    if other and not any(_OF_CONTRACTS.search(h) for h in folded):
        # How those are rated with whom there are contracts is told of them too.
        return bool(_CONTRACTED.search(near)) and "lead" in kinds
    strong = [
        h
        for h, kind in zip(folded, kinds_of.values(), strict=True)
        # "Provider name" and "Recipient organisation" say as much as "Provider" and "Recipient".
        if kind in NAMING and (header_kind(WEAK.sub(" ", h)) in NAMING or _ENGAGED.search(h))
    ]
    if strong or "role" in kinds:
        return True
    if {"lead", "partner"} <= kinds and any(re.search(r"\b(?:lead|prime)\b", header) for header in folded):
        return True
    supplied = any(re.search(r"\b(?:supplier|vendor)", header) for header in folded)
    contracted = any(_OF_CONTRACTS.search(header) for header in folded) or bool(_AWARDING.search(near))
    if supplied and ({"area", "status"} <= kinds or contracted):
        # A register of contracts has titles too; they are not those of persons.
        return True
    if any(ABOUT_PERSONS.search(header) for header in folded) or any("joined" in header for header in folded):
        return False
    placed = bool(kinds & {"area", "service", "status"})
    return bool(_OF_PROVIDERS.search(near)) or (supplied and placed)


def _names_who_does(header: str) -> bool:
    """Whether a header, given as its words, ends by saying that it names those who do the work: "Inspection service provider"."""
    last = _DATED.sub("", header).split()[-1:]
    return bool(last) and _DOERS.fullmatch(last[0]) is not None


_DATED = re.compile(r" (?:until|till|since|from|as of|as at|in|on|for|to)\b.*")
_DOERS = re.compile(r"providers?|contractors?|operators?")
#: What was paid, or how much.
_OF_SUMS = re.compile(r"\b(?:amounts?|value|sum|net|gross|total|cost|price|spend|paid|payments?|invoices?)\b")
#: When something runs out: a payment has no end.
_TERM = re.compile(
    r"(?:contract )?(?:ends?|ending|expir(?:y|es)|end date|expiry date|runs (?:to|until)|until|renewal(?: date)?|review date|term|duration|ends on|break date)"
)
_OF_OWNED = re.compile(r"\b(?:contracts?|franchises?|concessions?)\b")
_CONTRACTED = re.compile(
    r"\b(?:we|council|trust|board|county|city) (?:currently |now )?(?:ha(?:s|ve) (?:a )?contracts? with|contracts? with|commissions?|ha(?:s|ve) commissioned)\b"
)
_OF_CONTESTS = re.compile(r"\b(?:bidders?|tenderers?|winning|winners?|awarded to)\b")
#: Bodies that show what they sell, or meet there.
_OF_FAIRS = re.compile(
    r"\b(?:exhibitors?|exhibiting|trade fair|stall ?holders?|meet the (?:buyer|supplier)s?|attendees|delegates|speakers|sponsors|"
    r"who (?:came|attended|was there|were there|took part|joined us|turned up|signed up)|(?:organi[sz]ations|companies|bodies|operators|suppliers|those) (?:that|which|who) (?:came|attended|took part))\b"
)


def is_of_awarding(around: Sequence[str]) -> bool:
    """Whether the words around a table say that it is of those who provide, and not of what was paid."""
    return bool(_OF_PROVIDERS.search(_near(around))) and not _is_of_spending(_near(around, telling=True))


def _near(around: Sequence[str], *, telling: bool = False) -> str:
    """The words around a table, without long paragraphs; ``telling``: and without those of several sentences that do not speak of it."""
    near = (text for text in around if len(text) < _LONGEST)
    return fold(" ".join(text for text in near if not telling or text.count(". ") < _SEVERAL or _POINTS.search(text)))


_LONGEST = 400
#: So many stops within a paragraph part sentences of news, of which few are about the table.
_SEVERAL = 2
_POINTS = re.compile(
    r"\b(?:tables?|lists?|listed|below|following|figures|data|spreadsheet|columns?|published)\b", re.IGNORECASE
)


def _is_of_spending(near: str) -> bool:
    return bool(_OF_SPENDING.search(near)) and not _AWARDING.search(near)


NAMING = {"lead", "subcontractor", "unsuccessful"}
_SUPPLYING = re.compile(r"\b(?<!un)(?:suppliers?|vendors?|contractors?|awarded to|winning|winners?)\b")
_BUYING = re.compile(r"(?:organi[sz]ation|agency|body|entity|authority)(?: name)?")


def speaks_of_contracts(header: str) -> bool:
    """Whether a header is one that only a list of contracts has ("Contract ends")."""
    return bool(_OF_CONTRACTS.search(fold(header)))


def is_of_award(headers: Iterable[str]) -> bool:
    """Whether one of ``headers`` says who won and another that it was a contract: with no more, nobody won a race."""
    said = [header_words(header) for header in headers]
    return any(map(_WINNING.search, said)) and any(map(_OF_CONTRACTS.search, said))


_WINNING = re.compile(r"\b(?:winners?|winning|awarded to|awardees?)\b")


def names_suppliers(text: str) -> bool:
    """Whether a header or a heading says that those named under it supply."""
    return bool(_SUPPLYING.search(header_words(text)))


def buyers_among(headers: Sequence[str], *, supplied: bool = False) -> list[str]:
    """The headers that name who buys where others name who supplies: "Organisation" beside "Supplier".

    ``supplied`` is that something else around them does.
    """
    supplying = supplied or any(map(names_suppliers, headers))
    return [header for header in headers if supplying and _BUYING.fullmatch(header_words(header))]


_AWARDING = re.compile(
    r"\b(?:award\w*|bidders?|contracts? (?:register|list|let)|ha(?:s|ve) (?:a )?contracts? with|successful)\b"
)
#: Headers of what takes place, and when; of what was inspected or answered.
_OF_OTHER = re.compile(
    r"times?|days?|when|venues?|sessions?|(?:start|finish|end) time|date and time|events?|kick ?off|fixtures?|activity|"
    r"installed(?: .*)?|installation date|manufacturers?|models?|serial (?:number|no)|assets?(?: .*)?|equipment(?: type)?|condition|licen[cs]e (?:number|no|type|ref|reference|class)|.*\b(?:gifts?|hospitality|donors?|donated|declar\w+|complain\w*|offences?|prosecut\w*|penalt\w+|convict\w*|vacanc\w+|salar(?:y|ies)|breach\w*|visited|attended)\b.*|"
    r".*\b(?:tariffs?|kwh|apr|aer|exit fees?|interest rates?|premiums?|monthly (?:cost|payment)|deposit)\b.*|"
    r".*\b(?:ratings?|inspected|inspection|registered managers?|regulated activit(?:y|ies)|beds?|grade|graded|respond\w+|response|replies|position on)\b.*"
)
#: How well those do who run something, whoever let it to them.
_OF_FIGURES = re.compile(
    r"\b(?:on time|(?:late|early) running|punctual\w*|reliab\w*|mileage|(?:journeys|services|trains|buses|trips|visits|calls) (?:run|made|missed|cancelled|operated)|"
    r"satisf\w+|waiting times?|occupancy|attendance|(?:pass|completion|dropout|success|failure|response|recovery|cancellation) rates?)\b"
)
_LET = re.compile(
    r"\b(?:contract\w*|franchis\w*|concession\w*|award\w*|tender\w*|commission\w*|appoint\w*|lots?|owners?|parents?|owned by|bids?|bidders?|agreements?|frameworks?)\b"
)
#: Headers of what was ordered: each order is one purchase.
_OF_ORDERS = re.compile(
    r"\b(?:purchase orders?|pos?|orders?) (?:date|value|number|no|ref|reference|id|total|amount)\b|\bpurchase orders?\b|"
    # and of what was entered in a ledger.
    r"^net(?: gbp| amount| value)?$|\bcost cent(?:re|er)s?\b|\b(?:gl|account|subjective|ledger) (?:code|description|name)\b|\b(?:doc|document|posting|clearing) (?:no|number|date)\b"
)
#: Headers that only a list of contracts has.
_OF_CONTRACTS = re.compile(
    r"\b(?:contracts?|agreements?|awards?|awarded|tenders?|frameworks?|lots?|procure\w*|(?:review|extension|end) date|call ?offs?)\b"
)
