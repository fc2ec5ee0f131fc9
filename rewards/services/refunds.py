"""Refunds that people decide: the brand or staff; above a limit a second person of staff agrees first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors
from rewards import policies
from rewards.models import Payment, Refund
from rewards.selectors import parts
from rewards.services import instructions


class NotYours(errors.NotAllowed):
    """A second person is a second person."""

    code = "rewards.refund_second_person"
    message = _("Somebody else of staff has to agree to this refund.")


class Decided(errors.Conflict):
    """The refund was agreed to or refused already."""

    code = "rewards.refund_decided"
    message = _("This refund was decided already.")


class ReasonMissing(errors.Invalid):
    """Money does not move without a word on why."""

    code = "rewards.refund_reason"
    message = _("Say why, so that the member can read it.")


@transaction.atomic
def ask(*, by: User, payment: Payment, amount_minor: int, reason: str, now: datetime) -> Refund:
    """Give money of an order back, at once or once a second person agrees.

    Locks: campaign, team, seat, payment.
    Raises: NotAllowed, NotFound; ReasonMissing; TooMuch and NothingToRefund of `instructions`.
    """
    parts.require(user=by, brand=payment.seat.campaign.brand, action=policies.Action.REFUND)
    if not reason.strip():
        raise ReasonMissing(fields={"reason": ReasonMissing.message})
    return instructions.refund(
        payment=payment, amount_minor=amount_minor, cause="asked", reason=reason.strip()[:500], by=by, now=now
    )


@transaction.atomic
def agree(*, by: User, refund: Refund, now: datetime) -> Refund:
    """Send a refund that waited for a second person.

    Locks: campaign, team, seat, payment.
    Raises: NotYours: `by` is not of staff, works for the brand, or asked for it. Decided.
    """
    row = _undecided(by, refund)
    row.agreed_by, row.state = by, Refund.State.SENT
    row.save(update_fields=["agreed_by", "state"])
    instructions.send(row, now)
    return row


@transaction.atomic
def refuse(*, by: User, refund: Refund, now: datetime) -> Refund:
    """Decline a refund that waited; whoever asked may take it back themselves.

    Raises: NotYours; Decided.
    """
    row = _undecided(by, refund, is_refusal=True)
    row.state, row.done_at = Refund.State.REFUSED, now
    row.save(update_fields=["state", "done_at"])
    return row


def _undecided(by: User, refund: Refund, is_refusal: bool = False) -> Refund:
    """Return the refund with its payment, all locked, once `by` may decide it."""
    payment = instructions.take_hold(refund.payment)
    row = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    row.payment = payment
    part = parts.part_of(user=by, brand=payment.seat.campaign.brand)
    is_second = part == policies.Part.STAFF and row.asked_by_id != by.pk
    if not is_second and not (is_refusal and row.asked_by_id == by.pk):
        raise NotYours
    if row.state != Refund.State.ASKED:
        raise Decided
    return row
