"""Known names in a text: a dictionary by first word, longest match first, over all packs and taught aliases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.model import organisation_id_of
from monitor.programmes.pack import Area, Organisation, Programme, Register
from monitor.text import fold, plain

_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")
_LEGAL = {"ltd", "limited", "plc", "llp", "cic", "inc"}


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


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    text: str
    value: object
    wary: bool
    exact_case: bool


class Watchlist:
    """All names that are known, and what they name. Build it with ``Watchlist.of``."""

    def __init__(self, programmes: Sequence[Programme], taught: Mapping[str, str]) -> None:
        self.programmes = tuple(programmes)
        self.registers: tuple[tuple[str, Register], ...] = tuple(
            (programme.id, register) for programme in programmes for register in programme.registers
        )
        self._organisations: dict[str, Organisation] = {}
        self._by_name: dict[str, Organisation] = {}
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        self._area_entries: dict[str, list[_Entry]] = defaultdict(list)
        self._areas: dict[str, list[tuple[str, Area]]] = defaultdict(list)
        for programme in programmes:
            for organisation in programme.organisations:
                self._learn(organisation)
            for area in programme.areas:
                self._learn_area(programme.id, area)
        for text, organisation_id in taught.items():
            if organisation_id in self._organisations:
                self._name(text, self._organisations[organisation_id], wary=False)
        for entries in (*self._entries.values(), *self._area_entries.values()):
            entries.sort(key=lambda entry: -len(entry.words))

    @classmethod
    def of(cls, programmes: Sequence[Programme], taught: Mapping[str, str] | None = None) -> Watchlist:
        """The names of ``programmes``; ``taught`` maps further names to organisation ids, as staff have corrected them."""
        return cls(programmes, taught or {})

    def find_organisations(self, text: str) -> list[Found]:
        """Every known organisation in ``text``, in order, the longest name at each place."""
        return [
            Found(start=start, end=end, surface=text[start:end], organisation=entry.value, wary=entry.wary)
            for start, end, entry in _matches(text, self._entries)
            if isinstance(entry.value, Organisation)
        ]

    def find_areas(self, text: str) -> list[FoundArea]:
        """Every known area in ``text``, in order, the longest name at each place."""
        found = []
        for start, end, entry in _matches(text, self._area_entries):
            if isinstance(entry.value, tuple):
                programme, area = entry.value
                found.append(FoundArea(start=start, end=end, surface=text[start:end], area=area, programme=programme))
        return found

    def organisation(self, name: str) -> Organisation | None:
        """The organisation of that name, code or id, whatever its case, punctuation or legal form."""
        return self._organisations.get(name) or self._by_name.get(_core(name)) or self._by_name.get(fold(name))

    def area(self, name: str, programme: str | None = None) -> Area | None:
        """The area of that name or code; of ``programme`` if it has one, else of any."""
        candidates = self._areas.get(fold(name), [])
        for owner, area in candidates:
            if owner == programme:
                return area
        return candidates[0][1] if candidates else None

    def renames(self) -> dict[str, str]:
        """The identifiers of organisations that packs know to have been renamed, former to present."""
        return {o.id: o.renamed_to for o in self._organisations.values() if o.renamed_to}

    def programmes_with(self, area: str) -> frozenset[str]:
        """The identifiers of the programmes that have an area of that name."""
        return frozenset(owner for owner, _ in self._areas.get(fold(area), ()))

    def _learn(self, organisation: Organisation) -> None:
        self._organisations.setdefault(organisation.id, organisation)
        self._name(organisation.name, organisation, wary=organisation.needs_context)
        for alias in organisation.aliases:
            if alias.kind == "code":
                self._by_name.setdefault(fold(alias.text), organisation)
            else:
                self._name(alias.text, organisation, wary=alias.kind == "wary")

    def _name(self, text: str, organisation: Organisation, *, wary: bool) -> None:
        core = _core(text)
        # A former name leads to the body that has it as its own name, where there is one.
        if core not in self._by_name or (
            self._by_name[core].id != organisation.id and _core(organisation.name) == core
        ):
            self._by_name[core] = organisation
        self._by_name.setdefault(fold(text), organisation)
        for variant in {text, _without_legal_form(text)}:
            words = _words(variant)
            if words:
                self._entries[words[0]].append(_Entry(words, variant, organisation, wary, _needs_case(variant)))

    def _learn_area(self, programme: str, area: Area) -> None:
        for name in (area.name, *area.aliases):
            words = _words(name)
            self._area_entries[words[0]].append(
                _Entry(words, name, (programme, area), wary=False, exact_case=_needs_case(name))
            )
            self._areas[fold(name)].append((programme, area))
        for code in (*area.codes, area.id):
            self._areas[fold(code)].append((programme, area))


def core_id(name: str, watchlist: Watchlist) -> tuple[str, str]:
    """The canonical name and identifier of an organisation named ``name``."""
    known = watchlist.organisation(name)
    return (known.name, known.id) if known else (name, organisation_id_of(name))


def _words(text: str) -> tuple[str, ...]:
    return tuple(match.group().casefold() for match in _WORD.finditer(plain(text)))


def _needs_case(text: str) -> bool:
    # An acronym or a single word must stand as it is written: "RISE" is a company, "rise" is not.
    return len(text.split()) == 1 or text.isupper()


def _core(name: str) -> str:
    words = fold(name).split()
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    return " ".join(words)


def _without_legal_form(text: str) -> str:
    words = text.split()
    while len(words) > 1 and fold(words[-1]) in _LEGAL:
        words.pop()
    return " ".join(words)


def _matches(text: str, entries: Mapping[str, list[_Entry]]) -> Iterable[tuple[int, int, _Entry]]:
    flat = plain(text)
    tokens = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(flat)]
    folded = [word.casefold() for _, _, word in tokens]
    position = 0
    while position < len(tokens):
        for entry in entries.get(folded[position], ()):
            length = len(entry.words)
            if tuple(folded[position : position + length]) != entry.words:
                continue
            start, end = tokens[position][0], tokens[position + length - 1][1]
            if (not flat[start].isupper() and flat[start] != entry.text[0]) or _bridges(flat[start:end]):
                continue
            if entry.exact_case and not _same_case(flat[start:end], entry.text):
                continue
            yield start, end, entry
            position += length - 1
            break
        position += 1


def _same_case(found: str, name: str) -> bool:
    return found == plain(name) or (found.isupper() and len(found) > 3 and found.casefold() == plain(name).casefold())


def _bridges(matched: str) -> bool:
    """Whether a match runs over the end of a sentence or a line: two names that happen to stand side by side."""
    return "\n" in matched or ";" in matched or bool(re.search(r"[a-z]{3}\. [A-Z]", matched))
