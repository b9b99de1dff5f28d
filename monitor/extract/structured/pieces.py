"""Where a cell, list item or field parts the organisations that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.extract.structured.placelike import is_of_service
from monitor.extract.words.lexicon import places, words
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_LEGAL_END = re.compile(
    r"(?:\)|\b(?:ltd|limited|plc|llp|cic|inc|trust|group|uk|charity|foundation|college|university|council|partnership))\.?$",
    re.IGNORECASE,
)
#: A stop parts names only before words that bring others in ("Acme. Subcontractors include B and C").
_CUT = re.compile(
    r"(?:(?<= Trust)|(?<= Ltd)|(?<= Limited)|(?<= CIC)|(?<= plc)|(?<=\(lead\)))\s+(?=with [A-Z])|\s*[;,/\n|](?!\s*\()\s+(?:and\s+)?|\s*;(?!\s*\()\s*|\s*-{3,}\s*|(?<=[\w.)])\|(?=[A-Z0-9])|\s+\+\s+|"
    r"(?<=[a-z]{3})\.\s+(?=(?:Sub-?contract(?:ors?|ed)|Supply chain|Partners?|With|In partnership|Working with|Together with|Supported by)\b)"
)
#: "[Acme|1 High Street|Yes][Beacon|...]": a cell of records, each with a name as its first field.
_RECORD = re.compile(r"\[\s*([^\[\]|]+?)\s*\|[^\[\]]*\]")
_RECORDS = re.compile(rf"(?:{_RECORD.pattern}[\s,;]*)+")


#: A cell whose lines were joined: "Acme Ltd Beacon CIC".
_AFTER_LEGAL = re.compile(
    r"(?:(?<= Ltd)|(?<= CIC)|(?<= plc)|(?<= PLC)|(?<= LLP))\s+"
    r"(?!(?:Trading|Group|Partnership|Holdings|Services|International)\b)(?=[A-Z][a-z]+ [A-Z])"
)


def pieces_of(text: str, watchlist: Watchlist, vouched: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Spans between top-level separators; known names are never cut."""
    if _RECORDS.fullmatch(text.strip()):
        yield from ((match.start(1), match.end(1)) for match in _RECORD.finditer(text))
        return
    shut = _closed(text, watchlist)
    cuts: list[tuple[int, int]] = [
        (match.start(), match.end())
        for match in _CUT.finditer(text)
        if not shut[match.start()] and not shut[max(match.end() - 1, 0)]
    ]
    cuts += [(match.start(), match.end()) for match in _AFTER_LEGAL.finditer(text) if not shut[match.start()]]
    listed = bool(cuts)
    for match in re.finditer(r"\s+(?:and|&)\s+", text):
        if shut[match.start()] or any(start <= match.start() < end for start, end in cuts):
            continue
        if _is_vouched(text, match, vouched) or _parts_names(
            text, match, watchlist, listed=listed and match.group().strip() == "and"
        ):
            cuts.append((match.start(), match.end()))
    position = 0
    for start, end in sorted(cuts):
        if _is_legal_tail(text[end:]) and text[start:end].strip() == ",":
            continue
        if start > position:
            yield position, start
        position = end
    if position < len(text):
        yield position, len(text)


#: What follows a name behind a comma and belongs to it, here and abroad: "Baxter, S.L.", "Telekom, d.d.".
_LEGAL_TAIL = (
    r"(?:(?:inc|ltd|limited|llp|llc|lp|plc|corp|co|sa|gmbh|p\.?c|lda|unipessoal lda|a/s|e\.? ?v)\b|"
    r"(?:s\. ?a\. ?u|s\. ?[lap]\. ?u?|s\. ?r\. ?[lo]|d\. ?d|d\. ?o\. ?o|sp\. ?z\.? ?o\. ?o)\b\.?|S\.? ?[AL]\b)"
)


def _is_legal_tail(rest: str) -> bool:
    return bool(re.match(_LEGAL_TAIL, rest, re.IGNORECASE))


