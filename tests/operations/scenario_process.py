"""One step of scenario S as a process of its own, to be killed: ``poll URL DATABASE VERSION`` or ``send DATABASE ISSUE TAKEN``."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

spec = importlib.util.spec_from_file_location("scenario", Path(__file__).with_name("scenario.py"))
scenario = importlib.util.module_from_spec(spec)
sys.modules["scenario"] = scenario
spec.loader.exec_module(scenario)

if __name__ == "__main__":
    step, *rest = sys.argv[1:]
    if step == "poll":
        scenario.poll(rest[0], rest[1], int(rest[2]))
    else:
        scenario.send(*rest)
