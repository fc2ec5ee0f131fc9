"""Notifying members, and their reading of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from inbox import registry
from inbox.models import Notification
from inbox.selectors import preferences
from lib import sql
from lib.after_commit import after_commit
from lib.postgres_arrays import Rows
from lib.records import Records
from live.services import topics

_LINE = Records(Notification)
REMEMBERED = 200  # so many actors of a line that grows are known again


@transaction.atomic
def send(
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
    """Put one line into the recipient's inbox, once per `key`, unless they switched the kind off or hid the actor.

    Args:
        key: sending again with the same key changes nothing.
        grows: then sending again by an actor who is new to it counts on in the same line (`data["others"]`) and brings
            it up again.
        url: a path on this site; the page behind it checks permission again.

    Queries: 3, 2 more when the line grows, 1 more for who hides people.
    """
    if not preferences.wants(user=recipient, kind=kind, actor=actor):
        return
    known = _LINE.held("t.recipient_id = %s AND t.key = %s", recipient.pk, key) if grows else None
    if known is not None:
        _grow(known, actor, now)
    else:
        _insert([(recipient.pk, actor.pk if actor else None, kind, key, url, json.dumps(data or {}), now)])
    _touch(recipient)


def send_each(
    *,
    recipients: Iterable[User],
    kind: str,
    key: str,
    url: str,
    now: datetime,
    actor: User | None = None,
    data: dict[str, Any] | None = None,
    grows: bool = False,
) -> None:
    """Send several people the same line, in the order of their ids: so two transactions never wait for each other.

    Inside the caller's transaction. Arguments, and queries for each, as `send`; `send_many` has few for any number.
    """
    for person in sorted(recipients, key=lambda one: one.public_id):
        send(recipient=person, kind=kind, key=key, url=url, now=now, actor=actor, data=data, grows=grows)


@dataclass(frozen=True, slots=True)
class Line:
    """One line for `send_many`: the arguments of `send`, with the recipient by primary and public id."""

    recipient_id: int
    recipient: str
    kind: str
    key: str
    url: str
    data: dict[str, Any]
    at: datetime


def send_many(*, lines: Sequence[Line]) -> tuple[str, ...]:
    """Put many lines into inboxes as `send` does, and return the topics that the caller must touch, late and at once.

    Inside the caller's transaction. Queries: 2, however many lines; none without any.
    """
    if not lines:
        return ()
    wanted = preferences.wanted([(line.recipient_id, line.kind) for line in lines])
    told = [line for line in lines if (line.recipient_id, line.kind) in wanted]
    told.sort(key=lambda line: (line.recipient_id, line.kind, line.key))
    _insert([(line.recipient_id, None, line.kind, line.key, line.url, json.dumps(line.data), line.at) for line in told])
    return tuple(f"member:{line.recipient}:inbox" for line in told)


def _insert(rows: Rows) -> None:
    sql.insert(Notification._meta.db_table, _COLUMNS, rows, "ON CONFLICT DO NOTHING")


_COLUMNS = (
    ("recipient_id", "bigint"),
    ("actor_id", "bigint"),
    ("kind", "text"),
    ("key", "text"),
    ("url", "text"),
    ("data", "jsonb"),
    ("created_at", "timestamptz"),
)


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


def hush(*, page: str, people: Iterable[int], now: datetime) -> None:
    """Mark as read what these members (by primary key) were told of a page that is gone: there is nothing to see.

    Inside the caller's transaction. Queries: as `_close`.
    """
    quoting = [kind.key for kind in registry.every() if kind.quotes]
    _close(Notification.objects.filter(recipient__in=people, url__startswith=page, kind__in=quoting), now)


def settle(*, kind: str, key: str, people: Iterable[int], now: datetime) -> None:
    """Mark as read what asked these members (by primary key) for something that is done.

    Args: key: of the line, or what its key begins with before a colon.

    Inside the caller's transaction. Queries: as `_close`.
    """
    about = Q(key=key) | Q(key__startswith=f"{key}:")
    _close(Notification.objects.filter(about, recipient__in=people, kind=kind), now)


def see(*, user: User, path: str, now: datetime, shown: Collection[str] | None = None) -> int:
    """Mark as read what leads to the page at `path`, which `user` is looking at, and return how many lines that were.

    Args: shown: the names of what stands there, of those that an address asks for by `?to=`; None: everything.

    Queries: as `_close`, one more with `shown`.
    """
    there = Q(url=path) | Q(url__startswith=f"{path}?") | Q(url__startswith=f"{path}#")
    lines = Notification.objects.filter(there, recipient=user)
    if shown is not None:
        asked = ((pk, parse_qs(urlsplit(url).query).get("to", [""])[0]) for pk, url in _unread(lines))
        lines = lines.filter(pk__in=[pk for pk, to in asked if not to or to in shown])
    return _close(lines, now)


def _unread(lines: QuerySet[Notification]) -> QuerySet[Notification, tuple[int, str]]:
    return lines.filter(read_at=None).values_list("pk", "url")


def _close(lines: QuerySet[Notification], now: datetime) -> int:
    """Mark those of `lines` as read that are not, and tell their recipients after commit: so no inbox waits for it.

    Queries: 1; 3 when anything was unread.
    """
    unread = lines.filter(read_at=None)
    told = set(unread.values_list("recipient__public_id", flat=True))
    if not told:
        return 0
    changed = unread.update(read_at=now)
    inboxes = [f"member:{public_id}:inbox" for public_id in told]
    after_commit(partial(topics.touch, *inboxes))
    return changed


def forget(*, pages: Sequence[str]) -> None:
    """Delete what anybody was told of pages that are gone for good: a line quotes how its page began.

    Inside the caller's transaction. Queries: 3 for every hundred pages; they read the whole table.
    """
    for start in range(0, len(pages), 100):
        of_them = Q(*(("url__startswith", page) for page in pages[start : start + 100]), _connector=Q.OR)
        lines = Notification.objects.filter(of_them)
        told = set(lines.values_list("recipient__public_id", flat=True))
        lines.delete()
        topics.touch(*(f"member:{public_id}:inbox" for public_id in told))


def _grow(line: Notification, actor: User | None, now: datetime) -> None:
    told, newcomer = line.data.get("by", [line.actor_id]), actor.pk if actor else None
    if newcomer in told:
        return
    others = line.data.get("others", 0) + 1 if line.read_at is None else 0
    line.data = {**line.data, "others": others, "by": [*told, newcomer][-REMEMBERED:]}
    line.actor, line.created_at, line.read_at = actor, now, None
    _LINE.write(line, "data", "actor", "created_at", "read_at")


def _touch(user: User) -> None:
    topics.touch(f"member:{user.public_id}:inbox")
