"""Names that small words, commas, places or titles could cut in pieces, in whole sentences; and what only looks alike."""

import pytest

from monitor.extract.discourse.scene import make_scene
from monitor.programmes import Watchlist
from monitor.text import plain
from tests.prose.reading import a_document

BODIES = {"organisation", "weak"}


def bodies(text):
    document = a_document(text)
    scene = make_scene(document, plain(document.text), Watchlist.of(()))
    return [name.surface.removesuffix("'s") for name in scene.names if name.kind.value in BODIES]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Rights and Equalities in Harrow", "REIH"), ("Social Organisation for Unity and Leisure", "SOUL"), ("Dunmere Action, Housing and Legal Advice", "DAHLA"),
        ("Carers and Relatives in Need", "CARIN"), ("Wold Ferns, Mosses and Lichens", "WFML"), ("Voices of Women in Crisis", "VWC"),
    ],
)  # fmt: skip
def test_letters_in_brackets_hold_a_name_together_across_small_words_and_commas(name, short):
    assert bodies(f"The contract goes to {name} ({short}), and {short} starts in June.") == [name, short, short]


@pytest.mark.parametrize(
    "text",
    [
        "It went to Acorn Care and Dunmere Housing Trust (DHT).",
        "It went to Acorn Care, Dunmere Homes and Vale Works (VW).",
        "It went to Acorn Care for Dunmere Homes (the landlord).",
    ],
)
def test_letters_that_stand_for_the_last_name_alone_join_nothing(text):
    assert "Acorn Care" in bodies(text)


def test_a_body_may_be_called_after_several_places_and_a_list_of_places_ends_before_one():
    assert bodies("Leeds, Bradford and Wakefield Mental Health NHS Trust bid for it.") == [
        "Leeds, Bradford and Wakefield Mental Health NHS Trust"
    ]
    assert bodies("It was NHS Leeds and Wakefield Homes Trust.") == ["NHS Leeds and Wakefield Homes Trust"]
    assert bodies("It works in Leeds, Bradford and York. Wakefield Hospice has none.") == ["Wakefield Hospice"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Department for Digital, Culture, Media and Sport (DCMS) paid for it.", []),
        ("The Ministry of Housing, Communities and Local Government paid for it.", []),
        ("Jane Pell, the Cabinet Member for Housing, Health and Wellbeing, agreed.", []),
        ("It was signed by the Director of Law and Democratic Services.", []),
        ("A paper by the Executive Director, Neighbourhoods, Communities & Housing, was read.", []),
        ("A paper by the Executive Director, Environment and Regeneration, was read.", []),
        ("The directors of Acorn Care, Vale Works and Marl Housing Trust agreed.", ["Acorn Care", "Vale Works", "Marl Housing Trust"]),
        ("He is the director of Acorn Care.", ["Acorn Care"]),
    ],
)  # fmt: skip
def test_what_an_office_is_for_is_nobody(text, found):
    assert bodies(text) == found


@pytest.mark.parametrize(
    "name",
    [
        "Team Staffordshire", "Support Cambridgeshire", "Age UK Lancashire", "Children First Northamptonshire", "Healthwatch Wiltshire", "Refugee Council", "Norwegian Refugee Council",
        "Wolverhampton Voluntary Sector Council", "Hunts Forum", "Wear Refugee Forum", "Tayside Council on Alcohol", "Crown Fine Storage", "Prince's Trust", "King's College", "Jack Barker Golf",
        "Hedge End Players", "Citizens Advice Hull and Leeds", "Age UK Norfolk and Suffolk", "Mind in Harrow", "Central and South Sussex Citizens Advice", "Lowland Care Downs", "TRC Lakes",
    ],
)  # fmt: skip
def test_a_body_is_one_whatever_place_office_or_person_its_words_could_name(name):
    assert bodies(f"The contract was awarded to {name}, which starts in June.") == [name]


