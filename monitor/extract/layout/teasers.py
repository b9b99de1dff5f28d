"""Headlines of other pages that stand under a page's own words: "Related news", "Most read". They frame it, whatever their markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.model import Block, BlockKind, Zone
from monitor.text import fold

_THINGS = (
    r"(?:news|stories|story|articles?|headlines|posts?|pages?|content|links|reading|items|topics|coverage|updates)"
)
_ABOVE = re.compile(
    rf"(?:related(?: {_THINGS})?|(?:most|also) (?:read|viewed|popular|recent|shared)|popular(?: {_THINGS}| now)?|trending(?: now)?|"
    rf"(?:more|other|further|latest|recent|previous|next|similar)(?: \w+)? {_THINGS}|more (?:from|on|about|like) .*|"
    r"(?:you )?(?:may|might) (?:also )?(?:like|be interested in)|see also|read (?:more|next)|recommended(?: for you)?|"
    r"elsewhere(?: on .*)?|(?:also )?in (?:other|the) news|on other pages|around the (?:web|sector)|what others are reading)"
)
#: The same at the head of a line or at its foot: "Related: ", "Most read: ", "More news: ", "Sponsored: ".
_AHEAD = re.compile(
    rf"(?:{_ABOVE.pattern}|also (?:this week|today|on this page|from this source)|more in \w+|more top stories|sponsored(?: by)?|sign up(?: for .*)?|(?:\w+ )?news by email|subscribe(?: .*)?|topics|tags|filed under|our (?:funders|sponsors|supporters)|funders|sponsors|supporters)"
    r"(?= ?[:|])|recent posts\b|sign up (?:for|to)\b|subscribe to\b|powered by\b|proudly powered\b"
)
#: What such a line may begin with that no colon or bar need follow; behind all else one does.
_WITHOUT_SIGN = ("recent posts", "sign up", "subscribe to", "powered by", "proudly powered")


def announces_others(words: str) -> bool:
    """Whether a sentence begins a line of what a site has besides, as "Related: " and "Sign up for our newsletter" do."""
    first = words[:60].casefold()
    return (":" in first or "|" in first or first.startswith(_WITHOUT_SIGN)) and _AHEAD.match(first) is not None


#: A paragraph of so many letters and of several sentences is no headline.
_WRITTEN_OUT = 150


def _goes_on(blocks: Sequence[Block], index: int) -> bool:
    """Whether the text goes on under "Elsewhere", with other places: what follows is written out."""
    if fold(blocks[index].text) != "elsewhere" or index + 1 == len(blocks):
        return False
    then = blocks[index + 1]
    return then.kind is BlockKind.PARAGRAPH and len(then.text) > _WRITTEN_OUT and ". " in then.text


def with_teasers(blocks: Sequence[Block]) -> list[Block]:
    """``blocks``, those labelled ``chrome`` that stand under a heading which announces other pages.

    The first heading of a page is its own: a page called "Latest news" holds what it says. The label reaches to the next
    heading of that level, and no further than the element in which the heading stands.
    """
    found: list[Block] = []
    level, inside, seen = 0, "", False
    for index, block in enumerate(blocks):
        is_heading = block.kind is BlockKind.HEADING
        outside = not block.signature.startswith(inside) or (is_heading and block.level <= level)
        if level and outside:
            level = 0
        if is_heading and seen and not level and _ABOVE.fullmatch(fold(block.text)) and not _goes_on(blocks, index):
            level, inside = block.level or 6, block.signature.rpartition("/")[0]
        seen = seen or is_heading
        found.append(replace(block, zone=Zone.CHROME) if level and block.kind is not BlockKind.ROW else block)
    return found
