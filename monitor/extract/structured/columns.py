"""The columns of a table: what each holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.extract.structured.parties import parties_in
from monitor.extract.structured.placelike import is_known_or_built, is_of_department, is_part, is_place
from monitor.extract.structured.stages import (
    OPEN_ENDED,
    PERIOD,
    followed,
    is_title,
    marked_stage,
    stages_of_tenders,
    status_of,
    superseded,
    taken_over,
)
from monitor.extract.structured.subjects import ABOUT_PERSONS, NAMING, WEAK, buyers_among
from monitor.extract.structured.titles import are_places, places_of_titles
from monitor.extract.structured.values import (
    COUNT,
    NO_TICK,
    TICK,
    are_codes,
    are_contacts,
    are_days,
    are_names,
    are_of_buyers,
    is_bodily,
    place_told,
)
from monitor.extract.structured.yielding import by_what_is_run, giving_way
from monitor.extract.words.area_headers import narrowest, tells_parts
from monitor.extract.words.statuses import header_kind, role_in, status_in
from monitor.model import Block, Status
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_COUNTS = re.compile(r"[\d\s,.\u00a3%-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds (see ``header_kind``), the status of those in it, and whether only others in the row make it so."""

    kind: str
    status: Status | None = None
    yields: bool = False


def columns_of(rows: Sequence[Block], watchlist: Watchlist) -> dict[str, Column]:
    """Each header and its column. A column of numbers holds no organisations, whatever it is called."""
    headers = list(dict.fromkeys(cell.header for row in rows for cell in row.cells if cell.header))
    values = {h: [c.text for row in rows for c in row.cells if c.header == h and c.text] for h in headers}
    columns = {header: Column(header_kind(header), status_of(header)) for header in headers}
    for header, texts in values.items():
        marks = bool(texts) and all(TICK.fullmatch(text) or NO_TICK.fullmatch(text) for text in texts)
        if marks and (mark := marked_stage(header)):
            columns[header] = Column("mark", mark)
        elif (
            (texts and ((marks and columns[header].kind == "lead") or all(_COUNTS.fullmatch(text) for text in texts)))
            or are_contacts(texts)
            or are_days(texts)
        ):
            columns[header] = Column("ignored")
        elif columns[header].kind == "" and columns[header].status and not is_title(header):
            # "Withdrawn": the header of a column of names, or one of dates and marks.
            columns[header] = replace(columns[header], kind="lead" if are_names(texts) else "ignored")
    if "who" in map(fold, headers) and any(fold(h).startswith("who ") and columns[h].kind == "lead" for h in headers):
        # Beside "Who helps" the column "Who" tells whom.
        columns |= {header: Column("service") for header in headers if fold(header) == "who"}
    _by_periods(columns, values)
    columns |= {header: Column(kind) for header, kind in giving_way(_kinds(columns), values).items()}
    _drop_departments(columns, values, watchlist)
    _by_values(columns, values)
    for header in stages_of_tenders([header for header, column in columns.items() if column.kind == "status"]):
        columns[header] = Column("ignored")
    _by_trade(columns, values, watchlist)
    _by_stages(columns, values, watchlist)
    _keep_best_lead(columns, values, watchlist)
    columns |= {h: Column("lead", Status.TERMINATED, only) for h, only in taken_over(_kinds(columns), values).items()}
    if all(tells_parts(header) for header, column in columns.items() if column.kind == "area"):
        _guess_area(columns, values, watchlist)
    if not any(column.kind == "area" for column in columns.values()):
        _by_places(columns, values, watchlist)
    if not any(column.kind == "area" for column in columns.values()):
        _read_lots_as_areas(columns, values, watchlist)
    columns |= {header: Column(kind) for header, kind in by_what_is_run(_kinds(columns), values).items()}
    areas = [header for header, column in columns.items() if column.kind == "area"]
    columns |= dict.fromkeys(set(areas) - set(_named(narrowest(areas), values)), Column("ignored"))
    return columns


def _kinds(columns: Mapping[str, Column]) -> dict[str, str]:
    return {header: column.kind for header, column in columns.items()}


def _named(headers: Sequence[str], values: Mapping[str, list[str]]) -> list[str]:
    """Of columns of areas those that hold one name a cell, where others list what lies in it."""
    listing = {
        h for h in headers if values[h] and sum(bool(_LISTED.search(text)) for text in values[h]) > len(values[h]) / 2
    }
    return [header for header in headers if header not in listing] or list(headers)


_LISTED = re.compile(r"[,;]\s+\S")


def _drop_departments(columns: dict[str, Column], values: Mapping[str, list[str]], watchlist: Watchlist) -> None:
    """A "Service area" at a council is most often a part of its staff or a field of work, and an authority may be who buys."""
    for header, column in columns.items():
        if column.kind == "area" and are_of_buyers(header, values[header], watchlist):
            columns[header] = Column("ignored")
        of_work = sum(is_of_department(text) for text in values[header])
        if column.kind == "area" and _SERVICE_AREA.fullmatch(fold(header)) and of_work * 2 >= len(values[header]):
            columns[header] = Column("ignored")


