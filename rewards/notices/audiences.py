"""Who can be told of what the people of brands and the staff of the site are told."""

from __future__ import annotations

from accounts.models import BrandStaff, User


def is_staff(user: User) -> bool:
    return user.is_staff


def is_of_a_brand(user: User) -> bool:
    """Say whether the person works for a brand. Queries: 1."""
    return BrandStaff.objects.filter(user=user).exists()


def sells(user: User) -> bool:
    """Say whether the person decides about money of orders. Queries: none for staff, else 1."""
    return user.is_staff or is_of_a_brand(user)
