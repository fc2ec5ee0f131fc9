"""Saying that one comes, and that one does not after all. A place that comes free goes to who waits longest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from community.models import Attendance, Group, Meetup, Membership
from community.policies import Action
from community.services import access
from community.services.meetups import locking, notifying, refusals, room
from lib.moment import Moment
from live.services import topics

State = Attendance.State
IN = (State.COMING, State.WAITING)


@transaction.atomic
def come(*, user: User, meetup: Meetup, now: datetime) -> Attendance:
    """Take a place for `user`, or one in the line of those who wait when all are taken; twice changes nothing.

    Locks: the membership, the meetup.
    Raises: NotFound, Banned, Archived, NotAllowed by policy; CalledOff; HasBegun.
    Emits: the meetup's topics.
    """
    moment = Moment(now)
    access.enter(action=Action.ATTEND, group=meetup.group, user=user, now=now)
    held = locking.changeable(meetup.pk, now=moment())
    if held.has_begun(moment()):
        raise refusals.HasBegun
    row = Attendance.objects.filter(meetup=held, user=user).first()
    if row is not None and row.state in IN:
        return row
    row = row or Attendance(meetup=held, user=user)
    row.meetup, row.asked_at = held, now
    row.state = State.COMING if room.claim(held) else State.WAITING
    row.save()
    topics.touch(*notifying.topics_of(held), notifying.topic_of(user.public_id))
    return row


@transaction.atomic
def stay_away(*, user: User, meetup: Meetup, now: datetime) -> None:
    """Give the place back, or leave the line; whoever did not come before does not now, either.

    Also whom the group keeps silent may. Locks: the membership, the meetup.
    Raises: CalledOff; HasBegun. Emits: the meetup's topics; a notice to who has a place now.
    """
    moment = Moment(now)
    access.hold(group=meetup.group, user=user)
    held = locking.changeable(meetup.pk, now=moment())
    if held.has_begun(moment()):
        raise refusals.HasBegun
    topics.touch(*_give_back(held, user, now))


def give_back(*, user: User, group: Group | None = None, now: datetime) -> None:
    """Give back what `user` has in meetups that have not begun, of one group or of all: they are gone from there.

    Inside a transaction. Locks: their places in groups, so that what they say in another tab is there, if of all; the
    meetups, by id. Queries: 1 or 2, and for each that they wanted to come to.
    """
    if group is None:
        list(Membership.objects.select_for_update(no_key=True).filter(user=user).order_by("pk").values_list("pk"))
    rows = Attendance.objects.filter(user=user, state__in=IN, meetup__begins_at__gt=now)
    if group is not None:
        rows = rows.filter(meetup__group=group)
    pks = list(rows.order_by("meetup_id").values_list("meetup_id", flat=True))
    raised = [name for pk in pks for name in _give_back(locking.meetup(pk), user, now)]
    topics.touch(*raised)


def _give_back(held: Meetup, user: User, now: datetime) -> tuple[str, ...]:
    """Return the topics that the caller must touch, once no more meetup is to be locked."""
    row = Attendance.objects.filter(meetup=held, user=user, state__in=IN).first()
    if row is None:
        return ()
    mine = (*notifying.topics_of(held), notifying.topic_of(user.public_id))
    had_place = row.state == State.COMING
    row.state = State.AWAY
    row.save(update_fields=["state"])
    if not had_place:
        return mine
    room.release(held)
    let_in = room.let_in(held) if held.is_published and not held.is_called_off else ()
    return (*mine, *notifying.let_in(held, let_in, now=now))
