"""Every error that is expected: what went wrong, and what the reader of the message can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class TierwatchError(Exception):
    """An error that was foreseen. Its message is written for staff or for the volunteer who runs the service."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file that a person wrote: where (``sources[2].url``), what, and what to write instead.

    ``named`` is the name of what is wrong there: nobody counts to the nineteenth of a list.
    """

    path: str
    message: str
    suggestion: str = ""
    named: str = ""

    def __str__(self) -> str:
        hint = f" ({self.suggestion})" if self.suggestion else ""
        return f"{self.path}: {self.message}{hint}" + (f" [{self.named}]" if self.named else "")


class ConfigError(TierwatchError):
    """A configuration or pack file that cannot be used; ``problems`` holds all of them, not just the first."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        count = len(self.problems)
        heading = f"{file}: {count} problem{'s' if count != 1 else ''}"
        super().__init__("\n".join([heading, *(f"  {problem}" for problem in self.problems)]))


class SourceError(TierwatchError):
    """One source failed; the run goes on and the failure is recorded against ``url``."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url}: {reason}")


class FetchError(SourceError):
    """A source could not be read.

    ``kind`` is a short stable word for the cause (``timeout``, ``dns``, ``tls``, ``refused``, ``http``, ``too_large``,
    ``bomb``, ``redirects``, ``address``, ``robots``, ``blocked``, ``encoding``, ``incomplete``, ``unreachable``, ``protocol``). ``transient`` says whether trying again soon
    can help. ``status`` is the HTTP status, where there was one; ``retry_after_seconds`` is what the server asked for.
    """

    def __init__(
        self,
        url: str,
        reason: str,
        *,
        kind: str,
        transient: bool,
        status: int | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        self.kind = kind
        self.transient = transient
        self.status = status
        self.retry_after_seconds = retry_after_seconds
        super().__init__(url, reason)


class ExtractError(SourceError):
    """A source answered, but not in the shape that its kind expects; ``expected`` says which shape that is."""

    def __init__(self, url: str, reason: str, *, expected: str = "") -> None:
        self.expected = expected
        super().__init__(url, f"{reason}; expected {expected}" if expected else reason)


class PoisonError(ExtractError):
    """An answer that ended the process that read it, and ended a second one too."""


class StoreError(TierwatchError):
    """The state cannot be read or written: wrong version, disk full, locked or damaged."""


class SupersededError(StoreError):
    """Another instance has taken over the state while this one slept or was cut off: it must end."""


class AlreadyRunningError(TierwatchError):
    """Another instance works on the same state."""


class ReviewError(TierwatchError):
    """A decision that cannot be taken: the event moved on, the digest is already sent, or the rules forbid it."""


class UnknownIdError(ReviewError):
    """Somebody named a source, claim, issue or another thing by an id that none has, or several begin with: a slip of the pen, and no
    fault of ours. On the desk it is answered as any other decision that cannot be taken.
    """


class DeliveryError(TierwatchError):
    """A message could not be handed over. ``transient`` says whether it is tried again."""

    def __init__(self, reason: str, *, transient: bool, code: int | None = None, enhanced: str = "") -> None:
        self.transient = transient
        self.code = code
        self.enhanced = enhanced
        super().__init__(reason)
