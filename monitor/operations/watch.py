"""What staff are told of the service itself: one alert a cause and day, when it is over, and a letter each week that always comes. Pure.

The letter is the sign of life that needs no monitoring: where it does not come, the service or its mail has stopped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.clock import Period
from monitor.health import BAD
from monitor.model import Source, SourceState
from monitor.store.figures import Figures

#: That share of the sources failing at once is one cause, ours: the network or the resolver, not so many sites.
_OUR_NETWORK = 0.6
_LEAST_FOR_NETWORK = 4
BACKUP_AFTER = timedelta(days=8)
_HOST = "host "
_WELL_AGAIN = {
    "not ready": "Tierwatch does its work again",
    "network": "Sites can be reached again",
    "uncertain mails": "No mail waits for a decision any longer",
    "backup": "There is a new backup",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One cause, told at most once a day, or once in its ``period``; ``subject`` and ``text`` are the mail."""

    cause: str
    subject: str
    text: str
    period: str


def alerts(
    sources: Sequence[Source], states: dict[str, SourceState], found: Figures, *, not_ready: str | None, now: datetime,
    offline: bool = False,
) -> tuple[Alert, ...]:  # fmt: skip
    """What wants a person now. Sources that fail together are one alert, and so are those of one host.

    ``offline``: the last visits found nobody at all, so that nothing was counted against the sources.
    """
    day = f"{now:%Y-%m-%d}"
    told: list[Alert] = []
    if not_ready:
        told.append(_alert("not ready", "Tierwatch cannot do its work", f"It says: {not_ready}.", day))
    watched = [source for source in sources if not source.paused]
    failing = [source for source in watched if source.id in states and states[source.id].failures]
    if offline:
        words = "None of the sites visited last answered: look at this machine's own network. Nothing is counted against them."
        told.append(_alert("network", "No site can be reached", words, day))
    elif len(failing) >= _LEAST_FOR_NETWORK and len(failing) >= len(watched) * _OUR_NETWORK:
        words = f"{len(failing)} of {len(watched)} sources fail at once: look at this machine's own network first."
        told.append(_alert("network", "Most sources fail at once", words, day))
    else:
        told += _of_hosts(watched, states)
    if number := found.deliveries.get("uncertain", 0):
        words = f"{number} mails may have arrived or not; `tierwatch digest resolve` decides about each."
        told.append(_alert("uncertain mails", "Mails wait for a decision", words, day))
    if found.backup_at is not None and now - found.backup_at > BACKUP_AFTER:
        told.append(_alert("backup", "No backup for over a week", f"The last is of {found.backup_at:%d %B %Y}.", day))
    return tuple(told)


def over(told: Mapping[str, str], found: Sequence[Alert]) -> tuple[Alert, ...]:
    """What is over of the causes that staff were told of, each with the period for which they were told last."""
    standing = {alert.cause for alert in found}
    # While nothing can be reached, nothing is known of any host.
    unknown = _HOST if "network" in standing else None
    return tuple(
        Alert(cause=cause, period=period, subject=words, text=f"{words}.\n\nYou had been told that it was not so.\n")
        for cause, period in sorted(told.items())
        if cause not in standing and not (unknown and cause.startswith(unknown))
        for words in (_well_again(cause),)
    )


def _well_again(cause: str) -> str:
    if cause.startswith(_HOST):
        return f"{cause.removeprefix(_HOST)} can be read again, or is watched no longer"
    return _WELL_AGAIN[cause]


def _of_hosts(watched: Sequence[Source], states: dict[str, SourceState]) -> list[Alert]:
    """An alert for each host with a source that turned bad, told once a turn; the weekly letter reminds of those that stay bad."""
    turned: dict[str, list[Source]] = defaultdict(list)
    for source in watched:
        if source.id in states and states[source.id].health in BAD:
            turned[urlsplit(source.url).netloc].append(source)
    told = []
    for host, those in sorted(turned.items()):
        lines = [f"{each.name or each.id}: {states[each.id].health.value}: {states[each.id].reason}" for each in those]
        since = max((at for each in those if (at := states[each.id].health_since)), default=None)
        subject = f"{host} cannot be read" if len(those) == 1 else f"{len(those)} sources of {host} cannot be read"
        told.append(_alert(f"{_HOST}{host}", subject, "\n".join(lines), since.isoformat() if since else ""))
    return told


def _alert(cause: str, subject: str, words: str, period: str) -> Alert:
    text = f"{words}\n\n`tierwatch doctor` on the server says what to do.\n"
    return Alert(cause=cause, subject=subject, text=text, period=period)


def staff_letter(
    period: Period,
    sources: Sequence[Source],
    states: dict[str, SourceState],
    found: Figures,
    *,
    audit_head: str,
    zone_name: str,
) -> tuple[str, str]:
    """Subject and text of the week's letter to staff, also for a week without any news."""
    watched = [source for source in sources if not source.paused]
    read = [s for s in watched if s.id in states and (at := states[s.id].last_good_at) and at >= period.start]
    bad = [(s, states[s.id]) for s in watched if s.id in states and states[s.id].health in BAD]
    waiting = found.deliveries.get("uncertain", 0)
    lines = [
        f"The week to {period.end:%d %B %Y} ({zone_name}).",
        "",
        f"Sources: {len(watched)} watched, {len(read)} read well in the week, {len(bad)} in need of a look.",
        *(f"  {source.name or source.id}: {state.health.value}: {state.reason}" for source, state in bad),
        f"Changes so far: {sum(found.events.values())}, of which {found.held} are held for you.",
        f"Mails: {waiting} wait for a decision." if waiting else "Mails: none waits for a decision.",
        f"Last backup: {found.backup_at:%d %B %Y}."
        if found.backup_at
        else "Last backup: none was ever made (`tierwatch backup`).",
        "",
        "The head of the audit log, to keep with this mail (`tierwatch audit verify --head ...` shows rows cut off since):",
        audit_head,
        "",
        "This letter comes every week, also when there is nothing to tell. If it does not come, Tierwatch has stopped.",
    ]
    return f"Tierwatch, week to {period.end:%d %B %Y}", "\n".join(lines) + "\n"
