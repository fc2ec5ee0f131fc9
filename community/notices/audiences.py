"""Who can be told of what those who run groups are told."""

from __future__ import annotations

from accounts.models import User
from community.models import Membership


def runs_a_group(user: User) -> bool:
    """Say whether the person owns or moderates a group. Queries: 1."""
    return Membership.objects.leading().filter(user=user).exists()


def judges(user: User) -> bool:
    """Say whether cases may be opened for the person: staff, and whoever runs a group. Queries: 1 at most."""
    return user.is_staff or runs_a_group(user)
