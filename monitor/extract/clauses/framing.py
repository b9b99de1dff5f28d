"""Slots to claims and ties: what the general layer found of the organisations that no pattern spoke of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.clauses.attach import is_speaker
from monitor.extract.clauses.deals import WORKS
from monitor.extract.clauses.frames import Slot, intends
from monitor.extract.clauses.listing import JOINT
from monitor.extract.clauses.masking import BUYER, ORG, Masked, Member, places_of
from monitor.extract.clauses.matters import is_for_a_cause, is_other_matter
from monitor.extract.clauses.modality import mode_of, speaks_of_another
from monitor.extract.clauses.nouns import find_roles
from monitor.extract.clauses.parts import ended_role, told_role
from monitor.extract.clauses.passing import replaces_a_thing
from monitor.extract.clauses.predicates import CARRIED, SPEAKING
from monitor.extract.clauses.statements import Said, Tie
from monitor.model import Mode, Role, Status

_CLAIMS = {
    "awarded": (Role.LEAD, Status.AWARDED),
    "preferred": (Role.LEAD, Status.PREFERRED_BIDDER),
    "shortlisted": (Role.LEAD, Status.SHORTLISTED),
    "talks": (Role.LEAD, Status.IN_DISCUSSION),
    "unsuccessful": (Role.BIDDER_UNSUCCESSFUL, Status.UNSUCCESSFUL),
    "withdrawn": (Role.WITHDRAWN, Status.WITHDRAWN),
    "ended": (Role.LEAD, Status.TERMINATED),
    "left": (Role.LEAD, Status.TERMINATED),
    "bid": (Role.LEAD, Status.SHORTLISTED),
    "incumbent": (Role.LEAD, Status.AWARDED),
}
_WINS = frozenset({"awarded", "preferred"})
_TIES = {
    "partner": "partner",
    "member": "venture",
    "subcontractor": "subcontractor",
    "owner": "owner",
    "lead": "leader",
}
_FAMILY = {
    "unsuccessful": "unsuccessful",
    "withdrawn": "withdraw",
    "ended": "end",
    "left": "end",
    "bid": "contest",
    "incumbent": "incumbent",
}


#: "the winning consortium comprises A and B": members, and no winners each.
_MEMBERS_ARE = re.compile(
    r"\b(?:consortium|partnership|alliance|joint venture|team|group)\b[^.;]{0,60}?\b(?:compris\w+|includ\w+|consist\w+|is made up|brings together|of)\b"
)


def read_frames(
    masked: Masked,
    said: Sequence[Said],
    ties: Sequence[Tie],
    slots: Sequence[Slot],
    focus: tuple[Member, ...],
    year: int | None,
) -> tuple[list[Said], list[Tie]]:
    """The claims and ties of the general layer, of groups that neither ``said`` nor ``ties`` speak of.

    ``slots`` are what its verbs say.
    """
    told = {member.key for one in said for member in one.group}
    told |= {member.key for tie in ties for member in tie.second}
    tied = told | {member.key for tie in ties for member in tie.first}
    claims: list[Said] = []
    links: list[Tie] = []
    settled: set[str] = set()
    out: set[str] = set()
    slots = [*find_roles(masked), *slots]
    # That a body bid, or was there before, says least: what came of it comes first.
    for slot in sorted(slots, key=lambda slot: slot.yields in {"bid", "incumbent"}):
        keys = {member.key for member in slot.group}
        exit_ = slot.yields in {"unsuccessful", "withdrawn", "ended", "left"}
        if not keys or slot.yields == "nobody" or keys & (out if exit_ else settled):
            continue
        if slot.yields in _TIES:
            if keys & tied:
                continue
            tie = _tie(masked, slot, focus, year)
            if tie:
                links.append(tie)
                settled |= keys
            continue
        if keys & told:
            continue
        claim = _claim(masked, slot, year)
        if claim:
            claims.append(claim)
            settled |= keys
            out |= keys if exit_ else set()
    return claims, links


def brought_in(slots: Sequence[Slot]) -> set[str]:
    """The keys of those whom another provider, not a buyer, has chosen: its partners."""
    return {
        member.key
        for slot in slots
        if slot.yields in {"partner", "subcontractor"} and slot.other
        for member in slot.group
    }


#: "it has", "it runs": what "it" may be is any of many things.
_HAS_OR_RUNS = re.compile(
    r"(?:has|have|had|runs?|ran|running|manages?|managed|operates?|operated|covers?|covered|provides?|provided|serves?|served|offers?|offered|looks? after|looked after|set up and run)",
    re.IGNORECASE,
)
#: Whose work that is, and under what: then "it" is who does it.
_FOR_ANOTHER = re.compile(
    rf"(?:[^.;]{{0,140}}?[ ,])(?:on behalf of (?:the |our )?(?:[a-z]+ ){{0,2}}(?:{BUYER}|council|board|department|government|authority|county|city|borough|state)|"
    r"under (?:an? |its |the |our )?(?:[a-z-]+ ){0,3}(?:contract|franchise|concession)(?: (?:with|from|for|of|to|which|that|until|worth|let|signed)\b|[.,;]|$))"
)
#: "left the Care Trust in 2011": who became its own does not give up a contract.
_LEFT_WHOM = re.compile(rf" (?:the )?[{ORG}{BUYER}] in (?:[A-Z][a-z]+ )?(?:19|20)\d\d\b")
#: Less than what is told.
_BOUGHT = 0.45
_COMMISSIONS = re.compile(r"commission(?:s|ed|ing)?", re.IGNORECASE)
_TO_DO = re.compile(r",? (?:by [^.;:]{2,60} )?(?:to|as|for)\b")


def _is_what_is_bought(text: str, slot: Slot) -> bool:
    """Whether what is commissioned is the service that a name stands for: nobody is to do anything."""
    return bool(_COMMISSIONS.fullmatch(text, *slot.cue)) and not _TO_DO.match(text, slot.end)


def _claim(masked: Masked, slot: Slot, year: int | None) -> Said | None:
    text = masked.text
    yields = slot.yields
    if yields == "awarded" and intends(text, slot.cue[0]):
        yields = "preferred"
    role, status = _CLAIMS[yields]
    carried = slot.carried or any(CARRIED in member.note and SPEAKING not in member.note for member in slot.group)
    if carried and _HAS_OR_RUNS.fullmatch(text, *slot.cue) and not _FOR_ANOTHER.match(text, slot.cue[1]):
        return None
    # What a body is described as holds though somebody of it speaks ("a spokesman for X, the losing bidder").
    speaks = slot.cue != (slot.start, slot.end) and is_speaker(text, slot.start)
    if speaks or is_other_matter(text, (slot.start, slot.end), slot.cue, status, wins=yields in _WINS):
        return None
    if yields == "ended" and replaces_a_thing(text, slot.cue):
        return None
    if yields == "left" and _LEFT_WHOM.match(text, slot.cue[1]):
        return None
    if yields in {"left", "ended"}:
        role = ended_role(text, slot.start, slot.end)
    if role is Role.LEAD and len(slot.group) > 1 and _MEMBERS_ARE.search(text[slot.start : slot.end]):
        role = Role.JOINT_VENTURE_MEMBER
    if role is Role.LEAD and all(JOINT in member.note for member in slot.group):
        role = Role.JOINT_VENTURE_MEMBER
    elif role is Role.LEAD and status is Status.AWARDED:
        role = told_role("", slot.group)
    sure = all(member.name.known or member.name.kind == "organisation" for member in slot.group)
    confidence = _BOUGHT if _is_what_is_bought(text, slot) else (0.75 if sure else 0.6) - 0.05 * slot.carried
    return Said(
        group=slot.group, role=role, status=status, mode=_mode(masked, slot, year), rule=f"frame.{yields}", start=masked.spans[slot.start][0],
        end=masked.spans[slot.end - 1][1], at=(slot.start, slot.end), confidence=confidence,
        via_anaphora=slot.carried,
    )  # fmt: skip


def _tie(masked: Masked, slot: Slot, focus: tuple[Member, ...], year: int | None) -> Tie | None:
    if slot.yields == "lead" and not slot.other:
        # "a consortium led by X": of one without a name nothing is to be said, and the others beside it are not led by X.
        return None
    other = slot.other or _elsewhere(masked, slot)
    if not other and not speaks_of_another(masked.text[max(0, slot.cue[0] - 60) : slot.cue[1]]):
        other = focus
    if not other or {member.key for member in other} & {member.key for member in slot.group}:
        return None
    if _TIES[slot.yields] == "venture" and _OF_CLIENTS.search(masked.text, slot.start, slot.end):
        return None
    if not slot.other and _OF_PEOPLE.search(masked.text, max(0, slot.cue[0] - 70), slot.cue[0]):
        return None
    start, end = masked.spans[slot.start][0], masked.spans[slot.end - 1][1]
    mode = _mode(masked, slot, year)
    if slot.yields == "partner" and (is_for_a_cause(masked.text, slot.end) or _does_else(masked.text, slot)):
        mode = Mode.HYPOTHETICAL
    return Tie(kind=_TIES[slot.yields], first=other, second=slot.group, mode=mode, start=start, end=end)


#: "Working with X, Y published a report": what the two did together is no work that is contracted for.
_BESIDE = re.compile(rf"{ORG}, (?:the )?{ORG} (?!{WORKS})")


def _does_else(text: str, slot: Slot) -> bool:
    """Whether a tie that a sentence begins with leads in something else than work under a contract."""
    return text[: slot.cue[0]].strip() == "" and _BESIDE.match(text, slot.end - 1) is not None


#: "is made up of five schools": who is served together has nothing to deliver.
_OF_CLIENTS = re.compile(
    r"\b(?:schools|academies|hospitals|councils|boroughs|districts|sites|prisons|libraries|homes|counties|towns|authorities|practices|surgeries)\b"
)


#: "users of the service, brought together by X": people, and no partnership.
_OF_PEOPLE = re.compile(
    r"\b(?:users|people|residents|patients|carers|clients|parents|families|tenants|volunteers|campaigners|members|councillors|staff|women|men|children|survivors|customers|passengers)\b[^.;:]{0,50}$",
    re.IGNORECASE,
)


def _elsewhere(masked: Masked, slot: Slot) -> tuple[Member, ...]:
    """The first other organisation of the sentence."""
    keys = {member.key for member in slot.group}
    for at in places_of(ORG, masked.text):
        group = masked.members(at)
        if group and not keys & {member.key for member in group}:
            return group
    return ()


def _mode(masked: Masked, slot: Slot, year: int | None) -> Mode:
    text = masked.text
    start, end = slot.cue
    low = max(text.rfind(mark, 0, start) for mark in ("; ", ": ", ". ")) + 1
    high = min(
        (i for mark in ("; ", ". ", ", but ", ", while ") if (i := text.find(mark, end)) != -1), default=len(text)
    )
    question = "?" if re.search(r"\?\W*$", text) else ""
    mode, _ = mode_of(
        text[low:start], text[start:end], text[end:high] + question, family=_FAMILY.get(slot.yields, "frame"), year=year
    )
    return mode
