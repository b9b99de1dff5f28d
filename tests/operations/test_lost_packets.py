"""Packets that are lost on the way cost time and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operations.steps import ENVIRONMENT, LONG


def why_no_loss() -> str:
    """Why no packet can be lost here on purpose, or nothing."""
    if not (shutil.which("nft") and shutil.which("unshare")):
        return "nft and unshare are needed (Debian: nftables, util-linux)"
    tried = subprocess.run(["unshare", "--net", "nft", "add", "table", "inet", "x"], capture_output=True, check=False)
    return "no network of one's own can be made here" if tried.returncode else ""


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not LONG, reason="a long proof: set TIERWATCH_SOAK=1")
def test_with_every_seventh_packet_lost_the_scenario_ends_as_without(tmp_path) -> None:
    if reason := why_no_loss():
        pytest.skip(reason)
    process = Path(__file__).with_name("lossy_process.py")

    done = subprocess.run(
        ["unshare", "--net", sys.executable, str(process), str(tmp_path), "15", "10"],
        capture_output=True, text=True, check=False, env={**os.environ, **ENVIRONMENT},
    )  # fmt: skip

    print(done.stdout)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(re.search(r"(\d+) packets lost", done.stdout)[1]) > 30
