"""``tierwatch explain``: the words behind a claim, an event or a standing, who read them, what was turned down, and why it is so sure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from monitor.cli.context import Composition
from monitor.errors import TierwatchError, UnknownIdError
from monitor.extract.layout.offsets import normalised
from monitor.ledger.explain import Explanation, explain, passage_of
from monitor.ledger.opendata import standing_id
from monitor.ledger.wording import ROLE_WORDS, STATUS_WORDS
from monitor.model import Event
from monitor.programmes import Watchlist
from monitor.review.around import confirmation
from monitor.sources.decode import decode_text
from monitor.store import Sighting, Store

#: Fewer digits of an id are no sign of which is meant.
_LEAST_BEGINNING = 6


@click.command("explain")
@click.argument("identifier", metavar="CLAIM|EVENT|STANDING")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def show(composition: Composition, identifier: str, form: str) -> None:
    """Show why a claim, an event or a standing is there: the text with the quote marked, the rule or reader that found it, what
    was considered and turned down, and why it is as sure as it is. IDs are those that `events`, `standings` and `export` print as
    JSON; of an event or a standing the beginning is enough.
    """
    with composition.open_store() as store:
        watchlist = composition.watchlist(store)
        event, claims = _meant(identifier, store)
        if event:
            claims = tuple(sighting for sighting in claims if sighting.document_id == event.document_id) or claims
        found = [(each, _explained(each, store, watchlist), _in_answer(each, store)) for each in claims[:1]]
        lines = [*(_of_event(event, store) if event else ()), *(line for one in found for line in _of_claim(*one))]
        value = {"event": event.id if event else None, "claims": [_value(*one) for one in found]}
    click.echo(json.dumps(value, ensure_ascii=False, indent=1) if form == "json" else "\n".join(lines))


def _meant(identifier: str, store: Store) -> tuple[Event | None, Sequence[Sighting]]:
    """The event of that id, if it is one, and the claims behind what it names. Raises UnknownIdError where that is nothing, or several."""
    event = store.events.get(identifier)
    claims = store.claims.by_id(identifier)
    held = store.standings.by_id(identifier)
    if not (event or claims or held):
        return _meant(_whole(identifier, store), store)
    if event:
        claims = store.claims.by_id(event.change.claim_id or "")
    elif held and not claims:
        claims = store.claims.by_id(held[-1].claim_id)
        if not claims:
            raise TierwatchError("the claim that the standing rests on is not in the state any more")
    return event, claims


def _whole(beginning: str, store: Store) -> str:
    """The id of the one event or standing that begins so."""
    events = (event.id for event in store.events.list())
    standings = (standing_id(standing) for standing in store.standings.known())
    found = {
        each for each in (*events, *standings) if len(beginning) >= _LEAST_BEGINNING and each.startswith(beginning)
    }
    if len(found) > 1:
        raise UnknownIdError(f'{len(found)} ids begin with "{beginning}": give more of it')
    if not found:
        raise UnknownIdError(
            f'no claim, event or standing has the id "{beginning}"; `tierwatch events --format json` and '
            "`tierwatch standings --format json` print ids"
        )
    return found.pop()


def _explained(sighting: Sighting, store: Store, watchlist: Watchlist) -> Explanation:
    version = store.documents.version(sighting.version_id)
    if version is None:
        raise TierwatchError("the version that the claim was read in is not in the state any more")
    claim = sighting.claim
    others = confirmation(claim, sighting.source_id, store).others
    return explain(claim, version.document, version.reading, watchlist, others=others)


def _in_answer(sighting: Sighting, store: Store) -> tuple[int, int] | None:
    """Where the quotation stands in the answer of the server as it is stored, decoded; ``None`` where it is in no text there."""
    version = store.documents.version(sighting.version_id)
    if version is None or version.snapshot_id is None:
        return None
    for answer in store.documents.snapshots(sighting.source_id, version.snapshot_id):
        raw = decode_text(answer.body, content_type=answer.content_type, charset=answer.charset)
        return normalised(raw, markup="<" in raw[:2000]).place_of(sighting.claim.evidence.quote)
    return None


def _of_event(event: Event, store: Store) -> list[str]:
    change = event.change
    lines = [
        click.style(event.wording, bold=True),
        f"  {event.state.value}, found {event.detected_at:%d %B %Y} at {event.url}",
    ]
    if change.reason:
        lines.append(f"  because {change.reason}")
    if change.question:
        lines.append(f"  to be decided: {change.question}")
    lines += [
        f"  {decision.at:%d %B %Y} {decision.by}: {decision.verdict.value}"
        + (f" ({decision.reason})" if decision.reason else "")
        for decision in store.events.decisions(event.id)
    ]
    gone = change.evidence_before
    earlier = _version_before(event, store) if gone else None
    if gone and earlier:
        passage, _ = passage_of(earlier.document, gone.start, gone.end)
        marked = click.style(f"\u00bb{passage.quote}\u00ab", reverse=True)
        lines += ["  The version before said:", *_indented(f"{passage.before}{marked}{passage.after}")]
    return [*lines, ""]


def _version_before(event: Event, store: Store) -> Any:
    history = store.documents.history(event.document_id) if event.document_id else ()
    numbers = [number for number, version in enumerate(history) if version.id == event.version_id]
    return history[numbers[0] - 1] if numbers and numbers[0] else None


def _of_claim(sighting: Sighting, found: Explanation, raw: tuple[int, int] | None) -> list[str]:
    claim, passage = found.claim, found.passage
    where = "; ".join(claim.areas) or "no area named"
    marked = click.style(f"\u00bb{passage.quote}\u00ab", reverse=True)
    lines = [
        f"{claim.organisation}: {ROLE_WORDS[claim.role]}, {STATUS_WORDS[claim.status]} ({where})",
        f"  {sighting.publisher or sighting.source_id}, {sighting.title}, {sighting.url}",
        *([f"  Under: {' > '.join(passage.headings)}"] if passage.headings else ()),
        *_indented(f"{passage.before}{marked}{passage.after}"),
        f"  Characters {passage.start} to {passage.end} of version {sighting.version_id[:12]}"
        + (f", {raw[0]} to {raw[1]} of the answer as it came." if raw else "."),
        f"  Found by: {found.reader}",
        f"  Confidence: {'; '.join(found.confidence)}",
    ]
    if found.others:
        lines.append(f"  Also said by: {', '.join(found.others)}")
    lines.append("  Turned down: " + ("; ".join(found.turned_down) or "nothing"))
    return [*lines, f"  Claim {claim.id}: read wrongly, it is put right by `tierwatch teach`."]


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]


def _value(sighting: Sighting, found: Explanation, raw: tuple[int, int] | None) -> dict[str, Any]:
    claim, passage = found.claim, found.passage
    return {
        "id": claim.id,
        "organisation": claim.organisation,
        "role": claim.role.value,
        "status": claim.status.value,
        "areas": list(claim.areas),
        "url": sighting.url,
        "version": sighting.version_id,
        "before": passage.before,
        "quote": passage.quote,
        "after": passage.after,
        "start": passage.start,
        "end": passage.end,
        "in_answer": list(raw) if raw else None,
        "found_by": found.reader,
        "confidence": list(found.confidence),
        "also_said_by": list(found.others),
        "turned_down": list(found.turned_down),
    }


COMMANDS = [show]
