"""Refunds that people decide: the brand or staff; above a limit a second person of staff agrees first."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import brands
from lib import clean, errors
from rewards import charges, policies
from rewards.models import Payment, Refund, Seat
from rewards.selectors import roles
from rewards.services.buying import locking, refusals
from rewards.services.money import by_hand, money_news, repaying

REASON_LENGTH = 500


class NotYours(errors.NotAllowed):
    """A second person is a second person."""

    code = "rewards.refund_second_person"
    message = _("Somebody else of staff has to agree to this refund.")


class StillForming(errors.Conflict):
    """The team has not ended: its member can leave, and then everything goes back."""

    code = "rewards.refund_still_forming"
    message = _("The team is still forming. Its member can leave, and then everything goes back by itself.")


class Decided(errors.Conflict):
    """The refund was agreed to or refused already."""

    code = "rewards.refund_decided"
    message = _("This refund was decided already.")


class ReasonMissing(errors.Invalid):
    """Money does not move without a word on why."""

    code = "rewards.refund_reason"
    message = _("Say why, so that the member can read it.")


@transaction.atomic
def ask(*, by: User, payment: Payment, amount_minor: int, reason: str, key: str = "", now: datetime) -> Refund:
    """Give money of an order back, at once or once a second person agrees; the same `key` gives the same refund again.

    Locks: campaign, team, seat, payment.
    Raises: NotAllowed, NotFound, OwnOrder; ReasonMissing, Invalid; StillForming, KeyReused; TooMuch and NothingToRefund
        of `repaying`.
    """
    roles.require(user=by, brand=payment.seat.campaign.brand, action=policies.Action.REFUND)
    said = clean.block(reason, field="reason", most=REASON_LENGTH)
    if not said:
        raise ReasonMissing(fields={"reason": ReasonMissing.message})
    held = locking.payment(payment)
    by_hand.check_not_own(by, held)
    name = _name(by, held, key)
    asked = Refund.objects.filter(key=name).first() if name else None
    if asked:
        return _same(asked, amount_minor)
    _check_amount(held, amount_minor)
    if held.seat.state == Seat.State.AUTHORISED and held.captured_minor:
        raise StillForming
    row = repaying.give(held, amount_minor, "asked", now, reason=said, by=by, key=name)
    if row.state == Refund.State.ASKED:
        money_news.waits(row, now)
    return row


@transaction.atomic
def agree(*, by: User, refund: Refund, now: datetime) -> Refund:
    """Send a refund that waited for a second person, or believe that it went past the bank.

    Locks: campaign, team, seat, payment.
    Raises: NotYours: `by` is not of staff, works for the brand, or asked for it. OwnOrder; Decided.
    """
    row = _undecided(by, refund)
    by_hand.check_not_own(by, row.payment)
    if row.reference:
        return by_hand.confirm(row, by=by, now=now)
    row.agreed_by, row.state = by, Refund.State.SENT
    row.save(update_fields=["agreed_by", "state"])
    repaying.send(row, now)
    money_news.answered(row, by=by, now=now)
    return row


@transaction.atomic
def refuse(*, by: User, refund: Refund, now: datetime) -> Refund:
    """Decline a refund that waited; whoever asked may take it back themselves.

    Raises: NotYours; Decided.
    """
    row = _undecided(by, refund, is_refusal=True)
    row.state, row.done_at = Refund.State.REFUSED, now
    row.save(update_fields=["state", "done_at"])
    money_news.answered(row, by=by, now=now)
    return row


def _check_amount(payment: Payment, amount_minor: int) -> None:
    """Raises: Invalid for what no bank would give back; all that is left always goes."""
    said = charges.too_fine(amount_minor, payment.currency)
    if said and amount_minor != repaying.left_of(payment):
        raise errors.Invalid(fields={"amount": said})


def _name(by: User, payment: Payment, key: str) -> str:
    """Return the refund's key for what a form or a program calls `key`; "" when it calls it nothing."""
    digest = hashlib.sha256(f"{by.pk}:{key}".encode()).hexdigest()[:32]
    return f"refund:{payment.public_id}:{digest}" if key else ""


def _same(asked: Refund, amount_minor: int) -> Refund:
    if asked.amount_minor != amount_minor:
        raise refusals.KeyReused
    return asked


def _undecided(by: User, refund: Refund, is_refusal: bool = False) -> Refund:
    """Return the refund with its payment, all locked, once `by` may decide it."""
    payment = locking.payment(refund.payment)
    row = Refund.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=refund.pk)
    row.payment = payment
    role = brands.role_of(user=by, brand=payment.seat.campaign.brand)
    is_second = role == policies.Role.STAFF and row.asked_by_id != by.pk
    if not is_second and not (is_refusal and row.asked_by_id == by.pk):
        raise NotYours
    if row.state != Refund.State.ASKED:
        raise Decided
    return row
