"""config.toml: every problem at once, each with its path and what to write instead; secrets from elsewhere."""

import contextlib
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config import TABLES, keys_of, load_config, parse_config
from monitor.errors import ConfigError
from monitor.sources.feed import FeedOptions
from monitor.sources.listing import ListingOptions

ROOT = Path(__file__).parents[2]
FEED = '[[sources]]\nkind = "feed"\nurl = "https://news.example/feed"\n'


def problems_of(text: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, Path("config.toml"))
    return {problem.path: f"{problem.message} ({problem.suggestion})" for problem in caught.value.problems}


def test_the_shipped_configuration_is_good_and_names_real_sources() -> None:
    config = load_config(ROOT / "config.toml")

    assert len(config.sources) >= 15
    assert {source.kind for source in config.sources} >= {
        "govuk",
        "parliament",
        "ocds",
        "register",
        "feed",
        "listing",
        "page",
    }
    assert all(source.url.startswith("https://") and source.name and source.programmes for source in config.sources)
    assert config.weekly.weekday == "friday"


def test_the_shipped_configuration_says_why_a_source_is_commented_out() -> None:
    text = (ROOT / "config.toml").read_text()

    assert "# [[sources]]" in text
    commented = text.split("# [[sources]]")[0].rstrip().splitlines()[-1]
    assert commented.startswith("# ")
    assert "address" in commented


def test_an_empty_file_is_a_configuration_with_defaults(tmp_path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("")

    config = load_config(file)

    assert config.sources == ()
    assert config.state == tmp_path / "state"
    assert config.store_url == f"sqlite:///{tmp_path}/state/tierwatch.db"
    assert len(config.warnings) == 2


def test_values_reach_the_settings_that_own_them() -> None:
    config = parse_config(
        '[service]\ncontact = "https://example.org/about"\n[digest]\nweekday = "monday"\nat = "06:30"\n[fetch]\nretries = 3\n'
        + FEED
        + 'id = "news"\nevery_hours = 6\nlimit = 50\n',
        Path("/somewhere/config.toml"),
    )

    assert (config.weekly.weekday, config.weekly.at) == ("monday", time(6, 30))
    assert config.fetch.retries == 3
    assert "https://example.org/about" in config.fetch.user_agent
    source = config.source("news")
    assert source is not None
    assert (source.every_hours, source.options) == (6.0, FeedOptions(limit=50))


def test_relative_paths_start_from_the_folder_of_the_file() -> None:
    config = parse_config(
        '[service]\nstate = "kept"\npacks = ["our-packs", "/elsewhere"]\n[fetch]\nca_file = "ca.pem"\n',
        Path("/here/config.toml"),
    )

    assert config.state == Path("/here/kept")
    assert config.pack_folders == (Path("/here/our-packs"), Path("/elsewhere"))
    assert config.fetch.ca_file == "/here/ca.pem"


def test_all_problems_are_told_at_once_each_with_its_path() -> None:
    found = problems_of(
        '[servce]\nstate = "x"\n[digest]\nweekday = "fridy"\nat = "late"\n[fetch]\nretries = "many"\n'
        '[[sources]]\nkind = "fed"\nurl = "https://a.example/"\n'
        '[[sources]]\nkind = "feed"\nurl = "gov.uk/x"\nevery_hour = 3\nlimt = 2\ntrust = 7\n'
        '[[sources]]\nkind = "feed"\n'
    )

    assert found.keys() == {
        "servce", "digest.weekday", "digest.at", "fetch.retries", "sources[0].kind", "sources[1].url", "sources[1].every_hour",
        "sources[1].limt", "sources[1].trust", "sources[2].url",
    }  # fmt: skip
    assert 'did you mean "service"?' in found["servce"]
    assert 'did you mean "friday"?' in found["digest.weekday"]
    assert 'did you mean "feed"?' in found["sources[0].kind"]
    assert 'did you mean "every_hours"?' in found["sources[1].every_hour"]
    assert 'did you mean "limit"?' in found["sources[1].limt"]
    assert "https://gov.uk/x" in found["sources[1].url"]
    assert "is missing" in found["sources[2].url"]


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ('[mail]\npassword = "hunter2"\n', "mail.password", "TIERWATCH_SMTP_PASSWORD"),
        ('[web]\nsecret = "abc"\n', "web.secret", "TIERWATCH_WEB_SECRET"),
        (FEED + 'api_key = "abc"\n', "sources[0].api_key", "is a secret"),
        ('[store]\nurl = "postgresql://tier:secret@db/x"\n', "store.url", "TIERWATCH_STORE_URL"),
        (FEED.replace("news.example", "me:pw@news.example"), "sources[0].url", "password"),
        ('[mail]\nreplies_password = "hunter2"\n', "mail.replies_password", "TIERWATCH_REPLIES_PASSWORD"),
        ('[reader]\napi_key = "hunter2"\n', "reader.api_key", "TIERWATCH_READER_KEY"),
        ('[service]\npassword = "hunter2"\n', "service.password", "the environment holds TIERWATCH_STORE_URL, "),
        (FEED.replace("/feed", "/feed?page=2&api_key=hunter2"), "sources[0].url", "shown to members"),
        (FEED.replace("https://news.example/", "news.example/?token=hunter2&u=https://"), "sources[0].url", '("token")'),
        (f'{FEED.replace("feed", "register")}codes_url = "https://a.example/?Subscription-Key=hunter2"\n',
         "sources[0].codes_url", '"Subscription-Key"'),
        ('[store]\nurl = "postgresql://tier@db/x?password=hunter2"\n', "store.url", "store.url_file"),
        ('[reader]\nmodel = "m"\nurl = "https://a.example/v1?api_key=hunter2"\n', "reader.url", "TIERWATCH_READER_KEY"),
    ],
)  # fmt: skip
def test_a_secret_in_the_file_is_an_error_that_never_repeats_it(text, path, words) -> None:
    found = problems_of(text)

    assert found.keys() == {path}
    assert words in found[path]
    assert "hunter2" not in str(found)
    assert "secret@db" not in str(found)


