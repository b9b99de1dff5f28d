"""What only the whole document decides: bidders beside a winner have lost, an incumbent beside a successor is out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.discourse.facts import LIVE, Fact, may_meet
from monitor.model import Role, Status

#: What only comes clear beside the rest: that a body bid, or was there before.
BIDS = frozenset({"frame.bid", "contest.left", "contest.right"})
UNDECIDED = BIDS | {"frame.incumbent", "incumbent.left", "incumbent.right"}
WON = {Status.AWARDED, Status.PREFERRED_BIDDER}


_THANKED = re.compile(r"(?:[Tt]hank|[Pp]a(?:y|id)|(?:is|are|was|were) grateful|[Gg]ratitude)")
_JOINT = re.compile(r"\b(?:consorti\w+|partnership|alliance|joint venture|members|coalition)\b", re.IGNORECASE)


#: "X, which was on the shortlist, has been dropped": from that, and from no contract.
_LEFT_OUT = re.compile(
    r"\b(?:which|who) (?:was|were|had been|is|are) (?:[a-z]+ )?(?:on (?:the|a|every) shortlists?|shortlisted|longlisted|among the (?:[a-z]+ )?(?:bidders|finalists)|bidding)\b[^.;:]{0,80}\b(?:dropped|cut|axed|removed|let go|dumped)\b"
)


def resolved(found: Sequence[Fact], default: Status | None, text: str) -> list[Fact]:
    """``found`` with open readings decided, and without what the general layer says against a pattern."""
    plain = [fact for fact in found if not fact.rule.startswith("frame")]
    listed_out = {fact.key for fact in found if fact.rule == "frame" and fact.status.is_exit}
    told = {fact.key for fact in plain if fact.mode in LIVE and not _did_not_bid(fact, text)} | listed_out
    kept: list[Fact] = []
    for fact in found:
        if fact.rule in BIDS:
            kept += _of_bidder(fact, found, default, text)
        elif fact.rule == "frame.left" and _JOINT.search(text):
            kept.append(replace(fact, role=Role.WITHDRAWN, status=Status.WITHDRAWN))
        elif fact.rule == "frame.ended" and _LEFT_OUT.search(text, fact.start, fact.end):
            kept.append(replace(fact, role=Role.BIDDER_UNSUCCESSFUL, status=Status.UNSUCCESSFUL))
        elif fact.rule in UNDECIDED:
            # Who is thanked has had the work if another has it now; else for what, nobody says.
            kept += (
                []
                if _THANKED.match(text, fact.start) and not _winners(fact, found)
                else _of_incumbent(fact, found, text)
            )
        elif _did_not_bid(fact, text):
            kept += _of_absent(fact, found, text)
        elif fact.rule.startswith("frame") and fact.key in told and not fact.status.is_exit:
            for other in plain:
                if other.key == fact.key and not other.areas and not other.area_count and not fact.beside:
                    other.areas = fact.areas
        else:
            kept.append(fact)
    return kept


def _winners(fact: Fact, found: Sequence[Fact]) -> list[Fact]:
    return [
        other
        for other in found
        if other.key != fact.key
        and other.status in WON
        and other.mode in LIVE
        and other.rule not in UNDECIDED
        and may_meet(fact, other)
    ]


def _of_bidder(fact: Fact, found: Sequence[Fact], default: Status | None, text: str) -> list[Fact]:
    if any(other.key == fact.key and other.mode in LIVE and other.rule not in BIDS for other in found):
        return []
    # Places that are only inferred, or counted ("both zones"), part no bidder from who has won.
    rivals = _winners(replace(fact, areas=()) if fact.inferred else fact, found)
    if any(not _HAS_IT.search(text, other.start, other.end) for other in rivals):
        return [replace(fact, role=Role.BIDDER_UNSUCCESSFUL, status=Status.UNSUCCESSFUL)]
    shortlisted = default is Status.SHORTLISTED or any(
        other.status is Status.SHORTLISTED and other.rule not in BIDS for other in found
    )
    if shortlisted:
        return [fact]
    # Who bids is told; from whom bids have come, or who took part, is too little to go by where nothing else says what comes of it.
    return [
        replace(fact, confidence=0.45)
        if fact.rule != "frame.bid" or _TOO_LITTLE.search(text, fact.start, fact.end)
        else replace(fact, status=Status.IN_DISCUSSION)
    ]


#: Who has had it until now has not won by that.
_HAS_IT = re.compile(
    r"\b(?:has|have) (?:already |now |long |itself |also )?(?:held|run|had|provided|delivered|operated|managed|done|been (?:running|providing|delivering|operating|managing|doing))\b"
)
_TOO_LITTLE = re.compile(
    r"\b(?:bids|tenders|offers|proposals|submissions|applications|t(?:ake[sn]?|aking|ook) part)\b", re.IGNORECASE
)


#: Who did not bid has not withdrawn: where it had the work it is out, else it was never in.
_NO_BID = re.compile(
    r"\b(?:not|declined|against) (?:to )?(?:be )?(?:re-?)?(?:bid|tender|apply again)|\bnot to re-?apply", re.IGNORECASE
)


#: Who has the work as yet, told beside its name.
_THERE_NOW = re.compile(
    r"\b(?:current|present|existing|incumbent|long-standing|previous|former|outgoing|last) (?:[a-z]+ )?(?:providers?|operators?|contractors?|suppliers?|holders?|incumbents?)\b"
    r"|\b(?:which|who) (?:had|has|have) (?:held|run|had|provided|operated|managed|delivered|been (?:running|providing|operating|managing|delivering|holding))\b"
    r"|\bwhose (?:[a-z-]+ )?(?:contract|franchise|lease|agreement|deal)\b|\b(?:currently|at present|now) (?:runs?|provides?|delivers?|operates?|holds?|manages?)\b",
    re.IGNORECASE,
)


#: Whoever does not bid "for another" has one.
_ANOTHER = re.compile(
    r" for (?:another|a (?:further|second|third)|its renewal)\b(?! (?:lot|area|region|site|service)s?\b)"
)


def _did_not_bid(fact: Fact, text: str) -> bool:
    return fact.status is Status.WITHDRAWN and bool(_NO_BID.search(text, fact.start, fact.end))


def _of_absent(fact: Fact, found: Sequence[Fact], text: str) -> list[Fact]:
    own = [other for other in found if other.key == fact.key and other is not fact]
    if any(other.mode in LIVE for other in own if other.rule not in UNDECIDED):
        return []
    there = _THERE_NOW.search(text, max(0, fact.start - 40), fact.end) or _ANOTHER.match(text, fact.end)
    if not own and not there and not _winners(fact, found):
        return [replace(fact, confidence=0.45)]
    return [replace(fact, role=Role.LEAD, status=Status.TERMINATED)]


#: What somebody had or did is over, whoever does it now.
_HAD = re.compile(
    r"\b(?:had|previous|former|outgoing|used to|until|till|up to|before)\b|\b(?:which|who|that) \w+ (?:it|them|this|the)\b|"
    r"(?<!has )(?<!have )(?<!been )\b(?:ran|provided|delivered|operated|managed|held|staffed|looked after) (?:[^.;]{1,70}? )?for\b"
)


#: "known until last December as Brill": it is the name that is over.
_CALLED_THEN = re.compile(
    r", (?:(?:which|that) )?(?:was |were |had been )?(?:(?:known|called) (?:until|till|before|up to) [^,;]{2,80}|(?:until|till|before|up to) [^,;]{2,40} (?:was |were |had been )?(?:known as|called|named|trading as) [^,;]{2,60}),"
)


#: Who does it still, and since when.
_STILL = re.compile(
    r"\b(?:has|have) (?:[a-z]+ )?(?:been )?(?:run|held|had|done|provided|delivered|operated|managed|staffed|running|holding|doing|providing|delivering|operating|managing)\b.*\bsince\b",
    re.DOTALL,
)
#: How sure it must be that another has won before that puts somebody out.
_LEAST = 0.6


def _came_after(fact: Fact, found: Sequence[Fact], text: str) -> bool:
    """Whether the body has the work since another left it, who is said to be out in so many words."""
    return bool(_STILL.search(text, fact.start, fact.end)) and any(
        other.key != fact.key
        and other.status is Status.TERMINATED
        and other.mode in LIVE
        and other.rule not in UNDECIDED
        and may_meet(fact, other)
        for other in found
    )


def _of_incumbent(fact: Fact, found: Sequence[Fact], text: str) -> list[Fact]:
    own = [other for other in found if other.key == fact.key and other.mode in LIVE and other is not fact]
    for other in own:
        if other.status is Status.TERMINATED and fact.areas and (other.inferred or not other.areas):
            # Where it had the work is where it is out.
            other.areas, other.inferred = fact.areas, False
    if any(other.rule not in UNDECIDED for other in own):
        return []
    if any(
        winner.confidence >= _LEAST and not winner.rule.startswith("link") for winner in _winners(fact, found)
    ) and not _came_after(fact, found, text):
        return [replace(fact, status=Status.TERMINATED)]
    if not _HAD.search(_CALLED_THEN.sub("", text[fact.start : fact.end])):
        return [fact]
    return [replace(fact, status=Status.TERMINATED)] if _was_followed(fact, found, text) else []


#: What was over before something else was.
_HAD_RUN = re.compile(
    r"\bhad (?:[a-z]+ )?(?:run|held|provided|delivered|operated|managed|done|been (?:running|holding|providing|delivering|operating|managing|doing))\b"
)


def _was_followed(fact: Fact, found: Sequence[Fact], text: str) -> bool:
    """Whether a body "had run" what another "has run since"."""
    return bool(_HAD_RUN.search(text, fact.start, fact.end)) and any(
        other.key != fact.key
        and other.status is Status.AWARDED
        and other.mode in LIVE
        and _STILL.search(text, other.start, other.end)
        and may_meet(fact, other)
        for other in found
    )
