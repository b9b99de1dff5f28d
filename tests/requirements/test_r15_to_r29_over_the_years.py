"""R15 to R29: partnerships and bodies over time, what is contested, what others published, and who is missing."""

from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.ledger.counts import QUERIES, count
from monitor.ledger.organisations import all_tags, band_of_income, organisations, tags_in
from monitor.ledger.partnerships import partnerships
from monitor.ledger.published import beside
from monitor.model import Role, Sector, Standing, Status
from monitor.programmes import Watchlist, load_packs
from monitor.programmes.pack import Organisation

TR = "transforming-rehabilitation"
WARWICKSHIRE = "Warwickshire and West Mercia"
DAY = datetime(2014, 10, 29, 12, tzinfo=UTC)


def test_r15_a_partnership_has_members_over_time_and_one_that_leaves_two_areas_left_once():
    first, second = date(2014, 10, 29), date(2015, 6, 1)
    history = [
        *(_member("Lantern", area, first, None) for area in ("North", "South")),
        *(_member("Quayside", area, first, second) for area in ("North", "South")),
    ]

    found = partnerships(history)[0]

    assert [(m.organisation, m.areas, m.since, m.until) for m in found.members] == [
        ("Lantern", ("North", "South"), first, None),
        ("Quayside", ("North", "South"), first, second),
    ]
    assert [member.organisation for member in found.members_on(date(2015, 7, 1))] == ["Lantern"]


def test_r16_the_nine_bodies_are_in_their_size_bands_with_day_and_source_and_an_override_is_audited(fresh):
    known = organisations(load_packs())
    bands = {
        "large": ("nacro", "addaction", "cri", "shelter"), "medium": ("st-giles-trust", "p3"),
        "small": ("willowdene-rehabilitation", "a-band-of-brothers", "thames-valley-partnership"),
    }  # fmt: skip
    assert {id_: known[id_].size_band for ids in bands.values() for id_ in ids} == {
        id_: band for band, ids in bands.items() for id_ in ids
    }
    assert all(known[id_].size_band_at and known[id_].size_band_source for ids in bands.values() for id_ in ids)

    fresh.run(
        "override",
        "set",
        "P3",
        "size_band",
        "large",
        "--reason",
        "Its income doubled.",
        "--on",
        "2015-04-01",
        "--by",
        "ann",
    )
    (row,) = fresh.ask("override list")
    with fresh.store() as store:
        overrides, (entry,) = store.teachings.overrides(), store.audit.list(subject="p3")
        assert store.audit.verify() == ()

    assert organisations(load_packs(), overrides, as_of=date(2015, 3, 31))["p3"].size_band == "medium"
    assert organisations(load_packs(), overrides, as_of=date(2015, 4, 1))["p3"].size_band == "large"
    assert (entry.action, entry.by, '"before": "medium"' in entry.details) == ("override set", "ann", True)
    fresh.run("override", "undo", row["id"])
    assert fresh.ask("override list") == []


def test_r16_without_a_reason_nothing_is_overridden(fresh):
    done = CliRunner().invoke(
        cli, ["--config", str(fresh.config), "override", "set", "P3", "size_band", "large", "--reason", " "]
    )

    assert done.exit_code != 0
    assert fresh.ask("override list") == []


@pytest.mark.parametrize(
    ("income", "band"), [(9_000, "micro"), (99_999, "small"), (100_000, "medium"), (10_000_000, "major")]
)
def test_r16_a_band_follows_from_the_income_that_a_register_states(income, band):
    bands = {name: least for pack in load_packs() for name, least in pack.size_bands.items()}
    body = Organisation(
        id="x", name="X", income=income, income_at=date(2014, 3, 31), income_source="https://register.test/x"
    )
    shared = next(pack for pack in load_packs() if pack.size_bands)

    assert band_of_income(income, bands) == band
    from dataclasses import replace

    found = organisations([replace(shared, organisations=(body,))])["x"]
    assert (found.size_band, found.size_band_at) == (band, date(2014, 3, 31))


def test_r17_a_company_by_its_form_is_not_private_by_its_sector():
    willowdene = Watchlist.of(load_packs()).organisation("Willowdene Rehabilitation Ltd")

    assert (willowdene.legal_form, willowdene.sector) == ("private limited company", Sector.SOCIAL_ENTERPRISE)
    query = next(query for query in QUERIES if query.id == "private-distinct")
    held = [_standing("Willowdene Rehabilitation", organisation_id=willowdene.id)]
    assert count(query, held, {willowdene.id: willowdene}, as_of=date(2014, 10, 30)).value == 0


