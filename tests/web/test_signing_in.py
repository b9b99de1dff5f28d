"""Signing in and what ends it; who may do what; the log of who did what."""

from __future__ import annotations

import base64
import csv
import hmac
import io
import re
from datetime import timedelta

import pyotp
import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.model import StaffRole
from monitor.web import onetime, passwords
from monitor.web.app import create_app
from monitor.web.signing import unlocked
from monitor.web.throttle import Throttle

ORDER = list(StaffRole)


def desk_rules(pages):
    """(address, method, role) of every view below /desk."""
    for rule in pages.app.url_map.iter_rules():
        if rule.rule.startswith("/desk"):
            # Nothing has that name or number: what is looked at is the door, not what lies behind it.
            address = re.sub(r"<[^>]+>", "1", rule.rule)
            for method in rule.methods & {"GET", "POST"}:
                yield address, method, getattr(pages.app.view_functions[rule.endpoint], "needs", None)


def call(pages, client, address, method):
    return client.get(address) if method == "GET" else pages.post(client, address, form_at="/account/sign-in")


def token_post(client, address):
    page = client.get("/account/").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    return client.post(address, data={"csrf_token": token})


def test_every_page_of_the_desk_names_the_role_it_needs_and_is_shut_to_strangers(pages) -> None:
    rules = list(desk_rules(pages))
    assert len(rules) > 40
    stranger = pages.client()
    for address, method, role in rules:
        assert isinstance(role, StaffRole), address
        answer = call(pages, stranger, address, method)
        assert answer.status_code == 303, address
        assert answer.location.startswith("/account/sign-in"), address


@pytest.mark.parametrize("name", ["rita", "edith", "april"])
def test_no_role_may_do_what_a_higher_one_may(pages, name) -> None:
    client = pages.client(name)
    own = ORDER.index(pages.store.users.named(name).role)
    for address, method, role in desk_rules(pages):
        answer = client.get(address) if method == "GET" else token_post(client, address)
        if ORDER.index(role) > own:
            assert answer.status_code == 403, (address, method)
        else:
            assert answer.status_code != 403, (address, method)


def test_no_form_of_the_desk_works_without_its_token(pages) -> None:
    client = pages.client("ada")
    for address, method, _ in desk_rules(pages):
        if method == "POST":
            assert client.post(address, data={}).status_code == 400, address


def test_a_session_is_a_new_one_and_an_old_cookie_is_worth_nothing_after_signing_out(pages) -> None:
    client = pages.client("edith")
    with client.session_transaction() as session:
        token = session["token"]
    pages.post(client, "/account/sign-out")
    with client.session_transaction() as session:
        assert "token" not in session
        session["token"] = token

    assert client.get("/desk/").status_code == 303


@pytest.mark.parametrize(("idle", "over"), [(timedelta(hours=7), False), (timedelta(hours=9), True)])
def test_a_session_ends_after_eight_hours_without_use(pages, idle, over) -> None:
    client = pages.client("edith")
    pages.clock.moment += idle

    assert (client.get("/desk/").status_code == 303) is over


def test_a_session_ends_after_seven_days_however_busy(pages) -> None:
    client = pages.client("edith")
    for _ in range(25):
        pages.clock.moment += timedelta(hours=7)
        last = client.get("/desk/").status_code

    assert last == 303


def test_ones_own_visits_are_seen_and_ended_one_by_one(pages) -> None:
    first, second, stranger = pages.client("edith"), pages.client("edith"), pages.client("edgar")
    page = first.get("/account/").get_data(as_text=True)
    (name,) = re.findall(r'name="visit" value="([0-9a-f]+)"', page)
    assert page.count("This visit") == 1

    pages.post(stranger, "/account/visits", visit=name)
    assert second.get("/account/").status_code == 200, "somebody else's visit is nobody's to end"
    answer = pages.post(first, "/account/visits", visit=name)
    assert answer.status_code == 303
    assert second.get("/account/").location.startswith("/account/sign-in")
    assert 'name="visit"' not in first.get("/account/").get_data(as_text=True)
    assert ("visit ended", "edith") in [(entry.action, entry.by) for entry in pages.store.audit.list()]


