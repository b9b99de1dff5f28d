"""What opening and closing the door of the pages leaves behind: nothing."""

from __future__ import annotations

import gc
import socket
import time
import urllib.request

import pytest
from flask import Flask
from waitress.trigger import trigger

from monitor.errors import TierwatchError
from monitor.web.serve import serving
from monitor.web.settings import WebSettings


def an_app():
    app = Flask("door")
    app.add_url_rule("/", view_func=lambda: "open")
    return app


def test_an_address_that_is_taken_is_told_and_leaves_no_socket_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        # What is left open raises a ResourceWarning when it is collected, and warnings are errors here.
        with pytest.raises(TierwatchError, match="cannot be served"), serving(an_app(), WebSettings(), port=port):
            pass
        gc.collect()


def test_who_wakes_the_loop_while_it_ends_writes_into_no_other_file(monkeypatch) -> None:
    wake = trigger._physical_pull

    def wake_twice(of):
        wake(of)
        time.sleep(0.05)
        wake(of)

    with serving(an_app(), WebSettings(), port=0) as address:
        assert urllib.request.urlopen(address, timeout=5).read() == b"open"
        monkeypatch.setattr(trigger, "_physical_pull", wake_twice)
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(address, timeout=5)
