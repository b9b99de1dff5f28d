"""What is held of organisations: their packs' entries, with what editors have overridden and who is on our own directory. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from monitor.errors import TierwatchError
from monitor.model import Sector
from monitor.programmes.pack import Organisation, Programme, Tag
from monitor.text import fold

#: What an editor may set, each with a reason: everything else is a matter of the pack.
OVERRIDABLE = ("sector", "legal_form", "size_band", "specialisms", "contested")
SIZE_BANDS = ("micro", "small", "medium", "large", "major")


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """An editor's word on one field of one organisation. ``on`` is the day from which it holds (``None``: always)."""

    organisation_id: str
    field: str
    value: str
    reason: str
    by: str
    on: date | None = None


def organisations(
    packs: Iterable[Programme], overrides: Sequence[Override] = (), *, as_of: date | None = None
) -> dict[str, Organisation]:
    """Every organisation by id as it is on ``as_of``; of several overrides of a field the last one counts.

    A size band that no pack states follows from the income that a register states, where there is one.
    """
    found: dict[str, Organisation] = {}
    bands: dict[str, float] = {}
    for pack in packs:
        bands |= pack.size_bands
        for organisation in pack.organisations:
            found.setdefault(organisation.id, organisation)
    found = {id_: _banded(organisation, bands) for id_, organisation in found.items()}
    for override in overrides:
        if override.on is None or as_of is None or override.on <= as_of:
            known = found.get(override.organisation_id)
            if known:
                found[known.id] = replace(known, **_values(override))
    return found


def checked(override: Override) -> Override:
    """``override`` if it can be kept. Raises TierwatchError that says what is wrong with it."""
    if override.field not in OVERRIDABLE:
        raise TierwatchError(f'"{override.field}" cannot be overridden; {", ".join(OVERRIDABLE)} can')
    if not override.reason.strip():
        raise TierwatchError("an override needs a reason: whoever reads it later must be able to judge it")
    if override.field == "sector" and override.value not in set(Sector):
        raise TierwatchError(f'"{override.value}" is no sector; {", ".join(Sector)} are')
    if override.field == "size_band" and override.value not in SIZE_BANDS:
        raise TierwatchError(f'"{override.value}" is no size band; {", ".join(SIZE_BANDS)} are')
    return override


def band_of_income(pounds: float, bands: Mapping[str, float]) -> str:
    """The size band of a yearly income; ``bands`` gives the least income of each."""
    fitting = [(least, band) for band, least in bands.items() if pounds >= least]
    return max(fitting)[1] if fitting else ""


def tags_in(text: str, tags: Iterable[Tag]) -> tuple[str, ...]:
    """The ids of the ``tags`` whose words stand in ``text``: wordings of any year come to the same tag."""
    words = f" {fold(text)} "
    return tuple(tag.id for tag in tags if any(f" {fold(word)} " in words for word in (tag.name, *tag.words)))


def tag_named(name: str, tags: Iterable[Tag]) -> Tag | None:
    """The tag of that id, name or wording."""
    wanted = fold(name)
    return next((tag for tag in tags if wanted in {fold(each) for each in (tag.id, tag.name, *tag.words)}), None)


def all_tags(packs: Iterable[Programme], kind: str) -> tuple[Tag, ...]:
    """The ``specialisms`` or ``services`` of all packs, each id once with all its words."""
    found: dict[str, Tag] = {}
    for pack in packs:
        for tag in getattr(pack, kind):
            known = found.get(tag.id)
            found[tag.id] = replace(known, words=(*known.words, *tag.words)) if known else tag
    return tuple(found.values())


def _banded(organisation: Organisation, bands: Mapping[str, float]) -> Organisation:
    if organisation.size_band or organisation.income is None:
        return organisation
    return replace(
        organisation,
        size_band=band_of_income(organisation.income, bands),
        size_band_at=organisation.income_at,
        size_band_source=organisation.income_source,
    )


def _values(override: Override) -> dict[str, Any]:
    value: Any = override.value
    if override.field == "sector":
        value = Sector(value)
    elif override.field == "specialisms":
        value = tuple(part.strip() for part in override.value.split(",") if part.strip())
    values = {override.field: value}
    if override.field == "size_band":
        values |= {"size_band_at": override.on, "size_band_source": f"{override.by}: {override.reason}"}
    return values
