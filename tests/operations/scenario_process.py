"""One step of scenario S as a process of its own, to be killed: ``poll URL DATABASE VERSION``, ``issue URL DATABASE`` or
``send DATABASE ISSUE TAKEN``. It says on standard output what is done and may not be forgotten.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.pool import Pool

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.operations import scenario


def say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def less_careful(connection: object, *_: object) -> None:
    """What a test of power loss must notice: commits that are not synced."""
    connection.execute("PRAGMA synchronous=NORMAL")


if __name__ == "__main__":
    step, *rest = sys.argv[1:]
    if "SCENARIO_FORGETS" in os.environ:
        event.listen(Pool, "checkout", less_careful)
    if step == "poll":
        scenario.poll(rest[0], rest[1], int(rest[2]), say)
    elif step == "issue":
        say(scenario.issue(*rest))
    else:
        scenario.send(*rest)
