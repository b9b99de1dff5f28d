"""Host names of addresses: to ASCII (UTS 46, non-transitional), and numbers in any base to one IP address."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import unquote_to_bytes

import idna

# Code points that no host may hold after all decoding (WHATWG URL section 3.2).
_FORBIDDEN = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]")
_ASCII_NAME = re.compile(r"[a-z0-9._-]+")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_JOINERS = "\u200c\u200d"


def read_host(text: str) -> str:
    """The host as it is resolved: a name in lower-case ASCII, ``192.0.2.1``, or ``[2001:db8::1]``. Raises ValueError."""
    if text.startswith("["):
        if not text.endswith("]"):
            raise ValueError("its IPv6 address is not closed")
        return _ipv6(text[1:-1])
    name = text.lower()
    if not _ASCII_NAME.fullmatch(name) or "xn--" in name:
        name = _to_ascii(unquote_to_bytes(as_utf8(text)).decode("utf-8", "replace"))
    if not name or _FORBIDDEN.search(name):
        raise ValueError("it holds no valid host name")
    return _ipv4(name) if _ends_in_number(name) else name


def as_utf8(text: str) -> bytes:
    """``text`` as browsers send it: two halves of a character are that character, one alone stands for none."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _to_ascii(name: str) -> str:
    try:
        mapped = idna.uts46_remap(name, std3_rules=False, transitional=False)
    except idna.IDNAError as error:
        raise ValueError("its host name holds a character that no name may hold") from error
    labels = [_label(label) for label in mapped.split(".")]
    if any(_is_right_to_left(decoded) for decoded, _ in labels):
        _check_direction(decoded for decoded, _ in labels)
    return ".".join(encoded for _, encoded in labels)


def _label(label: str) -> tuple[str, str]:
    """The label in Unicode and in ASCII; both must lead to one another, else two names could pass for one."""
    if label.startswith("xn--"):
        try:
            decoded = label[4:].encode("ascii").decode("punycode")
        except UnicodeError as error:
            raise ValueError("its host name is wrongly encoded") from error
        if not decoded or decoded.isascii() or _remapped(decoded) != decoded or _punycode(decoded) != label:
            raise ValueError("its host name is wrongly encoded")
    else:
        decoded = label
    if not decoded.isascii():
        _check_characters(decoded)
    return decoded, label if decoded.isascii() else _punycode(decoded)


def _remapped(label: str) -> str:
    try:
        return idna.uts46_remap(label, std3_rules=False, transitional=False)
    except idna.IDNAError:
        return ""


def _punycode(label: str) -> str:
    try:
        return "xn--" + label.encode("punycode").decode("ascii")
    except UnicodeError as error:
        raise ValueError("its host name cannot be encoded") from error


def _check_characters(label: str) -> None:
    if unicodedata.category(label[0]).startswith("M"):
        raise ValueError("its host name begins with a combining mark")
    try:
        joined = all(idna.valid_contextj(label, place) for place, one in enumerate(label) if one in _JOINERS)
    except ValueError:
        joined = False
    if not joined:
        raise ValueError("its host name holds a joiner out of place")


def _is_right_to_left(label: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in label)


def _check_direction(labels: object) -> None:
    for label in labels:  # type: ignore[attr-defined]
        try:
            if label:
                idna.check_bidi(label, check_ltr=True)
        except idna.IDNAError as error:
            raise ValueError("its host name mixes directions of writing") from error


def _ends_in_number(name: str) -> bool:
    parts = name.removesuffix(".").split(".")
    return bool(_NUMBER.fullmatch(parts[-1]))


def _ipv4(name: str) -> str:
    parts = name.removesuffix(".").split(".")
    if len(parts) > 4:
        raise ValueError("its host is a malformed IP address")
    numbers = [_number(part) for part in parts]
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise ValueError("its host is an IP address out of range")
    value = numbers[-1] + sum(number * 256 ** (3 - place) for place, number in enumerate(numbers[:-1]))
    return str(ipaddress.IPv4Address(value))


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part) or len(part) > 64:
        raise ValueError("its host is a malformed IP address")
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if part.startswith("0") and len(part) > 1 else int(part)


def _ipv6(text: str) -> str:
    if "%" in text:
        raise ValueError("its IPv6 address names a network interface")
    value = int(ipaddress.IPv6Address(text))
    words = [f"{value >> shift & 0xFFFF:x}" for shift in range(112, -16, -16)]
    runs = [(length, start) for start in range(8) if (length := _zeros(words, start)) > 1]
    if not runs:
        return f"[{':'.join(words)}]"
    length, start = max(runs, key=lambda run: (run[0], -run[1]))
    return f"[{':'.join(words[:start])}::{':'.join(words[start + length :])}]"


def _zeros(words: list[str], start: int) -> int:
    length = 0
    while start + length < 8 and words[start + length] == "0":
        length += 1
    return length