@pytest.mark.parametrize(
    "place",
    ["South Gloucestershire", "Mid Bedfordshire", "Aire Valley", "Upper Marsh", "Kent Downs", "Greater Lincolnshire"],
)
def test_a_stretch_of_country_is_no_body(place):
    assert bodies(f"The service in {place} ends in June. Across {place} people were glad.") == []


@pytest.mark.parametrize(
    "buyer",
    ["Dunmere Council", "Dunmere Borough Council", "Crown Commercial Service", "Crown Court", "Northern Ireland Executive", "Arts Council England"],
)  # fmt: skip
def test_who_buys_or_judges_is_no_provider(buyer):
    assert bodies(f"The contract was let by {buyer} last year.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It brings in Karmel Nirvan for the women.", ["Karmel Nirvan"]),
        ("It called in Sable Wharfing to help.", ["Sable Wharfing"]),
        ("Our friends at Kestrine run it.", ["Kestrine"]),
        ("The contract of Moor Concern ended.", ["Moor Concern"]),
        ("The handover went ahead, Marl First is the ninth.", ["Marl First"]),
        ("It goes to Mazard & Forth, 22.5 per cent of it.", ["Mazard & Forth"]),
        ("The contract for Moor Barrow ended.", []),
        ("It took place in Sable Wharfing.", []),
        ("It was won by MTR of Hong Kong.", ["MTR"]),
        ("It was won by Fenland Rail Corporation of Hong Kong.", ["Fenland Rail Corporation"]),
        ("It was won by Corrections Corporation of America.", ["Corrections Corporation of America"]),
    ],
)  # fmt: skip
def test_the_words_around_tell_a_body_from_a_place_and_a_person(text, found):
    assert bodies(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It buys milk from Gorse Farm Dairy and Bakehouse 22, who have signed on.", ["Gorse Farm Dairy", "Bakehouse 22"]),
        ("In third place came Abode 24, which is registered here.", ["Abode 24"]),
        ("The block was Sanctum's; now it is Housing 22's.", ["Sanctum", "Housing 22"]),
        ("Three estates are to go to Pennine Housing 2000. They have 650 homes.", ["Pennine Housing 2000"]),
        ("It went to Nova, Gingerbread, Aspire 2B and Foundry UK.", ["Nova", "Gingerbread", "Aspire 2B", "Foundry UK"]),
        ("A tribunal told the 700 Club that it owes money.", ["700 Club"]),
        ("3 Counties Care bid, and 5 Boroughs Partnership won.", ["3 Counties Care", "5 Boroughs Partnership"]),
        ("It was awarded to 4Children, 24x7 Buses and 2Excel Aero.", ["4Children", "24x7 Buses", "2Excel Aero"]),
        ("It is run by the housing charity Chapter 1.", ["Chapter 1"]),
        ("The builder H. Castell has the rest, with J. Pike & Sons.", ["H. Castell", "J. Pike & Sons"]),
        # and what is counted, dated or lettered
        ("Lots were won by Acorn Care 12, Marl Trust 9 and Vale Homes 3.", ["Acorn Care", "Marl Trust", "Vale Homes"]),
        ("It was given to Acorn Care 12 months ago.", ["Acorn Care"]),
        ("It was won by Acorn Care 2019.", ["Acorn Care"]),
        ("Acorn Care won Lot 4 and Phase 2.", ["Acorn Care"]),
        ("It goes to Plan A. Acorn Care runs it.", ["Acorn Care"]),
    ],
)  # fmt: skip
def test_figures_and_initials_that_belong_to_a_name_are_a_part_of_it(text, found):
    assert [name for name in bodies(text) if name != "Milk"] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("That's Acorn Heating & Plumbing.", ["Acorn Heating & Plumbing"]),
        ("We're Upper Wharfe Wheels, a charity.", ["Upper Wharfe Wheels"]),
        ("Outgoing Acorn Group said no. Developer Lansdowne lost.", ["Acorn Group", "Lansdowne"]),
        ("The Danish DSR Group bid.", ["DSR Group"]),
        ("The Scottish SPCB bid.", ["Scottish SPCB"]),
        ("The British Red Lantern bid.", ["British Red Lantern"]),
        ("The Acorn Group of Boca Marl has won.", ["Acorn Group"]),
        ("Ruth Vane of Homeless Ties was glad.", ["Homeless Ties"]),
        ("Supporters of Home Again Marl were glad.", ["Home Again Marl"]),
        ("The job went to Friends of Acorn Park.", ["Friends of Acorn Park"]),
        ("The tenders came with the Kestrel Support Service 365 Answers.", ["Kestrel Support Service", "365 Answers"]),
        ("Written by Tamsyn Oakes, 22 January.", []),
        ("The report was presented by Lowena Finlay.", []),
    ],
)  # fmt: skip
def test_what_stands_in_front_of_a_name_or_behind_it_is_no_part_of_it(text, found):
    assert [name for name in bodies(text) if name not in {"Written", "Supporters"}] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your Consortium has won. Your Partners are glad.", ["Your Consortium"]),
        ("One Housing Group said no.", ["One Housing Group"]),
        ("Everyone Moves signed it.", ["Everyone Moves"]),
        ("Support Staffordshire came about in 2015. She runs Support Staffordshire.", ["Support Staffordshire", "Support Staffordshire"]),
        ("Support Staffordshire by giving.", []),
        ("One Council said no. All Bidders were told.", []),
    ],
)  # fmt: skip
def test_a_word_that_begins_sentences_may_begin_a_name_that_is_meant(text, found):
    assert bodies(text) == found


