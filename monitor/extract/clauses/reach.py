"""Which areas a claim reaches: the nearest of its clause, those in brackets, one each with "respectively"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.extract.clauses.elsewhere import skips
from monitor.extract.clauses.folding import Folded
from monitor.extract.clauses.masking import AREA, ORG, Masked, places_of
from monitor.extract.clauses.remainder import left_over
from monitor.extract.clauses.statements import Said, Tie
from monitor.extract.words.tally import NUMBER_OF

_COUNT = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) (?:of the (?:\w+ )?)?(?:(?:[a-z-]+ ){0,3}(?:areas|contracts|lots|regions|packages|tranches|companies|franchises|boroughs|counties|prisons|districts|sites)|[A-Z]{2,5}s\b)"
)


def with_areas(masked: Masked, said: list[Said], folded: Folded) -> list[Said]:
    """``said``, each with the areas that it reaches."""
    if not said:
        return []
    given: dict[int, list[str]] = {index: [] for index in range(len(said))}
    for at in _served(masked.text):
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
            count = NUMBER_OF.get(word) or (int(word) if word.isdigit() else None)
        before = max((other.at[1] for other in said if other.at[1] <= one.at[0]), default=0)
        after = min((other.at[0] for other in said if other.at[0] >= one.at[1]), default=len(masked.text))
        if len(said) > 1 and not areas and left_over(masked.text, before, after):
            # What is left is told elsewhere.
            result.append(replace(one, areas=(), area_count=None))
            continue
        if (
            not areas
            and masked.text.count(AREA) == 1
            and not skips(masked.text, masked.text.index(AREA))
            and len(said) > 1
            # Of places that were paired off with bodies the one that is left here is one of them.
            and not folded.own
        ):
            areas = list(masked.areas(masked.text.index(AREA)))
        areas = areas or fronted
        if not areas and one.status.is_exit:
            areas = next((given[other] for other in given if given[other]), [])
        if not areas and any(other.status.is_exit for other in said):
            # "X, which has run the Kent service since 2014, lost the contract to Y"
            areas = list(folded.held)
        if not areas and any("incumbent" in member.note for member in one.group):
            # "X, which has the contract in Kent, welcomed the report"
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


#: "Victoria has awarded the contract in Ballarat", "Ohio's department of prisons has chosen", "the council in Bridgend is in talks": who buys.
_BUYS = (
    r"(?:is in (?:talks|negotiations|discussions)|(?:has|have) (?:now |also |again |finally )?(?:awarded|handed|given|let|chosen|selected|picked|appointed|named|hired|commissioned|engaged|contracted|signed)|"
    r"(?:awards|hands|picks|selects|chooses|appoints|names|hires|commissions))\b"
)
_BUYER_BEFORE = re.compile(r"\b[Tt]he (?:council|authority|health board|government|state|county) (?:in|of|for) $")
_BUYER_AFTER = re.compile(
    rf"(?:'s? (?:[a-z]+ ){{0,3}}(?:ministry|department|government|council|commissioners?|board|authority|agency|cabinet|councillors)(?: (?:of|for) [a-z ,]{{1,40}}?)?)? {_BUYS}"
)


def _served(text: str) -> list[int]:
    """Where the places stand that somebody serves: beside others not that of who buys there."""
    found = [at for at in places_of(AREA, text) if not skips(text, at)]
    rest = [at for at in found if not _is_buyers(text, at)]
    return rest or found


def _is_buyers(text: str, at: int) -> bool:
    after = _BUYER_AFTER.match(text, at + 1)
    if after is None:
        return False
    return ORG not in text[:at] and (_stands_first(text, at) or bool(_BUYER_BEFORE.search(text, 0, at)))


def _stands_first(text: str, at: int) -> bool:
    return not text[:at].strip('"( ') or text[:at].endswith((", ", '" '))


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


#: "the first in Kent, the second in Essex": the places of two that are told in order.
_IN_ORDER = re.compile(
    rf"\b(?:the )?(?:first|former) (?:in|at|for|across|covering) (?:the )?{AREA}(?:,|;)?(?: and| while)? (?:the )?(?:second|latter|other) (?:in|at|for|across|covering) (?:the )?{AREA}"
)


def _split(masked: Masked, said: Said, folded: Folded) -> list[Said]:
    """One claim a member where the sentence gives each its own area: in brackets, or "respectively"."""
    if len(said.group) > 1 and len(apart := each_apart(said, {**folded.direct, **folded.own})) > 1:
        return apart
    paired = "respectively" in masked.text or "in that order" in masked.text or _IN_ORDER.search(masked.text)
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
