"""Cue words to claims: which organisation of the sentence a verb family speaks of, and in which mode."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.extract.clauses.families import Cue, cues_among
from monitor.extract.clauses.listing import JOINT
from monitor.extract.clauses.masking import AREA, BUYER, ORG, PERSON, THING, Masked, Member
from monitor.extract.clauses.matters import is_other_matter
from monitor.extract.clauses.modality import mode_of
from monitor.extract.clauses.parts import LED_BY, ended_role, told_role
from monitor.extract.clauses.passing import crosses_speech, replaces_a_thing
from monitor.extract.clauses.relatives import (
    ANNOUNCES,
    BEATS_OTHERS,
    ENDS_ANOTHERS,
    MEMBERED,
    OFFSHOOT,
    VENTURE_AND,
    is_in_aside,
)
from monitor.extract.clauses.statements import Said
from monitor.extract.words.behind import Behind
from monitor.model import Role, Status

_PRIORITY = {
    name: rank
    for rank, name in enumerate(
        ("unsuccessful", "withdraw", "end", "incumbent", "preferred", "shortlist", "talks", "contest", "award")
    )
}


_PREPOSED = re.compile(
    r"\b(?:of|from|by|with|to|at|for|in|than|against|over|via|behind|between|about|on|under|beat|beating|replaced|replaces|replacing|replace)(?: (?:the|both|rival|its|their|former))?(?: (?!(?:that|which|who|said|and|where|when|while|after|before|because|if|but)\b)[a-z-]+){0,3} ?$"
)


_FROM_BIDS = Behind(
    r"(?:(?:bids?|tenders?|offers?|applications?|proposals?) (?:from|by|of)|and (?:from|by)|like|such as|including|(?:listing|naming|selection|appointment|choice|emergence|confirmation) of)(?: the)? $"
)


ANAPHORA = (
    r"(?:[Ii]t|[Tt]hey|[Bb]oth|[Aa]ll (?:three|four|five|six)(?: of them)?|[Tt]he (?:two|three|pair|charity|charities|company|companies|firm|firms|partnership|consortium|group|provider|bidder|organisation|"
    r"organisations|trust|association|social enterprise|mutual|joint venture|college|operator|contractor|alliance|incumbent|newcomers?|supplier|business)|[Tt]hese (?:\w+ )?(?:organisations|companies|charities|firms|two))"
)


_PRONOUN = re.compile(
    rf"(?:^|[,;:] |\b(?:and|but|that|said|as|when|which|while|before|after|where|because|whether) )({ANAPHORA})(?: (?:has|have|had|is|was|are|were|will|also|now|itself|then|would|later|each|both|all|not|never))*,? ?$"
)


_OTHER_SUBJECT = re.compile(
    r"(?:^|[,;:] ?|\b(?:said|says|that|and|but|as|because|when|while|where|after|before|if|so|than|whether|which|with) )"
    rf"((?:the|a|an|this|these|those|its|their|our|all|most|some|many|no|every|he|she|we|you|i|two|three|four|five|six|seven|eight|nine|ten|several|another|people|staff|services?|contracts?|there|more|who|commissioners|councillors|ministers|officials|councils|bosses|members|trustees|governors|officers|authorities|leaders|mps|bidders|judges|residents|campaigners|unions|others) ?[a-z' {AREA}-]{{0,60}})$",
    re.IGNORECASE,
)


_HEADS = re.compile(rf"^{ANAPHORA}(?: [a-z]+){{0,3}}$", re.IGNORECASE)


_FILLER = re.compile(
    rf"(?:(?!(?:such|like|and|but|which|that|will|was|is|said|because|has|have|had|are|were|would|run|provide|who|if|when|after|as|while|though|although|before|until|where) )(?!(?<=, )(?:with|alongside) )[\w'\u00a3%&-]+,? ){{0,8}}(?:{AREA}[- ]based (?:[a-z-]+ ){{0,4}})?(?:\")?{ORG}(?:{OFFSHOOT})?"
)


CARRIED = "[carried]"
SPEAKING = "[we]"


def find_said(masked: Masked, focus: tuple[Member, ...], year: int | None) -> list[Said]:
    found: list[tuple[int, Said, tuple[int, int]]] = []
    for cue in cues_among(masked.words):
        for match in cue.pattern.finditer(masked.text):
            said = _left(masked, cue, match, focus, year) if cue.side == "left" else _right(masked, cue, match, year)
            if said:
                found.append((_PRIORITY[cue.family], said, match.span()))
    found.sort(key=lambda pair: (pair[0], pair[1].at[0] - pair[1].at[1]))
    kept: list[tuple[Said, tuple[int, int]]] = []
    for _, said, words in found:
        keys = {member.key for member in said.group}
        clash = any(
            keys & {member.key for member in other.group}
            and (said.at[0] < other.at[1] and other.at[0] < said.at[1])
            and not _follows(masked.text, theirs, words)
            for other, theirs in kept
        )
        if not clash:
            kept.append((said, words))
    return sorted((said for said, _ in kept), key=lambda said: said.at)


#: "was named preferred bidder in January and has now signed": a second thing said of the same body.
_AND_HAS = re.compile(rf"(?:,? and|, but|^[^,;.{ORG}]{{0,30}},)(?: then| later| since)? ha[sv][^{ORG}]*$")

#: "awarded to X, which was named preferred bidder in May": what it was before it was chosen.
_WHICH_WAS = re.compile(
    rf"[^;.:{ORG}]{{0,30}}{ORG}(?:,[^;.:{ORG}]{{0,80}})?,? (?:which|who) (?:was|were|had)\b[a-z ]{{0,8}}"
)


def _follows(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether of two stretches of a sentence the later begins a clause of its own about the same body."""
    (_, end), (start, _) = sorted((one, other))
    between = text[end : start + 4]
    return start >= end and bool(_AND_HAS.search(between) or _WHICH_WAS.fullmatch(between.rstrip()))


