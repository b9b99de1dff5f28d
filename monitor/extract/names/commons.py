"""Names of common words alone: offices, services, headings and first words of sentences, until something says that they are bodies."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.extract.names.capitals import spoken
from monitor.extract.names.deeds import does
from monitor.extract.names.grounds import is_under_key
from monitor.extract.names.kinds import BODIES, JOINERS, Kind, bare_of
from monitor.extract.names.lowered import Lowered
from monitor.extract.names.spotting import Name
from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import is_common, phrases, words

#: What somebody or something is that a small word counts or points at ("the two Centres", "a Perpetrator Program").
_POINTED_AT = Behind(
    r"\b(?:the|a|an|this|that|its|their|our|your|his|her|both|each|every|any|one|two|three|four|five|six|several|these|those|such|no|first|second|new|existing|current|present|joint|selected) $",
    re.IGNORECASE,
)
#: Whoever is called so is a body, whatever the words.
_CALLED_BEFORE = Behind(
    r"\b(?:[A-Z][a-z]+-based|charit(?:y|ies)|compan(?:y|ies)|firms?|contractors?|consortium|co-operatives?|enterprises?|giant|mutual|landlord|solicitors|bidders?|newcomers?|holders?|incumbents?|rivals?|winners?|losers?|outsourcer|caterer|called|named|subsidiary|spokes(?:man|woman|person) (?:for|of)|executive of|director of),? (?:the )?$"
)
_CALLED_AFTER = re.compile(
    r"'?s? (?:[a-z-]+ )?(?:charity|company|consortium|firm|co-operative|group|partnership|Ltd|Limited|plc|CIC)\b"
    r"|(?: \([^)]{2,12}\))?, (?:an?|the|which|who|whose|part of|led by|based in|of [A-Z])\b|'s (?:chief|director|bid|staff|board|parent|founder|trustees|spokes\w+|shareholders|owner)\b"
)
_ACTS = re.compile(
    r"(?: \([^)]{2,12}\))?,? (?:(?:which|who|itself|also|now|then) )*(?:(?:has|have|had|was|were|is|are) (?:(?:also|now|since) )*(?:appointed|chosen|selected|picked|shortlisted|beaten|won|bid|run|said|asked|engaged|lost|taken over|got|pulled out|withdrawn|signed|been (?:awarded (?!to\b)|chosen|selected|appointed|confirmed|named))"
    r"|(?:is|are) (?:to (?:run|take|deliver)|confirmed)|will (?:run|deliver|provide|take|start|begin|support|be (?:run|managed) by)|keeps?|won|wins|beats?|runs?|ran|bid|bids|operates?|said|says|told|lost|loses|left|withdrew|came|comes|delivers?|provides?|signed|steps? in|takes?|took|begins?|starts?|employs?|exits|steps|stripped)\b"
)
_GIVEN_BEFORE = Behind(
    r"\b(?:by|with|to|from|between|awarded|chose|chosen|selected|appointed|engaged|named|commissioned|replaces|beats?|of) $"
)
_SMALL_BEFORE = re.compile(r"[a-z] $")
#: "Royal Society for Recovery": what the first of two parts is called decides.
_OF_A_BODY = re.compile(rf"(?:\w+ )*(?:{'|'.join(sorted(words('of_heads')))}) (?:of|for|in|to|on)\b")
#: "Bread of Life" is one name, of which this is the first word.
_GOES_ON = re.compile(r" of ([A-Z][\w]+)\b")
_NEXT_LINE = re.compile(r"[^\n]{0,40}\n[^\n]{0,40}")
_BESIDE = re.compile(r"(?:, |;  ?| and |, and | & )(?:the )?")


#: What is commissioned is pointed at or is for something ("Contact Centre Services contract", "for Schools Cleaning Services").
_BOUGHT_BEFORE = Behind(
    r"\b(?:for|under|of|deliver(?:ing|s)?|provid(?:e|es|ing)|procure|run|commission|called|approve) (?:an? |the |its |their )?$"
)
_BOUGHT_AFTER = re.compile(
    r"(?: \([^)]{2,12}\))? (?:contracts?|services?|framework|teams?|cent(?:er|re)s?|programmes?|tenders?|procurement|staff|schemes?|projects?|hubs?|pathway|collections?|bank|awards?)\b"
)


def without_common(names: Sequence[Name], text: str) -> list[Name]:
    """``names`` with those as things that have no word of their own and that nothing in ``text`` calls a body."""
    asked: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        if name.kind in BODIES and not name.known and _is_all_common(name.surface):
            asked.setdefault(_bare(name.surface), []).append(index)
    if not asked:
        return list(names)
    decided = list(names)
    others = frozenset(range(len(names))) - {index for mentions in asked.values() for index in mentions}
    lowered = Lowered(text)
    # Names of several words first: of a body that is left the first word may stand alone.
    for bare, mentions in sorted(asked.items(), key=lambda each: -each[0].count(" ")):
        mentioned = [_Mention(names, index, text, others) for index in mentions]
        if any(mention.is_called for mention in mentioned) or not (
            _is_described(bare, mentioned)
            if " " in bare
            else not (_is_part(bare, decided) or _is_meant(bare, mentioned, lowered))
        ):
            continue
        for index in mentions:
            decided[index] = replace(names[index], kind=Kind.THING)
    return _as_one_thing(decided, text)


def _as_one_thing(names: Sequence[Name], text: str) -> list[Name]:
    """``names`` with two things that "and" joins as one: "the Work and Health Programme"."""
    joined: list[Name] = []
    for name in names:
        last = joined[-1] if joined else None
        if last and last.kind is name.kind is Kind.THING and text[last.end : name.start] in {" and ", " & "}:
            joined[-1] = replace(name, start=last.start, surface=text[last.start : name.end])
        else:
            joined.append(name)
    return joined


def _is_described(bare: str, mentioned: Sequence[_Mention]) -> bool:
    """Whether several words say what somebody does, is or buys."""
    if _OF_A_BODY.match(bare):
        return False
    last = bare.rpartition(" ")[2]
    if any(mention.name.kind is Kind.ORGANISATION for mention in mentioned):
        # "Revenues, Benefits and Customer Services": two kinds of work are what is done.
        told = (" and " in bare and last in {"Service", "Services"}) or any(mention.is_bought for mention in mentioned)
        bought = last in words("commissioned", "held") and told
        return bought and not any(mention.acts for mention in mentioned)
    if last in words("commissioned", "held"):
        return not any(mention.acts or mention.is_beside_one for mention in mentioned)
    return all(mention.is_alone for mention in mentioned)


def _is_meant(bare: str, mentioned: Sequence[_Mention], lowered: Container[str]) -> bool:
    """Whether a common word is a name here: it acts, stands in a list of bodies, or has its capital in the midst of a sentence."""
    if any(mention.name.kind is Kind.ORGANISATION or mention.acts or mention.is_beside_one for mention in mentioned):
        return True
    return bare.casefold() not in lowered and any(mention.is_meant for mention in mentioned)


def _is_part(bare: str, names: Sequence[Name]) -> bool:
    """Whether ``bare`` is the first word of a body's name, or the letters that the text gives to one."""
    if bare in words("generic", "described", "starters", "nationalities"):
        return False
    return any(
        name.kind in BODIES and (name.short == bare or _bare(name.surface).startswith(f"{bare} ")) for name in names
    )


