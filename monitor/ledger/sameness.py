"""Whether two names that stood in the same place may be one: a corrected spelling, or a question for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.extract.names.identity import is_firm_cut_short
from monitor.extract.words.lexicon import is_common, places, words
from monitor.model import Reading, organisation_id_of
from monitor.text import fold


def is_respelling(first: str, second: str) -> bool:
    """Whether the two differ as a correction differs: a letter or two in a word, letters changed about, spacing, a plural.

    Numbers and one-letter words must agree: "Lot 1 Services" and "Lot 2 Services" are two, and so are names that differ by
    a place ("Barton Trust", "Burton Trust"). Precision comes first, as a wrong merge hides a real change.
    """
    one, other = _core(first), _core(second)
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    if re.findall(r"\d+|\b\w\b", one) != re.findall(r"\d+|\b\w\b", other):
        return False
    mine, theirs = one.split(), other.split()
    differing = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]]
    if len(mine) == len(theirs) and any(word in places() and twin in places() for word, twin in differing):
        return False
    shorter = min(len(one), len(other))
    if shorter < 8 or one[:1] != other[:1]:
        return False
    if _distance_within(one, other, 2 if shorter >= 12 else 1):
        return True
    # Several words may each be put right in one go, where words are long enough to be known by their other letters.
    return len(mine) == len(theirs) and len(differing) < len(mine) and all(_is_slip(*pair) for pair in differing)


def _core(name: str) -> str:
    """``name`` folded, without its legal form: "Ltd" and "Limited" are no spellings of one another's names."""
    return organisation_id_of(name)[1:].replace("-", " ")


def successors(before: Reading, after: Reading) -> dict[str, str]:
    """Identifiers and those that stand for them: who was renamed, as either version says, and who is spelt with other blanks."""
    alike = _spelt_alike(claim.organisation_id for claim in (*before.claims, *after.claims))
    return alike | {rename.former_id: rename.present_id for rename in (*before.renames, *after.renames)}


def _spelt_alike(identities: Iterable[str]) -> dict[str, str]:
    """Identifiers made of names that differ in their blanks alone, each with the one that comes first: "home-care", "homecare"."""
    first: dict[str, str] = {}
    alike: dict[str, str] = {}
    for identity in identities:
        known = first.setdefault(identity.replace("-", ""), identity) if identity.startswith("~") else identity
        if known != identity:
            alike[identity] = known
    return alike


def _is_slip(word: str, twin: str) -> bool:
    if min(len(word), len(twin)) < _LONG or word[:1] != twin[:1]:
        return False
    return sorted(word) == sorted(twin) or _distance_within(word, twin, 1)


#: A shorter word with another letter is another word.
_LONG = 6


def may_be_renamed(first: str, second: str) -> bool:
    """Whether one name is the other with words added: enough to ask, never enough to decide."""
    one, other = set(fold(first).split()) - _SMALL, set(fold(second).split()) - _SMALL
    smaller = min(one, other, key=len)
    return len(smaller) >= 2 and (one <= other or other <= one)


def is_shortened(name: str, text: str) -> bool:
    """Whether ``text`` has letters that ``name`` is short for or long for: "MLS" and "Mill Lane Services"."""
    if _LETTERS.fullmatch(name):
        return bool(re.search(r"\b" + rf"{_BETWEEN}".join(rf"{letter}[\w'\u2019-]+" for letter in name) + r"\b", text))
    if _goes_on_in_letters(name, text) or _goes_on_in_letters(text, name):
        return True
    parts = [part for part in name.split() if part[:1].isupper() and part.casefold() not in _SMALL]
    short = "".join(part[0] for part in parts)
    return bool(_LETTERS.fullmatch(short)) and bool(re.search(rf"\b{short}\b", text))


def _goes_on_in_letters(short: str, text: str) -> bool:
    """Whether ``short`` ends with the letters of what stands behind its first words in ``text``: "NHS SBS" of "NHS Shared Business Services"."""
    told = _FIRST_LETTERS.fullmatch(short)
    if told is None:
        return False
    words_of = _BETWEEN.join(rf"{letter}[\w'\u2019-]+" for letter in told[2])
    return bool(re.search(rf"\b{re.escape(told[1])} {words_of}\b", text))


def is_begun(first: str, second: str) -> bool:
    """Whether one name is no more than how the other begins, or has lost what stood in its midst: "Osprey" and "Osprey Health and Care", in whichever order.

    A word of every day, a trade or a place alone is short for nothing, and what goes on with another name or a place is another body.
    """
    short, long = sorted((_core(first).split(), _core(second).split()), key=len)
    rest = long[len(short) :]
    if len(short) > 1 and len(rest) > 1 and (short[0], short[-1]) == (long[0], long[-1]) and set(short) < set(long):
        # "Places Leisure" of "Places for People Leisure".
        return not any(word in places() or word in _SIDES for word in long)
    if not short or not rest or long[: len(short)] != short:
        return False
    said = {word.casefold() for word in words("heads", "generic")} | _SMALL
    if any(word in places() or word in _SIDES for word in rest) or (rest[0] in _SMALL and not said.issuperset(rest)):
        return False
    telling = [word for word in short if word not in said and word not in places() and not is_common(word)]
    return bool(telling) and len(short[0]) > len("abc")


def is_cut_short(first: str, second: str) -> bool:
    """Whether one name is the other without what says what sort of firm it is, in whichever order."""
    return is_firm_cut_short(*sorted((fold(first).split(), fold(second).split()), key=len))


_SIDES = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
#: Two letters may be short for much else.
_LETTERS = re.compile(r"[A-Z]{3,6}")
_FIRST_LETTERS = re.compile(r"([A-Z]\w+(?: [A-Z]\w+)?) ([A-Z]{2,6})")
_BETWEEN = r"(?: (?:of|and|for|the|in|to|with|&))*[ -]"
_SMALL = {"the", "of", "and", "for", "in", "ltd", "limited", "plc", "cic", "llp"}


def _distance_within(first: str, second: str, limit: int) -> bool:
    """Whether at most ``limit`` letters must be put in, taken out or exchanged to turn one into the other."""
    if abs(len(first) - len(second)) > limit:
        return False
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, 1):
        above, row[0] = row[0], number
        for place, other in enumerate(second, 1):
            above, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, above + (letter != other))
        if min(row) > limit:
            return False
    return row[-1] <= limit
