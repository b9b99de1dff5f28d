"""What one sentence says: claims of groups, ties between them, and all of it together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monitor.extract.clauses.masking import Masked, Member
from monitor.model import Mode, Role, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim of one sentence about a group. ``at`` is its place in the masked sentence, ``start`` to ``end`` in the document.

    ``settled``: what it says is done, so that it is no opinion in anybody's mouth.
    """

    group: tuple[Member, ...]
    role: Role
    status: Status
    mode: Mode
    rule: str
    start: int
    end: int
    at: tuple[int, int] = (0, 0)
    areas: tuple[str, ...] = ()
    area_count: int | None = None
    confidence: float = 0.9
    via_anaphora: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A link of one sentence: ``first`` leads, is made of, hands work to or belongs to ``second``."""

    kind: str
    first: tuple[Member, ...]
    second: tuple[Member, ...]
    mode: Mode
    start: int
    end: int
    areas: tuple[str, ...] = ()

    def is_of_a_field(self, text: str) -> bool:
        """Whether it only says that bodies are members of another, which may stand for all of a field."""
        return self.kind == "venture" and _OF_A_FIELD.search(text, self.start, self.end + len(", belong")) is not None


#: "the alliance to which A and B belong": of a field and its bodies, unless something is told of their part.
_OF_A_FIELD = re.compile(r"\bto which\b[^.;]*\bbelong")


@dataclass(slots=True)
class Sentence:
    """All that one sentence says. ``served`` are its areas without those in brackets behind a name, ``own`` those of one body alone, by its key."""

    said: list[Said]
    ties: list[Tie]
    areas: tuple[str, ...]
    served: tuple[str, ...]
    groups: list[tuple[Member, ...]]
    subject: tuple[Member, ...]
    masked: Masked
    own: dict[str, tuple[str, ...]] = field(default_factory=dict)
