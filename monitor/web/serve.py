"""Serving the application: waitress, with bounds on threads, connections, sizes and idle time."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from monitor.errors import TierwatchError
from monitor.web.app import MAX_BODY_BYTES
from monitor.web.settings import WebSettings

_THREADS = 8
_CONNECTIONS = 200
_IDLE_SECONDS = 30
_STOP_SECONDS = 10


@contextmanager
def serving(app: Flask, settings: WebSettings, *, port: int | None = None) -> Iterator[str]:
    """Serve ``app`` in threads of its own for as long as the context lasts; the address. Raises TierwatchError if it is taken."""
    channels: dict[int, Any] = {}
    server = _made(app, settings, channels, settings.port if port is None else port)
    thread = threading.Thread(target=server.run, name="pages", daemon=True)
    thread.start()
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    try:
        yield f"http://{shown}:{server.effective_port}"
    finally:
        # Requests in flight are finished. A loop without channels ends; only then are they closed, as a channel that is closed
        # while another thread still wakes the loop by it would leave its number to the next file that is opened.
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=_STOP_SECONDS)
        left: dict[int, Any] = {}
        server.trigger.pull_trigger(lambda: _move(channels, left))
        thread.join(_STOP_SECONDS)
        wasyncore.close_all(left, ignore_all=True)


def _move(channels: dict[int, Any], to: dict[int, Any]) -> None:
    to |= channels
    channels.clear()


def _made(app: Flask, settings: WebSettings, channels: dict[int, Any], port: int) -> Any:
    proxy = settings.trusted_proxy
    trust: dict[str, Any] = (
        {
            "trusted_proxy": proxy,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
            "trusted_proxy_count": 1,
        }
        if proxy
        else {}
    )
    try:
        return create_server(
            app,
            map=channels,
            host=settings.host,
            port=port,
            threads=_THREADS,
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE_SECONDS,
            cleanup_interval=10,
            max_request_body_size=MAX_BODY_BYTES,
            max_request_header_size=32 * 1024,
            ident=None,
            asyncore_loop_timeout=1,
            clear_untrusted_proxy_headers=True,
            **trust,
        )
    except (OSError, ValueError) as error:
        # What was opened before the address was found to be taken; nobody else has a hold on it.
        wasyncore.close_all(channels, ignore_all=True)
        raise TierwatchError(_refusal(settings.host, port, error)) from error


def _refusal(host: str, port: int, error: OSError | ValueError) -> str:
    """Why the system does not let us listen there, and what to write instead."""
    here = f"[{host}]" if ":" in host else host
    every = "[::]" if ":" in host else "0.0.0.0"  # noqa: S104 -- proposed to who wants it, with what it means
    match error:
        case OSError(errno=errno.EADDRINUSE):
            why, mend = (
                "another program listens there",
                f'stop it, or take another port: listen = "{here}:{_next(port)}"',
            )
        case OSError(errno=errno.EACCES):
            why = "this user may not open a port below 1024"
            mend = (
                f'take a higher one, listen = "{here}:8080", behind a reverse proxy; or allow it in the unit of systemd: '
                "AmbientCapabilities=CAP_NET_BIND_SERVICE and CapabilityBoundingSet=CAP_NET_BIND_SERVICE"
            )
        case OSError(errno=errno.EADDRNOTAVAIL) | ValueError():
            why = "that is no address of this machine"
            mend = f'listen = "127.0.0.1:{port}" is for this machine and its reverse proxy alone, listen = "{every}:{port}" for every network that it is in'
        case _:
            why, mend = (
                str(error.strerror or error),
                'an address and a port of this machine, such as listen = "127.0.0.1:8080"',
            )
    return f"the pages cannot be served at {here}:{port}: {why}. In [web]: {mend}"


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 8080
