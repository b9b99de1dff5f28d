"""A Postfix of the test's own on loopback: nothing it takes ever leaves this machine. Skips, with the reason, where there is none."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

#: Mail to this domain is taken and comes back: nobody is there (exit status 67, sysexits.h).
DEAD = "dead.example"
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.own.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
mynetworks = 127.0.0.1/32
smtpd_relay_restrictions = permit_auth_destination, reject
default_transport = error:5.4.4 this server sends nothing away
relay_transport = error:5.4.4 this server sends nothing away
virtual_mailbox_domains = m.example own.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:everybody/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_transport = {transport}
relay_domains = dead.example
transport_maps = inline:{{ {{ dead.example = gone: }} }}
bounce_queue_lifetime = 0
message_size_limit = 2000000
smtpd_banner = mx.own.example ESMTP
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
in_flow_delay = 0
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
"""
_SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
gone unix - n n - - pipe user=nobody argv=/bin/sh -c {{exit 67}}
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """A running Postfix: where it listens, and the Maildir into which it puts what it takes."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    @property
    def mailbox(self) -> Path:
        return self.folder / "mail" / "everybody"

    @property
    def taken(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted((self.mailbox / "new").glob("*"))]

    def wait_for(self, count: int, *, seconds: float = 60) -> list[bytes]:
        """Until so many mails are in the Maildir."""
        until = time.monotonic() + seconds
        while len(list((self.mailbox / "new").glob("*"))) < count and time.monotonic() < until:
            time.sleep(0.05)
        return self.taken

    @property
    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""


@contextmanager
def running(*, transport: str = "virtual"):
    """Start it, and stop it again; ``discard`` takes every mail and keeps none."""
    program, daemons = shutil.which("postfix") or "/usr/sbin/postfix", Path("/usr/lib/postfix/sbin")
    if not Path(program).exists() or not daemons.is_dir():
        pytest.skip("no Postfix on this machine")
    if os.geteuid() != 0:
        pytest.skip("Postfix can only be started by root")
    # Its processes give up root, so the folder has to be open to them; pytest's own is not.
    folder = Path(tempfile.mkdtemp(prefix="tierwatch-postfix-"))
    folder.chmod(0o755)
    try:
        port = _configured(folder, daemons, transport)
        command = [program, "-c", str(folder / "etc")]
        done = subprocess.run([*command, "start"], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"Postfix does not start here: {done.stderr[-300:]}")
        try:
            _wait_until_it_listens(port)
            yield Postfix(folder, port)
        finally:
            subprocess.run([*command, "stop"], capture_output=True, check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configured(folder: Path, daemons: Path, transport: str) -> int:
    owner = _owner()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for name in ("etc", "queue", "data", "mail"):
        (folder / name).mkdir()
    for name in ("data", "mail"):
        os.chown(folder / name, *owner)
    main = _MAIN.format(folder=folder, daemons=daemons, uid=owner[0], gid=owner[1], transport=transport)
    (folder / "etc" / "main.cf").write_text(main)
    (folder / "etc" / "master.cf").write_text(_SERVICES.format(port=port))
    return port


def _owner() -> tuple[int, int]:
    import pwd

    try:
        found = pwd.getpwnam("postfix")
    except KeyError:
        pytest.skip("no user postfix on this machine")
    return found.pw_uid, found.pw_gid


def _wait_until_it_listens(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                if connection.recv(3) == b"220":
                    return
        except OSError:
            time.sleep(0.05)
    pytest.skip("Postfix did not begin to listen")
