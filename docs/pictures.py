"""Takes the pictures of the documentation from the demonstration's digests, with headless Chromium (`make pictures`)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
OUTBOX = ROOT / "state" / "demo" / "outbox"
#: Picture, week, width and height in CSS pixels.
PICTURES = (("digest.png", "2014-11-07", 720, 1100),)


def main() -> int:
    """Take every picture; the exit status."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.stderr.write("No Chromium was found; on Debian: apt-get install chromium\n")
        return 1
    for name, week, width, height in PICTURES:
        page = next(iter(sorted(OUTBOX.glob(f"{week}-*.html"))), None)
        if page is None:
            sys.stderr.write(f"There is no digest of {week} in {OUTBOX}; run `make demo` first\n")
            return 1
        _take(browser, page, ROOT / "docs" / "pictures" / name, width, height)
        sys.stdout.write(f"docs/pictures/{name}\n")
    return 0


def _take(browser: str, page: Path, picture: Path, width: int, height: int) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603 -- a browser found on this machine, on a file of ours
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
                f"--screenshot={picture}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )


if __name__ == "__main__":
    sys.exit(main())
