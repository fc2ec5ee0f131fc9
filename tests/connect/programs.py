"""Programs with keys: `Program(key).get("me")`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.models import Brand, User
from connect.scopes import KNOWN, OF_BRAND
from connect.services import keys
from lib import clock, public_id
from tests.api.callers import Caller


def make(
    owner: User, *wanted: str, brand: Brand | None = None, days: int = 90, now: datetime | None = None
) -> keys.Made:
    """Make a key with the scopes `wanted`, all there are without any."""
    every: Iterable[str] = wanted or (OF_BRAND if brand else KNOWN)
    said = {"name": "Till", "wanted": every, "days": days, "public_id": public_id.new()}
    return keys.make(by=owner, brand=brand, now=now or clock.now(), **said)


class Program(Caller):
    """Somebody who has a key and no session."""

    def __init__(self, text: str, **options: Any) -> None:
        super().__init__(None, headers={"Authorization": f"Bearer {text}"}, **options)


def program(owner: User, *wanted: str, brand: Brand | None = None) -> Program:
    """Return a program with a new key."""
    return Program(make(owner, *wanted, brand=brand).text)
