"""The service's look at itself: the heartbeat outwards, one alert a cause and day, and the weekly letter to staff that always comes."""

from __future__ import annotations

import logging
from contextlib import suppress

from monitor.cli.context import Composition
from monitor.cli.post import post
from monitor.clock import utc_now
from monitor.errors import FetchError, StoreError, TierwatchError
from monitor.model import Request
from monitor.operations.vitals import Vitals
from monitor.operations.watch import Alert, alerts, staff_letter
from monitor.sources.fetch import Fetcher
from monitor.sources.fetch.ask import notify
from monitor.store import Store
from monitor.store.figures import figures

log = logging.getLogger("tierwatch")
_LETTER = "staff letter"


def keep_vigil(
    composition: Composition, store: Store, vitals: Vitals, fetcher: Fetcher, *, by: str, offline: bool = False
) -> None:
    """One turn: what goes wrong in it is logged, and the next turn tries again."""
    try:
        tell_alerts(composition, store, vitals, by=by, offline=offline)
        write_to_staff(composition, store, by=by)
    except StoreError as error:
        log.error("staff were not told: %s", error)  # noqa: TRY400 -- the message says it all
    url = composition.config.operations.heartbeat_url
    if url and vitals.why_not_ready() is None:
        try:
            fetcher.fetch(Request(url=url, internal=True))
        except FetchError as error:
            log.warning("the heartbeat was not taken: %s", error.reason)


def tell_alerts(composition: Composition, store: Store, vitals: Vitals, *, by: str, offline: bool = False) -> int:
    """Tell staff of each cause that was not told today; how many. One that nobody could be told is tried again at the next turn."""
    told = 0
    found = alerts(
        composition.config.sources, store.sources.all(), figures(store.database), not_ready=vitals.why_not_ready(),
        now=utc_now(), offline=offline,
    )  # fmt: skip
    for alert in found:
        kind = f"alert: {alert.cause}"
        if not _first_time(store, kind, alert.period, by=by):
            continue
        log.warning("alert: %s: %s", alert.cause, alert.text.partition("\n")[0])
        mailed, wanted = _mail_staff(composition, store, alert.subject, alert.text)
        posted = _post_to_webhook(composition, alert)
        told += 1
        with suppress(StoreError):
            if wanted and not mailed and not posted:
                store.runs.give_up(kind, alert.period)
            else:
                store.runs.finish(kind, alert.period, at=utc_now(), outcome=f"told {mailed}")
    return told


def _first_time(store: Store, kind: str, period: str, *, by: str) -> bool:
    try:
        return store.runs.claim(kind, period, at=utc_now(), by=by)
    except StoreError:
        # A state that cannot be written is told of each turn in the log: better twice than never.
        return True


def _post_to_webhook(composition: Composition, alert: Alert) -> bool:
    url = composition.config.operations.webhook_url
    if not url:
        return False
    try:
        notify(url, {"cause": alert.cause, "subject": alert.subject, "text": alert.text})
    except FetchError as error:
        log.error("the webhook was not told: %s", error.reason)  # noqa: TRY400 -- the message says it all
        return False
    return True


def write_to_staff(composition: Composition, store: Store, *, by: str, starting: bool = False) -> bool:
    """The letter of the week that ended last, once; whether it was written now.

    It always comes: one that was cut off is written at the next start, and one that no mail server took at the next turn.
    """
    config, now = composition.config, utc_now()
    period = config.weekly.last_period(now)
    if starting:
        # This process holds the state for itself, so that whoever claimed it is gone.
        store.runs.give_up(_LETTER, period.key)
    if not store.runs.claim(_LETTER, period.key, at=now, by=by):
        return False
    store.witness.hold(at=now, by=by)
    subject, text = staff_letter(
        period, config.sources, store.sources.all(), figures(store.database), audit_head=store.audit.head(),
        zone_name=config.service.timezone,
    )  # fmt: skip
    told, wanted = _mail_staff(composition, store, subject, text)
    if wanted and not told:
        store.runs.give_up(_LETTER, period.key)
        return False
    store.runs.finish(_LETTER, period.key, at=utc_now(), outcome=f"told {told}")
    log.info("the weekly letter went to %d of the staff", told, extra={"period": period.key})
    return True


def _mail_staff(composition: Composition, store: Store, subject: str, text: str) -> tuple[int, int]:
    """Mail to everybody of the staff; how many were told, and how many should have been."""
    told = wanted = 0
    for user in store.users.list():
        if not user.email or user.disabled_at:
            continue
        wanted += 1
        try:
            post(composition, user.email, subject, text)
        except TierwatchError as error:
            log.error("%s could not be told by mail: %s", user.name, error)  # noqa: TRY400 -- the message says it all
        else:
            told += 1
    return told, wanted
