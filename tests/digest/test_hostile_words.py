"""Scripts, templates and odd characters from a source arrive as words, in every place where a bulletin prints words."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.digest.encoding import personalised
from monitor.digest.message import Letter, Sender, compose, message_id
from monitor.digest.render import public_links, render
from monitor.model import EventType, Evidence, HealthState, SourceLine

SHARED = Path(os.environ.get("TIERWATCH_SHARED", Path(__file__).parents[3] / "shared")) / "corpora"
SENDER = Sender(name="N", address="b@network.example", list_id="b.network.example")
OWN = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "{% for x in range(9) %}x{% endfor %}",
    "${7*7}", "\u202egnp.exe", "a\u2028Bcc: all@x.example", "</title><script>alert(1)</script>", "javascript:alert(1)",
    "\ue000unsubscribe_url\ue001", "line\r\nBcc: x@y.example", "]]>", "<!--", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\ud800", "\x00", "'--", "%E2%80%A8", "𝕒" * 400,
]  # fmt: skip


def corpus(relative):
    path = SHARED / relative
    if not path.exists():
        return []
    if path.suffix == ".json":
        found = json.loads(path.read_text())
        values = found if isinstance(found, list) else list(found.values())
        flat = [v if isinstance(v, str) else v.get("payload", "") if isinstance(v, dict) else "" for v in values]
        return [value for value in flat if value]
    files = [path] if path.is_file() else sorted(path.rglob("*.txt"))
    return [line for file in files for line in file.read_text(errors="surrogateescape").splitlines() if line.strip()]


def payloads():
    names = ("xss/dompurify.json", "xss/payloads", "template-injection/payloads.json", "naughty-strings/blns.json",
             "injection-lists/crlf.txt")  # fmt: skip
    found = [payload for name in names for payload in corpus(name)]
    # An even sample of the collections: each payload goes through a whole rendering and a whole mail.
    return OWN + found[:: max(1, len(found) // 150)]


def bulletin_of(build, words):
    """``words`` in every slot that a source can fill."""
    events = [
        build.event("e1", organisation=words, area=words, url=words, title=words, publisher=words, partnership=words,
                    evidence=Evidence(quote=words, start=0, end=len(words)), wording=words),
        build.event("e2", type=EventType.REPLACED, organisation=words, organisation_to=words, organisation_to_id="n",
                    url=f"https://site.example/{words}", title=words),
    ]  # fmt: skip
    news = [build.document("n", title=words, summary=words, url=words, publisher=words)]
    sources = [
        SourceLine(source_id="x", name=words, url=words, state=HealthState.FAILING, reason=words),
        SourceLine(source_id="news", name=words, section=words, publisher=words),
    ]
    return render(
        build.digest(title=words[:80] or "T", events=events, news=news, sources=sources, note=words, publisher=words)
    )


def test_no_payload_makes_an_element_a_header_or_a_template(build):
    plain = bulletin_of(build, "words")
    for words in payloads():
        bulletin = bulletin_of(build, words)
        page = bulletin.html
        assert page.lower().count("<script") == 0, words
        assert "<img" not in page.lower()
        assert page.count("<a ") <= plain.html.count("<a ") + 4
        assert "\n" not in bulletin.subject
        letter = Letter(
            to="a@b.example", message_id=message_id("d", "m", "x.example"), personal=public_links("https://n.example")
        )
        mail = compose(bulletin, letter, sender=SENDER, date=build.now)
        head = mail.split(b"\r\n\r\n")[0]
        assert b"\nBcc" not in head, words


def test_a_template_from_a_source_is_never_run(build):
    bulletin = bulletin_of(build, "{{ 191 * 7 }}{% if 1 %}ran{% endif %}")

    assert not re.search(r"(?<![0-9a-z])1337(?![0-9a-z])", bulletin.html + bulletin.text + bulletin.subject)
    assert "{{ 191 * 7 }}" in bulletin.text


def test_a_source_cannot_take_a_members_link(build):
    bulletin = bulletin_of(build, "https://evil.example/?\ue000unsubscribe_url\ue001")
    page = personalised(bulletin.html, {"preferences_url": "P", "unsubscribe_url": "SECRET", "why": "W"}, markup=True)

    assert "evil.example/?SECRET" not in page
    assert page.count("SECRET") == 1


def test_a_personal_value_is_escaped_in_the_page(build):
    page = personalised(
        bulletin_of(build, "x").html,
        dict.fromkeys(("preferences_url", "unsubscribe_url", "why"), '"><script>'),
        markup=True,
    )

    assert "<script>" not in page


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_runs_or_loads_when_a_browser_shows_it(build, page_at):
    found = payloads()
    step = max(1, len(found) // 25)
    for start in range(0, len(found), step):
        words = found[start].encode("utf-8", "replace").decode()
        page = page_at(personalised(bulletin_of(build, words).html, public_links("https://n.example"), markup=True))
        page.evaluate(
            "document.querySelectorAll('*').forEach(e => { e.dispatchEvent(new Event('mouseover')); e.focus && e.focus(); })"
        )
        assert page.alarms == [], words
        page.close()


def test_a_bulletin_can_be_replaced_field_by_field(build):
    bulletin = render(build.full())

    assert replace(bulletin, subject="other").hash != bulletin.hash
