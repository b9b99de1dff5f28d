"""Sentences as newspapers and trade journals write them: who is in which role, and how far it has come."""

import pytest

from tests.prose.reading import read


def stated(text):
    return {(c.organisation, c.role.value, c.status.value) for c in read(text).stated()}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "The council has named Dale Children Alliance as preferred bidder. The alliance comprises the three main "
            "providers of the county: Dale Partnership Trust, Poole Healthcare Trust and Moorwell Care.",
            {
                ("Dale Children Alliance", "lead", "preferred_bidder"),
                ("Dale Partnership Trust", "joint_venture_member", "preferred_bidder"),
                ("Poole Healthcare Trust", "joint_venture_member", "preferred_bidder"),
                ("Moorwell Care", "joint_venture_member", "preferred_bidder"),
            },
        ),
        (
            "The council has awarded the contract to Dale Children Alliance. The alliance, which includes Dale Partnership "
            "Trust, Poole Healthcare Trust and social enterprise Moorwell Care, was picked after a consultation.",
            {
                ("Dale Children Alliance", "lead", "awarded"),
                ("Dale Partnership Trust", "joint_venture_member", "awarded"),
                ("Poole Healthcare Trust", "joint_venture_member", "awarded"),
                ("Moorwell Care", "joint_venture_member", "awarded"),
            },
        ),
        (
            "The new service will replace the existing outreach service delivered by Peak Care.",
            {("Peak Care", "lead", "terminated")},
        ),
        (
            "The two commissioning bodies are set to appoint Acorn Care to run the service.",
            {("Acorn Care", "lead", "preferred_bidder")},
        ),
        (
            "Caterer Sodera, outsourcer Brindle Group and Acorn Care are in the running for the contract.",
            {
                ("Sodera", "lead", "shortlisted"),
                ("Brindle Group", "lead", "shortlisted"),
                ("Acorn Care", "lead", "shortlisted"),
            },
        ),
        (
            "The minister said Acorn Care and Brindle Group had been selected by tender to deliver services in Dorset.",
            {("Acorn Care", "lead", "awarded"), ("Brindle Group", "lead", "awarded")},
        ),
        (
            'The authority explained its choice. "The charity Acorn Care has been awarded the new contract."',
            {("Acorn Care", "lead", "awarded")},
        ),
    ],
)
def test_what_newspapers_say(text, claims):
    assert stated(text) == claims
