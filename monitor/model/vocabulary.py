"""The closed lists of words: roles, statuses, modes, sectors, kinds of event. Glossary: docs/glossary.md."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an organisation is in a contract."""

    LEAD = "lead"
    PARTNER = "partner"
    JOINT_VENTURE_MEMBER = "joint_venture_member"
    STAFF_MUTUAL = "staff_mutual"
    SUBCONTRACTOR = "subcontractor"
    OWNER = "owner"
    CONTRACT_HOLDER = "contract_holder"
    BIDDER_UNSUCCESSFUL = "bidder_unsuccessful"
    WITHDRAWN = "withdrawn"


class Status(StrEnum):
    """How far a bid or contract has come. ``rank`` orders the ones that follow one another; exits have rank 0."""

    SHORTLISTED = "shortlisted"
    IN_DISCUSSION = "in_discussion"
    PREFERRED_BIDDER = "preferred_bidder"
    AWARDED = "awarded"
    UNSUCCESSFUL = "unsuccessful"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"

    @property
    def rank(self) -> int:
        return _RANKS.get(self, 0)

    @property
    def is_exit(self) -> bool:
        """Whether an organisation with this status no longer holds a place."""
        return self in _OUT


_RANKS = {Status.SHORTLISTED: 1, Status.IN_DISCUSSION: 2, Status.PREFERRED_BIDDER: 3, Status.AWARDED: 4}
# A short row is looked through sooner than a set, which has to hash the member first; this is asked of every standing.
_OUT = (Status.UNSUCCESSFUL, Status.WITHDRAWN, Status.TERMINATED)


#: The roles of those who are out of a contest, each with its one status, and the other way about.
EXITS = {Role.BIDDER_UNSUCCESSFUL: Status.UNSUCCESSFUL, Role.WITHDRAWN: Status.WITHDRAWN}
EXIT_ROLES = {status: role for role, status in EXITS.items()}


class Sector(StrEnum):
    """Whose body it is; the legal form is a separate matter. ``contested`` bodies carry both readings in their pack."""

    CHARITY = "charity"
    SOCIAL_ENTERPRISE = "social_enterprise"
    PRIVATE = "private"
    PUBLIC_MUTUAL = "public_mutual"
    PUBLIC_BODY = "public_body"
    UNKNOWN = "unknown"


class Mode(StrEnum):
    """How a document says it. Only ``stated`` and ``reported`` claims make events."""

    STATED = "stated"
    REPORTED = "reported"
    EXPECTED = "expected"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    HISTORIC = "historic"
    OPINION = "opinion"

    @property
    def makes_events(self) -> bool:
        return self in {Mode.STATED, Mode.REPORTED}


class Layer(StrEnum):
    """Who read the claim out of the document."""

    TABLE = "table"
    JSON = "json"
    GRAMMAR = "grammar"
    ATTACH = "attach"
    HUMAN = "human"
    LLM = "llm"
    WEIGHED = "weighed"


class Completeness(StrEnum):
    """Whether a list says that it names everyone (``closed``), says that it does not (``open``), or says neither."""

    CLOSED = "closed"
    OPEN = "open"
    UNKNOWN = "unknown"


class Zone(StrEnum):
    """Where on a page a block stands. A zone lowers confidence; it never deletes a block."""

    MAIN = "main"
    RECURRING = "recurring"
    VOLATILE = "volatile"
    CHROME = "chrome"


class BlockKind(StrEnum):
    """The shape of a block."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    TERM = "term"
    DEFINITION = "definition"
    QUOTE = "quote"
    CAPTION = "caption"
    RECORD = "record"


class DocumentKind(StrEnum):
    """What a document is."""

    PAGE = "page"
    ENTRY = "entry"
    NOTICE = "notice"
    RECORD = "record"
    STATEMENT = "statement"
    QUESTION = "question"
    PDF = "pdf"


class EventType(StrEnum):
    """A change, of partners or of a source."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    ROLE_CHANGED = "role_changed"
    STATUS_CHANGED = "status_changed"
    RENAMED = "renamed"
    AREA_ADDED = "area_added"
    AREA_REMOVED = "area_removed"
    VALUE_CHANGED = "value_changed"
    CONTACT_RETIRED = "contact_retired"
    DOCUMENT_WITHDRAWN = "document_withdrawn"
    FAILING = "failing"
    RECOVERED = "recovered"
    QUIET = "quiet"
    RESTRUCTURED = "restructured"
    GONE = "gone"
    GAP = "gap"

    @property
    def concerns_source(self) -> bool:
        """Whether it is about the health of a source and so never a change of partners."""
        return self in _SOURCE_EVENTS


_SOURCE_EVENTS = {
    EventType.FAILING,
    EventType.RECOVERED,
    EventType.QUIET,
    EventType.RESTRUCTURED,
    EventType.GONE,
    EventType.GAP,
}


class EventState(StrEnum):
    """Where an event stands in review."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    HELD = "held"
    REJECTED = "rejected"
    MERGED = "merged"


class Verdict(StrEnum):
    """What a reviewer decides."""

    ACCEPT = "accept"
    EDIT = "edit"
    HOLD = "hold"
    REJECT = "reject"
    MERGE = "merge"
    REOPEN = "reopen"


class HealthState(StrEnum):
    """A source's health."""

    NEW = "new"
    GOOD = "good"
    FAILING = "failing"
    QUIET = "quiet"
    RESTRUCTURED = "restructured"
    GONE = "gone"
    QUARANTINED = "quarantined"
    PAUSED = "paused"


class DigestState(StrEnum):
    """The life of a digest."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    CANCELLED = "cancelled"
