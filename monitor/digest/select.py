"""What one audience sees of a digest: its areas and themes in full, one line for the rest. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from monitor.digest.alike import facing
from monitor.model import Audience, Digest, DigestItem, QuietAreas, Section, SectionKind
from monitor.text import fold

#: Sections whose items concern areas or themes; the others (own news, members, corrections) are for everybody.
_PERSONAL = {
    SectionKind.TOP,
    SectionKind.CONTRACTS,
    SectionKind.ANSWERED,
    SectionKind.GOVERNMENT,
    SectionKind.SECTOR,
    SectionKind.CONSULTATIONS,
    SectionKind.FUNDING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The sections an audience reads, how many items it does not, and where nothing changed."""

    sections: tuple[Section, ...] = ()
    elsewhere: int = 0
    quiet: tuple[QuietAreas, ...] = ()
    to_check: tuple[DigestItem, ...] = ()

    @property
    def items(self) -> tuple[DigestItem, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def changes(self) -> tuple[DigestItem, ...]:
        """The items that tell a change of the ledger."""
        return tuple(item for item in self.items if item.moves)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing of it concerns what this audience follows."""
        return not self.items


def select(digest: Digest, audience: Audience) -> Selection:
    """What ``audience`` sees of ``digest``."""
    sections, elsewhere = [], 0
    for section in digest.sections:
        kept = tuple(facing(i, audience.areas) for i in section.items if wanted(i, section.kind, audience))
        elsewhere += len(section.items) - len(kept)
        if kept:
            sections.append(replace(section, items=kept))
    return Selection(
        sections=tuple(sections),
        elsewhere=elsewhere,
        quiet=_quiet(digest.quiet, audience),
        to_check=digest.to_check if audience.staff else (),
    )


def wanted(item: DigestItem, kind: SectionKind, audience: Audience) -> bool:
    """Whether ``item`` is for ``audience``. An item that states no area is for every area, one without a theme for every theme.

    A choice of areas narrows the changes; a choice of themes or specialisms narrows what carries one. What was asked for by one
    of the two is shown, so that nobody misses a change in their area because of its theme.
    """
    if kind not in _PERSONAL or audience.wants_everything:
        return True
    chosen = [
        (item.areas, audience.areas),
        (item.themes, audience.themes),
        (item.specialisms, audience.specialisms),
    ]
    stated = [(values, wishes) for values, wishes in chosen if values and wishes]
    if not stated:
        return not item.moves or not item.areas
    return any(_meet(values, wishes) for values, wishes in stated)


def _meet(values: Collection[str], wishes: Collection[str]) -> bool:
    return not {fold(value) for value in values}.isdisjoint(fold(wish) for wish in wishes)


def _quiet(quiet: tuple[QuietAreas, ...], audience: Audience) -> tuple[QuietAreas, ...]:
    if not audience.areas:
        return quiet
    wishes = {fold(area) for area in audience.areas}
    narrowed = (replace(each, areas=tuple(a for a in each.areas if fold(a) in wishes)) for each in quiet)
    return tuple(each for each in narrowed if each.areas)
