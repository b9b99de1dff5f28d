"""Places run together with a body or with each other: where a body sits is taken out, several places become one symbol."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.extract.clauses.listing import TYPES
from monitor.extract.clauses.masking import AREA, ORG, Masked, Member

_AREA_ITEM = rf"(?:(?:in|for|across|both|of) )?(?:the )?{AREA}"
AREAS = re.compile(rf"{AREA}(?:(?:[,;] (?:and )?| and | & |,? and in |,? as well as | or |/){_AREA_ITEM}){{1,40}}")
SEATED = re.compile(
    rf"(?:[Tt]he |[Aa]n? |[Ii]ts )?{AREA}(?:-(?:based|listed|headquartered))? ((?:(?!(?:by|to|with|for|and|from|the|a|an|is|was|are|were|has|have|will|went|goes)\b)[a-z-]+ ){{0,3}}?{TYPES}),? ({ORG})|{AREA}-(?:based|listed|headquartered) ({ORG})"
)


def fold_seated(masked: Masked, match: re.Match[str]) -> bool:
    """Take the seat out of "the Leeds charity X": it is not what is served."""
    group = 2 if match.group(2) else 3
    masked.fold(
        match.start(), match.end(), ORG, noted(masked.members(match.start(group)), match.group(1) or "")
    )  # fmt: skip
    return True


#: "Marl Coaches of Hexham and Acorn Buses of Alnmere": where each of a list sits is taken out.
SITS = re.compile(rf"({ORG}) of (?:{AREA}|[A-Z][a-z'-]+(?: [A-Z][a-z'-]+)?)(?=,| and |;|[.)]|$)")


def fold_areas(masked: Masked, match: re.Match[str]) -> bool:
    """Make a list of places one symbol that holds them all, unless its second place begins a clause."""
    # "for England; Scotland remains with": the second place begins a clause of its own.
    if ";" in match.group() and (
        re.search(r"; (?:and )?(?:in|for|across)\b", match.group())
        or re.match(
            r" (?:remains?|stays?|goes|went|is|was|are|will|has|to|by|:)", masked.text[match.end() : match.end() + 9]
        )
    ):
        return False
    masked.fold(match.start(), match.end(), AREA, tuple(dict.fromkeys(masked.areas_within(*match.span()))))
    return True


#: "two of the four lots, Kent and Essex, is ...": which they are, put between.
_NAMED_LOTS = re.compile(
    rf"\b(?:lots|areas|regions|contracts|packages|zones|counties|boroughs|districts)(, (?:that is,? |namely )?){AREA}(,)(?= (?:is|are|was|were|goes?|went|will|has|have)\b)"
)


def fold_named_lots(masked: Masked, numbered: re.Pattern[str]) -> None:
    """Make the places of ``numbered`` lots one symbol, and take the commas from round those by which lots are named."""
    if "(" in masked.text:
        masked.rewrite(numbered, fold_areas)
        masked.rewrite(AREAS, fold_areas)
    if "," in masked.text:
        masked.rewrite(_NAMED_LOTS, _open)


def _open(masked: Masked, match: re.Match[str]) -> bool:
    masked.drop(match.start(2), match.end(2))
    masked.put(match.start(1), match.end(1), " in ")
    return True


def noted(group: tuple[Member, ...], words: str) -> tuple[Member, ...]:
    """``group`` with ``words`` as what the text says each is."""
    return tuple(replace(member, note=f"{member.note} {words}".strip()) for member in group)
