"""Stories, measured on the labelled pairs: what is one thing is one item, what is another stays another."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.extract.claims import find_claims
from monitor.ledger.stories import WINDOW, Article, canonical, stories
from monitor.model import Block, BlockKind, document_of
from monitor.programmes import Watchlist, load_packs

ROOT = Path(__file__).parents[2]
DAY = date(2014, 11, 3)
#: Of the 46 labelled pairs 28 are two stories, most of them chosen because they look like one.
LEAST_F1 = 0.85


@pytest.fixture(scope="module")
def watchlist():
    return Watchlist.of(load_packs())


def an_article(id_, title, text, *, on=DAY, claims=(), **fields):
    return Article(id=id_, title=title, text=text, on=on, claims=claims, **fields)


def read(id_, item, watchlist):
    on = date.fromisoformat(item["published"])
    document = document_of(
        [Block(kind=BlockKind.TITLE, text=item["title"]), Block(kind=BlockKind.PARAGRAPH, text=item["text"])],
        source_id=id_, identity=id_, url="", title=item["title"], published_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )  # fmt: skip
    return an_article(id_, item["title"], item["text"], on=on, claims=find_claims(document, watchlist).claims)


def clustered(articles):
    return {frozenset(story.document_ids) for story in stories(articles)}


def test_the_labelled_pairs_are_told_apart_and_together_well_enough(watchlist):
    pairs = [json.loads(line) for line in (ROOT / "tests/gold/clusters.jsonl").read_text().splitlines()]
    articles = {}
    for pair in pairs:
        for id_, item in zip(pair["id"].split("-")[1:], (pair["a"], pair["b"]), strict=True):
            articles.setdefault(id_, read(id_, item, watchlist))
    home = {id_: story.id for story in stories(articles.values()) for id_ in story.document_ids}

    def joined(pair):
        one, other = pair["id"].split("-")[1:]
        return one in home and home[one] == home.get(other)

    right = sum(joined(pair) for pair in pairs if pair["label"] == "same")
    wrong = sum(joined(pair) for pair in pairs if pair["label"] == "different")
    missed = sum(not joined(pair) for pair in pairs if pair["label"] == "same")

    assert len(pairs) >= 40
    assert 2 * right / (2 * right + wrong + missed) >= LEAST_F1


def shared_case(*parts):
    folder = Path(os.environ.get("TIERWATCH_SHARED", ROOT.parent / "shared"))
    path = folder.joinpath("cases", *parts)
    if not path.exists():
        pytest.skip("the reference material is not here")
    return path.read_text(encoding="utf-8")


def test_r40_a_republished_copy_that_differs_joins_the_story_and_another_days_news_does_not():
    seed = an_article("seed", "What does it mean?", shared_case("seed-clinks-blog-2014", "source.txt"))
    copy = shared_case("tr-change-repost-geo-withdraws", "after.txt")
    reposted = an_article("repost", "The preferred bidders have been announced", copy, on=date(2014, 11, 11))
    other = an_article("rename", "CRI has a new name", shared_case("tr-change-cri-renamed", "after.txt"))
    later = replace(reposted, id="years later", on=date(2016, 11, 11))

    assert clustered([seed, reposted, other, later]) == {frozenset({"seed", "repost"})}


def test_the_same_address_is_the_same_story_whatever_the_campaign_and_the_day():
    one = an_article("one", "News", "Something was said.", url="https://www.a.test/news/1/?utm_source=x")
    other = an_article(
        "other", "Old news", "Other words entirely.", url="http://a.test/news/1", on=DAY + timedelta(days=90)
    )

    assert clustered([one, other]) == {frozenset({"one", "other"})}
    assert canonical("https://a.test/x?page=2") != canonical("https://a.test/x?page=3")


WORDS = "Harbour Trust will run the lighthouse of Northvale for seven years, the council said after a long meeting on Monday."


def test_two_weeks_part_what_would_be_one_story():
    def told(days):
        other = an_article("b", "Harbour Trust named", WORDS, on=DAY + timedelta(days=days))
        return clustered([an_article("a", "Harbour Trust chosen", WORDS + " More.", on=DAY), other])

    assert told(WINDOW.days) == {frozenset({"a", "b"})}
    assert told(WINDOW.days + 1) == set()


def test_the_most_trusted_source_comes_first_and_the_story_keeps_its_id():
    first = an_article("z", "Harbour Trust chosen", WORDS, trust=1, on=DAY + timedelta(days=1))
    second = an_article("a", "Harbour Trust chosen", WORDS, trust=3)

    (story,) = stories([second, first])

    assert story.document_ids == ("z", "a")
    assert stories([first, second])[0].id == story.id


def test_different_stages_of_one_place_are_two_stories_unless_one_is_a_copy(watchlist):
    def stage(id_, words, text):
        item = {"published": DAY.isoformat(), "title": "Essex", "text": f"{words} {text}"}
        return read(id_, item, watchlist)

    preferred = stage(
        "p", "Nacro has been named preferred bidder in Essex.", "The winners were told by letter on a wet day."
    )
    awarded = stage("a", "Nacro has been awarded the contract in Essex.", "A ribbon was cut before the old town hall.")
    copy = stage("c", "Nacro has been awarded the contract in Essex.", "The winners were told by letter on a wet day.")

    assert clustered([preferred, awarded]) == set()
    assert frozenset({"p", "c"}) in clustered([preferred, copy])


def test_nothing_and_one_document_make_no_story():
    assert stories([]) == ()
    assert stories([an_article("a", "Alone", WORDS)]) == ()
