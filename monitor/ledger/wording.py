"""A change as a sentence: "Acme replaces Beacon as preferred bidder in Northvale"."""

from __future__ import annotations

from monitor.model import EXITS, Change, EventType, Role, Status

ROLE_WORDS = {
    Role.LEAD: "lead provider",
    Role.PARTNER: "partner",
    Role.JOINT_VENTURE_MEMBER: "joint venture member",
    Role.STAFF_MUTUAL: "staff mutual",
    Role.SUBCONTRACTOR: "subcontractor",
    Role.OWNER: "owner",
    Role.CONTRACT_HOLDER: "contract holder",
    Role.BIDDER_UNSUCCESSFUL: "unsuccessful bidder",
    Role.WITHDRAWN: "withdrawn bidder",
}
STATUS_WORDS = {
    Status.SHORTLISTED: "shortlisted",
    Status.IN_DISCUSSION: "in discussion",
    Status.PREFERRED_BIDDER: "preferred bidder",
    Status.AWARDED: "awarded the contract",
    Status.UNSUCCESSFUL: "unsuccessful",
    Status.WITHDRAWN: "withdrawn",
    Status.TERMINATED: "no longer under contract",
}
#: What an organisation is called that leads at a stage.
_LEAD_AT = {
    Status.SHORTLISTED: "shortlisted bidder",
    Status.IN_DISCUSSION: "bidder in discussion",
    Status.PREFERRED_BIDDER: "preferred bidder",
    Status.AWARDED: "lead provider",
    Status.UNSUCCESSFUL: ROLE_WORDS[Role.BIDDER_UNSUCCESSFUL],
    Status.WITHDRAWN: ROLE_WORDS[Role.WITHDRAWN],
}
#: What is said of the roles beside a lead, for whom the words of a stage would claim too much.
WITH_A_LEAD = {Role.PARTNER, Role.STAFF_MUTUAL, Role.SUBCONTRACTOR, Role.OWNER}
#: What a contract has one of: nobody says "a preferred bidder" of it.
_ONLY_ONE = {"lead provider", "preferred bidder", "contract holder", "owner", "provider"}
#: Who is named in these roles has not joined anything.
NAMED_ONLY = {Role.LEAD, Role.OWNER, Role.CONTRACT_HOLDER, Role.BIDDER_UNSUCCESSFUL}
#: Where the words of a stage, or of the role that goes with it, make no sentence with "is".
_SAID_OF = {
    Status.IN_DISCUSSION: "is in discussion about the contract",
    Status.UNSUCCESSFUL: "was unsuccessful",
    Status.WITHDRAWN: "has withdrawn",
}
_WITH_A_LEAD_AT = {Status.PREFERRED_BIDDER: "with the preferred bidder", Status.AWARDED: "now under contract"}


def role_at(role: Role | None, status: Status | None) -> str:
    """The role in words, at a stage: a lead that is not yet awarded is its stage's bidder."""
    if role is Role.LEAD and status in _LEAD_AT:
        return _LEAD_AT[status]
    return ROLE_WORDS.get(role, "provider") if role else "provider"


def as_one(role: str) -> str:
    """``role`` after "as": with its article, but where a contract has only one of it."""
    return role if role in _ONLY_ONE else with_article(role)


#: Why a change was made that a publisher's correction makes.
CORRECTED = "the publisher corrects what it said before"
CORRECTED_ELSEWHERE = "another document corrects what was said before"
_CORRECTIONS = {CORRECTED: " (a correction by the publisher)", CORRECTED_ELSEWHERE: " (a correction)"}


def describe(change: Change) -> str:
    """``change`` in one plain sentence, without its source."""
    return _sentence(change) + _CORRECTIONS.get(change.reason, "")


def _sentence(change: Change) -> str:
    place = f" in {change.area}" if change.area else ""
    name, other = change.organisation, change.organisation_to or ""
    role = role_at(change.role, change.status)
    match change.type:
        case EventType.ADDED:
            return f"{name} {_arrival(change, role)}{place}"
        case EventType.REMOVED | EventType.AREA_REMOVED:
            return f"{name} is no longer listed as {as_one(role)}{place}"
        case EventType.REPLACED:
            return f"{other} replaces {name} as {as_one(role)}{place}"
        case EventType.ROLE_CHANGED if change.after not in EXITS:
            return f"{name} changes role from {_words(change.before)} to {_words(change.after)}{place}"
        case EventType.STATUS_CHANGED | EventType.ROLE_CHANGED:
            before = f" (before: {_words(change.before)})" if change.before is not None else ""
            return f"{name} {_stage(change)}{place}{before}"
        case EventType.RENAMED:
            return f"{name} is now called {other}"
        case EventType.AREA_ADDED:
            now = _SAID_OF[Status.WITHDRAWN] if change.role is Role.WITHDRAWN else f"is now {as_one(role)}"
            return f"{name} {now}{place} too"
        case EventType.VALUE_CHANGED:
            return f"The value for {name} changes from {change.before or 'unknown'} to {change.after}{place}"
        case EventType.CONTACT_RETIRED:
            return f"The contact {change.before or name} is retired" + (f"; use {change.after}" if change.after else "")
        case EventType.DOCUMENT_WITHDRAWN:
            return f"The document \u201c{name}\u201d is withdrawn"
        case _:
            return f"{name}: {change.type.value.replace('_', ' ')}" + (f" ({change.reason})" if change.reason else "")


def _arrival(change: Change, role: str) -> str:
    """How somebody came to be named; a lead is no part of its own partnership."""
    if change.role is Role.WITHDRAWN:
        return _SAID_OF[Status.WITHDRAWN]
    within = change.partnership if change.partnership != change.organisation else None
    if change.role is Role.OWNER and within:
        return f"is named as {with_article(role)} of {within}"
    if change.role in NAMED_ONLY:
        return f"is named as {role if change.role is Role.LEAD else as_one(role)}"
    return f"joins as {with_article(role)}" + (f" of {within}" if within else "")


def _stage(change: Change) -> str:
    """How far it has come. It is the lead that is awarded a contract; who is with it comes under that contract."""
    if change.role in WITH_A_LEAD and change.after in _WITH_A_LEAD_AT:
        return f"is {_WITH_A_LEAD_AT[Status(change.after)]} as {with_article(ROLE_WORDS[change.role])}"
    after = change.after or ""
    stage = EXITS[Role(after)] if after in EXITS else Status(after) if after in set(Status) else None
    return _SAID_OF[stage] if stage in _SAID_OF else f"is {_words(change.after)}"


def with_article(role: str) -> str:
    """``role`` with "a" or "an" before it."""
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"


def _words(value: str | None) -> str:
    if value is None:
        return "unknown"
    if value in set(Status):
        return STATUS_WORDS[Status(value)]
    return ROLE_WORDS[Role(value)] if value in set(Role) else value
