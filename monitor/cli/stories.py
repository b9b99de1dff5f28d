"""``tierwatch stories``: which documents of several sources report one thing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.output import FORMATS, print_rows
from monitor.clock import utc_now
from monitor.digest.clusters import stories_of

_COLUMNS = {
    "story": "permanent identifier of the story",
    "published": "day of publication",
    "publisher": "who published it",
    "title": "title",
    "url": "where it stands",
}
_A_MONTH = timedelta(days=31)


@click.command("stories")
@click.option(
    "--since", callback=select.day, metavar="DATE", help="Documents found on that day or later; default: a month ago."
)
@click.option(
    "--until", callback=select.day, metavar="DATE", help="Documents found on that day or earlier; default: today."
)
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def show_stories(composition: Composition, since: date | None, until: date | None, form: str) -> None:
    """Print the stories that more than one document reports, the most trusted source of each first.

    A copy that differs belongs to its story, and what differs in it is a change all the same.
    """
    now = utc_now()
    end = select.end_of(until) or now
    start = datetime.combine(since, time(), tzinfo=UTC) if since else end - _A_MONTH
    with composition.open_store() as store:
        versions = store.documents.first_seen_between(start, end)
    documents = {version.document_id: version.document for version in versions}
    rows: list[dict[str, Any]] = [
        {
            "story": story.id[:12],
            "published": document.published_at.date().isoformat() if document.published_at else None,
            "publisher": document.publisher,
            "title": document.title,
            "url": document.url,
        }
        for story in stories_of(versions, composition.config.sources)
        for document in (documents[each] for each in story.document_ids)
    ]
    print_rows(
        "stories",
        _COLUMNS,
        rows,
        form=form,
        group=("story",),
        shown=("published", "publisher", "title"),
        below=("url",),
    )


COMMANDS = [show_stories]
