"""Reading a table that a person wrote into a frozen dataclass: every problem at once, each with its path and a suggestion."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar, cast, get_type_hints

from monitor.errors import Problem

T = TypeVar("T")
UNKNOWN_KEY = "is not a key here"


def closest(word: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that ``word`` is likely to mean, if any is close to it."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=65)
    return found[0] if found else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """``did you mean "url"?`` if one of ``known`` is close to ``word``, else nothing."""
    found = closest(word, known)
    return f'did you mean "{found}"?' if found else ""


def read_options(cls: type[T], table: Mapping[str, Any], path: str) -> tuple[T | None, list[Problem]]:
    """The dataclass ``cls`` filled from ``table``, or ``None`` and all that is wrong with it.

    A value must be of the type that its field declares; nothing is converted but lists to tuples and words to dates, times and
    enumerations. A key that is no field is a problem; so is a missing key whose field has no default; so is a ``ValueError`` of the
    class itself, a rule of its own.
    """
    known = {field.name: field for field in fields(cast("Any", cls)) if field.init}
    hints = get_type_hints(cls)
    problems = [_unknown(path, key, known) for key in table if key not in known]
    values: dict[str, Any] = {}
    complete = True
    for name, field in known.items():
        if name in table:
            value, wrong = _value(hints[name], table[name], _join(path, name))
            problems += wrong
            if not wrong:
                values[name] = value
        elif _required(field):
            problems.append(Problem(_join(path, name), "is missing"))
        complete = complete and (name in values or not _required(field))
    if not complete:
        return None, problems
    # What is readable is held to the rules of the class even where something else is wrong, so that all is told at once.
    try:
        made = cls(**values)
    except ValueError as error:
        return None, [*problems, _broken_rule(path, str(error), known)]
    return (None if problems else made), problems


def _broken_rule(path: str, message: str, known: Iterable[str]) -> Problem:
    """A rule whose message begins with a key is told of that key, another of the whole table."""
    key, _, rest = message.partition(" ")
    key = key.rstrip(":")
    return Problem(_join(path, key), rest) if key in known else Problem(path or "(top)", message)


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _unknown(path: str, key: str, known: Iterable[str]) -> Problem:
    return Problem(_join(path, key), UNKNOWN_KEY, suggestion(key, known))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _value(hint: Any, raw: Any, path: str) -> tuple[Any, list[Problem]]:
    from pydantic import ConfigDict, TypeAdapter, ValidationError

    adapter: TypeAdapter[Any] = TypeAdapter(hint, config=ConfigDict(arbitrary_types_allowed=False))
    try:
        # Strict JSON mode refuses "5" for a number yet takes a list for a tuple and a word for a date or an enumeration.
        return adapter.validate_json(json.dumps(raw, default=str), strict=True), []
    except ValidationError as error:
        return None, [_problem(path, raw, detail) for detail in error.errors(include_url=False, include_input=False)]


def _problem(path: str, raw: Any, detail: Any) -> Problem:
    place = path + "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"] if not str(part).endswith("]")
    )
    expected = detail.get("ctx", {}).get("expected", "")
    hint = (
        suggestion(raw, [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")])
        if isinstance(raw, str)
        else ""
    )
    return Problem(place, f"{detail['msg'][0].lower()}{detail['msg'][1:]}, not {json.dumps(raw, default=str)}", hint)
