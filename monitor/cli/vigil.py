"""The service's look at itself: the heartbeat outwards, one alert a cause and day, and the weekly letter to staff that always comes."""

from __future__ import annotations

import logging

from monitor.cli.context import Composition
from monitor.cli.post import post
from monitor.clock import utc_now
from monitor.errors import FetchError, StoreError, TierwatchError
from monitor.model import Request
from monitor.operations.vitals import Vitals
from monitor.operations.watch import alerts, staff_letter
from monitor.sources.fetch import Fetcher
from monitor.store import Store
from monitor.store.figures import figures

log = logging.getLogger("tierwatch")


def keep_vigil(composition: Composition, store: Store, vitals: Vitals, fetcher: Fetcher, *, by: str) -> None:
    """One turn: what goes wrong in it is logged, and the next turn tries again."""
    try:
        tell_alerts(composition, store, vitals, by=by)
        write_to_staff(composition, store, by=by)
    except StoreError as error:
        log.error("staff were not told: %s", error)  # noqa: TRY400 -- the message says it all
    url = composition.config.operations.heartbeat_url
    if url and vitals.why_not_ready() is None:
        try:
            fetcher.fetch(Request(url=url, internal=True))
        except FetchError as error:
            log.warning("the heartbeat was not taken: %s", error.reason)


def tell_alerts(composition: Composition, store: Store, vitals: Vitals, *, by: str) -> int:
    """Tell staff of each cause that was not told today; how many."""
    now, told = utc_now(), 0
    found = alerts(
        composition.config.sources,
        store.sources.all(),
        figures(store.database),
        not_ready=vitals.why_not_ready(),
        now=now,
    )
    for alert in found:
        if _first_time(store, f"alert: {alert.cause}", f"{now:%Y-%m-%d}", by=by):
            log.warning("alert: %s: %s", alert.cause, alert.text.partition("\n")[0])
            _mail_staff(composition, store, alert.subject, alert.text)
            told += 1
    return told


def _first_time(store: Store, kind: str, period: str, *, by: str) -> bool:
    try:
        return store.runs.claim(kind, period, at=utc_now(), by=by)
    except StoreError:
        # A state that cannot be written is told of each turn in the log: better twice than never.
        return True


def write_to_staff(composition: Composition, store: Store, *, by: str) -> bool:
    """The letter of the week that ended last, once; whether it was written now."""
    config, now = composition.config, utc_now()
    period = config.weekly.last_period(now)
    if not store.runs.claim("staff letter", period.key, at=now, by=by):
        return False
    subject, text = staff_letter(
        period, config.sources, store.sources.all(), figures(store.database), audit_head=store.audit.head(),
        zone_name=config.service.timezone,
    )  # fmt: skip
    told = _mail_staff(composition, store, subject, text)
    store.runs.finish("staff letter", period.key, at=utc_now(), outcome=f"told {told}")
    log.info("the weekly letter went to %d of the staff", told, extra={"period": period.key})
    return True


def _mail_staff(composition: Composition, store: Store, subject: str, text: str) -> int:
    told = 0
    for user in store.users.list():
        if not user.email or user.disabled_at:
            continue
        try:
            post(composition, user.email, subject, text)
        except TierwatchError as error:
            log.error("%s could not be told by mail: %s", user.name, error)  # noqa: TRY400 -- the message says it all
        else:
            told += 1
    return told
