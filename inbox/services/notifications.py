"""Telling members things, and their reading of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from inbox.models import Notification
from inbox.selectors import preferences
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
    grows: bool = False,
) -> None:
    """Put one line into the recipient's inbox, once per `key`, unless they switched the kind off.

    Args:
        key: telling again with the same key changes nothing.
        grows: then telling again by another actor counts on in the same line (`data["others"]`) and brings it up again.
        url: a path on this site; the page behind it checks permission again.

    Queries: 3, and 2 more when the line grows.
    """
    if not preferences.wants(user=recipient, kind=kind):
        return
    line = Notification(recipient=recipient, kind=kind, key=key, actor=actor, url=url, data=data or {}, created_at=now)
    known = Notification.objects.select_for_update().filter(recipient=recipient, key=key).first() if grows else None
    if known is not None:
        _grow(known, actor, now)
    else:
        Notification.objects.bulk_create([line], ignore_conflicts=True)
    _touch(recipient)


@transaction.atomic
def mark_read(*, user: User, pk: int, now: datetime) -> Notification | None:
    """Mark one line as read and return it; None when it is not theirs."""
    line = Notification.objects.filter(recipient=user, pk=pk).first()
    if line is not None and line.read_at is None:
        Notification.objects.filter(pk=pk, read_at=None).update(read_at=now)
        _touch(user)
    return line


@transaction.atomic
def mark_all_read(*, user: User, now: datetime) -> int:
    """Mark every line as read and return how many were not."""
    changed = Notification.objects.filter(recipient=user, read_at=None).update(read_at=now)
    if changed:
        _touch(user)
    return changed


def _grow(line: Notification, actor: User | None, now: datetime) -> None:
    if line.actor_id == (actor.pk if actor else None):
        return
    others = line.data.get("others", 0) + 1 if line.read_at is None else 0
    line.data, line.actor, line.created_at, line.read_at = {**line.data, "others": others}, actor, now, None
    line.save(update_fields=["data", "actor", "created_at", "read_at"])


def _touch(user: User) -> None:
    topics.touch(f"member:{user.public_id}:inbox")
