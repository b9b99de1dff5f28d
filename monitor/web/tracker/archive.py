"""The archive: every bulletin that went out, each on a page of its own for ever. Nothing personal is in them."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from monitor.digest.issue import read_digest
from monitor.ledger.feeds import Day, Entry, feed_of, to_ics
from monitor.ledger.opendata import hold_back_addresses
from monitor.model import Digest, DigestState
from monitor.store import StoredDigest
from monitor.store.outbox import Outbox
from monitor.text import fingerprint
from monitor.web.kept import kept_page, kept_value, with_tag
from monitor.web.site import site
from monitor.web.tracker.door import guard
from monitor.web.tracker.pages import page_of

BLUEPRINT = guard(Blueprint("archive", __name__))
_A_PAGE = 30
#: A member may follow the link of a mail that has just come, while others wait for theirs or will never get it.
_ON_ITS_WAY = {DigestState.SENDING, DigestState.PAUSED, DigestState.CANCELLED}
#: As many digits of an id as links in mails have.
ID_DIGITS = 12


@BLUEPRINT.get("/archive")
@kept_page
def home() -> str:
    """The bulletins, the newest first."""
    page = page_of(sent_digests(), _A_PAGE)
    issues = [(stored.id[:ID_DIGITS], read_sent(stored)) for stored in page.shown]
    return render_template("tracker/archive.html", issues=issues, page=page, masthead=site().masthead)


@BLUEPRINT.get("/archive/<issue_id>")
@kept_page
def issue(issue_id: str) -> str | Response:
    """One bulletin as everybody got it, without what was personal."""
    found = _gone_out(issue_id)
    if issue_id != found.id[:ID_DIGITS]:
        return redirect(url_for(".issue", issue_id=found.id[:ID_DIGITS]), code=301)
    # One that is still on its way is before the newest that went out.
    sent = sent_digests()
    place = next((n for n, each in enumerate(sent) if each.id == found.id), -1)
    return render_template(
        "tracker/issue.html",
        digest=read_sent(found),
        issue_id=issue_id,
        sent_at=found.sent_at,
        newer=sent[place - 1].id[:ID_DIGITS] if place > 0 else None,
        older=sent[place + 1].id[:ID_DIGITS] if place + 1 < len(sent) else None,
        masthead=site().masthead,
    )


@BLUEPRINT.get("/archive.atom")
def feed() -> Response:
    """The bulletins as a feed."""
    here, base = site(), site().masthead.base_url.rstrip("/")
    entries = [
        Entry(
            id=f"bulletin:{stored.id}", title=f"{digest.title} {digest.number or ''}".strip(), at=stored.sent_at or digest.made_at,
            url=f"{base}{url_for('.issue', issue_id=stored.id[:ID_DIGITS])}",
            summary=hold_back_addresses("; ".join(item.headline for item in digest.items) or "Nothing changed."),
        )
        for stored in sent_digests()[:_A_PAGE]
        for digest in (read_sent(stored),)
    ]  # fmt: skip
    written = feed_of(entries, title=here.masthead.title, feed_id="bulletins", updated=here.now)
    return _tagged(written, "application/atom+xml")


@BLUEPRINT.get("/archive/<issue_id>/<item_id>.ics")
def calendar(issue_id: str, item_id: str) -> Response:
    """The day of one item, for a calendar."""
    stored = _gone_out(issue_id)
    item = next((each for each in read_sent(stored).items if each.id[:ID_DIGITS] == item_id and each.closes_on), None)
    if item is None or item.closes_on is None:
        abort(404)
    words = hold_back_addresses(f"{item.headline} ({item.takes_place})" if item.takes_place else item.headline)
    base = site().masthead.base_url.rstrip("/")
    day = Day(id=item.id, on=item.closes_on, summary=words, url=f"{base}{url_for('.issue', issue_id=issue_id)}")
    return _tagged(to_ics([day], stamp=read_sent(stored).made_at).encode(), "text/calendar")


def _gone_out(issue_id: str) -> StoredDigest:
    """The bulletin of an address, as soon as the first member has it; 404 for what nobody got."""
    if len(issue_id) < ID_DIGITS:
        abort(404)
    found = next((each for each in sent_digests() if each.id.startswith(issue_id)), None)
    if found is None:
        store = site().store
        found = store.digests.get(issue_id)
        if found is None or found.state not in _ON_ITS_WAY or not Outbox(store.database).has_begun(found.id):
            abort(404)
    return found


def _tagged(content: bytes, mimetype: str) -> Response:
    tag = fingerprint("archive", content.hex())[:20]
    return with_tag(make_response(content, {"Content-Type": f"{mimetype}; charset=utf-8"}), tag)


def sent_digests() -> tuple[StoredDigest, ...]:
    return kept_value("sent digests", lambda: site().store.digests.list(state=DigestState.SENT))


def read_sent(stored: StoredDigest) -> Digest:
    return kept_value("digest", lambda: read_digest(stored), stored.id)
