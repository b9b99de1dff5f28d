"""The general layer: who stands where round a verb or a noun of role, and what that slot says of them.

A sentence comes here after the patterns have read it and folded its lists. Each verb of the lexicon gets its subject (through
auxiliaries, "which", "and", pronouns and possessives), and every organisation right of it gets a slot: its object, or the
preposition before it. The sense of the verb says what the slot yields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from monitor.extract.clauses.deals import CONTRACT_OF, DEAL_AHEAD, DEAL_BEFORE
from monitor.extract.clauses.idioms import is_idiom, stands_aside
from monitor.extract.clauses.masking import AREA, ORG, THING, Masked, Member, places_of
from monitor.extract.clauses.parts import LED_BY
from monitor.extract.clauses.predicates import _PREPOSED, ANAPHORA
from monitor.extract.clauses.relatives import BARE_SUBJECT, CLAUSE_OPENS, ENDS_ANOTHERS, MEMBERED, ONE_OF_THEM
from monitor.extract.clauses.verbs import Verb, find_verbs
from monitor.extract.words.gates import Gate
from monitor.extract.words.needs import layers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What is said of ``group``, by the words from ``start`` to ``end`` of the sentence; ``other`` stands at the verb's other end."""

    group: tuple[Member, ...]
    yields: str
    start: int
    end: int
    cue: tuple[int, int]
    other: tuple[Member, ...] = ()
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who does what the verb says. ``owns``: it is their bid or contract that does, or to which it is done."""

    group: tuple[Member, ...] = ()
    at: int = -1
    owns: str = ""
    carried: bool = False


_AUXILIARY = (
    r"is|are|was|were|be|been|being|has|have|had|will|would|shall|should|must|can|could|may|might|do|does|did|to|not|also|now|then|both|all|each|still|already|just|again|since|later|first|"
    r"itself|themselves|set|due|about|expected|likely|going|poised|agreed|decided|chosen|in fact|in turn|never|together|on its own|as expected|too|today|yesterday|instead|meanwhile|however|eventually|[a-z]+ly|n't"
)
_AUXILIARIES = re.compile(rf"(?:[ ,]*(?<![\w'-])(?:{_AUXILIARY})(?![\w'-]))*[ ,]*$")
_LAST_WORDS = frozenset(phrase.rpartition(" ")[2] for phrase in _AUXILIARY.split("|"))
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)\b")
_RELATIVE = re.compile(rf"({ORG}),?(?: \([^)]*\))?,? (?:which|who|that)$")
_COORDINATED = re.compile(r"(?:\b(?:and|but|or|then|before|after|while|when)|,)$")
_PRONOUN = re.compile(rf"(?:^|[\s(\"]){ANAPHORA}$")
_BID = r"(?:bids?|tenders?|offers?|proposals?|applications?|submissions?|candidacy|expression of interest)"
_CONTRACT = r"(?:contracts?|franchises?|leases?|licen[cs]es?|agreements?|deals?|concessions?|terms?|tenure|involvement|services?|arrangements?)"
_OWNED = re.compile(
    rf"(?:({ORG})(?:'s?|,? whose)|\b([Ii]ts|[Tt]heir|[Oo]ur)) (?:[a-z-]+ ){{0,4}}(?:({_BID})|({_CONTRACT}))(?: (?:for|in|to|with|on|at|of) [^.;:,{ORG}]{{1,50}})?$"
)
_BID_OF = re.compile(rf"\b(?:{_BID}|those|that) (?:of|from|by) (?:the |both )?({ORG})(?: [^.;:,{ORG}]{{1,50}})?$", re.IGNORECASE)  # fmt: skip
_PREPOSITION = re.compile(
    r"(?:^|[ ,])(in favour of|ahead of|instead of|on behalf of|alongside|against|from(?! (?:t?here|it|them) to\b)|with|over|to|by|for|of|on|between|among)(?: (?!(?:which|who|that|and|but|is|was|will|has)\b)[\w'&-]+,?){0,6} ?$"
)
_LISTED_OBJECT = re.compile(r"^(?: [a-z][\w'-]*){1,8}: (?:both )?(?:the |a |an )?(?:[a-z][\w'-]* ){0,3}$")
_PLAIN_OBJECT = re.compile(
    r"^:?(?: (?!(?:that|which|whether|how|if|as|in|at|because|when|who|where|and|but|after|before|since|until|following|during)\b)[\w'&-]+){0,6} ?$"
)
_NOMINAL = re.compile(
    r"(?:\b(?:the|a|an|its|their|our|his|her|this|that|these|those|no|any|some|of|every|each|new|final|first|full|two|three|four|five|six|seven|eight|nine|ten|for|in|on|with|at|from|all|many|several|more|best|local|public|main|joint|own|under|through|big|bigger|biggest|great|famous|familiar|well-known|known|household|other|same)|'s)$"
)
_BEFORE_BASE = re.compile(
    rf"(?:\b(?:to|will|would|shall|must|can|could|may|might|should|not|and|they|we|who|which|that|both|also|or|then|now|did|do|does|never|jointly|all|together|each)|n't|[{ORG}{AREA}{THING}\ue002])$"
)
_NAMED_AS = re.compile(
    r" (?:as|to|the|for|in|among|provider|winner|supplier|operator|contractor|successful|lead|prime)\b"
)
#: A provider that hands some of its work to another has a subcontractor; who hands over the contract is out.
_AS_PREFERRED = re.compile(r" as (?:its |the |their |a )?(?:preferred|chosen) ")
_A_PART = re.compile(
    r"(?:hand|pass|give|entrust|assign|allocat)\w*+(?! (?:over|back|up|on)\b)(?![^.;]*£)(?![^.;]*\b(?:cheque|prize|medal|petition|trophy|contracts?|franchises?|lots?|awards?|deals?|keys|it|them|all|services?|agreements?|responsibility)\b)"
)
_INTENDS = re.compile(
    r"\b(?:intend(?:s|ed|ing)?|intention|means?|minded|propos(?:es|ed|ing|al)|plans?|preparing|provisionally|subject to)\b[^.;]{0,40}$"
)


_BY_DEAL = Gate([layers_of(_BID_OF.pattern), layers_of(_OWNED.pattern, at_word=False)])
_CLAUSE_ENDS = re.compile(r";|\. ")


def find_slots(masked: Masked, focus: tuple[Member, ...]) -> list[Slot]:
    """Everything that the verbs of a sentence say of its organisations, and of whom it speaks of."""
    text = masked.text
    verbs = list(_verbs(text))
    found: list[Slot] = []
    last = Subject()
    by_deal = frozenset(_BY_DEAL.open_among(masked.words)) if verbs else frozenset()
    for index, verb in enumerate(verbs):
        if not (focus or last.group or ORG in text[: verb.start]) and ORG not in text[verb.end :]:
            continue
        low = _before_auxiliaries(text, verb.start)
        subject = _subject(masked, low, last, focus, by_deal)
        if subject.group:
            last = subject
        passive = verb.participle and bool(_PASSIVE.search(text, low, verb.start))
        high = verbs[index + 1].start if index + 1 < len(verbs) else len(text)
        stop = _CLAUSE_ENDS.search(text, verb.end, high)
        high = stop.start() if stop else high
        if is_idiom(text, verb.start, verb.end) or (
            verb.sense.name == "name" and passive and not _NAMED_AS.match(text, verb.end)
        ):
            continue
        if verb.light and not (DEAL_AHEAD.match(text, verb.end) or DEAL_BEFORE.search(text, max(0, low - 90), low)):
            continue
        if not ENDS_ANOTHERS.match(text, verb.start):
            found.extend(_of_subject(subject, verb, low, passive=passive))
        found.extend(_of_objects(masked, subject, verb, high, passive=passive))
    return found


def _before_auxiliaries(text: str, at: int) -> int:
    """Where the auxiliaries and adverbs begin that end at ``at``."""
    start = max(0, at - 90)
    before = text[start:at].rstrip(" ,")
    word = before.rpartition(" ")[2]
    if word.isalpha() and word not in _LAST_WORDS and not word.endswith("ly"):
        # Mostly there are none, which is told by the last word far faster than by the pattern.
        return start + len(before)
    head = _AUXILIARIES.search(text, start, at)
    return head.start() if head else at


#: What follows "has" where it only forms the tense of another verb.
_PERFECT = re.compile(
    r"(?: [a-z]+ly| also| now| yet| today| yesterday| recently| already| been| since| not| never| both| each| all| just)* (?:[a-z]+(?:ed|en|ung|ught|ade|elt|ent|old|ilt|aid|eft)|done|run|put|led|fed|held|kept|won|lost|begun|come|gone|become|cut|set|met|let|said|heard|found|stood|got|sat)\b"
)


def _verbs(text: str) -> Iterator[Verb]:
    """The verbs of ``text`` that are no auxiliaries and no nouns."""
    verbs = find_verbs(text)
    for index, verb in enumerate(verbs):
        word = text[verb.start : verb.end].casefold()
        if word in {"has", "have", "had"}:
            following = verbs[index + 1] if index + 1 < len(verbs) else None
            if _PERFECT.match(text, verb.end) or (
                following and len(text[verb.end : following.start].split()) <= 2 and following.participle
            ):
                continue
        before = text[: verb.start].rstrip()
        single = " " not in word or word == "contract with"
        if not verb.participle and not verb.ing and single and word not in {"has", "have", "had"}:
            if word.endswith("s") and (not before or _NOMINAL.search(before[-20:])):
                continue
            if not word.endswith("s") and not _past(word) and not _BEFORE_BASE.search(before[-20:]):
                continue
        elif verb.ing and _NOMINAL.search(before[-20:]):
            continue
        yield verb


def _past(word: str) -> bool:
    return bool(
        re.search(
            r"(?:ed|won|got|ran|held|kept|took|gave|went|fell|chose|lost|beat|came|saw|stood|left|withdrew|led|bought|sold|brought|began)$",
            word,
        )
    )


def _subject(
    masked: Masked, low: int, last: Subject, focus: tuple[Member, ...], by_deal: AbstractSet[int]
) -> Subject:  # fmt: skip
    """Who does what a verb after ``low`` says. ``by_deal``: whether the sentence has the words of ``_BID_OF`` (0) and ``_OWNED`` (1)."""
    text = masked.text[:low].rstrip(" ,\"'-")
    if 0 in by_deal and (match := _BID_OF.search(text[-110:])):
        at = max(0, len(text) - 110) + match.start(1)
        return Subject(group=masked.members(at), at=at, owns="bid")
    if text.endswith(ORG):
        at = len(text) - 1
        before = text[max(0, at - 60) : at]
        if not (_PREPOSED.search(before[-40:]) or MEMBERED.search(before)) or LED_BY.search(before[-50:]):
            return Subject(group=masked.members(at), at=at)
        return Subject()
    if text.endswith(("which", "who", "that")) and (match := _RELATIVE.search(text[-120:])):
        at = max(0, len(text) - 120) + match.start(1)
        return Subject(group=masked.members(at), at=at)
    if match := ONE_OF_THEM.search(text, max(0, len(text) - 110)):
        at = match.start(1)
        return Subject(group=masked.members(at), at=at)
    if 1 in by_deal and (match := _OWNED.search(text[-130:])):
        owns = "bid" if match.group(3) else "contract"
        if match.group(1):
            at = max(0, len(text) - 130) + match.start(1)
            if "," in masked.text[len(text) : low + 1] and (whole := CLAUSE_OPENS.search(text, 0, at)):
                return Subject(group=masked.members(whole.start()), at=whole.start())
            return Subject(group=masked.members(at), at=at, owns=owns)
        group = last.group or focus
        return Subject(group=group, at=max(0, len(text) - 130) + match.start(), owns=owns, carried=not last.group)
    if _PRONOUN.search(text[-60:]):
        owner = CONTRACT_OF.match(text)
        group = last.group or (masked.members(owner.end() - 1) if owner else focus)
        return Subject(group=group, at=low, carried=not last.group)
    if _COORDINATED.search(text):
        return (
            last
            if last.group or not BARE_SUBJECT.match(text)
            else Subject(group=masked.members(text.find(ORG)), at=text.find(ORG))
        )
    return Subject()


_OWNING = {"lose": "unsuccessful", "beat": "unsuccessful", "reject": "unsuccessful", "end": "ended", "dismiss": "ended", "give": "ended", "pass": "ended", "choose": "awarded", "leave the race": "withdrawn", "win": "awarded", "replace": "ended"}  # fmt: skip


def _of_subject(subject: Subject, verb: Verb, low: int, *, passive: bool) -> Iterator[Slot]:
    if not subject.group:
        return
    name = verb.sense.name
    if subject.owns:
        yields = _OWNING.get(name, "nobody")
        if subject.owns == "contract" and yields == "unsuccessful":
            yields = "ended"
        if subject.owns == "bid" and yields == "ended" and name not in {"end", "dismiss"}:
            yields = "nobody"
    else:
        yields = verb.sense.slots.get("object" if passive else "subject", "nobody")
        if name in {"help", "own", "make up", "lead"}:
            yields = "nobody"
    yield Slot(
        group=subject.group,
        yields=yields,
        start=min(subject.at, low) if subject.at >= 0 else low,
        end=verb.end,
        cue=(verb.start, verb.end),
        carried=subject.carried,
    )


_TYING = frozenset({"partner", "member", "subcontractor", "owner", "lead"})


def _of_objects(masked: Masked, subject: Subject, verb: Verb, high: int, *, passive: bool) -> Iterator[Slot]:
    text = masked.text
    slots, name = verb.sense.slots, verb.sense.name
    before = verb.end
    for at in places_of(ORG, text, verb.end, high):
        between = text[before:at]
        match = _PREPOSITION.search(between)
        slot = match.group(1) if match else ""
        if before == verb.end and ((not match and _PLAIN_OBJECT.match(between)) or _LISTED_OBJECT.match(between)):
            slot = (
                slot
                if match and ": " not in between[match.start() :] and not _LISTED_OBJECT.match(between)
                else "object"
            )
        if slot == "object" and passive:
            slot = ""
        if slot == "on behalf of":
            slot, before = "", at + 1
        yields = slots.get(slot, "") if slot else ""
        has = slot == "by" and text[verb.start : verb.end].casefold() in {"has", "have", "had"}
        if has or stands_aside(name, slot, between, text[at + 1 :]):
            # "They had training by A": nothing is had by A.
            yields = ""
        other = subject.group
        group = masked.members(at)
        if slot == "object" and name == "help" and text[: verb.end].endswith((" with", " alongside")):
            yields = "partner"
        elif slot == "object" and name in {"help", "own", "lead", "make up"} and subject.group and not passive:
            # "A helps B": A is the partner of B; "A owns B": A is the owner of B.
            yields = {"help": "partner", "own": "owner", "lead": "lead", "make up": "of"}[name]
            group, other = subject.group, group
            if yields == "of":
                yields, group, other = "member", other, group
        elif name == "give" and slot == "to" and subject.group and not passive and _A_PART.match(text[verb.start : at]):
            yields = "subcontractor"
        elif name == "choose" and slot in {"object", "with"} and subject.group and not passive:
            # "A has selected B as preferred bidder": whoever does that is a buyer, whatever its name.
            yields = "preferred" if _AS_PREFERRED.match(text[at + 1 :]) else "partner"
            other = () if yields == "preferred" else other
        if yields:
            yield Slot(
                group=group,
                yields=yields,
                start=verb.start,
                end=at + 1,
                cue=(verb.start, verb.end),
                other=other if yields in _TYING else (),
            )
        before = at + 1


def intends(text: str, start: int) -> bool:
    """Whether the words before a verb of award say that it is meant, not done."""
    return bool(_INTENDS.search(text[max(0, start - 60) : start]))
