"""The install how-to, followed literally in a bare Debian: every command of its blocks, in order, as it stands there.

It needs root and a bare Debian in the folder that TIERWATCH_BARE names, as ``debootstrap --variant=minbase --include=sudo,ca-certificates``
makes it, with /proc and /dev mounted and a package index within reach. What systemd would do is done by the test: it starts the
command of the unit as its user and waits until it says that it is ready.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOWTO = (ROOT / "docs" / "howto" / "install.md").read_text(encoding="utf-8")
BARE = Path(os.environ.get("TIERWATCH_BARE", "/nowhere"))
#: Where the repository lies within the bare system, in place of the address that each reader has.
ADDRESS = "/var/tmp/tierwatch.git"
SYSTEMD = re.compile(r"^(?:sudo )?(?:systemctl|journalctl)\b")


def commands() -> list[str]:
    """The lines of the shell blocks up to the one that starts the service, in order."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", HOWTO.partition("## Know that it works")[0], flags=re.MULTILINE | re.DOTALL
    )
    return [line for block in blocks for line in block.splitlines() if line and not line.startswith("#")]


def within(script: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["chroot", str(BARE), "/bin/bash", "-ec", script], text=True, capture_output=True, check=False, **options
    )


def test_the_how_to_has_commands_and_names_the_repository_once() -> None:
    assert sum("<address of the repository>" in line for line in commands()) == 1
    assert any("systemctl enable --now tierwatch" in line for line in commands())
    assert any("tierwatch doctor" in line for line in commands())


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.skipif(
    not BARE.exists() or os.geteuid() != 0, reason="needs root, and a bare Debian named by TIERWATCH_BARE"
)
def test_from_a_bare_machine_to_a_service_that_is_ready() -> None:
    subprocess.run(["git", "clone", "--quiet", "--bare", str(ROOT), str(BARE / ADDRESS[1:])], check=True)
    begun = time.monotonic()
    done = []
    for line in commands():
        if not SYSTEMD.match(line):
            done.append(line.replace("<address of the repository>", ADDRESS))
    script = (
        "export HOME=/root; cd /root; git config --global --add safe.directory '*' 2>/dev/null || true\n"
        + "\n".join(done)
    )
    followed = within(script, timeout=1500)
    print(followed.stdout[-4000:], followed.stderr[-4000:], f"{time.monotonic() - begun:.0f} s to the service")
    assert followed.returncode == 0

    unit = (BARE / "etc/systemd/system/tierwatch.service").read_text(encoding="utf-8")
    start = re.search(r"^ExecStart=(.*)$", unit, flags=re.MULTILINE)[1]
    folder = BARE / "srv/tierwatch/notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(str(folder))
        shutil.chown(folder, *(int(part) for part in within("id -u tierwatch; id -g tierwatch").stdout.split()))
        notified.settimeout(60)
        service = subprocess.Popen(
            ["chroot", "--userspec=tierwatch:tierwatch", str(BARE), "/bin/sh", "-c", f"cd /srv/tierwatch/app && umask 077 && exec {start}"],
            env={"PATH": "/usr/bin:/bin", "NOTIFY_SOCKET": "/srv/tierwatch/notify", "LANG": "C.UTF-8"}, start_new_session=True,
        )  # fmt: skip
        try:
            assert notified.recv(100) == b"READY=1"
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=60)
    assert service.returncode == 0
    assert (BARE / "srv/tierwatch/app/state").stat().st_mode & 0o777 == 0o700
