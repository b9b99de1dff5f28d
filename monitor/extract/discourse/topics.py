"""What a heading, an introduction of a list or a topic noun says of the names that follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.extract.words.sentences import sentences
from monitor.extract.words.vocabulary import Kinds, Vocabulary
from monitor.model import EXIT_ROLES, Mode, Role, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """The role and status that a list's introduction gives to its items; ``None`` where it does not say."""

    role: Role | None
    status: Status | None
    mode: Mode = Mode.STATED


_STATUSES = (
    (Status.UNSUCCESSFUL, r"unsuccessful|not successful|also (?:bid|tendered)\b|^losers?\b|^runners?[- ]up\b|(?:were|was) (?:declined|rejected)|losing bid|lost out|not (?:selected|awarded)"),
    (Status.WITHDRAWN, r"withdr[ae]w|pulled out|no longer (?:in|competing|bidding)|out of the (?:race|running|competition)"),
    (Status.SHORTLISTED, r"short[ -]?list|longlist|invited to (?:tender|submit|bid|negotiate)|passed the (?:first|selection)|final stage|next (?:phase of|phase\b|round\b|stage\b)|final round|second (?:phase|round|stage)|qualified|bidders (?:that|who|which) (?:have )?passed|finalists|bidding|competing|bids? (?:has|have|were|was) (?:been )?received|(?:left|still|stays?|remains?) in the race|(?:left|still|stays?|remains?) in the running|(?:left|still|stays?|remains?) in the contest|(?:left|still|stays?|remains?) in the hunt|in the running for|in contention (?:for|to)|vying (?:for|to)|whittled|(?<=last )stage(?= of [^.;:]{0,40}(?:procure|tender|bid|contest|compet))|(?<=last )round(?= of [^.;:]{0,40}(?:procure|tender|bid|contest|compet))|(?<=last )phase(?= of [^.;:]{0,40}(?:procure|tender|bid|contest|compet))|(?:(?<=through to )|(?<=through to the )|(?<=forward to the )|(?<=left for the ))final\b|bidders? (?:are |is |now |still )*(?:left|remain(?:s|ing)?)\b|tenderers? (?:are |is |now |still )*(?:left|remain(?:s|ing)?)\b|contenders? (?:are |is |now |still )*(?:left|remain(?:s|ing)?)\b"),
    (Status.PREFERRED_BIDDER, r"intended (?:providers?|suppliers?|contractors?|operators?|award)|preferred (?:bid|supplier|provider|partner|tenderer|operator)|provisional(?:ly)?|intention to award|intend(?:s|ed)? to award"),
    (Status.IN_DISCUSSION, r"in (?:talks|discussions?|negotiations?) with"),
    (Status.TERMINATED, r"no longer (?:among|with us|on the|part of|one of)|contracts? (?:has|have|will|that) (?:been )?(?:ended|expired?|terminated)|contracts? end(?:s|ed|ing)|(?:former|previous) (?:providers?|operators?|contractors?|suppliers?|contract holders?)|outgoing"),
    (Status.AWARDED, r"award|success(?:ful)|winn(?:er|ing)|\bwon\b|appoint|contracts?\b|providers?\b|suppliers?\b|operators?\b|accepted|confirmed|commissioned|belongs to|run by|delivered by|deliver(?:y|ing)?|will (?:run|deliver|provide)|selected|chosen|places on|framework|new (?:operator|provider)|\bruns?\b|\bwho (?:will |now )?(?:run|deliver|provide)s?\b|\bprovides?\b|^who \w+ (?:where|what)\b|led by|on the (?:[\w']+ )?list"),
)  # fmt: skip
_ROLES = (
    (Role.SUBCONTRACTOR, r"sub-?contractors?|sub-?contracted|on [^:]{2,40} behalf|supply chain|tier (?:two|three|2|3)"),
    (Role.JOINT_VENTURE_MEMBER, r"joint venture (?:of|between|by)|consortium (?:of|whose|made up|comprising|is|includes)|members (?:of|are|include)|(?:these|its|following|the) members|shareholders|made up of|comprises"),
    (Role.PARTNER, r"partners?\b(?!ship)|\bha(?:s|ve) (?:\w+ ){1,2}members\b|(?:deliver|run|provid|work)\w* [^:]{0,40}(?:with|alongside) us\b|listed in (?:the|those|these) partnerships|in the partnerships|working (?:with|alongside)"),
)  # fmt: skip
_STATUS_WORDS = Kinds(_STATUSES, whole=False)
_ROLE_WORDS = Kinds(_ROLES, whole=False)
_TELLING = Vocabulary("|".join(pattern for _, pattern in (*_STATUSES, *_ROLES)), whole=False)
_NOT_A_LIST = Vocabulary(
    r"more about|locations|read|related|see also|contact|events|jobs|vacanc|share (?:this|on|via|with)|follow|links?|trustees|staff|funders|funded by|sponsor|speakers?|attend|present were|authors|thanks|"
    r"respon(?:ses|dents)|evidence from|members of (?:the )?(?:board|committee|panel)|quotes?|comment|expected|could|may|might|possible|potential|interested|expressions? of interest|apologies|award (?:winners|ceremony)|winners of|"
    r"nominees|prize|questions?|(?:guidance|advice|information|help|tips|training|policies|rules|requirements|resources|forms|documents|news|support|notes) (?:for|to) (?:\w+ ){0,3}(?:providers?|bidders?|suppliers?|contractors?|partners?)|not yet|will be (?:announced|published)|clients?|customers|buyers?"
)