#: "takes over from X when its contract ends": of two the nearer has it.
_WHEN = re.compile(r",? (?:when|once|as soon as|as|after|before|because|since|now that|if) $")
_ITS = re.compile(r"(?:its|their)\b", re.IGNORECASE)


def _left(masked: Masked, cue: Cue, match: re.Match[str], focus: tuple[Member, ...], year: int | None) -> Said | None:
    text, start = masked.text, match.start()
    at = start
    while (at := text.rfind(ORG, 0, at)) != -1:
        gap = text[at + 1 : start]
        if len(gap) > 170 or ";" in gap or re.search(r"\. |: ", gap):
            break
        before = text[max(0, at - 50) : at]
        own = _WHEN.match(gap) and _ITS.match(match.group())
        led = (
            own
            or match.group().startswith("whose ")
            or _FROM_BIDS.search(before)
            or LED_BY.search(before)
            or _WHICH.fullmatch(gap)
        )
        if gap.startswith(" that ") and _TOLD.search(before):
            continue
        if MEMBERED.search(before) or (_PREPOSED.search(before) and not led) or is_in_aside(text, at, gap):
            continue
        if ORG in gap and re.search(rf"{ORG} (?:and|but|has|have|is|was|will|said|says)", gap):
            break
        if cue.family == "end" and ENDS_ANOTHERS.match(text, start):
            break
        return _checked(masked, cue, match, masked.members(at), at, gap, focus, year)
    clause = text[:start]
    pronoun = _PRONOUN.search(clause[-90:])
    if pronoun:
        several = bool(re.match(r"they|both|all|the (?:two|three|pair)|these", pronoun.group(1), re.IGNORECASE))
        here = [group for i, c in enumerate(clause) if c == ORG and (len(group := masked.members(i)) > 1) == several]
        focus = here[-1] if here else focus
    if pronoun and focus:
        said = _build(
            masked, cue, match, focus, max(0, start - len(clause[-90:]) + pronoun.start(1)), match.end(), year
        )
        return replace(said, via_anaphora=True, confidence=0.75) if said else None
    return None


