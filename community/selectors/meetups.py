"""Meetups as pages show them: the list of a group, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Attendance, Group, Meetup
from community.querysets import MeetupQuerySet
from lib import errors, lookup, paging
from live.selectors import topics

if TYPE_CHECKING:
    from community.querysets import Viewer

COMING, OVER = "coming", "over"
STAGES = (COMING, OVER)
PAGE = 20
NEXT = 2
SOON = timedelta(days=7)
State = Attendance.State


@dataclass(frozen=True)
class Card:
    """A meetup in a list; `mine` is the viewer's state in it, "" for none; only lists of one's own know `was_there`."""

    meetup: Meetup
    mine: str = ""
    was_there: bool = False


@dataclass(frozen=True)
class Page:
    """Some meetups and the cursor to the next ones."""

    cards: tuple[Card, ...]
    next_cursor: str = ""


def get(*, viewer: Viewer, public_id: str) -> Meetup:
    """Return a meetup that `viewer` may see, with group, author and the `live_version` of its topic. Queries: 1.

    Raises: NotFound, whether there is no such meetup or it is not theirs to know.
    """
    rows = Meetup.objects.visible_to(viewer).annotate(live_version=topics.version_beside("meetup"))
    found = rows.select_related("group", "author").filter(public_id=public_id).first() if public_id.isalnum() else None
    if found is None:
        raise errors.NotFound(_("This meetup is no longer there."), code="community.meetup_not_found")
    return found


def page(*, viewer: Viewer, group: Group, stage: str = COMING, after: str = "", now: datetime) -> Page:
    """Return meetups of a group that `viewer` may read: those ahead, the next first, or those over, the latest first.

    Queries: 1, one more for members.
    """
    return _page(viewer, _of(group), stage, after, now)


def search(*, viewer: Viewer, query: str, stage: str = COMING, after: str = "", now: datetime) -> Page:
    """Return meetups of all groups that `viewer` may read with each word of `query`, in the order of `page`.

    Queries: 1, one more for members.
    """
    rows = Meetup.objects.visible_to(viewer).saying(query).select_related("group")
    return _page(viewer, rows, stage, after, now)


def nearest(*, viewer: Viewer, query: str, most: int, now: datetime) -> Sequence[Meetup]:
    """Return the first of those with each word of `query` that nobody called off: what is ahead, the next first, before
    what is over, the latest first; each by how near its title is. Queries: 1.
    """
    rows = Meetup.objects.visible_to(viewer).saying(query).filter(called_off_at=None)
    is_over = Case(When(ends_at__lte=now, then=1), default=0)
    ahead = Case(When(ends_at__gt=now, then=F("begins_at")))
    return list(rows.order_by(is_over, lookup.nearness(query, "title"), ahead, "-begins_at", "pk")[:most])


def _page(viewer: Viewer, rows: MeetupQuerySet, stage: str, after: str, now: datetime) -> Page:
    if stage == OVER:
        found = list(_before(rows.filter(ends_at__lte=now), after).order_by("-begins_at", "-pk")[: PAGE + 1])
    else:
        found = list(_after(rows.ahead(now), after).order_by("begins_at", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    return Page(_cards(viewer, shown), _cursor(shown[-1]) if len(found) > PAGE else "")


def next_of(*, viewer: Viewer, group: Group, now: datetime) -> tuple[Card, ...]:
    """Return the NEXT meetups of a group that `viewer` may read and that take place. Queries: 1, members 2."""
    rows = _of(group).ahead(now).filter(called_off_at=None).order_by("begins_at", "pk")
    return _cards(viewer, list(rows[:NEXT]))


def soonest_of(*, viewer: User, now: datetime) -> Card | None:
    """Return what `viewer` comes to or waits for next, within SOON; None without that. Queries: 1."""
    soon = Meetup.objects.visible_to(viewer).ahead(now).filter(called_off_at=None, begins_at__lte=now + SOON)
    mine = Attendance.objects.filter(user=viewer, meetup__in=soon).exclude(state=State.AWAY)
    found = mine.select_related("meetup__group").order_by("meetup__begins_at", "pk").first()
    return Card(found.meetup, found.state) if found else None


def _of(group: Group) -> MeetupQuerySet:
    """Return the group's meetups: whoever asks may read it, which the caller has checked."""
    return Meetup.objects.published().filter(group=group).select_related("group")


def _cards(viewer: Viewer, rows: Sequence[Meetup]) -> tuple[Card, ...]:
    mine: dict[int, str] = {}
    if isinstance(viewer, User):
        said = Attendance.objects.filter(user=viewer, meetup__in=[row.pk for row in rows]).exclude(state=State.AWAY)
        mine = dict(said.values_list("meetup_id", "state"))
    return tuple(Card(row, mine.get(row.pk, "")) for row in rows)


def _cursor(row: Meetup) -> str:
    return paging.encode([paging.from_moment(row.begins_at), row.pk])


def _after(rows: QuerySet[Meetup], after: str) -> QuerySet[Meetup]:
    match paging.decode(after):
        case [part, pk] if (at := paging.to_moment(part)) is not None and paging.whole(pk) is not None:
            return rows.filter(Q(begins_at__gt=at) | Q(begins_at=at, pk__gt=pk))
    return rows


def _before(rows: QuerySet[Meetup], after: str) -> QuerySet[Meetup]:
    match paging.decode(after):
        case [part, pk] if (at := paging.to_moment(part)) is not None and paging.whole(pk) is not None:
            return rows.filter(Q(begins_at__lt=at) | Q(begins_at=at, pk__lt=pk))
    return rows
