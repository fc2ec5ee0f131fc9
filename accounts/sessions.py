"""Sessions as Django keeps them; what cannot be the name of one is not looked for."""

from __future__ import annotations

import re

from django.contrib.sessions.backends import cached_db
from django.core.cache import cache

_KEY = re.compile(r"[a-z0-9]{8,40}")


class SessionStore(cached_db.SessionStore):
    """A cookie may hold any character, NUL too, at which PostgreSQL breaks off."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and _KEY.fullmatch(key))

    def save(self, must_create: bool = False) -> None:
        """Save it, and leave no older one in the cache where the new one does not arrive (config/caches.py)."""
        if self.session_key and not must_create:
            cache.delete(self.cache_key)
        super().save(must_create)
