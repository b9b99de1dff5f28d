"""The doctor: looks at everything that a service needs, and says of each finding what mends it."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitor.clock import WeeklyAt
from monitor.errors import ConfigError, StoreError, TierwatchError
from monitor.model import Source
from monitor.operations.watch import BACKUP_AFTER
from monitor.store import Store
from monitor.store.figures import can_write, figures
from monitor.text import plural

Level = str
_FEW_HOSTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: ``good``, ``warning`` or ``fault``, what was found, and for the latter two what mends it."""

    topic: str
    level: Level
    found: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What the doctor looks at. ``resolve`` finds the addresses of a host; ``greet`` tries the mail server without sending.

    ``unreadable``: what was said of each secret that is named and cannot be read. ``signs``: whether there is one to sign links with.
    """

    config_file: Path
    state: Path
    sources: Sequence[Source]
    weekly: WeeklyAt
    reserve_mb: int
    open_store: Callable[[], Store]
    now: datetime
    resolve: Callable[[str, int], object] = socket.getaddrinfo
    greet: Callable[[], None] | None = None
    signs: bool = False
    unreadable: Sequence[ConfigError] = ()


def examine(patient: Patient) -> Iterator[Finding]:
    """Every finding, in the order in which a person would look. Raises nothing that was foreseen."""
    yield from _permissions(patient)
    yield from _secrets(patient)
    yield from _disk(patient)
    yield from _time(patient)
    yield from _state(patient)
    yield from _names(patient)
    yield from _mail(patient)
    yield from _schedule(patient)


def _good(topic: str, found: str) -> Finding:
    return Finding(topic=topic, level="good", found=found)


def _not_looked_at(topic: str, secret: str) -> Finding:
    return Finding(
        topic=topic, level="fault", found=f"not tried, as its {secret} cannot be read", fix="mend the secret first"
    )


def _permissions(patient: Patient) -> Iterator[Finding]:
    config = patient.config_file
    mode = config.stat().st_mode if config.exists() else 0
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        yield Finding(
            topic="permissions",
            level="warning",
            found=f"{config} can be written to by others",
            fix=f"chmod go-w {config}",
        )
    state = patient.state
    if not state.exists():
        yield Finding(
            topic="state", level="warning", found=f"{state} does not exist yet", fix="`tierwatch poll` makes it"
        )
    elif not os.access(state, os.W_OK | os.X_OK):
        yield Finding(
            topic="permissions", level="fault", found=f"{state} cannot be written to by this user",
            fix=f"run the command as the user of the service, or: chown -R tierwatch {state}",
        )  # fmt: skip
    elif state.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(
            topic="permissions", level="warning", found=f"{state} can be entered by others; it holds members' addresses",
            fix=f"chmod 700 {state}",
        )  # fmt: skip
    else:
        yield _good("permissions", f"{state} belongs to this user alone")


def _secrets(patient: Patient) -> Iterator[Finding]:
    for error in patient.unreadable:
        for problem in error.problems:
            yield Finding(
                topic="secret", level="fault", found=f"{error.file}: {problem.message}", fix=problem.suggestion
            )
    if not patient.signs:
        yield Finding(
            topic="secret", level="warning", found="no secret to sign members' links with",
            fix="set TIERWATCH_WEB_SECRET or name a web.secret_file; without one, links break when the state is lost",
        )  # fmt: skip


def _disk(patient: Patient) -> Iterator[Finding]:
    place = next((each for each in (patient.state, *patient.state.parents) if each.exists()), Path("/"))
    free = shutil.disk_usage(place).free // 1024**2
    if free < patient.reserve_mb:
        yield Finding(
            topic="disk", level="fault", found=f"{free} MB free, less than the reserve of {patient.reserve_mb} MB",
            fix="free some space or move the state; nothing is visited until then",
        )  # fmt: skip
    else:
        yield _good("disk", f"{free} MB free")


def _time(patient: Patient) -> Iterator[Finding]:
    if patient.now.year < 2024:
        yield Finding(
            topic="clock", level="fault", found=f"the clock of this machine says {patient.now:%d %B %Y}",
            fix="switch on time synchronisation: timedatectl set-ntp true",
        )  # fmt: skip
        return
    yield _good("clock", f"{patient.now:%Y-%m-%d %H:%M} UTC, zone {patient.weekly.zone} is known")


def _state(patient: Patient) -> Iterator[Finding]:
    if not patient.state.exists():
        return
    try:
        with patient.open_store() as store:
            problems = store.integrity()
            broken = (*store.audit.verify(), *store.witness.verify())
            found = figures(store.database)
            can_write(store.database)
    except ConfigError:
        yield _not_looked_at("database", "address")
        return
    except StoreError as error:
        yield Finding(
            topic="database",
            level="fault",
            found=str(error),
            fix="mend what it says, or put a backup back: `tierwatch restore`",
        )
        return
    for problem in problems:
        yield Finding(
            topic="database", level="fault", found=problem, fix="put the last good backup back: `tierwatch restore`"
        )
    for fault in broken:
        yield Finding(
            topic="audit log", level="fault", found=fault,
            fix="somebody changed the log: compare it with a backup and with the heads in the weekly letters",
        )  # fmt: skip
    if not problems and not broken:
        yield _good("database", f"sound, {found.size_bytes // 1024} kB; the audit log is whole")
    if uncertain := found.deliveries.get("uncertain", 0):
        yield Finding(
            topic="mail",
            level="warning",
            found=f"{uncertain} mails may have arrived or not",
            fix="`tierwatch digest resolve` decides",
        )
    if found.backup_at is None or patient.now - found.backup_at > BACKUP_AFTER:
        last = f"the last is of {found.backup_at:%d %B %Y}" if found.backup_at else "there is none"
        yield Finding(topic="backup", level="warning", found=last, fix="`tierwatch backup`, each night by cron")
    else:
        yield _good("backup", f"the last is of {found.backup_at:%d %B %Y}")


def _names(patient: Patient) -> Iterator[Finding]:
    hosts = {
        (urlsplit(each.url).hostname or "", urlsplit(each.url).port or 443)
        for each in patient.sources
        if not each.paused
    }
    lost = []
    for host, port in sorted(hosts)[:_FEW_HOSTS]:
        try:
            patient.resolve(host, port)
        except OSError:
            lost.append(host)
    if not hosts:
        yield Finding(topic="sources", level="warning", found="there are none", fix="`tierwatch source add URL`")
    elif len(lost) == min(len(hosts), _FEW_HOSTS):
        yield Finding(
            topic="names", level="fault", found="no name can be resolved", fix="look at the resolver of this machine"
        )
    elif lost:
        yield Finding(
            topic="names",
            level="warning",
            found=f"not resolved: {', '.join(lost)}",
            fix="look whether the sites have moved",
        )
    else:
        yield _good("names", f"{plural(min(len(hosts), _FEW_HOSTS), 'host resolves', 'hosts resolve')}")


def _mail(patient: Patient) -> Iterator[Finding]:
    if patient.greet is None:
        yield Finding(
            topic="mail",
            level="warning",
            found="no mail server is set; mail goes to a folder",
            fix="set host in [mail]",
        )
        return
    try:
        patient.greet()
    except ConfigError:
        yield _not_looked_at("mail", "password")
    except (TierwatchError, OSError) as error:
        yield Finding(
            topic="mail", level="fault", found=str(error), fix="look at [mail]: host, port, security, user, password"
        )
    else:
        yield _good("mail", "the mail server answers and takes our name and password")


def _schedule(patient: Patient) -> Iterator[Finding]:
    moments, at = [], patient.now
    for _ in range(5):
        at = patient.weekly.current_period(at).end
        moments.append(at.astimezone(ZoneInfo(patient.weekly.zone)).strftime("%a %d %b %Y %H:%M"))
        at += timedelta(seconds=1)
    yield _good("schedule", f"the next drafts ({patient.weekly.zone}): {'; '.join(moments)}")
