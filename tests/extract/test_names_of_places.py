"""Names that have a nation, a town or a saint in them, and what only stands beside a name or is called after a place."""

import pytest

from monitor.extract.discourse.scene import make_scene
from monitor.programmes import Watchlist
from monitor.programmes.pack import Organisation, Programme
from monitor.text import plain
from tests.prose.reading import a_document, parties

BODIES = {"organisation", "weak"}


def bodies(text):
    document = a_document(text)
    scene = make_scene(document, plain(document.text), Watchlist.of(()))
    return [name.surface.removesuffix("'s") for name in scene.names if name.kind.value in BODIES]


def identities(text):
    document = a_document(text)
    scene = make_scene(document, plain(document.text), Watchlist.of(()))
    return {name.surface: scene.ids.key(name) for name in scene.names if name.kind.value in BODIES}, scene.ids.titles


@pytest.mark.parametrize(
    "name",
    [
        "Marlin Homes Tasmania", "Kestrel Rescue Scotland", "Acorn Housing Queensland", "Healthcare of New Zealand", "Gambling Relief Foundation of New Zealand", "Homecare of Ontario",
        "Marlin Security of Canada", "Better Health of Oklahoma", "Family Services of New South Wales", "Kestrel Housing Society of Nova Scotia", "Vale Service Corp. of Texas",
    ],
)  # fmt: skip
def test_a_nation_or_a_state_is_a_part_of_the_name_that_has_it(name):
    assert bodies(f"The contract was awarded to {name}, which starts in June.") == [name]
    assert bodies(f"It is led by {name} and Acorn Care Ltd.") == [name, "Acorn Care Ltd"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The contract went to Cyprian Private Security of San Francisco.", "Cyprian Private Security"),
        ("The contract was awarded to Performa of Livermere, California.", "Performa"),
        ("The contract went to Marl Coaches of Springmere, IL, in June.", "Marl Coaches"),
        ("It was won by Bayside HealthCare of Missanaga.", "Bayside HealthCare"),
        ("It was won by Kestrel Logistics of Leeds.", "Kestrel Logistics"),
        ("It was won by Marl Catering of Bristol, a newcomer.", "Marl Catering"),
        ("It was won by Friends of Livermere, California, a charity.", "Friends of Livermere"),
        ("It was won by the University of Livermere, Oregon.", "University of Livermere"),
        ("It was won by the Bank of Livermere, Oregon.", "Bank of Livermere"),
        ("Missing is Pioneer of Horsefield, NY.", "Pioneer"),
        ("It was won by three firms.\n\nConSarve, Fairmere, NY", "ConSarve"),
        ("It was won by the Children's Society of Ontario.", "Children's Society of Ontario"),
    ],
)
def test_a_name_ends_before_the_town_that_its_bearer_sits_in(text, name):
    assert bodies(text) == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The work goes to Contract Roofing Services (Scotland), Oakley Construction and Moray Homes.", ["Contract Roofing Services (Scotland)", "Oakley Construction", "Moray Homes"]),
        ("It was won by Kestrel Projects (UK) in May.", ["Kestrel Projects (UK)"]),
        ("They are Tern Secure Solutions (Canada), for the Pacific Region, and Aeroward Company.", ["Tern Secure Solutions (Canada)", "Aeroward Company"]),
        ("It was won by Barnet Homes (Wales) Ltd.", ["Barnet Homes (Wales) Ltd"]),
        # and where each of several works
        ("The lots went to Marl Care (Wales) and Acorn Care (Scotland).", ["Marl Care", "Acorn Care"]),
        ("The lots went to Marl Care (Wales) and Acorn Homes (Wales).", ["Marl Care", "Acorn Homes"]),
        ("The winners are Acorn Care (Kent), Marlin Group (Essex) and Dunmere Trust (Surrey).", ["Acorn Care", "Marlin Group", "Dunmere Trust"]),
        ("The lots went to Marl Care (Leeds).", ["Marl Care"]),
    ],
)  # fmt: skip
def test_a_nation_in_brackets_is_a_part_of_a_name_where_it_says_of_no_other_where_he_works(text, found):
    assert bodies(text) == found


