"""Manners: pauses, Retry-After, robots.txt, few retries. The clock is moved by whoever sleeps; nobody really does."""

import threading
import time
from datetime import timedelta

import pytest

from monitor.errors import FetchError
from monitor.model import Snapshot


def robots(answer, *lines, **fields):
    return answer("\n".join(lines).encode(), "Content-Type: text/plain", **fields)


def test_two_requests_to_one_host_are_the_delay_apart(site, fetcher_with, time_, answer):
    fetcher = fetcher_with(delay_seconds=2.0, obey_robots=False)
    site.answers["/"] = answer(b"x")

    fetcher.fetch(site.request())
    assert time_.slept == []
    fetcher.fetch(site.request())
    assert time_.slept == [2.0]
    time_.now += timedelta(seconds=1.5)
    fetcher.fetch(site.request())
    assert time_.slept == [2.0, 0.5]
    time_.now += timedelta(seconds=10)
    fetcher.fetch(site.request())
    assert time_.slept == [2.0, 0.5]


def test_a_redirect_and_robots_txt_count_as_requests(site, fetcher_with, time_, answer):
    fetcher = fetcher_with(delay_seconds=2.0)
    site.answers["/"] = answer(b"", "Location: /next", status="302 Found")
    site.answers["/next"] = answer(b"x")

    fetcher.fetch(site.request())

    assert [question.target for question in site.questions] == ["/robots.txt", "/", "/next"]
    assert time_.slept == [2.0, 2.0]


def test_another_host_is_not_waited_for(open_site, fetcher_with, time_, answer):
    fetcher = fetcher_with(delay_seconds=2.0, obey_robots=False)
    for site in (open_site(answers={"/": answer(b"x")}), open_site(answers={"/": answer(b"x")})):
        fetcher.fetch(site.request())

    assert time_.slept == []


def test_a_clock_set_back_makes_no_pause_longer_than_the_delay(site, fetcher_with, time_, answer):
    fetcher = fetcher_with(delay_seconds=2.0, obey_robots=False)
    site.answers["/"] = answer(b"x")
    fetcher.fetch(site.request())
    time_.now -= timedelta(hours=5)

    fetcher.fetch(site.request())

    assert time_.slept == [2.0]


def test_one_request_at_a_time_goes_to_a_host_however_many_threads_ask(site, fetcher, answer):
    def slowly(question):
        time.sleep(0.02)
        question.send(answer(b"x"))

    site.answers["/"] = slowly
    threads = [threading.Thread(target=lambda: fetcher.fetch(site.request())) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(site.asked) == 12
    assert site.most_at_once == 1
    assert [question.target for question in site.questions].count("/robots.txt") == 1
    assert site.connections == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), (" 7200 ", 7200.0), ("Mon, 23 Nov 2026 00:10:00 GMT", 600.0), ("99999999999999999999", 86400.0),
     ("Mon, 23 Nov 2099 00:10:00 GMT", 86400.0)],
)  # fmt: skip
def test_retry_after_is_handed_on_in_seconds_up_to_a_day(site, fetcher, answer, header, seconds):
    site.answers["/"] = answer(b"", f"Retry-After: {header}", status="503 Service Unavailable")

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.retry_after_seconds == seconds


@pytest.mark.parametrize("header", ["-1", "soon", "", "1e9", "٣", "Mon, 99 Nov 2026 00:10:00 GMT", "Mon, 23 Nov 2026"])
def test_a_retry_after_that_makes_no_sense_is_ignored(site, fetcher, answer, header):
    site.answers["/"] = answer(
        b"", f"Retry-After: {header}".encode().decode("latin-1"), status="503 Service Unavailable"
    )

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.retry_after_seconds is None


