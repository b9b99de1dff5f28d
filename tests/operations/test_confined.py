"""Scenario S under what the unit file allows, as far as this machine lets it be tried without systemd: as the oracle, and no more than allowed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.store import open_store
from tests.operations import scenario
from tests.site import running_site

HERE = Path(__file__).parent
UNIT = HERE.parents[1] / "deploy" / "tierwatch.service"


def why_not() -> str:
    if os.geteuid() != 0:
        return "only root can take rights away"
    if tuple(int(part) for part in os.uname().release.split(".")[:2]) < (6, 3):
        return "this kernel is too old to forbid memory that is both writable and executable"
    missing = [each for each in ("unshare", "systemd-analyze", "mount") if not shutil.which(each)]
    if missing:
        return f"not installed: {', '.join(missing)}"
    tried = subprocess.run(["unshare", "--mount", "mount", "--make-rprivate", "/"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "no name space of its own may be made here"


pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")]


def confined(folder: Path, *program: object) -> subprocess.CompletedProcess[str]:
    command = [
        "unshare",
        "--mount",
        sys.executable,
        str(HERE / "confined.py"),
        str(UNIT),
        str(folder),
        *map(str, program),
    ]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=100, check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), *filter(None, sys.path)]), "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/"},
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "state"
    place.mkdir()
    return place


def test_the_scenario_passes_under_the_limits_of_the_unit(folder, tmp_path) -> None:
    calm = f"sqlite:///{tmp_path}/calm/t.db"
    with running_site() as site:
        for version in range(2):
            scenario.publish(site, version)
            scenario.poll(site.url, calm, version)
            done = confined(
                folder,
                sys.executable,
                HERE / "scenario_process.py",
                "poll",
                site.url,
                f"sqlite:///{folder}/t.db",
                version,
            )
            assert done.returncode == 0, done.stderr[-2000:]
    with open_store(calm) as oracle, open_store(f"sqlite:///{folder}/t.db") as found:
        assert found.dump() == oracle.dump()


def test_what_the_unit_allows_is_done(folder) -> None:
    done = confined(
        folder,
        sys.executable,
        "-c",
        f"open('{folder}/x', 'w').write('x'); import socket; socket.socket(); print('well')",
    )

    assert done.stdout == "well\n", done.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        "open('/etc/tierwatch-was-here', 'w')",
        "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
        "import os; os.sched_setaffinity(0, {0})",
        "import os; os.setuid(1)",
        "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
    ],
)
def test_what_the_unit_forbids_is_refused(folder, wrong) -> None:
    done = confined(folder, sys.executable, "-c", wrong)

    assert done.returncode == 1
    assert re.match(r"(PermissionError|OSError): \[Errno (1|13|30)\]", done.stderr.splitlines()[-1]), done.stderr


def test_a_configuration_that_may_only_be_read_is_said_to_be_so(folder, tmp_path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[[sources]]\nid = "near"\nkind = "page"\nurl = "https://near.example/"\n', encoding="utf-8")
    before = config.read_bytes()

    done = confined(folder, sys.executable, "-m", "monitor", "--config", config, "source", "pause", "near")

    assert done.returncode == 78, done.stderr
    assert "cannot be written (Read-only file system)" in done.stderr
    assert config.read_bytes() == before
