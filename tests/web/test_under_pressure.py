"""Ten thousand requests, a thousand guesses and the time that answers take, against the served pages on loopback (``make soak``)."""

from __future__ import annotations

import os
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
import requests
from werkzeug.exceptions import HTTPException

from monitor.mail.members import UNSUBSCRIBE
from monitor.mail.tokens import sign
from monitor.model import StaffRole
from monitor.web.passwords import hashed
from tests.site import running_site
from tests.web.conftest import STAFF
from tests.web.test_hostile import OWN, collected

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(not os.environ.get("TIERWATCH_SOAK"), reason="a long proof: set TIERWATCH_SOAK=1"),
]
#: In the place of names, numbers, moments and files.
ODD = [
    "", "0", "-1", "1" * 40, "1e309", "NaN", "..", "../../etc/passwd", "\x00", "a\r\nX-Y: z", "%", "%00", "' OR '1'='1", "\U0001f4a9",
    "\ud7ff", "x" * 5000, "[]", "{}", "null", "2026-02-30", "9999-12-31T23:59:60Z", "0001-01-01", "=1+1", "true", *OWN,
]  # fmt: skip
ORDER = list(StaffRole)
SHUT = {303, 308, 400, 403, 404, 405, 413, 422, 429}


class Visitor:
    """Somebody with a browser of their own: a stranger, or signed in as one of the staff."""

    def __init__(self, served, name: str | None) -> None:
        self.served, self.name, self.http = served, name, requests.Session()
        self.http.trust_env = False
        if name and self.sign_in(name, served.password).status_code != 303:
            raise AssertionError(f"{name} cannot sign in")

    def ask(self, method: str, address: str, **how) -> requests.Response:
        return self.http.request(method, f"{self.served.url}{address}", allow_redirects=False, timeout=60, **how)

    def token(self) -> str:
        pages = (self.ask("GET", address).text for address in ("/account/sign-in", "/account/"))
        found = (re.search(r'name="csrf_token" value="([^"]+)"', page) for page in pages)
        return next((each[1] for each in found if each), "")

    def sign_in(self, name: str, password: str) -> requests.Response:
        data = {"csrf_token": self.token(), "name": name, "password": password}
        return self.ask("POST", "/account/sign-in", data=data)


@pytest.fixture
def served(serving_with):
    with serving_with(api_requests_a_minute=1_000_000) as pages:
        yield pages


def fields_of(served) -> list[str]:
    """The names of the fields of all forms that the pages know, and of what is asked of tables."""
    templates = [file for folder in served.app.jinja_loader.searchpath for file in Path(folder).rglob("*.html")]
    names = {name for file in templates for name in re.findall(r'name="([a-z_]+)"', file.read_text(encoding="utf-8"))}
    return sorted(names | {"limit", "after", "as_of", "known_at", "area", "programme", "q", "page", "days", "format"})


