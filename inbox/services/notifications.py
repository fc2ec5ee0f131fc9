"""Telling members things."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from django.db import transaction
from inbox.models import Notification
from live.services import topics


@transaction.atomic
def tell(
    *,
    recipient: User,
    kind: str,
    key: str,
    url: str,
    now: datetime,
    actor: User | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Put one line into the recipient's inbox, once per `key`."""
    line = Notification(recipient=recipient, kind=kind, key=key, actor=actor, url=url, data=data or {}, created_at=now)
    Notification.objects.bulk_create([line], ignore_conflicts=True)
    topics.touch(f"member:{recipient.public_id}:inbox")