@pytest.mark.parametrize(
    "name",
    [
        "Time Out for Carers", "Making Space for Hope", "Together for Everyone", "Action for Change", "Music for Good", "Routes to Work South", "Steps to Work & Wellness", "Gateway to Learning Ltd",
        "Sport for Life", "Arts for All", "Room for Young Carers",
    ],
)  # fmt: skip
def test_small_words_stand_inside_the_names_of_charities(name):
    for setting in ("The contract was awarded to {}, which starts in June.", "It is led by {}, with Acorn Care."):
        assert [one for one in bodies(setting.format(name)) if one != "Acorn Care"] == [name]


@pytest.mark.parametrize(
    ("text", "unfound"),
    [
        ("The Contract for Women ended.", "Contract for Women"), ("It lost Tideway to Ravelin Group.", "Tideway to Ravelin Group"),
        ("The Minister for Women spoke.", "Minister for Women"), ("It won Lot 2 for Children.", "Lot 2 for Children"),
    ],
)  # fmt: skip
def test_small_words_join_no_others(text, unfound):
    assert unfound not in bodies(text)


def identities(text):
    document = a_document(text)
    scene = make_scene(document, plain(document.text), Watchlist.of(()))
    return {name.surface: scene.ids.key(name) for name in scene.names if name.kind.value in BODIES}, scene.ids.titles


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("The Adolescent and Children's Trust (Tact) has won. Tact was glad.", "Adolescent and Children's Trust", "Tact"),
        ("Lakeside Learning has won. It is Lakeside Learning's as well.", "Lakeside Learning", "Lakeside Learning"),
        ("MTR of Hong Kong won. The council chose MTR.", "MTR", "MTR"),
        ("Tarnica UK Ltd has won. Tarnica was glad. It is Tarnica Lifts that breaks.", "Tarnica UK Ltd", "Tarnica"),
        ("It went to Wick's, Acorn Care and others. The bid by Wick's heirs was best.", "Wick's", "Wick"),
    ],
)  # fmt: skip
def test_a_short_form_of_a_name_names_the_same_body(text, one, other):
    keys, titles = identities(text)

    assert keys[one] == keys[other]
    assert titles[keys[one]] == one


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Acorn Community Homes (Marl) has won. Marl Homes bid.", "Acorn Community Homes", "Marl Homes"),
        ("Acorn Care and Acorn Homes bid.", "Acorn Care", "Acorn Homes"),
        ("Acorn Care won. Its rival was Acorn Care North West.", "Acorn Care", "Acorn Care North West"),
        ("The losers were Care UK and Care for Tarn.", "Care UK", "Care for Tarn"),
        ("Tern Action Trust (with Tact) has won. Tact Homes bid.", "Tern Action Trust", "Tact Homes"),
    ],
)  # fmt: skip
def test_names_that_only_sound_alike_stay_two(text, one, other):
    keys, _ = identities(text)

    assert keys[one] != keys[other]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Acorn Trust Wins New Contract\n\nIt starts in June.", ["Acorn Trust"]),
        ("Kestrel Rail Secures Franchise\n\nIt starts in June.", ["Kestrel Rail"]),
        ("It went to Chosen Path and to Clarity Signs Limited.", ["Chosen Path", "Clarity Signs Limited"]),
    ],
)
def test_a_verb_that_a_headline_capitalises_ends_a_name(text, found):
    assert bodies(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Money is short. Crime fell. Turnout was low. Somehow they won. Ever since, the contract was lost.",
        "Description\n\nPurpose: to award a contract. Alternative options: none.",
        "Ninety guests came to the 'Outstanding' home; their CV and GCSE results were read at 6 PM.",
        "Ridiculous. Reasons for the award are secret. Yours, the bidders.",
    ],
)
def test_words_that_only_begin_a_sentence_or_a_line_name_nobody(text):
    assert bodies(text) == []


