"""A week's news is what is new: a page that is edited or dressed anew is not told again, another text at its address is."""

from datetime import UTC, datetime, timedelta

import pytest

DAY = datetime(2014, 10, 29, 12, tzinfo=UTC)
NOTICE = (
    "<main><h1>Come to our winter conference</h1><p>It is in Leeds on 4 February. Members come free; there is a small charge "
    "for others.</p><p>Workshops cover volunteering, trusteeship and keeping accounts.</p></main>"
)
FEED = """<rss version="2.0"><channel><title>News</title>{}</channel></rss>"""
ENTRY = "<item><title>{}</title><guid>{}</guid><link>https://news.test/{}</link><description>{}</description></item>"


def issue_of(fresh, week):
    return fresh.issue(DAY + timedelta(weeks=week, days=1), send=False)


@pytest.mark.parametrize(
    "edited",
    [
        NOTICE.replace("a small charge", "a charge of ten pounds"),
        NOTICE.replace("<main>", "<header><p>The new look of our site</p></header><main class='new'>"),
        NOTICE.replace("</main>", "<p>Book by the end of January.</p></main>"),
    ],
)
def test_a_page_that_is_edited_is_no_news(fresh, site, edited):
    fresh.visit(site, NOTICE, DAY)
    fresh.visit(site, edited, DAY + timedelta(weeks=1))

    assert "winter conference" not in issue_of(fresh, 1)


def test_another_text_at_the_same_address_is_news(fresh, site):
    fresh.visit(site, NOTICE, DAY)
    other = "<main><h1>Our annual report is out</h1><p>We read forty reports and wrote one. It can be had in print.</p></main>"
    fresh.visit(site, other, DAY + timedelta(weeks=1))

    assert "Our annual report is out" in issue_of(fresh, 1)


def test_an_entry_of_a_feed_is_told_once_however_often_it_is_edited(fresh, site):
    feed = {"kind": "feed", "content_type": "application/rss+xml"}
    old = ENTRY.format("An old story of the sector", "old", "old", "It was told long ago.")
    fresh.visit(site, FEED.format(old), DAY, **feed)
    told = []
    for week, words in enumerate(("A fund opens for local groups.", "A fund opens for small local groups."), 1):
        new = ENTRY.format("A fund for local groups opens", "new", "new", words)
        fresh.visit(site, FEED.format(new + old), DAY + timedelta(weeks=week), **feed)
        told.append("A fund for local groups opens" in issue_of(fresh, week))

    assert told == [True, False]