def role_for(app, method: str, address: str) -> StaffRole | None:
    """The role that whatever answers at ``address`` needs; a slash within a name may have led elsewhere."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(unquote(address), method)
    except HTTPException:
        return None
    return getattr(app.view_functions[endpoint], "needs", None)


def test_of_ten_thousand_odd_requests_none_breaks_the_pages_and_none_gets_what_its_role_may_not(served) -> None:
    chance = random.Random(20)
    odd, fields = [*ODD, *collected()[::9]], fields_of(served)
    rules = [rule for rule in served.app.url_map.iter_rules() if rule.endpoint != "static"]
    real = {
        "source_id": list(served.store.sources.all()),
        "event_id": [event.id for event in served.store.events.list()],
        "digest_id": [digest.id for digest in served.store.digests.list()],
    }  # fmt: skip
    # Strangers first, and administrators last: what they do may shut somebody out.
    visitors, answered = [Visitor(served, name) for name in (None, *STAFF)], Counter()
    before = served.store.dump()
    for number, visitor in enumerate(visitors):
        for count in range(1700):
            if count % 100 == 0:
                token = visitor.token()
            rule = rules[count % len(rules)]
            method = chance.choice(sorted(rule.methods - {"OPTIONS"}))
            parts = {name: chance.choice([*real.get(name, ()), chance.choice(odd)]) for name in rule.arguments}
            address = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda part, p=parts: quote(p[part[1]], safe=""), rule.rule)
            given = {name: chance.choice(odd) for name in chance.sample(fields, 6)}
            how = {"params": given} if method != "POST" else {"data": given | {"csrf_token": token}}
            if visitor.name == "ada" and "people" in address:
                how = {"params": given}
            answer = visitor.ask(method, address, **how)
            answered[answer.status_code] += 1
            assert answer.status_code < 500, (visitor.name, method, address, given)
            needs = role_for(served.app, method, address)
            own = ORDER.index(STAFF[visitor.name]) if visitor.name else -1
            if needs is not None and ORDER.index(needs) > own:
                assert answer.status_code in SHUT, (visitor.name, method, address, answer.status_code)
        if number == 0:
            assert served.store.dump() == before
    print(f"{answered.total()} requests: {dict(sorted(answered.items()))}")
    assert answered.total() >= 10_000
    assert answered[200] > 500


def test_of_a_thousand_guesses_a_minute_apart_few_are_looked_at_and_the_owner_still_gets_in(served) -> None:
    owner, guesser, answered = Visitor(served, "edith"), Visitor(served, None), Counter()
    owner.ask("POST", "/account/sign-out", data={"csrf_token": owner.token()})
    for number in range(1000):
        served.clock.moment += timedelta(minutes=1)
        answered[guesser.sign_in("edith", f"lantern meadow {number}").status_code] += 1

    print(f"a thousand guesses: {dict(answered)}")
    assert set(answered) == {401, 429}
    # Five are free; then the wait doubles until it is a quarter of an hour.
    assert answered[401] <= 5 + 9 + 1000 // 15
    assert owner.sign_in("edith", served.password).status_code == 303


def spread(taken: Mapping[str, list[float]]) -> dict[str, tuple[float, float]]:
    """Median and 95th percentile of each row, in milliseconds; printed too."""
    found = {
        name: (statistics.median(row) * 1000, statistics.quantiles(row, n=20)[-1] * 1000) for name, row in taken.items()
    }
    for name, (middle, late) in found.items():
        print(f"{name}: median {middle:.1f} ms, 95th percentile {late:.1f} ms, of {len(taken[name])}")
    return found


def assert_as_quick(one: tuple[float, float], other: tuple[float, float], *, noise: tuple[float, float]) -> None:
    """``one`` and ``other`` differ by no more than ten milliseconds beyond what two of one kind differ by (``noise``)."""
    for first, second, aside in zip(one, other, noise, strict=True):
        assert abs(first - second) < 10 + aside


def test_how_long_signing_in_takes_does_not_tell_whether_there_is_such_a_name(served) -> None:
    kept = hashed("gravel window lemon saddle")
    served.store.users.add("zoe", role=StaffRole.READER, password_hash=kept, at=served.clock())
    visitor, chance = Visitor(served, None), random.Random(3)
    taken: dict[str, list[float]] = {"edith": [], "zoe": [], "nobody": []}
    for _ in range(200):
        for name in chance.sample(list(taken), 3):
            served.clock.moment += timedelta(minutes=20)
            data = {"csrf_token": visitor.token(), "name": name, "password": "none of theirs at all"}
            began = time.perf_counter()
            assert visitor.ask("POST", "/account/sign-in", data=data).status_code == 401
            taken[name].append(time.perf_counter() - began)

    edith, zoe, nobody = spread(taken).values()
    noise = abs(edith[0] - zoe[0]), abs(edith[1] - zoe[1])
    assert_as_quick(edith, nobody, noise=noise)
    assert_as_quick(zoe, nobody, noise=noise)


def test_how_long_a_link_takes_does_not_tell_how_much_of_it_is_right(served) -> None:
    good = sign(served.site.membership.keys, UNSUBSCRIBE, "somebody")
    key, said, stamp, signature = good.split(".")
    spoiled = {
        "the first letter of the signature is wrong": f"{key}.{said}.{stamp}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}",
        "a letter in its middle is wrong": f"{key}.{said}.{stamp}.{signature[:20]}{'B' if signature[20] == 'A' else 'A'}{signature[21:]}",
        "its last whole letter is wrong": f"{key}.{said}.{stamp}.{signature[:-2]}{'B' if signature[-2] == 'A' else 'A'}{signature[-1]}",
    }
    visitor, chance = Visitor(served, None), random.Random(3)
    assert visitor.ask("GET", f"/unsubscribe/{good}").status_code == 200
    taken: dict[str, list[float]] = {name: [] for name in spoiled}
    for _ in range(500):
        for name in chance.sample(list(spoiled), 3):
            began = time.perf_counter()
            assert visitor.ask("GET", f"/unsubscribe/{spoiled[name]}").status_code in {400, 404, 410}
            taken[name].append(time.perf_counter() - began)

    first, middle, last = spread(taken).values()
    assert_as_quick(first, last, noise=(0, abs(first[1] - middle[1])))
    assert_as_quick(first, middle, noise=(0, abs(middle[1] - last[1])))


@pytest.mark.browser
def test_a_page_of_another_site_cannot_act_for_who_is_signed_in(served, chromium) -> None:
    with running_site() as other:
        form = '<form method="post" action="{}/desk/people/edith/door"><input name="role" value="reader"></form><script>document.forms[0].submit()</script>'
        other.put("/", form.format(served.url))
        context = chromium.new_context(base_url=served.url)
        try:
            page = context.new_page()
            served.sign_in(page, "ada")
            # Another name of this machine is another site to a browser.
            with page.expect_response("**/door") as answered:
                page.goto(other.url.replace("127.0.0.1", "localhost"))
            page.goto("/desk/")
            heading = page.get_by_role("heading", level=1).inner_text()
        finally:
            context.close()

    assert answered.value.status == 400
    assert heading == "Today at the desk"
    assert served.store.users.named("edith").disabled_at is None
