"""What the sentences of a document said, put together: ties take the status of those they are tied to, areas are shared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.clauses.masking import Member
from monitor.extract.clauses.statements import Tie
from monitor.extract.discourse.bidding import TOGETHER, lost_together, shares_exit
from monitor.extract.discourse.facts import FEWEST_BODIES, LIVE, Fact, Facts
from monitor.extract.discourse.predecessors import gone_by
from monitor.extract.discourse.resolving import BIDS, UNDECIDED, WON, resolved
from monitor.extract.discourse.sectors import sector_of
from monitor.extract.discourse.served import Areas
from monitor.extract.discourse.settling import UNTOLD, doubted, in_step, is_weak, settled, without_ended
from monitor.extract.discourse.sharing import share_areas
from monitor.extract.discourse.stages import as_bidders, in_minutes, lower_to_stage
from monitor.extract.discourse.themes import Themes
from monitor.extract.names.identity import Identities
from monitor.extract.names.kinds import Kind
from monitor.model import Claim, Completeness, Evidence, Layer, Mode, Role, Status
from monitor.programmes.pack import Programme

_TIE_ROLES = {
    "venture": Role.JOINT_VENTURE_MEMBER,
    "partner": Role.PARTNER,
    "subcontractor": Role.SUBCONTRACTOR,
    "leader": Role.LEAD,
    "owner": Role.OWNER,
    "talks": Role.PARTNER,
}


def assemble(
    facts: Facts, themes: Themes, ids: Identities, text: str, *, sure: bool, programmes: Sequence[Programme]
) -> list[Claim]:
    """The claims of a document; ``sure`` says that it is about contracting at all."""
    as_bidders(facts.said, facts.default_status, text)
    in_minutes(facts.said, text)
    found = in_step(facts.said, text)
    lower_to_stage(found, facts, text)
    undecided = [fact for fact in found if fact.rule in UNDECIDED]
    found = resolved([fact for fact in found if fact.rule not in UNDECIDED], facts.default_status, text)
    for _ in range(3):
        _tie_up(facts, found, undecided, ids, text)
    undecided += _going_with(facts, [*found, *undecided])
    found = resolved([*found, *undecided], facts.default_status, text)
    _attached(facts, found)
    lower_to_stage([one for one in found if one.rule == "attach" and one.confidence > UNTOLD], facts, text)
    _falling(facts, found)
    found = gone_by(without_ended(found, text), text)
    share_areas(facts, found, themes, text)
    found = doubted(settled(without_ended(found, text, same=True), text), text)
    about = {area.name: programme.id for programme in programmes for area in programme.areas}
    merged: dict[tuple[object, ...], Fact] = {}
    for fact in found:
        key = (fact.key, fact.role, fact.status, fact.partnership, fact.mode)
        if key in merged:
            kept = merged[key]
            kept.areas, kept.inferred = _of_both(kept, fact)
            kept.confidence = max(kept.confidence, fact.confidence)
        else:
            merged[key] = replace(fact)
    return [_claim(fact, ids, text, sure=sure, about=about) for fact in merged.values()]


def _of_both(one: Fact, other: Fact) -> tuple[tuple[str, ...], bool]:
    """The areas of two facts that are one claim: those that its own words tell come before those that other words do."""
    if one.beside != other.beside and not (one.areas and other.areas):
        # What it does besides is on other ground than the contract, of which nobody says where it is.
        told = other if one.beside else one
        return told.areas, told.inferred
    if one.areas and other.areas and one.inferred != other.inferred and not (one.beside or other.beside):
        return (other if one.inferred else one).areas, False
    return tuple(dict.fromkeys((*one.areas, *other.areas))), one.inferred and other.inferred


def _going_with(facts: Facts, found: Sequence[Fact]) -> list[Fact]:
    """Those who are tied to a body of which only is told that it bid, or was there before: what comes of it comes of them."""
    told = {fact.key for fact in found if fact.mode in LIVE}
    with_them = []
    for tie, doubtful in facts.ties:
        open_still = None if doubtful else _only_open(found, tie)
        for member in tie.second if open_still else ():
            if open_still and member.key not in told:
                told.add(member.key)
                areas = tie.areas or open_still.areas
                with_them.append(replace(open_still, member=member, role=_TIE_ROLES[tie.kind], areas=areas))
    return with_them


def _only_open(found: Sequence[Fact], tie: Tie) -> Fact | None:
    """What says that the tied body bid while another has won, or that it was there before, where nothing else is told of it."""
    if tie.kind not in TOGETHER:
        return None
    live = [fact for fact in found if fact.mode in LIVE]
    own = [fact for fact in live if fact.key in {member.key for member in tie.first}]
    if not own or any(fact.rule not in UNDECIDED for fact in own):
        return None
    if own[0].rule not in BIDS:
        return own[0]
    both = {member.key for member in (*tie.first, *tie.second)}
    won = any(fact.status in WON and fact.key not in both and fact.rule not in UNDECIDED for fact in live)
    return own[0] if won and tie.kind != "subcontractor" else None


def _tie_up(facts: Facts, found: list[Fact], undecided: Sequence[Fact], ids: Identities, text: str) -> None:
    for tie, doubtful in facts.ties:
        if _only_open([*found, *undecided], tie):
            continue
        role = _TIE_ROLES[tie.kind]
        keys = {member.key for member in tie.first}
        own = _anchor(found, keys, tie)
        anchor = own or _anchor_of_members(found, tie)
        title = ids.title(tie.first[0].key, tie.first[0].name.surface) if tie.first else None
        status = Status.IN_DISCUSSION if tie.kind == "talks" else anchor.status if anchor else facts.default_status
        if lost := lost_together(tie, anchor, found, text):
            status, anchor = lost, None
        elif status is None or (anchor is None and (tie.kind == "owner" or status.is_exit or tie.is_of_a_field(text))):
            continue
        if anchor and anchor.status.is_exit and not shares_exit(anchor, tie, text):
            continue
        mode = tie.mode if tie.mode is not Mode.STATED else anchor.mode if anchor else Mode.STATED
        mode = Mode.OPINION if doubtful and mode is Mode.STATED else mode
        confidence = 0.85 if anchor else 0.6
        if own is None and tie.kind in {"leader", "venture", "partner", "subcontractor"}:
            for member in tie.first:
                _put(
                    found, _tied(member, _exit_role(Role.LEAD, member, status), status, mode, tie, None, confidence, ())
                )
        for member in tie.second:
            role_then = _exit_role(role, member, status)
            areas = tie.areas or _areas_of(anchor, found)
            fact = _tied(member, role_then, status, mode, tie, title, confidence, areas)
            fact.area_count, fact.inferred = anchor.area_count if anchor else None, not tie.areas
            _put(found, fact)


def _areas_of(anchor: Fact | None, found: Sequence[Fact]) -> Areas:
    """Where the members of ``anchor`` are: where it is by each line of a list that has it."""
    if anchor is None or anchor.rule != "list":
        return anchor.areas if anchor else ()
    lines = [fact for fact in found if (fact.key, fact.status, fact.rule) == (anchor.key, anchor.status, "list")]
    return tuple(dict.fromkeys(area for fact in lines for area in fact.areas))


def _attached(facts: Facts, found: list[Fact]) -> None:
    """Add what the general layer read, where the patterns made the document sure and said nothing of that body."""
    certain = any(fact.mode in LIVE and fact.confidence >= 0.7 for fact in found)
    bodies = {
        member.key
        for said, doubtful in facts.maybe
        if not doubtful and said.mode in LIVE
        for member in said.group
        if member.name.kind is not Kind.WEAK
    }
    if not certain and (len(bodies) < FEWEST_BODIES or facts.default_status is None):
        return
    told = {fact.key for fact in found}
    for said, doubtful in facts.maybe:
        stage = facts.default_status if said.rule == "attach.tied" else None
        status = said.status if stage is None or stage.is_exit else stage
        for member in said.group:
            if (
                member.key in told
                or doubtful
                or (said.rule == "attach.tied" and said.role is Role.PARTNER and not certain)
            ):
                continue
            found.append(
                Fact(
                    member=member, role=said.role, status=status, mode=said.mode, areas=said.areas, start=said.start, end=said.end,
                    rule=said.rule, confidence=UNTOLD if is_weak(member) else said.confidence,
                )
            )  # fmt: skip


def _falling(facts: Facts, found: list[Fact]) -> None:
    """A vehicle whose standing is told as past and whose member has left has left too."""
    for tie, _ in facts.ties:
        if tie.kind != "venture":
            continue
        left = next(
            (
                f
                for f in found
                if f.key in {m.key for m in tie.second} and f.status is Status.WITHDRAWN and f.mode in LIVE
            ),
            None,
        )
        past = next((f for f in found if f.mode is Mode.HISTORIC and f.key in {m.key for m in tie.first[:1]}), None)
        if left and past and not any(f.key == past.key and f.mode in LIVE for f in found):
            found.append(
                replace(
                    past,
                    role=Role.WITHDRAWN,
                    status=Status.WITHDRAWN,
                    mode=Mode.STATED,
                    confidence=0.6,
                    start=left.start,
                    end=left.end,
                    rule="falls",
                )
            )


def _exit_role(role: Role, member: Member, status: Status) -> Role:
    if status is Status.UNSUCCESSFUL:
        return Role.BIDDER_UNSUCCESSFUL
    if role in {Role.JOINT_VENTURE_MEMBER, Role.PARTNER} and re.search(r"mutual|of (?:\w+ )?staff\b", member.note):
        return Role.STAFF_MUTUAL
    return role


def _tied(
    member: Member,
    role: Role,
    status: Status,
    mode: Mode,
    tie: Tie,
    title: str | None,
    confidence: float,
    areas: tuple[str, ...],
) -> Fact:
    return Fact(
        member=member, role=role, status=status, mode=mode, areas=areas, start=tie.start, end=tie.end, rule=f"link.{tie.kind}",
        confidence=confidence, partnership=title,
    )  # fmt: skip


def _put(found: list[Fact], fact: Fact) -> None:
    for other in found:
        if (
            other.key == fact.key
            and other.role == fact.role
            and other.status == fact.status
            and other.partnership == fact.partnership
        ):
            if not other.areas:
                other.areas = fact.areas
            return
    found.append(fact)


def _anchor(found: Sequence[Fact], keys: set[str], tie: Tie) -> Fact | None:
    """The fact that says how far the tied body has come: in the same sentence best, else the last that is stated."""
    own = [fact for fact in found if fact.key in keys and fact.rule != f"link.{tie.kind}"]
    near = [fact for fact in own if abs(fact.start - tie.start) < 250]
    for pool in (near, own):
        live = [fact for fact in pool if fact.mode in LIVE]
        if live:
            return max(live, key=lambda fact: (not fact.status.is_exit, bool(fact.areas), fact.status.rank))
    return near[0] if near else None


def _anchor_of_members(found: Sequence[Fact], tie: Tie) -> Fact | None:
    """Of a body of which nothing else is said, how far its leader or its members have come."""
    if tie.kind not in {"leader", "venture"}:
        return None
    anchor = _anchor(found, {member.key for member in tie.second}, tie)
    leads = anchor is not None and anchor.role is Role.LEAD and not anchor.status.is_exit
    # What a member runs alone is no area of the whole.
    return replace(anchor, areas=(), area_count=None) if anchor and leads else None


def _claim(
    fact: Fact,
    ids: Identities,
    text: str,
    *,
    sure: bool,
    about: dict[str, str],
) -> Claim:
    known = ids.known.get(fact.key)
    organisation = known.known if known else None
    confidence = fact.confidence if sure else min(fact.confidence, 0.4)
    programme = next((about[area] for area in fact.areas if area in about), None)
    return Claim(
        organisation=organisation.name if organisation else ids.title(fact.key, fact.member.name.surface),
        organisation_id=fact.key,
        surface=text[fact.member.name.start : fact.member.name.end],
        role=fact.role,
        status=fact.status,
        evidence=Evidence(quote=text[fact.start : fact.end], start=fact.start, end=fact.end),
        partnership=fact.partnership,
        areas=fact.areas,
        area_count=None if fact.areas else fact.area_count,
        programme=programme,
        sector=sector_of(fact.member, organisation),
        mode=fact.mode,
        confidence=round(confidence, 2),
        layer=Layer.GRAMMAR if fact.rule.startswith("link") else Layer.ATTACH,
        rule=fact.rule,
        completeness=Completeness.UNKNOWN,
    )
