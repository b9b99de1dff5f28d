"""Renames that a document states: "X, formerly Y", "X is now known as Y", "X has changed its name to Y"."""

from __future__ import annotations

import re
from collections.abc import Callable

from monitor.extract.clauses.masking import ORG, Masked, Member
from monitor.model import Evidence, Rename

_FORMER_AFTER = re.compile(
    rf"(?P<present>{ORG}),? \(?(?:which (?:was|is) |was |is |the )?(?:formerly|previously|once|until (?:recently|[\w ]{{1,16}})|until \w+) ?(?:known as |called |named |trading as )?(?:the )?(?P<former>{ORG})"
)
_PRESENT_AFTER = re.compile(
    rf"(?P<former>{ORG}),? \(?(?:which |that )?(?:is |are |has been |was |has |have |had |will be |will )?(?:now |since |today |officially )?(?:now known as|known from [\w ]{{1,20}} as|renamed(?: itself)?(?: as| to)?|rebranded (?:itself )?(?:as|to)|"
    rf"chang(?:ed|es|ing|e) (?:its|their) name to|adopt(?:s|ed) the name|taken the name|took the name|becomes?|became|trades? as|called|has become|is now called)(?: from [\w ]{{1,24}})? ?(?:the )?\"?(?P<present>{ORG})"
)
_NAME_CHANGE = re.compile(rf"name (?:change )?from (?P<former>{ORG}) to (?P<present>{ORG})")
_OLD = re.compile(r"\b(?:19\d\d|in 20[01]\d\b.*\bin (?:19|20))")


def find_renames(masked: Masked, text: str, title: Callable[[Member], str]) -> list[Rename]:
    """The renames stated in ``masked`` (a sentence not yet folded) of the document ``text``."""
    if _OLD.search(masked.text):
        return []
    found = []
    for pattern in (_FORMER_AFTER, _PRESENT_AFTER, _NAME_CHANGE):
        for match in pattern.finditer(masked.text):
            former = masked.members(match.start("former"))
            present = masked.members(match.start("present"))
            if len(former) != 1 or len(present) != 1:
                continue
            start, end = masked.spans[match.start()][0], masked.spans[match.end() - 1][1]
            found.append(
                Rename(
                    former=former[0].name.known.name if former[0].name.known else former[0].name.surface,
                    former_id=former[0].key,
                    present=title(present[0]),
                    present_id=present[0].key,
                    evidence=Evidence(quote=text[start:end], start=start, end=end),
                    confidence=0.9,
                )
            )
    return found
