"""Nouns of role beside a name: "the losing bidder, X", "X, the present provider", "X is the winner", "survivors are X and Y"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files

from monitor.extract.clauses.frames import Slot
from monitor.extract.clauses.masking import ORG, Masked, Member, places_of
from monitor.extract.words import foretold
from monitor.extract.words.gates import Gate
from monitor.extract.words.needs import layers_of
from monitor.extract.words.patterns import made

_BODY = (
    r"(?:bidders?|tenderers?|suppliers?|vendors?|providers?|operators?|contractors?|compan(?:y|ies)|firms?|part(?:y|ies)|organisations?|charit(?:y|ies)|bids?|consorti(?:um|a)|groups?|candidates?|applicants?|trusts?|"
    r"associations?|outfits?|teams?|partnerships?|tenders?|franchisees?|prime|agency|body|bodies|business|names)"
)
_FILLER = r"(?!(?:such|like|as|for|to|of|than|that|which|who|with|by|would|could)\b)[a-z][\w'-]*"
#: What may stand between a noun and the name that it describes with nothing to part them: "the incumbent housing charity X".
_TRADE = r"(?!(?:such|like|as|for|to|of|than|that|which|who|with|by|in|at|on|from|into|after|before|over|under|until|since|through|between|and|or|but|not|no|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|it|they|he|she|we)\b)[a-z][\w'-]*(?<!ed)(?<!ing)"
_ADJECTIVES = rf"(?:{_FILLER} ){{0,3}}?"
_PLACE = rf"(?: (?:there|here|(?:for|in|of|on|to|from|at) [^.,;:{ORG}]{{1,50}}))?"
_BE = r"(?:is|are|was|were|will be|remains?|becomes?|became|include|includes|included|being|comprise|has been|have been|had been)"


_FROM = rf" (?:from|by) (?:the |both )?(?:{_FILLER} ){{0,3}}?{ORG}"
_BIDS_FROM = re.compile(
    rf"\b(?:[Tt]enders?|[Bb]ids?|[Oo]ffers?|[Pp]roposals?|[Ss]ubmissions?|[Aa]pplications?)(?: [a-z]+){{0,6}}?,?{_FROM}(?:,? and{_FROM}|,{_FROM})*"
)


def find_roles(masked: Masked) -> Iterator[Slot]:
    """What the nouns beside the organisations of a sentence say of them, and what their descriptions say."""
    text = masked.text
    told: dict[int, str] = {}
    for number in sorted(_gate().open_among(masked.words)):
        yields, pattern = _patterns()[number]
        for match in made(pattern).finditer(text):
            at = match.start("org")
            # "the old provider, X": the first noun that fits decides, though "provider" alone fits as well.
            if told.setdefault(match.end("noun"), yields) != yields:
                continue
            yield Slot(
                group=masked.members(at),
                yields=yields,
                start=match.start(),
                end=match.end(),
                cue=match.span("noun"),
            )
    for match in _BIDS_FROM.finditer(text) if _BIDS.open_to_any(masked.words) else ():
        for at in places_of(ORG, text, *match.span()):
            yield Slot(
                group=masked.members(at), yields="bid", start=match.start(), end=match.end(), cue=(match.start(), match.start() + 4)
            )  # fmt: skip
    for at in places_of(ORG, text):
        yield from _described(masked.members(at), at)


def names_roles(words: AbstractSet[str]) -> bool:
    """Whether a text of these words may have a noun of role beside a name."""
    return _gate().open_to_any(words) or _BIDS.open_to_any(words)


def _described(group: tuple[Member, ...], at: int) -> Iterator[Slot]:
    for member in group:
        if not member.note:
            continue
        for yields, pattern in _notes():
            if pattern.search(member.note):
                yield Slot(group=(member,), yields=yields, start=at, end=at + 1, cue=(at, at + 1))
                break


@cache
def _nouns() -> tuple[tuple[str, str], ...]:
    table = tomllib.loads(files("monitor.extract.clauses").joinpath("frames.toml").read_text(encoding="utf-8"))
    return tuple((entry["yields"], entry["words"].replace("BODY", _BODY)) for entry in table["noun"])


_BIDS = Gate([layers_of(_BIDS_FROM.pattern)])


def gated() -> Iterator[tuple[str, bool]]:
    """Every pattern that stands behind a gate, and whether it begins where a word does."""
    yield from ((pattern, False) for _, pattern in _patterns())


@cache
def _gate() -> Gate:
    return Gate([foretold.layers_of(pattern, at_word=False) for _, pattern in _patterns()])


@cache
def _patterns() -> tuple[tuple[str, str], ...]:
    found = []
    for yields, words in _nouns():
        if yields == "subcontractor":
            # Who works for whom is told by the ties of ``families.toml``; of this noun only descriptions count.
            continue
        noun = rf"(?P<noun>(?i:{words}))"
        before = (
            rf"(?<![\w'-])(?:[Tt]he |[Aa]n? |[Ii]ts |[Tt]heir |[Oo]ur |[Oo]ther |[Tt]hose |[Tt]hree |[Tt]wo |and |,|^)[ ]?{_ADJECTIVES}{noun}"
            rf"(?: (?:and (?:the |an? )?)?(?:{_TRADE} ){{0,2}}?|{_PLACE}(?:, |: |,? {_BE}:? |, {_BE}:? )(?:both |now )?(?:the |a |an )?(?:{_FILLER} ){{0,3}}?)(?P<org>{ORG})"
        )
        after = rf"(?P<org>{ORG})(?:,| -)? (?:(?:{_BE}|as)(?: (?:now|still|also|both|again))? )?(?:the |a |an |one of the |its |their |our |also |among the )(?:{_FILLER} ){{0,3}}?{noun}(?![\w'-]| (?:of|to|for) {ORG}|'s| [a-z]+ by)"
        found += [(yields, before), (yields, after)]
    return tuple(found)


@cache
def _notes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (yields, re.compile(rf"(?<![\w-])(?:{words})(?:$|[,;)]|\b(?= (?:for|in|of|on|and|until|since|there)\b))"))
        for yields, words in _nouns()
        if yields != "partner"
    )
