"""A provider's own page of where it works: "Where we work", with a place as the heading of each part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.sectors import sector_of
from monitor.extract.discourse.speaker import speaker_of
from monitor.model import Block, BlockKind, Claim, Document, Evidence, Layer, Role, Status
from monitor.text import plain

#: What such a page is headed with.
_TITLE = re.compile(
    r"\b(?:where (?:we|you(?:'ll| can| will) find us) ?(?:work|are|operate|run|deliver)?|(?:our|the) (?:areas|regions|contracts|locations|councils|partners by area|areas of work)|(?:areas|places|councils|regions) (?:that )?we (?:cover|serve|work (?:in|with|for)|run))\b",
    re.IGNORECASE,
)
#: Without such a word a page of places tells of no contract.
_CONTRACTED = re.compile(r"\b(?:contract(?:s|ed)?|commission(?:ed|s)|franchise|tender(?:ed)?)\b", re.IGNORECASE)
#: What a part says of a place in which somebody works no longer, or not yet.
_NOT_THERE = re.compile(
    r"\b(?:no longer|(?:came|come|comes|coming) to an end|ended|until|used to|handed (?:back|over)|left|bid(?:ding)?|hope|would like|not yet|applied|transferred to)\b",
    re.IGNORECASE,
)
_FEWEST = 3
_SURE = 0.7


def claims_of_own_pages(document: Document, scene: Scene) -> Iterator[Claim]:
    """The claims of such a page of whoever speaks on it: it leads in each place that a heading names, where what stands below says nothing else."""
    heads = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    if len(heads) <= _FEWEST or not any(_TITLE.search(plain(block.text)) for block in heads[:2]):
        return
    if not _CONTRACTED.search(document.text):
        return
    placed = [(block, place) for block in heads[1:] if (place := _place_of(block, scene))]
    if len(placed) < _FEWEST or len({block.level for block, _ in placed}) > 1:
        return
    speaker = speaker_of(document, scene)
    if len(speaker) != 1:
        return
    (member,) = speaker
    known = member.name.known
    # The first that stands below each.
    following = {block.start: other for block, other in pairwise(document.blocks)}
    for block, place in placed:
        below = following.get(block.start)
        if below is None or below.kind is BlockKind.HEADING or _NOT_THERE.search(below.text):
            continue
        yield Claim(
            organisation=known.name if known else scene.ids.title(member.key, member.name.surface),
            organisation_id=member.key,
            surface=scene.text[member.name.start : member.name.end],
            role=Role.LEAD,
            status=Status.AWARDED,
            evidence=Evidence(quote=document.text[block.start : block.end], start=block.start, end=block.end),
            areas=(place,),
            sector=sector_of(member, known),
            confidence=_SURE,
            layer=Layer.TABLE,
            rule="own page",
        )


def _place_of(block: Block, scene: Scene) -> str:
    """The place that a heading is and nothing else; empty for any other heading."""
    _, places = scene.within(block.start, block.end)
    whole = plain(block.text).strip(" .:")
    return whole.removeprefix("The ") if places and _is_all(whole, [name for _, _, name in places]) else ""


def _is_all(whole: str, names: list[str]) -> bool:
    rest = whole
    for name in names:
        rest = rest.replace(name, "", 1)
    return not re.sub(r"\b(?:and|the|of)\b|[\s,&]", "", rest, flags=re.IGNORECASE)
