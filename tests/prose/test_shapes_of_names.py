"""Names of every shape, in several settings, and what has the shape of a name and is nobody's."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.prose.reading import parties, read

SETTINGS = (
    "The council has awarded the contract for its night shelters to {}.",
    "The contract for the night shelters was won by {}, and it starts in June.",
    "Three bidders won places on the framework: Acorn Care Ltd, {} and Dunmere Housing Trust.",
)
SHAPES = {
    "two words tied by a sign": """
        Locke & Marsh; Crown & Cole; Barrow & Vale; Finch & Heath; Stour & Wold; Thorn & Quay; Hale & Moor; Bell & Coast; Reed & Forest; Pike & Isle;
        Crown & Thistle; Ash & Weald; Birch & Borders; Nunn & Dale; Oake & Lakes; Rudd & Haven; Tarrant & Glen; Marl & Fells; Shaw & Downs; Wren & Levels""",
    "houses of kin": """
        Cullet and Co; Tolley and Sons; Biffin and Daughters; Harkness and Partners; Dr Ambrose and Partners; Blues and Blues Ltd; Penrose and Son; Quill and Brothers; Mabey and Associates;
        Rook and Sons; Lacey and Co; Orrin and Partners; Hobday and Sons; Stoker and Company; Varley and Co; Inch and Daughters; Wragg and Sons; Pell and Pell Ltd; Furze and Partners; Ludd and Associates""",
    "several trades of one house": """
        Airborne Defence and Space; Sports and Leisure Management Ltd; Gypsy and Traveller Law Project; Harlow Repairs and Maintenance Group; Kestrel Heating and Plumbing Services;
        Deaf and Disabled Housing Trust; Migrant and Refugee Support; Asylum and Refugee Housing; Rowan Food and Drink Group; Marlin Water and Energy Services; Homeless and Veterans Support;
        Calder Museums and Libraries Trust; Brack Finance and Insurance Group; Tern Highways and Grounds Services; Roma and Traveller Advice; Skell Fitness and Leisure Trust;
        Blind and Deaf Support; Ouse Marine and Engineering Group; Lune Logistics and Transport Group; Wick Building and Roofing Services""",
    "houses with a title or a given name": """
        Mrs Lacey's Kitchen; Bishop Street Surgery; Simon Rangers; Clare Bus; Dr Tolley's Surgery; Martin Bakery; Oliver Motors; Miss Pell's Nursery; Captain Rook's Ferries; Father Quin's Kitchen;
        Grace Caterers; Stanley Cleaners; Harriet Farms; Norma Studios; Howard Roofing; Bishop Vane Academy; Kelly Cabs; Gordon Removals; Ruth Foods; Mrs Bunn's Bakery""",
    "words of other tongues": """
        Caixa do Trabalho; Pescanova do Norte; Casa dos Rios; Banco del Lago; Maison des Arts; Terre et Mer; Compagnie du Rhin; Huis van Vrede; Stiftelsen og Venner; Haus der Arbeit;
        Cooperativa di Lavoro; Fondazione della Valle; Oficina da Serra; Union des Lacs; Hogar de la Vega; Arbeit und Leben; Bus Éireannach; Verein von Stadt; Clube das Ilhas; Sindicato dos Portos""",
    "a number that belongs to it": """
        24/7 Health Care; Hub at Number 9; 24/7 Homecare; Studio 54 Trust; Pier 12 Group; Northgate Studio 8; Brook House Number 40; Harbour Pier 3""",
    "a season or a day that is meant": """
        Second Spring Housing; Second Sun Trust; Winter Haven Trust; Autumn Leaves Care; Summer Lane Projects; Spring Forward Training; Easter Road Housing; Indian Summer Care; Long Winter Trust; New Spring Care;
        Late Summer Homes; March Hare Catering; First Winter Shelter Trust; Spring Bank Homes; Autumn House Trust; Wild Spring Foundation; Red Sun Group; Sun Valley Homes; Open Spring Clinic; Blue Winter Group""",
}
CASES = [(shape, name.strip()) for shape, names in SHAPES.items() for name in names.split(";")]


@pytest.mark.parametrize(("shape", "name"), CASES)
def test_a_name_is_cut_where_it_ends_whatever_its_shape(shape, name):
    for setting in SETTINGS:
        told = parties(setting.format(name))
        assert name in told, (shape, setting, told)
        assert told <= {name, "Acorn Care Ltd", "Dunmere Housing Trust"}, (shape, setting, told)


