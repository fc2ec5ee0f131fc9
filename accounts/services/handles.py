"""Finding a free @handle for a name."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata

from accounts.models import RetiredHandle, User

_NOT_HANDLE = re.compile(r"[^a-z0-9]+")
RESERVED = frozenset({"admin", "hearth", "system", "support", "staff", "moderator", "help", "everyone", "all", "here"})


def suggest(*, name: str) -> str:
    """Return a free handle that resembles `name`, or a short code where it has no Latin letters. Queries: 2 a try."""
    stem = _stem(name)
    if len(stem) >= 3 and is_free(handle=stem):
        return stem
    while True:
        candidate = f"{stem or 'm'}_{secrets.token_hex(3)}"[:20]
        if is_free(handle=candidate):
            return candidate


def is_free(*, handle: str) -> bool:
    """Say whether nobody holds or ever took `handle` away with them, and it is not reserved. Queries: 2."""
    if handle in RESERVED or User.objects.filter(username=handle).exists():
        return False
    return not RetiredHandle.objects.filter(pk=_digest(handle)).exists()


def retire(*, handle: str) -> None:
    """Let nobody take the handle of an erased account. Queries: 1."""
    RetiredHandle.objects.get_or_create(pk=_digest(handle))


def _digest(handle: str) -> str:
    return hashlib.sha256(handle.encode()).hexdigest()


def _stem(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_HANDLE.sub("_", plain).strip("_")[:13].strip("_")
