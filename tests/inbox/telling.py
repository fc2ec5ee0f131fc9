"""What a member has been told."""

from __future__ import annotations

from accounts.models import User
from inbox.models import Notification


def told(user: User, kind: str) -> int:
    """Return how many lines of this kind are in the member's inbox."""
    return Notification.objects.filter(recipient=user, kind=kind).count()
