"""Partnerships as their members make them over time, and who was in the running without coming through. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.model import Role, Standing, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One organisation's time in a partnership in one role. ``until`` is the first day without it, ``None`` while it stays."""

    organisation: str
    organisation_id: str
    role: Role
    areas: tuple[str, ...]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """A bidding vehicle with everyone who ever was in it."""

    name: str
    programme: str | None
    members: tuple[Member, ...]

    def members_on(self, day: date) -> tuple[Member, ...]:
        """Who belongs to it on ``day``."""
        return tuple(
            member
            for member in self.members
            if (member.since is None or member.since <= day) and (member.until is None or member.until > day)
        )


def partnerships(history: Iterable[Standing]) -> tuple[Partnership, ...]:
    """The partnerships in ``history`` (every standing that is or was true). Stages of one bid are one membership."""
    held: dict[tuple[str | None, str], dict[tuple[str, Role], list[Standing]]] = defaultdict(lambda: defaultdict(list))
    for standing in history:
        if standing.partnership and not standing.status.is_exit:
            place = held[standing.programme, standing.partnership]
            place[standing.organisation_id, standing.role].append(standing)
    return tuple(
        Partnership(name=name, programme=programme, members=tuple(_members(members)))
        for (programme, name), members in sorted(held.items(), key=lambda each: (each[0][0] or "", each[0][1]))
    )


def shortlisted_not_awarded(history: Iterable[Standing]) -> tuple[Standing, ...]:
    """Those who were shortlisted in a programme, or said to have bid in vain, and never came to be a preferred bidder in it."""
    first: dict[tuple[str | None, str], Standing] = {}
    through: set[tuple[str | None, str]] = set()
    for standing in history:
        key = (standing.programme, standing.organisation_id)
        if standing.status in {Status.SHORTLISTED, Status.UNSUCCESSFUL}:
            first.setdefault(key, standing)
        elif standing.status in {Status.PREFERRED_BIDDER, Status.AWARDED}:
            through.add(key)
    found = (standing for key, standing in first.items() if key not in through)
    return tuple(sorted(found, key=lambda standing: (standing.programme or "", standing.organisation)))


def _members(members: dict[tuple[str, Role], list[Standing]]) -> Iterable[Member]:
    found = [_member(span) for standings in members.values() for span in _spans(standings)]
    return sorted(found, key=lambda member: (member.organisation, member.role, member.since or date.min))


def _spans(standings: list[Standing]) -> list[list[Standing]]:
    """Standings that touch or overlap in time, together: areas and stages do not cut a membership in two."""
    spans: list[list[Standing]] = []
    last: date | None = date.min
    for standing in sorted(standings, key=lambda each: each.valid_from or date.min):
        begins = standing.valid_from or date.min
        if spans and (last is None or begins <= last):
            spans[-1].append(standing)
            last = None if last is None or standing.valid_to is None else max(last, standing.valid_to)
        else:
            spans.append([standing])
            last = standing.valid_to
    return spans


def _member(span: list[Standing]) -> Member:
    ends = [standing.valid_to for standing in span]
    return Member(
        organisation=span[-1].organisation,
        organisation_id=span[0].organisation_id,
        role=span[0].role,
        areas=tuple(sorted({standing.area for standing in span if standing.area})),
        since=span[0].valid_from,
        until=None if None in ends else max(end for end in ends if end),
    )
