"""What a command does when nobody reads its output any more: it ends quietly, with its own exit status and its work done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = '[service]\ncontact = "staff@tierwatch.test"\nstate = "state"\n'


def to_a_closed_pipe(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit status and the words on standard error of a command whose reader has gone before it says anything."""
    (folder / "config.toml").write_text(CONFIG)
    end, start = os.pipe()
    os.close(end)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *arguments], stdout=start, stderr=subprocess.PIPE, check=False,
            text=True, cwd=folder, timeout=90, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )  # fmt: skip
    finally:
        os.close(start)
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", [["--help"], ["matrix", "--format", "xlsx"]])
def test_a_command_whose_reader_has_gone_ends_quietly(tmp_path, command):
    assert to_a_closed_pipe(tmp_path, *command) == (0, "")


def test_a_command_whose_reader_has_gone_does_its_work_all_the_same(tmp_path):
    assert to_a_closed_pipe(tmp_path, "backup") == (0, "")

    assert list((tmp_path / "state" / "backups").iterdir())


def test_a_fault_is_told_by_the_exit_status_though_nobody_reads_what_it_is(tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "tierwatch.db").write_bytes(b"no database " * 400)

    status, _ = to_a_closed_pipe(tmp_path, "doctor")

    assert status == 1


def test_a_signal_may_log_in_the_middle_of_another_line() -> None:
    code = (
        "import logging, signal\nfrom monitor.cli.outlet import outlast_readers\noutlast_readers()\nlogging.basicConfig()\n"
        "signal.signal(signal.SIGALRM, lambda *_: logging.warning('signal'))\nsignal.setitimer(signal.ITIMER_REAL, 0.001, 0.0005)\n"
        "for number in range(5_000): logging.warning('line %s', number)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0)\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    lines = done.stderr.splitlines()
    assert "Logging error" not in done.stderr
    assert sum("line" in line for line in lines) == 5_000
    assert any("signal" in line for line in lines)
