"""Tiers: what is held for now, beside levels, which are for ever (ADR on tiers)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gamify.engine.tiers import Change, Held
from lib import texts


class Tier(models.Model):
    """A tier in force: gaining `enter` growth in the days that count brings it, gaining `keep` keeps it.

    `benefits` are texts by language; what really opens says each reward. `mood` colours the `icon`, "" is gold.
    """

    key = models.SlugField(max_length=40, primary_key=True)
    enter = models.PositiveIntegerField(unique=True)
    keep = models.PositiveIntegerField()
    names = models.JSONField(default=dict)
    icon = models.CharField(max_length=40)
    mood = models.CharField(max_length=12, blank=True)
    benefits = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        constraints = [
            models.CheckConstraint(condition=Q(keep__gte=1, keep__lt=F("enter")), name="tier_is_kept_with_less")
        ]

    def __str__(self) -> str:
        return f"{self.key} from {self.enter}"

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def said(self) -> list[str]:
        """What it brings, in the reader's language."""
        return [texts.pick(each) for each in self.benefits]


class HeldTier(models.Model):
    """What a member holds, "" for nothing, and when it is looked at again.

    `enter` is the growth that it took; `falls_at` the day of which they were warned, `told_at` when they were last told
    that they would fall, or fell. It is what the latest of their steps says.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="held_tier")
    tier = models.SlugField(max_length=40, blank=True)
    enter = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True)
    falls_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    review_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(tier="") | Q(falls_at=None), name="held_tier_can_fall"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.tier or 'none'}"

    @property
    def held(self) -> Held:
        """What the rules look at."""
        return Held(self.tier, self.enter, self.falls_at)


class TierStep(models.Model):
    """What a review changed: from the tier `before` to `after`, with how much was `gained` in the days that count."""

    class Kind(models.TextChoices):
        ROSE = Change.ROSE, _("Risen")
        WARNED = Change.WARNED, _("Warned")
        KEPT = Change.KEPT, _("Kept")
        FELL = Change.FELL, _("Fallen")
        MOVED = Change.MOVED, _("Moved by a new edition")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tier_steps", db_index=False)
    change = models.CharField(max_length=10, choices=Kind.choices)
    before = models.SlugField(max_length=40, blank=True)
    after = models.SlugField(max_length=40, blank=True)
    gained = models.IntegerField()
    falls_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("step of a tier")
        verbose_name_plural = _("steps of tiers")
        indexes = [models.Index(fields=["user", "-id"], name="tierstep_of_member")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.change}: {self.before} to {self.after}"
