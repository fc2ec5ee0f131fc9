"""What was paid and is not sent in time goes back: as soon as its buyer wants it, and at last by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors, jobs
from rewards.models import Seat
from rewards.services import promises
from rewards.services.buying import addresses, deadlines, locking, order_news
from rewards.services.money import repaying

State = Seat.State
TAKEN_BACK, NEVER_SENT, NO_ADDRESS = "late", "never_sent", "no_address"


class NotLate(errors.Conflict):
    """The brand has time left, or owes nothing; `data["ship_by"]` is when the order is late, if that is known."""

    code = "rewards.order_not_late"
    message = _("It is not late: the brand still has time to send it.")


class SentAlready(errors.Conflict):
    """The parcel is on its way."""

    code = "rewards.order_sent"
    message = _("The brand has marked it as sent. Write to the brand if nothing comes.")


@transaction.atomic
def cancel(*, actor: User, seat: Seat, now: datetime) -> Seat:
    """Take back one's own order that was not sent in time, with all its money. Twice changes nothing.

    Locks: campaign, team, seat, payment. Raises: NotFound: another's seat. SentAlready; NotLate.
    """
    held = locking.seat(seat.pk)
    if held.user_id != actor.pk:
        raise errors.NotFound(code="rewards.seat_not_found")
    if held.state in (State.REFUNDING, State.REFUNDED):
        return held
    if held.state == State.FULFILLED:
        raise SentAlready
    if not deadlines.is_over(held, now):
        raise NotLate(state=held.state, ship_by=held.ship_by.isoformat() if held.ship_by else None)
    _give_back(held, TAKEN_BACK, now, by=actor)
    order_news.taken_back(held, now)
    return held


def give_back_due(*, now: datetime) -> int:
    """Give back what was never sent, and what nobody ever said where to send; return how many. A sweeper."""
    return jobs.sweep(Seat.objects.filter(_forgotten(now)).order_by("pk"), _give_back_one, now)


def _forgotten(now: datetime) -> Q:
    """Return which orders end by themselves."""
    return Q(state=State.CAPTURED) & (promises.broken(now) | addresses.unanswered(now))


@transaction.atomic
def _give_back_one(pk: int, now: datetime) -> int:
    held = locking.seat(pk)
    if not Seat.objects.filter(_forgotten(now), pk=pk).exists():
        return 0
    _give_back(held, NEVER_SENT if held.late_at else NO_ADDRESS, now)
    order_news.gone(held, now)
    return 1


def _give_back(seat: Seat, cause: str, now: datetime, by: User | None = None) -> None:
    """Give all that is left back, and end the order; what had waited for a second person is overtaken."""
    payment = locking.live_payment(seat)
    if payment is None:
        raise repaying.NothingToRefund
    repaying.refuse_waiting(payment, now)
    repaying.give(payment, repaying.left_of(payment), cause, now, by=by)
