"""Parts that the words right beside a name give it: subcontractors, partners, owners and members that are no leaders."""

from __future__ import annotations

import pytest

_WON = (
    "The ministry has awarded the contracts for the new programme. Harbour Homes Ltd has won the contract for Devon. "
)


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("In Kent Mellor Care Ltd is a subcontractor of the operator.", "Mellor Care Ltd", "subcontractor"),
        ("Mellor Care Ltd continues in Kent as its delivery partner.", "Mellor Care Ltd", "partner"),
        ("Mellor Care Ltd and Kestrel Homes Ltd will join it in Kent as delivery partners.", "Mellor Care Ltd", "partner"),
        ("It is run in Kent by Acorn Care Ltd, which belongs to Mellor Holdings Ltd.", "Mellor Holdings Ltd", "owner"),
        ("Mellor Care Ltd provides the night beds for Harbour Homes.", "Mellor Care Ltd", "subcontractor"),
        ("Mellor Care Ltd runs the beds there as Harbour’s subcontractor.", "Mellor Care Ltd", "subcontractor"),
        ("In Kent the contract is with Tern Ltd, a joint venture of Acorn Care Ltd and Mellor Care Ltd.", "Mellor Care Ltd", "joint_venture_member"),
    ],
)  # fmt: skip
def test_the_noun_beside_a_name_says_its_part(claims_in, text: str, name: str, role: str) -> None:
    claims = claims_in(f"<h1>Contracts awarded</h1><p>{_WON}{text}</p>", "html")

    assert {claim.role.value for claim in claims if claim.organisation == name} == {role}


@pytest.mark.parametrize(
    "text",
    [
        "Mellor Care Ltd has won the contract for Kent, with Kestrel Homes Ltd as its subcontractor.",
        "Mellor Care Ltd has won Kent and has named Kestrel Homes Ltd as a subcontractor.",
        "The council has chosen Mellor Care Ltd for Kent as its delivery partner.",
        "The contract for Kent now belongs to Mellor Care Ltd.",
        "Mellor Care Ltd, which owns The Grange, has won the contract for Kent.",
        "The Kent contract goes to Mellor Care Ltd, which until now was in Kent as Tern's subcontractor.",
        "The Kent contract goes to Mellor Care Ltd, which no longer acts as a subcontractor.",
    ],
)
def test_who_has_others_at_work_or_is_chosen_by_who_buys_leads(claims_in, text: str) -> None:
    claims = claims_in(f"<h1>Contracts awarded</h1><p>{_WON}{text}</p>", "html")

    assert "lead" in {claim.role.value for claim in claims if claim.organisation == "Mellor Care Ltd"}


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Part of the contract to be subcontracted: The Ryde hub will be run by Mellor Care Ltd.", "subcontractor"),
        ("Subcontracting: The night work will be done by Mellor Care Ltd.", "subcontractor"),
        ("Short description of the part of the contract that is subcontracted: Advice in Ryde is given by Mellor Care Ltd.", "subcontractor"),
        ("Description: The Ryde hub will be run by Mellor Care Ltd.", "lead"),
        ("Subcontracting is allowed. The Ryde hub will be run by Mellor Care Ltd.", "lead"),
    ],
)  # fmt: skip
def test_a_label_says_that_a_part_is_subcontracted(claims_in, line: str, role: str) -> None:
    claims = claims_in(f"<h1>Contract award notice</h1><p>{line}</p>", "html")

    assert {claim.role.value for claim in claims if claim.organisation == "Mellor Care Ltd"} == {role}


_PRIME = "The ministry has awarded the contract for Kent to Harbour Homes Ltd. "


@pytest.mark.parametrize(
    ("presented", "role"),
    [
        ("It will work with local partners.", "partner"),
        ("Several smaller companies will work alongside.", "partner"),
        ("Parts of the work will be subcontracted.", "subcontractor"),
        ("It relies on two subcontractors with long experience.", "subcontractor"),
        ("It has chosen two subcontractors.", "subcontractor"),
        ("Three charities will deliver parts of the service for it.", "subcontractor"),
    ],
)
def test_a_sentence_presents_those_whom_the_next_ones_name(claims_in, presented: str, role: str) -> None:
    text = f"<h1>Contracts awarded</h1><p>{_PRIME}{presented} Mellor Care Ltd will run the service in Dover.</p>"

    assert {c.role.value for c in claims_in(text, "html") if c.organisation == "Mellor Care Ltd"} == {role}


@pytest.mark.parametrize(
    "presented",
    [
        "It will not work with local partners.",
        "It may work with local partners.",
        "It worked with local partners until 2010.",
        "Tern Trust is in Essex, with Acorn Care Ltd as one of its subcontractors.",
        "It will run the service alone.",
    ],
)
def test_a_sentence_that_denies_helpers_or_names_them_itself_presents_nobody(claims_in, presented: str) -> None:
    text = f"<h1>Contracts awarded</h1><p>{_PRIME}{presented} Mellor Care Ltd has won the contract for Devon.</p>"

    assert {c.role.value for c in claims_in(text, "html") if c.organisation == "Mellor Care Ltd"} == {"lead"}


def test_who_was_named_before_helpers_are_presented_is_none_of_them(claims_in) -> None:
    text = (
        "<h1>Contracts awarded</h1><p>Mellor Care Ltd has won the contract for Devon. Harbour Homes Ltd has won the one for Kent. "
        "It will work with local partners. In Devon Mellor Care Ltd will begin in May.</p>"
    )

    assert {c.role.value for c in claims_in(text, "html") if c.organisation == "Mellor Care Ltd"} == {"lead"}
