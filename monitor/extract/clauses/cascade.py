"""One sentence at a time: who is tied to whom, and what is said of whom, with the words that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.clauses.elsewhere import skips
from monitor.extract.clauses.families import LinkCue, links_among
from monitor.extract.clauses.folding import fold_sentence
from monitor.extract.clauses.frames import find_slots
from monitor.extract.clauses.framing import brought_in, read_frames
from monitor.extract.clauses.gapping import find_gapped
from monitor.extract.clauses.listing import JOINT, fold_lists, mark_partnerships
from monitor.extract.clauses.masking import AREA, BUYER, ORG, Masked, Member, places_of
from monitor.extract.clauses.matters import is_for_a_cause, is_of_a_person
from monitor.extract.clauses.modality import mode_of, speaks_of_another
from monitor.extract.clauses.nameless import fold_leaders, fold_nameless
from monitor.extract.clauses.parts import is_under
from monitor.extract.clauses.predicates import _PREPOSED, ANAPHORA, CARRIED, find_said
from monitor.extract.clauses.reach import with_areas, with_own_areas
from monitor.extract.clauses.relatives import FORMER, FORMER_WORDS
from monitor.extract.clauses.silence import says_nothing
from monitor.extract.clauses.statements import Said, Sentence, Tie
from monitor.model import Mode, Role


def read_sentence(masked: Masked, *, focus: tuple[Member, ...], year: int | None) -> Sentence:
    """What ``masked`` says; ``focus`` is whom the text was speaking of, for "it" and "the partnership"."""
    if masked.text == ORG:
        # An item of a list or a menu: a name alone says nothing.
        body = masked.members(0)
        return Sentence(said=[], ties=[], areas=(), served=(), groups=[body], subject=body, masked=masked)
    _resolve_subject(masked, focus)
    if says_nothing(masked):
        groups = [masked.members(at) for at in places_of(ORG, masked.text)]
        body = groups[0] if groups else ()
        return Sentence(said=[], ties=[], areas=(), served=(), groups=groups, subject=body, masked=masked)
    served = tuple(
        area
        for at in places_of(AREA, masked.text)
        if not skips(masked.text, at) and not _SEAT.search(masked.text[max(0, at - 14) : at])
        for area in masked.areas(at)
    )
    if not masked.text.rstrip().endswith((".", "!", "?", ":")):
        masked.rewrite(_NO_COPULA, _put_copula, limit=1)
    if not FORMER_WORDS.isdisjoint(masked.words):
        masked.rewrite(FORMER, _drop_former)
    folded = fold_sentence(masked)
    fold_nameless(masked)
    mark_partnerships(masked)
    groups_before = [masked.members(at) for at in places_of(ORG, masked.text)]
    ties: list[Tie] = [
        Tie(kind=kind, first=first, second=second, mode=Mode.STATED, start=start, end=end)
        for kind, first, second, start, end in folded.bracketed
    ]
    linking = links_among(masked.words)
    for _ in range(2):
        _reduce(masked, linking, ties, year, focus)
        fold_lists(masked)
        fold_nameless(masked)
    fold_leaders(masked)
    said = find_said(masked, focus, year)
    said = sorted([*said, *find_gapped(masked, said)], key=lambda one: one.at)
    slots = find_slots(masked, focus)
    if any(one.rule == "award.right" for one in said):
        partners = brought_in(slots)
        said = [one for one in said if one.rule != "award.right" or not partners & {m.key for m in one.group}]
    framed, framed_ties = read_frames(masked, said, ties, slots, focus, year)
    said = sorted([*said, *framed, *_gapped_behind(masked, framed, said)], key=lambda one: one.at)
    ties += framed_ties
    said = with_areas(masked, [part for one in said for part in _parted(one)], folded)
    ties = with_own_areas(ties, folded)
    areas = tuple(a for i in places_of(AREA, masked.text) if not skips(masked.text, i) for a in masked.areas(i))
    if not said and areas:
        ties = [
            tie if tie.areas or tie.kind == "owner" else replace(tie, areas=_of_clause(masked, tie.start))
            for tie in ties
        ]
    groups = [masked.members(at) for at in places_of(ORG, masked.text)]
    told = [one.group for one in said if one.rule.endswith("right") and not one.status.is_exit]
    main = [one.group for one in said if one.rule.endswith("left")]
    subject = (main or told or [_subject(masked, groups)])[-1]
    return Sentence(
        said=said, ties=ties, areas=(*areas, *(a for direct in folded.direct.values() for a in direct)), served=served,
        groups=groups_before, subject=subject, masked=masked, own={**folded.direct, **folded.own},
    )  # fmt: skip


def _gapped_behind(masked: Masked, framed: Sequence[Said], said: Sequence[Said]) -> list[Said]:
    """The clauses without a verb behind the one of which alone something was ``framed``, but of those of whom something is ``said``."""
    keys = {member.key for one in said for member in one.group}
    gapped = find_gapped(masked, framed) if len(framed) == 1 else []
    return [one for one in gapped if not keys & {member.key for member in one.group}]


def _of_clause(masked: Masked, start: int) -> tuple[str, ...]:
    """The places of the clause, between semicolons, in which the character at ``start`` of the document stands."""
    text = masked.text
    here = sum(text[at] == ";" and masked.spans[at][0] < start for at in range(len(text)))
    return tuple(
        area
        for at in places_of(AREA, text)
        if text.count(";", 0, at) == here and not skips(text, at)
        for area in masked.areas(at)
    )


#: "X named provider", "X preferred bidder": headlines leave "is" out.
_NO_COPULA = re.compile(
    rf"^{ORG}(?:,? (?:and|&) (?:the )?{ORG})*( )(?:(?:named|picked|chosen|selected|appointed|reappointed|confirmed|awarded|handed|given|commissioned|hired|contracted|shortlisted|axed|sacked|dropped|ousted|stripped) "
    rf"(?!back\b|over\b|out\b|up\b|in\b|down\b)(?![^.;:]*{ORG})|preferred (?:bidder|supplier|provider|partner)\b)"
)


def _drop_former(masked: Masked, match: re.Match[str]) -> bool:
    masked.put(match.start(1), match.end(1), "")
    return True


def _put_copula(masked: Masked, match: re.Match[str]) -> bool:
    masked.put(match.start(1), match.end(1), " is ")
    return True


_LEADS = re.compile(r"(?:^|[ (])(?:the )?lead(?: (?:partner|provider|contractor|member|organisation|body))?$")


def _parted(said: Said) -> list[Said]:
    """``said`` with the members of a nameless partnership apart from those beside it, and partners from who is noted as their lead."""
    if said.role is not Role.LEAD or len(said.group) < 2:
        return [said]
    joint = tuple(member for member in said.group if JOINT in member.note)
    if joint and len(joint) < len(said.group):
        alone = tuple(member for member in said.group if member not in joint)
        return [replace(said, group=alone), replace(said, group=joint, role=Role.JOINT_VENTURE_MEMBER)]
    leads = tuple(member for member in said.group if _LEADS.search(member.note))
    if len(leads) == 1 and not said.status.is_exit:
        others = tuple(member for member in said.group if member not in leads)
        return [replace(said, group=leads), replace(said, group=others, role=Role.PARTNER)]
    return [said]


#: A place run together with a name, or in brackets behind it, is that body's own.
_SEAT = re.compile(rf"{ORG},? \(?(?:the |in |for |covering )*$")


def takes_up(text: str) -> bool:
    """Whether ``text`` begins with words that may stand for whom a text was speaking of: "It", "The provider"."""
    return _HEAD_PRONOUN.match(text) is not None


def _resolve_subject(masked: Masked, focus: tuple[Member, ...]) -> None:
    """Let "it", "the partnership", "its bid" at the head of a sentence become the organisation that the text was speaking of."""
    if not focus:
        return
    match = _HEAD_PRONOUN.match(masked.text)
    if match is None:
        return
    several = bool(re.match(r"[Tt]hey|[Bb]oth|[Aa]ll|[Tt]he (?:two|three|pair)|[Tt]hese", match.group(1)))
    if several and len(focus) == 1 and not match.group(1).startswith("They"):
        return
    owner = match.group(1) in {"Its", "The", "the"}
    masked.put(match.start(1), match.end(1), "X's" if owner else "X")
    masked.text = masked.text[: match.start(1)] + ORG + masked.text[match.start(1) + 1 :]
    masked.items[match.start(1)] = tuple(replace(member, note=f"{member.note} {CARRIED}".strip()) for member in focus)


#: "The provider in Norfolk is X", "The operator will be X": the noun is X's, and nobody's who was named before.
_OF_ITS_OWN = rf"(?:in|for|at|across|covering|serving) (?:the )?(?:[a-z]+ (?:of )?)?{AREA}|(?:is|was|remains|becomes|became|will be|is to be|has been) (?:now |still |again )?(?:the )?{ORG}"
_HEAD_PRONOUN = re.compile(
    rf"^(?:\"|And |But |Now |So |Then |(?:Latest )?[Uu](?:pdate|PDATE)[^:.;{ORG}]{{0,30}}: )?((?:[Tt]he(?= (?:contract|agreement|deal)(?: for [^.;:{ORG}]{{1,40}})? (?:has|was) (?:now |since |also |finally |at last )*(?:been )?(?:signed|concluded|finalised|completed|sealed)\b))|(?:Its(?= (?:bid|selection|appointment|contract|partner|subcontract|tender|shares|offer|consortium)))|[Tt]he (?:alliance|consortium|partnership|joint venture|group)(?=(?:, which|, that)? (?:also )?(?:includes?|comprises?|consists of|is made up of|brings together) )|{ANAPHORA}(?=(?: |, (?:a|the|which|part|owned|led|backed|itself) )(?!of\b|in charge|that\b|include|comprise|are\b:? (?!to|now|also|still|both|delivering|running)|{_OF_ITS_OWN})))"
)


def _subject(masked: Masked, groups: Sequence[tuple[Member, ...]]) -> tuple[Member, ...]:
    for at in places_of(ORG, masked.text):
        if not _PREPOSED.search(masked.text[max(0, at - 40) : at]):
            return masked.members(at)
    return groups[0] if groups else ()


def _reduce(
    masked: Masked, linking: Sequence[LinkCue], ties: list[Tie], year: int | None, focus: tuple[Member, ...]
) -> None:
    bodies = masked.text.count(ORG)
    for cue in linking:
        if bodies < 1 + (cue.binary or cue.near):
            continue

        def act(m: Masked, match: re.Match[str], cue: LinkCue = cue) -> bool:
            return _tie(m, match, cue, ties, year, () if cue.near else focus)

        masked.rewrite(cue.pattern, act, limit=6)
        bodies = masked.text.count(ORG)


def _tie(
    masked: Masked, match: re.Match[str], cue: LinkCue, ties: list[Tie], year: int | None, focus: tuple[Member, ...]
) -> bool:  # fmt: skip
    kind = cue.kind
    second = masked.members(match.start("second"))
    if not cue.binary:
        return _tie_to_focus(masked, match, cue, ties, focus, second)
    first = masked.members(match.start("first"))
    if all(CARRIED in member.note for member in first):
        # "The partnership is made up of A, B and C", said of A: the others.
        second = tuple(member for member in second if member.key not in {one.key for one in first})
    if not first or not second or {m.key for m in first} & {m.key for m in second}:
        return False
    if cue.noted and not any(re.search(cue.noted, member.note) for member in first):
        return False
    begins, is_turned = match.start("first") < match.start("second"), False
    if kind == "partner" and cue.keep == "first" and {m.key for m in second} <= {m.key for m in focus}:
        # "Alongside X, Y will run the clinics", where the text was speaking of X: it is Y that comes in beside it.
        first, second, is_turned = second, first, True
    inner = match.group()
    start = max((masked.text.rfind(mark, 0, match.start()) for mark in (". ", "; ")), default=-1) + 1
    mode, _ = mode_of(
        masked.text[start : match.start()], inner.lstrip(f"{ORG} ,"), masked.text[match.end() : match.end() + 40], family="link", year=year
    )  # fmt: skip
    if kind == "partner" and is_for_a_cause(masked.text, match.end()):
        mode = Mode.HYPOTHETICAL
    if kind == "venture" and re.search(r"\bhad\b", inner):
        mode = Mode.STATED if mode is Mode.HISTORIC else mode
    if kind == "venture" and re.match(r"through|via|as", inner):
        second = (*(_subject(masked, [()]) or ()), *second)
    # Where an owner sits is not what is contracted for.
    within = () if kind == "owner" else places_of(AREA, masked.text, *match.span())
    areas = tuple(area for at in within if not skips(masked.text, at) for area in masked.areas(at))
    span = (masked.spans[match.start()][0], masked.spans[match.end() - 1][1])
    ties.append(Tie(kind=kind, first=first, second=second, mode=mode, start=span[0], end=span[1], areas=areas))
    kept = first if kind in {"leader", "venture"} or begins else second
    if cue.keep:
        kept = first if (cue.keep == "first") is not is_turned else second
    nearer = kind == "owner" or (kind == "partner" and not begins)
    if nearer and "part of" not in inner and _RELATIVE.match(masked.text, match.end()):
        # "X has bought Y, which runs the hostels": the clause is about the nearer of the two.
        kept = second if begins else first
    if kind == "subcontractor" and kept is second and not _PAST.search(inner):
        # "X, a subcontractor to Y, will run the clinics": what is said next is said of X in that part.
        kept = tuple(replace(member, note=f"{member.note} subcontractor".strip()) for member in kept)
    end = match.end()
    if inner.endswith(",") and not inner[: match.start("second") - match.start()].count(","):
        end -= 1
    masked.fold(match.start(), end, ORG, kept)
    return True


_RELATIVE = re.compile(r",? (?:which|who|whose)\b")
#: "Of the three bidders X was chosen; the others were Y and Z": no partners, but who lost.
_OTHER_BIDDERS = re.compile(
    rf"\b(?:bidders?|tenderers?|contenders?|finalists?|rivals)\b[^.:]{{0,80}}\b[Tt]he others? (?:was|were|are|is|being) (?:the )?{ORG}$"
)
#: "will not say whether X is its partner".
_UNSAID = re.compile(r"\b(?:[Ww]hether|[Ii]f|denie[sd]|deny)\b[^.;,]*$")
_PAST = re.compile(r"\b(?:was|were|had been|former|formerly)\b")


def _own_lead(group: tuple[Member, ...]) -> tuple[Member, ...]:
    """Who of a partnership without a name leads it: whoever is told to."""
    return tuple(member for member in group if _LEADS.search(member.note))[:1] if len(group) > 1 else ()


def _tie_to_focus(
    masked: Masked, match: re.Match[str], cue: LinkCue, ties: list[Tie], focus: tuple[Member, ...], second: tuple[Member, ...]
) -> bool:  # fmt: skip
    """Tie "its partners are A and B": the other end is whom the sentence, or the text before it, speaks of, or nobody."""
    before = [masked.members(at) for at in places_of(ORG, masked.text, 0, match.start()) if at != match.start("second")]
    if not before and speaks_of_another(masked.text[max(0, match.start() - 60) : match.end()]):
        return False
    if cue.kind == "partner" and _OTHER_BIDDERS.search(masked.text[: match.end()]):
        return False
    if cue.kind == "subcontractor" and is_under(masked.text, match.start(), match.start("second")):
        return False
    if not before and is_of_a_person(masked.text):
        return False
    first = before[-1] if before else focus or _own_lead(second)
    known = {member.key for member in first[:1]}
    second = tuple(member for member in second if member.key not in known)
    if not second or not (first or cue.alone):
        return False
    start, end = masked.spans[match.start()][0], masked.spans[match.end() - 1][1]
    mode = Mode.HYPOTHETICAL if _UNSAID.search(masked.text, 0, match.start()) else Mode.STATED
    ties.append(Tie(kind=cue.kind, first=first[:1], second=second, mode=mode, start=start, end=end))
    masked.fold(match.start(), match.end(), BUYER, None)
    return True
