"""What waits for the staff of the site."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from accounts.models import User
from lib import errors
from lib.money import Money
from rewards.models import Campaign, Payment, Refund

MOST = 100


def waiting_campaigns(*, viewer: User) -> tuple[Campaign, ...]:
    """Return the campaigns in review of brands `viewer` does not work for, longest waiting first. Queries: 1."""
    rows = Campaign.objects.filter(state=Campaign.State.REVIEW).exclude(brand__staff__user=viewer)
    return tuple(rows.select_related("brand", "created_by").order_by("pk")[:MOST])


def waiting_refunds(*, viewer: User) -> tuple[tuple[Refund, Money, bool], ...]:
    """Return the refunds that need a second person, with the amount and whether `viewer` may agree. Queries: 1."""
    rows = Refund.objects.filter(state=Refund.State.ASKED).exclude(payment__seat__campaign__brand__staff__user=viewer)
    found = rows.select_related("asked_by", "payment__seat__user", "payment__seat__campaign__brand").order_by("pk")
    return tuple(
        (row, Money(row.amount_minor, row.payment.currency), row.asked_by_id != viewer.pk) for row in found[:MOST]
    )


def stuck_payments(*, viewer: User) -> tuple[Payment, ...]:
    """Return the payments that banks do not give back and nobody said more of, oldest first. Queries: 1."""
    said = Refund.objects.filter(payment=OuterRef("pk"), state=Refund.State.ASKED).exclude(reference="")
    rows = Payment.objects.filter(~Exists(said), stuck_at__isnull=False).exclude(
        seat__campaign__brand__staff__user=viewer
    )
    return tuple(rows.select_related("seat__user", "seat__campaign__brand").order_by("stuck_at", "pk")[:MOST])


def get_refund(*, viewer: User, pk: int) -> Refund:
    """Return a refund that `viewer`, of staff or who asked for it, may decide. Queries: 1. Raises: NotFound."""
    rows = Refund.objects.select_related("payment__seat__campaign__brand")
    refund = (rows if viewer.is_staff else rows.filter(asked_by=viewer)).filter(pk=pk).first()
    if refund is None:
        raise errors.NotFound(code="rewards.refund_not_found")
    return refund
