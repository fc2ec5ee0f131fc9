"""What is left to do when a campaign has ended: money of a cancelled one goes back, the books of a finished one close.

Teams of a cancelled campaign end by `teams.end_due`, charges that failed by `failed_charges.drop_due`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lib import jobs
from lib.machines import steps
from lib.machines.paths import final
from live.services import topics
from rewards.machines import PAYMENT, TEAM, WAIT
from rewards.models import BuyTeam, Campaign, Payment, Seat, WaitEntry
from rewards.services.buying import locking
from rewards.services.money import instructions

# What nothing moves in any more by itself; a captured payment is the money of an order that stands, or stuck.
_QUIET_PAYMENT = final(PAYMENT) | {Payment.State.CAPTURED, Payment.State.DECLINED, Payment.State.REFUNDED}


def refund_cancelled(*, now: datetime) -> int:
    """Give back what was paid for orders of cancelled campaigns and not yet sent; return how many. A sweeper."""
    due = Seat.objects.filter(state=Seat.State.CAPTURED, campaign__state=Campaign.State.CANCELLED)
    return jobs.sweep(due.order_by("pk"), _give_back, now)


def settle_due(*, now: datetime) -> int:
    """Close the books of closing campaigns in which nothing moves any more; return how many. A sweeper."""
    due = _settled(Campaign.objects.filter(state=Campaign.State.CLOSING))
    return jobs.sweep(due.order_by("pk"), _settle, now)


@transaction.atomic
def _give_back(pk: int, now: datetime) -> int:
    seat = locking.seat(pk)
    if seat.state != Seat.State.CAPTURED or seat.campaign.state != Campaign.State.CANCELLED:
        return 0
    instructions.void(seat=seat, cause="cancelled", now=now)
    return 1


@transaction.atomic
def _settle(pk: int, now: datetime) -> int:
    campaign = locking.campaign(pk)
    if campaign.state != Campaign.State.CLOSING or not _settled(Campaign.objects.filter(pk=pk)).exists():
        return 0
    steps.take(campaign, Campaign.State.SETTLED, cause="all_done", now=now)
    topics.touch(f"buy:{campaign.pk}")
    return 1


def _settled(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Keep those without a team that forms or is not settled, a payment under way, or somebody who waits."""
    teams = BuyTeam.objects.filter(campaign=OuterRef("pk")).exclude(state__in=final(TEAM))
    payments = Payment.objects.filter(seat__campaign=OuterRef("pk")).exclude(state__in=_QUIET_PAYMENT)
    waiting = WaitEntry.objects.filter(campaign=OuterRef("pk")).exclude(state__in=final(WAIT))
    return campaigns.filter(~Exists(teams), ~Exists(payments), ~Exists(waiting))
