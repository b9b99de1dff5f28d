"""Who sits in a consortium or a joint venture is a member of it."""

from __future__ import annotations

import pytest


def roles(claims) -> dict[str, set[str]]:
    return {claim.organisation: {other.role.value for other in claims if other.organisation == claim.organisation} for claim in claims}  # fmt: skip


@pytest.mark.parametrize("kind", ["consortium", "joint venture", "JV"])
def test_a_partner_in_a_consortium_is_a_member_of_it(claims_in, kind: str) -> None:
    text = f"Harbour Trust has won the contract for Kent. It bid with Mill Homes Ltd, its partner in the {kind}.\n"

    assert roles(claims_in(text, "txt"))["Mill Homes Ltd"] == {"joint_venture_member"}


def test_a_partner_elsewhere_stays_one(claims_in) -> None:
    text = "Harbour Trust has won the contract for Kent in partnership with Mill Homes Ltd. A consortium from Dorset lost.\n"

    assert roles(claims_in(text, "txt"))["Mill Homes Ltd"] == {"partner"}