def _checked(
    masked: Masked, cue: Cue, match: re.Match[str], group: tuple[Member, ...], at: int, gap: str,
    focus: tuple[Member, ...], year: int | None,
) -> Said | None:  # fmt: skip
    stripped = gap.rstrip()
    relative = re.search(r"[a-z]+ (?:that|which|who)(?: [a-z]+)?$", stripped) and not ANNOUNCES.search(stripped)
    if relative or re.search(r"(?:to|of|in) which (?:[a-z]+ ){1,5}$", masked.text[:at]):
        return None
    if stripped[-1:] in {BUYER, PERSON, THING} and not re.search(
        rf"(?:by|of|with|in|for|to) (?:the )?{stripped[-1]}$", stripped
    ):
        return None
    if _PRONOUN.search(gap) and re.search(r"\b(?:said|says|which|and|but)\b", gap):
        other = _PRONOUN.search(gap)
        group = (
            focus
            if other and other.group(1).casefold() in {"they", "both"} and len(focus) > 1 and len(group) == 1
            else group
        )
    else:
        subject = None if VENTURE_AND.search(stripped) else _OTHER_SUBJECT.search(stripped)
        if subject and stripped and not _HEADS.match(subject.group(1).strip()):
            return None
    return _build(masked, cue, match, group, at, match.end(), year)


#: "in place of X, which has withdrawn": of whom a clause is that stands right behind a name, whatever stands before that.
_WHICH = re.compile(r"(?: \([^)]{1,40}\))?, (?:which|who)(?: (?:has|have|had|is|was|also|now|since|already))* ?")
#: "preferred bidders for the Ferry Service": what is bid for, not who bids.
_OF_BIDDERS = frozenset({"preferred", "award", "shortlist", "unsuccessful"})
_FOR_IT = re.compile(r"(?:for|in|of|at|on|under|across|within|between) ")
_BIDDERS_FOR = Behind(
    r"\b(?:bidders?|suppliers?|providers?|tenderers?|contractors?|operators?|partners?) (?:for|in)(?: [^ .;:,]+ of)?(?: the| its| their| our)? $",
    re.IGNORECASE,
)
_ENDS_OPEN = re.compile(r"\b(?:to|by|with|from|of|for|include|includes|including|are|is|was|were|:) ?$", re.IGNORECASE)


#: "X told Y that it will not go on": it is X that will not.
_TOLD = re.compile(r"\b(?:told|tells|telling|informed|informs|notified|notifies|advised|assured|warned)(?: the)? $")
#: "the areas of the contract were arrived at after discussion with X": whoever was asked has nothing.
_TALKED_WITH = re.compile(
    r"\b(?:discussions?|consultations?|consulting|conversations?|dialogue|meetings?|engagement|correspondence|liaison|liaising|interviews?) with(?: the)? $"
)
#: "Acme gave notice on its contract with X": of a body's own contract the other party buys.
_ITS_WITH = re.compile(r"(?:contract|agreement|deal|franchise)s? with (?:the )?$")
_OWN = re.compile(r"\b(?:its|their) (?:[^ .;:,]+ ){0,4}$")


def _of_body(text: str, start: int) -> bool:
    """Whether the contract at ``start`` is that of a body which the clause before names, and of no buyer."""
    low = max(text.rfind(mark, 0, start) for mark in ("; ", ": ", ". ")) + 1
    before = text[low:start]
    return ORG in before and BUYER not in before and bool(_OWN.search(before))


