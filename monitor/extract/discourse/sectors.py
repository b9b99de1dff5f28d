"""The sector of an organisation, by what a text calls it or by its name."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import Member
from monitor.model import Sector

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
