"""A process that holds a state and writes to it whenever it is told to, to be stopped and woken: ``holder_process DATABASE``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from monitor.errors import AlreadyRunningError, SupersededError
from monitor.store import open_store

if __name__ == "__main__":
    with open_store(sys.argv[1]) as store:
        try:
            with store.sole_instance():
                print("holds", flush=True)
                for line in sys.stdin:
                    try:
                        store.runs.claim("test", line.strip(), at=datetime.now(UTC), by="me")
                        print("written", flush=True)
                    except SupersededError as error:
                        print(f"refused: {error}", flush=True)
        except AlreadyRunningError as error:
            print(f"not first: {error}", flush=True)
