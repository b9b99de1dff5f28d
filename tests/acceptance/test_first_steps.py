"""The README's first ten minutes, and what a volunteer meets in them: a source found, added once, paused; lists that are empty."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from monitor.config import load_config

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PACKS = (ROOT / "docs" / "howto" / "write-a-pack.md").read_text(encoding="utf-8")
EXIT_USAGE, EXIT_CONFIG = 2, 78
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Larkfield Trust | Press releases</title>
<item><title>A contract in the north</title><guid>1</guid><description>Words.</description></item></channel></rss>"""
TABLE = "Supplier,Area\nLarkfield Trust,Northvale\nQuayside Housing,Southmoor\n"
STORIES = "".join(f'<li><a href="/news/{n}">The title of story number {n}</a></li>' for n in range(4))


def page(title: str, body: str = "<p>Words of a page.</p>") -> str:
    return f"<html><head><title>{title}</title></head><body><main>{body}</main></body></html>"


@pytest.fixture
def begun(tierwatch):
    """A configuration as ``init`` writes it, but for the patience with a site that is none of ours."""
    assert tierwatch("init").returncode == 0
    tierwatch.config.write_text(f"{tierwatch.config.read_text()}\n[fetch]\ndelay_seconds = 0.0\nobey_robots = false\n")
    return tierwatch


def test_the_first_steps_of_the_readme_work_in_the_order_in_which_they_stand(site, tierwatch) -> None:
    site.put("/feed", FEED, content_type="application/rss+xml")
    block = README.partition("## Ten minutes")[2].partition("```sh\n")[2].partition("```")[0]
    steps = [shlex.split(line, comments=True) for line in block.splitlines() if line.startswith("tierwatch ")]
    assert [step[1] for step in steps] == ["init", "source", "check", "poll", "status", "user", "run"]

    for step in steps[:-1]:
        words = [f"{site.url}/feed" if word.startswith("https://") else word for word in step[1:]]
        # The site of a test is on this machine, which a public one is not.
        more = ["--internal", "--yes"] if words[0] == "source" else ["--password-stdin"] if words[0] == "user" else []
        done = tierwatch(*words, *more, typed="thirty-seven quiet lanterns")
        assert done.returncode == 0, (step, done.stdout, done.stderr)


def test_empty_lists_say_what_fills_them(begun) -> None:
    assert "tierwatch source add" in begun("source", "list").stdout
    assert begun("status").stdout.startswith("0 sources")
    assert "tierwatch digest draft" in begun("digest", "list").stdout
    assert "there is no digest yet" in begun("digest", "show").stderr
    assert "tierwatch members add" in begun("members", "list").stdout
    assert "tierwatch user add" in begun("user", "list").stdout


def test_a_feed_is_called_what_it_calls_itself(site, begun) -> None:
    site.put("/feed", FEED, content_type="application/rss+xml")

    done = begun("source", "add", "--internal", "--yes", f"{site.url}/feed")

    assert done.returncode == 0, done.stderr
    assert load_config(begun.config).sources[0].name == "Larkfield Trust"


def test_a_page_of_few_links_says_that_it_could_be_read_as_a_listing(site, begun) -> None:
    site.put("/news", page("News - Larkfield Trust", f"<ul>{STORIES}</ul>"))

    shown = begun("source", "add", "--internal", "--dry-run", f"{site.url}/news").stdout

    assert 'kind = "page"' in shown
    assert 'name = "Larkfield Trust: News"' in shown
    assert f"could also be read as: listing {site.url}/news" in shown


def test_a_table_says_what_it_means_that_everyone_is_listed(site, begun) -> None:
    site.put("/register.csv", TABLE, content_type="text/csv")

    shown = begun("source", "add", "--internal", "--dry-run", f"{site.url}/register.csv").stdout

    assert "complete = true" in shown
    assert "note: complete = true says" in shown


UNKNOWN = '[{"ref": "N-1", "f1": "Larkfield Trust", "f2": "Northvale"}, {"ref": "N-2", "f1": "Quayside Housing", "f2": "Southmoor"}]'
UNKNOWN_TABLE = "Ref,Field 1,Field 2\nN-1,Larkfield Trust,Northvale\nN-2,Quayside Housing,Southmoor\n"


@pytest.mark.parametrize(
    ("name", "body", "media_type", "keys", "fields"),
    [
        ("r.json", UNKNOWN, "application/json", '"f1", "f2", "ref"', '{ lead = "f1", areas = "f2" }'),
        ("r.csv", UNKNOWN_TABLE, "text/csv", '"Field 1", "Field 2", "Ref"', '{ lead = "Field 1", areas = "Field 2" }'),
    ],
    ids=["records", "table"],
)
def test_a_register_whose_keys_say_nothing_tells_them_and_is_not_good_before_its_fields_are_written(
    site, begun, name, body, media_type, keys, fields
) -> None:
    site.put(f"/{name}", body, content_type=media_type)

    added = begun("source", "add", "--internal", "--yes", f"{site.url}/{name}")

    assert added.returncode == 0, added.stderr
    assert (
        f"note: no key of the records says who provides what: write `fields` into the block; the records have {keys}"
        in added.stdout
    )
    assert "complete = true" not in added.stdout + begun.config.read_text()
    polled = begun("poll")
    assert "expected fields.lead of the source to name the key that does" in polled.stdout
    assert f"the records have {keys}" in polled.stdout
    assert begun("standings").stdout.count("Larkfield") == 0
    commented = '# fields = { lead = "", areas = "" }'
    assert commented in begun.config.read_text()
    begun.config.write_text(begun.config.read_text().replace(commented, f"fields = {fields}"))
    assert "1 with something new, 0 failing" in begun("poll").stdout
    assert "Larkfield Trust" in begun("standings").stdout


