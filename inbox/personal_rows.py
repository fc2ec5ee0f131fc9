"""What the inbox keeps of a person."""

from __future__ import annotations

from datetime import datetime

from accounts import personal
from accounts.models import User
from accounts.personal import Table
from inbox.models import Notification, Preference

personal.take_along(
    Table("inbox.Notification", "recipient", ("kind", "url", "data", "created_at", "read_at")),
    Table("inbox.Preference", "user", ("kind", "channel", "is_on")),
)


@personal.at_erasing
def erase(*, user: User, with_words: bool, now: datetime) -> None:
    """Delete what they were told; what others were told of them names nobody any more."""
    Notification.objects.filter(recipient=user).delete()
    Preference.objects.filter(user=user).delete()
