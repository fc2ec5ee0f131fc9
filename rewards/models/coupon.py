"""Coupons: less to pay for a seat, at the brand's cost; their codes, and what became of each use."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib import public_id, texts
from lib.machines.paths import Paths
from lib.money import Money
from rewards.machines import COUPON, LIVE_USE, USE
from rewards.models.campaign import Campaign
from rewards.models.machine import Machine
from rewards.models.team import Seat

WHOLE = 10_000  # basis points


class Coupon(Machine):
    """What a brand takes off the price of its campaigns. Its terms stand from the opening on; texts are per language.

    `value` is in minor units of `currency`, or in basis points of what is left to pay, at most `most_minor`. The price
    must be at least `least_minor` when it is put on. Without a `campaign` it is for all of the brand's. `held` counts
    the uses of seats that are not paid yet, `used` those that are; together they are guarded. Several coupons go on one
    seat only if each `stacks`. `is_single`: each code is good for one use; else all share one.
    """

    KIND: ClassVar[str] = "coupon"
    PATHS: ClassVar[Paths] = COUPON

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("coupon", "In use")
        PAUSED = "paused", _("Paused")
        EXPIRED = "expired", pgettext_lazy("coupon", "Over")
        REVOKED = "revoked", pgettext_lazy("coupon", "Stopped")

    class Kind(models.TextChoices):
        AMOUNT = "amount", _("An amount off")
        PERCENT = "percent", _("A share off, in per cent")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    brand = models.ForeignKey("accounts.Brand", models.PROTECT, related_name="coupons", db_index=False)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="coupons", db_index=False
    )
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.AMOUNT)
    currency = models.CharField(max_length=3, default="CNY")
    value = models.BigIntegerField(default=0)
    most_minor = models.BigIntegerField(null=True, blank=True)
    least_minor = models.BigIntegerField(default=0)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    max_uses = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    per_member = models.PositiveSmallIntegerField(default=1)
    stacks = models.BooleanField(default=False)
    is_single = models.BooleanField(default=False)
    warned_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints = [
            models.CheckConstraint(condition=Q(max_uses__gte=F("used") + F("held")), name="coupon_never_overused"),
            models.CheckConstraint(condition=Q(per_member__gte=1), name="coupon_per_member"),
            models.CheckConstraint(
                condition=Q(value__gte=0) & (Q(kind="amount") | Q(value__lte=WHOLE)), name="coupon_value"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "paused"]) | Q(value__gte=1, closes_at__isnull=False),
                name="coupon_open_takes_something",
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "-id"], name="coupon_of_brand"),
            models.Index(fields=["campaign"], condition=Q(campaign__isnull=False), name="coupon_of_campaign"),
            models.Index(fields=["closes_at"], condition=Q(state__in=["open", "paused"]), name="coupon_due"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def left(self) -> int:
        return self.max_uses - self.used - self.held

    @property
    def is_percent(self) -> bool:
        return self.kind == self.Kind.PERCENT

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.EXPIRED, self.State.REVOKED)

    @property
    def least(self) -> Money:
        return Money(self.least_minor, self.currency)

    @property
    def most(self) -> Money | None:
        return None if self.most_minor is None else Money(self.most_minor, self.currency)

    @property
    def off(self) -> str:
        """How much it takes off: `¥10`, or `12.5 %`."""
        if not self.is_percent:
            return str(Money(self.value, self.currency))
        return f"{self.value / 100:g}%"


class CouponCode(models.Model):
    """A code as it is compared: capital letters and digits; it stands in no log.

    `owner` is who alone may use it; `shown_at` when its brand downloaded it, which is possible once.
    """

    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="codes")
    code = models.CharField(max_length=40, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    added_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], condition=Q(owner__isnull=False), name="couponcode_of_owner")]

    def __str__(self) -> str:
        return f"code {self.pk} of {self.coupon_id}"


class CouponUse(Machine):
    """A coupon on a seat; it goes where its seat goes (`services/coupons/uses.py`).

    `slot` numbers the live uses of one coupon by one member from 1, which is how `per_member` is kept under any
    concurrency; `is_single` repeats the coupon's, for the constraint on its code. `discount_minor` is what it took off,
    0 until the price of the team is fixed.
    """

    KIND: ClassVar[str] = "use"
    PATHS: ClassVar[Paths] = USE

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("coupon use", "On a seat that is not paid yet")
        REDEEMED = "redeemed", pgettext_lazy("coupon use", "Used")
        RELEASED = "released", pgettext_lazy("coupon use", "Came back unused")
        RESTORED = "restored", pgettext_lazy("coupon use", "Came back with the money")

    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="uses", db_index=False)
    code = models.ForeignKey(CouponCode, models.PROTECT, related_name="uses", db_index=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="uses", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    slot = models.PositiveSmallIntegerField(default=1)
    is_single = models.BooleanField(default=False)
    discount_minor = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("coupon use")
        verbose_name_plural = _("coupon uses")
        constraints = [
            models.UniqueConstraint(fields=["seat", "coupon"], name="couponuse_once_a_seat"),
            models.UniqueConstraint(
                fields=["coupon", "user", "slot"], condition=Q(state__in=LIVE_USE), name="couponuse_one_a_slot"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state__in=LIVE_USE, is_single=True), name="couponuse_single_once"
            ),
            models.CheckConstraint(condition=Q(discount_minor__gte=0), name="couponuse_takes_off"),
        ]
        indexes = [
            models.Index(fields=["coupon", "state"], name="couponuse_of_coupon"),
            models.Index(fields=["code"], name="couponuse_of_code"),
            models.Index(fields=["user", "-id"], name="couponuse_of_member"),
        ]

    def __str__(self) -> str:
        return f"use {self.pk} of {self.coupon_id}"
