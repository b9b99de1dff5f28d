"""Parts that a text gives outright to a body that was read as a leader: "as Eckerd's subcontractors", "owned by Kinetic".

What is read by the nearest word, or by what words weigh, takes whoever has work for its leader. The noun beside the name says better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.extract.words.behind import Behind
from monitor.model import Claim, Layer, Role
from monitor.text import plain

_SUB = r"sub-?contractors?"
_SOME = r"(?:[a-z-]+ ){0,2}"
#: Others of a list behind a name, and what stands between with no other body in it.
_LIST = r"(?:,? (?:and |& )?(?:the )?[A-Z][\w'&-]*(?: (?:of |for |the |and )*[A-Z][\w'&-]*){0,5}){0,2}"
_ON = r"(?:(?!\b(?:with|not|never|no longer|until|once|formerly|had|was|were|used)\b)[^.;:\nA-Z]|\b(?:in|at|for|across) (?:the )?[A-Z][\w-]++){0,90}?"
#: Behind a name: "is a subcontractor of the operator", "will join it as delivery partners", "which work there as Acorn's subcontractors".
_AFTER = (
    (Role.SUBCONTRACTOR, re.compile(rf",? (?:is|are|remains?|will be|acts? as) (?:an?|the|its|their|one of (?:its|their|the)|both) ?{_SOME}{_SUB}\b")),
    (Role.SUBCONTRACTOR, re.compile(rf"{_LIST}{_ON} as (?:an?|its|their|our|[A-Z][\w&-]+(?:'s|s')) {_SOME}{_SUB}\b")),
    (Role.SUBCONTRACTOR, re.compile(r"[^.;:,\nA-Z]{0,60}? under (?:an? )?sub-?contract\b")),
    (Role.PARTNER, re.compile(rf"{_LIST}{_ON} (?:joins?|join(?:ed|ing)|continues?|stays?|remains?|works?|(?:is|are) in)\b{_ON} as (?:an? |its |their )?(?:delivery |local |specialist )?partners?\b")),
    (Role.PARTNER, re.compile(rf"{_LIST} (?:have|has) (?:both |all |each |now |already )*signed (?:an )?agreements? with it\b")),
)  # fmt: skip
#: Before it: "its subcontractor for security is", "subcontracted to", "a company owned by the investment group".
_BEFORE = (
    (Role.SUBCONTRACTOR, Behind(rf"\b(?:[Ii]ts|[Tt]heir|[Oo]ur|[A-Z][\w&-]+'s) {_SOME}{_SUB}(?: [a-z][^.;:,\n]{{0,40}}?)? (?:is|are|will be|include|includes)(?: the)? (?:[a-z]+ ){{0,3}}$")),
    (Role.SUBCONTRACTOR, Behind(r"\b[Ss]ub-?contract(?:ed|s|ing)? (?:[^.;:\n]{0,50}? )?to (?:the )?(?:[a-z]+ ){0,3}$")),
    (Role.SUBCONTRACTOR, Behind(r"(?:^|[\n:)] ?)(?:[A-Z][a-z]+ )?(?:[a-z]+ ){0,12}[Ss]ub-?contract(?:ed|ing|ors?)(?: [a-z]+){0,3}: (?!(?:yes|no|none)\b)[^.:;\n]{0,90}\b(?:by|to|with) (?:the )?$", re.IGNORECASE)),
    (Role.OWNER, Behind(r"\b(?:owned|part-owned|controlled) by (?:the )?(?:[a-z]+ ){0,4}$")),
    (Role.OWNER, Behind(r"(?:,|\b(?:it|firm|company|charity|operator|business)),? (?:(?:which|that|who) )?(?:(?:now|mostly|mainly|wholly) )?(?:belongs?|belonging|belonged) (?:(?:mostly|mainly|wholly) )?to (?:the )?(?:[a-z]+ ){0,2}$")),
    (Role.OWNER, Behind(r"(?:^|\n)(?:Owners?|Parent(?: company)?): (?:the )?(?:[A-Za-z]+ ){0,3}$")),
    (Role.JOINT_VENTURE_MEMBER, Behind(r"\bjoint venture (?:of|between) (?:the )?(?:[A-Z][\w'&-]*(?: (?:of |for |the )*[A-Z][\w'&-]*){0,5},? and (?:the )?)?$")),
    (Role.OWNER, Behind(r"\bwhose (?:owner|parent)(?: company)?,? (?:the )?$")),
)  # fmt: skip
_WITHIN = 150
#: A table or a pattern that knows what it reads needs no second look.
_READ = frozenset({Layer.GRAMMAR, Layer.ATTACH, Layer.WEIGHED})


#: "provides the night beds for Framework", "continues under it", "owns most of Enet": what is said of it and of another that is told.
_OF_ANOTHER = (
    (Role.SUBCONTRACTOR, re.compile(r" (?:now |also |then )?(?:(?:provides?|does|supplies|supply|delivers?|runs?|handles?|looks? after)(?: [a-z][\w-]*){1,6}(?: (?:in|at) (?:the )?[A-Z][\w-]+)? for|(?:continues?|works?|goes on) (?:under|for)) (?P<first>[A-Z][\w&-]+)")),
    (Role.OWNER, re.compile(r"(?:, (?:the|an?) [^.;:,\n]{2,80})?,? (?:(?:which|that|who) )?(?:part-|now |wholly |jointly )?owns? (?:(?:most|half|all|part|a (?:third|quarter|share|stake)) of |\d+ per cent of )?(?P<first>[A-Z][\w&-]+)")),
)  # fmt: skip


def with_told_parts(claims: Sequence[Claim], text: str, others: Sequence[Claim] = ()) -> tuple[Claim, ...]:
    """``claims`` with the role that the words right beside a leader's name give it in ``text``; ``others`` are claims of the same text."""
    text = plain(text)
    leads = {
        (claim.surface.split()[0], claim.organisation_id)
        for claim in (*claims, *others)
        if claim.role is Role.LEAD and claim.mode.makes_events
    }
    return tuple(_told(claim, text, leads) for claim in claims)


def _told(claim: Claim, text: str, leads: Iterable[tuple[str, str]]) -> Claim:
    surface = plain(claim.surface)
    if claim.role is not Role.LEAD or claim.layer not in _READ or claim.status.is_exit:
        return claim
    at = text.find(surface, claim.evidence.start, claim.evidence.end)
    at = at if at >= 0 else text.find(surface, claim.evidence.start, claim.evidence.end + _WITHIN)
    if at < 0:
        return claim
    end = at + len(surface)
    role = _role_beside(text, at, end)
    for part, pattern in _OF_ANOTHER:
        if role is None and (other := pattern.match(text, end, end + _WITHIN)):
            leading = {key for first, key in leads if first == other["first"]} - {claim.organisation_id}
            role = part if leading else None
    return replace(claim, role=role) if role else claim


def _role_beside(text: str, at: int, end: int) -> Role | None:
    for role, after in _AFTER:
        if after.match(text, end, end + _WITHIN):
            return role
    for role, before in _BEFORE:
        if before.search(text, max(0, at - _WITHIN), at):
            return role
    return None