def test_a_variable_is_named_only_where_it_is_read() -> None:
    found = problems_of('[service]\npassword = "x"\n[smtp]\npassword = "x"\n')

    assert found["service.password"].startswith("is a secret, which does not belong in this file (leave it out: ")
    assert "use TIERWATCH_SMTP_PASSWORD" in found["smtp.password"]
    assert found["smtp"] == 'is not a table here (did you mean "mail"?)'


def test_a_table_of_nothing_but_a_secret_is_told_once() -> None:
    assert problems_of('[mail.smtp]\npassword = "x"\n').keys() == {"mail.smtp.password"}
    both = problems_of('[mail.smtp]\npassword = "x"\nhost = "y"\n')
    assert both.keys() == {"mail.smtp.password", "mail.smtp"}


def test_an_address_with_an_ordinary_question_in_it_and_one_that_alerts_are_posted_to_are_good() -> None:
    text = '[operations]\nwebhook_url = "https://chat.example/hook?token=x"\n' + FEED.replace(
        "/feed", "/feed?key=7&token="
    )

    assert parse_config(text, Path("c.toml")).sources[0].url.endswith("?key=7&token=")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("htps:/example.org", "https://example.org"),
        ("htps://example.org/news", "https://example.org/news"),
        ("http//www.example.org", "https://www.example.org"),
        ("https:example.org", "https://example.org"),
        ("//example.org/a", "https://example.org/a"),
        ("example.org:8080/a", "https://example.org:8080/a"),
        ("ftp://example.org", "an address begins with https://"),
        ("mailto:ann@example.org", "an address begins with https://"),
        ("the site of example.org", "an address begins with https://"),
        ("https://", "an address begins with https://"),
    ],
)
def test_an_address_with_a_slip_in_its_beginning_is_told_as_it_was_meant(written, meant) -> None:
    found = problems_of(FEED.replace("https://news.example/feed", written))

    assert found == {"sources[0].url": f'"{written}" is not a web address ({meant})'}