def test_r18_a_domain_that_was_parked_is_a_lost_source_and_nobody_has_left(fresh, site):
    fresh.visit(site, "<h1>Partners</h1><p>Nacro has been awarded the contract in Essex.</p>", DAY, complete=True)
    parked = "<title>Domain for sale</title><h1>This domain is for sale</h1><p>Buy this domain. Related searches.</p>"
    events = [
        event
        for day in range(1, 8)
        for event in fresh.visit(site, parked, datetime(2014, 11, day, 12, tzinfo=UTC), complete=True).events
    ]

    assert events
    assert all(event.type.concerns_source for event in events)
    assert [row["organisation"] for row in fresh.ask("standings", "--as-of", "2014-11-09")] == ["Nacro"]


def test_r19_the_timeline_of_an_area_shows_its_stages_in_order_and_what_it_was_before(ledger):
    rows = [row for row in ledger.ask("area", WARWICKSHIRE) if row["area"] == WARWICKSHIRE]
    days = [row["on"] for row in rows]
    words = " ".join(row["words"] for row in rows)

    assert days == sorted(days)
    assert words.index("GEO") < words.index("EOS replaces")
    assert {"preferred bidder"} <= {row["stage"] for row in rows}
    assert all(row["url"] and row["quote"] for row in rows)
    assert "Before: West Mercia (probation trust)" in ledger.run("area", WARWICKSHIRE).stdout


def test_r20_causes_are_possibilities_with_who_offers_them(fresh):
    rows = fresh.ask("causes", "--programme", TR)
    offered = {row["publisher"] for row in rows}

    assert len({row["cause"] for row in rows}) >= 5
    assert {"Clinks", "NPC"} <= offered
    assert all(row["source"].startswith("https://") for row in rows)


def test_r21_those_shortlisted_and_not_awarded_can_be_asked(fresh, site, case):
    words = case("tr-shortlist-2013", "source.txt").replace("\n", "</p><p>")
    fresh.visit(site, f"<p>{words}</p>", datetime(2013, 12, 19, 12, tzinfo=UTC), programmes=(TR,))
    told = case("seed-clinks-blog-2014", "source.txt").replace("\n", "</p><p>")
    fresh.visit(site, f"<p>{told}</p>", datetime(2014, 11, 5, 12, tzinfo=UTC), path="/c", source="c", programmes=(TR,))
    awarded = "<p>Sodexo Justice Services has been awarded the contract in Essex.</p>"
    fresh.visit(site, awarded, datetime(2014, 12, 5, 12, tzinfo=UTC), path="/b", source="b", programmes=(TR,))
    left = {row["organisation"] for row in fresh.ask("unsuccessful", "--programme", TR)}

    assert {"Home Group", "Turning Point"} <= left
    assert any("Catch" in name for name in left)
    assert "Sodexo Justice Services" not in left


def test_r22_a_contested_body_is_counted_both_ways_in_the_answers_and_in_the_digest(fresh, ledger, site):
    rows = {row["id"]: row for row in ledger.ask("counts", "--as-of", "2014-10-30", "--programme", TR)}
    fresh.visit(site, "<p>ARCC has been named preferred bidder in Durham Tees Valley.</p>", DAY, programmes=(TR,))
    issue = fresh.issue(datetime(2014, 10, 31, 7, tzinfo=UTC))

    assert (rows["voluntary-leads-distinct"]["value"], rows["voluntary-leads-distinct"]["with_contested"]) == (0, 1)
    assert "0, or 1 if ARCC counts" in rows["voluntary-leads-distinct"]["words"]
    assert "voluntary-sector leads: 0, or 1 if ARCC counts" in issue


def test_r23_a_published_total_is_never_printed_without_its_source_and_day():
    totals = [total for pack in load_packs() for total in pack.denominators]

    assert 13_500 in {total.value for total in totals}
    for each in beside(totals, [], {}, as_of=date(2014, 10, 30)):
        words = each.in_words()
        assert each.published.source in words
        assert f"{each.published.on:%B %Y}" in words


def test_r24_a_reference_series_is_printed_with_its_source(fresh):
    rows = fresh.ask("published series", "--programme", TR)

    assert [row["label"] for row in rows] == ["large", "medium", "small"]
    assert all("Third Sector Research Centre" in row["source"] and row["on"] for row in rows)


