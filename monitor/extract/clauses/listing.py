"""Lists of organisations in all their forms, each made one symbol, with what marks their members."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.extract.clauses.masking import AREA, BUYER, ORG, Masked, Member, places_of
from monitor.extract.words.vocabulary import Vocabulary

TYPES = (
    r"(?:charit(?:y|ies)|compan(?:y|ies)|firms?|providers?|groups?|associations?|enterprises?|organisations?|colleges?|mutuals?|bod(?:y|ies)|"
    r"business(?:es)?|specialists?|agenc(?:y|ies)|trusts?|contractors?|operators?|co-?operatives?|consultanc(?:y|ies)|newcomers?|subsidiar(?:y|ies)|"
    r"incumbents?|giants?|outsourcers?|caterers?|builders?|developers?|landlords?|hauliers?|multinationals?|heavyweights?|rivals?|hospices?|not-for-profits?|outfits?|consorti(?:um|a)|partnerships?|teams?|supplier|suppliers|arms?|start-?ups?|family firm|(?:contract )?holders?|(?:private equity |investment )?houses?|conglomerates?|investors?|funds?|bakers?|brands?|architects?|engineers?|financiers?|networks?|practices?|co-ops?)"
)
TYPE_WORDS = Vocabulary(TYPES.removeprefix("(?:").removesuffix(")"))
DESCRIBED = rf"(?:(?:the |a |an |its |their |our |two |three |four |five |both |another |local |and )?(?:(?!(?:the|a|an|including|include|includes|such|like|as|on|with|by|led|in|under|which|who|that|is|was|are|were|has|have|will|to|from|after|for|while|but|said|together|alongside|behalf|of(?= (?:lead|main|prime|principal|head) )|its|their|beats?|beating|saw|sees|off|out|over|oust(?:s|ed)|pip(?:s|ped)|defeat(?:s|ed)|replac(?:es|ed|ing)|join(?:s|ed|ing)|against|than|sack(?:s|ed)|drop(?:s|ped)|dump(?:s|ed)|axe[ds]?|ditch(?:es|ed))\b)[\w'-]+ ){{0,7}}?{TYPES} (?:called |named )?)?"
_ITEM = rf"(?:both |also |we at |from |by |to )?{DESCRIBED}(?:the |The |both |from |by |to |{AREA}'s |[A-Z][a-z]+'s )?{ORG}(?:'s(?= [a-z]))?"
_PAIR = re.compile(
    rf"{ORG}(?:,? and with the | (?:and|nor|&|or|plus|as well as|and also|and then|and with) |,? as well as | ?/ ?){_ITEM}"
)
#: A buyer among them works with them; it is none of those who are meant.
_BESIDE = rf"(?:the )?{BUYER}"
_LIST = re.compile(
    rf"{ORG}(?:[,;] (?:{_ITEM}|{_BESIDE})){{1,40}}[,;]? (?:and|&|or|plus|as well as|and also) {_ITEM}(?:,? and (?:also )?{_ITEM}(?=[.,;]|$))?"
)
#: "A, for glass, and B", "A for the piers and B for the boats": what each of them does.
_WHAT_FOR = re.compile(
    rf"(?<={ORG}),? (?:for (?!the (?:contract|tender|work|service)\b|example|instance)|who (?:will )?|which (?:will )?|looking after |covering |providing |delivering |doing )[a-z][a-z' -]{{2,60}}(?=(?:,|,? and|;) (?:with |by |from |to )?{DESCRIBED}(?:the )?{ORG}(?: for |,? (?:which|who) |[.;]|$))"
)
_BARE_LIST = re.compile(rf"{ORG}(?:[,;] {ORG}){{1,40}}(?=[.;)]|$)")
_LISTED_JOINT = re.compile(
    rf"(?<={ORG}), a (?:partnership|consortium|joint bid|joint venture) (?:of|between) (?:the )?({ORG} and (?:the )?{ORG})(?=, and (?:the )?{ORG})"
)
#: "a partnership of A with B", "subcontract this to A and that to B": lists in other words.
_TOGETHER = re.compile(
    rf"(?:partnership|consortium|team|alliance|joint venture|joint bid|pairing|tie-up) (?:of|between|by|from) (?:the )?{ORG}( with )(?:the )?(?:[A-Za-z-]+ ){{0,3}}{ORG}"
)
_HANDED_ON = re.compile(
    rf"(?:sub-?contract\w*|sub-?let\w*|outsourc\w+|farm\w* out)[^.;:{ORG}]{{0,70}} to (?:[a-z'-]+ ){{0,4}}?({ORG})(?:,|,? and) [^.;:{ORG}]{{2,60}}? to (?:[a-z'-]+ ){{0,4}}?({ORG})"
)

#: "A of Leeds, B and C": where one of a list sits.
_PLACED = re.compile(rf"(?<={ORG}) (?:of|from) (?:the )?{AREA}(?=(?:, (?:the )?{ORG})*,? and (?:the )?{ORG})")
#: "A, B and others", "A and B among others": the last that is named.
_AND_OTHERS = re.compile(
    rf"(?<={ORG}), ({ORG})(?=(?:,? and (?:many |several |two |three |four )?(?:(?!the\b)[a-z-]+ )?(?:others|more|local (?:charities|groups|organisations|partners))\b|,? among others\b))"
)


def fold_lists(masked: Masked) -> None:
    """Make each list of organisations one symbol."""
    if masked.text.count(ORG) < 2:
        return
    masked.rewrite(_WHAT_FOR, _drop_what_for)
    masked.rewrite(_PLACED, _drop_what_for)
    masked.rewrite(_AND_OTHERS, _put_and)
    for pattern in (_LIST, _PAIR, _BARE_LIST):
        masked.rewrite(pattern, _fold_list)


def _put_and(masked: Masked, match: re.Match[str]) -> bool:
    masked.put(match.start(), match.start(1), " and ")
    return True


def _drop_what_for(masked: Masked, match: re.Match[str]) -> bool:
    masked.drop(match.start(), match.end() + masked.text.startswith(", and", match.end()))
    return True


def fold_other_lists(masked: Masked) -> None:
    """Make lists of those that are told in other words than "A, B and C"."""
    masked.rewrite(_TOGETHER, _fold_together)
    masked.rewrite(_HANDED_ON, _fold_handed_on)
    masked.rewrite(_LISTED_JOINT, _fold_listed)


#: "A and B have formed a consortium": what follows is said of them as its members.
_FORMED = re.compile(
    rf"({ORG})\)?,? (?:who |which |that )?(?:(?:have|has|had) )?(?:(?:come|came) together (?:as|in|to form)|formed|set up|created|established|founded) (?:a|an|their own|one) (?:new |joint )?(?:[a-z-]+ )?(?:consortium|partnership|joint venture|alliance|joint bid|coalition)(?! (?:called|named|with|board))"
)


def mark_partnerships(masked: Masked) -> None:
    """Mark those of a list that have formed a partnership as its members."""
    for match in _FORMED.finditer(masked.text):
        at = match.start(1)
        group = masked.members(at)
        if len(group) > 1:
            masked.items[at] = tuple(replace(member, note=f"{member.note} {JOINT}".strip()) for member in group)


def _fold_listed(masked: Masked, match: re.Match[str]) -> bool:
    group = tuple(
        replace(member, note=f"{member.note} {JOINT}".strip())
        for at in places_of(ORG, masked.text, *match.span(1))
        for member in masked.members(at)
    )
    masked.fold(match.start() + 2, match.end(), ORG, group)
    return True


def _fold_together(masked: Masked, match: re.Match[str]) -> bool:
    masked.put(match.start(1), match.end() - 1, " and ")
    return True


def _fold_handed_on(masked: Masked, match: re.Match[str]) -> bool:
    first, last = match.start(1), match.start(2)
    masked.fold(first, last + 1, ORG, (*masked.members(first), *masked.members(last)))
    return True


#: Marks the members of a partnership that has no name of its own.
JOINT = "[joint]"


def _fold_list(masked: Masked, match: re.Match[str]) -> bool:
    members: list[Member] = []
    carried = ""
    for at in places_of(ORG, masked.text, *match.span()):
        group = masked.members(at)
        own = group[0].note if group else ""
        if own:
            carried = own if re.search(r"(?:ies|s)\b", own.split(" of ")[0]) else ""
        members.extend(replace(member, note=member.note or carried) for member in group)
    unique = {member.name.start: member for member in members}
    masked.fold(match.start(), match.end(), ORG, tuple(unique.values()))
    return True
