"""Finding a free @handle for a name."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Collection

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


def is_free(*, handle: str, user: User | None = None) -> bool:
    """Say whether nobody holds or ever had `handle`, or `user` had it, and it is not reserved. Queries: 2."""
    if handle in RESERVED or User.objects.filter(username=handle).exists():
        return False
    retired = RetiredHandle.objects.filter(pk=_digest(handle))
    return not (retired.exclude(owner=user) if user else retired).exists()


def holders(*, asked: Collection[str]) -> dict[str, User | None]:
    """Return who is called so now, or was before, by the handle asked for; None for an account that was erased.

    Queries: 1, and 1 more when a handle is nobody's now; none for no handle.
    """
    if not asked:
        return {}
    found: dict[str, User | None] = {user.handle: user for user in User.objects.filter(username__in=asked)}
    former = {_digest(handle): handle for handle in asked if handle not in found}
    given_up = RetiredHandle.objects.filter(pk__in=former).select_related("owner") if former else ()
    return found | {former[row.pk]: row.owner for row in given_up}


def retire(*, handle: str, owner: User | None = None) -> None:
    """Let nobody but `owner` take a handle that was given up. Queries: 2."""
    RetiredHandle.objects.update_or_create(pk=_digest(handle), defaults={"owner": owner})


def disown(*, owner: User) -> None:
    """Let nobody at all take what the owner of an erased account was ever called. Queries: 1."""
    RetiredHandle.objects.filter(owner=owner).update(owner=None)


def _digest(handle: str) -> str:
    return hashlib.sha256(handle.encode()).hexdigest()


def _stem(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_HANDLE.sub("_", plain).strip("_")[:13].strip("_")