_SERVICE_AREA = re.compile(r"(?:service|business|directorate|portfolio|policy|category|spend|subject|work) areas?")


def _read_lots_as_areas(columns: dict[str, Column], values: Mapping[str, list[str]], watchlist: Watchlist) -> None:
    """A column of lots that are called after places is one of areas."""
    for header, column in columns.items():
        lots = [COUNT.sub("", part) for text in values[header] for part in re.split(r"\s*[;\n]\s*", text) if part]
        if column.kind == "service" and are_places(header, lots, watchlist):
            columns[header] = Column("area")
            return


#: So much of a column must speak of stages, or of roles, for the column to hold them.
_MOST = 0.8


def _by_values(columns: dict[str, Column], values: Mapping[str, list[str]]) -> None:
    """Columns that hold stages ("Contract live", "Not awarded") or roles ("Lead provider"), whatever they are called."""
    for header, texts in values.items():
        if (
            texts
            and _ROLE_HEADER.fullmatch(fold(header))
            and sum(role_in(t) is not None for t in texts) >= _MOST * len(texts)
        ):
            columns[header] = Column("role")
        if not texts or columns[header].kind in {"area", "subcontractor", "unsuccessful", "status", "role"}:
            continue
        staged = [text for text in texts if len(_DATED.sub("", text).split()) <= _LONGEST_STAGE and status_in(text)]
        absent = sum(_ABSENT.fullmatch(text) is not None for text in texts) if staged else 0
        if len(staged) + absent >= _MOST * len(texts) and columns[header].status is None:
            columns[header] = Column("status")


_LONGEST_STAGE = 4
#: Who was not there to reach a stage.
_ABSENT = re.compile(
    r"(?:did not|not|no) (?:bid|tender|apply|submitted|submit)|no bid|not bidding|n/?a|none|-|\u2013", re.IGNORECASE
)
#: When a stage was reached: "(2 April 2025)", "on 03/05/2025", "since May 2025".
_DATED = re.compile(
    r"[\s(,\u2013-]*(?:\b(?:on|from|since|until|to|by|as of|w\.?e\.?f\.?) )?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Z][a-z]{2,8}\.?,? (?:\d{1,2}, )?\d{4})\)?"
)
_ROLE_HEADER = re.compile(r"(?:role|type|capacity|part|position|involvement|function)(?: .*)?|.* role")


def _by_periods(columns: dict[str, Column], values: Mapping[str, list[str]]) -> None:
    """Columns of names under years: the one without an end holds who has it now, the others who had it."""
    named = [header for header in columns if PERIOD.fullmatch(fold(header)) and are_names(values[header])]
    now = [header for header in named if OPEN_ENDED.fullmatch(fold(header))]
    if len(now) == 1 and len(named) > 1:
        columns |= {header: Column("lead" if header in now else "ignored") for header in named}
    for header in superseded([header for header, column in columns.items() if column.kind == "lead"]):
        columns[header] = Column("lead", Status.TERMINATED)


def _keep_best_lead(columns: dict[str, Column], values: Mapping[str, list[str]], watchlist: Watchlist) -> None:
    """Of several columns of leads at one stage ("Supplier", "Company") the one that names most organisations is meant.

    Equal counts keep the one with the plainer header. Columns of different stages ("Shortlisted", "Preferred bidder") stand side
    by side, as do those that follow from a header over both.
    """
    for header in buyers_among([header for header, column in columns.items() if column.kind == "lead"]):
        columns[header] = Column("ignored")
    by_status: dict[Status | None, list[str]] = {}
    for header, column in columns.items():
        # "Support provider if different" holds others by what it says of itself.
        if column.kind == "lead" and not _OTHERS.search(fold(header)):
            by_status.setdefault(column.status, []).append(header)
    for leads in by_status.values():
        if len(leads) < 2 or len({_NUMBERS.sub("", header) for header in leads}) == 1:
            # "Bidder 1" and "Bidder 2", or "Provider A" and "Provider B", are one column that holds several.
            continue
        if _stand_side_by_side([fold(header) for header in leads]):
            continue
        score = {
            h: (sum(bool(watchlist.find_organisations(t)) for t in values[h]), not WEAK.search(fold(h))) for h in leads
        }
        best = max(leads, key=lambda header: (score[header], -leads.index(header)))
        for header in leads:
            if header != best:
                columns[header] = Column("ignored")


_NUMBERS = re.compile(r"(?<= )[A-H]$|[\W\d]+")
_OTHERS = re.compile(r"\b(?:if|where) (?:different|another|not the same)\b")


