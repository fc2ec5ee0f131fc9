"""Who can be told of what the people of brands and the staff of the site are told."""

from __future__ import annotations

from accounts.models import User
from accounts.selectors import brands


def is_staff(user: User) -> bool:
    return user.is_staff


def sells(user: User) -> bool:
    """Say whether the person decides about money of orders. Queries: at most 1, none for staff."""
    return user.is_staff or brands.works_for_any(user)
