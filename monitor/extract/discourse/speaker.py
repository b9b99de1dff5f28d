"""Who "we" is: the body that published a text, or that says so in it."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import ORG, Masked, Member
from monitor.extract.clauses.predicates import CARRIED, SPEAKING
from monitor.extract.discourse.scene import Scene
from monitor.extract.names.kinds import BODIES, Kind
from monitor.model import BlockKind, Document, organisation_id_of

_FIRST_PERSON = re.compile(r"\b(?:we|we're|we've|our|us)\b", re.IGNORECASE)
_WE = re.compile(
    r"\b([Ww]e)(?=(?:'ve|'re| (?:have|are|will|shall|were|had|now|also|can|did|do|won|lost|run|hold|provide|deliver|work|take|bid|withdrew|welcome|too|both|"
    r"leave|left|stay|stayed|become|became|keep|kept|retain|retained|gained|secured|missed|handed|operate|manage|cover|serve|subcontract|subcontracted)\b))"
    r"|\b([Oo]ur)(?= (?:[a-z-]+ ){0,2}(?:bids?|tenders?|contracts?|offer|franchise|licen[cs]es?|behalf)\b)"
    # "has awarded us the contract"
    r"|(?:(?<=awarded )|(?<=awards )|(?<=offered )|(?<=given )|(?<=gave )|(?<=handed )|(?<=granted )|(?<=chosen )|(?<=chose )|(?<=appointed )|(?<=selected )|(?<=picked )|(?<=named ))(us)\b"
)


_DEAL = re.compile(
    r"\b(?:contract\w*|tender\w*|bid\w*|services?|lots?|providers?|commission\w*|framework|sub-?contract\w*|preferred|shortlist\w*|franchise|programme|scheme|centres?|nursing|award\w*|replac\w+|unsuccessful)\b",
    re.IGNORECASE,
)


def speaker_of(document: Document, scene: Scene) -> tuple[Member, ...]:
    """The organisation that the text calls "we", if it is named in it: its publisher, or the one of "we at X"."""
    bodies = [name for name in scene.names if name.kind in BODIES]
    publisher = organisation_id_of(document.publisher) if document.publisher else ""
    for name in bodies:
        if publisher and publisher in {organisation_id_of(name.surface), scene.ids.key(name)}:
            return (Member(name=name, key=scene.ids.key(name)),)
    for name in bodies:
        if re.search(r"\b(?:[Ww]e|us|here) at (?:the )?$", scene.text[max(0, name.start - 14) : name.start]):
            return (Member(name=name, key=scene.ids.key(name)),)
    titles = [b for b in document.blocks if b.kind in {BlockKind.TITLE, BlockKind.HEADING}][:2]
    if any(map(_BUYS.search, (block.text for block in titles))):
        return ()
    if any(_FIRST_PERSON.search(block.text) for block in titles):
        first = next((name for name in bodies if name.kind is Kind.ORGANISATION and name.start > titles[-1].end), None)
        return (Member(name=first, key=scene.ids.key(first)),) if first else ()
    return ()


#: "Who we commission", over a page of whoever buys: no body that it names is "we".
_BUYS = re.compile(
    r"\b(?:who|whom|which (?:[a-z]+ )?(?:organi[sz]ations|charities|companies|providers|services)|what|(?:organi[sz]ations|charities|companies|providers|contractors|services|suppliers|those)(?: that| which| who| whom)?) we (?:currently |now )?(?:commission|fund|pay|contract with|buy from|have commissioned|have contracted|use)\b",
    re.IGNORECASE,
)


def speaks(text: str) -> bool:
    """Whether a sentence says what "we" do, or of our bid or contract."""
    return bool(_WE.search(text) and _DEAL.search(text))


def put_speaker(masked: Masked, speaker: tuple[Member, ...]) -> None:
    """Put who speaks in the place of "we" and "our"."""
    carried = tuple(
        Member(name=member.name, key=member.key, note=f"{member.note} {CARRIED} {SPEAKING}".strip())
        for member in speaker
    )
    for match in reversed(list(_WE.finditer(masked.text))[:3]):
        start, end = match.span()
        masked.put(start, end, "X's" if match.group(2) else "X")
        masked.text = masked.text[:start] + ORG + masked.text[start + 1 :]
        masked.items[start] = carried
