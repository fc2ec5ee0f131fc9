"""Reading a member's inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from inbox import registry
from inbox.models import Notification
from lib import paging

PAGE = 20


@dataclass(frozen=True)
class Line:
    """One notification as a page shows it; `sentence` is in the active language and not yet escaped."""

    pk: int
    icon: str
    sentence: str
    actor: User | None
    created_at: datetime
    is_unread: bool
    kind: str
    url: str


@dataclass(frozen=True)
class Page:
    """A page of lines; `after` is the cursor of the next page, "" at the end."""

    lines: tuple[Line, ...]
    next_cursor: str


def unread_count(*, user: User) -> int:
    """Return how many notifications are unread. Queries: 1."""
    return Notification.objects.filter(recipient=user, read_at=None).count()


def page(*, user: User, after: str = "", unread_only: bool = False) -> Page:
    """Return the newest notifications after the cursor. Queries: 1."""
    rows = Notification.objects.filter(recipient=user).select_related("actor").order_by("-created_at", "-id")
    if unread_only:
        rows = rows.filter(read_at=None)
    rows = _after(rows, after)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    following = paging.encode([paging.from_moment(shown[-1].created_at), shown[-1].pk]) if len(found) > PAGE else ""
    return Page(lines=tuple(_line(row) for row in shown), next_cursor=following)


def _after(rows: QuerySet[Notification], cursor: str) -> QuerySet[Notification]:
    moment, pk = [*paging.decode(cursor), None, None][:2]
    moment, pk = paging.to_moment(moment), paging.whole(pk)
    if moment is None or pk is None:
        return rows
    return rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))


def _line(row: Notification) -> Line:
    kind = registry.get(row.kind)
    name = row.actor.display_name if row.actor else ""
    return Line(
        pk=row.pk,
        icon=kind.icon if kind else "bell",
        sentence=kind.sentence(row.data, name) if kind else row.kind,
        actor=row.actor,
        created_at=row.created_at,
        is_unread=row.read_at is None,
        kind=row.kind,
        url=row.url,
    )
