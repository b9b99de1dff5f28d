"""Which areas a claim reaches: the nearest of its clause, those in brackets, one each with "respectively"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.extract.clauses.folding import Folded
from monitor.extract.clauses.masking import AREA, ORG, PERSON, Masked, places_of
from monitor.extract.clauses.statements import Said, Tie
from monitor.extract.words.behind import Behind

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}


_COUNT = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) (?:of the (?:\w+ )?)?(?:(?:[a-z-]+ ){0,3}(?:areas|contracts|lots|regions|packages|tranches|companies|franchises|boroughs|counties|prisons|districts|sites)|[A-Z]{2,5}s\b)"
)


_NOT_SERVED = Behind(
    r"(?:\bat work (?:all over|across|throughout|in)|\b(?:based|founded|formed|created|established|incorporated|headquartered|registered|born|college|firm|charity|company|enterprise|operator|co-operative|business|supplier|chain|consultancy|bureau|premises|[Mm]eetings?|consultants|advisers|lawyers|solicitors|accountants|brokers|grew up|raised|lives|lived|conference|event|[Ss]peaking|court|depot|warehouse) (?:in|at|near)|\bfrom|, of|\b(?:[Mm]ayor|MP|[Bb]ishop|resident|company|firm|charity|business|college|University) of|\b(?:based|beg[au]n(?: life)?|start(?:s|ed)? (?:life|out)|domiciled|(?:its|their|a) (?:(?:main|home|permanent) )?(?:base|seat|home|roots|origins)|founded|set up|offices?|headquarters?|registered|depots?|employ(?:s|ed|ing|er|ers)?)\b(?:(?!\b(?:runs?|ran|provid\w+|deliver\w*|operat\w+|manag\w+|serv\w+|w[io]ns?|has|have|will|for|contract\w*)\b)[^.,;:]){0,30} (?:in|at|near)|\bvisited|\bvisit to|\bwho (?:lives?|lived|grew up|was born|comes?|works?)\b[^,;.]{0,20} (?:in|from|near|at)|\boutside|\b(?:next|close) to|\b(?:bordering|adjoining|not far from)|\b(?:judges?|tribunal|hearing|ceremony|signed|hotel) (?:in|at)|\b(?:group|parent|owner|chain|investors?) (?:with|that has|which has) [^.;,]{0,30} in|(?<!\b[Tt]he )\b(?:north|south|east|west) of|\bMP for|\bout of (?:[A-Z][\w'.-]+ ){1,4}(?:in|at)|\b(?:at|in|from|near) (?:the )?(?:[A-Z][\w'.-]+ ){0,3}(?:House|Hall|Buildings?|Street|Road|Lane|Avenue|Chambers|Towers?|Square|Wharf|Lodge|Terrace|Hotel) (?:in|at|near)|^By)(?: the)? $"
    rf"|{PERSON},? (?:for|of|from)(?: the)? $|\bout of (?:the )?{ORG} (?:in|at|near)(?: the)? $"
)


#: "the Cardiff social enterprise X", "staff of the Kent trust": whose it is, not what is served.
_ITS_SEAT = re.compile(
    r" (?:(?!(?:the|a|an|its|their|our|this|that|these|and|or|but|by|for|to|of|in|at|on|as|from|with|under|over|after|before|against|between|into|via|than|which|who|where|when|while|is|are|was|were|be|been|has|have|had|will|would|may|can|could|should|not|last|next)\b)[a-z-]+ ){0,2}(?:charity|charities|firms?|company|companies|social enterprise|trust|college|business|consultancy|mutual|housing association|co-operative|start-?up|agency|government|giant|operator|non-profit|not-for-profit|arm)\b"
)
#: "Kent's own Harbour Trust": a body that a place calls its own.
_ITS_OWN = re.compile(
    rf"'s? (?:(?!(?:is|are|was|were|will|has|have|new|next|contracts?|services?|providers?|operators?|tenders?|deals?|franchises?|lots?|bids?)\b)[a-z-]+ ){{0,3}}{ORG}"
)
#: A place beside which another is set: what it is like, what it came after, what is left out.
_BESIDE = re.compile(
    r"\b(?:unlike|(?:just )?as(?: they| it)?(?: has| have| had| did| does| do)? in|(?:similar|identical|equivalent|comparable) (?:[a-z]+ )?(?:to|in)(?: (?:that|those|one|ones|the one) (?:in|of|for))?|modelled on[^.,;]{0,30}|"
    r"(?:pilots?|pilot (?:scheme|project)s?|trials?|success(?:es)?|experience|track record|problems|failures?|troubles|scandals?|reputation|strength|presence|foothold|operations|roots|exploits|exploratory work) in|(?:piloted|trialled|tested|tried(?: out)?) in|"
    r"(?:but not|(?<!, )but (?:that|those)|excluding|except(?:ing)?(?: for)?|apart from|aside from|other than|rather than|instead of|save for|bar|barring|minus|not (?:including|counting))(?: (?:(?:that|those|the (?:one|ones|contract|lot|service))\b ?)?(?:in|for|of|from|covering))?|"
    r"(?:stand(?:s|ing)?|ris(?:es|ing)|(?:being )?built|build(?:s|ing)?|planned|open(?:s|ed|ing)?|l(?:ies|ying)|sits?|sitting|site|land|prison|hospital|school|centre|hostel|homes?|building|one) (?:right |just |directly )?(?:beside|next to|next door to|adjoining|adjacent to|alongside|opposite|across the road from)|"
    r"on top of(?: (?:those|its (?:contracts?|work)))?(?: in)?|adding to (?:those|the ones?|its contracts?|the contracts?)(?: [a-z]+){0,4} in|"
    r"(?:than|after|before|like|to match|alongside|besides?) (?:that|those|the one|the ones) (?:for|in|of|from)|than (?:in|for)|(?:first|only|largest|biggest) (?:[a-z]+ )?outside(?: of)?)(?: the)? $",
    re.IGNORECASE,
)


_ADJECTIVE = re.compile(r"-(?!wide)[a-z]")


def is_in_adjective(text: str, end: int) -> bool:
    """Whether the place that ends at ``end`` is part of an adjective: "the London-listed chain", but not "county-wide"."""
    return bool(_ADJECTIVE.match(text, end))


#: "Essex and Devon are still to be decided", "the contract for Essex has been delayed": nobody has it yet.
_OPEN = re.compile(
    r"(?:,? (?:and|or|&) [^ ,.;]+)? (?:is|are|has|have|will|keeps?|stays?|remains?)\b[^.,;A-Z]{0,40}?\b(?:to be (?:decided|let|awarded|tendered|confirmed)|delayed|postponed|undecided|in[- ]house|not (?:yet )?(?:been )?(?:let|awarded|decided)|under review|cancelled|abandoned|scrapped)\b"
)


def is_open(text: str, end: int) -> bool:
    """Whether the words after a place that ends at ``end`` say that nobody has been chosen there."""
    return bool(_OPEN.match(text, end))


def is_its_seat(text: str, end: int) -> bool:
    """Whether the words after a place that ends at ``end`` name a body that sits there."""
    return bool(_ITS_SEAT.match(text, end))


def is_seat(text: str, at: int) -> bool:
    """Whether the words before ``at`` say that the place there is where somebody sits, began or comes from."""
    return _says_seat(text[max(0, at - 90) : at])


@lru_cache(maxsize=256)
def _says_seat(before: str) -> bool:
    # Sentence, paragraph and theme ask it of the same place.
    return bool(_NOT_SERVED.search(before[-60:]) or _BESIDE.search(before))


#: "X, which manages three hostels in" a place: what it does besides, unless it is of "the contract" or "the service".
_RUNS_BESIDES = re.compile(
    rf"{ORG},? (?:which|who|that) (?:already |also |now |still |currently )*(?:runs?|operates?|manages?|owns?|looks? after)"
    rf" (?:(?!(?:contract|service|run|held|been)\b)[^.;,{ORG}])*$"
    rf"|{ORG},? (?:which|who|that) (?:already|also|currently) (?:holds?|has|have|delivers?|provides?|runs?|operates?|manages?|serves?|works?)\b[^.;,{ORG}]*$"
)


#: Whom a body serves besides, before "including" some of them.
CLIENTS = r"\b(?:many|other|numerous|its|their|our)(?: other)? (?:local )?(?:authorities|councils|clients|customers)\b"
#: "works with many councils including" a place: where those are.
_HAS_CLIENTS = re.compile(rf"{CLIENTS}[^.;{ORG}]{{0,60}}?\b(?:includ(?:es?|ing)|such as|like)\b[^.;{ORG}]*$")


def skips(text: str, at: int) -> bool:
    """Whether the place at ``at`` is where somebody comes from or works besides, not what is contracted for."""
    return (
        is_seat(text, at)
        or bool(_RUNS_BESIDES.search(text, max(0, at - 110), at))
        or bool(_HAS_CLIENTS.search(text, max(0, at - 140), at))
        or is_in_adjective(text, at + 1)
        or is_open(text, at + 1)
        or bool(_ITS_SEAT.match(text, at + 1) or _ITS_OWN.match(text, at + 1))
        or text.endswith((f"{ORG} of ", f"{ORG} (of "), 0, at)
        or (text.endswith(f"{AREA}, ", 0, at) and skips(text, at - 3))
    )


def with_areas(masked: Masked, said: list[Said], folded: Folded) -> list[Said]:
    """``said``, each with the areas that it reaches."""
    if not said:
        return []
    given: dict[int, list[str]] = {index: [] for index in range(len(said))}
    for at in places_of(AREA, masked.text):
        if skips(masked.text, at):
            continue
        for index in _nearest(masked.text, at, said):
            given[index].extend(masked.areas(at))
    fronted = _fronted(masked)
    result = []
    for index, one in enumerate(said):
        alone = [a for member in one.group for a in folded.own.get(member.key, ())]
        areas = alone or [*given[index], *(a for member in one.group for a in folded.direct.get(member.key, ()))]
        high = (
            said[index + 1].at[0] if index + 1 < len(said) and said[index + 1].at[0] > one.at[1] else len(masked.text)
        )
        counted = _COUNT.search(masked.text[one.at[0] : high])
        count = None
        if counted and not areas:
            word = counted.group(1)
            count = _NUMBERS.get(word) or (int(word) if word.isdigit() else None)
        if (
            not areas
            and masked.text.count(AREA) == 1
            and not skips(masked.text, masked.text.index(AREA))
            and len(said) > 1
        ):
            areas = list(masked.areas(masked.text.index(AREA)))
        areas = areas or fronted
        if not areas and one.status.is_exit:
            areas = next((given[other] for other in given if given[other]), [])
        if not areas and any(other.status.is_exit for other in said):
            # "X, which has run the Kent service since 2014, lost the contract to Y"
            areas = list(folded.held)
        result.extend(_split(masked, replace(one, areas=tuple(dict.fromkeys(areas)), area_count=count), folded))
    return result


def each_apart(said: Said, own: Mapping[str, tuple[str, ...]]) -> list[Said]:
    """``said`` as one claim a member, where the sentence gives any of them places of its ``own``."""
    if not any(member.key in own for member in said.group):
        return [said]
    return [replace(said, group=(member,), areas=own.get(member.key, ())) for member in said.group]


def with_own_areas(ties: Sequence[Tie], folded: Folded) -> list[Tie]:
    """``ties``, each of a body to which the sentence gives places of its own apart from those of the others."""
    result: list[Tie] = []
    for tie in ties:
        told = {**folded.direct, **folded.own}
        own = {member.key: told[member.key] for member in tie.second if member.key in told}
        result += [
            replace(tie, second=(member,), areas=own[member.key]) for member in tie.second if member.key in own
        ]  # fmt: skip
        if others := tuple(member for member in tie.second if member.key not in own):
            result.append(replace(tie, second=others))
    return result


_FRONTED = re.compile(rf"(?:[\"(]|And |But )*(?:In|Across|For|Throughout|At) [^{ORG}.;:]*?,? (?:the )?(?={ORG})")


def _fronted(masked: Masked) -> list[str]:
    """The places that a sentence begins with, before it names any body: they are those of all its clauses."""
    front = _FRONTED.match(masked.text)
    return [
        area
        for at in places_of(AREA, masked.text, 0, front.end() if front else 0)
        if not skips(masked.text, at)
        for area in masked.areas(at)
    ]


def _split(masked: Masked, said: Said, folded: Folded) -> list[Said]:
    """One claim a member where the sentence gives each its own area: in brackets, or "respectively"."""
    if len(said.group) > 1 and len(apart := each_apart(said, {**folded.direct, **folded.own})) > 1:
        return apart
    paired = "respectively" in masked.text or "in that order" in masked.text
    if len(said.group) > 1 and len(said.group) == len(said.areas) and paired:
        return [
            replace(said, group=(member,), areas=(area,)) for member, area in zip(said.group, said.areas, strict=True)
        ]
    return [said]


def _nearest(text: str, at: int, said: Sequence[Said]) -> list[int]:
    best, distance = -1, 220
    for index, one in enumerate(said):
        low, high = one.at
        if low <= at < high:
            gap = 0
        elif at >= high:
            gap = at - high
            if ";" in text[high:at] or any(
                other.at[0] >= high and other.at[1] <= at and other is not one for other in said
            ):
                gap += 150
        else:
            gap = low - at + 30 + (200 if ORG in text[at:low] else 0)
            if ";" in text[at:low]:
                gap += 300
            if any(other.at[0] > at and other.at[1] <= low for other in said):
                gap += 200
            if re.match(
                r"^(?:.{0,12}[;,] (?:and )?)?(?:In|For|Across|in|for|across)\b", text[max(0, at - 16) : at]
            ) or re.search(r"(?:^|[;:,] (?:and )?)(?:[Ii]n|[Ff]or|[Aa]cross)(?: the)? $", text[max(0, at - 20) : at]):
                gap = max(1, gap - 60)
        if gap < distance:
            best, distance = index, gap
    if best < 0:
        return []
    low, high = said[best].at
    return [
        index
        for index, one in enumerate(said)
        if index == best
        or (
            one.at[0] < high
            and low < one.at[1]
            and one.status.is_exit != said[best].status.is_exit
            and not (low <= at < high)
        )
    ]