def test_r25_named_rows_stand_beside_the_claimed_total_and_75_per_cent_fits_a_majority(ledger):
    rows = {row["id"]: row for row in ledger.ask("counts", "--as-of", "2014-10-30", "--programme", TR)}
    sides = {row["subject"]: row for row in ledger.ask("contradictions", "--as-of", "2014-10-30", "--programme", TR)}
    shares = next(row for subject, row in sides.items() if subject.startswith("share of the material"))

    assert rows["published-material-subcontractors"]["words"].startswith("named 0 of about 300 material subcontractors")
    assert shares["reason"] == "published totals that can all hold"
    assert "more than 50 per cent" in shares["sides"]
    assert "about 75 per cent" in shares["sides"]


def test_r26_register_counts_that_overlap_are_not_added_up(fresh):
    ids = ("material-subcontractors", "registered-with-ministry", "partnership-finder")
    done = CliRunner().invoke(cli, ["--config", str(fresh.config), "published", "sum", *ids])

    assert done.exit_code != 0
    assert "overlap" in str(done.exception)
    assert fresh.run("published", "sum", ids[0]).stdout.startswith("300 organisations")


def test_r27_our_own_directory_is_matched_and_its_members_are_marked(fresh, site, tmp_path):
    fresh.visit(
        site, "<p>Nacro has been awarded the contract in Essex. Sodexo Justice Services has been awarded the contract in Wales.</p>", DAY
    )  # fmt: skip
    file = tmp_path / "directory.csv"
    file.write_text(
        "name,charity_number\nNational Association for the Care and Resettlement of Offenders,\nCGL,1079327\nThe Unknown Trust,\n"
    )
    matched = {row["name"]: row["matched_by"] for row in fresh.ask("directory import", str(file))}
    rows = {row["organisation"]: row["our_member"] for row in fresh.ask("standings", "--as-of", "2014-10-30")}
    only = [row["organisation"] for row in fresh.ask("standings", "--as-of", "2014-10-30", "--members")]

    assert rows == {"Nacro": True, "Sodexo Justice Services": False}
    assert only == ["Nacro"]
    assert matched["CGL"] == "GB-CHC 1079327"
    assert matched["The Unknown Trust"].startswith("nobody")


@pytest.mark.parametrize(
    ("of_2014", "of_2024", "tag"),
    [
        ("Black, Asian, and minority ethnic service users", "racially minoritised people", "racially-minoritised-people"),
        ("BAME services", "a racially minoritised person", "racially-minoritised-people"),
        ("people with disabilities", "disabled people", "disabled-people"),
        ("older prisoners", "older people", "older-people"), ("looked after children", "care experienced adults", "care-leavers"),
        ("female offenders", "women", "women"),
    ],
)  # fmt: skip
def test_r28_wordings_of_2014_and_of_2024_come_to_one_tag(of_2014, of_2024, tag):
    tags = all_tags(load_packs(), "specialisms")

    assert tags_in(of_2014, tags) == tags_in(of_2024, tags) == (tag,)


def test_r29_areas_without_a_named_provider_for_a_group_are_listed_as_none_named(ledger):
    asked = ["--as-of", "2014-10-30", "--programme", TR]
    women = ledger.ask("gaps", *asked, "--specialism", "women")
    old, new = (ledger.ask("gaps", *asked, "--specialism", name) for name in ("BAME", "racially minoritised people"))

    assert next(gap for gap in women if gap["area"] == "Wales")["named"] == "none named"
    assert next(gap for gap in women if gap["area"] == "Wales")["at_least"] >= 1
    assert old == new
    assert {row["specialism"] for row in ledger.ask("gaps", *asked)} == {
        tag.name for tag in all_tags(load_packs(), "specialisms")
    }


def test_r29_a_provider_whose_stated_service_or_name_is_for_the_group_closes_the_gap(fresh, site):
    fresh.visit(site, "<p>Women in Prison has been awarded the contract in Wales.</p>", DAY, programmes=(TR,))
    asked = ["--as-of", "2014-10-30", "--programme", TR, "--specialism", "women"]
    left = {gap["area"] for gap in fresh.ask("gaps", *asked)}
    covered = {gap["area"]: gap["named"] for gap in fresh.ask("gaps", *asked, "--covered")}

    assert "Wales" not in left
    assert covered["Wales"] == "Women in Prison"


def _standing(name, *, organisation_id=None):
    return Standing(
        organisation=name, organisation_id=organisation_id or name.lower(), role=Role.LEAD, status=Status.PREFERRED_BIDDER,
        area="Wales", programme=TR,
    )  # fmt: skip


def _member(name, area, since, until):
    return Standing(
        organisation=name, organisation_id=name.lower(), role=Role.PARTNER, status=Status.AWARDED, area=area,
        partnership="Harbour Together", programme=TR, valid_from=since, valid_to=until,
    )  # fmt: skip
