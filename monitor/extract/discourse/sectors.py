"""The sector of an organisation, by what a text calls it or by its name."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import Member
from monitor.model import Sector
from monitor.programmes.pack import Organisation

_SECTORS = (
    (Sector.PUBLIC_MUTUAL, re.compile(r"mutual of|staff mutual|of \w+ staff|public service mutual")),
    (Sector.SOCIAL_ENTERPRISE, re.compile(r"social enterprise|community interest|\bCIC\b|Community Interest")),
    (Sector.CHARITY, re.compile(r"charit|voluntary (?:sector )?organisation|not-for-profit")),
    (Sector.PUBLIC_BODY, re.compile(r"public body|NHS|council-owned")),
    (Sector.PRIVATE, re.compile(r"compan|firm|private|giant|plc|subsidiary|listed|outsourc")),
)


def sector_of(member: Member, known: Organisation | None) -> Sector:
    """The sector of an organisation: the one in which it is ``known``, else what the text gives it by its description or legal form."""
    if known and known.sector is not Sector.UNKNOWN:
        return known.sector
    for words in (member.note, member.name.surface):
        for sector, pattern in _SECTORS:
            if pattern.search(words):
                return sector
    return Sector.UNKNOWN
