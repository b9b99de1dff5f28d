"""How much of a password a stranger would have to guess: what is left of it without common words, runs, repetitions and known names.

The words are a short list of our own, of the kinds that lists of leaked passwords are full of. It is no such list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: What people write when they are asked for a password, in English and, as some of the staff would, in Welsh.
_COMMON = """
password passwort passphrase passcode cyfrinair secret letmein login signin access welcome croeso hello changeme
default admin administrator root user guest master test testing temp temporary example sample nothing whatever
iloveyou love lovely forever sweetheart darling angel princess prince baby babygirl family friend friends mother
father monkey dragon tiger lion eagle dolphin butterfly unicorn kitten puppy buddy cookie chocolate banana cheese
ginger pepper football soccer rugby cricket baseball basketball hockey golf arsenal chelsea liverpool everton
manchester united city rangers celtic barcelona juventus superman batman spiderman pokemon starwars starwarz matrix
ninja wizard killer hunter ranger soldier shadow phantom sunshine summer autumn winter spring flower rainbow diamond
silver golden purple orange yellow monday tuesday wednesday thursday friday saturday sunday january february march
april june july august september october november december michael jordan daniel thomas charlie george harry jessica
ashley nicole jennifer michelle computer internet windows samsung google facebook freedom trustno freepass money
business company office england scotland wales cymru britain london cardiff birmingham europe contract provider
tracker ledger bulletin newsletter digest tierwatch
"""
#: Keys that lie beside each other, and the order of letters and digits; read backwards as well.
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "yxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp", '!"£$%^&*()_+', "!@#$%^&*()_+",
)  # fmt: skip
_SHORTEST_RUN = 3
#: What stands for a letter.
_LETTERS = str.maketrans("0134578@$!|€", "oieastbasile")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS = re.compile("|".join(sorted(_COMMON.split(), key=len, reverse=True)))


def rest_of(password: str, about: Iterable[str] = ()) -> int:
    """How many characters of ``password`` are left when all that is easily guessed is taken out of it."""
    written = password.casefold()
    guessed = bytearray(len(written))
    for reading in {written, written.translate(_LETTERS)}:
        for start, end in (*_spans_of(_WORDS, reading), *_names(reading, about)):
            guessed[start:end] = b"\1" * (end - start)
    for start, end in (*_spans_of(_YEAR, written), *_runs(written), *_repetitions(written)):
        guessed[start:end] = b"\1" * (end - start)
    return sum(character.isalnum() and not known for character, known in zip(written, guessed, strict=True))


def _spans_of(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in pattern.finditer(text))


def _names(text: str, about: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where ``text`` says what anybody knows: the owner's name, the parts of an address, what the service is called."""
    parts = {part for words in about for part in re.split(r"[^\w]+", words.casefold()) if len(part) >= _SHORTEST_RUN}
    for part in parts:
        yield from _spans_of(re.compile(re.escape(part)), text)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Where ``text`` follows a row of keys, the alphabet or the digits, in either direction."""
    rows = [way for row in _ROWS for way in (row, row[::-1])]
    start = 0
    while start < len(text) - 1:
        end = start + 2
        while end <= len(text) and any(text[start:end] in row for row in rows):
            end += 1
        if end - 1 - start >= _SHORTEST_RUN:
            yield start, end - 1
        start = max(start + 1, end - 2)


def _repetitions(text: str) -> Iterator[tuple[int, int]]:
    """Where ``text`` says again what it has just said: the first time counts, what comes after does not."""
    for found in re.finditer(r"(.{1,12}?)\1+", text):
        yield found.start() + len(found[1]), found.end()
