"""Programs that speak with the API."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Model
from django.test import Client

from accounts.models import User
from tests.community import cast

ROOT = "/api/v1/"
POST = {"group": "tea", "body": "A quiet morning with tea.", "emotions": ["calm"]}


class Caller:
    """Somebody's program: `Caller(mei).post("posts", {...})` gives Django's response, whose `json()` is the body."""

    def __init__(self, user: User | None, **options: Any) -> None:
        self.client = Client(**options)
        if user is not None:
            self.client.force_login(user)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(ROOT + path, query)

    def send(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: Any) -> Any:
        """Send `body` as JSON, or `raw` as it is; `key=` is the Idempotency-Key."""
        if "key" in headers:
            headers["HTTP_IDEMPOTENCY_KEY"] = headers.pop("key")
        kind = headers.pop("content_type", "application/json")
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(method, ROOT + path, data, kind, **headers)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("PUT", path, body, **more)

    def delete(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("DELETE", path, body, **more)


@dataclass(frozen=True)
class Row:
    """One operation: the statuses for each role in a public place, and in a secret one where that differs.

    `fill` names for each part of the path the id it is filled with, or says `=value`; so does "{name}" in the body.
    """

    method: str
    path: str
    public: str
    secret: str = ""
    body: Any = None
    fill: dict[str, str] = field(default_factory=dict)

    def values(self, ids: dict[str, str]) -> dict[str, str]:
        """Return what fills the path."""
        known = {"slug": ids["slug"]}
        return known | {name: key[1:] if key.startswith("=") else ids[key] for name, key in self.fill.items()}

    def ask(self, caller: Caller, ids: dict[str, str]) -> Any:
        """Send it."""
        path = self.path.format(**self.values(ids))
        if self.body == "picture":
            return caller.client.post(ROOT + path, _picture())
        return caller.send(self.method, path, _filled(self.body, ids))


def _picture() -> dict[str, Any]:
    """Return a form with a picture, by each name that an endpoint has for it and for its words."""
    return {"file": cast.picture(), "picture": cast.picture(), "words": "A cup.", "alt": "A cup."}


def _filled(body: Any, ids: dict[str, str]) -> Any:
    if isinstance(body, dict):
        return {name: _filled(value, ids) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, ids) for value in body]
    return ids[body[1:-1]] if isinstance(body, str) and body[:1] == "{" else body


def counts(models: Iterable[type[Model]]) -> tuple[int, ...]:
    """Return how many rows each table has, asked in one statement."""
    each = ", ".join(f"(SELECT count(*) FROM {model._meta.db_table})" for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {each}")
        return tuple(cursor.fetchone())
