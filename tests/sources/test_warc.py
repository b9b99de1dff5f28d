"""WARC files written by another library are read as captured, and damaged ones refused."""

import io
from datetime import UTC, datetime

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.errors import ExtractError
from monitor.sources.warc import captures

# The writing library leaves its temporary files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
URL = "https://site.example/archive.warc.gz"


def written(*pages: tuple[str, str, bytes], gzip: bool = True) -> bytes:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "test"}))
    for url, when, body in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict={"WARC-Date": when}
            )
        )
    return file.getvalue()


@pytest.mark.parametrize("gzip", [True, False])
def test_what_another_library_wrote_is_read(gzip) -> None:
    body = written(
        ("https://a.example/", "2014-10-29T12:00:00Z", b"<p>one</p>"),
        ("https://a.example/two", "2014-11-07T08:00:00Z", b"<p>two \xc3\xa9</p>"),
        gzip=gzip,
    )

    first, second = captures(body, URL)

    assert (first.url, first.body, first.content_type, first.charset) == (
        "https://a.example/",
        b"<p>one</p>",
        "text/html",
        "utf-8",
    )
    assert second.fetched_at == datetime(2014, 11, 7, 8, tzinfo=UTC)


def test_a_file_cut_at_any_place_gives_fewer_captures_or_a_reason() -> None:
    body = written(("https://a.example/", "2014-10-29T12:00:00Z", b"<p>one</p>"), gzip=False)
    reasons = []
    for place in range(0, len(body), 7):
        try:
            assert len(list(captures(body[:place], URL))) <= 1
        except ExtractError as error:
            reasons.append(error.reason)
    assert len(reasons) > 20
    assert all(reasons)


def test_a_bomb_is_refused() -> None:
    import gzip

    with pytest.raises(ExtractError, match="unfolds to more"):
        list(captures(gzip.compress(b"WARC/1.0\r\n" + b"\0" * 300_000_000), URL))
