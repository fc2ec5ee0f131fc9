"""People and places with meaning, for tests: `member()`, `member(name="周小满", locale="zh-hans")`."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.services import people
from lib import clock

PASSWORD = "a warm enough place"
_numbers = count(1)


def member(name: str = "Ana", **changes: Any) -> User:
    """Return a confirmed member who signs in with PASSWORD; `changes` go to the model."""
    handle = (
        changes.pop("handle", None)
        or f"{''.join(c for c in name.lower() if c.isascii() and c.isalnum()) or 'm'}{next(_numbers)}"
    )
    user = people.register(
        handle=handle[:20],
        display_name=name,
        email=f"{handle}@example.org",
        password_hash=make_password(PASSWORD),
        locale=changes.pop("locale", "en"),
        time_zone=changes.pop("time_zone", "UTC"),
        now=clock.now(),
    )
    for field, value in changes.items():
        setattr(user, field, value)
    if changes:
        user.save(update_fields=list(changes))
    return user
