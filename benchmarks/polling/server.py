"""nginx on loopback, one port a host, with its default exact comparison of If-Modified-Since, and a log that is counted."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_CONFIG = """
{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  types {{ text/html html; application/rss+xml xml; }}
  log_format counted '$status $bytes_sent $connection $request_method $uri';
  access_log {folder}/access.log counted;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  gzip on; gzip_min_length 500; gzip_types application/rss+xml; keepalive_timeout 75; keepalive_requests 100000; sendfile on;
  {servers}
}}
"""
_SERVER = """
  server {{ listen 127.0.0.1:{port}; root {documents}/{host};
    location /p/ {{ etag off; if_modified_since off; add_header Last-Modified ""; }} }}
"""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one round sent and got."""

    requests: int
    not_modified: int
    megabytes: float
    connections: int


class Server:
    """Serves ``documents`` (a folder a host) until it is closed."""

    def __init__(self, folder: Path, documents: Path, hosts: int) -> None:
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        if not Path(nginx).exists():
            raise SystemExit("nginx is not installed; this benchmark needs it")
        folder.mkdir(parents=True, exist_ok=True)
        self.ports = _free_ports(hosts)
        servers = "".join(
            _SERVER.format(port=port, documents=documents, host=host) for host, port in enumerate(self.ports)
        )
        # Started by root, its workers would be someone who may not read the folder.
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(_CONFIG.format(folder=folder, servers=servers, user=user))
        self._log = folder / "access.log"
        self._process = subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-p", folder], stderr=subprocess.DEVNULL)
        self._read = 0
        self._wait()

    def url(self, host: int, path: str) -> str:
        return f"http://127.0.0.1:{self.ports[host]}/{path}"

    def traffic(self) -> Traffic:
        """What happened since the last call."""
        time.sleep(0.2)
        with self._log.open("rb") as log:
            log.seek(self._read)
            lines = [line.split() for line in log.read().decode().splitlines()]
            self._read = log.tell()
        return Traffic(
            requests=len(lines),
            not_modified=sum(line[0] == "304" for line in lines),
            megabytes=sum(int(line[1]) for line in lines) / 1e6,
            connections=len({line[2] for line in lines}),
        )

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _wait(self) -> None:
        for _ in range(100):
            with suppress(OSError):
                return socket.create_connection(("127.0.0.1", self.ports[-1]), timeout=1).close()
            time.sleep(0.1)
        raise SystemExit("nginx did not start")


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [made.getsockname()[1] for made in sockets]
    for made in sockets:
        made.close()
    return ports
