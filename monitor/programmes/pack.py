"""What a programme pack holds: areas, organisations, vocabulary, registers, denominators. Data only, no code."""

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
class Register:
    """How the records of one published register are read: where in a record each fact is (dotted paths)."""

    id: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Denominator:
    """A total that somebody published, with source and date; never printed without them."""

    id: str
    label: str
    value: int
    unit: str
    on: date
    source: str
    overlaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A commissioning round."""

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
    notes: tuple[str, ...] = ()
