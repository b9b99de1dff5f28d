"""The checks of a message, 1 to 13, each by its number: what receivers, members and the law ask of every mail."""

from __future__ import annotations

import base64
import email
import email.policy
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.digest.encoding import personalised
from monitor.digest.gates import look_over
from monitor.digest.message import Letter, MessageError, Sender, compose, message_id, system_message
from monitor.digest.render import PERSONAL, render
from monitor.digest.words import MARK_START
from monitor.model import Audience

SENDER = Sender(
    name="The Nétwork", address="bulletin@network.example", list_id="weekly.network.example", list_name="The weekly",
    archive_url="https://network.example/archive",
)  # fmt: skip
IDENTITY = "The Network, 1 Example Street, Exampletown EX1 1EX. Registered charity 1234567."
PERSONAL_LINKS = {
    "preferences_url": "https://network.example/p/k1.token-a",
    "unsubscribe_url": "https://network.example/u/k1.token-b",
    "why": "You get this because you asked for it on 3 May 2014.",
}


def a_letter(**over):
    fields = {
        "to": "ann@member.example", "name": "Ann O’Neill", "message_id": message_id("digest", "member", SENDER.domain),
        "personal": PERSONAL_LINKS, "unsubscribe_url": PERSONAL_LINKS["unsubscribe_url"],
        "unsubscribe_mailto": "unsubscribe+tok@network.example?subject=unsubscribe",
    }  # fmt: skip
    return Letter(**(fields | over))


@pytest.fixture(scope="module")
def bulletin(build):
    return render(
        build.full(), identity=IDENTITY, web_url="https://network.example/12", archive_url="https://network.example/a"
    )


@pytest.fixture(scope="module")
def raw(build, bulletin):
    return compose(bulletin, a_letter(), sender=SENDER, date=build.now)


@pytest.fixture(scope="module")
def parsed(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def part(parsed, kind):
    return parsed.get_body((kind,)).get_content()


def test_check_01_one_sender_one_recipient(parsed):
    assert len(parsed.get_all("From")) == len(parsed["From"].addresses) == 1
    assert [each.addr_spec for each in parsed["To"].addresses] == ["ann@member.example"]
    assert parsed["Cc"] is None
    assert parsed["Bcc"] is None
    assert parsed.defects == []


def test_check_02_date_and_message_id_are_stable(build, bulletin, raw, parsed):
    assert parsed["Date"].datetime == build.now
    assert compose(bulletin, a_letter(), sender=SENDER, date=build.now) == raw
    assert (
        message_id("digest", "member", "d") != message_id("digest", "other", "d") != message_id("next", "member", "d")
    )
    assert "ann" not in parsed["Message-ID"]


def test_check_03_list_id_is_stable(parsed):
    assert parsed["List-Id"] == '"The weekly" <weekly.network.example>'


def test_check_04_one_click_headers(parsed):
    assert parsed["List-Unsubscribe"].split(", ") == [
        "<https://network.example/u/k1.token-b>", "<mailto:unsubscribe+tok@network.example?subject=unsubscribe>",
    ]  # fmt: skip
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_check_05_a_dkim_signature_covers_what_must_not_change(raw):
    dkim = pytest.importorskip("dkim")
    from monitor.mail.dkim import SIGNED, signed

    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl on this machine to make a key")
    pem = subprocess.run([openssl, "genrsa", "-traditional", "2048"], capture_output=True, check=True).stdout
    der = subprocess.run(
        [openssl, "rsa", "-pubout", "-outform", "DER"], input=pem, capture_output=True, check=True
    ).stdout
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)
    mail = signed(raw, domain="network.example", selector="s1", private_key=pem)

    assert dkim.verify(mail, dnsfunc=lambda *_a, **_k: record)
    covered = re.search(rb"h=([^;]+);", mail)[1].replace(b"\r\n", b"").replace(b" ", b"").lower().split(b":")
    assert {name.lower() for name in SIGNED} <= set(covered)
    forged = mail.replace(b"token-b>", b"token-x>")
    assert not dkim.verify(forged, dnsfunc=lambda *_a, **_k: record)


