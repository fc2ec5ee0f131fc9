"""Seeing to it that granted things are sent: brands are reminded, members hear when one is late, and at last it ends.

What was paid with spark goes back by itself a month after both were told, like an order (`buying.late_orders`). What
was won or unlocked by friends does not end by a brand's silence, for nothing would come back: the brand and the staff
are told weekly. Its member may take anything back before that (`redeeming.cancel`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from lib import jobs
from rewards.models import Redemption, Reward
from rewards.services import promises
from rewards.services.buying.addresses import LAST_WAIT, PAUSES
from rewards.services.catalogue import issuing, locking, notifying, sending_news

WEEK = timedelta(days=7)
NEVER_SENT, NO_ADDRESS = "never_sent", "no_address"
State = Redemption.State
_GRANTED = Q(state=State.APPROVED, reward__kind=Reward.Kind.ITEM)
_NOWHERE = _GRANTED & Q(address=None)


def remind_due(*, now: datetime) -> int:
    """Remind brands of what is to be sent within two days, each once; return how many. A sweeper."""
    return promises.by_shelf(Redemption.objects.filter(_GRANTED & promises.soon(now)), "reward_id", _remind, now)


def note_late_due(*, now: datetime) -> int:
    """Note what is late, and tell members and brands, each once; return how many. A sweeper."""
    return promises.by_shelf(Redemption.objects.filter(_GRANTED & promises.late(now)), "reward_id", _note_late, now)


def end_due(*, now: datetime) -> int:
    """Give back what was never sent, or nobody said where to send; tell again of prizes; return how many. A sweeper."""
    ended = jobs.sweep(Redemption.objects.filter(_over(now)).order_by("pk"), _end, now)
    return ended + jobs.sweep(Redemption.objects.filter(_owed(now)).order_by("pk"), _tell_again, now)


def ask_last_due(*, now: datetime) -> int:
    """Ask members for the last time where something goes, naming the day on which it ends; return how many."""
    return jobs.sweep(Redemption.objects.filter(_unanswered(now)).order_by("pk"), _ask_last, now)


def _over(now: datetime) -> Q:
    """Return what ends; without an address `reminded_at` is when its member was asked for the last time."""
    return _GRANTED & promises.broken(now) & Q(price__gt=0) | _NOWHERE & Q(reminded_at__lte=now - LAST_WAIT)


def _owed(now: datetime) -> Q:
    quiet = Q(reminded_at=None) | Q(reminded_at__lte=now - WEEK)
    return _GRANTED & promises.broken(now) & Q(price=0) & quiet


def _unanswered(now: datetime) -> Q:
    return _NOWHERE & Q(reminded_at=None, warned_at__lte=now - PAUSES[-1])


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    reward = locking.reward(pk)
    due = _of(reward, promises.soon(now))
    if due and due[0].ship_by:
        Redemption.objects.filter(pk__in=[row.pk for row in due]).update(reminded_at=now)
        sending_news.due(reward, len(due), due[0].ship_by, now)
    return len(due)


@transaction.atomic
def _note_late(pk: int, now: datetime) -> int:
    reward = locking.reward(pk)
    late = _of(reward, promises.late(now))
    if late:
        Redemption.objects.filter(pk__in=[row.pk for row in late]).update(late_at=now)
        sending_news.late(reward, late, now)
    return len(late)


@transaction.atomic
def _end(pk: int, now: datetime) -> int:
    held = locking.redemption(pk)
    if not Redemption.objects.filter(_over(now), pk=pk).exists():
        return 0
    cause = NEVER_SENT if held.late_at else NO_ADDRESS
    issuing.let_go(held, State.CANCELLED, actor=None, cause=cause, now=now)
    notifying.ended(held, cause, now)
    sending_news.gone(held.reward, cause, now)
    return 1


@transaction.atomic
def _tell_again(pk: int, now: datetime) -> int:
    held = locking.redemption(pk)
    if not Redemption.objects.filter(_owed(now), pk=pk).update(reminded_at=now):
        return 0
    sending_news.owed(held, now)
    return 1


@transaction.atomic
def _ask_last(pk: int, now: datetime) -> int:
    held = locking.redemption(pk)
    if not Redemption.objects.filter(_unanswered(now), pk=pk).update(reminded_at=now):
        return 0
    notifying.address_missing(held, now, until=now + LAST_WAIT)
    return 1


def _of(reward: Reward, due: Q) -> list[Redemption]:
    rows: QuerySet[Redemption] = Redemption.objects.filter(_GRANTED & due, reward=reward).select_related("user")
    return list(rows.order_by("ship_by", "pk")[: jobs.SWEPT])
