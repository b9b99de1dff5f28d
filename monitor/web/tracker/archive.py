"""The archive: every bulletin that went out, each on a page of its own for ever. Nothing personal is in them."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from monitor.digest.issue import read_digest
from monitor.model import Digest, DigestState
from monitor.store import StoredDigest
from monitor.web.kept import kept_page, kept_value
from monitor.web.site import site
from monitor.web.tracker.door import guard
from monitor.web.tracker.pages import page_of

BLUEPRINT = guard(Blueprint("archive", __name__))
_A_PAGE = 30
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
    found = (
        next((each for each in sent_digests() if each.id.startswith(issue_id)), None)
        if len(issue_id) >= ID_DIGITS
        else None
    )
    if found is None:
        abort(404)
    if issue_id != found.id[:ID_DIGITS]:
        return redirect(url_for(".issue", issue_id=found.id[:ID_DIGITS]), code=301)
    sent = sent_digests()
    place = sent.index(found)
    return render_template(
        "tracker/issue.html",
        digest=read_sent(found),
        issue_id=issue_id,
        sent_at=found.sent_at,
        newer=sent[place - 1].id[:ID_DIGITS] if place else None,
        older=sent[place + 1].id[:ID_DIGITS] if place + 1 < len(sent) else None,
        masthead=site().masthead,
    )


def sent_digests() -> tuple[StoredDigest, ...]:
    return kept_value("sent digests", lambda: site().store.digests.list(state=DigestState.SENT))


def read_sent(stored: StoredDigest) -> Digest:
    return kept_value("digest", lambda: read_digest(stored), stored.id)
