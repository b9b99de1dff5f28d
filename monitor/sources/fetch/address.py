"""Web addresses read the way browsers read them (WHATWG URL, for http and https alone).

Two readers that disagree on where the host of an address ends are a hole in any guard: so an address is read once, here,
and what is sent, compared and judged afterwards is the result. Addresses with a name or a password in them are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.sources.fetch.hostname import as_utf8, read_host

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
# Without a scheme that we know, or a slash that ends one, the word before a colon may be a name and what follows its password.
_CREDENTIALS = re.compile(r"^((?:https?:|[a-z][a-z0-9+.-]*:(?=[/\\]))?[/\\]*)[^/?#\\]*@", re.IGNORECASE)
_EDGES = "".join(map(chr, range(0x21)))
_REMOVED = str.maketrans("", "", "\t\n\r")
_CONTROLS = "".join(map(chr, range(0x20))) + "\x7f"
_PATH_ESCAPED = frozenset(_CONTROLS + ' "#<>?`{}')
_QUERY_ESCAPED = frozenset(_CONTROLS + " \"#<>'")
_PORT = re.compile(r"0*([0-9]{1,5})")
_PLAIN = re.compile(r"[A-Za-z0-9/._~!$&()*+,;=:@%-]*", re.ASCII)
_HERE = frozenset({".", "%2e"})
_ABOVE = frozenset({"..", ".%2e", "%2e.", "%2e%2e"})


@dataclass(frozen=True, slots=True)
class Address:
    """One http or https address: ``host`` in ASCII as it is resolved (IPv6 in brackets), the port never absent."""

    scheme: str
    host: str
    port: int
    path: str
    query: str | None

    @property
    def authority(self) -> str:
        return self.host if self.port == _DEFAULT_PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.origin + self.path + ("" if self.query is None else f"?{self.query}")


@lru_cache(maxsize=4096)
def parse_address(text: str, base: Address | None = None) -> Address:
    """The address that ``text`` means, against ``base`` where it is relative, without its fragment.

    Raises ValueError, whose message never repeats a password, for anything else: other schemes, credentials, bad hosts.
    """
    text = text.strip(_EDGES).translate(_REMOVED).partition("#")[0]
    scheme, rest = _split_scheme(text)
    if scheme and scheme not in _DEFAULT_PORTS:
        raise ValueError(f'the scheme "{scheme[:20]}" is not http or https')
    slashed = rest.replace("\\", "/") if not scheme or scheme in _DEFAULT_PORTS else rest
    if scheme and (base is None or scheme != base.scheme or slashed.startswith("//")):
        return _absolute(scheme, _after_slashes(rest))
    if base is None:
        raise ValueError("it is not a full address beginning with http:// or https://")
    return _absolute(base.scheme, _after_slashes(rest)) if slashed.startswith("//") else _relative(rest, base)


def without_credentials(text: str) -> str:
    """``text`` fit for a message: whatever stands before an ``@`` in the authority is left out."""
    return _CREDENTIALS.sub(r"\1", text.strip(_EDGES).translate(_REMOVED))[:2000]


def _split_scheme(text: str) -> tuple[str, str]:
    found = _SCHEME.fullmatch(text)
    return (found[1].lower(), found[2]) if found else ("", text)


def _after_slashes(rest: str) -> str:
    return rest.lstrip("/\\")


def _absolute(scheme: str, rest: str) -> Address:
    end = next((place for place, character in enumerate(rest) if character in "/\\?"), len(rest))
    host, port = _authority(rest[:end], scheme)
    path, query = _split_query(rest[end:])
    return Address(scheme, host, port, _path(path, ""), query)


def _authority(text: str, scheme: str) -> tuple[str, int]:
    credentials, _, place = text.rpartition("@")
    if credentials.strip(":"):
        raise ValueError("it holds a user name or password")
    host, port = place, ""
    if (colon := place.rfind(":")) > place.rfind("]"):
        host, port = place[:colon], place[colon + 1 :]
    return read_host(host), _port(port) if port else _DEFAULT_PORTS[scheme]


def _port(text: str) -> int:
    digits = _PORT.fullmatch(text)
    if digits is None or int(digits[1]) > 65535:
        raise ValueError("its port is not a number up to 65535")
    return int(digits[1])


def _relative(rest: str, base: Address) -> Address:
    path, query = _split_query(rest)
    if not rest:
        return base
    if not path:
        return Address(base.scheme, base.host, base.port, base.path, query)
    return Address(base.scheme, base.host, base.port, _path(path, base.path), query)


def _split_query(text: str) -> tuple[str, str | None]:
    path, mark, query = text.partition("?")
    return path, _escaped(query, _QUERY_ESCAPED) if mark else None


def _path(text: str, base: str) -> str:
    """``text`` with its dot segments resolved against the folder of ``base``, and escaped; it begins with a slash."""
    text = text.replace("\\", "/")
    kept = [] if text.startswith("/") else base.split("/")[1:-1]
    segments = text.removeprefix("/").split("/")
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1
        if segment.lower() in _ABOVE:
            del kept[-1:]
        elif segment.lower() not in _HERE:
            kept.append(_escaped(segment, _PATH_ESCAPED))
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept)


def _escaped(text: str, unsafe: frozenset[str]) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return "".join(
        f"%{ord(byte):02X}" if byte in unsafe or not byte.isascii() else byte for byte in map(chr, as_utf8(text))
    )
