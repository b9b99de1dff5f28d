"""A Dovecot of the test's own on loopback, with one mailbox. Skips, with the reason, where there is none."""

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

USER, PASSWORD = "bounces@own.example", 'a pass {word} "quoted"'
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {owner}
default_internal_group = {group}
default_login_user = {owner}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
recipient_delimiter = +
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
}}
"""


class Dovecot:
    """A running Dovecot: where it listens, and the Maildir of its one user."""

    def __init__(self, folder: Path, port: int, tls_port: int) -> None:
        self.folder, self.port, self.tls_port = folder, port, tls_port

    @property
    def mailbox(self) -> Path:
        return self.folder / "mail" / USER

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def put(self, *mails: bytes) -> None:
        """Deliver mails into the mailbox, as a mail server would."""
        owner = _owner()
        for name in ("new", "cur", "tmp"):
            (self.mailbox / name).mkdir(parents=True, exist_ok=True)
        for raw in mails:
            name = f"{time.time_ns()}.x.own"
            (self.mailbox / "tmp" / name).write_bytes(raw.replace(b"\r\n", b"\n"))
            (self.mailbox / "tmp" / name).rename(self.mailbox / "new" / name)
        for each in (self.mailbox, *self.mailbox.rglob("*")):
            os.chown(each, owner.pw_uid, owner.pw_gid)


@contextmanager
def running():
    """Start it, and stop it again."""
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    if not Path(program).exists():
        pytest.skip("no Dovecot on this machine")
    if os.geteuid() != 0:
        pytest.skip("Dovecot can only be started by root")
    # Its processes give up root, so the folder has to be open to them; pytest's own is not.
    folder = Path(tempfile.mkdtemp(prefix="tierwatch-dovecot-"))
    folder.chmod(0o755)
    try:
        server = _configured(folder)
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")], stdout=said, stderr=said)
        try:
            _wait_until_it_listens(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configured(folder: Path) -> Dovecot:
    owner = _owner()
    with socket.create_server(("127.0.0.1", 0)) as free, socket.create_server(("127.0.0.1", 0)) as other:
        server = Dovecot(folder, free.getsockname()[1], other.getsockname()[1])
    (folder / "mail").mkdir()
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    os.chown(folder / "users", owner.pw_uid, owner.pw_gid)
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made += [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(folder / "key.pem"),
        "-out",
        str(server.certificate),
    ]
    subprocess.run(made, check=True, capture_output=True)
    import grp

    (folder / "dovecot.conf").write_text(
        _CONFIGURATION.format(
            folder=folder, port=server.port, tls_port=server.tls_port, uid=owner.pw_uid, gid=owner.pw_gid,
            owner=owner.pw_name, group=grp.getgrgid(owner.pw_gid).gr_name,
        )
    )  # fmt: skip
    return server


def _owner():
    import pwd

    for name in ("dovecot", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip("no user for Dovecot on this machine")


def _wait_until_it_listens(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
                if connection.recv(4) == b"* OK":
                    return
        except OSError:
            time.sleep(0.05)
    said = "".join(
        file.read_text(errors="replace")[-600:]
        for file in (server.folder / "said", server.folder / "log")
        if file.exists()
    )
    pytest.skip(f"Dovecot does not start here: {said}")
