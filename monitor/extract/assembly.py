"""What the sentences of a document said, put together: ties take the status of those they are tied to, areas are shared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitor.extract.cascade import Said, Tie
from monitor.extract.identity import Identities
from monitor.extract.masking import Member
from monitor.extract.topics import Topic
from monitor.model import Claim, Completeness, Evidence, Layer, Mode, Role, Sector, Status
from monitor.programmes.pack import Programme


@dataclass(slots=True, kw_only=True)
class Fact:
    """One organisation's part as one place of the text has it."""

    member: Member
    role: Role
    status: Status
    mode: Mode
    areas: tuple[str, ...]
    start: int
    end: int
    rule: str
    confidence: float
    area_count: int | None = None
    partnership: str | None = None

    @property
    def key(self) -> str:
        return self.member.key


@dataclass(slots=True)
class Facts:
    """Everything said in a document, in order."""

    said: list[Fact] = field(default_factory=list)
    ties: list[tuple[Tie, bool]] = field(default_factory=list)
    headings: int = 0
    statuses: list[Status] = field(default_factory=list)
    maybe: list[tuple[Said, bool]] = field(default_factory=list)
    title_areas: tuple[str, ...] = ()
    title_topic: Topic | None = None

    @property
    def default_status(self) -> Status | None:
        """The status that the text speaks of first: that of its title, else of its opening."""
        if self.title_topic and self.title_topic.status:
            return self.title_topic.status
        return self.statuses[0] if self.statuses else None

    def heading(self, topic: Topic | None, areas: tuple[str, ...], *, first: bool) -> None:
        """Note a heading; the first one is the title."""
        self.headings += 1
        if first:
            self.title_topic, self.title_areas = topic, areas

    def spoken(self, status: Status) -> None:
        """Note that the text speaks of ``status``."""
        self.statuses.append(status)

    def add_said(
        self, said: Said, *, areas: tuple[str, ...], quoted: bool, chrome: bool, owner: tuple[Member, ...] = ()
    ) -> None:
        """Note a claim about each member of a group; in somebody's quoted words it is opinion."""
        mode = Mode.OPINION if quoted and said.mode is Mode.STATED else said.mode
        confidence = said.confidence * (0.4 if chrome else 1.0)
        if owner:
            tie = Tie(
                kind="venture"
                if said.role is Role.JOINT_VENTURE_MEMBER
                else "subcontractor"
                if said.role is Role.SUBCONTRACTOR
                else "partner",
                first=owner,
                second=said.group,
                mode=mode,
                start=said.start,
                end=said.end,
                areas=areas,
            )
            self.ties.append((tie, chrome))
            return
        self.said.extend(
            Fact(
                member=member, role=said.role, status=said.status, mode=mode, areas=tuple(dict.fromkeys(areas)), start=said.start,
                end=said.end, rule=said.rule, confidence=confidence, area_count=said.area_count,
            )
            for member in said.group
        )  # fmt: skip

    def add_tie(self, tie: Tie, *, quoted: bool) -> None:
        """Note a link between organisations."""
        self.ties.append((tie, quoted))


_TIE_ROLES = {
    "venture": Role.JOINT_VENTURE_MEMBER,
    "partner": Role.PARTNER,
    "subcontractor": Role.SUBCONTRACTOR,
    "leader": Role.LEAD,
    "owner": Role.OWNER,
    "talks": Role.PARTNER,
}
_LIVE = (Mode.STATED, Mode.REPORTED)


def assemble(
    facts: Facts, ids: Identities, text: str, *, sure: bool, programmes: Sequence[Programme], title: str
) -> list[Claim]:
    """The claims of a document; ``sure`` says that it is about contracting at all."""
    found = list(facts.said)
    if facts.title_topic and facts.title_topic.status is Status.PREFERRED_BIDDER:
        _lower(found, text)
    for _ in range(3):
        _tie_up(facts, found, ids)
    _attached(facts, found)
    _falling(facts, found)
    _share_areas(facts, found, text)
    found = _settled(found)
    owners = {
        organisation.id: programme.id for programme in reversed(programmes) for organisation in programme.organisations
    }
    about = {area.name: programme.id for programme in programmes for area in programme.areas}
    merged: dict[tuple[object, ...], Fact] = {}
    for fact in found:
        key = (fact.key, fact.role, fact.status, fact.partnership, fact.mode)
        if key in merged:
            kept = merged[key]
            kept.areas = tuple(dict.fromkeys((*kept.areas, *fact.areas)))
            kept.confidence = max(kept.confidence, fact.confidence)
        else:
            merged[key] = replace(fact)
    return [_claim(fact, ids, text, sure=sure, owners=owners, about=about) for fact in merged.values()]


