"""Hostile requests to each operation of docs/openapi.yaml: they are done, or refused by a problem document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.api import co_creating, making, market
from tests.api.callers import ROOT, Row
from tests.api.described import document
from tests.api.test_permissions import ROLES, TABLE, build
from tests.hostile import NUMBERS, Chance

pytestmark = pytest.mark.django_db
DESCRIBED = document()
OPERATIONS = {
    (method.upper(), path.removeprefix(ROOT).replace("{id}", "{pk}")): (method.upper(), path, described)
    for path, methods in DESCRIBED["paths"].items()
    for method, described in methods.items()
}
ALLOWED = ("200", "201", "204", "409")
HEADERS = ({}, {"HTTP_IDEMPOTENCY_KEY": "fuzz-key-1"}, {"HTTP_IDEMPOTENCY_KEY": "\x00"})
JUNK = (b"null", b"[1]", b"", b"\xff\x00", b"{", b'{"a":' * 200 + b"1" + b"}" * 200)
LONG = "x" * 70_000
SURROGATE = "\ud800"


class Requests(Chance):
    """What is sent to one operation."""

    def fitting(self, schema: dict[str, Any], depth: int = 0) -> Any:
        """Return a value of the schema's shape, each part of which may be anything else instead."""
        if depth and self.random() < 0.3:
            return self.value()
        if "$ref" in schema:
            schema = DESCRIBED["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        for several in ("oneOf", "anyOf", "allOf"):
            if several in schema:
                return self.fitting(self.choice(schema[several]), depth)
        if "enum" in schema:
            return self.choice(schema["enum"])
        kind = schema.get("type")
        if kind == "object" and depth < 3:
            fields = schema.get("properties", {}).items()
            return {name: self.fitting(each, depth + 1) for name, each in fields if self.random() < 0.8}
        if kind == "array":
            return [self.fitting(schema.get("items", {}), depth + 1) for _ in range(self.randrange(4))]
        if kind in ("integer", "boolean"):
            return self.choice(NUMBERS if kind == "integer" else (True, False))
        return self.choice((self.text(), LONG, SURROGATE))

    def body(self, described: dict[str, Any]) -> bytes:
        kinds = described.get("requestBody", {}).get("content", {})
        schema = next((each["schema"] for each in kinds.values()), {})
        return json.dumps(self.fitting(schema)).encode()

    def address(self, path: str, described: dict[str, Any], real: dict[str, str], *, is_real: bool) -> str:
        query = {}
        for each in described.get("parameters", []):
            if "$ref" in each:  # the header with the key
                continue
            name = each["name"]
            if each["in"] == "path":
                known = real.get("pk" if name == "id" else name, "0")
                value = known if is_real or self.random() < 0.5 else self.text() or "0"
                path = path.replace(f"{{{name}}}", quote(value[:300], safe="", errors="surrogatepass"))
            elif each["in"] == "query":
                value = str(self.fitting(each["schema"]))
                query[name] = value[:300].encode(errors="surrogatepass")
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


@override_settings(SESSION_CACHE_ALIAS="fragments")  # the limits are forgotten between operations, sessions are not
def send_to_all(rows: Iterable[Row], roles: Sequence[str], callers: Any, ids: dict[str, str]) -> list[bool]:
    """Send each by the first or the last who may: what is refused at the door tests the door alone."""
    done = []
    for row in rows:
        may = [role for role, status in zip(roles, row.public.split(), strict=True) if status in ALLOWED] or roles[-1:]
        cache.clear()
        clients = (callers[may[0]].client, callers[may[-1]].client)
        done += send_hostile_requests(clients, OPERATIONS[row.method, row.path], row.values(ids))
    return done


def send_hostile_requests(clients: Sequence[Any], operation: Any, known: dict[str, str]) -> list[bool]:
    """Send whatever to what there is and, where no body is read, to what there is not; return which was done."""
    method, path, described = operation
    chance, done = Requests(f"{method} {path}"), []
    bodies = [b"", b""] if "requestBody" not in described else [chance.body(described), b"{}", chance.choice(JUNK)]
    for client, body, headers in zip(cycle(clients), bodies, HEADERS, strict=False):
        client.raise_request_exception = False
        url = chance.address(path, described, known, is_real=bool(body) or not done)
        with transaction.atomic():
            answer = client.generic(method, url, body, "application/json", **headers)
            transaction.set_rollback(True)
        done.append(answer.status_code < 400)
        assert answer.status_code < 500, (method, url, body)
        if answer.status_code >= 400:
            assert answer["Content-Type"].startswith("application/problem+json"), (method, url, answer.status_code)
    return done
