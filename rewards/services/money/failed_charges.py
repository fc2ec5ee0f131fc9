"""Seats whose charge failed: their members have a week to pay anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from lib import jobs
from lib.machines import steps
from rewards.models import Campaign, Seat
from rewards.services.buying import locking, notifying, waiting
from rewards.services.coupons import uses
from rewards.services.money import instructions, repaying


def drop_due(*, now: datetime) -> int:
    """Give up seats whose charge failed and was not mended in time; return how many."""
    over = Q(fix_until__lte=now) | Q(campaign__state=Campaign.State.CANCELLED)
    due = Seat.objects.filter(over, state=Seat.State.FIX_NEEDED).order_by("fix_until", "pk")
    return jobs.sweep(due, _drop, now)


@transaction.atomic
def _drop(pk: int, now: datetime) -> int:
    seat = locking.seat(pk)
    is_cancelled = seat.campaign.state == Campaign.State.CANCELLED
    if seat.state != Seat.State.FIX_NEEDED or (seat.fix_until and seat.fix_until > now and not is_cancelled):
        return 0
    steps.take(seat, Seat.State.DROPPED, cause="cancelled" if is_cancelled else "not_mended", now=now)
    uses.follow([seat], now)
    repaying.give_back(seat)
    instructions.void(seat=seat, cause="dropped", now=now)
    notifying.dropped(seat, now)
    waiting.offer_free(campaign=seat.campaign, now=now)
    return 1
