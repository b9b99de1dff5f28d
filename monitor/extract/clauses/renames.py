"""Renames that a document states: "X, formerly Y", "X is now known as Y", "X has changed its name to Y"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.clauses.masking import ORG, Masked, Member, places_of
from monitor.extract.names.identity import Identities
from monitor.model import Evidence, Rename, organisation_id_of

_FORMER_AFTER = re.compile(
    rf"(?P<present>{ORG}),? \(?(?:(?:the |a )?(?:charity|company|firm|trust|group|organisation|association) (?=that |which ))?(?:(?:which|that) (?:was|is) |was |is |the )?(?:(?:called|known as) (?=(?:the )?{ORG} (?:until|till|before)\b)|formerly|previously|once|until (?:recently|[\w ]{{1,16}})|until \w+|which used to be|used to be|known (?:until|before) [\w ]{{1,16}} as|(?:the )?new name (?:of|for)) ?(?:known as |called |named |trading as )?(?:the )?(?P<former>{ORG})"
)
_PRESENT_AFTER = re.compile(
    rf"(?P<former>{ORG})(?:, (?:which|who) (?:[^.;()]|\([^)]*\)){{3,80}}?,|,?) \(?(?:which |that )?(?:is |are |has been |was |has |have |had |will be |will )?(?:now |since |today |officially )?(?:now known as|known from [\w ]{{1,20}} as|renamed(?: itself)?(?: as| to)?|rebranded (?:itself )?(?:as|to)|"
    rf"chang(?:ed|es|ing|e) (?:its|their) name to|adopt(?:s|ed) the name|taken the name|took the name|becomes?|became|trades? as|(?:(?<=now )|(?<=since )|(?<=today )|(?<=been )|(?<=be ))called|called(?= (?:the )?\"?{ORG}\"? (?:since|from|as of|these days|nowadays|now)\b)|has become|is now called)(?: from [\w ]{{1,24}})? ?(?:the )?\"?(?P<present>{ORG})"
)
#: "Kestrel Care, which is based in Hull and was called Harbour Trust until 2016".
_WAS_CALLED = re.compile(
    rf"(?P<present>{ORG}), (?:which|that) [^.;(){ORG}]{{3,80}}? and (?:was|used to be) (?:called|known as|named) (?:the )?(?P<former>{ORG}) (?:until|till|before)\b"
)
#: "In April Harbour Trust became part of Kestrel Care, and that is what it is called from now on".
_UNDER_ITS_NAME = re.compile(
    rf"(?P<former>{ORG}) (?:became|has become|is now|joined|has joined) (?:a )?part of (?:the )?(?P<present>{ORG}),? and (?:(?:that|this) is (?:now )?(?:what|how) [^.;]{{2,80}}? (?:called|known)|(?:now |has since |will )?(?:goes|go|trades?|traded|operates?|works?) (?:by|under) (?:that|its|this|the new|the same) name|has taken its name|bears its name)"
)
#: "Harbour Trust (now Kestrel Care)": what has become of a name stands in brackets behind it.
_NOW = re.compile(rf"(?P<former>{ORG}),? \((?:which is )?now (?:the )?(?P<present>{ORG})\)")
_UNTIL = re.compile(rf"(?P<present>{ORG}) \((?:the )?(?P<former>{ORG}) until [\w ]{{1,20}}[;,)]")
#: "A has a new name: it is now B", "A's new name is B".
_NEW_NAME = re.compile(
    rf"(?P<former>{ORG})(?:'s new name (?:is|will be)|,? (?:which )?(?:has|have|takes?|took|has taken|gets?|got|adopts?|adopted|goes by|operates under|trades under) (?:a|the|its) new name(?:(?:: | - |, )(?:it is now |it will be |now )?(?:called |known as )?| of | )?) ?\"?(?:the )?(?P<present>{ORG})"
)
#: "B is the new name of A", "B is the new name of what used to be A".
_NEW_NAME_OF = re.compile(
    rf"(?P<present>{ORG}),? (?:is|are|will be) (?:just |only )?(?:the|a) (?:new|present|current|latest) name (?:of|for) (?:what (?:used to be|was|had been) )?(?:the )?(?P<former>{ORG})"
)
#: "B, as A is now called", "B is what A is called now".
_AS_CALLED = re.compile(
    rf"(?P<present>{ORG})(?:,? as| is (?:now )?(?:what|how)) (?:the )?(?P<former>{ORG}) (?:is|has been|will be) (?:now |since |since then |today )?(?:called|known|named)\b"
)
#: "A and B, which shared the work, merged on 1 May to become C": each of them is now called C.
_MERGED = re.compile(
    rf"(?P<former>{ORG}(?:(?:, | and |, and )(?:the )?{ORG})*)[^{ORG}.;]{{0,60}}?\bmerged? (?:(?:with|and) (?:the )?{ORG} )?"
    rf"[^{ORG}.;]{{0,40}}?(?:to (?:become|form|create|make)|as|under the name(?: of)?) (?:a new charity called )?(?:the )?(?P<present>{ORG})"
)
#: "The charity changed its name in May: until then it was called Harbour Trust", "Before, they were known as Mill Homes": what whom
#: a text was speaking of was called.
_THEY = r"(?:[Ii]t|[Tt]hey|[Ww]e|[Tt]he (?:charity|company|firm|group|trust|organisation|association|provider|business|college|partnership|consortium|social enterprise))"
_THEY_WERE = re.compile(
    rf"(?:(?:[Uu]ntil|[Bb]efore)(?: then| that| \w+(?: \d{{4}})?)?,? |[Pp]reviously,? |[Ff]ormerly,? )?{_THEY} (?:was|were|used to be|had been) (?:then |formerly |previously |once |originally |until [\w ]{{1,16}} )?"
    rf"(?:called|known as|named)(?: the)? (?P<former>{ORG})"
)
#: "Its old name was Harbour Trust", "formerly Mill Homes" as the whole of what is told.
_OLD_NAME = re.compile(
    rf"\b(?:[Ii]ts|[Tt]heir|[Oo]ur|[Tt]he) (?:old|former|previous|earlier) name(?: was|,|:)? (?:the )?(?P<former>{ORG})"
)
#: "It is now called Kestrel Care", "The charity has changed its name to Kestrel Care": what they are called now.
_THEY_ARE = re.compile(
    rf"{_THEY} (?:(?:is|are|has|have|will)(?: been| be)? ?(?:since |now |today |recently |henceforth )(?:known as|called)|(?:has|have|will) (?:been|be) (?:officially )?(?:known as|called)|"
    rf"(?:is|are|has|have|will|was|were)(?: been| be)? ?(?:since |now |today |officially |recently )?(?:renamed(?: as)?|rebranded (?:as|to)|changed (?:its|their|our) name to|taken the name(?: of)?|adopted the name(?: of)?))"
    rf"(?: from [\w ]{{1,24}})? ?(?:the )?\"?(?P<present>{ORG})"
)
#: "The trust will be better known to you as Harbour Trust; it took its new name in April".
_BETTER_KNOWN = re.compile(
    rf"{_THEY} (?:is|are|will be|may be|might be) (?:still |perhaps |probably )?(?:better |best |more |still )?known to (?:you|many|most|some|us|readers|patients|residents|customers|passengers|staff)(?: [\w ]{{1,24}})? as (?:the )?(?P<former>{ORG})(?=[^.]*\b(?:new|its present|its current) name)"
)
_ITS_NEW_NAME = re.compile(rf"\b(?:[Ii]ts|[Tt]heir|[Oo]ur|[Tt]he) new name is (?:the )?\"?(?P<present>{ORG})")
#: "It is the new name of Harbour Trust", "That is what Mill Homes is called now": what the body named before was called.
_IT_IS_NEW = re.compile(
    rf"\b(?:[Ii]t|[Tt]hat|[Tt]his) (?:is|will be) (?:(?:the|a) (?:new|present|current|latest) name (?:of|for)|(?:what|how)(?= (?:the )?{ORG} (?:is|will be) (?:now )?(?:called|known))) (?:the )?(?P<former>{ORG})"
)
#: "Harbour Trust, which has changed its name, is now listed as Mill Homes".
_LISTED_AS = re.compile(
    rf"(?P<former>{ORG}),? (?:(?:which|that) )?(?:has|have|had) (?:since |now |recently )?changed (?:its|their) name,? (?:and )?(?:is|are|will be) (?:now )?(?:listed|shown|known|given|called|entered|found) (?:here |in the list )?(?:as|under) (?:the )?(?P<present>{ORG})"
)
_KNOW_IT_AS = r"\bknow (?:it|us|them) (?:better |best |still )?as (?:the )?"
#: "You will know it as Harbour Trust: it and Tarn have become one, and Mill Homes is what it is called".
_KNOWN_TO_YOU = re.compile(
    rf"{_KNOW_IT_AS}(?P<former>{ORG})[^.]*?(?P<present>{ORG}) is (?:what|how) (?:it|they|we|the [a-z]+) (?:is|are|has been|have been) (?:now )?(?:called|known)"
)
_YOU_KNOW_IT = re.compile(
    rf"\b(?:[Yy]ou|[Mm]any|[Mm]ost|[Ss]ome|[Pp]eople|[Pp]atients|[Rr]esidents|[Cc]ustomers|[Pp]assengers|[Tt]enants)(?: of you)?(?: will| may| might| still| probably| all)* {_KNOW_IT_AS}(?P<former>{ORG})"
)
_NAME_CHANGE = re.compile(rf"name (?:change )?from (?P<former>{ORG}) to (?P<present>{ORG})")
_TOLD = (
    _FORMER_AFTER,
    _PRESENT_AFTER,
    _NAME_CHANGE,
    _UNTIL,
    _NOW,
    _MERGED,
    _NEW_NAME,
    _NEW_NAME_OF,
    _AS_CALLED,
    _WAS_CALLED,
    _UNDER_ITS_NAME,
    _LISTED_AS,
    _KNOWN_TO_YOU,
)
_TOLD_OF_FOCUS = (_YOU_KNOW_IT, _THEY_WERE, _OLD_NAME, _BETTER_KNOWN, _IT_IS_NEW, _THEY_ARE, _ITS_NEW_NAME)
#: One of these stands in each of the last.
_NAMING = (" name", " called", " known as", " renamed", " rebranded", " know it as", " know us as", " know them as")
#: A rename names two.
_FEWEST_NAMES = 2
_OLD = re.compile(r"\b(?:19\d\d|in 20[01]\d\b.*\bin (?:19|20))")


_MERGER = re.compile(r"\b(?:merg\w+|joined|joining|came together|combined)\b")


def tells_of_a_merger(sentence: str) -> bool:
    """Whether ``sentence``, which states a rename, tells of bodies that have become one: neither is the other's partner."""
    return bool(_MERGER.search(sentence))