POINT = Watchlist.of(
    [Programme(id="p", name="P", areas=(), organisations=(Organisation(id="corner-point", name="Corner Point"),))]
)


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Corner Point Scotland has sued.\n\nCorner Point bid for Lot 3. It went to Corner Point.", True),
        ("The winner is Corner Point Scotland. The council has worked with Corner Point since May.", True),
        ("Corner Point bid for Lot 3. Its rival was Corner Point Scotland.", False),
        ("Corner Point Scotland and Corner Point bid for it.", False),
        ("Corner Point Scotland has won it. Corner Point Wales has lost it. Corner Point was glad.", False),
        ("Corner Point Scotland, which is no part of Corner Point, has won it.", False),
    ],
)
def test_a_body_called_after_a_nation_is_told_by_its_short_name_where_nobody_else_bears_that(text, one):
    document = a_document(text)
    scene = make_scene(document, plain(document.text), POINT)
    keys = {name.surface: scene.ids.key(name) for name in scene.names}

    assert (keys["Corner Point"] == keys["Corner Point Scotland"]) is one


@pytest.mark.parametrize(
    "name",
    [
        "Royal Surrey County Hospital NHS Foundation Trust", "Royal Liverpool and Broadmere University Hospitals NHS Trust", "Guy's and St Thomas' NHS Foundation Trust", "Alder Vale Children's NHS Foundation Trust",
        "Brighton and Sussex University Hospitals NHS Trust", "St George's University Hospitals NHS Foundation Trust", "St George's and St Helier Hospitals NHS Trust", "Royal Free London NHS Foundation Trust",
        "Birmingham Women's and Children's NHS Foundation Trust", "Royal Cornwall Hospitals NHS Trust", "South Tyneside and Sunderland NHS Foundation Trust",
        "Kent and Medway NHS and Social Care Partnership Trust", "Queen Elizabeth Hospital King's Lynn NHS Foundation Trust",
    ],
)  # fmt: skip
def test_the_name_of_a_hospital_trust_is_whole_whatever_saint_or_town_is_in_it(name):
    assert bodies(f"The contract was awarded to {name}, which starts in June.") == [name]
    assert bodies(f"The bidders are Dunmere University Hospital NHS Foundation Trust and the {name}.") == [
        "Dunmere University Hospital NHS Foundation Trust",
        name,
    ]
    assert bodies(f"Acorn Care bid. It has worked with {name} and Marl Children's NHS Foundation Trust.") == [
        "Acorn Care",
        name,
        "Marl Children's NHS Foundation Trust",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Pre-school Play Alliance", "Self-help Services", "Multi-agency Support Trust", "Ex-offenders Trust", "Drop-in Centre Trust", "Partners in Canadian Community Services",
        "Partners in Community Care", "Bright Freedom to Travel Ltd", "Teens and Toddlers Play Engagement LLP", "Mums and Toddlers Play Trust", "Oakfield Sports and Cultural Trust",
    ],
)  # fmt: skip
def test_hyphens_and_small_words_stand_inside_names(name):
    assert bodies(f"The contract was awarded to {name}, which starts in June.") == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pre-school places are scarce. Multi-year contracts go to Acorn Care.", ["Acorn Care"]),
        ("Acorn to Travel Ltd went the contract.", ["Acorn", "Travel Ltd"]),
        ("It moved from Marl Leisure to Care Ltd.", ["Marl Leisure", "Care Ltd"]),
        ("The service went to Nacre in Wales, and Serica Leisure and Mind in Croydon run the rest.", ["Nacre", "Serica Leisure", "Mind in Croydon"]),
        ("A contract with Dunmere House for the Street Outreach Service was let.", ["Dunmere House"]),
        ("The council will pay Marl Trust for the Sexual Health Service in Kent.", ["Marl Trust"]),
        ("It went to the Royal Society for the Protection of Birds.", ["Royal Society for the Protection of Birds"]),
        ("The contract with Victim Aid for the National Homicide Service (NHOS) runs on. NHOS is small.", ["Victim Aid"]),
        ("It was run by Marl Trust for the Vale Ambulance Service.", ["Marl Trust", "Vale Ambulance Service"]),
        ("It covers Kent and Medway.", []),
        ("Ruth Vane, President of Marlin UK, was glad.", ["Marlin UK"]),
    ],
)  # fmt: skip
def test_and_stand_between_two(text, found):
    assert bodies(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Some 250 Arrivo staff will move.", ["Arrivo"]),
        ("Around 40 Serica staff and some 300 G9S officers will move.", ["Serica", "G9S"]),
        ("Over 50 Kestrel Trust workers will move.", ["Kestrel Trust"]),
        ("The 700 Club won.", ["700 Club"]),
        (
            "It was won by the SP+ consortium and by Care+, led by Cheviot Housing Association.",
            ["SP+", "Care+", "Cheviot Housing Association"],
        ),
        ("The LGBT+ service was let.", []),
        ("Quiet Diagnostics Inc., which has done it, lost.", ["Quiet Diagnostics Inc."]),
        ("It went to Fedcorp Inc. (FI) and Acorn Care Ltd.", ["Fedcorp Inc.", "FI", "Acorn Care Ltd"]),
        ("It went to Fedcorp Inc. It starts in May.", ["Fedcorp Inc"]),
    ],
)
def test_a_number_that_counts_is_no_part_of_a_name_and_a_sign_and_a_stop_may_be(text, found):
    assert bodies(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Londoners and New Yorkers, Canadians and Victorians were glad that the contract was won.",
        "Most Tasmanians were for the contract.",
        "The East Anglian lots were won in May. The Northumbrian contract was let. It was let by Californian firms.",
        "The houses are owned by the Province and were let by the Commonwealth.",
        "The fund (BLF) chose them. It was awarded by BLF. The ministry (MOV) agreed; MOV and the regulator (OFRA) will watch.",
    ],
)
def test_a_people_a_realm_and_who_pays_are_no_bodies(text):
    assert bodies(text) == []


