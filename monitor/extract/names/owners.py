"""What "X's" says: that X owns what follows, or that the name itself has it ("Women's Aid", "Arden's has won")."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Protocol

from monitor.extract.names.kinds import JOINERS, bare_of
from monitor.extract.words.lexicon import is_common, places, words
from monitor.text import fold

#: What only somebody who is named before does.
VERBS = r"(?:has|have|had|is|are|was|were|will|would|could|may|might|should|must|can|cannot|won|wins|runs|ran|said|says|takes?|took|keeps?|provides?|delivers?|lost|loses|beat)\b"


#: Who governs, by one word: what it has is its own.
_AUTHORITIES = frozenset(
    {"Council", "Councils", "Authority", "Government", "Ministry", "Department", "Board", "Commission"}
)


class Seen(Protocol):
    """What a text has elsewhere."""

    @property
    def text(self) -> str:
        """All of it."""
        ...

    def stands(self, name: str, *, behind: str = "") -> bool:
        """Whether ``name`` stands somewhere by itself, owning nothing, other than with ``behind`` before it."""
        ...


def _is_ordinary(word: str) -> bool:
    return is_common(word) or word in words("generic", "served", "heads", "titles", "starters", "compass")


def parts_from_owner(tokens: Sequence[tuple[int, int, str]], first: int, index: int, seen: Seen) -> bool:
    """Whether what stands before ``tokens[index]`` owns it and is no part of its name ("Norway's Fjordbus")."""
    word = tokens[index][2]
    owner = tokens[index - 1][2]
    while index - first > 1 and (tokens[first][2] in JOINERS or tokens[first][2] == "The"):
        first += 1
    # "the Queen Elizabeth Hospital King's Lynn"
    if fold(f"{owner} {word}") in places():
        return False
    stem = bare_of(owner)
    held = " ".join([*(token[2] for token in tokens[first : index - 1]), stem])
    # "Sir Rufus Vane's Meridian Group": a person owns it.
    knighted = tokens[first][2] in {"Sir", "Dame", "Lord", "Lady"}
    if index - first > 1 and (knighted or {tokens[first][2], tokens[first + 1][2]} <= words("titles", "given")):
        return True
    # "Mrs Lacey's Kitchen"
    if tokens[first][2] in words("titles") and index - first > 1 and word in words("heads"):
        return False
    # "Hong Kong's MTR", "ABC's European arm", "Go-Fast's North West": the owner is a name of its own.
    # "POhWER's Deputy Chief Executive": so has who is known by capitals, or who has an officer.
    if (
        fold(held) in places()
        or stem in words("states")
        or (len(re.findall("[A-Z]", stem)) > 1 and len(stem) > 2)
        or "-" in stem
    ):
        return True
    if word in words("offices", "officers", "given"):
        return True
    # "Council's School Meals Service"
    if index - first == 1 and stem in _AUTHORITIES:
        return True
    # "Exbridge's Marlin Group", where Marlin Group is spoken of elsewhere.
    held_on = [token[2] for token in itertools.takewhile(lambda token: token[2] not in JOINERS, tokens[index:])]
    # and no "Alder Hey Children's NHS Foundation Trust", of which there is more than one.
    if (
        len(held_on) > 1
        and held_on[0] != "NHS"
        and not _is_ordinary(held_on[0])
        and seen.stands(" ".join(held_on), behind=owner)
    ):
        return True
    # "Rotala's Diamond Bus", where Rotala is spoken of elsewhere.
    if (
        index - first == 1
        and owner.endswith("'s")
        and stem not in words("generic", "served", "titles", "starters")
        and seen.stands(stem)
    ):
        return True
    return not (owner.endswith(("n's", "s'")) or index - first == 1 or tokens[index - 2][2] in {"St", "St."})
