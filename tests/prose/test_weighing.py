"""The learned weights: they add what no pattern reached, doubt what is none, and leave the ledger alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.claims import find_claims
from monitor.extract.discourse.scene import make_scene
from monitor.extract.weighing.belief import belief, evidence, learned_belief
from monitor.extract.weighing.features import observe
from monitor.extract.weighing.lines import senses, stem_of
from monitor.extract.weighing.shapes import shapes
from monitor.extract.weighing.stand_ins import stand_ins
from monitor.extract.weighing.weights import BIAS, PARTY, learned, parse, probability, written
from monitor.ledger.reconcile import reconcile
from monitor.model import Claim, Layer
from monitor.programmes import load_packs
from monitor.programmes.watchlist import Watchlist
from tests.prose.reading import a_document

NOBODY = Watchlist.of([])
#: No pattern reads the last line, which holds no verb; it stands under a heading about contracts.
REACHED_BY_NO_PATTERN = """Contracts for supported housing

The council has awarded the contract for the night shelters to Harbour Trust.

Bidders for the service (lot 2)

Kestrel Care Ltd, for three years from April, with Mill Homes Ltd"""


def test_what_the_weights_add_is_told_with_its_words_and_kept_apart_from_the_claims() -> None:
    document = a_document(REACHED_BY_NO_PATTERN)
    reading = find_claims(document, NOBODY)
    told = {claim.organisation for claim in reading.told()}

    assert told >= {claim.organisation for claim in reading.stated()}
    assert all(claim.layer is Layer.WEIGHED and claim not in reading.claims for claim in reading.weighed)
    for claim in reading.weighed:
        evidence = claim.evidence
        assert document.text[evidence.start : evidence.end] == evidence.quote
        assert claim.organisation in evidence.quote
        assert claim.considered, "the words that decided are named"


def test_what_only_the_weights_say_moves_nothing() -> None:
    after = find_claims(a_document(REACHED_BY_NO_PATTERN), NOBODY)
    findings = reconcile(after, before=None, standings=[], complete=False, on=date(2026, 3, 2))

    assert after.weighed
    assert {change.organisation for change in findings.changes} == {claim.organisation for claim in after.stated()}


def test_a_stage_that_only_the_nearest_word_gave_yields_to_the_words_round_the_body() -> None:
    text = (
        "The contract of Harbour Trust is no more, and its staff were transferred. Kestrel Care has won the contract."
    )
    reading = find_claims(a_document(text), NOBODY)

    def stages(claims: Iterable[Claim]) -> set[str]:
        return {claim.status.value for claim in claims if claim.organisation == "Harbour Trust"}

    assert stages(reading.stated()) == {"awarded"}, "what moves the ledger stays as the patterns read it"
    assert stages(reading.told()) == {"terminated"}


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Trust held its summer fair on Saturday. Mill Homes brought the cake.",
        "Jane Marsh of Harbour Trust said that she loved the garden. Kestrel Care sent flowers.",
        "Whilst the weather held, visitors to Harbour Trust walked round the lake.",
    ],
)
def test_texts_about_nothing_of_the_kind_get_no_claim(text: str) -> None:
    assert find_claims(a_document(text), Watchlist.of(load_packs())).told() == ()


def test_the_shipped_weights_know_what_a_party_is_about() -> None:
    weights = learned()

    assert weights.columns[0] == PARTY
    assert weights.rows["Ln:award"][0] > 0 > weights.rows["R1:said"][0]
    assert all(len(row) == len(weights.columns) for row in weights.rows.values())


NAMES = st.text(alphabet="abcdefgh:1<>", min_size=1, max_size=8)
WORTH = st.floats(min_value=-5, max_value=5).map(lambda value: round(value, 2))


@given(st.dictionaries(NAMES, st.tuples(WORTH, WORTH), max_size=8), st.tuples(WORTH, WORTH))
def test_weights_that_were_written_are_read_back(rows, bias) -> None:
    rows = {name: row for name, row in rows.items() if any(row)} | {BIAS: (bias[0] or 1.0, bias[1])}
    back = parse(written([PARTY, "role:lead"], rows, about=["words"]))

    assert back.columns == (PARTY, "role:lead")
    assert back.rows == {name: pytest.approx(row) for name, row in rows.items()}
    assert 0 < probability(back.scores(rows)[PARTY]) < 1


@given(st.permutations(sorted(learned().rows)[:60]))
def test_the_order_of_what_is_weighed_makes_no_difference(features) -> None:
    weights = learned()

    assert weights.scores(features) == weights.scores(sorted(features))
    assert weights.score(features, PARTY) == weights.scores(features)[PARTY]


def test_the_nearest_word_alone_is_doubted_sooner_than_a_pattern() -> None:
    text = "The council has awarded the contract to Harbour Works. A report for the council by Kestrel University covers the service."
    reading = find_claims(a_document(text), NOBODY)

    assert "Kestrel University" in {claim.organisation for claim in reading.stated()}
    assert {claim.organisation for claim in reading.told()} == {"Harbour Works"}


@given(st.floats(min_value=-12, max_value=12), st.floats(min_value=-12, max_value=12), st.booleans())
def test_the_more_the_words_speak_for_a_body_the_more_it_is_believed(one, other, known) -> None:
    claims = find_claims(a_document("The council has awarded the contract to Harbour Works."), NOBODY).claims
    for own in ((), claims):
        low, high = (belief(evidence(own, words=words, known=known)) for words in sorted((one, other)))
        assert 0 <= low <= high <= 1


def test_what_a_sure_pattern_read_is_believed_sooner_than_what_none_did() -> None:
    claims = find_claims(a_document("The council has awarded the contract to Harbour Works."), NOBODY).claims

    assert claims
    assert belief(evidence(claims, words=0.0, known=False)) > belief(evidence((), words=0.0, known=False))
    assert all(len(row) == 1 for row in learned_belief().rows.values())


@pytest.mark.parametrize(
    ("one", "other"), [("wins", "secured"), ("handed", "awarding"), ("runs", "delivered"), ("says", "told")]
)
def test_words_that_do_the_same_have_one_sense(one: str, other: str) -> None:
    assert senses()[stem_of(one)][0] == senses()[stem_of(other)][0]


def test_a_word_has_one_sense_and_most_words_have_none() -> None:
    lines = (files("monitor.extract.weighing") / "senses.txt").read_text(encoding="utf-8").splitlines()
    listed = [stem_of(word) for line in lines if not line.startswith("#") for word in line.partition(": ")[2].split()]

    assert len(listed) == len(set(listed)) == len(senses())
    assert "lantern" not in senses()


def test_the_order_in_which_words_beside_a_name_do_what_they_do_is_seen() -> None:
    """The nearest word before the name comes first."""
    before, after = ["by", "run", "be", "will", "tender"], ["from", "april", ",", "said", "council"]

    found = shapes(before, after, senses())

    assert {"u:by", "u:by =run", "u:by =run be", "v:from =when ,", "uv:by|from", "uv:by =run|from =when"} <= found
    assert shapes(["by", "run"], [], senses()) != shapes(["run", "by"], [], senses())


def test_words_that_do_nothing_leave_no_trace_in_the_shape() -> None:
    assert shapes(["by", "lantern", "run"], ["quietly"], senses()) == shapes(["by", "run"], [], senses())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Harbour Trust has won. The charity will begin in May.", ["harbour-trust"]),
        ("Harbour Trust has won. It will begin in May, and it is glad.", ["harbour-trust"]),
        ("Harbour Trust lost to Mill Homes.\n\nThe firm begins in May. They are glad.", ["mill-homes", "mill-homes"]),
        ("The charity was founded in 1974. Harbour Trust has won.", []),
        ("Harbour Trust has won. A charity gave cake, and the weather held.", []),
    ],
)
def test_words_that_stand_for_a_body_are_those_of_the_one_named_last(text: str, meant: list[str]) -> None:
    document = a_document(text)
    scene = make_scene(document, document.text, NOBODY)

    assert [key.removeprefix("~") for key, _, _ in stand_ins(document, scene)] == meant


def test_what_is_told_of_the_charity_is_weighed_for_the_body_that_it_stands_for() -> None:
    def seen(text: str) -> set[str]:
        document = a_document(text)
        return next(iter(observe(document, make_scene(document, document.text, NOBODY)).values())).features

    told = seen("Harbour Trust is here. The charity has lost its contract.")

    assert "@n:end" in told
    assert "@n:end" not in seen("Harbour Trust is here. Somebody has lost a contract.")
