"""Where a name begins and ends, and what it is taken for, in sentences as newspapers write them."""

import pytest

from monitor.extract.names.spotting import find_names

ORGANISATIONS, OTHERS = {"organisation", "weak"}, {"place", "person", "thing", "buyer"}


def names(text, kinds):
    return [name.surface.removesuffix("'s") for name in find_names(text, ()) if name.kind.value in kinds]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("The minister picked Norway's Fjordbus for it.", ["Fjordbus"]),
        ("It sold NRT's Northern arm to Calder Rail.", ["NRT", "Calder Rail"]),
        ("The firm lost Tideway to Ravelin last year.", ["Tideway", "Ravelin"]),
        ("12 Mar 21 The work is to house people.", []),
        ("12 Mar 21 Harrowgate Works has won.", ["Harrowgate Works"]),
        ("Updated 14 April 2023\nAcorn Care is named.", ["Acorn Care"]),
        ("A pact of Torbay and West Devon NHS Foundation Trust with Acorn Care.", ["Torbay and West Devon NHS Foundation Trust", "Acorn Care"]),
        ("It went to the charity Chapter Nine last week.", ["Chapter Nine"]),
        ("Somebody new runs it.", []),
        ("From 19th May Marlin Group will mend the homes.", ["Marlin Group"]),
        ("In Devon the Tarn Society runs it.", ["Tarn Society"]),
        ("A new body, East Cambridgeshire Trading Company, will do it.", ["East Cambridgeshire Trading Company"]),
        ("Harrier, owned by 3i Group, lost.", ["Harrier", "3i Group"]),
        ("It is down to Britain's Acorn Rail, owned by a fund.", ["Acorn Rail"]),
        ("One is Royal Devon and Exeter FT, another Acorn Care.", ["Royal Devon and Exeter FT", "Acorn Care"]),
        ("Ann Dunn, managing director at Marlin, was glad.", ["Marlin"]),
        ("It went to Dunmere Dial-a-Bus and to Q-mar Care.", ["Dunmere Dial-a-Bus", "Q-mar Care"]),
        ("The lot is for Tarn Essex Lakeside Ltd alone.", ["Tarn Essex Lakeside Ltd"]),
        ("It went to MARLIN KERR LIMITED of Leeds.", ["MARLIN KERR LIMITED"]),
        ("It is held by Marlin Prison Services Ltd.", ["Marlin Prison Services Ltd"]),
        ("Wick & Care, of Leeds, will run it.", ["Wick & Care"]),
        ("Save the Badgers keeps the other.", ["Save the Badgers"]),
        ("One Vale Works (OVW) has been told.", ["One Vale Works", "OVW"]),
        ("Whether Marlin or Tarn bid, nobody says.", ["Marlin", "Tarn"]),
        ("So said Tarn UK's Ann Dunn and Bitwell's Deputy Director.", ["Tarn UK", "Bitwell"]),
        ("The work goes to Marlin's. Marlin's has it.", ["Marlin", "Marlin"]),
        ("We support the Heart of Kent Kitchen.", ["Heart of Kent Kitchen"]),
        ("The barns went to Wick and Fun Club.", ["Wick", "Fun Club"]),
        ("The barns went to Care and Fun Club.", ["Care and Fun Club"]),
        ("It is with Tarl in Connect Plus on that road.", ["Tarl", "Connect Plus"]),
        ("The Managing Director of Marlin was glad.", ["Marlin"]),
        ("They paid the Section 151 Officer.", []),
        ("Tidy & Care has it.", ["Tidy & Care"]),
        ("It lost to Marlin and Tarn's Prime Arm. Tarn won.", ["Marlin", "Tarn", "Prime Arm", "Tarn"]),
        ("It pays for the Baker's Trust.", ["Baker's Trust"]),
        ("It sent Keenan of Leeds there.", ["Keenan of Leeds"]),
        ("Dunmere Research and the University of Leeds agreed.", ["Dunmere Research", "University of Leeds"]),
        ("To Premier, Four Bells said so.", ["Premier", "Four Bells"]),
        ("It was with Wick Partnership (WP) NHS Foundation Trust.", ["Wick Partnership (WP) NHS Foundation Trust"]),
        ("It was NHS Forward that dropped it.", ["NHS Forward"]),
        ("TARN HOSPITALS NHS FOUNDATION TRUST\nIt is new.", ["TARN HOSPITALS NHS FOUNDATION TRUST"]),
        ("READ MORE\nPREFERRED BIDDERS\nMARLIN WINS TENDER", ["MARLIN"]),
        ("It went to Tarn Credit Union, said the Tarn Rail Union.", ["Tarn Credit Union"]),
        ("The Leader agreed.", []),
        ("Much went wrong at Wick Alchemy, of Leeds, again.", ["Wick Alchemy"]),
        ("It followed a strike at Fellbus.", ["Fellbus"]),
        ("In Fellbus's place Acorn Care has come.", ["Fellbus", "Acorn Care"]),
        ("It has been with Bolton and Amber Valley Family Team since May.", ["Bolton and Amber Valley Family Team"]),
        ("It is run by Tarn Fellowship in Partnership with Wick Mind.", ["Tarn Fellowship", "Wick Mind"]),
        ("It is Marlin's, and Wick's too. Barney's and The Perch won.", ["Marlin", "Wick", "Barney", "The Perch"]),
        ("One is Konekt of Leeds. Konekt was glad.", ["Konekt", "Konekt"]),
        ("It was not smooth. Houses of Marlin Ltd passed to Tarn.", ["Houses", "Marlin Ltd", "Tarn"]),
        ("A contract goes to Marlin/Tarn (Wick Trains Ltd/TB (UK) Lines Ltd).", ["Marlin", "Tarn", "Wick Trains Ltd", "TB (UK) Lines Ltd"]),
        ("Photo: Gary Dunn/Wick. See tarn.org/News and/Or ask.", []),
        ("A SMALL bus firm has won.\nA GROUP of Tarn charities wins.", ["Tarn"]),
        ("Lately Marlin has won. Wick OKs it.", ["Marlin", "Wick"]),
        ("Rival tallword, which bid, was glad. So was tallword.", ["tallword", "tallword"]),
        ("It ended with the firm, Wick\nwould not say more.", ["Wick"]),
        ("Volunteer Kent (VK) has won.", ["Volunteer Kent", "VK"]),
        ("It helped the Wick Fire and Rescue Service.", ["Wick Fire and Rescue Service"]),
        ("Friends in Wick (FiW) won.", ["Friends in Wick", "FiW"]),
        ("Council Awards Contract To Marlin Trust\n\nIt starts.", ["Marlin Trust"]),
        ("Tarn Wins Contract For Wick\n\nIt starts.", ["Tarn", "Wick"]),
        ("In Kent Marlin will run it, and in Essex Tarn has won.", ["Marlin", "Tarn"]),
        ("In Kent, Essex and Surrey Marlin will run it.", ["Marlin"]),
        ("Across Dorset, Devon and Cornwall Marlin runs it with nine others.", ["Marlin"]),
        ("It is owned by Ferrowick of Spain.", ["Ferrowick"]),
        ("Marlin/Tarn JV has won.", ["Marlin", "Tarn"]),
        ("It chose Wick Trust of Leeds.", ["Wick Trust"]),
        ("It went to Solutions 4 Health. Lot 4 Kent is let.", ["Solutions 4 Health"]),
        ("At 1225 Wick Care all is well. So is 1225 Wick Care.", ["1225 Wick Care", "1225 Wick Care"]),
        ("So said Ivan Vane Marlin Trust's Managing Director. Marlin Trust has won.", ["Marlin Trust", "Marlin Trust"]),
        ("It goes to Exbridge's Marlin Group. Marlin Group won.", ["Exbridge", "Marlin Group", "Marlin Group"]),
        ("The Council's School Meals Service ends. It goes to Women's Work.", ["School Meals Service", "Women's Work"]),
        ("It went to Marlin Obras, S.L. and Tarn Works, B.V., of Leeds.", ["Marlin Obras, S.L.", "Tarn Works, B.V."]),
        ("It goes to Swedish Fjordwick Works. Fjordwick Works was glad.", ["Fjordwick Works", "Fjordwick Works"]),
        ("Costor/Brillo win the deal.", ["Costor", "Brillo"]),
        ("It will be run by Court Marlow, said the High Court.", ["Court Marlow"]),
        ("London Central and West Care Collaborative has it.", ["London Central and West Care Collaborative"]),
    ],
)  # fmt: skip
def test_bodies_are_cut_where_they_end(text, bodies):
    assert names(text, ORGANISATIONS) == bodies


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Chief Inspector Dame Joan Farrow spoke.", "Chief Inspector Dame Joan Farrow"),
        ("Senior Cabinet Member Housing was there.", "Senior Cabinet Member Housing"),
        ("It is paid for by the Department for Work and Pensions.", "Department for Work and Pensions"),
        ("It goes to Transport for Midmarch.", "Transport for Midmarch"),
        ("Osaka-based Hanabi Rail bid.", "Osaka"),
        ("They left the Workwell model behind.", "Workwell"),
        ("It will operate the South Midlands Trains franchise.", "South Midlands Trains"),
        ("The day centre on Merton Road is part of it.", "Merton Road"),
        ("It takes the place of the existing Night Outreach Service.", "Night Outreach Service"),
        ("Services with KCC end next year.", "KCC"),
        ("Air Commodore Jane Pell was there.", "Air Commodore Jane Pell"),
        ("So said Wold MSP Jane Pell.", "Wold MSP Jane Pell"),
        ("VALE OF TARN COUNCIL\nIt is new.", "VALE OF TARN COUNCIL"),
        ("It goes to the Property Sub-committee.", "Property Sub-committee"),
        ("It is for the London Borough of Merton to say.", "London Borough of Merton"),
        ("It ran Ashby Leisure Centre for years.", "Ashby Leisure Centre"),
        ("It is for restorative justice (RJ) in schools.", "RJ"),
        ("Imogen Slate spoke of it.", "Imogen Slate"),
        ("So said Coun Pell and Kent PCC Ann Dunn.", "Coun Pell"),
        ("So said Coun Pell and Kent PCC Ann Dunn.", "Kent PCC Ann Dunn"),
        ("It was Chief Constable Tarn who spoke.", "Chief Constable Tarn"),
        ("It goes to Marlin (Registered Charity No. 12).", "Registered Charity No"),
        ("It is a Category C prison.", "Category C"),
        ("In Kent, a new operator is sought.", "Kent"),
        ("It takes the role of Data Service Company.", "Data Service Company"),
        ("Wick is run by the Snelgrove family.", "Snelgrove"),
        ("It bids to become its Strategic Training Partner.", "Strategic Training Partner"),
        ("It trains the British Army.", "British Army"),
        ("It is a hospital for south Linford, they say.", "Linford"),
        ("It is let to social and caring enterprises (SCE).", "SCE"),
        ("So said Wick and Tarn CCGs and Ms. T. Pell.", "Tarn CCGs"),
        ("So said Wick and Tarn CCGs and Ms. T. Pell.", "Pell"),
    ],
)
def test_what_is_no_provider_is_told(text, other):
    assert other in names(text, OTHERS)


@pytest.mark.parametrize("code", ["M25", "GBP50", "HA014", "PCC3-0009", "DH1 4SG", "EC2P 2EJ", "CO2"])
def test_the_number_of_a_thing_is_no_name(code):
    assert names(f"It was read at {code} there. The council gave {code} to it.", ORGANISATIONS | OTHERS) == []


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Better outcomes were seen. Older people gain.", []),
        ("Better outcomes were seen. It went to Better last year.", ["Better", "Better"]),
        ("Better has won the contract.", ["Better"]),
        ("Better has won the contract. Better must begin in May.", ["Better", "Better"]),
        ("Better housing group won. Better must begin in May.", ["Better", "Better"]),
    ],
)
def test_a_common_word_that_only_opens_sentences_is_no_name(text, bodies):
    assert names(text, ORGANISATIONS) == bodies
