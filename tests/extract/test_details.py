"""What a sentence states beyond the role, and what it must not be made to state."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.extract.claims import find_claims
from monitor.extract.discourse.contacts import find_contacts
from monitor.model import Block, BlockKind, Completeness, document_of
from monitor.programmes import Watchlist, load_packs


@pytest.fixture(scope="module")
def watchlist():
    return Watchlist.of(load_packs())


def claims_of(watchlist, *blocks):
    made = [Block(kind=kind, text=text) for kind, text in blocks]
    document = document_of(made, source_id="s", identity="i", url="https://a.test", title="News")
    return {claim.organisation: claim for claim in find_claims(document, watchlist).claims}


def of(watchlist, text):
    return claims_of(watchlist, (BlockKind.PARAGRAPH, text))


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Nacro has been awarded the contract in Essex, which is paid by results.", "payment", "payment by results"),
        ("Nacro has been awarded the contract in Essex on a fee for service.", "payment", "fee for service"),
        ("Nacro has been awarded the contract in Essex, worth £3.2m a year.", "volume", "£3.2m a year"),
        ("Nacro has been awarded the contract in Essex for 1,200 people a year.", "volume", "1,200 people a year"),
        ("Nacro has been awarded the contract in Essex and will have a seat on the board.", "strategic_role", "will have a seat on the board"),
        ("Nacro has been awarded the contract in Essex and will deliver a quarter of the services.", "involvement", "a quarter of the services"),
    ],
)  # fmt: skip
def test_what_is_stated_in_so_many_words_is_kept_verbatim(watchlist, text, field, value):
    assert getattr(of(watchlist, text)["Nacro"], field) == value


@pytest.mark.parametrize(
    "text",
    [
        "Nacro has been awarded the contract in Essex; whether it is paid by results is not known.",
        "Nacro has been awarded the contract in Essex. Other programmes are paid by results.",
        "Nacro has been awarded the contract in Essex and will not be paid by results.",
    ],
)
def test_what_is_asked_denied_or_said_elsewhere_is_not_stated(watchlist, text):
    assert of(watchlist, text)["Nacro"].payment is None


def test_a_volume_beside_two_organisations_is_nobodys(watchlist):
    found = of(watchlist, "Nacro and Shelter have been awarded contracts in Essex worth £3.2m a year.")

    assert {claim.volume for claim in found.values()} == {None}


@pytest.mark.parametrize(
    ("introduction", "completeness"),
    [
        ("Its partners include, but are not limited to:", Completeness.OPEN),
        ("The full list of its partners is:", Completeness.CLOSED),
        ("Its partners are:", Completeness.UNKNOWN),
    ],
)
def test_a_list_says_of_itself_whether_it_is_whole(watchlist, introduction, completeness):
    found = claims_of(
        watchlist, (BlockKind.PARAGRAPH, f"MTCnovo has been awarded the contract in London. {introduction}"),
        (BlockKind.ITEM, "A Band of Brothers"), (BlockKind.ITEM, "Thames Valley Partnership"),
    )  # fmt: skip

    listed = ("A Band of Brothers", "Thames Valley Partnership")
    assert [found[name].completeness for name in listed] == [completeness] * 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("old@a.test (Update April 2015 - this email address is no longer in use)", date(2015, 4, 1)),
        ("old@a.test is no longer in use since 3 May 2015", date(2015, 5, 3)),
        ("old@a.test is no longer in use", None),
    ],
)
def test_a_note_that_an_address_is_dead_has_a_date_of_its_own(text, day):
    (contact,) = find_contacts(text)

    assert (contact.retired, contact.retired_on) == (True, day)
