"""An achievement and its grant."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gamify.models.definition import Definition, once_per_version


class Badge(Definition):
    """Reach `goal` of `metric`, ever. `icon` is a Lucide name, `mood` the emotion that colours it ("" is gold)."""

    metric = models.CharField(max_length=40)
    goal = models.PositiveIntegerField()
    icon = models.CharField(max_length=40)
    mood = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        constraints = [
            *once_per_version("badge"),
            models.CheckConstraint(condition=models.Q(goal__gte=1), name="badge_goal_positive"),
        ]


class Award(models.Model):
    """A badge given to a member: one row a member and badge key; revoked only when its cause was undone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="awards", db_index=False)
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="awards")
    badge_key = models.SlugField(max_length=40)
    activity = models.ForeignKey("gamify.Activity", models.PROTECT, related_name="awards")
    awarded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [models.UniqueConstraint(fields=["user", "badge_key"], name="award_once")]
        indexes = [models.Index(fields=["badge_key"], condition=models.Q(revoked_at=None), name="award_held")]

    def __str__(self) -> str:
        return f"{self.badge_key} of {self.user_id}"
