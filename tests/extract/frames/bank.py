"""The banks of sentence frames: read from their files, filled with invented names, read by the program and scored.

``python -m tests.extract.frames.bank first`` prints the figures and every wrong answer.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from monitor.extract.claims import find_claims
from monitor.extract.layout.blocks import text_to_blocks
from monitor.model import document_of, organisation_id_of
from monitor.programmes import Watchlist, load_packs

HERE = Path(__file__).parent
LEVELS = ("party", "role", "status", "area")
TITLE = "Public contracts: news of the week"
#: Under a headline: the body of a real text names again whom its headline names.
BODY = "Neither the contract nor any other paper was published. We asked {} for a comment."
#: Roles that count as one, as in the scorer.
GROUPS = {"joint_venture_member": "partner", "staff_mutual": "partner", "bidder_unsuccessful": "unsuccessful"}

ORGANISATIONS = """
Orvane; Brightmoor; Kestrelle; Tessaly; Novandra; Quillan; Marrowby; Undertow
KSTR; DRW; BVHA; QTM; NLPW
Pellow & Strand; Marsh & Tully; Arden & Rook
Harrow Lane Homes; Three Rivers Outreach; Open Hand Recovery; Second Step Forward; Bright Path Futures
Lanterne Group; Caddow Group; Millrace Housing Group; Vantry Facilities Group
Sallowfield Trust; Beacon Row Trust; Thistledown Community Trust; Foxcote NHS Trust
Rushlight CIC; Common Thread CIC; Fernhill Wellbeing CIC
Dunmere Care; Tolland Healthcare; Hexley Environmental Services; Ravenglade Catering; Strathmuir Support
Oakhanger Ltd; Perrin Waste Ltd; Corvane Transport Limited; Wrenfield Associates; Tideway Recruitment plc
""".replace("\n", ";")
AREAS = """
Norfolk; Suffolk; Cornwall; Cumbria; Devon; Essex; Kent; Dorset; Shropshire; Northumberland; Greater Manchester; Merseyside
Swindon; Luton; Bradford; Sunderland; Leicester; Plymouth; Wigan; Rotherham; North Tyneside; the Black Country; West Yorkshire
the Isle of Wight; Fife; Ayrshire; Gwent; Powys; South Gloucestershire; East Sussex; Cheshire; Lambeth; Hackney; Teesside
""".replace("\n", ";")
SERVICES = """
home care; school meals; waste collection; street cleaning; debt advice; patient transport; employment support; community nursing
asylum housing; victim support; supported housing; sexual health services; drug and alcohol treatment; leisure centres; bus services
school transport; grounds maintenance; adult social care; advocacy; health visiting
""".replace("\n", ";")
BUYERS = """
the council; Wexcombe Borough Council; the Department for Work and Pensions; NHS England; the combined authority
the Ministry of Justice; the integrated care board; the Police and Crime Commissioner; the county council; Hartsby City Council
""".replace("\n", ";")


def _pool(words: str) -> list[str]:
    return [word.strip() for word in words.split(";") if word.strip()]


POOLS = {"ORG": _pool(ORGANISATIONS), "AREA": _pool(AREAS), "SERVICE": _pool(SERVICES), "BUYER": _pool(BUYERS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a frame tells of one organisation; of several values any is right."""

    slot: str
    roles: frozenset[str]
    statuses: frozenset[str]
    areas: tuple[str, ...]
    spare_areas: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    line: int
    family: str
    text: str
    facts: tuple[Fact, ...]
    is_gap: bool


@dataclass(slots=True, kw_only=True)
class Score:
    """How many facts there are at a level, how many were right, and how many parties are none."""

    due: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    false: int = 0
    wrong: list[tuple[Frame, str, str]] = field(default_factory=list)
    families: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)

    def share(self, level: str) -> float:
        return self.right[level] / max(1, self.due[level])


