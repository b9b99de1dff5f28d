"""Scenario S in a network of its own in which packets are lost: ``unshare --net python lossy_process.py FOLDER PERCENT VERSIONS``.

Each version is visited while packets are lost, and once more without; the state must then be that of a run without any loss. It
says how many visits were made and how many packets were lost.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from monitor.store import open_store
from tests.operations import scenario
from tests.site import running_site


def nft(*words: str) -> str:
    return subprocess.run(["nft", *words], check=True, capture_output=True, text=True).stdout


def lose(percent: int) -> None:
    nft("add table inet lossy")
    nft("add chain inet lossy in { type filter hook input priority 0; }")
    nft(f"add rule inet lossy in numgen random mod 100 < {percent} counter drop")


def lost_no_more() -> int:
    """Lose no packet from now on; how many were lost."""
    counted = re.search(r"counter packets (\d+)", nft("list table inet lossy"))
    nft("delete table inet lossy")
    return int(counted[1])


def main(folder: str, percent: int, versions: int) -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    calm, lossy, lost = f"sqlite:///{folder}/calm.db", f"sqlite:///{folder}/lossy.db", 0
    with running_site() as site:
        for version in range(versions):
            scenario.publish(site, version)
            scenario.poll(site.url, calm, version)
            lose(percent)
            scenario.poll(site.url, lossy, version)
            lost += lost_no_more()
            scenario.poll(site.url, lossy, version)
            with open_store(calm) as one, open_store(lossy) as other:
                assert one.dump() == other.dump(), f"version {version}"
                assert scenario.found(other) == sorted(scenario.truth(until=version))
    print(f"{lost} packets lost in {versions * len(scenario.KINDS)} visits")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
