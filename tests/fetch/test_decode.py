"""Character sets: named truly, falsely, twice, or not at all."""

import codecs
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.charsets import codec_of, declared_in
from monitor.sources.decode import decode, decode_text, is_recoded, looks_garbled

TEXT = "Durham Tees Valley: café, naïve – “quoted” £50"


def page(text, charset=None):
    return f"<html><head>{f'<meta charset={charset}>' if charset else ''}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    "header", [None, "utf-8", "iso-8859-1", "windows-1251", "us-ascii", "shift_jis", "nonsense", "utf-16", ""]
)
@pytest.mark.parametrize("meta", [None, "utf-8", "iso-8859-1", "windows-1250", "utf-16", "nonsense"])
def test_utf_8_is_utf_8_whatever_header_and_page_call_it(header, meta):
    text = page(TEXT * 3, meta)

    assert decode_text(text.encode(), charset=header) == text
    assert decode(text.encode(), charset=header).doubt is None


@pytest.mark.parametrize("header", [None, "utf-8", "iso-8859-1", "windows-1252", "nonsense"])
@pytest.mark.parametrize("meta", [None, "utf-8", "iso-8859-1", "nonsense"])
def test_windows_1252_is_found_out_under_every_wrong_name(header, meta):
    text = page(TEXT, meta)

    assert decode_text(text.encode("cp1252"), charset=header) == text


def test_a_charset_in_the_content_type_is_used():
    assert decode_text("привет".encode("cp1251"), content_type='text/html; charset="windows-1251"') == "привет"


def test_the_page_knows_better_than_a_servers_default():
    text = page("Москва и область", "windows-1251")
    found = decode(text.encode("cp1251"), charset="ISO-8859-1")

    assert found.text == text
    assert found.doubt


def test_a_server_that_is_sure_is_believed_before_the_page():
    text = page("Łódź i Kraków", "iso-8859-1")

    assert decode_text(text.encode("iso8859-2"), charset="iso-8859-2") == text


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_left_out(mark, codec):
    assert decode_text(mark + TEXT.encode(codec), charset="windows-1251") == TEXT


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("header", [None, "utf-16", "utf-8"])
def test_utf_16_without_a_mark_is_known_by_its_zeros(codec, header):
    assert decode_text(page(TEXT).encode(codec), charset=header) == page(TEXT)


def test_one_broken_letter_does_not_change_the_set_of_a_page():
    body = page(TEXT * 5, "utf-8").encode().replace(b"quoted", b"qu\xe9oted", 1)

    assert decode_text(body).count("\ufffd") == 1


def test_a_page_cut_within_a_letter_stays_in_its_set():
    assert decode_text("caféé".encode()[:-1]).startswith("café")


def test_every_byte_of_windows_1252_has_a_character():
    assert len(decode_text(bytes(range(256)))) == 256


@pytest.mark.parametrize(
    "label", ["utf-7", "base64", "rot13", "zlib", "unicode_escape", "idna", "mbcs", "../x", "cp1252\0"]
)
def test_labels_that_name_no_set_of_characters_are_ignored(label):
    assert decode_text(b"+ADw-script+AD4- caf\xe9", charset=label) == "+ADw-script+AD4- café"


@given(st.binary(max_size=400), st.text(max_size=12), st.text(max_size=20))
def test_any_bytes_are_some_text(body, charset, content_type):
    found = decode(body, charset=charset, content_type=content_type)

    assert isinstance(found.text, str)
    assert codec_of(found.encoding)


@given(st.binary(max_size=300))
def test_any_beginning_of_a_page_is_read_to_its_end(head):
    declared_in(b"<meta " + head)


