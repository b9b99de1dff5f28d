"""The install how-to and the container file, followed literally in a bare Debian: every command in order, as it stands there.

They need root and a bare Debian in the folder that TIERWATCH_BARE names, as ``debootstrap --variant=minbase --include=sudo,ca-certificates``
makes it, with /proc and /dev mounted and a package index within reach. What systemd would do is done by the test: it starts the
command of the unit, or of the container, as its user and waits until it says that it is ready.
"""

from __future__ import annotations

import json
import os
import re
import shlex
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
PAGE = "<html><body><main><h1>News</h1><p>The board met in the {} town hall.</p></main></body></html>"
NEWEST_SCHEMA = "monitor/store/migrations/versions/0012_days_kept_apart.py"
SYSTEMD = re.compile(r"^(?:sudo )?(?:systemctl|journalctl)\b")


def commands(words: str = HOWTO.partition("## Know that it works")[0]) -> list[str]:
    """The lines of the shell blocks of ``words``, in order: by default those up to the first digest."""
    blocks = re.findall(r"^```sh\n(.*?)^```", words, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line and not line.startswith("#")]


def section(heading: str) -> str:
    return HOWTO.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def within(script: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["chroot", str(BARE), "/bin/bash", "-ec", script], text=True, capture_output=True, check=False, **options
    )


def published(version: str = "HEAD") -> None:
    """Have the repository of the bare system end with ``version``."""
    place = BARE / ADDRESS[1:]
    if not place.exists():
        subprocess.run(["git", "clone", "--quiet", "--bare", str(ROOT), str(place)], check=True)
        # The stand-in for the repository belongs to root, which a copy over the network would not show.
        (BARE / "etc/gitconfig").write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
    named = subprocess.run(["git", "rev-parse", version], cwd=ROOT, capture_output=True, text=True, check=True)
    subprocess.run(["git", "--git-dir", str(place), "update-ref", "HEAD", named.stdout.strip()], check=True)


def first_steps(site) -> list[str]:
    """The lines up to the first digest, but for systemd's, with a source that can be reached without a network."""
    done = [line.replace("<address of the repository>", ADDRESS) for line in commands() if not SYSTEMD.match(line)]
    # The doctor of a machine without a network has something to say, and a person would read it and go on.
    lines = [f"{line} || true" if line.endswith("doctor") else line for line in done]
    # What a person would do under "The configuration".
    place = next(number for number, line in enumerate(lines) if line.endswith("tierwatch check"))
    site.put("/near", PAGE.format("old"))
    source = f'[[sources]]\nid = "near"\nkind = "page"\nurl = "{site.url}/near"\ninternal = true\n'
    lines.insert(place, f"printf '\n%s' '{source}' | sudo -u tierwatch tee --append config.toml > /dev/null")
    return lines


@pytest.fixture
def bare() -> None:
    """The bare system without what an earlier proof left in it."""
    within(
        "userdel --remove tierwatch || true; rm -rf /srv/tierwatch /var/tmp/tierwatch.git /src /app /state; "
        "DEBIAN_FRONTEND=noninteractive apt-get purge --yes postgresql-common || true; rm -rf /etc/postgresql /var/lib/postgresql"
    )


needs_a_bare_debian = pytest.mark.skipif(
    not BARE.exists() or os.geteuid() != 0, reason="needs root, and a bare Debian named by TIERWATCH_BARE"
)


def test_the_how_to_has_commands_and_names_the_repository_once() -> None:
    assert sum("<address of the repository>" in line for line in commands()) == 1
    assert any("systemctl enable --now tierwatch" in line for line in commands())
    assert any("tierwatch doctor" in line for line in commands())


@pytest.mark.soak
@pytest.mark.timeout(1800)
@needs_a_bare_debian
def test_from_a_bare_machine_to_a_service_that_is_ready(bare, site) -> None:
    published()
    begun = time.monotonic()
    followed = within("cd /root\n" + "\n".join(first_steps(site)), timeout=1500)
    print(followed.stdout[-4000:], followed.stderr[-4000:], f"{time.monotonic() - begun:.0f} s to the first digest")
    assert followed.returncode == 0
    assert {line.partition(":")[0] for line in followed.stdout.splitlines() if line.startswith("FAULT")} <= {
        "FAULT   names"
    }
    assert "/archive.atom" in followed.stdout
    assert re.search(r"^near +good ", followed.stdout, flags=re.MULTILINE)

    unit = (BARE / "etc/systemd/system/tierwatch.service").read_text(encoding="utf-8")
    start = re.search(r"^ExecStart=(.*)$", unit, flags=re.MULTILINE)[1]
    folder = BARE / "srv/tierwatch/notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(str(folder))
        shutil.chown(folder, *(int(part) for part in within("id -u tierwatch; id -g tierwatch").stdout.split()))
        notified.settimeout(60)
        service = subprocess.Popen(
            ["chroot", "--userspec=tierwatch:tierwatch", str(BARE), "/bin/sh", "-c", f"cd /srv/tierwatch && umask 077 && exec {start}"],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "NOTIFY_SOCKET": "/srv/tierwatch/notify", "LANG": "C.UTF-8"}, start_new_session=True,
        )  # fmt: skip
        try:
            assert notified.recv(100) == b"READY=1"
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=60)
    assert service.returncode == 0
    assert (BARE / "srv/tierwatch/state").stat().st_mode & 0o777 == 0o700


