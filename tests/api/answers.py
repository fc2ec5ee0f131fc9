"""Answers held against the description: each has exactly the fields, of the kinds, that stand in docs/openapi.yaml."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from config import api_examples
from tests.api.callers import ROOT, Row
from tests.api.described import document

RECORDING = "HEARTH_EXAMPLES"  # set by tools/examples.py: what has no example that fits gets the answer as one
MOST_ROWS = 2
DECIDED_LATE = {"rewards.debut_not_ready"}  # by what a registry hands on, which no name in the sources leads to
_met: set[tuple[str, str]] = set()


def misfits(row: Row, response: Any) -> list[str]:
    """Return what a done request answered otherwise than described; of each operation the first answer is looked at."""
    if response.status_code >= 300 or (row.method, row.path) in _met:
        return []
    _met.add((row.method, row.path))
    operation = operation_of(row)
    answer = operation["responses"].get(str(response.status_code))
    if answer is None or bool(response.content) != ("content" in answer):
        return [f"{row.method} {row.path}: {response.status_code} is described otherwise"]
    if not response.content:
        return []
    shape, body = api_examples.shape_of(answer["content"]["application/json"]), json.loads(response.content)
    if os.environ.get(RECORDING) and problems_of(shape, api_examples.kept().get(shape)):
        _keep(shape, body)
    return [f"{row.method} {row.path}: {problem}" for problem in problems_of(shape, body)]


def operation_of(row: Row) -> dict[str, Any]:
    """Return what the description says of the operation that a row asks."""
    found: dict[str, Any] = document()["paths"][ROOT + row.path.replace("{pk}", "{id}")][row.method.lower()]
    return found


def untold(row: Row, response: Any) -> list[str]:
    """Return the code of a refusal that is not described; what the framework itself says stands with none."""
    if response.status_code < 400:
        return []
    operation, code = operation_of(row), response.json()["code"]
    family = f"{code.partition('may_not_')[0]}may_not_…"
    if (
        code.startswith("api.")
        or code in DECIDED_LATE
        or any(f"`{each}`" in operation["description"] for each in (code, family))
    ):
        return []
    return [f"{operation['operationId']} refuses with {code}, and nothing says so: tools/operation_facts.py"]


def problems_of(shape: str, body: Any) -> list[str]:
    """Return what keeps a body from being of the shape, in words."""
    return [f"{'.'.join(map(str, found.path))} {found.message[:200]}" for found in _reader(shape).iter_errors(body)]


@cache
def _reader(shape: str) -> Draft202012Validator:
    whole = {"$ref": f"#/components/schemas/{shape}", "components": _components()}
    return Draft202012Validator(whole, format_checker=FormatChecker())


@cache
def _components() -> Any:
    return _closed(document()["components"])


def _closed(part: Any) -> Any:
    """Return a part of a schema in which objects with named fields have no others."""
    if isinstance(part, list):
        return [_closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    is_object = part.get("type") == "object" and "properties" in part
    return {name: _closed(each) for name, each in part.items()} | (
        {"additionalProperties": False} if is_object and "additionalProperties" not in part else {}
    )


def _keep(shape: str, body: Any) -> None:
    found = api_examples.kept() | {shape: _short(body)}
    lines = (json.dumps({name: value}, ensure_ascii=False)[1:-1] for name, value in sorted(found.items()))
    api_examples.KEPT.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    api_examples.kept.cache_clear()


def _short(body: Any) -> Any:
    if isinstance(body, list):
        return [_short(each) for each in body[:MOST_ROWS]]
    return {name: _short(each) for name, each in body.items()} if isinstance(body, dict) else body