_FINAL = re.compile(r"award|sign|confirm|appoint", re.IGNORECASE)


def _lower(found: list[Fact], text: str) -> None:
    """Under a headline about preferred bidders, who "takes five areas" is a preferred bidder of them."""
    for fact in found:
        if fact.status is Status.AWARDED and fact.rule.startswith(("award", "gap")) and not _FINAL.search(text[fact.start : fact.end]):
            fact.status = Status.PREFERRED_BIDDER


def _tie_up(facts: Facts, found: list[Fact], ids: Identities) -> None:
    for tie, doubtful in facts.ties:
        role = _TIE_ROLES[tie.kind]
        keys = {member.key for member in tie.first}
        anchor = _anchor(found, keys, tie)
        title = ids.title(tie.first[0].key, tie.first[0].name.surface)
        status = Status.IN_DISCUSSION if tie.kind == "talks" else anchor.status if anchor else facts.default_status
        if status is None or (anchor is None and (tie.kind == "owner" or status.is_exit)):
            continue
        if anchor and anchor.status.is_exit and tie.kind in {"owner", "partner", "subcontractor"}:
            continue
        mode = tie.mode if tie.mode is not Mode.STATED else anchor.mode if anchor else Mode.STATED
        mode = Mode.OPINION if doubtful and mode is Mode.STATED else mode
        confidence = 0.85 if anchor else 0.6
        if anchor is None and tie.kind in {"leader", "venture", "partner", "subcontractor"}:
            for member in tie.first:
                _put(found, _tied(member, Role.LEAD, status, mode, tie, None, confidence, ()))
        for member in tie.second:
            own = _exit_role(role, member, status)
            areas = tie.areas or (anchor.areas if anchor else ())
            fact = _tied(member, own, status, mode, tie, title, confidence, areas)
            fact.area_count = anchor.area_count if anchor else None
            _put(found, fact)


def _attached(facts: Facts, found: list[Fact]) -> None:
    """Add what the general layer read, where the patterns made the document sure and said nothing of that body."""
    certain = any(fact.mode in _LIVE and fact.confidence >= 0.7 for fact in found)  # noqa: PLR2004
    bodies = {member.key for said, doubtful in facts.maybe if not doubtful and said.mode in _LIVE for member in said.group if member.name.kind != "weak"}
    if not certain and (len(bodies) < 3 or facts.default_status is None):  # noqa: PLR2004
        return
    told = {fact.key for fact in found}
    for said, doubtful in facts.maybe:
        status = (facts.default_status or said.status) if said.rule == "attach.tied" else said.status
        if status.is_exit and said.rule == "attach.tied":
            status = said.status
        for member in said.group:
            weak = member.name.kind == "weak" and member.name.known is None
            if member.key in told or doubtful :  # noqa: PLR2004
                continue
            found.append(
                Fact(
                    member=member, role=said.role, status=status, mode=said.mode, areas=said.areas, start=said.start, end=said.end,
                    rule=said.rule, confidence=0.45 if weak else said.confidence,
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
                if f.key in {m.key for m in tie.second} and f.status is Status.WITHDRAWN and f.mode in _LIVE
            ),
            None,
        )
        past = next((f for f in found if f.key == tie.first[0].key and f.mode is Mode.HISTORIC), None)
        if left and past and not any(f.key == past.key and f.mode in _LIVE for f in found):
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
    if role in {Role.JOINT_VENTURE_MEMBER, Role.PARTNER} and re.search(
        r"mutual|of (?:\w+ )?staff\b", member.note
    ):
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
        live = [fact for fact in pool if fact.mode in _LIVE]
        if live:
            return max(live, key=lambda fact: (not fact.status.is_exit, bool(fact.areas), fact.status.rank))
    return near[0] if near else None


