"""Stories: the documents of several sources that report one thing, found by their words, their claims and their dates. Pure.

Word pairs weighted by how rare they are (tf-idf), within two weeks of one another: the window matters more than the method. What
two documents claim then decides: the same claim joins them, claims that cannot both hold keep them apart, unless one is plainly a
copy of the other. A copy that differs is of the story, and its difference is news all the same: comparing knows no stories.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

from monitor.model import Claim, Status, Story
from monitor.text import fingerprint, fold

WINDOW = timedelta(days=14)
#: Above this two documents tell one thing, above the other one is a copy. Chosen on the labelled pairs (tests/ledger/test_stories.py).
ALIKE = 0.125
COPY = 0.60
#: For two that tell of different organisations, neither mentioning one of the other's.
FOR_STRANGERS = 0.30
_LEAST_TITLE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What clustering needs of a document. ``trust`` is that of its source: 1 is the most trusted."""

    id: str
    title: str
    text: str
    on: date
    url: str = ""
    trust: int = 2
    claims: tuple[Claim, ...] = field(default=())


def stories(articles: Iterable[Article]) -> tuple[Story, ...]:
    """The stories of two or more documents, each with the most trusted and earliest document first."""
    ordered = sorted(articles, key=lambda each: (each.on, each.id))
    clusters = _Clusters(ordered)
    for one, other in _same_by_name(ordered):
        clusters.join(one, other, even_if_contrary=True)
    for likeness, one, other in sorted(_likenesses(ordered), reverse=True):
        if likeness >= (FOR_STRANGERS if strangers(ordered[one], ordered[other]) else ALIKE):
            clusters.join(one, other, even_if_contrary=likeness >= COPY)
    for one, other in _same_by_claims(ordered):
        clusters.join(one, other, even_if_contrary=False)
    return tuple(
        Story(
            id=fingerprint("story", min(each.id for each in members)), document_ids=tuple(each.id for each in members)
        )
        for members in clusters.found()
        if len(members) > 1
    )


def canonical(url: str) -> str:
    """``url`` without what does not name the page: scheme, ``www.``, campaign parameters, a final slash."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    query = [(key, value) for key, value in parse_qsl(parts.query) if not key.startswith("utm_")]
    return f"{host}{parts.path.rstrip('/')}?{urlencode(query)}"


class _Clusters:
    """Articles in clusters, joined pair by pair; two clusters with contrary claims stay apart."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        self._home = list(range(len(articles)))
        self._members = {number: [number] for number in self._home}

    def join(self, one: int, other: int, *, even_if_contrary: bool) -> None:
        first, second = self._home[one], self._home[other]
        if first == second:
            return
        if not even_if_contrary and self._contrary(first, second):
            return
        for member in self._members[second]:
            self._home[member] = first
        self._members[first] += self._members.pop(second)

    def found(self) -> list[list[Article]]:
        groups = ([self._articles[number] for number in members] for members in self._members.values())
        return [sorted(group, key=lambda each: (each.trust, each.on, each.id)) for group in groups]

    def _contrary(self, first: int, second: int) -> bool:
        return any(
            contrary(self._articles[one].claims, self._articles[other].claims)
            for one in self._members[first]
            for other in self._members[second]
        )


def contrary(claims: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """Whether the two tell of different stages of one place: preferred in one, awarded in the other."""
    stages: dict[tuple[str, str], set[Status]] = defaultdict(set)
    for organisation, area, status in _places(claims):
        stages[organisation, area].add(status)
    return any(
        (known := stages.get((organisation, area))) is not None and status not in known
        for organisation, area, status in _places(others)
    )


def strangers(one: Article, other: Article) -> bool:
    """Whether both tell of organisations, and neither so much as mentions one of the other's."""
    return bool(_told(one) and _told(other)) and not (_mentions(one, other) or _mentions(other, one))


def _places(claims: Iterable[Claim]) -> Iterable[tuple[str, str, Status]]:
    for claim in claims:
        if claim.mode.makes_events and claim.status.rank:
            for area in claim.areas:
                yield claim.organisation_id, area, claim.status


def _told(article: Article) -> set[str]:
    """The longest word of each organisation's name: a shortened name keeps it."""
    names = (fold(claim.organisation).split() for claim in article.claims if claim.mode.makes_events)
    return {max(words, key=len) for words in names if words}


def _mentions(one: Article, other: Article) -> bool:
    words = set(fold(f"{other.title} {other.text}").split())
    return bool(_told(one) & words)


def _same_by_name(articles: Sequence[Article]) -> Iterable[tuple[int, int]]:
    """Pairs with the same address or, within the window, the same long title or text."""
    first: dict[str, int] = {}
    for number, article in enumerate(articles):
        keys = [f"url {canonical(article.url)}"] if article.url else []
        title = fold(article.title)
        keys += [f"title {title}"] if len(title) >= _LEAST_TITLE else []
        keys += [f"text {fingerprint(fold(article.text))}"] if len(article.text) >= _LEAST_TITLE else []
        for key in keys:
            known = first.setdefault(key, number)
            if known != number and (key.startswith("url") or _near(articles[known], article)):
                yield known, number
            first[key] = number


def _same_by_claims(articles: Sequence[Article]) -> Iterable[tuple[int, int]]:
    """Pairs within the window that state the same of the same body in the same place, with the place named."""
    last: dict[tuple[object, ...], int] = {}
    for number, article in enumerate(articles):
        for claim in article.claims:
            if claim.mode.makes_events and claim.areas and claim.confidence >= 0.5:
                key = (claim.programme, claim.organisation_id, claim.role, claim.status, claim.areas)
                known = last.get(key)
                if known is not None and known != number and _near(articles[known], article):
                    yield known, number
                last[key] = number


def _likenesses(articles: Sequence[Article]) -> Iterable[tuple[float, int, int]]:
    """How alike each two articles within the window are, where they share a word."""
    vectors = _vectors(articles)
    postings: dict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        scores: dict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for other in postings[term]:
                scores[other] += weight * vectors[other][term]
            postings[term].append(number)
        for other, score in scores.items():
            if _near(articles[other], articles[number]):
                yield score, other, number


def _vectors(articles: Sequence[Article]) -> list[Mapping[str, float]]:
    counts = [Counter(_terms(article)) for article in articles]
    frequency = Counter(term for count in counts for term in count)
    total = len(articles)
    vectors: list[Mapping[str, float]] = []
    for count in counts:
        # A term that only one document has tells no two of them together, and most terms are of that kind.
        weights = {
            term: (1 + math.log(number)) * (math.log((1 + total) / (1 + frequency[term])) + 1)
            for term, number in count.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({term: weight / length for term, weight in weights.items() if frequency[term] > 1})
    return vectors


def _terms(article: Article) -> list[str]:
    found: list[str] = []
    for text in (article.title, article.text):
        words = fold(text).split()
        found += [*words, *(f"{one} {two}" for one, two in pairwise(words))]
    return found


def _near(one: Article, other: Article) -> bool:
    return abs(other.on - one.on) <= WINDOW
