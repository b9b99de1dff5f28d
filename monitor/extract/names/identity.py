"""Who is who within one document: short forms, abbreviations and second mentions resolved to the fullest name."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitor.extract.names.branches import branches_alone
from monitor.extract.names.kinds import BODIES, JOINERS, Kind, bare_of
from monitor.extract.names.owners import VERBS
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import phrases, places, words
from monitor.model import organisation_id_of
from monitor.text import fold

#: What a name may have more than its short form, whatever that ends with ("Pennine Care", "Pennine Care Foundation Trust").
_FORMS = {"nhs", "foundation", "trust", "ft", "group", "holdings", "association"}
#: How the full name of a firm ends that is called by its first words, so many of them at least.
_FIRMS, _SHORTEST_FIRM = {"corporation", "corp", "incorporated"}, 3
_LEGAL = {"ltd", "limited", "plc", "llp", "cic", "inc", "uk", "the", "company"}


@dataclass(slots=True)
class Identities:
    """The key, and for each key the canonical name and what a pack knows of it."""

    keys: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    known: dict[str, Name] = field(default_factory=dict)

    def key(self, name: Name) -> str:
        """The identifier of the organisation that ``name`` names."""
        return self.keys.get(name.surface) or _own_key(name)

    def title(self, key: str, surface: str) -> str:
        """The canonical name: the pack's, else the fullest in the text."""
        return self.titles.get(key, surface)


def identify(names: Sequence[Name], text: str) -> Identities:
    """Group the organisations of a document by identity: pack, definition in brackets, then first words in common."""
    ids = Identities()
    bodies = [name for name in names if name.kind in BODIES]
    alone = branches_alone(bodies, text)
    ids.keys.update({short: organisation_id_of(full) for short, full in alone.items()})
    for name in bodies:
        if name.known and name.surface not in alone:
            ids.keys[name.surface] = name.known.id
            ids.titles[name.known.id] = name.known.name
            ids.known[name.known.id] = name
    for name in bodies:
        _define(name, ids)
    _define_backwards(bodies, text, ids)
    _define_traded(bodies, text, ids)
    _define_by_initials(bodies, ids)
    _join_spellings(bodies, ids)
    full: dict[str, list[str]] = defaultdict(list)
    for name in bodies:
        core = _core(name.surface)
        if len(core) > 1 or fold(name.surface).split() != core:
            full[core[0]].append(name.surface)
    counts: dict[str, int] = defaultdict(int)
    told: dict[str, int] = {}
    for name in bodies:
        # How often each short name has been told before a longer one is.
        told.setdefault(name.surface, counts[_core(name.surface)[0]])
        counts[fold(name.surface)] += 1
    for name in bodies:
        if name.surface in ids.keys:
            continue
        ids.keys[name.surface] = _short_of(name, full, ids, told) or _own_key(name)
    # Letters that are short for a name that is short itself.
    merged = {own: key for name in bodies if (own := _own_key(name)) != (key := ids.keys[name.surface])}
    ids.keys.update({surface: merged[key] for surface, key in ids.keys.items() if key in merged})
    _entitle(bodies, text, ids)
    return ids


def _define(name: Name, ids: Identities) -> None:
    if not name.short or fold(name.short) in {"the", "formerly"}:
        return
    key = ids.keys.get(name.surface) or _own_key(name)
    if name.short in ids.keys and name.known is None:
        if _initials(name.surface, name.short):
            ids.keys[name.surface] = ids.keys[name.short]
        return
    # "The Adolescent and Children's Trust (Tact)": the article counts.
    if (
        _initials(name.surface, name.short)
        or _initials(f"The {name.surface}", name.short)
        or name.short.isupper()
        or name.short.split()[0] in name.surface
    ):
        ids.keys[name.surface] = key
        ids.keys.setdefault(name.short, key)


_OPENS = re.compile(
    r" (?:\((?:the |short for |formerly |now )?|is (?:the )?|stands for (?:the )?|, (?:the|short for|or) )$"
)


