"""Words from outside made fit to print: one clean line, absolute http(s) addresses, readable names of roles and statuses.

What a source says reaches members' mail programs, so control characters, line separators, direction overrides and the private
characters that mark personal links are taken out here, once, before anything is compiled. Escaping is the template's business.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit

import nh3

from monitor.text import squash

#: Personal links are marks between two private characters, which ``one_line`` takes out of everything that comes from outside:
#: no source can smuggle a member's signed link into an address of its own.
MARK_START, MARK_END = "\ue000", "\ue001"
_KEEP_JOINERS = {"\u200c", "\u200d"}
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_MAX_URL = 2000
_BETWEEN_CELLS = re.compile(r"(?: \|)+ ")
#: A longer quotation is clipped.
QUOTE_LIMIT = 420


def one_line(text: str, *, limit: int | None = None) -> str:
    """``text`` on one line: breaks become blanks, invisible and private characters go, and past ``limit`` an ellipsis ends it."""
    text = _BREAKS.sub(" ", text)
    text = "".join(c for c in text if c in _KEEP_JOINERS or unicodedata.category(c) not in _DROPPED)
    text = squash(unicodedata.normalize("NFC", text))
    return clipped(text, limit) if limit else text


def clipped(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters, cut between two words where there are any."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > limit // 2 else cut).rstrip(" ,;:.-") + "…"


def quoted(text: str, *, limit: int = QUOTE_LIMIT) -> str:
    """``text`` as a bulletin prints words of a source: on one line, ``Wales | Acme`` as ``Wales · Acme``, clipped at ``limit``."""
    # The blank before the dot does not break, so that no line begins with one.
    return clipped(_BETWEEN_CELLS.sub("\u00a0· ", one_line(text)), limit)


def without_markup(text: str, *, limit: int | None = None) -> str:
    """The words of ``text``, which may hold HTML of any kind: every element goes, entities become characters."""
    if "<" in text:
        # Blocks are parted, so that the last word of one paragraph does not run into the next.
        text = re.sub(r"(?i)<(/p|/div|/li|/h[1-6]|br)\b", r" <\1", text)
        text = html.unescape(nh3.clean(text, tags=set(), attributes={}))
    elif "&" in text:
        text = html.unescape(text)
    return one_line(text, limit=limit)


@lru_cache(maxsize=4096)
def safe_url(url: str) -> str | None:
    """``url`` as an absolute http(s) address fit for a link, or ``None``: no other scheme, no user name, no odd characters."""
    if not url or len(url) > _MAX_URL or url != one_line(url) or any(c.isspace() for c in url):
        return None
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or parts.username is not None or "\\" in url:
        return None
    if not re.fullmatch(r"[a-z0-9\-._\[\]:]+", host):
        return None
    # Quotes, angle brackets and letters beyond ASCII are percent-encoded; what is encoded already stays.
    return quote(url, safe=":/?#[]@!$&()*+,;=%~-._")


def host_of(url: str) -> str:
    """The name of the site, without ``www.``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def humanised(value: str | None) -> str:
    """A value of the ledger as words: ``preferred_bidder`` -> ``preferred bidder``; other text as it is."""
    if not value:
        return ""
    if re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", value):
        return value.replace("_", " ")
    return one_line(value)
