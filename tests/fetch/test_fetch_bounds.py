"""Servers that stall, drip, lie, break off or go on for ever: each ends within its bounds, and says why."""

import gzip
import os
import resource
import threading
import time
import zlib

import pytest

from monitor.errors import FetchError

LIMIT = 64 * 1024
SECONDS = 0.6


@pytest.fixture
def bounded(fetcher_with):
    return fetcher_with(
        total_seconds=SECONDS, idle_seconds=10.0, max_bytes=LIMIT, max_header_bytes=32 * 1024, obey_robots=False
    )


def head(*lines):
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode()


def stall(question):
    question.closing.wait()


def stall_after_head(question):
    question.send(head("Content-Length: 10"))
    question.closing.wait()


def drip_the_head(question):
    question.drip(head("X: " + "y" * 1000, "Content-Length: 0"), 0.02)


def drip_the_body(question):
    question.send(head("Content-Length: 20000"))
    question.drip(b"x" * 1000, 0.02)


def drip_chunks(question):
    question.send(head("Transfer-Encoding: chunked"))
    while question.send(b"1\r\nx\r\n") and not question.closing.wait(0.02):
        pass


def interim_answers_for_ever(question):
    while question.send(b"HTTP/1.1 100 Continue\r\n\r\n"):
        pass


def drip_interim_answers(question):
    while question.send(b"HTTP/1.1 100 Continue\r\n\r\n") and not question.closing.wait(0.02):
        pass


def early_hints_for_ever(question):
    while question.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"):
        pass


def chunks_for_ever(question):
    question.send(head("Transfer-Encoding: chunked"))
    while question.send(b"1000\r\n" + b"x" * 4096 + b"\r\n"):
        pass


def one_endless_chunk(question):
    question.send(head("Transfer-Encoding: chunked") + b"ffffffffff\r\n")
    while question.send(b"x" * 4096):
        pass


def endless_chunk_extension(question):
    question.send(head("Transfer-Encoding: chunked") + b"1;")
    while question.send(b"a=b;" * 1000):
        pass


