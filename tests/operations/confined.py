"""Run a program under what the unit file allows, as far as one can without systemd: ``confined.py UNIT WRITABLE PROGRAM...``.

Its filter of system calls (by libseccomp, from the groups that systemd itself names), no new privileges, no capabilities, memory that is
never both writable and executable, sockets of its families only, and a disk on which only WRITABLE can be written to. Not applied are
its user and what needs a control group or a name space of users: MemoryMax, TasksMax, IPAddressDeny, ProtectProc.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NO_NEW_PRIVILEGES, _CAPBSET_DROP, _MDWE = 38, 24, 65
_EQUAL = 4


def group(name: str, known: dict[str, set[str]]) -> set[str]:
    """The calls of a group and of the groups in it."""
    if name not in known:
        known[name] = set()
        done = subprocess.run(["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True)
        for line in done.stdout.splitlines()[1:]:
            word = line.strip()
            if word and not word.startswith("#"):
                known[name] |= group(word, known) if word.startswith("@") else {word}
    return known[name]


def allowed(unit: str) -> set[str]:
    """What the lines ``SystemCallFilter`` come to, one after the other."""
    calls: set[str] = set()
    known: dict[str, set[str]] = {}
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit, flags=re.MULTILINE):
        taken = line.startswith("~")
        for word in line.lstrip("~").split():
            named = group(word, known) if word.startswith("@") else {word}
            calls = calls - named if taken else calls | named
    return calls


class _Compare(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


def confine(unit: str) -> None:
    libc, seccomp = ctypes.CDLL(None, use_errno=True), ctypes.CDLL("libseccomp.so.2")
    for capability in range(64):
        libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_MDWE, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    wanted = ctypes.c_void_p(seccomp.seccomp_init(_REFUSE | errno.EPERM))
    families = [
        getattr(socket, each)
        for each in re.search(r"^RestrictAddressFamilies=(.*)$", unit, flags=re.MULTILINE)[1].split()
    ]
    for name in sorted(allowed(unit)):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            continue
        if name == "socket":
            for family in families:
                rule = _Compare(0, _EQUAL, int(family), 0)
                seccomp.seccomp_rule_add(wanted, ctypes.c_uint32(_ALLOW), number, 1, rule)
        else:
            seccomp.seccomp_rule_add(wanted, ctypes.c_uint32(_ALLOW), number, 0)
    if seccomp.seccomp_load(wanted):
        raise OSError("the filter was not taken")


if __name__ == "__main__":
    unit, writable, *program = sys.argv[1:]
    text = Path(unit).read_text(encoding="utf-8")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["mount", "--bind", writable, writable], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", "/"], check=True)
    os.umask(0o077)
    confine(text)
    # Root without any capability: what it may do is what its files allow it.
    os.execv(program[0], program)
