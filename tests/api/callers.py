"""Programs that speak with the API."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from accounts.models import User

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
