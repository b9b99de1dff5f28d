"""Fuzz each target for a while with atheris (libFuzzer): ``make fuzz FUZZ_SECONDS=600``, or ``python fuzz/run.py NAME...``.

    python fuzz/run.py [--seconds N] [--keep DIR] [NAME]...

Each target runs in a process of its own, with limits of 2 GiB and 20 seconds an input. What a run learned stays in ``DIR``
(``state/fuzz``) and is where the next one goes on; an input that broke something is kept there too, and makes the exit status 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

#: What a run may take beyond its time to load its seeds and to write down what it learned.
SPARE = 300
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "fuzz")]


def one(name: str, seconds: int, folder: Path) -> None:
    """Fuzz one target in this process; never returns."""
    import atheris

    with atheris.instrument_imports(include=["monitor"]):
        from targets import TARGETS
    target = TARGETS[name]
    seeds = folder / name / "inputs"
    seeds.mkdir(parents=True, exist_ok=True)
    for number, sample in enumerate(target.samples()):
        (seeds / f"seed-{number}").write_bytes(sample)
    options = [
        f"-max_total_time={seconds}", f"-max_len={target.most_bytes}", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1",
        f"-artifact_prefix={folder / name}/", "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(seeds)], target.run)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="a target of targets.py; all by default")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--keep", type=Path, default=ROOT / "state" / "fuzz")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        one(chosen.names[0], chosen.seconds, chosen.keep)
    # Not before: what is imported without atheris is fuzzed blindly.
    from targets import TARGETS

    broken = []
    for name in chosen.names or TARGETS:
        command = [
            sys.executable,
            __file__,
            "--here",
            "--seconds",
            str(chosen.seconds),
            "--keep",
            str(chosen.keep),
            name,
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=chosen.seconds + SPARE)
        except subprocess.TimeoutExpired:
            print(f"{name}: not ended {SPARE} seconds after its time", flush=True)
            broken.append(name)
            continue
        tried = next((line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line), "?")
        print(f"{name}: {tried} inputs, {'held' if done.returncode == 0 else 'BROKEN'}", flush=True)
        if done.returncode:
            broken.append(name)
            print(done.stdout[-3000:], done.stderr[-3000:], file=sys.stderr)
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