def find_renames(masked: Masked, text: str, ids: Identities) -> list[Rename]:
    """The renames stated in ``masked`` (a sentence not yet folded) of the document ``text``."""
    if masked.text.count(ORG) < _FEWEST_NAMES or _OLD.search(masked.text):
        return []
    found: list[Rename] = []
    for pattern in _TOLD:
        for match in pattern.finditer(masked.text):
            bodies = list(places_of(ORG, masked.text, *match.span()))
            present = masked.members(match.start("present"))
            several = bodies if pattern is _MERGED else [match.start("former")]
            formers = [masked.members(at) for at in several if at != match.start("present")]
            if len(present) != 1 or any(len(former) != 1 for former in formers):
                continue
            evidence = _evidence(masked, match, text)
            found.extend(_rename(former[0], present[0], ids, evidence) for former in formers)
    return found


def renames_of_focus(masked: Masked, text: str, focus: Sequence[Member], ids: Identities) -> list[Rename]:
    """What ``masked``, a sentence of the document ``text`` that names one body, says that whom the text speaks of was or is called."""
    if len(focus) != 1 or masked.text.count(ORG) != 1 or not any(word in masked.text for word in _NAMING):
        return []
    match = next(filter(None, (pattern.search(masked.text) for pattern in _TOLD_OF_FOCUS)), None)
    if match is None or _OLD.search(masked.text):
        return []
    named = masked.members(masked.text.index(ORG))
    if len(named) != 1 or named[0].key == focus[0].key:
        return []
    former, present = (named[0], focus[0]) if "former" in match.re.groupindex else (focus[0], named[0])
    return [_rename(former, present, ids, _evidence(masked, match, text))]


def quoted_from(rename: Rename, text: str) -> Rename:
    """``rename`` with its quote as ``text`` has it, before any of it was made plain."""
    start, end = rename.evidence.start, rename.evidence.end
    return replace(rename, evidence=Evidence(quote=text[start:end], start=start, end=end))


def _evidence(masked: Masked, match: re.Match[str], text: str) -> Evidence:
    start, end = masked.spans[match.start()][0], masked.spans[match.end() - 1][1]
    return Evidence(quote=text[start:end], start=start, end=end)


def _rename(former: Member, present: Member, ids: Identities, evidence: Evidence) -> Rename:
    # "Harbour Mill, as Harbour is now called": the first word of a name may be all of the name before.
    short = former.key == present.key and not former.name.known
    return Rename(
        former=former.name.known.name if former.name.known else former.name.surface,
        former_id=organisation_id_of(former.name.surface) if short else former.key,
        present=ids.title(present.key, present.name.surface),
        present_id=present.key,
        evidence=evidence,
        confidence=0.9,
    )
