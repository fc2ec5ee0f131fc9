"""Telling many people of a meetup: the first at once, the rest by a job, so many at a time, everybody once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from community import paths
from community.models import Attendance, Meetup, Membership, Telling
from inbox.services import notifications
from inbox.services.notifications import Line
from lib import jobs
from live.services import topics

BATCH = 500  # that many inboxes are locked until the commit
NEW, OWN = "meetup_new", "meetup"  # one of a group of mine; one that I come to
GONE = ("taken_away", "withdrawn")  # nobody finds it any more: no word of it, and the way to the others
State = Attendance.State
_IN = (State.COMING, State.WAITING)
_STATES = {"brought_back": (State.COMING,), "soon": (State.COMING,), "back_in_line": (State.WAITING,)}
People = Sequence[tuple[int, str]]


def begin(held: Meetup, what: str, *, key: str = "", by: User | None = None, now: datetime) -> tuple[str, ...]:
    """Tell everybody whom `what` is about, once for each `key`, and return the topics that the caller must touch.

    Beyond BATCH people the job goes on. Inside a transaction; caller holds the meetup.
    Queries: 3, one more when somebody is left.
    """
    news = Telling(meetup=held, what=what, name=_name(held, what, key), by=by, at=now)
    people = _next(news)
    if len(people) == BATCH:
        news.save()
    return write(held, what, news.name, people, now)


def write(held: Meetup, what: str, name: str, people: People, now: datetime) -> tuple[str, ...]:
    """Write these people's lines and return the topics that the caller must touch. Queries: 2, none without people."""
    kind = NEW if what == "new" else OWN
    said = {
        "what": what,
        "title": "" if what in GONE else held.title,
        "group": held.group.names,
        "begins_at": held.begins_at.isoformat(),
        "reason": held.reason,
    }
    url = paths.of_meetups(held.group) if what in GONE else paths.of_meetup(held)
    lines = [Line(pk, public_id, kind, name, url, said, now) for pk, public_id in people]
    own = [topic_of(public_id) for _pk, public_id in people if kind == OWN]
    return (*notifications.send_many(lines=lines), *own)


def tell(held: Meetup, what: str, people: People, *, key: str, now: datetime) -> tuple[str, ...]:
    """Tell these people at once, as `begin` tells everybody."""
    return write(held, what, _name(held, what, key), people, now)


def topic_of(public_id: str) -> str:
    """Return the topic of a member's own meetups."""
    return f"member:{public_id}:meetups"


def tell_due(*, now: datetime) -> int:
    """Tell those who are left, of each meetup; return how many they were. A sweeper, safe to run twice at once."""
    return jobs.sweep(Telling.objects.order_by("pk"), _tell_rest, now)


def _tell_rest(pk: int, *, now: datetime) -> int:
    del now
    told = 0
    while some := _tell_some(pk):
        told += some
    return told


@transaction.atomic
def _tell_some(pk: int) -> int:
    """Tell up to BATCH of those who are left, and return how many. Locks: the row."""
    rows = Telling.objects.select_for_update(of=("self",), no_key=True).select_related("meetup__group")
    news = rows.filter(pk=pk).first()
    if news is None:
        return 0
    people = _next(news) if _holds(news.meetup, news.what) else ()
    if len(people) == BATCH:
        news.save(update_fields=["told_to"])
    else:
        news.delete()
    topics.touch(*write(news.meetup, news.what, news.name, people, news.at))
    return len(people)


def _next(news: Telling) -> People:
    """Return up to BATCH people who are yet to be told, and note that they are. Queries: 1."""
    rows: QuerySet[Any] = Attendance.objects.filter(meetup=news.meetup, state__in=_STATES.get(news.what, _IN))
    if news.what == "new":
        inside = Membership.objects.filter(group=news.meetup.group_id, state=Membership.State.ACTIVE)
        rows = inside.exclude(user=news.meetup.author_id)
    rows = rows.filter(user__is_active=True, user_id__gt=news.told_to).exclude(user=news.by_id)
    people = tuple(rows.order_by("user_id").values_list("user_id", "user__public_id")[:BATCH])
    if people:
        news.told_to = people[-1][0]
    return people


def _holds(held: Meetup, what: str) -> bool:
    """Say whether it is still so; else what came after it has been told."""
    if what in GONE:
        return not held.is_published
    return held.is_published and held.is_called_off == (what == "called_off")


def _name(held: Meetup, what: str, key: str) -> str:
    return f"{NEW if what == 'new' else OWN}:{what}:{held.public_id}:{key}"
