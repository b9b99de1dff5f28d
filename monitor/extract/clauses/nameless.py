"""Partnerships without a name: their members stand for them, or whoever leads them."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.extract.clauses.listing import JOINT, fold_lists
from monitor.extract.clauses.masking import ORG, Masked, stand_for_all

_KIND = r"(?:partnership|consortium|joint venture|venture|alliance|collaboration|collaborative|coalition|grouping)"
_ANONYMOUS = re.compile(
    rf"(?:(?:[Aa]|[Tt]he|[Aa]nother|[Oo]ne) )?(?:new |joint )?(?:[a-z]+ )?(?:partnership|consortium|venture|joint venture|alliance|collaboration|coalition|joint bid|pairing|tie-up|team|combination) (?:of|between|made up of|comprising|from|by) (?:the )?({ORG})"
    rf"|(?:[Tt]he )?(?:[Aa]lliance|[Cc]onsortium|[Pp]artnership|[Jj]oint venture|[Cc]oalition) (?:members|partners),? (?:the )?({ORG})"
)
_WORDS = frozenset(
    {
        "partnership",
        "consortium",
        "joint",
        "venture",
        "alliance",
        "collaboration",
        "collaborative",
        "coalition",
        "grouping",
        "pairing",
        "tie",
        "team",
        "combination",
    }
)
#: "leads a partnership of A and B", "the service is a partnership of A and B": what is said is said of the partnership.
_LED_OR_IS = re.compile(
    r"\b(?:leads?|led|leading|heads?|headed|heading|fronts?|fronted)(?: up)? $"
    r"|\b(?:services?|contract|programme|scheme|project|work) (?:is|are|was|will be) (?:now |to be |being )?$"
)
#: "This is a new business, a joint venture of A and B": whom the text was speaking of is the venture.
_IT_IS = re.compile(rf"(?:This|It|{ORG}) (?:is|was|will be) (?:an? [a-z -]{{2,30}}(?:,| and) )?$")
_DOES = r"(?:has|have|had|is|was|will|would|won|wins?|takes?|took|lands?|landed|secures?|secured|gets?|got|beats?|loses?|lost|bids?|came|comes|goes|went|runs?|ran|holds?|provides?|delivers?|operates?|manages?|signs?|signed|failed|fails|withdrew|withdraws|pulls|pulled)"
#: What becomes of a partnership before it has the work, or instead.
_BECOMES = r"(?:(?:has|have|had|is|was|were) (?:now |also |been )*(?:named|chosen|picked|selected|preferred|shortlisted|beaten|rejected|unsuccessful|lost|withdrawn)|lost|withdrew)"
#: "X heads a consortium that has won": what the consortium does X does.
_LEADS_ONE = re.compile(
    rf"(?<!of )(?<!from )({ORG}),? (?:which |who )?(?:leads|led|heads|headed|fronts|fronted|is leading|is heading|(?:is|stands) at the head of|is (?:the )?(?:head|leader|lead(?: member| partner| body| provider)) of) (?:an?|(the|this)|one)"
    rf"(?: (?!(?:of|with|that|which)\b)[a-z-]+){{0,3}} {_KIND}(?: of (?:(?!(?:that|which)\b)[a-z-]+ ?){{1,4}})?,? (?:that|which)(?= (?(2){_BECOMES}|{_DOES})\b)"
)
#: "the X-led consortium has won", "X-led consortium to run the service".
_ONES_OF = re.compile(
    rf"(?<!\w )(?:(?:[Aa]n?|[Tt]he|[Oo]ne) )?({ORG})-led(?: (?!(?:with|of)\b)[a-z-]+){{0,2}} (?:{_KIND}|group|team|bid)(?=,? (?:which |that )?(?:{_DOES}|to|named|chosen|picked|selected|appointed|awarded)\b)"
)


def fold_nameless(masked: Masked) -> None:
    """Let the members of a partnership without a name stand for it."""
    if _WORDS.isdisjoint(masked.words):
        return
    before = len(masked.text)
    masked.rewrite(_ANONYMOUS, _fold_members)
    if len(masked.text) != before:
        fold_lists(masked)


def fold_leaders(masked: Masked) -> None:
    """Let the leader of a partnership without a name stand for it, where nothing is said of who else is in it."""
    if " led" in masked.text or "-led" in masked.text or not _WORDS.isdisjoint(masked.words):
        masked.rewrite(_LEADS_ONE, stand_for_all)
        masked.rewrite(_ONES_OF, stand_for_all)


def _fold_members(masked: Masked, match: re.Match[str]) -> bool:
    at = match.end() - 1
    group = masked.members(at)
    if len(group) < 2:
        return False
    before = masked.text[: match.start()]
    if (
        re.search(
            rf"{ORG},? (?:- )?(?:which |that )?(?:is |was |itself |, |an? |the |new |equal |joint |[0-9]+[:/-][0-9]+ )*$",
            before,
        )
        or _LED_OR_IS.search(before)
        or _IT_IS.match(before)
    ):
        return False
    joint = tuple(replace(member, note=f"{member.note} {JOINT}".strip()) for member in group)
    masked.fold(match.start(), match.end(), ORG, joint)
    return True
