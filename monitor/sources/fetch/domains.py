"""The registrable domain of a host: the part of its name that somebody bought, by the Public Suffix List (publicsuffix.org)."""

from __future__ import annotations

from functools import cache, lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str | None:
    """``news.example.co.uk`` is of ``example.co.uk``; ``None`` for a public suffix itself, for one word and for an IP address.

    The private part of the list counts: each site of ``github.io`` is one of its own, and so is each
    organisation below ``gov.uk``.
    """
    name = host.lower()
    if name.startswith(".") or "." not in name or _is_address(name):
        return None
    parts = _list()(name)
    if not parts.suffix:
        # The list's default rule: a top-level name that it does not know is a public suffix.
        return ".".join(name.split(".")[-2:])
    return parts.top_domain_under_public_suffix or None


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@cache
def _list() -> TLDExtract:
    """The list that comes with the package: nothing is fetched and nothing is kept on disk. Loaded at the first name asked for."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
