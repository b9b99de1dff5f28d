"""The OpenAPI document, written from the same types that check the questions and make the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from monitor import __version__
from monitor.web.api import values as v
from monitor.web.api.resources import RESOURCES, Resource

_REF = "#/components/schemas/{model}"
_REFUSALS = {
    "400": "A parameter is unknown, given twice, or not what it may be.",
    "401": "The tracker is for members alone here.",
    "404": "There is nothing at this address.",
    "429": "Too many requests; `Retry-After` says when to go on.",
    "503": "The records cannot be reached just now.",
}


def document(base_url: str) -> dict[str, Any]:
    """The document of an API at ``base_url``."""
    models: list[type[BaseModel]] = [v.Refusal, *(resource.entry for resource in RESOURCES)]
    _, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=_REF)
    paths: dict[str, Any] = {}
    for resource in RESOURCES:
        paths[f"/{resource.name}"] = {"get": _list(resource)}
        paths["/" + "/".join([resource.name, *(f"{{{key}}}" for key in resource.key)])] = {"get": _entry(resource)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tierwatch",
            "version": __version__,
            "summary": "Who runs what, where, in which role, and what has just changed.",
            "description": "Reading only. Every fact has a permanent id, its words and its source. Addresses of people are held back. "
            "Answers have an entity tag; ask again with `If-None-Match`.",
        },
        "servers": [{"url": f"{base_url.rstrip('/')}/api/v1"}],
        "paths": paths,
        "components": {"schemas": schemas["$defs"]},
    }


def _list(resource: Resource) -> dict[str, Any]:
    entries = {"type": "array", "items": _ref(resource.entry)}
    page = {
        "type": "object",
        "required": [resource.name, "next"],
        "additionalProperties": False,
        "properties": {
            resource.name: entries,
            "next": {"type": ["string", "null"], "description": "The address of the next page; null on the last."},
        },
    }
    return {
        "operationId": f"list_{resource.name}",
        "summary": resource.summary,
        "parameters": [*_parameters(resource.question), _IF_NONE_MATCH],
        "responses": _responses(page, "A page of entries.", without=("404",)),
    }


def _entry(resource: Resource) -> dict[str, Any]:
    parameters = [
        {"name": key, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for key in resource.key
    ]
    return {
        "operationId": f"get_{resource.name}",
        "summary": f"One of: {resource.summary[0].lower()}{resource.summary[1:]}",
        "parameters": [*parameters, _IF_NONE_MATCH],
        "responses": _responses(_ref(resource.entry), "The entry."),
    }


_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The entity tag of the answer that you have.",
    "schema": {"type": "string"},
}


def _parameters(question: type[v.Question]) -> list[dict[str, Any]]:
    schema = question.model_json_schema(ref_template="{model}")
    found = []
    for name, given in schema["properties"].items():
        inner = _without_null(given, schema.get("$defs", {}))
        parameter = {"name": name, "in": "query", "required": False, "schema": inner}
        description = given.get("description")
        found.append(parameter | ({"description": description} if description else {}))
    return found


def _without_null(given: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a parameter that may be left out: it is never null, and lists of words stand in place."""
    inner = next((each for each in given.get("anyOf", ()) if each.get("type") != "null"), given)
    if "$ref" in inner:
        inner = {"type": "string", "enum": definitions[inner["$ref"]]["enum"]}
    return {key: value for key, value in inner.items() if key not in {"title", "description"} and value is not None}


def _responses(schema: Mapping[str, Any], words: str, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    refused = {"application/json": {"schema": _ref(v.Refusal)}}
    found: dict[str, Any] = {
        "200": {
            "description": words,
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "You have it already."},
    }
    return found | {
        code: {"description": meaning, "content": refused} for code, meaning in _REFUSALS.items() if code not in without
    }


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}
