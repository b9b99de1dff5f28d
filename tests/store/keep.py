"""Keep a state of today's schema for the tests of later versions: ``python tests/store/keep.py``, before each release.

The state is that of the demonstration. Copies of what was sent are dropped but for two, for size.
"""

from __future__ import annotations

import lzma
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).with_name("kept")


def keep() -> Path:
    """Run the demonstration in a folder of its own and keep its state, named after its schema."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "monitor", "demo", "--folder", folder, "--port", "0"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        small = Path(folder, "small.db")
        with sqlite3.connect(Path(folder, "tierwatch.db")) as state:
            (revision,) = state.execute("SELECT version_num FROM alembic_version").fetchone()
            state.execute("DELETE FROM renderings WHERE rowid NOT IN (SELECT rowid FROM renderings LIMIT 2)")
            state.commit()
            state.execute("VACUUM INTO ?", (str(small),))
        file = KEPT / f"{revision}.db.xz"
        file.write_bytes(lzma.compress(small.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    return file


if __name__ == "__main__":
    print(keep().relative_to(ROOT))
