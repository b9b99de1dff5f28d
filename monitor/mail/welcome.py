"""What the service itself writes to somebody about their membership, in their language: that there is something to confirm."""

from __future__ import annotations

from monitor.digest.issue import Masthead
from monitor.digest.render import render_notice
from monitor.mail.tokens import CONFIRMATION_VALID


def confirmation(masthead: Masthead, token: str, *, language: str) -> tuple[str, str]:
    """Subject and text of the mail that asks whether it was really them."""
    link = f"{masthead.base_url.rstrip('/')}/confirm/{token}"
    return render_notice(
        "confirm", language, name=masthead.title, link=link, days=CONFIRMATION_VALID.days, identity=masthead.identity
    )


def known_already(masthead: Masthead, preferences_url: str, *, language: str) -> tuple[str, str]:
    """Subject and text for somebody who asks for what they get already."""
    return render_notice("known", language, name=masthead.title, link=preferences_url, identity=masthead.identity)