_STRICT_AWARD = re.compile(r"award|successful|winn(?:er|ing)|\bwon\b|appointed|selected|chosen", re.IGNORECASE)
#: What ends a competition, of whatever is dealt for.
_CLOSED = re.compile(r"\b(?:signed|picked|handed|granted|confirmed|approved|opts? for|wins?)\b", re.IGNORECASE)


def telling_places(text: str) -> list[int]:
    """Where words of ``text`` begin of which ``topic_of`` and ``status_of`` need one to find anything, in order."""
    folded = text.casefold()
    if len(folded) != len(text):
        return list(range(len(text)))
    found: list[int] = []
    for word in _TELLING.telling_of(text):
        at = folded.find(word)
        while at != -1:
            found.append(at)
            at = folded.find(word, at + 1)
    return sorted(found)


@lru_cache(maxsize=512)
def topic_of(words: str, *, strict: bool = False) -> Topic | None:
    """What ``words`` (a heading, or the sentence before a list) say of what follows, or ``None``.

    ``strict``: a word like "delivering" or "contract" does not make an award; only words of winning do.
    """
    role = _ROLE_WORDS.first_in(words)
    status = status_of(words)
    if (role or status) and _NOT_A_LIST.is_in(words):
        return None
    if strict and status is Status.AWARDED and not _STRICT_AWARD.search(words):
        return Topic(role=role or Role.LEAD, status=None)
    if role is None and status is None:
        return None
    return Topic(role=role or (EXIT_ROLES.get(status, Role.LEAD) if status else None), status=status)


#: What those who are named behind a colon have done, or what was done with them, whatever contract it is about.
_DEEDS_OF_NAMED = Kinds(
    (
        (Status.UNSUCCESSFUL, r"miss(?:ed|es|ing) out|turned down|fail(?:ed|s|ing)? (?:to (?:win|secure|gain|get|land|be)|in (?:their|the|its) bids?)|not (?:chosen|shortlisted)"),
        (
            Status.TERMINATED,
            r"(?:lost|losing|loses) (?:the|its|their|a|this) (?:[a-z-]+ ){0,3}(?:contracts?|deals?|franchises?|lots?|places?|work)|stripped of|no longer (?:be )?(?:run|deliver|provid|operat|hold|suppl|manag)\w*|"
            r"(?:hand(?:ed|s|ing)?|gave|give[sn]?|giving) (?:back|up)|(?:stop(?:s|ped|ping)?|ceas(?:e|es|ed|ing)|quit) (?:running|delivering|providing|operating|managing|supplying|work)",
        ),
        (Status.SHORTLISTED, r"(?:bids?|tenders?|offers?|proposals?|submissions?) (?:has|have|were|was) (?:been )?received"),
        (
            Status.IN_DISCUSSION,
            r"ha(?:s|ve|d) (?:all |each |both |also |now |so far )?(?:bid|tendered|applied)|(?:submitted|lodged|put in|made|filed|entered) (?:a |an |their |[a-z]+ )?(?:bids?|tenders?|proposals?|offers?)|"
            r"(?:want|wants|wanted|hope|hopes|hoping|keen|eager) (?:the|to|for)|express(?:ed|ing) (?:an |their |strong )?interest|(?:are|is|were|was|been) (?:being |also |now )?(?:considered|interested|vying|up) (?:for|in)|"
            r"in (?:the frame|contention)|contenders|(?:bids?|tenders?|proposals?|offers?) (?:came|come) (?:in )?from",
        ),
    )
)  # fmt: skip