def _right(masked: Masked, cue: Cue, match: re.Match[str], year: int | None) -> Said | None:
    target = _FILLER.match(masked.text, match.end())
    if target is None and match.group().endswith(ORG):
        return _build(masked, cue, match, masked.members(match.end() - 1), match.start(), match.end(), year)
    if target is None or (
        masked.text[target.end() - 3 : target.end() - 1] == f"{AREA} "
        and masked.members(target.end() - 1)[0].name.kind == "weak"
    ):
        return None
    if cue.family == "award" and _ITS_WITH.search(match.group()) and _of_body(masked.text, match.start()):
        return None
    if cue.family == "end" and replaces_a_thing(masked.text, match.span()):
        return None
    if cue.family == "award" and _TALKED_WITH.search(match.group()):
        return None
    aimed = _FOR_IT.match(masked.text, match.end()) and not _ENDS_OPEN.search(match.group())
    if cue.family in _OF_BIDDERS and (aimed or _BIDDERS_FOR.search(match.group())):
        return None
    if crosses_speech(masked.text[match.start() : target.end()]) or BEATS_OTHERS.match(masked.text, match.start()):
        return None
    return _build(masked, cue, match, masked.members(target.end() - 1), match.start(), target.end(), year)


def _build(
    masked: Masked, cue: Cue, match: re.Match[str], group: tuple[Member, ...], start: int, end: int, year: int | None
) -> Said | None:
    if not group or is_other_matter(masked.text, (start, end), match.span(), cue.status, wins=cue.family in _WINS):
        return None
    low = max(masked.text.rfind(mark, 0, match.start()) for mark in ("; ", ": ", ". ")) + 1
    high = min(
        (i for mark in ("; ", ". ", ", but ", ", while ") if (i := masked.text.find(mark, match.end())) != -1),
        default=len(masked.text),
    )
    mode, _ = mode_of(
        masked.text[low : match.start()],
        match.group(),
        masked.text[match.end() : high] + ("?" if masked.text.rstrip().endswith("?") else ""),
        family=cue.family,
        year=year,
    )
    # What a pattern calls "to" stands after the name and belongs to the quote.
    last = max(end, match.end(), match.end("to") if "to" in match.re.groupindex else 0)
    first = min(start, match.start())
    role = cue.role
    if role is Role.LEAD:
        left = cue.status.is_exit and cue.side == "left"
        # "its subcontractors, among them X": what they are stands before.
        of = match.start() - 60 if match.group().casefold().startswith("among") else match.end()
        role = ended_role(masked.text, start, match.end()) if left else told_role(masked.text[max(0, of) : end], group)
    if all(JOINT in member.note for member in group) and role is Role.LEAD:
        role = Role.JOINT_VENTURE_MEMBER
    sure = not any(CARRIED in member.note for member in group) and all(
        member.name.known or member.name.kind == "organisation" for member in group
    )
    status = cue.of_several if len(group) > 1 else cue.status
    if cue.family == "award" and _ADVISED.search(masked.text[: match.start()]):
        status = Status.PREFERRED_BIDDER
    return Said(
        group=group, role=role, status=status, mode=mode, rule=f"{cue.family}.{cue.side}",
        start=masked.spans[first][0], end=masked.spans[last - 1][1], at=(first, last), confidence=0.9 if sure else 0.7,
        settled=bool(_SETTLED.search(match.group())),
    )  # fmt: skip


_WINS = frozenset({"award", "preferred"})
#: Minutes and reports: what is put to those who decide is not decided yet.
_ADVISED = re.compile(
    r"\b(?:(?:it is|be) (?:therefore )?(?:recommended|proposed)|recommendations?:|"
    r"(?:members|BUYER|cabinet|committee|board|council) (?:is|are) (?:therefore )?(?:asked|recommended|invited|requested) to (?:agree|approve|note|decide|endorse|award|confirm))\b"
    r"[^.;]*$",
    re.IGNORECASE,
)
#: What is done, whoever says so: also in somebody's own words no opinion.
_SETTLED = re.compile(
    r"\b(?:(?:has|have|was|were|is|are) (?:now |just |already |formally |being )?(?:been )?|(?:has|have) (?:now |just |already |formally )?|(?:is|are) )"
    r"(?:awarded|appointed|selected|chosen|named|commissioned|extended|signed|extending)\b"
)
