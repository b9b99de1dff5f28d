"""The address that mail programs call when somebody presses their own "unsubscribe" (RFC 8058): POST ends the mail, GET does nothing.

No cookie, no form token, no sign-in: the signed link is all that it takes. Programs that look at links in passing ask with GET
or HEAD, and are led to the page with the button.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from monitor.mail.members import UNSUBSCRIBE
from monitor.mail.tokens import TokenError, verify
from monitor.web.forms import by_link_alone
from monitor.web.site import site

BLUEPRINT = Blueprint("oneclick", __name__)
_SAID = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@BLUEPRINT.get("/u/<token>")
def look(token: str) -> Answer:
    """To the page with the button, if the link is one of ours."""
    try:
        verify(site().membership.keys, UNSUBSCRIBE, token)
    except TokenError as error:
        return Response(f"{error}\n", 400, _SAID)
    answer = redirect(f"/unsubscribe/{token}", code=303)
    answer.headers.update({name: _SAID[name] for name in ("Cache-Control", "Referrer-Policy")})
    return answer


@BLUEPRINT.post("/u/<token>")
@by_link_alone
def leave(token: str) -> Answer:
    """End all mail to the member of the link, now; doing it again is fine."""
    here = site()
    # What the body says (urlencoded or multipart) changes nothing; it is read so that the connection can be used again.
    request.get_data(cache=False)
    try:
        here.membership.unsubscribe(token, now=here.now, by="one click")
    except TokenError as error:
        return Response(f"{error}\n", 400, _SAID)
    return Response("You are unsubscribed. No more mail will come.\n", 200, _SAID)
