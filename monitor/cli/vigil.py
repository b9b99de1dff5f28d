"""The service's look at itself: the heartbeat outwards, one alert a cause and day, a word when it is over, and the weekly letter."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from monitor.cli.context import Composition
from monitor.cli.post import post
from monitor.clock import utc_now
from monitor.errors import FetchError, StoreError
from monitor.mail.notice import tell_staff
from monitor.model import Request
from monitor.operations.vitals import Vitals
from monitor.operations.watch import Alert, alerts, over, staff_letter
from monitor.sources.fetch import Fetcher
from monitor.sources.fetch.ask import notify
from monitor.store import Store
from monitor.store.figures import figures

log = logging.getLogger("tierwatch")
#: What runs are called that tell staff something: of a cause, that it is over, and of the week.
TROUBLE, OVER, LETTER = "alert", "over", "staff letter"


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
    """Tell staff of each cause that was not told today, and of each that was told and is over; how many of both.

    What nobody could be told is tried again at the next turn.
    """
    found = alerts(
        composition.config.sources, store.sources.all(), figures(store.database), not_ready=vitals.why_not_ready(),
        now=utc_now(), offline=offline,
    )  # fmt: skip
    told = sum(_tell(composition, store, TROUBLE, each, by=by) for each in found)
    try:
        ended = _ended(store, found, by=by)
    except StoreError:
        # A state that does not answer is an alert of its own, told above.
        return told
    return told + sum(_tell(composition, store, OVER, each, by=by) for each in ended)


def _ended(store: Store, found: Sequence[Alert], *, by: str) -> tuple[Alert, ...]:
    """What is over of what staff were told of. The first look at a state is silent: what ended before it may be long ago."""
    before = {run.kind.removeprefix(f"{TROUBLE}: "): run.period for run in store.runs.latest(TROUBLE)}
    ended = over(before, found)
    if store.runs.list(OVER):
        return ended
    with store.transaction():
        for kind, period in ((OVER, "from here on"), *((f"{OVER}: {each.cause}", each.period) for each in ended)):
            store.runs.claim(kind, period, at=utc_now(), by=by)
            store.runs.finish(kind, period, at=utc_now(), outcome="not told")
    return ()


def _tell(composition: Composition, store: Store, which: str, alert: Alert, *, by: str) -> bool:
    kind = f"{which}: {alert.cause}"
    if not _first_time(store, kind, alert.period, by=by):
        return False
    log.warning("%s: %s: %s", which, alert.cause, alert.text.partition("\n")[0])
    mailed = tell_staff(store, partial(post, composition), alert.subject, alert.text)
    posted = _post_to_webhook(composition, which, alert)
    with suppress(StoreError):
        if mailed.wanted and not mailed.told and not posted:
            store.runs.give_up(kind, alert.period)
        else:
            store.runs.finish(kind, alert.period, at=utc_now(), outcome=f"told {mailed.told}")
    return True


def _first_time(store: Store, kind: str, period: str, *, by: str) -> bool:
    try:
        return store.runs.claim(kind, period, at=utc_now(), by=by)
    except StoreError:
        # A state that cannot be written is told of each turn in the log: better twice than never.
        return True


def _post_to_webhook(composition: Composition, which: str, alert: Alert) -> bool:
    url = composition.config.operations.webhook_url
    if not url:
        return False
    try:
        notify(url, {"kind": which, "cause": alert.cause, "subject": alert.subject, "text": alert.text})
    except FetchError as error:
        log.error("the webhook was not told: %s", error.reason)  # noqa: TRY400 -- the message says it all
        return False
    return True


def write_to_staff(composition: Composition, store: Store, *, by: str) -> bool:
    """The letter of the week that ended last, once; whether it was written now. One that no mail server took comes at the next turn."""
    config, now = composition.config, utc_now()
    period = config.weekly.last_period(now)
    if not store.runs.claim(LETTER, period.key, at=now, by=by):
        return False
    store.witness.hold(at=now, by=by)
    subject, text = staff_letter(
        period, config.sources, store.sources.all(), figures(store.database), audit_head=store.audit.head(),
        zone_name=config.service.timezone,
    )  # fmt: skip
    mailed = tell_staff(store, partial(post, composition), subject, text)
    if mailed.wanted and not mailed.told:
        store.runs.give_up(LETTER, period.key)
        return False
    store.runs.finish(LETTER, period.key, at=utc_now(), outcome=f"told {mailed.told}")
    log.info("the weekly letter went to %d of the staff", mailed.told, extra={"period": period.key})
    return True
