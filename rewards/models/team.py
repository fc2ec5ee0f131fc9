"""A team that buys together, the seats in it, and the order each seat is."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lib import public_id
from lib.machines.paths import Paths
from lib.money import Money
from rewards import discounts
from rewards.machines import LIVE_SEAT, SEAT, TEAM
from rewards.models.campaign import Campaign
from rewards.models.machine import Machine
from rewards.models.promised import Promised
from rewards.querysets import TeamQuerySet


class BuyTeam(Machine):
    """People who buy together by a deadline of their own. Counters are guarded; the row is locked before its seats.

    `seats_taken` counts live seats and the seats that open offers keep; `confirmed` those whose payment is promised or
    made, and stands still once the team has succeeded. `needed` is how many confirmed make it succeed, `price_minor`
    the one price of all, fixed in the moment of success. A team of size 1 is somebody who buys alone. Whoever has the
    link with `invite` may join a team that is not listed.
    """

    KIND: ClassVar[str] = "team"
    PATHS: ClassVar[Paths] = TEAM

    class State(models.TextChoices):
        FORMING = "forming", _("Forming")
        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", _("Did not come together")
        DISCARDED = "discarded", _("Never started")
        SETTLED = "settled", _("Settled")

    invite = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="teams", db_index=False)
    captain = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40, blank=True)
    is_listed = models.BooleanField(default=True)
    size = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    seats_taken = models.PositiveSmallIntegerField(default=0)
    confirmed = models.PositiveSmallIntegerField(default=0)
    house_seats = models.PositiveSmallIntegerField(default=0)
    price_minor = models.BigIntegerField(null=True, blank=True)
    has_succeeded = models.BooleanField(null=True)  # kept when it is settled
    opened_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("buying team")
        verbose_name_plural = _("buying teams")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=F("seats_taken") + F("house_seats")), name="team_never_overfull"
            ),
            models.CheckConstraint(condition=Q(confirmed__lte=F("size")), name="team_confirmed"),
            models.CheckConstraint(
                condition=~Q(state__in=["succeeded"]) | Q(price_minor__isnull=False, has_succeeded=True),
                name="team_success_has_a_price",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state", "-id"], name="team_of_campaign"),
            models.Index(fields=["deadline_at"], condition=Q(state="forming"), name="team_due"),
            models.Index(fields=["ended_at"], condition=Q(state__in=["succeeded", "failed"]), name="team_unsettled"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def free(self) -> int:
        return self.size - self.seats_taken - self.house_seats

    @property
    def is_forming(self) -> bool:
        return self.state == self.State.FORMING


class Seat(Promised, Machine):
    """One member's place in a team: from the hold before payment to the parcel. It is the member's order.

    `slot` numbers the live seats of one member in one campaign from 1, which is how `per_member` is kept under any
    concurrency. `limit_minor` is the most that may be charged: what was agreed to when the seat was taken.
    `discounts` are the terms of the coupons on it as they were then (`discounts.Terms`), in the order in which they are
    taken off; `discount_minor` is what they take off the price that `limit_minor` was made of, and from the success on
    off the team's. `address_asks` counts how often the member was asked where a paid order shall go.
    """

    KIND: ClassVar[str] = "seat"
    PATHS: ClassVar[Paths] = SEAT

    class State(models.TextChoices):
        HELD = "held", _("Held for you")
        AUTHORISED = "authorised", _("In")
        LAPSED = "lapsed", _("Lapsed")
        LEFT = "left", _("Left")
        CAPTURING = "capturing", _("Being charged")
        CAPTURED = "captured", _("Paid")
        FIX_NEEDED = "fix_needed", _("Payment needs a look")
        DROPPED = "dropped", _("Dropped")
        VOIDING = "voiding", _("Being released")
        VOIDED = "voided", _("Released, nothing was charged")
        REFUNDING = "refunding", _("Being refunded")
        REFUNDED = "refunded", _("Refunded")
        FULFILLED = "fulfilled", _("On its way")

    class PlanB(models.TextChoices):
        MOVE = "move", _("Move me to another team that still needs people")
        STOP = "stop", _("Stop, and charge me nothing")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="seats", db_index=False)
    team = models.ForeignKey(BuyTeam, models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats", db_index=False)
    slot = models.PositiveSmallIntegerField(default=1)
    key = models.CharField(max_length=64)
    limit_minor = models.BigIntegerField()
    discounts = models.JSONField(default=list, blank=True)
    discount_minor = models.BigIntegerField(default=0)
    plan_b = models.CharField(max_length=10, choices=PlanB.choices, default=PlanB.STOP)
    note = models.CharField(max_length=200, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    fix_until = models.DateTimeField(null=True, blank=True)
    shipped_note = models.CharField(max_length=200, blank=True)
    address_asks = models.PositiveSmallIntegerField(default=0)
    address_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="seat_asked_once"),
            models.UniqueConstraint(
                fields=["user", "campaign", "slot"],
                condition=Q(state__in=LIVE_SEAT),
                name="seat_one_a_slot",
            ),
            models.CheckConstraint(condition=Q(limit_minor__gt=0), name="seat_costs_something"),
            models.CheckConstraint(condition=Q(discount_minor__gte=0), name="seat_discount"),
        ]
        indexes = [
            models.Index(fields=["held_until"], condition=Q(state="held"), name="seat_hold_due"),
            models.Index(fields=["fix_until"], condition=Q(state="fix_needed"), name="seat_fix_due"),
            models.Index(fields=["user", "-id"], name="seat_of_user"),
            models.Index(fields=["address_asks"], condition=Q(state="captured"), name="seat_to_send"),
            models.Index(fields=["ship_by"], condition=Q(state="captured"), name="seat_ship_due"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def limit(self) -> Money:
        return Money(self.limit_minor, self.campaign.currency)

    def due_minor(self, price_minor: int) -> int:
        """What of a price its member pays."""
        return price_minor - discounts.total(self.discounts, price_minor, self.campaign.currency)
