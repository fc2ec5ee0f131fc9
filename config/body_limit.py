"""A door that refuses a request's body before it is kept, at the ASGI server; a proxy in front may be stricter."""

from __future__ import annotations

import json
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

MOST_BYTES = 40_000_000  # four pictures of 8 MB and the words around them


class BodyLimit:
    """Answers 413 to a body that says it is larger than MOST_BYTES, and hangs up on one that lies or does not say."""

    def __init__(self, application: Any, most: int = MOST_BYTES) -> None:
        self._application = application
        self._most = most

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        if _length(scope) > self._most:
            kind, body = _refusal(scope)
            await send({"type": "http.response.start", "status": 413, "headers": [(b"content-type", kind)]})
            await send({"type": "http.response.body", "body": body})
            return
        taken = 0

        async def counted() -> Any:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return {"type": "http.disconnect"} if taken > self._most else message

        await self._application(scope, counted, send)


def _refusal(scope: Any) -> tuple[bytes, bytes]:
    """Return what a body that is too large is answered with, and its kind: below /api/ a problem document."""
    with translation.override(_language(scope)):
        title = _("This body is too large.")
    if not scope["path"].startswith("/api/"):
        return b"text/plain; charset=utf-8", title.encode()
    problem = {"type": "about:blank", "status": 413, "code": "api.too_large", "title": title}
    return b"application/problem+json", json.dumps(problem).encode()


def _language(scope: Any) -> str:
    """Return the first language of Accept-Language that there is; who it is has not been looked at yet."""
    wanted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    for code, _weight in parse_accept_lang_header(wanted.lower()):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return "en"


def _length(scope: Any) -> int:
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0