def _stand_side_by_side(headers: Sequence[str]) -> bool:
    """Whether columns of leads hold different bodies: who does what ("Repairs contractor", "Lift engineer"), a vehicle and its lead."""
    parts = [header.split() for header in headers]
    trades = all(len(said) > 1 and said[-1].endswith(("er", "or", "agent")) for said in parts)
    if followed(headers) or (trades and len({said[0] for said in parts}) == len(parts)):
        return True
    if len({said[-1] for said in parts}) == 1 and all(len(said) > 1 for said in parts):
        return True
    vehicles = [header for header in headers if _VEHICLE.search(header)]
    return len(vehicles) == 1 and all(_LED.search(header) for header in headers if header not in vehicles)


_VEHICLE = re.compile(r"\b(?:consortium|partnership|joint venture|alliance|vehicle|bid)\b")
_LED = re.compile(r"\b(?:lead|leading|prime|accountable)\b")
#: Who does a trade: the last word of a header over bodies that stands beside one of contractors.
_TRADE = re.compile(
    r"(?:.* )?(?!employer|member|number|owner|author|manager|officer|director|other|sector|funder|manufacturer)\w+(?:er|or)"
)


def _by_trade(columns: dict[str, Column], values: Mapping[str, list[str]], watchlist: Watchlist) -> None:
    """Columns of those who do a trade ("Lift engineer") beside one of contractors: most in them are bodies by their names."""
    if not any(column.kind in {"lead", "subcontractor"} for column in columns.values()):
        return
    for header, column in columns.items():
        if column.kind or not _TRADE.fullmatch(fold(header)):
            continue
        named = {party.surface for text in values[header] for party in parties_in(text, watchlist)}
        if named and 2 * sum(is_bodily(name, watchlist) for name in named) >= len(named):
            columns[header] = Column("lead")


def _by_stages(columns: dict[str, Column], values: Mapping[str, list[str]], watchlist: Watchlist) -> None:
    """A column called "Name" beside one of stages, where no other names bodies: those that most of its cells name stand at them."""
    kinds = {column.kind for column in columns.values()}
    if "status" not in kinds or kinds & NAMING:
        return
    for header, texts in values.items():
        if fold(header) in {"name", "who"} and 2 * sum(is_bodily(text, watchlist) for text in texts) >= len(texts) > 0:
            columns[header] = Column("lead")


def _are_titles(texts: Sequence[str], watchlist: Watchlist) -> bool:
    """Whether ``texts`` say what is done and where: the place is at their end."""
    return 2 * sum(map(is_of_department, texts)) >= len(texts) and bool(places_of_titles(texts, watchlist))


def _are_tasks(texts: Sequence[str], watchlist: Watchlist) -> bool:
    """Whether most of ``texts`` say what is done and none is a place that is known: "Housing", "Debt advice"."""
    return 2 * sum(map(is_of_department, texts)) > len(texts) and not any(is_place(t, watchlist) for t in texts)


def _by_places(columns: dict[str, Column], values: Mapping[str, list[str]], watchlist: Watchlist) -> None:
    """A column under another word is one of areas where most in it are places that are known or built like one."""
    for header, texts in values.items():
        if not columns[header].kind and _SITE.fullmatch(fold(header)) and len(set(texts)) == len(texts) > 1:
            columns[header] = Column("area")
            return
        named = [text for text in dict.fromkeys(texts) if place_told(text, watchlist)]
        told = [text for text in named if is_known_or_built(text, watchlist) or is_part(text)]
        if told and not columns[header].kind and len(told) >= _MOST * len(named):
            columns[header] = Column("area")
            return


#: What is run in one place.
_SITE = re.compile(
    r"(?:(?:leisure|sports?|community|family|children s|day|resource) )?(?:centres?|centers?|facilit(?:y|ies)|pools?)"
)
#: What is to be done, by whatever word.
_TASK = re.compile(
    r"(?:procurement|requirement|opportunity|tender|project|category|commodity|activity|task|works?|function|needs?|problems?|issues?|help|support|aims?|purpose|topics?|themes?|strands?|pathways?|interventions?|what|what (?:for|is needed|is done|you need)|you need)(?: name| title)?|.*\b(?:types?|categor(?:y|ies)|methods?|kinds?|class)\b.*"
)


def _guess_area(columns: dict[str, Column], values: Mapping[str, list[str]], watchlist: Watchlist) -> None:
    # A list of places with their suppliers often calls its first column only "name" or "hostel".
    for header, column in columns.items():
        texts = values[header]
        if column.kind in NAMING:
            return
        named = len(set(texts)) == len(texts) and all(t[:1].isupper() for t in texts) and not are_codes(texts)
        if column.kind == "" and texts and named:
            if not (
                ABOUT_PERSONS.search(fold(header))
                or _TASK.fullmatch(fold(header))
                or _are_titles(texts, watchlist)
                or _are_tasks(texts, watchlist)
            ):
                columns[header] = Column("area")
            return
