"""The names of character sets, and where a document names its own.

Facts from the WHATWG encoding standard (names and labels) and the HTML standard (the prescan for ``<meta>``); three sets that
browsers refuse to read are read, since nothing here is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Python's codec for each set, and the labels that name it. A label of a narrow set names the wider one that publishers mean.
_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "cp1252": "windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
    "iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1 us-ascii x-cp1252 x-user-defined",
    "iso8859-2": "iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso8859-3": "iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso8859-4": "iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso8859-5": "iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso8859-6": "iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i "
    "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso8859-7": "iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
    "iso_8859-7:1987 sun_eu_greek",
    "iso8859-8": "iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
    "iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical",
    "iso8859-10": "iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin-9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "koi8-r cskoi8r koi koi8 koi8_r",
    "koi8-u": "koi8-u koi8-ru",
    "mac-roman": "macintosh csmacintosh mac x-mac-roman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "cp866": "ibm866 866 cp866 csibm866",
    "cp874": "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "cp1251": "windows-1251 cp1251 x-cp1251",
    "cp1253": "windows-1253 cp1253 x-cp1253",
    "cp1254": "windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
    "x-cp1254",
    "cp1255": "windows-1255 cp1255 x-cp1255",
    "cp1256": "windows-1256 cp1256 x-cp1256",
    "cp1257": "windows-1257 cp1257 x-cp1257",
    "cp1258": "windows-1258 cp1258 x-cp1258",
    "gb18030": "gb18030 gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950",
    "euc_jp": "euc-jp cseucpkdfmtjapanese x-euc-jp",
    "iso2022_jp": "iso-2022-jp csiso2022jp iso2022_jp iso2022-jp",
    "cp932": "shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932",
    "shift_jisx0213": "shift_jisx0213 shift_jis-2004 shift_jis_2004",
    "cp949": "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949",
    "iso2022_kr": "iso-2022-kr csiso2022kr iso2022_kr iso2022-kr",
    "hz": "hz-gb-2312 hz",
    "utf-16-le": "utf-16 utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff",
    "utf-16-be": "utf-16be unicodefffe",
    "utf-32-le": "utf-32 utf-32le",
    "utf-32-be": "utf-32be",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
#: What a document may not truthfully name in letters of one byte, and the set in which each byte stands for two.
WIDE = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
#: Sets in which bytes go together, so that some sequences are impossible.
MULTIBYTE = frozenset(
    {"gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "shift_jisx0213", "cp949", "iso2022_kr", "hz"}
)

_PRESCAN = 1024
_SPACE = b"\t\n\x0c\r /"
_XML = re.compile(rb"""<\?xml[^>]{0,300}?\bencoding\s*=\s*(?:"([^">]{1,60})"|'([^'>]{1,60})')""")
_CHARSET = re.compile(
    rb"charset[\t\n\x0c\r ]*=[\t\n\x0c\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\"'\t\n\x0c\r ;][^\t\n\x0c\r ;]*))"
)
_TAG = re.compile(rb"<!--|<(/?[A-Za-z][^\t\n\x0c\r />]*)|<[!/?]")


def codec_of(label: str | None) -> str | None:
    """Python's codec for a charset label, or ``None`` for a label that names no set of characters."""
    return _CODECS.get(label.strip(" \t\n\f\r\"'").lower()) if label else None


def label_of(codec: str) -> str:
    """The standard name of a codec's set."""
    return _LABELS[codec].split()[0]


def declared_in(body: bytes, *, limit: int = _PRESCAN) -> str | None:
    """The codec that a document's first ``limit`` bytes name: in an XML declaration or a ``<meta>``."""
    head = body[:limit]
    if found := _XML.match(head.lstrip()):
        return _narrow(codec_of((found[1] or found[2]).decode("ascii", "replace")))
    return _in_meta(head)


def _narrow(codec: str | None) -> str | None:
    # Whoever could read this far in bytes of one letter each is not reading UTF-16.
    return "utf-8" if codec in WIDE else codec


def _in_meta(head: bytes) -> str | None:
    place = 0
    while found := _TAG.search(head, place):
        place = found.end()
        if found[0] == b"<!--":
            # "<!-->" is a whole comment.
            end = head.find(b"-->", found.start() + 2)
            if end < 0:
                return None
            place = end + 3
        elif found[1] is None:
            end = head.find(b">", place)
            if end < 0:
                return None
            place = end + 1
        else:
            attributes, place = _attributes(head, place)
            codec = _of_meta(attributes) if found[1].lower() == b"meta" and place <= len(head) else None
            if codec:
                return codec
    return None


def _of_meta(attributes: dict[bytes, bytes]) -> str | None:
    if b"charset" in attributes:
        return _narrow(codec_of(attributes[b"charset"].decode("ascii", "replace")))
    if attributes.get(b"http-equiv", b"").lower() != b"content-type":
        return None
    found = _CHARSET.search(attributes.get(b"content", b"").lower())
    value = found and (found[1] or found[2] or found[3])
    return _narrow(codec_of(value.decode("ascii", "replace"))) if value else None


def _attributes(head: bytes, place: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes of the tag open at ``place``, the first of each name; and the place after the tag.

    A place beyond the end says that the tag is not closed within what may be read.
    """
    found: dict[bytes, bytes] = {}
    for name, value, after in _each_attribute(head, place):
        place = after
        if name is None:
            return found, place
        found.setdefault(name.lower(), value)
    return found, len(head) + 1


def _each_attribute(head: bytes, place: int) -> Iterator[tuple[bytes | None, bytes, int]]:
    size = len(head)
    while True:
        place = _skip(head, place, _SPACE)
        if place >= size:
            return
        if head[place : place + 1] == b">":
            yield None, b"", place + 1
            return
        start = place
        place += 1
        while place < size and head[place : place + 1] not in (b"=", b">", b"/", b" ", b"\t", b"\n", b"\x0c", b"\r"):
            place += 1
        name = head[start:place]
        after = _skip(head, place, _SPACE[:-1])
        value = b""
        if head[after : after + 1] == b"=":
            after = _skip(head, after + 1, _SPACE[:-1])
            value, place = _value(head, after)
            if place > size:
                return
        yield name, value, place


def _value(head: bytes, place: int) -> tuple[bytes, int]:
    quote = head[place : place + 1]
    if quote in (b'"', b"'"):
        end = head.find(quote, place + 1)
        return (head[place + 1 : end], end + 1) if end >= 0 else (b"", len(head) + 1)
    end = place
    while end < len(head) and head[end : end + 1] not in (b">", b" ", b"\t", b"\n", b"\x0c", b"\r"):
        end += 1
    return (head[place:end], end) if end < len(head) else (b"", len(head) + 1)


def _skip(head: bytes, place: int, passed: bytes) -> int:
    while place < len(head) and head[place] in passed:
        place += 1
    return place
