"""JSON sent to one configured endpoint, within bounds: a question of the optional reader, a word to a webhook. Off unless configured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from monitor.errors import FetchError
from monitor.sources.fetch.address import parse_address
from monitor.sources.fetch.guard import system_resolver
from monitor.sources.fetch.settings import KIB, MIB, FetchSettings


def ask(
    url: str,
    payload: Mapping[str, Any],
    *,
    key: str = "",
    seconds: float = 60.0,
    most_bytes: int = MIB,
    internal: bool = False,
) -> Any:
    """The JSON that ``url`` answers to ``payload``. ``key`` is sent as a bearer token; ``internal`` allows private addresses.

    Raises FetchError for whatever goes wrong; no redirect is followed.
    """
    status, body = _posted(url, payload, key=key, seconds=seconds, most_bytes=most_bytes, internal=internal)
    if status != HTTPStatus.OK:
        raise FetchError(url, f"the reader answered {status}", kind="http", transient=True, status=status)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FetchError(url, "the reader's answer is not JSON", kind="protocol", transient=True) from error


def notify(url: str, payload: Mapping[str, Any], *, seconds: float = 15.0) -> None:
    """Send ``payload`` to ``url``, which the owner of this machine configured and may lie anywhere. Raises FetchError if it is not taken."""
    status, _ = _posted(url, payload, key="", seconds=seconds, most_bytes=MIB, internal=True)
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise FetchError(url, f"it answered {status}", kind="http", transient=True, status=status)


def _posted(
    url: str, payload: Mapping[str, Any], *, key: str, seconds: float, most_bytes: int, internal: bool
) -> tuple[int, bytes]:
    """The status and the body that ``url`` answers to ``payload``."""
    from monitor.sources.fetch.failures import KNOWN, failure_of
    from monitor.sources.fetch.inflate import Inflater
    from monitor.sources.fetch.session import HostSession, certificates
    from monitor.sources.fetch.wire import Wire

    settings = FetchSettings()
    wire = Wire(resolver=system_resolver, connect_seconds=settings.connect_seconds, idle_seconds=seconds)
    session = HostSession(wire, lambda: certificates(None))
    sent = json.dumps(payload, ensure_ascii=False).encode()
    headers = {
        "Host": parse_address(url).authority,
        "User-Agent": settings.user_agent,
        "Accept": "application/json",
        "Accept-Encoding": "gzip, deflate",
        "Content-Type": "application/json",
        "Content-Length": str(len(sent)),
        **({"Authorization": f"Bearer {key}"} if key else {}),
    }
    try:
        answer = session.get(
            url, headers, seconds=seconds, most_header_bytes=settings.max_header_bytes, internal=internal, sent=sent
        )
        try:
            inflater = Inflater(", ".join(answer.header_values("content-encoding")), most_bytes=most_bytes, cut=False)
            for piece in answer.pieces(most_bytes + 64 * KIB):
                inflater.feed(piece)
            body = inflater.body()
        finally:
            answer.close()
    except KNOWN as error:
        raise failure_of(url, error) from error
    return answer.status, body
