"""A group buy: what a brand offers, under rules that are frozen when it is published."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib import public_id, texts
from lib.machines.paths import Paths
from lib.money import Money
from rewards.machines import CAMPAIGN
from rewards.models.machine import Machine
from rewards.querysets import CampaignQuerySet


class Campaign(Machine):
    """A product that teams buy together. Texts are per language (`{"en": …, "zh-hans": …}`); money in minor units.

    `seats_taken` counts all seats that nobody else can have: live seats, house seats and open offers; one row guards
    the whole stock. `sizes` are the team sizes a captain may choose. `single_minor` is the price of buying alone, if
    that is possible. In `ratio` a team succeeds at its deadline with `ratio_percent` of its size; in `house` the brand
    buys what is missing when at least that share is there. `team_hours` is a team's own time. `needs_address`: a parcel
    is sent, so that each buyer must say where to. `ship_days`: it is sent within so many days of the payment, or of the
    address if that comes later.

    `launch` names the launch of a proposal that it was drafted for ("" for others): it opens when that is launched,
    and for `first_hours` after that only its FirstBuyers come in. `first_until` is the end of those hours.
    """

    KIND: ClassVar[str] = "campaign"
    PATHS: ClassVar[Paths] = CAMPAIGN

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        SCHEDULED = "scheduled", _("Scheduled")
        OPEN = "open", pgettext_lazy("campaign", "Open")
        PAUSED = "paused", _("Paused")
        CLOSING = "closing", _("Closing: running teams may finish")
        SETTLED = "settled", _("Settled")
        CANCELLED = "cancelled", _("Cancelled")

    class PaymentMode(models.TextChoices):
        HOLD = "hold", _("Hold: the card is checked now and charged only if the team succeeds")
        SETUP = "setup", _("Save the card: it is charged only when the team succeeds")
        PREPAY = "prepay", _("Pay now: everything comes back by itself if the team fails")

    class Completion(models.TextChoices):
        STRICT = "strict", _("A team succeeds when it is full")
        RATIO = "ratio", _("A team succeeds at its deadline when enough of it is there")
        HOUSE = "house", _("The brand itself buys the missing seats, and says so")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    brand = models.ForeignKey("accounts.Brand", models.PROTECT, related_name="campaigns")
    names = models.JSONField(default=dict)
    taglines = models.JSONField(default=dict, blank=True)
    stories = models.JSONField(default=dict, blank=True)
    policies = models.JSONField(default=dict, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    single_minor = models.BigIntegerField(null=True, blank=True)
    sizes = models.JSONField(default=list)
    stock = models.PositiveIntegerField(default=0)
    seats_taken = models.PositiveIntegerField(default=0)
    per_member = models.PositiveSmallIntegerField(default=1)
    payment_mode = models.CharField(max_length=10, choices=PaymentMode.choices, default=PaymentMode.HOLD)
    completion = models.CharField(max_length=10, choices=Completion.choices, default=Completion.STRICT)
    ratio_percent = models.PositiveSmallIntegerField(default=100)
    team_hours = models.PositiveSmallIntegerField(default=48)
    has_waitlist = models.BooleanField(default=True)
    needs_address = models.BooleanField(default=True)
    ship_days = models.PositiveSmallIntegerField(default=14)
    launch = models.CharField(max_length=60, blank=True)
    first_hours = models.PositiveSmallIntegerField(default=0)
    first_until = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("stock")), name="campaign_never_oversold"),
            models.CheckConstraint(condition=Q(ratio_percent__gte=1, ratio_percent__lte=100), name="campaign_ratio"),
            models.CheckConstraint(condition=Q(per_member__gte=1), name="campaign_per_member"),
            models.CheckConstraint(condition=Q(ship_days__gte=1), name="campaign_ship_days"),
            models.UniqueConstraint(
                fields=["launch"], condition=~Q(launch="") & ~Q(state="cancelled"), name="campaign_of_launch_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "closes_at"], name="campaign_due"),
            models.Index(fields=["brand", "-id"], name="campaign_of_brand"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def waits_for_launch(self) -> bool:
        return bool(self.launch) and self.first_until is None

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def tagline(self) -> str:
        return texts.pick(self.taglines)

    @property
    def story(self) -> str:
        return texts.pick(self.stories)

    @property
    def policy(self) -> str:
        return texts.pick(self.policies)

    @property
    def seats_left(self) -> int:
        return self.stock - self.seats_taken

    @property
    def single_price(self) -> Money | None:
        return None if self.single_minor is None else Money(self.single_minor, self.currency)


class FirstBuyer(models.Model):
    """Somebody who may buy before everybody else."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="first_buyers", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "user"], name="firstbuyer_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.campaign_id}"


class PriceTier(models.Model):
    """A step of the price ladder: what each pays when at least `min_people` of a team buy."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tiers", db_index=False)
    min_people = models.PositiveSmallIntegerField()
    price_minor = models.BigIntegerField()

    class Meta:
        ordering = ["min_people"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "min_people"], name="pricetier_once"),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="pricetier_costs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.min_people} pay {self.price_minor}"


class FrozenRules(models.Model):
    """The rules of a campaign as published: append-only. `hash` is the SHA-256 of `document`'s canonical JSON."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="rules")
    document = models.JSONField()
    hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("frozen rules")
        verbose_name_plural = _("frozen rules")

    def __str__(self) -> str:
        return self.hash


class CampaignPicture(models.Model):
    """A picture of the product, re-encoded; `alts` says per language what it shows. Sizes in pixels."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="pictures")
    image = models.ImageField(upload_to="campaigns/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alts = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.position}"
