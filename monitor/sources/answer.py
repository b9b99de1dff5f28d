"""What a reading process answers with, in words that need no code to be read."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import Harvest, Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of five: what was read (``harvest`` or ``look``), the address and the words of an ExtractError (``refused``), why the
    page is not the page (``blocked``), or how our own code failed (``fault``).

    ``number`` counts the answers of a process, and ``well`` is whether it can go on.
    """

    number: int = 0
    well: bool = False
    harvest: Harvest | None = None
    look: Look | None = None
    refused: tuple[str, str] | None = None
    blocked: str | None = None
    fault: str | None = None
