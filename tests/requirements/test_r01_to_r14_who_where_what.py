"""R1 to R14: who is named where, in which role and stage, how many they are, and what nobody has stated."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from monitor.ledger.counts import QUERIES, count
from monitor.ledger.lineage import Lineage
from monitor.model import EventType, PollRecord, Role, SourceState, Standing, Status
from monitor.programmes import load_packs
from monitor.sources.register import RegisterOptions

TR, CRS = "transforming-rehabilitation", "commissioned-rehabilitative-services"
WARWICKSHIRE = "Warwickshire and West Mercia"
DAY = datetime(2014, 10, 29, 12, tzinfo=UTC)
LATER = datetime(2014, 11, 5, 12, tzinfo=UTC)


def test_r01_the_ledger_holds_21_areas_and_8_partnerships_and_every_row_has_a_quote(ledger):
    rows = ledger.ask("standings", "--as-of", "2014-10-30", "--programme", TR)

    assert len({row["area"] for row in rows if row["area"]}) == 21
    # A body that bids alone is its own partnership.
    assert len({row["partnership"] or row["organisation"] for row in rows}) == 8
    assert all(row["evidence"]["quote"] and row["evidence"]["url"] for row in rows)


def test_r02_every_name_of_an_area_asks_for_the_same_area(ledger):
    by_acronym = ledger.ask("standings", "--as-of", "2014-10-30", "--area", "BeNCH")
    in_full = ledger.ask("standings", "--as-of", "2014-10-30", "--area", by_acronym[0]["area"])

    assert by_acronym == in_full


def test_r02_35_trusts_became_21_package_areas_and_those_12_regions():
    packs = {pack.id: pack for pack in load_packs()}
    lineage = Lineage(packs.values())
    next_of = {
        area.id: [kin.area.id for kin in lineage.after(area.id) if kin.steps == 1]
        for area in (*packs[TR].former_areas, *packs[TR].areas)
    }
    trusts = [next_of[area.id] for area in packs[TR].former_areas]
    regions = {after for area in packs[TR].areas for after in next_of[area.id]}

    assert (len(trusts), len({after for found in trusts for after in found})) == (35, 21)
    assert all(len(found) == 1 for found in trusts)
    assert len(regions) == 12
    assert all(area.source for area in packs[TR].former_areas)


def test_r03_before_the_statement_there_is_nothing_and_what_was_ingested_later_was_not_known(ledger):
    assert ledger.ask("standings", "--as-of", "2014-10-28") == []
    assert ledger.ask("standings", "--as-of", "2014-10-30", "--known-at", "2014-10-28") == []
    assert ledger.ask("standings", "--as-of", "2014-10-30", "--known-at", "2014-10-29") != []


def test_r03_the_area_that_changes_hands_reads_differently_on_either_day_and_as_known_before(ledger):
    def leads(*arguments):
        rows = ledger.ask("standings", "--area", WARWICKSHIRE, *arguments)
        return {row["organisation"] for row in rows}

    before, after = leads("--as-of", "2014-11-01"), leads("--as-of", "2014-11-09")

    assert "EOS" not in before
    assert "EOS" in after
    assert not any("GEO" in name for name in after)
    assert leads("--as-of", "2014-11-09", "--known-at", "2014-11-01") == before


def test_r04_counts_are_saved_queries_that_print_their_rule_unit_and_day(ledger):
    rows = {row["id"]: row for row in ledger.ask("counts", "--as-of", "2014-10-30", "--programme", TR)}
    nacro = ledger.ask("standings", "--as-of", "2014-10-30", "--organisation", "NACRO")

    assert len(nacro) == 6
    assert rows["named-distinct"]["value"] < rows["named-appearances"]["value"]
    assert all(row["definition"] and row["unit"] and row["as_of"] for row in rows.values())
    assert "30 October 2014" in rows["leads-distinct"]["words"]


def test_r04_one_organisation_in_six_areas_counts_once_as_distinct_and_six_times_as_appearances():
    held = [_standing("Nacro", area=f"Area {number}") for number in range(6)]
    totals = {query.id: count(query, held, {}, as_of=date(2014, 10, 30)).value for query in QUERIES}

    assert (totals["named-distinct"], totals["named-appearances"]) == (1, 6)


def test_r04_a_partnership_counts_as_one_lead_whoever_of_it_leads_and_an_owner_leads_nothing():
    held = [
        _standing("Interserve", partnership="Purple Futures"), _standing("Purple Futures", partnership="Purple Futures"),
        _standing("Acme", partnership="Bright"), _standing("Beacon", partnership="Bright"), _standing("Acme", area="Essex"),
        _standing("EOS", area="Kent", partnership="EOS"),
        _standing("Staffline", area="Kent", partnership="EOS", role=Role.OWNER),
    ]  # fmt: skip

    for order in (held, held[::-1]):
        totals = {query.id: count(query, order, {}, as_of=date(2014, 10, 30)) for query in QUERIES}
        # Purple Futures, Acme (for Bright, and alone in Essex) and EOS.
        assert (totals["leads-distinct"].value, totals["leads-appearances"].value) == (3, 4)
        assert totals["leads-distinct"].query.definition == "has the role lead, one for each partnership"


def test_r05_published_counts_are_claims_beside_ours_that_contradict_one_another_and_overwrite_nothing(fresh):
    def charities():
        rows = fresh.ask("contradictions", "--programme", TR)
        return next(row["sides"] for row in rows if row["subject"].startswith("charities among"))

    before = charities()
    fresh.run(
        "published", "add", "charities among the preferred bidders and their partners", "15", "--programme", TR, "--on",
        "2014-10-30", "--publisher", "Another paper", "--source", "https://paper.test/x", "--counts", "voluntary-distinct",
    )  # fmt: skip
    after = charities()

    assert [number in before for number in ("8 (", "14 (", "16 (")] == [True, True, True]
    assert "15 (Another paper, 30 October 2014, https://paper.test/x)" in after
    assert set(before.split("; ")) < set(after.split("; "))


def test_r06_a_list_that_says_it_is_not_limited_to_those_names_at_least_so_many(fresh, site):
    text = (
        "<p>MTCnovo has been awarded the contract in London. Its partners include, but are not limited to:</p>"
        "<ul><li>A Band of Brothers</li><li>Thames Valley Partnership</li></ul>"
    )
    fresh.visit(site, text, DAY, programmes=(TR,))
    row = next(row for row in fresh.ask("matrix", "--area", "London", "--programme", TR, "--as-of", "2014-10-30"))

    assert row["named"] == "at least 3"
    assert "A Band of Brothers" in row["others"]
    with fresh.store() as store:
        stated = {sighting.claim.organisation: sighting.claim.completeness for sighting in store.claims.list()}
    assert stated["A Band of Brothers"] == "open"


def test_r07_involvement_is_stated_in_so_many_words_or_shown_as_not_stated_and_when_we_looked(fresh, site):
    fresh.visit(
        site,
        "<p>Nacro has been awarded the contract in Essex and will deliver a quarter of the services.</p>",
        DAY,
        programmes=(TR,),
    )
    fresh.visit(
        site,
        "<p>Shelter has been awarded the contract in Kent, Surrey and Sussex.</p>",
        DAY,
        programmes=(TR,),
        path="/b",
        source="b",
    )
    with fresh.store() as store:
        claims = {sighting.claim.organisation: sighting.claim for sighting in store.claims.list()}

    assert claims["Nacro"].involvement == "a quarter of the services"
    (nacro,), (shelter,) = fresh.ask("organisation", "Nacro"), fresh.ask("organisation", "Shelter")
    assert nacro["involvement"] == "a quarter of the services"
    assert shelter["involvement"] == "not stated (checked 29 October 2014)"
    asked = fresh.ask("questions", "--as-of", "2014-11-08")
    assert {row["subject"] for row in asked if row["field"] == "involvement"} == {"Shelter"}


def test_r08_holder_owner_and_named_partner_are_three_rows_with_three_roles(fresh):
    three = [
        _standing("The Company", role=Role.CONTRACT_HOLDER), _standing("Sodexo Justice Services", role=Role.OWNER),
        _standing("Nacro", role=Role.PARTNER),
    ]  # fmt: skip
    with fresh.store() as store:
        store.record(
            PollRecord(poll_id="p", source_id="s", at=DAY, state=SourceState(source_id="s"), begun=tuple(three))
        )
    rows = fresh.ask("standings", "--as-of", "2014-10-30")
    asked = fresh.ask("questions", "--as-of", "2014-10-30", "--programme", TR)

    assert {row["organisation"]: row["role"] for row in rows} == {
        "The Company": "contract_holder", "Sodexo Justice Services": "owner", "Nacro": "partner",
    }  # fmt: skip
    assert "Wales" not in {row["subject"] for row in asked if row["field"] == "contract_holder"}


def test_r09_what_somebody_thinks_never_becomes_a_fact(fresh, site):
    fresh.visit(site, "<p>This page tells the news of the ministry, week by week, as it comes.</p>", DAY)
    outcome = fresh.visit(
        site, "<p>“I think Nacro should be awarded the contract in Essex,” said the director of the Howard League.</p>"
        "<p>In our view Shelter will run Wales.</p>", LATER,
    )  # fmt: skip

    assert outcome.events == ()
    assert fresh.ask("standings", "--as-of", "2014-12-01") == []
    with fresh.store() as store:
        assert not any(sighting.claim.mode.makes_events for sighting in store.claims.list())


def test_r10_an_open_question_closes_itself_when_a_claim_answers_it_and_is_reported_as_answered(fresh, site):
    fresh.visit(site, "<p>Nacro has been awarded the contract in Essex.</p>", DAY, programmes=(TR,))
    fresh.run("upkeep")
    paid = "<p>Nacro has been awarded the contract in Essex, which is paid by results.</p>"
    fresh.visit(site, paid, LATER, path="/pay", source="pay", programmes=(TR,))
    before = fresh.ask("questions", "--as-of", "2014-11-08", "--known-at", "2014-10-30")
    after = fresh.ask("questions", "--as-of", "2014-11-08")
    fresh.run("upkeep")
    issue = fresh.issue(datetime(2014, 11, 7, 7, tzinfo=UTC))

    def asked(rows):
        return ("Nacro", "payment") in {(row["subject"], row["field"]) for row in rows}

    assert (asked(before), asked(after)) == (True, False)
    assert "QUESTIONS ANSWERED" in issue
    assert "How is it paid? payment by results" in issue


def test_r11_services_are_asked_for_under_any_of_their_wordings(fresh, site, case):
    fresh.visit(
        site, case("crs-change-provider-replaced-east", "before.json"), datetime(2024, 11, 5, 12, tzinfo=UTC), kind="register",
        content_type="application/json", programmes=(CRS,), options=RegisterOptions(register="crs-contracts"),
    )  # fmt: skip

    def held(service):
        return {row["organisation"] for row in fresh.ask("standings", "--as-of", "2024-11-10", "--service", service)}

    assert "Seetec Business Technology Centre" in held("accommodation")
    assert held("accommodation") == held("housing")
    assert held("ETE") == held("personal wellbeing") == held("women's services") == set()


def test_r12_a_part_in_strategy_is_set_only_from_explicit_words(fresh, site):
    fresh.visit(
        site, "<p>Nacro has been awarded the contract in Essex and will have a seat on the partnership board. "
        "Shelter has been awarded the contract in Wales and is a strategic name.</p>", DAY,
    )  # fmt: skip
    with fresh.store() as store:
        claims = {sighting.claim.organisation: sighting.claim for sighting in store.claims.list()}

    assert claims["Nacro"].strategic_role == "will have a seat on the partnership board"
    assert claims["Shelter"].strategic_role is None


def test_r13_pounds_and_people_are_not_mixed_and_a_restated_budget_is_a_change(fresh, site):
    def package(id_, day, tender):
        return (
            '{"releases": [{"ocid": "ocds-h6vhtk-1", "id": "'
            + id_
            + '", "date": "2025-'
            + day
            + 'T09:00:00Z", "tag": ["planning"], '
            '"buyer": {"name": "Ministry of Justice"}, "tender": {"title": "Men\'s services", ' + tender + "}}]}"
        )

    fresh.visit(
        site, "<p>Nacro has been awarded the contract in Essex, worth £3m a year.</p>"
        "<p>Shelter has been awarded the contract in Wales for 1,200 people a year.</p>"
        "<p>Addaction has been awarded the contract in Merseyside, worth £2m a year.</p>", DAY, path="/v", source="v",
    )  # fmt: skip
    totals = {
        row["unit"]: row["low"] for row in fresh.ask("volumes", "--as-of", "2014-10-30") if not row["organisation"]
    }
    assert totals == {"pounds": 5e6, "people": 1200}
    notices = SimpleNamespace(kind="ocds", content_type="application/json", path="/n")
    first = package(
        "1-2025", "07-01", '"minValue": {"amount": 848600000}, "value": {"amount": 1016400000, "currency": "GBP"}'
    )
    second = package("2-2025", "08-08", '"value": {"amount": 854400000, "currency": "GBP"}')
    fresh.visit(site, first, datetime(2025, 7, 2, 12, tzinfo=UTC), **vars(notices))
    outcome = fresh.visit(site, second, datetime(2025, 8, 9, 12, tzinfo=UTC), **vars(notices))

    (event,) = [event for event in outcome.events if event.type is EventType.VALUE_CHANGED]
    assert (event.change.before, event.change.after) == ("£848.6 million to £1,016.4 million", "£854.4 million")
    assert event.change.evidence.quote == "854400000"


def test_r14_payment_by_results_can_be_asked_for_and_so_can_those_of_whom_nobody_states_it(fresh, site):
    fresh.visit(
        site, "<p>Nacro has been awarded the contract in Essex on payment by results.</p>"
        "<p>Shelter has been awarded the contract in Wales.</p>", DAY,
    )  # fmt: skip

    def paid(kind):
        return {row["organisation"] for row in fresh.ask("standings", "--as-of", "2014-10-30", "--payment", kind)}

    assert paid("payment by results") == {"Nacro"}
    assert paid("unknown") == {"Shelter"}
    assert paid("grant") == set()


def _standing(name, *, area="Wales", role=Role.LEAD, partnership=None):
    return Standing(
        organisation=name, organisation_id=name.lower(), role=role, status=Status.PREFERRED_BIDDER, area=area, programme=TR,
        valid_from=date(2014, 10, 29), quote=name, claim_id=name, partnership=partnership,
    )  # fmt: skip
