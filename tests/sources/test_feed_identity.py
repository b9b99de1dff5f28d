"""Who is who among entries, whatever publishers do to GUIDs, addresses and order."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Snapshot, Source
from monitor.sources.feed import extract

URL = "https://site.example/feed"

entry = st.tuples(st.integers(0, 50), st.text("abcdef ", min_size=1, max_size=20))
feeds = st.lists(entry, min_size=1, max_size=8, unique_by=lambda pair: pair[0])


def rss(entries, *, guid="post-{}", address="https://site.example/{}") -> bytes:
    items = "".join(
        f"<item><title>Entry {number}</title><guid isPermaLink='false'>{guid.format(number)}</guid>"
        f"<link>{address.format(number)}</link><description>{words} of {number}</description></item>"
        for number, words in entries
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def an_answer(body: bytes) -> Snapshot:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    return Snapshot(url=URL, requested_url=URL, fetched_at=moment, status=200, body=body)


def identities(harvest) -> dict[str, str]:
    return {document.title: document.identity for document in harvest.documents}


def visits(*bodies):
    state: dict = {}
    for body in bodies:
        harvest = extract(an_answer(body), Source(id="s", kind="feed", url=URL), state)
        state = {"cursor": harvest.cursor}
        yield harvest


@given(feeds, st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_makes_no_difference(entries, random) -> None:
    mixed = entries[:]
    random.shuffle(mixed)
    _, again = visits(rss(entries), rss(mixed))

    assert again.documents == ()
    assert again.unchanged == len(entries)


@given(feeds)
@settings(max_examples=60, deadline=None)
def test_new_guids_for_all_entries_are_edits_not_new_entries(entries) -> None:
    first, second = visits(rss(entries), rss(entries, guid="post-{}-v2"))

    assert identities(first) == identities(second)


@given(feeds)
@settings(max_examples=60, deadline=None)
def test_one_guid_for_all_entries_still_tells_them_apart(entries) -> None:
    first, second = visits(rss(entries, guid="same"), rss([(n, f"{w}!") for n, w in entries], guid="same"))

    assert len(set(identities(first).values())) == len(entries)
    assert identities(first) == identities(second)
