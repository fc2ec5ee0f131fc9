"""The meetups of one member, in all their groups."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from community.models import Attendance, Meetup
from community.selectors import meetups
from community.selectors.meetups import Card, Page
from lib import paging

COMING, WAITING, OVER = "coming", "waiting", "over"
STAGES = (COMING, WAITING, OVER)
State = Attendance.State


def page(*, viewer: User, stage: str = COMING, after: str = "", now: datetime) -> Page:
    """Return what `viewer` comes to or waits for, the next first, or where they had a place, the latest first.

    Queries: 1.
    """
    seen = Meetup.objects.visible_to(viewer)
    rows = Attendance.objects.filter(user=viewer, meetup__in=seen).select_related("meetup__group")
    match stage:
        case "over":
            rows = rows.filter(state=State.COMING, meetup__ends_at__lte=now)
        case "waiting":
            rows = rows.filter(state=State.WAITING, meetup__begins_at__gt=now)
        case _:
            rows = rows.filter(state=State.COMING, meetup__ends_at__gt=now)
    is_back = stage == OVER
    order = ("-meetup__begins_at", "-meetup_id") if is_back else ("meetup__begins_at", "meetup_id")
    found = list(_beyond(rows, after, is_back=is_back).order_by(*order)[: meetups.PAGE + 1])
    shown = found[: meetups.PAGE]
    cards = tuple(Card(row.meetup, row.state, was_there=bool(row.presence)) for row in shown)
    return Page(cards, _cursor(shown[-1].meetup) if len(found) > meetups.PAGE else "")


def _cursor(row: Meetup) -> str:
    return paging.encode([paging.from_moment(row.begins_at), row.pk])


def _beyond(rows: QuerySet[Attendance], after: str, *, is_back: bool) -> QuerySet[Attendance]:
    way = "lt" if is_back else "gt"
    match paging.decode(after):
        case [part, pk] if (at := paging.to_moment(part)) is not None and paging.whole(pk) is not None:
            later = Q(**{f"meetup__begins_at__{way}": at})
            return rows.filter(later | Q(**{"meetup__begins_at": at, f"meetup_id__{way}": pk}))
    return rows
