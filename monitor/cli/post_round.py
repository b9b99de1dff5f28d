"""The service's round of the mail: draft for those who want it daily or monthly, begin what is due, go on with what waits, read replies."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from monitor.cli.context import Composition
from monitor.cli.digest import letterhead_of, masthead_of
from monitor.cli.office import keys_of, office_of
from monitor.clock import WeeklyAt, last_period_of, utc_now
from monitor.digest.approval import require_seal
from monitor.digest.issue import draft_digest
from monitor.errors import AlreadyRunningError, DeliveryError, TierwatchError
from monitor.mail import dispatch
from monitor.mail.mailboxes import open_mailbox
from monitor.mail.replies import Replies
from monitor.mail.send import Sent
from monitor.model import DigestState
from monitor.model.members import Cadence
from monitor.store import Store, StoredDigest
from monitor.store.bounces import Bounces
from monitor.store.mail import Members

log = logging.getLogger("tierwatch")
READ_EVERY_MINUTES = 5


def go_round(composition: Composition, *, by: str, now: datetime | None = None) -> tuple[Sent, ...]:
    """One round; how each sending ended. What goes wrong is logged, and the next round tries again."""
    live, ended = now is None, []
    now = now or utc_now()
    try:
        with composition.open_store() as store:
            _draft_others(composition, store, now=now)
            for stored in _due(composition, store, now=now):
                _begin(composition, store, stored, by=by, now=now)
            for stored in dispatch.unfinished(store, now=now):
                sent = dispatch.work(
                    store, keys_of(composition), office_of(composition), stored, clock=utc_now if live else lambda: now
                )
                log.info("%s %s: %s %s", stored.period.key, sent.state, dict(sent.counts), sent.why)
                ended.append(sent)
            _read_replies(composition, store, now=now)
    except AlreadyRunningError:
        log.debug("another process sends")
    except DeliveryError as error:
        log.error("mail waits: %s", error)  # noqa: TRY400 -- the message says it all
    except TierwatchError as error:
        log.error("the round of the mail: %s", error)  # noqa: TRY400 -- the message says it all
    return tuple(ended)


def leaves_at(weekly: WeeklyAt, stored: StoredDigest) -> datetime:
    """When an approved issue leaves by itself: at the first such moment of the week from the end of its period on."""
    if stored.cadence != Cadence.WEEKLY.value or stored.audience != "all":
        return stored.period.end
    end = stored.period.end
    return end if weekly.last_before(end) == end else weekly.current_period(end).end


def _due(composition: Composition, store: Store, *, now: datetime) -> Sequence[StoredDigest]:
    config = composition.config
    if config.digest.send_at is None:
        return ()
    weekly = WeeklyAt(weekday=config.digest.weekday, at=config.digest.send_at, zone=config.service.timezone)
    approved = store.digests.list(state=DigestState.APPROVED)
    fresh = [each for each in approved if each.expires_at is None or now <= each.expires_at]
    return [each for each in fresh if leaves_at(weekly, each) <= now]


def _begin(composition: Composition, store: Store, stored: StoredDigest, *, by: str, now: datetime) -> None:
    try:
        require_seal(store, stored, letterhead_of(composition), by=by, now=now)
        dispatch.begin(store, keys_of(composition), office_of(composition), stored, by=by, now=now)
    except TierwatchError as error:
        log.error("%s was not sent: %s", stored.id, error)  # noqa: TRY400 -- the message says it all


def _draft_others(composition: Composition, store: Store, *, now: datetime) -> None:
    """A draft for each other cadence that somebody asked for and whose period has ended; nobody is told of an empty one."""
    config = composition.config
    for cadence in (Cadence.DAILY, Cadence.MONTHLY):
        period = last_period_of(cadence.value, config.weekly, now)
        if store.digests.of_period(period.key, cadence=cadence.value) or not Members(store.database).wants(cadence):
            continue
        programmes = {pack.id: pack.name for pack in composition.packs() if pack.id}
        draft_digest(
            store, period=period, sources=config.sources, masthead=masthead_of(composition), programmes=programmes,
            now=now, cadence=cadence.value,
        )  # fmt: skip


def _read_replies(composition: Composition, store: Store, *, now: datetime) -> None:
    where = composition.config.mail.replies
    if not where or now.minute % READ_EVERY_MINUTES:
        return
    password = composition.config.replies_password
    found = Replies(store, keys_of(composition)).read(open_mailbox(where, password=password), now=now)
    if found:
        log.info("replies: %s", dict(found))
    if found["ours"]:
        log.error("our mail is refused: %s", "; ".join(Bounces(store.database).alerts(since=now)))
