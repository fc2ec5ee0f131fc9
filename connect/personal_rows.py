"""What connections keep of a person."""

from __future__ import annotations

from datetime import datetime

from accounts import personal
from accounts.models import User
from accounts.personal import Table
from connect.models import ApiKey, KeptAnswer

personal.take_along(
    Table("connect.ApiKey", "owner", ("name", "prefix", "tail", "scopes", "created_at", "expires_at", "last_used_at")),
    Table("connect.KeyAct", "key__owner", ("key__prefix", "operation", "path", "status", "at")),
)
personal.leave_out("what somebody did for a brand", "connect.Endpoint")
personal.leave_out("answers of the last day, given already", "connect.KeptAnswer")


@personal.at_erasing
def erase(*, user: User, with_words: bool, now: datetime) -> None:
    """Delete their keys and kept answers."""
    ApiKey.objects.filter(owner=user).delete()
    KeptAnswer.objects.filter(user=user).delete()