def _closed(text: str, watchlist: Watchlist) -> list[bool]:
    """For each character whether it stands in brackets or in a known name, where nothing is cut."""
    shut = [False] * (len(text) + 1)
    depth = 0
    for position, character in enumerate(text):
        depth += character == "("
        shut[position] = depth > 0
        depth -= character == ")" and depth > 0
    for known in watchlist.find_organisations(text):
        for position in range(known.start, known.end):
            shut[position] = True
    return shut


#: "Acme and Beacon, joint venture", "Acme / Beacon JV": what several names are together.
_TOGETHER = re.compile(
    r"(?:,|\s[\u2013-])?(?<!\s) ?\(?\b(?:(?:as|in|working (?:as|in)) )?(?:an? )?(?:unincorporated |incorporated |50[:/]50 )?(?:joint venture|JV)(?: partners| partnership)?\)?$"
    r"|(?:,|\s[\u2013-]|\s\() ?(?:(?:as|in) )?(?:a )?consortium\)?$"
)
_BETWEEN = re.compile(r"\s*[,/+]\s*(?:and\s+)?|\s+(?:and|&)\s+")


def joined_in(text: str, watchlist: Watchlist) -> list[tuple[int, int]]:
    """Spans of the names of which ``text`` says behind them that they are one venture; none where it says so of one name."""
    told = _TOGETHER.search(text.rstrip())
    if told is None:
        return []
    shut = _closed(text, watchlist)
    cuts = [m.span() for m in _BETWEEN.finditer(text, 0, told.start()) if not shut[m.start()]]
    edges = [0, *(at for cut in cuts if not _is_legal_tail(text[cut[1] :]) for at in cut), told.start()]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    named = all(
        (text[start:end][:1].isupper() or text[start:end][:1].isdigit()) and fold(text[start:end]) not in places()
        for start, end in spans
    )
    return spans if named and len(spans) > 1 else []


def _is_vouched(text: str, match: re.Match[str], vouched: frozenset[str]) -> bool:
    left = re.split(r"[,;]\s*", text[: match.start()])[-1]
    right = re.split(r"[,;]\s*|\s+(?:and|&)\s+", text[match.end() :])[0]
    return bool(vouched) and (fold(left) in vouched or fold(right) in vouched)


def _parts_names(text: str, match: re.Match[str], watchlist: Watchlist, *, listed: bool) -> bool:
    """Whether an "and" stands between two names, not inside one ("Barnet and Chase Farm NHS Trust")."""
    left, right = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    if re.match(r"the\s+[A-Z]", right):
        return True
    if not right[:1].isupper() and not right[:1].isdigit() and not watchlist.find_organisations(right[:60]):
        return False
    if match.group().strip() == "&":
        return left.endswith(")")
    own = [word for word in re.split(r"[,;]", right)[0].split() if word not in words("legal")]
    if len(own) == 1 and own[0] in words("heads") | words("generic"):
        # "Thistle Homes and Communities Ltd"
        return False
    if not _LEGAL_END.search(left) and all(word in words("heads", "generic") or is_of_service(word) for word in own):
        # "Kestrel Mobility and Training Services Ltd"
        return False
    known = watchlist.find_organisations(text)
    if any(
        found.end == len(left) or (found.start >= match.end() and not text[match.end() : found.start].strip())
        for found in known
    ):
        return True
    if _LEGAL_END.search(left) or left.endswith(")"):
        return True
    if listed and re.search(r"[,;]", left):
        # Where commas go on behind it, the "and" does not end the list: it is part of a name.
        rest = re.sub(rf",\s*{_LEGAL_TAIL}", "", re.split(r"[;\n]", right)[0], flags=re.IGNORECASE)
        return not re.search(r",\s*(?=[A-Z\d])", rest)
    before = re.split(r"[,;]\s*", left)[-1].split()
    return len(before) >= 2 and before[-1] in words("heads") | words("legal") and len(right.split()) >= 2
