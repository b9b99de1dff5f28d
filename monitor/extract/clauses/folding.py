"""Making a masked sentence plain: asides go, lists become one symbol, and what they said is kept beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from monitor.extract.clauses.alone import note_own
from monitor.extract.clauses.brackets import Bracketed, fold_brackets, fold_owners
from monitor.extract.clauses.listing import DESCRIBED, TYPE_WORDS, TYPES, fold_lists, fold_other_lists
from monitor.extract.clauses.masking import AREA, ORG, Masked, Member, places_of, stand_for_all
from monitor.extract.clauses.pairing import LOT_AREA, fold_pairs
from monitor.extract.clauses.relatives import BODIES_OF, HELD, WHO_ACT, WHOLE_LIST, speaks_of_all, told_aside
from monitor.extract.clauses.seated import (
    AREAS,
    SEATED,
    SITS,
    fold_areas,
    fold_named_lots,
    fold_seated,
    noted,
)

_ORG_AREAS = re.compile(rf"{ORG},? \((?:the |in |for |covering )*{AREA}\)")
_ORG_COLON_AREAS = re.compile(
    rf"{ORG}(?:: | - |, ){AREA}(?: (?:networks?|regions?|areas?|contracts?|lots?|territory|units?|districts?|division|zone))?$|{ORG}: (?:the )?{AREA}(?=[.;]|$)"
)
_BRACKET = re.compile(rf"{ORG} \((?!led by|headed)([^(){ORG}{AREA}]{{0,90}})\)")
_BRACKET_ALIAS = re.compile(
    rf"{ORG} \((?:the |formerly |now |previously |also |known as |or )*{ORG}(?:,[^()]{{0,80}})?\)"
)
_ASIDE_BRACKET = re.compile(
    r" \((?:no longer|formerly|not|now|previously|ex|until|since|see|for|as|each|both|all)\b[^()]{0,120}\)"
)
#: "Mill Homes (a landlord based in Kent)": a description, whose places are its own.
_BRACKET_DESCRIBES = re.compile(rf"{ORG} \(((?:an?|the) [^(){ORG}]{{0,120}})\)")
#: Kinds of body that are put behind a name.
VEHICLES = ("consortium", "partnership", "joint venture", "alliance", "coalition", "collaborative", "grouping", "collective", "JV")  # fmt: skip
#: "the Solent Works consortium": the kind of body behind its name.
_VEHICLE = re.compile(
    rf"{ORG}( (?:{'|'.join(VEHICLES)}))(?=[,.;:)]|$| (?:which|that|who|compris|includ|consist|made|is|are|was|were|has|have|had|will|led|won|wins|bid|and|to|of {ORG})\b)"
)
#: "Acme Ltd" where the name that is known goes without.
_LEGAL = re.compile(rf"{ORG}( (?:Ltd|Limited|plc|PLC|LLP|CIC)\b)")
LEGAL_WORDS = frozenset({"ltd", "limited", "plc", "llp", "cic"})
_OTHER_BRACKET = re.compile(r" \(([^()]{0,300})\)")
_APPOSITION = re.compile(
    rf"{ORG},? (?:- )?(?:,|-|is)? ?(?<=, |- )(?:now |itself |already )?(?:a|an|the|one of|our|your|two|three) ((?:(?! - )[^,;:(){ORG}]){{2,110}})(,|(?=[;.:)]|$| - ))"
)
_RELATIVE = re.compile(
    rf"(?<={ORG}), (?:which|who|whose|where) [^;:.{ORG}]{{3,150}}?,(?= (?!and |or |but )[a-z]| and (?:by |from |with )?(?:the )?{ORG})"
)
_RELATIVE_LISTED = re.compile(
    rf"(?<={ORG}), (?:which|who|whose|where) [^;:.{ORG}]{{3,150}}?(?=, (?:the )?{ORG}(?:,| and))"
)
_BARE_APPOSITION = re.compile(
    rf"(?<={ORG}), [a-z][^,;:(){ORG}]{{3,90}},(?= (?:was|were|is|are|has|have|had|will|would|said|and its) )"
)
_DASHES = re.compile(rf" - [^-;.{ORG}]{{3,110}} - ")
_INVERSE = re.compile(
    rf"(?<![Bb]eating )(?<!utbidding )(?<!efeating )(?<!gainst )(?<!seen off )(?<!saw off )\b(?:the|its|their|our|an?|another|two|three|four|five) (?:(?!(?:the|its|their|of|to|by|from|for|with|in|on|at|over|against|than|ahead|and|or|was|is|were|are|has|have|that|which|who)\b)[\w'-]+ ){{0,5}}?{TYPES}, (?:the )?({ORG})(?:,(?! (?:and |the )*[{ORG}A-Z]))?"
)
_FORMERLY = re.compile(
    rf"{ORG},? \(?(?:formerly|previously|once|registered|trading|known|also known|now known) (?:known as |called |named |as )?(?:the )?{ORG}\)?,?"
)
_LEADING = re.compile(rf"(?<![\w'-])({DESCRIBED})(?:the )?({ORG})")
_TELLING = re.compile(
    r"bidder|provider of|winner|operator of|sub-?contractor|\bpartner|member|joint venture|consortium (?:of|led)|\bled\b|owned by|part of|"
    r"\b(?:picked|chosen|selected|appointed|hired|commissioned|contracted|engaged|entrusted|tasked)\b"
)


@dataclass(slots=True)
class Folded:
    """What folding took out of a sentence: areas in brackets and those that are a body's alone, by its key, and who stands in brackets.

    ``held`` is where a body has been at work until now, as a clause beside the main one tells.
    """

    direct: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: dict[str, tuple[str, ...]] = field(default_factory=dict)
    held: tuple[str, ...] = ()
    bracketed: list[Bracketed] = field(default_factory=list)

    def give(self, group: Iterable[Member], areas: tuple[str, ...]) -> None:
        """Add ``areas`` to those that each of ``group`` has directly beside its name."""
        for member in group if areas else ():
            self.direct[member.key] = (*self.direct.get(member.key, ()), *areas)


def fold_sentence(masked: Masked) -> Folded:
    """Rewrite ``masked`` in place."""
    folded = Folded()
    # Most sentences have one name and no aside: what needs more than that is not tried on them.
    text = masked.text
    places, several, bracketed = AREA in text, text.count(ORG) > 1, "(" in text
    if not LEGAL_WORDS.isdisjoint(masked.words):
        masked.rewrite(_LEGAL, _drop_vehicle)
    if (" of " in text or " at " in text) and any(word in text for word in WHO_ACT):
        masked.rewrite(BODIES_OF, stand_for_all)
    if "," in text and (several or places):
        masked.rewrite(_WHEN_ASIDE, _drop_when)
    if places:
        masked.rewrite(SEATED, fold_seated)
        masked.rewrite(AREAS, fold_areas)
        fold_named_lots(masked, LOT_AREA)
    if bracketed:
        masked.rewrite(_ORG_AREAS, lambda m, match: _take_areas(m, match, folded))
        fold_owners(masked, folded.bracketed)
        masked.rewrite(_BRACKET_ALIAS, _fold_alias)
        masked.rewrite(_BRACKET, _note_bracket)
        masked.rewrite(_BRACKET_DESCRIBES, _note_bracket)
        masked.rewrite(_ASIDE_BRACKET, _drop_bracket)
    masked.rewrite(_VEHICLE, _drop_vehicle)
    if several and " of " in text:
        masked.rewrite(SITS, stand_for_all)
    if several:
        masked.rewrite(_FORMERLY, _fold_formerly)
    if "," in text or "-" in text:
        if f", {ORG}" in masked.text or f", the {ORG}" in masked.text:
            masked.rewrite(_INVERSE, _fold_inverse)
        _fold_asides(masked, folded)
        if " - " in masked.text:
            masked.rewrite(_DASHES, _drop_dashes)
    if TYPE_WORDS.is_in(text):
        masked.rewrite(_LEADING, _note_leading)
    if several:
        fold_other_lists(masked)
        fold_lists(masked)
    if bracketed:
        masked.rewrite(_ORG_AREAS, lambda m, match: _take_areas(m, match, folded))
    if places:
        masked.rewrite(_ORG_COLON_AREAS, lambda m, match: _take_areas(m, match, folded))
    if bracketed:
        fold_brackets(masked, folded.bracketed)
        masked.rewrite(_OTHER_BRACKET, _open_bracket)
    if several and places:
        fold_pairs(masked, folded.own)
        note_own(masked, folded.own, placed=bool(folded.direct))
    return folded


def _fold_asides(masked: Masked, folded: Folded) -> None:
    """Note and take out what is said of a body behind its name, twice, as one aside may stand within another."""
    for _ in range(2):
        met = masked.rewrite(_APPOSITION, _note_apposition)
        if f"{ORG}, wh" in masked.text:
            met |= masked.rewrite(_RELATIVE, lambda m, match: _drop_relative(m, match, folded))
            met |= masked.rewrite(_RELATIVE_LISTED, lambda m, match: _drop_relative(m, match, folded))
        if f"{ORG}, " in masked.text:
            met |= masked.rewrite(_BARE_APPOSITION, lambda m, match: _drop_bare(m, match, folded))
        if not met:
            return


#: "A, B and, since May, C": when one of a list came in.
_WHEN_ASIDE = re.compile(
    rf"(?<=[{ORG}{AREA}])(?:,? (?:and|plus)|,)(?:,| -)? (?:since|from|as of|new(?:ly)?|(?:most |more )?recently|latterly|lately|for the first time|"
    rf"starting|beginning|later)\b[^;:.(){ORG}{AREA}]{{0,30}}(?:,| -) (?:with |by |for |in )?(?:the )?[{ORG}{AREA}]"
)


def _drop_when(masked: Masked, match: re.Match[str]) -> bool:
    """Take the time out of a list, and the preposition that is said again after it."""
    masked.put(match.start(), match.end() - 1, " and ")
    return True


def _take_areas(masked: Masked, match: re.Match[str], folded: Folded) -> bool:
    at = match.group().index(AREA) + match.start()
    group = masked.members(match.start())
    folded.give(group, masked.areas(at))
    masked.fold(match.start(), match.end(), ORG, group)
    return True


def _fold_alias(masked: Masked, match: re.Match[str]) -> bool:
    first = masked.members(match.start())
    second = masked.members(match.start() + match.group().rindex(ORG))
    if (
        len(second) > 1
        or len(first) != 1
        or not (second[0].key == first[0].key or second[0].name.surface == first[0].name.short)
    ):
        return False
    masked.fold(match.start(), match.end(), ORG, first)
    return True


def _fold_formerly(masked: Masked, match: re.Match[str]) -> bool:
    masked.fold(match.start(), match.end(), ORG, masked.members(match.start()))
    return True


def _fold_inverse(masked: Masked, match: re.Match[str]) -> bool:
    words = match.group()[:-2]
    masked.fold(match.start(), match.end(), ORG, noted(masked.members(match.start(1)), words.split(",")[0]))
    return True


def _note_bracket(masked: Masked, match: re.Match[str]) -> bool:
    masked.fold(match.start(), match.end(), ORG, noted(masked.members(match.start()), match.group(1)))
    return True


def _note_apposition(masked: Masked, match: re.Match[str]) -> bool:
    words = match.group(1)
    if _TELLING.search(words) and not re.search(r"mutual|provider of \w+ services$", words):
        return False
    group = noted(masked.members(match.start()), words)
    end = match.end()
    # "O1, a charity, O2 and O3": the closing comma is that of the list.
    if match.group(2) and re.match(rf" (?:the )?(?!and ){DESCRIBED}{ORG}", masked.text[end:]):
        end -= 1
    masked.fold(match.start(), end, ORG, group)
    return True


def _drop(masked: Masked, match: re.Match[str]) -> bool:
    if re.search(
        r"bidder|\bbids?\b|tender|missed|handed back|\bnotice\b|turned down|second\b|fell short|collapsed|administration|liquidation|partner|sub-?contract|led by|placed|ranked|beaten|\blost\b|unsuccess|reject|withdr|\bwon\b|awarded|chosen|selected|pulled out|"
        r"winners? of|\b(?:appointed|picked|hired|commissioned|contracted|engaged|entrusted|tasked)\b|\b(?:will|is to|are to) (?:run|deliver|provide|operate|manage|take (?:over|on|charge))\b",
        match.group(),
    ):
        return False
    masked.drop(match.start(), match.end())
    return True


#: "Acme, as lead provider in Sandwell and Dudley, will": where the body that it stands behind works.
_AS_PROVIDER = re.compile(
    r", as (?:the |an? |its |their |our )?(?:[a-z-]+ ){0,3}(?:provider|contractor|operator|supplier|organisation|agency|body|lead|partner)\b"
)


def _drop_bare(masked: Masked, match: re.Match[str], folded: Folded) -> bool:
    if _AS_PROVIDER.match(match.group()):
        folded.give(masked.members(match.start() - 1), masked.areas_within(*match.span()))
    return _drop(masked, match)


def _drop_relative(masked: Masked, match: re.Match[str], folded: Folded) -> bool:
    clause = match.group()[2:]
    if word := told_aside(clause):
        listed = WHOLE_LIST.search(masked.text, 0, match.start()) if speaks_of_all(clause) else None
        for at in places_of(ORG, masked.text, listed.start() if listed else match.start() - 1, match.start()):
            masked.items[at] = noted(masked.members(at), word)
    if AREA in clause and HELD.match(clause):
        folded.held = masked.areas_within(*match.span())
    return _drop(masked, match)


def _drop_vehicle(masked: Masked, match: re.Match[str]) -> bool:
    masked.drop(match.start(1), match.end(1))
    return True


def _drop_bracket(masked: Masked, match: re.Match[str]) -> bool:
    masked.drop(match.start(), match.end())
    return True


def _drop_dashes(masked: Masked, match: re.Match[str]) -> bool:
    masked.put(match.start(), match.end(), " ")
    return True


def _open_bracket(masked: Masked, match: re.Match[str]) -> bool:
    if ORG in match.group(1) or AREA in match.group(1):
        masked.put(match.end() - 1, match.end(), ",")
        masked.put(match.start(), match.start() + 2, ", ")
        return True
    masked.drop(match.start(), match.end())
    return True


#: "X's subsidiary Y", "its subsidiary Y": whose it is is told by it.
_SUBSIDIARY = re.compile(r"(?:'s )?(?:[a-z-]+ )*(?:subsidiar(?:y|ies)|arms?)(?: (?:called|named))? $")


def _note_leading(masked: Masked, match: re.Match[str]) -> bool:
    if not match.group(1):
        return False
    at = match.start(2)
    # "A, B and the charity C": the "and" is that of the list.
    words = match.group(1).removeprefix("and ")
    owned = _SUBSIDIARY.match(words) and (
        words.startswith(("its", "their", "'s")) or masked.text.endswith("'s ", 0, match.start())
    )
    if not words or owned:
        return False
    start = match.start() + len(match.group(1)) - len(words)
    masked.fold(start, match.end(), ORG, noted(masked.members(at), words))
    return True
