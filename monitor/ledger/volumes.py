"""Volumes of work as they are published: an amount or a range, its unit and period. Pounds and people are never mixed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.errors import TierwatchError
from monitor.extract.words.magnitudes import MAGNITUDES
from monitor.model import Change, EventType, Evidence, organisation_id_of

_AMOUNT = re.compile(
    rf"(?P<sign>[£€$])?\s?(?P<number>\d[\d,]*(?:\.\d+)?)(?:[\s-]?(?P<times>{'|'.join(MAGNITUDES)}))?\b",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\s?(?:-|\u2013|to)\s?[£€$]?\s?")
_PERIOD = re.compile(r"\b(?:(?:a|per|each) (year|month|annum)|(annually))\b", re.IGNORECASE)
_UNITS = {"£": "pounds", "€": "euros", "$": "dollars"}
_CURRENCIES = {"GBP": "£", "EUR": "€", "USD": "$"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """From ``low`` to ``high`` (equal for one amount) of ``unit``, in each ``period`` where one is stated."""

    low: float
    high: float
    unit: str
    period: str = ""


def volume_of(words: str) -> Volume | None:
    """The volume that ``words`` state: ``£3.2m a year``, ``1,200 people``; ``None`` where there is no number."""
    found = [match for match in _AMOUNT.finditer(words) if match["number"].strip(",")]
    if not found:
        return None
    numbers = [float(match["number"].replace(",", "")) for match in found[:2]]
    times = [MAGNITUDES.get((match["times"] or "").lower(), 1) for match in found[:2]]
    if (
        len(found) > 1
        and times[0] == 1
        and numbers[0] < numbers[1]
        and _UP_TO.fullmatch(words, found[0].end(), found[1].start("number"))
    ):
        # "£2-3 million" begins with two million.
        times[0] = times[1]
    amounts = [number * size for number, size in zip(numbers, times, strict=True)]
    sign = next((match["sign"] for match in found if match["sign"]), None)
    rest = words[found[-1].end() :].split()
    unit = (
        _UNITS[sign]
        if sign
        else " ".join(rest[:2] if rest[:1] in (["service"], ["young"]) else rest[:1]).strip(".,;").lower()
    )
    period = _PERIOD.search(words)
    return Volume(
        low=min(amounts), high=max(amounts), unit=unit or "unknown",
        period=("year" if period[2] or period[1].lower() == "annum" else period[1].lower()) if period else "",
    )  # fmt: skip


def sum_of(volumes: Iterable[Volume]) -> Volume:
    """All of ``volumes`` together. Raises TierwatchError where they are not of one unit and period."""
    listed = list(volumes)
    kinds = {(volume.unit, volume.period) for volume in listed}
    if len(kinds) != 1:
        named = " and ".join(sorted(f"{unit}{f' a {period}' if period else ''}" for unit, period in kinds))
        raise TierwatchError(f"{named or 'no volumes'} cannot be added up")
    ((unit, period),) = kinds
    return Volume(low=sum(v.low for v in listed), high=sum(v.high for v in listed), unit=unit, period=period)


def budget_change(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, text: str) -> Change | None:
    """The change that a buyer's restated budget makes between two states of one notice (its OCDS records), if it is one.

    ``text`` is that of the document after: where the new figure stands in it is the evidence.
    """
    old, new = _budget(before), _budget(after)
    if old is None or new is None or old == new:
        return None
    buyer = str(_at(after, "buyer", "name") or _at(after, "tender", "title") or "the buyer")
    figure = _place(_figures(after), text)
    return Change(
        type=EventType.VALUE_CHANGED,
        organisation=buyer,
        organisation_id=organisation_id_of(buyer),
        before=old,
        after=new,
        evidence=figure,
        reason="the budget of the notice was restated",
    )


def _budget(record: Mapping[str, Any] | None) -> str | None:
    amounts = _figures(record)
    if not amounts:
        return None
    sign = _CURRENCIES.get(str(_at(record, "tender", "value", "currency") or "GBP"), "")
    low, high = min(amounts), max(amounts)
    return _shown(sign, low) if low == high else f"{_shown(sign, low)} to {_shown(sign, high)}"


def _figures(record: Mapping[str, Any] | None) -> list[float]:
    found = (_at(record, "tender", name, "amount") for name in ("minValue", "value", "maxValue"))
    return [float(amount) for amount in found if isinstance(amount, int | float) and not isinstance(amount, bool)]


def _shown(sign: str, amount: float) -> str:
    return f"{sign}{amount / 1e6:,.1f} million" if amount >= 1e6 else f"{sign}{amount:,.0f}"


def _place(figures: list[float], text: str) -> Evidence | None:
    for figure in figures:
        for words in (f"{figure:.0f}", f"{figure:,.0f}", str(figure)):
            at = text.find(words)
            if at >= 0:
                return Evidence(quote=words, start=at, end=at + len(words))
    return None


def _at(record: Any, *path: str) -> Any:
    for key in path:
        record = record.get(key) if isinstance(record, Mapping) else None
    return record
