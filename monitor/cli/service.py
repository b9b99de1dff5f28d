"""``tierwatch run``: the service. A job a source, the weekly draft, a heartbeat; one instance on one state."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

import click

from monitor.cli.context import Composition
from monitor.cli.drafting import draft_missed
from monitor.cli.poll import line_of
from monitor.cli.prune import prune_state
from monitor.cli.vigil import keep_vigil, write_to_staff
from monitor.clock import utc_now
from monitor.errors import AlreadyRunningError, StoreError, SupersededError
from monitor.health import due_of
from monitor.model import Source
from monitor.operations.logs import set_up
from monitor.operations.vitals import Vitals, outcome_of, why_disk_is_short
from monitor.poll import Tools, poll_source
from monitor.sources.fetch import Fetcher
from monitor.store import Store
from monitor.upkeep.nightly import keep_up

log = logging.getLogger("tierwatch")
_LINKS_A_NIGHT = 100


@click.command()
@click.pass_obj
def run(composition: Composition) -> None:
    """Run the service until it is told to stop (SIGTERM): poll each source by its cadence, draft the weekly digest, serve the pages.

    Exit status 75 if another instance works on the same state.
    """
    from monitor.cli.deadline import check_deadline
    from monitor.cli.web import site_of
    from monitor.config import load_config
    from monitor.schedule import Duties, build_scheduler, follow_sources, run_until_stopped
    from monitor.web.app import create_app
    from monitor.web.serve import serving

    config = composition.config
    set_up()
    stop, superseded = threading.Event(), threading.Event()
    with composition.open_store() as store, store.sole_instance(), composition.fetcher() as fetcher:
        tools = composition.tools(store, fetcher)
        vitals = Vitals(store, config.state, reserve_mb=config.operations.reserve_mb, beats=True)

        def remind() -> None:
            check_deadline(composition, by=_instance())
            keep_vigil(composition, store, vitals, fetcher, by=_instance())

        duties = Duties(
            poll=lambda source: _poll(source, tools, vitals, config.state, config.operations.reserve_mb),
            publish=lambda: draft_missed(composition, by=_instance()),
            heartbeat=lambda: _beat(store, vitals, stop, superseded),
            send=lambda: _send(composition),
            remind=remind,
            keep_up=lambda: _keep_up(composition, fetcher),
        )
        due_at = {source_id: due_of(state, utc_now()) for source_id, state in store.sources.all().items()}
        scheduler = build_scheduler(config.sources, duties, weekly=config.weekly, due_at=due_at, now=utc_now())
        draft_missed(composition, by=_instance(), starting=True)
        write_to_staff(composition, store, by=_instance())
        watched = len([source for source in config.sources if not source.paused])

        def follow() -> None:
            states = store.sources.all()
            known = {source_id: due_of(state, utc_now()) for source_id, state in states.items()}
            sources = load_config(composition.config_file).sources
            follow_sources(scheduler, sources, duties, due_at=known, now=utc_now())

        pages = create_app(site_of(composition, store, vitals=vitals, on_change=follow))
        with serving(pages, config.web) as address:
            log.info("watching %d sources, pages at %s; stop with SIGTERM or Ctrl-C", watched, address)
            _notify("READY=1")
            run_until_stopped(scheduler, stop=stop)
            _notify("STOPPING=1")
    if superseded.is_set():
        raise AlreadyRunningError("another Tierwatch has taken over this state")
    log.info("stopped")


def _beat(store: Store, vitals: Vitals, stop: threading.Event, superseded: threading.Event) -> None:
    try:
        store.check_place()
    except SupersededError as error:
        log.error("stopping: %s", error)  # noqa: TRY400 -- the message says it all
        superseded.set()
        stop.set()
        return
    except StoreError:
        # A full disk or a lost database: /readyz says so, and starting anew would not mend it.
        pass
    vitals.beat()
    _notify("WATCHDOG=1")


def _poll(source: Source, tools: Tools, vitals: Vitals, state: Path, reserve_mb: int) -> None:
    if short := why_disk_is_short(state, reserve_mb * 1024 * 1024):
        log.error("not visited: %s", short, extra={"source": source.id})
        return
    begun = time.monotonic()
    try:
        outcome = poll_source(source, tools, now=utc_now())
        seconds, word = time.monotonic() - begun, outcome_of(outcome)
        vitals.polled(source.kind, word, seconds)
        marks = {"source": source.id, "poll": outcome.poll_id}
        log.info(line_of(outcome), extra={**marks, "outcome": word, "seconds": round(seconds, 3)})
        for event in outcome.events:
            log.info("found: %s", event.wording, extra={**marks, "event_id": event.id})
    except StoreError as error:
        # A full disk or a lost database is no fault of the source: the next turn tries again.
        log.error("%s: not recorded: %s", source.id, error)  # noqa: TRY400 -- the message says it all
    except Exception:
        # A bug must not take the job out of the schedule; it is logged whole, and the other sources go on.
        log.exception("%s: a fault of Tierwatch", source.id)


def _keep_up(composition: Composition, fetcher: Fetcher) -> None:
    """Once a night: open questions, promises, advice, a few links at the poller's own pace, and what is kept no longer."""
    try:
        with composition.open_store() as store:
            kept = keep_up(
                store,
                composition.packs(),
                composition.config.sources,
                now=utc_now(),
                fetch=fetcher.fetch,
                links=_LINKS_A_NIGHT,
            )
            gone = prune_state(composition, store)
    except StoreError as error:
        log.error("not kept up: %s", error)  # noqa: TRY400 -- the message says it all
        return
    log.info("%s; dropped %s", kept, gone)


def _send(composition: Composition) -> None:
    """One round of the mail; a bug in it must not take the job out of the schedule."""
    from monitor.cli.post_round import go_round

    try:
        go_round(composition, by=_instance())
    except Exception:
        log.exception("the mail: a fault of Tierwatch")


def _instance() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _notify(message: str) -> None:
    """Tell systemd, if it started us (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.sendall(message.encode())


COMMANDS = [run]
