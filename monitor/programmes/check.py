"""Checks of a pack that its loader does not make: what points nowhere, what names two things, what has no source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from monitor.errors import ConfigError, Problem
from monitor.programmes.loader import SHIPPED, load_pack, pack_files
from monitor.programmes.names import core_of
from monitor.programmes.pack import Programme
from monitor.text import fold


def faults_of(files: Sequence[Path], folders: Sequence[Path]) -> list[ConfigError]:
    """All that is wrong with each of ``files``, as packs beside the shipped ones and those of ``folders``."""
    return [fault for file in files if (fault := _fault_of(file, folders))]


def _fault_of(file: Path, folders: Sequence[Path]) -> ConfigError | None:
    try:
        programme = load_pack(file)
    except ConfigError as error:
        return error
    problems = problems_of(programme, list(_others(file, programme, folders)))
    return ConfigError(str(file), problems) if problems else None


def _others(file: Path, programme: Programme, folders: Sequence[Path]) -> Iterator[Programme]:
    """The packs that ``programme`` of ``file`` would be loaded with, but for a copy of itself and those that have faults of their own."""
    for other in pack_files((SHIPPED, *folders)):
        if other.resolve() != file.resolve():
            with suppress(ConfigError):
                pack = load_pack(other)
                if not pack.id or pack.id != programme.id:
                    yield pack


def problems_of(programme: Programme, others: Sequence[Programme]) -> list[Problem]:
    """Every problem of ``programme`` beside ``others``, the packs that it is loaded with; each with its path.

    A pack with such a problem loads and works; what it says is then incomplete or ambiguous.
    """
    return [
        *_areas(programme, others),
        *_organisations(programme, others),
        *_names(programme, others),
        *_denominators(programme),
        *_mergers(programme, others),
    ]


def _areas(programme: Programme, others: Sequence[Programme]) -> Iterator[Problem]:
    known = {area.id for pack in (programme, *others) for area in pack.areas}
    named: dict[tuple[str, str], int] = {}
    tiles: dict[tuple[str, tuple[int, int]], int] = {}
    for number, area in enumerate(programme.areas):
        path = f"areas[{number}]"
        if not area.source:
            yield Problem(f"{path}.source", "is missing", "say where the fact can be read")
        links = {"region": [area.region], "predecessors": area.predecessors, "successors": area.successors}
        for key, identifiers in links.items():
            for identifier in identifiers:
                if identifier and identifier not in known:
                    yield Problem(f"{path}.{key}", f'"{identifier}" is the id of no area', _nearest(identifier, known))
        for name in dict.fromkeys(fold(name) for name in (area.name, *area.aliases)):
            # A region and a smaller area may share a name; two of one kind may not.
            other = named.setdefault((area.scheme, name), number)
            if other != number:
                yield Problem(f"{path}.aliases", f'"{name}" is a name of areas[{other}] too')
        if area.tile is not None:
            # Each kind of area has a map of its own.
            place = (area.scheme, area.tile)
            if place in tiles:
                yield Problem(f"{path}.tile", f"is the place of areas[{tiles[place]}] on the tile map too")
            tiles[place] = number


def _organisations(programme: Programme, others: Sequence[Programme]) -> Iterator[Problem]:
    known = {organisation.id for pack in (programme, *others) for organisation in pack.organisations}
    for number, organisation in enumerate(programme.organisations):
        path = f"organisations[{number}]"
        if not organisation.source:
            yield Problem(f"{path}.source", "is missing", "say where the fact can be read")
        for key, given in (("size_band", organisation.size_band), ("income", organisation.income)):
            if given and not (getattr(organisation, f"{key}_at") and getattr(organisation, f"{key}_source")):
                yield Problem(f"{path}.{key}", "needs its day and its source", f"{key}_at and {key}_source")
        if organisation.renamed_to and organisation.renamed_to not in known:
            found = _nearest(organisation.renamed_to, known)
            yield Problem(f"{path}.renamed_to", f'"{organisation.renamed_to}" is the id of no organisation', found)
        for key in organisation.identifiers:
            if not key.startswith("GB-"):
                yield Problem(
                    f"{path}.identifiers.{key}", "is no scheme that is known", "GB-CHC, GB-COH, GB-SC, GB-NIC"
                )


def _names(programme: Programme, others: Sequence[Programme]) -> Iterator[Problem]:
    """A name of two organisations is a wrong merge waiting to happen; a former name may be the successor's own alias."""
    owners: dict[str, tuple[str, str | None]] = {}
    for pack in others:
        for organisation in pack.organisations:
            for name in (organisation.name, *(a.text for a in organisation.aliases if a.kind != "code")):
                owners.setdefault(core_of(name), (organisation.id, organisation.renamed_to))
    for number, organisation in enumerate(programme.organisations):
        for text in (organisation.name, *(a.text for a in organisation.aliases if a.kind not in {"code", "former"})):
            owner, renamed_to = owners.setdefault(core_of(text), (organisation.id, organisation.renamed_to))
            if organisation.id not in {owner, renamed_to} and organisation.renamed_to != owner:
                yield Problem(
                    f"organisations[{number}]", f'"{text}" is a name of "{owner}" too', "keep it with one of them"
                )


def _denominators(programme: Programme) -> Iterator[Problem]:
    known = {denominator.id for denominator in programme.denominators}
    for number, denominator in enumerate(programme.denominators):
        for identifier in (*denominator.overlaps, *denominator.apart_from):
            if identifier not in known:
                yield Problem(f"denominators[{number}].overlaps", f'"{identifier}" is the id of no denominator')


def _mergers(programme: Programme, others: Sequence[Programme]) -> Iterator[Problem]:
    known = {organisation.id for pack in (programme, *others) for organisation in pack.organisations}
    for number, merger in enumerate(programme.mergers):
        if merger.into not in known:
            found = _nearest(merger.into, known)
            yield Problem(f"mergers[{number}].into", f'"{merger.into}" is the id of no organisation', found)
        if merger.into in merger.of:
            yield Problem(f"mergers[{number}].of", "names the body that lasts", "leave it out")


def _nearest(identifier: str, known: set[str]) -> str:
    alike = sorted(other for other in known if identifier in other or other in identifier)
    return f'is "{alike[0]}" meant?' if alike else ""