@lru_cache(maxsize=2048)
def _bare(surface: str) -> str:
    return bare_of(spoken(surface)).removeprefix("The ")


@lru_cache(maxsize=2048)
def _is_all_common(surface: str) -> bool:
    parts = [part for word in _bare(surface).split() if word not in JOINERS for part in word.split("-")]
    if set(parts[-1:]) & words("compass"):
        # "the Central contract": where, not what.
        return False
    return all(is_common(part) for part in parts) and not phrases("federations").fullmatch(_bare(surface))


@lru_cache(maxsize=256)
def _is_called(before: str, after: str) -> bool:
    goes_on = _GOES_ON.match(after)
    return bool(
        _CALLED_BEFORE.search(before) or _CALLED_AFTER.match(after) or (goes_on and is_common(goes_on.group(1)))
    )


@lru_cache(maxsize=256)
def _acts(before: str, after: str, *, several: bool) -> bool:
    if _POINTED_AT.search(before):
        return False
    meant = _SMALL_BEFORE.search(before)
    if _ACTS.match(after) and (meant or several):
        return True
    return bool(meant and _GIVEN_BEFORE.search(before))


class _Mention:
    """One place where a name stands, and what the words round it say of it."""

    def __init__(self, names: Sequence[Name], index: int, text: str, others: Collection[int]) -> None:
        self.name = name = names[index]
        self._names, self._index, self._text, self._others = names, index, text, others
        self._line = text.rfind("\n", 0, name.start) + 1
        self._before = text[max(self._line, name.start - 60) : name.start]
        self._after = text[name.end : name.end + 60].partition("\n")[0]

    @property
    def is_called(self) -> bool:
        """Whether it is called a body, whatever its words."""
        return _is_called(self._before, self._after)

    @property
    def is_bought(self) -> bool:
        """Whether it is spoken of as what is commissioned; what is a house as well bears "the" in its own right."""
        housed = self.name.surface.split()[-1] in words("houses") and self._before.endswith(("the ", "The "))
        return bool(
            (not housed and _POINTED_AT.search(self._before))
            or _BOUGHT_BEFORE.search(self._before)
            or _BOUGHT_AFTER.match(self._after)
        )

    @property
    def is_meant(self) -> bool:
        """Whether its capital is its own: it stands in the midst of a sentence, and nothing points at it or goes on from it."""
        return bool(_SMALL_BEFORE.search(self._before) and not _POINTED_AT.search(self._before) and not self.is_bought)

    @property
    def acts(self) -> bool:
        """Whether it does what bodies do or something is given to it, and its capital is meant."""
        if _POINTED_AT.search(self._before):
            return False
        if is_under_key(self._text, self.name.start):
            return True
        if does(self._text, self.name.end) and self.name.surface not in words(
            "portfolios", "topics", "generic", "described"
        ):
            return True
        return _acts(self._before, self._after, several=" " in self.name.surface)

    @property
    def is_beside_one(self) -> bool:
        """Whether a name with words of its own stands beside it in a list."""
        return self._is_beside(_BESIDE)

    @property
    def is_alone(self) -> bool:
        """Whether it has a line or the key of one for itself, and no body stands in the lines beside it."""
        alone = not self._before and (not self._after or self._after.startswith(":"))
        return alone and not self._is_beside(_NEXT_LINE)

    def _is_beside(self, tie: re.Pattern[str]) -> bool:
        at = self._index
        for other, left in ((at - 1, at - 1), (at + 1, at)):
            if (
                other in self._others
                and self._names[other].kind in BODIES
                and tie.fullmatch(self._text, self._names[left].end, self._names[left + 1].start)
            ):
                return True
        return False
