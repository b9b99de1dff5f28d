"""What the made-up sources say, and the markup that publishers' programs put around it: RSS, Atom and a page of news."""

from __future__ import annotations

import html
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

_VOCABULARY = """
    the a our their new local national project service support people families young older women men work works
    working team staff volunteers training housing health learning skills prison community partners report research
    evidence shows finds week month year  plan fund grant council region county town centre office visit meeting
    event season garden kitchen music reading sport art helps  begins opens closes grows meets shares builds offers
    brings keeps makes takes gives asks answers more less first last early late  after before during across within
    about from with without and or but while because open warm busy quiet small large good better
"""
_WORDS = tuple(_VOCABULARY.split())
_WRITERS = ("Ann Wells", "Sam Hill", "Priya Rao", "Tom Ashe", "Newsroom")
_SUBJECTS = ("news", "families", "training", "health", "housing", "events", "research", "volunteers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One piece of news."""

    key: str
    title: str
    lead: str
    words: str
    at: datetime


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(_WORDS, k=length)).capitalize() + "."


def paragraph(chance: random.Random) -> str:
    return " ".join(sentence(chance, chance.randint(9, 16)) for _ in range(chance.randint(5, 7)))


def _of(choices: tuple[str, ...], item: Item, turn: int = 0) -> str:
    return choices[(item.at.toordinal() + turn) % len(choices)]


def _body(site: str, item: Item) -> str:
    """The text of an entry: two paragraphs, the second with a link and a word that is stressed."""
    first, _, rest = item.words.partition(". ")
    return (
        f'<p>{first}.</p>\n<p>{rest} <a href="{site}/{item.key}">Read on</a> or <em>join us</em> at our '
        f'<a href="{site}/about">office</a>.</p>'
    )


def rss(number: int, items: list[Item], noise: random.Random) -> str:
    """A feed as WordPress writes it: a summary and the whole text, comments and subjects."""
    site = f"https://site-{number}.example"
    date = "%a, %d %b %Y %H:%M:%S +0000"
    entries = "".join(
        f"""\t<item>
\t\t<title>{item.title}</title>
\t\t<link>{site}/{item.key}/</link>
\t\t<dc:creator><![CDATA[{_of(_WRITERS, item)}]]></dc:creator>
\t\t<pubDate>{item.at.strftime(date)}</pubDate>
\t\t<category><![CDATA[{_of(_SUBJECTS, item)}]]></category>
\t\t<category><![CDATA[{_of(_SUBJECTS, item, 3)}]]></category>
\t\t<guid isPermaLink="false">{site}/?p={item.key}</guid>
\t\t<description><![CDATA[<p>{item.lead} [&#8230;]</p>
]]></description>
\t\t<content:encoded><![CDATA[{_body(site, item)}
]]></content:encoded>
\t\t<slash:comments>0</slash:comments>
\t</item>
"""
        for item in items
    )
    built = items[0].at + timedelta(minutes=noise.randint(0, 5000))
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
\txmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
\txmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel>
\t<title>Site {number}</title>
\t<atom:link href="{site}/feed/" rel="self" type="application/rss+xml" />
\t<link>{site}</link>
\t<description>News of site {number}</description>
\t<lastBuildDate>{built.strftime(date)}</lastBuildDate>
\t<language>en-GB</language>
\t<sy:updatePeriod>hourly</sy:updatePeriod>
\t<generator>https://wordpress.org/?v=6.8&amp;t={noise.random():.12f}</generator>
{entries}</channel>
</rss>
"""


def atom(number: int, items: list[Item], noise: random.Random) -> str:
    """A feed in Atom, its text as escaped HTML."""
    site = f"https://site-{number}.example"
    entries = "".join(
        f"""  <entry>
    <id>tag:site-{number}.example,2026:{item.key}</id>
    <title type="html">{item.title}</title>
    <link rel="alternate" type="text/html" href="{site}/{item.key}"/>
    <published>{item.at.isoformat()}</published>
    <updated>{item.at.isoformat()}</updated>
    <author><name>{_of(_WRITERS, item)}</name></author>
    <category term="{_of(_SUBJECTS, item)}" label="{_of(_SUBJECTS, item)}"/>
    <category term="{_of(_SUBJECTS, item, 3)}" label="{_of(_SUBJECTS, item, 3)}"/>
    <summary type="html">{item.lead}</summary>
    <content type="html">{html.escape(_body(site, item), quote=False)}</content>
  </entry>
