"""Sources: how each is, what it published, a visit now, a pause; and a new one, looked at before it is added."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from monitor.errors import ConfigError, SourceError
from monitor.extract.claims import find_claims
from monitor.model import NEWS_SECTIONS, Source, SourceState, StaffRole
from monitor.programmes import Watchlist
from monitor.review.source_health import condition_of
from monitor.review.teaching import watchlist_with
from monitor.sources import source_types
from monitor.sources.discover import Discovery, free_id, toml_block
from monitor.text import slug
from monitor.web.guard import needs, the_user
from monitor.web.signing import signer
from monitor.web.site import Keeper, site

BLUEPRINT = Blueprint("sources", __name__, url_prefix="/desk/sources")
_DOCUMENTS = 40
_NOTICES = 12
_LOOK_VALID_SECONDS = 3600


@BLUEPRINT.get("/")
@needs(StaffRole.READER)
def home() -> str:
    """Every source, those that want a look first."""
    here = site()
    states = here.store.sources.all()
    rows = [
        (source, state, condition_of(source, state))
        for source in here.sources()
        for state in [states.get(source.id) or SourceState(source_id=source.id)]
    ]
    rows.sort(key=lambda row: not row[2].wants_a_look)
    return render_template(
        "desk/sources.html", rows=rows, unwell=sum(row[2].wants_a_look for row in rows), now=here.now
    )


@BLUEPRINT.get("/<source_id>")
@needs(StaffRole.READER)
def one(source_id: str) -> str:
    """One source."""
    here = site()
    source = _source(source_id)
    state = here.store.sources.state(source_id)
    notices = here.store.events.list(source_id=source_id, concerns_source=True)
    return render_template(
        "desk/source.html",
        source=source,
        state=state,
        condition=condition_of(source, state),
        documents=here.store.documents.overview(source_id, limit=_DOCUMENTS),
        notices=list(reversed(notices))[:_NOTICES],
        programmes=[here.programme_name(each) for each in source.programmes],
        visiting=bool(here.keeper and here.keeper.is_visiting(source_id)),
    )


@BLUEPRINT.post("/<source_id>/visit")
@needs(StaffRole.EDITOR)
def visit(source_id: str) -> Response:
    """Visit a source now."""
    _source(source_id)
    if _keeper().visit(source_id):
        _note("source: visit asked for", source_id)
        flash("A visit is under way. Load this page again in a moment to see what came of it.")
    else:
        flash("A visit is under way already.")
    return redirect(url_for("sources.one", source_id=source_id), code=303)


@BLUEPRINT.post("/<source_id>/pause")
@needs(StaffRole.EDITOR)
def pause(source_id: str) -> Response:
    """Pause a source, or visit it again."""
    source = _source(source_id)
    _keeper().pause(source_id, paused=not source.paused)
    _note("source: resumed" if source.paused else "source: paused", source_id)
    flash("It is visited again." if source.paused else "It is paused.")
    return redirect(url_for("sources.one", source_id=source_id), code=303)


@BLUEPRINT.get("/add")
@needs(StaffRole.EDITOR)
def add() -> str:
    """Ask for an address."""
    return render_template("desk/source_add.html", url="", kind="", kinds=_kinds(), problem="")


@BLUEPRINT.post("/look")
@needs(StaffRole.EDITOR)
def look() -> str | tuple[str, int]:
    """Look at an address and show what would be read there; nothing is written."""
    url, kind = request.form.get("url", "").strip()[:2000], request.form.get("kind", "")
    problem = "" if url.startswith(("http://", "https://")) else "An address begins with https://"
    if not problem:
        try:
            found = _keeper().look_at(url, kind=kind if kind in source_types() else "")
        except SourceError as error:
            problem = f"It could not be read: {error.reason}."
        else:
            return _shown(found)
    return render_template("desk/source_add.html", url=url, kind=kind, kinds=_kinds(), problem=problem), 422


@BLUEPRINT.post("/add")
@needs(StaffRole.EDITOR)
def added() -> Response:
    """Write the source into the configuration."""
    source, options = _looked_at()
    form = request.form
    name = " ".join(form.get("name", "").split())[:120] or source.name
    taken = {each.id for each in site().sources()}
    source = replace(
        source,
        id=free_id(slug(name)[:60] or source.id, taken),
        name=name,
        publisher=" ".join(form.get("publisher", "").split())[:120],
        every_hours=_number(form.get("every_hours", ""), least=1, most=24 * 60, default=source.every_hours),
        trust=int(_number(form.get("trust", ""), least=1, most=3, default=source.trust)),
        programmes=tuple(p.id for p in site().programmes if p.id and p.id in form.getlist("programmes")),
        section=form.get("section", "") if form.get("section") in set(NEWS_SECTIONS) else source.section,
    )
    block = toml_block(source, options)
    # Whatever the words are, the block is one source and nothing else.
    if list(tomllib.loads(block)) != ["sources"] or len(tomllib.loads(block)["sources"]) != 1:
        abort(400)
    try:
        _keeper().add(block)
    except ConfigError as error:
        flash("; ".join(str(problem) for problem in error.problems), "bad")
        return redirect(url_for("sources.add"), code=303)
    _note("source: added", source.id, url=source.url)
    flash("Added. Its first visit sets the baseline, in silence.")
    return redirect(url_for("sources.one", source_id=source.id), code=303)


def _kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in source_types()]


def _shown(found: Discovery) -> str:
    here = site()
    watchlist = watchlist_with(Watchlist.of(here.programmes), here.store)
    preview = [(document, find_claims(document, watchlist).told()[:12]) for document in found.documents[:6]]
    return render_template(
        "desk/source_look.html",
        found=found,
        preview=preview,
        more=max(0, len(found.documents) - 6),
        signed=_signer().dumps({"source": _plain(found.source), "options": dict(found.options)}),
        programmes=[each for each in here.programmes if each.id],
        sections=[(kind.value, kind.value) for kind in NEWS_SECTIONS],
        known=next((each for each in here.sources() if each.url == found.source.url), None),
    )


def _plain(source: Source) -> dict[str, Any]:
    names = ("id", "kind", "url", "name", "every_hours", "trust", "section", "complete")
    return {name: getattr(source, name) for name in names}


def _looked_at() -> tuple[Source, dict[str, Any]]:
    """What was found on the page before, as we signed it: nobody adds what was not looked at."""
    try:
        kept = _signer().loads(request.form.get("found", ""), max_age=_LOOK_VALID_SECONDS)
    except BadSignature:
        abort(400)
    return Source(**kept["source"]), kept["options"]


def _signer() -> URLSafeTimedSerializer:
    return signer(site().secret, "an address that was looked at")


def _number(text: str, *, least: float, most: float, default: float) -> float:
    try:
        return min(most, max(least, float(text)))
    except ValueError:
        return default


def _source(source_id: str) -> Source:
    found = site().source(source_id)
    if found is None:
        abort(404)
    return found


def _keeper() -> Keeper:
    keeper = site().keeper
    if keeper is None:
        abort(503)
    return keeper


def _note(action: str, source_id: str, **details: str) -> None:
    here = site()
    here.store.audit.add(action, subject=f"source {source_id}", by=the_user().name, at=here.now, details=details)
