"""Pages that the tests of this folder publish."""

from __future__ import annotations

from datetime import UTC, datetime

START = datetime(2014, 10, 28, 9, 0, tzinfo=UTC)


def bidders(*rows: tuple[str, str, str], menu: str = "News") -> str:
    cells = "".join(f"<tr><td>{area}</td><td>{lead}</td><td>{partners}</td></tr>" for area, lead, partners in rows)
    return (
        f"<html><head><title>Bidders</title></head><body><header><nav><a href='/'>Home</a> <a href='/news'>{menu}</a></nav></header><main>"
        f"<h1>Preferred bidders</h1><p>The department names its preferred bidders for the services in each area.</p>"
        f"<table><tr><th>Area</th><th>Preferred bidder</th><th>Partners</th></tr>{cells}</table></main></body></html>"
    )


def FEED(entries: int) -> str:  # noqa: N802 -- reads as the document that it is
    items = "".join(
        f"<item><guid>entry-{number}</guid><title>Note {number}</title><link>https://example.org/{number}</link>"
        f"<description>The council has awarded the contract for Southmere to Body {number} Trust.</description>"
        f"<pubDate>Mon, {number + 1:02} Nov 2014 09:00:00 GMT</pubDate></item>"
        for number in range(entries + 1)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title>{items}</channel></rss>'
