"""What happens to redemptions and rewards by themselves: a promise kept late is kept all the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lib import jobs
from lib.machines import steps
from rewards.models import Event, Redemption, RedemptionAddress, Reward
from rewards.services.catalogue import issuing, locking, notifying

PATIENCE = timedelta(days=7)
NOTICE = timedelta(days=3)
BATCH = 200
State = Redemption.State
_CAME_TO_NOTHING = (State.CANCELLED, State.REJECTED, State.REVERSED)


def lapse_due(*, now: datetime) -> int:
    """Let go of what waited a week for an answer; return how many."""
    due = Redemption.objects.filter(state=State.RESERVED, reserved_at__lte=now - PATIENCE)
    return jobs.sweep(due.order_by("reserved_at", "pk"), _lapse, now)


def expire_due(*, now: datetime) -> int:
    """End what was not used in time, as its reward had declared; return how many."""
    due = Redemption.objects.filter(state=State.ISSUED, expires_at__lte=now)
    return jobs.sweep(due.order_by("expires_at", "pk"), _expire, now)


def warn_due(*, now: datetime) -> int:
    """Tell members of what ends within three days, once; return how many."""
    due = Redemption.objects.filter(_ending(now)).order_by("expires_at", "pk")
    return jobs.sweep(due, _warn, now)


def remind_due(*, now: datetime) -> int:
    """Ask once more where the parcel goes of those who have not said it days after it was approved; return how many."""
    due = Redemption.objects.filter(_unaddressed(now)).order_by("pk")
    return jobs.sweep(due, _remind, now)


def close_due(*, now: datetime) -> int:
    """Take rewards whose time is over out of the catalogue; return how many."""
    due = Reward.objects.filter(state__in=(Reward.State.OPEN, Reward.State.PAUSED), closes_at__lte=now)
    return jobs.sweep(due.order_by("pk"), _close, now)


def erase_due(*, now: datetime) -> int:
    """Delete addresses that nobody needs any more; return how many."""
    before = now - timedelta(days=settings.HEARTH_ADDRESS_DAYS)
    is_old = Q(redemption__state__in=(State.ISSUED, State.USED), redemption__issued_at__lte=before)
    due = RedemptionAddress.objects.filter(Q(redemption__state__in=_CAME_TO_NOTHING) | is_old)
    erased, _by_model = RedemptionAddress.objects.filter(pk__in=list(due.values_list("pk", flat=True)[:BATCH])).delete()
    return erased


def _ending(now: datetime) -> Q:
    return Q(state=State.ISSUED, warned_at=None, expires_at__gt=now, expires_at__lte=now + NOTICE)


def _unaddressed(now: datetime) -> Q:
    steps = Event.objects.filter(kind=Redemption.KIND, row_id=OuterRef("pk"), after=State.APPROVED)
    lately = Exists(steps.filter(at__gt=now - NOTICE))
    return Q(~lately, state=State.APPROVED, warned_at=None, reward__kind=Reward.Kind.ITEM, address=None)


@transaction.atomic
def _lapse(pk: int, now: datetime) -> int:
    held = locking.redemption(pk)
    if held.state != State.RESERVED or held.reserved_at > now - PATIENCE:
        return 0
    issuing.let_go(held, State.CANCELLED, actor=None, cause="no_answer", now=now)
    notifying.lapsed(held, now)
    return 1


@transaction.atomic
def _expire(pk: int, now: datetime) -> int:
    held = locking.redemption(pk)
    if held.state != State.ISSUED or held.expires_at is None or held.expires_at > now:
        return 0
    if held.reward.gives_back:
        issuing.take_back_points(held, reason="expired", by=None, now=now)
    steps.take(held, State.EXPIRED, cause="time_over", now=now, data={"points": held.reward.expiry})
    notifying.expired(held, now)
    return 1


@transaction.atomic
def _warn(pk: int, now: datetime) -> int:
    held = locking.redemption(pk)
    if not Redemption.objects.filter(_ending(now), pk=pk).update(warned_at=now):
        return 0
    notifying.ending(held, now)
    return 1


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    held = locking.redemption(pk)
    if not Redemption.objects.filter(_unaddressed(now), pk=pk).exists():
        return 0
    Redemption.objects.filter(pk=pk).update(warned_at=now)
    notifying.address_missing(held, now)
    return 1


@transaction.atomic
def _close(pk: int, now: datetime) -> int:
    reward = locking.reward(pk)
    if reward.state not in (Reward.State.OPEN, Reward.State.PAUSED):
        return 0
    steps.take(reward, Reward.State.CLOSED, cause="time_over", now=now)
    notifying.touch(reward)
    return 1
