"""Whose support and votes count: members who have been here on a few days. Points never buy it.

`HEARTH_TRUST_DAYS` says on how many; 0 trusts everybody. A new account's support is kept and counts from then on.
"""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings

from accounts.models import User
from gamify.selectors import presence


def is_trusted(user: User) -> bool:
    """Say whether the member's support counts at once. Queries: 1."""
    return bool(trusted([user.pk]))


def trusted(users: Collection[int]) -> frozenset[int]:
    """Return those of the members who are trusted. Queries: 1, none when everybody is."""
    needed: int = settings.HEARTH_TRUST_DAYS
    if needed <= 0:
        return frozenset(users)
    days = presence.days_of(users=users)
    return frozenset(user for user in users if days.get(user, 0) >= needed)
