"""Known organisations beside a cue word of which no claim could be made: something for a person to check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.extract.names.identity import Identities
from monitor.extract.names.kinds import Kind
from monitor.extract.names.spotting import Name
from monitor.model import Claim, Evidence, Mention

_CUE = re.compile(
    r"\b(?:preferred bidder|bid(?:s|der|ders|ding)?|award(?:ed|s)?|contracts?|won|wins|winner|shortlist(?:ed)?|partners?|sub-?contract(?:or|ors|ed)?|withdr[ae]w\w*|pulled out|replac\w+|unsuccessful|"
    r"supply chain|consortium|joint venture|provider|takes? over|terminated|administration|tender(?:ed)?)\b",
    re.IGNORECASE,
)
_NEAR = 120


def find_mentions(text: str, names: Sequence[Name], ids: Identities, claims: Iterable[Claim]) -> list[Mention]:
    """One mention an organisation at most, the nearest cue to it, in the order of the text."""
    done = {claim.organisation_id for claim in claims}
    found = []
    for name in names:
        key = ids.key(name)
        if name.kind is not Kind.ORGANISATION or name.known is None or key in done:
            continue
        low = max(text.rfind("\n", 0, name.start) + 1, name.start - _NEAR)
        line_end = text.find("\n", name.end)
        high = min(line_end if line_end != -1 else len(text), name.end + _NEAR)
        cues = list(_CUE.finditer(text, low, high))
        if not cues:
            continue
        cue = min(cues, key=lambda match: min(abs(match.start() - name.end), abs(name.start - match.end())))
        start, end = min(name.start, cue.start()), max(name.end, cue.end())
        done.add(key)
        found.append(
            Mention(
                organisation=ids.title(key, name.surface), organisation_id=key, cue=cue.group(),
                evidence=Evidence(quote=text[start:end], start=start, end=end),
            )
        )  # fmt: skip
    return found
