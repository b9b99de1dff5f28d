"""Known names in a text: a dictionary by first word, longest match first, over all packs and taught aliases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from types import MappingProxyType

from monitor.model import organisation_id_of
from monitor.programmes.names import NameIndex, core_of
from monitor.programmes.pack import Area, Organisation, Programme, Register
from monitor.text import fold, slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A known organisation in a text. ``wary``: the name is an ordinary word too, so something near must vouch for it."""

    start: int
    end: int
    surface: str
    organisation: Organisation
    wary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArea:
    """A known area in a text."""

    start: int
    end: int
    surface: str
    area: Area
    programme: str


class Watchlist:
    """All names that are known, and what they name. Build it with ``Watchlist.of``."""

    def __init__(self, programmes: Sequence[Programme], taught: Mapping[str, str]) -> None:
        self.programmes = tuple(programmes)
        self.registers: tuple[tuple[str, Register], ...] = tuple(
            (programme.id, register) for programme in programmes for register in programme.registers
        )
        self._organisations: dict[str, Organisation] = {}
        self._names: NameIndex[Organisation] = NameIndex()
        self._area_names: NameIndex[tuple[str, Area]] = NameIndex()
        self._areas: dict[str, list[tuple[str, Area]]] = defaultdict(list)
        for programme in programmes:
            self._names.add_all([(o.name, o, o.needs_context) for o in programme.organisations])
            self._organisations.update({o.id: o for o in programme.organisations if o.id not in self._organisations})
            for organisation in [o for o in programme.organisations if o.aliases]:
                self._learn_aliases(organisation)
            for area in programme.areas:
                self._learn_area(programme.id, area)
        self._names.add_all(
            (text, self._organisations[identifier], False)
            for text, identifier in taught.items()
            if identifier in self._organisations
        )

    @classmethod
    def of(cls, programmes: Sequence[Programme], taught: Mapping[str, str] | None = None) -> Watchlist:
        """The names of ``programmes``; ``taught`` maps further names to organisation ids, as staff have corrected them."""
        return cls(programmes, taught or {})

    def taught(self, names: Mapping[str, tuple[str, str]], areas: Sequence[str]) -> Watchlist:
        """The same with more: ``names`` of organisations by id and name, known or not, and ``areas`` of no programme."""
        if not names and not areas:
            return self
        new = {identity: name for identity, name in names.values() if identity not in self._organisations}
        further = Programme(
            id="",
            name="",
            organisations=tuple(Organisation(id=identity, name=name or identity) for identity, name in new.items()),
            areas=tuple(Area(id=slug(area), name=area) for area in areas),
        )
        return Watchlist([*self.programmes, further], {text: identity for text, (identity, _) in names.items()})

    def find_organisations(self, text: str) -> list[Found]:
        """Every known organisation in ``text``, in order, the longest name at each place."""
        return [
            Found(start=start, end=end, surface=text[start:end], organisation=entry.value, wary=entry.wary)
            for start, end, entry in self._names.matches(text)
        ]

    def find_areas(self, text: str) -> list[FoundArea]:
        """Every known area in ``text``, in order, the longest name at each place."""
        found = []
        for start, end, entry in self._area_names.matches(text):
            programme, area = entry.value
            # A sign is no word to the index: "Kent, Medway" is not "Kent & Medway".
            if "&" in entry.text and fold(text[start:end]) != fold(entry.text):
                continue
            found.append(FoundArea(start=start, end=end, surface=text[start:end], area=area, programme=programme))
        return found

    def organisation(self, name: str) -> Organisation | None:
        """The organisation of that name, code or id, whatever its case, punctuation or legal form."""
        return self._organisations.get(name) or self._names.named(name, own=_is_own_name)

    def area(self, name: str, programme: str | None = None) -> Area | None:
        """The area of that name or code; of ``programme`` if it has one, else of any."""
        candidates = self._areas.get(fold(name), [])
        for owner, area in candidates:
            if owner == programme:
                return area
        return candidates[0][1] if candidates else None

    def renames(self) -> Mapping[str, str]:
        """The identifiers of organisations that packs know to have been renamed, former to present."""
        return self._renamed

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        # Asked for with every document, and there may be tens of thousands of organisations.
        return MappingProxyType({o.id: o.renamed_to for o in self._organisations.values() if o.renamed_to})

    def programmes_with(self, area: str) -> frozenset[str]:
        """The identifiers of the programmes that have an area of that name."""
        return frozenset(owner for owner, _ in self._areas.get(fold(area), ()))

    def _learn_aliases(self, organisation: Organisation) -> None:
        for alias in organisation.aliases:
            if alias.kind == "code":
                self._names.add_code(alias.text, organisation)
            else:
                self._names.add_all([(alias.text, organisation, alias.kind == "wary")])

    def _learn_area(self, programme: str, area: Area) -> None:
        for name in (area.name, *area.aliases):
            self._area_names.add_all([(form, (programme, area), False) for form in _forms_of(name)])
            self._areas[fold(name)].append((programme, area))
        for code in (*area.codes, area.id):
            self._areas[fold(code)].append((programme, area))


_AND = re.compile(r" (?:and|&) ")
#: A name with more of them has them all alike.
_MOST_TIED = 4


def _forms_of(name: str) -> list[str]:
    """``name`` with each "and" written as a sign or as a word."""
    parts = _AND.split(name)
    ties = [(" and ", " & ")] * (len(parts) - 1)
    chosen = product(*ties) if len(ties) <= _MOST_TIED else zip(*ties, strict=True)
    forms = ["".join(map("".join, zip(parts, (*tied, ""), strict=True))) for tied in chosen]
    return list(dict.fromkeys([name, *forms]))


def _is_own_name(organisation: Organisation, core: str) -> bool:
    return core_of(organisation.name) == core


def core_id(name: str, watchlist: Watchlist) -> tuple[str, str]:
    """The canonical name and identifier of an organisation named ``name``."""
    known = watchlist.organisation(name)
    return (known.name, known.id) if known else (name, organisation_id_of(name))