@pytest.mark.parametrize("name", ["Good Neighbours", "Right Steps", "Early Lives", "Proud Futures", "Shelter"])
def test_names_of_common_words_are_names_where_they_act(name):
    assert name in bodies(f"The contract was given to {name}. {name} has won it.")


@pytest.mark.parametrize(
    "text",
    [
        # Words with a capital from where they stand, or from a house style.
        "The council:\n\nagrees the award.\n\nAgrees that the contract be let.\n\nConsultation\n\nThe consultation is over.",
        "A CHARITY has won the contract.\n\nThe charity starts in May.",
        "Specialist nurses join the new contract. Both Centres are let, and a specialist will run them.",
        # Offices, services and papers.
        "It was awarded by the Chief Inspector and the Portfolio Holder for the two Centres.",
        "A tender for the Contact Centre Services contract is out, and the Contact Centre Services were let.",
        "The contract is for a Domestic Abuse Refuge and for Domestic Abuse Reviews.",
        "Recommendations Approved\n\nThe contract was let.",
        "The council looked for a Health Improvement and Weight Management Service.",
        "The contract for Revenues, Benefits and Customer Services has been let.",
        # Letters of things.
        "Restorative justice (RJ) is a duty. The contract for RJ was won.",
        "The contract for ICT and for ESOL has been won. CCTV was lost. It ran with PFI money.",
    ],
)
def test_common_words_are_nobody_until_something_calls_them_a_body(text):
    assert bodies(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The contract went to Gallop. Most of it is new.", "Gallop"),
        ("Gallop, a charity, has won the contract.", "Gallop"),
        ("Two bid: Kestrelwood Homes and Gallop.", "Gallop"),
        ("The Shed Grounds Care Trust won. In May (or so) Shed starts, and a shed is built.", "Shed"),
        ("The contract was won by Open Door Support. The Open Door Support contract runs on.", "Open Door Support"),
    ],
)
def test_a_body_may_be_called_by_common_words(text, found):
    assert found in bodies(text)


