"""One sentence at a time: who is tied to whom, and what is said of whom, with the words that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.extract.families import Cue, cues, links
from monitor.extract.folding import JOINT, Folded, fold_lists, fold_sentence
from monitor.extract.masking import AREA, BUYER, ORG, PERSON, THING, Masked, Member
from monitor.extract.modality import mode_of
from monitor.model import Mode, Role, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim of one sentence about a group. ``at`` is its place in the masked sentence, ``start`` to ``end`` in the document."""

    group: tuple[Member, ...]
    role: Role
    status: Status
    mode: Mode
    rule: str
    start: int
    end: int
    at: tuple[int, int] = (0, 0)
    areas: tuple[str, ...] = ()
    area_count: int | None = None
    confidence: float = 0.9
    via_anaphora: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A link of one sentence: ``first`` leads, is made of, hands work to or belongs to ``second``."""

    kind: str
    first: tuple[Member, ...]
    second: tuple[Member, ...]
    mode: Mode
    start: int
    end: int
    areas: tuple[str, ...] = ()


@dataclass(slots=True)
class Sentence:
    """All that one sentence says."""

    said: list[Said]
    ties: list[Tie]
    areas: tuple[str, ...]
    groups: list[tuple[Member, ...]]
    subject: tuple[Member, ...]
    masked: Masked


_PRIORITY = {
    name: rank
    for rank, name in enumerate(("unsuccessful", "withdraw", "end", "preferred", "shortlist", "talks", "award"))
}
_PREPOSED = re.compile(
    r"\b(?:of|from|by|with|to|at|for|in|than|against|over|via|behind|between|about|on|under|beat|beating|replaced|replaces|replacing|replace)(?: (?:the|both|rival|its|their|former))?(?: (?!that\b|which\b|who\b|said\b|and\b)[a-z-]+){0,3} ?$"
)
_FROM_BIDS = re.compile(
    r"(?:(?:bids?|tenders?|offers?|applications?|proposals?) (?:from|by|of)|and (?:from|by)|like|such as|including|(?:listing|naming|selection|appointment|choice|emergence|confirmation) of)(?: the)? $"
)
_ANAPHORA = (
    r"(?:[Ii]t|[Tt]hey|[Bb]oth|[Tt]he (?:two|three|pair|charity|charities|company|companies|firm|firms|partnership|consortium|group|provider|bidder|organisation|"
    r"organisations|trust|association|social enterprise|mutual|joint venture|college|operator|contractor|alliance|incumbent|newcomers?|supplier|business)|[Tt]hese (?:\w+ )?(?:organisations|companies|charities|firms|two))"
)
_PRONOUN = re.compile(
    rf"(?:^|[,;:] |\b(?:and|but|that|said|as|when|which|while|before|after|where|because|whether) )({_ANAPHORA})(?: (?:has|have|had|is|was|are|were|will|also|now|itself|then|would|later|each|both|all|not|never))*,? ?$"
)
_OTHER_SUBJECT = re.compile(
    r"(?:^|[,;:] ?|\b(?:said|says|that|and|but|as|because|when|while|where|after|before|if|so|than|whether|which|with) )"
    r"((?:the|a|an|this|these|those|its|their|our|all|most|some|many|no|every|he|she|we|you|i|people|staff|services?|contracts?|there|more|who) ?[a-z' -]{0,60})$",
    re.IGNORECASE,
)
_HEADS = re.compile(rf"^{_ANAPHORA}(?: [a-z]+){{0,3}}$", re.IGNORECASE)
_FILLER = re.compile(
    rf"(?:(?!(?:and|but|which|that|will|was|is|said|because|has|have|had|are|were|would|run|provide|who|if|when|after) )[\w'\u00a3%&-]+,? ){{0,8}}(?:\")?{ORG}"
)
_POST = re.compile(
    r"^,? ?(?:as |to be |is |will be |becomes )?(?:the |its |a |our |their )?(?:new |interim |acting |next )?(?:[a-z-]+ )?(?:chief exec\w+|chief operating|chief officer|director|chair\w*|head of|trustee|manager|president|patron|ambassador|leader|secretary|spokes\w+|vice|deputy)"
)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_COUNT = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) (?:of the (?:\w+ )?)?(?:(?:[a-z-]+ ){0,3}(?:areas|contracts|lots|regions|packages|tranches|companies|franchises|boroughs|counties|prisons|districts|sites)|[A-Z]{2,5}s\b)"
)
_NOT_SERVED = re.compile(
    r"(?:\b(?:based|founded|headquartered|registered|born|college|firm|charity|company|enterprise|operator|bureau|premises|meeting|conference|event|speaking|court|depot|warehouse) (?:in|at|near)|\bfrom|\b(?:[Mm]ayor|MP|[Bb]ishop|resident) of|\bvisited|\bvisit to|\boutside|\bMP for|^By)(?: the)? $"
)


def read_sentence(masked: Masked, *, focus: tuple[Member, ...], year: int | None) -> Sentence:
    """What ``masked`` says; ``focus`` is whom the text was speaking of, for "it" and "the partnership"."""
    _resolve_subject(masked, focus)
    folded = fold_sentence(masked)
    masked.rewrite(_ANONYMOUS, _fold_anonymous)
    groups_before = [masked.members(i) for i, c in enumerate(masked.text) if c == ORG]
    ties: list[Tie] = []
    for _ in range(2):
        _reduce(masked, ties, year, focus)
        fold_lists(masked)
    said = _said(masked, focus, year)
    said = sorted([*said, *_gapped(masked, said)], key=lambda one: one.at)
    said = _with_areas(masked, said, folded)
    areas = tuple(
        a for i, c in enumerate(masked.text) if c == AREA and not _skips(masked.text, i) for a in masked.areas(i)
    )
    groups = [masked.members(i) for i, c in enumerate(masked.text) if c == ORG]
    told = [one.group for one in said if one.rule.endswith("right") and not one.status.is_exit]
    main = [one.group for one in said if one.rule.endswith("left")]
    subject = (main or told or [_subject(masked, groups)])[-1]
    return Sentence(
        said=said, ties=ties, areas=(*areas, *(a for direct in folded.direct.values() for a in direct)),
        groups=groups_before, subject=subject, masked=masked,
    )  # fmt: skip


_ANONYMOUS = re.compile(
    rf"(?:(?:a|the|another|one) )?(?:new |joint )?(?:[a-z]+ )?(?:partnership|consortium|joint venture|alliance|collaboration|coalition|joint bid) (?:of|between|made up of|comprising|from|by) (?:the )?({ORG})"
)


def _fold_anonymous(masked: Masked, match: re.Match[str]) -> bool:
    """A partnership without a name: its members stand for it, and are marked as such."""
    group = masked.members(match.start(1))
    if len(group) < 2:  # noqa: PLR2004
        return False
    if re.search(rf"{ORG},? (?:which |that )?(?:is |was |itself |, )*$", masked.text[: match.start()]):
        return False
    joint = tuple(replace(member, note=f"{member.note} {JOINT}".strip()) for member in group)
    masked.fold(match.start(), match.end(), ORG, joint)
    return True




def _resolve_subject(masked: Masked, focus: tuple[Member, ...]) -> None:
    """ "It", "the partnership", "its bid" at the head of a sentence become the organisation that the text was speaking of."""
    if not focus:
        return
    match = _HEAD_PRONOUN.match(masked.text)
    if match is None:
        return
    several = bool(re.match(r"[Tt]hey|[Bb]oth|[Tt]he (?:two|three|pair)|[Tt]hese", match.group(1)))
    if several and len(focus) == 1 and not match.group(1).startswith("They"):
        return
    owner = match.group(1) == "Its"
    masked.put(match.start(1), match.end(1), "X's" if owner else "X")
    masked.text = masked.text[: match.start(1)] + ORG + masked.text[match.start(1) + 1 :]
    masked.items[match.start(1)] = tuple(replace(member, note=f"{member.note} {CARRIED}".strip()) for member in focus)


CARRIED = "[carried]"
_HEAD_PRONOUN = re.compile(
    rf"^(?:\"|And |But |Now |So |Then )?((?:Its(?= (?:bid|selection|appointment|contract|partner|subcontract|tender|shares|offer|consortium)))|{_ANAPHORA}(?=(?: |, (?:a|the|which) )(?!of\b|in charge|that\b|include|comprise|are\b (?!to|now|also|still|both|delivering|running))))"
)


def _subject(masked: Masked, groups: Sequence[tuple[Member, ...]]) -> tuple[Member, ...]:
    for at, character in enumerate(masked.text):
        if character == ORG and not _PREPOSED.search(masked.text[max(0, at - 40) : at]):
            return masked.members(at)
    return groups[0] if groups else ()


def _reduce(masked: Masked, ties: list[Tie], year: int | None, focus: tuple[Member, ...]) -> None:
    for cue in links():
        if masked.text.count(ORG) < 1 + cue.binary:
            continue

        def act(m: Masked, match: re.Match[str], kind: str = cue.kind) -> bool:
            return _tie(m, match, kind, ties, year, focus)

        masked.rewrite(cue.pattern, act, limit=6)


def _tie(
    masked: Masked, match: re.Match[str], kind: str, ties: list[Tie], year: int | None, focus: tuple[Member, ...]
) -> bool:  # fmt: skip
    second = masked.members(match.start("second"))
    if "first" not in match.groupdict():
        return _tie_to_focus(masked, match, kind, ties, focus, second)
    first = masked.members(match.start("first"))
    if not first or not second or {m.key for m in first} & {m.key for m in second}:
        return False
    inner = match.group()
    start = max((masked.text.rfind(mark, 0, match.start()) for mark in (". ", "; ")), default=-1) + 1
    mode, _ = mode_of(
        masked.text[start : match.start()], inner, masked.text[match.end() : match.end() + 40], family="link", year=year
    )
    if kind == "venture" and re.search(r"\bhad\b", inner):
        mode = Mode.STATED if mode is Mode.HISTORIC else mode
    if kind == "venture" and re.match(r"through|via|as", inner):
        second = (*(_subject(masked, [()]) or ()), *second)
    areas = tuple(a for i in range(match.start(), match.end()) if masked.text[i] == AREA for a in masked.areas(i))
    span = (masked.spans[match.start()][0], masked.spans[match.end() - 1][1])
    ties.append(Tie(kind=kind, first=first, second=second, mode=mode, start=span[0], end=span[1], areas=areas))
    kept = first if kind in {"leader", "venture"} or match.start("first") < match.start("second") else second
    end = match.end()
    if inner.endswith(",") and not inner[: match.start("second") - match.start()].count(","):
        end -= 1
    masked.fold(match.start(), end, ORG, kept)
    return True


def _tie_to_focus(
    masked: Masked, match: re.Match[str], kind: str, ties: list[Tie], focus: tuple[Member, ...], second: tuple[Member, ...]
) -> bool:  # fmt: skip
    """ "Its partners are A and B": the other end is whom the sentence, or the text before it, speaks of."""
    before = [
        masked.members(at) for at in range(match.start()) if masked.text[at] == ORG and at != match.start("second")
    ]
    first = before[-1] if before else focus
    if not first or {m.key for m in first} & {m.key for m in second}:
        return False
    start, end = masked.spans[match.start()][0], masked.spans[match.end() - 1][1]
    ties.append(Tie(kind=kind, first=first[:1], second=second, mode=Mode.STATED, start=start, end=end))
    masked.fold(match.start(), match.end(), BUYER, None)
    return True


def _said(masked: Masked, focus: tuple[Member, ...], year: int | None) -> list[Said]:
    found: list[tuple[int, Said]] = []
    for cue in cues():
        for match in cue.pattern.finditer(masked.text):
            said = _left(masked, cue, match, focus, year) if cue.side == "left" else _right(masked, cue, match, year)
            if said:
                found.append((_PRIORITY[cue.family], said))
    found.sort(key=lambda pair: (pair[0], pair[1].at[0] - pair[1].at[1]))
    kept: list[Said] = []
    for _, said in found:
        keys = {member.key for member in said.group}
        clash = any(
            keys & {member.key for member in other.group} and (said.at[0] < other.at[1] and other.at[0] < said.at[1])
            for other in kept
        )
        if not clash:
            kept.append(said)
    return sorted(kept, key=lambda said: said.at)


_GAPS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:[;,]|^| and) (?:and )?(?:in|for|across|covering) (?:the )?{AREA},? (?:it (?:is|will be) |they are |to |by |from )?(?:the )?(?P<org>{ORG})",
        rf"(?:and|,|;) (?:that|those|the one|the other|the contract|the second|the third|another) (?:for|in|covering) (?:the )?{AREA},? (?:to|goes to|went to|by|was won by) (?:the )?(?P<org>{ORG})",
        rf"[;,] (?:and )?(?:the )?(?P<org>{ORG}),? (?:(?:in|for|covers?|has|gets?|takes?|to|with|won) )+(?:the )?{AREA}",
        rf"(?<!in)(?<!for)(?:[;,]|,? and) (?:the )?{AREA},? (?:to|by|goes to|:|-) (?:the )?(?P<org>{ORG})",
        rf"(?:[;,]|,? and) (?:the )?(?P<org>{ORG}) \({AREA}\)",
        rf"(?:,|;|,? and) (?P<org>{ORG}) (?:the|all the) (?:rest|others?|remaining \w+|remainder)",
        rf"(?:,|;|,? and) (?:the )?(?P<org>{ORG}),? (?:the )?(?:{AREA}|north|south|east|west|centre|other two|other)(?=[ ,.;]|$)",
        rf"[;,] (?:and )?{THING} (?:the |to |to the )?(?P<org>{ORG})",
        rf"(?:,|;|,? and|,? while) (?:the |that |those )[^.,;:{ORG}]{{2,80}}? (?:to|by) (?:the )?(?P<org>{ORG})(?=[.,;]|$)",
        rf",? (?:and|while) (?:the |that |those )[^.;:{ORG}]{{2,80}}? (?:to|by) (?:the )?(?P<org>{ORG})(?=[.,;]|$)",
    )
)


def _gapped(masked: Masked, said: Sequence[Said]) -> list[Said]:
    """The further clauses of a sentence that leave their verb out: "in Kent, A; in Essex, B"."""
    found: list[Said] = []
    for pattern in _GAPS:
        for match in pattern.finditer(masked.text):
            at = match.start("org")
            earlier = [one for one in said if one.at[0] < at]
            if not earlier or any(one.at[0] <= at < one.at[1] for one in (*said, *found)):
                continue
            model = earlier[-1]
            if "award" not in model.rule and pattern is _GAPS[-1]:
                continue
            found.append(
                replace(
                    model, group=masked.members(at), at=(match.start(), match.end()), start=masked.spans[match.start()][0],
                    end=masked.spans[match.end() - 1][1], rule="gap",
                )
            )  # fmt: skip
    return found


def _left(masked: Masked, cue: Cue, match: re.Match[str], focus: tuple[Member, ...], year: int | None) -> Said | None:
    text, start = masked.text, match.start()
    at = start
    while (at := text.rfind(ORG, 0, at)) != -1:
        gap = text[at + 1 : start]
        if len(gap) > 170 or ";" in gap or re.search(r"\. |: ", gap):
            break
        before = text[max(0, at - 50) : at]
        if _PREPOSED.search(before) and not _FROM_BIDS.search(before):
            continue
        if ORG in gap and re.search(rf"{ORG} (?:and|but|has|have|is|was|will|said|says)", gap):
            break
        return _checked(masked, cue, match, masked.members(at), at, gap, focus, year)
    clause = text[:start]
    pronoun = _PRONOUN.search(clause[-90:])
    if pronoun:
        several = bool(re.match(r"they|both|the (?:two|three|pair)|these", pronoun.group(1), re.IGNORECASE))
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
    if re.search(r"[a-z]+ (?:that|which|who)(?: [a-z]+)?$", stripped) or re.search(
        r"(?:to|of|in) which (?:[a-z]+ ){1,5}$", masked.text[:at]
    ):
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
        subject = _OTHER_SUBJECT.search(stripped)
        if subject and stripped and not _HEADS.match(subject.group(1).strip()):
            return None
    return _build(masked, cue, match, group, at, match.end(), year)


def _right(masked: Masked, cue: Cue, match: re.Match[str], year: int | None) -> Said | None:
    target = _FILLER.match(masked.text, match.end())
    if target is None and match.group().endswith(ORG):
        return _build(masked, cue, match, masked.members(match.end() - 1), match.start(), match.end(), year)
    if target is None or (
        masked.text[target.end() - 3 : target.end() - 1] == f"{AREA} "
        and masked.members(target.end() - 1)[0].name.kind == "weak"
    ):
        return None
    return _build(masked, cue, match, masked.members(target.end() - 1), match.start(), target.end(), year)


def _build(
    masked: Masked, cue: Cue, match: re.Match[str], group: tuple[Member, ...], start: int, end: int, year: int | None
) -> Said | None:
    if cue.family in {"award", "preferred"} and _NOT_DEAL.search(masked.text[max(0, match.start() - 90) : end + 50]):
        return None
    if not group or _POST.match(masked.text[end : end + 60]):
        return None
    low = max(masked.text.rfind(mark, 0, match.start()) for mark in ("; ", ": ", ". ")) + 1
    high = min(
        (i for mark in ("; ", ". ", ", but ", ", while ") if (i := masked.text.find(mark, match.end())) != -1),
        default=len(masked.text),
    )
    mode, _ = mode_of(
        masked.text[low : match.start()], match.group(), masked.text[match.end() : high] + ("?" if masked.text.rstrip().endswith("?") else ""), family=cue.family, year=year
    )
    first, last = min(start, match.start()), max(end, match.end())
    role = cue.role
    if any(JOINT in member.note for member in group) and role is Role.LEAD:
        role = Role.JOINT_VENTURE_MEMBER
    sure = not any(CARRIED in member.note for member in group) and all(
        member.name.known or member.name.kind == "organisation" for member in group
    )
    return Said(
        group=group, role=role, status=cue.status, mode=mode, rule=f"{cue.family}.{cue.side}",
        start=masked.spans[first][0], end=masked.spans[last - 1][1], at=(first, last), confidence=0.9 if sure else 0.7,
    )  # fmt: skip


_NOT_DEAL = re.compile(
    r"\b(?:thanks|prizes?|medals?|donat\w+|trophy|trophies|proceeds|raised|fundrais\w+|ceremony|of the year|scholarship|bursary|research (?:grant|project)|conference|exhibition|gala|marathon|concert|"
    r"honour\w*|congratulat\w+|charity of|sponsor\w*|apolog\w+|complaints?|petition|lawsuit|libel|damages|fine of|fined|lunch|refreshments|music|entertainment|photograph\w*|coffee|buffet|drinks|catering (?:is|was|will be) provided|venue|parking|workshops?|stalls?|keynote|webinar)\b",
    re.IGNORECASE,
)


def _skips(text: str, at: int) -> bool:
    """Whether the place at ``at`` is where somebody comes from, not what is contracted for."""
    return (
        bool(_NOT_SERVED.search(text[max(0, at - 40) : at]))
        or text[at + 1 : at + 7] in {"-based"}
        or (text[at + 1 : at + 3] == "'s" and ORG in text[at : at + 30])
    )


def _with_areas(masked: Masked, said: list[Said], folded: Folded) -> list[Said]:
    given: dict[int, list[str]] = {index: [] for index in range(len(said))}
    for at, character in enumerate(masked.text):
        if character != AREA or _skips(masked.text, at):
            continue
        for index in _nearest(masked.text, at, said):
            given[index].extend(masked.areas(at))
    result = []
    for index, one in enumerate(said):
        areas = [*given[index], *(a for member in one.group for a in folded.direct.get(member.key, ()))]
        high = (
            said[index + 1].at[0] if index + 1 < len(said) and said[index + 1].at[0] > one.at[1] else len(masked.text)
        )
        counted = _COUNT.search(masked.text[one.at[0] : high])
        count = None
        if counted and not areas:
            word = counted.group(1)
            count = _NUMBERS.get(word) or (int(word) if word.isdigit() else None)
        if not areas and masked.text.count(AREA) == 1 and not _skips(masked.text, masked.text.index(AREA)) and len(said) > 1:
            areas = list(masked.areas(masked.text.index(AREA)))
        if not areas and one.status.is_exit:
            areas = next((given[other] for other in given if given[other]), [])
        result.extend(_split(masked, replace(one, areas=tuple(dict.fromkeys(areas)), area_count=count), folded))
    return result


def _split(masked: Masked, said: Said, folded: Folded) -> list[Said]:
    """One claim a member where the sentence gives each its own area: in brackets, or "respectively"."""
    direct = {member.key for member in said.group if member.key in folded.direct}
    if len(said.group) > 1 and direct:
        return [replace(said, group=(member,), areas=folded.direct.get(member.key, ())) for member in said.group]
    if len(said.group) > 1 and len(said.group) == len(said.areas) and "respectively" in masked.text:
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
            gap = low - at + 30
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
