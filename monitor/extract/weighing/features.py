"""What stands round each organisation of a document: the evidence that is weighed.

A feature is a place and a word, or a place and a sense (what the word does, see ``senses.txt``: "wins" and "secures" do the same).

========================  ==========================================================================================
``Ln Lf Rn Rf``           a word of the same sentence, near or far, to the left or right
``L1 L2 R1 R2``           the exact words next to the name
``b n``                   the nearest sense before and after, up to the next organisation
``p a``                   the nearest sense after, behind a form of "to be" or not: "was awarded", "awarded"
``by to with``            the nearest sense before a name that such a word leads in: "run by"
``lr``                    the nearest senses before and after together
``s < >``                 the senses of the sentence, of the one before and of the one after
``o m``                   another organisation, a buyer, a person or a place to the left or right in the sentence
``K H h I``               the kind of block; the words and senses of the heading, the senses of the line over a list
``T D d``                 of the whole document: the words of its title, words of the trade, how common each sense is
``u v uv``                the shape of the words before, after, and on both sides (see ``shapes``)
``B G``                   of the whole document too: how many buyers it names, and how much of it are words of the trade
``S``                     of the whole document too, for the stage alone: how common each finer sense of bidding, choosing, ending is
``W w C P E Y``           of the name: its words and their senses, how often and how early it stands, its length, its kind
``@``                     before any of the above: of "the charity" or "it", which stands for the body that was named last
========================  ==========================================================================================
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.extract.discourse.scene import Scene
from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.names.spotting import Name
from monitor.extract.weighing.lines import HEADINGS, ORGANISATION, WORD, Line, senses, sentence_of, stem_of, words_in
from monitor.extract.weighing.shapes import shapes
from monitor.extract.weighing.stand_ins import stand_ins
from monitor.model import Block, BlockKind, Document

_NEAR, _FAR = 4, 16
#: A longer document is weighed by what its beginning says.
_MOST_MENTIONS = 400
_BE = frozenset({"be", "been", "was", "were", "is", "are", "being"})
_MARKS = ("<buyer>", "<person>", "<place>")
_LED_IN = frozenset({"by", "to", "with"})


@dataclass(slots=True)
class Seen:
    """One organisation as a document shows it. ``places`` are its mentions, each by its line and the number of its word there, from the first on."""

    key: str
    name: Name
    features: set[str] = field(default_factory=set)
    places: list[tuple[Line, int]] = field(default_factory=list)
    mentions: list[frozenset[str]] = field(default_factory=list)

    def sentence(self, number: int) -> tuple[int, int]:
        """Where in the document the sentence of one mention begins and ends."""
        line, index = self.places[number]
        low, high = sentence_of(line.words, index)
        spans = line.spans()
        return spans[low][0], spans[high - 1][1]


def observe(document: Document, scene: Scene) -> dict[str, Seen]:
    """Every organisation of ``document`` with its features, by its key."""
    found: dict[str, Seen] = {}
    #: What is added to a body already: the cards of a page say the same of each that they name.
    added: set[tuple[str, frozenset[str], frozenset[str]]] = set()
    title: tuple[str, ...] = ()
    heading: tuple[str, ...] | None = ()
    over: Block | None = None
    intro: tuple[str, ...] = ()
    count = 0
    lines: dict[int, Line] = {}
    for block in document.blocks:
        kind, start, end = block.kind, block.start, block.end
        if kind is BlockKind.ROW:
            continue
        if kind in HEADINGS:
            # Most stand over nothing that is named, and their words are asked for only where something is.
            over, heading = block, None
            title = title or _bag(Line(scene, start, end).words)
        names = scene.within(start, end)[0]
        names_any = bool(names) and any(name.kind in BODIES for name in names)
        last = scene.text[end - 1 : end]
        leads_in = last == ":" or (last.isspace() and scene.text[start:end].rstrip().endswith(":"))
        if not (names_any or leads_in):
            intro = _introduction((), intro, kind) if intro else ()
            continue
        line = lines[start] = Line(scene, start, end)
        if names_any:
            if heading is None:
                heading = _bag(Line(scene, over.start, over.end).words) if over else ()
            around = _above(heading, intro, kind)
            words = tuple(line.words)
            for index, name in line.bodies.items():
                count += 1
                if count > _MOST_MENTIONS:
                    break
                key = scene.ids.key(name)
                seen = found.get(key)
                if seen is None:
                    seen = found[key] = Seen(key=key, name=name)
                own = _around(words, index)
                if (key, own, around) not in added:
                    added.add((key, own, around))
                    seen.features.update(own, around)
                seen.mentions.append(own)
                seen.places.append((line, index))
        intro = _introduction(line.words if leads_in else (), intro, kind)
    for key, words, index in stand_ins(document, scene, lines):
        if key in found:
            found[key].features.update(["@" + feature for feature in _around(words, index)])
    _colour(found, title, scene)
    return found


@lru_cache(maxsize=64)
def _above(heading: tuple[str, ...], intro: tuple[str, ...], kind: BlockKind) -> frozenset[str]:
    """The features that a mention has from what stands over its block."""
    found = {"H:" + word for word in heading}
    found.add(f"K:{kind.value}")
    found.update(["h:" + broad for broad, _ in _senses_of(heading)], ["I:" + broad for broad, _ in _senses_of(intro)])
    return frozenset(found)


def _senses_of(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    known = senses()
    return (known[word] for word in words if word in known)


def _bag(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words[:30]))


def _introduction(words: Sequence[str], intro: tuple[str, ...], kind: BlockKind) -> tuple[str, ...]:
    """The words of the line before a list; they hold for its items and end with the next paragraph."""
    if words and words[-1] == ":":
        return _bag(words[-24:])
    return intro if kind in {BlockKind.ITEM, BlockKind.DEFINITION, BlockKind.TERM} else ()


@lru_cache(maxsize=64)
def _around(words: tuple[str, ...], index: int) -> frozenset[str]:
    """The features of the mention at ``index`` of the words of a block, by those of its sentence and the two beside it."""
    low, high = sentence_of(words, index)
    left = words[max(low, index - _FAR) : index][::-1]
    right = words[index + 1 : min(high, index + 1 + _FAR)]
    found = {"Ln:" + word for word in left[:_NEAR]}
    found.update(
        ["Lf:" + word for word in left[_NEAR:]],
        ["Rn:" + word for word in right[:_NEAR]],
        ["Rf:" + word for word in right[_NEAR:]],
    )
    before, after = (*left[:2], "^", "^"), (*right[:2], "$", "$")
    found |= {f"L1:{before[0]}", f"L2:{before[1]} {before[0]}", f"R1:{after[0]}", f"R2:{after[0]} {after[1]}"}
    found.add("O:later" if ORGANISATION in left else "O:first")
    found |= {f"m<{mark}" for mark in _MARKS if mark in left} | {f"m>{mark}" for mark in _MARKS if mark in right}
    known = senses()
    found |= _senses_beside(left, right, known)
    found |= shapes(left, right, known)
    found |= _senses_about(words, low, high, known)
    return frozenset(found)


_Senses = Mapping[str, tuple[str, str]]


def _senses_beside(left: Sequence[str], right: Sequence[str], known: _Senses) -> set[str]:
    """What the words next to the mention do."""
    before = [(place, known[word]) for place, word in enumerate(left) if word in known]
    after = [(place, known[word]) for place, word in enumerate(right) if word in known]
    found = {"o<"} if ORGANISATION in left else set()
    if ORGANISATION in right:
        found.add("o>")
    least = left.index(ORGANISATION) if ORGANISATION in left else len(left)
    most = right.index(ORGANISATION) if ORGANISATION in right else len(right)
    voice = "p" if not _BE.isdisjoint(right[: after[0][0] if after else 3]) else "a"
    led = next((word for word in left[:2] if word != "the"), "")
    for grain in (0, 1):
        nearest, next_one = (before[0][1][grain] if before else "-"), (after[0][1][grain] if after else "-")
        own = before[0][1][grain] if before and before[0][0] < least else "-"
        its = after[0][1][grain] if after and after[0][0] < most else "-"
        found |= {f"b:{own}", f"n:{its}", f"{voice}:{next_one}"}
        if led in _LED_IN:
            found.add(f"{led}:{nearest}")
        if not grain:
            found.add(f"lr:{nearest} {next_one}")
    return found


def _senses_about(words: Sequence[str], low: int, high: int, known: _Senses) -> set[str]:
    """What the words of the sentence do, and broadly those of the sentences beside it."""
    found: set[str] = set()
    for word in words[low:high]:
        if word in known:
            broad, fine = known[word]
            found.add("s:" + broad)
            found.add("s:" + fine)
    if low > 0:
        first, _ = sentence_of(words, low - 1)
        found.update("<:" + known[word][0] for word in words[first:low] if word in known)
    else:
        found.add("<:^")
    if high < len(words) - 1:
        _, last = sentence_of(words, high + 1)
        found.update(">:" + known[word][0] for word in words[high:last] if word in known)
    else:
        found.add(">:$")
    return found


#: What begins a feature that speaks of the stage alone: how far a document has come says nothing of who is a party in it.
OF_STAGE = "S:"
_STAGED = frozenset({"award", "bid", "end", "partner", "past", "takeover"})
#: Words of contracting that colour a whole document.
_FIELD = frozenset(
    map(
        stem_of,
        (
            "award", "bid", "bidder", "chain", "commissioned", "concession", "consortium", "contract", "framework", "franchise",
            "lot", "operator", "partnership", "preferred", "procurement", "programme", "provided", "provider", "scheme",
            "services", "shortlist", "subcontractor", "supplier", "supply", "tender",
        ),
    )
)  # fmt: skip


#: Of a hundred words so many are of the trade.
_SHARES = (0.01, 0.4, 0.8, 1.4, 2.2, 3.2)


def _colour(found: dict[str, Seen], title: Sequence[str], scene: Scene) -> None:
    """Add what holds for the whole document, and what the organisation is like itself."""
    if not found:
        return
    times_of: dict[str, int] = {}
    for word, times in Counter(words_in(scene.text)).items():
        stem = stem_of(word)
        times_of[stem] = times_of.get(stem, 0) + times
    whole = {f"D:{stem}" for stem in _FIELD.intersection(times_of)} | {f"T:{word}" for word in title}
    buyers = len({name.surface for name in scene.names if name.kind is Kind.BUYER})
    dealt = 100 * sum(times_of.get(stem, 0) for stem in _FIELD) / max(1, sum(times_of.values()))
    whole |= {f"B:{min(3, buyers)}", f"G:{bisect_right(_SHARES, dealt)}"}
    common: Counter[str] = Counter()
    finely: Counter[str] = Counter()
    known = senses()
    for stem in known.keys() & times_of.keys():
        broad, fine = known[stem]
        common[broad] += times_of[stem]
        if broad in _STAGED:
            finely[fine] += times_of[stem]
    every = sum(common.values())
    whole |= {f"d:{sense}{min(3, 10 * times // every)}" for sense, times in common.items()}
    whole |= {f"{OF_STAGE}{sense}{min(3, 20 * times // every)}" for sense, times in finely.items()}
    for seen in found.values():
        words = seen.name.surface.split()
        stems = [stem_of(word) for word in WORD.findall(seen.name.surface)]
        seen.features |= whole
        seen.features |= {f"W:{stem}" for stem in stems} | {f"w:{broad}" for broad, _ in _senses_of(stems)}
        seen.features |= {
            f"C:{min(4, len(seen.mentions))}",
            f"P:{min(3, 4 * seen.name.start // max(1, len(scene.text)))}",
            f"E:{min(4, len(words))}",
            f"Y:{seen.name.kind.value}",
        }
        if seen.name.surface.isupper():
            seen.features.add("Y:capitals")
        if seen.name.known:
            seen.features.add("Y:known")
