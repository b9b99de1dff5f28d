"""Places alone in brackets behind bodies, each its own: "Acme (Clarence) and Beacon (Parklea)"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from monitor.extract.names.kinds import Kind
from monitor.extract.names.place import Place
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import is_common, words


def in_brackets(names: Sequence[Name], text: str, known: Sequence[Place]) -> list[Place]:
    """The undecided words of ``names`` that stand so beside one of the ``known`` places that does: alone, they may be owners."""
    starts = {start for start, _, _ in known}
    behind = [
        name
        for before, name in pairwise(names)
        if before.kind is Kind.ORGANISATION
        and text[before.end : name.start] == " ("
        and text[name.end : name.end + 1] == ")"
        and (name.start in starts or (name.kind is Kind.WEAK and not name.surface.isupper() and not _is_said(name)))
    ]
    sure = [name.start for name in behind if name.start in starts]
    return [
        (name.start, name.end, name.surface)
        for name in behind
        if name.start not in starts and any(abs(name.start - start) < _SAME_LIST for start in sure)
    ]


#: So near to one another stand those of one list.
_SAME_LIST = 80


def _is_said(name: Name) -> bool:
    """Whether words in brackets say something of the body before them: "Acme (Lead)"."""
    return any(is_common(part) or part in words("labels", "legal", "nationalities") for part in name.surface.split())
