"""Money: one payment for each try to pay a seat, the calls to its gateway, and what the gateway told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lib import public_id
from lib.machines.paths import Paths
from lib.money import Money
from rewards.machines import LIVE_PAYMENT, PAYMENT
from rewards.models.machine import Machine
from rewards.models.team import Seat


class Payment(Machine):
    """What a gateway holds or took for a seat. `unknown` is a state: ask the gateway by our key, never guess.

    In `setup` a payment is `authorised` when the card is saved, with `held_minor` 0. `capture_before` is when the
    gateway lets go of the hold; `watched_at` when it was last asked about money that it has charged (`rechecks`). Since
    `stuck_at` nobody asks it any more for money that it does not give back (`stuck`); people were last told of that at
    `stuck_told_at`. A seat has at most one live payment.
    """

    KIND: ClassVar[str] = "payment"
    PATHS: ClassVar[Paths] = PAYMENT

    class State(models.TextChoices):
        CREATED = "created", _("Started")
        PENDING = "pending", _("Waiting for you")
        UNKNOWN = "unknown", _("We are asking the bank")
        AUTHORISED = "authorised", _("Held, not charged")
        CAPTURING = "capturing", _("Being charged")
        CAPTURED = "captured", _("Charged")
        VOIDING = "voiding", _("Being released")
        VOIDED = "voided", _("Released")
        REFUNDING = "refunding", _("Being refunded")
        REFUNDED = "refunded", _("Refunded")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        ABANDONED = "abandoned", _("Not finished")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="payments")
    provider = models.CharField(max_length=20)
    mode = models.CharField(max_length=10)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    held_minor = models.BigIntegerField(default=0)
    captured_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    reference = models.CharField(max_length=120, blank=True)
    checkout_url = models.CharField(max_length=2000, blank=True)  # Stripe's are about 500 long, and grow
    capture_before = models.DateTimeField(null=True, blank=True)
    decline_code = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    watched_at = models.DateTimeField(null=True, blank=True)
    stuck_at = models.DateTimeField(null=True, blank=True)
    stuck_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [
            models.Index(fields=["watched_at"], condition=Q(state="captured"), name="payment_watched"),
            models.Index(fields=["stuck_told_at"], condition=~Q(stuck_at=None), name="payment_stuck"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(state__in=LIVE_PAYMENT),
                name="payment_one_live",
            ),
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=~Q(reference=""), name="payment_reference_once"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_of_something"),
            models.CheckConstraint(condition=Q(captured_minor__lte=F("amount_minor")), name="payment_captured"),
            models.CheckConstraint(condition=Q(refunded_minor__lte=F("captured_minor")), name="payment_refunded"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def net(self) -> Money:
        """What the member has paid in the end, so far."""
        return Money(self.captured_minor - self.refunded_minor, self.currency)


class GatewayCall(models.Model):
    """One thing to ask of a gateway: written in the transaction that wants it, made after its commit, outside any.

    `key` is derived from our rows (`capture:<payment>`), is unique here and is the gateway's idempotency key. A call is
    `leased_until` while somebody makes it; `due_at` is when to try (again); `done_at` when its answer was applied. A
    question may come of a `notice`; questions wait for no other call of their payment, orders follow one another.
    """

    class Kind(models.TextChoices):
        AUTHORIZE = "authorize"
        CAPTURE = "capture"
        VOID = "void"
        REFUND = "refund"
        QUERY = "query"

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="calls")
    notice = models.ForeignKey("GatewayNotice", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=80, unique=True)
    amount_minor = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("gateway call")
        verbose_name_plural = _("gateway calls")
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="gatewaycall_due")]

    def __str__(self) -> str:
        return self.key


class GatewayNotice(models.Model):
    """A webhook as it came, once for each id the gateway gave it.

    It is no more than a hint to ask: `applied_at` is when the gateway's answer was applied. `reference` is the public
    id of the payment, empty when it is about none of ours.
    """

    provider = models.CharField(max_length=20)
    notice_id = models.CharField(max_length=120)
    reference = models.CharField(max_length=120, blank=True)
    payload = models.JSONField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("gateway notice")
        verbose_name_plural = _("gateway notices")
        constraints = [models.UniqueConstraint(fields=["provider", "notice_id"], name="gatewaynotice_once")]
        indexes = [models.Index(fields=["received_at"], condition=Q(applied_at=None), name="gatewaynotice_waiting")]

    def __str__(self) -> str:
        return f"{self.provider} {self.notice_id}"


class Refund(models.Model):
    """Money that goes back: by the system, by the brand, or by staff; above a limit a second person agrees first.

    What the gateway gave back unasked is a refund too: its `cause` is one of `payments.Cause`, its key the gateway's.
    What went back past the gateway has a `reference`, the way it went; a second person, or its buyer, agrees to that.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Needs a second person")
        REFUSED = "refused", _("Refused")
        SENT = "sent", _("On its way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=80, unique=True)
    amount_minor = models.BigIntegerField()
    cause = models.CharField(max_length=30)
    reason = models.CharField(max_length=500, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_of_something"),
            models.CheckConstraint(condition=~Q(asked_by=F("agreed_by")), name="refund_two_people"),
        ]
        indexes = [models.Index(fields=["done_at"], condition=Q(state="done"), name="refund_done")]

    def __str__(self) -> str:
        return self.key

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.payment.currency)
