"""The time that one fetch has on the wire."""

from __future__ import annotations


class Patience:
    """The seconds that are left to one fetch, over all its redirects and attempts."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def spend(self, seconds: float) -> None:
        self.left -= seconds
