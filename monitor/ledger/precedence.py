"""Which of two statements of one place stands: the later day's, and of one day the one that is further on. Pure.

Two outlets that report on one day are read in whatever order they are polled in, so within a day no order of reading may
count. Of a later day, the stage of then is still written long after ("X, the preferred bidder"): a step back counts only where
the text dates it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from monitor.model import EXITS, Role, Standing, Status

#: Who is at one of these has yet to win.
BIDDING = frozenset({Status.SHORTLISTED, Status.IN_DISCUSSION, Status.PREFERRED_BIDDER})
#: An exit of a day follows what else is said of that day: nobody reports a bid after its withdrawal as news.
_STAGES = tuple(Status)
#: The more exact role of one day stands: "staff mutual" says more than "partner".
_ROLES = (
    Role.WITHDRAWN, Role.BIDDER_UNSUCCESSFUL, Role.SUBCONTRACTOR, Role.PARTNER, Role.JOINT_VENTURE_MEMBER, Role.STAFF_MUTUAL,
    Role.OWNER, Role.CONTRACT_HOLDER, Role.LEAD,
)  # fmt: skip


_HOLDING = {Role.LEAD, Role.OWNER, Role.CONTRACT_HOLDER}
_MEMBERS = {Role.PARTNER, Role.JOINT_VENTURE_MEMBER, Role.STAFF_MUTUAL}


def role_group(role: Role) -> str:
    """Roles of one group are told apart by some publishers and not by others, so a move inside a group is no change."""
    if role in _MEMBERS:
        return "member"
    if role in EXITS:
        return "outcome"
    return "holder" if role in _HOLDING else role.value


def strength(status: Status, role: Role) -> tuple[int, int]:
    """How far on a statement is, to order those of one day."""
    return _STAGES.index(status), _ROLES.index(role)


def is_same(status: Status, role: Role, standing: Standing) -> bool:
    """Whether a statement repeats what stands; roles that some publishers do not tell apart are one, as
    is whatever somebody was who is out.
    """
    return status is standing.status and (status.is_exit or role_group(role) == role_group(standing.role))


def is_step_back(status: Status, standing: Standing) -> bool:
    """Whether ``status`` is an earlier stage than the one that stands, and neither is an exit."""
    return not status.is_exit and status.rank < standing.status.rank


def overtakes(status: Status, role: Role, standing: Standing, *, on: date | None, dated: bool) -> bool:
    """Whether a statement of the day ``on`` takes the place of ``standing``; ``dated``: its text gives that day itself."""
    began = standing.valid_from
    if on and began and on < began:
        return False
    if on == began:
        return strength(status, role) > strength(standing.status, standing.role)
    return dated or not is_step_back(status, standing)


def is_repeated(status: Status, role: Role, ended: Iterable[Standing], *, on: date | None) -> bool:
    """Whether a statement of the day ``on`` only says what stood until that day: it was written before the news of the day."""
    return any(s.valid_to == on != s.valid_from and is_same(status, role, s) for s in ended if on)


def is_filled_in(standing: Standing, new: Standing) -> bool:
    """Whether ``new`` names the area that ``standing``, of the same body and stage or an earlier one, left open."""
    same = (standing.contract, standing.organisation_id)
    return (
        standing.area is None
        and new.area is not None
        and same == (new.contract, new.organisation_id)
        and standing.programme in {None, new.programme}
        and not (standing.status.is_exit or new.status.is_exit)
    )
