"""The long proofs, one part after the other (``make soak``): whatever becomes of one, the next is run, and the end names those that failed.

    python tests/soak.py [--hours N] [--fuzz-seconds N] [--keep DIR] [--list] [WORD]...

A part is one long test, the rest of ``tests/operations``, or one target of the fuzzer. Each has a time after which it is ended and counts
as failed. What it said is kept in ``DIR`` (``state/soak``). ``WORD`` chooses the parts that have it in their name. The exit status is 1
where a part failed.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
#: The marks of what is run function by function, and where; what is left of the last folder is one part.
LONG = {"soak": "tests", "soak or slow": "tests/operations"}
REST = ("not slow and not soak", "tests/operations")
#: So long a part may put away what it began, once it was told to stop.
GRACE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One proof: a command, and the name under which it is told."""

    name: str
    command: Sequence[str]


def parts(fuzz_seconds: int) -> list[Part]:
    """All there are, in the order in which they are run."""
    found: dict[str, Part] = {}
    for mark, folder in LONG.items():
        asked = subprocess.run(
            [*PYTEST, "--collect-only", "-q", "-m", mark, folder],
            cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        names = dict.fromkeys(re.findall(r"^(tests/\S+?::\w+)", asked.stdout, flags=re.MULTILINE))
        if asked.returncode or not names:
            raise SystemExit(f"the tests of {folder} cannot be collected:\n{asked.stdout}{asked.stderr}")
        found |= {name: Part(name, _tests(mark, name)) for name in names}
    rest = Part(f"the rest of {REST[1]}", _tests(*REST))
    sys.path[:0] = [str(ROOT), str(ROOT / "fuzz")]
    from targets import TARGETS

    fuzz = [sys.executable, "fuzz/run.py", "--seconds", str(fuzz_seconds)]
    return [*found.values(), rest, *(Part(f"fuzz {name}", [*fuzz, name]) for name in TARGETS)]


def _tests(mark: str, what: str) -> list[str]:
    return [*PYTEST, "-q", "-rA", "--timeout", "3600", "-m", mark, what]


def _environment() -> dict[str, str]:
    return {**os.environ, "TIERWATCH_SOAK": "1", "PYTHONPATH": str(ROOT)}


def run_all(chosen: Sequence[Part], folder: Path, *, seconds: float) -> tuple[list[str], list[str]]:
    """Run each part, for ``seconds`` at most, and say what became of it. The names of those that failed, and of those that cannot run here."""
    folder.mkdir(parents=True, exist_ok=True)
    failed, skipped = [], []
    for number, part in enumerate(chosen, 1):
        log, began = folder / f"{re.sub(r'[^a-z0-9]+', '-', part.name.lower())}.log", time.monotonic()
        status = _run(part, log, seconds)
        last = (log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["nothing said"])[-1]
        outcome = {0: "held", None: "TOO LONG"}.get(status, "FAILED")
        if outcome == "held" and re.match(r"\d+ skipped", last):
            outcome = "not run"
            skipped.append(f"{part.name} ({log} says why)")
        elif outcome != "held":
            failed.append(f"{part.name} ({outcome.lower()}; {log})")
        print(
            f"{number} of {len(chosen)}: {outcome} in {time.monotonic() - began:.0f} s: {part.name}: {last}", flush=True
        )
    return failed, skipped


def _run(part: Part, log: Path, seconds: float) -> int | None:
    """The exit status of ``part``; ``None`` where its time was over."""
    with log.open("wb") as kept:
        # A session of its own: what it started is ended with it.
        process = subprocess.Popen(
            part.command, cwd=ROOT, env=_environment(), stdin=subprocess.DEVNULL, stdout=kept, stderr=kept, start_new_session=True
        )  # fmt: skip
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            return None
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            raise


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help="a word of the names of the parts to run; all by default"
    )
    parser.add_argument("--hours", type=float, default=2, help="how long one part may take (2)")
    parser.add_argument("--fuzz-seconds", type=int, default=600, help="how long each parser is fuzzed (600)")
    parser.add_argument("--keep", type=Path, default=ROOT / "state" / "soak", help="where the parts' output is kept")
    parser.add_argument("--list", action="store_true", help="say which parts there are, and run none")
    asked = parser.parse_args()
    chosen = [part for part in parts(asked.fuzz_seconds) if not asked.words or any(w in part.name for w in asked.words)]
    if asked.list:
        print(*(part.name for part in chosen), sep="\n")
        return 0
    if not chosen:
        print("no part has such a name; --list says which there are", file=sys.stderr)
        return 2
    failed, skipped = run_all(chosen, asked.keep, seconds=asked.hours * 3600)
    held = len(chosen) - len(failed) - len(skipped)
    told = [*(f"  not run here: {each}" for each in skipped), *(f"  failed: {each}" for each in failed)]
    print(f"{held} of {len(chosen)} parts held", *told, sep="\n")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
