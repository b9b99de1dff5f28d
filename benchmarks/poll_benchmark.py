"""What a poll costs: a thousand loopback sources, cold, unchanged, 5 % changed, noise only; side by side with two plain loops and,
where it is installed, urlwatch.

    python benchmarks/poll_benchmark.py [--sources 1000] [--repeat 3] [--rounds 0] [--latency 0] [--json FILE]

Every subject runs in a process of its own against the same nginx, one after the other in each round, so that the ratios hold
whatever else the machine does. Memory is that of a program with its children, what they share counted once (PSS). Exit status 1 if a bound is missed. ``--rounds 50`` adds rounds for the memory alone.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from polling.corpus import BenchSource, make_sources, write  # noqa: E402
from polling.memory import Watch  # noqa: E402
from polling.server import Server  # noqa: E402
from polling.subjects import THREADS  # noqa: E402

from monitor.programmes import load_packs  # noqa: E402

SUBJECTS = ("bare", "ref", "tierwatch")
#: The most CPU that the product may take, in times what the other subject takes in the same round.
BOUNDS = {"unchanged": ("bare", 1.5), "changed": ("bare", 2.5), "noise": ("bare", 4.0), "cold": ("ref", 1.2)}
MOST_MEGABYTES = 130
MOST_GROWTH = 1.10
#: The most that an unchanged round may take with latency, in times what waiting alone takes over all threads.
MOST_WAITING = 1.3


class Subject:
    """One program under measurement."""

    def __init__(self, name: str, settings: dict[str, Any], folder: Path) -> None:
        self.name = name
        mine = folder / name
        mine.mkdir()
        (mine / "settings.json").write_text(json.dumps({**settings, "folder": str(mine)}))
        self._process = subprocess.Popen(
            [sys.executable, HERE / "polling" / "subjects.py", name, mine / "settings.json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(HERE.parent), "PATH": "/usr/bin:/bin"},
        )
        self.rounds = 0

    def run(self) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{self.rounds}\n")
        self._process.stdin.flush()
        self.rounds += 1
        with Watch(self._process.pid) as memory:
            line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended early, with status {self._process.wait()}")
        return dict(json.loads(line)) | {"peak": memory.most}

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


class Bench:
    """The corpus, its server and the subjects, through all rounds."""

    def __init__(self, folder: Path, count: int, urlwatch: str | None, latency: float) -> None:
        packs = load_packs()
        # A body that buys can win nothing, so none of them makes news here.
        bidders = [one.name for pack in packs for one in pack.organisations if one.part == "provider"]
        organisations = [name for name in bidders if " " in name][:120]
        areas = next(list(map(_name, pack.areas)) for pack in packs if pack.id == "transforming-rehabilitation")[:21]
        self.sources = make_sources(count, list(dict.fromkeys(organisations)), areas)
        self._documents = folder / "documents"
        self.state = {source.number: (0, 0) for source in self.sources}
        for source in self.sources:
            write(self._documents, source, version=0, noise=0)
        self.server = Server(folder / "nginx", self._documents, self.sources[-1].host + 1)
        urls = [self.server.url(source.host, source.path) for source in self.sources]
        settings = {
            "urls": urls,
            "kinds": [source.kind for source in self.sources],
            "urlwatch": urlwatch,
            "latency": latency,
        }
        names = (*SUBJECTS, "urlwatch") if urlwatch else SUBJECTS
        self.subjects = [Subject(name, settings, folder) for name in names]
        self._chance = random.Random(11)

    def change(self, share: float) -> set[int]:
        return self._move(share, version=1, noise=0)

    def make_noise(self, share: float) -> set[int]:
        return self._move(share, version=0, noise=1)

    def _move(self, share: float, *, version: int, noise: int) -> set[int]:
        chosen = self._chance.sample(self.sources, round(len(self.sources) * share))
        for source in chosen:
            before = self.state[source.number]
            self.state[source.number] = (before[0] + version, before[1] + noise)
            self._write(source)
        return {source.number for source in chosen}

    def _write(self, source: BenchSource) -> None:
        version, noise = self.state[source.number]
        write(self._documents, source, version=version, noise=noise)

    def run(self, name: str, expected: set[int]) -> dict[str, dict[str, Any]]:
        found = {}
        self.server.traffic()
        for subject in self.subjects:
            figures = subject.run()
            traffic = self.server.traffic()
            reported = set(figures.pop("changed"))
            found[subject.name] = figures | {
                "round": name,
                "ms": figures["cpu"] * 1000 / len(self.sources),
                "requests": traffic.requests,
                "not_modified": traffic.not_modified,
                "megabytes": traffic.megabytes,
                "connections": traffic.connections,
                "missed": sorted(expected - reported) if subject.name != "bare" else [],
                "false": sorted(reported - expected),
            }
        return found

    def close(self) -> None:
        for subject in self.subjects:
            subject.close()
        self.server.close()


def _name(area: Any) -> str:
    return str(area.name)


def measure(count: int, repeat: int, rounds: int, urlwatch: str | None, latency: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="poll-benchmark-") as folder:
        bench = Bench(Path(folder), count, urlwatch, latency)
        try:
            results = {"cold": [bench.run("cold", set())], "unchanged": [], "changed": [], "noise": []}
            for _ in range(repeat):
                results["unchanged"].append(bench.run("unchanged", set()))
            results["changed"].append(bench.run("changed", bench.change(0.05)))
            for _ in range(repeat):
                bench.make_noise(0.20)
                results["noise"].append(bench.run("noise", set()))
            resident = []
            for number in range(rounds):
                bench.make_noise(0.02)
                resident.append(bench.run(f"long {number}", set())["tierwatch"]["resident"])
        finally:
            bench.close()
    return {"sources": count, "rounds": results, "resident": resident, "latency": latency}


def summary(measured: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Lines of a table, and the bounds that were missed."""
    lines = [
        f"{'round':10} {'subject':10} {'ms/source':>9} {'wall s':>7} {'peak MB':>8} {'304':>5} {'asked':>6} {'conns':>6} missed false"
    ]
    missed = []
    for name, runs in measured["rounds"].items():
        costs = {}
        for subject in runs[0]:
            mine = [run[subject] for run in runs]
            costs[subject] = median(run["ms"] for run in mine)
            last = mine[-1]
            lines.append(
                f"{name:10} {subject:10} {costs[subject]:9.2f} {median(run['wall'] for run in mine):7.1f} {last['peak']:8.0f} "
                f"{last['not_modified']:5} {last['requests']:6} {last['connections']:6} {len(last['missed']):6} {len(last['false']):5}"
            )
        other, most = BOUNDS[name]
        ratio = costs["tierwatch"] / costs[other]
        verdict = "" if ratio <= most else "  MISSED"
        lines.append(f"{'':10} tierwatch / {other} = {ratio:.2f} (at most {most}){verdict}")
        if verdict:
            missed.append(f"{name}: {ratio:.2f} times {other}")
        missed += [f"{name}: a change was missed" for run in runs if run["tierwatch"]["missed"]]
        missed += [f"{name}: a false change" for run in runs if run["tierwatch"]["false"]]
    peak = max(run["tierwatch"]["peak"] for runs in measured["rounds"].values() for run in runs)
    doubled = max(run["tierwatch"]["resident"] for runs in measured["rounds"].values() for run in runs)
    lines.append(
        f"peak memory of tierwatch: {peak:.0f} MB with what its processes share counted once (at most {MOST_MEGABYTES}), "
        f"{doubled:.0f} MB where it is counted twice"
    )
    if peak > MOST_MEGABYTES:
        missed.append(f"memory: {peak:.0f} MB")
    if measured["latency"]:
        floor = measured["sources"] * measured["latency"] / THREADS
        waited = median(run["tierwatch"]["wall"] for run in measured["rounds"]["unchanged"])
        lines.append(
            f"unchanged, all waiting: {waited:.1f} s, {waited / floor:.2f} of the floor (at most {MOST_WAITING})"
        )
        if waited > MOST_WAITING * floor:
            missed.append(f"waiting: {waited / floor:.2f} of the floor")
    resident = measured["resident"]
    if len(resident) >= 10:
        growth = resident[-1] / resident[4]
        lines.append(
            f"resident after round 5: {resident[4]:.0f} MB, after round {len(resident)}: {resident[-1]:.0f} MB ({growth:.2f})"
        )
        if growth > MOST_GROWTH:
            missed.append(f"memory grows: {growth:.2f}")
    return lines, missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3, help="unchanged and noise rounds; the median counts")
    parser.add_argument("--rounds", type=int, default=0, help="further rounds, for the memory")
    parser.add_argument("--latency", type=float, default=0, help="seconds to wait before each request for a source")
    parser.add_argument("--urlwatch", default=shutil.which("urlwatch"), help="the program, if it is to be measured too")
    parser.add_argument("--json", type=Path, help="where to write all figures")
    chosen = parser.parse_args()
    measured = measure(chosen.sources, chosen.repeat, chosen.rounds, chosen.urlwatch, chosen.latency)
    lines, missed = summary(measured)
    print("\n".join(lines))
    if chosen.json:
        chosen.json.write_text(json.dumps(measured, indent=1))
    for line in missed:
        print(f"MISSED {line}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
