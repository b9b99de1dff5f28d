"""Bodies called after a nation whom a text then calls without it: "Corner House Scotland", and no other Corner House."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.extract.names.kinds import bare_of
from monitor.extract.names.spotting import Name
from monitor.extract.names.ties import is_wholly_nation


def branches_alone(bodies: Sequence[Name], text: str) -> dict[str, str]:
    """For each name that stands for a longer one with a nation at its end, that longer one.

    The longer one is named first, nobody else bears the short one with another nation, and no sentence has both: there they would be two.
    """
    firsts: dict[str, Name] = {}
    for name in bodies:
        firsts.setdefault(bare_of(name.surface), name)
    fuller: dict[str, set[str]] = {}
    for surface, name in firsts.items():
        if name.known is None and (short := _without_nation(surface)) in firsts:
            fuller.setdefault(short, set()).add(surface)
    return {
        said: full
        for short, fulls in fuller.items()
        if len(fulls) == 1 and not _stand_apart(short, full := next(iter(fulls)), bodies, text)
        for said in {name.surface for name in bodies if bare_of(name.surface) == short}
    }


def _without_nation(surface: str) -> str:
    parts = surface.replace("(", "").replace(")", "").split(" ")
    for count in (1, 2):
        if len(parts) > count and is_wholly_nation(parts[-count:]):
            return " ".join(parts[:-count])
    return ""


def _stand_apart(short: str, full: str, bodies: Sequence[Name], text: str) -> bool:
    """Whether the short name is told first or beside the full one."""
    first = True
    last: Name | None = None
    for name in bodies:
        bare = bare_of(name.surface)
        if bare not in {short, full}:
            continue
        if first and bare == short:
            return True
        first = False
        if last and bare_of(last.surface) != bare and not _part(text[last.end : name.start]):
            return True
        last = name
    return False


def _part(between: str) -> bool:
    return "\n" in between or ". " in between or "? " in between or "! " in between