def test_check_06_alternative_parts_text_first_utf8_crlf_and_short_lines(raw, parsed):
    assert parsed.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in parsed.iter_parts()] == ["text/plain", "text/html"]
    assert {each.get_content_charset() for each in parsed.iter_parts()} == {"utf-8"}
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\u2028", "\x00", "\x85"])
def test_check_07_a_line_break_in_a_name_address_or_subject_is_refused(build, bulletin, break_):
    from dataclasses import replace

    evil = f"x{break_}Bcc: all@member.example"
    for letter in (
        a_letter(name=evil),
        a_letter(to=f"a@b.example{break_}c"),
        a_letter(unsubscribe_url=f"https://x/{evil}"),
    ):
        with pytest.raises(MessageError):
            compose(bulletin, letter, sender=SENDER, date=build.now)
    with pytest.raises(MessageError):
        compose(replace(bulletin, subject=evil), a_letter(), sender=SENDER, date=build.now)


def test_check_07_two_addresses_are_not_one(build, bulletin):
    for to in ("a@b.example, c@d.example", "a@b.example>,<c@d.example", "a b@c.example", "no-at-sign", "a@b@c.example"):
        with pytest.raises(MessageError):
            compose(bulletin, a_letter(to=to), sender=SENDER, date=build.now)


def test_check_08_the_html_is_under_90_kilobytes(build, bulletin):
    events = [
        build.event(f"e{n}", organisation=f"Organisation {n}", organisation_id=f"o{n}", area=None) for n in range(25)
    ]

    assert len(bulletin.html.encode()) < 90_000
    assert len(render(build.digest(events=events)).html.encode()) < 90_000


def test_check_08_an_issue_that_is_too_large_for_a_mail_is_not_approved(build):
    events = [build.event(f"e{n}", organisation=f"Org {n}", organisation_id=f"o{n}", area=f"A{n}") for n in range(120)]
    digest = build.digest(events=events)

    found = look_over(digest, render(digest), sent=[], today=build.now.date(), links={})
    fine = look_over(build.full(), render(build.full()), sent=[], today=build.now.date(), links={})

    assert any(each.error and each.code == "too large" for each in found)
    assert "too large" not in {each.code for each in fine}


def test_check_09_no_script_form_font_image_or_foreign_resource(bulletin):
    page = bulletin.html.lower()
    for word in (
        "<script",
        "<form",
        "<iframe",
        "<object",
        "<embed",
        "<link",
        "<img",
        "@font-face",
        "@import",
        "url(",
        "javascript:",
    ):
        assert word not in page, word


