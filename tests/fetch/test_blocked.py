"""Pages that only pretend to be the source, and ordinary pages that must never be taken for them. All in our own words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.blocked import why_blocked
from monitor.sources.decode import decode_text

MENU = (
    "<header><a href='/'>Northfield Trust</a><form action=/search><input name=q><button>Search</button></form></header>"
    "<nav><ul>"
    + "".join(f"<li><a href=/{n}>Section number {n} of our work</a></li>" for n in range(12))
    + "</ul></nav>"
)
FOOT = "<footer><p>Registered charity. Terms. Privacy policy. Log in. Forgotten your password? Cookie settings.</p></footer>"
BANNER = (
    "<div class='cookie-consent'><h2>We value your privacy</h2><p>We and our partners store cookies. Accept all cookies to continue, or"
    " manage your preferences.</p><button>Accept all</button></div>"
)


def page(title, body, *, menu=False, head=""):
    chrome = (MENU, FOOT) if menu else ("", "")
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{chrome[0]}{body}{chrome[1]}</body></html>"


def main(heading, *paragraphs):
    return f"<main><h1>{heading}</h1>{''.join(f'<p>{words}</p>' for words in paragraphs)}</main>"


STORY = (
    "The trust has been chosen to run the resettlement service in the north of the county. ",
    "It takes over in June from the firm that has held the contract since 2019. ",
    "Its director said that staff would move to the new employer on the same terms. ",
    "The council will publish the full list of providers next month. ",
)

BLOCKED = {
    "challenge: a spinner": page("Just a moment...", main("news.example.org", "Needs to review the security of your connection.")),
    "challenge: a box to tick": page("Security check", "<h1>One more step</h1><p>Please complete the security check to access this site.</p>"
                                     "<div class='h-captcha'></div>"),
    "challenge: browser checked": page("news.example", "<p>Checking your browser before you reach news.example. This takes five seconds.</p>"),
    "challenge: unusual traffic": page("Sorry", main("Sorry", "We have seen unusual traffic from your network. Show that you are a human to go on.",
                                                      "Complete the CAPTCHA below.")),
    "challenge: script only": page("", "<script src='https://x.awswaf.com/challenge.js'></script>"),
    "challenge: with a menu": page("Are you a robot?", main("Are you a robot?", "Tick the box, and the page will load."), menu=True),
    "challenge: reference": page("Access denied", "<h1>Access denied</h1><p>Ray ID: 8f3a77c21d9e</p>"),
    "challenge: scripts wanted": page("Trust", "<noscript>Please enable JavaScript to use this site.</noscript><div id=root></div>"),
    "consent: before you continue": page("Before you continue to the news", "<form><h1>Before you continue</h1><p>Choose how we use data.</p>"
                                         "<button>Accept all</button></form>"),
    "consent: a wall of partners": page("Example News", "<div><p>We and our 812 partners store and read cookies on your device.</p>"
                                        "<button>I agree</button></div>"),
    "consent: agree to go on": page("Example", "<p>You must accept the use of cookies to continue to this site.</p>"
                                    "<p>Accept all cookies to continue.</p>"),
    "consent: your choices": page("Your privacy choices", "<h1>Your privacy choices</h1><p>Pick what you allow, then go on.</p>"),
    "login: a form": page("Sign in", "<form><h1>Sign in</h1><label>Name<input></label><input type=password></form>"),
    "login: with the site's menu": page("Log in - Northfield Trust", "<main><h1>Log in</h1><form><input type=password></form></main>", menu=True),
    "login: session over": page("Members", main("Session expired", "Your session has expired. Sign in again.")),
    "login: members only": page("Northfield", "<main><p>You must be logged in to view this page.</p></main>", menu=True),
    "login: nothing but a password": page("Northfield", "<div><input type=password></div><p>Northfield</p>"),
    "maintenance: heading": page("Maintenance", main("We'll be back soon", "Our engineers are at work tonight.")),
    "maintenance: sentence": page("Northfield Trust", "<p>This website is currently down for maintenance. Thank you for your patience.</p>"),
    "maintenance: with menu": page("Northfield", main("Site under maintenance", "Come back on Monday."), menu=True),
    "maintenance: offline": page("Offline", main("The site is temporarily unavailable", "We are moving to a new home.")),
    "error: not found": page("Page not found | Northfield Trust", main("Page not found", "Try the search, or go to the front page."), menu=True),
    "error: soft": page("Northfield Trust", main("Sorry, we can't find that page", "It may have moved."), menu=True),
    "error: number": page("404", "<h1>404</h1><p>Nothing is here.</p>"),
    "error: gateway": page("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.22.1</center>"),
    "error: unavailable": page("Service Unavailable", "<h2>Service Unavailable</h2><p>HTTP Error 503. The service is unavailable.</p>"),
    "error: forbidden": page("403 Forbidden", "<h1>Forbidden</h1><p>You don't have permission to access this resource.</p>"),
    "error: database": page("Database Error", "<h1>Error establishing a database connection</h1>"),
    "error: exception": page("Oops", main("Oops!", "Something went wrong. Please try again later.")),
    "error: blocked": page("Blocked", main("Sorry, you have been blocked", "You are unable to access example.org.")),
    "error: request rejected": page("Request Rejected", "The requested URL was rejected. Your support ID is: 12345"),
    "error: region": page("Not available", main("Unavailable", "This content is not available in your region.")),
    "parked: for sale": page("example-charity.org is for sale", main("example-charity.org", "The domain example-charity.org is for sale.")),
    "parked: buy": page("example.org", "<p>Buy this domain.</p><ul><li>Charity jobs</li><li>Loans</li></ul>"),
    "parked: lapsed": page("Domain expired", main("This domain has expired", "If it is yours, renew it.")),
    "parked: advertisements": page("example.org", "<script src='https://img.sedoparking.com/x.js'></script><p>example.org</p>"),
    "parked: suspended": page("Account Suspended", "<h1>This Account has been suspended.</h1><p>Write to your host.</p>"),
    "default: nginx": page("Welcome to nginx!", main("Welcome to nginx!", "If you see this page, the web server is working.")),
    "default: apache": page("Apache2 Ubuntu Default Page: It works", "<p>" + "Words about configuration files and folders. " * 60 + "</p>"),
    "empty": page("Northfield Trust", ""),
    "empty: application": page("Northfield Trust", "<div id=app></div><script src=/app.js></script>"),
    "elsewhere": page("Redirecting", "<p>Redirecting you now.</p>", head="<meta http-equiv=Refresh content='0; url=https://other.example/'>"),
    "template": page("{{ page.title }}", "<h1>{{ page.title }}</h1><p>{{ page.body }}</p><p>{{ page.date }}</p>"),
}  # fmt: skip

ORDINARY = {
    "a statement of one sentence": page("Statement | Northfield Trust", main("Statement", "Northfield Trust has withdrawn from the bid for Kent."), menu=True),
    "a statement without a menu": page("Statement", "<h1>Statement</h1><p>Alder and Birch has won the contract for Essex.</p>"),
    "a statement of regret": page("Statement", main("Statement on the Kent contract", "We are sorry to say that the service is unavailable to new referrals.",
                                                     "The provider has gone into administration. Access was denied to no one.")),
    "an apology": page("News", main("An apology", "Something has gone wrong with our report of 6 November: the lead provider is not Acme.")),
    "a cookie banner on a short page": page("News", BANNER + main("Alder wins Essex", STORY[0]), menu=True),
    "a banner around the page": page("News", f"<div class='page has-cookie-banner'>{main('Alder wins Essex', STORY[0])}</div>"),
    "an unmarked banner": page("News", "<div><p>We and our 143 partners store and read information on your device. Accept all.</p></div>"
                               + main("Alder wins Essex", STORY[0])),
    "a login box at the side": page("News", "<aside><h2>Log in</h2><form><input name=u><input type=password></form></aside>"
                                    + main("Alder wins Essex", *STORY), menu=True),
    "a login form above a story": page("News", "<form><input type=password>Sign in to your account</form>" + main("Alder wins Essex", *STORY)),
    "a story about a site that was down": page("Ministry website down for a day", main("Ministry website down for a day", *STORY, *STORY, *STORY)),
    "a story about a captcha": page("Charity drops captcha", main("Charity drops captcha", *STORY, "Visitors had to show that they were not robots.", *STORY)),
    "a story about domains": page("Charity loses its address", main("Charity loses its address", *STORY, "Its domain has expired and was sold.", *STORY)),
    "numbers in a title": page("404 places funded in Kent", main("404 places funded in Kent", STORY[0])),
    "500 charities": page("500 charities sign letter | Northfield", main("500 charities sign letter", STORY[1])),
    "an empty list": page("Vacancies", main("Vacancies", "There are no vacancies now. Please check back soon."), menu=True),
    "a withdrawn publication": page("Guidance - GOV.UK", main("Guidance", "This guidance was withdrawn on 3 March 2026. It is no longer current.")),
    "a page about maintenance": page("Repairs", main("Repairs and maintenance", "Alder Homes has won the contract for the maintenance of hostels in Kent.")),
    "a list of providers": page("Providers", "<main><h1>Providers</h1><ul><li>Acme: Kent</li><li>Alder: Essex</li></ul></main>"),
    "a bare table": page("Providers", "<table><tr><th>Area</th><th>Provider</th></tr><tr><td>Kent</td><td>Acme</td></tr></table>"),
    "a contact form with a captcha": page("Contact", main("Contact us", *STORY[:2]) + "<form><div class=g-recaptcha></div></form>"),
    "words in Welsh": page("Newyddion", main("Newyddion", "This page is available in Welsh.", "Mae'r dudalen hon ar gael yn Gymraeg.")),
    "a security story": page("Security checks", main("Security checks at prisons", "Visitors must pass a security check. Sign in to the visitors' book.")),
    "a member's page": page("Members", main("Our members", "Only members can vote. Log in is not needed to read this page.", "Acme has joined.")),
    "a page that refreshes": page("Live", main("Live", *STORY), head="<meta http-equiv=refresh content='300'>"),
    "scripts needed, said in the margin": page("News", "<noscript>Please enable JavaScript</noscript>" + main("Alder wins Essex", STORY[0], STORY[1])),
    "one line and nothing else": page("", "<h1>Alder wins Essex</h1>"),
    "a blog with a comment login": page("Blog", main("Who won?", *STORY[:2], "You can sign in to comment.")),
    "a site being built": page("New hostel", main("New hostel", "The site is under construction and will be closed for a year.", STORY[0])),
    "a braces lover": page("Our {{new}} look", main("Our look", STORY[0], STORY[1])),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKED)
def test_a_page_that_is_not_the_page_is_recognised(name):
    reason = why_blocked("https://example.org/news", BLOCKED[name], content_type="text/html; charset=utf-8")

    assert reason
    assert reason.startswith("the source answers with a")


@pytest.mark.parametrize("kind", ["challenge", "consent", "login", "maintenance", "error", "parked", "default"])
def test_the_reason_says_what_kind_of_page_it_is(kind):
    word = {"default": "default page", "parked": "parked"}.get(kind, kind)
    reasons = {
        name: why_blocked("https://example.org/", html) for name, html in BLOCKED.items() if name.startswith(kind)
    }

    assert sum(word in reason for reason in reasons.values()) >= len(reasons) - 2, reasons


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_page_is_never_taken_for_one(name):
    assert why_blocked("https://example.org/news", ORDINARY[name], content_type="text/html") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/login?next=/news",
        "https://example.org/account/login",
        "https://sso.example.org/saml2/start",
        "https://consent.example.com/m?continue=x",
    ],
)
def test_the_address_says_it_where_the_page_says_nothing(url):
    assert why_blocked(url, page("Northfield", "<p>Northfield</p>"))
    assert why_blocked(url, page("Northfield", main("Alder wins Essex", *STORY))) is None


@pytest.mark.parametrize(
    "text",
    [
        "upstream connect error or disconnect/reset before headers",
        "Too many requests",
        "503 Service Unavailable\n\nError 503",
    ],
)
def test_errors_in_plain_text_are_recognised(text):
    assert why_blocked("https://example.org/", text, content_type="text/plain")


def test_plain_text_that_says_something_passes():
    assert (
        why_blocked(
            "https://example.org/", "Alder has won Essex.\nAcme keeps Kent.", content_type="text/plain; charset=utf-8"
        )
        is None
    )


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("<?xml version='1.0'?><rss><channel><title>Not found</title></channel></rss>", "text/html"), ('{"error": "not found"}', "application/json"),
     ("<feed><title>404 Not Found</title></feed>", "application/atom+xml"), ("%PDF-1.7", "application/pdf")],
)  # fmt: skip
def test_other_formats_are_their_readers_matter(body, content_type):
    assert why_blocked("https://example.org/", body, content_type=content_type) is None


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text):
    why_blocked("https://example.org/", text)
    why_blocked("https://example.org/", page(text, f"<p>{text}</p>"), content_type="")


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<p class=cookie>",
        "you ",
        "4",
        "error ",
        "this page ",
        "domain ",
        "a.",
        "{{",
        "we and our partners ",
        "<div id=consent>x",
    ],
)
def test_no_page_takes_long(piece):
    began = time.process_time()

    why_blocked("https://example.org/", page("x", piece * (400_000 // len(piece))))

    assert time.process_time() - began < 2


def test_the_block_pages_of_other_projects_are_all_recognised(corpora):
    files = sorted((corpora / "block-pages").glob("*/*.html"))
    missed = [
        file.name for file in files if not why_blocked("https://example.org/news", decode_text(file.read_bytes()))
    ]

    assert len(files) > 20
    assert missed == []


def test_the_labelled_pages_are_all_ordinary(cases):
    files = sorted(cases.glob("*/*.html"))
    stopped = {
        file.parent.name: why_blocked("https://example.org/news", decode_text(file.read_bytes())) for file in files
    }

    assert files
    assert {name: reason for name, reason in stopped.items() if reason} == {}