@pytest.mark.parametrize(
    "text",
    [
        # A legal form, a contraction, an office and a service are nobody's names.
        "Robert'); DROP TABLE documents;-- Ltd has been awarded the contract.",
        "We've won the contract. They'll run it from June, and I'm glad. We're off.",
        "The contract is to provide School Nursing and the Local Employment Service.",
        "It was awarded to provide Health Visiting, Adult Education and Job Clubs.",
        "Heads of Learning and Skills have been appointed. Head of Housing was awarded a prize.",
        "Monte McAlister, Minister of Labour, has won the vote on the contract.",
        "The Honourable Ruth Vane has been awarded a medal at the tender's end.",
        "Deputy Nolan won the debate on the contract.",
        "Jane Smith MP won the debate on the contract.",
        "John Wilder, a former chief executive in provider organisations, was appointed.",
    ],
)
def test_what_only_looks_like_a_name_is_no_party(text):
    assert parties(text) == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Lot 4 was won by Inkpot Translations of Leith.", {"Inkpot Translations"}),
        ("The contract was awarded to Acorn Group of Tarbet.", {"Acorn Group"}),
        ("The contract was awarded to Corrections Corporation of America.", {"Corrections Corporation of America"}),
        ("The contract was awarded to Kirby's of York.", {"Kirby's of York"}),
        ("In May Acorn Group won the contract.", {"Acorn Group"}),
        ("The contract was won by Acorn Services, said Fergus Lyle, Acorn Services MD.", {"Acorn Services"}),
        ("The contract was awarded to Serena Canada.", {"Serena Canada"}),
        ("The contract was awarded to Nacre and Shelta.", {"Nacre", "Shelta"}),
        ("The contract was awarded to Acorn Care and Dunmere Housing Trust.", {"Acorn Care", "Dunmere Housing Trust"}),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_is_no_part_of_it(text, told):
    assert parties(text) == told


@pytest.mark.parametrize(
    "item",
    [
        "Build a workforce that is ready", "Become a volunteer", "Tell us what you think", "Volunteer with us", "Challenge the stigma of debt", "Donate to our appeal",
        "Grow your own food", "Shape how we work", "Ask what we do", "Fund every club", "Champion people who care", "Speak to us", "Sponsor a runner", "Hire our rooms",
        "Refer someone today", "Discover why it matters", "Recruit the best", "Bring this to them", "Mend each shoe", "Raise your voice",
    ],
)  # fmt: skip
def test_an_item_that_bids_somebody_do_something_names_nobody(item):
    for intro in (
        "Acorn Care Ltd has won the contract. In particular, it will:",
        "Our partners in the contract ask you to:",
    ):
        text = f"{intro}\n\n- {item}\n- {item} in June\n- Run a cafe"
        assert parties(text) <= {"Acorn Care Ltd"}, text


@pytest.mark.parametrize(
    ("name", "short"),
    [("Scottish Paths and Gardens Service", "SPGS"), ("Harbour and Land Trust", "HLT"), ("Wold Ferns and Mosses Group", "WFMG"), ("Tarn Bikes & Boats Network", "TBBN")],
)  # fmt: skip
def test_letters_in_brackets_that_stand_for_all_of_a_name_hold_it_together(name, short):
    assert parties(f"The council has awarded the contract to {name} ({short}).") == {name}


_WORDS = (
    *[
        "NAME",
        "ADVISER",
        "AND",
        "OF",
        "THE",
        "FOR",
        "IN",
        "TO",
        "AT",
        "ON",
        "WITH",
        "PLACE",
        "TAKES",
        "OVER",
        "MORE",
        "CALLED",
        "PUBLIC",
        "LETTER",
        "CARE",
        "TRUST",
        "LTD",
        "KENT",
        "&",
        "4",
    ],
    *[
        "Mellor",
        "Trust",
        "Service",
        "County",
        "Group",
        "Council",
        "of",
        "and",
        "the",
        "for",
        "in",
        "at",
        "'s",
        "(",
        ")",
        ",",
        ":",
        "-",
    ],
)


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9))
@example(["NAME", "ADVISER", "AND"])
@example(["TAKES", "OVER", "THE"])
@example(["TAKES", "OVER", "WITH", "AT", "-", "and"])
@example(["PUBLIC", "AND", "OF", "LETTER."])
def test_no_line_of_words_and_small_words_is_too_odd_to_be_read(line: list[str]) -> None:
    read(f"The contract was awarded. {' '.join(line)}")
