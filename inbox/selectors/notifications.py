"""Reading a member's inbox."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import hiding
from accounts.services import handles
from inbox import registry
from inbox.models import Notification
from lib import paging

PAGE = 20
_HANDLE = re.compile(r"(?<![A-Za-z0-9_@/.])@([A-Za-z0-9_]{3,20})(?![A-Za-z0-9_@…])")  # not one that was cut off
MOST_COUNTED = 200  # a page says 99+ long before


@dataclass(frozen=True)
class Line:
    """One notification as a page shows it; `sentence` is in the active language and not yet escaped.

    `url` is empty when what it is about is gone, or may not be seen any more.
    """

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
    return _of(user).filter(read_at=None).count()


def unread_paths(*, user: User) -> tuple[str, ...]:
    """Return the pages that the newest unread notifications lead to, one for each, at most MOST_COUNTED. Queries: 1."""
    rows = _of(user).filter(read_at=None).order_by("-created_at", "-id")
    return tuple(urlsplit(url).path for url in rows.values_list("url", flat=True)[:MOST_COUNTED])


def page(*, user: User, after: str = "", unread_only: bool = False) -> Page:
    """Return the newest notifications after the cursor. Queries: 1, and those of `registry.shut`; as
    `handles.holders` where an @handle is quoted."""
    rows = _of(user).select_related("actor").order_by("-created_at", "-id")
    if unread_only:
        rows = rows.filter(read_at=None)
    rows = _after(rows, after)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    following = paging.encode([paging.from_moment(shown[-1].created_at), shown[-1].pk]) if len(found) > PAGE else ""
    shut = registry.shut(user=user, urls=[row.url for row in shown])
    lines = tuple(_line(row, is_shut=row.url in shut) for row in _with_names(_without_echoes(shown, shut)))
    return Page(lines=lines, next_cursor=following)


def _of(user: User) -> QuerySet[Notification]:
    """Return the member's lines, but for what people whom they hid did towards them."""
    lines, hidden = Notification.objects.filter(recipient=user), hiding.of(user)
    return lines if hidden is None else lines.exclude(kind__in=registry.personal(), actor__in=hidden)


def _without_echoes(rows: list[Notification], shut: frozenset[str]) -> list[Notification]:
    """Keep the newest of those that have nothing more to say than that the same thing is gone, an unread one first."""
    first: dict[str, Notification] = {}
    for row in rows:
        if row.url in shut and _quotes(row):
            room = registry.room_of(row.url)
            held = first.setdefault(room, row)
            if held.read_at and not row.read_at:
                first[room] = row
    return [row for row in rows if row.url not in shut or not _quotes(row) or row in first.values()]


def _with_names(rows: list[Notification]) -> list[Notification]:
    """Fill in who an @handle in a title means: few know another's."""
    titles = {row.pk: row.data.get("title") for row in rows if _quotes(row)}
    said = {pk: title for pk, title in titles.items() if isinstance(title, str) and "@" in title}
    people = handles.holders(asked={found[1].lower() for title in said.values() for found in _HANDLE.finditer(title)})
    for row in (row for row in rows if row.pk in said):
        row.data["title"] = _HANDLE.sub(lambda found: _name(found, people), said[row.pk])
    return rows


def _name(found: re.Match[str], people: Mapping[str, User | None]) -> str:
    person = people.get(found[1].lower())
    return f"@{person.display_name}" if person else found[0]


def _quotes(row: Notification) -> bool:
    kind = registry.get(row.kind)
    return kind is not None and kind.quotes


def _after(rows: QuerySet[Notification], cursor: str) -> QuerySet[Notification]:
    moment, pk = [*paging.decode(cursor), None, None][:2]
    moment, pk = paging.to_moment(moment), paging.whole(pk)
    if moment is None or pk is None:
        return rows
    return rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))


def _line(row: Notification, *, is_shut: bool) -> Line:
    kind = registry.get(row.kind)
    return Line(
        pk=row.pk,
        icon=kind.icon if kind else "bell",
        sentence=_sentence(row, kind, is_shut=is_shut),
        actor=row.actor,
        created_at=row.created_at,
        is_unread=row.read_at is None,
        kind=row.kind,
        url="" if is_shut else row.url,
    )


def _sentence(row: Notification, kind: registry.Kind | None, *, is_shut: bool) -> str:
    if kind is None:
        return row.kind
    if is_shut and kind.quotes:
        return _("This is about something that is no longer here.")
    return kind.sentence(row.data, row.actor.display_name if row.actor else "")
