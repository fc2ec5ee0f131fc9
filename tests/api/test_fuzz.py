"""Hostile requests to each operation of docs/openapi.yaml: they are done, or refused by a problem document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings as options, strategies as st

from tests.api import co_creating, making, market
from tests.api.callers import ROOT, Row
from tests.api.described import document
from tests.api.test_permissions import ROLES, TABLE, build

pytestmark = pytest.mark.django_db
DESCRIBED = document()
OPERATIONS = {
    (method.upper(), path.removeprefix(ROOT).replace("{id}", "{pk}")): (method.upper(), path, described)
    for path, methods in DESCRIBED["paths"].items()
    for method, described in methods.items()
}
DEEP = 200
TEXTS = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["", "\x00", "\ud800", "\u202e", "9" * 400, "-1", "1e999", "x" * 70_000, "' OR 1=1; --", "../..", "%00", "0", "new"]
)
NUMBERS = st.integers() | st.sampled_from([0, -1, 2**31, 2**63, 2**64, 10**400]) | st.floats()
HOSTILE = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
HEADERS = [{}, {"HTTP_IDEMPOTENCY_KEY": "fuzz-key-1"}, {"HTTP_IDEMPOTENCY_KEY": "\x00"}]
ALLOWED = ("200", "201", "204", "409")
ABYSS = '{"a":' * DEEP + "1" + "}" * DEEP


def fitting(schema: dict[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Return values of the schema's shape, each part of which may be anything else instead."""
    if "$ref" in schema:
        schema = DESCRIBED["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            return st.one_of([fitting(each, depth) for each in schema[several]])
    kind = schema.get("type")
    if "enum" in schema:
        right: st.SearchStrategy[Any] = st.sampled_from(schema["enum"])
    elif kind == "object" and depth < 3:
        fields = {name: fitting(each, depth + 1) for name, each in schema.get("properties", {}).items()}
        right = st.fixed_dictionaries({}, optional=fields) | st.fixed_dictionaries(fields)
    elif kind == "array":
        right = st.lists(fitting(schema.get("items", {}), depth + 1), max_size=4)
    else:
        right = {"integer": NUMBERS, "boolean": st.booleans()}.get(str(kind), TEXTS)
    return right | right | HOSTILE


def body_of(described: dict[str, Any]) -> st.SearchStrategy[bytes]:
    kinds = described.get("requestBody", {}).get("content", {})
    schema = next((each["schema"] for each in kinds.values()), {})
    right = fitting(schema).map(lambda value: json.dumps(value).encode())
    return right | right | st.binary(max_size=40) | st.just(ABYSS.encode())


def address(draw: Any, path: str, described: dict[str, Any], real: dict[str, str]) -> str:
    asked = {}
    for each in described.get("parameters", []):
        if "$ref" in each:  # the header with the key, which `send` draws
            continue
        name = each["name"]
        if each["in"] == "path":
            known = real.get("pk" if name == "id" else name, "0")
            value = draw(st.just(known) | st.just(known) | TEXTS.filter(bool))
            path = path.replace(f"{{{name}}}", quote(value[:300], safe="", errors="surrogatepass"))
        elif each["in"] == "query":
            asked[name] = draw(st.none() | TEXTS | fitting(each["schema"]).map(str))
    query = {name: value[:300].encode(errors="surrogatepass") for name, value in asked.items() if value is not None}
    return f"{path}?{urlencode(query)}"


def test_no_request_breaks_an_operation(economy: None) -> None:
    callers, ids = build("public")

    assert any(send_to_all((*TABLE, *co_creating.TABLE), ROLES, callers, ids))


def test_no_request_breaks_an_operation_of_buying(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.HEARTH_WEBHOOKS_HERE = tmp_path, True
    callers, ids = market.build()

    assert any(send_to_all(market.TABLE, market.ROLES, callers, ids))


def test_no_request_breaks_an_operation_of_the_making(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.HEARTH_TRUST_DAYS = tmp_path, 0
    callers, ids, _group = making.build()

    assert any(send_to_all(making.TABLE, making.ROLES, callers, ids))


def send_to_all(rows: Iterable[Row], roles: Sequence[str], callers: Any, ids: dict[str, str]) -> list[bool]:
    """Send each by the first or the last who may: what is refused at the door tests the door alone."""
    done = []
    for row in rows:
        may = [role for role, status in zip(roles, row.public.split(), strict=True) if status in ALLOWED] or roles[-1:]
        clients = [callers[role].client for role in dict.fromkeys((may[0], may[-1]))]
        done.append(send_hostile_requests(clients, OPERATIONS[row.method, row.path], row.values(ids)))
    return done


def send_hostile_requests(clients: Sequence[Any], operation: Any, known: dict[str, str]) -> bool:
    """Return whether one of them did what it asked for."""
    method, path, described = operation
    done = set()
    body_of_it = st.just(b"") if method == "GET" else body_of(described)

    @given(st.data(), st.sampled_from(clients), st.sampled_from(HEADERS))
    @options(max_examples=3, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None)
    def send(data: Any, client: Any, headers: dict[str, str]) -> None:
        client.raise_request_exception = False
        url, body = address(data.draw, path, described, known), data.draw(body_of_it)
        with transaction.atomic():
            answer = client.generic(method, url, body, "application/json", **headers)
            transaction.set_rollback(True)
        done.add(answer.status_code < 400)
        assert answer.status_code < 500, (method, url, body)
        if answer.status_code >= 400:
            assert answer["Content-Type"].startswith("application/problem+json"), (method, url, answer.status_code)

    cache.clear()
    send()
    return any(done)