def test_where_everybody_has_one_time_codes_nobody_comes_to_the_desk_without(serving_with) -> None:
    with serving_with(one_time_codes="everybody") as pages:
        client = pages.client("ada")
        for address in ("/desk/", "/desk/changes/", "/desk/people/"):
            answer = client.get(address)
            assert (answer.status_code, answer.location) == (303, "/account/")
        page = client.get("/account/").get_data(as_text=True)
        assert "Switch yours on first" in page
        secret = re.search(r'<code class="secret">([^<]+)<', page)[1].replace(" ", "")
        signed = re.search(r'name="secret" value="([^"]+)"', page)[1]
        code = pyotp.TOTP(secret).at(pages.clock.moment)
        assert pages.post(client, "/account/one-time", secret=signed, code=code, old=pages.password).status_code == 303
        assert client.get("/desk/").status_code == 200

        off = pages.post(client, "/account/one-time", old=pages.password)
        assert off.status_code == 422
        assert "without one-time codes" in off.get_data(as_text=True)
        assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize("what", ["password", "role", "door"])
def test_a_changed_password_role_or_door_ends_every_visit(pages, what) -> None:
    here, there, ada = pages.client("edith"), pages.client("edith"), pages.client("ada")
    if what == "password":
        new = "gravel window lemon saddle"
        assert pages.post(here, "/account/password", old="a guess", new=new, again=new).status_code == 422
        assert there.get("/desk/").status_code == 200
        pages.post(here, "/account/password", old=pages.password, new=new, again=new)
        assert here.get("/desk/").status_code == 200
    else:
        pages.post(ada, f"/desk/people/edith/{what}", role="reader")

    assert there.get("/desk/").status_code == 303


def test_guessing_is_slowed_down_and_never_locks_the_owner_out(pages) -> None:
    owner = pages.client("edith")
    pages.post(owner, "/account/sign-out")
    guesser = pages.client()
    answers = [
        pages.post(
            guesser, "/account/sign-in", form_at="/account/sign-in", name="edith", password=f"guess {n}"
        ).status_code
        for n in range(8)
    ]
    assert answers == [401] * 5 + [429] * 3
    answer = pages.post(owner, "/account/sign-in", form_at="/account/sign-in", name="edith", password=pages.password)
    assert answer.status_code == 303

    pages.clock.moment += timedelta(minutes=16)
    answer = pages.post(guesser, "/account/sign-in", form_at="/account/sign-in", name="edith", password="one more")
    assert answer.status_code == 401


def test_the_wait_doubles_and_has_an_end(pages) -> None:
    throttle, now = Throttle(), pages.clock()
    waits = []
    for _ in range(20):
        throttle.failed("key", now=now)
        waits.append(throttle.wait("key", now=now).total_seconds())

    assert waits[:7] == [0, 0, 0, 0, 2, 4, 8]
    assert waits[-1] == 900


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(pages) -> None:
    def said(name):
        answer = pages.post(
            pages.client(), "/account/sign-in", form_at="/account/sign-in", name=name, password="wrong it is"
        )
        return answer.status_code, answer.get_data(as_text=True).replace(name, "").partition("<form class=")[0].split(
            "alert"
        )[-1]

    assert said("edith") == said("nobody-at-all")