@pytest.mark.soak
@pytest.mark.timeout(1800)
@needs_a_bare_debian
def test_a_new_version_and_postgresql_are_taken_up_as_the_how_to_says(bare, site) -> None:
    added = subprocess.run(
        ["git", "log", "--diff-filter=A", "--format=%H", "--", NEWEST_SCHEMA], cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    published(f"{added.stdout.split()[-1]}^")
    assert within("cd /root\n" + "\n".join(first_steps(site)), timeout=1500).returncode == 0
    published()
    site.put("/near", PAGE.format("new"))
    # Status 1 says that there is something to do.
    lines = [
        f"{line} || test $? = 1" if line.endswith("--check") else line for line in commands(section("A new version"))
    ]
    lines = [line for line in lines if not SYSTEMD.match(line)]

    taken_up = within("\n".join([*lines, "sudo -u tierwatch app/.venv/bin/tierwatch poll"]), timeout=900)

    assert taken_up.returncode == 0, taken_up.stdout[-2000:] + taken_up.stderr[-2000:]
    assert re.search(r"backup|backed", taken_up.stdout)
    assert "near: 1 document new or changed" in taken_up.stderr

    # The packages of a bare system start nothing by themselves: that is systemd's part.
    lines = commands(section("PostgreSQL instead of SQLite"))
    lines.insert(1, "pg_ctlcluster $(pg_lsclusters --no-header | cut --delimiter=' ' --fields=1,2) start || true")
    settings = re.search(
        r"^```toml\n(.*?)^```", section("PostgreSQL instead of SQLite"), flags=re.MULTILINE | re.DOTALL
    )[1]
    lines += [
        "cd /srv/tierwatch",
        f"printf '\n%s' '{settings}' | sudo -u tierwatch tee --append config.toml > /dev/null",
    ]
    polled = within("\n".join([*lines, "sudo -u tierwatch app/.venv/bin/tierwatch poll"]), timeout=900)
    within(
        "pg_ctlcluster $(pg_lsclusters --no-header | cut --delimiter=' ' --fields=1,2) stop --mode immediate || true"
    )

    assert polled.returncode == 0, polled.stdout[-2000:] + polled.stderr[-2000:]
    assert "near: 1 document new or changed" in polled.stderr


@pytest.mark.soak
@pytest.mark.timeout(1800)
@needs_a_bare_debian
def test_the_steps_of_the_container_file_give_a_service_that_is_ready_on_a_read_only_disk(bare, tmp_path) -> None:
    steps = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    place = BARE
    for word, rest in re.findall(r"^(WORKDIR|COPY|RUN) (.*)$", steps, flags=re.MULTILINE):
        if word == "WORKDIR":
            place = BARE / rest.strip().lstrip("/")
            place.mkdir(exist_ok=True)
        elif word == "COPY" and "--from" not in rest:
            *files, to = rest.split()
            (place / to).mkdir(parents=True, exist_ok=True) if to.endswith("/") else None
            for file in files:
                copy = shutil.copytree if (ROOT / file).is_dir() else shutil.copy
                copy(ROOT / file, place / to)
        elif word == "RUN":
            done = within(f"cd /{place.relative_to(BARE)} && {rest}", timeout=900)
            assert done.returncode == 0, done.stderr[-2000:]
    state, settings = tmp_path / "state", tmp_path / "conf"
    for folder, place in ((state, BARE / "state"), (settings, BARE / "etc/tierwatch")):
        folder.mkdir()
        place.mkdir(exist_ok=True)
        os.chown(folder, 10001, 10001)
    config = settings / "config.toml"
    source = '[[sources]]\nid = "near"\nkind = "page"\nurl = "http://127.0.0.1:1/"\ninternal = true\n'
    config.write_text(f'[service]\nstate = "/state"\n[web]\nlisten = "0.0.0.0:18080"\n{source}', encoding="utf-8")
    os.chown(config, 10001, 10001)
    start = " ".join(
        json.loads(re.search(r"^ENTRYPOINT (.*)$", steps, flags=re.MULTILINE)[1])
        + json.loads(re.search(r"^CMD (.*)$", steps, flags=re.MULTILINE)[1])
    )
    ask = json.loads(re.search(r"^HEALTHCHECK .*?CMD (.*)$", steps, flags=re.MULTILINE)[1])[2].replace("8080", "18080")
    read_only = (
        f"mount --bind {BARE} {BARE} && mount -o remount,bind,ro {BARE} && mount --bind {state} {BARE}/state && "
        f"mount --bind {settings} {BARE}/etc/tierwatch && "
    )
    service = subprocess.Popen(
        ["unshare", "--mount", "/bin/sh", "-c", f"{read_only} mount -t tmpfs tmpfs {BARE}/tmp && exec chroot --userspec=10001:10001 {BARE} {start}"],
        env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        for line in service.stderr:
            if "watching" in line:
                break
        healthy = within(f'/app/bin/python -c "{ask}"')
        # What the desk does when a source is added, paused or changed.
        inside = ["nsenter", f"--target={service.pid}", "--mount", "chroot", "--userspec=10001:10001", str(BARE)]
        paused = subprocess.run(
            [*inside, *shlex.split(start)[:-1], "source", "pause", "near"], capture_output=True, text=True, check=False
        )
    finally:
        service.send_signal(signal.SIGTERM)
        _, rest = service.communicate(timeout=60)
    assert healthy.returncode == 0, healthy.stderr
    assert paused.returncode == 0, paused.stderr
    assert "paused = true" in config.read_text(encoding="utf-8")
    assert service.returncode == 0, rest
