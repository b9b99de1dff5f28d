"""The JSON API: the ledger for programs, reading only, a page at a time, described by an OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, render_template, request
from pydantic import ValidationError

from monitor.text import fingerprint
from monitor.web.api.openapi import document
from monitor.web.api.resources import RESOURCES, Resource
from monitor.web.kept import edition, kept, kept_of_ledger, kept_page, with_tag
from monitor.web.rates import seconds_to_wait
from monitor.web.site import site
from monitor.web.tracker.door import guard

#: The end of a page that has a next one; the address is percent-encoded, so no quotation mark stands in it.
_NEXT = re.compile(rb'"next": "([^"\\]+)"\}\Z')
BLUEPRINT = guard(Blueprint("api", __name__, url_prefix="/api/v1"))


@BLUEPRINT.before_request
def _not_too_often() -> Response | None:
    a_minute = site().settings.api_requests_a_minute
    wait = seconds_to_wait("api", a_minute=a_minute, burst=a_minute)
    if not wait:
        return None
    answer = _refusal(429, "Too many requests", f"Please wait {wait} seconds.")
    answer.headers["Retry-After"] = str(wait)
    return answer


@BLUEPRINT.after_request
def _open_to_other_sites(answer: Response) -> Response:
    if site().settings.tracker == "public":
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    return answer


@BLUEPRINT.get("/")
@kept_page
def guide() -> str:
    """The same as a page for people."""
    return render_template("tracker/api.html", paths=document(site().masthead.base_url)["paths"])


@BLUEPRINT.get("/openapi.json")
def described() -> Response:
    """The OpenAPI document."""
    base = site().masthead.base_url
    made = kept_of_ledger("openapi", lambda: json.dumps(document(base), ensure_ascii=False), base)
    return _tagged(made.encode())


def _list(resource: Resource) -> Response:
    """A page of entries."""
    given = request.args.to_dict(flat=False)
    twice = sorted(name for name, values in given.items() if len(values) > 1)
    if twice:
        return _refusal(400, "That request was not understood", f"{twice[0]} is given more than once")
    try:
        asked = resource.question.model_validate({name: values[0] for name, values in given.items()})
    except ValidationError as error:
        return _refusal(400, "That request was not understood", _in_words(error))

    def make() -> bytes:
        entries, after = resource.list(asked)
        page = {resource.name: [entry.model_dump(mode="json") for entry in entries], "next": _next_page(after)}
        return json.dumps(page, ensure_ascii=False).encode()

    return _answered(make)


def _entry(resource: Resource, **key: str) -> Response:
    """One entry."""

    def make() -> bytes:
        entry = resource.get(*(key[name] for name in resource.key))
        return (entry or abort(404)).model_dump_json().encode()

    return _answered(make)


def _serve(resource: Resource) -> None:
    def listed() -> Response:
        return _list(resource)

    def single(**key: str) -> Response:
        return _entry(resource, **key)

    address = "/".join(["", resource.name, *(f"<{name}>" for name in resource.key)])
    BLUEPRINT.add_url_rule(f"/{resource.name}", endpoint=f"list_{resource.name}", view_func=listed)
    BLUEPRINT.add_url_rule(address, endpoint=f"get_{resource.name}", view_func=single)


for each in RESOURCES:
    _serve(each)


def _answered(make: Callable[[], bytes]) -> Response:
    """What ``make`` gives, kept while the ledger stands still."""
    key = (edition(), request.full_path)
    body = kept().page(key)
    if body is None:
        body = make()
        kept().keep_page(key, body)
    return _tagged(body)


def _tagged(body: bytes) -> Response:
    answer = Response(body, mimetype="application/json")
    following = _NEXT.search(body)
    if following:
        answer.headers["Link"] = f'<{following[1].decode()}>; rel="next"'
    return with_tag(answer, fingerprint("api", edition(), request.full_path)[:20])  # type: ignore[return-value]


def _next_page(after: str | None) -> str | None:
    if after is None:
        return None
    asked = request.args.to_dict() | {"after": after}
    return f"{site().masthead.base_url.rstrip('/')}{request.path}?{urlencode(asked)}"


def _refusal(code: int, title: str, detail: str) -> Response:
    answer = jsonify({"error": {"status": code, "title": title, "detail": detail}})
    answer.status_code = code
    return answer


def _in_words(error: ValidationError) -> str:
    """``limit: Input should be less than or equal to 200``, for every parameter that is wrong."""
    return "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
