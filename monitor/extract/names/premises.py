"""Houses that a contract is for and that bear names as bodies do: "the contract covers Manor School, Vale Lodge and the Marl Centre"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.names import surroundings as around
from monitor.extract.names.deeds import does
from monitor.extract.names.kinds import BODIES, Kind, bare_of
from monitor.extract.names.spotting import Name
from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import words

#: Before a house, what is done there, or that the contract is for it.
_WORKED_ON = Behind(
    r"\b(?:(?:contracts?|deal|tender|franchise|concession|lease) (?:for|at|covering)|(?:will |to |which |that |also )(?:serve|clean|staff|cover)|(?:covers|serves|covering|serving|cleaning|running of|management of|operation of)"
    r"|(?:cook|cooks|cooked|cater|caters|catering|meals|lunches|dinners|cleaning|repairs|lessons|classes|beds|rooms|places) (?:at|in|for))(?: both)?(?: the)? $"
)
#: Before several houses, that they are run; of one that is run alone its words tell (``wares``).
_RUN = Behind(r"\b(?:will |to |which |that |also )(?:run|manage|operate)(?: both)?(?: the)? $")
#: The same, where nobody is said to be chosen: "The hostels are", "Care homes (".
_LISTED = Behind(
    r"\b(?:hostels|schools|homes|houses|clinics|libraries|prisons|hospitals|sites|buildings|pools|venues|museums|surgeries|refuges|shelters)(?: (?:are|were|at|of|called|named)|:| \()(?: the)? $"
)
_CHOSEN = re.compile(
    r"\b(?:win\w*|won|success\w*|chosen|select\w*|appoint\w*|shortlist\w*|bid\w*|award\w*|partner\w*|lead\w*|lost|losing)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:,|;|,? and|,? &)(?: the)? ")
#: "and Hill Museum was awarded to Acorn Trust": what is let.
_IS_LET = re.compile(
    r",? (?:(?:has|have) been|was|were|is|are) (?:now |also )?(?:awarded|given|handed|let|passed) to\b"
)
_LOOKED_AT = 60


def without_premises(names: Sequence[Name], text: str) -> list[Name]:
    """``names`` with the houses as things that ``text`` says are worked at and never shows winning or doing anything."""
    worked: set[str] = set()
    listed = False
    for index, name in enumerate(names):
        after = index and _AND.fullmatch(text, names[index - 1].end, name.start)
        then = names[index + 1] if index + 1 < len(names) else None
        several = then is not None and _is_house(then) and _AND.fullmatch(text, name.end, then.start) is not None
        listed = _is_house(name) and bool((listed and after) or _is_worked_at(name, text, several=several))
        if listed:
            worked.add(bare_of(name.surface))
    if not worked:
        return list(names)
    worked -= {bare_of(name.surface) for name in names if _acts(name, text)}
    return [
        replace(name, kind=Kind.THING)
        if name.kind in BODIES and not name.known and bare_of(name.surface) in worked
        else name
        for name in names
    ]


def _is_house(name: Name) -> bool:
    parts = bare_of(name.surface).split(" ")
    return len(parts) > 1 and parts[-1] in words("attended", "premises", "sites")


def _is_worked_at(name: Name, text: str, *, several: bool) -> bool:
    low = max(text.rfind("\n", 0, name.start) + 1, name.start - _LOOKED_AT)
    if _WORKED_ON.search(text, low, name.start) or (several and _RUN.search(text, low, name.start)):
        return True
    return bool(_LISTED.search(text, low, name.start)) and _CHOSEN.search(text, low, name.start) is None


def _acts(name: Name, text: str) -> bool:
    """Whether somebody of that name does something, is called a body or is given the work."""
    if _IS_LET.match(text, name.end):
        return False
    before = text[max(0, name.start - _LOOKED_AT) : name.start]
    return bool(
        does(text, name.end)
        or around.ORG_AFTER.match(text, name.end)
        or around.GIVEN_BEFORE.search(before)
        or around.ACTS.match(text, name.end)
    )
