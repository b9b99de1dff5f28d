"""An issue as mail: who would get it, what each of them would see, how far the sending is, and what waits for a person."""

from __future__ import annotations

import email
import email.policy
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import islice
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from monitor.digest.approval import require_seal
from monitor.digest.issue import read_digest
from monitor.errors import ReviewError, TierwatchError
from monitor.mail import dispatch
from monitor.mail.dispatch import PostOffice
from monitor.mail.mailing import LetterWriter
from monitor.mail.members import Membership
from monitor.mail.tokens import Keys
from monitor.mail.wire import Envelope
from monitor.model import Bulletin, DigestState, StaffRole
from monitor.model.members import Delivery, DeliveryState
from monitor.store import StoredDigest
from monitor.store.outbox import Outbox
from monitor.web.desk import issue_parts as parts
from monitor.web.guard import needs, the_user
from monitor.web.security import allow_framing_by, set_policy
from monitor.web.site import site

BLUEPRINT = Blueprint("post", __name__, url_prefix="/desk/digests")
_SHOWN = 100
_BEGUN = {DigestState.SENDING, DigestState.PAUSED, DigestState.SENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """One mail, read back from the bytes that a server would get, but for where its personal links lead."""

    head: tuple[tuple[str, str], ...]
    text: str
    html: str
    size: int


@BLUEPRINT.get("/<digest_id>/post")
@needs(StaffRole.EDITOR)
def home(digest_id: str) -> str:
    """Who gets it, and how far it is."""
    here, stored = site(), parts.found(digest_id)
    outbox = Outbox(here.store.database)
    mails, counts, left_out = _mails(stored)
    uncertain = outbox.list(stored.id, state=DeliveryState.UNCERTAIN) if stored.state in _BEGUN else ()
    return render_template(
        "desk/post.html", stored=stored, digest=read_digest(stored), mails=mails, counts=counts, left_out=left_out,
        uncertain=uncertain, total=sum(counts.values()), begun=stored.state in _BEGUN,
        held_until=dispatch.held_until(here.store, stored.id, now=here.now) if stored.state in _BEGUN else None,
    )  # fmt: skip


@BLUEPRINT.post("/<digest_id>/post")
@needs(StaffRole.APPROVER)
def act(digest_id: str) -> Answer:
    """Send, take back, pause, go on, or cancel."""
    here, by, stored = site(), the_user().name, parts.found(digest_id)
    reason = request.form.get("reason", "").strip()[:500]
    try:
        match request.form.get("do", ""):
            case "send":
                require_seal(here.store, stored, parts.letterhead(), by=by, now=here.now)
                dispatch.begin(here.store, here.membership.keys, _office(), stored, by=by, now=here.now, hold=True)
                flash("It is on its way. The service sends it; this page shows how far it is.")
            case "back":
                dispatch.take_back(here.store, stored.id, by=by, now=here.now)
                flash("It is taken back and in review again. Nothing has left.")
            case "pause":
                dispatch.pause(here.store, stored.id, by=by, now=here.now, reason=reason)
            case "resume":
                dispatch.resume(here.store, stored.id, by=by, now=here.now)
            case "cancel":
                dispatch.cancel(here.store, stored.id, by=by, now=here.now, reason=reason)
            case _:
                abort(400)
    except ReviewError as error:
        flash(str(error)[:1].upper() + str(error)[1:] + ".", "bad")
    return redirect(url_for(".home", digest_id=stored.id), code=303)


@BLUEPRINT.post("/<digest_id>/post/<int:number>")
@needs(StaffRole.APPROVER)
def resolve(digest_id: str, number: int) -> Answer:
    """Decide about an uncertain mail."""
    here, stored = site(), parts.found(digest_id)
    what = request.form.get("do", "")
    if what not in {"resend", "leave"}:
        abort(400)
    try:
        dispatch.resolve(here.store, number, resend=what == "resend", by=the_user().name, now=here.now)
    except ReviewError as error:
        flash(str(error)[:1].upper() + str(error)[1:] + ".", "bad")
    return redirect(url_for(".home", digest_id=stored.id), code=303)


@BLUEPRINT.get("/<digest_id>/post/mails/<member_id>")
@needs(StaffRole.EDITOR)
def mail(digest_id: str, member_id: str) -> str:
    """The mail of one member, as a server would get it."""
    stored = parts.found(digest_id)
    return render_template(
        "desk/mail.html", stored=stored, digest=read_digest(stored), mail=_caught(stored, member_id), member_id=member_id,
        address=url_for(".page", digest_id=stored.id, member_id=member_id),
    )  # fmt: skip


@BLUEPRINT.get("/<digest_id>/post/mails/<member_id>/page")
@needs(StaffRole.EDITOR)
def page(digest_id: str, member_id: str) -> Response:
    """Its HTML part alone, for a frame in which nothing runs, loads or leads anywhere."""
    caught = _caught(parts.found(digest_id), member_id)
    allow_framing_by("'self'")
    set_policy("default-src 'none'; style-src 'unsafe-inline'; sandbox")
    return Response(caught.html, mimetype="text/html")


def _mails(stored: StoredDigest) -> tuple[list[Delivery], Mapping[str, int], Mapping[str, int]]:
    """The first mails, how many there are in each state, and how many members are left out for which reason."""
    here = site()
    if stored.state in _BEGUN:
        outbox = Outbox(here.store.database)
        counts = {state.value: number for state, number in sorted(outbox.counts(stored.id).items())}
        return list(outbox.first(stored.id, limit=_SHOWN)), counts, {}
    mailing = dispatch.mailing_of(here.store, here.membership.keys, _office(), stored, now=here.now)
    rows = mailing.rows()
    shown = [_would_be(row) for row in islice(rows, _SHOWN)]
    total = len(shown) + sum(1 for _ in rows)
    return shown, {"would be sent": total}, dict(sorted(mailing.skipped.items()))


def _caught(stored: StoredDigest, member_id: str) -> Caught:
    here, office, keys = site(), _office(), site().membership.keys
    # Whoever looks must not be able to choose or leave in a member's name: here the links are signed with a key that nobody takes.
    shown = Keys.of(secrets.token_hex(16))
    digest, bulletins = read_digest(stored), dict[str, Bulletin]()
    if stored.state in _BEGUN:
        delivery = Outbox(here.store.database).of_member(stored.id, member_id)
    else:
        mailing = dispatch.mailing_of(here.store, keys, office, stored, now=here.now, keep=bulletins.__setitem__)
        delivery = next((_would_be(row) for row in mailing.rows() if row["member_id"] == member_id), None)
    if delivery is None:
        abort(404)
    writer = LetterWriter(
        here.store, digest, Membership(here.store, shown), shown, sender=office.sender, base_url=office.masthead.base_url,
        reports_to=office.reports_to, bulletin=bulletins.__getitem__ if bulletins else None,
    )  # fmt: skip
    made = writer([delivery])(delivery)
    if not isinstance(made, Envelope):
        raise TierwatchError(f"no mail can be made for this member: {made.reason}")
    return _read(made)


def _read(envelope: Envelope) -> Caught:
    parsed = email.message_from_bytes(envelope.message, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    bodies = {kind: parsed.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (str(body.get_content()) if body else "" for body in bodies.values())
    head = (("Return-Path", f"<{envelope.return_path}>"), *((name, str(value)) for name, value in parsed.items()))
    return Caught(head=tuple(head), text=text, html=html, size=len(envelope.message))


def _would_be(row: Mapping[str, str]) -> Delivery:
    names = ("digest_id", "member_id", "address", "variant", "message_id")
    fields: dict[str, Any] = {name: row[name] for name in names}
    return Delivery(seq=0, state=DeliveryState.READY, **fields)


def _office() -> PostOffice:
    office = site().office
    if office is None:
        raise TierwatchError("no way to send mail is set up")
    return office()
