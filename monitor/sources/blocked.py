"""Pages that answer with status 200 and are not the page: challenges, consent and login walls, errors, parked domains.

Such a page is a matter of the source's health and is never read as content. The ordinary page that merely has a cookie banner,
a search form or a link to log in must pass, and so must a statement of two sentences. So what a page says of itself in its
title or heading counts for much, the same words in its running text only where little else is said, and the words of menus,
forms and banners for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.extract.layout.nesting import is_nested_too_deeply
from monitor.sources.blocked_words import (
    ANY_HEAD,
    BODY,
    BODY_ALONE,
    CHALLENGE_MARKS,
    CONSENT_HOST,
    LOGIN_PATH,
    PARKING_MARKS,
    SHORT_HEAD,
)
from monitor.text import plain, squash

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

#: A page with this many words of its own is content whatever its heading says.
_MUCH = 500
#: So many that no banner in them can matter.
_VERY_MUCH = 1100
#: A heading that also an article could have ("Maintenance") counts on pages with fewer words of their own than this.
_SOME = 140
#: Running text counts on pages with fewer words of their own than this.
_LITTLE = 90
#: Less than this is no page at all beside the mark of a challenge, a banner, or a form.
_NOTHING = 30
_FEW = 8

_CHALLENGE = "a challenge that asks whether a person is reading"
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset)\b", re.DOTALL)
_UNSEEN = "script, style, noscript, template, svg, head, [hidden]"
_MARGINS = (
    "nav, footer, aside, select, body > header, [role=navigation], [role=banner], [role=contentinfo], [role=search]"
)
_OVERLAYS = "form, dialog, button, [role=dialog], [role=alertdialog], [aria-modal=true]"
_BANNERS = ", ".join(
    f"[{attribute}*={word} i]"
    for word in ("cookie", "consent", "gdpr", "onetrust", "privacy-")
    for attribute in ("id", "class")
)
_TITLE_PARTS = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb-]\s+|\s*\|\s*|:\s+")
_REFRESH = re.compile(r"^\s*[0-5]\s*[;,]\s*url\s*=", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{\{.{1,60}?\}\}|<%.{1,60}?%>")
_MANY_PLACEHOLDERS = 3
_MOST_TEXT = 400_000
_MOST_READ = 20_000
_MOST_BANNER = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What a page says of itself (``heads``: the parts of its title and headings) and its own text.

    ``wall`` is its text with that of forms, dialogs and banners, where it has no heading and next to no text of its own.
    ``is_shaped``: it has a heading, a list or a table.
    """

    markup: str
    heads: tuple[str, ...]
    text: str
    wall: str
    own_words: int
    is_shaped: bool = True
    asks_password: bool = False
    sends_on: bool = False


def why_blocked(snapshot_url: str, text_or_html: str, *, content_type: str = "text/html") -> str | None:
    """Why the page read at ``snapshot_url`` is not the page that was asked for, in words; ``None`` if it is.

    Feeds and other formats always pass: their readers refuse what is not in their format. Plain text is judged like a page.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if _FEED.match(text_or_html[:2000]) or not _is_page(kind, text_or_html):
        return None
    if kind != "text/plain" and is_nested_too_deeply(text_or_html):
        return "the source answers with a page that is nested too deeply to be read"
    page = _plain_page(text_or_html) if kind == "text/plain" else _page_of(text_or_html)
    found = _reason(snapshot_url, page) if page else None
    return f"the source answers with {found}" if found else None


def _is_page(kind: str, text: str) -> bool:
    return kind in {"text/html", "application/xhtml+xml", "text/plain"} or (not kind and "<" in text[:500])


def _reason(url: str, page: _Page) -> str | None:
    if page.own_words >= _MUCH:
        return None
    if _is_challenged(page):
        return _CHALLENGE
    if said := _said_by_heads(page):
        return said
    if page.own_words < _NOTHING and (said := _said_by_lack(url, page)):
        return said
    if page.own_words < _LITTLE and len(_PLACEHOLDER.findall(page.text)) >= _MANY_PLACEHOLDERS:
        return "a page whose template was not filled in"
    if page.own_words < _LITTLE and (said := _said_by(page.text, BODY)):
        return said
    if page.own_words < _NOTHING and (said := _said_by(f"{page.text} {page.wall}", BODY, BODY_ALONE)):
        return said
    return "a page with next to no text" if page.own_words < _FEW and not page.is_shaped else None


def _is_challenged(page: _Page) -> bool:
    """Whether a challenge service's marks stand in the markup, and little else: contact forms carry them too."""
    if page.own_words >= _SOME or not CHALLENGE_MARKS.search(page.markup):
        return False
    return page.own_words < _NOTHING or bool(BODY[_CHALLENGE].search(page.text))


