"""What a text shows of a body wherever it names it: the words beside a name, and the same kind for all that are called so."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace

from monitor.extract.names.kinds import BODIES, Kind, bare_of
from monitor.extract.names.spotting import Name


def words_beside(name: Name, text: str, behind: int, ahead: int) -> tuple[str, str]:
    """So many letters before and behind ``name`` in its line, its own possessive with those behind."""
    before, after = text[max(0, name.start - behind) : name.start], text[name.end : name.end + ahead]
    before, after = before[before.rfind("\n") + 1 :], after.partition("\n")[0]
    return before, name.surface[len(bare_of(name.surface)) :] + after


def marked(names: Sequence[Name], keys: Container[str], key_of: Callable[[Name], str], kind: Kind) -> list[Name]:
    """``names`` with the bodies of ``keys`` as of ``kind``; what a pack knows stays as it is."""
    return [
        replace(name, kind=kind) if name.kind in BODIES and not name.known and key_of(name) in keys else name
        for name in names
    ]