@pytest.mark.parametrize("filler", [b"<", b"<meta ", b"<!--", b"<a b=", b"<a b='", b" ", b"<meta charset", b"\xc3\xa9"])
def test_no_page_takes_long(filler):
    began = time.process_time()

    decode(filler * (2_000_000 // len(filler)))

    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        (TEXT, False),
        ("Été à Nîmes, où l'œuvre a été créée; déçu, naïveté, Zoë, señor, Ærøskøbing, Łódź", False),
        ("Việt Nam: Cộng hòa xã hội chủ nghĩa, Độc lập - Tự do - Hạnh phúc", False),
        ("Москва и область", False),
        (TEXT.encode().decode("cp1252", "replace"), True),
        ("Москва и область, Россия".encode().decode("cp1252", "replace"), True),
        ("Москва и область, Россия".encode("cp1251").decode("cp1252"), True),
        ("日本語の文章です。東京都".encode("cp932").decode("latin-1"), True),
        ("a page with many \ufffd \ufffd \ufffd marks", True),
        ("plain", False),
    ],
)
def test_garbled_text_is_told_from_foreign_text(text, garbled):
    assert looks_garbled(text) is garbled


@pytest.mark.parametrize(
    ("before", "after", "recoded"),
    [
        ("Čeština je řeč, žluťoučký kůň", "Čeština je řeč, žluťoučký kůň".encode("cp1250").decode("iso8859-1"), True),
        ("Привет, мир 2026", "Привет, мир 2026".encode("cp1251").decode("koi8-r"), True),
        ("Привет, мир", "Привет, Мир", False),
        ("Café Noir wins", "Café Noir loses", False),
        ("same", "same", False),
        ("Café", "Cafe", False),
    ],
)
def test_a_change_of_character_set_is_told_from_a_change_of_words(before, after, recoded):
    assert is_recoded(before, after) is recoded


def test_the_prescan_of_other_projects_gives_their_answers(corpora):
    with zipfile.ZipFile(corpora / "html5lib-tests" / "tests.zip") as archive:
        files = [
            archive.read(name) for name in archive.namelist() if name.startswith("encoding/") and name.endswith(".dat")
        ]
    cases = [case.split(b"\n#encoding\n") for file in files for case in file.split(b"#data\n")[1:]]

    for body, expected in cases:
        assert codec_of(decode(body).encoding) == codec_of(expected.strip().decode()), body

    assert len(cases) > 20


# The set each sample is in, for those that are not in UTF-8.
SETS = {
    "sample-arabic-1.txt": "windows-1256",
    "sample-chinese.txt": "big5",
    "sample-greek-2.txt": "iso-8859-7",
    "sample-greek.txt": "windows-1253",
    "sample-hebrew-2.txt": "windows-1255",
    "sample-korean.txt": "euc-kr",
    "sample-russian.txt": "x-mac-cyrillic",
    "sample-turkish.txt": "windows-1254",
}


@pytest.fixture(scope="module")
def samples(corpora):
    """Pages of real text: name -> (bytes, label, right text)."""
    with zipfile.ZipFile(corpora / "charsets" / "texts.zip") as archive:
        found = {}
        for name in archive.namelist():
            body = archive.read(name)
            if name.startswith("cjk/") and not name.endswith("-utf8.txt"):
                right = archive.read(name.replace(".txt", "-utf8.txt")).decode()
                found[name] = (body, name[4:-4].replace("iso2022_", "iso-2022-"), right)
            elif name.startswith("sample"):
                label = SETS.get(name, "utf-8")
                found[name] = (body, label, body.decode(codec_of(label)).removeprefix("\ufeff"))
    return found


def test_real_texts_with_their_right_name_are_read_exactly(samples):
    for name, (body, label, right) in samples.items():
        assert decode_text(body, charset=label) == right, name
        assert not looks_garbled(right), name

    assert len(samples) > 20


def test_real_texts_that_name_their_set_in_the_page_are_read_exactly(samples):
    for name, (body, label, right) in samples.items():
        head = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
        if not body.startswith(codecs.BOM_UTF8):
            assert decode_text(head.encode() + body) == head + right, name


def test_real_texts_under_a_wrong_name_are_read_right_or_in_doubt(samples):
    """Wrong names that fit the bytes as well as the right one cannot be found out by them: only by the change."""
    for name, (body, label, right) in samples.items():
        for wrong in (None, "utf-8", "iso-8859-1"):
            found = decode(body, charset=wrong)
            western = label == "windows-1254"
            held = found.doubt or is_recoded(right, found.text) or western or body.isascii()
            assert found.text == right or held, (name, wrong)
