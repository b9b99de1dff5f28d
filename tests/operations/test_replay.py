"""What is stored can be read anew without the network; a difference is told and nothing is changed."""

from __future__ import annotations

from tests.poll.published import bidders


def test_what_is_stored_is_read_anew_and_a_difference_is_told(site, tierwatch) -> None:
    site.put("/b", bidders(("Northvale", "Harbour Trust", "Lantern")))
    tierwatch.configure(f'[[sources]]\nid = "p"\nkind = "page"\nurl = "{site.url}/b"\ninternal = true')
    assert tierwatch("poll").returncode == 0
    asked, before = len(site.requests), tierwatch.store().dump()

    same = tierwatch("replay", "--all-versions")
    assert (same.returncode, "1 versions read anew, 0 differ" in same.stdout) == (0, True), same.stdout + same.stderr
    assert len(site.requests) == asked

    from sqlalchemy import text

    from monitor.model import Reading
    from monitor.store.codec import pack_value

    with tierwatch.store() as store, store.database.write() as connection:
        connection.execute(text("UPDATE readings SET packed = :packed"), {"packed": pack_value(Reading())})
    other = tierwatch("replay")
    assert other.returncode == 1
    assert "+ Harbour Trust: lead" in other.stdout
    with tierwatch.store() as store:
        assert store.dump() == before
