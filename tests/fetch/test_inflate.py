"""Bodies unpacked under a cap."""

import contextlib
import gzip
import resource
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.sources.fetch.inflate import CodingError, DamagedBodyError, Inflater, TooLargeError

MIB = 1024 * 1024


def packed_with(coding, text):
    if coding == "gzip":
        return gzip.compress(text)
    engine = zlib.compressobj(wbits=15 if coding == "deflate" else -15)
    return engine.compress(text) + engine.flush()


def unpacked(header, packed, *, most_bytes=MIB, step=None, cut=False):
    inflater = Inflater(header, most_bytes=most_bytes, cut=cut)
    step = step or len(packed) or 1
    for start in range(0, len(packed), step):
        inflater.feed(packed[start : start + step])
        if inflater.is_full:
            break
    return inflater.body()


@given(st.binary(max_size=3000), st.lists(st.sampled_from(["gzip", "deflate", "raw"]), max_size=2), st.integers(1, 500))
def test_whatever_was_packed_comes_out_again_however_it_is_dealt_out(text, codings, step):
    packed = text
    for coding in codings:
        packed = packed_with(coding, packed)
    header = ", ".join("deflate" if coding == "raw" else coding for coding in codings)

    assert unpacked(header, packed, step=step) == text


@given(st.binary(min_size=20, max_size=2000), st.sampled_from(["gzip", "deflate", "raw"]), st.data())
def test_a_packed_body_cut_anywhere_is_damaged(text, coding, data):
    packed = packed_with(coding, text)
    end = data.draw(st.integers(1, len(packed) - 1))

    with pytest.raises(DamagedBodyError):
        unpacked("gzip" if coding == "gzip" else "deflate", packed[:end])


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "gzip, gzip", "deflate, gzip"]))
def test_random_bytes_are_damaged_or_unpack_within_the_cap(noise, header):
    with contextlib.suppress(DamagedBodyError, TooLargeError):
        assert len(unpacked(header, noise, most_bytes=1000)) <= 1000


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5), st.integers(1, 40), st.binary(max_size=5))
def test_gzip_files_one_after_another_are_one_body_and_padding_is_no_part_of_it(parts, step, padding):
    packed = b"".join(gzip.compress(part) for part in parts)
    zeros = b"\0" * len(padding)

    assert unpacked("gzip", packed + zeros, step=step) == b"".join(parts)


def test_an_endless_row_of_empty_members_ends():
    began = time.monotonic()

    assert unpacked("gzip", gzip.compress(b"") * 100_000) == b""
    assert time.monotonic() - began < 2


def test_an_empty_body_is_empty_whatever_it_is_called():
    assert unpacked("gzip", b"") == b""


@pytest.mark.parametrize("header", ["br", "zstd", "compress", "gzip;q=1", "gzip, deflate, gzip"])
def test_what_was_not_offered_is_refused_before_a_byte_is_read(header):
    with pytest.raises(CodingError):
        Inflater(header, most_bytes=10)


def test_a_cut_body_is_its_beginning():
    assert unpacked("gzip", gzip.compress(b"x" * 100_000), most_bytes=1000, cut=True) == b"x" * 1000


CORPUS = {
    "bomb-deflate.bin": ("deflate", {"bomb", "too_large"}),
    "bomb-zstd.bin": ("zstd", {"encoding"}),
    "html-gzip-deflate.bin": ("gzip, deflate", None),
    "html-rawdeflate.bin": ("deflate", None),
    "html-zstd-static-no-content-size.bin": ("zstd", {"encoding"}),
    "html-zstd-streaming-no-content-size.bin": ("zstd", {"encoding"}),
    "truncated-crc-error.gz": ("gzip", {"incomplete"}),
    "unexpected-eof.gz": ("gzip", {"incomplete"}),
}


@pytest.mark.parametrize("name", CORPUS)
def test_other_projects_packed_bodies_end_as_they_should(corpora, site, fetcher_with, answer, name):
    header, kinds = CORPUS[name]
    fetcher = fetcher_with(max_bytes=MIB, obey_robots=False)
    site.answers["/"] = answer((corpora / "compression" / name).read_bytes(), f"Content-Encoding: {header}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    if kinds is None:
        assert b"<html" in fetcher.fetch(site.request()).body.lower()
    else:
        with pytest.raises(FetchError) as failed:
            fetcher.fetch(site.request())
        assert failed.value.kind in kinds

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 17 * 1024
