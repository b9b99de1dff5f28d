"""Web addresses as names: the same page under the same name, whatever tracking a newsletter hung on its link."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "wt_mc", "igshid", "_hsenc", "_hsmi", "yclid"}
)
#: A whole address that leaves nothing to take apart: most are.
PLAIN_ADDRESS = re.compile(r"https?://[a-z\d.-]+/[\w/-]*", re.ASCII)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=1024)
def canonical_url(url: str, base: str = "") -> str:
    """``url`` made absolute against ``base``, without fragment and tracking parameters; empty if it is no web address.

    Scheme and host are in lower case and a default port is left out (RFC 3986 section 6.2); the rest is kept as it is written.
    """
    if PLAIN_ADDRESS.fullmatch(url):
        return url
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return ""
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", _untracked(parts.query), ""))


def _untracked(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if key.lower() not in _TRACKING and not key.lower().startswith("utm_")]
    return query if len(kept) == len(pairs) else urlencode(kept)


def address_key(url: str) -> str:
    """What two addresses of one page share: the canonical form without scheme, ``www.`` and closing slash."""
    return canonical_url(url).partition("://")[2].removeprefix("www.").rstrip("/")
