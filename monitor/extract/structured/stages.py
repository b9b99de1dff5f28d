"""Headers that tell how far things have come: stages, marks that say whether one was reached, and days until."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.extract.structured.values import are_names
from monitor.extract.words.statuses import RESERVE, header_words, status_in
from monitor.model import Status


def status_of(header: str) -> Status | None:
    """What a header says of those in its column: "Provider until March" that they had it, "Reserve" that they may yet."""
    if _UNTIL.search(header):
        return Status.TERMINATED
    reserve = RESERVE.match(header) and not _ENGAGED.search(header)
    return Status.SHORTLISTED if reserve else status_in(header)


_UNTIL = re.compile(r"\b(?:until|up to|before)\s+(?:\d|[A-Z][a-z])")
#: "Backup under subcontract": who stands by and has signed for it.
_ENGAGED = re.compile(
    r"\b(?:under (?:an? )?(?:sub-?contract|contract|agreement)|(?:sub-?)?contracted)\b", re.IGNORECASE
)


def staged(headers: Sequence[str]) -> Sequence[str]:
    """``headers``, unless only some of them say a stage, which is then that of those under them alone."""
    return headers if all(map(status_of, headers)) else [header for header in headers if not status_of(header)]


def undated(label: str) -> str:
    """``label`` without the day until or from which it holds: "Operator until 31 January 2026"."""
    return _SINCE.sub("", label)


_SINCE = re.compile(
    r" (?:until|till|to|from|since|after|before|up to) (?:(?:\d{1,2} )?[A-Z][a-z]+ )?(?:\d{1,2} )?\d{4}$"
)


#: In a single record who had it before is no news of its own.
_FEWEST_ROWS = 2


def outgoing(kinds: Mapping[str, str], values: Mapping[str, list[str]]) -> list[str]:
    """The headers of those who had something before the ones in a column beside theirs: "Outgoing provider"."""
    if "lead" not in kinds.values():
        return []
    return [
        header
        for header, texts in values.items()
        if len(texts) >= _FEWEST_ROWS and _OUTGOING.fullmatch(header_words(header)) and are_names(texts)
    ]


def was_before(label: str) -> bool:
    """Whether a label is that of who had something before: "Previous operator"."""
    return bool(_OUTGOING.fullmatch(header_words(label)))


_OUTGOING = re.compile(
    r"(?:previous|outgoing|former|old) (?:[a-z]+ )?(?:providers?|suppliers?|contractors?|operators?|holders?|leads?|agenc(?:y|ies)|organi[sz]ations?)"
)


def taken_over(kinds: Mapping[str, str], values: Mapping[str, list[str]]) -> dict[str, bool]:
    """The headers of those who had it before others, and of those who have it until others do; true for the latter."""
    return dict.fromkeys(outgoing(kinds, values), False) | dict.fromkeys(
        followed([header for header, kind in kinds.items() if kind == "lead"]), True
    )


def followed(leads: Sequence[str]) -> list[str]:
    """Of the headers of ``leads`` those of who has it now, beside a column of those who will have it next.

    "Current operator" and "New operator" are such headers, "Supplier at present" and "Supplier from October" too.
    """
    now = {_NOW.sub("", header_words(header)): header for header in leads if _NOW.search(header_words(header))}
    then = {_NEXT.sub("", header_words(header)) for header in leads if _NEXT.search(header_words(header))}
    return [header for rest, header in now.items() if rest in then]


_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_SEASON = rf"(?:{_MONTH}|spring|summer|autumn|winter)"
_NOW = re.compile(r"^(?:current|present|existing|now|today|at present)\b ?| (?:at present|at the moment|now|today)$")
_NEXT = re.compile(
    rf"^(?:next|new|future|incoming)\b ?| (?:from|as of|after) (?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_SEASON}(?: \d{{1,2}})?(?: \d{{4}})?|(?:19|20)\d\d)$"
)


def is_title(header: str) -> bool:
    """Whether a header is that of what a column of awards may tell beside the names."""
    return bool(_TITLED.search(header_words(header)))


_TITLED = re.compile(r"\b(?:titles?|descriptions?|subject|scope|notes?|comments?|reasons?|criteria)\b")


def marked_stage(header: str) -> Status | None:
    """The stage that marks under ``header`` say was reached: "Awarded (Y/N)", "Active?"."""
    said = header_words(header)
    return (status_in(said) or Status.AWARDED) if _WON.fullmatch(said) or _LIVE.fullmatch(said) else None


def unmarked_stage(header: str) -> Status:
    """The stage of those without the mark."""
    return Status.TERMINATED if _LIVE.fullmatch(header_words(header)) else Status.UNSUCCESSFUL


#: Whether a contract runs.
_LIVE = re.compile(r"(?:is |contract )?(?:active|current|live|in force|open)(?: contract)?(?: (?:y n|yes no|flag))?")
#: "Awarded (Y/N)", "Winner?": whether the one in the row came so far.
_WON = re.compile(
    r"(?:is |was )?(?:(?:bid|bidder|contract|lot|supplier|tenderer|provider) )?(?:award\w*|winn\w+|won|success\w*|preferred(?: bidder)?|short ?listed|recommended)"
    r"(?: (?:bid|bidder|supplier|tenderer|provider|contractor|contract|lot|to|y n|yes no|yes or no|flag))*"
)


def stages_of_tenders(headers: Sequence[str]) -> list[str]:
    """Of the ``headers`` of stages those of tenders, where others say how far the awards or the contracts have come."""
    of_tenders = [h for h in headers if _OF_TENDERS.search(header_words(h)) and not _OF_AWARDS.search(header_words(h))]
    return of_tenders if len(of_tenders) < len(headers) else []


_OF_TENDERS = re.compile(r"\b(?:tenders?|notices?|opportunit(?:y|ies)|procurements?|process)\b")
_OF_AWARDS = re.compile(r"\b(?:awards?|contracts?|bids?|tenderers?)\b")


_YEAR = r"(?:[a-z]+ )?(?:19|20)\d\d(?: \d\d)?"
OPEN_ENDED = re.compile(
    rf"(?:from|since|after) {_YEAR}|{_YEAR} (?:to |until )?(?:present|now|date|today|onwards)|now|today|currently|at present"
)
PERIOD = re.compile(rf"{OPEN_ENDED.pattern}|(?:until |before |up to |to )?{_YEAR}(?: (?:to |until )?{_YEAR})?")


def superseded(headers: Sequence[str]) -> list[str]:
    """Of the ``headers`` over bodies those of a time that was over when that of another began: "Provider 2012-2019"."""
    years = {header: [int(year) for year in _YEARS.findall(header)] for header in headers}
    begun = {header: said[0] for header, said in years.items() if said}
    over = [
        header
        for header, said in years.items()
        if len(said) > 1 and any(said[-1] <= start for other, start in begun.items() if other != header)
    ]
    ends = {header: day for header in headers if (day := _day(_ENDS, header))}
    begins = [day for header in headers if header not in ends and (day := _day(_BEGINS, header))]
    return over + [header for header, day in ends.items() if header not in over and any(day <= d for d in begins)]


_YEARS = re.compile(r"\b((?:19|20)\d\d)\b")


def _day(pattern: re.Pattern[str], header: str) -> tuple[int, int, int] | None:
    """The day that ``pattern`` finds in ``header``, as year, month and day; of a mere year its last month."""
    match = pattern.search(header_words(header))
    if match is None:
        return None
    month = _MONTHS.index(match["month"]) + 1 if match["month"] else len(_MONTHS)
    return int(match["year"]), month, int(match["day"] or match["of"] or 0)


_DAY = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?:(?P<month>{_MONTH}) )?(?:(?P<of>\d{{1,2}}) )?(?P<year>(?:19|20)\d\d)\b"
#: "Deed to 30 June 2025" beside "Deed from 1 July 2025".
_ENDS = re.compile(rf"\b(?:to|until|till|ending|ended|up to) {_DAY}")
_BEGINS = re.compile(rf"\b(?:from|since|starting|beginning|after|as of) {_DAY}")
