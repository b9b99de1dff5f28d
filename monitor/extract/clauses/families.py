"""The verb families of ``families.toml`` as patterns over masked sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from monitor.extract.clauses.deals import WORKS
from monitor.extract.clauses.masking import AREA, BUYER, ORG, THING
from monitor.extract.words.foretold import layers_of
from monitor.extract.words.gates import Gate
from monitor.extract.words.patterns import made
from monitor.model import Role, Status

_DEAL = (
    r"(?:(?:[a-z-]+ )?(?:contracts?|contract package areas?|franchises?|lots?|tenders?|tranches?|concessions?|packages?|frameworks?|deals?|"
    r"services?|work|regions?|areas?|caseload|programmes?|schemes?|agreements?|licen[cs]es?|business|commissions?|places?|patch|districts?|routes?|sites?|"
    r"prisons|schools|companies|homes|centres?|buses|pilots?|provision|operation|running)|(?-i:\b[A-Z]{2,5}s\b)|"
    + THING
    + ")"
)
_DEALS_WORD = re.compile(r"DEAL")
_VENTURE = r"(?:consortium|partnership|alliance|joint venture|coalition|collaboration|collaborative|grouping|team|bid)"
_VOICE = re.compile(r"<(\w+)\.(active|passive|pp|ing)>")
#: A number, as a flag of the library's own takes far longer to look up.
_ANY_CASE = int(re.IGNORECASE)
_BE = r"(?:(?:has|have|had) been|(?:will|to|should|must|would|could|may|might) be|is being|are being|was|were|is|are|been|being|be|gets|got)"
_ADVERB = r"(?: (?:also|now|then|today|again|later|formally|finally|jointly|officially|each|both|all|provisionally|since|just|first|eventually|subsequently|recently|already|still|successfully|therefore|duly|\w+ly))?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that say something of the organisation on one side of them: ``of_several`` where they say it of more than one."""

    family: str
    role: Role
    status: Status
    of_several: Status
    side: str
    words: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The words as a pattern, whatever their case."""
        return made(self.words, _ANY_CASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCue:
    """Words that tie two organisations together: ``first`` leads, owns up to or is made of ``second``.

    Where they name one alone, the other is the last that stands before; ``near``: in the same sentence; ``alone``: or nobody.
    ``keep``: which of them the sentence goes on about, where that is not the one that stands first. ``noted``: what the text must
    describe ``first`` as.
    """

    kind: str
    words: str
    binary: bool = True
    near: bool = False
    alone: bool = False
    keep: str = ""
    noted: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The words as a pattern."""
        return made(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence and the claims ("organisation|role|status") that must be found in it."""

    family: str
    text: str
    claims: tuple[str, ...]


@cache
def cues() -> tuple[Cue, ...]:
    """Every cue of every family, in the order of the file."""
    verbs = _table()["verbs"]
    return tuple(
        Cue(
            family=family["name"],
            role=Role(family["role"]),
            status=Status(family["status"]),
            of_several=Status(family.get("of_several", family["status"])),
            side=side,
            words=("(?:" if pattern.startswith("'") else r"(?<!\w)(?<!sub-)(?:") + _expand(pattern, verbs) + ")",
        )
        for family in _table()["family"]
        for side in ("left", "right")
        for pattern in family.get(side, ())
    )


@cache
def links() -> tuple[LinkCue, ...]:
    """Every linking pattern, in the order of the file."""
    verbs = _table()["verbs"]
    return tuple(
        LinkCue(
            kind=link["kind"],
            words=_named(_expand(pattern, verbs)),
            binary="FIRST" in pattern,
            near=link.get("near", False),
            alone=link.get("alone", False),
            keep=link.get("keep", ""),
            noted=link.get("noted", ""),
        )
        for link in _table()["link"]
        for pattern in link["patterns"]
    )


def cues_among(words: AbstractSet[str]) -> Iterator[Cue]:
    """The cues that a text of these words has all the words for: no other can match it."""
    return (cues()[number] for number in _cue_gate().open_among(words))


def links_among(words: AbstractSet[str]) -> list[LinkCue]:
    """The linking patterns that a text of these words has all the words for."""
    return [links()[number] for number in _link_gate().open_among(words)]


def gated() -> Iterator[tuple[str, bool]]:
    """Every pattern that stands behind a gate, and whether it begins where a word does."""
    yield from ((cue.words, True) for cue in cues())
    yield from ((link.words, False) for link in links())


@cache
def _cue_gate() -> Gate:
    return Gate([layers_of(cue.words) for cue in cues()])


@cache
def _link_gate() -> Gate:
    return Gate([layers_of(link.words, at_word=False) for link in links()])


@cache
def trigger() -> re.Pattern[str]:
    """Any word of any family: what is quoted for a status must have one."""
    forms = {form for verb in _table()["verbs"].values() for form in verb.split()}
    nouns = "bidder bidders partner partners partnership provider providers subcontractor contract contracts supplier suppliers winner winners led consortium venture work works working together supported alongside shared share brings including include includes joined joins acquired owned belongs talks administration liquidation service services franchise unable bid bids tender tenders mutual charities listing listed"
    return re.compile(r"\b(?:" + "|".join(sorted(forms | set(nouns.split()))) + r")\b", re.IGNORECASE)


def examples() -> tuple[Example, ...]:
    """The worked examples of the families."""
    return tuple(
        Example(family=family["name"], text=example["text"], claims=tuple(example["claims"]))
        for family in _table()["family"]
        for example in family.get("examples", ())
    )


def _expand(pattern: str, verbs: dict[str, str]) -> str:
    pattern = _VOICE.sub(lambda match: _forms(verbs[match.group(1)].split(), match.group(2)), pattern)
    pattern = _DEALS_WORD.sub(lambda _: _DEAL, pattern)
    pattern = pattern.replace("VENTURE", _VENTURE).replace("WORKS", WORKS)
    return pattern.replace("ORG", ORG).replace("AREA", AREA).replace("BUYER", BUYER).replace("THING", THING)


def _named(pattern: str) -> str:
    seen: set[str] = set()

    def name(match: re.Match[str]) -> str:
        word = match.group().lower()
        if word in seen:
            return ORG
        seen.add(word)
        return f"(?P<{word}>{ORG})"

    return re.sub(r"\b(?:FIRST|SECOND)(?![a-z])", name, pattern)


def _forms(verb: list[str], voice: str) -> str:
    base, third, ing, past, participle = verb
    if voice == "passive":
        return rf"{_BE}{_ADVERB} {participle}"
    if voice == "pp":
        return participle
    if voice == "ing":
        return ing
    simple = "|".join(dict.fromkeys((third, past, base, ing)))
    return rf"(?:(?:has|have|had)(?: (?:also|now|just|again|each|both|successfully|jointly|since))? {participle}|(?:will|to|must)(?: (?:also|now|then))? {base}|(?:{simple}))"


@cache
def _table() -> dict:  # type: ignore[type-arg]
    return tomllib.loads(files("monitor.extract.clauses").joinpath("families.toml").read_text(encoding="utf-8"))
