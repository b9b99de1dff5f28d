"""What was not put before a reviewer, and why: waiting for a second look, said in a way that proves nothing, or unsure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.ledger.wording import describe
from monitor.model import Claim, Mode, Source
from monitor.store import ReadVersion, Store

_THRESHOLD = 0.5
_MOST = 60
_WHY = {
    Mode.EXPECTED: "the source says that it is expected, not that it is so",
    Mode.HYPOTHETICAL: "the source only supposes it",
    Mode.DENIED: "the source says that it is not so",
    Mode.HISTORIC: "the source tells of the past",
    Mode.OPINION: "it is somebody's opinion",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """One thing that raised no change: its sentence, the reason, and the words."""

    sentence: str
    reason: str
    quote: str = ""
    url: str = ""
    title: str = ""
    source_id: str = ""
    at: datetime | None = None


def waiting_for_a_second_look(store: Store, sources: Iterable[Source]) -> tuple[Withheld, ...]:
    """Names that were missing at the last visit; a removal is made of each that the next good visit misses too."""
    found, missing = [], store.sources.all_absences()
    for source in sources:
        for absence in missing.get(source.id, ()):
            evidence = absence.change.evidence_before or absence.change.evidence
            found.append(
                Withheld(
                    sentence=describe(absence.change),
                    reason="missing once; a second good visit decides",
                    quote=evidence.quote if evidence else "",
                    source_id=source.id,
                    at=absence.seen_at,
                    url=source.url,
                )
            )
    return tuple(found)


def suppressed(store: Store, *, since: datetime, until: datetime) -> tuple[Withheld, ...]:
    """What new versions said from ``since`` to ``until`` that made no change, newest first; what a document goes on saying, once."""
    found: dict[tuple[str, str, str], Withheld] = {}
    for version in store.documents.readings_between(since, until):
        for each in _of_version(version):
            found.setdefault((version.document_id, each.sentence, each.quote), each)
        if len(found) >= _MOST:
            break
    return tuple(found.values())[:_MOST]


def _of_version(version: ReadVersion) -> Sequence[Withheld]:
    place = {"url": version.url, "title": version.title, "source_id": version.source_id, "at": version.first_seen}
    claims = [
        Withheld(sentence=_said(claim), reason=reason, quote=claim.evidence.quote, **place)  # type: ignore[arg-type]
        for claim in version.reading.claims
        if (reason := _reason(claim))
    ]
    mentions = [
        Withheld(
            sentence=f"{mention.organisation}, near \u201c{mention.cue}\u201d",
            reason="a name beside a telling word, and no sentence that joins them",
            quote=mention.evidence.quote,
            **place,  # type: ignore[arg-type]
        )
        for mention in version.reading.mentions
    ]
    return [*claims, *mentions]


def _reason(claim: Claim) -> str:
    if claim.mode in _WHY:
        return _WHY[claim.mode]
    if claim.confidence < _THRESHOLD:
        return f"too unsure to stand alone ({round(claim.confidence * 100)} %)"
    return ""


def _said(claim: Claim) -> str:
    place = f" in {', '.join(claim.areas)}" if claim.areas else ""
    return f"{claim.organisation}: {claim.role.value.replace('_', ' ')}, {claim.status.value.replace('_', ' ')}{place}"
