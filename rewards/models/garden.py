"""The collective garden: what brands let groups and teams grow, and the plants that their members water together."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib import public_id, texts
from lib.machines.paths import Paths
from rewards.machines import PLANT, SEED
from rewards.models.machine import Machine
from rewards.querysets import SeedQuerySet


class Seed(Machine):
    """What a brand lets grow: texts per language, `goal` in sunshine, `days` to grow.

    One sunshine is one point of growth that was earned in the plant's place since it was planted. No member gives more
    than `most_each`, so that nobody grows a plant alone. `taken` are the harvests that plants may still become or
    became: it is guarded, and a plant is planted only with its harvest kept.
    """

    KIND: ClassVar[str] = "seed"
    PATHS: ClassVar[Paths] = SEED

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        OPEN = "open", pgettext_lazy("seed", "Open")
        CLOSED = "closed", pgettext_lazy("seed", "Closed")

    class Kind(models.TextChoices):
        GOOD = "good", _("Something real for everybody who watered it")
        TREE = "tree", _("A tree, planted in the name of the group")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    brand = models.ForeignKey("accounts.Brand", models.PROTECT, related_name="seeds")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TREE)
    names = models.JSONField(default=dict)
    stories = models.JSONField(default=dict, blank=True)
    harvests = models.JSONField(default=dict, blank=True)
    goal = models.PositiveIntegerField(default=500)
    most_each = models.PositiveIntegerField(default=100)
    days = models.PositiveSmallIntegerField(default=30)
    stock = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = SeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("stock")), name="seed_never_oversown"),
            models.CheckConstraint(condition=Q(goal__gte=1, most_each__gte=1, days__gte=1), name="seed_can_grow"),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="seed_offered")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def story(self) -> str:
        return texts.pick(self.stories)

    @property
    def harvest(self) -> str:
        return texts.pick(self.harvests)

    @property
    def left(self) -> int:
        return self.stock - self.taken


class Plant(Machine):
    """A seed that grows in a place: `scope` is `group:7` or `buyteam:5`. `goal` and `most_each` are its seed's at the
    time of planting and never change; `watered` is guarded and the sum of its waterings.
    """

    KIND: ClassVar[str] = "plant"
    PATHS: ClassVar[Paths] = PLANT

    class State(models.TextChoices):
        GROWING = "growing", _("Growing")
        RIPE = "ripe", _("Ripe, waiting for its harvest")
        HARVESTED = "harvested", _("Harvested")
        WITHERED = "withered", _("Did not make it in time")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="plants")
    scope = models.CharField(max_length=60)
    goal = models.PositiveIntegerField()
    most_each = models.PositiveIntegerField()
    watered = models.PositiveIntegerField(default=0)
    planted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planted_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ripe_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(watered__lte=F("goal")), name="plant_never_overwatered"),
            models.UniqueConstraint(fields=["scope"], condition=Q(state="growing"), name="plant_one_a_place"),
        ]
        indexes = [
            models.Index(fields=["scope", "-id"], name="plant_of_place"),
            models.Index(fields=["ends_at"], condition=Q(state="growing"), name="plant_due"),
            models.Index(fields=["ripe_at"], condition=Q(state="ripe"), name="plant_ripe"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def left(self) -> int:
        """How much sunshine it still needs: the true number, always shown."""
        return self.goal - self.watered


class Watering(models.Model):
    """Sunshine that a member gave to a plant: append-only."""

    plant = models.ForeignKey(Plant, models.PROTECT, related_name="waterings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    amount = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="watering_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="watering_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} by {self.user_id}"
