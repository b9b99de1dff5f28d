"""What a programme pack holds: areas, organisations, vocabulary, registers, published totals, causes. Data only, no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from monitor.model import Sector


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A contract package area, region or other place that is contracted for."""

    id: str
    name: str
    scheme: str = ""
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    region: str | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    tile: tuple[int, int] | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another name of an organisation; ``kind`` is ``alias``, ``former``, ``acronym`` or ``code``."""

    text: str
    kind: str = "alias"
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One body under all its names. ``part`` is what it does in this field: ``provider``, ``commissioner``, ``commentator``."""

    id: str
    name: str
    aliases: tuple[Alias, ...] = ()
    sector: Sector = Sector.UNKNOWN
    legal_form: str = ""
    size_band: str = ""
    size_band_at: date | None = None
    size_band_source: str = ""
    income: float | None = None
    income_at: date | None = None
    income_source: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    part: str = "provider"
    vehicle: bool = False
    needs_context: bool = False
    contested: str = ""
    renamed_to: str | None = None
    renamed_on: date | None = None
    specialisms: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """Bodies that went into one. ``of`` are their ids, or names where no pack knows them; ``into`` is the id of the one that lasts.

    ``on`` is the first day of the joint body, the first of the ``month`` or ``year`` where the source says no more (``known_to``).
    """

    of: tuple[str, ...]
    into: str
    on: date
    known_to: str = "day"
    kind: str = "merger"
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """How the records of one published register are read: where in a record each fact is (dotted paths)."""

    id: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A group of people or a kind of service under all the words that it has had; texts of any age map to one tag."""

    id: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Denominator:
    """A total that somebody published, with source and date; never printed without them.

    ``counts`` names the saved count of ours that it stands beside. ``bound`` is ``exact``, ``about``, ``at_least`` or
    ``more_than``. ``overlaps`` are totals that are known to count some of the same bodies, ``apart_from`` those that are known
    not to: only the latter may ever be added up.
    """

    id: str
    label: str
    value: float
    unit: str
    on: date
    source: str
    publisher: str = ""
    counts: str = ""
    bound: str = "exact"
    overlaps: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A published table of figures to set beside ours: labels and values (or words), with its source."""

    id: str
    label: str
    unit: str
    on: date
    source: str
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporting:
    """One published item that speaks for a cause."""

    says: str
    source: str
    publisher: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A possible answer to a question of why. It stays a possibility; ``evidence`` lists who offers it."""

    id: str
    question: str
    cause: str
    evidence: tuple[Supporting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A commissioning round. ``former_areas`` are those of the time before it: they can be asked for, and no text is read for them."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    areas: tuple[Area, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    lots: tuple[str, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    registers: tuple[Register, ...] = ()
    denominators: tuple[Denominator, ...] = ()
    former_areas: tuple[Area, ...] = ()
    specialisms: tuple[Tag, ...] = ()
    services: tuple[Tag, ...] = ()
    series: tuple[Series, ...] = ()
    causes: tuple[Cause, ...] = ()
    mergers: tuple[Merger, ...] = ()
    size_bands: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
