"""The queue: changes that wait for a person, one card a page, decided by button or by single keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.errors import ReviewError
from monitor.ledger.wording import ROLE_WORDS
from monitor.model import Decision, EventState, StaffRole, Verdict
from monitor.review import deciding
from monitor.review.around import confirmation, disputes, history_of_area, voices
from monitor.review.cards import Card, cards_of
from monitor.review.deciding import Say
from monitor.review.sides import claim_behind, reason_of, sides_of
from monitor.review.withheld import Withheld, suppressed, waiting_for_a_second_look
from monitor.web.desk.counting import counts, waiting
from monitor.web.guard import needs, the_user
from monitor.web.kept import kept_value
from monitor.web.site import site
from monitor.web.tracker.pages import page_of

BLUEPRINT = Blueprint("queue", __name__, url_prefix="/desk/changes")
REASONS = (
    ("duplicate", "We told this already"),
    ("wrong", "The source does not say that"),
    ("off topic", "Not about who runs what"),
    ("stale", "Too old to be news"),
)
_LOOK_BACK, _FURTHEST_BACK = 14, 365 * 20
_A_PAGE = _MOST_DECIDED = 100


@BLUEPRINT.get("/")
@needs(StaffRole.READER)
def home() -> str:
    """What waits, a line a card."""
    page = page_of(waiting(), _A_PAGE)
    return render_template("desk/queue.html", page=page, counts=counts(), tab="waiting", done=_done())


@BLUEPRINT.get("/held")
@needs(StaffRole.READER)
def held() -> str:
    """What is held back, by whom and why; and what never became a change."""
    here = site()
    days = max(1, min(request.args.get("days", _LOOK_BACK, type=int), _FURTHEST_BACK))
    return render_template(
        "desk/held.html",
        cards=_with_decisions(deciding.held(here.store)),
        second_look=waiting_for_a_second_look(here.store, here.sources()),
        suppressed=_suppressed(days),
        days=days,
        furthest=_FURTHEST_BACK,
        counts=counts(),
        tab="held",
    )


def _suppressed(days: int) -> tuple[Withheld, ...]:
    """What was read in the last days and made no change; read once for all of the staff while nothing new was read."""
    here = site()
    since = here.today - timedelta(days=days)
    start = datetime.combine(since, time(), tzinfo=ZoneInfo(here.masthead.zone))
    return kept_value("suppressed", lambda: suppressed(here.store, since=start, until=here.now), start)


@BLUEPRINT.get("/decided")
@needs(StaffRole.READER)
def decided() -> str:
    """What was decided lately, newest first."""
    here = site()
    states = (EventState.ACCEPTED, EventState.REJECTED, EventState.MERGED)
    events = [
        event
        for state in states
        for event in here.store.events.list(state=state, concerns_source=False, newest_first=True, limit=_MOST_DECIDED)
    ]
    newest = sorted(events, key=lambda event: event.detected_at, reverse=True)[:_MOST_DECIDED]
    cards = _with_decisions(cards_of(newest))
    return render_template("desk/decided.html", cards=cards, counts=counts(), tab="decided")


@BLUEPRINT.get("/<event_id>")
@needs(StaffRole.READER)
def card(event_id: str) -> str:
    """One card."""
    here = site()
    shown = _card(event_id)
    event = shown.event
    cards = waiting()
    place = _place(cards, event_id)
    before, after = sides_of(event, here.store)
    claim = claim_behind(event, here.store)
    return render_template(
        "desk/card.html",
        card=shown,
        event=event,
        before=before,
        after=after,
        source=here.source(event.source_id),
        programme=here.programme_name(event.change.programme),
        why=reason_of(claim, event.change),
        confirmation=confirmation(claim, event.source_id, here.store) if claim else None,
        surface=claim.surface if claim else event.change.organisation,
        organisations=here.organisations,
        roles=tuple(ROLE_WORDS.items()),
        voices=voices(event, here.store),
        disputes=disputes(event, here.store, here.today),
        history=history_of_area(event, here.store),
        decisions=here.store.events.decisions(event.id),
        place=place,
        total=len(cards),
        previous=cards[place - 1].id if place else None,
        following=_following(cards, place),
        mergeable=deciding.others_like(shown, [*cards, *_decided_in_this_week()])[:40],
        reasons=REASONS,
        next_issue=here.weekly.current_period(here.now).end.date(),
        done=_done(),
    )


@BLUEPRINT.post("/<event_id>")
@needs(StaffRole.EDITOR)
def decide(event_id: str) -> Response:
    """Record a decision and go on to the next card."""
    here, user = site(), the_user()
    shown = _card(event_id)
    if request.form.get("state") != shown.event.state.value:
        flash("Somebody decided about this meanwhile. Look at it again.", "warn")
        return redirect(url_for("queue.card", event_id=event_id), code=303)
    cards = waiting()
    after = _following(cards, _place(cards, event_id))
    try:
        deciding.decide(here.store, shown, _said(), by=user.name, at=here.now)
    except ReviewError as error:
        flash(str(error)[:1].upper() + str(error)[1:] + ".", "bad")
        return redirect(url_for("queue.card", event_id=event_id), code=303)
    return redirect(_next(after, done=shown.id), code=303)


@BLUEPRINT.post("/<event_id>/reopen")
@needs(StaffRole.EDITOR)
def reopen(event_id: str) -> Response:
    """Take the last decision about a card back."""
    here = site()
    shown = _card(event_id)
    deciding.reopen(here.store, shown.event_ids, by=the_user().name, at=here.now)
    flash("Taken back: it waits again.")
    return redirect(url_for("queue.card", event_id=event_id), code=303)


@BLUEPRINT.post("/<event_id>/urgent")
@needs(StaffRole.EDITOR)
def urgent(event_id: str) -> Response:
    """Mark a card urgent, or no longer."""
    here = site()
    shown = _card(event_id)
    deciding.mark_urgent(here.store, shown, urgent=not shown.urgent, by=the_user().name, at=here.now)
    return redirect(url_for("queue.card", event_id=event_id), code=303)


@BLUEPRINT.post("/<event_id>/split")
@needs(StaffRole.EDITOR)
def split(event_id: str) -> Response:
    """Make a card of each event, or put those together again that were split."""
    here = site()
    shown = _card(event_id)
    if len(shown.events) > 1:
        deciding.split(here.store, shown, by=the_user().name, at=here.now)
        flash(f"Split into {len(shown.events)} changes.")
    elif shown.stands_alone:
        deciding.join(here.store, shown, by=the_user().name, at=here.now)
        flash("Put together again.")
    return redirect(url_for("queue.card", event_id=event_id), code=303)


def _card(event_id: str) -> Card:
    found = deciding.card_with(site().store, event_id)
    if found is None:
        abort(404)
    return found


def _said() -> Say:
    form = request.form
    try:
        verdict = Verdict(form.get("verdict", ""))
        until = date.fromisoformat(form["until"]) if verdict is Verdict.HOLD and form.get("until") else None
    except ValueError:
        abort(400)
    if verdict is Verdict.REOPEN:
        abort(400)
    kind, words = form.get("kind", ""), form.get("reason", "").strip()
    reason = ": ".join(part for part in (kind, words) if part)[:500]
    return Say(
        verdict=verdict,
        reason=reason,
        wording=" ".join(form.get("wording", "").split()) if verdict is Verdict.EDIT else "",
        hold_until=until,
        merged_into=form.get("into") or None if verdict is Verdict.MERGE else None,
    )


def _place(cards: Sequence[Card], event_id: str) -> int | None:
    return next((number for number, each in enumerate(cards) if event_id in each.event_ids), None)


def _following(cards: Sequence[Card], place: int | None) -> str | None:
    """The card after that place; at the end the first again, ``None`` when no other is left."""
    rest = cards if place is None else [*cards[place + 1 :], *cards[:place]]
    return rest[0].id if rest else None


def _next(event_id: str | None, *, done: str) -> str:
    if event_id is None:
        return url_for("queue.home", done=done)
    return url_for("queue.card", event_id=event_id, done=done)


def _done() -> Card | None:
    """The card that was decided on the page before, for its undo."""
    event_id = request.args.get("done", "")
    return deciding.card_with(site().store, event_id) if event_id else None


def _with_decisions(cards: Sequence[Card]) -> list[tuple[Card, Decision | None]]:
    """Each card with the decision that counts about it."""
    last = site().store.events.last_decisions([card.id for card in cards])
    return [(card, last.get(card.id)) for card in cards]


def _decided_in_this_week() -> tuple[Card, ...]:
    here = site()
    since = here.weekly.current_period(here.now).start - timedelta(days=7)
    return cards_of(here.store.events.list(since=since, state=EventState.ACCEPTED, concerns_source=False))