def told_of_named(words: str) -> Topic | None:
    """What ``words`` before a colon say of those who are named behind it: as ``topic_of``, and by what they have done about it."""
    topic = topic_of(words)
    deed = _DEEDS_OF_NAMED.first_in(words) if topic and topic.status in {None, Status.AWARDED} else None
    if topic is None or deed is None or (deed is Status.IN_DISCUSSION and _STRICT_AWARD.search(words)):
        return topic
    return Topic(role=EXIT_ROLES.get(deed, topic.role) if topic.role is Role.LEAD else topic.role, status=deed)


#: What leads a list of providers in without a word of awarding: "The service managers are:", "The lots went to:".
_LEADS_IN = re.compile(
    r"\b(?:(?:contractors|managers|franchisees|licensees|concessionaires|hauliers|caterers|lead (?:bodies|organisations|agencies|charities)|licen[sc]e holders|line-?up)\b[^.;]{0,60}"
    r"|(?:these|those|they|contracts?|lots?|awards?|areas?|regions?) (?:(?:have|has) )?(?:went|gone|go|goes) to|results? of the (?:[a-z]+ )?(?:tender|procurement|competition|bidding|evaluation)[^.;]{0,40})[:.]?\s*$",
    re.IGNORECASE,
)


#: What leads in those who spoke, came or answered.
_OTHERS_LED_IN = re.compile(
    r"\b(?:survey|consultation|spoke|attended|attending|answered|replied|responded|signed the|supported the|visited|met with|heard from|evidence (?:from|of)|criticised|opposed|who said)\b",
    re.IGNORECASE,
)


#: What leads in deeds: "it will:", "you can also:", "the contract is designed to:".
_DEEDS_LED_IN = re.compile(
    r"\b(?:(?:will|would|can|could|may|might|must|shall|should)(?: (?:also|then|now|further|each|all|both|jointly|together))?"
    r"|(?:aims?|aiming|hopes?|hoping|wants?|seeks?|seeking|needs?|able|designed|meant|helps?|works?|working|required|expected|intends?|intended"
    r"|plans?|planned|going|commits?|committed|undertakes?|undertaken|obliged|asked|us|you) to):\s*$",
    re.IGNORECASE,
)


def _introduced_by(words: str) -> Topic | None:
    """What ``words`` that lead a list in say of it: as ``topic_of``, and by nouns that tell no stage elsewhere.

    A topic without a role: whatever the heading above says, the list is one of others.
    """
    if _NOT_A_LIST.is_in(words) or _OTHERS_LED_IN.search(words) or _DEEDS_LED_IN.search(words):
        return Topic(role=None, status=None)
    return told_of_named(words) or (Topic(role=Role.LEAD, status=None) if _LEADS_IN.search(words) else None)


#: "It is a consortium of three:", "Its partners are:": those listed are whose the text was speaking of.
_OF_ITSELF = re.compile(
    r"\b(?:[Ii]ts|[Oo]ur|[Tt]heir)\b|^(?:It|We|The [a-z]+) (?:is|are|has|have|consists?|comprises?)\b"
)
#: "They are:": what they are is told before.
_POINTER = re.compile(
    r"(?:They|These|Those|Here they|The (?:two|three|four|five|six|seven|eight|nine|ten)|The names|Namely)(?: (?:are|were|is))?(?: as follows)?:?$"
)


def introduction_of(text: str) -> tuple[int, Topic | None]:
    """Where in ``text`` the sentence begins that leads a list in, with the one before if it only points, and what it says of the list."""
    starts = [low for low, _ in sentences(text)]
    at = starts[-2] if len(starts) > 1 and _POINTER.match(text, starts[-1]) else starts[-1]
    return at, _introduced_by(text[at:])


#: "has announced the intended providers of the service": who they are comes next.
_NAMES_SOME = re.compile(
    r"\b(?:announc|confirm|reveal|nam|publish|unveil|identif|chos|select|appoint)[a-z]*\b[^.;:]{0,40}\b(?:the|its|which|who|these|following|(?:[a-z]+|\d+) new|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:[a-z-]+ ){0,3}(?:providers?|bidders?|suppliers?|operators?|contractors?|organisations?|companies|charities|winners?|partners?|franchisees)\b[^.:]*\.?$"
)


