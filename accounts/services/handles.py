"""Finding a free @handle for a name."""

from __future__ import annotations

import re
import secrets
import unicodedata

from accounts.models import User

_NOT_HANDLE = re.compile(r"[^a-z0-9]+")
RESERVED = frozenset({"admin", "hearth", "system", "support", "staff", "moderator", "help", "everyone", "all", "here"})


def suggest(*, name: str) -> str:
    """Return a free handle that resembles `name`, or a short code where it has no Latin letters. Queries: 1 a try."""
    stem = _stem(name)
    if len(stem) >= 3 and is_free(handle=stem):
        return stem
    while True:
        candidate = f"{stem or 'm'}_{secrets.token_hex(3)}"[:20]
        if is_free(handle=candidate):
            return candidate


def is_free(*, handle: str) -> bool:
    """Say whether nobody holds `handle` and it is not reserved. Queries: 1."""
    return handle not in RESERVED and not User.objects.filter(username=handle).exists()


def _stem(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_HANDLE.sub("_", plain).strip("_")[:13].strip("_")
