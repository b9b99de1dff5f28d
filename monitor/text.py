"""What counts as the same words: white space, folding, core names and fingerprints."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

#: What is no white space to Unicode and none that is seen.
_UNSEEN = re.compile("[\u200b\ufeff]")
# Characters that a page may hold in several shapes and that mean one thing; each maps to exactly one character, so that
# offsets into the folded text are offsets into the original.
_TYPOGRAPHY = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ",
    }
)  # fmt: skip
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_FINGERPRINT_VERSION = 1
#: Made once: json.dumps would make an encoder for each of the hundred thousand fingerprints of a poll.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode


def squash(text: str) -> str:
    """``text`` with each run of white space made one blank and the ends trimmed."""
    if not text.isascii():
        text = _UNSEEN.sub(" ", text)
    return " ".join(text.split())


def storable(text: str) -> str:
    """``text`` with U+FFFD for what no store can hold: NUL, and half of a surrogate pair. The length never changes."""
    # Asked of whole pages, of which hardly one has any: two looks at all of it in C rather than one by a pattern.
    if "\x00" in text or not (text.isascii() or _is_whole(text)):
        return _UNSTORABLE.sub("\ufffd", text)
    return text


def storable_throughout(value: Any) -> Any:
    """``value``, as JSON holds it, with each of its words and keys ``storable``."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list | tuple):
        return [storable_throughout(part) for part in value]
    if isinstance(value, dict):
        return {storable_throughout(key): storable_throughout(part) for key, part in value.items()}
    return value


def _is_whole(text: str) -> bool:
    """Whether ``text`` has no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def plain(text: str) -> str:
    """``text`` with curly quotes, dashes and odd blanks made plain, character for character (the length never changes)."""
    # Most texts have nothing to make plain, and translating looks at each of their characters.
    return text if text.isascii() else text.translate(_TYPOGRAPHY)


def fold(text: str) -> str:
    """The same words whatever their case, accents or punctuation: ``Kent, Surrey & Sussex`` -> ``kent surrey and sussex``."""
    return _folded_name(text) if len(text) <= _NAME_LENGTH else _folded(text)


_NAME_LENGTH = 80
#: Every ASCII character but letters and digits parts words, save those that are left out.
_PARTING = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("'"): None, ord("."): None}


def _folded(text: str) -> str:
    text = plain(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(text.casefold().replace("&", " and ").translate(_PARTING).split())


#: The same names come again and again within a document and over a poll.
_folded_name = lru_cache(maxsize=8192)(_folded)


def plural(count: int, one: str, many: str = "") -> str:
    """``1 source``, ``3 sources``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def slug(text: str) -> str:
    """``text`` as an identifier of lower-case words and hyphens."""
    return fold(text).replace(" ", "-")


_PLAIN = frozenset({str, type(None)})


def fingerprint(*parts: object) -> str:
    """A stable 32-digit identifier of the content of ``parts`` (values that JSON can hold)."""
    if _PLAIN.issuperset(map(type, parts)):
        # Most are words alone, written as the same JSON in half the time without the encoder.
        said = [encode_basestring(part) if isinstance(part, str) else "null" for part in parts]
        payload = f"[{','.join([str(_FINGERPRINT_VERSION), *said])}]"
    else:
        payload = _encode([_FINGERPRINT_VERSION, *parts])
    return hashlib.blake2b(payload.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
