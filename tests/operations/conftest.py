"""A folder with a configuration, the command run in this process, and a small site to point it at."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.cli import main
from monitor.store import Store, open_store
from tests.operations import scenario, steps
from tests.site import Site, running_site

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def strace() -> None:
    """A test that asks for this traces, or is skipped."""
    if reason := steps.why_no_strace():
        pytest.skip(reason)


@pytest.fixture(scope="session")
def scripted() -> Iterator[Site]:
    """The site of scenario S, which each test sets to the version that it wants."""
    with running_site() as site:
        yield site


@dataclass(frozen=True)
class Oracle:
    """The state of an undisturbed run of scenario S after each version, and what it found."""

    dumps: list[str]
    found: list[tuple[str, str]]


@pytest.fixture(scope="session")
def oracle(scripted: Site, tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    url = f"sqlite:///{tmp_path_factory.mktemp('calm')}/state/tierwatch.db"
    dumps = []
    for version in range(scenario.VERSIONS):
        scenario.publish(scripted, version)
        scenario.poll(scripted.url, url, version)
        with open_store(url) as store:
            dumps.append(store.dump())
    with open_store(url) as store:
        return Oracle(dumps, scenario.found(store))


@dataclass
class Desk:
    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def configure(self, text: str = "") -> None:
        self.config.write_text(f"[fetch]\ndelay_seconds = 0.0\nretries = 0\nobey_robots = false\n{text}\n")

    def store(self) -> Store:
        return open_store(f"sqlite:///{self.state / 'tierwatch.db'}")

    def __call__(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        argv = ["tierwatch", "--config", str(self.config), *(str(argument) for argument in arguments)]
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", argv)
            patch.setenv("COLUMNS", "250")
            with pytest.raises(SystemExit) as ended:
                main()
        return subprocess.CompletedProcess(argv, ended.value.code or 0, out.getvalue(), err.getvalue())


@pytest.fixture
def tierwatch(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.configure()
    return desk


@pytest.fixture
def site() -> Iterator[object]:
    with running_site() as running:
        yield running
