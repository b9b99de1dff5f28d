"""What can be set about the running of the service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationsSettings:
    """``[operations]``: ``heartbeat_url`` is asked for every few minutes while the service works; where it stops being asked for,
    the service has stopped (a dead man's switch of your own or of a provider). ``reserve_mb`` is the free disk space below which
    the service is not ready and visits nothing. ``/metrics`` is answered to this machine alone, or to who shows the token of
    TIERWATCH_METRICS_TOKEN.
    """

    heartbeat_url: str = ""
    reserve_mb: int = 200

    def __post_init__(self) -> None:
        if self.heartbeat_url and not self.heartbeat_url.startswith(("http://", "https://")):
            raise ValueError("heartbeat_url begins with https:// or http://")
        if self.reserve_mb < 0:
            raise ValueError("reserve_mb is no negative number")
