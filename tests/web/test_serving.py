"""What opening and closing the door of the pages leaves behind: nothing."""

from __future__ import annotations

import gc
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

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


def refused(listen: str) -> str:
    with pytest.raises(TierwatchError) as told, serving(an_app(), WebSettings(listen=listen)):
        pass
    return str(told.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_who_finds_an_address_taken_is_told_another_to_write(host) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host.strip("[]"), 0), family=family) as taken:
        port = taken.getsockname()[1]
        told = refused(f"{host}:{port}")

    assert f'In [web]: stop it, or take another port: listen = "{host}:{port + 1 if port < 65535 else 8080}"' in told


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
def test_who_names_the_address_of_another_machine_is_told_those_of_this_one(host) -> None:
    told = refused(f"{host}:8089")

    assert "no address of this machine" in told
    assert re.findall('listen = "(.*?)"', told) == ["127.0.0.1:8089", "0.0.0.0:8089"]


_AS_NOBODY = """
import encodings.idna, os
from flask import Flask
from monitor.errors import TierwatchError
from monitor.web.serve import serving
from monitor.web.settings import WebSettings
os.geteuid() or os.seteuid(65534)
try:
    with serving(Flask("door"), WebSettings(listen="127.0.0.1:81")):
        print("open")
except TierwatchError as error:
    print(error)
"""


def test_who_may_not_open_a_low_port_is_told_a_higher_one_and_what_allows_it() -> None:
    if Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text() != "1024\n":
        pytest.skip("every user of this machine may open low ports")
    told = subprocess.run([sys.executable, "-c", _AS_NOBODY], capture_output=True, text=True, check=True).stdout

    assert 'listen = "127.0.0.1:8080"' in told
    assert "AmbientCapabilities=CAP_NET_BIND_SERVICE" in told


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
