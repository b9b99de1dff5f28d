"""What the API takes and gives, as types: they check the questions, make the answers and write the OpenAPI document."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from monitor.model import DocumentKind, EventType, Role, Sector, Status


def _strict_day(value: Any) -> Any:
    # Pydantic takes numbers and moments for days too; the document promises one form.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("write a day as 2014-10-29")
    return value


def _strict_number(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"0|[1-9]\d{0,8}", value, re.ASCII):
        raise ValueError("write a whole number")
    return value


def _storable(value: str) -> str:
    # No name has such a character, and no database would take it.
    return value.replace("\x00", "\ufffd")


Day = Annotated[date, BeforeValidator(_strict_day)]
Words = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_storable)]


class Question(BaseModel):
    """The parameters of a list. An unknown one is refused, so that a misspelt filter is never taken for none."""

    model_config = ConfigDict(extra="forbid")

    # Bounds come before the validator, or the document does not tell them.
    limit: Annotated[
        int, Field(ge=1, le=200, description="How many entries at most."), BeforeValidator(_strict_number)
    ] = 50
    after: Annotated[
        str,
        Field(
            max_length=64,
            pattern="^[0-9a-f]*$",
            description="Where the page begins: taken from `next` of the page before.",
        ),
    ] = ""


class StandingsQuestion(Question):
    programme: Annotated[Words | None, Field(description="Id of a programme.")] = None
    area: Annotated[Words | None, Field(description="Name or code of an area.")] = None
    organisation: Annotated[Words | None, Field(description="Id of an organisation.")] = None
    role: Role | None = None
    status: Status | None = None
    as_of: Annotated[Day | None, Field(description="What held on that day; by default today.")] = None
    known_at: Annotated[Day | None, Field(description="As far as was known at the end of that day.")] = None


class EventsQuestion(Question):
    programme: Annotated[Words | None, Field(description="Id of a programme.")] = None
    area: Annotated[Words | None, Field(description="Name or code of an area.")] = None
    organisation: Annotated[Words | None, Field(description="Id of an organisation.")] = None
    type: EventType | None = None
    since: Annotated[Day | None, Field(description="Found on that day or later.")] = None
    until: Annotated[Day | None, Field(description="Found on that day or earlier.")] = None


class OrganisationsQuestion(Question):
    q: Annotated[Words | None, Field(description="Part of any of its names.")] = None
    sector: Sector | None = None


class AreasQuestion(Question):
    q: Annotated[Words | None, Field(description="Part of any of its names or codes.")] = None
    programme: Annotated[Words | None, Field(description="Id of a programme.")] = None


class DocumentsQuestion(Question):
    q: Annotated[Words | None, Field(description="Words that stand in it, best first; pages then count entries.")] = (
        None
    )
    since: Annotated[Day | None, Field(description="First seen on that day or later.")] = None


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Standing(Answer):
    """Who holds which place, with the words of the source."""

    id: str = Field(description="Permanent identifier of this fact.")
    url: str = Field(description="Its permanent page.")
    programme: str | None
    area: str | None
    organisation: str
    organisation_id: str
    role: Role
    status: Status
    partnership: str | None
    contract: str | None
    sector: Sector
    since: date | None
    until: date | None
    known_from: datetime | None
    reviewed: bool = Field(description="Whether a person has checked it.")
    confidence: float
    quote: str
    source: str = Field(description="Where the source says so.")


class Event(Answer):
    """A change that a person has approved."""

    id: str
    url: str
    type: EventType
    programme: str | None
    area: str | None
    organisation: str
    organisation_id: str
    organisation_to: str | None
    organisation_to_id: str | None
    before: str | None
    after: str | None
    occurred_on: date | None
    detected_at: datetime
    wording: str
    publisher: str
    quote: str
    source: str


class Organisation(Answer):
    """One body under all its names."""

    id: str
    url: str
    name: str
    former_names: list[str]
    sector: Sector
    legal_form: str
    contested: str = Field(description="Both readings of its sector, where it is contested.")
    identifiers: dict[str, str]


class Area(Answer):
    """A place that is contracted for."""

    id: str
    url: str
    programme: str
    name: str
    scheme: str
    codes: list[str]
    predecessors: list[str]
    successors: list[str]


class Document(Answer):
    """What is kept of a document beside its content, which stays with its publisher."""

    id: str
    url: str
    title: str
    kind: DocumentKind
    publisher: str
    published_at: datetime | None
    first_seen: datetime
    versions: int | None = Field(description="How many versions were seen; null where it was found by its words.")
    source: str


class DigestItem(Answer):
    headline: str
    areas: list[str]
    summary: str
    quotes: list[str]
    links: list[str]
    events: list[str]


class Digest(Answer):
    """A bulletin that went out, without anything personal."""

    id: str
    url: str
    number: int
    title: str
    period_start: datetime
    period_end: datetime
    sent_at: datetime | None
    items: list[DigestItem]


class Fault(Answer):
    status: int
    title: str
    detail: str


class Refusal(Answer):
    """Why there is no answer."""

    error: Fault
