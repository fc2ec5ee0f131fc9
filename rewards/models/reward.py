"""The catalogue: what spark can be redeemed for, and what became of each redemption."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from gamify.models import Hold
from lib import public_id, texts
from lib.machines.paths import Paths
from rewards.machines import REDEMPTION, REWARD
from rewards.models.by_help import MOST_HELPERS, ByHelp
from rewards.models.delivery import SAYS_WHERE, Whereabouts
from rewards.models.machine import Machine
from rewards.models.promised import Promised
from rewards.querysets import RewardQuerySet

CURRENCY = "spark"
SHIP_DAYS = 14  # to send a thing that was granted; a campaign promises its own


class Reward(ByHelp, Machine):
    """Something scarce that a brand gives for spark, for the help of friends, or for either as one likes.

    A `price` of 0 is none: then only friends unlock it. Texts are per language (`{"en": …, "zh-hans": …}`).

    `taken` counts the redemptions that nobody else can have; it is guarded. The stock of a code is the number of its
    codes. `only_scope` such as `group:7` keeps it for the members of a place, `least_level` for those of a level,
    `least_tier` for those who hold that tier or one above it.
    `valid_days` after it was issued (0: for ever) it expires; the points are lost or come back as `expiry` declares.
    """

    KIND: ClassVar[str] = "reward"
    PATHS: ClassVar[Paths] = REWARD

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        OPEN = "open", pgettext_lazy("reward", "In the catalogue")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", pgettext_lazy("reward", "Out of the catalogue")

    class Kind(models.TextChoices):
        ITEM = "item", _("A thing that comes by post")
        CODE = "code", _("A digital code")
        BENEFIT = "benefit", _("A benefit: an hour, a ticket, access, a role")

    class Expiry(models.TextChoices):
        BACK = "back", _("The points come back")
        LOST = "lost", _("The points are gone")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    brand = models.ForeignKey("accounts.Brand", models.PROTECT, related_name="rewards")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.BENEFIT)
    names = models.JSONField(default=dict)
    taglines = models.JSONField(default=dict, blank=True)
    stories = models.JSONField(default=dict, blank=True)
    hows = models.JSONField(default=dict, blank=True)
    icon = models.CharField(max_length=40, default="gift")
    image = models.ImageField(upload_to="rewards/", blank=True, width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0, null=True)
    height = models.PositiveIntegerField(default=0, null=True)
    alts = models.JSONField(default=dict, blank=True)
    price = models.PositiveIntegerField(default=0)
    stock = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    per_member = models.PositiveSmallIntegerField(default=1)
    least_level = models.PositiveSmallIntegerField(default=1)
    least_tier = models.CharField(max_length=40, blank=True)
    only_scope = models.CharField(max_length=60, blank=True)
    needs_approval = models.BooleanField(default=False)
    valid_days = models.PositiveSmallIntegerField(default=0)
    expiry = models.CharField(max_length=10, choices=Expiry.choices, default=Expiry.BACK)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = RewardQuerySet.as_manager()

    class Meta:
        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("stock")), name="reward_never_oversold"),
            models.CheckConstraint(condition=Q(per_member__gte=1, least_level__gte=1), name="reward_gates"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "paused"], published_at__isnull=False)
                & (Q(price__gte=1) | Q(helpers__gte=1))
                | ~Q(state__in=["open", "paused"]),
                name="reward_open_has_a_price",
            ),
            models.CheckConstraint(
                condition=Q(helpers__lte=MOST_HELPERS, help_hours__gte=1, help_cap__gte=1, helper_level__gte=1),
                name="reward_help_terms",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "closes_at"], name="reward_due"),
            models.Index(fields=["brand", "-id"], name="reward_of_brand"),
        ]

    def __str__(self) -> str:
        return self.public_id

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
    def how(self) -> str:
        return texts.pick(self.hows)

    @property
    def left(self) -> int:
        return self.stock - self.taken

    @property
    def is_item(self) -> bool:
        return self.kind == self.Kind.ITEM

    @property
    def ship_days(self) -> int:
        """Within how many days a thing is sent."""
        return SHIP_DAYS if self.is_item else 0

    @property
    def is_code(self) -> bool:
        return self.kind == self.Kind.CODE

    @property
    def gives_back(self) -> bool:
        """Whether the points come back when it expires."""
        return self.expiry == self.Expiry.BACK


class Redemption(Promised, Machine):
    """A member's redemption of a reward: `price` points are held by `hold` until it is issued, then they are spent.

    What friends unlocked has no price and no hold: it is kept until its `unlock` is claimed, and goes on from there.
    `key` is the client's, once for each member. `holds_stock` says whether it is counted in `taken` of its reward;
    it goes false once and for ever. While a thing has no address, `reminded_at` is when its member was asked for the
    last time. `note` is the member's word to the brand, `answer` the brand's to the member.
    """

    KIND: ClassVar[str] = "redeem"
    PATHS: ClassVar[Paths] = REDEMPTION

    class State(models.TextChoices):
        KEPT = "kept", pgettext_lazy("redemption", "Kept for you")
        RESERVED = "reserved", _("Waiting for the brand")
        APPROVED = "approved", _("Approved, on its way")
        ISSUED = "issued", pgettext_lazy("redemption", "Yours")
        USED = "used", pgettext_lazy("redemption", "Used")
        EXPIRED = "expired", pgettext_lazy("redemption", "Expired")
        REJECTED = "rejected", pgettext_lazy("redemption", "Not granted")
        CANCELLED = "cancelled", pgettext_lazy("redemption", "Cancelled")
        REVERSED = "reversed", pgettext_lazy("redemption", "Taken back")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    reward = models.ForeignKey(Reward, models.PROTECT, related_name="redemptions", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="redemptions", db_index=False)
    key = models.CharField(max_length=64)
    price = models.PositiveIntegerField()
    hold = models.OneToOneField(Hold, models.PROTECT, null=True, blank=True, related_name="+")
    holds_stock = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    reserved_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="redemption_once"),
            models.CheckConstraint(
                condition=Q(holds_stock=True) | Q(state__in=["cancelled", "rejected", "reversed"]),
                name="redemption_live_holds_stock",
            ),
            models.CheckConstraint(
                condition=Q(price=0, hold=None) | Q(price__gte=1, hold__isnull=False), name="redemption_price_is_held"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="redemption_of_member"),
            models.Index(fields=["reward", "state"], name="redemption_of_reward"),
            models.Index(fields=["expires_at"], condition=Q(state="issued"), name="redemption_expires"),
            models.Index(fields=["reserved_at"], condition=Q(state="reserved"), name="redemption_waits"),
            models.Index(fields=["ship_by"], condition=Q(state="approved"), name="redemption_ship_due"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_won(self) -> bool:
        """Whether it is the prize of a challenge; else what has no price was unlocked by friends."""
        return not self.price and self.key.startswith("prize-")


class RewardCode(models.Model):
    """A code that is handed out once. Only its owner reads it: it stands in no log, list or table."""

    reward = models.ForeignKey(Reward, models.PROTECT, related_name="codes", db_index=False)
    code = models.CharField(max_length=80)
    redemption = models.OneToOneField(Redemption, models.PROTECT, null=True, blank=True, related_name="code")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reward", "code"], name="rewardcode_once")]
        indexes = [
            models.Index(fields=["reward", "id"], condition=Q(redemption=None), name="rewardcode_free"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk} of {self.reward_id}"


class RedemptionAddress(Whereabouts):
    """Where the parcel of a redemption goes; `services/catalogue/parcels.py` writes and erases it."""

    redemption = models.OneToOneField(Redemption, models.CASCADE, related_name="address")

    class Meta:
        verbose_name_plural = "redemption addresses"
        constraints = [models.CheckConstraint(condition=SAYS_WHERE, name="redemption_address_says_where")]

    def __str__(self) -> str:
        return f"address of redemption {self.redemption_id}"
