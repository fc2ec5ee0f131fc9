"""Who comes to a meetup, who waits, and what one of them may do now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.models import User
from community import policies
from community.models import Attendance, Meetup
from community.policies import Action, Standing
from lib import paging

if TYPE_CHECKING:
    from community.querysets import Viewer

PEOPLE, SHEET = 48, 100
State = Attendance.State


@dataclass(frozen=True)
class People:
    """Some of those who come, who said so first first, and the cursor to the next ones."""

    people: tuple[User, ...]
    next_cursor: str = ""


@dataclass(frozen=True)
class Sheet:
    """Some of those who had a place, with whether they were there, and the cursor to the next ones."""

    rows: tuple[Attendance, ...]
    next_cursor: str = ""


@dataclass(frozen=True)
class Place:
    """How it stands with one viewer: their state, how many wait in front of them, and what they may do now.

    `waiting` is how many wait altogether; `line` names them for who looks after the group. `comers` is None for who may
    not see the group's members. `was_there` is whether it is noted that they were.
    """

    mine: str
    ahead: int
    waiting: int
    may_come: bool
    may_leave: bool
    comers: People | None
    line: tuple[User, ...] = ()
    was_there: bool = False

    @property
    def number(self) -> int | None:
        """Which in the line they are, from 1 on; None for who does not wait."""
        return self.ahead + 1 if self.mine == State.WAITING else None


def place_of(*, viewer: Viewer, meetup: Meetup, standing: Standing, now: datetime, after: str = "") -> Place:
    """Return how it stands with `viewer`. Queries: 1, one more for who sees who comes, 1 or 2 more for members,
    one more for who looks after the group where somebody waits."""
    row = Attendance.objects.filter(meetup=meetup, user=viewer).first() if isinstance(viewer, User) else None
    mine = row.state if row is not None and row.state != State.AWAY else ""
    waiting = Attendance.objects.filter(meetup=meetup, state=State.WAITING, user__is_active=True)
    ahead = 0
    if row is not None and mine == State.WAITING:
        ahead = waiting.filter(Q(asked_at__lt=row.asked_at) | Q(asked_at=row.asked_at, pk__lt=row.pk)).count()
    many, line = waiting.count(), tuple[User, ...]()
    if many and policies.may(Action.MODERATE, meetup.group, standing):
        line = tuple(each.user for each in waiting.select_related("user").order_by("asked_at", "pk")[:PEOPLE])
    is_open = not meetup.is_called_off and not meetup.has_begun(now)
    sees = policies.may(Action.SEE_MEMBERS, meetup.group, standing)
    return Place(
        mine=mine,
        ahead=ahead,
        waiting=many,
        may_come=is_open and not mine and policies.may(Action.ATTEND, meetup.group, standing),
        may_leave=is_open and bool(mine),
        comers=people_of(meetup=meetup, after=after) if sees else None,
        line=line,
        was_there=row is not None and bool(row.presence),
    )


def people_of(*, meetup: Meetup, after: str = "") -> People:
    """Return those who come and whose account is open. Queries: 1."""
    found = _sheet(_comers(meetup), after, PEOPLE)
    return People(tuple(row.user for row in found.rows), found.next_cursor)


def were_there(*, meetup: Meetup, after: str = "") -> People:
    """Return those of whom it is noted that they were there, for who looks after the group. Queries: 1."""
    found = _sheet(_comers(meetup).exclude(presence=Attendance.Presence.UNSAID), after, PEOPLE)
    return People(tuple(row.user for row in found.rows), found.next_cursor)


def sheet_of(*, meetup: Meetup, after: str = "") -> Sheet:
    """Return those who had a place, for who looks after the group to tick. Queries: 1."""
    return _sheet(_comers(meetup), after, SHEET)


def _comers(meetup: Meetup) -> QuerySet[Attendance]:
    rows = Attendance.objects.filter(meetup=meetup, state=State.COMING, user__is_active=True)
    return rows.select_related("user")


def _sheet(rows: QuerySet[Attendance], after: str, most: int) -> Sheet:
    match paging.decode(after):
        case [part, pk] if (at := paging.to_moment(part)) is not None and paging.whole(pk) is not None:
            rows = rows.filter(Q(asked_at__gt=at) | Q(asked_at=at, pk__gt=pk))
    found = list(rows.order_by("asked_at", "pk")[: most + 1])
    shown = tuple(found[:most])
    last = paging.encode([paging.from_moment(shown[-1].asked_at), shown[-1].pk]) if len(found) > most else ""
    return Sheet(shown, last)