def test_an_address_is_added_once(site, begun) -> None:
    site.put("/about", page("About us"))
    address = f"{site.url}/about"
    assert begun("source", "add", "--internal", "--yes", address).returncode == 0

    again = begun("source", "add", "--internal", "--yes", address)

    assert again.returncode == 1
    assert "has that address already" in again.stderr
    assert len(load_config(begun.config).sources) == 1


def test_check_tells_what_is_no_mistake_and_wants_doing(begun) -> None:
    block = '[[sources]]\nid = "{}"\nkind = "page"\nurl = "https://a.example/news"\n'
    begun.config.write_text(begun.config.read_text() + block.format("one") + block.format("two"))

    done = begun("check")

    assert done.returncode == 0
    assert "to do: service.contact is empty" in done.stdout
    assert "to do: two has the address of one" in done.stdout


def test_check_tells_of_files_that_are_named_and_not_there(begun) -> None:
    named = '\n[mail]\npassword_file = "smtp"\n\n[web]\nsecret_file = "web"\n'
    text = begun.config.read_text().replace('state = "state"', 'state = "state"\npacks = ["packs"]')
    begun.config.write_text(text + named)

    done = begun("check")

    assert done.returncode == EXIT_CONFIG
    assert f"mail.password_file: {begun.folder}/smtp is not there" in done.stderr
    assert f"web.secret_file: {begun.folder}/web is not there" in done.stderr
    assert f"service.packs[0]: {begun.folder}/packs is no folder" in done.stderr


def test_init_makes_the_folder_or_says_why_it_cannot(tierwatch) -> None:
    (tierwatch.folder / "file").write_text("")

    assert tierwatch("--config", tierwatch.folder / "new" / "config.toml", "init").returncode == 0
    assert (tierwatch.folder / "new" / "config.toml").exists()
    done = tierwatch("--config", tierwatch.folder / "file" / "config.toml", "init")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "--config" in done.stderr


def test_a_kind_that_is_none_is_refused_with_the_nearest(begun) -> None:
    done = begun("source", "add", "--kind", "lsting", "https://a.example/")

    assert done.returncode == EXIT_USAGE
    assert 'did you mean "listing"?' in done.stderr


def test_an_address_of_ones_own_machine_says_how_it_is_allowed(site, begun) -> None:
    done = begun("source", "add", site.url)

    assert done.returncode == 1
    assert "--internal" in done.stderr


@pytest.mark.parametrize(
    "block",
    [
        '[[sources]]\nkind = "page"\nname = "News of a provider"\nurl = "https://a.example/"\n',
        "[[sources]]\nid = 'news-of-a-provider'\nkind = 'page'\nurl = 'https://a.example/'\n",
        '  [[ sources ]]\n  kind = "page"\n  id = "news-of-a-provider"\n  url = "https://a.example/"',
    ],
)
def test_a_source_is_paused_however_its_block_is_written_and_polled_again(begun, block) -> None:
    written = (
        begun.config.read_text() + '\n[[sources]]\nid = "other"\nkind = "page"\nurl = "https://b.example/"\n\n' + block
    )
    begun.config.write_text(written)

    assert begun("source", "pause", "news-of-a-provider").returncode == 0
    assert [(each.id, each.paused) for each in load_config(begun.config).sources] == [
        ("other", False),
        ("news-of-a-provider", True),
    ]
    assert begun("source", "pause", "news-of-a-provider", "--resume").returncode == 0
    assert begun.config.read_text() == written


def test_a_source_whose_block_cannot_be_told_is_not_said_to_be_paused(begun) -> None:
    begun.config.write_text('sources = [{ id = "inline", kind = "page", url = "https://a.example/" }]\n')

    done = begun("source", "pause", "inline")

    assert done.returncode != 0
    assert "change it by hand" in done.stderr
    assert "is paused" not in done.stdout


def test_the_section_of_a_source_is_one_that_the_bulletin_has(begun) -> None:
    begun.config.write_text('[[sources]]\nkind = "page"\nurl = "https://a.example/"\nsection = "goverment"\n')

    done = begun("check")

    assert "sources[0].section" in done.stderr
    assert 'did you mean "government"?' in done.stderr


def test_a_pack_written_as_the_howto_says_is_good_and_read_by(tierwatch) -> None:
    configuration, *parts = re.findall(r"```toml\n(.*?)```", PACKS, flags=re.DOTALL)
    tierwatch.config.write_text(configuration)
    pack = tierwatch.folder / "packs" / "lighthouse-keeping.toml"
    pack.parent.mkdir()
    pack.write_text("\n".join(parts))
    saved = tierwatch.folder / "saved.html"
    saved.write_text(
        page("Lamps", "<p>Beacon has been awarded the contract for Lighthouse Keeping on the North Coast.</p>")
    )

    checked = tierwatch("pack", "check", pack)
    assert checked.returncode == 0, checked.stderr
    read = tierwatch("extract", saved, "--programme", "lighthouse-keeping")
    assert read.returncode == 0, read.stderr
    assert re.search(r"The Beacon Trust +lead +awarded +North Coast", read.stdout)
