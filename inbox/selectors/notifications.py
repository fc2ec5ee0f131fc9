"""Reading a member's inbox."""

from __future__ import annotations

from accounts.models import User
from inbox.models import Notification


def unread_count(*, user: User) -> int:
    """Return how many notifications are unread. Queries: 1."""
    return Notification.objects.filter(recipient=user, read_at=None).count()