class Outline(HTMLParser):
    """What check 10 needs to know of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self._link, self.levels = [], [], None, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "a":
            self._link = [dict(attrs)["href"], ""]

    def handle_data(self, data):
        if self._link:
            self._link[1] += data

    def handle_endtag(self, tag):
        if tag == "a" and self._link:
            self.links.append(tuple(self._link))
            self._link = None


def test_check_10_language_headings_roles_and_link_words(bulletin):
    page = Outline(bulletin.html)
    html = next(attrs for tag, attrs in page.tags if tag == "html")
    wrapper = next(attrs for tag, attrs in page.tags if tag == "div")

    assert (html["lang"], html["dir"]) == (wrapper["lang"], wrapper["dir"]) == ("en", "ltr")
    assert any(tag == "title" for tag, _ in page.tags)
    assert all(attrs.get("role") == "presentation" for tag, attrs in page.tags if tag == "table")
    assert all("alt" in attrs for tag, attrs in page.tags if tag == "img")
    assert page.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    targets: dict[str, set[str]] = {}
    for url, words in page.links:
        targets.setdefault(" ".join(words.split()), set()).add(url)
    assert "" not in targets
    assert all(len(urls) == 1 for urls in targets.values()), targets


def test_check_10_contrast_and_sizes_in_the_style_sheet():
    sheet = (Path(__file__).parents[2] / "monitor/digest/templates/base.css").read_text()

    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", sheet)]
    assert [size for size in sizes if 1 < size < 16] == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 600, 1200])
def test_check_10_contrast_targets_and_width_as_a_browser_shows_them(page_at, bulletin, scheme, width):
    page = page_at(personalised(bulletin.html, PERSONAL_LINKS, markup=True), scheme=scheme, width=width)

    found = page.evaluate(PROBE)

    assert found["overflow"] <= width
    assert found["faint"] == []
    assert found["small"] == []
    assert found["narrow"] == []


def test_check_11_the_text_has_every_title_and_address_of_the_html(build, bulletin):
    text = " ".join(bulletin.text.split())

    for item in build.full().items:
        assert item.headline in text
        for link in item.links:
            assert link.url in bulletin.text
            assert link.url in bulletin.html


def test_check_12_identity_reason_and_ways_out_in_both_parts(parsed):
    for kind in ("plain", "html"):
        body = part(parsed, kind)
        assert " ".join(IDENTITY.split()) in " ".join(body.split())
        for value in PERSONAL_LINKS.values():
            assert value in body


def test_check_13_no_address_or_member_id_in_any_link(build, bulletin):
    mail = compose(bulletin, a_letter(), sender=SENDER, date=build.now)
    parsed = email.message_from_bytes(mail, policy=email.policy.default)
    for url in re.findall(r"https?://[^\s\"<>]+", part(parsed, "plain") + part(parsed, "html")):
        assert "ann" not in url
        assert "@" not in url
    assert MARK_START not in part(parsed, "plain") + part(parsed, "html")


def test_a_bulletin_says_the_same_bytes_twice_and_lines_fit_a_terminal(build):
    one, two = render(build.full()), render(build.full())

    assert one == two
    assert one.hash == two.hash
    assert all(len(line) <= 72 or "http" in line or len(line.split()) == 1 for line in one.text.splitlines())
    assert 40 <= len(one.preview) <= 110


@pytest.mark.parametrize("why", ["", PERSONAL_LINKS["why"]])
def test_no_two_empty_lines_follow_one_another_whoever_reads_the_text(build, why):
    for audience in (Audience(), Audience(staff=True), Audience(language="cy")):
        for digest in (build.full(), build.digest()):
            text = personalised(render(digest, audience).text, PERSONAL_LINKS | {"why": why}, markup=False)

            assert "\n\n\n" not in text
            assert f"{'-' * 72}\n{why}\n" in text


def test_staff_see_what_is_to_check_and_members_do_not(build):
    assert "Did it leave?" in render(build.full(), Audience(staff=True)).html
    assert "Did it leave?" not in render(build.full()).html + render(build.full()).text


def test_an_unknown_mark_is_an_error_and_every_mark_is_known(bulletin):
    for body in (bulletin.text, bulletin.html):
        assert set(re.findall(f"{MARK_START}([a-z_]+)", body)) <= set(PERSONAL)
    with pytest.raises(KeyError):
        personalised(bulletin.text, {}, markup=False)


def test_mail_of_the_service_itself_says_that_a_machine_wrote_it(build):
    mail = system_message(subject="Ié", text="Hello", to="a@b.example", sender=SENDER, date=build.now, key="k")

    parsed = email.message_from_bytes(mail, policy=email.policy.default)
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Subject"] == "Ié"
    assert parsed.get_content().strip() == "Hello"


PROBE = """() => {
  const lum = ([r, g, b]) => { const f = [r, g, b].map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
  const rgb = s => s.match(/[\\d.]+/g).map(Number);
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const faint = [], small = [], narrow = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, style = getComputedStyle(e);
    if (!walk.currentNode.data.trim() || style.display === 'none' || e.closest('.preview') || e.className === 'rule') continue;
    const [a, b] = [lum(rgb(style.color)), lum(ground(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) faint.push([walk.currentNode.data.slice(0, 40), ratio]);
    if (parseFloat(style.fontSize) < 16) small.push([walk.currentNode.data.slice(0, 40), style.fontSize]);
  }
  for (const link of document.links) { const box = link.getBoundingClientRect(); if (box.height < 44) narrow.push([link.textContent, box.height]); }
  return { overflow: document.documentElement.scrollWidth, faint, small, narrow };
}"""
