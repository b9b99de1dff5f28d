"""``tierwatch run`` as a process: it polls, stops cleanly on SIGTERM, and lets no second instance on its state."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from tests.site import running_site

PAGE = (
    "<html><body><main><h1>Award</h1><p>The council has awarded the contract to Harbour Trust.</p></main></body></html>"
)


@pytest.fixture
def config(tmp_path):
    with running_site() as site:
        site.put("/news", PAGE)
        file = tmp_path / "config.toml"
        file.write_text(
            f'[web]\nlisten = "127.0.0.1:0"\n\n[fetch]\ndelay_seconds = 0.0\n\n[[sources]]\nid = "news"\nkind = "page"\nurl = "{site.url}/news"\n'
            "every_hours = 1\ninternal = true\n"
        )
        yield file


def tierwatch(config, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", "--config", str(config), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )


def wait_for(process, words: str, seconds: float = 40) -> str:
    """What ``process`` prints up to the line with ``words``."""
    printed, end = "", time.monotonic() + seconds
    while words not in printed and time.monotonic() < end:
        line = process.stdout.readline()
        if not line:
            break
        printed += line
    assert words in printed, printed
    return printed


def test_the_service_polls_refuses_a_second_instance_and_stops_cleanly(config) -> None:
    first = tierwatch(config, "run")
    try:
        wait_for(first, "news: ")
        second = tierwatch(config, "run")
        output, _ = second.communicate(timeout=40)
        assert second.returncode == 75, output
        assert str(first.pid) in output
        first.send_signal(signal.SIGTERM)
        output, _ = first.communicate(timeout=30)
        assert first.returncode == 0, output
        assert "stopped" in output
    finally:
        first.kill()
        first.communicate()


def test_poll_prints_a_line_a_source_and_a_summary_and_ends_well_with_a_failing_source(config) -> None:
    with config.open("a") as file:
        file.write('\n[[sources]]\nid = "lost"\nkind = "page"\nurl = "http://127.0.0.1:9/x"\ninternal = true\n')
    process = tierwatch(config, "poll")
    output, _ = process.communicate(timeout=60)

    assert process.returncode == 0, output
    assert "2 sources polled" in output
    assert "failing: lost" in output


def test_status_says_in_words_how_each_source_is(config) -> None:
    tierwatch(config, "poll").communicate(timeout=60)
    output, _ = tierwatch(config, "status").communicate(timeout=60)

    assert "news" in output
    assert "good" in output


def test_a_missing_configuration_is_an_error_that_says_what_to_do(tmp_path) -> None:
    process = tierwatch(tmp_path / "nowhere.toml", "check")
    output, _ = process.communicate(timeout=60)

    assert process.returncode == 78
    assert "tierwatch init" in output