def names_some(text: str) -> bool:
    """Whether the last sentence of ``text`` tells that some have been chosen or named, whom only a list below it can name."""
    return bool(_NAMES_SOME.search(text[[low for low, _ in sentences(text)][-1] :].strip()))


def is_of_itself(words: str) -> bool:
    """Whether ``words`` that lead a list in say of whom the text was speaking what it is made of ("It is a consortium of three:")."""
    return bool(_OF_ITSELF.search(words))


_PLACELIKE = re.compile(r"(?:All areas|(?:The )?[A-Z][\w'-]+(?:,? (?:and |the |of |& )*[A-Z][\w'-]+){0,4}):?$")


def is_placelike(words: str) -> bool:
    """Whether a heading may be the name of a place: a few capital words, and nothing that leads away from the subject."""
    return bool(_PLACELIKE.match(words)) and not _NOT_A_LIST.is_in(words)


@lru_cache(maxsize=512)
def status_of(words: str) -> Status | None:
    """The status that ``words`` speak of, or ``None``."""
    return _STATUS_WORDS.first_in(words)


@lru_cache(maxsize=512)
def decides(words: str) -> bool:
    """Whether ``words`` tell a stage by words of deciding, not only by what is decided about ("contract", "run by")."""
    status = status_of(words)
    return status is not None and (
        status is not Status.AWARDED or bool(_STRICT_AWARD.search(words) or _CLOSED.search(words))
    )


_FRAME = re.compile(
    r"(?:\b(?:they|these|those|them|which|who|organisations|charities|companies|providers|winners|bidders|partners|members|subcontractors|suppliers|bodies|firms|enterprises|mutuals|ones)"
    r"(?: (?:listed|named|involved|chosen|selected|announced|successful)(?: in [^,;.]{1,40})?)?,? (?:also )?(?:include|includes|included|including|are|were|such as|like|for instance,?|for example,?|among them|e\.g\.)|\bamong them,?|\b(?:[Oo]ne|[Tt]wo|[Ss]ome) of (?:them|these|those)(?:,| is| are| was| were)|(?:for instance|for example),)(?: the)? ?$"
)


#: "By charities such as X": of that kind, and nobody who was spoken of.
_OF_A_KIND = re.compile(
    r"\b(?:by|to|from|of|with|for|as|like|other|many|some|several|big|large|small|local|national)(?: \w+)? (?:organisations|charities|companies|providers|partners|members|subcontractors|suppliers|bodies|firms|enterprises|mutuals|ones),? (?:such as|like)(?: the)? ?$"
)


def is_frame(before: str) -> bool:
    """Whether the words before a list say that it gives members of what was spoken of ("they include")."""
    told = _FRAME.search(before[-140:]) and not _OF_A_KIND.search(before[-140:])
    return bool(told or _OPENING.match(before) or _SUBJECT.match(before) or picks_one(before))


#: "One is X", "The third is X", "Among them are X and Y": one of those that the text has just spoken of.
_ONE_OF_THEM = re.compile(
    r"^(?:And |But )?(?:One|Another|Others|(?:The|A) (?:other|others|second|third|fourth|fifth|last|first|next)|Second|Third|Fourth|Last|Next|First)(?: (?:one|two|three|of (?:them|these|those|the (?:two|three|four|five|pair))))?,? "
    r"(?:comes?|is|are|was|were)(?: [a-z]+ly)?:? (?:both )?(?:the |a |an )?(?:(?!(?:to|that|why|how|what|whether|of|for|in|on|at|by|with|from)\b)[a-z-]+ ){0,4}$"
)
_SUBJECT = re.compile(
    r"^(?:The|These|Those|Other|Its|Their|Our|All|Both|Among the) (?:[\w',-]+ ){0,6}?(?:providers|bidders|winners|contractors|operators|suppliers|partners|subcontractors|members)\b[^.;:]{0,90}? (?:are|were|include|includes|is)(?: now)?:?(?: the)? $"
)
_OPENING = re.compile(r"^(?:They|These|Those|Among them|Members|Partners) (?:include|are|comprise)\b")


def picks_one(before: str) -> bool:
    """Whether the words before a name say that it is one of those that were spoken of ("the other is")."""
    return bool(_ONE_OF_THEM.match(before))


GENERIC = Vocabulary(
    r"organisations|charities|companies|providers|winners|bidders|partners|members|subcontractors|suppliers|bodies|firms|enterprises|partnerships|sector|teams|consortia|tenderers|contenders|sub-contractors"
)
