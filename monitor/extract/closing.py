"""Closing dates: until when one may apply, respond or book, with the year worked out and the doubt kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from monitor.model import Document, Evidence, Zone

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATE = (
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? "
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?(?: (?P<year>20\d\d))?"
)
_TIME = r"(?:,? (?:at |by )?(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>am|pm)\b|(?P<hour24>\d{1,2})[:.](?P<minute24>\d\d)\b|(?P<word>noon|midday|midnight)\b))?"
_CUE = (
    r"(?:apply|applications?(?: (?:close|must|should|are|is))?|closing date|closes?|closing|deadline|respond|responses?|submit|submissions?|bids?|tenders?|"
    r"register|book|consultation (?:closes|ends|runs))"
)
_CLOSING = re.compile(
    rf"\b{_CUE}\b[^.;!?\n]{{0,60}}?(?:\b(?:by|before|until|on|is|to|no later than)\b:? |: ?|[-\u2013] ?|\b ){_DATE}{_TIME}",
    re.IGNORECASE,
)
_KINDS = (
    ("vacancies", re.compile(r"\b(?:vacanc(?:y|ies)|salary|job|recruit\w*|appoint(?:ing|ment)|the role|post of|trustees?)\b", re.IGNORECASE)),
    ("consultations", re.compile(r"\b(?:consultation|call for evidence|respon(?:d|ses?)|have your say|survey)\b", re.IGNORECASE)),
    ("funding", re.compile(r"\b(?:fund(?:ing)?|grants?|bids?|award of up to)\b", re.IGNORECASE)),
    ("events", re.compile(r"\b(?:event|conference|webinar|seminar|workshop|register|book)\b", re.IGNORECASE)),
)  # fmt: skip
_NEAR = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A deadline. ``kind`` is a section of the digest, or empty; ``ambiguous``: the text gives no year and more than one fits."""

    on: date
    at: time | None
    kind: str
    evidence: Evidence
    ambiguous: bool = False

    def is_over(self, day: date, now: time | None = None) -> bool:
        """Whether it has passed on ``day`` (at the local time ``now``; without one, at its end)."""
        if day != self.on:
            return day > self.on
        return self.at is not None and now is not None and now > self.at


def find_closings(document: Document, *, on: date) -> tuple[Closing, ...]:
    """The closing dates that ``document``, published on the day ``on``, states outside its furniture. Pure."""
    found: dict[tuple[date, str], Closing] = {}
    for match in _CLOSING.finditer(document.text):
        if _in_furniture(document, match.start()):
            continue
        dated = _date(match, on)
        if dated is None:
            continue
        near = document.text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        kind = next((kind for kind, pattern in _KINDS if pattern.search(match.group())), None)
        kind = kind or next((kind for kind, pattern in _KINDS if pattern.search(f"{document.title} {near}")), "")
        evidence = Evidence(quote=match.group(), start=match.start(), end=match.end())
        closing = Closing(on=dated[0], at=_time(match), kind=kind, evidence=evidence, ambiguous=dated[1])
        found.setdefault((closing.on, kind), closing)
    return tuple(found.values())


def _in_furniture(document: Document, at: int) -> bool:
    return any(block.start <= at < block.end and block.zone is not Zone.MAIN for block in document.blocks)


def _date(match: re.Match[str], published: date) -> tuple[date, bool] | None:
    """The day that is meant, and whether another year would fit as well.

    Without a year it is the first such day from the publication on. A weekday must fit: "Mon 18 Nov" on a page of a year in
    which that is no Monday was put there in another year, and nobody can say from the page alone in which.
    """
    day, month = int(match["day"]), _MONTHS.index(match["month"][:3].lower()) + 1
    weekday = _DAYS.index(match["weekday"][:3].lower()) if match["weekday"] else None
    if match["year"]:
        stated = _day(int(match["year"]), month, day)
        return None if stated is None else (stated, weekday is not None and stated.weekday() != weekday)
    years = range(published.year, published.year + 12)
    fitting = [
        found
        for year in years
        if (found := _day(year, month, day)) and found >= published and weekday in {None, found.weekday()}
    ]
    if not fitting:
        return None
    return fitting[0], (fitting[0] - published).days > 366


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time | None:
    if match["word"]:
        return time(23, 59) if match["word"].lower() == "midnight" else time(12)
    hour, minute = (match["hour24"], match["minute24"]) if match["hour24"] else (match["hour"], match["minute"] or "0")
    if not hour:
        return None
    number = int(hour)
    if match["half"]:
        number = number % 12 + (12 if match["half"].lower() == "pm" else 0)
    return time(number, int(minute)) if number < 24 and int(minute) < 60 else None
