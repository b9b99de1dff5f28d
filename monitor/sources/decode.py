"""Bytes to text, whatever the server says of them: the order of the WHATWG encoding standard, checked against the bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from monitor.sources.charsets import MULTIBYTE, WIDE, codec_of, declared_in, label_of

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"""charset\s*=\s*["']?([^\s"';,]{2,60})""", re.IGNORECASE)
#: How far into a page its own word for its charset is looked for, where the first kilobyte has none.
_DEEP = 16 * 1024
_SAMPLE = 200_000
# UTF-8 letters and punctuation as they look when each byte is taken for a letter of windows-1252.
_DOUBLE = re.compile(
    "[\u00c2\u00c3\u00c5\u00d0\u00d1][\u0080-\u00bf\u2018-\u203a\u20ac\u0152\u0153\u0160\u0161]|\u00e2\u20ac[^\\s\\w]?"
)
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_FEW_SEQUENCES = 6
_ASCII = re.compile("[\x00-\x7f]+")
_NOT_PRINTED_ASCII = re.compile("[^\x21-\x7f]+")
_CONTROLS = re.compile("[\x80-\x9f]")
_ACCENTED = re.compile("[\u00a1-\u024f\u02c7-\u02dd\u20ac\u2018-\u201e\u2020-\u2022\u2030\u2039\u203a]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the standard name of the set it was read in, and why that may be wrong (``None``: no reason to think so)."""

    text: str
    encoding: str
    doubt: str | None = None


def decode_text(body: bytes, *, content_type: str = "", charset: str | None = None) -> str:
    """``body`` as text without its byte order mark. Never raises; what cannot be read becomes U+FFFD."""
    return decode(body, content_type=content_type, charset=charset).text


def decode(body: bytes, *, content_type: str = "", charset: str | None = None) -> Decoded:
    """``body`` as text, and how sure that is. Never raises.

    A byte order mark decides. Then bytes beyond ASCII that are valid UTF-8 are UTF-8, since chance does not make them and
    headers lie. Then comes the set that the server names, the one that the document names, and windows-1252; one that the
    bytes contradict yields to the next.
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], codec)
    header = codec_of(charset) or codec_of(_in_header(content_type))
    if codec_wide := _wide(body, header):
        return _decoded(body, codec_wide)
    document = declared_in(body) or (None if body.isascii() else declared_in(body, limit=_DEEP))
    header = None if header in WIDE else header
    if body.isascii():
        return _decoded(body, header or document or "cp1252")
    codec = _chosen(body, header, document)
    doubt = None
    if codec != "utf-8" and header and document and header != document:
        doubt = f"the server calls it {label_of(header)}, the page itself {label_of(document)}"
    return _decoded(body, codec, doubt=doubt)


def looks_garbled(text: str) -> bool:
    """Whether ``text`` was probably read in the wrong character set."""
    return _garbling_in(text) is not None


def is_recoded(before: str, after: str) -> bool:
    """Whether two versions of a text differ as if the bytes were the same and the character set another.

    Everything in ASCII stays, and many letters beyond it become others. Such a change is of the server and not of the news.
    """
    if before == after:
        return False
    old, new = _beyond_ascii(before), _beyond_ascii(after)
    if _in_ascii(before) != _in_ascii(after) or not (old or new):
        return False
    kept = len(set(old) & set(new))
    return kept * 2 < max(len(set(old)), len(set(new)))


def _chosen(body: bytes, header: str | None, document: str | None) -> str:
    declared = [codec for codec in (header, document) if codec]
    if _reads(body, "utf-8"):
        # A few bytes of a multi-byte set can be UTF-8 by chance; more cannot.
        by_chance = header in MULTIBYTE and len(_SEQUENCE.findall(body[:_SAMPLE])) < _FEW_SEQUENCES
        if not (by_chance and header and _reads(body, header)):
            return "utf-8"
    elif "utf-8" in declared and _mostly_utf8(body):
        return "utf-8"
    if header == "cp1252" and document not in (None, "cp1252", "utf-8"):
        # Many servers call everything ISO-8859-1 that they know nothing of; then the page knows better.
        declared.reverse()
    fitting = (codec for codec in declared if codec != "utf-8" and _reads(body, codec))
    return next(fitting, None) or next((codec for codec in declared if codec != "utf-8"), "cp1252")


def _reads(body: bytes, codec: str) -> bool:
    if codec == "cp1252":
        return True
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        # A body that was cut within a letter is still in its set; but the first half of a letter alone is no sign of UTF-8.
        decoder.decode(body, final=codec == "utf-8" and not _SEQUENCE.search(body))
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(body: bytes) -> bool:
    """Whether the bytes beyond ASCII are UTF-8 but for a few, as in a page with one pasted fragment of another set."""
    sample = body[:_SAMPLE]
    beyond = sum(map(len, _BEYOND_ASCII.findall(sample)))
    return sum(map(len, _SEQUENCE.findall(sample))) * 10 > beyond * 7


def _wide(body: bytes, header: str | None) -> str | None:
    """The two-byte or four-byte set that ``body`` is in without a mark: as the server says, or by where its zeros are."""
    sample = body[:2000]
    zeros = sample.count(0)
    if zeros * 5 < len(sample) or not sample:
        return header if header in WIDE and zeros and header.startswith("utf-16") else None
    if zeros * 3 > len(sample) * 2:
        return "utf-32-be" if sample[0] == 0 else "utf-32-le"
    return "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"


def _decoded(body: bytes, codec: str, *, doubt: str | None = None) -> Decoded:
    text = _windows_1252(body) if codec == "cp1252" else body.decode(codec, "replace").removeprefix("\ufeff")
    return Decoded(text=text, encoding=label_of(codec), doubt=doubt or _garbling_in(text))


def _windows_1252(body: bytes) -> str:
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        # The standard gives every byte a character; Python's codec leaves five out.
        return "".join(chr(byte) if byte in _UNDEFINED else bytes((byte,)).decode("cp1252") for byte in body)


_UNDEFINED = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})


def _garbling_in(text: str) -> str | None:
    if text.isascii():
        return None
    sample = text[:_SAMPLE]
    beyond = len(_beyond_ascii(sample)) or 1
    if (lost := sample.count("\ufffd")) and lost * 20 >= beyond:
        return f"{lost} characters could not be read"
    if len(_CONTROLS.findall(sample)) * 20 >= beyond:
        return "it holds control characters that no text has"
    doubled = len(_DOUBLE.findall(sample))
    if doubled >= 2 and doubled * 4 >= beyond:
        return "it looks like UTF-8 that was read as another set"
    runs = [run for run in _ACCENTED.findall(sample) if len(run) > 2]
    if sum(map(len, runs)) * 2 > beyond > 10:
        # No language writes whole words in accented Latin letters: these are the letters of another alphabet.
        return "it looks like another alphabet that was read as Latin letters"
    return None


def _in_header(content_type: str) -> str | None:
    found = _HEADER.search(content_type)
    return found[1] if found else None


def _beyond_ascii(text: str) -> str:
    return _ASCII.sub("", text)


def _in_ascii(text: str) -> str:
    # Blanks differ with the set (a no-break space is one byte in one and two in another).
    return _NOT_PRINTED_ASCII.sub("", text)
