"""Everything said in a document, as it is gathered: facts, ties, and what the headings speak of."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.extract.clauses.masking import Member
from monitor.extract.clauses.statements import Said, Sentence, Tie
from monitor.extract.discourse.topics import Topic
from monitor.extract.words.sentences import sentence_at
from monitor.model import Mode, Role, Status


@dataclass(slots=True, kw_only=True)
class Fact:
    """One organisation's part as one place of the text has it.

    ``inferred``: its areas stand elsewhere in the text. ``beside``: it tells what the body does besides, on other ground.
    """

    member: Member
    role: Role
    status: Status
    mode: Mode
    areas: tuple[str, ...]
    start: int
    end: int
    rule: str
    confidence: float
    area_count: int | None = None
    partnership: str | None = None
    inferred: bool = False
    beside: bool = False

    @property
    def key(self) -> str:
        return self.member.key


#: Where no pattern found anything sure, the general layer is believed of so many bodies and not of fewer.
FEWEST_BODIES = 3
#: So many places in a sentence are where somebody works, not where something happened.
_MANY_PLACES = 3
#: Of so many sentences that speak of a stage the first that tells one tells that of the whole.
_OPENING = 5


@dataclass(slots=True)
class Facts:
    """Everything said in a document, in order."""

    said: list[Fact] = field(default_factory=list)
    ties: list[tuple[Tie, bool]] = field(default_factory=list)
    headings: int = 0
    #: What the sentences speak of, whether in words of deciding ("contract" alone tells no stage), and where; in order.
    statuses: list[tuple[Status, bool, int]] = field(default_factory=list)
    maybe: list[tuple[Said, bool]] = field(default_factory=list)
    #: The sentences that the general layer may be asked about, whether each is furniture, and its answer where it was asked.
    waiting: list[tuple[Sentence, bool, list[Said] | None]] = field(default_factory=list)
    #: Where a body is to work, by its key, told in a sentence that does not name it.
    where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Where the contracts are that a body has or had, told likewise; and where it has more of them.
    sites: dict[str, tuple[str, ...]] = field(default_factory=dict)
    more: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: The many places that a sentence lists which names no other body, by the key of the one that the text was speaking of.
    spread: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Where the whole contract is, as each sentence that says so has it.
    whole: set[tuple[str, ...]] = field(default_factory=set)
    title_areas: tuple[str, ...] = ()
    title_topic: Topic | None = None
    #: Whether the title has a word of deciding, as "awarded" is and "contract" is not.
    title_decides: bool = False

    @property
    def default_status(self) -> Status | None:
        """The stage that the text speaks of first: that of its title, else of its opening, words of deciding before others."""
        told = [status for status, decided, _ in self.statuses[:_OPENING] if decided and not status.is_exit]
        title = self.title_topic.status if self.title_topic else None
        if title and not (title is Status.AWARDED and told and not self.title_decides):
            return title
        return told[0] if told else self.statuses[0][0] if self.statuses else None

    @property
    def may_be_told(self) -> bool:
        """Whether anything can come of the document: something was read, or the general layer has bodies enough to go by."""
        if self.said or self.ties:
            return True
        groups = (group for sentence, _, _ in self.waiting for group in sentence.groups)
        bodies = {member.key for group in groups for member in group if member.name.kind != "weak"}
        return self.default_status is not None and len(bodies) >= FEWEST_BODIES

    def heading(self, topic: Topic | None, areas: tuple[str, ...], *, first: bool, decides: bool) -> None:
        """Note a heading; the first one is the title."""
        self.headings += 1
        if first:
            self.title_topic, self.title_areas, self.title_decides = topic, areas, decides

    def spoken(self, status: Status, at: int, *, decided: bool) -> None:
        """Note that the text speaks of ``status``."""
        self.statuses.append((status, decided, at))

    def add_said(
        self,
        said: Said,
        *,
        areas: tuple[str, ...],
        quoted: bool,
        chrome: bool,
        owner: tuple[Member, ...] = (),
        beside: bool = False,
    ) -> None:
        """Note a claim about each member of a group; in somebody's quoted words it is opinion."""
        mode = said.mode
        if quoted and mode is Mode.STATED:
            mode = Mode.REPORTED if said.settled else Mode.OPINION
        confidence = said.confidence * (0.4 if chrome else 1.0)
        if owner:
            tie = Tie(
                kind="venture"
                if said.role is Role.JOINT_VENTURE_MEMBER
                else "subcontractor"
                if said.role is Role.SUBCONTRACTOR
                else "partner",
                first=owner,
                second=said.group,
                mode=mode,
                start=said.start,
                end=said.end,
                areas=areas,
            )
            self.ties.append((tie, chrome))
            return
        self.said.extend(
            Fact(
                member=member, role=said.role, status=said.status, mode=mode, areas=tuple(dict.fromkeys(areas)), start=said.start,
                end=said.end, rule=said.rule, confidence=confidence, area_count=said.area_count,
                inferred=tuple(said.areas) != tuple(areas), beside=beside,
            )
            for member in said.group
        )  # fmt: skip

    def placed(self, where: dict[str, tuple[str, ...]], group: tuple[Member, ...], areas: tuple[str, ...]) -> None:
        """Note in ``where``, which is one of its own, the places of the members of a group."""
        for member in group if areas else ():
            where.setdefault(member.key, areas)

    def spread_over(self, group: tuple[Member, ...], areas: tuple[str, ...]) -> None:
        """Note that a list of places followed upon a group."""
        for member in group if len(areas) >= _MANY_PLACES else ():
            self.spread.setdefault(member.key, areas)

    def add_tie(self, tie: Tie, *, quoted: bool) -> None:
        """Note a link between organisations."""
        self.ties.append((tie, quoted))


LIVE = (Mode.STATED, Mode.REPORTED)


def sentence_of(fact: Fact, text: str) -> str:
    """The sentence of a fact."""
    low, high = sentence_at(text, fact.start, fact.end)
    return text[low:high]


def may_meet(one: Fact, other: Fact) -> bool:
    """Whether two facts have an area in common, or one of them gives none."""
    return not one.areas or not other.areas or bool(set(one.areas) & set(other.areas))