def test_a_file_as_windows_saves_it_is_read_or_said_to_be_in_another_code(tmp_path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[service]\r\ncontact = "é@own.example"\r\n', encoding="utf-8-sig")
    assert load_config(file).service.contact == "é@own.example"

    file.write_text("[service]", encoding="utf-16")
    with pytest.raises(ConfigError, match="save it as UTF-8"):
        load_config(file)


def test_a_secret_that_the_unit_hands_over_is_found_by_its_name(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "web-secret").write_text("only for the service\n")

    settings = parse_config(FEED, tmp_path / "config.toml")

    assert settings.web_secret == "only for the service"
    assert settings.smtp_password == ""


def test_secrets_come_from_the_environment_or_from_a_file(tmp_path, monkeypatch) -> None:
    (tmp_path / "smtp.txt").write_text("from-the-file\nsecond line\n")
    config = parse_config(
        '[mail]\npassword_file = "smtp.txt"\n[store]\nurl_file = "db.txt"\n', tmp_path / "config.toml"
    )

    assert config.smtp_password == "from-the-file"
    assert config.web_secret == ""
    monkeypatch.setenv("TIERWATCH_SMTP_PASSWORD", "from-the-environment")
    monkeypatch.setenv("TIERWATCH_STORE_URL", "postgresql://u:p@db/x")
    assert config.smtp_password == "from-the-environment"
    assert config.store_url == "postgresql://u:p@db/x"
    monkeypatch.delenv("TIERWATCH_STORE_URL")
    with pytest.raises(ConfigError, match="cannot be read"):
        _ = config.store_url


def test_two_sources_with_one_id_are_told_apart_by_their_places() -> None:
    found = problems_of(FEED + 'id = "a"\n' + FEED + 'id = "b"\n' + FEED + 'id = "a"\n')

    assert found == {"sources[2].id": '"a" is also the id of sources[0] ()'}


def test_a_fault_of_one_key_hides_no_fault_of_another() -> None:
    found = problems_of(
        '[service]\ntimezon = "x"\ntimezone = "Mars/Base"\n'
        + FEED
        + 'id = "a"\nlimt = 2\n'
        + FEED
        + 'id = "a"\ntrust = 7\n'
    )

    assert found.keys() == {
        "service.timezon", "service.timezone", "sources[0].limt", "sources[1].trust", "sources[1].id",
    }  # fmt: skip


def test_a_source_without_id_is_named_after_its_name_or_address() -> None:
    config = parse_config(FEED + 'name = "Sector News"\n' + FEED, Path("c.toml"))

    assert [source.id for source in config.sources] == ["sector-news", "news-example-feed"]


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ('state = "x"\n', "state", "not a table"),
        ("sources = 3\n", "sources", "[[sources]]"),
        ("sources = [1]\n", "sources[0]", "not a table"),
        ('digest = "weekly"\n', "digest", "[digest]"),
        ('[service]\ntimezone = "Europe/Lundon"\n', "service.timezone", "time zone database"),
        ('[[sources]]\nurl = "https://a.example/"\n', "sources[0].kind", "feed, govuk"),
        (FEED + "every_hours = 0.01\n", "sources[0].every_hours", "quarter of an hour"),
        ('[[sources]]\nkind = "page"\nurl = "https://a.example/"\nselect = "a["\n', "sources[0].select", "selector"),
        (
            '[[sources]]\nkind = "listing"\nurl = "https://a.example/"\nlinks = "a >>> ["\n',
            "sources[0].links",
            "selector",
        ),
        (
            '[[sources]]\nkind = "archive"\nurl = "https://a.example/"\nreads = "telepathy"\n',
            "sources[0].reads",
            "telepathy",
        ),
        (
            '[[sources]]\nkind = "archive"\nurl = "https://a.example/"\noptions = { selct = "p" }\n',
            "sources[0]",
            "select",
        ),
        ('[fetch]\ncontact = "x"\n', "fetch.contact", "[service]"),
        (
            f'{FEED.replace("feed", "page")}drop = ["p", "div[["]\n',
            "sources[0].drop",
            'the selector "div[[" is malformed',
        ),
        (f'{FEED.replace("feed", "listing")}next = "a[["\n', "sources[0].next", 'the selector "a[[" is malformed'),
        (f"{FEED.replace('feed', 'listing')}pages = 900\n", "sources[0].pages", "from 1 to 50"),
    ],
)
def test_other_mistakes_are_told_in_words(text, path, words) -> None:
    assert words in problems_of(text)[path]


def test_a_problem_of_a_source_says_which_source_it_is_of() -> None:
    blocks = '[[sources]]\nid = "news"\nkind = "feed"\nurl = "x"\n\n[[sources]]\nkind = "page"\nname = "The board"\nurl = "https://b.example/"\n'

    with pytest.raises(ConfigError) as caught:
        parse_config(f'{blocks}programmes = ["none"]\n\n[[sources]]\nkind = "page"\n', Path("config.toml"))

    by_path = {line.partition(":")[0].strip(): line for line in str(caught.value).splitlines()}
    assert by_path["sources[0].url"].endswith('[source "news"]')
    assert by_path["sources[1].programmes"].endswith('[source "The board"]')
    assert by_path["sources[2].url"].endswith("is missing")


def test_malformed_toml_is_told_with_its_line() -> None:
    assert "line 3" in problems_of('[service]\nstate = "x"\ntimezone = \n')["(file)"]


def test_a_missing_or_unreadable_file_is_told(tmp_path) -> None:
    with pytest.raises(ConfigError, match="is not there"):
        load_config(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "bad.toml")


def test_options_of_a_kind_are_its_own_type() -> None:
    config = parse_config(
        '[[sources]]\nkind = "listing"\nurl = "https://a.example/"\nmatch = ["*/news/*"]\npages = 2\n', Path("c.toml")
    )

    assert config.sources[0].options == ListingOptions(match=("*/news/*",), pages=2)


def test_there_are_at_most_sixty_keys_beside_the_sources() -> None:
    assert 20 < sum(len(keys_of(table)) for table in TABLES) <= 60


@given(
    table=st.sampled_from([*TABLES, "nonsense"]),
    key=st.sampled_from(["state", "timezone", "retries", "at", "host", "x", "password"]),
    value=st.sampled_from(["1", '"x"', "true", "[]", "{}", "1.5", "2026-01-01", "07:00:00", '["a"]']),
)
@settings(max_examples=200, deadline=None)
def test_any_value_of_any_key_is_a_configuration_or_problems(table, key, value) -> None:
    with contextlib.suppress(ConfigError):
        assert parse_config(f"[{table}]\n{key} = {value}\n", Path("c.toml")).sources == ()


def test_a_pack_in_a_folder_of_ones_own_home_is_found(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "ours.toml").write_text('id = "ours"\nname = "Ours"\n')

    config = parse_config(
        f'[service]\npacks = ["~/packs"]\n{FEED}id = "n"\nprogrammes = ["ours"]\n', Path("/here/config.toml")
    )

    assert config.sources[0].programmes == ("ours",)
