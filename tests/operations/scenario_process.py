"""One step of scenario S as a process of its own, to be killed: ``poll URL DATABASE VERSION`` or ``send DATABASE ISSUE TAKEN``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.operations import scenario

if __name__ == "__main__":
    step, *rest = sys.argv[1:]
    if step == "poll":
        scenario.poll(rest[0], rest[1], int(rest[2]))
    else:
        scenario.send(*rest)
