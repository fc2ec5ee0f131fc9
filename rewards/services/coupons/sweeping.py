"""What happens to coupons by themselves: they end at their time; who was given one hears of it three days before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from lib import jobs
from lib.machines import steps
from rewards.models import Coupon, CouponCode
from rewards.services.coupons import codes, notifying

NOTICE = timedelta(days=3)
State = Coupon.State
_LIVE = (State.OPEN, State.PAUSED)


def expire_due(*, now: datetime) -> int:
    """End the coupons whose time is over; seats that have one keep it. Return how many. A sweeper."""
    due = Coupon.objects.filter(state__in=_LIVE, closes_at__lte=now).order_by("closes_at", "pk")
    return jobs.sweep(due, _expire, now)


def warn_due(*, now: datetime) -> int:
    """Tell the owners of unused codes that their coupon is over soon, once; return of how many coupons. A sweeper."""
    soon = Coupon.objects.filter(state=State.OPEN, closes_at__gt=now, closes_at__lte=now + NOTICE, warned_at=None)
    return jobs.sweep(soon.order_by("closes_at", "pk"), _warn, now)


@transaction.atomic
def _expire(pk: int, now: datetime) -> int:
    held = _lock(pk)
    if held.state not in _LIVE or held.closes_at is None or held.closes_at > now:
        return 0
    steps.take(held, State.EXPIRED, cause="time_over", now=now)
    return 1


@transaction.atomic
def _warn(pk: int, now: datetime) -> int:
    held = _lock(pk)
    if held.warned_at is not None or held.state != State.OPEN:
        return 0
    Coupon.objects.filter(pk=pk).update(warned_at=now)
    owned = codes.unused(CouponCode.objects.filter(coupon=held, owner__isnull=False))
    notifying.ending(held, list(User.objects.filter(pk__in=owned.values("owner")).order_by("pk")), now)
    return 1


def _lock(pk: int) -> Coupon:
    return Coupon.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