def test_a_host_that_asks_to_be_left_alone_is_left_alone_by_all_its_sources(site, fetcher, time_, answer):
    site.answers["/a"] = answer(b"", "Retry-After: 300", status="429 Too Many Requests")
    site.answers["/b"] = answer(b"x")

    with pytest.raises(FetchError):
        fetcher.fetch(site.request("/a"))
    time_.now += timedelta(seconds=100)
    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request("/b"))

    assert site.asked == ["/a"]
    assert (failed.value.status, failed.value.retry_after_seconds, failed.value.transient) == (429, 200.0, True)
    assert "left alone" in failed.value.reason
    time_.now += timedelta(seconds=200)
    assert fetcher.fetch(site.request("/b")).body == b"x"


def test_too_many_requests_without_a_time_means_minutes(site, fetcher, answer):
    site.answers["/"] = answer(b"", status="429 Too Many Requests")

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.retry_after_seconds == 300.0


def once(first, then):
    def respond(question):
        if sum(asked == question.target for asked in respond.site.asked) == 1:
            return first(question) if callable(first) else question.send(first)
        return question.send(then)

    return respond


@pytest.mark.parametrize("trouble", ["502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout", "reset"])
def test_a_passing_trouble_is_tried_again_after_a_pause(site, fetcher_with, time_, answer, trouble):
    fetcher = fetcher_with(retries=1, retry_seconds=2.0)
    first = (lambda question: question.reset() or False) if trouble == "reset" else answer(b"", status=trouble)
    site.answers["/"] = respond = once(first, answer(b"fine"))
    respond.site = site

    assert fetcher.fetch(site.request()).body == b"fine"
    assert time_.slept == [2.0]


def test_a_short_retry_after_is_waited_for_in_the_run(site, fetcher_with, time_, answer):
    fetcher = fetcher_with(retries=1, retry_seconds=2.0, max_wait_seconds=20.0)
    site.answers["/"] = respond = once(answer(b"", "Retry-After: 15", status="503 Slow Down"), answer(b"fine"))
    respond.site = site

    assert fetcher.fetch(site.request()).body == b"fine"
    assert sum(time_.slept) == 15.0


@pytest.mark.parametrize(
    "status", ["404 Not Found", "403 Forbidden", "500 Internal Server Error", "429 Too Many Requests"]
)
def test_other_troubles_are_left_for_the_next_poll(site, fetcher_with, time_, answer, status):
    fetcher = fetcher_with(retries=3)
    site.answers["/"] = answer(b"", status=status)

    with pytest.raises(FetchError):
        fetcher.fetch(site.request())

    assert site.asked == ["/"]


def test_retries_are_few(site, fetcher_with, time_, answer):
    fetcher = fetcher_with(retries=2, retry_seconds=1.0)
    site.answers["/"] = answer(b"", status="503 Service Unavailable")

    with pytest.raises(FetchError):
        fetcher.fetch(site.request())

    assert site.asked == ["/"] * 3
    assert time_.slept == [1.0, 2.0]


def test_robots_txt_is_asked_first_obeyed_and_kept_for_a_day(site, fetcher, time_, answer):
    site.answers["/robots.txt"] = robots(answer, "User-agent: *", "Disallow: /private", "Allow: /private/open")
    site.answers["/private/open"] = site.answers["/"] = answer(b"x")

    fetcher.fetch(site.request())
    fetcher.fetch(site.request("/private/open"))
    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request("/private/page"))

    assert (failed.value.kind, failed.value.transient) == ("robots", False)
    assert [question.target for question in site.questions] == ["/robots.txt", "/", "/private/open"]
    time_.now += timedelta(hours=24)
    fetcher.fetch(site.request())
    assert [question.target for question in site.questions][3:] == ["/robots.txt", "/"]


def test_the_rules_for_us_by_name_come_before_those_for_all(site, fetcher, answer):
    site.answers["/robots.txt"] = robots(
        answer, "User-agent: *", "Disallow:", "", "User-agent: tierwatch", "Disallow: /"
    )

    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetcher.fetch(site.request())


def test_a_redirect_into_what_robots_txt_forbids_is_not_followed(site, fetcher, answer):
    site.answers["/robots.txt"] = robots(answer, "User-agent: *", "Disallow: /private")
    site.answers["/"] = answer(b"", "Location: /private", status="302 Found")

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.kind == "robots"
    assert site.asked == ["/"]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "401 Unauthorized", "403 Forbidden", "204 No Content"])