def _said_by_heads(page: _Page) -> str | None:
    tables = (ANY_HEAD, SHORT_HEAD) if page.own_words < _SOME else (ANY_HEAD,)
    for head in page.heads:
        for table in tables:
            for reason, pattern in table.items():
                if pattern.fullmatch(head):
                    return _with(reason, head)
    return None


def _said_by_lack(url: str, page: _Page) -> str | None:
    """What a page with next to no words of its own is, by its address and its machinery."""
    if CONSENT_HOST.match(url):
        return "a consent wall"
    if page.asks_password or LOGIN_PATH.search(url):
        return "a login page"
    if PARKING_MARKS.search(page.markup):
        return "a parked or lapsed domain"
    if page.sends_on:
        return "a page that only sends its readers elsewhere"
    if page.heads and _PLACEHOLDER.search(page.heads[0]):
        return "a page whose template was not filled in"
    return None


def _said_by(text: str, *tables: Mapping[str, re.Pattern[str]]) -> str | None:
    for table in tables:
        for reason, pattern in table.items():
            if found := pattern.search(text):
                return _with(reason, found[0])
    return None


def _with(reason: str, words: str) -> str:
    return f'{reason} ("{squash(words)[:60]}")'


def _page_of(html: str) -> _Page | None:
    """What there is to judge a page by; ``None`` if it says so much that it need not be judged."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html[:_MOST_TEXT])
    title = squash(_text_of(tree.css_first("title")))
    refresh = tree.css_first("meta[http-equiv=refresh i]")
    asks_password = tree.css_first("input[type=password]") is not None
    noscript = " ".join(_text_of(node)[:1000] for node in tree.css("noscript"))
    _leave_out(tree, _UNSEEN)
    _leave_out(tree, _MARGINS)
    if len(_text_of(tree.body).split()) >= _VERY_MUCH:
        return None
    all_headings, all_text = _headings(tree), _text_of(tree.body)
    _leave_out(tree, _OVERLAYS)
    _leave_out_banners(tree)
    headings, text = _headings(tree), _squashed(_text_of(tree.body))
    own_words = max(len(text.split()) - sum(len(heading.split()) for heading in headings), 0)
    # A wall may be nothing but a form or a dialog; then the words there are the page's.
    is_wall = own_words < _FEW and not headings
    return _Page(
        markup=html[:_MOST_TEXT],
        heads=tuple(dict.fromkeys(part for head in (title, *(headings or all_headings)) for part in _parts(head))),
        text=plain(text)[:_MOST_READ],
        wall=plain(_squashed(f"{all_text} {noscript}"))[:_MOST_READ] if is_wall else "",
        own_words=own_words,
        is_shaped=tree.css_first("h1, h2, h3, li, td") is not None,
        asks_password=asks_password,
        sends_on=refresh is not None and bool(_REFRESH.match(refresh.attributes.get("content") or "")),
    )


def _plain_page(text: str) -> _Page:
    words = squash(text[:_MOST_TEXT])
    said = plain(words)[:_MOST_READ]
    heads = tuple(_parts(squash(text.strip().partition("\n")[0])))
    return _Page(markup="", heads=heads, text=said, wall="", own_words=len(words.split()))


def _headings(tree: LexborHTMLParser) -> list[str]:
    """The headings of the first rank; of the next where there are none."""
    for rank in ("h1", "h2", "h3"):
        if found := [squash(_text_of(node)) for node in tree.css(rank)[:3]]:
            return found
    return []


def _leave_out(tree: LexborHTMLParser, selector: str) -> None:
    for node in tree.css(selector):
        node.decompose()


def _leave_out_banners(tree: LexborHTMLParser) -> None:
    for node in tree.css(_BANNERS):
        # A page's own frame may bear the word too ("has-cookie-banner").
        if node.css_first("main, article, h1") is None and node.tag != "body" and len(_text_of(node)) < _MOST_BANNER:
            node.decompose()


def _parts(head: str) -> Iterator[str]:
    """A title or heading whole, and each part of it: one of them is the name of the site."""
    head = plain(head)
    for part in (head, *_TITLE_PARTS.split(head)):
        if stripped := part.strip(" .!:*"):
            yield stripped


def _text_of(node: LexborNode | None) -> str:
    return node.text(separator=" ") if node is not None else ""


def _squashed(text: str) -> str:
    return " ".join(text.split())