def endless_trailers(question):
    question.send(head("Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\n")
    while question.send(b"Trailer: x\r\n" * 100):
        pass


def body_for_ever(question):
    question.send(head())
    while question.send(b"x" * 4096):
        pass


def a_hundred_gigabytes_announced(question):
    question.send(head("Content-Length: 107374182400"))
    while question.send(b"x" * 4096):
        pass


def ten_thousand_headers(question):
    question.send(head(*(f"X-{number}: y" for number in range(10_000)), "Content-Length: 0"))


def a_hundred_and_one_headers(question):
    question.send(head(*(f"X-{number}: y" for number in range(101)), "Content-Length: 0"))


def one_huge_header(question):
    question.send(head("X: " + "y" * 1_000_000, "Content-Length: 0"))


def many_long_headers(question):
    question.send(head(*(f"X-{number}: " + "y" * 1000 for number in range(60)), "Content-Length: 0"))


def shorter_than_announced(question):
    question.send(head("Content-Length: 1000") + b"x" * 999)
    return False


def a_chunk_cut_short(question):
    question.send(head("Transfer-Encoding: chunked") + b"10\r\nabc")
    return False


def no_last_chunk(question):
    question.send(head("Transfer-Encoding: chunked") + b"3\r\nabc\r\n")
    return False


def reset_in_the_body(question):
    question.send(head("Content-Length: 1000") + b"x" * 100)
    time.sleep(0.05)
    question.reset()
    return False


def reset_in_a_body_without_length(question):
    question.send(head("Connection: close") + b"x" * 100)
    time.sleep(0.05)
    question.reset()
    return False


def reset_before_the_answer(question):
    question.reset()
    return False


def closed_without_a_word(question):
    return False


def not_http(question):
    question.send(b"SSH-2.0-OpenSSH_9.2\r\n")
    return False


def bad_status(question):
    question.send(b"HTTP/1.1 abc OK\r\n\r\n")
    return False


def bad_chunk_size(question):
    question.send(head("Transfer-Encoding: chunked") + b"xyz\r\nabc\r\n0\r\n\r\n")
    return False


BEHAVIOURS = {
    stall: "timeout",
    stall_after_head: "timeout",
    drip_the_head: "timeout",
    drip_the_body: "timeout",
    drip_chunks: "timeout",
    drip_interim_answers: "timeout",
    interim_answers_for_ever: "too_large",
    early_hints_for_ever: "http",
    chunks_for_ever: "too_large",
    one_endless_chunk: "too_large",
    endless_chunk_extension: "too_large",
    endless_trailers: "too_large",
    body_for_ever: "too_large",
    a_hundred_gigabytes_announced: "too_large",
    ten_thousand_headers: "too_large",
    a_hundred_and_one_headers: "too_large",
    one_huge_header: "too_large",
    many_long_headers: "too_large",
    shorter_than_announced: "incomplete",
    a_chunk_cut_short: "incomplete",
    no_last_chunk: "incomplete",
    reset_in_the_body: "incomplete",
    reset_in_a_body_without_length: "incomplete",
    reset_before_the_answer: "incomplete",
    closed_without_a_word: "incomplete",
    not_http: "protocol",
    bad_status: "protocol",
    bad_chunk_size: "incomplete",
}


@pytest.mark.parametrize(("behaviour", "kind"), BEHAVIOURS.items(), ids=lambda value: getattr(value, "__name__", value))
def test_a_hostile_server_costs_its_bounds_and_no_more(site, bounded, answer, behaviour, kind):
    site.answers["/"] = behaviour
    site.answers["/fine"] = answer(b"fine")
    began = time.monotonic()

    with pytest.raises(FetchError) as failed:
        bounded.fetch(site.request())

    assert failed.value.kind == kind
    assert failed.value.url == site.url()
    assert time.monotonic() - began < SECONDS + 1
    assert bounded.fetch(site.request("/fine")).body == b"fine"


def test_a_body_that_announces_too_much_is_refused_before_a_byte_of_it(site, bounded):
    def head_alone(question):
        question.send(head("Content-Length: 209715200"))
        question.closing.wait(SECONDS + 5)

    site.answers["/"] = head_alone
    with pytest.raises(FetchError) as failed:
        bounded.fetch(site.request())

    # Waiting for the body would end as a timeout.
    assert failed.value.kind == "too_large"


def test_an_answer_that_follows_an_interim_one_is_not_the_next_answer(site, bounded, answer):
    def early_then_late(question):
        question.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
        # After this exchange has ended and before the next one looks: the answer that a kept connection would hand over.
        time.sleep(0.2)
        question.send(answer(b"late"))

    site.answers["/"] = early_then_late
    site.answers["/next"] = answer(b"next")

    with pytest.raises(FetchError):
        bounded.fetch(site.request())
    assert bounded.fetch(site.request("/next")).body == b"next"


def test_bytes_after_the_announced_length_are_not_the_next_answer(site, bounded, answer):
    site.answers["/"] = answer(b"body") + answer(b"smuggled", 'ETag: "evil"')
    site.answers["/next"] = answer(b"next")

    assert bounded.fetch(site.request()).body == b"body"
    time.sleep(0.05)
    assert bounded.fetch(site.request("/next")).body == b"next"


@pytest.mark.parametrize("size", [0, 1, LIMIT - 1, LIMIT])
@pytest.mark.parametrize("packed", [False, True])
def test_a_body_up_to_the_limit_is_taken_whole(site, bounded, answer, size, packed):
    body = b"x" * size
    site.answers["/"] = answer(gzip.compress(body), "Content-Encoding: gzip") if packed else answer(body)

    assert bounded.fetch(site.request()).body == body


@pytest.mark.parametrize("packed", [False, True])
def test_one_byte_over_the_limit_is_too_large(site, bounded, answer, packed):
    body = os.urandom(LIMIT + 1)
    site.answers["/"] = answer(gzip.compress(body), "Content-Encoding: gzip") if packed else answer(body)

    with pytest.raises(FetchError, match="body too large") as failed:
        bounded.fetch(site.request())

    assert failed.value.kind == "too_large"


def test_a_request_may_ask_for_a_limit_of_its_own(site, bounded, answer):
    site.answers["/"] = answer(b"x" * 2000)

    with pytest.raises(FetchError, match="too large"):
        bounded.fetch(site.request(max_bytes=1999))
    assert len(bounded.fetch(site.request(max_bytes=2000)).body) == 2000


def bomb(gigabytes, coding):
    """A packed body that unpacks to so much: one packed megabyte again and again (only its checksum at the end is wrong)."""
    engine = zlib.compressobj(9, wbits={"gzip": 31, "deflate": 15, "raw": -15}[coding])
    megabyte = bytes(1024 * 1024)
    start = engine.compress(megabyte) + engine.flush(zlib.Z_FULL_FLUSH)
    again = engine.compress(megabyte) + engine.flush(zlib.Z_FULL_FLUSH)
    return start + again * int(gigabytes * 1024) + engine.flush()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw"])
def test_a_bomb_of_ten_gigabytes_is_defused_at_the_limit(site, fetcher_with, answer, coding):
    fetcher = fetcher_with(max_bytes=1024 * 1024, obey_robots=False)
    packed = bomb(10, coding)
    site.answers["/"] = answer(packed, f"Content-Encoding: {'gzip' if coding == 'gzip' else 'deflate'}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(FetchError, match="body too large") as failed:
        fetcher.fetch(site.request())

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert failed.value.kind == "bomb"
    assert grown < 17 * 1024


def test_a_bomb_within_a_bomb_is_defused_too(site, fetcher_with, answer):
    fetcher = fetcher_with(max_bytes=1024 * 1024, obey_robots=False)
    site.answers["/"] = answer(gzip.compress(bomb(1, "gzip")), "Content-Encoding: gzip, gzip")

    with pytest.raises(FetchError, match="body too large"):
        fetcher.fetch(site.request())


def test_a_bomb_behind_a_redirect_or_an_error_is_never_unpacked(site, fetcher, answer):
    packed = bomb(0.2, "gzip")
    site.answers["/"] = answer(packed, "Content-Encoding: gzip", "Location: /next", status="302 Found")
    site.answers["/next"] = answer(packed, "Content-Encoding: gzip", status="503 Service Unavailable")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(FetchError, match="503"):
        fetcher.fetch(site.request())

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 17 * 1024


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("br", "encoding"),
        ("zstd", "encoding"),
        ("gzip, br", "encoding"),
        ("gzip, gzip, gzip", "encoding"),
        ("aes128gcm", "encoding"),
    ],
)
def test_a_coding_that_was_not_offered_is_refused(site, fetcher, answer, header, kind):
    site.answers["/"] = answer(b"whatever", f"Content-Encoding: {header}")

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.kind == kind


