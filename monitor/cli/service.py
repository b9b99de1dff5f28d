"""``tierwatch run``: the service. A job a source, the weekly draft, a heartbeat; one instance on one state."""

from __future__ import annotations

import logging
import os
import socket
from contextlib import suppress

import click

from monitor.cli.context import Composition
from monitor.cli.poll import line_of
from monitor.clock import utc_now
from monitor.errors import ReviewError, StoreError
from monitor.model import Source
from monitor.poll import Tools, poll_source
from monitor.sources.fetch import Fetcher
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

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    config = composition.config
    with composition.open_store() as store, store.sole_instance(), composition.fetcher() as fetcher:
        tools = composition.tools(store, fetcher)
        duties = Duties(
            poll=lambda source: _poll(source, tools),
            publish=lambda: _draft(composition),
            heartbeat=lambda: _notify("WATCHDOG=1"),
            send=lambda: _send(composition),
            remind=lambda: check_deadline(composition, by=_instance()),
            keep_up=lambda: _keep_up(composition, fetcher),
        )
        due_at = {source_id: state.next_due_at for source_id, state in store.sources.all().items()}
        scheduler = build_scheduler(config.sources, duties, weekly=config.weekly, due_at=due_at, now=utc_now())
        _draft(composition)
        watched = len([source for source in config.sources if not source.paused])

        def follow() -> None:
            states = store.sources.all()
            known = {source_id: state.next_due_at for source_id, state in states.items()}
            sources = load_config(composition.config_file).sources
            follow_sources(scheduler, sources, duties, due_at=known, now=utc_now())

        with serving(create_app(site_of(composition, store, on_change=follow)), config.web) as address:
            log.info("watching %d sources, pages at %s; stop with SIGTERM or Ctrl-C", watched, address)
            _notify("READY=1")
            run_until_stopped(scheduler)
            _notify("STOPPING=1")
    log.info("stopped")


def _poll(source: Source, tools: Tools) -> None:
    try:
        log.info(line_of(poll_source(source, tools, now=utc_now())))
    except StoreError as error:
        # A full disk or a lost database is no fault of the source: the next turn tries again.
        log.error("%s: not recorded: %s", source.id, error)  # noqa: TRY400 -- the message says it all
    except Exception:
        # A bug must not take the job out of the schedule; it is logged whole, and the other sources go on.
        log.exception("%s: a fault of Tierwatch", source.id)


def _keep_up(composition: Composition, fetcher: Fetcher) -> None:
    """Once a night: open questions, promises, advice, and a few links at the poller's own pace."""
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
    except StoreError as error:
        log.error("not kept up: %s", error)  # noqa: TRY400 -- the message says it all
        return
    log.info("%s", kept)


def _send(composition: Composition) -> None:
    """One round of the mail; a bug in it must not take the job out of the schedule."""
    from monitor.cli.post_round import go_round

    try:
        go_round(composition, by=_instance())
    except Exception:
        log.exception("the mail: a fault of Tierwatch")


def _draft(composition: Composition) -> None:
    """Draft the digest of the week that ended last: a week missed while the service was down is made up at the next start."""
    from monitor.cli.digest import masthead_of
    from monitor.digest.issue import draft_digest

    config, now = composition.config, utc_now()
    period = config.weekly.last_period(now)
    try:
        with composition.open_store() as store:
            if store.digests.of_period(period.key) or not store.runs.claim(
                "digest", period.key, at=now, by=_instance()
            ):
                return
            keep_up(store, composition.packs(), config.sources, now=now)
            programmes = {pack.id: pack.name for pack in composition.packs() if pack.id}
            draft_digest(
                store,
                period=period,
                sources=config.sources,
                masthead=masthead_of(composition),
                programmes=programmes,
                packs=composition.packs(),
                now=now,
            )
            store.runs.finish("digest", period.key, at=now, outcome="drafted")
    except (StoreError, ReviewError) as error:
        log.error("the weekly digest was not drafted: %s", error)  # noqa: TRY400
        return
    log.info("drafted the digest of the week ending %s; `tierwatch digest show` prints it", period.key)


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
