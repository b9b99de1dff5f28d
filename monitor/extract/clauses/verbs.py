"""The verbs of ``frames.toml`` in all their forms, found in one pass over a sentence."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DOUBLED = re.compile(r"(?:^|[^aeiou])[aeiou][bdgmnprt]$")
_TWICE = frozenset(["refer", "transfer", "commit", "submit", "prefer", "admit", "confer", "defer", "equip", "outbid"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a group of verbs says of whoever stands in each slot round them."""

    name: str
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb at a place in a sentence. ``light``: it says something only of what is contracted for."""

    start: int
    end: int
    sense: Sense
    light: bool
    participle: bool
    ing: bool


@dataclass(frozen=True, slots=True)
class _Form:
    sense: Sense
    light: bool
    participle: bool
    ing: bool


_WORD = re.compile(r"[a-z][a-z'-]*", re.IGNORECASE)
#: "made 212 transfers", and not "lot 3 transfers".
_COUNTED = re.compile(
    r"\b(?!(?:lots?|areas?|zones?|phases?|parts?|tranches?|regions?|contracts?|packages?|numbers?|no|and|or|in|by|from|to|of) )[a-z]+ \d[\d,]* $"
)
_ITS = re.compile(r"\bits\b")


def find_verbs(text: str) -> list[Verb]:
    """The verbs of the lexicon in ``text``, in order; of two that overlap the longer one."""
    by_first = _lexicon()
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(c.lower() if c.isascii() else c for c in text)
    found: list[Verb] = []
    position = 0
    for match in _WORD.finditer(text):
        start = match.start()
        phrases = by_first.get(folded[start : match.end()]) if start >= position else None
        for words, form in phrases or ():
            end = start + len(words)
            if (
                folded.startswith(words, start)
                and not text[end : end + 1].isalnum()
                and text[end : end + 1] not in {"-", "'"}
                and not (words.endswith("s") and " " not in words and _COUNTED.search(text, max(0, start - 24), start))
            ):
                found.append(
                    Verb(
                        start=start, end=end, sense=form.sense, light=form.light, participle=form.participle, ing=form.ing
                    )
                )  # fmt: skip
                position = end
                break
    return found


def first_words() -> Iterable[str]:
    """The first words of all verbs: a text that has none of them has no verb of the lexicon."""
    return _lexicon()


@cache
def _lexicon() -> dict[str, list[tuple[str, _Form]]]:
    """The forms by their first word, longest first."""
    table = tomllib.loads(files("monitor.extract.clauses").joinpath("frames.toml").read_text(encoding="utf-8"))
    irregular = {base: tuple(forms.split()) for base, forms in table["irregular"].items()}
    forms: dict[str, _Form] = {}
    for entry in table["sense"]:
        slots = {key: value for key, value in entry.items() if key not in {"name", "verbs"}}
        sense = Sense(name=entry["name"], slots=slots)
        for phrase in re.split(r"[,\n]", entry["verbs"]):
            verb = phrase.strip()
            for words, participle, ing in _forms(verb.rstrip("+"), irregular) if verb else ():
                forms.setdefault(words, _Form(sense, verb.endswith("+"), participle, ing))
    by_first: dict[str, list[tuple[str, _Form]]] = defaultdict(list)
    for words in sorted(forms, key=len, reverse=True):
        by_first[re.split(r"[ ]", words)[0]].append((words, forms[words]))
    return dict(by_first)


def _forms(phrase: str, irregular: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, bool, bool]]:
    """Every form of ``phrase``, with whether it is a participle of the past and whether one of the present."""
    first, _, rest = phrase.partition(" ")
    tail = f" {rest}" if rest else ""
    possessives = [_ITS.sub(word, tail) for word in ("its", "their")]
    if " itself" in tail:
        possessives.append(tail.replace(" itself", " themselves"))
    for ending in dict.fromkeys(possessives):
        if first == "not":
            verb, _, more = rest.partition(" ")
            extra = f" {more}" if more else ""
            base, _third, ing, past, participle = _conjugated(verb, irregular)
            yield f"not {participle}{extra}", True, False
            for auxiliary in ("did", "does", "do", "will", "would", "could", "can"):
                yield f"{auxiliary} not {base}{extra}", False, False
            yield f"not to {base}{extra}", False, False
            yield f"not {ing}{extra}", False, True
            yield f"not be {ing}{extra}", False, True
            continue
        if first == "be":
            for word in ("is", "are", "was", "were", "be", "been", "being"):
                yield f"{word}{ending}", False, word == "being"
            continue
        if first == "no":
            yield phrase, False, False
            base, third, *_ = _conjugated(phrase.rsplit(" ", 1)[1], irregular)
            yield f"no longer {third}", False, False
            continue
        if first == "have":
            for word in ("has", "have", "had"):
                yield f"{word}{ending}", False, False
            continue
        base, third, ing, past, participle = _conjugated(first, irregular)
        yield f"{base}{ending}", participle == base, False
        yield f"{third}{ending}", False, False
        yield f"{ing}{ending}", False, True
        yield f"{past}{ending}", past == participle, False
        yield f"{participle}{ending}", True, False


def _conjugated(verb: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, str, str, str, str]:
    """Base, third person, present participle, past, past participle."""
    third = (
        f"{verb}es"
        if re.search(r"(?:s|sh|ch|x|z|o)$", verb)
        else f"{verb[:-1]}ies"
        if re.search(r"[^aeiou]y$", verb)
        else f"{verb}s"
    )
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else verb
    if verb in _TWICE or (_DOUBLED.search(verb) and len(re.findall(r"[aeiou]+", verb)) == 1):
        stem = verb + verb[-1]
    past = f"{verb[:-1]}ied" if re.search(r"[^aeiou]y$", verb) else f"{stem}ed"
    if verb in irregular:
        past, participle = irregular[verb]
        return verb, third, f"{stem}ing", past, participle
    return verb, third, f"{stem}ing", past, past
