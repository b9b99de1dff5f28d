"""Further clauses of a sentence that leave their verb out: "in Kent, A; in Essex, B"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.clauses.masking import AREA, ORG, THING, Masked
from monitor.extract.clauses.statements import Said

_GAPS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:[;,]|^| and) (?:and )?(?:in|for|across|covering) (?:the )?{AREA},? (?:it (?:is|will be) |they are |to |by |from )?(?:the )?(?P<org>{ORG})",
        rf"(?:and|,|;) (?:that|those|the one|the other|the contract|the second|the third|another) (?:for|in|covering) (?:the )?{AREA},? (?:to|goes to|went to|by|was won by) (?:the )?(?P<org>{ORG})",
        rf"(?:[;,](?: and| while)?| and| while) (?:the )?(?P<org>{ORG}),? (?:(?:in|for|across|covers?|has|gets?|takes?|to|with|won|those|that|it|them) )+(?:the )?{AREA}",
        rf"(?<!in)(?<!for)(?:[;,]|,? and) (?:the )?{AREA},? (?:to|by|goes to|:|-) (?:the )?(?:[a-z-]+ ){{0,3}}(?P<org>{ORG})",
        rf"(?:[;,]|,? and) (?:the )?(?P<org>{ORG}) \({AREA}\)",
        rf",? (?:and|while) (?:(?!to\b)[a-z-]+ ){{1,4}}to (?:the )?(?P<org>{ORG})(?=[.,;]|$| (?:in|for|from|and|had|has|was|is)\b)",
        rf"(?:,|;|,? and) (?P<org>{ORG}) (?:the|all the) (?:rest|others?|remaining \w+|remainder)",
        rf"(?:,|;|,? and) (?:the )?(?P<org>{ORG}),? (?:the )?(?:{AREA}|north|south|east|west|centre|other two|other)(?=[ ,.;]|$)",
        rf"[;,] (?:and )?(?:{THING}|[Ll]ots? (?:\d+|[A-Z]|one|two|three|four)) (?:the |to |to the |went to |goes to )?(?P<org>{ORG})",
        rf"(?:;|,|,? and) (?:and )?(?:the )?(?P<org>{ORG}),? (?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?:,? (?:in|for) (?:the )?{AREA}(?:(?:,|,? and) (?:the )?{AREA})*)?(?=[,.;]|$| (?:and|in|for|lots?|contracts?|areas?)\b)",
        rf"(?:,|;|,? and|,? while) (?:the |that |those )[^.,;:{ORG}]{{2,80}}? (?:to|by) (?:the )?(?P<org>{ORG})(?=[.,;]|$)",
        rf",? (?:and|while) (?:the |that |those )[^.;:{ORG}]{{2,80}}? (?:to|by) (?:the )?(?P<org>{ORG})(?=[.,;]|$)",
    )
)


def find_gapped(masked: Masked, said: Sequence[Said]) -> list[Said]:
    """The further clauses of a sentence that leave their verb out: "in Kent, A; in Essex, B"."""
    found: list[Said] = []
    for pattern in _GAPS if said else ():
        for match in pattern.finditer(masked.text):
            at = match.start("org")
            earlier = [one for one in said if one.at[0] < at]
            if not earlier or any(one.at[0] <= at < one.at[1] for one in (*said, *found)):
                continue
            model = earlier[-1]
            if "award" not in model.rule and pattern is _GAPS[-1]:
                continue
            found.append(
                replace(
                    model, group=masked.members(at), at=(match.start(), match.end()), start=masked.spans[match.start()][0],
                    end=masked.spans[match.end() - 1][1], rule="gap",
                )
            )  # fmt: skip
    return found
