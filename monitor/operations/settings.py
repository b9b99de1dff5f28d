"""What can be set about the running of the service."""

from __future__ import annotations

from dataclasses import dataclass

#: A removal is told against the version before, and an issue against those of its period: these must still be there.
LEAST_DAYS = 60
LEAST_VERSIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationsSettings:
    """``[operations]``: ``heartbeat_url`` is asked for every few minutes while the service works; where it stops being asked for,
    the service has stopped (a dead man's switch of your own or of a provider). ``webhook_url`` is sent each alert as JSON (``kind``:
    "alert" or, when that has passed, "over"; ``cause``, ``subject``, ``text``), beside the mail to staff. ``reserve_mb`` is the free disk space below which
    the service is not ready and visits nothing. ``/metrics`` is answered to this machine alone, or to who shows the token of
    TIERWATCH_METRICS_TOKEN. ``keep_days`` is how long a stored answer, an old version and the note of a visit are kept that no claim and
    no event rests on (0: for ever), ``keep_versions`` how many such versions of one document, and answers of one address, are kept
    at most however young they are (0: any number).
    """

    heartbeat_url: str = ""
    webhook_url: str = ""
    reserve_mb: int = 200
    keep_days: int = 730
    keep_versions: int = 100

    def __post_init__(self) -> None:
        for name in ("heartbeat_url", "webhook_url"):
            if (url := getattr(self, name)) and not url.startswith(("http://", "https://")):
                raise ValueError(f"{name} begins with https:// or http://")
        if self.reserve_mb < 0:
            raise ValueError("reserve_mb is no negative number")
        if 0 < self.keep_days < LEAST_DAYS or self.keep_days < 0:
            raise ValueError(f"keep_days is at least {LEAST_DAYS}, or 0 to keep everything")
        if 0 < self.keep_versions < LEAST_VERSIONS or self.keep_versions < 0:
            raise ValueError(f"keep_versions is at least {LEAST_VERSIONS}, or 0 for any number")
