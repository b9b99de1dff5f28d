"""What the poll learns of a site's frame is kept, and lowers confidence at the next visit."""

from __future__ import annotations

from datetime import date

AWARD = "<p>Harbour Trust has been awarded the contract for Kent.</p>"


def html(*parts: str) -> str:
    return "<html><body>" + "".join(f"<section>{part}</section>" for part in parts) + "</body></html>"


def test_what_changes_at_every_visit_is_less_sure_than_what_stays(site, poller, store) -> None:
    page = poller("/page")
    for winner in ("Alder Services", "Kestrel Care", "Tamar Advice", "Rowan Homes", "Juniper Support", "Wharf Trust"):
        site.put("/page", html(f"<p>Prize draw: {winner} has won the contract for Devon.</p>", AWARD))
        page.poll()
    last = store.claims.list(source_id="page", live=True)

    sure = {sighting.claim.organisation: sighting.claim.confidence for sighting in last}
    assert sure["Wharf Trust"] < 0.6 < sure["Harbour Trust"]


def test_the_frame_of_a_site_is_known_by_its_other_pages(site, poller, store) -> None:
    for number in range(3):
        site.put(f"/p{number}", html(f"<p>Minutes of meeting {number}.</p>", AWARD))
        other = poller(f"/p{number}")
        other.source = type(other.source)(id=f"p{number}", kind="page", url=other.source.url, internal=True)
        other.poll()
    site.put("/mine", html("<p>Minutes of the last meeting.</p>", AWARD))

    page = poller("/mine")
    page.poll()

    claims = {sighting.source_id: sighting.claim.confidence for sighting in store.claims.list()}
    assert claims["page"] < claims["p0"]
    assert store.standings.as_of(date(2014, 11, 1))[0].organisation == "Harbour Trust"
