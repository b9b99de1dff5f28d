"""What the readers of records share: finding values in the text, and walking what a publisher nested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitor.extract.words.lexicon import words
from monitor.extract.words.statuses import header_kind
from monitor.model import Document, Evidence
from monitor.text import squash

MISSING = object()
#: The keys under which a record holds the name of a body, best first.
NAMING = (
    "name", "legalName", "legal_name", "companyName", "company_name", "displayName", "organisationName", "organizationName",
    "organisation", "organization", "provider", "supplier", "nom", "denominationSociale", "title", "label", "code",
)  # fmt: skip


class Quotes:
    """Finds values of a record in the text of its document, each further on than the last."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._positions: dict[str, int] = {}

    def of(self, value: str) -> Evidence | None:
        words = squash(value)
        start = self._text.find(words, self._positions.get(words, 0))
        if start < 0:
            start = self._text.find(words)
        if start < 0 or not words:
            return None
        self._positions[words] = start + len(words)
        return Evidence(quote=words, start=start, end=start + len(words))


def dig(value: Any, path: Sequence[str]) -> Any:
    if not path:
        return value
    if isinstance(value, list):
        return [dig(part, path) for part in value]
    return dig(value[path[0]], path[1:]) if isinstance(value, Mapping) and path[0] in value else MISSING


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for part in value:
            yield from leaves(part)
    elif isinstance(value, Mapping):
        value = _unwrapped(value)
        yield from [*(value[key] for key in NAMING if value.get(key)), *filter(None, [_own_name(value)])][:1]
    elif value is not MISSING and value is not None:
        yield value


def in_one_language(value: Any) -> Any:
    """``value`` with the words of one language, English where it is there, for what is given in several: ``{"eng": [...]}``."""
    if isinstance(value, list):
        return [in_one_language(part) for part in value]
    if not isinstance(value, Mapping):
        return value
    if value and all(str(key) in words("languages") for key in value):
        return next((value[key] for key in ("eng", "en") if key in value), next(iter(value.values())))
    return {key: in_one_language(part) for key, part in value.items()}


def is_named(value: Mapping[str, Any]) -> bool:
    """Whether ``value`` is one thing with a name of its own."""
    value = _unwrapped(value)
    return any(isinstance(value.get(key), str) and value[key] for key in NAMING if key != "code") or bool(
        _own_name(value)
    )


def _unwrapped(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body in what is only told of it: ``{"titulaire": {...}}``, ``{"organisation": {...}, "activity": "Maths"}``."""
    for _ in range(_DEEPEST):
        if any(isinstance(value.get(key), str) for key in NAMING if key != "code") or _own_name(value):
            break
        inner = [
            part
            for key, part in value.items()
            if isinstance(part, Mapping)
            and (len(value) == 1 or key in _BODIES or header_kind(str(key)) == "subcontractor")
        ]
        if len(inner) != 1:
            break
        value = inner[0]
    return value


_DEEPEST = 3
_BODIES = frozenset({"organisation", "organization", "company", "body", "entity", "party"})


def _own_name(value: Mapping[str, Any]) -> str:
    """What a body is called under a key that says so itself: ``{"recipient_name": ...}``."""
    named = (key for key in value if _NAME_KEY.fullmatch(str(key)) and isinstance(value[key], str))
    return next((value[key] for key in named if value[key]), "")


_NAME_KEY = re.compile(r"(?:recipient|supplier|vendor|provider|awardee|contractor|winner|bidder)_?[nN]ame")


def dicts(value: Any) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
