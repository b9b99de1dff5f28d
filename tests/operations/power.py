"""A disk that forgets: the writes of a traced process, and what of them is left when the power goes.

``trace`` runs a command under strace and gives its calls in order. ``Disk`` replays them up to a moment. What was synced stays;
what was not is there, or not, or torn, sector by sector, in whatever order the disk liked. Names of files are made and removed in
their order, but later than asked for unless something was synced since.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,unlink"
SECTOR = 512
_CALL = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)$")
_FD = re.compile(r"^(\d+)<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Call:
    """One thing asked of the disk. ``path`` is a file of the folder; ``data`` what is written at ``offset``."""

    kind: str
    path: str
    data: bytes = b""
    offset: int = 0
    to: str = ""


def trace(command: Sequence[str], folder: Path, log: Path, env: dict[str, str]) -> list[Call]:
    """Run ``command`` to its end; the calls that concern files in ``folder``, and writes to standard output as ``said``."""
    traced = ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-qq", "-s", "2000000", "-o", str(log), "-e", f"trace={CALLS}", "-e", "signal=none"]  # fmt: skip
    done = subprocess.run(
        [*traced, *command], check=False, capture_output=True, text=True, timeout=300, env={**os.environ, **env}
    )
    assert done.returncode == 0, done.stderr
    return _calls(log, str(folder.resolve()))


def _calls(log: Path, folder: str) -> list[Call]:
    """Calls in the order in which they ended: a sync counts when it has returned."""
    begun: dict[str, str] = {}
    found = []
    with log.open(encoding="ascii") as lines:
        for line in lines:
            match = _CALL.match(line.rstrip("\n"))
            if not match:
                continue
            thread, kind, rest = match.groups()
            if rest.endswith("<unfinished ...>"):
                begun[thread] = rest.removesuffix("<unfinished ...>")
                continue
            rest = begun.pop(thread, "") + rest if "resumed>" in line[:60] else rest
            call = _call(kind, rest, folder)
            if call:
                found.append(call)
    return found


def _call(kind: str, rest: str, folder: str) -> Call | None:
    arguments, _, answer = rest.rpartition(" = ")
    if answer.startswith("-"):
        return None
    if kind in {"rename", "unlink"}:
        names = [_bytes(each).decode() for each in re.findall(r'"([^"]*)"', arguments)]
        inside = names[0].startswith(folder)
        return Call(kind, names[0], to=names[-1]) if inside else None
    if kind == "openat":
        opened = _FD.match(answer)
        path = _path(opened[2]) if opened else ""
        return Call("open", path) if "O_CREAT" in arguments and path.startswith(folder) else None
    handle = _FD.match(arguments)
    if not handle:
        return None
    number, path = handle[1], _path(handle[2])
    if kind == "write" and number == "1":
        return Call("said", "", _bytes(re.search(r'"([^"]*)"', arguments)[1]))
    if not path.startswith(folder):
        return None
    if kind in {"fsync", "fdatasync"}:
        return Call("sync", path)
    if kind == "ftruncate":
        return Call("cut", path, offset=int(arguments.rpartition(", ")[2].rstrip(") ")))
    written = _bytes(re.search(r'"([^"]*)"', arguments)[1])[: int(answer.split()[0])]
    offset = int(arguments.rpartition(", ")[2].rstrip(") ")) if kind == "pwrite64" else -1
    return Call("write", path, written, offset)


def _bytes(shown: str) -> bytes:
    return bytes.fromhex(shown.replace("\\x", ""))


def _path(shown: str) -> str:
    """A path as strace shows it: in hexadecimal, too."""
    return _bytes(shown).decode() if shown.startswith("\\x") else shown


@dataclass
class _File:
    kept: bytearray = field(default_factory=bytearray)
    asked: list[Call] = field(default_factory=list)

    def size(self) -> int:
        size = len(self.kept)
        for call in self.asked:
            size = call.offset if call.kind == "cut" else max(size, call.offset + len(call.data))
        return size

    def sync(self) -> None:
        for call in self.asked:
            _apply(self.kept, call)
        self.asked.clear()

    def left(self, dice: random.Random, share: float) -> bytes:
        """What is found after the cut: of what was never synced each sector by a throw of dice."""
        found = bytearray(self.kept)
        for call in _shuffled(self.asked, dice):
            if call.kind == "cut":
                if dice.random() < share:
                    _apply(found, call)
                continue
            for start in range(0, len(call.data), SECTOR):
                if dice.random() < share:
                    part = call.data[start : start + SECTOR]
                    _apply(found, Call("write", call.path, part, call.offset + start))
        return bytes(found)


def _shuffled(calls: list[Call], dice: random.Random) -> list[Call]:
    return dice.sample(calls, len(calls))


def _apply(content: bytearray, call: Call) -> None:
    if call.kind == "cut":
        del content[call.offset :]
        content.extend(bytes(max(0, call.offset - len(content))))
        return
    content.extend(bytes(max(0, call.offset + len(call.data) - len(content))))
    content[call.offset : call.offset + len(call.data)] = call.data


class Disk:
    """The folder of a state, from its first file on."""

    def __init__(self) -> None:
        self.names: dict[str, _File] = {}
        #: Makings and removals of names that no sync has made certain, in their order.
        self._unsure: list[Call] = []
        self._certain: dict[str, _File] = {}

    def do(self, call: Call) -> None:
        """What the process did next."""
        if call.kind == "open" and call.path not in self.names:
            self.names[call.path] = _File()
            self._unsure.append(call)
        elif call.kind in {"write", "cut"} and call.path in self.names:
            file = self.names[call.path]
            at = call.offset if call.offset >= 0 else file.size()
            file.asked.append(Call(call.kind, call.path, call.data, at))
        elif call.kind in {"unlink", "rename"}:
            moved = self.names.pop(call.path, None)
            if call.kind == "rename" and moved:
                self.names[call.to] = moved
            self._unsure.append(call)
        elif call.kind == "sync":
            if call.path in self.names:
                self.names[call.path].sync()
            # A file system with a journal writes what happened to names before, in order, with the sync of any file of it.
            self._certain, self._unsure = dict(self.names), []

    def after_power_loss(self, dice: random.Random) -> dict[str, bytes]:
        """The files as they are found when the power has come back."""
        share = dice.choice([0.0, 0.5, 0.9, 1.0])
        names = dict(self._certain)
        everything = {**self._certain, **self.names}
        for call in self._unsure[: dice.randint(0, len(self._unsure))]:
            if call.kind == "open":
                names[call.path] = everything.get(call.path, _File())
            elif call.path in names:
                moved = names.pop(call.path)
                names |= {call.to: moved} if call.kind == "rename" else {}
        return {path: file.left(dice, share) for path, file in names.items() if not path.endswith("-shm")}


def put_down(files: dict[str, bytes], folder: Path, at: Path) -> None:
    """Write ``files`` of ``folder`` below ``at``."""
    for path, content in files.items():
        file = at / Path(path).relative_to(folder.resolve())
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
