"""Names that are lists themselves: "Change, Grow, Live", "Harbour Advice, Skills and Employment", "Community, Counseling, and Care Services, Inc."."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.names.kinds import Kind
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import is_common, places, words
from monitor.text import fold

_THREE = 3
#: Before and after three words that are one name: no list begins or goes on there.
_MEANT_BEFORE, _LIST_AFTER = re.compile(r"[a-z] $"), re.compile(r", [A-Z]|,? (?:and|or|&) ")
_TIES = (", ", ", and ", ", & ")
#: What a name deals in, behind a comma: no body is called so.
_TOPICS = ("generic", "portfolios", "described", "services", "topics", "served")
#: A heading or a title may be such a list as well.
_CALLED_SO = frozenset({Kind.ORGANISATION, Kind.WEAK, Kind.THING})


def listlike(names: list[Name], text: str) -> list[Name]:
    """``names`` with those made one that are one name with commas in it."""
    return _with_topics(_threefold(names, text), text)


def _threefold(names: list[Name], text: str) -> list[Name]:
    """Three common words as one name where a list would have its "and": "It goes to Change, Grow, Live."."""
    for index in range(len(names) - _THREE, -1, -1):
        if not text.startswith(", ", names[index].end):
            continue
        three = names[index : index + _THREE]
        if _is_threefold(three, text):
            names[index : index + _THREE] = [_joined(three, text)]
    return names


def _is_threefold(three: Sequence[Name], text: str) -> bool:
    last = three[-1].surface.split()
    legal = len(last) > 1 and last[-1].strip(".") in words("legal")
    ties = [text[one.end : two.start] for one, two in itertools.pairwise(three)]
    if (
        ties[0] != ", "
        or ties[1] not in _TIES
        or not all(one.kind is not Kind.PLACE and not one.known for one in three)
        or not all(" " not in one.surface and is_common(one.surface) for one in three[:-1])
    ):
        return False
    if ties[1] != ", ":
        return legal and all(is_common(word) for word in last[:-1])
    return (
        is_common(last[0])
        and (len(last) == 1 or legal)
        and _MEANT_BEFORE.search(text, max(0, three[0].start - 2), three[0].start) is not None
        and not _LIST_AFTER.match(text, three[-1].end)
    )


def _with_topics(names: list[Name], text: str) -> list[Name]:
    """A name and what it deals in behind a comma as one: "Harbour Advice, Skills and Employment"."""
    for index in range(len(names) - 2, -1, -1):
        name, topics = names[index : index + 2]
        if (
            text[name.end : topics.start] == ", "
            and not name.known
            and not topics.known
            and name.kind in {Kind.ORGANISATION, Kind.WEAK}
            and topics.kind in _CALLED_SO
            and " " in name.surface
            and fold(name.surface) not in places()
            and _are_topics(topics.surface)
            and (index == 0 or text[names[index - 1].end : name.start] != ", ")
            and not _LIST_AFTER.match(text, topics.end)
        ):
            names[index : index + 2] = [_joined((name, topics), text)]
    return names


def _are_topics(surface: str) -> bool:
    """Whether words are two things that somebody may deal in, and nothing else: "Skills and Employment"."""
    said = re.split(r" (?:and|&) ", surface)
    return len(said) > 1 and all(" " not in word and word in words(*_TOPICS) for word in said)


def _joined(pieces: Sequence[Name], text: str) -> Name:
    start, end = pieces[0].start, pieces[-1].end
    return replace(pieces[-1], start=start, end=end, surface=text[start:end], kind=Kind.ORGANISATION)
