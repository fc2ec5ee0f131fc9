"""Whom a challenge can reach, and who must not know of it, so that its report can compare."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gamify.models.challenge import Challenge


class Audience(models.Model):
    """A member whom a challenge is for. `arm` is frozen when it is announced, "" for who came later or is not compared;
    `reached_at` is when they first saw its page.
    """

    class Arm(models.TextChoices):
        SHOWN = "shown", _("Can see it")
        HOLDOUT = "holdout", _("Does not see it")

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="audience", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    arm = models.CharField(max_length=10, choices=Arm.choices, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "audiences"
        constraints = [models.UniqueConstraint(fields=["challenge", "user"], name="audience_once")]
        indexes = [models.Index(fields=["user", "challenge"], condition=Q(arm="holdout"), name="audience_held_out")]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.challenge_id}: {self.arm}"