@pytest.mark.parametrize("damage", ["cut", "checksum", "length", "flipped", "plain"])
def test_a_damaged_packed_body_is_incomplete_and_never_a_page(site, fetcher, answer, damage):
    whole = bytearray(gzip.compress(os.urandom(5000)))
    if damage == "cut":
        whole = whole[:-9]
    elif damage == "checksum":
        whole[-8] ^= 1
    elif damage == "length":
        whole[-1] ^= 1
    elif damage == "flipped":
        whole[2000] ^= 255
    else:
        whole = bytearray(b"not packed at all")
    site.answers["/"] = answer(bytes(whole), "Content-Encoding: gzip")

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert (failed.value.kind, failed.value.transient) == ("incomplete", True)


def test_a_stalled_host_holds_up_no_other(open_site, fetcher_with, answer):
    fetcher = fetcher_with(total_seconds=2.0, obey_robots=False)
    stalled = open_site(answers={"/": stall})
    healthy = open_site(answers={"/": answer(b"fine")})
    failures = []

    def visit_the_stalled():
        with pytest.raises(FetchError) as failed:
            fetcher.fetch(stalled.request())
        failures.append(failed.value.kind)

    thread = threading.Thread(target=visit_the_stalled)
    thread.start()
    began = time.monotonic()
    for _ in range(20):
        fetcher.fetch(healthy.request())
    took = time.monotonic() - began
    thread.join()

    assert took < 1.0
    assert failures == ["timeout"]


def test_the_bounds_cover_all_redirects_and_attempts_of_one_fetch_together(site, fetcher_with, answer):
    fetcher = fetcher_with(total_seconds=1.0, retries=5, obey_robots=False)

    def slowly(question):
        time.sleep(0.3)
        number = int(question.target[1:] or 0)
        question.send(answer(b"", f"Location: /{number + 1}", status="302 Found"))

    for number in range(9):
        site.answers[f"/{number}"] = slowly
    began = time.monotonic()

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request("/0"))

    assert failed.value.kind == "timeout"
    assert time.monotonic() - began < 1.5