def _define_backwards(bodies: Sequence[Name], text: str, ids: Identities) -> None:
    """Read "WPN (the Work Preparation Network)", "WPN is the Work Preparation Network"."""
    for short, full in itertools.pairwise(bodies):
        between = text[short.end : full.start]
        if (
            len(between) < 20
            and short.known is None
            and short.surface.isupper()
            and _OPENS.search(between)
            and _initials(full.surface, short.surface)
        ):
            ids.keys.setdefault(full.surface, _own_key(full))
            ids.keys[short.surface] = ids.keys[full.surface]


#: "Acme Ltd, trading as Bright Home", "Acme, which trades under the name Bright".
TRADES_AS = re.compile(
    r",? \(?(?:(?:which|that|who) )?(?:(?:is|are|now) )?(?:trad(?:es|ing)|operat(?:es|ing)|do(?:es|ing) business|(?:also|better|usually|locally|otherwise|commonly) (?:known|called)|branded"
    r"|known (?:locally|commonly|to (?:customers|passengers|residents|the public)))(?: (?:as|under the (?:trading |brand |business )?name(?: of)?))?(?: the)? [\"']?$|,? \(?(?:t/a|d/b/a|dba|aka|a\.k\.a\.) [\"']?$"
)


def _define_traded(bodies: Sequence[Name], text: str, ids: Identities) -> None:
    """Read "Acme Ltd, trading as Bright Home" as one body with two names."""
    for legal, traded in itertools.pairwise(bodies):
        if (
            traded.known is None
            and 0 < traded.start - legal.end < 48
            and TRADES_AS.match(text, legal.end, traded.start)
        ):
            key = ids.keys.setdefault(legal.surface, _own_key(legal))
            ids.keys.setdefault(traded.surface, key)
            ids.titles.setdefault(key, legal.surface)


_FEWEST_LETTERS, _FEWEST_WORDS = 3, 3


def _define_by_initials(bodies: Sequence[Name], ids: Identities) -> None:
    """Take letters that a text explains nowhere for the one body whose words begin with them ("PAS", Private Ambulance Service Ltd)."""
    lettered: dict[str, set[str]] = defaultdict(set)
    for name in bodies:
        said = [word for word in bare_of(name.surface).split() if word not in JOINERS and fold(word) not in _LEGAL]
        if len(said) >= _FEWEST_WORDS:
            lettered["".join(word[0] for word in said).upper()].add(ids.keys.get(name.surface) or _own_key(name))
    for name in bodies:
        letters = bare_of(name.surface)
        keys = lettered.get(letters, set())
        if len(letters) >= _FEWEST_LETTERS and len(keys) == 1 and not name.known and name.surface not in ids.keys:
            ids.keys[name.surface] = next(iter(keys))


def _join_spellings(bodies: Sequence[Name], ids: Identities) -> None:
    """Take names that only a blank tells apart for one: "FirstGroup", "First Group"."""
    spelt: dict[str, str] = {}
    for name in bodies:
        letters = fold(bare_of(name.surface)).replace(" ", "")
        key = ids.keys.get(name.surface) or _own_key(name)
        first = spelt.setdefault(letters, key)
        if first != key and not name.known and name.surface not in ids.keys:
            ids.keys[name.surface] = first


def _initials(full: str, short: str) -> bool:
    letters = [word[0] for word in full.replace("-", " ").split() if word[:1].isalnum()]
    wanted = [letter for letter in short.casefold() if letter.isalnum()]
    rest = iter(letter.casefold() for letter in letters)
    return bool(wanted) and (all(letter in rest for letter in wanted) or "".join(wanted) in "".join(letters).casefold())


def _own_key(name: Name) -> str:
    return name.known.id if name.known else organisation_id_of(name.surface)


def _core(surface: str) -> list[str]:
    core = [word for word in fold(surface.replace("'s", "")).split() if word not in _LEGAL]
    return core or fold(surface).split()


