"""What is read straight from the elements of a feed is what the forgiving parser reads."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ExtractError
from monitor.sources import feed
from monitor.sources.markup import is_feed, items_of, markup_of, parse_markup, reduced
from monitor.sources.plain_entries import may_be_plain, plain_entry, plain_title
from tests.sources.conftest import an_answer as an_answer_of
from tests.sources.test_feed_corpora import documents_in

_OFTEN = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News \u2013 Harbour</title><link>https://harbour.example</link>
<item><title>Harbour\u2019s award</title><link>https://harbour.example/award/?a=1&amp;b=2</link><dc:creator>A</dc:creator>
<guid isPermaLink="false">https://harbour.example/?p=1</guid><pubDate>Mon, 02 Nov 2026 10:00:00 +0000</pubDate>
<description><![CDATA[<p>Short &#8230;</p>]]></description><content:encoded><![CDATA[<p>The whole caf\u00e9.</p>]]></content:encoded></item>
<item><title>No address</title><guid>https://harbour.example/second</guid><description>words &amp;amp; more</description></item>
</channel></rss>"""
_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Atom</title><id>tag:a.example,2026:f</id>
<entry><id>tag:a.example,2026:1</id><title type="html">One</title><link href="https://a.example/1"/>
<published>2026-11-02T10:00:00+01:00</published><updated>2026-11-03T10:00:00Z</updated>
<summary>plain &lt;b&gt; words</summary><content type="html">&lt;p&gt;All of it, at length&lt;/p&gt;</content></entry></feed>"""


def both_ways(snapshot):
    """Each item that is read plainly with what the forgiving parser makes of it; and whether the titles agree."""
    text = markup_of(snapshot)
    root, _ = parse_markup(text)
    if root is None or not is_feed(root) or not may_be_plain(root, text):
        return [], (None, None)
    items = items_of(root)
    plain = [plain_entry(item, snapshot.url) for item in items]
    title = plain_title(root)
    parsed = feed._parse(reduced(root, items, to=items), snapshot)
    if len(parsed.entries) != len(items):
        return [], (None, None)
    forgiving = [feed._entry(raw, snapshot, item.mark) for raw, item in zip(parsed.entries, items, strict=True)]
    return list(zip(plain, forgiving, strict=True)), (title, feed._title(parsed))


@pytest.mark.parametrize("markup", [_OFTEN, _ATOM], ids=["RSS", "Atom"])
def test_an_ordinary_feed_is_read_plainly_and_alike(markup, an_answer) -> None:
    entries, (title, forgiving) = both_ways(an_answer(markup.encode()))

    assert entries
    assert title == forgiving
    for plain, other in entries:
        assert plain == other


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("<title>Harbour\u2019s award</title>", "<title>Harbour &amp;amp; others</title>"),
        ("<title>Harbour\u2019s award</title>", "<title>One</title><title>Two</title>"),
        ("<link>https://harbour.example/award/?a=1&amp;b=2</link>", "<link>/award</link>"),
        ("Mon, 02 Nov 2026 10:00:00 +0000", "yesterday"),
        ("<dc:creator>A</dc:creator>", "<dc:language>de</dc:language>"),
        ("<dc:creator>A</dc:creator>", "<dc:date>2026-11-01</dc:date>"),
        ("<![CDATA[<p>Short &#8230;</p>]]>", "<p>Short</p>"),
        ('<rss version="2.0"', '<rss version="0.91"'),
    ],
)
def test_what_leaves_something_to_interpret_is_left_to_the_other(part, instead, an_answer) -> None:
    entries, _ = both_ways(an_answer(_OFTEN.replace(part, instead).encode()))

    assert not entries or entries[0][0] is None


@pytest.mark.parametrize(
    ("corpus", "file"),
    [("feedparser", "feeds.zip"), ("w3c-feedvalidator", "testcases.zip"), ("podcastparser", "feeds.zip")],
)
def test_the_feeds_of_the_corpora_are_read_alike(corpus, file, shared, an_answer) -> None:
    compared = 0
    for name, body in documents_in(shared("corpora", corpus, file)):
        try:
            entries, (title, forgiving) = both_ways(an_answer(body))
        except ExtractError:
            continue
        assert title in {None, forgiving}, name
        for plain, other in entries:
            assert plain in {None, other}, name
            compared += plain is not None
    assert compared > 0


_WORDS = st.text(alphabet=st.sampled_from("ab <>&;#/:\u2019\u00e9\u00c3\u00a9\u0093\t\n'\"0123"), max_size=12)


@given(
    title=_WORDS,
    link=_WORDS,
    guid=_WORDS,
    said=_WORDS,
    more=_WORDS,
    permanent=st.sampled_from(["", ' isPermaLink="true"', ' isPermaLink="false"']),
)
def test_any_words_are_read_alike(title, link, guid, said, more, permanent) -> None:
    markup = (
        f'<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>{escape(more)}</title>'
        f"<item><title>{escape(title)}</title><link>http://a.example/{escape(link)}</link><guid{permanent}>{escape(guid)}</guid>"
        f"<description>{escape(said)}</description><c:encoded>{escape(more)}</c:encoded></item></channel></rss>"
    )

    entries, (of_feed, forgiving) = both_ways(an_answer_of(markup.encode()))

    assert of_feed in {None, forgiving}
    for plain, other in entries:
        assert plain in {None, other}
