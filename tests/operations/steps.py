"""The steps of scenario S as processes of their own, which a test may kill, starve or trace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Whether the long counts are asked for (``make soak``).
LONG = "TIERWATCH_SOAK" in os.environ
#: Every call by which a state comes to be on the disk, or an answer to leave.
WRITES = "pwrite64,write,fsync,fdatasync,ftruncate,rename,unlink"
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def why_no_strace() -> str:
    """Why nothing can be traced here, or nothing."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return "strace may not trace here" if tried.returncode else ""


def command(*arguments: object) -> list[str]:
    """How to run one step."""
    return [sys.executable, str(Path(__file__).with_name("scenario_process.py")), *map(str, arguments)]


def step(*arguments: object, inject: str = "") -> subprocess.CompletedProcess[str]:
    """Run one step; ``inject`` is strace's word for what to do to which call."""
    calls = inject.partition(":")[0]
    traced = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={inject}"]
    return subprocess.run(
        [*(traced if inject else []), *command(*arguments)], capture_output=True, text=True, timeout=100, check=False,
        env={**os.environ, **ENVIRONMENT},
    )  # fmt: skip