def _short_of(name: Name, full: dict[str, list[str]], ids: Identities, told: dict[str, int]) -> str | None:
    """The key of the one fuller name that begins with the words of this one ("Castlegate", "the Castlegate group")."""
    core = _core(name.surface)
    own = [other for other in dict.fromkeys(full.get(core[0], ())) if other != name.surface]
    fuller = [other for other in own if _core(other)[: len(core)] == core]
    equal = [other for other in fuller if _core(other) == core]
    if equal:
        return ids.keys.get(equal[0]) or organisation_id_of(max([*equal, name.surface], key=len))
    # "Civica UK Ltd" is short for nothing, nor is "Care UK".
    if len(core) < len(fold(name.surface).removeprefix("the ").split()):
        return None
    if name.kind is Kind.ORGANISATION and len(core) > 1 and name.surface.split()[-1] in words("heads"):
        fuller = [
            other
            for other in fuller
            if set((whole := _core(other))[len(core) :]) <= _FORMS or is_firm_cut_short(core, whole)
        ]
    # Who is told first and has a branch that is called after a place is short for nobody.
    if any(told[other] >= _OFTEN and _is_of_a_place(name, _core(other)[len(core) :]) for other in fuller):
        return None
    longer = {
        ids.keys.get(other) or organisation_id_of(other)
        for other in fuller
        if len(_core(other)) > len(core) and not _is_branch(_core(other)[len(core) :])
    }
    return longer.pop() if len(longer) == 1 else None


def is_firm_cut_short(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words ``short`` begin those of ``whole``, which go on to say what sort of firm it is: "Green Life Environmental East Corporation"."""
    return _SHORTEST_FIRM <= len(short) < len(whole) and whole[: len(short)] == short and whole[-1] in _FIRMS


#: So often a short name stands by itself before a longer one is told that is only one of its branches.
_OFTEN = 2


def _is_of_a_place(name: Name, more: Sequence[str]) -> bool:
    """Whether a longer name only adds a place that everybody knows: "Coram Cambridgeshire", of Coram; "Citizens Advice Hull" is whole."""
    own = phrases("federations").fullmatch(bare_of(name.surface)) is None
    return own and any(" ".join(more[:count]) in places() for count in range(1, len(more) + 1))


def _is_branch(more: Sequence[str]) -> bool:
    """Whether a longer name only says where: "Mears North West" is a part of Mears, and no fuller name of it."""
    return {word.title() for word in more} <= words("compass", "nations")


#: A name after which something is owned ("Serco's NHS arm"); "Lot 3: Barnardo's" is a whole name.
_OWNS = re.compile(rf" ?(?!{VERBS})\w")


#: "Arden's has won": the name has its "'s" by itself; so may one in "Arden's, Tarn Homes and others".
_CALLED, _ALONE = re.compile(rf" {VERBS}"), re.compile(r"[,.;:)]|$|\n| and ")


def _is_called(name: Name, text: str) -> bool:
    """Whether a name that ends with "'s" has it by itself: it acts or stands alone, and never stands without."""
    if not (_CALLED.match(text, name.end) or _ALONE.match(text, name.end)):
        return False
    return not re.search(rf"\b{re.escape(name.surface[:-2])}\b(?!')", text)


def _entitle(bodies: Sequence[Name], text: str, ids: Identities) -> None:
    fullest: dict[str, str] = {}
    surfaces = {name.surface for name in bodies}
    called = {name.surface for name in bodies if name.surface.endswith("'s") and _is_called(name, text)}
    for name in bodies:
        key = ids.keys[name.surface]
        owns = (
            name.surface.endswith("'s")
            and name.surface not in called
            and (
                name.surface[:-2] in surfaces
                or name.surface[:-2].rpartition(" ")[2] in words("heads")
                or (" " not in name.surface and _OWNS.match(text, name.end))
            )
        )
        surface = name.surface[:-2] if owns else name.surface
        if len(surface) > len(fullest.get(key, "")):
            fullest[key] = surface
    for key, surface in fullest.items():
        ids.titles.setdefault(key, surface)


def without(names: Sequence[Name], spans: Sequence[tuple[int, int]]) -> list[Name]:
    """``names`` that do not lie inside ``spans``, with possessives kept as they are."""
    return [replace(name) for name in names if not any(start <= name.start < end for start, end in spans)]