@pytest.mark.parametrize("name", ["Princess Ada Hospice", "Queen Ida University", "King Otto Hospital Trust"])
def test_a_hospice_or_a_university_may_be_called_after_a_queen(name):
    assert bodies(f"The contract was awarded to {name}, which starts in June.") == [name]
    assert bodies("King Otto opened it. Queen Ida was glad that the contract was won.") == []


@pytest.mark.parametrize("name", ["Northumbrian Water", "Cumbrian Homes", "Anglian Home Improvements"])
def test_a_body_may_bear_the_adjective_of_a_place(name):
    assert parties(f"The contract was awarded to {name}, which starts in June.") == {name}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The contracts went to Marl Coaches of Hexham, Tern Taxis of Morpeth and Acorn Buses.", {"Marl Coaches", "Tern Taxis", "Acorn Buses"}),
        ("The losing bidders were Marl Coaches of Hexham and Acorn Buses of Alnmere.", {"Marl Coaches", "Acorn Buses"}),
        ("It was awarded to Kestrel Care for the Family Hub Service and to Acorn Trust for the Youth Project.", {"Kestrel Care", "Acorn Trust"}),
    ],
)  # fmt: skip
def test_those_of_a_list_are_told_without_where_they_sit_and_what_they_work_on(text, told):
    assert parties(text) == told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("But in Leeds Acorn Care has won the contract.", ["Acorn Care"]),
        ("There are two more. And in Ballarat Moorin Health and Wendara Co-operative run a clinic.", ["Moorin Health", "Wendara Co-operative"]),
        ("But Leeds Acorn Care has won the contract.", ["Leeds Acorn Care"]),
        ("The winner is Blue Cross and Blue Shield of Oklahoma, and Humber Horizons lost.", ["Blue Cross and Blue Shield of Oklahoma", "Humber Horizons"]),
        ("It went to Herbert H. Drew & Son and to R J Leigh & Sons.", ["Herbert H. Drew & Son", "R J Leigh & Sons"]),
        ("It came down to Lot A. Acorn and Sons won.", ["Acorn and Sons"]),
        ("It has an agency, Coram Cambridgeshire Adoption.", ["Coram Cambridgeshire Adoption"]),
        # courts, schools that others carry to, and what is pressed on a page
        ("It was heard in the High Court of Justice. The Court of Session refused the bidder.", []),
        ("All buses into Manor Vale School go to Marl Minibuses, as the contract says.", ["Marl Minibuses"]),
        ("At Hill Vale School (Primary), Shepmere, a contract was let.", []),
        ("The contract for transport to Vale College was won by Tern Taxis.", ["Tern Taxis"]),
        ("The contract is for the schools of Bawnmore, Linmere and Tilton.", []),
        ("The contract was won by Woodvale School.", ["Woodvale School"]),
        ("Quick exit. The contract was won by Acorn Care.", ["Acorn Care"]),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_or_is_carried_to_is_told_from_it(text, found):
    assert bodies(text) == found


