"""A door that refuses a request's body before it is kept, at the ASGI server; a proxy in front may be stricter."""

from __future__ import annotations

from typing import Any

MOST_BYTES = 40_000_000  # four pictures of 8 MB and the words around them
_ANSWER = b"Too large."


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
            await send({"type": "http.response.start", "status": 413, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": _ANSWER})
            return
        taken = 0

        async def counted() -> Any:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return {"type": "http.disconnect"} if taken > self._most else message

        await self._application(scope, counted, send)


def _length(scope: Any) -> int:
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0
