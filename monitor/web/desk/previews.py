"""The issue exactly as it would be sent: to any audience or a sample member, in light and dark, on a phone, as text, without images."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from monitor.digest.encoding import personalised
from monitor.digest.issue import read_digest
from monitor.digest.render import public_links
from monitor.digest.speech import LANGUAGES
from monitor.mail.mailing import why
from monitor.model import Audience, StaffRole
from monitor.model.members import Member, MemberState, Subscription
from monitor.store.mail import Members
from monitor.web.desk import issue_parts as parts
from monitor.web.guard import needs
from monitor.web.security import allow_framing_by, set_policy
from monitor.web.site import site

BLUEPRINT = Blueprint("previews", __name__, url_prefix="/desk/digests")
_SAMPLES = 5
_DARK = "@media (prefers-color-scheme: dark)"
#: (name, words, colours, with images, narrow)
VIEWS = (
    ("light", "Light", "light", True, False),
    ("dark", "Dark", "dark", True, False),
    ("phone", "Phone, 320 px", "light", True, True),
    ("phone-dark", "Phone, dark", "dark", True, True),
    ("bare", "Images off", "light", False, False),
)


@BLUEPRINT.get("/<digest_id>/preview")
@needs(StaffRole.READER)
def preview(digest_id: str) -> str:
    """The page around the previews: whom for, and how it is looked at."""
    stored = parts.found(digest_id)
    digest = read_digest(stored)
    audience, member = _audience()
    bulletin = parts.rendered(digest, audience)
    view = next(
        (each for each in (*VIEWS, ("text", "Plain text", "", False, False)) if each[0] == request.args.get("view")),
        VIEWS[0],
    )
    return render_template(
        "desk/preview.html",
        stored=stored,
        digest=digest,
        bulletin=bulletin,
        text=_filled(bulletin.text, member, markup=False),
        view=view,
        views=[*VIEWS, ("text", "Plain text", "", False, False)],
        address=url_for("previews.page", digest_id=digest_id, **_kept()),
        kept=_kept(),
        audience=audience,
        member=member,
        areas=sorted({area for item in digest.items for area in item.areas} | _all_areas()),
        specialisms=sorted({word for item in digest.items for word in (*item.specialisms, *item.themes)}),
        languages=LANGUAGES,
        samples=[(each, _masked(each.address)) for each, _ in _samples()],
    )


@BLUEPRINT.get("/<digest_id>/preview/page")
@needs(StaffRole.READER)
def page(digest_id: str) -> Response:
    """The HTML part by itself, for a frame: nothing in it can run, load or lead anywhere."""
    digest = read_digest(parts.found(digest_id))
    audience, member = _audience()
    bulletin = parts.rendered(digest, audience)
    wanted = next((each for each in VIEWS if each[0] == request.args.get("view")), VIEWS[0])
    allow_framing_by("'self'")
    images = "img-src 'self' data:; " if wanted[3] else "img-src 'none'; "
    set_policy(f"default-src 'none'; style-src 'unsafe-inline'; {images}sandbox")
    body = _filled(bulletin.html, member, markup=True)
    # The reader's own colours decide in a mail program; here the page around it does.
    return Response(
        body.replace(_DARK, "@media all" if wanted[2] == "dark" else "@media not all"), mimetype="text/html"
    )


def _audience() -> tuple[Audience, Member | None]:
    args = request.args
    chosen = next(((m, s) for m, s in _samples() if m.id == args.get("member")), None)
    if chosen:
        return chosen[1].audience(chosen[0].language), chosen[0]
    if args.get("language", "en") not in LANGUAGES:
        abort(400)
    return Audience(
        areas=tuple(sorted(set(args.getlist("areas")))[:60]),
        specialisms=tuple(sorted(set(args.getlist("specialisms")))[:60]),
        language=args.get("language", "en"),
    ), None


def _kept() -> dict[str, Any]:
    """What of the address the links of the page keep."""
    args = request.args
    kept: dict[str, Any] = {name: args.getlist(name) for name in ("areas", "specialisms") if args.getlist(name)}
    kept |= {name: args[name] for name in ("language", "member", "view") if args.get(name)}
    return kept


def _samples() -> list[tuple[Member, Subscription]]:
    members = Members(site().store.database)
    wishes = {each.member_id: each for each in members.subscriptions() if each.ended_at is None}
    confirmed = [each for each in members.list(state=MemberState.CONFIRMED) if each.id in wishes]
    # Those who chose something come first: theirs are the bulletins that differ.
    confirmed.sort(key=lambda member: not (wishes[member.id].areas or wishes[member.id].specialisms))
    return [(member, wishes[member.id]) for member in confirmed[:_SAMPLES]]


def _masked(address: str) -> str:
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}"


def _filled(body: str, member: Member | None, *, markup: bool) -> str:
    # Never a member's own links: whoever looks at a preview could unsubscribe them.
    links = public_links(site().masthead.base_url)
    return personalised(body, links | {"why": why(member) if member else ""}, markup=markup)


def _all_areas() -> set[str]:
    return {area.name for programme in site().programmes for area in programme.areas}
