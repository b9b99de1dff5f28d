"""What stands in brackets behind a body: those that it is made of, or whose it is."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import ORG, Masked, Member

_MEMBERS = re.compile(
    rf"{ORG} \((?:(?:a |an |the )?(?:[a-z-]+ ){{0,3}}(?:consortium|partnership|joint venture|alliance|group|team|members|partners|comprising|including|made up)(?: of| between)?:? (?:the )?)?{ORG}\)"
)
_OWNED = re.compile(
    rf"{ORG} \((?:which is |itself |now )*(?:(?:an? |the )?(?:[a-z-]+ ){{0,4}}(?:subsidiary|part|arm|division|unit|offshoot|member|brand) of|part of|(?:wholly |majority |part-)?owned by|belong(?:s|ing) to) (?:the )?(?:[A-Za-z'-]+ ){{0,3}}?{ORG}\)"
)
#: "Jo Amber (Kent East, Labour)" is a member of a parliament.
_POLITICAL = re.compile(
    r"(?:the )?(?:Labour|Co-operative|Conservatives?|Tory|Tories|Liberals?|(?:Liberal|Social|Christian) Democrats?|Lib Dems?|SNP|DUP|SDLP|UUP|Alliance|Plaid Cymru|Sinn F[e\u00e9]in|Fianna F[a\u00e1]il|Fine Gael|Greens?|Independents?|Crossbench(?:er)?|Reform UK|UKIP|Nationals?|Republicans?|Democrats?)(?: Party)?"
)
#: "Ennis (EN1 and EN2)": what is numbered is nobody.
_CODE = re.compile(r"[A-Z]{1,4}[ -]?\d{1,4}[A-Z]?")
#: The last word of what others belong to.
_PARENT = re.compile(
    r"(?i)(?:\b(?:plc|group|holdings?|inc|corp(?:oration)?|ag|se|sa|nv|spa|investments?|capital|partners)\b\.?)$"
)

#: A kind of tie, the body before the brackets, those in them, and where it stands.
Bracketed = tuple[str, tuple[Member, ...], tuple[Member, ...], int, int]


def fold_brackets(masked: Masked, found: list[Bracketed]) -> None:
    """Take "the Alliance (A, B and C)" for its members and "A Ltd (B plc)" for whose it is, into ``found``."""
    masked.rewrite(_MEMBERS, lambda m, match: _take(m, match, found))


def fold_owners(masked: Masked, found: list[Bracketed]) -> None:
    """Take "A (a subsidiary of B)" for whose A is, before A becomes one of a list."""
    masked.rewrite(_OWNED, lambda m, match: _put(m, match, "owner", found))


def _take(masked: Masked, match: re.Match[str], found: list[Bracketed]) -> bool:
    first, second = masked.members(match.start()), masked.members(match.end() - 2)
    if len(first) != 1 or {m.key for m in first} & {m.key for m in second}:
        return False
    if any(_POLITICAL.fullmatch(m.name.surface) or _CODE.fullmatch(m.name.surface) for m in second):
        return False
    if len(second) == 1 and not _is_parent(second[0], first[0]):
        return False
    return _put(masked, match, "owner" if len(second) == 1 else "venture", found)


def _put(masked: Masked, match: re.Match[str], kind: str, found: list[Bracketed]) -> bool:
    first, second = masked.members(match.start()), masked.members(match.end() - 2)
    found.append((kind, first, second, masked.spans[match.start()][0], masked.spans[match.end() - 1][1]))
    masked.fold(match.start(), match.end(), ORG, first)
    return True


def _is_parent(other: Member, of: Member) -> bool:
    """Whether the name in the brackets is that of a group and the one before them is not."""
    return bool(_PARENT.search(other.name.surface)) and not _PARENT.search(of.name.surface)