@pytest.mark.parametrize(
    "name",
    [
        "Working Links",
        "Together Women",
        "First Bus",
        "Young Devon",
        "Support Kent",
        "Carefaction",
        "Refuge",
        "Shelter",
        "Advice UK",
    ],
)
def test_what_a_bidder_does_makes_a_name_of_words_that_begin_sentences(name):
    assert name in bodies(f"The bids are in. {name} has won the contract. It is glad.")
    assert name in bodies(f"The bids are in.\n\nKent: {name}\n\nEssex: Acorn Care Ltd")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("John Marlin has won the contract.", "John Marlin"),
        ("The present provider, John Marlin, did not bid.", "John Marlin"),
        ("It is run by John Marlin, which is of Leeds.", "John Marlin"),
        ("Three bid: Acorn Care Ltd, John Marlin and Dunmere Housing Trust.", "John Marlin"),
        ("It comes from Ambassador Theatre Group.", "Ambassador Theatre Group"),
        ("It goes to Change, Grow, Rise. It starts in May.", "Change, Grow, Rise"),
        ("The contract went to Harbour Advice, Skills and Employment.", "Harbour Advice, Skills and Employment"),
        ("It goes to Learning, Growing, and Care Services Ltd.", "Learning, Growing, and Care Services Ltd"),
        ("They asked about those whom Via looks after.", "Via"),
        ("The contract was awarded to New Dawn New Day.", "New Dawn New Day"),
        ("A consortium around Kestrelic, the owner of Marlin, is third.", "Kestrelic"),
        ("Two won: Acorn Care and a newcomer, Comma. It starts in May.", "Comma"),
    ],
)
def test_a_body_may_bear_the_name_of_a_person_or_of_a_day(text, found):
    assert found in bodies(text)


@pytest.mark.parametrize(
    "text",
    [
        "John Marlin has won a prize.",
        "Change, growth and loss are words.",
        "The bids are in. Industry has won the contract.",
    ],
)
def test_what_anybody_may_do_makes_no_body(text):
    assert bodies(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is to be subcontracted to Leeds, Bradford and Wakefield Mental Health NHS Trust.", ["Leeds, Bradford and Wakefield Mental Health NHS Trust"]),
        ("The team was a sub-contractor to Marlin for the Work and Health Programme.", ["Marlin"]),
        ("It is a subcontractor to Acorn Trust for the Restart Scheme.", ["Acorn Trust"]),
        ("Acorn Care, Vale Women and Children's Refuge and Dunmere Homes were chosen.", ["Acorn Care", "Vale Women and Children's Refuge", "Dunmere Homes"]),
        ("Acorn Mothers and Babies Trust won it.", ["Acorn Mothers and Babies Trust"]),
        ("The preferred bidder is Bidder B and the reserve is Tenderer C.", []),
        ("Neither Acorn Trust nor Dunmere Homes will get a contract.", ["Acorn Trust", "Dunmere Homes"]),
        ("The Director of Older People reported on it.", []),
        ("Acorn Care, from Prestwick, has won it.", ["Acorn Care"]),
    ],
)  # fmt: skip
def test_what_two_names_or_a_name_and_its_work_have_between_them_is_in_neither(text, found):
    assert bodies(text) == found


def test_a_word_that_counts_bodies_is_no_part_of_a_name():
    text = "The contract was given up twice. First Dunmere Care Trust and then Acorn Homes spoke of a gap."

    assert bodies(text) == ["Dunmere Care Trust", "Acorn Homes"]
    assert bodies("The contract goes to First Dunmere Care Trust.") == ["First Dunmere Care Trust"]


def test_the_end_of_what_a_contract_is_called_is_nobody():
    text = "These services came under a contract called Care Closer to Home, held by Dunmere Care Trust."

    assert bodies(text) == ["Dunmere Care Trust"]
    assert "Shelter" in bodies("The council has named Dunmere Care Trust and Shelter as its partners in the contract.")


def test_two_places_joined_by_a_hyphen_behind_for_are_where_a_body_works():
    assert bodies("The managers are: Alder College for Holme-Pellworth, and Acorn Care.") == [
        "Alder College",
        "Acorn Care",
    ]


def test_whom_a_letter_came_from_is_no_party():
    text = "The board noted the contract.\n\n- Letter from Action on Smoking and Health on vapes (noted)"

    assert "Action on Smoking and Health" not in bodies(text)