"""
        for item in items
    )
    built = items[0].at + timedelta(minutes=noise.randint(0, 5000))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
  <id>tag:site-{number}.example,2026:feed</id>
  <title>Site {number}</title>
  <link rel="self" type="application/atom+xml" href="{site}/feed.atom"/>
  <link rel="alternate" type="text/html" href="{site}/"/>
  <updated>{built.isoformat()}</updated>
  <generator uri="https://example.org/maker?t={noise.random():.12f}">maker</generator>
{entries}</feed>
"""


def page(number: int, items: list[Item], noise: random.Random) -> str:
    """A page of news: scripts, a menu in four parts, cards, a sidebar and a foot."""
    fixed = random.Random(number)
    scripts = "".join(
        f"function f{n}(a){{return a*{fixed.randint(1, 999)}+{n};}}\n" for n in range(fixed.randint(350, 850))
    )
    menu = "".join(_menu(fixed, part) for part in range(4))
    popular = "".join(f'<li><a href="/p{n}">{sentence(noise, 6)[:-1]}</a></li>' for n in range(8))
    subjects = "".join(f'<li><a class="tag" href="/tag/{name}">{name.capitalize()}</a></li>' for name in _SUBJECTS)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>News | Site {number}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="csrf-token" content="{noise.random():.12f}">
<link rel="stylesheet" href="/style.css">
<script>
{scripts}</script>
</head>
<body class="news">
<header class="top"><a class="top__logo" href="/"><img src="/logo.svg" alt="Site {number}"></a>
<nav class="menu"><ul class="menu__list">
{menu}</ul></nav>
<form class="search" action="/search"><label for="q">Search</label><input id="q" name="q"><button type="submit">Go</button></form></header>
<main id="content" class="content">
<h1>News</h1>
{"".join(map(_card, items))}</main>
<aside class="side"><h2>Popular</h2>
<ul class="side__list">{popular}</ul>
<h2>Subjects</h2>
<ul class="side__list">{subjects}</ul></aside>
<footer class="foot"><ul><li><a href="/about">About us</a></li><li><a href="/contact">Contact</a></li><li><a href="/privacy">Privacy</a></li></ul>
<p>Built {noise.randint(1, 28)} October 2026, number {noise.randint(1000, 9999)}.</p></footer>
</body>
</html>
"""


def _menu(chance: random.Random, part: int) -> str:
    links = "".join(
        f'<li class="menu__item"><a class="menu__link" href="/s{part}/{n}">{sentence(chance, 3)[:-1]}</a></li>\n'
        for n in range(chance.randint(14, 28))
    )
    return f'<li class="menu__part"><span class="menu__name">{sentence(chance, 2)[:-1]}</span><ul>\n{links}</ul></li>\n'


def _card(item: Item) -> str:
    subjects = "".join(
        f'<li class="card__tag"><a href="/tag/{name}" rel="tag">{name}</a></li>'
        for name in (_of(_SUBJECTS, item), _of(_SUBJECTS, item, 3))
    )
    first, _, rest = item.words.partition(". ")
    return f"""<article class="card" id="{item.key}">
<a class="card__picture" href="/{item.key}"><img src="/pictures/{item.key}-400.jpg" srcset="/pictures/{item.key}-400.jpg 400w, /pictures/{item.key}-800.jpg 800w" alt="" width="400" height="225" loading="lazy"></a>
<div class="card__text">
<h2 class="card__title"><a href="/{item.key}">{item.title}</a></h2>
<p class="card__line"><span class="card__by">{_of(_WRITERS, item)}</span> <time datetime="{item.at:%Y-%m-%d}">{item.at:%d %B %Y}</time></p>
<ul class="card__tags">{subjects}</ul>
<p class="card__lead">{first}.</p>
<p>{rest}</p>
<a class="card__more" href="/{item.key}">Read on</a>
</div>
</article>
"""