def test_a_site_without_robots_txt_asks_nothing(site, fetcher, answer, status):
    site.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /", status=status)
    site.answers["/"] = answer(b"x")

    assert isinstance(fetcher.fetch(site.request()), Snapshot)


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"])
def test_a_robots_txt_that_cannot_be_had_forbids_everything_for_a_while(site, fetcher, time_, answer, status):
    site.answers["/robots.txt"] = answer(b"", status=status)
    site.answers["/"] = answer(b"x")

    for _ in range(3):
        with pytest.raises(FetchError) as failed:
            fetcher.fetch(site.request())

    assert failed.value.transient
    assert [question.target for question in site.questions] == ["/robots.txt"]
    site.answers["/robots.txt"] = robots(answer, "User-agent: *", "Disallow:")
    time_.now += timedelta(minutes=16)
    assert isinstance(fetcher.fetch(site.request()), Snapshot)


def test_rules_that_were_read_once_hold_while_the_file_cannot_be_had(site, fetcher, time_, answer):
    site.answers["/robots.txt"] = robots(answer, "User-agent: *", "Disallow: /private")
    site.answers["/"] = answer(b"x")
    fetcher.fetch(site.request())
    site.answers["/robots.txt"] = answer(b"", status="503 Service Unavailable")
    time_.now += timedelta(days=2)

    assert isinstance(fetcher.fetch(site.request()), Snapshot)
    with pytest.raises(FetchError, match="visitors like us"):
        fetcher.fetch(site.request("/private"))


def test_five_redirects_of_robots_txt_are_followed(site, fetcher, answer):
    for number in range(5):
        target = "/robots.txt" if number == 0 else f"/r{number}"
        site.answers[target] = answer(b"", f"Location: /r{number + 1}", status="302 Found")
    site.answers["/r5"] = robots(answer, "User-agent: *", "Disallow: /")

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.kind == "robots"


def test_html_in_place_of_robots_txt_is_no_rules(site, fetcher, answer):
    site.answers["/robots.txt"] = answer(b"<!doctype html>\nUser-agent: *\nDisallow: /\n", "Content-Type: text/plain")
    site.answers["/"] = answer(b"x")

    assert isinstance(fetcher.fetch(site.request()), Snapshot)


def test_no_more_than_500_kilobytes_of_robots_txt_are_read(site, fetcher, answer):
    rules = b"User-agent: *\nDisallow: /private\n"
    site.answers["/robots.txt"] = answer(rules + b"# filler\n" * 200_000 + b"Disallow: /\n", "Content-Type: text/plain")
    site.answers["/"] = answer(b"x")

    assert isinstance(fetcher.fetch(site.request()), Snapshot)
    with pytest.raises(FetchError, match="visitors like us"):
        fetcher.fetch(site.request("/private"))


@pytest.mark.parametrize(("asked", "kept"), [("0.5", 2.0), ("10", 10.0), ("86400", 60.0), ("-3", 2.0), ("often", 2.0)])
def test_crawl_delay_raises_the_pause_up_to_a_bound_and_never_lowers_it(site, fetcher_with, time_, answer, asked, kept):
    fetcher = fetcher_with(delay_seconds=2.0, max_delay_seconds=60.0)
    site.answers["/robots.txt"] = robots(answer, "User-agent: *", f"Crawl-delay: {asked}")
    site.answers["/"] = answer(b"x")
    fetcher.fetch(site.request())
    time_.slept.clear()

    fetcher.fetch(site.request())

    assert time_.slept == [kept]


def test_robots_txt_is_held_to_the_same_bounds(site, fetcher_with, answer):
    fetcher = fetcher_with(total_seconds=0.5)
    site.answers["/robots.txt"] = lambda question: question.closing.wait()
    site.answers["/"] = answer(b"x")
    began = time.monotonic()

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.kind == "timeout"
    assert time.monotonic() - began < 1.0