@pytest.mark.parametrize(
    ("text", "short", "full", "one"),
    [
        ("The charity Corin won. Corin is glad. It has an agency, Corin Cambridgeshire Trust.", "Corin", "Corin Cambridgeshire Trust", False),
        ("The winner is Corin Cambridgeshire Trust. Corin starts in May.", "Corin", "Corin Cambridgeshire Trust", True),
        ("The charity Corin won. It is Corin Homes Trust. Corin is glad.", "Corin", "Corin Homes Trust", True),
        ("It is Corin's. Corin is glad. Corin Kent is its venture, and Corin Homes Trust its arm.", "Corin", "Corin Homes Trust", False),
    ],
)  # fmt: skip
def test_a_longer_name_that_adds_a_place_and_comes_later_is_a_branch(text, short, full, one):
    keys, _ = identities(text)

    assert (keys[short] == keys[full]) is one


def test_where_a_firm_sits_is_no_area_of_its_contract_and_a_side_of_a_nation_is_no_seat():
    document = a_document(
        "The contract went to Marl Coaches of Hexham.\n\nLondon and South of England, Wales: Acorn Ltd"
    )
    places = [name for _, _, name in make_scene(document, plain(document.text), Watchlist.of(())).places]

    assert "Hexham" not in places
    assert "South of England" in " ".join(places)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The contract covers Manor School, Vale School and Hill Academy and was won by Tern Catering.", {"Tern Catering"}),
        ("Tern Catering will serve Manor School, Vale School and Hill Academy under the contract.", {"Tern Catering"}),
        ("The contract covers the Royal Infirmary, Marl Hospital and Vale Clinic and went to Tern Cleaning.", {"Tern Cleaning"}),
        ("The hostels are Vale Lodge, Marl House and Hill Court, and Acorn Care has won the contract for them.", {"Acorn Care"}),
        ("Acorn Care has been awarded the contract for the Marl Centre, the Vale Centre and Hill House.", {"Acorn Care"}),
        ("The contract for Marl Library, Vale Library and Hill Museum was awarded to Acorn Trust.", {"Acorn Trust"}),
        ("Acorn Care won the contract to run Marl School, Vale Library and Hill Museum.", {"Acorn Care"}),
        # and houses that win
        ("The contract was awarded to Marl College, Vale Academy and Hill School.", {"Marl College", "Vale Academy", "Hill School"}),
        ("Acorn Care, Marl House and Vale Lodge won the contract for the Hill Centre.", {"Acorn Care", "Marl House", "Vale Lodge"}),
        ("A consortium led by Marl College and including Vale College and Hill School won the contract.", {"Marl College", "Vale College", "Hill School"}),
        ("Marl House will run it. Acorn Care has lost the contract for Marl House.", {"Marl House", "Acorn Care"}),
    ],
)  # fmt: skip
def test_houses_that_a_contract_is_for_are_no_parties_and_houses_that_win_are(text, told):
    assert parties(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "The contracts of CKX in the South East, Futures in the East Midlands and Harbour Trust in the North West end in May.",
        "The contracts of Tarn Homes in Kent, Futures in Essex, Brightways in Surrey and Harbour Trust, which has two, end in May.",
    ],
)
def test_what_stands_between_bodies_with_a_place_behind_it_is_one(text):
    assert "Futures" in bodies(text)
    assert "Harbour Trust" in bodies(text)


def test_what_such_a_list_begins_with_is_what_it_was():
    text = "Trains in Kent, Buses in Essex and Harbour Trust in Surrey have won praise. The contract goes on."

    assert "Buses" not in bodies(text)


@pytest.mark.parametrize(
    "text",
    [
        "Since May the Federal Agency for Reception and Support Services (BXU) has run the centres. The contract of Harbour Trust ended.",
        "The National Agency for Care and Support Services has looked at the contract of Harbour Trust.",
        "The State Office for Housing and Advice Services has looked at the contract of Harbour Trust.",
    ],
)
def test_what_an_agency_is_for_is_no_body(text):
    assert [name for name in bodies(text) if name.startswith(("Reception", "Care", "Housing"))] == []