@pytest.mark.parametrize(
    "wanted", ["//evil.example/x", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_but_into_this_site(pages, wanted) -> None:
    client = pages.client()
    answer = pages.post(
        client, "/account/sign-in", form_at="/account/sign-in", name="edith", password=pages.password, next=wanted
    )

    assert answer.location == "/desk/"


def test_a_one_time_code_is_asked_for_and_spent(pages) -> None:
    client = pages.client("edith")
    page = client.get("/account/").get_data(as_text=True)
    secret = page.partition('<code class="secret">')[2].partition("</code>")[0].replace(" ", "").strip()
    signed = page.partition('name="secret" value="')[2].partition('"')[0]
    code = pyotp.TOTP(secret).at(pages.clock())
    for wrong in ({"old": "a guess"}, {"old": pages.password, "code": "000000"}):
        refused = pages.post(client, "/account/one-time", **({"secret": signed, "code": code} | wrong))
        assert refused.status_code == 422
        assert pages.store.users.named("edith").totp_secret is None
    pages.post(client, "/account/one-time", secret=signed, code=code, old=pages.password)
    assert secret not in pages.store.users.named("edith").totp_secret

    def tries(code):
        return pages.post(
            pages.client(),
            "/account/sign-in",
            form_at="/account/sign-in",
            name="edith",
            password=pages.password,
            code=code,
        ).status_code

    assert tries("") == 401
    assert tries(code) == 303
    assert tries(code) == 401


def cookies_of(answer) -> dict[str, str]:
    """The attributes of each cookie that an answer sets, by its name."""
    return {line.partition("=")[0]: line.partition(";")[2].lower() for line in answer.headers.getlist("Set-Cookie")}


def test_over_https_cookies_are_held_to_this_host_and_to_https_and_browsers_are_told_to_come_back_by_it(
    serving_with,
) -> None:
    with serving_with(public_url="https://desk.example") as pages:
        client = pages.app.test_client()
        form = client.get("/account/sign-in", base_url="https://desk.example")
        token = re.search(r'name="csrf_token" value="([^"]+)"', form.get_data(as_text=True))[1]
        answer = client.post(
            "/account/sign-in", base_url="https://desk.example", headers={"Referer": "https://desk.example/"},
            data={"csrf_token": token, "name": "edith", "password": pages.password},
        )  # fmt: skip
        assert answer.status_code == 303
        cookies = cookies_of(form) | cookies_of(answer)
        assert set(cookies) == {"__Host-tierwatch", "__Host-tierwatch-browser"}
        for attributes in cookies.values():
            parts = {part.strip() for part in attributes.split(";")}
            assert {"secure", "httponly", "path=/"} <= parts
            assert "samesite=lax" in parts or "samesite=strict" in parts
            assert not any(part.startswith("domain") for part in parts)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_over_https_a_form_that_comes_from_another_site_is_refused_whatever_it_carries(serving_with) -> None:
    with serving_with(public_url="https://desk.example") as pages:
        client = pages.app.test_client()
        form = client.get("/account/sign-in", base_url="https://desk.example").get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)[1]
        values = {"csrf_token": token, "name": "edith", "password": pages.password}

        def sent(**headers):
            answer = client.post("/account/sign-in", base_url="https://desk.example", headers=headers, data=values)
            return answer.status_code

        assert sent() == 400
        assert sent(Origin="https://evil.example") == 400
        assert sent(Origin="null", Referer="https://desk.example/") == 400
        assert sent(Referer="http://desk.example/") == 400
        assert sent(Origin="https://desk.example") == 303


def test_without_https_cookies_are_still_out_of_reach_of_scripts_and_nobody_is_told_to_come_by_https(pages) -> None:
    answer = pages.post(
        pages.app.test_client(), "/account/sign-in", form_at="/account/sign-in", name="edith", password=pages.password
    )
    cookies = cookies_of(answer)

    assert set(cookies) == {"tierwatch", "tierwatch-browser"}
    assert all("httponly" in each and "samesite" in each and "secure" not in each for each in cookies.values())
    assert "Strict-Transport-Security" not in answer.headers


def test_a_session_cookie_is_signed_with_sha_256_and_no_other_signature_is_taken(pages) -> None:
    client = pages.client("edith")
    cookie = client.get_cookie("tierwatch").value
    payload, _, signature = cookie.rpartition(".")
    assert len(base64.urlsafe_b64decode(f"{signature}=")) == 32

    key = hmac.digest(pages.site.secret.encode(), b"cookie-session", "sha1")
    weak = base64.urlsafe_b64encode(hmac.digest(key, payload.encode(), "sha1")).decode().rstrip("=")
    client.set_cookie("tierwatch", f"{payload}.{weak}")
    assert client.get("/desk/").status_code == 303


def test_a_spent_code_stays_spent_when_the_service_is_started_again(pages) -> None:
    edith, secret = pages.store.users.named("edith"), pyotp.random_base32()
    onetime.switch(pages.store, edith, secret, key=pages.site.secret, at=pages.clock())
    code = pyotp.TOTP(secret).at(pages.clock())

    def signs_in(app) -> int:
        client = app.test_client()
        fields = {"name": "edith", "password": pages.password, "code": code}
        return pages.post(client, "/account/sign-in", form_at="/account/sign-in", **fields).status_code

    assert signs_in(pages.app) == 303
    assert signs_in(create_app(pages.site)) == 401


def test_a_secret_of_codes_is_kept_locked_for_its_owner_under_the_sites_secret(pages) -> None:
    edith, secret = pages.store.users.named("edith"), pyotp.random_base32()
    onetime.switch(pages.store, edith, secret, key=pages.site.secret, at=pages.clock())
    kept = pages.store.users.named("edith").totp_secret

    assert secret not in (pages.folder / "tierwatch.db").read_bytes().decode("latin-1")
    assert unlocked(pages.site.secret, kept, owner=edith.id) == secret
    assert unlocked(pages.site.secret, kept, owner="somebody else") is None
    assert unlocked("another secret", kept, owner=edith.id) is None
    assert unlocked(pages.site.secret, secret, owner=edith.id) == secret, "what was kept before is still read"


EASY = [
    "short", "password1234", "P@ssw0rd!2026", "aaaaaaaaaaaaaaaa", "qwertyqwerty123456", "1qaz2wsx3edc", "zxcvbnm,./12", "765432109876",
    "letmeinletmein", "correctcorrect", "Liverpool2025!", "iloveyou1234", "Summer2026!!!", "trustno1trustno1", "Tierwatch-2026!",
    "edith-edith-edith", "Jones2026Edith", "Acme-Monitor-1", "Llanfair Round", "Croeso2026!!",
]  # fmt: skip


@pytest.mark.parametrize("password", EASY)
def test_easy_passwords_are_refused(password) -> None:
    known = ("edith", "Edith Jones", "edith@desk.example", "Acme monitor", "The Llanfair round")

    assert passwords.fault_in(password, about=known)


@pytest.mark.parametrize(
    "password",
    ["lantern meadow copper thirteen", "goleudy ynys heddiw pont", "vT4-kkq9xL_m2w", "mwx summer 77 tyk pole"],
)
def test_long_passwords_that_nobody_would_guess_are_taken(password) -> None:
    assert passwords.fault_in(password, about=("edith", "edith@desk.example")) == ""


def test_a_password_has_12_to_256_characters_and_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    long = "vT4-kkq9xL_m2w" * 20
    assert passwords.fault_in(long[:11])
    assert passwords.fault_in(long[:12]) == passwords.fault_in(long[:256]) == ""
    assert passwords.fault_in(long[:257])

    first, second = passwords.hashed(long[:256]), passwords.hashed(long[:256])
    assert first.startswith("$argon2id$")
    assert first != second
    assert passwords.is_right(long[:256], first)
    assert not passwords.is_right(long[:255], first)


def test_easy_passwords_are_refused_wherever_one_is_given(pages) -> None:
    ada, easy = pages.client("ada"), "Password2026!"
    added = pages.post(ada, "/desk/people/", name="newcomer", role="reader", password=easy)
    changed = pages.post(ada, "/account/password", old=pages.password, new=easy, again=easy)

    assert [answer.status_code for answer in (added, changed)] == [422, 422]
    assert "a stranger would try" in changed.get_data(as_text=True)
    assert pages.store.users.named("newcomer") is None


def test_a_form_with_the_token_of_another_visit_is_refused(pages) -> None:
    ada, april = pages.client("ada"), pages.client("april")
    page = ada.get("/account/").get_data(as_text=True)
    tokens = re.findall(r'name="csrf_token" value="([^"]+)"', page)
    again = re.findall(r'name="csrf_token" value="([^"]+)"', ada.get("/account/").get_data(as_text=True))

    assert april.get("/account/").status_code == 200, "a visit with a secret of its own"
    assert april.post("/account/sign-out", data={"csrf_token": tokens[0]}).status_code == 400
    assert set(tokens).isdisjoint(again), "no two pages carry the same token"
    assert ada.post("/account/sign-out", data={"csrf_token": tokens[0]}).status_code == 303


def test_an_administrator_lets_people_in_and_cannot_shut_themselves_out(pages) -> None:
    ada = pages.client("ada")
    pages.post(ada, "/desk/people/", name="newcomer", role="reader", password="gravel window lemon saddle")
    assert pages.store.users.named("newcomer").role is StaffRole.READER

    assert pages.post(ada, "/desk/people/ada/door").status_code == 409
    assert pages.store.users.named("ada").disabled_at is None


def test_the_log_is_whole_and_leaves_as_csv_against_the_password_and_administrators_are_told(pages) -> None:
    pages.store.users.add(
        "agatha", role=StaffRole.ADMINISTRATOR, password_hash="", at=pages.clock(), email="agatha@desk.example"
    )
    ada = pages.client("ada")
    pages.store.audit.add("=HYPERLINK(1)", subject="+x", by="@y", at=pages.clock())
    assert "It is whole" in ada.get("/desk/people/log").get_data(as_text=True)
    refused = pages.post(ada, "/desk/people/log.csv", old="a guess")
    assert refused.status_code == 422
    assert "HYPERLINK(1)\r\n" not in refused.get_data(as_text=True)

    rows = list(
        csv.reader(io.StringIO(pages.post(ada, "/desk/people/log.csv", old=pages.password).get_data(as_text=True)))
    )
    assert rows[-1][3] == "'=HYPERLINK(1)", "no cell is a formula"
    assert [row.action for row in pages.store.audit.list(limit=1)] == ["the log taken out"]
    letters = [file.read_text() for file in (pages.folder / "outbox").glob("system-*.eml")]
    assert ["agatha@desk.example" in letter and "ada took out the log" in letter for letter in letters] == [True]


def test_a_log_that_was_changed_is_told_on_the_page_and_by_the_command(pages) -> None:
    from sqlalchemy import text

    with pages.store.database.write() as connection:
        connection.execute(text("UPDATE audit SET by = 'somebody else' WHERE seq = 2"))
    page = pages.client("ada").get("/desk/people/log").get_data(as_text=True)
    told = CliRunner().invoke(
        cli, ["--config", str(pages.folder / "config.toml"), "audit", "verify"], standalone_mode=False
    )

    assert "row 2 was changed after it was written" in page
    assert told.return_value == 1


def test_users_are_added_listed_and_shut_out_at_the_command_line(pages) -> None:
    def run(*arguments, **options):
        return CliRunner().invoke(cli, ["--config", str(pages.folder / "config.toml"), "user", *arguments], **options)

    assert (
        run("add", "zoe", "--role", "approver", "--password-stdin", input="gravel window lemon saddle\n").exit_code == 0
    )
    assert run("add", "zed", "--password-stdin", input="password\n").exit_code == 2
    assert run("password", "zoe", "--password-stdin", input="Zoe-Password-2026\n").exit_code == 2
    assert run("disable", "zoe").exit_code == 0
    assert "disabled" in run("list").output
    assert pages.store.users.named("zoe").disabled_at is not None
