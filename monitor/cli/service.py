"""``tierwatch run``: the service. A job a source, the weekly draft, a heartbeat; one instance on one state."""

from __future__ import annotations

import logging
import os
import socket
from contextlib import suppress

import click

from monitor.cli.context import Composition
from monitor.errors import AlreadyRunningError
from monitor.operations.logs import set_up

log = logging.getLogger("tierwatch")


@click.command()
@click.pass_obj
def run(composition: Composition) -> None:
    """Run the service until it is told to stop (SIGTERM): poll each source by its cadence, draft the weekly digest, serve the pages.

    SIGHUP takes over the changed configuration, or says why it does not. Exit status 75 if another instance works on the same state.
    """
    from monitor.cli.duties import Service
    from monitor.cli.web import site_of
    from monitor.poll.thrift import settle
    from monitor.schedule import run_until_stopped
    from monitor.web.app import create_app
    from monitor.web.serve import serving

    config = composition.config
    set_up()
    settle()
    with composition.open_store() as store, store.sole_instance(), composition.fetcher() as fetcher:
        service = Service(composition, store, fetcher, notify=_notify)
        service.take_over()
        watched = len([source for source in config.sources if not source.paused])
        pages = create_app(site_of(composition, store, vitals=service.vitals, on_change=service.follow))
        with serving(pages, config.web) as address:
            log.info("watching %d sources, pages at %s; stop with SIGTERM or Ctrl-C", watched, address)
            run_until_stopped(service.scheduler, service.duties, stop=service.stop)
            _notify("STOPPING=1")
    if service.superseded.is_set():
        raise AlreadyRunningError("another Tierwatch has taken over this state")
    log.info("stopped")


def _notify(message: str) -> None:
    """Tell systemd, if it started us (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.sendall(message.encode())


COMMANDS = [run]
