"""One line for all that waits for a member in the same place, however much it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import User
from inbox.models import Notification
from inbox.selectors import preferences
from lib.after_commit import after_commit
from live.services import topics

REMEMBERED = 200  # so many things of one line are known by themselves


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its `name`, unique in its line, the word for its kind, and its page."""

    name: str
    what: str
    url: str


@transaction.atomic
def add(
    *, recipient: User, kind: str, key: str, thing: Waiting, whole_url: str, data: dict[str, Any], now: datetime
) -> None:
    """Put `thing` on the recipient's line `key`, which leads to it, or to `whole_url` once there is more than one.

    What they have read is not counted again. `data["waiting"]` is a list of names and words.

    Locks: the line. Queries: 4, unless the kind is switched off.
    """
    if not preferences.wants(user=recipient, kind=kind):
        return
    blank = Notification(recipient=recipient, kind=kind, key=key, url=thing.url, data=data, created_at=now, read_at=now)
    Notification.objects.bulk_create([blank], ignore_conflicts=True)
    line = Notification.objects.select_for_update().get(recipient=recipient, key=key)
    before = line.data.get("waiting", []) if line.read_at is None else []
    waiting = [each for each in before if each[0] != thing.name] + [[thing.name, thing.what]]
    line.data, line.url = {**data, "waiting": waiting[-REMEMBERED:]}, whole_url if before else thing.url
    line.created_at, line.read_at = now, None
    line.save(update_fields=["data", "url", "created_at", "read_at"])
    topics.touch(f"member:{recipient.public_id}:inbox")


def take(*, kind: str, key: str, name: str, people: Iterable[int], now: datetime) -> None:
    """Take what is done from the lines of these members (by primary key), read or not, for a line says how much waits.

    One with nothing left is read, and keeps the last thing that it was about.

    Inside the caller's transaction. Locks: the lines. Queries: 1; for each line that held it 1.
    """
    lines = Notification.objects.select_for_update(of=("self",)).select_related("recipient")
    held = lines.filter(recipient__in=people, kind=kind, key=key).order_by("recipient__public_id")
    for line in held:
        waiting = line.data.get("waiting", [])
        left = [each for each in waiting if each[0] != name]
        if len(left) == len(waiting):
            continue
        line.data = {**line.data, "waiting": left or waiting[-1:]}
        line.read_at = line.read_at or (None if left else now)
        line.save(update_fields=["data", "read_at"])
        inbox = f"member:{line.recipient.public_id}:inbox"
        after_commit(partial(topics.touch, inbox))
