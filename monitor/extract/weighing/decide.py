"""What follows from the weights: a body of which no pattern said anything may get a claim, and a claim may be doubted.

The weights were learned without looking at what the patterns say, so that the two fail apart: where the weights are sure of a body
that no pattern reached, it gets the most likely role and status; where they are sure that it is none, its claims are doubted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.extract.clauses.masking import Member
from monitor.extract.clauses.modality import mode_of
from monitor.extract.discourse.context import LED_IN
from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.sectors import sector_of
from monitor.extract.discourse.themes import Themes, themes_of
from monitor.extract.weighing.features import Seen, observe
from monitor.extract.weighing.weights import PARTY, learned, probability, roles, statuses
from monitor.model import Claim, Document, Evidence, Layer, Mode, Role, Sector, Status

#: Above this a body without a claim gets one.
SURE = 0.7
#: Below this a claim is not believed, by the confidence that the patterns gave it: the surer they are, the less the weights count.
DOUBTED = ((0.6, 0.5), (1.01, 0.15))
#: A list that only its items and a heading tell may be a menu.
_LISTED = 0.5
#: The confidence of a claim that weights alone made: shown, and below that of any pattern.
_LEAST, _MOST = 0.5, 0.65
#: A paragraph that speaks of more places tells of more than one contract.
_MOST_AREAS = 2
_EXITS = {Role.BIDDER_UNSUCCESSFUL: Status.UNSUCCESSFUL, Role.WITHDRAWN: Status.WITHDRAWN}


def weighed(claims: Sequence[Claim], document: Document, scene: Scene) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """The claims that the weights add to ``claims``, and the ids of those that they do not believe. Pure."""
    told = {claim.organisation_id for claim in claims}
    added: list[Claim] = []
    parties: dict[str, float] = {}
    for key, seen in observe(document, scene).items():
        party = probability(learned().score(seen.features, PARTY))
        if key not in told and party > SURE:
            added.append(_claim(key, seen, learned().scores(seen.features), party, document, scene))
        elif not seen.name.known:
            parties[key] = party
    if added:
        themes = themes_of(document, scene)
        added = [replace(claim, areas=_areas(claim, claims, themes)) for claim in added]
    return tuple(added), _doubted(claims, parties)


def _doubted(claims: Sequence[Claim], parties: Mapping[str, float]) -> tuple[str, ...]:
    """The ids of the claims about bodies that are hardly a party; a body is as sure as the surest claim about it."""
    read = [
        claim for claim in claims if claim.layer in {Layer.GRAMMAR, Layer.ATTACH} and claim.organisation_id in parties
    ]
    sure: dict[str, float] = {}
    for claim in read:
        least = (
            _LISTED
            if claim.rule == "list" and claim.confidence < LED_IN
            else next(low for most, low in DOUBTED if claim.confidence < most)
        )
        key = claim.organisation_id
        sure[key] = min(least, sure.get(key, 1.0))
    return tuple(sorted({claim.id for claim in read if parties[claim.organisation_id] < sure[claim.organisation_id]}))


def _claim(key: str, seen: Seen, scores: dict[str, float], party: float, document: Document, scene: Scene) -> Claim:
    role, status = _most_likely(scores)
    start, end = seen.sentence(_telling(seen))
    text, known = scene.text, seen.name.known
    before, after = (
        (text[start : seen.name.start], text[seen.name.end : end]) if start <= seen.name.start < end else ("", "")
    )
    mode, _ = mode_of(before, "", after, family="attach", year=scene.year)
    if scene.is_quoted(start, end):
        mode = Mode.OPINION
    member = Member(name=seen.name, key=key)
    return Claim(
        organisation=known.name if known else scene.ids.title(key, seen.name.surface),
        organisation_id=key,
        surface=seen.name.surface,
        role=role,
        status=status,
        evidence=Evidence(quote=document.text[start:end], start=start, end=end),
        sector=known.sector if known and known.sector is not Sector.UNKNOWN else sector_of(member),
        mode=mode,
        confidence=round(_LEAST + (party - SURE) / (1 - SURE) * (_MOST - _LEAST), 2),
        layer=Layer.WEIGHED,
        rule="weighed",
        considered=learned().reasons(seen.features, PARTY),
    )


def _areas(claim: Claim, told: Sequence[Claim], themes: Themes) -> tuple[str, ...]:
    """Where a body is that no pattern reached: where those of its sentence are, what its paragraph is about, or all of the text."""
    start, end = claim.evidence.start, claim.evidence.end
    beside = {other.areas for other in told if start <= other.evidence.start < end and other.areas}
    if len(beside) == 1:
        return beside.pop()
    everywhere = {other.areas for other in told if other.areas} or {themes.opening}
    areas = themes.at(start) or (everywhere.pop() if len(everywhere) == 1 else ())
    return areas if len(areas) <= _MOST_AREAS else ()


def _most_likely(scores: dict[str, float]) -> tuple[Role, Status]:
    """The role and the status that together are likeliest; a role of somebody who is out has one status."""
    role = max(roles(), key=lambda role: scores[f"role:{role.value}"])
    if role in _EXITS:
        return role, _EXITS[role]
    status = max(
        (status for status in statuses() if status not in _EXITS.values()),
        key=lambda status: scores[f"status:{status.value}"],
    )
    return role, status


def _telling(seen: Seen) -> int:
    """Which mention says most for its being a party."""
    column = [learned().score(mention, PARTY) for mention in seen.mentions]
    return column.index(max(column))
