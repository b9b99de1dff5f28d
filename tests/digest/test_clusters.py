"""Which documents of a week report one thing, as far as what stands round their own words must not count."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.digest.clusters import stories_of
from monitor.model import Block, BlockKind, Reading, document_of
from monitor.store import Version

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
MENU = (
    "Home | Join us | Search",
    "What is new",
    "The fundraising week raised more than last year",
    "What I am reading this month",
)


def a_version(name: str, *own: str) -> Version:
    document = document_of(
        [Block(kind=BlockKind.PARAGRAPH, text=text) for text in (MENU[0], *own, *MENU[1:])],
        source_id=name, identity=name, url=f"https://{name}.example/", title=own[0], published_at=NOW,
    )  # fmt: skip
    return Version(
        id=name, document_id=document.id, document=document, reading=Reading(), first_seen=NOW, ordinal=1,
        content_hash=document.content_hash, extractor_revision=1,
    )  # fmt: skip


def test_pages_that_share_nothing_but_their_menus_tell_no_story() -> None:
    versions = [
        a_version("a", "Grants for spring", "The round is open to groups that work with young adults."),
        a_version("b", "Winter conference", "We meet in Leeds on the fourth of February and members come free."),
        a_version("c", "Who we are", "The company supervises people on probation in the capital."),
    ]

    assert stories_of(versions, []) == ()


def test_pages_that_tell_one_thing_are_a_story_whatever_stands_round_it() -> None:
    told = "Lantern Housing has been named to run the resettlement hostels of Northvale from April."
    versions = [
        a_version("a", "Lantern named", told),
        a_version("b", "Hostels", told),
        a_version("c", "Bees", "Three books."),
    ]

    (story,) = stories_of(versions, [])

    assert len(story.document_ids) == 2
