"""Who has a case open just now, so that two do not read the same: remembered for minutes, and harmless to lose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache

from accounts.models import User
from community.models import Case

SECONDS = 300


def look(*, case: Case, user: User, now: datetime) -> tuple[str, datetime] | None:
    """Say that `user` has opened the case, and return who else has, and when; None for nobody. Queries: none."""
    other = others([case.pk], user=user).get(case.pk)
    if other is None:
        cache.set(_key(case.pk), (user.pk, user.display_name, now), SECONDS)
    return other


def others(cases: Iterable[int], *, user: User) -> dict[int, tuple[str, datetime]]:
    """Return who but `user` opened which of the cases within SECONDS, and when. Queries: none."""
    found = cache.get_many([_key(pk) for pk in cases])
    looks = {int(key.rpartition(":")[2]): look for key, look in found.items()}
    return {pk: (name, at) for pk, (who, name, at) in looks.items() if who != user.pk}


def leave(*, case: Case) -> None:
    """Forget who looked: it is decided."""
    cache.delete(_key(case.pk))


def _key(pk: int) -> str:
    return f"case-open:{pk}"