def frames_of(name: str) -> list[Frame]:
    """The frames of the bank ``name``, in the order of its file."""
    family, frames = "", []
    for number, line in enumerate((HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            family = line[3:]
        elif line and not line.startswith("#"):
            text, _, facts = line.removeprefix("~ ").partition("=>")
            found = tuple(_fact(fact.split()) for fact in facts.split(";") if fact.strip())
            gap = line.startswith("~ ")
            frames.append(Frame(line=number, family=family, text=text.strip(), facts=found, is_gap=gap))
    return frames


def _fact(words: Sequence[str]) -> Fact:
    slot, roles, statuses, *areas = words
    return Fact(
        slot="ORG" + slot.lstrip("?"),
        roles=frozenset(GROUPS.get(role, role) for role in roles.split("/")),
        statuses=frozenset(statuses.split("/")),
        areas=tuple(area for area in areas if not area.endswith("?")),
        spare_areas=tuple(area.rstrip("?") for area in areas if area.endswith("?")),
        optional=slot.startswith("?"),
    )


def filling(frame: Frame, seed: str) -> dict[str, str]:
    """A name for every slot, no name twice."""
    choose = random.Random(f"{frame.text} {seed}")
    drawn = {kind: iter(choose.sample(pool, len(pool))) for kind, pool in POOLS.items()}
    return {
        slot: next(drawn[slot.rstrip("123")])
        for slot in sorted(set(re.findall(r"[A-Z]{4,}\d?|ORG\d", frame.text)) & SLOTS)
    }


SLOTS = {"ORG1", "ORG2", "ORG3", "AREA", "AREA2", "SERVICE", "BUYER"}


def document_text(frame: Frame, names: dict[str, str]) -> str:
    text = re.sub(r"ORG\d|AREA2?|SERVICE|BUYER", lambda found: names[found[0]], frame.text)
    lines = [
        re.sub(r"(?:(?<=^)|(?<=[.!?] )|(?<=^- ))[a-z]", lambda found: found[0].upper(), line)
        for line in text.split("|")
    ]
    body = "\n".join(lines)
    named = " and ".join(name for slot, name in names.items() if slot.startswith("ORG"))
    return f"{body}\n\n{BODY.format(named)}" if "headlines" in frame.family else f"{TITLE}\n\n{body}"


Answer = tuple[str, str, str, frozenset[str]]


def answers_of(text: str, watchlist: Watchlist, *, weighed: bool) -> list[Answer]:
    """Organisation, role, status and areas of what is stated in ``text``; ``weighed``: of what `tierwatch extract` prints."""
    when = datetime(2024, 6, 1, tzinfo=UTC)
    document = document_of(
        text_to_blocks(text), source_id="s", identity="d", url="https://example.org/d", published_at=when
    )
    reading = find_claims(document, watchlist)
    return [
        (c.organisation, GROUPS.get(c.role.value, c.role.value), c.status.value, frozenset(map(_bare, c.areas)))
        for c in (reading.told() if weighed else reading.stated())
    ]


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


def score(frames: Iterable[Frame], *, fills: int, weighed: bool = False) -> Score:
    known = Watchlist.of(load_packs())
    total = Score()
    for frame in frames:
        for turn in range(fills):
            names = filling(frame, str(turn))
            text = document_text(frame, names)
            answers = answers_of(text, known, weighed=weighed)
            faults = sorted(set(_faults(frame, names, answers, total)))
            total.families[frame.family] += 1
            if faults:
                total.broken[frame.family] += 1
                total.wrong.append(
                    (frame, text, ", ".join(faults) + f"  told: {[(a, b, c, *d) for a, b, c, d in answers]}")
                )
    return total


def _faults(frame: Frame, names: dict[str, str], answers: list[Answer], total: Score) -> Iterator[str]:
    expected = {organisation_id_of(names[fact.slot]): fact for fact in frame.facts}
    found = {organisation_id_of(name) for name, *_ in answers}
    for stranger in found - expected.keys():
        total.false += 1
        yield f"false {stranger}"
    for key, fact in expected.items():
        mine = [answer for answer in answers if organisation_id_of(answer[0]) == key]
        if fact.optional:
            continue
        areas = frozenset().union(*(answer[3] for answer in mine))
        due = {_bare(names[area]) for area in fact.areas}
        spare = {_bare(names[area]) for area in fact.spare_areas}
        checks = {
            "party": bool(mine),
            "role": bool(mine) and all(answer[1] in fact.roles for answer in mine),
            "status": bool(mine) and all(answer[2] in fact.statuses for answer in mine),
        }
        if due:
            checks["area"] = due <= areas <= due | spare
        elif mine and not areas <= due | spare:
            yield f"area beyond {fact.slot}"
        for level, is_right in checks.items():
            total.due[level] += 1
            total.right[level] += is_right
            if not is_right:
                yield f"{level} {fact.slot}"


def main(name: str, fills: int = 6, *, weighed: bool = False) -> None:
    frames = frames_of(name)
    for part in ([f for f in frames if f.facts], [f for f in frames if not f.facts]):
        found = score(part, fills=fills, weighed=weighed)
        for frame, text, faults in found.wrong:
            print(f"{frame.line}: {text.replace(TITLE, '').strip()!r}\n      {faults}")
        print({level: f"{found.share(level):.3f} of {found.due[level]}" for level in LEVELS}, "false", found.false)
        print({family: f"{1 - found.broken[family] / n:.2f} of {n}" for family, n in found.families.items()})


if __name__ == "__main__":
    main(sys.argv[1], *(int(word) for word in sys.argv[2:] if word.isdigit()), weighed="weighed" in sys.argv)
