"""What follows from the weights: a body of which no pattern said anything may get a claim, and a claim may be doubted.

The words were weighed without looking at what the patterns say, so that the two fail apart; what both together are worth is
``belief``. A body that is believed in and of which no pattern is sure gets the most likely role and status; where it is not, its
claims are doubted. Of one that is read by its nearest word alone the words tell the stage.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from monitor.extract.clauses.masking import Member
from monitor.extract.clauses.modality import mode_of
from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.sectors import sector_of
from monitor.extract.discourse.themes import Themes
from monitor.extract.weighing.belief import belief, by_body, evidence_of
from monitor.extract.weighing.features import Seen, observe
from monitor.extract.weighing.weights import PARTY, learned, roles, statuses
from monitor.model import EXIT_ROLES, EXITS, Claim, Document, Evidence, Layer, Mode, Role, Status
from monitor.text import fold, plain

#: Above this a body of which no pattern is sure gets a claim.
BELIEVED = 0.42
#: Below this the claims of a body are doubted.
DOUBTED = 0.28
#: Where the words speak so clearly against a body, no pattern is right more often than not.
AGAINST = -1.0
#: The layer that gives a body the nearest telling word of its clause, and by how much the words round it must tell another stage.
_NEAREST, _CLEARLY = "attach", 1.0
_READ = frozenset({Layer.GRAMMAR, Layer.ATTACH})
_MORE_CLEARLY = 3.0
#: How sure an item of a list is at least that a sentence leads in.
_LED_IN = 0.85
#: The confidence that a claim needs to be told.
_TOLD = 0.5
#: The confidence of a claim that weights alone made: shown, and below that of any pattern.
_LEAST, _MOST = 0.5, 0.65
#: A text that speaks of more places tells of more than one contract.
_MOST_AREAS = 2
#: Of those whom no pattern told fewer lead than of those that the weights were learned from.
_UNDER, _UNLED = frozenset({Role.PARTNER, Role.SUBCONTRACTOR}), 1.0


def weighed(
    claims: Sequence[Claim], document: Document, scene: Scene, themes: Themes
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """The claims that the weights add to ``claims``, and the ids of those that they do not believe. Pure."""
    of_body = by_body(claims)
    sure_ones = [claim for claim in claims if claim.mode.makes_events and claim.confidence >= _TOLD]
    told = [claim.organisation for claim in sure_ones]
    stages = Counter(status for _, status in {(claim.organisation_id, claim.status) for claim in sure_ones})
    found: list[tuple[float, str, Seen]] = []
    added: list[Claim] = []
    restaged: list[Claim] = []
    doubted: list[str] = []
    for key, seen in observe(document, scene).items():
        own = of_body.get(key, ())
        words = learned().score(seen.features, PARTY)
        sure = belief(evidence_of(seen.name, own, words=words))
        stated = [claim for claim in own if claim.mode.makes_events]
        if any(claim.confidence >= _TOLD for claim in stated):
            if sure < DOUBTED or (words < AGAINST and not any(map(_stands_alone, stated))):
                doubted += [claim.id for claim in stated if claim.layer in {Layer.GRAMMAR, Layer.ATTACH}]
            elif instead := _restaged(stated, seen) or _leading(stated, seen):
                doubted += [claim.id for claim in stated]
                restaged += instead
        elif sure > BELIEVED and words > AGAINST:
            found.append((sure, key, seen))
    scores = _scores_of([seen for _, _, seen in found], scene.text)
    for sure, key, seen in sorted(found, key=lambda each: (-each[0], each[1])):
        if not _is_another(seen.name.surface, told):
            added.append(_claim(key, seen, sure, _most_likely(scores[key], stages), document, scene))
            told.append(seen.name.surface)
    added = [replace(claim, areas=_areas(claim, claims, themes)) for claim in added]
    return (*added, *restaged), tuple(sorted(_unlisted(doubted, sure_ones)))


def _unlisted(doubted: Collection[str], told: Sequence[Claim]) -> set[str]:
    """``doubted`` without the claims of bodies that the same words tell in one list with others, of whom more are believed."""
    if not doubted:
        return set()
    lists: dict[tuple[int, int, str], list[Claim]] = defaultdict(list)
    for claim in (claim for claim in told if not claim.rule.startswith(_TIES)):
        lists[claim.evidence.start, claim.evidence.end, claim.rule].append(claim)
    found = set(doubted)
    for claims in lists.values():
        whose = {claim.organisation_id: claim.id in found for claim in claims}
        if 2 * sum(whose.values()) < len(whose) and len(whose) >= _FEWEST_LISTED:
            found -= {claim.id for claim in claims}
    return found


_FEWEST_LISTED = 3
#: Whom others are tied to says nothing of whether each of these is one.
_TIES = "link"


def _stands_alone(claim: Claim) -> bool:
    """Whether a claim needs no words to speak for it: an item of a list that a sentence leads in, or who "they" are."""
    return (claim.rule == "list" and claim.confidence >= _LED_IN) or (claim.rule == "frame" and claim.role is Role.LEAD)


#: Between the members of a list.
_LISTED = re.compile(r"(?:, (?:and )?|,? & | and )(?:the )?")


def _scores_of(found: Sequence[Seen], text: str) -> dict[str, dict[str, float]]:
    """What the words say of the role and the stage of each body; of the members of one list what they say of all together."""
    runs: list[list[Seen]] = []
    for seen in sorted(found, key=lambda each: each.name.start):
        if runs and _LISTED.fullmatch(text, runs[-1][-1].name.end, seen.name.start):
            runs[-1].append(seen)
        else:
            runs.append([seen])
    scores: dict[str, dict[str, float]] = {}
    for run in runs:
        each = [learned().scores(seen.features) for seen in run]
        mean = {question: sum(one[question] for one in each) / len(each) for question in each[0]}
        scores.update((seen.key, mean) for seen in run)
    return scores


def _claim(key: str, seen: Seen, sure: float, likely: tuple[Role, Status], document: Document, scene: Scene) -> Claim:
    confidence = round(_LEAST + (sure - BELIEVED) / (1 - BELIEVED) * (_MOST - _LEAST), 2)
    considered = learned().reasons(seen.features, PARTY)
    role, status = likely
    start, end = seen.sentence(_telling(seen))
    text, known = scene.text, seen.name.known
    before, after = (
        (text[start : seen.name.start], text[seen.name.end : end]) if start <= seen.name.start < end else ("", "")
    )
    mode, _ = mode_of(before, "", after, family="attach", year=scene.year)
    if scene.is_quoted(start, end):
        mode = Mode.OPINION
    return Claim(
        organisation=known.name if known else scene.ids.title(key, seen.name.surface),
        organisation_id=key,
        surface=seen.name.surface,
        role=role,
        status=status,
        evidence=Evidence(quote=document.text[start:end], start=start, end=end),
        sector=sector_of(Member(name=seen.name, key=key), known),
        mode=mode,
        confidence=confidence,
        layer=Layer.WEIGHED,
        rule="weighed",
        considered=considered,
    )


def _restaged(stated: Sequence[Claim], seen: Seen) -> list[Claim]:
    """The claims that a body was read in by its nearest word alone, at the stage that the words round it clearly tell instead."""
    if any(claim.rule.partition(".")[0] != _NEAREST for claim in stated):
        return []
    scores = learned().scores(seen.features, "status:")
    likeliest = max(statuses(), key=lambda status: scores[f"status:{status.value}"])
    most = scores[f"status:{likeliest.value}"]
    if any(most - scores[f"status:{claim.status.value}"] <= _CLEARLY for claim in stated):
        return []
    told = [claim for claim in stated if claim.confidence >= _TOLD]
    own = {(claim.role, claim.areas): claim for claim in told}.values()
    instead = [replace(claim, status=likeliest, role=_role_at(likeliest, claim.role)) for claim in own]
    return _told_by_words(instead, seen, f"status:{likeliest.value}")


def _leading(stated: Sequence[Claim], seen: Seen) -> list[Claim]:
    """The claims of a body that patterns take for a partner where the words round it clearly tell that it leads."""
    if any(claim.role is not Role.PARTNER or claim.layer not in _READ or _is_listed(claim) for claim in stated):
        return []
    if any(_SAYS_PARTNER.search(plain(claim.evidence.quote)) for claim in stated):
        return []
    scores = learned().scores(seen.features, "role:")
    lead = f"role:{Role.LEAD.value}"
    if scores[lead] - scores[f"role:{Role.PARTNER.value}"] <= _MORE_CLEARLY:
        return []
    own = {(claim.status, claim.areas): claim for claim in stated if claim.confidence >= _TOLD}.values()
    return _told_by_words([replace(claim, role=Role.LEAD, partnership=None) for claim in own], seen, lead)


#: "A's partners are B and C".
_SAYS_PARTNER = re.compile(
    r"'s partners? (?:is|are|will be|include)\b|\bas (?:an? |its |their )?(?:delivery |local )?partners?\b"
)


def _is_listed(claim: Claim) -> bool:
    """Whether a claim is an item of a list that was led in by what its members are: "Our delivery partners are:"."""
    return claim.rule == "link.partner" and claim.confidence >= _LED_IN and claim.evidence.quote == claim.surface


def _told_by_words(claims: Iterable[Claim], seen: Seen, question: str) -> list[Claim]:
    """``claims`` as those that the words round a body make, by what they weigh for ``question``."""
    considered = learned().reasons(seen.features, question)
    return [replace(claim, layer=Layer.WEIGHED, rule="weighed", considered=considered) for claim in claims]


def _role_at(status: Status, role: Role) -> Role:
    return EXIT_ROLES.get(status, Role.LEAD if role in EXITS else role)


def _is_another(name: str, told: Iterable[str]) -> bool:
    """Whether ``name`` is only a longer or shorter form of a body that is told already."""
    own = set(fold(name).split())
    return any(own <= other or other <= own for other in (set(fold(full).split()) for full in told))


def _areas(claim: Claim, told: Sequence[Claim], themes: Themes) -> tuple[str, ...]:
    """Where a body is that no pattern reached: where those of its sentence are, what its paragraph is about, or the text from its beginning.

    Where some of the others are said to be somewhere and some are not, that says nothing of it.
    """
    start, end = claim.evidence.start, claim.evidence.end
    beside = {other.areas for other in told if start <= other.evidence.start < end and other.areas}
    if len(beside) == 1:
        return beside.pop()
    if areas := themes.at(start):
        return areas
    everywhere = {other.areas for other in told} or {themes.opening}
    areas = everywhere.pop() if len(everywhere) == 1 else ()
    return areas if len(areas) <= _MOST_AREAS else ()


def _most_likely(scores: Mapping[str, float], stages: Mapping[Status, int]) -> tuple[Role, Status]:
    """The role and the status that together are likeliest; a role of somebody who is out has one status.

    ``stages`` says how many of the other bodies of the text are told at each stage: where they are, another mostly is too.
    """
    role = max(roles(), key=lambda role: scores[f"role:{role.value}"] + (_UNLED if role in _UNDER else 0.0))
    if role in EXITS:
        return role, EXITS[role]
    status = max(
        (status for status in statuses() if status not in EXIT_ROLES),
        key=lambda status: scores[f"status:{status.value}"] + math.log(stages.get(status, 0) + 1),
    )
    return role, status


def _telling(seen: Seen) -> int:
    """Which mention says most for its being a party."""
    column = [learned().score(mention, PARTY) for mention in seen.mentions]
    return column.index(max(column))
