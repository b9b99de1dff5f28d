"""Hostile words in every field of every page of the desk do nothing: no element, no script, no request, no template."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.digest.edits import KIND
from monitor.model import (
    Block,
    BlockKind,
    Change,
    Decision,
    DocumentRecord,
    Event,
    EventType,
    Evidence,
    PollRecord,
    Reading,
    Role,
    SourceState,
    StaffRole,
    Status,
    Verdict,
    document_of,
)
from monitor.store import Objection, Teaching
from monitor.text import fingerprint, storable

SHARED = Path(os.environ.get("TIERWATCH_SHARED") or Path(__file__).parents[3] / "shared")
NOW = datetime(2026, 5, 21, 12, tzinfo=UTC)
#: A few that are always tried, also where the collected ones are not at hand.
OWN = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'\"--></style></script><svg/onload=alert(1)>",
    "javascript:alert(1)", "{{ 7 * 7 }}{{ config }}", "{% for x in [1] %}y{% endfor %}", "\u202egnp.exe\u202c<b>", "&lt;b&gt;",
]  # fmt: skip


def collected():
    """The collected strings, each once; none where they are not at hand."""
    folder = SHARED / "corpora"
    if not (folder / "xss").is_dir():
        return []
    found = [each["payload"] for each in json.loads((folder / "xss" / "dompurify.json").read_text(encoding="utf-8"))]
    for file in sorted((folder / "xss" / "payloads").glob("*.txt")):
        found += file.read_text(encoding="utf-8", errors="replace").splitlines()
    found += json.loads((folder / "template-injection" / "payloads.json").read_text(encoding="utf-8"))
    return list(dict.fromkeys(each.strip() for each in found if each.strip() and len(each) <= 600))


def an_event(words, number):
    """An event in which every text is ``words``."""
    document = document_of(
        [Block(kind=BlockKind.PARAGRAPH, text=words or "x", headings=(words,))],
        source_id="ministry", identity=f"hostile {number}", url=words, title=words, publisher=words,
    )  # fmt: skip
    evidence = Evidence(quote=document.text, start=0, end=len(document.text))
    change = Change(
        type=EventType.REPLACED, organisation=words, organisation_id=f"~{number}", organisation_to=words,
        organisation_to_id=f"~{number}-to", area=words, before=words, after=words, partnership=words, programme=words,
        role=Role.LEAD, status=Status.AWARDED, evidence=evidence, evidence_before=evidence, reason=words, question=words,
    )  # fmt: skip
    event = Event(
        id=fingerprint("hostile", number), change=change, source_id="ministry", document_id=document.id, version_id=None,
        url=words, title=words, publisher=words, detected_at=NOW, wording=words, reason=words,
    )  # fmt: skip
    return DocumentRecord(document=document, reading=Reading()), event


def sow(desk, strings):
    """Put each string into an event of its own, and the first ones into everything that people write."""
    made = [an_event(words, number) for number, words in enumerate(strings)]
    state = SourceState(source_id="ministry", reason=strings[0], failures=2, last_polled_at=NOW, baseline_at=NOW)
    desk.store.record(
        PollRecord(
            poll_id="hostile",
            source_id="ministry",
            at=NOW,
            state=state,
            documents=tuple(record for record, _ in made),
            events=tuple(event for _, event in made),
            notes=(strings[0],),
        )
    )
    events = [event for _, event in made]
    for number, words in enumerate(strings[:40]):
        at = desk.clock()
        verdict = (Verdict.HOLD, Verdict.REJECT, Verdict.EDIT)[number % 3]
        desk.store.events.decide(
            Decision(event_id=events[number].id, verdict=verdict, by=words, at=at, reason=words, wording_after=words)
        )
        desk.store.audit.add(words, subject=words, by=words, at=at, details={words: words})
        desk.store.objections.add(
            Objection(
                about_kind="area",
                about_id=words,
                about_name=words,
                words=words,
                at=at,
                evidence_url=words,
                reply_to=words,
            )
        )
        desk.store.teachings.add(
            Teaching(
                kind="alias",
                subject=f"{number} {words}",
                value={"organisation_id": words, "name": words},
                reason=words,
                by=words,
                at=at,
            )
        )
        desk.store.users.add(
            f"{number}{words}", role=StaffRole.READER, password_hash="x", at=at, display_name=words, email=words
        )
        fields = dict.fromkeys(("headline", "summary", "url", "label", "publisher", "takes_place", "amount"), words)
        value = {"number": number + 1, "step": "write", "item": f"item{number}", "fields": fields | {"section": "own"}}
        period = desk.site.weekly.last_period(at).key
        desk.store.teachings.add(Teaching(kind=KIND, subject=period, value=value, by="edith", at=at))
    return events


def pages_with(desk, events):
    client = desk.client("ada")
    period = desk.site.weekly.last_period(desk.clock()).key
    issue = desk.post(client, "/desk/digests/", period=period).location
    cards = [f"/desk/changes/{event.id}" for event in events[:: max(1, len(events) // 14)]]
    return client, [
        "/desk/", "/desk/changes/", "/desk/changes/held?days=7300", "/desk/changes/decided", "/desk/objections/", "/desk/lessons/",
        "/desk/people/", "/desk/people/log", "/desk/sources/", "/desk/sources/ministry", "/desk/digests/", issue,
        f"{issue}/items/item1", f"{issue}/preview", f"{issue}/preview?view=text", f"{issue}/preview/page",
        f"/desk/documents/{events[1].document_id}", *cards,
    ]  # fmt: skip


#: All that our own templates make, the bulletin's included.
ELEMENTS = {
    "html", "head", "meta", "title", "link", "script", "style", "body", "header", "div", "nav", "ul", "ol", "li", "small", "form",
    "input", "button", "main", "footer", "span", "p", "a", "h1", "h2", "h3", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "del", "ins", "blockquote", "dl", "dt", "dd", "section", "article", "aside", "details", "summary", "kbd", "label", "select",
    "option", "textarea", "fieldset", "legend", "datalist", "time", "code", "pre", "iframe", "strong", "br", "hr",
}  # fmt: skip


def faults_in(page):
    """Elements, attributes and addresses that none of our templates makes."""
    tree = LexborHTMLParser(page)
    for node in tree.css("*"):
        if node.tag.startswith(("-", "!")):
            continue
        if node.tag not in ELEMENTS:
            yield f"<{node.tag}>"
        for name, value in (node.attributes or {}).items():
            if name.startswith("on") or name in {"srcdoc", "formaction", "xlink:href", "background"}:
                yield f"{node.tag} {name}={value}"
            if (
                name in {"href", "src", "action"}
                and value
                and not value.startswith(("/", "#", "?", "http://", "https://", "otpauth:"))
            ):
                yield f"{node.tag} {name}={value}"
        if node.tag == "script" and not (node.attributes.get("src") or "").startswith("/assets/"):
            yield f"script {node.text()[:80]}"


def test_no_string_becomes_anything_but_words_on_any_page(desk) -> None:
    strings = [storable(words) for words in [*OWN, *collected()]]
    client, addresses = pages_with(desk, sow(desk, strings))
    for address in addresses:
        answer = client.get(address)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200, address
        assert list(faults_in(page)) == [], address
    decided = LexborHTMLParser(client.get("/desk/changes/decided").get_data(as_text=True)).body.text()
    assert "{{ 7 * 7 }}{{ config }}" in decided


@pytest.mark.browser
@pytest.mark.parametrize("policy", ["kept", "taken away"])
def test_nothing_runs_opens_or_leaves_in_a_browser(desk, new_tab_on, policy) -> None:
    strings = [storable(words) for words in [*OWN, *collected()[::25]]]
    _, addresses = pages_with(desk, sow(desk, strings))
    in_a_browser(desk, new_tab_on, addresses[:-8], bypass_csp=policy == "taken away")


@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.skipif(not os.environ.get("TIERWATCH_SOAK"), reason="a long proof: set TIERWATCH_SOAK=1")
@pytest.mark.timeout(2 * 3600)
def test_nothing_of_all_strings_runs_on_any_page_of_the_desk(desk, new_tab_on) -> None:
    events = sow(desk, [storable(words) for words in [*OWN, *collected()]])
    _, addresses = pages_with(desk, events)
    cards = [f"/desk/changes/{event.id}" for event in events]
    documents = [f"/desk/documents/{event.document_id}" for event in events]
    in_a_browser(desk, new_tab_on, [*addresses, *cards, *documents], bypass_csp=True)


def in_a_browser(desk, new_tab_on, addresses, *, bypass_csp) -> None:
    """Open every address. Escaping has to stand alone: with ``bypass_csp`` the content policy is taken away."""
    with new_tab_on(desk, bypass_csp=bypass_csp) as tab:
        desk.sign_in(tab, "ada")
        for address in addresses:
            tab.goto(address, wait_until="domcontentloaded")
            assert tab.evaluate("typeof window.__run") == "undefined"


def test_where_the_collected_strings_are_not_at_hand_that_is_said() -> None:
    if not collected():
        pytest.skip(f"the collected strings are not at {SHARED}/corpora; set TIERWATCH_SHARED")
    assert len(collected()) > 1000
