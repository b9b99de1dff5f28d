"""What somebody can choose, and what a form says that they chose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request

from monitor.errors import TierwatchError
from monitor.ledger.organisations import all_tags
from monitor.mail.members import Choice
from monitor.model.members import Cadence, Subscription
from monitor.web.site import site
from monitor.web.tracker.directory import directory

CADENCES = (
    (Cadence.WEEKLY, "Every week", "One bulletin on the day that the week is closed."),
    (Cadence.DAILY, "Every day", "Only on days on which something changed."),
    (Cadence.MONTHLY, "Every month", "The month in one mail."),
    (Cadence.IMMEDIATE, "At once", "A short mail when an urgent change is approved."),
)
LANGUAGES = (("en", "English"), ("cy", "Cymraeg"))
QUIET = (("paragraph", "Send one line that says so"), ("nothing", "Send nothing"))
PAUSES = (("", "No pause"), ("14", "For two weeks"), ("28", "For four weeks"), ("91", "For three months"))
#: More would not be a choice, and would fill the store.
_MOST_AREAS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasOf:
    """The areas of a programme that can be followed."""

    programme: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the form shows as chosen."""

    areas: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    specialisms: frozenset[str] = frozenset()
    cadence: str = Cadence.WEEKLY.value
    language: str = "en"
    quiet: str = "paragraph"


def options() -> dict[str, object]:
    """Everything that can be chosen, for the templates."""
    known = directory()
    areas = [
        AreasOf(programme=each.name, areas=tuple(place.name for place in known.places_of(each.id)))
        for each in known.programmes.values()
    ]
    return {
        "programmes": [each for each in areas if each.areas],
        "themes": all_tags(site().programmes, "services"),
        "groups": all_tags(site().programmes, "specialisms"),
        "cadences": CADENCES, "languages": LANGUAGES, "quiets": QUIET, "pauses": PAUSES,
    }  # fmt: skip


def chosen_of(subscription: Subscription | None, language: str) -> Chosen:
    """A subscription as the form shows it."""
    if subscription is None:
        return Chosen(language=language)
    return Chosen(
        areas=frozenset(subscription.areas), themes=frozenset(subscription.themes),
        specialisms=frozenset(subscription.specialisms),
        cadence=subscription.cadence.value, language=language, quiet=subscription.quiet,
    )  # fmt: skip


def filled_in() -> Chosen:
    """What the form that was sent shows as chosen."""
    return Chosen(
        areas=frozenset(request.form.getlist("area")), themes=frozenset(request.form.getlist("theme")),
        specialisms=frozenset(request.form.getlist("specialism")),
        cadence=request.form.get("cadence", ""), language=request.form.get("language", "en"),
        quiet=request.form.get("quiet", "paragraph"),
    )  # fmt: skip


def choice_of_form(*, kept: Iterable[str] = ()) -> Choice:
    """The choice that the form says. Raises TierwatchError for what could not be chosen.

    ``kept`` are themes that the member has; those that no pack offers were noted by staff, and stay.
    """
    made, known = filled_in(), directory()
    areas = {place.name for place in known.by_name.values()}
    themes = {tag.id for tag in all_tags(site().programmes, "services")}
    groups = {tag.id for tag in all_tags(site().programmes, "specialisms")}
    offered = {cadence.value for cadence, *_ in CADENCES}
    # What was chosen once and has gone since is let go of in silence.
    if made.cadence not in offered or made.language not in dict(LANGUAGES) or made.quiet not in dict(QUIET):
        raise TierwatchError("Choose how often the bulletin should come.")
    if len(made.areas) > _MOST_AREAS:
        raise TierwatchError("That is every area; choose none to follow all of them.")
    return Choice(
        areas=tuple(sorted(made.areas & areas)),
        themes=tuple(sorted((made.themes & themes) | (set(kept) - themes))),
        specialisms=tuple(sorted(made.specialisms & groups)),
        cadence=Cadence(made.cadence),
        quiet=made.quiet,
        language=made.language,
    )


def paused_until(now: datetime) -> datetime | None:
    """Until when the form says to pause."""
    days = request.form.get("pause", "")
    return now + timedelta(days=int(days)) if days in dict(PAUSES) and days else None
