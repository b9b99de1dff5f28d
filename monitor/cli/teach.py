"""``tierwatch teach``: what was read wrong, put right as data: applied from the next poll, listed, and taken back."""

from __future__ import annotations

import getpass

import click

from monitor.cli.context import Composition
from monitor.cli.output import FORMATS, print_rows
from monitor.clock import utc_now
from monitor.model import Role
from monitor.review import teaching

_BY = click.option("--by", default=getpass.getuser, help="Who says so; default: the user of this machine.")
_REASON = click.option("--reason", default="", help="Why; whoever reads it later must be able to judge it.")
_COLUMNS = {
    "id": "how to take it back",
    "kind": "what sort of lesson",
    "said": "the lesson as a sentence",
    "reason": "why",
    "by": "who gave it",
    "at": "when (UTC)",
    "undone_at": "when it was taken back (UTC); empty while it is in force",
}


@click.group("teach")
def teach() -> None:
    """Correct what was read. A lesson is data in the state: it holds from the next poll on, without news to anybody, and can be
    taken back. CLAIM is the id at the end of what `tierwatch explain EVENT` prints.
    """


@teach.command("alias")
@click.argument("name")
@click.argument("organisation")
@_REASON
@_BY
@click.pass_obj
def alias(composition: Composition, name: str, organisation: str, reason: str, by: str) -> None:
    """NAME is another name of ORGANISATION, wherever it stands."""
    with composition.open_store() as store:
        names = composition.watchlist(store)
        _given(teaching.same_organisation(store, names, name, organisation, by=by, at=utc_now(), reason=reason))


@teach.command("area")
@click.argument("name")
@_REASON
@_BY
@click.pass_obj
def area(composition: Composition, name: str, reason: str, by: str) -> None:
    """NAME is an area, and nobody's name, wherever it stands."""
    with composition.open_store() as store:
        _given(teaching.an_area(store, composition.watchlist(store), name, by=by, at=utc_now(), reason=reason))


@teach.command("organisation")
@click.argument("claim")
@click.argument("organisation")
@_REASON
@_BY
@click.pass_obj
def body(composition: Composition, claim: str, organisation: str, reason: str, by: str) -> None:
    """CLAIM speaks of ORGANISATION, and not of whom it was read to speak of."""
    with composition.open_store() as store:
        names = composition.watchlist(store)
        _given(teaching.another_body(store, names, claim, organisation, by=by, at=utc_now(), reason=reason))


@teach.command("role")
@click.argument("claim")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@_REASON
@_BY
@click.pass_obj
def role_of(composition: Composition, claim: str, role: str, reason: str, by: str) -> None:
    """The body of CLAIM has ROLE in its document."""
    with composition.open_store() as store:
        _given(teaching.another_role(store, claim, Role(role), by=by, at=utc_now(), reason=reason))


@teach.command("nobody")
@click.argument("claim")
@_REASON
@_BY
@click.pass_obj
def nobody(composition: Composition, claim: str, reason: str, by: str) -> None:
    """The body of CLAIM is no bidder, provider or partner in its document."""
    with composition.open_store() as store:
        _given(teaching.no_party(store, claim, by=by, at=utc_now(), reason=reason))


@teach.command("list")
@click.option("--all", "undone", is_flag=True, help="Also the lessons that were taken back.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def listed(composition: Composition, form: str, *, undone: bool) -> None:
    """Print the lessons in force."""
    with composition.open_store() as store:
        rows = [
            {
                "id": lesson.id[:12],
                "kind": lesson.kind,
                "said": teaching.in_words(lesson),
                "reason": lesson.reason,
                "by": lesson.by,
                "at": lesson.at.isoformat(),
                "undone_at": lesson.undone_at.isoformat() if lesson.undone_at else "",
            }
            for lesson in teaching.taught(store, undone=undone)
        ]
    print_rows("lessons", _COLUMNS, rows, form=form, shown=("id", "said", "reason", "by", "undone_at"))


@teach.command("undo")
@click.argument("lesson")
@_BY
@click.pass_obj
def undo(composition: Composition, lesson: str, by: str) -> None:
    """Take back LESSON, named by the beginning of its id; what was read before is read again at the next poll."""
    with composition.open_store() as store:
        gone = teaching.take_back(store, lesson, by=by, at=utc_now())
    click.echo(f"Taken back: {teaching.in_words(gone)}")


def _given(identity: str) -> None:
    click.echo(f"{identity[:12]}  taught; it holds from the next poll on")


COMMANDS = [teach]