def _share_areas(facts: Facts, found: list[Fact], text: str) -> None:
    """A claim without an area takes those that the same body, its partnership or the whole text gives."""
    for _ in range(2):
        for fact in found:
            if fact.areas or fact.area_count:
                continue
            own = [
                other
                for other in found
                if other.key == fact.key and other.areas and other.mode in {*_LIVE, Mode.HISTORIC} and other is not fact
            ]
            same = [other for other in own if other.status == fact.status] or own
            if same:
                fact.areas = tuple(dict.fromkeys(area for other in same for area in other.areas))
        for tie, _ in facts.ties:
            group = {member.key for member in (*tie.first, *tie.second)}
            areas = next(
                (fact.areas for fact in found if fact.key in {m.key for m in tie.first} and fact.areas), ()
            ) or next((fact.areas for fact in found if fact.key in group and fact.areas), ())
            for fact in found:
                if fact.key in group and not fact.areas and not fact.area_count and tie.kind != "owner":
                    fact.areas = areas
    _borrow(found, text)
    sets = {fact.areas for fact in found if fact.areas}
    whole = facts.title_areas or (next(iter(sets)) if len(sets) == 1 else ())
    if whole and len(sets) <= 1 and (not sets or set(next(iter(sets))) <= set(whole)):
        for fact in found:
            if not fact.areas and not fact.area_count and (facts.title_areas or _near(fact, found, whole)):
                fact.areas = whole


def _borrow(found: list[Fact], text: str) -> None:
    """A claim without an area takes that of its neighbours in the same paragraph, if they have but one."""
    for fact in found:
        if fact.areas or fact.area_count:
            continue
        around = [
            other
            for other in found
            if other.areas and abs(other.start - fact.start) < 350 and "\n" not in text[min(fact.start, other.start) : max(fact.end, other.end)]  # noqa: PLR2004
        ]
        if len({other.areas for other in around}) == 1 and (fact.status is not Status.AWARDED or any(o.status is not Status.AWARDED for o in around)):
            fact.areas = around[0].areas


def _near(fact: Fact, found: Sequence[Fact], areas: tuple[str, ...]) -> bool:
    return fact.status.is_exit and any(other.areas == areas and abs(other.start - fact.start) < 400 for other in found)  # noqa: PLR2004


def _settled(found: list[Fact]) -> list[Fact]:
    """Drop what the same text outdates: a lower status of the same role before a higher one, a lead that is also a member."""
    kept = []
    for fact in found:
        rivals = [other for other in found if other is not fact and other.key == fact.key and other.mode in _LIVE]
        if fact.mode in _LIVE and any(
            other.role == fact.role
            and not other.status.is_exit
            and other.status.rank > fact.status.rank > 0
            and other.start >= fact.start
            for other in rivals
        ):
            continue
        if fact.mode not in _LIVE and any(other.role == fact.role and other.status == fact.status for other in rivals):
            continue
        if (
            fact.rule.startswith("link.")
            and fact.role is Role.LEAD
            and fact.partnership is None
            and any(other.status.is_exit for other in rivals)
        ):
            continue
        if (
            fact.role is Role.LEAD
            and fact.partnership is None
            and fact.confidence < 0.85
            and any(
                other.role in {Role.PARTNER, Role.JOINT_VENTURE_MEMBER, Role.STAFF_MUTUAL, Role.SUBCONTRACTOR}
                and other.status == fact.status
                and set(fact.areas) <= set(other.areas)
                for other in rivals
            )
        ):
            continue
        if (
            fact.role is Role.LEAD
            and fact.partnership is None
            and any(
                other.rule == "link.venture"
                and other.role is Role.JOINT_VENTURE_MEMBER
                and other.status == fact.status
                and abs(other.start - fact.start) < 300  # noqa: PLR2004
                for other in rivals
            )
        ):
            continue
        kept.append(fact)
    return kept


def _claim(
    fact: Fact, ids: Identities, text: str, *, sure: bool, owners: dict[str, str], about: dict[str, str]
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
        sector=organisation.sector
        if organisation and organisation.sector is not Sector.UNKNOWN
        else sector_of(fact.member),
        mode=fact.mode,
        confidence=round(confidence, 2),
        layer=Layer.GRAMMAR if fact.rule.startswith("link") else Layer.ATTACH,
        rule=fact.rule,
        completeness=Completeness.UNKNOWN,
    )


_SECTORS = (
    (Sector.PUBLIC_MUTUAL, re.compile(r"mutual of|staff mutual|of \w+ staff|public service mutual")),
    (Sector.SOCIAL_ENTERPRISE, re.compile(r"social enterprise|community interest|\bCIC\b|Community Interest")),
    (Sector.CHARITY, re.compile(r"charit|voluntary (?:sector )?organisation|not-for-profit")),
    (Sector.PUBLIC_BODY, re.compile(r"public body|NHS|council-owned")),
    (Sector.PRIVATE, re.compile(r"compan|firm|private|giant|plc|subsidiary|listed|outsourc")),
)


def sector_of(member: Member) -> Sector:
    """The sector that the text gives an organisation, by its description or its legal form."""
    for words in (member.note, member.name.surface):
        for sector, pattern in _SECTORS:
            if pattern.search(words):
                return sector
    return Sector.UNKNOWN
